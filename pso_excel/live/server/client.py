"""Asking the server, which has everything loaded and the workbook attached already.

The words of the command go over as they were typed and its output comes back, so that a second
press of a button costs hardly more than the interpreter's own start. For the same reason this
module loads next to nothing; what starts a process is loaded when one has to be started.
"""
# ruff: noqa: PTH100, PTH103, PTH105, PTH108, PTH112, PTH117, PTH120, PTH123

import json
import os
import socket
import stat
import sys
from collections.abc import Callable, Sequence
from time import monotonic, sleep

NOTE = "resident.json"
LOCK = "resident.lock"
NOTE_BYTES = 4096
_HERE = os.path.abspath(__file__)
EDITION = f"{sys.executable}|{os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))}"
"""Which installed program this is: two that stand side by side do not serve each other."""

_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class ServerAddress:
    """The port on 127.0.0.1, the word that whoever asks must know, and the word by which the
    answer is known to come from the server itself."""

    __slots__ = ("answering", "asking", "port")

    def __init__(self, port: int, asking: str, answering: str) -> None:
        self.port = port
        self.asking = asking
        self.answering = answering


def own_folder() -> str | None:
    """This user's folder for what lives as long as a session, made when it is missing; None where
    there is none that only this user may enter."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_RUNTIME_DIR", "")
    if os.path.isabs(base) and os.path.isdir(base):
        return _own(f"{base}/pso_excel")
    if os.name == "nt":
        return None  # whether others may enter another folder cannot be seen there
    import tempfile

    return _own(f"{tempfile.gettempdir()}/pso_excel_{os.getuid()}")


def _own(folder: str) -> str | None:
    try:
        os.makedirs(folder, 0o700, exist_ok=True)
        return folder if _is_own(os.lstat(folder), stat.S_ISDIR) else None
    except OSError:
        return None


def whereabouts(folder: str) -> ServerAddress | None:
    """What the note in the folder says; None when there is no note, or none of this user's."""
    try:
        file = os.open(f"{folder}/{NOTE}", os.O_RDONLY | _NO_FOLLOW | _AT_ONCE)
        try:
            if not _is_own(os.fstat(file), stat.S_ISREG):
                return None
            said = json.loads(os.read(file, NOTE_BYTES))
        finally:
            os.close(file)
        return ServerAddress(int(said["port"]), str(said["asking"]), str(said["answering"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_address_file(folder: str, here: ServerAddress) -> None:
    """Write the note, whole or not at all; OSError when the folder cannot be written."""
    part = f"{folder}/{NOTE}.{here.asking[:8]}"
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    with open(file, "w", encoding="ascii") as out:
        json.dump({"port": here.port, "asking": here.asking, "answering": here.answering}, out)
    os.replace(part, f"{folder}/{NOTE}")


def remove_address_file(folder: str, here: ServerAddress) -> None:
    """Take the note away, when it still is this server's."""
    if stands(folder, here):
        os.unlink(f"{folder}/{NOTE}")


def stands(folder: str, here: ServerAddress) -> bool:
    """Whether the note still is this server's."""
    found = whereabouts(folder)
    return found is not None and found.asking == here.asking


def _is_own(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is what it should be, this user's, and closed to everybody else. On Windows the
    folder of a user's own settings is closed by where it stands."""
    if not is_kind(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & _OTHERS)


START_SECONDS = 8.0  # a macro gives up after 15: by then this process has begun by itself
HEAR_SECONDS = 5.0  # after a restart of the computer anybody may be behind the port
ANSWER_SECONDS = 900.0  # a whole province takes minutes; an action that hangs is ended before
LOOK_SECONDS = 0.02
MOST_BYTES = 1 << 26
WINDOWLESS = 0x08000200  # Windows: CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP
SERVER = ("-P", "-m", "pso_excel", "live", "--serve")  # -P: nothing is loaded from the folder


class ServerOutput:
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


def request_server(words: Sequence[str], folder: str | None = None) -> ServerOutput | None:
    """What the server says to a command (``["check", "--json"]``). None when none is there, or
    when the command is none of those it serves (``--help``, ``--watch``, a wrong word)."""
    folder = folder or own_folder()
    there = whereabouts(folder) if folder else None
    if there is None:
        return None
    try:
        return _answer(there, _line(there, words))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def ask_or_start(words: Sequence[str], server: Sequence[str] = SERVER) -> ServerOutput | None:
    """The same, of a server that is started for it; None when none could be had in time."""
    folder = own_folder()
    if folder is None:
        return None
    before = whereabouts(folder)
    if output := request_server(words, folder):
        return output
    return request_server(words, folder) if _started(folder, before, server) else None


def _line(there: ServerAddress, words: Sequence[str]) -> bytes:
    question = {
        "word": there.asking,
        "edition": EDITION,
        "words": list(words),
        "folder": os.getcwd(),  # noqa: PTH109
        "address": os.environ.get("PSO_EXCEL_LIBREOFFICE", ""),
    }
    return json.dumps(question).encode() + b"\n"


def _answer(there: ServerAddress, question: bytes) -> ServerOutput | None:
    """The answer of the process at that port, if it proves to be the server."""
    with socket.create_connection(("127.0.0.1", there.port), HEAR_SECONDS) as line:
        line.sendall(question)
        with line.makefile("rb") as heard:
            if json.loads(heard.readline(MOST_BYTES))["word"] != there.answering:
                return None
            line.settimeout(ANSWER_SECONDS)
            said = json.loads(heard.readline(MOST_BYTES))
    return ServerOutput(int(said["code"]), str(said["result"]), str(said["complaint"]))


def _started(folder: str, before: ServerAddress | None, server: Sequence[str]) -> bool:
    """Start a server, which stays when this process has gone; whether one can be asked."""
    import subprocess

    try:
        begun = subprocess.Popen(
            [sys.executable, *server],
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
