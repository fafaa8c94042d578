"""How the parts of a damaged workbook hang together: as they say, else by their names."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

_TEXTS_ROOT = re.compile(rb"<((?:\w+:)?)sst\b[^<>]*>")
_COUNT = re.compile(rb'\buniqueCount="([0-9]{1,7})"')
_USUAL_TEXT = re.compile(rb'<si><t(?: xml:space="preserve")?>[^<>&\x00-\x1f\x7f-\xff]*</t></si>')
NOTHING = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


class Strings(NamedTuple):
    """The table made anew: how many numbers it has, and those whose text is lost."""

    xml: bytes
    number: int
    lost: frozenset[int]


def rescued_strings(xml: bytes, most: int) -> Strings:
    """The strings of a part, at most so many. Behind the first that cannot be read a string is
    known by its number only if the part says how many there are, and its end is there."""
    root = _TEXTS_ROOT.search(xml)
    if root is None:
        return Strings(NOTHING, 0, frozenset())
    prefix = root[1]
    begin, close, end = (mark % prefix for mark in (b"<%ssi", b"</%ssi>", b"</%ssst>"))
    sound = partial(is_sound, root=root[0], end=end)
    texts = _texts(xml[root.end() :], begin, close, most, sound)
    match = _COUNT.search(root[0])
    number = int(match[1]) if match else len(texts)
    first = next((at for at, text in enumerate(texts) if text is None), len(texts))
    if len(texts) != number or (not match and first < len(texts)):
        after = texts[first:]
        behind = after[len(after) - _sound_at_end(after) :] if match and end in xml else []
        gap = max(0, number - first - len(behind))
        texts = [*texts[:first], *[None] * min(gap, most), *behind]
    empty = b"%s/>" % begin
    body = b"".join(empty if text is None else text for text in texts)
    lost = frozenset(at for at, text in enumerate(texts) if text is None)
    return Strings(xml[: root.end()] + body + end, len(texts), lost)


def _texts(
    body: bytes, begin: bytes, close: bytes, most: int, sound: Callable[[bytes], bool]
) -> list[bytes | None]:
    """Each string as it is written, None for one that cannot be read."""
    starts = [match.start() for match in re.finditer(re.escape(begin) + rb"[\s/>]", body)][:most]
    texts: list[bytes | None] = []
    for at, upto in pairwise([*starts, len(body)]):
        stop = body.find(close, at, upto)
        text = body[at : stop + len(close)] if stop >= 0 else _single(body[at:upto])
        texts.append(text if text and (_USUAL_TEXT.fullmatch(text) or sound(text)) else None)
    return texts


def _single(text: bytes) -> bytes:
    """A string that holds nothing, ``<si/>``."""
    tag = text[: text.find(b">") + 1]
    return tag if tag.endswith(b"/>") else b""


def _sound_at_end(texts: list[bytes | None]) -> int:
    """How many of the last ones can be read."""
    return next((n for n, text in enumerate(reversed(texts)) if text is None), len(texts))


LOST = "#LOST!"
"""The error in a cell whose value could not be read."""
EMPTY_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)
"""Stands in for a sheet that is lost, so that the others can be read."""

_ROOT = re.compile(rb"<((?:\w+:)?)worksheet\b[^<>]*>")
_USUAL_ROOT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_LAST_ROW = re.compile(rb'dimension ref="[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7})"')
_USUAL = re.compile(
    rb'<c(?: [a-z]+="[A-Za-z0-9]*")*>(?:<f>[^<>&\x00-\x1f]*</f>)?<v>[^<>&\x00-\x1f]*</v></c>'
)  # well-formed beyond doubt, in ASCII
_STRING = re.compile(
    rb'<((?:\w+:)?)c\b([^<>]*\bt="s"[^<>]*)>((?:(?!</\1c>).){0,2000}?)</\1c>', re.S
)
_NUMBER = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?v>")
_VALUE = re.compile(rb"<(?:\w+:)?v>\s*([0-9]{1,9})\s*</")
_STYLE = re.compile(rb'\ss="([0-9]{1,6})"')
_TYPE = re.compile(rb'\st="([a-zA-Z]+)"')


class Sheet(NamedTuple):
    """A sheet made anew of the cells that can be read: the row of the ``last`` of them, how many
    ``rows`` after it are gone, and of how many ``cells`` not even the address is known."""

    xml: bytes
    last: int = 0
    rows: int = 0
    cells: int = 0


def rescued_sheet(xml: bytes) -> Sheet | None:
    """The sheet with every cell that can be read, and an error (LOST) where one cannot; None when
    nothing at all is left."""
    root = _ROOT.search(xml)
    prefix = root[1] if root else b""
    head = root[0] if root else _USUAL_ROOT
    rows, unknown = _rows(xml, prefix, head)
    if not rows:
        rest = complete_xml(xml)
        return Sheet(rest) if b"sheetData" in rest else None
    last = _LAST_ROW.search(xml)
    cut = b"</%ssheetData>" % prefix not in xml
    missing = max(0, int(last[1]) - max(rows)) if cut and last else 0
    row = b'<%srow r="%d">%s</%srow>'
    body = b"".join(
        row % (prefix, number, b"".join(cells.values()), prefix)
        for number, cells in sorted(rows.items())
    )
    data = b"<%ssheetData>%s</%ssheetData>" % (prefix, body, prefix)
    made = head + data + b"</%sworksheet>" % prefix
    if not is_sound(made):
        return None
    return Sheet(made, max(rows), max(missing, int(cut and not last)), unknown)


def _rows(xml: bytes, prefix: bytes, root: bytes) -> tuple[dict[int, dict[bytes, bytes]], int]:
    """The cells of each row by their column, and how many are nowhere."""
    rows: dict[int, dict[bytes, bytes]] = {}
    unknown = 0
    for cell in _segments(xml, prefix):
        tag = cell[: cell.find(b">") + 1]
        match = _ADDRESS.search(tag or cell)
        if tag.endswith(b"/>"):
            continue
        if match is None:
            unknown += 1
            continue
        column, row = match[1], rows.setdefault(int(match[2]), {})
        text = _if_well_formed(cell, prefix, root)
        if column in row:
            unknown += 1
        else:
            row[column] = text or lost_cell(prefix, b"%s%s" % match.groups())
    return rows, unknown


def _segments(xml: bytes, prefix: bytes) -> Iterator[bytes]:
    """The bytes from the beginning of each cell to that of the next, or to the end of its row."""
    stop = xml.find(b"</%ssheetData>" % prefix)
    body = xml if stop < 0 else xml[:stop]
    starts = [match.start() for match in re.finditer(b"<%sc " % prefix, body)]
    for start, end in pairwise([*starts, len(body)]):
        yield body[start:end]


def _if_well_formed(cell: bytes, prefix: bytes, root: bytes) -> bytes:
    """The cell itself when it is well-formed, else nothing."""
    close = b"</%sc>" % prefix
    end = cell.find(close)
    text = cell[: end + len(close)] if end >= 0 else b""
    usual = text.isascii() and _USUAL.fullmatch(text)
    end_of_all = b"</%sworksheet>" % prefix
    return text if text and (usual or is_sound(text, root, end_of_all)) else b""


def lost_cell(prefix: bytes, address: bytes) -> bytes:
    """An error where a value was."""
    return b'<%sc r="%s" t="e"><%sv>%s</%sv></%sc>' % (
        *(prefix, address, prefix),
        *(LOST.encode(), prefix, prefix),
    )


def without_lost_texts(xml: bytes, strings: Strings) -> bytes:
    """The sheet with an error in each cell whose text is not in the table."""

    def judged(match: re.Match[bytes]) -> bytes:
        value, address = _VALUE.search(match[3]), _ADDRESS.search(match[2])
        number = int(value[1]) if value else strings.number
        if number < strings.number and number not in strings.lost:
            return match[0]
        if address is None:
            return (
                match[0]
                .replace(b't="s"', b't="e"')
                .replace(value[1] if value else b"", LOST.encode())
            )
        return lost_cell(match[1], b"%s%s" % address.groups())

    return _STRING.sub(judged, xml)


def numbers_of(xml: bytes, is_lost: Callable[[int], bool]) -> int:
    """How many numbers that were typed have a style that is lost."""
    found = 0
    for cell in _NUMBER.finditer(xml):
        style, kind = _STYLE.search(cell[1]), _TYPE.search(cell[1])
        if style and (kind is None or kind[1] == b"n"):
            found += is_lost(int(style[1]))
    return found


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


def complete_parts(parts: dict[str, bytes], good: Container[str]) -> tuple[Tab, ...]:
    """Complete the parts so that the workbook can be read, whatever of them is missing; its sheets.

    Parts go by their names in lower case; ``good`` are those that are whole. A sheet that the
    workbook names and that is not there is a tab without a part; one that no longer has a name is
    called as its part.
    """
    sound = _WORKBOOK in good and _RELATIONS in good
    workbook = complete_xml(parts.get(_WORKBOOK, b""))
    told = dict(_relations(parts.get(_RELATIONS, b"")))
    tabs = tuple(_tabs(workbook, told, parts))
    if not sound or any(not tab.part for tab in tabs):
        whole = tuple(tab._replace(part=tab.part or f"{tab.relation}.xml".lower()) for tab in tabs)
        parts.update({tab.part: EMPTY_SHEET for tab in whole if tab.part not in parts})
        parts[_WORKBOOK] = _with_tabs(workbook, whole)
        parts[_RELATIONS] = _book_relations(whole, told, parts)
    if _ROOTS not in good:
        parts[_ROOTS] = _written({text: (text, part) for text, part in _TOP.items()}, parts, "")
    parts.setdefault("[content_types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode())
    return tabs


def part_of(kind: str, parts: Mapping[str, bytes]) -> str:
    """The name in lower case of the shared strings or the styles of the workbook."""
    said = dict(_relations(parts.get(_RELATIONS, b""))).values()
    meant = next((part for text, part in said if text == kind), _OF_THE_BOOK[kind])
    return meant.lower()


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by their names without prefix."""
    return {name.rpartition(":")[2]: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _relations(xml: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    """The kind and the part of each relationship of the workbook, by its id."""
    for tag in _RELATION.findall(complete_xml(xml).decode("utf-8", "replace")):
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
    meant = {told[entry["id"]][1].lower() for entry in named if entry.get("id") in told}
    free = [part for part in there if part not in meant]
    for number, entry in enumerate(named, 1):
        kind, part = told.get(entry.get("id", ""), ("", ""))
        if kind and kind != "worksheet":
            continue
        part, usual = part.lower(), f"xl/worksheets/sheet{number}.xml"
        if part not in parts:
            part = usual if usual in free else ""
        if part in free:
            free.remove(part)
        yield Tab(entry.get("name", ""), entry.get("id") or f"rIdTab{number}", part)
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
        f'<Relationship Id={quoteattr(relation_id)} Type="{_OFFICE}/{kind}" '
        f"Target={quoteattr(root + part)}/>"
        for relation_id, (kind, part) in relations.items()
        if part.lower() in parts
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


_EMPTY = re.compile(rb"<[^<>]*/>")  # the parser tells its end at its last letter


def is_sound(xml: bytes, root: bytes = b"", end: bytes = b"") -> bool:
    """Whether it is one well-formed document, without a DOCTYPE; of an element inside, between the
    tags of its ``root``."""
    try:
        _parser().Parse(root + xml + end, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        return False
    return True


def complete_xml(xml: bytes) -> bytes:
    """The document as far as its elements are complete, with those that are open closed; empty when
    none is."""
    parser, stack = _parser(), list[tuple[str, int]]()
    kept, still_open = 0, tuple[str, ...]()

    def start(tag: str, _: dict[str, str]) -> None:
        stack.append((tag, parser.CurrentByteIndex))

    def end(_: str) -> None:
        nonlocal kept, still_open
        begun, at = stack.pop()[1], parser.CurrentByteIndex
        kept = at if _EMPTY.fullmatch(xml, begun, at) else xml.find(b">", at) + 1
        still_open = tuple(tag for tag, _ in stack)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        closing = "".join(f"</{_as_written(tag)}>" for tag in reversed(still_open)).encode()
        return xml[:kept] + closing if closing else b""
    return xml


def _as_written(tag: str) -> str:
    """The name of an element as it stands in the document, from ``namespace name prefix``."""
    _, _, rest = tag.partition(" ")
    name, _, prefix = rest.partition(" ")
    return f"{prefix}:{name}" if prefix else name or tag


def _parser() -> expat.XMLParserType:
    """It knows namespaces, and refuses a DOCTYPE, in which alone entities can be declared."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    return parser
