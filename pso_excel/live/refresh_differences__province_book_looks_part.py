"""How a province book of ours looks, cell by cell, for an open one that is brought up to date."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from pso_excel.xlsx.workbook import position

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GENERAL = "General"
Place = tuple[int, int]


class CellLook(NamedTuple):
    """What a cell looks like: the colours of its text and its ground (``"#166534"``, None for no
    ground), its number format, and ``kind``, equal for cells alike in everything else (face, size,
    frame, alignment)."""

    ink: str
    ground: str | None
    format: str
    kind: str


@dataclass(frozen=True, slots=True)
class SheetLook:
    """The looks of one sheet by (row, column), both counted from 1, and the heights of its rows in
    points where they are not the usual one."""

    cells: dict[Place, CellLook] = field(default_factory=dict[Place, CellLook])
    heights: dict[int, float] = field(default_factory=dict[int, float])


def looks_of(data: bytes) -> dict[str, SheetLook]:
    """The looks of a province book that this program has just made, by sheet.

    Only for our own bytes: nothing is bounded, and the sheets stand in the order of their names.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        styles = list(_styles(ElementTree.fromstring(package.read("xl/styles.xml"))))
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        return {
            name: _sheet(package.read(f"xl/worksheets/sheet{number}.xml"), styles)
            for number, name in enumerate(names, 1)
        }


def _sheet(data: bytes, styles: list[CellLook]) -> SheetLook:
    found = SheetLook()
    for row in ElementTree.fromstring(data).iter(f"{MAIN}row"):
        if "ht" in row.attrib:
            found.heights[int(row.attrib["r"])] = float(row.attrib["ht"])
        for cell in row:
            found.cells[position(cell.attrib["r"])] = styles[int(cell.get("s", 0))]
    return found


def _styles(root: ElementTree.Element) -> Iterator[CellLook]:
    """The look of each style of the workbook, in order."""
    formats = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in _all(root, "numFmt")}
    fonts, fills, borders = (_parts(root, name) for name in ("fonts", "fills", "borders"))
    for one in _parts(root, "cellXfs"):
        told = one.attrib
        font, fill = fonts[int(told["fontId"])], fills[int(told["fillId"])]
        rest = [*(part for part in font if part.tag != f"{MAIN}color"), *one]
        kind = (borders[int(told["borderId"])], *rest)
        yield CellLook(
            _colour(font.find(f"{MAIN}color")) or "#000000",
            _colour(fill.find(f".//{MAIN}fgColor")),
            formats.get(told["numFmtId"], GENERAL),
            "".join(ElementTree.tostring(part, "unicode") for part in kind),
        )


def _colour(element: ElementTree.Element | None) -> str | None:
    rgb = None if element is None else element.get("rgb")
    return f"#{rgb[-6:]}" if rgb else None


def _parts(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [part for group in _all(root, name) for part in group]


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return root.iter(f"{MAIN}{name}")
