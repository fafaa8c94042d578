"""What stands in a workbook besides its tables: sheets of the office's own, copies of ours, strays.

None of it is read, and all of it is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem
from pso_excel.forms.schema import Shape, Table
from pso_excel.intake.row_index import LAST_COLUMN, Ground
from pso_excel.model.submission import Entries
from pso_excel.xlsx.workbook import Cell, Value, address, position

RESULTS = frozenset({"CHECK", "SUMMARY"})
END = "#end"
LAST_OF_RECORDS = 26
"""On a sheet without a grid, what stands right of this column has nothing to do with the form."""
BESIDE_A_VALUE = 2
"""The columns of a record right of its values: the hint and the check."""
_MOST_LISTED = 5


def added_sheets(
    ground: Mapping[str, Ground], read: Mapping[str, Entries], tables: Iterable[Table]
) -> Iterator[Problem]:
    """T123 for a copy of one of our sheets that is filled in otherwise, T106 for any other sheet
    that holds none of the tables read."""
    sheets = {f"#{id}": entries.sheet for id, entries in read.items()}
    ours = {table.sheet for table in tables if table.id not in read} | set(sheets.values())
    for name, one in ground.items():
        if name in ours or not one.rows:
            continue
        marks = (sheets.get(text.strip()) for text in one.ids.values())
        original = next((sheet for sheet in marks if sheet), "")
        differing = _differences(one, ground[original]) if original else []
        if differing:
            first, values = differing[0], {"name": name, "sheet": original}
            values |= {"n": str(len(differing)), "cell": address(*first)}
            yield Problem("T123", Place(sheet=name, cell=address(*first)), values)
        elif one.sheet.visible:
            yield Problem("T106", Place(sheet=name), {"kind": worded("kind_sheet"), "name": name})


def _differences(copy: Ground, original: Ground) -> list[tuple[int, int]]:
    """Where two sheets of one form were filled in differently; formulas do not count."""
    one, other = _typed(copy), _typed(original)
    return sorted(place for place in {*one, *other} if one.get(place) != other.get(place))


def _typed(ground: Ground) -> dict[tuple[int, int], Value]:
    return {
        (row, column): cell.value
        for row, line in ground.rows.items()
        for column, cell in line.items()
        if _is_typed(cell)
    }


def _is_typed(cell: Cell) -> bool:
    value = cell.value
    return not cell.formula and value is not None and not (isinstance(value, str) and not value)


class Taken(NamedTuple):
    """A table with the row of its marker and all columns of its own, also those of no field."""

    entries: Entries
    marker: int
    columns: frozenset[int]

    @property
    def last(self) -> int:
        """The last row of its data, or the last that was read below it."""
        rows = self.entries.rows[-1:]
        return max([self.entries.last, *(row.number for row in rows)])


def strays(ground: Ground, tables: Sequence[Taken], told: Iterable[Problem]) -> Iterator[Problem]:
    """T124: something stands right of the tables of a sheet, between or below them, in a column of
    which nothing else is told (T106, T114). ``tables`` are those of the sheet."""
    if any(one.entries.table.stage in RESULTS for one in tables):
        return
    area = _area(tables)
    named = {
        position(one.place.cell)[1]
        for one in told
        if one.code in ("T106", "T114") and one.place.sheet == ground.sheet.name and one.place.cell
    }
    found = sorted(
        (row, column)
        for row, line in ground.rows.items()
        if area.is_free(row) or max(line, default=0) > area.right
        for column, cell in line.items()
        if area.is_outside(row, column) and column not in named and _is_stray(cell)
    )
    if found:
        yield _stray(tables[0].entries, [address(*place) for place in found])


class _Area(NamedTuple):
    """What the tables of a sheet take up: their last row and column, and the rows between them. On
    a sheet of records alone the form has something of its own right of them, and ``edge`` is the
    last column that counts below and between them."""

    bottom: int
    right: int
    edge: int
    between: frozenset[int]

    def is_free(self, row: int) -> bool:
        """Whether no table takes up a row below the first one."""
        return row > self.bottom or row in self.between

    def is_outside(self, row: int, column: int) -> bool:
        """Whether a cell is none of the tables'."""
        return column > self.right or (self.is_free(row) and column <= self.edge)


def _area(tables: Sequence[Taken]) -> _Area:
    bottom = max(one.last for one in tables)
    in_order = sorted(tables, key=lambda one: one.marker)
    # The heading of the next table stands right above its marker.
    gaps = (range(a.last + 1, b.marker - 1) for a, b in pairwise(in_order))
    between = frozenset(row for gap in gaps for row in gap)
    grids = [one.columns for one in tables if one.entries.table.shape is Shape.GRID]
    if grids:
        right = max(max(own, default=0) for own in grids)
        return _Area(bottom, right, LAST_COLUMN, between)
    edge = max(max(one.columns, default=0) for one in tables) + BESIDE_A_VALUE
    return _Area(bottom, LAST_OF_RECORDS, edge, between)


def _is_stray(cell: Cell) -> bool:
    """Typed, or an error whoever wrote it; but no end mark of a table whose ids were moved."""
    return cell.error != "" or (_is_typed(cell) and cell.value != END)


def _stray(entries: Entries, cells: list[str]) -> Problem:
    more = f" … (+{len(cells) - _MOST_LISTED})" if len(cells) > _MOST_LISTED else ""
    values = {"sheet": entries.sheet, "cells": ", ".join(cells[:_MOST_LISTED]) + more}
    place = Place(sheet=entries.sheet, cell=cells[0], stage=entries.table.stage)
    return Problem("T124", place, values)
