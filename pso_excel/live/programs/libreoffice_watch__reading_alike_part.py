"""Cells that share a number format: one question tells whether they still have it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pso_excel.xlsx.workbook import Cell, Shown

FORMAT = ("NumberFormat",)
AMBIGUOUS = "AMBIGUOUS_VALUE"
Spot = tuple[int, int]


class Alike(NamedTuple):
    """Cells with one number format; ``ranges`` is UNO's object of them all, ``key`` the format,
    ``shown`` the kind of number that a saved copy shows there."""

    ranges: Any
    key: int
    shown: Shown
    spots: frozenset[Spot]

    def still(self) -> bool:
        """Whether every one of them has that format."""
        told = self.ranges.getPropertyValuesTolerant(FORMAT)[0]
        return told.Value == self.key and told.State.value != AMBIGUOUS


Parts = dict[int, list[tuple[Any, list[Spot]]]]


def alike(book: Any, sheet: int, cells: Mapping[Spot, Cell]) -> list[Alike]:
    """The cells of a sheet (counted from 0) by their number formats; ``book`` is the engine's."""
    kinds: dict[Shown, list[Spot]] = {}
    for (row, column), cell in cells.items():
        kinds.setdefault(cell.shown, []).append((column, row))
    found: list[Alike] = []
    for shown, spots in kinds.items():
        parts: Parts = {}
        _split(book, sheet, sorted(spots), parts)
        found += [_joined(book, sheet, key, shown, part) for key, part in parts.items()]
    return found


def _joined(
    book: Any, sheet: int, key: int, shown: Shown, parts: list[tuple[Any, list[Spot]]]
) -> Alike:
    """One object for all cells of a format, so that one question is enough."""
    spots = sorted(spot for _, part in parts for spot in part)
    ranges = parts[0][0] if len(parts) == 1 else _ranges(book, sheet, spots)
    return Alike(ranges, key, shown, frozenset((row, column) for column, row in spots))


def _split(book: Any, sheet: int, by_column: list[Spot], found: Parts) -> None:
    """Halve the cells, column by column, until all of a part have one format."""
    ranges = _ranges(book, sheet, by_column)
    told = ranges.getPropertyValuesTolerant(FORMAT)[0]
    if told.State.value != AMBIGUOUS or len(by_column) == 1:
        found.setdefault(int(told.Value), []).append((ranges, by_column))
        return
    half = _middle(by_column)
    _split(book, sheet, by_column[:half], found)
    _split(book, sheet, by_column[half:], found)


def _ranges(book: Any, sheet: int, by_column: list[Spot]) -> Any:
    ranges = book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
    areas = [_area(book, sheet, run) for run in _runs(by_column)]
    ranges.addRangeAddresses(tuple(areas), False)
    return ranges


def _middle(by_column: list[Spot]) -> int:
    """Where to cut: between two columns if there are several, for formats go by columns."""
    half = len(by_column) // 2
    column = by_column[half][0]
    first = next(at for at, spot in enumerate(by_column) if spot[0] == column)
    return first or half


def _runs(by_column: Iterable[Spot]) -> list[tuple[int, int, int]]:
    """Column, first and last row of each unbroken run of cells below one another."""
    runs: list[tuple[int, int, int]] = []
    for column, row in by_column:
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return runs


def _area(book: Any, sheet: int, run: tuple[int, int, int]) -> Any:
    area = book.session.uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    area.Sheet, (column, area.StartRow, area.EndRow) = sheet, run
    area.StartColumn = area.EndColumn = column - 1
    area.StartRow, area.EndRow = area.StartRow - 1, area.EndRow - 1
    return area
