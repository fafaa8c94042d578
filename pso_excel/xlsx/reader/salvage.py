"""The entries of a damaged zip, each from its own header on: what inflates of it, and whether it is
whole.

A cut upload loses the directory at the end of the file, but every entry before the cut still stands
behind its own header; where a header is damaged, the directory says where its data begins. Whatever
inflates is kept, whatever its checksum says.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pso_excel.xlsx.reader.limits import LIMITS, Limits
from pso_excel.xlsx.reader.package import heed_memory
from pso_excel.xlsx.reader.salvage_parts import (
    EMPTY_SHEET,
    LOST,
    Sheet,
    Tab,
    complete_parts,
    complete_xml,
    is_sound,
    numbers_of,
    part_of,
    rescued_sheet,
    rescued_strings,
    without_lost_texts,
)

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
    listed = {entry.begin: entry for entry in _listed(data, limits.parts)}
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
    yield from (entry for begin, entry in listed.items() if begin not in met)


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
    data = rest.removeprefix(_DESCRIPTOR_MARK)[: _DESCRIPTOR.size]
    return frozenset(_DESCRIPTOR.unpack(data)) if len(data) == _DESCRIPTOR.size else frozenset()


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


__all__ = ["LOST", "Cut", "Salvaged", "salvage"]

_SHEETS = "xl/worksheets/"
_MARKUP = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Cut:
    """Of a sheet that ends too early: the row of its last cell, and how many more there were (at
    least)."""

    last: int
    rows: int


@dataclass(slots=True)
class Salvaged:
    """A package of what can be read: how many parts are whole, how many are damaged or gone.

    ``sheets`` are the sheets that are lost whole, ``read`` those that are damaged and were read,
    ``cut`` those of them that end too early; ``cells`` is the number of cells of which not even the
    address is known, ``numbers`` that of the numbers whose format is lost, ``besides`` that of the
    parts with notes or text boxes that are damaged. A cell whose value is lost holds the error
    LOST.
    """

    data: bytes = b""
    parts: int = 0
    lost: int = 0
    sheets: list[str] = field(default_factory=list[str])
    read: list[str] = field(default_factory=list[str])
    cut: dict[str, Cut] = field(default_factory=dict[str, Cut])
    cells: int = 0
    numbers: int = 0
    besides: int = 0


def salvage(data: bytes, limits: Limits = LIMITS) -> Salvaged | None:
    """What can be read of a damaged package, within the limits; None when there is nothing, or when
    it is no package at all. What comes out is no safer than what went in: it passes through the
    same door."""
    if not data.startswith(LOCAL_MARK) or len(data) > limits.file_bytes:
        return None
    found = pieces(data, limits)
    good = {name for name, piece in found.items() if _is_good(name, piece)}
    if not good:
        return None
    saved = Salvaged(parts=len(good), lost=len(found) - len(good))
    parts = {name: piece.content for name, piece in found.items()}
    strings_at, styles_at = part_of("sharedStrings", parts), part_of("styles", parts)
    strings = rescued_strings(parts.get(strings_at, b""), limits.strings)
    sheets = {name: _rescued(name, parts) for name in found.keys() - good - {strings_at}}
    if strings_at not in good:
        parts[strings_at] = strings.xml
    _count(complete_parts(parts, good), sheets, saved)
    saved.besides = sum("comment" in name or "/drawings/" in name for name in found.keys() - good)
    known = _styles_known(parts.get(styles_at, b""))
    for name in filter(_is_sheet, parts):
        parts[name] = without_lost_texts(parts[name], strings)
        if styles_at not in good:
            saved.numbers += numbers_of(parts[name], lambda style: style >= known)
    saved.data = _packed(parts, {name: piece.name for name, piece in found.items()})
    return saved


def _is_good(name: str, piece: Piece) -> bool:
    return piece.whole and (not name.endswith(_MARKUP) or is_sound(piece.content))


def _is_sheet(name: str) -> bool:
    return name.startswith(_SHEETS) and name.endswith(".xml")


def _rescued(name: str, parts: dict[str, bytes]) -> Sheet:
    """Put what can be read of a damaged part in its place; what it is worth as a sheet."""
    if _is_sheet(name):
        sheet = rescued_sheet(parts[name])
        parts[name] = sheet.xml if sheet else EMPTY_SHEET
        return sheet or Sheet(b"")
    parts[name] = complete_xml(parts[name]) if name.endswith(_MARKUP) else b""
    if not parts[name]:
        del parts[name]
    return Sheet(b"")


def _styles_known(xml: bytes) -> int:
    """How many styles of cells can still be read."""
    start = xml.find(b"cellXfs")
    end = xml.find(b"</cellXfs>", start)
    return xml.count(b"<xf ", start, end if end > 0 else len(xml)) if start >= 0 else 0


def _count(tabs: tuple[Tab, ...], sheets: Mapping[str, Sheet], saved: Salvaged) -> None:
    """Count what is lost of the sheets, by their names."""
    for tab in tabs:
        sheet = sheets.get(tab.part)
        if not tab.part or (sheet is not None and not sheet.xml):
            saved.sheets.append(tab.name)
        elif sheet is not None:
            saved.read.append(tab.name)
            saved.cells += sheet.cells
            if sheet.rows:
                saved.cut[tab.name] = Cut(sheet.last, sheet.rows)


def _packed(parts: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            written = zipfile.ZipInfo(names.get(name, name))
            package.writestr(written, content, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()
