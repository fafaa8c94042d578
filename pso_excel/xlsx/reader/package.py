"""The zip package, bounded: part names that are safe and unique, bytes counted as they inflate."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import NoReturn

from pso_excel.xlsx.errors import refuse, refuse_more_than
from pso_excel.xlsx.reader.limits import WITH_BLANKS, Budget, Limits

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"{\\rtf", ".rtf"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
    (b"\x09\x00\x04\x00", ".xls"),  # BIFF2 to BIFF4 begin with a bare BOF record
    (b"\x09\x02\x06\x00", ".xls"),
    (b"\x09\x04\x06\x00", ".xls"),
)
_STREAMS = (("WordDocument", ".doc"), ("PowerPoint Document", ".ppt"))
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


_WORDS: Mapping[str, str] = {
    ".xls": "old_excel",
    ".xlsb": "binary_excel",
    ".ods": "open_document",
    ".numbers": "numbers",
    ".csv": "text",
    ".txt": "text",
    ".rtf": "word",
    ".html": "web_page",
    ".xml": "xml",
    ".doc": "word",
    ".docx": "word",
    ".ppt": "slides",
    ".pptx": "slides",
    ".pdf": "pdf",
    **dict.fromkeys((".png", ".jpg", ".gif", ".bmp", ".tif"), "picture"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), "archive"),
}
"""What each kind is called (a fixed word ``file_...``)."""


def refuse_kind(ext: str) -> NoReturn:
    """Refuse another kind of file (F003), naming what it is."""
    refuse("F003", ext=ext, kind=_WORDS[ext])


def refuse_other_kinds(data: bytes) -> None:
    """Refuse whatever is not a zip package, by its first bytes, naming what it looks like.

    Refusals: F021 empty, F002 password, F003 another kind of file, F001 nothing known.
    """
    if data.startswith(ZIP):
        return
    if not data.strip(b"\0"):
        refuse("F021")
    if data.startswith(OLE):
        _refuse_compound(data)
    for mark, kind in _MARKS:
        if data.startswith(mark):
            refuse_kind(kind)
    kind = _text_kind(data[:4096])
    if kind:
        refuse_kind(kind)
    refuse("F001")


def _refuse_compound(data: bytes) -> None:
    """A compound file: a workbook under a password, or a document of the 1990s."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        refuse("F002")
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            refuse_kind(kind)
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        refuse_kind(".xls")
    refuse("F001")


