"""A folder of workbooks consolidated into one province; one bad file never stops it."""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pso_excel.consolidation.cache import ReadCache, journal_of, key_of
from pso_excel.consolidation.folder import (
    ProvinceFolder,
    init_province,
    open_registry,
    open_settings,
    survey,
)
from pso_excel.consolidation.history import (
    Receipts,
    closing_of,
    note_received,
    read_receipts,
    take_former,
)
from pso_excel.consolidation.inbox import ReadOptions, open_archive, receive_inbox
from pso_excel.consolidation.lock import FolderLock, folder_lock
from pso_excel.consolidation.office_file import Job, receive_joined
from pso_excel.consolidation.workers import PROCESSES, Progress
from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect, expect_day, expect_language
from pso_excel.core.performance import fewer_gc_passes
from pso_excel.core.problem import Problem
from pso_excel.files.read import is_folder, is_there
from pso_excel.files.replace import with_stamp
from pso_excel.files.write import need_space, write_atomically
from pso_excel.framework import frameworks, load_framework
from pso_excel.framework.pack import Framework
from pso_excel.model.registry import ArchivedWorkbook, Registry
from pso_excel.province import Province, build_province
from pso_excel.province.office_digest import Digest
from pso_excel.province.select import Selection, select_files
from pso_excel.province_book import province_workbook
from pso_excel.province_book.book import Remarks

ROOM = 1 << 20
ROOM_OF_A_FILE = 64 << 10  # bytes that a file of the inbox may add to the book and the journal

