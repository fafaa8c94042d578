"""What the command tells the macro of a button, and the officer, in the cells of the workbook
(:mod:`pso_excel.books.macros.cells`). One without macros has none, and nothing is written."""

import xlwings as xw

from pso_excel.buttons.macros_cells_part import PRESS, STATUS


def cell_named(book: xw.Book, name: str) -> xw.Range | None:
    """The cell of a defined name of the open workbook; None without one."""
    if name not in book.names:
        return None
    return book.names[name].refers_to_range


def is_pressed(book: xw.Book, token: str) -> bool:
    """Whether this is the workbook whose button was pressed with that token."""
    cell = cell_named(book, PRESS)
    return cell is not None and cell.value == f"press {token}"


def began(book: xw.Book, token: str) -> None:
    """Tell the macro that the command is at work."""
    _say(book, PRESS, f"began {token}")


def done(book: xw.Book, token: str, exit_code: int) -> None:
    """Tell the macro that it can stop waiting."""
    _say(book, PRESS, f"done {token} {exit_code}")


def show(book: xw.Book, text: str) -> bool:
    """Write the status line of the workbook; False when it has none."""
    return _say(book, STATUS, text)


def _say(book: xw.Book, name: str, text: str) -> bool:
    cell = cell_named(book, name)
    if cell is not None:
        cell.value = text
    return cell is not None
