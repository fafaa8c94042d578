"""LibreOffice as one of the programs in which an office's workbook can be open."""

from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ENOTDIR
from os import strerror
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import xlwings as xw

from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.live.programs import Program
from pso_excel.live.programs.libreoffice_connect import (
    NAME,
    answering,
    connections,
    fault_of,
)
from pso_excel.live.programs.libreoffice_reader import Reader
from pso_excel.xlsx.workbook import Workbook, parse_address
from pso_excel.xlwings_libreoffice import engine_over
from pso_excel.xlwings_libreoffice.session import DeferredRedraw, Session, load_uno, store_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pso_excel.live.programs.libreoffice import LibreOffice


def attach(address: str = "") -> "LibreOffice":
    """The first that :func:`running` gives."""
    return next(running(address))


def running(address: str = "") -> "Iterator[LibreOffice]":
    """The LibreOffice at a UNO address (``"pipe,name=..."``), or each of the officer's own, when it
    is asked for.

    Refused: U002 none is running, U009 ``uno`` cannot be loaded, U017 it does not answer.
    """
    from pso_excel.live.programs.libreoffice import LibreOffice  # loads xlwings, which is slow

    return LibreOffice.running(address)


NO_PASSWORD = ""


class Unprotected:
    """A sheet of the engine open for writing for a while. Refused (U007): it has a password."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._again = False

    def __enter__(self) -> None:
        api = self._sheet.api
        if not api.isProtected():
            return
        wrong = load_uno().getClass("com.sun.star.lang.IllegalArgumentException")
        with suppress(wrong):
            api.unprotect(NO_PASSWORD)
        if api.isProtected():
            name = str(self._sheet.name)
            raise Refused(Problem("U007", Location(sheet=name), {"sheet": name}))
        self._again = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._again:
            self._sheet.api.protect(NO_PASSWORD)


def show_all(sheet: Any) -> None:
    """Choose nothing any more in the autofilter of a sheet (the engine's own): every row is shown,
    the arrows stay."""
    ranges = sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
    number = sheet.api.RangeAddress.Sheet
    if not ranges.hasByTable(number):
        return
    filtered = ranges.getByTable(number)
    if not filtered.getFilterDescriptor().FilterFields:
        return
    at = filtered.DataArea
    cells = sheet.api.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)
    nothing = cells.createFilterDescriptor(True)
    nothing.ContainsHeader = True
    cells.filter(nothing)


FIELD = "com.sun.star.text.TextField.URL"
FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
Run = tuple[int, int, int]


def put_links(sheet: Any, links: Mapping[str, str]) -> None:
    """Make cells of a sheet of the engine lead to places (``'06'!E12``); an empty place takes the
    link away. The texts stay."""
    for cell, place in links.items():
        if place:
            _put_link(sheet, cell, place)
    for column, first, last in _runs(parse_address(cell) for cell in links if not links[cell]):
        _take_away(sheet.range((first, column), (last, column)))


def _put_link(sheet: Any, cell: str, place: str) -> None:
    row, column = parse_address(cell)
    at = sheet.api.getCellByPosition(column - 1, row - 1)
    field = sheet.book.api.createInstance(FIELD)
    field.URL = f"#{_place(place)}"
    field.Representation = str(at.getString())
    at.setString("")
    at.insertTextContent(at.createTextCursor(), field, False)


def _take_away(cells: Any) -> None:
    """Write the plain texts over those with a field; a formula has none."""
    if not cells.api.queryContentCells(FORMULAS).Count:
        cells.raw_value = cells.api.getDataArray()


def _place(place: str) -> str:
    """``'06_ประเมิน'!E12`` as LibreOffice writes it."""
    sheet, _, cell = place.rpartition("!")
    return f"{sheet}.{cell}" if sheet else cell


def _runs(spots: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """Column, first and last row of the runs of cells below one another."""
    run: Run | None = None
    for column, row in sorted((column, row) for row, column in spots):
        if run is not None and run[0] == column and run[2] == row - 1:
            run = column, run[1], row
            continue
        if run is not None:
            yield run
        run = column, row, row
    if run is not None:
        yield run


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

    def read(self, book: xw.Book, leave_out: Container[str] = ()) -> Workbook:
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
        with answering(NAME), DeferredRedraw(documents):
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
