"""Microsoft Excel, running on Windows or macOS, through xlwings.

What xlwings has no word for goes to Excel itself: on Windows by COM, whose names are those of
Excel's own object model. On macOS links in cells stay as they are, and copies cannot be saved.
"""

import sys
from collections.abc import Container, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self, cast

import xlwings as xw

from pso_excel.core.faults import is_ours
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.live.programs import Program
from pso_excel.xlsx.reader.formulas import is_suspect, shows_picture
from pso_excel.xlsx.reader.outside_links import OutsideFound
from pso_excel.xlsx.reader.text import clean_text
from pso_excel.xlsx.reader.values import decimal_of, shown_by
from pso_excel.xlsx.workbook import (
    PICTURE,
    Cell,
    NumberFormatKind,
    Sheet,
    Validation,
    Workbook,
    format_address,
)

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)
UNKNOWN_LISTS = (Validation("list", ("A1:XFD1048576",), ""),)
"""Stands for lists that nobody has looked for."""
BEFORE_1900 = 1900  # the year of a cell that holds only a time of day

Rows = Sequence[Sequence[Any]]


def read_open(book: xw.Book, application: str, leave_out: Container[str] = ()) -> Workbook:
    """The open workbook as it stands; sheets named in ``leave_out`` are only listed."""
    names = {name.name: str(name.refers_to or "").removeprefix("=") for name in book.names}
    found = Workbook(file=book.name, names=names, application=application)
    outside = OutsideFound()
    unread: list[str] = []
    for sheet in book.sheets:
        if sheet.name in leave_out:
            unread.append(sheet.name)
        else:
            found.sheets[sheet.name] = read_sheet(sheet, outside)
    found.skipped_sheets = tuple(unread)
    outside.formulas("names", [(text, name.rpartition("!")[0], "") for name, text in names.items()])
    found.outside = outside.listed()
    return found


def read_sheet(sheet: xw.Sheet, outside: OutsideFound) -> Sheet:
    """The cells of one sheet with what is hidden of it; what its formulas reach ``outside``."""
    area = sheet.used_range
    values = _rows(area.options(ndim=2, err_to_str=True).value)
    formulas = _rows(area.formula)
    top, left = area.row, area.column
    found = Sheet(
        sheet.name,
        visible=bool(sheet.visible),
        protected=True,
        validations=UNKNOWN_LISTS,
        stored_row_count=len(values),
    )
    for column, line in enumerate(zip(*values, strict=True)):
        typed = [row for row, value in enumerate(line) if isinstance(value, (float, int, Decimal))]
        kinds = dict(_kinds(sheet, [top + row for row in typed], left + column))
        for row, value in enumerate(line):
            text = str(formulas[row][column])
            formula, place = text.startswith("="), (top + row, left + column)
            kind = kinds.get(top + row, NumberFormatKind.GENERAL)
            if formula and is_suspect(text):
                outside.formula("formulas", text[1:], sheet.name, format_address(*place))
                if shows_picture(text):
                    found.cells[place] = Cell(None, True, PICTURE, kind)
                    continue
            if cell := _cell(value, formula, kind):
                found.cells[place] = cell
    found.cells = dict(sorted(found.cells.items()))
    return found


def _rows(block: Any) -> Rows:
    """A block as rows, whatever xlwings makes of a single row or cell."""
    if not isinstance(block, (list, tuple)):
        return [[block]]
    rows = cast("Rows", block)
    return rows if rows and isinstance(rows[0], (list, tuple)) else [rows]


def _kinds(
    sheet: xw.Sheet, rows: Sequence[int], column: int
) -> Iterator[tuple[int, NumberFormatKind]]:
    """The kind of number format of the cells of a column: one question where all are alike."""
    if not rows:
        return
    code: Any = sheet.range((rows[0], column), (rows[-1], column)).number_format  # None: several
    if isinstance(code, str) or len(rows) == 1:
        kind = shown_by(code) if isinstance(code, str) else NumberFormatKind.GENERAL
        yield from ((row, kind) for row in rows)
        return
    half = len(rows) // 2
    yield from _kinds(sheet, rows[:half], column)
    yield from _kinds(sheet, rows[half:], column)


def _cell(value: Any, formula: bool, kind: NumberFormatKind) -> Cell | None:
    """The cell of a value as xlwings gives it; None for nothing."""
    if value is None:
        return Cell(None, True) if formula else None
    if isinstance(value, bool):
        return Cell(value, formula, "", kind)
    if isinstance(value, datetime):
        return _moment(value, formula)
    if isinstance(value, (float, int)):
        return Cell(decimal_of(float(value)), formula, "", kind)
    if isinstance(value, Decimal):
        return Cell(value, formula, "", kind)
    if value in ERRORS:
        return Cell(None, formula, value)
    text = clean_text(str(value))[0]
    if text.startswith("=") and shows_picture(text):
        return Cell(None, formula, PICTURE)
    return Cell(text, formula) if text else None


def _moment(value: datetime, formula: bool) -> Cell:
    moment = value.replace(tzinfo=None)
    if moment.year < BEFORE_1900:
        return Cell(moment.time(), formula, "", NumberFormatKind.TIME)
    return Cell(moment, formula, "", NumberFormatKind.DATE)


