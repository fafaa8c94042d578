"""A workbook in which every typed value can be told from every other, and ways to damage it.

Damage is done to what was read of the file, so that a test can do a hundred of them; other tests
do the same to files, with libraries and with a spreadsheet program.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import NamedTuple

from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.forms.schema import Field, FilledBy, Kind, Shape, Table
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.repair import place_values
from pso_excel.repair.carry_over import Carried, shown_as
from pso_excel.repair.damaged_workbook import Opened
from pso_excel.xlsx.reader.extras import read_besides
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Value, column_letters
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
TABLES: Mapping[str, TableLayout] = {
    table.table.id: table for plan in lay_out_workbook(PSO) for table in plan.tables
}
FILLED = {
    table_id: table
    for table_id, table in TABLES.items()
    if table.table.stage not in ("CHECK", "SUMMARY")
}
FREE_ROWS = 3
UNIQUE = frozenset({Kind.TEXT, Kind.NOTE, Kind.CODE, Kind.REF, Kind.REFS, Kind.EMAIL, Kind.PHONE})
Move = Callable[[int, int], tuple[int, int] | None]


class Typed(NamedTuple):
    """One value an officer typed: its field, the cell it stands in and belongs in, and itself."""

    table: str
    field: str
    sheet: str
    cell: str
    value: Value
    is_unique: bool


@dataclass
class Damaged:
    """A filled workbook as read, to be damaged, with what was typed into it."""

    opened: Opened
    typed: list[Typed] = field(default_factory=list[Typed])

    def sheet(self, table: str) -> str:
        """The sheet of a table, which may have been renamed."""
        return self.names.get(TABLES[table].sheet, TABLES[table].sheet)

    names: dict[str, str] = field(default_factory=dict[str, str])

    def move(self, sheet: str, where: Move) -> None:
        """Move every cell of a sheet (None: delete it), with its formulas and merges."""
        book, besides = self.opened.book.sheets[sheet], self.opened.besides
        book.cells = {to: cell for at, cell in book.cells.items() if (to := where(*at))}
        book.uncalculated = {to for at in book.uncalculated if (to := where(*at))}
        book.merged = ()
        formulas = besides[sheet].formulas if sheet in besides else {}
        moved = {to: text for at, text in formulas.items() if (to := where(*at))}
        formulas.clear()
        formulas.update(moved)

    def rename(self, sheet: str, new: str) -> None:
        """Rename a sheet; defined names go with it, as in a spreadsheet program."""
        book = self.opened.book
        book.sheets[sheet].name = new
        book.sheets = {
            new if name == sheet else name: each_sheet for name, each_sheet in book.sheets.items()
        }
        quoted, now = f"'{sheet}'!", f"'{new}'!"
        book.names = {name: text.replace(quoted, now) for name, text in book.names.items()}
        besides = self.opened.besides
        if sheet in besides:
            besides[new] = besides.pop(sheet)
        self.names[sheet] = new

    def put(self, sheet: str, row: int, column: int, value: Value) -> None:
        """Type outside of every table."""
        self.opened.book.sheets[sheet].cells[row, column] = Cell(value)
        cell = f"{column_letters(column)}{row}"
        self.typed.append(Typed("", "", sheet, cell, value, is_unique=True))

    def carried(self) -> Carried:
        """The repair of what is left of it."""
        return place_values(self.opened, "แบบ.xlsx")[0]


def marked() -> Damaged:
    """A fresh copy of the filled workbook."""
    opened, typed = _marked()
    return Damaged(deepcopy(opened), list(typed))


@cache
def _marked() -> tuple[Opened, tuple[Typed, ...]]:
    data = blank_workbook()
    book, numbers = read_book(data), count(1)
    typed: list[Typed] = []
    for placed in FILLED.values():
        for column_field, row in _cells(placed):
            column = placed.columns[column_field.id]
            line = placed.lines.get(column_field.id, row)
            cell, value = placed.cell(column_field.id, row), _value(column_field, next(numbers))
            shown = (
                NumberFormatKind.DATE if isinstance(value, datetime) else NumberFormatKind.GENERAL
            )
            book.sheets[placed.sheet].cells[line, column] = Cell(value, format_kind=shown)
            unique = column_field.kind in UNIQUE or isinstance(value, datetime)
            typed.append(Typed(placed.table.id, column_field.id, placed.sheet, cell, value, unique))
    return Opened(book, read_besides(data)), tuple(typed)


def _cells(placed: TableLayout) -> Iterator[tuple[Field, int]]:
    """Every cell an officer may type in, of the first free rows and of the framework's."""
    if placed.table.shape is Shape.RECORD:
        yield from (
            (column_field, 0)
            for column_field in placed.table.fields
            if column_field.writer is FilledBy.OFFICE
        )
        return
    last = min(placed.last, placed.spare_first + FREE_ROWS - 1)
    for row in range(placed.first, last + 1):
        for column_field in placed.table.fields:
            if column_field.writer is FilledBy.OFFICE or (
                column_field.writer is FilledBy.FRAMEWORK and row >= placed.spare_first
            ):
                yield column_field, row


def _value(column_field: Field, number: int) -> Value:
    if column_field.kind in UNIQUE:
        return f"ค่า{number:05}"
    if column_field.kind is Kind.DATE:
        return datetime(2020, 1, 1) + timedelta(number % 3000)
    if column_field.kind is Kind.CHOICE:
        choices = LISTS[column_field.choices].choices
        return choices[number % len(choices)].words.th
    if column_field.kind is Kind.LEVEL:
        return Decimal(1 + number % 5)
    return Decimal(number)


def missing(damaged: Damaged, carried: Carried) -> list[str]:
    """What was typed and is neither in its cell nor on the sheet of unplaced values; and what
    stands in a cell where it does not belong."""
    written = {(write.sheet, write.cell): _plain(write.value) for write in carried.writes}
    left = [unplaced.value for unplaced in carried.unplaced]
    places: dict[str, set[tuple[str, str]]] = {}
    for place, value in written.items():
        places.setdefault(value, set()).add(place)
    found: list[str] = []
    for typed in damaged.typed:
        value, place = _plain(typed.value), (typed.sheet, typed.cell)
        if typed.table and written.get(place) == value:
            continue
        shown = shown_as(Cell(typed.value))
        if shown in left:
            left.remove(shown)
        else:
            found.append(f"lost: {typed}")
        if typed.is_unique and typed.table and places.get(value, set()) - {place}:
            found.append(f"misplaced: {typed} in {places[value]}")
    return found


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def table_of(table_id: str) -> Table:
    """The form's table."""
    return TABLES[table_id].table
