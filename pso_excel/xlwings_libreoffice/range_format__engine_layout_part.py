"""How cells look: number format, ground, hidden rows and columns, merged cells, sizes."""

from typing import Any

Range = Any  # of the engine, a floor above

UNIFORM = "AMBIGUOUS_VALUE"
NO_COLOUR = -1


def number_format(cells: Range) -> str | None:
    """The code that all cells share; None when they differ."""
    api = cells.api
    if api.getPropertyState("NumberFormat").value == UNIFORM:
        return None
    return cells.sheet.book.formats.code(int(api.NumberFormat))


def colour(cells: Range) -> tuple[int, int, int] | None:
    """Red, green and blue of the ground; None without one."""
    number = int(cells.api.CellBackColor)
    if number == NO_COLOUR:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def set_colour(cells: Range, value: Any) -> None:
    """Give a ground: red, green, blue, or ``"#RRGGBB"``, or Excel's own number; None takes it."""
    if value is None:
        number = NO_COLOUR
    elif isinstance(value, str):
        number = int(value.lstrip("#"), 16)
    elif isinstance(value, int):  # Excel has blue first
        number = (value & 255) << 16 | value & 0xFF00 | value >> 16 & 255
    else:
        red, green, blue = value
        number = red << 16 | green << 8 | blue
    cells.api.CellBackColor = number


def hidden(lines: Any) -> bool | None:
    """Whether rows or columns are hidden; None when some are."""
    seen = {bool(lines.getByIndex(index).IsVisible) for index in range(lines.Count)}
    return None if len(seen) > 1 else not seen.pop()


def autofit(cells: Range, axis: str | None) -> None:
    """Rows (``"r"``), columns (``"c"``) or both as large as what they hold."""
    if axis in (None, "c", "columns"):
        cells.api.Columns.OptimalWidth = True
    if axis in (None, "r", "rows"):
        cells.api.Rows.OptimalHeight = True


def merge_area(cells: Range) -> Range:
    """The merged cells that the first cell belongs to, or the cell itself."""
    cursor = cells.sheet.api.createCursorByRange(cells(1).api)
    cursor.collapseToMergedArea()
    return cells.sheet.book.sheets.range_at(cursor.RangeAddress)
