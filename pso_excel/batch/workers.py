"""Every file through a worker: in this process when they are few, in two processes when many."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from pso_excel.batch.receiving import Job, failed, receive
from pso_excel.engine.received import Outcome, Received
from pso_excel.problem import Place, Problem

PROCESSES = 2
FEW = 40  # so many files are read sooner than a second process has started
AHEAD = 8  # results waiting to be taken, so that memory does not grow with the folder
Progress = Callable[[int, int, str], None]  # done, of how many, the file


def receive_all(
    job: Job, paths: Sequence[Path], processes: int, progress: Progress | None = None
) -> Iterator[Received]:
    """Each file's result in the order of ``paths``, whatever the order in which workers end."""
    several = processes > 1 and len(paths) > FEW
    results = _by_processes(job, paths, processes) if several else (receive(job, p) for p in paths)
    for done, one in enumerate(results, 1):
        if progress:
            progress(done, len(paths), one.file)
        yield one


def _by_processes(job: Job, paths: Sequence[Path], processes: int) -> Iterator[Received]:
    """Keep the workers busy a few files ahead; after a worker dies, go on with new ones."""
    at = 0
    while at < len(paths):
        for one in _until_broken(job, paths[at:], processes):
            yield one
            at += 1
        if at < len(paths):
            yield _alone(job, paths[at])
            at += 1


def _until_broken(job: Job, paths: Sequence[Path], processes: int) -> Iterator[Received]:
    """Results in order until the end or until a worker dies."""
    waiting: list[Future[Received]] = []
    with _pool(job, processes) as pool:
        rest = iter(paths)
        try:
            for path in rest:
                waiting.append(pool.submit(_receive, path))
                if len(waiting) > AHEAD * processes:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        except BrokenProcessPool:
            return


def _alone(job: Job, path: Path) -> Received:
    """The file that may have killed its worker, once more in a process of its own (B413)."""
    name = job.name(path)
    try:
        with _pool(job, 1) as pool:
            return pool.submit(_receive, path).result()
    except BrokenProcessPool:
        problem = Problem("B413", Place(file=name))
        return Received(name, outcome=Outcome.FAILED, problem=problem)
    except OSError as fault:
        return Received(name, outcome=Outcome.FAILED, problem=failed(name, fault))


def _pool(job: Job, processes: int) -> ProcessPoolExecutor:
    # A fresh interpreter each: the same on every system, and nothing of the parent is shared.
    spawn = get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin, initargs=(job,))


_jobs: list[Job] = []  # of a worker: its one job, sent once and not with every file


def _begin(job: Job) -> None:
    _jobs[:] = [job]


def _receive(path: Path) -> Received:
    return receive(_jobs[0], path)
