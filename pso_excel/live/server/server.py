"""The server: one process of a user that keeps everything loaded between two presses.

It listens on 127.0.0.1. Whoever asks must know the word in its note (``whereabouts``); whoever does
not is hung up on. One action is at work at a time, in the main
thread, because a spreadsheet program talks only to the thread that attached to it.
"""

import contextlib
import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from types import FrameType
from typing import NamedTuple

from pso_excel.core.faults import internal_error_problem
from pso_excel.core.problem import Refused
from pso_excel.files.replace import lock
from pso_excel.live.environment import newest_change
from pso_excel.live.request import Reply, Request
from pso_excel.live.server.client import (
    EDITION,
    LOCK,
    ServerAddress,
    remove_address_file,
    stands,
    write_address_file,
)
from pso_excel.live.server.listener import HEAR_SECONDS, Line, Listener
from pso_excel.live.server.protocol import (
    Performs,
    ServerRequest,
    Understand,
    busy,
    output_of,
    refused,
)

LOOK_SECONDS = 0.05


@contextlib.contextmanager
def file_lock(path: str, wait: float) -> Generator[bool]:
    """Whether the lock is ours, for as long as the block lasts; tried again for ``wait`` seconds.
    OSError when the file cannot be made."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = monotonic() + wait
        while not (ours := lock(file)) and monotonic() < until:
            sleep(LOOK_SECONDS)
        yield ours
    finally:
        os.close(file)  # and with it the lock


class Limits(NamedTuple):
    """Seconds: without a question before the server ends, between two looks at its note, for a
    question to be said, of one action before the next question ends the whole process, and for
    another server that is just leaving to leave."""

    idle: float = 1800.0
    look: float = 5.0
    hear: float = HEAR_SECONDS
    hang: float = 600.0
    leave: float = 3.0


USUAL = Limits()


class Job(NamedTuple):
    """A request at work or about to be, since when, and where its answer is awaited."""

    request: Request
    line: Line
    since: float


class Refusal(NamedTuple):
    """A press that was answered without being performed; its macro has yet to know."""

    request: Request
    reply: Reply


def serve(
    load: Callable[[], Performs], understand: Understand, folder: str, limits: Limits = USUAL
) -> bool:
    """Serve until nobody has asked for long, the note in ``folder`` is gone or another's, the
    program has changed on the disk, or the process is told to end. False when another server of
    this user serves already. OSError when the folder cannot be written.

    ``load`` gives who performs; it is called once questions can be heard.
    """
    with file_lock(f"{folder}/{LOCK}", limits.leave) as first:
        if first:
            with socket.create_server(("127.0.0.1", 0)) as end:
                here = ServerAddress(end.getsockname()[1], _word(), _word())
                server = Server(understand, limits)
                door = Listener(end, here, server.accept, limits.hear)
                threading.Thread(target=_listen, args=(door, server), daemon=True).start()
                write_address_file(folder, here)
                try:
                    with _ends_on_signal(server.end):
                        server.work(load, lambda: stands(folder, here))
                finally:
                    with contextlib.suppress(OSError):
                        remove_address_file(folder, here)
                    with contextlib.suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)  # whoever waits at the door is let go
        return first


def _listen(door: Listener, server: "Server") -> None:
    """Who cannot be heard any more is of no use: the next press starts another."""
    door.listen()
    server.end()


class Server:
    """Takes questions in any thread, and works on one after the other in its own."""

    def __init__(self, understand: Understand, limits: Limits) -> None:
        self._understand = understand
        self._limits = limits
        self._loaded = newest_change()
        self._jobs = SimpleQueue[Job | Refusal | None]()  # None: end
        self._turn = threading.Lock()
        self._job: Job | None = None

    def accept(self, question: ServerRequest, line: Line) -> None:
        """Put a question to work, unless another is (U005), or it is not one of ours."""
        if question.edition != EDITION or newest_change() != self._loaded:
            self.end()
            line.decline()
            return
        request = self._understand(question)
        if request is None:
            line.decline()
            return
        with self._turn:
            running = self._job
            if running is None:
                self._job = Job(request, line, monotonic())
                self._jobs.put(self._job)
                return
        if monotonic() - running.since > self._limits.hang:
            os._exit(1)  # it will never end; who asks starts a new server
        reply = busy(running.request, request.language)
        line.answer(output_of(request, reply))
        if request.press:
            self._jobs.put(Refusal(request, reply))

    def end(self) -> None:
        """End after the action that is at work."""
        self._jobs.put(None)

    def work(self, load: Callable[[], Performs], wanted: Callable[[], bool]) -> None:
        """Perform what was taken, until it is time to end."""
        performer = _loaded(load)
        last = monotonic()
        while wanted() and monotonic() - last < self._limits.idle:
            try:
                job = self._jobs.get(timeout=min(self._limits.look, self._limits.idle))
            except Empty:
                continue
            if job is None:
                return
            if isinstance(job, Refusal):
                performer.answer_macro(*job)
                continue
            self._do(job, performer)
            last = monotonic()
            if isinstance(performer, Refusing):
                return

    def _do(self, job: Job, performer: Performs) -> None:
        answer = output_of(job.request, _performed(performer, job.request))
        with self._turn:
            self._job = None
        job.line.answer(answer)
        performer.settle()  # now that nobody waits
        gc.collect()


class Refusing(NamedTuple):
    """Stands in for a performer that could not be loaded."""

    reply: Reply

    def perform(self, request: Request) -> Reply:  # noqa: ARG002
        """Tell why."""
        return self.reply

    def settle(self) -> None:
        """There is nothing to prepare."""

    def answer_macro(self, request: Request, reply: Reply) -> None:
        """Nothing can be reached that would listen."""


def _loaded(load: Callable[[], Performs]) -> Performs:
    try:
        return load()
    except Refused as why:
        return Refusing(refused(why.problem))
    except Exception as fault:
        return Refusing(refused(internal_error_problem("live", fault, "")))


def _performed(performer: Performs, request: Request) -> Reply:
    try:
        return performer.perform(request)
    except MemoryError:
        raise
    except Exception as fault:
        return refused(internal_error_problem("live", fault, ""))


@contextlib.contextmanager
def _ends_on_signal(end: Callable[[], None]) -> Generator[None]:
    """Have the system's wish and Ctrl+C end the server after the action that is at work."""

    def told(wish: int, frame: FrameType | None) -> None:  # noqa: ARG001
        end()

    if threading.current_thread() is not threading.main_thread():
        yield  # the wishes are for the main thread
        return
    wishes = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(wish, told) for wish in wishes]
    try:
        yield
    finally:
        for wish, handler in zip(wishes, before, strict=True):
            signal.signal(wish, handler)


def _word() -> str:
    return os.urandom(16).hex()
