"""Who may read what we write: whoever may read what it was made from, and nobody else.

On Windows a new file has the rights of its folder, and nothing is done here.
"""

import contextlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

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
        found = path.stat()
        mode, group = found.st_mode, found.st_gid
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
        found = like.stat()
        mode = stat.S_IMODE(found.st_mode) & _FOLDER | _OWN_FOLDER
        if folder.stat().st_gid != found.st_gid:
            try:
                os.chown(folder, -1, found.st_gid)
            except OSError:
                mode &= ~_GROUP
        folder.chmod(mode)


def narrow(file: int, rights: Rights) -> None:
    """Take from an open file what these rights do not give, when it is ours."""
    found = os.fstat(file)
    mode = stat.S_IMODE(found.st_mode) & rights.mode
    if found.st_gid != rights.group:
        mode &= ~_GROUP
    if mode != stat.S_IMODE(found.st_mode):
        with contextlib.suppress(OSError):
            os.chmod(file, mode)
