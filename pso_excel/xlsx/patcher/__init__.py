"""Which part of a package holds which worksheet, and what else a patch must know of the book."""

import posixpath
from typing import NamedTuple
from xml.parsers import expat

from pso_excel.xlsx.patcher.zip_archive import Archive, refuse_structure
from pso_excel.xlsx.reader.xml_parser import MAIN, OFFICE_RELATIONS, PACKAGE_RELATIONS

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
