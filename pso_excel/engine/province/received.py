"""The files of a round: what each claims to be, and which of them count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pso_excel.engine.province.closing import Closing
from pso_excel.engine.province.copied_names import copies_by_name
from pso_excel.engine.province.digest import Digest
from pso_excel.framework.wording import label
from pso_excel.problem import Place, Problem
from pso_excel.thai import show_day
from pso_excel.words import Language, Words

WHOLE = "S00–S10"  # what a workbook of all stages claims
WHOLE_WORDS = Words("แบบประเมินทั้งเล่ม", "the whole workbook")
RULE = Words("ฉบับที่รับรองล่าสุด", "latest accepted")


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


class Received(NamedTuple):
    """One file of the inbox, read; ``problem`` says why it cannot count, None when it can.

    ``file`` is its path in the inbox with ``/``; ``claims`` are its stages (``("S06",)``), or
    (``WHOLE``,); ``filled`` those in which something was typed; ``approved`` the date of the
    approval on the cover; ``framework`` an edition; ``seal`` a hash by which what is kept of it is
    sealed.
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

    @property
    def whole(self) -> bool:
        """It is a workbook of all stages."""
        return self.claims == (WHOLE,)


class Chosen(NamedTuple):
    """What counts for one office: a workbook of all stages, single-stage workbooks, or both.

    ``parts`` are the single stages that come from a workbook of their own.
    """

    office: str
    whole: Received | None
    parts: tuple[tuple[str, Received], ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that count, the workbook of all stages first."""
        whole = (self.whole.file,) if self.whole else ()
        return tuple(dict.fromkeys((*whole, *(part.file for _, part in self.parts))))

    @property
    def stages(self) -> frozenset[str]:
        """The stages that its files have filled in, those that a file brought along included."""
        files = [part for _, part in self.parts] + ([self.whole] if self.whole else [])
        return frozenset(stage for one in files for stage in one.filled)

    @property
    def joined(self) -> bool:
        """More than one file counts, so that the office has to be assessed from all of them."""
        return len(self.files) > 1

    @property
    def approved(self) -> date | None:
        """The latest approval on the covers of its files."""
        files = [part for _, part in self.parts] + ([self.whole] if self.whole else [])
        return max((one.approved for one in files if one.approved), default=None)

    def sole(self) -> Received | None:
        """The one file that counts, None when several do."""
        return None if self.joined else self.whole or self.parts[0][1]


class Choice(NamedTuple):
    """What counts for every office (by code), what became of every file (by name), and why."""

    offices: tuple[Chosen, ...]
    files: tuple[Received, ...]
    problems: tuple[Problem, ...]


def choose(received: Iterable[Received], round: str, closing: Closing | None = None) -> Choice:
    """Decide which of the files of a round count; the order of the files does not matter.
    ``closing`` is what a round that is closed knows of what came before.

    Identical files count once (the first name). Of different workbooks of all stages of one office
    the latest accepted counts, whole; then, stage by stage, single-stage workbooks and that
    workbook (if the stage is filled in there) compete by the same rule.
    """
    ordered = sorted(received, key=lambda one: one.file)
    files: dict[str, Received] = {}
    by_office: defaultdict[str, list[Received]] = defaultdict(list)
    twins: dict[str, str] = {}
    for one in ordered:
        settled = _admitted(one, twins, round, closing)
        files[one.file] = settled
        if settled.outcome is Outcome.USED:
            by_office[settled.office].append(settled)
    problems = [one.problem for one in files.values() if one.problem]
    offices: list[Chosen] = []
    for office in sorted(by_office):
        chosen, clashes = _choose_for(office, by_office[office])
        offices.append(chosen)
        problems.extend(clashes)
        for one in by_office[office]:
            if one.file not in chosen.files:
                files[one.file] = one._replace(outcome=Outcome.REPLACED, digest=None)
    return Choice(tuple(offices), tuple(files.values()), tuple(problems))


def _admitted(
    one: Received, twins: dict[str, str], round: str, closing: Closing | None
) -> Received:
    """The file with its outcome before offices are compared."""
    if one.outcome is not Outcome.USED:
        return one
    if one.sha in twins:
        note = Problem("F016", Place(file=one.file), {"same": twins[one.sha]})
        return one._replace(outcome=Outcome.SAME, problem=note, digest=None)
    twins[one.sha] = one.file
    if one.round != round:
        place = Place(file=one.file, office=one.office)
        note = Problem("B415", place, {"round": one.round or "–", "open": round})
        return one._replace(outcome=Outcome.OTHER_ROUND, problem=note, digest=None)
    if not one.office:
        note = Problem("B416", Place(file=one.file))
        return one._replace(outcome=Outcome.NO_OFFICE, problem=note, digest=None)
    if closing and closing.refuses(one.sha, one.approved):
        note = Problem("B428", Place(file=one.file, office=one.office), {"round": round})
        return one._replace(outcome=Outcome.AFTER_CLOSING, problem=note, digest=None)
    return one


def _latest(files: Sequence[Received]) -> Received:
    """The newest approval, then the fewest errors, then the smallest hash; never a file's time."""
    return min(files, key=lambda one: (*_standing(one), one.sha))


def _standing(one: Received) -> tuple[int, int]:
    approved = one.approved.toordinal() if one.approved else 0
    return -approved, one.digest.errors if one.digest else 0


def _clash(office: str, stage: str, files: Sequence[Received], best: Received) -> Problem:
    """B405: which file counts by the rule; F017 where only the hash could decide, B420 where the
    names say that one is a copy of another."""
    ordered = sorted(files, key=lambda one: one.file)
    code = "B405"
    if sum(_standing(one) == _standing(best) for one in files) > 1:
        code = "F017"
    if copies_by_name([one.file for one in ordered]):
        code = "B420"
    values: dict[str, str | Words] = {
        "office": office,
        "stage": WHOLE_WORDS if stage == WHOLE else stage,
        "n": str(len(files)),
        "files": Words(_listed(ordered, "th"), _listed(ordered, "en")),
        "chosen": best.file,
        "rule": RULE,
        "round": best.round,
    }
    return Problem(code, Place(file=best.file, office=office, stage=stage), values)


def _listed(files: Sequence[Received], language: Language) -> str:
    """Each version with what tells it from the others: its approval and its hash."""
    return ", ".join(
        label("version_approved" if one.approved else "version_undated", language).format(
            file=one.file, sha=one.sha[:8], day=_day(one.approved, language)
        )
        for one in files
    )


def _day(day: date | None, language: Language) -> str:
    if day is None:
        return ""
    return show_day(day, "short") if language == "th" else day.isoformat()


def _choose_for(office: str, files: Sequence[Received]) -> tuple[Chosen, list[Problem]]:
    clashes: list[Problem] = []
    wholes = [one for one in files if one.whole]
    whole = _latest(wholes) if wholes else None
    if whole and len(wholes) > 1:
        clashes.append(_clash(office, WHOLE, wholes, whole))
    parts: list[tuple[str, Received]] = []
    for stage in sorted({stage for one in files if not one.whole for stage in one.claims}):
        rivals = [one for one in files if not one.whole and stage in one.claims]
        if whole and stage in whole.filled:
            rivals.append(whole)
        best = _latest(rivals)
        if len(rivals) > 1:
            clashes.append(_clash(office, stage, rivals, best))
        if best is not whole:
            parts.append((stage, best))
    return Chosen(office, whole, tuple(parts)), clashes
