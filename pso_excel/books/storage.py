"""Files read and written whole: a target is the old file or the new one, never half of it."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from pso_excel.books.file_names import safe_name as safe_name
from pso_excel.books.reading.limits import LIMITS, refuse_more_than
from pso_excel.framework.wording import worded
from pso_excel.problem import Place, Problem, Refused

WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)  # seconds before each new try on a target that is in use
NEW_NAMES = 99

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REASONS = {
    errno.EACCES: "reason_permission",
    errno.EPERM: "reason_permission",
    errno.EROFS: "reason_read_only",
    errno.ENOENT: "reason_missing",
    errno.ENOTDIR: "reason_missing",
    errno.EISDIR: "reason_folder",
    errno.ENAMETOOLONG: "reason_long",
}
_IN_USE = (32, 33)  # what Windows says of a file that another program holds
_BINARY: int = getattr(os, "O_BINARY", 0)
_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer must not hold us up
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


class Saved(NamedTuple):
    """Where the bytes stand; ``problem`` (O006) when that is not where they were meant to."""

    path: Path
    problem: Problem | None = None


def write_whole(path: Path, data: bytes, waits: Sequence[float] = WAITS) -> Saved:
    """Write a file so that a reader, or a power cut, finds the old content or the new one.

    The bytes go into a temporary file of the same folder, onto the disk, then under the name. A
    target that another program holds is tried again after each of ``waits`` (seconds); then the
    bytes are saved beside it under a new name. Refused, with the old file intact and nothing left
    behind: O002 not allowed or no such folder, O007 no space.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        with _temporary(path, data) as part:
            saved = _put(part, path, waits)
        _settle(path.parent)
    except OSError as error:
        _refuse_write(path, len(data), error)
    return saved


@contextlib.contextmanager
def _temporary(path: Path, data: bytes) -> Generator[Path]:
    """A file beside ``path`` with the bytes on the disk; afterwards it is gone, come what may."""
    part = path.with_name(f".{os.urandom(8).hex()}.part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(OSError):
            part.chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IWUSR)
        yield part
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _put(part: Path, path: Path, waits: Sequence[float]) -> Saved:
    for wait in (*waits, None):
        try:
            part.replace(path)
        except PermissionError:
            if wait is not None:
                time.sleep(wait)
        else:
            return Saved(path)
    beside = _beside(part, path)
    return Saved(beside, Problem("O006", values={"path": path.name, "saved": beside.name}))


def _beside(part: Path, path: Path) -> Path:
    """Put the file under the first free new name; the last error if there is none."""
    for number in range(1, NEW_NAMES):
        name = path.with_name(f"{path.stem} ({worded('new_copy').th} {number}){path.suffix}")
        if not os.path.lexists(name):
            part.replace(name)
            return name
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _settle(folder: Path) -> None:
    """Bring the new name itself onto the disk, where the system can do that for a folder."""
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _refuse_write(path: Path, size: int, error: OSError) -> NoReturn:
    place = Place(file=path.name)
    if error.errno in _FULL:
        values = {"path": str(path), "size": f"{max(1, round(size / 2**20)):,}"}
        raise Refused(Problem("O007", place, values)) from None
    values = {"path": str(path), "reason": worded(_reason(error))}
    raise Refused(Problem("O002", place, values)) from None


def _reason(error: OSError) -> str:
    if getattr(error, "winerror", None) in _IN_USE:
        return "reason_in_use"
    return _REASONS.get(error.errno or 0, "reason_other")


def read_bytes(path: Path, limit: int = LIMITS.file_bytes, inside: Path | None = None) -> bytes:
    """The bytes of a regular file; ``inside`` is the folder that a link may not lead out of.

    Refused: F041 a folder, pipe, device or link out of the folder, F042 cannot be opened (a file
    that Windows reports as in use is tried again first), F030 more than ``limit`` bytes.
    """
    if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
        _refuse_kind(path, "kind_link")
    waits = [*WAITS[:2]]
    while True:
        try:
            return _read(path.resolve() if inside else path, limit, _NO_LINK if inside else 0)
        except OSError as error:
            if not waits or _reason(error) != "reason_in_use":
                values = {"reason": worded(_reason(error))}
                raise Refused(Problem("F042", Place(file=path.name), values)) from None
            time.sleep(waits.pop(0))


def _read(path: Path, limit: int, no_link: int) -> bytes:
    if path.is_dir():
        _refuse_kind(path, "kind_folder")
    file = os.open(path, os.O_RDONLY | _BINARY | _AT_ONCE | no_link)
    with os.fdopen(file, "rb") as source:
        found = os.fstat(source.fileno())
        if not stat.S_ISREG(found.st_mode):
            _refuse_kind(path, "kind_device")
        data = source.read(limit + 1)
        if len(data) > limit:
            size = max(found.st_size, len(data)) >> 20
            refuse_more_than("F030", limit >> 20, n=f"{size:,}")
    return data


def _refuse_kind(path: Path, kind: str) -> NoReturn:
    raise Refused(Problem("F041", Place(file=path.name), {"kind": worded(kind)}))
