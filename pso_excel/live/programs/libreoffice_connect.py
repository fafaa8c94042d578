"""Reaching a LibreOffice that is already running; none is ever started for the officer."""

import getpass
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import xlwings as xw

from pso_excel.core.problem import Problem, Refused
from pso_excel.core.safe_text import single_line
from pso_excel.xlwings_libreoffice.session import UnoMissing, load_uno

PROCESSES = Path("/proc")
OPTION = "-accept="  # written with one dash or two


def accepting(processes: Path = PROCESSES) -> list[str]:
    """What the command lines of the user's own processes say, each address once, the newest process
    first: ``"pipe,name=office"``, ``"socket,host=localhost,port=2002"``. None where the system does
    not show command lines as files."""
    if sys.platform != "linux":
        return []
    numbers = (path for path in processes.iterdir() if path.name.isdecimal())
    newest = sorted(numbers, key=lambda path: int(path.name), reverse=True)
    return list(dict.fromkeys(address for process in newest for address in _command_line(process)))


def _command_line(process: Path) -> Iterator[str]:
    words: list[str] = []
    with suppress(OSError):  # it has ended, or is not ours to read
        if process.stat().st_uid == os.getuid():
            words = (process / "cmdline").read_text("utf-8", "replace").split("\0")
    for word in words:
        _, option, text = word.partition(OPTION)
        address = text.partition(";")[0]
        if option and address.startswith(("pipe,", "socket,")):
            yield address


END_SECONDS = 10.0
_COMMANDS = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)


