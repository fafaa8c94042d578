"""LibreOffice as one of the programs in which an office's workbook can be open."""

from collections.abc import Callable, Container, Generator, Iterator, Mapping
from contextlib import contextmanager
from errno import ENOTDIR
from os import strerror
from pathlib import Path
from typing import Any, Self, cast

import xlwings as xw

from pso_excel.core.problem import Problem, Refused
from pso_excel.live.programs import Program
from pso_excel.live.programs.libreoffice__libreoffice_filtering_part import show_all
from pso_excel.live.programs.libreoffice__libreoffice_linking_part import put_links
from pso_excel.live.programs.libreoffice__libreoffice_protecting_part import Unprotected
from pso_excel.live.programs.libreoffice_connect import connections
from pso_excel.live.programs.libreoffice_connect__libreoffice_faults_part import (
    NAME,
    answering,
    fault_of,
)
from pso_excel.live.programs.libreoffice_reader__libreoffice_reading_part import Reader
from pso_excel.xlsx.workbook import Book
from pso_excel.xlwings_libreoffice import engine_over
from pso_excel.xlwings_libreoffice.documents import HeldBack
from pso_excel.xlwings_libreoffice.documents__libreoffice_saving_part import store_copy
from pso_excel.xlwings_libreoffice.session import Session


class LibreOffice(Program):
    """A running LibreOffice."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.engine = engine_over(session)
        xw.engines.add(self.engine)
        self._app: Any = self.engine.impl.apps.app
        self._reader = Reader(session)

    @classmethod
    def running(cls, address: str = "") -> Iterator[Self]:
        """The LibreOffice at an address, or each of the officer's own, as it is asked for. Refused:
        U002, U009, U017."""
        for context in connections(address):
            with answering(address or "LibreOffice"):
                program = cls(Session.begin(context))
            yield program

    @property
    def books(self) -> xw.main.Books:
        """The open workbooks."""
        return xw.main.Books(impl=self._app.books)

    def read(self, book: xw.Book, leave_out: Container[str] = ()) -> Book:
        """What reading a copy saved now would give; quick when it was read before."""
        source = _engine_of(book)
        with answering(str(source.name), lambda: bool(source.is_closed)):
            return self._reader.read(source, leave_out)

    @contextmanager
    def loosened(self, sheet: xw.Sheet) -> Generator[None]:
        """Unprotected for a while, then protected with the same options."""
        with answering(*_of(sheet)), Unprotected(sheet.impl):
            yield

    @contextmanager
    def quiet(self) -> Generator[None]:
        """No drawing, and formulas calculated once at the end."""
        documents = [book.api for book in self.books]
        with answering(NAME), HeldBack(documents):
            yield

    def show_all(self, sheet: xw.Sheet) -> None:
        """The autofilter filters by nothing any more."""
        with answering(*_of(sheet)):
            show_all(sheet.impl)

    def text(self, value: str) -> str:
        """As it is: what comes into a range as a text stays one."""
        return value

    def link(self, sheet: xw.Sheet, links: Mapping[str, str]) -> None:
        """Links as text fields, as LibreOffice makes them of those in a file."""
        with answering(*_of(sheet)):
            put_links(sheet.impl, links)

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """The open workbook keeps its name, its file and whether it has unsaved edits."""
        source = _engine_of(book)
        if not path.parent.is_dir():  # LibreOffice may break down over it
            reason = f"{path.parent}: {strerror(ENOTDIR)}"
            raise Refused(Problem("U017", values={"app": NAME, "reason": reason}))
        with answering(str(source.name), lambda: bool(source.is_closed)):
            store_copy(self.session, source.api, path)

    def fault(self, error: Exception) -> Problem | None:
        """What an error of UNO, or of the engine over it, means."""
        closed = [str(book.name) for book in self._app.books.closed]
        return fault_of(error, ", ".join(closed), bool(closed))


def _engine_of(book: xw.Book) -> Any:
    """The workbook as the engine has it."""
    return cast("Any", book).impl


def _of(sheet: xw.Sheet) -> tuple[str, Callable[[], bool]]:
    """What a sheet is called, and whether its workbook has been closed."""
    book = _engine_of(sheet.book)
    return sheet.name, lambda: bool(book.is_closed)
