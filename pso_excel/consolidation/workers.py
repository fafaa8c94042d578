"""One process that does the work of one file at a time, under a clock and a memory limit."""

import contextlib
import logging
import math
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from threading import Lock
from time import monotonic
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from pso_excel.consolidation.office_file import Job, receive
from pso_excel.core.faults import LOG, log_end, log_fault, name_log, named_log, unread_file
from pso_excel.core.performance import fewer_gc_passes
from pso_excel.core.problem import Problem
from pso_excel.model.registry import Settings
from pso_excel.province.select import Outcome, ReceivedFile

try:
    import resource
except ImportError:  # Windows: the clock and the limits of reading have to do
    resource = None

Item = TypeVar("Item")  # a file, and what else is to be known of it
Result = TypeVar("Result")
Work = Callable[[Item], Result]  # importable by a new process, or a partial of what is

STARTING = 60  # seconds: a slow disk and a virus scanner are no fault of any file
ENDING = 2  # seconds for a worker without work to leave by itself
OF_THE_PROGRAM = 32 << 20  # bytes resident beside its data: the interpreter's files (13 MiB seen)

# A fresh interpreter each: the same on every system, and nothing of the parent is shared.
_SPAWN = get_context("spawn")


def _frozen(values: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(values)


def _as_dict(values: MappingProxyType[str, Any]) -> tuple[Any, tuple[dict[str, Any]]]:
    return _frozen, (dict(values),)


ForkingPickler.register(MappingProxyType, _as_dict)  # a problem without values has one


class FailureCode(StrEnum):
    """Why the reader of a file was ended, by its code in the catalogue."""

    DIED = "B413"
    SLOW = "B414"
    MEMORY = "B417"


class Fault(NamedTuple):
    """A bug of ours kept a file from being read; its record is in the log under that reference."""

    ref: str


class WorkerResult(NamedTuple, Generic[Result]):
    """What came of the file that was given as number ``at``: its result, or why there is none."""

    at: int
    result: Result | FailureCode | Fault


class _Forward(logging.Handler):
    """Sends what a worker has to log to the process that started it, which keeps the log."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        """Send the record, its text made."""
        record.msg, record.args = record.getMessage(), None
        with contextlib.suppress(OSError):
            self._pipe.send(record)


_HIDING = Lock()


@contextlib.contextmanager
def _main_script_hidden() -> Generator[None]:
    """A process that is started meanwhile does not run the script of this one again, of which our
    workers need nothing: ``consolidate`` may stand in it without ``if __name__ == "__main__"``."""
    main = sys.modules["__main__"]
    with _HIDING:
        told = {name: vars(main)[name] for name in ("__file__", "__spec__") if name in vars(main)}
        vars(main).update(dict.fromkeys(told))
        try:
            yield
        finally:
            vars(main).update(told)


class Worker(Generic[Item, Result]):
    """A process of its own; ``at`` is the number of the file it has, -1 when it has none.

    ``deadline`` (of the monotonic clock) is when it has to have said something.
    """

    def __init__(self, work: Work[Item, Result], settings: Settings) -> None:
        self._seconds = settings.seconds
        self.pipe, theirs = _SPAWN.Pipe()
        arguments = (theirs, work, settings.memory, named_log(), LOG.getEffectiveLevel())
        self._process = _SPAWN.Process(target=serve, args=arguments, daemon=True)
        with _main_script_hidden():
            self._process.start()
        theirs.close()
        self.started = False
        self.at = -1
        self.deadline = monotonic() + STARTING

    def begin(self, at: int, item: Item) -> None:
        """Give it a file; the clock runs as soon as the process has started."""
        self.at = at
        if self.started:
            self.deadline = monotonic() + self._seconds
        with contextlib.suppress(OSError):  # it has died, which is heard next
            self.pipe.send(item)

    def receive(self) -> WorkerResult[Result] | None:
        """What came of its file, now that it can be heard; None when it has only just started, or
        had something to log."""
        at = self.at
        try:
            said: tuple[Result] | FailureCode | Fault | logging.LogRecord | None = self.pipe.recv()
        except (EOFError, OSError):
            return WorkerResult(at, FailureCode.DIED)
        if isinstance(said, logging.LogRecord):
            LOG.handle(said)
            return None
        if said is None:
            self.started = True
            self.deadline = math.inf if at < 0 else monotonic() + self._seconds
            return None
        self.at, self.deadline = -1, math.inf
        return WorkerResult(at, said if isinstance(said, FailureCode | Fault) else said[0])

    def end(self) -> None:
        """Let it go when it has nothing to do, else kill it."""
        self.pipe.close()
        if self.started and self.at < 0:
            self._process.join(ENDING)
        self._process.kill()
        self._process.join()
        self._process.close()


@fewer_gc_passes()
def serve(pipe: Connection, work: Work[Any, Any], memory: int, log: str, level: int) -> None:
    """What the process does: take files, send what came of them, until nobody is there any more.
    What it has to log is sent as well, of that ``level`` and above; ``log`` is what the file is
    called in which it will stand. Nobody is shown how it ends."""
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  as long as we live
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    LOG.addHandler(_Forward(pipe))
    LOG.setLevel(level)
    name_log(log)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            item = pipe.recv()
            limit_memory(memory)
            try:
                pipe.send((work(item),))
            except MemoryError:
                limit_memory(None)  # there has to be some to tell that there was too little
                pipe.send(FailureCode.MEMORY)
            except Exception as fault:
                limit_memory(None)
                pipe.send(Fault(log_fault("file", fault)))


def limit_memory(memory: int | None) -> None:
    """Let this process hold no more than so many bytes resident (None: as many as it may), where
    the system can do that.

    What is limited is its own data: the address space would count what is never touched.
    """
    if resource:
        _, highest = resource.getrlimit(resource.RLIMIT_DATA)
        own = highest if memory is None else max(memory - OF_THE_PROGRAM, 0)
        with contextlib.suppress(ValueError, OSError):  # as high as it may be already
            resource.setrlimit(resource.RLIMIT_DATA, (own, highest))


PROCESSES = 2
AHEAD = 8  # results of a worker waiting to be taken, so that memory does not grow with the folder
Progress = Callable[[int, int, str], None]  # done, of how many, the file


def receive_all(
    job: Job,
    paths: Sequence[Path],
    processes: int,
    progress: Progress | None = None,
    work: Callable[[Job, Path], ReceivedFile] = receive,
) -> Iterator[ReceivedFile]:
    """Each file's result in the order of ``paths``, whatever the order in which workers end.

    ``work`` is what is done with a file; it must be importable by a new process.
    """
    results = map_files(partial(work, job), paths, job.settings, processes)
    for done, (path, result) in enumerate(zip(paths, results, strict=True), 1):
        file = _failed(job, path, result) if isinstance(result, FailureCode | Fault) else result
        if progress:
            progress(done, len(paths), file.file)
        yield file


def _failed(job: Job, path: Path, end: FailureCode | Fault) -> ReceivedFile:
    name = job.name(path)
    return ReceivedFile(
        name, outcome=Outcome.FAILED, problem=failed_file_problem(name, end, job.settings)
    )


def failed_file_problem(
    file: str, end: FailureCode | Fault, settings: Settings, *, alone: bool = False
) -> Problem:
    """What is told of a file that no worker could finish: B411 a bug of ours, B413 it died, B414 it
    took too long, B417 too much memory; the reference is the same whenever that happens again.
    ``alone``: there are no other files that go on."""
    if isinstance(end, Fault):
        return unread_file("B411", end.ref, file, alone=alone)
    values = {"n": f"{settings.seconds:g}", "max": str(settings.memory >> 20)}
    return unread_file(end.value, log_end(end.value, file), file, alone=alone, **values)


def map_files(
    work: Work[Item, Result], files: Sequence[Item], settings: Settings, processes: int = PROCESSES
) -> Generator[Result | FailureCode | Fault]:
    """What ``work`` gives for each file, in their order, or why there is nothing.

    A worker has ``settings.seconds`` (wall clock) and ``settings.memory`` for a file. The file of
    one that is ended is tried once more, as the first of a new worker, while the others go on.
    Where no process can be started, the files are read in this one, without these two limits.
    """
    read = 0
    try:
        with closing(WorkerPool(work, files, settings, processes)) as crew:
            for at in range(len(files)):
                yield crew.result_of(at)
                read += 1
    except NoProcess:
        yield from map(work, files[read:])


class NoProcess(Exception):
    """No process can be started (any more), or the first one ended before it had begun."""


class WorkerPool(Generic[Item, Result]):
    """The workers of a run, and what they have finished before its turn."""

    def __init__(
        self, work: Work[Item, Result], files: Sequence[Item], settings: Settings, processes: int
    ) -> None:
        self._start = partial(Worker[Item, Result], work, settings)
        self._files = files
        self._workers: list[Worker[Item, Result]] = []
        self._given = 0
        self._tried: set[int] = set()
        self._done: dict[int, Result | FailureCode | Fault] = {}
        self._begun = False
        try:
            for _ in range(min(processes, len(files))):
                self._workers.append(self._started())
        except NoProcess:
            self.close()
            raise

    def result_of(self, at: int) -> Result | FailureCode | Fault:
        """What came of the file of that number; they have to be taken in order."""
        while at not in self._done:
            self._give(at + AHEAD * len(self._workers))
            for place, heard in self._receive():
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

    def _receive(self) -> Iterator[tuple[int, WorkerResult[Result] | None]]:
        """What the workers say, and the silence of those whose time is over."""
        soonest = min(worker.deadline for worker in self._workers) - monotonic()
        pipes = [worker.pipe for worker in self._workers]
        ready = wait(pipes, None if math.isinf(soonest) else max(0, soonest))
        for place, worker in enumerate(self._workers):
            if worker.pipe in ready:
                yield place, worker.receive()
            elif monotonic() > worker.deadline:
                yield place, WorkerResult(worker.at, FailureCode.SLOW)

    def _settle(self, place: int, heard: WorkerResult[Result] | None) -> None:
        if heard is None:
            self._begun = True
        elif isinstance(heard.result, FailureCode):
            self._replace(place, heard.at, heard.result)
        else:
            self._done[heard.at] = heard.result

    def _replace(self, place: int, at: int, end: FailureCode) -> None:
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
