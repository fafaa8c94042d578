"""The open workbook through xlwings alone, as the program reads a file: a few blocks a sheet.

What xlwings has no word for (merged cells, validations, document properties) is not read: what is
unknown is taken as being in order, so that no rule tells what nobody has seen.
"""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import xlwings as xw

from pso_excel.xlsx.reader.formulas import is_suspect, shows_picture
from pso_excel.xlsx.reader.outside_links import OutsideFound
from pso_excel.xlsx.reader.text__reading_texts_part import clean_text
from pso_excel.xlsx.reader.values import decimal_of
from pso_excel.xlsx.reader.values__reading_formats_part import shown_by
from pso_excel.xlsx.workbook import PICTURE, Book, Cell, Sheet, Shown, Validation, address

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
    outside = OutsideFound()
    unread: list[str] = []
    for sheet in book.sheets:
        if sheet.name in leave_out:
            unread.append(sheet.name)
        else:
            found.sheets[sheet.name] = read_sheet(sheet, outside)
    found.unread = tuple(unread)
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
        written=len(values),
    )
    for column, line in enumerate(zip(*values, strict=True)):
        typed = [row for row, value in enumerate(line) if isinstance(value, (float, int, Decimal))]
        kinds = dict(_kinds(sheet, [top + row for row in typed], left + column))
        for row, value in enumerate(line):
            text = str(formulas[row][column])
            formula, place = text.startswith("="), (top + row, left + column)
            kind = kinds.get(top + row, Shown.GENERAL)
            if formula and is_suspect(text):
                outside.formula("formulas", text[1:], sheet.name, address(*place))
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
    if text.startswith("=") and shows_picture(text):
        return Cell(None, formula, PICTURE)
    return Cell(text, formula) if text else None


def _moment(value: datetime, formula: bool) -> Cell:
    moment = value.replace(tzinfo=None)
    if moment.year < BEFORE_1900:
        return Cell(moment.time(), formula, "", Shown.TIME)
    return Cell(moment, formula, "", Shown.DATE)
