"""Every file of the inbox, read now or kept in the journal; a lost share stops the run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pso_excel.consolidation.cache import Journal
from pso_excel.consolidation.folder import INBOX, survey
from pso_excel.consolidation.inbox__province_sharing_part import Pool, shared
from pso_excel.consolidation.office_file import Job
from pso_excel.consolidation.workers__batch_workers_part import Progress, receive_all
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.files.read__books_faults_part import out_of_reach
from pso_excel.province.select import Received

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
