"""How the parts of a damaged workbook hang together: as they say, else by their names."""

import re
from collections.abc import Container, Iterator, Mapping
from html import unescape
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from pso_excel.xlsx.reader.salvage__salvage_markup_part import is_sound, mended
from pso_excel.xlsx.reader.salvage_parts__salvage_sheets_part import EMPTY_SHEET

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROOTS = "_rels/.rels"
_SHEET = re.compile(r"xl/worksheets/([^/]+)\.xml")
_TAB = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"<]*)"')
_TOP = {
    "officeDocument": _WORKBOOK,
    "custom-properties": "docProps/custom.xml",
    "extended-properties": "docProps/app.xml",
}
_OF_THE_BOOK = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}


class Tab(NamedTuple):
    """A sheet of the workbook: its name, its relationship, and its part (empty: it is lost)."""

    name: str
    relation: str
    part: str


def rejoin(parts: dict[str, bytes], good: Container[str]) -> tuple[Tab, ...]:
    """Complete the parts so that the workbook can be read, whatever of them is missing; its sheets.

    Parts go by their names in lower case; ``good`` are those that are whole. A sheet that the
    workbook names and that is not there is a tab without a part; one that no longer has a name is
    called as its part.
    """
    sound = _WORKBOOK in good and _RELATIONS in good
    workbook = mended(parts.get(_WORKBOOK, b""))
    told = dict(_relations(parts.get(_RELATIONS, b"")))
    tabs = tuple(_tabs(workbook, told, parts))
    if not sound or any(not tab.part for tab in tabs):
        whole = tuple(tab._replace(part=tab.part or f"{tab.relation}.xml".lower()) for tab in tabs)
        parts.update({tab.part: EMPTY_SHEET for tab in whole if tab.part not in parts})
        parts[_WORKBOOK] = _with_tabs(workbook, whole)
        parts[_RELATIONS] = _book_relations(whole, told, parts)
    if _ROOTS not in good:
        parts[_ROOTS] = _written({one: (one, part) for one, part in _TOP.items()}, parts, "")
    parts.setdefault("[content_types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode())
    return tabs


def part_of(kind: str, parts: Mapping[str, bytes]) -> str:
    """The name in lower case of the shared strings or the styles of the workbook."""
    said = dict(_relations(parts.get(_RELATIONS, b""))).values()
    meant = next((part for one, part in said if one == kind), _OF_THE_BOOK[kind])
    return meant.lower()


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by their names without prefix."""
    return {name.rpartition(":")[2]: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _relations(xml: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    """The kind and the part of each relationship of the workbook, by its id."""
    for tag in _RELATION.findall(mended(xml).decode("utf-8", "replace")):
        said = _attributes(tag)
        if said.get("TargetMode") != "External" and "Id" in said:
            target = said.get("Target", "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            yield said["Id"], (said.get("Type", "").rpartition("/")[2], part)


def _tabs(
    workbook: bytes, told: Mapping[str, tuple[str, str]], parts: Mapping[str, bytes]
) -> Iterator[Tab]:
    """The sheets that the workbook names, then those that only have a part."""
    named = [_attributes(tag) for tag in _TAB.findall(workbook.decode("utf-8", "replace"))]
    there = sorted(filter(_SHEET.fullmatch, parts), key=_number)
    meant = {told[one["id"]][1].lower() for one in named if one.get("id") in told}
    free = [part for part in there if part not in meant]
    for number, one in enumerate(named, 1):
        kind, part = told.get(one.get("id", ""), ("", ""))
        if kind and kind != "worksheet":
            continue
        part, usual = part.lower(), f"xl/worksheets/sheet{number}.xml"
        if part not in parts:
            part = usual if usual in free else ""
        if part in free:
            free.remove(part)
        yield Tab(one.get("name", ""), one.get("id") or f"rIdTab{number}", part)
    for part in free:
        stem = part.rpartition("/")[2].removesuffix(".xml")
        yield Tab(stem, f"rIdPart{_number(part)[0]}{stem}", part)


def _number(part: str) -> tuple[int, str]:
    """By the number in its name: sheet2 comes before sheet10."""
    digits = re.sub(r"\D", "", part.rpartition("/")[2])
    return int(digits or 0), part


def _with_tabs(workbook: bytes, tabs: tuple[Tab, ...]) -> bytes:
    """The workbook part with all tabs, the names that it defines kept."""
    known = workbook.decode("utf-8", "replace")
    sheets = "".join(
        f'<sheet name={quoteattr(tab.name)} sheetId="{number}" r:id={quoteattr(tab.relation)}/>'
        for number, tab in enumerate(tabs, 1)
    )
    names = re.search(r"<definedNames>.*</definedNames>", known, re.DOTALL)
    epoch = re.search(r'<workbookPr\b[^<>]*\bdate1904="(?:1|true|on)"', known)
    epoch_told = '<workbookPr date1904="1"/>' if epoch else ""
    made = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{epoch_told}<sheets>{sheets}</sheets>'
        f"{names[0] if names else ''}</workbook>"
    ).encode()
    return made if is_sound(made) else made.replace(names[0].encode() if names else b"", b"")


def _book_relations(
    tabs: tuple[Tab, ...], told: Mapping[str, tuple[str, str]], parts: Mapping[str, bytes]
) -> bytes:
    of_sheets = {tab.relation: ("worksheet", tab.part) for tab in tabs}
    known = {kind: part for kind, part in told.values() if kind in _OF_THE_BOOK}
    others = {kind: (kind, known.get(kind, part)) for kind, part in _OF_THE_BOOK.items()}
    return _written({**of_sheets, **others}, parts, "/")


def _written(
    relations: Mapping[str, tuple[str, str]], parts: Mapping[str, bytes], root: str
) -> bytes:
    """The relationships to those parts that are there."""
    lines = "".join(
        f'<Relationship Id={quoteattr(id)} Type="{_OFFICE}/{kind}" '
        f"Target={quoteattr(root + part)}/>"
        for id, (kind, part) in relations.items()
        if part.lower() in parts
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()
