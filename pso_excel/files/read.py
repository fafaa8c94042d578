"""Files read whole, as they stand at one moment, or refused with the reason."""

import os
import stat
import time
from pathlib import Path
from typing import NoReturn

from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.files.read__books_faults_part import in_use, reason, too_long
from pso_excel.xlsx.reader.limits import LIMITS, refuse_more_than

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
        raise Refused(Problem("F044", Place(file=path.name)))
    return data


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
        refuse_more_than("F030", limit >> 20, n=f"{size:,}")
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
    place, whole = Place(file=path.name), str(path.absolute())
    if too_long(error, path):
        raise Refused(Problem("F045", place, {"path": whole, "n": str(len(whole))})) from None
    raise Refused(Problem("F042", place, {"reason": reason(error, path)})) from None


def _refuse_kind(path: Path, kind: str) -> NoReturn:
    raise Refused(Problem("F041", Place(file=path.name), {"kind": worded(kind)}))