__all__ = [
    "Consolidated",
    "ProvinceFolder",
    "Renewed",
    "consolidate",
    "gather",
    "init_province",
    "reconsolidate",
]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The end of ``consolidate``: the province and where its book stands.

    ``problems`` say that the book had to be saved under another name (O006), what became of the
    remarks in the book before it (B429, B430), or that it was kept (B419, B431).
    """

    province: Province
    book: Path
    problems: tuple[Problem, ...] = ()

    @property
    def problem(self) -> Problem | None:
        """The first of them."""
        return self.problems[0] if self.problems else None


@fewer_gc_passes()
def consolidate(
    folder: str | os.PathLike[str],
    asof: date,
    language: Language = "th",
    progress: Progress | None = None,
    processes: int = PROCESSES,
    *,
    out: str | os.PathLike[str] | None = None,
    take_over: bool = False,
    macros: bool = False,
) -> Consolidated:
    """Read the whole inbox of a province's folder and write the province book, whole.

    The remarks typed in the book before this one are kept. ``out`` is another folder for the
    results; ``take_over`` takes the place of another's run that was ended half-way; ``macros``
    gives the book a button (.xlsm), which it keeps from then on. What was read is kept in a
    journal, so that the next run goes on from there; the book is the same with and without. The
    files are read by ``processes`` processes of their own, which do not run the script that calls
    it again: it may stand there without ``if __name__ == "__main__"``.

    Refused, with the book before it intact, when the registry (B401) or the settings (A001 to A008)
    cannot be read, another run is at work here (B422, B423, B424), the inbox or the share is out of
    reach (F042, B425), or the book cannot be written (O002, O007). Whatever is wrong with a file is
    told in the province. TypeError and ValueError for arguments of another kind.
    """
    _expect(folder, asof)
    expect_language(language)
    expect("out", out, str, os.PathLike, None)
    place = ProvinceFolder(Path(folder), None if out is None else Path(out))
    with _consolidating(place, asof, progress, processes, take_over) as (province, claim):
        round_code = province.round.code
        buttons = macros or is_there(place.book_with_macros(round_code))
        path = place.book_with_macros(round_code) if buttons else place.book(round_code)
        typed = take_former(place, round_code, path, asof)
        book = province_workbook(province, language, typed.remarks, buttons)
        claim.confirm()
        saved = write_atomically(path, with_stamp(book), like=place.inbox)
    beside = (saved.problem,) if saved.problem else ()
    return Consolidated(province, saved.path, (*typed.problems, *beside))


@dataclass(frozen=True, slots=True)
class Renewed:
    """The end of ``renew``: the province, and its book as a file that is not written anywhere."""

    province: Province
    book: bytes


@fewer_gc_passes()
def reconsolidate(
    folder: str | os.PathLike[str],
    asof: date,
    typed: Remarks,
    language: Language = "th",
    progress: Progress | None = None,
    processes: int = PROCESSES,
    *,
    macros: bool = False,
) -> Renewed:
    """The same as ``consolidate`` for a province book that is open: ``typed`` are the remarks as
    they stand there (``remarks_of``), ``macros`` whether it has a button, and the book on the disk
    stays as it is.

    The journal and the claim are those of ``consolidate``; a claim that has been silent for ten
    minutes is taken over, since a button cannot be told to. Refused as there, but never because the
    book cannot be written.
    """
    _expect(folder, asof)
    place = ProvinceFolder(Path(folder))
    with _consolidating(place, asof, progress, processes, unasked=True) as (province, _):
        return Renewed(province, province_workbook(province, language, typed, macros))


@contextmanager
def _consolidating(
    place: ProvinceFolder,
    asof: date,
    progress: Progress | None,
    processes: int,
    take_over: bool = False,
    unasked: bool = False,
) -> Generator[tuple[Province, FolderLock]]:
    """The province, read under a claim that stands until its book is made."""
    registry, problems = open_registry(place)
    job = Job(place.inbox, asof, registry, open_settings(place))
    with folder_lock(place.out, take_over, unasked=unasked, like=place.inbox) as claim:
        need_space(place.out, ROOM + ROOM_OF_A_FILE * sum(1 for _ in survey(job.inbox)))
        job, lost = _with_archive(job, place, processes, _journal_of_archive(job, place))
        journal = journal_of(place.journal(registry.round.code), job)
        reading = ReadOptions(processes, _alive(claim, progress), journal)
        noted = read_receipts(place, registry.round)
        province = _province(job, [*problems, *lost], reading, noted)
        note_received(place, registry.round, noted, province.files, asof)
        yield province, claim


def _alive(claim: FolderLock, progress: Progress | None) -> Progress:
    """The progress, and a sign of life with it."""

    def tell(done: int, total: int, file: str) -> None:
        claim.beat()
        if progress:
            progress(done, total, file)

    return tell


def gather(
    folder: str | os.PathLike[str],
    asof: date,
    progress: Progress | None = None,
    processes: int = PROCESSES,
) -> Province:
    """Read the whole inbox of a province's folder, and write nothing.

    The same files give the same province, whatever their times and the order of the workers.
    Refused when the registry (B401) or the settings (A001 to A008) cannot be read, or the inbox or
    the share is out of reach (F042, B425).
    """
    _expect(folder, asof)
    place = ProvinceFolder(Path(folder))
    registry, problems = open_registry(place)
    job = Job(place.inbox, asof, registry, open_settings(place))
    job, lost = _with_archive(job, place, processes)
    noted = read_receipts(place, registry.round)
    return _province(job, [*problems, *lost], ReadOptions(processes, progress), noted)


def _expect(folder: object, asof: object) -> None:
    expect("folder", folder, str, os.PathLike)
    expect_day("asof", asof)


def _with_archive(
    job: Job,
    place: ProvinceFolder,
    processes: int,
    journal: ReadCache[ArchivedWorkbook] | None = None,
) -> tuple[Job, list[Problem]]:
    """The job that looks back at what was sent before, and what of that cannot be read (X309)."""
    archive, lost = open_archive(place.earlier, job.settings, processes, journal)
    problems = [
        problem.with_location(file=f"{place.earlier.name}/{problem.location.file}")
        for problem in lost
    ]
    return replace(job, archive=archive), problems


def _journal_of_archive(job: Job, place: ProvinceFolder) -> ReadCache[ArchivedWorkbook] | None:
    """What was read of ``earlier``, None where there is no such folder."""
    if not is_folder(place.earlier):
        return None
    path = place.journal(place.earlier.name)
    return ReadCache(path, key_of(job.settings), ArchivedWorkbook, place.earlier)


def _province(
    job: Job, problems: Iterable[Problem], reading: ReadOptions, noted: Receipts | None
) -> Province:
    registry = job.registry
    closing = closing_of(registry.round, noted)
    choice = select_files(receive_inbox(job, reading), registry.round.code, closing)
    digests, lost = _assessed(job, choice)
    framework = _framework(registry)
    return build_province(
        registry,
        framework,
        choice,
        digests,
        job.asof,
        [*problems, *lost],
        job.settings.severities,
    )


def _assessed(job: Job, choice: Selection) -> tuple[dict[str, Digest], list[Problem]]:
    """The digest of every office that counts; those of several files are assessed again."""
    digests: dict[str, Digest] = {}
    lost: list[Problem] = []
    for chosen in choice.offices:
        sole = chosen.sole()
        found = sole.digest if sole else receive_joined(job, chosen)
        if isinstance(found, Problem):
            lost.append(found)
        elif found:
            digests[chosen.office] = found
    return digests, lost


def _framework(registry: Registry) -> Framework:
    """The round's framework, the first pack when the registry names none that is known."""
    framework_id = registry.round.framework.partition("@")[0]
    return load_framework(framework_id if framework_id in frameworks() else frameworks()[0])
