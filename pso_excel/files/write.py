"""Files written whole: a target is the old file or the new one, never half of it."""

import contextlib
import errno
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Generator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple, NoReturn

from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.core.thai import clean
from pso_excel.files.log import create, rights_of, share_folder
from pso_excel.files.read import is_folder, no_space, os_error_reason
from pso_excel.files.read import read_bytes as read_bytes

LONGEST = 60
LONGEST_NAME = 255  # bytes of a file's name on Linux: 85 Thai letters
_UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def safe_name(text: str) -> str:
    """A name for a file, without folder and suffix: at most 60 characters, never empty.

    No separators, drive letters, device names of Windows, leading or trailing dots, control
    characters, or marks that turn the direction of writing around.
    """
    shown = unicodedata.normalize("NFC", text)
    seen = "".join(" " if char.isspace() else char for char in shown)
    seen = "".join(char for char in seen if unicodedata.category(char) not in _INVISIBLE)
    name = _UNSAFE.sub("_", seen).lstrip("._~").rstrip("._")[:LONGEST].rstrip("._")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"[:LONGEST].rstrip("._")
    return name or "_"


def printable_name(text: str) -> str:
    """A text of unknown origin as it may be shown: one line, nothing invisible or unprintable, at
    most 60 characters."""
    return "".join(letter for letter in clean(text) if letter.isprintable())[:LONGEST].strip()


def fitted(stem: str, tail: str) -> str:
    """A file's name that begins with ``stem`` and ends with ``tail``; the stem is cut where the
    name would be longer than a file system takes."""
    room = LONGEST_NAME - len(tail.encode(errors="surrogateescape"))
    while len(stem.encode(errors="surrogateescape")) > room:
        stem = stem[:-1]
    return stem + tail


WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)  # seconds before each new try on a target that is in use
NEW_NAMES = 99
LEFT_BEHIND = 3600.0  # seconds: no write of ours takes so long
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")  # has never had a summer time

_OURS = re.compile(r"\.pso-[0-9a-f]{16}\.part")


class Saved(NamedTuple):
    """Where the bytes stand; ``problem`` (O006) when that is not where they were meant to."""

    path: Path
    problem: Problem | None = None


def write_atomically(
    path: Path, data: bytes, waits: Sequence[float] = WAITS, *, like: Path | None = None
) -> Saved:
    """Write a file so that a reader, or a power cut, finds the old content or the new one.

    The bytes go into a temporary file of the same folder, onto the disk, then under the name. A
    target that another program holds is tried again after each of ``waits`` (seconds); then the
    bytes are saved beside it under a new name. What a write that was cut off has left behind in
    the folder goes. A new file may be read by whoever may read ``like``, a file or folder; one that
    was there keeps its rights. Refused, with the old file intact and nothing left behind: O002 not
    allowed or no such folder, O007 no space.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        with temporary(path, data, like) as part:
            _sweep(path.parent, part.stat().st_mtime - LEFT_BEHIND)
            saved = _replace(part, path, waits)
        _settle(path.parent)
    except OSError as error:
        refuse_write(path, len(data), error)
    return saved


def make_folder(folder: Path, like: Path | None = None) -> None:
    """Make a folder and those above it, where they are not there yet; a new one is open to whoever
    may enter the folder ``like``. Refused (O002)."""
    try:
        new = like is not None and not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if new and like is not None:
            share_folder(folder, like)
    except OSError as error:
        refuse_write(folder, 0, error)


def need_space(folder: Path, size: int) -> None:
    """Refused (O007) when the folder's disk has less than ``size`` bytes left."""
    free = _free(folder)
    if free is not None and free < size:
        _refuse_full(folder, size)


@contextlib.contextmanager
def temporary(path: Path, data: bytes, like: Path | None = None) -> Generator[Path]:
    """A file beside ``path`` with the bytes on the disk; afterwards it is gone, come what may.

    It has the rights of ``path``, where that is there, else those that ``like`` gives."""
    part = path.with_name(f".pso-{os.urandom(8).hex()}.part")
    file = create(part, rights_of(path) or (rights_of(like, path) if like else None))
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        yield part
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


_swept = set[Path]()


def _sweep(folder: Path, before: float) -> None:
    """Remove our temporary files of before that time, both by the clock of the folder's disk; once
    a process, however many files it writes there."""
    if folder in _swept:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < before:
                        Path(entry).unlink()


def _replace(part: Path, path: Path, waits: Sequence[float]) -> Saved:
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


def write_beside(path: Path, data: bytes, *, like: Path | None = None) -> Path:
    """Write a file, whole, under a new name beside ``path``, which stays as it is; its rights, and
    what is Refused, as :func:`write_atomically`."""
    try:
        with temporary(path, data, like) as part:
            saved = _beside(part, path)
        _settle(path.parent)
    except OSError as error:
        refuse_write(path, len(data), error)
    return saved


def names_beside(path: Path) -> list[Path]:
    """The files beside ``path`` under new names of ours, in the order of their names."""
    mark, found = f" ({term('new_copy').th} ", list[Path]()
    with contextlib.suppress(OSError), os.scandir(path.parent) as near:
        for entry in near:
            _, note, rest = entry.name.rpartition(mark)
            if note and entry.name == fitted(path.stem, note + rest) and rest.endswith(path.suffix):
                found.append(path.parent / entry.name)
    return sorted(found)


def original_name(path: Path) -> Path:
    """The name that a file was to have before it was saved beside it under a new one."""
    stem, note, _ = path.stem.rpartition(f" ({term('new_copy').th} ")
    return path.with_name(stem + path.suffix) if note else path


def _beside(part: Path, path: Path) -> Path:
    """Put the file under the first free new name; the last error if there is none."""
    moment = clock_words(part.stat().st_mtime)
    for number in range(1, NEW_NAMES):
        again = f" {number}" if number > 1 else ""
        note = f" ({term('new_copy').th} {moment.replace(':', '')}{again})"
        name = path.with_name(fitted(path.stem, note + path.suffix))
        if not os.path.lexists(name):
            part.replace(name)
            return name
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def clock_words(seconds: float) -> str:
    """A moment of a disk's clock (seconds since 1970) as it is shown: ``"2569-01-05 10:30"``, in
    the Buddhist era and the time of Bangkok wherever the program runs."""
    told = datetime.fromtimestamp(seconds, UTC).astimezone(BANGKOK)
    return f"{told.year + 543:04d}-{told:%m-%d %H:%M}"


def _settle(folder: Path) -> None:
    """Bring the new name itself onto the disk, where the system can do that for a folder."""
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def refuse_write(path: Path, size: int, error: OSError) -> NoReturn:
    """Refused because the system would not let ``size`` bytes be written: O007 no space, O002."""
    if no_space(error):
        _refuse_full(path, size)
    blocked = isinstance(error, FileExistsError | NotADirectoryError)
    why = term("reason_no_folder") if blocked else os_error_reason(error, path)
    values = {"path": str(path), "reason": why}
    raise Refused(Problem("O002", Location(file=path.name), values)) from None


def _refuse_full(path: Path, size: int) -> NoReturn:
    free = _free(path if is_folder(path) else path.parent)
    values = {
        "path": str(path),
        "size": f"{max(1, round(size / 2**20)):,}",
        "free": "–" if free is None else f"{free >> 20:,}",
    }
    raise Refused(Problem("O007", Location(file=path.name), values)) from None


def _free(folder: Path) -> int | None:
    """The bytes left on the folder's disk, None where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
