"""The cells of one sheet, element by element: the plain path, right for any well-formed XML."""

import re
from typing import NoReturn

from pso_excel.xlsx.errors import refuse, refuse_more_than
from pso_excel.xlsx.reader.formulas import is_suspect, shows_picture
from pso_excel.xlsx.reader.limits import Budget
from pso_excel.xlsx.reader.outside_links import OutsideFound
from pso_excel.xlsx.reader.text import RichText, TextCollector
from pso_excel.xlsx.reader.values import CellBuilder
from pso_excel.xlsx.reader.xml_parser import Attributes, is_true
from pso_excel.xlsx.workbook import (
    EMPTY_CELL,
    LAST_COLUMN,
    LAST_ROW,
    PICTURE,
    UNCALCULATED_CELL,
    Cell,
    Sheet,
    column_letters,
)

_ROW = re.compile("[0-9]{1,7}")
_LETTERS = re.compile("[A-Z]{1,3}")
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
    an address that disagrees with its row, or a row or cell that comes twice, is refused as F029,
    because one of two values would be lost; so is, as F046, whatever two readers could take for two
    different values: a second table of rows, a row or cell outside its place, two values in one
    cell, an inline text in a cell that does not say so. Cells that hold nothing are not looked at.
    """

    def __init__(
        self,
        sheet: Sheet,
        maker: CellBuilder,
        budget: Budget,
        outside: OutsideFound,
        formula: TextCollector | None = None,
    ) -> None:
        self.sheet = sheet
        self.maker = maker
        self._outside = outside
        self._formula_text = formula or TextCollector(budget)
        self._inside: set[str] = set()  # formulas that reach nothing outside
        self.budget = budget
        self.room = budget.cells_left
        self.hidden_rows: set[int] = set()
        self.row = self.written = self.tables = 0
        self.in_rows = self.inline = False
        self._in_row = self._in_cell = self._hidden = False
        self._last = 0  # the highest row so far
        self._held: set[int] | None = None  # rows with cells, once rows are out of order
        self._column = 0
        self._address: str | None = None
        self._style: str | None = None
        self._kind: str | None = None
        self._formula = self._valued = self._was_inline = self._picture = False
        self.text = RichText(budget)

    def begin_rows(self, _: Attributes) -> None:
        """The rows begin; a sheet has one table of them."""
        self.tables += 1
        if self.tables > 1:
            self._refuse("sheetData")
        self.in_rows = True

    def end_rows(self) -> None:
        """The rows end."""
        self.in_rows = False

    def begin_row(self, attributes: Attributes) -> None:
        """A row begins; without a number it follows the one before."""
        if not self.in_rows:
            self._refuse("row")
        self.written += 1
        self._in_row = True
        number = attributes.get("r")
        if number is None:
            self.row += 1
        else:
            self.row = int(number) if _ROW.fullmatch(number) else 0
        if not 0 < self.row <= LAST_ROW or self._is_held(self.row):
            refuse("F029", sheet=self.sheet.name, cell=(number or str(self.row))[:20])
        self._last = max(self._last, self.row)
        self._hidden = is_true(attributes.get("hidden"))
        self._column, self._address = 0, None

    def end_row(self) -> None:
        """The row ends."""
        self._in_row = False

    def begin_cell(self, attributes: Attributes) -> None:
        """A cell begins."""
        address = attributes.get("r")
        if address is None:
            self._column = self._place() + 1 if self._address else self._column + 1
        self._address = address
        if not self._in_row:
            self._refuse("c")
        self._style = attributes.get("s")
        self._kind = attributes.get("t")
        rich = attributes.get("vm") if self._kind == "e" else None
        self._picture = rich is not None and self.maker.is_picture(rich)
        self._formula = self._valued = self._was_inline = False
        self._in_cell = True
        self.text.take()

    def begin_formula(self, _: Attributes) -> None:
        """The value is computed."""
        if self._formula or not self._in_cell:
            self._refuse("f")
        self._formula = True
        self._formula_text.open()

    def end_formula(self) -> None:
        """The formula's own text tells what it reaches outside, and whether it is a picture."""
        text = self._formula_text.take()
        if text in self._inside:
            return
        if is_suspect(text):
            cell = self._named(self._column)[:20]
            self._outside.formula("formulas", text, self.sheet.name, cell)
            self._picture = self._picture or shows_picture(text)
        elif len(self._inside) < _REMEMBERED:
            self._inside.add(text)

    def begin_value(self, attributes: Attributes) -> None:
        """The stored value begins; a cell has one."""
        if self._valued or not self._in_cell:
            self._refuse("v")
        self._valued = True
        self.text.begin_run(attributes)

    def begin_inline(self, _: Attributes) -> None:
        """An inline text begins, which stands in the place of a value."""
        if self._valued or not self._in_cell:
            self._refuse("is")
        self._valued = self._was_inline = self.inline = True

    def end_inline(self) -> None:
        """The inline text ends."""
        self.inline = False

    def begin_text(self, attributes: Attributes) -> None:
        """A run of inline text begins."""
        if not self.inline:
            self._refuse("t")
        self.text.begin_run(attributes)

    def end_cell(self) -> None:
        """The cell is complete: keep it unless it holds nothing."""
        self._in_cell = False
        text = self.text.take()
        if not self._formula and not text:
            return
        if text and self._was_inline != (self._kind == "inlineStr"):
            self._refuse("is")
        stored = text if self._valued else None
        shown = self.maker.format_kind(self._style)
        if self._picture:
            cell = Cell(None, self._formula, PICTURE, shown)
        else:
            cell = self.maker.cell(shown, self._kind, self._formula, stored)
        if cell is not EMPTY_CELL:
            self._put(self._place(), cell)

    def _refuse(self, tag: str) -> NoReturn:
        """Refuse an element that no spreadsheet program writes there."""
        refuse("F046", sheet=self.sheet.name, cell=(self._address or "")[:20], part=f"<{tag}>")

    def _is_held(self, row: int) -> bool:
        """Whether an earlier row of that number held something; rows in order are never asked."""
        if row > self._last:
            return False
        if self._held is None:
            self._held = {at for at, _ in self.sheet.cells}
            self._held.update(at for at, _ in self.sheet.uncalculated)
        return row in self._held

    def _put(self, column: int, cell: Cell) -> None:
        cells, uncalculated, place = self.sheet.cells, self.sheet.uncalculated, (self.row, column)
        if place in cells or place in uncalculated:
            refuse("F029", sheet=self.sheet.name, cell=self._named(column))
        if cell is UNCALCULATED_CELL:
            uncalculated.add(place)
        else:
            cells[place] = cell
        if self._held is not None:
            self._held.add(self.row)
        if len(cells) + len(uncalculated) > self.room:
            refuse_more_than("F033", self.budget.limits.cells)
        if self._hidden and cell is not UNCALCULATED_CELL:
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
