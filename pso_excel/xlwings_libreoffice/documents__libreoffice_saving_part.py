"""Saving: in place, elsewhere, as a copy; the format is what the name of the file ends with."""

from collections.abc import Mapping
from pathlib import Path
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
