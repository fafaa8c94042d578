"""What offices sent before: the workbooks of an archive, by what is written in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import count
from os.path import lexists
from pathlib import Path
from typing import NamedTuple

from pso_excel.consolidation.folder import ProvinceFolder, seal_of
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import message_without_remedy, term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.core.thai import ERA, code_key
from pso_excel.files.read import is_there, read_bytes
from pso_excel.files.replace import LARGEST
from pso_excel.files.write import fitted, write_atomically
from pso_excel.model.registry import (
    USUAL,
    ArchivedWorkbook,
    Round,
    Settings,
    before,
    of_same_round,
    order_of,
)
from pso_excel.model.submission import PreviousSubmissions, Submission
from pso_excel.pipeline import OpenedWorkbook, open_office
from pso_excel.province.answers import completed, typed_stages
from pso_excel.province.select import Closing, Outcome, ReceivedFile
from pso_excel.province_book.former_book import former_book
from pso_excel.province_book.remarks import ReadRemarks

COUNTED = (Outcome.USED, Outcome.REPLACED)
_LINE = re.compile(r"([0-9a-f]{64})\t([^\t]*)\t(\d{4}-\d{2}-\d{2})")


class Receipt(NamedTuple):
    """A file that was received: its hash, its office's code, and the day of the run (its
    ``--asof``) that received it."""

    sha: str
    office: str
    day: str


Receipts = Mapping[str, Receipt]


def read_receipts(place: ProvinceFolder, this_round: Round) -> Receipts | None:
    """What was noted of a round, by hash, in the folder of results or in its usual place; None
    when nothing was noted yet. Refused when it cannot be read."""
    for folder in (place, ProvinceFolder(place.root)):
        path = folder.receipts(this_round.code)
        if is_there(path):
            text = read_bytes(path).decode("utf-8", "replace")
            found = map(_LINE.fullmatch, text.splitlines())
            return {line[1]: Receipt(*line.groups()) for line in found if line}
    return None


def closing_of(this_round: Round, noted: Receipts | None) -> Closing | None:
    """What a closed round knows of what came before it was closed; None while it is open."""
    if this_round.open:
        return None
    return Closing(None if noted is None else frozenset(noted), this_round.due)


def note_received(
    place: ProvinceFolder,
    this_round: Round,
    noted: Receipts | None,
    files: Iterable[ReceivedFile],
    asof: date,
) -> None:
    """Note the files that count, while the round is open or when a first run finds it closed; what
    was noted before stays. Refused (O002, O007) when it cannot be written."""
    if not this_round.open and noted is not None:
        return
    known = dict(noted or {})
    for file in files:
        if file.outcome in COUNTED:
            known.setdefault(file.sha, Receipt(file.sha, file.office, asof.isoformat()))
    if known != noted:
        lines = ("\t".join(known[sha]) for sha in sorted(known))
        text = "".join(f"{line}\n" for line in lines)
        write_atomically(place.receipts(this_round.code), text.encode(), like=place.inbox)


def take_former(place: ProvinceFolder, round_code: str, target: Path, asof: date) -> ReadRemarks:
    """The remarks typed in the book before, in its usual place when there is none elsewhere;
    ``target`` is where the new one is to stand.

    A book that cannot be read (B419), or in which a person put more than remarks (B431), is kept
    beside the new one. Refused when it cannot be opened, or nothing can be written.
    """
    places = (place, ProvinceFolder(place.root))
    books = [
        book
        for folder in places
        for book in (folder.book_with_macros(round_code), folder.book(round_code))
    ]
    book = next(filter(is_there, books), None)
    if book is None:
        return ReadRemarks({})
    data = read_bytes(book, LARGEST)
    try:
        taken, own = former_book(data, book.name)
    except Refused:
        return ReadRemarks(
            {}, (_kept_problem("B419", book, _keep_former(book, data, target, asof)),)
        )
    if not own:
        return taken
    what = Bilingual(*map(" · ".join, zip(*own, strict=True)))
    problem = _kept_problem("B431", book, _keep_former(book, data, target, asof), what=what)
    return taken._replace(problems=(*taken.problems, problem))


def _kept_problem(code: str, book: Path, kept: Path, **values: str | Bilingual) -> Problem:
    return Problem(code, Location(file=book.name), {**values, "path": kept.name})


def _keep_former(book: Path, data: bytes, target: Path, asof: date) -> Path:
    """Where the former book stands from now on: named by the day of the run, and a number; as it is
    where the new one is another file."""
    if book != target:
        return book
    day = f"{term('former_book').th} {asof.year + ERA}-{asof:%m-%d}"
    for number in count(1):
        note = f" ({day} {number})" if number > 1 else f" ({day})"
        path = book.with_name(fitted(book.stem, note + book.suffix))
        if not lexists(path):
            return write_atomically(path, data, like=book).path
        if path.is_file() and read_bytes(path, LARGEST) == data:
            return path
    raise AssertionError  # numbers do not end


@dataclass(frozen=True, slots=True)
class Archive:
    """The workbooks sent before, by the office's code made comparable.

    ``folder`` is where their files stand, None for files anywhere. What is compared is read again
    when its office is checked, so that an archive of any size is small.
    """

    folder: Path | None = field(default=None, repr=False)
    sent: Mapping[str, tuple[ArchivedWorkbook, ...]] = field(
        default_factory=dict[str, tuple[ArchivedWorkbook, ...]]
    )
    settings: Settings = field(default=USUAL, repr=False)

    def previous_of(self, now: Submission) -> PreviousSubmissions:
        """What the office of a workbook sent before it."""
        sent = self.sent.get(code_key(now.office), ())
        found = before(now.round, sent)
        return PreviousSubmissions(
            round=self._completed(found.round, sent), report=self._completed(found.report, sent)
        )

    def _completed(
        self, past: ArchivedWorkbook | None, sent: Sequence[ArchivedWorkbook]
    ) -> Submission | None:
        """A workbook, with what others of its round hold of the stages that it leaves empty."""
        if past is None:
            return None
        first = self._open(past)
        others = (self._open(workbook).submission for workbook in of_same_round(past, sent))
        return completed(first.submission, others, partial(typed_stages, framework=first.framework))

    def _open(self, past: ArchivedWorkbook) -> OpenedWorkbook:
        path = self.folder / past.file if self.folder else Path(past.file)
        data = read_bytes(path, inside=self.folder)
        if sha256(data).hexdigest() != past.sha:
            raise RuntimeError("a workbook of the archive changed meanwhile")
        return open_office(data, past.file, results=False, settings=self.settings)

    def unused(self, now: Submission) -> Iterator[Problem]:
        """X309: each workbook that cannot be compared with this one, of another office or a later
        round."""
        order = order_of(now.round)
        for past in (workbook for sent in self.sent.values() for workbook in sent):
            later = order_of(past.round)
            if code_key(past.office) != code_key(now.office):
                yield not_compared(past.file, term("earlier_office"))
            elif later is None or (order is not None and later > order):
                yield not_compared(past.file, term("earlier_round"))


NOTHING_SENT = Archive()


def previous_submissions(
    archive: Archive, now: Submission
) -> tuple[PreviousSubmissions, Sequence[Problem]]:
    """What the office of a workbook sent before it; an archive holds other offices' as well."""
    return archive.previous_of(now), ()


