"""Every file of the inbox, read now or kept in the journal; a lost share stops the run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from pso_excel.consolidation.cache import Journal
from pso_excel.consolidation.folder import INBOX, survey
from pso_excel.consolidation.history import Archive, past_at, unreadable
from pso_excel.consolidation.office_file import Job
from pso_excel.consolidation.workers import (
    PROCESSES,
    End,
    Fault,
    Progress,
    each,
    receive_all,
    unread,
)
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.core.thai import code_key
from pso_excel.files.read import is_folder, out_of_reach
from pso_excel.model.registry import Past, Settings
from pso_excel.province.select import Outcome, Received


def open_archive(
    folder: Path,
    settings: Settings,
    processes: int = PROCESSES,
    journal: Journal[Past] | None = None,
) -> tuple[Archive, list[Problem]]:
    """The archive of a folder, and a problem (X309) for each of its files that cannot be read.

    A folder that is not there is an empty archive. Temporary files are passed over, and files that
    the journal knows are not read.
    """
    if not is_folder(folder):
        return Archive(), []
    paths: list[Path] = []
    problems: list[Problem] = []
    for found in survey(folder):
        if isinstance(found, Path):
            paths.append(found)
        elif found.outcome is not Outcome.IGNORED and found.problem:
            problems.append(unreadable(found.file, found.problem))
    work = partial(past_at, folder, settings)
    known = {path: journal.recall(folder, path) if journal else None for path in paths}
    rest = [path for path in paths if known[path] is None]
    read: dict[Path, Past | Problem] = {path: one for path, one in known.items() if one}
    for path, one in zip(rest, each(work, rest, settings, processes), strict=True):
        if isinstance(one, End | Fault):
            name = path.relative_to(folder).as_posix()
            read[path] = unreadable(name, unread(name, one, settings))
        else:
            read[path] = one
            if journal and isinstance(one, Past):
                journal.keep(one)
    archive, more = _archive(folder, (read[path] for path in paths), settings)
    return archive, [*problems, *more]


def archive_of(paths: Sequence[Path], settings: Settings) -> tuple[Archive, list[Problem]]:
    """The archive of a few files, read in this process."""
    return _archive(None, [past_at(None, settings, path) for path in paths], settings)


def _archive(
    folder: Path | None, read: Iterable[Past | Problem], settings: Settings
) -> tuple[Archive, list[Problem]]:
    problems: list[Problem] = []
    sent: dict[str, tuple[Past, ...]] = {}
    for one in read:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            office = code_key(one.office)
            sent[office] = (*sent.get(office, ()), one)
    return Archive(folder, sent, settings), problems


Tuple = TypeVar("Tuple", bound=tuple[Any, ...])
Pool = dict[tuple[type, Any], Any]


def shared(values: Tuple, pool: Pool) -> Tuple:
    """The same (named) tuple, the texts and figures in it replaced by equal ones of the pool.

    Only values that print alike are one: ``2`` and ``2.00`` stay two.
    """
    items = [_shared(one, pool) for one in values]
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
class Reading:
    """How the files of a run are read: by how many processes, what is told of it meanwhile, and
    the journal that is asked first."""

    processes: int
    progress: Progress | None = None
    journal: Journal[Received] | None = None


def receive_inbox(job: Job, reading: Reading) -> Iterator[Received]:
    """What became of each file of the inbox.

    Refused: F042 the inbox itself is out of reach, B425 several files in a row are; what was read
    before is in the journal.
    """
    pool: Pool = {}
    paths: list[Path] = []
    for found in survey(job.inbox):
        if isinstance(found, Path):
            paths.append(found)
        elif found.file == INBOX and found.problem:
            raise Refused(found.problem)
        else:
            yield found
    for one in _received(job, paths, reading):
        yield shared(one, pool)


def _received(job: Job, paths: Sequence[Path], reading: Reading) -> Iterator[Received]:
    """Those that the journal knows, then those that have to be read."""
    journal, progress, total = reading.journal, reading.progress, len(paths)
    rest: list[Path] = []
    for done, path in enumerate(paths, 1):
        one = journal.recall(job.inbox, path) if journal else None
        if one is None:
            rest.append(path)
            continue
        if progress:
            progress(done - len(rest), total, one.file)
        yield one
    kept, lost = total - len(rest), 0
    told = _after(kept, total, progress)
    for done, one in enumerate(receive_all(job, rest, reading.processes, told), kept + 1):
        if journal:
            journal.keep(one)
        lost = lost + 1 if _lost(job, one) else 0
        if lost == IN_A_ROW:
            counts = {"n": str(lost), "done": str(done - lost), "total": str(total)}
            raise Refused(Problem("B425", Place(file=one.file), counts))
        yield one


def _after(kept: int, total: int, progress: Progress | None) -> Progress | None:
    """The progress of the files that are read, counted on from those that were kept."""
    if progress is None:
        return None
    told: Progress = progress
    return lambda done, _, file: told(kept + done, total, file)


def _lost(job: Job, one: Received) -> bool:
    problem = one.problem
    if problem is None or problem.code != "F042":
        return False
    return out_of_reach(job.inbox / one.file, problem.values.get("reason"))
