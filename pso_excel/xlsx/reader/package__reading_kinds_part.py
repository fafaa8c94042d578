"""What a file looks like from its first bytes, when it is not the package it should be."""

from collections.abc import Container, Iterable, Mapping
from typing import NoReturn

from pso_excel.core.messages import worded
from pso_excel.core.problem import Problem, Refused
from pso_excel.xlsx.reader.limits import refuse

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
    raise Refused(Problem("F003", values={"ext": ext, "kind": worded(f"file_{_WORDS[ext]}")}))


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
