"""The open workbooks, each held so that it need not be found anew at every call."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xlwings import base_classes

from pso_excel.xlwings_libreoffice.names import Names
from pso_excel.xlwings_libreoffice.notation import Formats, Formulas
from pso_excel.xlwings_libreoffice.session import Session, UndoGroup, store, store_copy
from pso_excel.xlwings_libreoffice.sheets import Sheets

App = Any  # of the engine, a floor above

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
LIBRARY = "VBAProject"


class Books(base_classes.Books):
    """The spreadsheets that are open, in LibreOffice's own order."""

    def __init__(self, app: App, session: Session) -> None:
        self.app = app
        self.session = session
        self._held: dict[str, Book] = {}

    @property
    def api(self) -> Any:
        """The components of the desktop."""
        return self.session.desktop.Components

    @property
    def active(self) -> "Book":
        """The workbook in front, or the first; KeyError when none is open."""
        front = self.session.desktop.getCurrentComponent()
        books = self._open()
        if front is not None and _is_spreadsheet(front):
            return self._book(front)
        if not books:
            raise KeyError("no workbook is open")
        return books[0]

    def __iter__(self) -> Iterator["Book"]:
        return iter(self._open())

    def _open(self) -> "list[Book]":
        components = self.api.createEnumeration()
        found: list[Book] = []
        while components.hasMoreElements():
            document = components.nextElement()
            if _is_spreadsheet(document):
                found.append(self._book(document))
        self._held = {book.identity: book for book in found}
        return found

    def __len__(self) -> int:
        return len(self._open())

    def __call__(self, name_or_index: int | str) -> "Book":
        """The workbook of a name or a path, or of a place; KeyError."""
        books = self._open()
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if name_or_index in (book.name, book.fullname):
                return book
        raise KeyError(name_or_index)

    @property
    def closed(self) -> "list[Book]":
        """Those known from before that have been closed since."""
        return [book for book in self._held.values() if book.is_closed]

    def add(self) -> "Book":
        """A new workbook."""
        return self._loaded("private:factory/scalc")

    def open(self, fullname: str, *others: Any, **more: Any) -> "Book":  # pyright: ignore[reportIncompatibleMethodOverride]
        """Open a file; its macros run only as LibreOffice's own settings allow."""
        del others, more  # what only Excel asks when it opens a file
        return self._loaded(self.session.url(fullname))

    def _loaded(self, url: str) -> "Book":
        document = self.session.desktop.loadComponentFromURL(url, "_blank", 0, ())
        if document is None or not _is_spreadsheet(document):
            raise FileNotFoundError(url)
        return self._book(document)

    def _book(self, document: Any) -> "Book":
        identity = str(document.RuntimeUID)
        if identity not in self._held:
            self._held[identity] = Book(self, document, identity)
        return self._held[identity].refreshed()


class Book(base_classes.Book):
    """An open workbook. ``identity`` is LibreOffice's own, of this document while it is open;
    ``reshaped`` counts what was done to it here that changed more than values, ``written`` what
    changed values.
    """

    def __init__(self, books: Books, document: Any, identity: str) -> None:
        self.books = books
        self.session = books.session
        self.identity = identity
        self._fullname = identity
        self._document = document
        self.formats = Formats(self.session, document)
        self._formulas: Formulas | None = None
        self._undo: Any = None
        self._locked = False
        self.reshaped = self.written = 0
        self._sheets = Sheets(self)

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self._document

    @property
    def app(self) -> App:
        """The program that has it open."""
        return self.books.app

    @property
    def undo(self) -> Any:
        """Its undo manager."""
        if self._undo is None:
            self._undo = self._document.getUndoManager()
        return self._undo

    def one_step(self) -> UndoGroup:
        """For writing into it: all of it is taken back by one step."""
        self.written += 1
        return UndoGroup(self.undo)

    @property
    def is_closed(self) -> bool:
        """Whether it has been closed since; False as well when LibreOffice itself has gone."""
        try:
            return self._document.Sheets is None
        except self.session.uno.getClass("com.sun.star.uno.Exception"):
            return False

    @property
    def formulas(self) -> Formulas:
        """The translator of its formulas."""
        if self._formulas is None:
            self._formulas = Formulas(self._document)
        return self._formulas

    @property
    def fullname(self) -> str:
        """Its path; of one that was never saved, what its window is called. As it was when the
        open workbooks were last listed: xlwings asks for it at every turn."""
        return self._fullname

    def refreshed(self) -> "Book":
        """Itself, after its path was asked anew."""
        url = str(self._document.URL)
        if not url:
            self._fullname = str(self._document.Title)
        elif url.startswith("file:"):
            self._fullname = str(self.session.uno.fileUrlToSystemPath(url))
        else:
            self._fullname = url
        return self

    @property
    def name(self) -> str:
        """The name of its file."""
        return Path(self._fullname).name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return self._sheets

    @property
    def names(self) -> Names:
        """Its defined names, those of one sheet as ``sheet!name``."""
        return Names(self)

    @property
    def selection(self) -> Any:
        """The selected range; None when something else is selected or there is no window."""
        controller = self._document.CurrentController
        selected = controller.getSelection() if controller is not None else None
        if selected is None or not hasattr(selected, "RangeAddress"):
            return None
        return self._sheets.range_at(selected.RangeAddress)

    def activate(self) -> None:
        """Bring its window to the front."""
        controller = self._document.CurrentController
        if controller is not None:
            controller.Frame.activate()
            controller.Frame.ContainerWindow.toFront()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place, or under another name."""
        store(self.session, self._document, Path(path) if path else None, password or "")
        self.refreshed()

    def to_pdf(self, path: str, quality: object = None) -> None:
        """Print all sheets that are seen."""
        del quality
        store_copy(self.session, self._document, Path(path).with_suffix(".pdf"))

    def close(self) -> None:
        """Close without saving."""
        self._document.close(True)

    def run(self, macro: str, args: Sequence[object]) -> Any:
        """Run a Basic macro of the workbook and give what it returns."""
        url = f"vnd.sun.star.script:{LIBRARY}.{macro}?language=Basic&location=document"
        script = self._document.getScriptProvider().getScript(url)
        return script.invoke(tuple(args), (), ())[0]

    @property
    def is_visible(self) -> bool:
        """Whether it has a window that is seen."""
        controller = self._document.CurrentController
        return controller is not None and bool(controller.Frame.ContainerWindow.isVisible())

    @is_visible.setter
    def is_visible(self, value: bool) -> None:
        controller = self._document.CurrentController
        if controller is not None:
            controller.Frame.ContainerWindow.setVisible(value)

    @property
    def is_held(self) -> bool:
        """Whether we hold back that it is drawn."""
        return self._locked

    @is_held.setter
    def is_held(self, value: bool) -> None:
        # Locks are counted: that of another, a macro perhaps, is not ours to take away.
        if value and not self._locked:
            self._document.lockControllers()
        elif self._locked and not value:
            self._document.unlockControllers()
        self._locked = value

    @property
    def calculates(self) -> bool:
        """Whether formulas are calculated as soon as a cell changes."""
        return bool(self._document.isAutomaticCalculationEnabled())

    @calculates.setter
    def calculates(self, value: bool) -> None:
        self._document.enableAutomaticCalculation(value)

    def show_status(self, text: str) -> None:
        """Write into the status bar; an empty text gives it back."""
        controller = self._document.CurrentController
        if controller is not None:
            bar = controller.StatusIndicator
            bar.start(text, 0) if text else bar.end()


def _is_spreadsheet(document: Any) -> bool:
    return hasattr(document, "supportsService") and bool(document.supportsService(SPREADSHEET))
