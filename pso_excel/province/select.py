"""The files of a round: what each claims to be, and which of them count."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations
from pathlib import PurePosixPath
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Bilingual, Language
from pso_excel.core.figures import format_figure
from pso_excel.core.messages import term, term_in
from pso_excel.core.problem import Location, Problem
from pso_excel.core.thai import show_day
from pso_excel.forms import form_of
from pso_excel.model.submission import ALL_STAGES
from pso_excel.province.answers import Answers, alike_but_different, differing, of_stage
from pso_excel.province.office_digest import Digest


class Closing(NamedTuple):
    """What is known of a closed round: the hashes of the files that were received while it was
    open, None when no run has noted any, and the last day of receipt."""

    received: frozenset[str] | None
    due: date | None

    def refuses(self, sha: str, approved: date | None) -> bool:
        """Whether a file arrived too late: it was not noted, or, where nothing was ever noted, its
        approval is after the last day of receipt."""
        if self.received is not None:
            return sha not in self.received
        return self.due is not None and approved is not None and approved > self.due


_BEFORE = re.compile(r"(?:สำเนาของ|copy of)\s*", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:\s*\(\d{1,3}\)"  # x (1)
    r"|\s*-\s*(?:สำเนา|copy)(?:\s*\(\d{1,3}\))?"  # x - สำเนา, x - Copy (2)
    r"|\s+copy(?:\s\d{1,3})?"  # x copy 2, on a Mac
    r"|\s*\([^()]*(?:conflicted copy|ขัดแย้ง)[^()]*\)"  # x (Somchai's conflicted copy 2026-01-05)
    r"|\s*\((?:ใหม่|new)\s[^()]*\)"  # x (ใหม่ 2569-01-05 1030), by this program
    r"|_ผลตรวจ(?:_2)?)\s*",  # and x_ผลตรวจ
    re.IGNORECASE,
)
_COMPUTER = re.compile(r"-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,14}")  # x-DESKTOP-AB12, OneDrive


def copies_by_name(files: Sequence[str]) -> bool:
    """Whether one of the files (paths with ``/``) is, by its name, a copy of another.

    Names that differ only in case or in how their letters are stored are one name; in different
    folders they are two files that were sent.
    """
    return any(_is_same_text(combination, other) for combination, other in combinations(files, 2))


def _is_same_text(text: str, other: str) -> bool:
    first, second = PurePosixPath(text), PurePosixPath(other)
    names, others = _names(first.stem), _names(second.stem)
    if names[0] == others[0]:
        return thai.key(str(first.parent)) == thai.key(str(second.parent))
    by_computer = names[0] in _without_computer(second.stem)
    return bool({*names} & {*others}) or by_computer or others[0] in _without_computer(first.stem)


def _names(stem: str) -> list[str]:
    """The name as it is compared, then each that it says it is a copy of."""
    found = [thai.key(stem)]
    while (shorter := _shorter(stem)) not in ("", stem):
        stem = shorter
        found.append(thai.key(stem))
    return found


def _shorter(stem: str) -> str:
    """The name without the last thing that says it is a copy."""
    if before := _BEFORE.match(stem):
        return stem[before.end() :]
    ends = [end.start() for end in _AFTER.finditer(stem) if end.end() == len(stem)]
    return stem[: ends[0]] if ends else stem


def _without_computer(stem: str) -> list[str]:
    """What the name may be without a computer's name at its end."""
    at = (number for number, letter in enumerate(stem) if letter == "-")
    return [thai.key(stem[:number]) for number in at if _COMPUTER.fullmatch(stem, number)]


STAGES = tuple(f"S{number:02d}" for number in range(1, 11))
REGISTERS = ("STAFF", "EVIDENCE")
WHOLE_COVER = "S00"
WHOLE_WORDS = Bilingual("แบบประเมินทั้งเล่ม", "the whole workbook")
RULE = Bilingual("ฉบับที่รับรองล่าสุด", "latest accepted")


