"""A workbook whose rows go to disk as they are written, and whose texts stand once in one table."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


class TextsInTable(Worksheet):
    """A sheet that writes its texts as Excel does. XlsxWriter's own rows on disk hold each text in
    its cell, which Excel moves into the table at the first saving."""

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        result = super()._write_string(row, col, string, cell_format)
        if result != -1:
            cell = self.table[row][col]
            index = self.str_table._get_shared_string_index(cell.string)  # pyright: ignore[reportPrivateUsage]
            self.table[row][col] = cell._replace(string=index)
        return result

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        self.constant_memory = False  # here this says only that texts are indexes of the table
        super()._write_cell(row, col, cell)
        self.constant_memory = True


class WorkbookByRow(Workbook):
    """A workbook of such sheets; each row is written once, from the first to the last."""

    worksheet_class = TextsInTable
