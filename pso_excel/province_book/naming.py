"""By what a row of a list is known again: the codes that a person sees in it.

The same stands in the hidden first column, for whoever sorts the list with it; where the two
disagree, what is seen counts.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.core.thai import code_key, key
from pso_excel.province_book.page import Column, Naming, row_key
from pso_excel.xlsx.workbook import Sheet

HIDDEN, FIRST = 1, 2  # columns of a sheet, counted from 1: the keys, and the first one seen


class Line(NamedTuple):
    """A row of a list as it is read: its number, the key that is hidden and the one seen."""

    row: int
    hidden: str
    seen: str


def lines_of(sheet: Sheet, columns: Sequence[Column], naming: Naming) -> list[Line]:
    """The rows below the header of a list. Columns that were moved are found by their headings."""
    header, found = _headings(sheet, columns)
    places = {place: found.get(place, FIRST + place) for part in naming for place in part}
    seen_in = {*places.values(), HIDDEN}
    rows = sorted({row for row, column in sheet.cells if row > header and column in seen_in})
    return [
        Line(
            row,
            text_at(sheet, row, HIDDEN),
            row_key({place: text_at(sheet, row, at) for place, at in places.items()}, naming),
        )
        for row in rows
    ]


def owners(lines: Sequence[Line]) -> dict[int, str]:
    """The key of each row that has one without doubt.

    Where the seen keys of the rows are the hidden ones in another order, they are followed. Else a
    row is known when both agree, or, where no key is hidden, when nothing else is called the same.
    """
    spelt: dict[str, set[str]] = {}
    for line in lines:
        if line.hidden:
            spelt.setdefault(_comparable(line.hidden), set()).add(line.hidden)
    named = {line.row: _spelt(line.seen, spelt) for line in lines}
    keyed = [line for line in lines if line.hidden]
    moved = Counter(named[line.row] for line in keyed) == Counter(line.hidden for line in keyed)
    called = Counter(named.values())
    return {
        line.row: named[line.row]
        for line in lines
        if (moved or named[line.row] == line.hidden if line.hidden else called[line.seen] == 1)
    }


def _spelt(seen: str, spelt: Mapping[str, Collection[str]]) -> str:
    """The key that reads as the one seen, as it is hidden in some row; else as it is seen."""
    known = spelt.get(_comparable(seen), ())
    return seen if len(known) != 1 else next(iter(known))


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands in a cell, as a text."""
    value = sheet.cell(row, column).value
    return "" if value is None else str(value).strip()


def _headings(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, Mapping[int, int]]:
    """The row with the most headings of the list, and the column of each (by its place)."""
    places = dict(_spellings(columns))
    rows: dict[int, dict[int, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if isinstance(cell.value, str) and (place := places.get(key(cell.value))) is not None:
            rows.setdefault(row, {}).setdefault(place, column)
    if not rows:
        return 0, {}
    header = min(rows, key=lambda row: (-len(rows[row]), row))
    return header, rows[header]


def _spellings(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    for place, column in enumerate(columns):
        for text in column.label:
            yield key(text), place


def _comparable(text: str) -> str:
    """Codes that read the same: one of digits may have become a number."""
    return " ".join(part.lstrip("0") or part for part in map(code_key, text.split()))
