"""A zip archive of which some entries are replaced and all the others are copied as they are.

Every entry that is not replaced keeps its whole local record (header, compressed bytes, data
descriptor), its place and its line in the directory; only offsets are written anew.
"""

import struct
import zlib
from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.reader.limits import LIMITS
from pso_excel.xlsx.reader.package import heed_memory

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MOMENT = struct.Struct("<2H")
_LOCAL_MOMENT, _CENTRAL_MOMENT = 10, 12  # where time and day stand in a record and in a line
_END_MARK, _CENTRAL_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_ZIP64_MARK = b"PK\x06\x07"
_LONGEST_COMMENT = 0xFFFF
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8
_NEEDED = 20  # the version of the format that knows deflate


def refuse_structure(detail: str) -> NoReturn:
    """Refuse a file that is built otherwise than a workbook, naming the part or mark (O001)."""
    raise WorkbookError("O001", detail=detail)


class Entry(NamedTuple):
    """One line of the directory: ``head`` its fixed fields, ``name`` and ``comment`` raw bytes."""

    head: tuple[int, ...]
    name: bytes
    extra: bytes
    comment: bytes
    offset: int

    @property
    def part(self) -> str:
        """The name as text, in lower case: parts are the same whatever their case."""
        code = "utf-8" if self.head[2] & _UTF8_NAME else "cp437"
        return self.name.decode(code, "replace").replace("\\", "/").lower()