def compared(
    archive: Archive, lost: Sequence[Problem], now: Submission
) -> tuple[PreviousSubmissions, Sequence[Problem]]:
    """The same for an archive meant for this workbook alone: what cannot be compared is told."""
    return archive.previous_of(now), (*lost, *archive.unused(now))


def past_at(folder: Path | None, settings: Settings, path: Path) -> ArchivedWorkbook | Problem:
    """What a file of the archive says it is; X309 when it cannot be read or names no office."""
    name = path.relative_to(folder).as_posix() if folder else str(path)
    try:
        data = read_bytes(path, inside=folder)
        told = open_office(data, name, results=False, settings=settings).submission
    except Refused as refused:
        return unreadable(name, refused.problem.with_location(file=name))
    if not told.office:
        return not_compared(name, term("earlier_nobody"))
    cover = told.record("S00.cover")
    return ArchivedWorkbook(
        file=name,
        sha=sha256(data).hexdigest(),
        office=told.office,
        round=told.round,
        approved=cover.day("approved_date") if cover else None,
        whole=told.template == "office",
        seal=seal_of(data),
    )


def unreadable(file: str, why: Problem) -> Problem:
    """X309 for a file of which another problem says why it cannot be read."""
    return not_compared(
        file, Bilingual(message_without_remedy(why, "th"), message_without_remedy(why, "en"))
    )


def not_compared(file: str, why: Bilingual) -> Problem:
    """X309: an earlier workbook is not compared, and why."""
    return Problem("X309", Location(file=file), {"file": Path(file).name, "problem": why})
