"""The hidden sheet that says what this program wrote into each of the others."""

from typing import NamedTuple

from pso_excel.province_book.book import Book
from pso_excel.xlsx.workbook import Workbook as Read

SHEET = "ผลรวมตรวจ"


class Written(NamedTuple):
    """What was written into one sheet: over how many columns, and the sum of it."""

    width: int
    total: str


def write(book: Book) -> None:
    """One row a sheet, after all others are written."""
    sheet = book.workbook.add_worksheet(SHEET)
    plain = book.styles.get("page")
    for row, page in enumerate(book.pages):
        for column, text in enumerate((page.name, str(page.width), page.total)):
            sheet.write_string(row, column, text, plain)
    sheet.hide()


def written_in(book: Read) -> dict[str, Written]:
    """What this program wrote, by sheet; nothing when a book does not say so."""
    found: dict[str, Written] = {}
    sheet = book.sheets.get(SHEET)
    if sheet is None:
        return found
    for row in sorted({row for row, _ in sheet.cells}):
        name, width, total = (str(sheet.cell(row, at).value or "") for at in (1, 2, 3))
        if width.isascii() and width.isdigit() and len(width) < 6:
            found[name] = Written(int(width), total)
    return found
