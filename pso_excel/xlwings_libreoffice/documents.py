"""Holding a workbook back while much is written: drawn once, calculated once, undone in one.

Classes, not generators: an error of UNO does not survive the way through ``contextmanager``, which
sets its traceback as if it were any other exception.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from pso_excel.xlwings_libreoffice.session import Session

FILTERS: Mapping[str, str] = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".pdf": "calc_pdf_Export",
}


def store_copy(session: Session, document: Any, path: Path) -> None:
    """Write the document as it stands into another file; the open one keeps its name, its file and
    whether it has unsaved edits. Errors as UNO raises them."""
    document.storeToURL(session.url(path), _options(session, path))


def store(session: Session, document: Any, path: Path | None, password: str = "") -> None:
    """Save in place, or (``path``) under another name, which the open document then has."""
    if path is None:
        document.store()
        return
    options = _options(session, path)
    if password:
        options += session.options(Password=password)
    document.storeAsURL(session.url(path), options)


def _options(session: Session, path: Path) -> tuple[Any, ...]:
    return session.options(FilterName=FILTERS.get(path.suffix.lower(), FILTERS[".xlsx"]))


STEP = "P.S.O."  # what the menu calls the step that takes all of it back


class OneStep:
    """All that is done inside is taken back by one step, whose name tells that it was ours;
    ``undo`` is the document's undo manager."""

    def __init__(self, undo: Any) -> None:
        self._undo = undo

    def __enter__(self) -> None:
        self._undo.enterUndoContext(STEP)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.leaveUndoContext()


class HeldBack:
    """Whatever happens inside, the documents are drawn and calculated again afterwards."""

    def __init__(self, documents: Sequence[Any]) -> None:
        self._documents = documents
        self._after = ExitStack()

    def __enter__(self) -> None:
        with ExitStack() as after:
            for document in self._documents:
                _hold(document, after)
            self._after = after.pop_all()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._after.close()


def _hold(document: Any, after: ExitStack) -> None:
    after.enter_context(OneStep(document.getUndoManager()))
    document.lockControllers()
    after.callback(document.unlockControllers)
    document.addActionLock()
    after.callback(document.removeActionLock)
    # To switch calculation off counts as an edit: not in a workbook that has none yet.
    if document.isModified() and document.isAutomaticCalculationEnabled():
        document.enableAutomaticCalculation(False)
        after.callback(document.enableAutomaticCalculation, True)
