"""This user's log: the file in which a fault of the program leaves its record.

It stands where the system keeps what programs of a user remember, readable by that user alone. It
is opened for each record and never longer than that, so that commands at work side by side share
it; when it is full it is put aside once, under the same name with ``.1``.
"""

import contextlib
import logging
import os
import platform
import stat
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from pso_excel.core.faults import LOG, name_log, named_log

FULL = 1 << 20  # bytes
NAME = "pso_excel.log"
_ONLY_OURS = stat.S_IRUSR | stat.S_IWUSR
_NO_TRICKS: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_APPEND: int = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | _NO_TRICKS


class LogFile(logging.Handler):
    """Appends each record to the file, whole; a disk that does not take it stops nobody."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        about = f"Python {platform.python_version()} {sys.platform}"
        self.setFormatter(logging.Formatter(f"%(asctime)s %(levelname)s [{about}] %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Append the record."""
        line = f"{self.format(record)}\n".encode(errors="backslashreplace")
        with suppress(OSError):
            file = os.open(self._path, _APPEND, _ONLY_OURS)
            try:
                size = _size(file)
                if size is not None:
                    os.write(file, line)
            finally:
                os.close(file)
            if size is not None and size > FULL:
                self._path.replace(self._path.with_name(f"{NAME}.1"))


def _size(file: int) -> int | None:
    """The length of a regular file of this user; None of anything else."""
    status = os.fstat(file)
    own = os.name == "nt" or status.st_uid == os.getuid()
    return status.st_size if stat.S_ISREG(status.st_mode) and own else None


@contextmanager
def kept_log(*, debug: bool = False) -> Generator[None]:
    """Have faults recorded in this user's log while the block lasts; with ``debug`` also what the
    exceptions say, which may quote cells, there and on the error output."""
    folder = _own_folder()
    handlers: list[logging.Handler] = [LogFile(folder / NAME)] if folder else []
    if debug:
        handlers.append(logging.StreamHandler())
    before = named_log(), LOG.level
    name_log(_without_user(folder / NAME) if folder else "")
    LOG.setLevel(logging.DEBUG if debug else LOG.level)
    for handler in handlers:
        LOG.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
        name_log(before[0])
        LOG.setLevel(before[1])


def _own_folder() -> Path | None:
    """The folder of the log, made when it is missing; None where there can be none."""
    with suppress(OSError, RuntimeError):  # a user without a home
        folder = _state_folder() / "pso_excel"
        folder.mkdir(0o700, parents=True, exist_ok=True)
        return folder if os.access(folder, os.W_OK) else None
    return None


def _state_folder() -> Path:
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs"
    state = os.environ.get("XDG_STATE_HOME", "")
    return Path(state) if state.startswith("/") else Path.home() / ".local" / "state"


def _without_user(path: Path) -> str:
    """The place as it may be told: without the name of the user."""
    with suppress(ValueError, RuntimeError):
        return str(Path("~") / path.relative_to(Path.home()))
    return str(path)


_FILE, _OWN = 0o666, 0o600  # the most that a file of ours ever has, and the least
_FOLDER, _OWN_FOLDER = 0o2777, 0o700
_GROUP, _REST = 0o070, 0o007
_BINARY: int = getattr(os, "O_BINARY", 0)


class Rights(NamedTuple):
    """What the owner, a group and the rest may do with a file, as the system writes it."""

    mode: int
    group: int


def rights_of(path: Path, beside: Path | None = None) -> Rights | None:
    """The rights of a file or folder, for a file; None where they cannot be told.

    A folder around it that ``beside`` does not stand in can keep people out as well: they are kept
    out of the file too.
    """
    if os.name != "posix":
        return None
    try:
        status = path.stat()
        mode, group = status.st_mode, status.st_gid
        for folder in {*_around(path)}.difference(_around(beside)) if beside else ():
            mode &= _through(folder.stat(), group)
    except OSError:
        return None
    return Rights(mode & _FILE | _OWN, group)


def _around(path: Path) -> Sequence[Path]:
    """The folders that a path stands in, wherever a link leads it; never its own link."""
    folder = Path(os.path.realpath(path.parent))
    return folder, *folder.parents


def _through(folder: os.stat_result, group: int) -> int:
    """The bits that a folder lets through to what is in it."""
    rest = _REST if folder.st_mode & stat.S_IXOTH else 0
    in_group = folder.st_mode & stat.S_IXGRP and folder.st_gid == group
    return ~(_GROUP | _REST) | rest | (_GROUP if rest or in_group else 0)


def give(file: int, rights: Rights) -> None:
    """Give an open file (its descriptor) these rights. Where it cannot be of that group, its own
    gets none: they are other people. OSError when it is another's."""
    mode = rights.mode
    if os.fstat(file).st_gid != rights.group:
        try:
            os.chown(file, -1, rights.group)
        except OSError:
            mode &= ~_GROUP
    os.chmod(file, mode)


def create(path: Path, rights: Rights | None, flags: int = os.O_WRONLY) -> int:
    """The descriptor of a new file with these rights, which it has before anything is in it;
    OSError when it is there."""
    usual = 0o666 if rights is None else _OWN
    file = os.open(path, flags | os.O_CREAT | os.O_EXCL | _BINARY, usual)
    if rights is not None:
        with contextlib.suppress(OSError):
            give(file, rights)
    return file


def share_folder(folder: Path, like: Path) -> None:
    """Open a folder of ours to whoever may enter ``like``."""
    if os.name == "posix":
        status = like.stat()
        mode = stat.S_IMODE(status.st_mode) & _FOLDER | _OWN_FOLDER
        if folder.stat().st_gid != status.st_gid:
            try:
                os.chown(folder, -1, status.st_gid)
            except OSError:
                mode &= ~_GROUP
        folder.chmod(mode)


def narrow(file: int, rights: Rights) -> None:
    """Take from an open file what these rights do not give, when it is ours."""
    status = os.fstat(file)
    mode = stat.S_IMODE(status.st_mode) & rights.mode
    if status.st_gid != rights.group:
        mode &= ~_GROUP
    if mode != stat.S_IMODE(status.st_mode):
        with contextlib.suppress(OSError):
            os.chmod(file, mode)