def make_it_listen(address: str) -> bool:
    """Ask the running LibreOffice to accept connections at ``address``; whether it could be asked.

    Nothing happens when none runs. A second start of the same user hands its arguments to the first
    and ends at once; one that does not end found no other (the lock was left by a crash), has no
    window, and is ended.
    """
    command = _command()
    if not command or not any(lock.exists() for lock in locks()):
        return False
    with subprocess.Popen(
        [command, "--norestore", "--nologo", "--nodefault", f"--accept={address};urp;"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as asking:
        try:
            return asking.wait(END_SECONDS) == 0
        except subprocess.TimeoutExpired:
            asking.terminate()
            return False


def locks() -> list[Path]:
    """Where a running LibreOffice keeps its lock, one a profile folder, by system."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", home), "LibreOffice")
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support/LibreOffice"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config", "libreoffice")
    return sorted(folder.glob("*/.lock"))


def _command() -> str:
    """In a folder of the PATH that is named in full, else at its usual place; never in the current
    folder, where Windows would look first: a stranger's workbook may have brought one along."""
    folders = [Path(folder) for folder in os.get_exec_path() if Path(folder).is_absolute()]
    found = (str(folder / name) for name in _COMMANDS for folder in folders)
    return next(
        (at for at in (*found, *_PLACES) if Path(at).is_file() and os.access(at, os.X_OK)), ""
    )


NAME = "LibreOffice"
_BRIDGE = "bridge"  # a lost connection is told as a disposed bridge
_LONGEST = 200
_NOT_PASSED_ON = "Couldn't convert <traceback object"


@contextmanager
def answering(what: str, closed: Callable[[], bool] = lambda: False) -> Generator[None]:
    """Work on the workbook or sheet called ``what``: an error of LibreOffice becomes a refusal.

    U014 when what was worked on is gone, U017 for any other of its errors, and when LibreOffice
    itself has gone. ``closed`` tells whether the workbook is: UNO's object of a closed one answers
    nothing instead of failing, and errors of many kinds come of that.
    """
    try:
        yield
    except Exception as error:
        problem = fault_of(error, what, _may_be_closed(error) and closed())
        if problem is None or isinstance(error, Refused):
            raise
        raise Refused(problem) from error


def fault_of(error: Exception, what: str = "", closed: bool = False) -> Problem | None:
    """What an error of LibreOffice, or of the engine over it, means; None for any other.

    ``closed``: the workbook called ``what`` has been closed, so that the error comes of that.
    """
    error = _itself(error)
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, xw.NoSuchObjectError) or (closed and _may_be_closed(error)):
        return gone(what or error_line(error))
    uno = load_uno()
    lost = uno.getClass("com.sun.star.container.NoSuchElementException")
    disposed = uno.getClass("com.sun.star.lang.DisposedException")
    if isinstance(error, lost):
        return gone(what or error_line(error))
    if isinstance(error, disposed) and _BRIDGE not in error_line(error).lower():
        return gone(what or error_line(error))
    if isinstance(error, uno.getClass("com.sun.star.uno.Exception")):
        return Problem("U017", values={"app": NAME, "reason": error_line(error)})
    return None


def _itself(error: Exception) -> Exception:
    """The error of UNO that a context manager of Python's own library failed to pass on."""
    before = error.__context__
    return before if _NOT_PASSED_ON in str(error) and isinstance(before, Exception) else error


def _may_be_closed(error: Exception) -> bool:
    plain = load_uno().getClass("com.sun.star.uno.Exception")
    return isinstance(error, (AttributeError, TypeError, ValueError, KeyError, plain))


def gone(what: str) -> Problem:
    """The workbook or the sheet is not there any more."""
    return Problem("U014", values={"what": what})


def error_line(error: Exception) -> str:
    """What an error of LibreOffice says, on one line, or the name of its kind."""
    text = single_line(str(getattr(error, "Message", "") or error)).strip("'\" ")
    return text[:_LONGEST] or type(error).__name__.rpartition(".")[2]


VARIABLE = "PSO_EXCEL_LIBREOFFICE"
"""The environment variable that says where LibreOffice listens, such as ``pipe,name=office``."""

ANSWER_SECONDS = 10.0
LISTEN_SECONDS = 10.0
TRIES = 3
_PAUSE = 0.1


def connections(address: str = "") -> Iterator[Any]:
    """The component context of every running LibreOffice, each when it is asked for.

    ``address`` is ``"pipe,name=..."`` or ``"socket,host=...,port=..."``; empty: what the
    environment says, else our own pipe and wherever one was told to listen as it was started; when
    none answers, a running LibreOffice is asked to open our pipe. Refused: U002 when none is
    reached within the time limits, U009 when ``uno`` cannot be loaded.
    """
    try:
        uno = load_uno()
    except UnoMissing as error:
        raise Refused(Problem("U009", values={"reason": str(error)})) from error
    words = address or os.environ.get(VARIABLE, "")
    addresses = [words] if words else list(dict.fromkeys([own_address(), *accepting()]))
    found = 0
    for text in addresses:
        if (context := _resolve(uno, text)) is not None:
            found += 1
            yield context
    if not found:
        yield _asked_to_listen(uno, words)


def _asked_to_listen(uno: Any, text: str) -> Any:
    """The context of a LibreOffice that opens our pipe when it is asked. Refused (U002)."""
    found = None
    if not text and make_it_listen(own_address()):
        deadline = time.monotonic() + LISTEN_SECONDS
        while found is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            found = _resolve(uno, own_address())
    if found is None:
        raise Refused(Problem("U002", values={"app": NAME}))
    return found


def own_address() -> str:
    """Our pipe, one for each user of the computer."""
    user = re.sub("[^A-Za-z0-9]", "_", getpass.getuser())
    return f"pipe,name=pso_excel_{user}"


def _resolve(uno: Any, address: str) -> Any:
    """The context behind an address, or None.

    A program that hangs accepts a connection and then never answers, so a thread does the waiting;
    it is left behind when the time is over.
    """
    found: list[Any] = []
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    failed = uno.getClass("com.sun.star.uno.Exception")

    def resolve() -> None:
        # Nobody listens there, it is no address, or a connection was just being given up.
        for attempt in range(TRIES):
            with suppress(failed):
                found.append(resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext"))
                return
            if attempt + 1 < TRIES:
                time.sleep(_PAUSE)

    waiting = Thread(target=resolve, daemon=True)
    waiting.start()
    waiting.join(ANSWER_SECONDS)
    return found[0] if found else None
