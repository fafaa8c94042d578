"""Every file through a worker: in this process when they are few, in two processes when many."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pso_excel.batch.receiving import Job, receive
from pso_excel.engine.province.received import Outcome, Received
from pso_excel.garbage import seldom_swept
from pso_excel.problem import Place, Problem

PROCESSES = 2
FEW = 40  # so many files are read sooner than a second process has started
AHEAD = 8  # results waiting to be taken, so that memory does not grow with the folder
Progress = Callable[[int, int, str], None]  # done, of how many, the file
Work = Callable[[Job, Path], Received]


def receive_all(
    job: Job,
    paths: Sequence[Path],
    processes: int,
    progress: Progress | None = None,
    work: Work = receive,
) -> Iterator[Received]:
    """Each file's result in the order of ``paths``, whatever the order in which workers end.

    ``work`` is what is done with a file; it must be importable by a new process.
    """
    task = Task(job, work)
    several = processes > 1 and len(paths) > FEW
    results = _by_processes(task, paths, processes) if several else map(task.do, paths)
    for done, one in enumerate(results, 1):
        if progress:
            progress(done, len(paths), one.file)
        yield one


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker does with every file of a run; sent to it once, not with every file."""

    job: Job
    work: Work

    @seldom_swept()
    def do(self, path: Path) -> Received:
        """The result of one file."""
        return self.work(self.job, path)


def _by_processes(task: Task, paths: Sequence[Path], processes: int) -> Iterator[Received]:
    """Keep the workers busy a few files ahead; after a worker dies, go on with new ones."""
    at = 0
    while at < len(paths):
        for one in _until_broken(task, paths[at:], processes):
            yield one
            at += 1
        if at < len(paths):
            yield _alone(task, paths[at])
            at += 1


def _until_broken(task: Task, paths: Sequence[Path], processes: int) -> Iterator[Received]:
    """Results in order until the end or until a worker dies."""
    waiting: deque[Future[Received]] = deque()
    with _pool(task, processes) as pool:
        try:
            for path in paths:
                waiting.append(pool.submit(_receive, path))
                if len(waiting) > AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            return


def _alone(task: Task, path: Path) -> Received:
    """The file that may have killed its worker, once more in a process of its own (B413)."""
    try:
        with _pool(task, 1) as pool:
            return pool.submit(_receive, path).result()
    except BrokenProcessPool:
        name = task.job.name(path)
        problem = Problem("B413", Place(file=name))
        return Received(name, outcome=Outcome.FAILED, problem=problem)


def _pool(task: Task, processes: int) -> ProcessPoolExecutor:
    # A fresh interpreter each: the same on every system, and nothing of the parent is shared.
    spawn = get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin, initargs=(task,))


_tasks: list[Task] = []  # of a worker: its only one


def _begin(task: Task) -> None:
    _tasks[:] = [task]


def _receive(path: Path) -> Received:
    return _tasks[0].do(path)
