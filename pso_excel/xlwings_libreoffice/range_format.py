"""Rows that come and go, how high they are, and the ink of what stands in cells."""

from typing import Any

from xlwings import base_classes

from pso_excel.xlwings_libreoffice.session import load_uno

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


COLUMNS = 16_384
POINT = 2540 / 72  # hundredths of a millimetre


def insert(cells: Range, shift: str | None) -> None:
    """Push the cells down (else to the right) by as many; whole rows look like the row above."""
    if _whole_rows(cells):
        cells.sheet.api.Rows.insertByIndex(cells.row - 1, cells.shape[0])
    else:
        mode = _mode("CellInsertMode", "DOWN" if shift == "down" else "RIGHT")
        cells.sheet.api.insertCells(cells.api.RangeAddress, mode)


def delete(cells: Range, shift: str | None) -> None:
    """Take the cells out; what stands below (else to the right) closes up."""
    if _whole_rows(cells):
        cells.sheet.api.Rows.removeByIndex(cells.row - 1, cells.shape[0])
    else:
        mode = _mode("CellDeleteMode", "UP" if shift == "up" else "LEFT")
        cells.sheet.api.removeRange(cells.api.RangeAddress, mode)


def _whole_rows(cells: Range) -> bool:
    return cells.shape[1] == COLUMNS


def _mode(kind: str, name: str) -> Any:
    return load_uno().Enum(f"com.sun.star.sheet.{kind}", name)


def row_height(cells: Range) -> float | None:
    """The height of the rows in points; None when they differ."""
    rows = cells.api.Rows
    heights = {int(rows.getByIndex(at).Height) for at in range(rows.Count)}
    return None if len(heights) > 1 else heights.pop() / POINT


def set_row_height(cells: Range, points: float) -> None:
    """Make all rows as high, in points."""
    cells.api.Rows.Height = round(points * POINT)


class Font(base_classes.Font):
    """The face of a range."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        """The UNO range, which has the face among its properties."""
        return self._cells.api

    @property
    def color(self) -> tuple[int, int, int]:
        """The ink of the first cell as red, green, blue."""
        number = max(int(self.api.CharColor), 0)
        return number >> 16 & 255, number >> 8 & 255, number & 255

    @color.setter
    def color(self, color_or_rgb: tuple[int, int, int] | str) -> None:
        if isinstance(color_or_rgb, str):
            self.api.CharColor = int(color_or_rgb.lstrip("#"), 16)
        else:
            red, green, blue = color_or_rgb
            self.api.CharColor = red << 16 | green << 8 | blue
