"""What was read of each file of a round, a line each, so that no run reads it again.

A line counts only for the same bytes under the same name, and only while everything else that a
result depends on is the same: day, registry, settings, and this program itself. A line that is cut
off or was changed is left out, and its file read.

A line is sealed with a key made of the file's own bytes, so that it can be read only by who may
read the file; the journal itself is open to the same people as the folder of the files.
"""

import base64
import contextlib
import os
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from hashlib import sha256, shake_256
from pathlib import Path
from typing import IO, Any, Generic, NamedTuple, Protocol, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from pso_excel.consolidation.folder import seal_of
from pso_excel.consolidation.office_file import Job
from pso_excel.core.problem import Refused
from pso_excel.files.log import create, narrow, rights_of
from pso_excel.files.read import NO_LINK, open_regular, read_bytes
from pso_excel.province.select import Outcome, ReceivedFile

PROGRAM = Path(__file__).parent.parent
_CHECK = 32  # bytes of the hash that stands before what is sealed


class Line(NamedTuple):
    """Where a file's line stands in the journal: its first byte and length."""

    begin: int
    length: int


class CachedFile(Protocol):
    """What was read of a file."""

    @property
    def file(self) -> str:
        """Its name in the folder, with ``/``."""
        ...

    @property
    def sha(self) -> str:
        """The hash of its bytes."""
        ...

    @property
    def seal(self) -> str:
        """Another, as :func:`seal_of`."""
        ...


T = TypeVar("T", bound=CachedFile)


class ReadCache(Generic[T]):
    """The journal of one kind of results of files in ``folder``, for one key; ``lasts`` says
    which of them follow from a file's bytes alone."""

    def __init__(
        self,
        path: Path,
        key: str,
        kind: type[T],
        folder: Path,
        lasts: Callable[[T], bool] = bool,
    ) -> None:
        self._path, self._key = path, key.encode()
        self._rights = rights_of(folder, path)
        self._adapter: TypeAdapter[T] = _adapter(kind)
        self._lasts = lasts
        self._lines: dict[bytes, Line] = {}
        with contextlib.suppress(OSError, Refused):
            self._index()

    def _index(self) -> None:
        """Note where each file's last line stands; begin anew when the key is another."""
        with self._found_or_made() as file:
            last = file.readline()
            if last.rstrip(b"\n") != self._key:
                file.seek(0)
                file.truncate()
                last = self._key + b"\n"
                file.write(last)
            at = len(last)
            for last in file:
                self._lines[last.partition(b" ")[0]] = Line(at, len(last))
                at += len(last)
            if not last.endswith(b"\n"):  # cut off; what is added begins on a line of its own
                file.write(b"\n")

    def recall(self, folder: Path, path: Path) -> T | None:
        """What was read of a file of the folder whose bytes are still the same, None when it has to
        be read."""
        name = path.relative_to(folder).as_posix()
        if not self._lines:
            return None
        try:
            data = read_bytes(path, inside=folder)
        except Refused:
            return None
        line = self._lines.get(self._id(name, sha256(data).hexdigest()))
        return self._read_line(name, data, line) if line else None

    def _read_line(self, name: str, data: bytes, line: Line) -> T | None:
        with contextlib.suppress(OSError, Refused, ValueError):
            with self._opened(os.O_RDONLY, "rb") as file:
                file.seek(line.begin)
                sealed = file.read(line.length).rstrip(b"\n").partition(b" ")[2]
            content = self._unsealed(sealed, seal_of(data))
            item = self._adapter.validate_json(content) if content else None
            if (
                item
                and (item.file, item.sha) == (name, sha256(data).hexdigest())
                and self._lasts(item)
            ):
                return item
        return None

    def keep(self, item: T) -> None:
        """Add the line of a file whose result follows from its bytes."""
        if not (self._lasts(item) and item.seal):
            return
        # A name may be no text, and a place no file.
        with contextlib.suppress(OSError, Refused, PydanticSerializationError):
            data = self._adapter.dump_json(item)
            line = self._id(item.file, item.sha) + b" " + self._sealed(data, item.seal)
            with self._opened(os.O_WRONLY | os.O_APPEND, "ab") as file:
                file.write(line + b"\n")

    def _found_or_made(self) -> IO[bytes]:
        """The journal to be read and, unless it is another officer's to write, written."""
        try:
            file = create(self._path, self._rights, os.O_RDWR)
        except FileExistsError:
            try:
                found = self._opened(os.O_RDWR, "rb+")
            except PermissionError:
                return self._opened(os.O_RDONLY, "rb")
            if self._rights:
                narrow(found.fileno(), self._rights)
            return found
        return os.fdopen(file, "rb+")

    def _opened(self, flags: int, mode: str) -> IO[bytes]:
        """The journal itself; a link is not followed, it could lead to any file."""
        return os.fdopen(open_regular(self._path, flags | NO_LINK), mode)

    def _id(self, name: str, sha: str) -> bytes:
        """By what the line of a file is found, which tells nothing of it."""
        named = name.encode("utf-8", "surrogatepass")
        return sha256(self._key + sha.encode() + named).hexdigest().encode()

    def _sealed(self, data: bytes, seal: str) -> bytes:
        return base64.b64encode(self._turned(sha256(data).digest() + data, seal))

    def _unsealed(self, sealed: bytes, seal: str) -> bytes | None:
        """What was sealed; None for a line that is cut off or was changed."""
        content = base64.b64decode(sealed, validate=True)
        turned = self._turned(content, seal)
        data = turned[_CHECK:]
        whole = sha256(data).digest() == turned[:_CHECK] and base64.b64encode(content) == sealed
        return data if whole else None

    def _turned(self, text: bytes, seal: str) -> bytes:
        """Sealed, or unsealed: by a stream of bytes that only this key and the file give."""
        stream = shake_256(self._key + seal.encode()).digest(len(text))
        both = int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")
        return both.to_bytes(len(text), "big")


def journal_of(path: Path, job: Job) -> ReadCache[ReceivedFile]:
    """The journal of a run: it knows a file that was read, or refused for what it holds; not one
    that was in use or gone, or whose reader was ended."""
    always = replace(job.registry, round=replace(job.registry.round, open=True))
    same = replace(job, registry=always)  # what is read of a file is the same in a closed round
    parts = [getattr(same, field.name) for field in fields(job) if field.name != "inbox"]
    return ReadCache(path, key_of(*parts), ReceivedFile, job.inbox, _lasts)


def _lasts(file: ReceivedFile) -> bool:
    if file.outcome is Outcome.REFUSED:
        return bool(file.sha) and file.problem is not None
    return file.outcome is Outcome.USED and file.digest is not None


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
