"""A connection to a running LibreOffice: its desktop, and UNO's ways of making values."""

import importlib
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian and Ubuntu keep ``python3-uno``, built for the Python of the distribution."""


class UnoMissing(ImportError):
    """The module ``uno`` is not installed, or is that of another minor version of Python."""


def load_uno() -> Any:
    """The module ``uno``: of this Python (LibreOffice's own has it), else Debian's, whose folder is
    on the path no longer than the import lasts.

    UnoMissing when it is not installed or was built for another minor version of Python.
    """
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        if not Path(DEBIAN_PACKAGES, "uno.py").is_file():
            raise _missing(error) from error
    sys.path.append(DEBIAN_PACKAGES)
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        raise _missing(error) from error
    finally:
        sys.path.remove(DEBIAN_PACKAGES)


def _missing(error: ImportError) -> UnoMissing:
    return UnoMissing(f"{error} (Python {sys.version_info.major}.{sys.version_info.minor})")


@dataclass(frozen=True, slots=True)
class Session:
    """``desktop`` lists and opens documents; ``context`` makes services."""

    uno: Any
    context: Any
    desktop: Any

    @classmethod
    def begin(cls, context: Any) -> Self:
        """From the component context that :func:`connect` gives."""
        return cls(load_uno(), context, service(context, "com.sun.star.frame.Desktop"))

    def options(self, **values: object) -> tuple[Any, ...]:
        """UNO's way of writing keyword arguments."""
        structs: list[Any] = []
        for name, value in values.items():
            struct = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            struct.Name, struct.Value = name, value
            structs.append(struct)
        return tuple(structs)

    def locale(self, language: str, country: str) -> Any:
        """A locale, such as ``("en", "US")``."""
        return self.uno.createUnoStruct("com.sun.star.lang.Locale", language, country, "")

    def url(self, path: Path | str) -> str:
        """The address of a file, which need not exist."""
        return str(self.uno.systemPathToFileUrl(str(Path(path).absolute())))


def service(context: Any, name: str) -> Any:
    """A new service of the program."""
    return context.ServiceManager.createInstanceWithContext(name, context)


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


class UndoGroup:
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


class DeferredRedraw:
    """Whatever happens inside, the documents are drawn and calculated again afterwards."""

    def __init__(self, documents: Sequence[Any]) -> None:
        self._documents = documents
        self._after = ExitStack()

    def __enter__(self) -> None:
        with ExitStack() as after:
            for document in self._documents:
                _hold_back(document, after)
            self._after = after.pop_all()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._after.close()


def _hold_back(document: Any, after: ExitStack) -> None:
    after.enter_context(UndoGroup(document.getUndoManager()))
    document.lockControllers()
    after.callback(document.unlockControllers)
    document.addActionLock()
    after.callback(document.removeActionLock)
    # To switch calculation off counts as an edit: not in a workbook that has none yet.
    if document.isModified() and document.isAutomaticCalculationEnabled():
        document.enableAutomaticCalculation(False)
        after.callback(document.enableAutomaticCalculation, True)
