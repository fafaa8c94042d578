"""Values put into a copy of a workbook, every other part as it came."""

import posixpath
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple
from xml.parsers import expat

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.patcher.sheet_edit import BookFacts, splice
from pso_excel.xlsx.patcher.styles import Styles
from pso_excel.xlsx.patcher.zip_archive import Archive, refuse_structure
from pso_excel.xlsx.reader.xml_parser import MAIN, OFFICE_RELATIONS, PACKAGE_RELATIONS
from pso_excel.xlsx.workbook import CellWrite

_DOCUMENT = tuple(f"{space}/officeDocument" for space in OFFICE_RELATIONS)
_WORKSHEET = tuple(f"{space}/worksheet" for space in OFFICE_RELATIONS)
_STYLES = tuple(f"{space}/styles" for space in OFFICE_RELATIONS)
_TRUE = ("1", "true")


class SheetParts(NamedTuple):
    """The parts of the worksheets by the sheet's name; ``date1904``: the book counts days from
    1904; ``styles``: the part of its styles, empty when it has none."""

    parts: dict[str, str]
    date1904: bool
    styles: str


def elements(data: bytes, part: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part: its name with its namespace before it, and its attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name, attributes))

    def doctype(*_: object) -> None:
        refuse_structure(part)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        refuse_structure(part)
    return found


def _relations(archive: Archive, source: str) -> dict[str, tuple[str, str]]:
    """The internal relationships of a part: by id, the type and the part that is meant."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    tags = tuple(f"{space} Relationship" for space in PACKAGE_RELATIONS)
    found: dict[str, tuple[str, str]] = {}
    for tag, given in elements(archive.read(part), part):
        if tag in tags and given.get("TargetMode") != "External":
            target = given.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
            found[given.get("Id", "")] = (given.get("Type", ""), path)
    return found


def _either(given: dict[str, str], name: str) -> str:
    return next((given[f"{s} {name}"] for s in OFFICE_RELATIONS if f"{s} {name}" in given), "")


def sheet_parts(archive: Archive) -> SheetParts:
    """Find the worksheets; O001 when the package does not say where they are."""
    top = [path for kind, path in _relations(archive, "").values() if kind in _DOCUMENT]
    if len(top) != 1:
        refuse_structure("_rels/.rels")
    related = _relations(archive, top[0])
    parts: dict[str, str] = {}
    date1904 = False
    for tag, given in elements(archive.read(top[0]), top[0]):
        space, _, name = tag.rpartition(" ")
        if space not in MAIN:
            continue
        if name == "workbookPr":
            date1904 = given.get("date1904", "") in _TRUE
        elif name == "sheet":
            kind, path = related.get(_either(given, "id"), ("", ""))
            if kind in _WORKSHEET:
                parts[given.get("name", "")] = path
    styles = next((path for kind, path in related.values() if kind in _STYLES), "")
    return SheetParts(parts, date1904, styles)


_YEARS, _MONTHS, _DAYS, _HOURS, _MINUTES, _SECONDS = 128, 12, 28, 24, 60, 30
"""The times that the zip format has, by two seconds from 1980; 28 days for every month."""


def stamped(data: bytes) -> bytes:
    """The workbook as one that nobody has saved since we wrote it."""
    archive = Archive(data)
    return archive.dated(*_moment(archive))


def is_stamped(data: bytes) -> bool:
    """Whether nobody has saved the workbook since we wrote it; False for what is no workbook."""
    try:
        archive = Archive(data)
        return archive.first_dated == _moment(archive)
    except WorkbookError:
        return False


def _moment(archive: Archive) -> tuple[int, int]:
    """Time and day as the zip format packs them, out of the content."""
    number = int.from_bytes(sha256(repr(archive.checksums).encode()).digest())
    number, second = divmod(number, _SECONDS)
    number, minute = divmod(number, _MINUTES)
    number, hour = divmod(number, _HOURS)
    number, day = divmod(number, _DAYS)
    number, month = divmod(number, _MONTHS)
    year = number % _YEARS
    return hour << 11 | minute << 5 | second, year << 9 | (month + 1) << 5 | (day + 1)


_CHAIN = "xl/calcchain.xml"
_SIGNATURES = "_xmlsignatures/"


def patch_workbook(data: bytes, writes: Iterable[CellWrite]) -> bytes:
    """The workbook in ``data`` with the writes in it; the same bytes for the same arguments.

    WorkbookError when it cannot be done without touching anything else: O001 the package or a
    sheet is not built as expected, O003 a sheet is gone, O004 a formula in a cell to be written
    that other parts of the book rely on, O005 the workbook is digitally signed.
    """
    by_sheet: dict[str, list[CellWrite]] = {}
    for write in writes:
        by_sheet.setdefault(write.sheet, []).append(write)
    if not by_sheet:
        return data
    archive = Archive(data)
    if any(part.startswith(_SIGNATURES) for part in archive.parts):
        raise WorkbookError("O005")
    sheets = sheet_parts(archive)
    styles = _Styles(archive, sheets.styles)
    facts = BookFacts(sheets.date1904, _CHAIN in archive.parts, styles.quoted)
    changed: dict[str, bytes] = {}
    for sheet, of_sheet in by_sheet.items():
        part = sheets.parts.get(sheet)
        if part is None:
            raise WorkbookError("O003", sheet=sheet)
        changed[part] = splice(archive.read(part), of_sheet, part, facts)
    return archive.replaced({**changed, **styles.changed()})


class _Styles:
    """The styles of the workbook, read when the first text needs one."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive, self._part = archive, part or "styles"
        self._read: Styles | None = None

    def quoted(self, style: str) -> str:
        """The number of the style like that one with the quote prefix."""
        if self._read is None:
            self._read = Styles(self._archive.read(self._part), self._part)
        return self._read.quoted(style)

    def changed(self) -> dict[str, bytes]:
        """The part of the styles, when it has changed."""
        found = self._read
        return {self._part: found.changed()} if found is not None and found.is_changed else {}
