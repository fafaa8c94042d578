"""What was read of each file of a round, a line each, so that no run reads it again.

A line counts only for the same bytes under the same name, and only while everything else that a
result depends on is the same: day, registry, settings, and this program itself. A line that is cut
off or was changed is left out, and its file read.
"""

import contextlib
import json
import os
import re
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple

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


class Journal:
    """The journal of one folder of results, for one key."""

    def __init__(self, path: Path, key: str) -> None:
        self._path, self._key = path, key.encode()
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

    def recall(self, job: Job, path: Path) -> Received | None:
        """What was read of a file whose bytes are still the same, None when it has to be read."""
        name = job.name(path)
        line = self._lines.get(name)
        if line is None:
            return None
        try:
            data = read_bytes(path, inside=job.inbox)
        except Refused:
            return None
        return self._taken(name, line) if sha256(data).hexdigest() == line.sha else None

    def _taken(self, name: str, line: Line) -> Received | None:
        with contextlib.suppress(OSError, ValidationError):
            with self._opened(os.O_RDONLY, "rb") as file:
                file.seek(line.begin)
                check, _, told = file.read(line.length).rstrip(b"\n").partition(b" ")
            if self._check(told) != check:
                return None
            one = _adapter().validate_json(told)
            if (one.file, one.sha) == (name, line.sha) and _lasting(one):
                return one
        return None

    def keep(self, one: Received) -> None:
        """Add the line of a file whose result follows from its bytes."""
        if not _lasting(one):
            return
        with contextlib.suppress(OSError, PydanticSerializationError):  # a name that is no text
            told = _adapter().dump_json(one)
            with self._opened(os.O_WRONLY | os.O_APPEND, "ab") as file:
                file.write(self._check(told) + b" " + told + b"\n")

    def _opened(self, flags: int, mode: str) -> IO[bytes]:
        """The journal itself; a link is not followed, it could lead to any file."""
        return os.fdopen(os.open(self._path, flags | _PLAINLY, 0o666), mode)

    def _check(self, told: bytes) -> bytes:
        return sha256(self._key + told).hexdigest().encode()


def _lasting(one: Received) -> bool:
    """It was read, or refused for what it holds: not in use, gone, or ended by the clock."""
    if one.outcome is Outcome.REFUSED:
        return bool(one.sha) and one.problem is not None
    return one.outcome is Outcome.USED and one.digest is not None


def key_of(job: Job) -> str:
    """A hash of everything but the file itself that a result depends on."""
    known = sha256(_program())
    for one in fields(job):
        value = getattr(job, one.name)
        if one.name != "inbox":
            known.update(_files(value) if isinstance(value, Path) else repr(value).encode())
    return known.hexdigest()


@cache
def _adapter() -> TypeAdapter[Received]:
    return TypeAdapter(Received)


@cache
def _program() -> bytes:
    return _files(PROGRAM, ".py", ".toml")


def _files(folder: Path, *suffixes: str) -> bytes:
    """A hash of the files of a folder, of those suffixes if any."""
    known = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not suffixes or path.suffix in suffixes):
            known.update(path.relative_to(folder).as_posix().encode(errors="surrogateescape"))
            known.update(sha256(path.read_bytes()).digest())
    return known.digest()
