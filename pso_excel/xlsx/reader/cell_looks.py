"""Cells that look otherwise than expected: colours and letters that a person gave them."""

from collections.abc import Container, Sequence
from typing import NamedTuple, TypeVar
from xml.etree import ElementTree

from pso_excel.xlsx.reader.cells import PLACES
from pso_excel.xlsx.reader.limits import LIMITS, Limits, refuse_more_than
from pso_excel.xlsx.reader.package import Package, open_package
from pso_excel.xlsx.reader.parts import (
    parts_of_kind,
    read_contents,
    read_relations,
)
from pso_excel.xlsx.reader.text import Blanks
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, is_true, parse, tags

Spot = tuple[int, int]
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
    """The look of each cell style, in order. Refused (F037) too many."""
    parse(package, part, {})  # bounded, and without a DOCTYPE
    root = ElementTree.fromstring(package.read(part))
    inks = [_ink(font) for font in _each(root, "fonts")]
    grounds = [_ground(fill) for fill in _each(root, "fills")]
    styles = _each(root, "cellXfs")
    if len(styles) > package.limits.styles:
        refuse_more_than("F037", package.limits.styles)
    return [
        Look(_at(inks, one.get("fontId"), Ink()), _at(grounds, one.get("fillId"), ""))
        for one in styles
    ]


def _each(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for group in root.findall(f"{{*}}{name}") for one in group]


def _ink(font: ElementTree.Element) -> Ink:
    on = (one for one in MARKS if _is_on(font.find(f"{{*}}{one}")))
    return Ink(_colour(font.find("{*}color")), " ".join(on))


def _is_on(mark: ElementTree.Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in ("0", "false", "none")


def _ground(fill: ElementTree.Element) -> str:
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
    kind = next((one for one in ("theme", "indexed") if one in element.attrib), "")
    return f"{kind}{element.get(kind, '')}" if kind else ""


def _at(listed: Sequence[T], number: str | None, otherwise: T) -> T:
    at = int(number) if number and number.isascii() and number.isdigit() else 0
    return listed[at] if at < len(listed) else otherwise
