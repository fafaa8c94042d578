"""One run at a time in a folder of results: a claim file that says who works there, since when.

The file is locked as long as its run lives, so that a run of ours that died is known at once.
Times are those of the disk the folder is on, so that the clocks of two computers need not agree.
"""

import contextlib
import errno
import getpass
import json
import os
import platform
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, cast

from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.log import Rights, create, rights_of
from pso_excel.files.read import NO_LINK, open_regular
from pso_excel.files.replace import lock
from pso_excel.files.write import clock_words, make_folder, printable_name, refuse_write, temporary

NAME = "consolidating.json"
STALE = 600.0  # seconds without a sign of life
BEAT = 20.0  # seconds between two signs of life
MOST_BYTES = 4096
TRIES = 5  # a claim may go, or come, between two looks at it
UNKNOWN = "?"


class Holder(NamedTuple):
    """Who holds a claim, since when and when last seen (seconds by the disk's clock); ``locked``:
    the file is locked as long as the run lives."""

    who: str
    token: str
    since: float
    seen: float
    locked: bool


class Wanted(NamedTuple):
    """A claim to be made: what it is known by, whose place it may take, and its rights."""

    token: str
    take_over: bool
    unasked: bool
    rights: Rights | None


@dataclass(slots=True)
class FolderLock:
    """The claim of this run; ``file`` is its descriptor."""

    path: Path
    token: str
    file: int
    _beaten: float = field(default_factory=monotonic)

    def beat(self) -> None:
        """Give a sign of life, when the last one is some time ago."""
        if monotonic() - self._beaten < BEAT:
            return
        self._beaten = monotonic()
        with contextlib.suppress(OSError):
            os.write(self.file, b"\n")

    def confirm(self) -> None:
        """Refused (B424) when another run has taken the folder over meanwhile."""
        holder = None
        with contextlib.suppress(OSError):  # then the folder is lost, which the writing will tell
            holder = _holder(self.path)
        if holder is not None and holder.token != self.token:
            raise Refused(Problem("B424", Location(file=self.path.name), {"who": holder.who}))

    def release(self) -> None:
        """Let the folder go."""
        with contextlib.suppress(OSError, Refused):
            holder = _holder(self.path)
            if holder is not None and holder.token == self.token:
                if os.name == "nt":  # where nothing that is open can be taken away
                    os.close(self.file)
                self.path.unlink()
        with contextlib.suppress(OSError):
            os.close(self.file)


@contextlib.contextmanager
def folder_lock(
    out: Path, take_over: bool = False, *, unasked: bool = False, like: Path | None = None
) -> Generator[FolderLock]:
    """Claim a folder for a run, and let it go at the end, also after a fault; who may read ``like``
    may read the claim.

    The claim of a run of the same person on the same computer whose process has died is taken as
    it is. Refused: B422 another run holds the folder, B423 another run held it and has been silent
    for ten minutes. ``take_over`` takes a silent claim, one whose run was ended before it could say
    whose it is, and one of the same person where the disk knows no locks; ``unasked`` takes a
    silent one alone, where nobody can be asked. O002 the folder cannot be written.
    """
    path = out / NAME
    token = os.urandom(8).hex()
    make_folder(out, like)
    wanted = Wanted(token, take_over, unasked, rights_of(like, path) if like else None)
    try:
        claim = FolderLock(path, token, _make(path, wanted))
    except OSError as error:
        refuse_write(path, 0, error)
    except Refused as refused:
        raise _not_writable(path, refused) from None
    try:
        yield claim
    finally:
        claim.release()


def _not_writable(path: Path, refused: Refused) -> Refused:
    """O002 for what stands in the place of the claim and is no file; another refusal as it is."""
    kind = refused.problem.values.get("kind")
    if kind is None:
        return refused
    return Refused(Problem("O002", Location(file=path.name), {"path": str(path), "reason": kind}))


def _make(path: Path, wanted: Wanted) -> int:
    """The descriptor of the claim, which is ours."""
    for _ in range(TRIES):
        file = _create(path, wanted)
        if file is None:
            file = _inherited(path, wanted.token)
        if file is not None:
            return file
        _yield_or_take(path, wanted)
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _create(path: Path, wanted: Wanted) -> int | None:
    """The claim, when there was none: nobody else can have made the same file."""
    try:
        file = create(path, wanted.rights, os.O_RDWR)
    except FileExistsError:
        return None
    try:
        _sign(file, wanted.token, lock(file))
    except OSError:  # a full disk: a claim that nobody holds must not stay
        os.close(file)
        path.unlink()
        raise
    return file


def _inherited(path: Path, token: str) -> int | None:
    """The claim of a run of ours that has died: its lock is free, and nobody else can take it while
    it is locked for us."""
    holder = _holder(path)
    if holder is None or not holder.locked or holder.who != _whoami():
        return None
    with contextlib.suppress(FileNotFoundError):
        file = open_regular(path, os.O_RDWR | NO_LINK)
        with contextlib.ExitStack() as opened:
            opened.callback(os.close, file)
            if lock(file) and os.path.samestat(os.fstat(file), path.stat()):
                os.ftruncate(file, 0)
                _sign(file, token, locked=True)
                opened.pop_all()
                return file
    return None


def _sign(file: int, token: str, locked: bool) -> None:
    """Write whose claim it is now."""
    since = os.fstat(file).st_mtime
    said = {"who": _whoami(), "since": since, "token": token, "locked": locked}
    os.write(file, json.dumps(said).encode())


def _yield_or_take(path: Path, wanted: Wanted) -> None:
    """Refused when the claim of another stands; else it is taken out of the way."""
    holder = _holder(path)
    if holder is None:
        return
    with temporary(path, b"") as moment:
        silent = abs(moment.stat().st_mtime - holder.seen) > STALE
        own = holder.who == UNKNOWN or (holder.who == _whoami() and not holder.locked)
        taken = (silent or own) if wanted.take_over else silent and wanted.unasked
        if not taken:
            times = {"since": clock_words(holder.since), "seen": clock_words(holder.seen)}
            values = {"who": holder.who, **times}
            raise Refused(Problem("B423" if silent else "B422", Location(file=path.name), values))
        with contextlib.suppress(FileNotFoundError):
            path.replace(moment)


def _holder(path: Path) -> Holder | None:
    """Who holds the claim, None when nobody does; what it says is not believed further than it
    can be true. Refused (F041) when it is no file."""
    try:
        with os.fdopen(open_regular(path, os.O_RDONLY | NO_LINK), "rb") as file:
            seen = os.fstat(file.fileno()).st_mtime
            data = file.read(MOST_BYTES)
    except FileNotFoundError:
        return None
    fields = _parse(data)
    since = fields.get("since")
    begun = min(float(since), seen) if isinstance(since, int | float) and since > 0 else seen
    who, token = _text(fields, "who") or UNKNOWN, _text(fields, "token")
    return Holder(who, token, begun, seen, fields.get("locked") is True)


def _parse(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):  # just being written, or no claim of ours
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return printable_name(value) if isinstance(value, str) else ""


def _whoami() -> str:
    """``user@host``, as the computer calls them."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = UNKNOWN
    return printable_name(f"{user}@{platform.node() or UNKNOWN}")
