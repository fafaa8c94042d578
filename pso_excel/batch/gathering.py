"""Every file of the inbox, read now or kept in the journal; a lost share stops the run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pso_excel.batch.folder import INBOX, survey
from pso_excel.batch.journal import Journal
from pso_excel.batch.receiving import Job
from pso_excel.batch.workers import Progress, receive_all
from pso_excel.books.faults import out_of_reach
from pso_excel.engine.province.received import Received
from pso_excel.engine.province.sharing import Pool, shared
from pso_excel.problem import Place, Problem, Refused

IN_A_ROW = 3  # so many files out of reach, one after the other, are no fault of the files


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of a run are read: by how many processes, what is told of it meanwhile, and
    the journal that is asked first."""

    processes: int
    progress: Progress | None = None
    journal: Journal | None = None


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
    journal, total = reading.journal, len(paths)
    kept: dict[Path, Received] = {}
    for path in paths if journal else ():
        if journal and (one := journal.recall(job, path)):
            kept[path] = one
            if reading.progress:
                reading.progress(len(kept), total, one.file)
    yield from kept.values()
    rest = [path for path in paths if path not in kept]
    told = _after(len(kept), total, reading.progress)
    lost: list[str] = []
    for done, one in enumerate(receive_all(job, rest, reading.processes, told), len(kept) + 1):
        if journal:
            journal.keep(one)
        lost = [*lost, one.file] if _lost(job, one) else []
        if len(lost) == IN_A_ROW:
            counts = {"n": str(IN_A_ROW), "done": str(done - IN_A_ROW), "total": str(total)}
            raise Refused(Problem("B425", Place(file=one.file), counts))
        yield one


def _after(kept: int, total: int, progress: Progress | None) -> Progress | None:
    """The progress of the files that are read, counted on from those that were kept."""
    if progress is None:
        return None
    told: Callable[[int, int, str], None] = progress
    return lambda done, _, file: told(kept + done, total, file)


def _lost(job: Job, one: Received) -> bool:
    problem = one.problem
    if problem is None or problem.code != "F042":
        return False
    return out_of_reach(job.inbox / one.file, problem.values.get("reason"))
