"""Ranges of cells. A large range is read and written in one call of UNO."""

from typing import Any, cast

from xlwings import base_classes, utils

from pso_excel.xlsx.workbook import LAST_COLUMN, LAST_ROW, column_letters
from pso_excel.xlsx.workbook import format_address as a1
from pso_excel.xlwings_libreoffice import range_format as layout
from pso_excel.xlwings_libreoffice import range_format as reshaping
from pso_excel.xlwings_libreoffice.shapes import Note, add_note, note_at
from pso_excel.xlwings_libreoffice.values import formulas_of, put_formulas, put_values, values_of

UnoRange = Any  # of the engine, a floor above

STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


def end_of(cells: UnoRange, direction: str) -> tuple[int, int]:
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


def _line(cells: UnoRange, rows: int, columns: int) -> list[bool]:
    """Whether the cells from it to the end of the used area are filled, in that direction."""
    used = cells.sheet.used_range
    last_row = max(cells.row, used.last_row) if rows > 0 else 1 if rows else cells.row
    last_column = max(cells.column, used.last_column) if columns > 0 else 1
    last_column = last_column if columns else cells.column
    line = cells.sheet.range((cells.row, cells.column), (last_row, last_column))
    formulas = line.api.getFormulaArray()
    filled = [bool(formula) for row in formulas for formula in row]
    return filled[::-1] if rows + columns < 0 else filled


def current_region(cells: UnoRange) -> UnoRange:
    """The block of filled cells around a cell, bounded by empty rows and columns."""
    cursor = cells.sheet.api.createCursorByRange(cells.api)
    cursor.collapseToCurrentRegion()
    return cells.sheet.book.sheets.range_at(cursor.RangeAddress)


Sheet = Any  # of the engine, a floor above

CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, days, texts, formulas
FORMATS = 32 | 64
NOTES = 8


