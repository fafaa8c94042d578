"""Every file through a worker; one that dies, hangs or eats memory costs one file."""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from typing import Generic

from pso_excel.consolidation.office_file import Job, receive
from pso_excel.consolidation.workers import End, Fault, Heard, Item, Result, Work, Worker
from pso_excel.core.faults import log_end, unread_file
from pso_excel.core.problem import Problem
from pso_excel.model.registry__books_settings_part import Settings
from pso_excel.province.select import Outcome, Received

PROCESSES = 2
AHEAD = 8  # results of a worker waiting to be taken, so that memory does not grow with the folder
Progress = Callable[[int, int, str], None]  # done, of how many, the file


def receive_all(
    job: Job,
    paths: Sequence[Path],
    processes: int,
    progress: Progress | None = None,
    work: Callable[[Job, Path], Received] = receive,
) -> Iterator[Received]:
    """Each file's result in the order of ``paths``, whatever the order in which workers end.

    ``work`` is what is done with a file; it must be importable by a new process.
    """
    results = each(partial(work, job), paths, job.settings, processes)
    for done, (path, result) in enumerate(zip(paths, results, strict=True), 1):
        one = _failed(job, path, result) if isinstance(result, End | Fault) else result
        if progress:
            progress(done, len(paths), one.file)
        yield one


def _failed(job: Job, path: Path, end: End | Fault) -> Received:
    name = job.name(path)
    return Received(name, outcome=Outcome.FAILED, problem=unread(name, end, job.settings))


def unread(file: str, end: End | Fault, settings: Settings, *, alone: bool = False) -> Problem:
    """What is told of a file that no worker could finish: B411 a bug of ours, B413 it died, B414 it
    took too long, B417 too much memory; the reference is the same whenever that happens again.
    ``alone``: there are no other files that go on."""
    if isinstance(end, Fault):
        return unread_file("B411", end.ref, file, alone=alone)
    values = {"n": f"{settings.seconds:g}", "max": str(settings.memory >> 20)}
    return unread_file(end.value, log_end(end.value, file), file, alone=alone, **values)


def each(
    work: Work[Item, Result], files: Sequence[Item], settings: Settings, processes: int = PROCESSES
) -> Generator[Result | End | Fault]:
    """What ``work`` gives for each file, in their order, or why there is nothing.

    A worker has ``settings.seconds`` (wall clock) and ``settings.memory`` for a file. The file of
    one that is ended is tried once more, as the first of a new worker, while the others go on.
    Where no process can be started, the files are read in this one, without these two limits.
    """
    read = 0
    try:
        with closing(Crew(work, files, settings, processes)) as crew:
            for at in range(len(files)):
                yield crew.take(at)
                read += 1
    except NoProcess:
        yield from map(work, files[read:])


class NoProcess(Exception):
    """No process can be started (any more), or the first one ended before it had begun."""


class Crew(Generic[Item, Result]):
    """The workers of a run, and what they have finished before its turn."""

    def __init__(
        self, work: Work[Item, Result], files: Sequence[Item], settings: Settings, processes: int
    ) -> None:
        self._start = partial(Worker[Item, Result], work, settings)
        self._files = files
        self._workers: list[Worker[Item, Result]] = []
        self._given = 0
        self._tried: set[int] = set()
        self._done: dict[int, Result | End | Fault] = {}
        self._begun = False
        try:
            for _ in range(min(processes, len(files))):
                self._workers.append(self._started())
        except NoProcess:
            self.close()
            raise

    def take(self, at: int) -> Result | End | Fault:
        """What came of the file of that number; they have to be taken in order."""
        while at not in self._done:
            self._give(at + AHEAD * len(self._workers))
            for place, heard in self._heard():
                self._settle(place, heard)
        self._tried.discard(at)
        return self._done.pop(at)

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.end()

    def _started(self) -> Worker[Item, Result]:
        try:
            return self._start()
        except OSError:
            raise NoProcess from None

    def _give(self, until: int) -> None:
        """The next files, as far as ``until``, to whoever has none."""
        for worker in self._workers:
            if worker.at < 0 and self._given < min(until, len(self._files)):
                worker.begin(self._given, self._files[self._given])
                self._given += 1

    def _heard(self) -> Iterator[tuple[int, Heard[Result] | None]]:
        """What the workers say, and the silence of those whose time is over."""
        soonest = min(worker.deadline for worker in self._workers) - monotonic()
        pipes = [worker.pipe for worker in self._workers]
        ready = wait(pipes, None if math.isinf(soonest) else max(0, soonest))
        for place, worker in enumerate(self._workers):
            if worker.pipe in ready:
                yield place, worker.hear()
            elif monotonic() > worker.deadline:
                yield place, Heard(worker.at, End.SLOW)

    def _settle(self, place: int, heard: Heard[Result] | None) -> None:
        if heard is None:
            self._begun = True
        elif isinstance(heard.result, End):
            self._replace(place, heard.at, heard.result)
        else:
            self._done[heard.at] = heard.result

    def _replace(self, place: int, at: int, end: End) -> None:
        """A new worker in that place; the file of the old one is tried once more."""
        if not self._begun:
            raise NoProcess
        worker = self._started()
        self._workers[place].end()
        self._workers[place] = worker
        if at < 0:
            return
        if at in self._tried:
            self._done[at] = end
        else:
            self._tried.add(at)
            worker.begin(at, self._files[at])