class Archive:
    """The entries of ``data``; refused (O001) when its directory and its records disagree."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end = self._find_end()
        mark, disk, first, here, count, size, start, _ = _END.unpack_from(data, self._end)
        if disk or first or here != count or start + size != self._end or mark != _END_MARK:
            refuse_structure("zip")
        if data[max(0, self._end - 20) : self._end].startswith(_ZIP64_MARK):
            refuse_structure("zip64")
        self._start = start
        self._entries = self._directory(count)
        self._records = self._local_records()
        self._by_part = {entry.part: entry for entry in self._entries}
        if len(self._by_part) != len(self._entries):
            refuse_structure("zip")

    def _find_end(self) -> int:
        data, size = self._data, len(self._data)
        at = data.rfind(_END_MARK, max(0, size - _END.size - _LONGEST_COMMENT))
        if at < 0 or at + _END.size > size:
            refuse_structure("zip")
        if at + _END.size + _END.unpack_from(data, at)[7] != size:
            refuse_structure("zip")
        return at

    def _directory(self, count: int) -> list[Entry]:
        data, at, entries = self._data, self._start, list[Entry]()
        for _ in range(count):
            if at + _CENTRAL.size > self._end:
                refuse_structure("zip")
            mark, *head = _CENTRAL.unpack_from(data, at)
            if mark != _CENTRAL_MARK:
                refuse_structure("zip")
            name, extra, comment = head[9:12]
            at += _CENTRAL.size
            texts = data[at : at + name + extra + comment]
            at += name + extra + comment
            entries.append(
                Entry(
                    tuple(head),
                    texts[:name],
                    texts[name : name + extra],
                    texts[name + extra :],
                    head[15],
                )
            )
        if at != self._end:
            refuse_structure("zip")
        return entries

    def _local_records(self) -> dict[int, int]:
        """The end of each local record by its start: it lasts to the next one."""
        starts = sorted(entry.offset for entry in self._entries)
        ends = dict(zip(starts, [*starts[1:], self._start], strict=True))
        for entry in self._entries:
            at = entry.offset
            if at + _LOCAL.size > ends[at]:
                refuse_structure("zip")
            mark, *head = _LOCAL.unpack_from(self._data, at)
            name = self._data[at + _LOCAL.size : at + _LOCAL.size + head[8]]
            if mark != _LOCAL_MARK or name != entry.name:
                refuse_structure(entry.part)
        if len(ends) != len(self._entries):
            refuse_structure("zip")
        return ends

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts in lower case, in the order of the directory."""
        return tuple(self._by_part)

    def read(self, part: str) -> bytes:
        """A part, inflated and checked; O001 when it is missing, damaged, locked or too large."""
        entry = self._by_part.get(part)
        if entry is None:
            refuse_structure(part)
        flags, method, check, packed, size = (entry.head[i] for i in (2, 3, 6, 7, 8))
        if flags & _ENCRYPTED or size > LIMITS.part_bytes or method not in (_STORED, _DEFLATED):
            refuse_structure(part)
        name, extra = _LOCAL.unpack_from(self._data, entry.offset)[9:11]
        at = entry.offset + _LOCAL.size + name + extra
        raw = self._data[at : at + packed]
        if at + packed > self._records[entry.offset]:
            refuse_structure(part)
        if method == _DEFLATED:
            raw = _inflated(raw, size, part)
        if len(raw) != size or zlib.crc32(raw) != check:
            refuse_structure(part)
        return raw

    @property
    def checksums(self) -> tuple[tuple[bytes, int, int], ...]:
        """Name, checksum and size of every entry, in the order of the directory."""
        return tuple((entry.name, entry.head[6], entry.head[8]) for entry in self._entries)

    @property
    def first_dated(self) -> tuple[int, int]:
        """Time and day of the first entry, as the format packs them."""
        head = self._first().head
        return head[4], head[5]

    def dated(self, time: int, day: int) -> bytes:
        """The archive with the time and the day of its first entry set, both where it stands and in
        the directory; every other byte is copied."""
        out, at, first = bytearray(self._data), self._start, self._first()
        _MOMENT.pack_into(out, first.offset + _LOCAL_MOMENT, time, day)
        for entry in self._entries:
            if entry is first:
                _MOMENT.pack_into(out, at + _CENTRAL_MOMENT, time, day)
            at += _CENTRAL.size + len(entry.name) + len(entry.extra) + len(entry.comment)
        return bytes(out)

    def _first(self) -> Entry:
        if not self._entries:
            refuse_structure("zip")
        return min(self._entries, key=lambda entry: entry.offset)

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with the named parts' content replaced, every other byte of it copied."""
        out = bytearray(self._data[: min(self._records, default=self._start)])
        moved: dict[int, tuple[int, bytes]] = {}
        for entry in sorted(self._entries, key=lambda each_entry: each_entry.offset):
            at = len(out)
            if entry.part in parts:
                record, line = _record(entry, parts[entry.part], at)
                out += record
            else:
                out += self._data[entry.offset : self._records[entry.offset]]
                line = _line(entry, entry.head, entry.extra, at)
            moved[entry.offset] = (at, line)
        start = len(out)
        for entry in self._entries:
            out += moved[entry.offset][1]
        count = len(self._entries)
        comment = self._data[self._end + _END.size :]
        size = len(out) - start
        out += _END.pack(_END_MARK, 0, 0, count, count, size, start, len(comment)) + comment
        return bytes(out)


def _inflated(raw: bytes, size: int, part: str) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(raw, size + 1)
    except zlib.error as error:
        heed_memory(error)
        refuse_structure(part)


def _line(entry: Entry, head: tuple[int, ...], extra: bytes, offset: int) -> bytes:
    lengths = (len(entry.name), len(extra), len(entry.comment))
    fields = (*head[:9], *lengths, *head[12:15], offset)
    return _CENTRAL.pack(_CENTRAL_MARK, *fields) + entry.name + extra + entry.comment


def _record(entry: Entry, content: bytes, offset: int) -> tuple[bytes, bytes]:
    """The new local record of an entry and its line of the directory.

    The sizes stand in the header, so there is no data descriptor, and no extra field.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    made, _, flags, _, time, day, *_ = entry.head
    common = (
        _NEEDED,
        flags & _UTF8_NAME,
        _DEFLATED,
        time,
        day,
        zlib.crc32(content),
        len(packed),
        len(content),
    )
    record = _LOCAL.pack(_LOCAL_MARK, *common, len(entry.name), 0) + entry.name + packed
    head = (made, *common, *entry.head[9:])
    return record, _line(entry, head, b"", offset)
