"""The cells of one sheet, element by element: the plain path, right for any well-formed XML."""

import re

from pso_excel.book import EMPTY, UNCALCULATED, Cell, Sheet, column_letters
from pso_excel.books.reading.limits import Budget, refuse, refuse_more_than
from pso_excel.books.reading.markup import Attributes, is_true
from pso_excel.books.reading.texts import RichText
from pso_excel.books.reading.values import CellMaker

_ROW = re.compile("[0-9]{1,7}")
_LETTERS = re.compile("[A-Z]{1,3}")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REMEMBERED = 50_000


class _Columns(dict[str, int]):
    """Column numbers by letters, each worked out once; 0 for what is no column of a sheet."""

    def __missing__(self, letters: str) -> int:
        column = 0
        if _LETTERS.fullmatch(letters):
            for letter in letters:
                column = column * 26 + ord(letter) - 64
        if len(self) > LAST_COLUMN:
            self.clear()
        self[letters] = column if column <= LAST_COLUMN else 0
        return self[letters]


class _Places(dict[str, tuple[int, int]]):
    """(row, column) by address, each worked out once; (0, 0) for what is no address of a sheet.

    The forms of one round have the same addresses in thousands of files: remembering some tens of
    thousands of them is what makes reading a known cell cheap.
    """

    def __missing__(self, address: str) -> tuple[int, int]:
        letters = address.rstrip("0123456789")
        digits = address[len(letters) :]
        place = 0, 0
        if 0 < len(digits) < 8 and digits[0] != "0" and len(letters) < 4:
            row, column = int(digits), _COLUMNS[letters]
            if column and row <= LAST_ROW:
                place = row, column
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(address) < 11:
            self[address] = place
        return place


_COLUMNS = _Columns()
PLACES = _Places()


class Cells:
    """Takes the elements inside ``sheetData`` and fills the cells of one sheet.

    A cell may leave out its address (it then follows the one before), rows may come in any order;
    an address that disagrees with its row, or a cell that comes twice, is refused as F029, because
    one of two values would be lost. Cells that hold nothing are not looked at.
    """

    def __init__(self, sheet: Sheet, maker: CellMaker, budget: Budget, room: int) -> None:
        self.sheet = sheet
        self.maker = maker
        self.budget = budget
        self.room = room
        self.hidden_rows: set[int] = set()
        self.row = self.written = 0
        self.in_rows = False
        self._hidden = False
        self._column = 0
        self._address: str | None = None
        self._style: str | None = None
        self._kind: str | None = None
        self._formula = False
        self._valued = self._in_cell = False
        self.text = RichText(budget)

    def begin_rows(self, _: Attributes) -> None:
        """The rows begin."""
        self.in_rows = True

    def end_rows(self) -> None:
        """The rows end."""
        self.in_rows = False

    def begin_row(self, attributes: Attributes) -> None:
        """A row begins; without a number it follows the one before."""
        self.written += 1
        number = attributes.get("r")
        if number is None:
            self.row += 1
        else:
            self.row = int(number) if _ROW.fullmatch(number) else 0
        if not 0 < self.row <= LAST_ROW:
            refuse("F029", sheet=self.sheet.name, cell=(number or str(self.row))[:20])
        self._hidden = is_true(attributes.get("hidden"))
        self._column, self._address = 0, None

    def begin_cell(self, attributes: Attributes) -> None:
        """A cell begins."""
        address = attributes.get("r")
        if address is None:
            self._column = self._place() + 1 if self._address else self._column + 1
        self._address = address
        self._style = attributes.get("s")
        self._kind = attributes.get("t")
        self._formula = self._valued = False
        self._in_cell = True
        self.text.take()

    def begin_formula(self, _: Attributes) -> None:
        """The value is computed; the formula's own text is not needed."""
        self._formula = self._in_cell

    def begin_value(self, attributes: Attributes) -> None:
        """The stored value, or a run of inline text, begins."""
        if self._in_cell:
            self._valued = True
            self.text.begin_run(attributes)

    def end_cell(self) -> None:
        """The cell is complete: keep it unless it holds nothing."""
        self._in_cell = False
        text = self.text.take()
        if not self._formula and not text:
            return
        stored = text if self._valued else None
        shown = self.maker.shown(self._style)
        cell = self.maker.cell(shown, self._kind, self._formula, stored)
        if cell is not EMPTY:
            self._put(self._place(), cell)

    def _put(self, column: int, cell: Cell) -> None:
        cells, uncalculated, place = self.sheet.cells, self.sheet.uncalculated, (self.row, column)
        if place in cells or place in uncalculated:
            refuse("F029", sheet=self.sheet.name, cell=self._named(column))
        if cell is UNCALCULATED:
            uncalculated.add(place)
        else:
            cells[place] = cell
        if len(cells) + len(uncalculated) > self.room:
            refuse_more_than("F033", self.budget.limits.cells)
        if self._hidden and cell is not UNCALCULATED:
            self.hidden_rows.add(self.row)

    def _place(self) -> int:
        row, column = self.row, self._column
        if self._address is not None:
            row, column = PLACES[self._address]
        if not 0 < column <= LAST_COLUMN or row != self.row or not row:
            refuse("F029", sheet=self.sheet.name, cell=self._named(column))
        return column

    def _named(self, column: int) -> str:
        return (self._address or f"{column_letters(column)}{self.row}")[:20]