class Outcome(StrEnum):
    """What became of a file."""

    USED = "used"  # its answers count
    SAME = "same"  # byte for byte the same as a file that was looked at
    REPLACED = "replaced"  # another file of the same office and stage counts
    OTHER_ROUND = "other_round"
    AFTER_CLOSING = "after_closing"  # it arrived when its round was closed
    NO_OFFICE = "no_office"  # the office's code is not filled in, or it is unclear
    REFUSED = "refused"  # it cannot be read
    FAILED = "failed"  # our own fault; the reference is in the problem
    IGNORED = "ignored"  # a temporary or hidden file


class ReceivedFile(NamedTuple):
    """One file of the inbox, read; ``problem`` says why it cannot count, None when it can.

    ``file`` is its path in the inbox with ``/``; ``claims`` are its stages (``("S06",)``), or
    (``WHOLE``,); ``filled`` those in which something was typed; ``approved`` the date of the
    approval on the cover; ``framework`` an edition; ``seal`` a hash by which what is kept of it is
    sealed; ``answers`` what is typed in its stages, None when that is not known.
    """

    file: str
    sha: str = ""
    office: str = ""
    name: str = ""
    round: str = ""
    framework: str = ""
    claims: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    approved: date | None = None
    digest: Digest | None = None
    outcome: Outcome = Outcome.USED
    problem: Problem | None = None
    seal: str = ""
    answers: Answers | None = None
    sent: tuple[str, ...] = ()  # the stages that it submits, none where it is a draft
    draft: bool = False

    @property
    def is_whole(self) -> bool:
        """It is a workbook of all stages."""
        return self.claims == (ALL_STAGES,)

    def answers_of(self, stage: str) -> Answers:
        """What is typed in a stage that it claims, or in a register; empty when nothing is. Where
        that is not known, no other file holds the same."""
        if not (self.is_whole or stage in self.claims or stage in REGISTERS):
            return ()
        if self.answers is None:
            return ((stage, self.sha),) if stage in self.filled else ()
        return of_stage(self.answers, stage)


class CountedFiles(NamedTuple):
    """What counts for one office: a workbook of all stages, single-stage workbooks, or both.

    ``parts`` are the single stages that come from a workbook of their own.
    """

    office: str
    whole: ReceivedFile | None
    parts: tuple[tuple[str, ReceivedFile], ...]

    @property
    def used(self) -> tuple[ReceivedFile, ...]:
        """The files that count, the workbook of all stages first."""
        whole = (self.whole,) if self.whole else ()
        named = {file.file: file for file in (*whole, *(part for _, part in self.parts))}
        return tuple(named.values())

    @property
    def files(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(file.file for file in self.used)

    @property
    def stages(self) -> frozenset[str]:
        """The stages that its files submit, or of a draft those that are filled in."""
        return frozenset(stage for file in self.used for stage in file.sent or file.filled)

    @property
    def draft(self) -> bool:
        """None of its files is submitted yet: the approval of one is that of the office."""
        return all(file.draft for file in self.used)

    @property
    def joined(self) -> bool:
        """More than one file counts, so that the office has to be assessed from all of them."""
        return len(self.files) > 1

    @property
    def approved(self) -> date | None:
        """The latest approval on the covers of its files."""
        return max((file.approved for file in self.used if file.approved), default=None)

    def sole(self) -> ReceivedFile | None:
        """The one file that counts, None when several do."""
        return None if self.joined else self.whole or self.parts[0][1]


class Selection(NamedTuple):
    """What counts for every office (by code), what became of every file (by name), and why."""

    offices: tuple[CountedFiles, ...]
    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]


