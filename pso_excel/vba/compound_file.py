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
