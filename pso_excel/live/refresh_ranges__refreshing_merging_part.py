"""Which cells of an open sheet are merged, found with few questions."""

from collections.abc import Iterator

import xlwings as xw

from pso_excel.live.refresh_ranges__refreshing_areas_part import Area
from pso_excel.xlsx.workbook import address


def merged_in(sheet: xw.Sheet) -> tuple[str, ...]:
    """The merged ranges of a sheet (``"B3:M3"``) from the top down: those that begin in one row."""
    used = sheet.used_range
    last = used.last_cell
    return tuple(_text(one) for one in _in_rows(sheet, used.row, last.row, last.column))


def _in_rows(sheet: xw.Sheet, first: int, last: int, width: int) -> Iterator[Area]:
    if not _any(sheet, Area(first, 1, last, width)):
        return
    if first == last:
        yield from _in_row(sheet, first, width)
        return
    middle = (first + last) // 2
    yield from _in_rows(sheet, first, middle, width)
    yield from _in_rows(sheet, middle + 1, last, width)


def _in_row(sheet: xw.Sheet, row: int, width: int) -> Iterator[Area]:
    column = 1
    while column <= width and _any(sheet, Area(row, column, row, width)):
        cell = sheet.range((row, column))
        if cell.merge_cells:
            area = cell.merge_area
            last = area.last_cell
            if area.row == row:
                yield Area(row, column, last.row, last.column)
            column = last.column
        column += 1


def _any(sheet: xw.Sheet, area: Area) -> bool:
    """Whether something is merged there; Excel says neither yes nor no when some cells are."""
    cells = sheet.range((area.top, area.left), (area.bottom, area.right))
    return cells.merge_cells is not False


def _text(area: Area) -> str:
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
