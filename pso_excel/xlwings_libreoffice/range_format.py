"""Rows that come and go, how high they are, and the ink of what stands in cells."""

from typing import Any

from xlwings import base_classes

from pso_excel.xlwings_libreoffice.session__libreoffice_loading_part import load_uno

Range = Any  # of the engine, a floor above

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
