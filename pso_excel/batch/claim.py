"""One run at a time in a folder of results: a claim file that says who works there, since when.

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

from pso_excel.books.file_names import shown
from pso_excel.books.storage import clock_words, make_folder, refuse_write, temporary
from pso_excel.problem import Place, Problem, Refused

NAME = "consolidating.json"
STALE = 600.0  # seconds without a sign of life
BEAT = 20.0  # seconds between two signs of life
MOST_BYTES = 4096
TRIES = 5  # a claim may go, or come, between two looks at it
UNKNOWN = "?"


class Holder(NamedTuple):
    """Who holds a claim, since when and when last seen (seconds by the disk's clock)."""

    who: str
    token: str
    since: float
    seen: float


@dataclass(slots=True)
class Claim:
    """The claim of this run."""

    path: Path
    token: str
    _beaten: float = field(default_factory=monotonic)

    def beat(self) -> None:
        """Give a sign of life, when the last one is some time ago."""
        if monotonic() - self._beaten < BEAT:
            return
        self._beaten = monotonic()
        with contextlib.suppress(OSError), self.path.open("ab") as file:
            file.write(b"\n")

    def confirm(self) -> None:
        """Refused (B424) when another run has taken the folder over meanwhile."""
        holder = None
        with contextlib.suppress(OSError):  # then the folder is lost, which the writing will tell
            holder = _holder(self.path)
        if holder is not None and holder.token != self.token:
            raise Refused(Problem("B424", Place(file=self.path.name), {"who": holder.who}))


@contextlib.contextmanager
def claimed(out: Path, take_over: bool = False) -> Generator[Claim]:
    """Claim a folder for a run, and let it go at the end, also after a fault.

    Refused: B422 another run holds it, B423 another run held it and has been silent for ten
    minutes. With ``take_over`` a silent claim is taken; at once, one of the same person on the same
    computer, and one whose run was ended before it could say whose it is. O002 the folder cannot
    be written.
    """
    path = out / NAME
    token = os.urandom(8).hex()
    make_folder(out)
    try:
        _make(path, token, take_over)
    except OSError as error:
        refuse_write(path, 0, error)
    try:
        yield Claim(path, token)
    finally:
        with contextlib.suppress(OSError):
            holder = _holder(path)
            if holder is not None and holder.token == token:
                path.unlink()


def _make(path: Path, token: str, take_over: bool) -> None:
    for _ in range(TRIES):
        if _made(path, token):
            return
        _yield_or_take(path, take_over)
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _made(path: Path, token: str) -> bool:
    """Whether the claim is ours now: nobody else can have made the same file."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    try:
        with os.fdopen(file, "wb") as claim:
            since = os.fstat(claim.fileno()).st_mtime
            claim.write(json.dumps({"who": _whoami(), "since": since, "token": token}).encode())
    except OSError:  # a full disk: a claim that nobody holds must not stay
        path.unlink()
        raise
    return True


def _yield_or_take(path: Path, take_over: bool) -> None:
    """Refused when the claim of another stands; else it is taken out of the way."""
    holder = _holder(path)
    if holder is None:
        return
    with temporary(path, b"") as moment:
        silent = moment.stat().st_mtime - holder.seen > STALE
        if not (take_over and (silent or holder.who in (UNKNOWN, _whoami()))):
            times = {"since": clock_words(holder.since), "seen": clock_words(holder.seen)}
            values = {"who": holder.who, **times}
            raise Refused(Problem("B423" if silent else "B422", Place(file=path.name), values))
        with contextlib.suppress(FileNotFoundError):
            path.replace(moment)


def _holder(path: Path) -> Holder | None:
    """Who holds the claim, None when nobody does; what it says is not believed further than it
    can be true."""
    try:
        with path.open("rb") as file:
            seen = os.fstat(file.fileno()).st_mtime
            data = file.read(MOST_BYTES)
    except FileNotFoundError:
        return None
    said = _said(data)
    since = said.get("since")
    begun = min(float(since), seen) if isinstance(since, int | float) and since > 0 else seen
    return Holder(_text(said, "who") or UNKNOWN, _text(said, "token"), begun, seen)


def _said(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):  # just being written, or no claim of ours
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    return shown(value) if isinstance(value, str) else ""


def _whoami() -> str:
    """``user@host``, as the computer calls them."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = UNKNOWN
    return shown(f"{user}@{platform.node() or UNKNOWN}")