def select_files(
    received: Iterable[ReceivedFile], round_code: str, closing: Closing | None = None
) -> Selection:
    """Decide which of the files of a round count; the order of the files does not matter.
    ``closing`` is what a round that is closed knows of what came before.

    Identical files count once (the first name). Each stage comes from the file of the office in
    which something is typed there. Where several files hold different answers in a stage, the
    latest accepted counts, and it is asked which is right. The cover, and what nobody has typed,
    comes from the latest accepted workbook of all stages; workbooks made for another edition of the
    framework are not joined.
    """
    ordered = sorted(received, key=lambda file: file.file)
    files: dict[str, ReceivedFile] = {}
    by_office: defaultdict[str, list[ReceivedFile]] = defaultdict(list)
    twins: dict[str, str] = {}
    for file in ordered:
        settled = _admitted(file, twins, round_code, closing)
        files[file.file] = settled
        if settled.outcome is Outcome.USED:
            by_office[settled.office].append(settled)
    problems = [file.problem for file in files.values() if file.problem]
    offices: list[CountedFiles] = []
    for office in sorted(by_office):
        chosen, clashes = _choose_for(office, by_office[office])
        offices.append(chosen)
        problems.extend(clashes)
        for file in by_office[office]:
            counts = file.file in chosen.files
            lost = {} if counts else {"outcome": Outcome.REPLACED, "digest": None}
            files[file.file] = file._replace(answers=None, **lost)
    return Selection(tuple(offices), tuple(files.values()), tuple(problems))


def _admitted(
    file: ReceivedFile, twins: dict[str, str], round_code: str, closing: Closing | None
) -> ReceivedFile:
    """The file with its outcome before offices are compared."""
    if file.outcome is not Outcome.USED:
        return file
    if file.sha in twins:
        note = Problem("F016", Location(file=file.file), {"same": twins[file.sha]})
        return file._replace(outcome=Outcome.SAME, problem=note, digest=None)
    twins[file.sha] = file.file
    if file.round != round_code:
        place = Location(file=file.file, office=file.office)
        note = Problem("B415", place, {"round": file.round or "–", "open": round_code})
        return file._replace(outcome=Outcome.OTHER_ROUND, problem=note, digest=None)
    if not file.office:
        note = Problem("B416", Location(file=file.file))
        return file._replace(outcome=Outcome.NO_OFFICE, problem=note, digest=None)
    if closing and closing.refuses(file.sha, file.approved):
        note = Problem("B428", Location(file=file.file, office=file.office), {"round": round_code})
        return file._replace(outcome=Outcome.AFTER_CLOSING, problem=note, digest=None)
    return file


def _latest(files: Sequence[ReceivedFile]) -> ReceivedFile:
    """The newest approval, then the fewest errors, then the smallest hash; never a file's time."""
    return min(files, key=lambda file: (*_standing(file), file.sha))


def _standing(file: ReceivedFile) -> tuple[int, int]:
    approved = file.approved.toordinal() if file.approved else 0
    return -approved, file.digest.errors if file.digest else 0


def _choose_for(office: str, files: Sequence[ReceivedFile]) -> tuple[CountedFiles, list[Problem]]:
    wholes = [file for file in files if file.is_whole]
    main = _latest(wholes) if wholes else None
    foreign = [file for file in wholes if main and file.framework != main.framework]
    problems = [_clash(office, ALL_STAGES, [main, *foreign])] if main and foreign else []
    joined = [file for file in files if file not in foreign]
    parts: list[tuple[str, ReceivedFile]] = []
    disputes: dict[tuple[str, ...], Dispute] = {}
    for stage in STAGES:
        holders = [file for file in joined if file.answers_of(stage)]
        claimed = [file for file in joined if stage in file.claims]
        best = _best(stage, holders or claimed, main)
        if best and best is not main:
            parts.append((stage, best))
        if len({file.answers_of(stage) for file in holders}) > 1:
            named = tuple(file.file for file in holders)
            disputes.setdefault(named, Dispute(holders, [])).stages.append(stage)
    chosen = CountedFiles(office, main, tuple(parts))
    for dispute in disputes.values():
        problems += _dispute_problems(office, dispute)
    return chosen, [*problems, *_joined(chosen)]


def _best(
    stage: str, files: Sequence[ReceivedFile], main: ReceivedFile | None
) -> ReceivedFile | None:
    """Whose answers of a stage count; the workbook of all stages where it holds the same."""
    if not files:
        return main
    best = _latest(files)
    return (
        main
        if main in files and main and main.answers_of(stage) == best.answers_of(stage)
        else best
    )


