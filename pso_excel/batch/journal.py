"""What was read of each file of a round, a line each, so that no run reads it again.

A line counts only for the same bytes under the same name, and only while everything else that a
result depends on is the same: day, registry, settings, and this program itself. A line that is cut
off or was changed is left out, and its file read.
"""

import contextlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Generic, NamedTuple, Protocol, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, ValidationError

from pso_excel.batch.receiving import Job
from pso_excel.books.storage import read_bytes
from pso_excel.engine.province.received import Outcome, Received
from pso_excel.problem import Refused

PROGRAM = Path(__file__).parent.parent
_PLAINLY: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HEAD = re.compile(rb'([0-9a-f]{64}) \[("(?:[^"\\]|\\.)*"),"([0-9a-f]{64})",')


class Line(NamedTuple):
    """Where a file's line stands in the journal: its hash, first byte and length."""

    sha: str
    begin: int
    length: int


class Kept(Protocol):
    """What was read of a file; its first two fields are the file's name and its hash."""

    @property
    def file(self) -> str:
        """Its name in the folder, with ``/``."""
        ...

    @property
    def sha(self) -> str:
        """The hash of its bytes."""
        ...


T = TypeVar("T", bound=Kept)


class Journal(Generic[T]):
    """The journal of one kind of results, for one key; ``lasts`` says which of them follow from a
    file's bytes alone."""

    def __init__(
        self, path: Path, key: str, kind: type[T], lasts: Callable[[T], bool] = bool
    ) -> None:
        self._path, self._key = path, key.encode()
        self._adapter: TypeAdapter[T] = _adapter(kind)
        self._lasts = lasts
        self._lines: dict[str, Line] = {}
        with contextlib.suppress(OSError):
            self._index()

    def _index(self) -> None:
        """Note where each file's last line stands; begin anew when the key is another."""
        with self._opened(os.O_RDWR | os.O_CREAT, "rb+") as file:
            last = file.readline()
            if last.rstrip(b"\n") != self._key:
                file.seek(0)
                file.truncate()
                last = self._key + b"\n"
                file.write(last)
            at = len(last)
            for last in file:
                if found := _HEAD.match(last):
                    with contextlib.suppress(ValueError):
                        name = json.loads(found[2])
                        self._lines[name] = Line(found[3].decode(), at, len(last))
                at += len(last)
            if not last.endswith(b"\n"):  # cut off; what is added begins on a line of its own
                file.write(b"\n")

    def recall(self, folder: Path, path: Path) -> T | None:
        """What was read of a file of the folder whose bytes are still the same, None when it has to
        be read."""
        name = path.relative_to(folder).as_posix()
        line = self._lines.get(name)
        if line is None:
            return None
        try:
            data = read_bytes(path, inside=folder)
        except Refused:
            return None
        return self._taken(name, line) if sha256(data).hexdigest() == line.sha else None

    def _taken(self, name: str, line: Line) -> T | None:
        with contextlib.suppress(OSError, ValidationError):
            with self._opened(os.O_RDONLY, "rb") as file:
                file.seek(line.begin)
                check, _, told = file.read(line.length).rstrip(b"\n").partition(b" ")
            if self._check(told) != check:
                return None
            one = self._adapter.validate_json(told)
            if (one.file, one.sha) == (name, line.sha) and self._lasts(one):
                return one
        return None

    def keep(self, one: T) -> None:
        """Add the line of a file whose result follows from its bytes."""
        if not self._lasts(one):
            return
        with contextlib.suppress(OSError, PydanticSerializationError):  # a name that is no text
            told = self._adapter.dump_json(one)
            with self._opened(os.O_WRONLY | os.O_APPEND, "ab") as file:
                file.write(self._check(told) + b" " + told + b"\n")

    def _opened(self, flags: int, mode: str) -> IO[bytes]:
        """The journal itself; a link is not followed, it could lead to any file."""
        return os.fdopen(os.open(self._path, flags | _PLAINLY, 0o666), mode)

    def _check(self, told: bytes) -> bytes:
        return sha256(self._key + told).hexdigest().encode()


def journal_of(path: Path, job: Job) -> Journal[Received]:
    """The journal of a run: it knows a file that was read, or refused for what it holds; not one
    that was in use or gone, or whose reader was ended."""
    parts = [getattr(job, one.name) for one in fields(job) if one.name != "inbox"]
    return Journal(path, key_of(*parts), Received, _lasts)


def _lasts(one: Received) -> bool:
    if one.outcome is Outcome.REFUSED:
        return bool(one.sha) and one.problem is not None
    return one.outcome is Outcome.USED and one.digest is not None


def key_of(*parts: object) -> str:
    """A hash of what results depend on besides their files: these parts, and this program."""
    return sha256(_program() + repr(parts).encode()).hexdigest()


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _program() -> bytes:
    known = sha256()
    for path in sorted(PROGRAM.rglob("*")):
        if path.suffix in (".py", ".toml"):
            known.update(path.relative_to(PROGRAM).as_posix().encode())
            known.update(sha256(path.read_bytes()).digest())
    return known.digest()
