"""The cells of a damaged sheet, each by its own address; what is lost stands there as an error."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from pso_excel.xlsx.reader.salvage__salvage_markup_part import is_sound, mended
from pso_excel.xlsx.reader.salvage_parts__salvage_strings_part import Strings

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
        rest = mended(xml)
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
        found = _ADDRESS.search(tag or cell)
        if tag.endswith(b"/>"):
            continue
        if found is None:
            unknown += 1
            continue
        column, row = found[1], rows.setdefault(int(found[2]), {})
        text = _whole(cell, prefix, root)
        if column in row:
            unknown += 1
        else:
            row[column] = text or lost_cell(prefix, b"%s%s" % found.groups())
    return rows, unknown


def _segments(xml: bytes, prefix: bytes) -> Iterator[bytes]:
    """The bytes from the beginning of each cell to that of the next, or to the end of its row."""
    stop = xml.find(b"</%ssheetData>" % prefix)
    body = xml if stop < 0 else xml[:stop]
    starts = [found.start() for found in re.finditer(b"<%sc " % prefix, body)]
    for start, end in pairwise([*starts, len(body)]):
        yield body[start:end]


def _whole(cell: bytes, prefix: bytes, root: bytes) -> bytes:
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

    def judged(found: re.Match[bytes]) -> bytes:
        value, address = _VALUE.search(found[3]), _ADDRESS.search(found[2])
        number = int(value[1]) if value else strings.number
        if number < strings.number and number not in strings.lost:
            return found[0]
        if address is None:
            return (
                found[0]
                .replace(b't="s"', b't="e"')
                .replace(value[1] if value else b"", LOST.encode())
            )
        return lost_cell(found[1], b"%s%s" % address.groups())

    return _STRING.sub(judged, xml)


def numbers_of(xml: bytes, is_lost: Callable[[int], bool]) -> int:
    """How many numbers that were typed have a style that is lost."""
    found = 0
    for cell in _NUMBER.finditer(xml):
        style, kind = _STYLE.search(cell[1]), _TYPE.search(cell[1])
        if style and (kind is None or kind[1] == b"n"):
            found += is_lost(int(style[1]))
    return found