class Dispute(NamedTuple):
    """Files that hold different answers in some stages."""

    files: list[ReceivedFile]
    stages: list[str]


def _dispute_problems(office: str, dispute: Dispute) -> list[Problem]:
    """One finding for workbooks of all stages, one a stage where single-stage files take part."""
    if all(file.is_whole for file in dispute.files):
        return [_clash(office, ALL_STAGES, dispute.files, dispute.stages)]
    return [_clash(office, stage, dispute.files, [stage]) for stage in dispute.stages]


def _clash(
    office: str, stage: str, files: Sequence[ReceivedFile], stages: Sequence[str] = ()
) -> Problem:
    """B405: which file counts by the rule; F017 where only the hash could decide, B420 where the
    names say that one is a copy of another."""
    ordered, best = sorted(files, key=lambda file: file.file), _latest(files)
    code = "B405"
    if sum(_standing(file) == _standing(best) for file in files) > 1:
        code = "F017"
    if copies_by_name([file.file for file in ordered]):
        code = "B420"
    values: dict[str, str | Bilingual] = {
        "office": office,
        "stage": WHOLE_WORDS if stage == ALL_STAGES else stage,
        "n": str(len(files)),
        "files": Bilingual(_listed(ordered, "th"), _listed(ordered, "en")),
        "chosen": best.file,
        "rule": RULE,
        "round": best.round,
        "what": _what(ordered, stages),
    }
    return Problem(code, Location(file=best.file, office=office, stage=stage), values)


def _what(files: Sequence[ReceivedFile], stages: Sequence[str]) -> Bilingual:
    """In which stages, and in which rows of them, the files differ."""
    where = [(stage, differing([file.answers_of(stage) for file in files])) for stage in stages]
    known = [(stage, rows) for stage, rows in where if any(rows)]
    if not known:
        return NO_WORDS
    words = term("differs_at")
    told = (", ".join(f"{stage} ({rows[at]})" for stage, rows in known) for at in range(len(words)))
    return Bilingual(*(text.format(what=what) for text, what in zip(words, told, strict=True)))


def _joined(chosen: CountedFiles) -> Iterator[Problem]:
    """B432 where workbooks of all stages complete each other; B433 where the registers of several
    files name different things alike."""
    used = chosen.used
    place = Location(file=used[0].file, office=chosen.office)
    if sum(file.is_whole for file in used) > 1:
        files = ", ".join(_with_stages(file, chosen) for file in used)
        yield Problem("B432", place, {"office": chosen.office, "files": files})
    for register in REGISTERS if len(used) > 1 else ():
        holders = [file for file in used if file.answers_of(register)]
        rows = alike_but_different([file.answers_of(register) for file in holders])
        if any(rows):
            values: dict[str, str | Bilingual] = {
                "office": chosen.office,
                "register": form_of(register).title,
                "rows": rows,
                "files": ", ".join(file.file for file in holders),
                "chosen": holders[0].file,
            }
            yield Problem("B433", place._replace(stage=register), values)


def _with_stages(file: ReceivedFile, chosen: CountedFiles) -> str:
    """A file with the stages that come from it."""
    apart = dict(chosen.parts)
    own = [
        stage
        for stage in STAGES
        if apart.get(stage, chosen.whole) is file and file.answers_of(stage)
    ]
    return f"{file.file} ({', '.join(own) or WHOLE_COVER})"


def _listed(files: Sequence[ReceivedFile], language: Language) -> str:
    """Each version with what tells it from the others: its approval and its hash."""
    return ", ".join(
        term_in("version_approved" if file.approved else "version_undated", language).format(
            file=file.file,
            sha=file.sha[:8],
            day=_day(file.approved, language),
            score=format_figure(file.digest.official if file.digest else None),
        )
        for file in files
    )


def _day(day: date | None, language: Language) -> str:
    if day is None:
        return ""
    return show_day(day, "short") if language == "th" else day.isoformat()