APPLICATION = "Microsoft Excel"
ON_WINDOWS = sys.platform == "win32"
# HRESULTs: the call was rejected (0x80010001), Excel is busy with a cell or a dialog (0x800AC472).
BUSY = frozenset({-2147418111, -2146777998})
# HRESULTs: the object is disconnected (0x80010108), the server is gone (0x800706BA, 0x800706BE).
GONE = frozenset({-2147417848, -2147023174, -2147023170})
ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What Excel's ``Protection`` tells of a protected sheet, and ``Protect`` takes."""


class Excel(Program):
    """A running Excel."""

    def __init__(self, app: xw.App) -> None:
        self.app = app

    @classmethod
    def attach(cls) -> Self:
        """The Excel in front; Refused (U002) when none is running."""
        try:
            app = xw.apps.active
        except xw.XlwingsError:  # it has no engine for Excel on this system
            app = None
        except Exception as error:
            if excel_fault(error) is None:
                raise
            app = None
        if app is None:
            raise Refused(Problem("U002", values={"app": APPLICATION}))
        return cls(app)

    @property
    def books(self) -> xw.main.Books:
        """The open workbooks."""
        return self.app.books

    def read(self, book: xw.Book, leave_out: Container[str] = ()) -> Workbook:
        """The open workbook, its protection as Excel tells it."""
        found = read_open(book, APPLICATION, leave_out)
        for name, sheet in found.sheets.items():
            sheet.protected = _is_protected(book.sheets[name])
        return found

    @contextmanager
    def loosened(self, sheet: xw.Sheet) -> Generator[None]:
        """Unprotected for a while, then protected with the same options."""
        if not _is_protected(sheet):
            yield
            return
        options = _unprotect(sheet)
        try:
            yield
        finally:
            sheet.api.Protect(**options) if ON_WINDOWS else sheet.api.protect_worksheet(**options)

    @contextmanager
    def quiet(self) -> Generator[None]:
        """No drawing and no events while something is written."""
        drawing, events = self.app.screen_updating, self.app.enable_events
        self.app.screen_updating = self.app.enable_events = False
        self.app.cut_copy_mode = False  # else rows that are put in would be those that were copied
        try:
            yield
        finally:
            self.app.screen_updating, self.app.enable_events = drawing, events

    def show_all(self, sheet: xw.Sheet) -> None:
        """``ShowAllData``, which fails where no filter hides anything."""
        api = sheet.api
        if ON_WINDOWS and api.FilterMode:
            api.ShowAllData()
        elif not ON_WINDOWS and api.filter_mode.get():
            api.show_all_data()

    def text(self, value: str) -> str:
        """With the prefix that makes Excel take it as it is."""
        return f"'{value}" if value else value

    def link(self, sheet: xw.Sheet, links: Mapping[str, str]) -> None:
        """Internal links by ``Hyperlinks.Add``, with the font that the cell has."""
        if not ON_WINDOWS:
            return
        for cell, place in links.items():
            target: Any = sheet.range(cell).api
            target.ClearHyperlinks()
            if place:
                sheet.api.Hyperlinks.Add(target, "", place)

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """``SaveCopyAs``: the open workbook keeps its name. U017 on macOS, which has no such."""
        if not ON_WINDOWS:
            values = {"app": f"{APPLICATION} (macOS)", "reason": "SaveCopyAs"}
            raise Refused(Problem("U017", values=values))
        book.api.SaveCopyAs(str(path))

    def fault(self, error: Exception) -> Problem | None:
        """What an error of Excel means; None for one that is not Excel's."""
        return excel_fault(error)


def excel_fault(error: Exception) -> Problem | None:
    """An error as xlwings raises it for Excel: U006 busy, U014 gone, U017 any other of Excel's."""
    if isinstance(error, (xw.NoSuchObjectError, KeyError)) and not is_ours(error):
        return Problem("U014", Location(), {"what": str(error).strip("'\"")})
    if type(error).__name__ not in ("com_error", "CommandError"):
        return None
    number = error.args[0] if error.args else 0
    if number in BUSY:
        return Problem("U006")
    if number in GONE:
        return Problem("U014", Location(), {"what": APPLICATION})
    return Problem("U017", Location(), {"app": APPLICATION, "reason": " ".join(str(error).split())})


def _is_protected(sheet: xw.Sheet) -> bool:
    api = sheet.api
    return bool(api.ProtectContents if ON_WINDOWS else api.protect_contents.get())


def _unprotect(sheet: xw.Sheet) -> dict[str, bool]:
    """Take the protection away; its options, to be given again. Refused (U007)."""
    api = sheet.api
    options = _options(api)
    try:
        api.Unprotect("") if ON_WINDOWS else api.unprotect()
    except Exception as error:
        if excel_fault(error) is None:
            raise
    if _is_protected(sheet):
        raise Refused(Problem("U007", Location(sheet=sheet.name), {"sheet": sheet.name}))
    return options


def _options(api: Any) -> dict[str, bool]:
    if not ON_WINDOWS:  # appscript's words for the same
        return {"worksheet_contents": True, "allow_formatting_cells": True}
    allowed = {name: bool(getattr(api.Protection, name)) for name in ALLOWED}
    drawing, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    return {"Contents": True, "DrawingObjects": drawing, "Scenarios": scenarios, **allowed}
