"""The door of the server: one line asks, and is answered by one that proves who answers and by
one with the answer. Who does not know the word is hung up on, and nobody is ever told why."""

import contextlib
import json
import threading
from collections.abc import Callable
from hmac import compare_digest
from socket import socket
from time import monotonic
from typing import Any, NamedTuple

from pso_excel.core.faults import log_fault
from pso_excel.live.server.client import ServerAddress, ServerOutput
from pso_excel.live.server.protocol import ServerRequest

HEAR_SECONDS = 5.0  # for a question to be said
MOST_BYTES = 1 << 16
AT_ONCE = 8  # questions; the next ones wait before the door


class Line:
    """The line on which one answer is awaited."""

    def __init__(self, end: socket, word: str) -> None:
        self._end = end
        self._word = word

    def prove(self) -> None:
        """Prove at once that it is the server who was asked."""
        with contextlib.suppress(OSError):
            self._end.sendall(json.dumps({"word": self._word}).encode() + b"\n")

    def answer(self, output: ServerOutput) -> None:
        """Answer and hang up."""
        self._send({"code": output.code, "result": output.result, "complaint": output.complaint})

    def decline(self) -> None:
        """Leave the command to the one who asked, and hang up."""
        self._send({})

    def _send(self, answer: dict[str, object]) -> None:
        with contextlib.suppress(OSError), self._end:  # who asked may have gone
            self._end.sendall(json.dumps(answer).encode() + b"\n")


Take = Callable[[ServerRequest, Line], None]


class Listener(NamedTuple):
    """Where questions are heard, until the socket is closed."""

    end: socket
    here: ServerAddress
    take: Take
    patience: float = HEAR_SECONDS

    def listen(self) -> None:
        """Hear one after the other, each in a thread, so that a slow one holds nobody up."""
        free = threading.Semaphore(AT_ONCE)
        while True:
            free.acquire()
            try:
                caller, _ = self.end.accept()
            except OSError:
                return
            threading.Thread(target=self._serve_caller, args=(caller, free), daemon=True).start()

    def _serve_caller(self, caller: socket, free: threading.Semaphore) -> None:
        line = Line(caller, self.here.answering)
        try:
            question = self._question(_read_line(caller, self.patience))
            if question is None:
                caller.close()
            else:
                line.prove()
                self.take(question, line)
        except Exception as fault:  # who asked does it without us, and is told if it fails there
            log_fault("live", fault)
            line.decline()
        finally:
            free.release()

    def _question(self, heard: bytes) -> ServerRequest | None:
        """What is asked; None from one who does not know the word."""
        try:
            asked: Any = json.loads(heard)
            if not compare_digest(str(asked["word"]).encode(), self.here.asking.encode()):
                return None
            words = tuple(map(str, asked["words"]))
            return ServerRequest(words, asked["edition"], asked["folder"], asked["address"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None


def _read_line(end: socket, patience: float) -> bytes:
    """One line; nothing when it is too long, or takes longer than ``patience`` seconds."""
    until, heard = monotonic() + patience, b""
    with contextlib.suppress(OSError):
        while not heard.endswith(b"\n") and len(heard) < MOST_BYTES:
            end.settimeout(max(until - monotonic(), 0.001))
            part = end.recv(MOST_BYTES)
            if not part:
                break
            heard += part
        end.settimeout(patience)
        return heard if heard.endswith(b"\n") else b""
    return b""
