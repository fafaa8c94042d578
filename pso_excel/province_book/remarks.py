"""What a person typed beside the rows of a province book, carried into the next one."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.core.problem import Location, Problem
from pso_excel.core.thai import show_day
from pso_excel.intake import read_book
from pso_excel.province_book import changed_rules as changes
from pso_excel.province_book import gaps, indicators, overview, problems, scores
from pso_excel.province_book import plan_tracker as plan_months
from pso_excel.province_book import rejected_files as files
from pso_excel.province_book import reporting as sending
from pso_excel.province_book.book import Book, Remarks
from pso_excel.province_book.naming import Line, lines_of, owners, text_at
from pso_excel.province_book.page import REMARK, Column, Naming
from pso_excel.xlsx.reader.limits import LIMITS
from pso_excel.xlsx.workbook import Sheet, Value, format_rows
from pso_excel.xlsx.workbook import Workbook as Read

SHEET = "หมายเหตุเดิม"
TITLE = Bilingual("หมายเหตุของรายการที่ไม่มีแล้ว", "Remarks whose row is gone")
COLUMNS = (
    Column(Bilingual("แผ่น", "Sheet"), 20),
    Column(Bilingual("รายการ", "Row"), 50),
    REMARK,
)
LISTS: Mapping[str, tuple[tuple[Column, ...], Naming]] = {
    sending.SHEET: (sending.COLUMNS, sending.NAMING),
    scores.SHEET: (scores.BEFORE, scores.NAMING),
    plan_months.SHEET: (plan_months.BEFORE, plan_months.NAMING),
    problems.SHEET: (problems.COLUMNS, problems.NAMING),
    changes.SHEET: (changes.COLUMNS, changes.NAMING),
    files.SHEET: (files.COLUMNS, files.NAMING),
}
"""The lists whose rows have names."""

OTHERS = (overview.SHEET, scores.SHEET, indicators.SHEET, gaps.SHEET, files.SHEET)
OWN_LIMITS = LIMITS._replace(cells=4_000_000, strings=2_000_000, characters=200_000_000)


class ReadRemarks(NamedTuple):
    """The remarks of a province book by sheet and key of the row, and what is to be told of them:
    B429 the codes that are seen were followed, B430 nobody can tell whose a remark is."""

    remarks: Remarks
    problems: tuple[Problem, ...] = ()


def write(book: Book) -> None:
    """The remarks that found no row in this book; the sheet is out of sight when every one has, and
    there for those that lose theirs while the book is open."""
    left = sorted(key for key in book.remarks if key not in book.shown)
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS)
    for sheet, key in left:
        page.add([sheet, key, book.remarks[sheet, key]])
    page.end(frozen=3)
    if not left:
        page.sheet.hide()


def read_remarks(data: bytes) -> Remarks:
    """The remarks of a province book by sheet and key of the row; Refused if it is not readable."""
    return read_taken(data).remarks


def read_taken(data: bytes, file: str = "") -> ReadRemarks:
    """The same with what is to be told of them; ``file`` is the name of the book."""
    return take_remarks(read_book(data, file, limits=OWN_LIMITS, leave_out=OTHERS))


def remarks_of(book: Read) -> Remarks:
    """The remarks in a province book that was read already."""
    return take_remarks(book).remarks


def take_remarks(book: Read) -> ReadRemarks:
    """The remarks in a province book that was read already, from its file or as it stands open.

    A remark belongs to the row that a person sees it in. One whose row cannot be told is named
    after both keys, which no row has, so that it stays among those without a row.
    """
    found: dict[tuple[str, str], list[str]] = {}
    found_problems: list[Problem] = []
    for sheet in book.sheets.values():
        typed = {} if sheet.name in OTHERS else _remarks_by_row(sheet)
        if sheet.name == SHEET:
            keys = {row: (text_at(sheet, row, 2), text_at(sheet, row, 3)) for row in typed}
        else:
            keys, more = _keys(sheet, typed)
            found_problems += [problem.with_location(file=book.file) for problem in more]
        for row, text in typed.items():
            texts = found.setdefault(keys[row], [])
            if text not in texts:
                texts.append(text)
    return ReadRemarks(
        {key: "\n".join(texts) for key, texts in found.items()}, tuple(found_problems)
    )


def _remarks_by_row(sheet: Sheet) -> dict[int, str]:
    """The remarks by the row they stand in."""
    heads = {place for place, cell in sheet.cells.items() if cell.value in REMARK.label}
    if not heads:
        return {}
    top, column = min(heads)
    return {
        row: _text(cell.value)
        for (row, at), cell in sorted(sheet.cells.items())
        if at == column and row > top and cell.value is not None
    }


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return format_plain(value)
    if isinstance(value, datetime) and value.time() == time():
        return show_day(value.date(), "numeric")
    return str(value)


def _keys(
    sheet: Sheet, typed: Mapping[int, str]
) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    """By row, what each remark is kept under, and what is to be told."""
    columns, naming = LISTS.get(sheet.name, ((), ()))
    lines = {line.row: line for line in lines_of(sheet, columns, naming)}
    known = owners(list(lines.values()))
    keys: dict[int, tuple[str, str]] = {}
    followed, refused = list[int](), list[int]()
    for row in typed:
        line = lines.get(row) or Line(row, text_at(sheet, row, 1), "")
        if row in known:
            followed += [row] if line.hidden not in ("", known[row]) else []
        else:
            refused.append(row)
        keys[row] = sheet.name, known.get(row) or _unowned(line)
    found_problems = [
        Problem(code, Location(sheet=sheet.name), {"n": str(len(rows)), "rows": format_rows(rows)})
        for code, rows in (("B429", followed), ("B430", refused))
        if rows
    ]
    return keys, found_problems


def _unowned(line: Line) -> str:
    """What a remark is kept under whose row cannot be told: no row is called so."""
    return f"▲ {line.row} · {line.seen or '–'} ≠ {line.hidden or '–'}"
