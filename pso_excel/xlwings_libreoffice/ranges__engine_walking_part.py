"""From a cell to where the filled cells around it end, as Ctrl and an arrow key go."""

from typing import Any

from pso_excel.xlsx.reader.cells import LAST_COLUMN, LAST_ROW

Range = Any  # of the engine, a floor above

STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


def end_of(cells: Range, direction: str) -> tuple[int, int]:
    """The last filled cell of the run, or over a gap the next filled one, or the sheet's edge."""
    rows, columns = STEPS[direction]
    line = _line(cells, rows, columns)
    steps = len(line) - 1
    if steps and line[0] and line[1]:
        found = next((at for at in range(1, len(line)) if not line[at]), len(line)) - 1
    else:
        found = next((at for at in range(1, len(line)) if line[at]), -1)
    if found < 0:
        edge = {1: LAST_ROW if rows else LAST_COLUMN, -1: 1}[rows + columns]
        return (edge, cells.column) if rows else (cells.row, edge)
    return cells.row + rows * found, cells.column + columns * found


def _line(cells: Range, rows: int, columns: int) -> list[bool]:
    """Whether the cells from it to the end of the used area are filled, in that direction."""
    used = cells.sheet.used_range
    last_row = max(cells.row, used.last_row) if rows > 0 else 1 if rows else cells.row
    last_column = max(cells.column, used.last_column) if columns > 0 else 1
    last_column = last_column if columns else cells.column
    line = cells.sheet.range((cells.row, cells.column), (last_row, last_column))
    formulas = line.api.getFormulaArray()
    filled = [bool(formula) for row in formulas for formula in row]
    return filled[::-1] if rows + columns < 0 else filled


def current_region(cells: Range) -> Range:
    """The block of filled cells around a cell, bounded by empty rows and columns."""
    cursor = cells.sheet.api.createCursorByRange(cells.api)
    cursor.collapseToCurrentRegion()
    return cells.sheet.book.sheets.range_at(cursor.RangeAddress)
