"""Microsoft Excel, running on Windows or macOS, through xlwings.

What xlwings has no word for goes to Excel itself: on Windows by COM, whose names are those of
Excel's own object model. On macOS links in cells stay as they are, and copies cannot be saved.
"""

import sys
from collections.abc import Container, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import xlwings as xw

from pso_excel.core.faults import is_ours
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.live.programs import Program
from pso_excel.live.programs.excel__live_reading_part import read_open
from pso_excel.xlsx.workbook import Book

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

    def read(self, book: xw.Book, leave_out: Container[str] = ()) -> Book:
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
        return Problem("U014", Place(), {"what": str(error).strip("'\"")})
    if type(error).__name__ not in ("com_error", "CommandError"):
        return None
    number = error.args[0] if error.args else 0
    if number in BUSY:
        return Problem("U006")
    if number in GONE:
        return Problem("U014", Place(), {"what": APPLICATION})
    return Problem("U017", Place(), {"app": APPLICATION, "reason": " ".join(str(error).split())})


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
        raise Refused(Problem("U007", Place(sheet=sheet.name), {"sheet": sheet.name}))
    return options


def _options(api: Any) -> dict[str, bool]:
    if not ON_WINDOWS:  # appscript's words for the same
        return {"worksheet_contents": True, "allow_formatting_cells": True}
    allowed = {name: bool(getattr(api.Protection, name)) for name in ALLOWED}
    drawing, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    return {"Contents": True, "DrawingObjects": drawing, "Scenarios": scenarios, **allowed}
