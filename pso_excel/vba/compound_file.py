"""A compound file: storages and streams in one file of sectors, written as [MS-CFB] version 3 has
it. The same streams give the same bytes."""

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Tree = Mapping[str, "bytes | Tree"]
"""Streams by name; a mapping is a storage with streams of its own."""

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
SECTOR = 512
SHORT_SECTOR = 64
CUTOFF = 4096
"""A stream shorter than this lies in the short sectors of the mini stream."""
ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
"""[MS-CFB] 2.6.1 "Compound File Directory Entry"."""
HEADER = struct.Struct("<8s16sHHHHH6s9I109I")
"""[MS-CFB] 2.2 "Compound File Header"."""
IN_HEADER = 109

FREE, END, FAT_SECTOR, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_NUMBERS_A_SECTOR = SECTOR // 4


class _Entry(NamedTuple):
    """A storage or stream, and its place in the tree of its siblings."""

    name: str
    kind: int
    data: bytes = b""
    child: int = NOBODY


def compound_file(tree: Tree) -> bytes:
    """The file that holds these streams and storages; ValueError when they are too large for a
    file without a further table (about 7 MB) or a name is too long."""
    entries, links = _directory(tree)
    sectors, short = _Sectors(SECTOR), _Sectors(SHORT_SECTOR)
    starts = [_stored(entry, sectors, short) for entry in entries]
    mini = b"".join(short.blocks)
    starts[0] = sectors.add(mini)
    short_table = sectors.add(_numbers(short.table))
    short_tables = -(-len(short.table) // _NUMBERS_A_SECTOR)
    records: list[bytes] = []
    for entry, link, start in zip(entries, links, starts, strict=True):
        size = len(mini) if entry.kind == ROOT else len(entry.data)
        records.append(_record(entry, link, start, size))
    records += [_unused()] * (-len(records) % (SECTOR // ENTRY.size))
    directory = sectors.add(b"".join(records))
    fat = _allocation(sectors)
    header = HEADER.pack(
        *(SIGNATURE, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, len(fat), directory, 0),
        *(CUTOFF, short_table, short_tables, END, 0),
        *fat,
        *[FREE] * (IN_HEADER - len(fat)),
    )
    return header + b"".join(sectors.blocks)


class _Sectors:
    """Sectors of one size, with the table that chains them: [MS-CFB] 2.3 and 2.4."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.blocks: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Append a chain; gives its first sector."""
        if not data:
            return END
        first = len(self.table)
        starts = range(0, len(data), self.size)
        self.blocks += [data[at : at + self.size].ljust(self.size, b"\0") for at in starts]
        self.table += [*range(first + 1, first + len(starts)), END]
        return first


def _stored(entry: _Entry, sectors: _Sectors, short: _Sectors) -> int:
    """Put a stream where its length belongs; gives its first sector."""
    if entry.kind != STREAM:
        return 0
    return (short if len(entry.data) < CUTOFF else sectors).add(entry.data)


def _allocation(sectors: _Sectors) -> list[int]:
    """Append the table of all sectors, its own among them; gives the sectors it stands in."""
    needed = 0
    while len(sectors.table) + needed > needed * _NUMBERS_A_SECTOR:
        needed += 1
    if needed > IN_HEADER:
        raise ValueError("too large for a compound file without a further table")
    own = list(range(len(sectors.table), len(sectors.table) + needed))
    table = _numbers([*sectors.table, *[FAT_SECTOR] * needed])
    sectors.blocks += [table[at : at + SECTOR] for at in range(0, len(table), SECTOR)]
    return own


def _numbers(table: list[int]) -> bytes:
    """A table as whole sectors, what is left over marked as free."""
    padded = [*table, *[FREE] * (-len(table) % _NUMBERS_A_SECTOR)]
    return struct.pack(f"<{len(padded)}I", *padded)


class _Link(NamedTuple):
    """The siblings before and after, and the colour: [MS-CFB] 2.6.4 "Red-Black Tree"."""

    left: int = NOBODY
    right: int = NOBODY
    colour: int = _BLACK


def _directory(tree: Tree) -> tuple[list[_Entry], list[_Link]]:
    """Every entry, the root first, and how siblings hang together."""
    entries, links = [_Entry("Root Entry", ROOT)], [_Link()]

    def place(children: Tree) -> int:
        numbers: list[int] = []
        for name in sorted(children, key=_order):
            content = children[name]
            numbers.append(len(entries))
            stream = content if isinstance(content, bytes) else b""
            entries.append(_Entry(name, STREAM if isinstance(content, bytes) else STORAGE, stream))
            links.append(_Link())
            if not isinstance(content, bytes):
                number = numbers[-1]
                entries[number] = entries[number]._replace(child=place(content))
        full = (len(numbers) + 1).bit_length() - 1
        for number, link in _balanced(numbers, full):
            links[number] = link
        return numbers[len(numbers) // 2] if numbers else NOBODY

    entries[0] = entries[0]._replace(child=place(tree))
    return entries, links


def _order(name: str) -> tuple[int, str]:
    """[MS-CFB] 2.6.4: the shorter name first, then by capitals."""
    return len(name), name.upper()


def _balanced(numbers: list[int], full: int, depth: int = 0) -> Iterator[tuple[int, _Link]]:
    """A tree cut in the middle; black but for the last level when that is not full."""
    if not numbers:
        return
    middle = len(numbers) // 2
    before, after = numbers[:middle], numbers[middle + 1 :]
    left, right = (side[len(side) // 2] if side else NOBODY for side in (before, after))
    yield numbers[middle], _Link(left, right, _BLACK if depth < full else _RED)
    yield from _balanced(before, full, depth + 1)
    yield from _balanced(after, full, depth + 1)


def _record(entry: _Entry, link: _Link, start: int, size: int) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    if len(name) > 64:
        raise ValueError(f"{entry.name}: a name has at most 31 characters")
    siblings = link.left, link.right, entry.child
    return ENTRY.pack(
        name, len(name), entry.kind, link.colour, *siblings, bytes(16), 0, 0, 0, start, size
    )


def _unused() -> bytes:
    return ENTRY.pack(b"", 0, 0, 0, NOBODY, NOBODY, NOBODY, bytes(16), 0, 0, 0, 0, 0)


_VERSION = 3, 0xFFFE, 9, 6
MOST_ENTRIES = 4_000


class _StoredEntry(NamedTuple):
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
        self._next = _numbers_in(own)
        self._entries = self._directory(directory)
        root = self._entries[0]
        self._mini = self._chain(root.start, root.size)
        self._short_next = _numbers_in(self._whole_chain(short_table)) if self._mini else ()
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
        self._mark_used(entry.size)
        numbers = _followed(self._short_next, entry.start, -(-entry.size // SHORT_SECTOR))
        blocks = (self._mini[at * SHORT_SECTOR : (at + 1) * SHORT_SECTOR] for at in numbers)
        return _exactly(b"".join(blocks), entry.size)

    def _sector(self, number: int) -> bytes:
        if not 0 <= number < self._sectors:
            raise ValueError("a sector outside the file")
        return self._data[(number + 1) * SECTOR : (number + 2) * SECTOR]

    def _chain(self, start: int, size: int) -> bytes:
        """A stream of whole sectors."""
        self._mark_used(size)
        numbers = _followed(self._next, start, -(-size // SECTOR))
        return _exactly(b"".join(map(self._sector, numbers)), size)

    def _whole_chain(self, start: int) -> bytes:
        """A chain of which no length is told, to its end; one that goes in a circle has none."""
        numbers = list(_followed(self._next, start, self._sectors + 1))
        if len(numbers) > self._sectors:
            raise ValueError("a chain in a circle")
        self._mark_used(len(numbers) * SECTOR)
        return b"".join(map(self._sector, numbers))

    def _mark_used(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise ValueError("more in the streams than in the file")

    def _directory(self, start: int) -> list[_StoredEntry]:
        found = list[_StoredEntry]()
        for fields in ENTRY.iter_unpack(self._whole_chain(start)):
            name, length, kind, _, left, right, child, *_, first, size = fields
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            # Version 3 tells lengths in 32 bits; what stands above them is to be ignored.
            found.append(_StoredEntry(text, kind, left, right, child, first, size & 0xFFFFFFFF))
        if not found or found[0].kind != ROOT or len(found) > MOST_ENTRIES:
            raise ValueError("no directory")
        return found

    def _named(self) -> dict[str, _StoredEntry]:
        """Every stream by its path: [MS-CFB] 2.6.4; each entry stands in one place only."""
        streams, seen = dict[str, _StoredEntry](), {0}
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


def _numbers_in(table: bytes) -> tuple[int, ...]:
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
