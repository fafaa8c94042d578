"""What stands in a workbook besides values: the text of formulas, notes at cells, text boxes.

Only a repair asks for it, so that nothing an officer typed is lost.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from xml.etree import ElementTree

from pso_excel.xlsx.errors import refuse_more_than
from pso_excel.xlsx.reader.cells import PLACES
from pso_excel.xlsx.reader.limits import LIMITS, Limits
from pso_excel.xlsx.reader.package import Package, open_package
from pso_excel.xlsx.reader.parts import (
    parts_of_kind,
    read_contents,
    read_relations,
)
from pso_excel.xlsx.reader.text import Blanks, TextCollector, clean_text
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, is_true, parse, tags


class Note(NamedTuple):
    """A note: the address of its cell as written, and what it says."""

    cell: str
    text: str


def read_notes(package: Package, part: str) -> list[Note]:
    """Every note of a part, empty ones too."""
    found: list[Note] = []
    text, cell = TextCollector(package.budget), ""

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
class SheetExtras:
    """Of one sheet: formulas (without ``=``) and notes by (row, column), the texts of its text
    boxes, and how many things are drawn on it: charts, pictures, shapes. A formula shared by
    several cells stands at each of them as at the first."""

    formulas: dict[Spot, str] = field(default_factory=dict[Spot, str])
    notes: dict[Spot, str] = field(default_factory=dict[Spot, str])
    boxes: list[str] = field(default_factory=list[str])
    drawn: int = 0


def read_besides(data: bytes, limits: Limits = LIMITS) -> dict[str, SheetExtras]:
    """By sheet name. Nothing is run or followed; refusals as :func:`read_book`'s."""
    package = open_package(data, limits)
    roots = parts_of_kind(read_relations(package), "officeDocument", package)
    found: dict[str, SheetExtras] = {}
    for root in roots[:1]:
        relations = read_relations(package, root)
        for tab in read_contents(package, root).tabs:
            relation = relations.get(tab.relation)
            if relation and relation.kind == "worksheet" and relation.part in package:
                found[tab.name] = _read_sheet(package, relation.part)
    return found


def _read_sheet(package: Package, part: str) -> SheetExtras:
    besides = SheetExtras(formulas=_formulas(package, part))
    relations = read_relations(package, part)
    for comments in parts_of_kind(relations, "comments", package):
        notes = read_notes(package, comments)
        besides.notes.update({PLACES[note.cell]: note.text for note in notes if note.text})
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
    text, spot, shared = TextCollector(package.budget), (0, 0), ""
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
    text = TextCollector(package.budget)

    def end() -> None:
        if words := clean_text(text.take())[0].strip():
            found.append(words)

    starts = tags(_DRAWING_TEXT, {"t": text.open})
    ends = tags(_DRAWING_TEXT, {"t": text.close, "p": end})
    parse(package, part, starts, ends, text.add)
    return found


T = TypeVar("T")
MARKS = ("b", "i", "u", "strike")


class Ink(NamedTuple):
    """How letters look: their colour (``"#1F2937"``, ``"theme1"``, empty for none of its own), and
    which of :data:`MARKS` they have."""

    colour: str = ""
    marks: str = ""


class Look(NamedTuple):
    """How a cell looks: its letters, and the colour of its ground, empty for none."""

    ink: Ink
    ground: str = ""


def unusual_looks(
    data: bytes, usual: Container[Look], limits: Limits = LIMITS
) -> dict[str, frozenset[Spot]]:
    """By sheet, the cells that hold something and do not look as usual; row 0 stands for rules of
    colour (conditional formats). Nothing is run or followed; refusals as :func:`read_book`'s."""
    package = open_package(data, limits)
    found: dict[str, frozenset[Spot]] = {}
    for root in parts_of_kind(read_relations(package), "officeDocument", package)[:1]:
        relations = read_relations(package, root)
        styles = parts_of_kind(relations, "styles", package)
        odd = [look not in usual for look in _looks(package, styles[0])] if styles else []
        for tab in read_contents(package, root).tabs:
            relation = relations.get(tab.relation)
            if relation and relation.kind == "worksheet" and relation.part in package:
                found[tab.name] = _odd_cells(package, relation.part, odd)
    return found


def _odd_cells(package: Package, part: str, odd: list[bool]) -> frozenset[Spot]:
    found = set[Spot]()
    spot, is_odd = (0, 0), False

    def cell(attributes: Attributes) -> None:
        nonlocal spot, is_odd
        spot = PLACES[attributes.get("r", "")]
        is_odd = _at(odd, attributes.get("s"), otherwise=False)

    def content(_: Attributes) -> None:
        if is_odd:
            found.add(spot)

    def rule(_: Attributes) -> None:
        found.add((0, 0))

    starts = {"c": cell, "v": content, "is": content, "conditionalFormatting": rule}
    parse(package, part, tags(MAIN, starts), shortened=Blanks().left_out)
    return frozenset(found)


def _looks(package: Package, part: str) -> list[Look]:
    """The look of each cell style, in order. WorkbookError (F037) too many."""
    parse(package, part, {})  # bounded, and without a DOCTYPE
    root = ElementTree.fromstring(package.read(part))
    inks = [_ink(font) for font in _each(root, "fonts")]
    grounds = [_fill_colour(fill) for fill in _each(root, "fills")]
    styles = _each(root, "cellXfs")
    if len(styles) > package.limits.styles:
        refuse_more_than("F037", package.limits.styles)
    return [
        Look(_at(inks, element.get("fontId"), Ink()), _at(grounds, element.get("fillId"), ""))
        for element in styles
    ]


def _each(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for group in root.findall(f"{{*}}{name}") for element in group]


def _ink(font: ElementTree.Element) -> Ink:
    on = (name for name in MARKS if _is_on(font.find(f"{{*}}{name}")))
    return Ink(_colour(font.find("{*}color")), " ".join(on))


def _is_on(mark: ElementTree.Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in ("0", "false", "none")


def _fill_colour(fill: ElementTree.Element) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return "gradient"
    kind = pattern.get("patternType", "none")
    if kind == "solid":
        return _colour(pattern.find("{*}fgColor"))
    return "" if kind in ("none", "gray125") else kind


def _colour(element: ElementTree.Element | None) -> str:
    """``"#1F2937"``, or the name of a colour that is not written out: ``"theme1"``."""
    if element is None or is_true(element.get("auto")):
        return ""
    if rgb := element.get("rgb"):
        return f"#{rgb[-6:].upper()}"
    kind = next((name for name in ("theme", "indexed") if name in element.attrib), "")
    return f"{kind}{element.get(kind, '')}" if kind else ""


def _at(listed: Sequence[T], number: str | None, otherwise: T) -> T:
    at = int(number) if number and number.isascii() and number.isdigit() else 0
    return listed[at] if at < len(listed) else otherwise
