"""Asking the resident, which has everything loaded and the workbook attached already.

The words of the command go over as they were typed and its output comes back, so that a second
press of a button costs hardly more than the interpreter's own start. For the same reason this
module loads next to nothing; what starts a process is loaded when one has to be started.
"""

import json
import os
import socket
import sys
from collections.abc import Sequence
from time import monotonic, sleep

from pso_excel.live.server.client__resident_whereabouts_part import (
    EDITION,
    Whereabouts,
    own_folder,
    whereabouts,
)

START_SECONDS = 8.0  # a macro gives up after 15: by then this process has begun by itself
HEAR_SECONDS = 5.0  # after a restart of the computer anybody may be behind the port
ANSWER_SECONDS = 900.0  # a whole province takes minutes; an action that hangs is ended before
LOOK_SECONDS = 0.02
MOST_BYTES = 1 << 26
WINDOWLESS = 0x08000200  # Windows: CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP
RESIDENT = ("-P", "-m", "pso_excel", "live", "--serve")  # -P: nothing is loaded from the folder


class Said:
    """What came of a command: its exit code, and what it prints as result and as complaint."""

    __slots__ = ("code", "complaint", "result")

    def __init__(self, code: int, result: str = "", complaint: str = "") -> None:
        self.code = code
        self.result = result
        self.complaint = complaint

    def print(self) -> int:
        """Print it; the exit code."""
        sys.stdout.write(self.result)
        sys.stdout.flush()
        sys.stderr.write(self.complaint)
        return self.code


def ask(words: Sequence[str], folder: str | None = None) -> Said | None:
    """What the resident says to a command (``["check", "--json"]``). None when none is there, or
    when the command is none of those it serves (``--help``, ``--watch``, a wrong word)."""
    folder = folder or own_folder()
    there = whereabouts(folder) if folder else None
    if there is None:
        return None
    try:
        return _answer(there, _line(there, words))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def ask_or_start(words: Sequence[str], resident: Sequence[str] = RESIDENT) -> Said | None:
    """The same, of a resident that is started for it; None when none could be had in time."""
    folder = own_folder()
    if folder is None:
        return None
    before = whereabouts(folder)
    if said := ask(words, folder):
        return said
    return ask(words, folder) if _started(folder, before, resident) else None


def _line(there: Whereabouts, words: Sequence[str]) -> bytes:
    question = {
        "word": there.asking,
        "edition": EDITION,
        "words": list(words),
        "folder": os.getcwd(),  # noqa: PTH109
        "address": os.environ.get("PSO_EXCEL_LIBREOFFICE", ""),
    }
    return json.dumps(question).encode() + b"\n"


def _answer(there: Whereabouts, question: bytes) -> Said | None:
    """The answer of the process at that port, if it proves to be the resident."""
    with socket.create_connection(("127.0.0.1", there.port), HEAR_SECONDS) as line:
        line.sendall(question)
        with line.makefile("rb") as heard:
            if json.loads(heard.readline(MOST_BYTES))["word"] != there.answering:
                return None
            line.settimeout(ANSWER_SECONDS)
            said = json.loads(heard.readline(MOST_BYTES))
    return Said(int(said["code"]), str(said["result"]), str(said["complaint"]))


def _started(folder: str, before: Whereabouts | None, resident: Sequence[str]) -> bool:
    """Start a resident, which stays when this process has gone; whether one can be asked."""
    import subprocess

    try:
        begun = subprocess.Popen(
            [sys.executable, *resident],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            start_new_session=True,
            creationflags=WINDOWLESS if os.name == "nt" else 0,
        )
    except OSError:
        return False
    until = monotonic() + START_SECONDS
    while monotonic() < until:
        there = whereabouts(folder)
        if there and (before is None or there.asking != before.asking):
            begun.returncode = 0  # it is not waited for
            return True
        if begun.poll():
            return False
        sleep(LOOK_SECONDS)
    return False
