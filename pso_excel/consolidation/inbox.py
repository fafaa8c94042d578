"""Every file of the inbox, read now or kept in the journal; a lost share stops the run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from pso_excel.consolidation.cache import ReadCache
from pso_excel.consolidation.folder import INBOX, survey
from pso_excel.consolidation.history import Archive, past_at, unreadable
from pso_excel.consolidation.office_file import Job
from pso_excel.consolidation.workers import (
    PROCESSES,
    FailureCode,
    Fault,
    Progress,
    failed_file_problem,
    map_files,
    receive_all,
)
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.core.thai import code_key
from pso_excel.files.read import is_folder, out_of_reach
from pso_excel.model.registry import ArchivedWorkbook, Settings
from pso_excel.province.select import Outcome, ReceivedFile


def open_archive(
    folder: Path,
    settings: Settings,
    processes: int = PROCESSES,
    journal: ReadCache[ArchivedWorkbook] | None = None,
) -> tuple[Archive, list[Problem]]:
    """The archive of a folder, and a problem (X309) for each of its files that cannot be read.

    A folder that is not there is an empty archive. Temporary files are passed over, and files that
    the journal knows are not read.
    """
    if not is_folder(folder):
        return Archive(), []
    paths: list[Path] = []
    problems: list[Problem] = []
    for file in survey(folder):
        if isinstance(file, Path):
            paths.append(file)
        elif file.outcome is not Outcome.IGNORED and file.problem:
            problems.append(unreadable(file.file, file.problem))
    work = partial(past_at, folder, settings)
    known = {path: journal.recall(folder, path) if journal else None for path in paths}
    rest = [path for path in paths if known[path] is None]
    read: dict[Path, ArchivedWorkbook | Problem] = {
        path: workbook for path, workbook in known.items() if workbook
    }
    for path, map_file in zip(rest, map_files(work, rest, settings, processes), strict=True):
        if isinstance(map_file, FailureCode | Fault):
            name = path.relative_to(folder).as_posix()
            read[path] = unreadable(name, failed_file_problem(name, map_file, settings))
        else:
            read[path] = map_file
            if journal and isinstance(map_file, ArchivedWorkbook):
                journal.keep(map_file)
    archive, more = _archive(folder, (read[path] for path in paths), settings)
    return archive, [*problems, *more]


def archive_of(paths: Sequence[Path], settings: Settings) -> tuple[Archive, list[Problem]]:
    """The archive of a few files, read in this process."""
    return _archive(None, [past_at(None, settings, path) for path in paths], settings)


def _archive(
    folder: Path | None, read: Iterable[ArchivedWorkbook | Problem], settings: Settings
) -> tuple[Archive, list[Problem]]:
    problems: list[Problem] = []
    sent: dict[str, tuple[ArchivedWorkbook, ...]] = {}
    for item in read:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            office = code_key(item.office)
            sent[office] = (*sent.get(office, ()), item)
    return Archive(folder, sent, settings), problems


Tuple = TypeVar("Tuple", bound=tuple[Any, ...])
Pool = dict[tuple[type, Any], Any]


def shared(values: Tuple, pool: Pool) -> Tuple:
    """The same (named) tuple, the texts and figures in it replaced by equal ones of the pool.

    Only values that print alike are one: ``2`` and ``2.00`` stay two.
    """
    items = [_shared(value, pool) for value in values]
    made: Any = type(values)
    return made(*items) if hasattr(values, "_fields") else made(items)


def _shared(value: Any, pool: Pool) -> Any:
    if isinstance(value, tuple):
        return shared(cast("tuple[Any, ...]", value), pool)
    if type(value) is str:
        return pool.setdefault((str, value), value)
    if isinstance(value, Decimal):
        return pool.setdefault((Decimal, str(value)), value)
    return value


IN_A_ROW = 3  # so many files out of reach, one after the other, are no fault of the files


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the files of a run are read: by how many processes, what is told of it meanwhile, and
    the journal that is asked first."""

    processes: int
    progress: Progress | None = None
    journal: ReadCache[ReceivedFile] | None = None


def receive_inbox(job: Job, reading: ReadOptions) -> Iterator[ReceivedFile]:
    """What became of each file of the inbox.

    Refused: F042 the inbox itself is out of reach, B425 several files in a row are; what was read
    before is in the journal.
    """
    pool: Pool = {}
    paths: list[Path] = []
    for file in survey(job.inbox):
        if isinstance(file, Path):
            paths.append(file)
        elif file.file == INBOX and file.problem:
            raise Refused(file.problem)
        else:
            yield file
    for file in _received(job, paths, reading):
        yield shared(file, pool)


def _received(job: Job, paths: Sequence[Path], reading: ReadOptions) -> Iterator[ReceivedFile]:
    """Those that the journal knows, then those that have to be read."""
    journal, progress, total = reading.journal, reading.progress, len(paths)
    rest: list[Path] = []
    for done, path in enumerate(paths, 1):
        file = journal.recall(job.inbox, path) if journal else None
        if file is None:
            rest.append(path)
            continue
        if progress:
            progress(done - len(rest), total, file.file)
        yield file
    kept, lost = total - len(rest), 0
    told = _after(kept, total, progress)
    for done, file in enumerate(receive_all(job, rest, reading.processes, told), kept + 1):
        if journal:
            journal.keep(file)
        lost = lost + 1 if _is_lost(job, file) else 0
        if lost == IN_A_ROW:
            counts = {"n": str(lost), "done": str(done - lost), "total": str(total)}
            raise Refused(Problem("B425", Location(file=file.file), counts))
        yield file


def _after(kept: int, total: int, progress: Progress | None) -> Progress | None:
    """The progress of the files that are read, counted on from those that were kept."""
    if progress is None:
        return None
    told: Progress = progress
    return lambda done, _, file: told(kept + done, total, file)


def _is_lost(job: Job, file: ReceivedFile) -> bool:
    problem = file.problem
    if problem is None or problem.code != "F042":
        return False
    return out_of_reach(job.inbox / file.file, problem.values.get("reason"))