def _text_kind(head: bytes) -> str:
    """The kind of a text file (``.html``, ``.xml``, ``.csv``, ``.txt``), or empty for binary."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) & ~1].decode("utf-16", "replace")
    elif b"\0" in head:
        return ""
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("cp874", "replace")
    text = text.lstrip().lower()
    if text.startswith(("<html", "<!doctype html", "<table")):
        return ".html"
    if text.startswith("<"):
        return ".html" if "<table" in text or "<html" in text else ".xml"
    controls = sum(1 for letter in text if letter < " " and letter not in "\t\r\n")
    if controls * 50 > len(text):
        return ""
    return ".csv" if any(mark in text for mark in ",;\t") else ".txt"


def refuse_other_packages(parts: Container[str], names: Iterable[str]) -> None:
    """Refuse a zip that is another office format or a plain archive.

    ``parts`` are the lower-case part names. Refusals: F022 an archive that holds a workbook, F003
    another format, F001 when nothing tells.
    """
    if "mimetype" in parts and "content.xml" in parts:
        refuse_kind(".ods")
    if "word/document.xml" in parts:
        refuse_kind(".docx")
    if "ppt/presentation.xml" in parts:
        refuse_kind(".pptx")
    if "index/document.iwa" in parts or "index.zip" in parts:
        refuse_kind(".numbers")
    if "[content_types].xml" in parts:
        return
    inside = sorted(name for name in names if name.endswith(_WORKBOOKS))
    if inside:
        refuse("F022", name=inside[0])
    if "_rels/.rels" not in parts:
        refuse_kind(".zip")


_CHUNK = 1 << 16
_LISTED = b"PK\x01\x02"  # begins every entry of a zip's directory
_LOCAL_HEADER = struct.Struct("<4s2xHH4xIIIHH")
_END, _END_SIZE = b"PK\x05\x06", 22  # of the record at the end, but for its comment
_LATER, _UTF8 = 0x8, 0x800  # flags: sizes follow the data; how the name is written


def heed_memory(error: zlib.error) -> None:
    """MemoryError where there was too little of it, which says nothing of the file."""
    if "Error -4" in str(error):  # Z_MEM_ERROR
        raise MemoryError from None


class Package:
    """The parts of one package by lower-case name; reading them spends one budget of bytes."""

    def __init__(self, data: bytes, entries: Mapping[str, zipfile.ZipInfo], limits: Limits) -> None:
        self._data = data
        self._entries = entries
        self.budget = Budget(limits)
        self.limits = limits

    @property
    def parts(self) -> tuple[str, ...]:
        """Every part's name in lower case, in the order of the file."""
        return tuple(self._entries)

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def size(self, part: str) -> int:
        """What the part claims to hold, in bytes; reading more than that is refused."""
        return self._entries[part].file_size

    def read(self, part: str) -> bytes:
        """The whole part, inflated."""
        return b"".join(self.chunks(part))

    def chunks(self, part: str, shortened: Callable[[bytes], bytes] = bytes) -> Iterator[bytes]:
        """The part's bytes piece by piece, each ``shortened`` and counted before it is handed over.

        Refusals: F023 more than the limits, F001 damaged (size or checksum do not agree).
        """
        entry = self._entries[part]
        most = self.limits.part_bytes
        if shortened is bytes and entry.file_size > most:
            refuse_more_than("F023", most >> 20, part=part)
        got = kept = check = 0
        for chunk in self._inflated(entry):
            got += len(chunk)
            piece = shortened(chunk)
            kept += len(piece)
            self.budget.take_bytes(len(chunk), len(piece), part)
            if kept > most:
                refuse_more_than("F023", most >> 20, part=part)
            if got > entry.file_size:
                refuse("F001")
            check = zlib.crc32(chunk, check)
            yield piece
        if got != entry.file_size or check != entry.CRC:
            refuse("F001")

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        raw = self._raw(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            for start in range(0, len(raw), _CHUNK):
                yield bytes(raw[start : start + _CHUNK])
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        rest: bytes | memoryview = raw
        try:
            while not inflater.eof:
                chunk = inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
                if chunk:
                    yield chunk
                elif not rest and not inflater.eof:
                    refuse("F001")
        except zlib.error as error:
            heed_memory(error)
            refuse("F001")

    def _raw(self, entry: zipfile.ZipInfo) -> memoryview:
        """The bytes as packed; F001 when the part's own header says otherwise than the directory,
        for then two programs would read two parts."""
        start = entry.header_offset
        header = self._data[start : start + _LOCAL_HEADER.size]
        if start < 0 or len(header) < _LOCAL_HEADER.size:
            refuse("F001")
        signature, flags, method, *sizes, name, extra = _LOCAL_HEADER.unpack(header)
        start += _LOCAL_HEADER.size
        named = self._data[start : start + name]
        start += name + extra
        raw = memoryview(self._data)[start : start + entry.compress_size]
        if signature != b"PK\x03\x04" or len(raw) != entry.compress_size:
            refuse("F001")
        listed = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")
        same = sizes == [entry.CRC, entry.compress_size, entry.file_size] or flags & _LATER
        if named != listed or method != entry.compress_type or not same:
            refuse("F001")
        return raw


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in ``data``, its directory checked before anything is inflated.

    Refusals: F030 file too large, F001 to F003, F021, F022 (see
    :mod:`pso_excel.books.reading.kinds`), F002 password, F023 too big, F024 too many parts, F027
    unsafe part name, F028 a part twice.
    """
    if len(data) > limits.file_bytes:
        refuse_more_than("F030", limits.file_bytes >> 20, n=f"{len(data) >> 20:,}")
    refuse_other_kinds(data)
    listed = data.count(_LISTED)
    if listed > limits.parts:
        refuse_more_than("F024", limits.parts, n=f"{listed:,}")
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeError, ValueError, struct.error):
        refuse("F001")
    if _ends(data) != 1 or min((info.header_offset for info in infos), default=0):
        refuse("F001")
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        part = _safe_part(info)
        if part in entries:
            refuse("F028", part=part)
        if not part.endswith("/"):
            entries[part] = info
    refuse_other_packages(entries, entries)
    if sum(info.file_size for info in infos) > limits.total_bytes * WITH_BLANKS:
        refuse_more_than("F023", limits.total_bytes >> 20, part=_largest(entries))
    return Package(data, entries, limits)


def _ends(data: bytes) -> int:
    """How many records at the end of a zip there could be: each would name another directory."""
    number, at = 0, len(data)
    first = max(0, len(data) - _END_SIZE - 0xFFFF)
    while (at := data.rfind(_END, first, at)) >= 0:
        comment = data[at + _END_SIZE - 2 : at + _END_SIZE]
        number += at + _END_SIZE + int.from_bytes(comment, "little") == len(data)
    return number


def _largest(entries: Mapping[str, zipfile.ZipInfo]) -> str:
    return max(entries, key=lambda part: entries[part].file_size)


def _safe_part(info: zipfile.ZipInfo) -> str:
    part = info.filename.replace("\\", "/").lower()
    cut = info.orig_filename != info.filename and "\0" in info.orig_filename
    if cut or not part or ".." in part.split("/") or part.startswith("/") or ":" in part:
        refuse("F027", part=info.filename)
    if info.flag_bits & 1:
        refuse("F002")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        refuse("F001")
    return part


def resolve(source: str, target: str) -> str:
    """The part a relationship of ``source`` points to; F027 when it leaves the package."""
    path = target.replace("\\", "/")
    joined = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(source), path)
    part = posixpath.normpath(joined).lower()
    if part.startswith(("../", "/")) or ":" in part:
        refuse("F027", part=target)
    return part
