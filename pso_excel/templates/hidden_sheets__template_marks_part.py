"""The hidden marks by which a table is found again: field ids, row ids and its end."""

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import CHECK, Placed
from pso_excel.forms.schema import Shape
from pso_excel.templates.context import Making
from pso_excel.templates.formulas import quoted
from pso_excel.xlsx.workbook import address


def hide_row(making: Making, sheet: Worksheet, row: int, mark: str) -> None:
    """A hidden, locked row that begins with a mark in the hidden column."""
    making.row(sheet, row, hidden=True)
    making.write(sheet, row, 1, mark, making.style("page"))


def write_ids(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """The hidden row of field ids, and the defined name of the whole table."""
    hide_row(making, sheet, placed.id_row, f"#{placed.table.id}")
    page = making.style("page")
    if placed.table.shape is Shape.RECORD:
        ids = {"value": placed.value.first}
    else:
        ids = {**placed.columns, **placed.helpers}
    if placed.check:
        ids[CHECK] = placed.check
    for id, column in ids.items():
        making.write(sheet, placed.id_row, column, id, page)
    first = address(placed.id_row, 1)
    last = address(placed.end_row, placed.right)
    making.define(placed.table.name, f"{quoted(placed.sheet)}!{absolute(first)}:{absolute(last)}")


def absolute(cell: str) -> str:
    """``"E12"`` -> ``"$E$12"``."""
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell.removeprefix(letters)}"
