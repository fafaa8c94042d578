"""What a command writes goes where it belongs, but never over what somebody has worked in.

A workbook of ours carries a stamp that no longer fits once anybody has changed or saved it; other
files are known by their checksums. Whatever stands in the way and is not known to be as the program
wrote it is kept, and the new file goes beside it under a new name.
"""

import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from os.path import lexists
from pathlib import Path

from pso_excel.core.problem import Problem, Refused
from pso_excel.files.read import is_folder, read_bytes
from pso_excel.files.write import Saved, names_beside, write_atomically, write_beside
from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.patcher import is_stamped, stamped

LARGEST = 1 << 30  # bytes of a file of ours
_LISTED = re.compile(r"([0-9a-f]{64})  (.+)")


def save(
    path: Path,
    data: bytes,
    code: str = "O009",
    known: Collection[str] = (),
    *,
    like: Path | None = None,
) -> Saved:
    """Write a file, stamped where it is a workbook, over a former one that is as the program wrote
    it; ``known`` are the checksums (SHA-256) of what it wrote without a stamp.

    One that somebody has changed stays, and the new one goes beside it, or over the one beside it
    that nobody has changed; told by ``code``. ``like``, and what is Refused, as ``write_whole``.
    """
    whole = with_stamp(data)
    kept = False
    for place in (path, *names_beside(path)):
        if not lexists(place) or is_folder(place):
            continue
        if is_own(place, whole, known):
            return _with_problem(path, write_atomically(place, whole, like=like), code, kept)
        kept = True
    if not kept:
        return write_atomically(path, whole, like=like)
    return _with_problem(path, Saved(write_beside(path, whole, like=like)), code, kept)


def is_own(path: Path, data: bytes = b"", known: Collection[str] = ()) -> bool:
    """Whether a file is as the program wrote it: it is ``data``, it has its stamp, or its checksum
    is among those ``known``. One that cannot be read is not known to be."""
    found = b""
    with suppress(Refused):
        found = read_bytes(path, LARGEST)
    return bool(found) and (
        found == data or is_stamped(found) or (bool(known) and checksum(found) in known)
    )


def with_stamp(data: bytes) -> bytes:
    """The file with the stamp of one that nobody has saved since; what is no zip has none."""
    try:
        return stamped(data)
    except WorkbookError:
        return data


def checksum(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return sha256(data).hexdigest()


def save_listed(
    files: Iterable[tuple[Path, bytes]], listing: Path, *, like: Path | None = None
) -> list[Saved]:
    """Write files that can carry no stamp, as ``save`` does; their checksums go into ``listing``, a
    file as ``sha256sum`` writes it, so that the next run knows which of them somebody changed."""
    known = _listed(listing)
    saved: list[Saved] = []
    written: dict[str, str] = {}
    for path, data in files:
        saved.append(save(path, data, known=known.values(), like=like))
        written[saved[-1].path.name] = checksum(data)
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted({**known, **written}.items()))
    if known or not lexists(listing):
        write_atomically(listing, lines.encode(errors="surrogateescape"), like=like)
    return saved


def _listed(listing: Path) -> Mapping[str, str]:
    """The checksums by name; none when the file is not one of ours."""
    with suppress(Refused, UnicodeDecodeError):
        found = [_LISTED.fullmatch(line) for line in read_bytes(listing).decode().splitlines()]
        if all(found):
            return {match[2]: match[1] for match in found if match}
    return {}


def _with_problem(path: Path, saved: Saved, code: str, kept: bool) -> Saved:
    if not kept or saved.problem:
        return saved
    return Saved(saved.path, Problem(code, values={"path": path.name, "saved": saved.path.name}))


_BEYOND = 1 << 30  # what is locked on Windows cannot be read, so it lies behind every content

if sys.platform == "win32":
    import msvcrt

    def lock(file: int) -> bool:
        """Whether the file (its descriptor) is locked for us now; until it is closed."""
        at = os.lseek(file, 0, os.SEEK_CUR)
        os.lseek(file, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, at, os.SEEK_SET)
        return True
else:
    import fcntl

    def lock(file: int) -> bool:
        """Whether the file (its descriptor) is locked for us now; until it is closed."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
