"""The sheet of unplaced values of an earlier repair: what stands on it is kept as it stands."""

from collections.abc import Iterator

from pso_excel.forms.layout import UNPLACED
from pso_excel.repair.carry_over__repairing_values_part import shown_as
from pso_excel.repair.unplaced_sheet import COLUMNS, MARK, Kept
from pso_excel.xlsx.workbook import Book


def kept_earlier(book: Book) -> Iterator[Kept]:
    """The values that an earlier repair left over and nobody has placed or deleted since."""
    sheet = book.sheets.get(UNPLACED)
    if sheet is None:
        return
    heads = [place for place, cell in sheet.cells.items() if cell.value == MARK]
    first, left = min(heads, default=(0, 1))
    rows = sorted({row for row, _ in sheet.cells if row > first})
    for row in rows if first else ():
        cells = (sheet.cell(row, left + number) for number in range(1, len(COLUMNS) + 1))
        texts = [shown_as(cell) for cell in cells]
        if any(texts[2:4]):
            yield Kept(*texts)
