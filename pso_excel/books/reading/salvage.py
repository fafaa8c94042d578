"""What is left of a damaged package: parts whose own entries are whole, in a package made anew.

A cut upload loses the directory at the end of the file, but every part before the cut still stands
behind its own header. Parts that are cut, or whose checksum disagrees, are left out.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from pso_excel.books.reading.limits import LIMITS, Limits

_SIGNATURE = b"PK\x03\x04"
_HEADER = struct.Struct("<4s2xHH4xIIIHH")
_LATER = 8  # the flag of an entry whose sizes and checksum follow its data
_SECRET = 1
_CHUNK = 1 << 16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
EMPTY_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)
"""Stands in for a sheet that is lost, so that the others can be read."""


class Salvaged(NamedTuple):
    """A package of the parts that are whole: their number, and how many were given up."""

    data: bytes
    parts: int
    lost: int


def salvage(data: bytes, limits: Limits = LIMITS) -> Salvaged | None:
    """The parts of a damaged package that can be read, within the limits; None when there are
    none, or when it is no package at all. What comes out is no safer than what went in: it passes
    through the same door."""
    if not data.startswith(_SIGNATURE) or len(data) > limits.file_bytes:
        return None
    target, names, lost = io.BytesIO(), set[str](), 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _entries(memoryview(data), data, _Room(limits)):
            if len(names) >= limits.parts or name in names:
                break
            names.add(name)
            if content is None:
                lost += 1
                content = EMPTY_SHEET if _SHEET.fullmatch(name) else None
            if content is not None:
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    whole = len(names) - lost
    return Salvaged(target.getvalue(), whole, lost) if whole else None


class _Room:
    """How much may still be inflated, whether it turns out whole or not."""

    def __init__(self, limits: Limits) -> None:
        self.part, self.total = limits.part_bytes, limits.total_bytes


def _entries(view: memoryview, data: bytes, room: _Room) -> Iterator[tuple[str, bytes | None]]:
    """Each entry from its own header on: its name, and its content where that is whole."""
    start = 0
    while (start := data.find(_SIGNATURE, start)) >= 0 and len(data) - start >= _HEADER.size:
        if room.total <= 0:
            return
        _, flags, method, check, size, full, name_length, extra = _HEADER.unpack_from(data, start)
        begin = start + _HEADER.size + name_length + extra
        name = data[start + _HEADER.size : begin - extra].decode("utf-8", "replace")
        start += len(_SIGNATURE)
        if not name or name.endswith("/") or flags & _SECRET or method not in (0, 8):
            continue
        if method == zipfile.ZIP_DEFLATED:
            content = _inflated(view[begin : begin + size] if size else view[begin:], room)
        else:
            content = bytes(view[begin : begin + size])
            room.total -= len(content)
        sized = flags & _LATER or (content is not None and len(content) == full)
        if not sized or content is None or (check and zlib.crc32(content) != check):
            content = None
        yield name, content
        start = begin + size


def _inflated(raw: memoryview, room: _Room) -> bytes | None:
    """A deflated part up to its end; None when it has none, or is larger than is allowed."""
    inflater, pieces, got = zlib.decompressobj(-zlib.MAX_WBITS), list[bytes](), 0
    for start in range(0, len(raw), _CHUNK):
        rest: bytes | memoryview = raw[start : start + _CHUNK]
        while len(rest) and not inflater.eof:
            try:
                piece = inflater.decompress(rest, _CHUNK << 4)
            except zlib.error:
                return None
            rest = inflater.unconsumed_tail
            got, room.total = got + len(piece), room.total - len(piece)
            if got > room.part or room.total < 0:
                return None
            pieces.append(piece)
        if inflater.eof:
            return b"".join(pieces)
    return None
