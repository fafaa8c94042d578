"""Files read whole, as they stand at one moment, or refused with the reason."""

import errno
import os
import stat
import time
from pathlib import Path
from typing import NoReturn

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.expected import expect
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.xlsx.reader.limits import LIMITS

MISSING, LOST = "reason_missing", "reason_lost"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REASONS = {
    errno.EACCES: "reason_permission",
    errno.EPERM: "reason_permission",
    errno.EROFS: "reason_read_only",
    errno.ENOENT: MISSING,
    errno.ENOTDIR: MISSING,
    errno.EISDIR: "reason_folder",
    errno.ELOOP: "reason_loop",
    **dict.fromkeys((errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN), LOST),
    **dict.fromkeys((errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ECONNRESET), LOST),
    **dict.fromkeys((errno.ENETDOWN, errno.ENETUNREACH, errno.ECONNABORTED), LOST),
}
if os.name == "nt":
    _REASONS[errno.EINVAL] = LOST  # what an open makes of a network that has gone
_IN_USE = (32, 33)  # what Windows says of a file that another program holds
_TOO_LONG = 206  # and of a path that it cannot take
LONGEST_PATH = 259  # characters of a path on Windows


def no_space(error: OSError) -> bool:
    """The disk is full, the quota used up, or the file larger than allowed."""
    return error.errno in _FULL


def in_use(error: OSError) -> bool:
    """Another program holds the file; a plain open on Windows says only that it is not allowed."""
    by_open = os.name == "nt" and error.errno == errno.EACCES
    return by_open or getattr(error, "winerror", None) in _IN_USE


def too_long(error: OSError, path: Path) -> bool:
    """The path is too long; Windows may say of it that there is no such file."""
    beyond = len(str(path.absolute())) > LONGEST_PATH
    unseen = os.name == "nt" and error.errno == errno.ENOENT and beyond
    long = error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG
    return unseen or long


def os_error_reason(error: OSError, path: Path) -> Bilingual:
    """Why the system refused to read or write that file."""
    if too_long(error, path):
        return term("reason_long")
    known = "reason_in_use" if in_use(error) else _REASONS.get(error.errno or 0, "reason_other")
    return term(known)


def out_of_reach(path: Path, why: str | Bilingual | None) -> bool:
    """The storage is lost, or the file is no longer there: not a link that leads nowhere."""
    return why == term(LOST) or (why == term(MISSING) and not os.path.lexists(path))


WAITS = (0.1, 0.2, 0.4)  # seconds before each new try on a file that is in use

_BINARY: int = getattr(os, "O_BINARY", 0)
_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer must not hold us up
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def is_file(path: Path) -> bool:
    """Whether there is a file; False as well where the system does not say, as for a long name."""
    return os.path.isfile(path)  # noqa: PTH113  which never raises


def is_folder(path: Path) -> bool:
    """Whether there is a folder; False as well where the system does not say."""
    return os.path.isdir(path)  # noqa: PTH112  which never raises


def is_there(path: Path) -> bool:
    """Whether there is such a file; Refused (F042, F045) when the system cannot say."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        _refuse_open(path, error)
    return True


def read_bytes(path: Path, limit: int = LIMITS.file_bytes, inside: Path | None = None) -> bytes:
    """The bytes of a regular file; ``inside`` is the folder that a link may not lead out of.

    A file that is in use is tried again three times, one that changed while it was read once.
    Refused: F041 a folder, pipe, device or link out of the folder, F042 cannot be opened, F044
    changed again, F045 too long a path, F030 more than ``limit`` bytes.
    """
    target, no_link = path, 0
    if inside is not None:
        target, no_link = Path(os.path.realpath(path)), NO_LINK
        if target.is_symlink() or not target.is_relative_to(os.path.realpath(inside)):
            _refuse_kind(path, "kind_link")  # out of the folder, or in a ring
    data = _opened(target, path, limit, no_link)
    if data is None:
        data = _opened(target, path, limit, no_link)
    if data is None:
        raise Refused(Problem("F044", Location(file=path.name)))
    return data


BytesOrPath = bytes | str | os.PathLike[str]
"""A workbook: its bytes, or the path where it stands."""


def name_of(source: BytesOrPath, file: str = "") -> str:
    """What a workbook is called in messages: ``file``, by default the name of its path. TypeError
    for what is neither bytes nor a path."""
    expect("source", source, bytes, str, os.PathLike)
    expect("file", file, str)
    return file or ("" if isinstance(source, bytes) else Path(source).name)


def bytes_of(source: BytesOrPath, limit: int = LIMITS.file_bytes) -> bytes:
    """The bytes of a workbook; Refused as :func:`read_bytes` does."""
    if isinstance(source, bytes):
        return source
    path = Path(source)
    try:
        return read_bytes(path, limit)
    except ValueError:  # a NUL or half a character: no file has such a name
        place = Location(file=path.name)
        raise Refused(Problem("F042", place, {"reason": term(MISSING)})) from None


def _opened(target: Path, path: Path, limit: int, no_link: int) -> bytes | None:
    """The bytes, None when they changed meanwhile; while the file is in use it is tried again."""
    waits = [*WAITS]
    while True:
        try:
            return _read(target, limit, no_link)
        except OSError as error:
            if not waits or not in_use(error):
                _refuse_open(path, error)
            time.sleep(waits.pop(0))


def _read(path: Path, limit: int, no_link: int) -> bytes | None:
    with os.fdopen(open_regular(path, os.O_RDONLY | no_link), "rb") as source:
        before = os.fstat(source.fileno())
        _refuse_other_kinds(path, before.st_mode)  # it may have come in the place of the file
        data = source.read(min(limit, before.st_size) + 1)  # that much is allocated at once
        after = os.fstat(source.fileno())
    if len(data) > limit:
        size = max(after.st_size, len(data)) >> 20
        values = {"max": f"{limit >> 20:,}", "n": f"{size:,}"}
        raise Refused(Problem("F030", Location(file=path.name), values))
    still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if still and len(data) == after.st_size else None


def open_regular(path: Path, flags: int) -> int:
    """The descriptor of a file that is there, opened with ``flags`` of the system.

    A pipe, which would hold us up, and a device, which opening may set in motion, are not opened.
    Refused: F041 a folder, pipe, socket or device. OSError as ``os.open``.
    """
    _refuse_other_kinds(path, path.stat().st_mode)
    return os.open(path, flags | _BINARY | _AT_ONCE)


def _refuse_other_kinds(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        _refuse_kind(path, "kind_folder")
    if not stat.S_ISREG(mode):
        _refuse_kind(path, "kind_device")


def _refuse_open(path: Path, error: OSError) -> NoReturn:
    place, whole = Location(file=path.name), str(path.absolute())
    if too_long(error, path):
        raise Refused(Problem("F045", place, {"path": whole, "n": str(len(whole))})) from None
    raise Refused(Problem("F042", place, {"reason": os_error_reason(error, path)})) from None


def _refuse_kind(path: Path, kind: str) -> NoReturn:
    raise Refused(Problem("F041", Location(file=path.name), {"kind": term(kind)}))
