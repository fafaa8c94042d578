"""What stands in a workbook besides its tables: sheets of the office's own, copies of ours, strays.

None of it is read, and all of it is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pso_excel.book import Cell, Value, address, position
from pso_excel.engine.intake.ground import LAST_ROW, Ground
from pso_excel.form import Shape, Table
from pso_excel.framework.wording import worded
from pso_excel.problem import Place, Problem
from pso_excel.submission import Entries

RESULTS = frozenset({"CHECK", "SUMMARY"})
LAST_OF_RECORDS = 26
"""On a sheet without a grid, what stands right of this column has nothing to do with the form."""
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


def strays(
    ground: Ground, tables: Sequence[tuple[Entries, frozenset[int]]], told: Iterable[Problem]
) -> Iterator[Problem]:
    """T124: something stands right of the tables of a sheet, or below them, in a column of which
    nothing else is told (T106, T114). ``tables`` are those of the sheet, each with its columns."""
    if any(entries.table.stage in RESULTS for entries, _ in tables):
        return
    grids = [columns for entries, columns in tables if entries.table.shape is Shape.GRID]
    right = max((max(columns, default=0) for columns in grids), default=LAST_OF_RECORDS)
    bottom = max(map(_last_row, (entries for entries, _ in tables))) if grids else LAST_ROW
    named = {
        position(one.place.cell)[1]
        for one in told
        if one.code in ("T106", "T114") and one.place.sheet == ground.sheet.name and one.place.cell
    }
    found = sorted(
        (row, column)
        for row, line in ground.rows.items()
        if row > bottom or max(line, default=0) > right
        for column, cell in line.items()
        if (row > bottom or column > right) and column not in named and _is_typed(cell)
    )
    if found:
        yield _stray(tables[0][0], [address(*place) for place in found])


def _last_row(entries: Entries) -> int:
    """The row of its end, or the last that was read below it."""
    return max([entries.last + 1, *(row.number for row in entries.rows[-1:])])


def _stray(entries: Entries, cells: list[str]) -> Problem:
    more = f" … (+{len(cells) - _MOST_LISTED})" if len(cells) > _MOST_LISTED else ""
    values = {"sheet": entries.sheet, "cells": ", ".join(cells[:_MOST_LISTED]) + more}
    place = Place(sheet=entries.sheet, cell=cells[0], stage=entries.table.stage)
    return Problem("T124", place, values)
