"""An open workbook as it is apart from its being pressed."""

from dataclasses import replace

from pso_excel.buttons.macros_cells_part import PRESS, STATUS
from pso_excel.xlsx.workbook import Book, position


def unpressed(book: Book) -> Book:
    """The workbook without what every press writes into it by itself, the state of the press and
    the status line: a press on a workbook that nobody has edited finds it as it was."""
    sheets = dict(book.sheets)
    for name in (PRESS, STATUS):
        title, _, place = book.names.get(name, "").rpartition("!")
        sheet = sheets.get(title.strip("'").replace("''", "'"))
        if sheet is not None:
            spot = position(place.replace("$", "").partition(":")[0])
            cells = {at: cell for at, cell in sheet.cells.items() if at != spot}
            sheets[sheet.name] = replace(sheet, cells=cells)
    return replace(book, sheets=sheets)
