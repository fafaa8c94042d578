"""The open workbook through xlwings alone, as the program reads a file: a few blocks a sheet.

What xlwings has no word for (merged cells, validations, document properties) is not read: what is
unknown is taken as being in order, so that no rule tells what nobody has seen.
"""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import xlwings as xw

from pso_excel.book import Book, Cell, Sheet, Shown, Validation
from pso_excel.books.reading.formats import shown_by
from pso_excel.books.reading.texts import clean_text
from pso_excel.books.reading.values import decimal_of

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)
UNKNOWN_LISTS = (Validation("list", ("A1:XFD1048576",), ""),)
"""Stands for lists that nobody has looked for."""
BEFORE_1900 = 1900  # the year of a cell that holds only a time of day

Rows = Sequence[Sequence[Any]]


def read_open(book: xw.Book, application: str, leave_out: Container[str] = ()) -> Book:
    """The open workbook as it stands; sheets named in ``leave_out`` are only listed."""
    names = {name.name: str(name.refers_to or "").removeprefix("=") for name in book.names}
    found = Book(file=book.name, names=names, application=application)
    unread: list[str] = []
    for sheet in book.sheets:
        if sheet.name in leave_out:
            unread.append(sheet.name)
        else:
            found.sheets[sheet.name] = read_sheet(sheet)
    found.unread = tuple(unread)
    return found


def read_sheet(sheet: xw.Sheet) -> Sheet:
    """The cells of one sheet with what is hidden of it."""
    area = sheet.used_range
    values = _rows(area.options(ndim=2, err_to_str=True).value)
    formulas = _rows(area.formula)
    top, left = area.row, area.column
    found = Sheet(
        sheet.name,
        visible=bool(sheet.visible),
        protected=True,
        validations=UNKNOWN_LISTS,
        written=len(values),
    )
    for column, line in enumerate(zip(*values, strict=True)):
        typed = [row for row, value in enumerate(line) if isinstance(value, (float, int, Decimal))]
        kinds = dict(_kinds(sheet, [top + row for row in typed], left + column))
        for row, value in enumerate(line):
            formula = str(formulas[row][column]).startswith("=")
            place = (top + row, left + column)
            if cell := _cell(value, formula, kinds.get(top + row, Shown.GENERAL)):
                found.cells[place] = cell
    found.cells = dict(sorted(found.cells.items()))
    return found


def _rows(block: Any) -> Rows:
    """A block as rows, whatever xlwings makes of a single row or cell."""
    if not isinstance(block, (list, tuple)):
        return [[block]]
    rows = cast("Rows", block)
    return rows if rows and isinstance(rows[0], (list, tuple)) else [rows]


def _kinds(sheet: xw.Sheet, rows: Sequence[int], column: int) -> Iterator[tuple[int, Shown]]:
    """The kind of number format of the cells of a column: one question where all are alike."""
    if not rows:
        return
    code: Any = sheet.range((rows[0], column), (rows[-1], column)).number_format  # None: several
    if isinstance(code, str) or len(rows) == 1:
        kind = shown_by(code) if isinstance(code, str) else Shown.GENERAL
        yield from ((row, kind) for row in rows)
        return
    half = len(rows) // 2
    yield from _kinds(sheet, rows[:half], column)
    yield from _kinds(sheet, rows[half:], column)


def _cell(value: Any, formula: bool, kind: Shown) -> Cell | None:
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
    return Cell(text, formula) if text else None


def _moment(value: datetime, formula: bool) -> Cell:
    moment = value.replace(tzinfo=None)
    if moment.year < BEFORE_1900:
        return Cell(moment.time(), formula, "", Shown.TIME)
    return Cell(moment, formula, "", Shown.DATE)
