"""What a person typed beside the rows of a province book, carried into the next one."""

from pso_excel.book import Book as Read
from pso_excel.book import Sheet
from pso_excel.books.province_book import files, gaps, indicators, overview, scores
from pso_excel.books.province_book.book import Book, Remarks
from pso_excel.books.province_book.page import REMARK, Column
from pso_excel.books.reading import read_book
from pso_excel.books.reading.limits import LIMITS
from pso_excel.words import Words

SHEET = "หมายเหตุเดิม"
TITLE = Words("หมายเหตุของรายการที่ไม่มีแล้ว", "Remarks whose row is gone")
COLUMNS = (
    Column(Words("แผ่น", "Sheet"), 20),
    Column(Words("รายการ", "Row"), 50),
    REMARK,
)
OTHERS = (overview.SHEET, scores.SHEET, indicators.SHEET, gaps.SHEET, files.SHEET)
OWN_LIMITS = LIMITS._replace(cells=4_000_000, strings=2_000_000, characters=200_000_000)


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
    return remarks_of(read_book(data, limits=OWN_LIMITS, leave_out=OTHERS))


def remarks_of(book: Read) -> Remarks:
    """The remarks in a province book that was read already, from its file or as it stands open."""
    found: dict[tuple[str, str], str] = {}
    for sheet in book.sheets.values():
        if sheet.name not in OTHERS:
            found.update(_remarks_of(sheet))
    return found


def _remarks_of(sheet: Sheet) -> dict[tuple[str, str], str]:
    heads = {place for place, cell in sheet.cells.items() if cell.value in REMARK.label}
    if not heads:
        return {}
    top, column = min(heads)
    found: dict[tuple[str, str], str] = {}
    for (row, at), cell in sheet.cells.items():
        if at == column and row > top and cell.value is not None:
            key = (sheet.name, _text(sheet, row, 1))
            if sheet.name == SHEET:
                key = (_text(sheet, row, 2), _text(sheet, row, 3))
            found[key] = str(cell.value)
    return found


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return "" if value is None else str(value)
