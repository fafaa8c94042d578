"""The entries of a damaged zip, each from its own header on: what inflates of it, and whether it is
whole.

A cut upload loses the directory at the end of the file, but every entry before the cut still stands
behind its own header; where a header is damaged, the directory says where its data begins. Whatever
inflates is kept, whatever its checksum says.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from pso_excel.books.reading.limits import Limits
from pso_excel.books.reading.package import heed_memory

LOCAL_MARK = b"PK\x03\x04"
_LISTED_MARK = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s2xHH4xIIIHH")
_LISTED = struct.Struct("<4s4xHH4xIIIHHH8xI")
_DESCRIPTOR = struct.Struct("<I")
_DESCRIPTOR_MARK = b"PK\x07\x08"
_SECRET = 1
_CHUNK = 1 << 12


class Piece(NamedTuple):
    """One part of a damaged package: what there is of it, and whether that is all, as written."""

    name: str
    content: bytes
    whole: bool


class _Entry(NamedTuple):
    """Where an entry's data begins and how long it says it is (0: it does not say), its checksums
    as they are known, and its method."""

    name: str
    begin: int
    size: int
    checks: frozenset[int]
    method: int


class Room:
    """How much may still be inflated, whether it turns out whole or not."""

    def __init__(self, limits: Limits) -> None:
        self.part, self.total = limits.part_bytes, limits.total_bytes


def pieces(data: bytes, limits: Limits) -> dict[str, Piece]:
    """Every part by its name in lower case, within the limits; of two of one name the whole one."""
    found: dict[str, Piece] = {}
    room, view = Room(limits), memoryview(data)
    listed = {one.begin: one for one in _listed(data, limits.parts)}
    for entry in _entries(data, listed):
        if room.total <= 0 or len(found) >= limits.parts:
            break
        piece = _piece(entry, view, room)
        known = found.get(piece.name.lower())
        if known is None or (piece.whole, len(piece.content)) > (known.whole, len(known.content)):
            found[piece.name.lower()] = piece
    return found


def _entries(data: bytes, listed: dict[int, _Entry]) -> Iterator[_Entry]:
    """Each entry that has a header of its own, then those of which only the directory tells."""
    start, met = 0, set[int]()
    while (start := data.find(LOCAL_MARK, start)) >= 0 and len(data) - start >= _LOCAL.size:
        _, flags, method, check, size, _, name_length, extra = _LOCAL.unpack_from(data, start)
        at = start + _LOCAL.size
        begin = at + name_length + extra
        name = _named(data[at : at + name_length])
        start += len(LOCAL_MARK)
        if not name or name.endswith("/") or flags & _SECRET or method not in (0, 8):
            continue
        known = listed.get(begin)
        checks = frozenset(filter(None, (check, *(known.checks if known else ()))))
        size = known.size if known and known.name == name else size
        met.add(begin)
        yield _Entry(name, begin, size, checks, method)
        start = max(start, begin + size)
    yield from (one for begin, one in listed.items() if begin not in met)


def _listed(data: bytes, most: int) -> Iterator[_Entry]:
    """The entries as the directory lists them, whatever is left of it."""
    at = 0
    for _ in range(most):
        at = data.find(_LISTED_MARK, at)
        if at < 0 or len(data) - at < _LISTED.size:
            return
        _, flags, method, check, size, _, name_length, extra, _, offset = _LISTED.unpack_from(
            data, at
        )
        name = _named(data[at + 46 : at + 46 + name_length])
        at += len(_LISTED_MARK)
        local = data[offset : offset + _LOCAL.size]
        if flags & _SECRET or method not in (0, 8) or name.endswith("/") or not name:
            continue
        if len(local) == _LOCAL.size:
            own_name, own_extra = _LOCAL.unpack(local)[-2:]
            whole = local.startswith(LOCAL_MARK) and own_name == name_length
            begin = offset + _LOCAL.size + name_length + (own_extra if whole else extra)
            yield _Entry(name, begin, size, frozenset({check}), method)


def _named(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\\", "/")


def _piece(entry: _Entry, view: memoryview, room: Room) -> Piece:
    raw = view[entry.begin : entry.begin + entry.size] if entry.size else view[entry.begin :]
    if entry.method == zipfile.ZIP_STORED:
        content = bytes(raw[: min(room.part, room.total)]) if entry.size else b""
        room.total -= len(content)
        return Piece(entry.name, content, zlib.crc32(content) in entry.checks)
    content, rest = _inflated(raw, room)
    checks = entry.checks or _described(rest or b"")
    whole = rest is not None and (not checks or zlib.crc32(content) in checks)
    return Piece(entry.name, content, whole)


def _described(rest: bytes) -> frozenset[int]:
    """The checksum that follows the data of an entry whose header has none."""
    told = rest.removeprefix(_DESCRIPTOR_MARK)[: _DESCRIPTOR.size]
    return frozenset(_DESCRIPTOR.unpack(told)) if len(told) == _DESCRIPTOR.size else frozenset()


def _inflated(raw: memoryview, room: Room) -> tuple[bytes, bytes | None]:
    """What inflates, and what follows it; None when it has no end, or is larger than allowed."""
    inflater, got = zlib.decompressobj(-zlib.MAX_WBITS), list[bytes]()
    left = min(room.part, room.total)
    for start in range(0, len(raw), _CHUNK):
        chunk = bytes(raw[start : start + _CHUNK])
        before = inflater.copy()
        try:
            piece = inflater.decompress(chunk, left + 1)
        except zlib.error as error:
            heed_memory(error)
            got.append(_to_the_fault(before, chunk, left))
            break
        got.append(piece)
        left -= len(piece)
        room.total -= len(piece)
        if left < 0:
            return b"", None
        if inflater.eof:
            return b"".join(got), inflater.unused_data
    return b"".join(got), None


def _to_the_fault(inflater: Any, chunk: bytes, left: int) -> bytes:
    """What a chunk that cannot be inflated gives before its fault."""
    got = list[bytes]()
    for number in range(len(chunk)):
        try:
            got.append(inflater.decompress(chunk[number : number + 1], max(1, left)))
        except zlib.error as error:
            heed_memory(error)
            break
        left -= len(got[-1])
    return b"".join(got)
