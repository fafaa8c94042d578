"""A compound file from somebody else: its streams, bounded, as [MS-CFB] lays them out.

Only what a small file needs: sectors of 512 bytes and no further table of tables. A chain is
followed no further than the length of its stream, and all that is read together is no more than the
file holds twice (a short stream is read with the mini stream, and by itself), so that circles and
streams that share their sectors come to nothing.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pso_excel.vba.compound_file import (
    CUTOFF,
    ENTRY,
    HEADER,
    IN_HEADER,
    NOBODY,
    ROOT,
    SECTOR,
    SHORT_SECTOR,
    SIGNATURE,
    STORAGE,
    STREAM,
)

_VERSION = 3, 0xFFFE, 9, 6
MOST_ENTRIES = 4_000


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file in ``data``; ValueError when it is not a sound one."""

    def __init__(self, data: bytes) -> None:
        if len(data) < HEADER.size or data[:8] != SIGNATURE:
            raise ValueError("no compound file")
        fields = HEADER.unpack_from(data)
        _, tables, directory, _, cutoff, short_table, _, _, further = fields[8:17]
        if fields[3:7] != _VERSION or cutoff != CUTOFF or further or tables > IN_HEADER:
            raise ValueError("another kind of compound file")
        self._data = data
        self._left = 2 * len(data)
        self._sectors = len(data) // SECTOR - 1
        own = b"".join(self._sector(number) for number in fields[17 : 17 + tables])
        self._next = _numbers(own)
        self._entries = self._directory(directory)
        root = self._entries[0]
        self._mini = self._chain(root.start, root.size)
        self._short_next = _numbers(self._whole_chain(short_table)) if self._mini else ()
        self._streams = self._named()

    @property
    def streams(self) -> Mapping[str, int]:
        """The length of each stream by its path in lower case, such as ``"vba/dir"``."""
        return {path: entry.size for path, entry in self._streams.items()}

    def read(self, path: str) -> bytes:
        """A stream by its path, in any case; ValueError when it is missing or unsound."""
        entry = self._streams.get(path.lower())
        if entry is None:
            raise ValueError(f"no stream {path}")
        if entry.size >= CUTOFF:
            return self._chain(entry.start, entry.size)
        self._take(entry.size)
        numbers = _followed(self._short_next, entry.start, -(-entry.size // SHORT_SECTOR))
        blocks = (self._mini[at * SHORT_SECTOR : (at + 1) * SHORT_SECTOR] for at in numbers)
        return _exactly(b"".join(blocks), entry.size)

    def _sector(self, number: int) -> bytes:
        if not 0 <= number < self._sectors:
            raise ValueError("a sector outside the file")
        return self._data[(number + 1) * SECTOR : (number + 2) * SECTOR]

    def _chain(self, start: int, size: int) -> bytes:
        """A stream of whole sectors."""
        self._take(size)
        numbers = _followed(self._next, start, -(-size // SECTOR))
        return _exactly(b"".join(map(self._sector, numbers)), size)

    def _whole_chain(self, start: int) -> bytes:
        """A chain of which no length is told, to its end; one that goes in a circle has none."""
        numbers = list(_followed(self._next, start, self._sectors + 1))
        if len(numbers) > self._sectors:
            raise ValueError("a chain in a circle")
        self._take(len(numbers) * SECTOR)
        return b"".join(map(self._sector, numbers))

    def _take(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise ValueError("more in the streams than in the file")

    def _directory(self, start: int) -> list[_Entry]:
        found = list[_Entry]()
        for fields in ENTRY.iter_unpack(self._whole_chain(start)):
            name, length, kind, _, left, right, child, *_, first, size = fields
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            # Version 3 tells lengths in 32 bits; what stands above them is to be ignored.
            found.append(_Entry(text, kind, left, right, child, first, size & 0xFFFFFFFF))
        if not found or found[0].kind != ROOT or len(found) > MOST_ENTRIES:
            raise ValueError("no directory")
        return found

    def _named(self) -> dict[str, _Entry]:
        """Every stream by its path: [MS-CFB] 2.6.4; each entry stands in one place only."""
        streams, seen = dict[str, _Entry](), {0}
        waiting = [("", self._entries[0].child)]
        while waiting:
            folder, number = waiting.pop()
            if number == NOBODY:
                continue
            if number in seen or number >= len(self._entries):
                raise ValueError("an entry in two places, or in none")
            seen.add(number)
            entry = self._entries[number]
            path = f"{folder}{entry.name.lower()}"
            waiting += [(folder, entry.left), (folder, entry.right)]
            if entry.kind == STORAGE:
                waiting.append((f"{path}/", entry.child))
            elif entry.kind != STREAM or path in streams:
                raise ValueError("an entry of no known kind, or twice")
            else:
                streams[path] = entry
        return streams


def _numbers(table: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(table) // 4}I", table)


def _followed(table: tuple[int, ...], start: int, most: int) -> Iterator[int]:
    """The sectors of a chain, at most so many; it ends where the table has no further one."""
    number = start
    for _ in range(most):
        if number >= len(table):
            return
        yield number
        number = table[number]


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise ValueError("a stream that ends too early")
    return data[:size]
