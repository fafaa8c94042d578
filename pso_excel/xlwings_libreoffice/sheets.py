"""The sheets of a workbook. UNO's object of a sheet is held: every new one costs ten calls."""

from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes

from pso_excel.xlsx.workbook import LAST_COLUMN, LAST_ROW
from pso_excel.xlwings_libreoffice.ranges import Range
from pso_excel.xlwings_libreoffice.shapes import Notes, Shapes

UnoRange = Any  # of the engine, a floor above
UnoSheet = Any  # of the engine, a floor above


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: UnoSheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The database ranges of the workbook."""
        return self.sheet.book.api.DatabaseRanges

    def __iter__(self) -> Iterator["Table"]:
        return iter(self._all())

    def _all(self) -> "list[Table]":
        own, ranges = self.sheet.index - 1, self.api
        names = [str(name) for name in ranges.ElementNames]
        here = [name for name in names if ranges.getByName(name).DataArea.Sheet == own]
        return [Table(self.sheet, name) for name in here]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: int | str) -> "Table":
        """The table of a name or a place; KeyError."""
        tables = self._all()
        if isinstance(name_or_index, int):
            return tables[name_or_index - 1]
        for table in tables:
            if table.name == name_or_index:
                return table
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(table.name == name for table in self._all())


class Table(base_classes.Table):
    """A table."""

    def __init__(self, sheet: UnoSheet, name: str) -> None:
        self.sheet = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The database range."""
        return self.sheet.book.api.DatabaseRanges.getByName(self._name)

    @property
    def name(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        """What it is called."""
        return self._name

    @property
    def parent(self) -> UnoSheet:
        """The sheet it stands on."""
        return self.sheet

    @property
    def range(self) -> UnoRange:
        """All of it, its header too."""
        return self.sheet.book.sheets.range_at(self.api.DataArea)


Book = Any  # of the engine, a floor above

CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, days, texts, formulas
FORMATS = 32 | 64
NOTES = 8
EVERYTHING = CONTENTS | FORMATS | NOTES


class Sheets(base_classes.Sheets):
    """The sheets in their order, hidden ones too."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._held: dict[str, Sheet] = {}

    @property
    def api(self) -> Any:
        """UNO's collection; NoSuchObjectError when the workbook has been closed."""
        sheets = self.book.api.Sheets
        if sheets is None:
            raise xw.NoSuchObjectError(self.book.name)
        return sheets

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(str(name) for name in self.api.ElementNames)

    @property
    def active(self) -> "Sheet":
        """The sheet in front, the first of a workbook without a window."""
        controller = self.book.api.CurrentController
        return self(1) if controller is None else self(str(controller.ActiveSheet.Name))

    def has(self, name: str) -> bool:
        """Whether there is a sheet of that name."""
        return name in self.order

    def __call__(self, name_or_index: int | str) -> "Sheet":
        """The sheet of a name or a place; NoSuchObjectError."""
        if isinstance(name_or_index, int):
            order = self.order
            if not 0 < name_or_index <= len(order):
                raise xw.NoSuchObjectError(name_or_index)
            return self(order[name_or_index - 1])
        held = self._held.get(name_or_index)
        if held is None or held.api.getName() != name_or_index:
            if not self.has(name_or_index):
                raise xw.NoSuchObjectError(name_or_index)
            held = Sheet(self.book, self.api.getByName(name_or_index), name_or_index)
            self._held[name_or_index] = held
        return held

    def range_at(self, address: Any) -> Range:
        """The range of a UNO ``CellRangeAddress``."""
        first = address.StartRow + 1, address.StartColumn + 1
        return Range(self(address.Sheet + 1), first, (address.EndRow + 1, address.EndColumn + 1))

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator["Sheet"]:
        return iter([self(name) for name in self.order])

    def add(
        self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None
    ) -> "Sheet":
        """A new sheet, by default before the one in front."""
        order = self.order
        place = (before or self.active).index - 1 if after is None else after.index
        number = 1
        while name is None:
            name = f"Sheet{number}" if f"Sheet{number}" not in order else None
            number += 1
        self.api.insertNewByName(name, place)
        return self(name)


class Sheet(base_classes.Sheet):
    """A sheet. ``api`` is its UNO object, which follows it when it is renamed or moved."""

    def __init__(self, book: Book, api: Any, name: str) -> None:
        self._book = book
        self._api = api
        self._name = name

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self._api

    @property
    def name(self) -> str:
        """What its tab said when it was found: xlwings asks for it at every turn, and whoever finds
        the sheet by its name finds it as it is called now."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._api.setName(value)
        self._name = value

    @property
    def index(self) -> int:
        """Its place, counted from 1."""
        return int(self._api.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab is seen."""
        return bool(self._api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._api.IsVisible = bool(value)

    @property
    def is_protected(self) -> bool:
        """Whether its locked cells are protected."""
        return bool(self._api.isProtected())

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The range of an address, a name, or one or two cells."""
        return Range(self, arg1, arg2)

    @property
    def cells(self) -> Range:
        """All of it."""
        return Range(self, (1, 1), (LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds anything, a format included."""
        cursor = self._api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.book.sheets.range_at(cursor.RangeAddress)

    def cell_address(self, row: int, column: int) -> Any:
        """UNO's ``CellAddress`` of a cell."""
        address = self.book.session.uno.createUnoStruct("com.sun.star.table.CellAddress")
        address.Sheet, address.Row, address.Column = self.index - 1, row - 1, column - 1
        return address

    def activate(self) -> None:
        """Show it."""
        controller = self.book.api.CurrentController
        if controller is not None:
            controller.setActiveSheet(self._api)

    def select(self) -> None:
        """Show it."""
        self.activate()

    def clear_contents(self) -> None:
        """Take all values and formulas away."""
        self._api.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        """Take all formats away."""
        self._api.clearContents(FORMATS)

    def clear(self) -> None:
        """Take values, formulas, formats and notes away."""
        self._api.clearContents(EVERYTHING)

    def autofit(self, axis: str | None = None) -> None:
        """Rows and columns as large as what they hold."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Take the sheet away."""
        self.book.sheets.api.removeByName(self.name)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """A copy beside one of the sheets of the same workbook."""
        place = before.index - 1 if before else after.index if after else self.index
        number = 2
        while self.book.sheets.has(f"{self.name} ({number})"):
            number += 1
        self.book.sheets.api.copyByName(self.name, f"{self.name} ({number})", place)

    @property
    def names(self) -> Any:
        """The names of the whole workbook."""
        return self.book.names

    @property
    def notes(self) -> Notes:
        """The notes at its cells."""
        return Notes(self)

    @property
    def shapes(self) -> Shapes:
        """Pictures, text boxes, buttons and the like."""
        return Shapes(self)

    @property
    def tables(self) -> Tables:
        """The tables, which LibreOffice has as database ranges."""
        return Tables(self)
