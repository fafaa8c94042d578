"""What stands in a workbook besides values: the text of formulas, notes at cells, text boxes.

Only a repair asks for it, so that nothing an officer typed is lost.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.xlsx.reader.cells import PLACES
from pso_excel.xlsx.reader.limits import LIMITS, Limits
from pso_excel.xlsx.reader.package import Package, open_package
from pso_excel.xlsx.reader.parts import (
    parts_of_kind,
    read_contents,
    read_relations,
)
from pso_excel.xlsx.reader.text import Blanks, Gathered, clean_text
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, parse, tags


class Note(NamedTuple):
    """A note: the address of its cell as written, and what it says."""

    cell: str
    text: str


def read_notes(package: Package, part: str) -> list[Note]:
    """Every note of a part, empty ones too."""
    found: list[Note] = []
    text, cell = Gathered(package.budget), ""

    def note(attributes: Attributes) -> None:
        nonlocal cell
        cell = attributes.get("ref", "")

    def end() -> None:
        found.append(Note(cell, clean_text(text.take())[0].strip()))

    starts = tags(MAIN, {"comment": note}) | tags(MAIN, {"t": text.open})
    ends = tags(MAIN, {"comment": end}) | tags(MAIN, {"t": text.close})
    parse(package, part, starts, ends, text.add)
    return found


_DRAWING_TEXT = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_ANCHORS = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)
_ANCHOR_KINDS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
Spot = tuple[int, int]


@dataclass(slots=True)
class Besides:
    """Of one sheet: formulas (without ``=``) and notes by (row, column), the texts of its text
    boxes, and how many things are drawn on it: charts, pictures, shapes. A formula shared by
    several cells stands at each of them as at the first."""

    formulas: dict[Spot, str] = field(default_factory=dict[Spot, str])
    notes: dict[Spot, str] = field(default_factory=dict[Spot, str])
    boxes: list[str] = field(default_factory=list[str])
    drawn: int = 0


def read_besides(data: bytes, limits: Limits = LIMITS) -> dict[str, Besides]:
    """By sheet name. Nothing is run or followed; refusals as :func:`read_book`'s."""
    package = open_package(data, limits)
    roots = parts_of_kind(read_relations(package), "officeDocument", package)
    found: dict[str, Besides] = {}
    for root in roots[:1]:
        relations = read_relations(package, root)
        for tab in read_contents(package, root).tabs:
            relation = relations.get(tab.relation)
            if relation and relation.kind == "worksheet" and relation.part in package:
                found[tab.name] = _read_sheet(package, relation.part)
    return found


def _read_sheet(package: Package, part: str) -> Besides:
    besides = Besides(formulas=_formulas(package, part))
    relations = read_relations(package, part)
    for comments in parts_of_kind(relations, "comments", package):
        notes = read_notes(package, comments)
        besides.notes.update({PLACES[one.cell]: one.text for one in notes if one.text})
    for drawing in parts_of_kind(relations, "drawing", package):
        besides.boxes += _boxes(package, drawing)
        besides.drawn += _drawn(package, drawing)
    return besides


def _drawn(package: Package, part: str) -> int:
    found = 0

    def anchor(_: Attributes) -> None:
        nonlocal found
        found += 1

    parse(package, part, tags(_ANCHORS, dict.fromkeys(_ANCHOR_KINDS, anchor)))
    return found


def _formulas(package: Package, part: str) -> dict[Spot, str]:
    found: dict[Spot, str] = {}
    text, spot, shared = Gathered(package.budget), (0, 0), ""
    first: dict[str, str] = {}

    def cell(attributes: Attributes) -> None:
        nonlocal spot
        spot = PLACES[attributes.get("r", "")]

    def begin(attributes: Attributes) -> None:
        nonlocal shared
        shared = attributes.get("si", "")
        text.open()

    def end() -> None:
        formula = text.take()
        if formula and shared:
            first.setdefault(shared, formula)
        if formula := formula or first.get(shared, ""):
            found[spot] = formula

    starts = tags(MAIN, {"c": cell}) | tags(MAIN, {"f": begin})
    parse(package, part, starts, tags(MAIN, {"f": end}), text.add, shortened=Blanks().left_out)
    return found


def _boxes(package: Package, part: str) -> list[str]:
    found: list[str] = []
    text = Gathered(package.budget)

    def end() -> None:
        if said := clean_text(text.take())[0].strip():
            found.append(said)

    starts = tags(_DRAWING_TEXT, {"t": text.open})
    ends = tags(_DRAWING_TEXT, {"t": text.close, "p": end})
    parse(package, part, starts, ends, text.add)
    return found
