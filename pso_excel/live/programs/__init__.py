"""What the live actions need of a spreadsheet program beyond the words that xlwings has."""

from collections.abc import Container, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import xlwings as xw

from pso_excel.core.problem import Problem
from pso_excel.xlsx.workbook import Workbook


class Program(Protocol):
    """A running spreadsheet program. Every method may raise ``Refused``: U006 a cell is being
    edited, U014 the workbook or the sheet is gone, U017 the program does not answer."""

    @property
    def books(self) -> xw.main.Books:
        """The open workbooks."""
        ...

    def read(self, book: xw.Book, leave_out: Container[str] = ()) -> Workbook:
        """The open workbook as it stands, unsaved edits included, as reading its file would give
        it; nothing is saved. Sheets named in ``leave_out`` are listed as unread."""
        ...

    def loosened(self, sheet: xw.Sheet) -> AbstractContextManager[None]:
        """A protected sheet open for writing for a while, then protected as before, whatever
        happens. Refused (U007) where the protection has a password."""
        ...

    def quiet(self) -> AbstractContextManager[None]:
        """Screen updating, events and recalculation held back, then as before, whatever happens."""
        ...

    def show_all(self, sheet: xw.Sheet) -> None:
        """Show the rows that a filter hides; its arrows stay. Where some are hidden, taking rows
        out does not reach all of them."""
        ...

    def text(self, value: str) -> str:
        """A text as it has to be assigned so that it stays that text: one that looks like a
        formula, a number or a date is none."""
        ...

    def link(self, sheet: xw.Sheet, links: Mapping[str, str]) -> None:
        """Make cells lead to places of the same workbook (``{"B7": "'06_ประเมิน'!E12"}``; an empty
        place takes a link away). The text of the cell stays."""
        ...

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """Save a copy of the open workbook as it stands; the open one stays what it is."""
        ...

    def fault(self, error: Exception) -> Problem | None:
        """What an error that came out of xlwings or of the program means: U006, U014 or U017; None
        for an error that is not the program's."""
        ...