class Range(base_classes.Range):
    """A rectangle of a sheet: ``row``, ``column`` to ``last_row``, ``last_column``."""

    def __init__(self, sheet: Sheet, arg1: Any, arg2: Any = None) -> None:
        self.sheet = sheet
        self.options: dict[str, Any] = {}
        self.arg1_input = arg1 if isinstance(arg1, str) else ""
        self._first, (self.last_row, self.last_column) = _corners(sheet, arg1, arg2)
        self._api: Any = None

    @property
    def api(self) -> Any:
        """The UNO range, held as long as it is where it was: it follows its cells about."""
        if self._api is not None:
            at = self._api.RangeAddress
            if (at.StartRow + 1, at.StartColumn + 1) == (self.row, self.column):
                return self._api
        first, last = (self.column - 1, self.row - 1), (self.last_column - 1, self.last_row - 1)
        sheet = self.sheet.api
        only = first == last
        self._api = sheet.getCellByPosition(*first) if only else None
        if not only:
            self._api = sheet.getCellRangeByPosition(*first, *last)
        return self._api

    @property
    def row(self) -> int:
        """Its first row, counted from 1."""
        return self._first[0]

    @property
    def column(self) -> int:
        """Its first column, counted from 1."""
        return self._first[1]

    @property
    def reshaped(self) -> Any:
        """The UNO range, about to be changed in more than values: it is to be read from scratch."""
        self.sheet.book.reshaped += 1
        return self.api

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        return self.last_row - self.row + 1, self.last_column - self.column + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        """What tells it from another range."""
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1: int, arg2: int | None = None) -> "Range":
        """A cell of it by row and column, or by its number, row by row."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
            arg1, arg2 = row + 1, column + 1
        return Range(self.sheet, (self.row + arg1 - 1, self.column + arg2 - 1))

    @property
    def address(self) -> str:
        """Such as ``"$B$7:$R$210"``."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address in the ways that Excel writes it."""
        ends = [(self.row, self.column), (self.last_row, self.last_column)][: 1 + (len(self) > 1)]
        column, row = "$" * bool(col_absolute), "$" * bool(row_absolute)
        text = ":".join(f"{column}{column_letters(at[1])}{row}{at[0]}" for at in ends)
        book = self.sheet.book.name
        return f"'[{book}]{self.sheet.name}'!{text}" if external else text

    @property
    def raw_value(self) -> Any:
        """The values: a scalar of one cell, else rows."""
        rows = values_of(self)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        put_values(self, value)

    @property
    def formula(self) -> Any:
        """The formulas as Excel writes them, in English; of a cell without one what was typed."""
        rows = formulas_of(self)
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        put_formulas(self, value)

    @property
    def formula2(self) -> Any:
        """The same: LibreOffice has no dynamic arrays."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def has_array(self) -> bool:
        """Whether all of it is one array formula."""
        return bool(self.api.getArrayFormula())

    def clear_contents(self) -> None:
        """Take values and formulas away."""
        with self.sheet.book.one_step():
            self.api.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        """Take formats away."""
        self.reshaped.clearContents(FORMATS)

    def clear(self) -> None:
        """Take values, formulas, formats and notes away."""
        self.reshaped.clearContents(CONTENTS | FORMATS | NOTES)

    @property
    def number_format(self) -> str | None:
        """The code that the cells share; None when they differ."""
        return layout.number_format(self)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The ground of the first cell as red, green, blue; None without one."""
        return layout.colour(self)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        layout.set_colour(self, color_or_rgb)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None when some are."""
        return layout.hidden(self.api.Rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.reshaped.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None when some are."""
        return layout.hidden(self.api.Columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.reshaped.Columns.IsVisible = not value

    @property
    def row_height(self) -> float | None:
        """The height of the rows in points; None when they differ."""
        return reshaping.row_height(self)

    @row_height.setter
    def row_height(self, value: float) -> None:
        reshaping.set_row_height(self, value)

    @property
    def font(self) -> reshaping.Font:
        """The face of its cells."""
        return reshaping.Font(self)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Make room for as many cells, whole rows with the look of the row above."""
        del copy_origin
        self.sheet.book.reshaped += 1
        reshaping.insert(self, shift)

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out and close the gap."""
        self.sheet.book.reshaped += 1
        reshaping.delete(self, shift)

    def autofit(self, axis: str | None = None) -> None:
        """Rows and columns as large as what they hold."""
        layout.autofit(self, axis)

    def end(self, direction: str) -> "Range":
        """Where Ctrl and an arrow key lead."""
        return Range(self.sheet, end_of(self, direction))

    @property
    def current_region(self) -> "Range":
        """The block of filled cells around it."""
        return current_region(self)

    @property
    def merge_area(self) -> "Range":
        """The merged cells that its first cell belongs to."""
        return layout.merge_area(self)

    @property
    def merge_cells(self) -> bool:
        """Whether any of its cells is merged."""
        return bool(self.api.getIsMerged())

    def merge(self, across: bool = False) -> None:
        """Merge the cells, or (``across``) those of each row."""
        rows = range(self.row, self.last_row + 1) if across else ()
        parts = [Range(self.sheet, (row, self.column), (row, self.last_column)) for row in rows]
        for part in parts or [self]:
            part.reshaped.merge(True)

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.reshaped.merge(False)

    def copy(self, destination: Any = None) -> None:
        """Copy values, formulas, formats and notes to a range of xlwings; without one nothing is
        done, because the clipboard belongs to the officer."""
        if destination is not None:
            place = destination.impl
            target = place.sheet.cell_address(place.row, place.column)
            place.sheet.book.reshaped += 1
            self.sheet.api.copyRange(target, self.api.RangeAddress)

    def select(self) -> None:
        """Select it in the window."""
        controller = self.sheet.book.api.CurrentController
        if controller is not None:
            controller.select(self.api)

    @property
    def note(self) -> Note | None:
        """The note at its first cell."""
        return note_at(self.sheet, self.row, self.column)

    def add_note(self, text: str) -> Note:
        """Write a note at its first cell."""
        self.sheet.book.written += 1
        return add_note(self.sheet, self.row, self.column, text)

    @property
    def table(self) -> Any:
        """The table that its first cell stands in."""
        for table in self.sheet.tables:
            cells = table.range
            rows, columns = cells.row <= self.row <= cells.last_row, cells.column <= self.column
            if rows and columns and self.column <= cells.last_column:
                return table
        return None

    @property
    def wrap_text(self) -> bool:
        """Whether long texts take several lines."""
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = value

    def __repr__(self) -> str:
        return f"<{self.sheet.name}!{a1(self.row, self.column)} {self.shape}>"


Spot = tuple[int, int]


def _corners(sheet: Sheet, arg1: Any, arg2: Any) -> tuple[Spot, Spot]:
    """The first and the last cell of what xlwings hands over."""
    ends = (*_ends(sheet, arg1), *_ends(sheet, arg1 if arg2 is None else arg2))
    rows, columns = [at[0] for at in ends], [at[1] for at in ends]
    return (min(rows), min(columns)), (max(rows), max(columns))


def _ends(sheet: Sheet, arg: Any) -> tuple[Spot, Spot]:
    """A range, a cell as ``(row, column)``, a block as ``(row, column, rows, columns)``, an address
    or a name."""
    if isinstance(arg, Range):
        return (arg.row, arg.column), (arg.last_row, arg.last_column)
    if isinstance(arg, tuple):
        row, column, *size = cast("tuple[int, ...]", arg)
        rows, columns = size or (1, 1)
        return (row, column), (row + rows - 1, column + columns - 1)
    found: Any = utils.a1_to_tuples(arg.replace("$", ""))  # pyright: ignore[reportUnknownMemberType]
    if found[0] is None:
        named = sheet.book.names(arg).refers_to_range
        return (named.row, named.column), (named.last_row, named.last_column)
    return found[0], found[1] or found[0]
