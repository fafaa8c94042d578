"""An officer at a real spreadsheet program: types into the tables of a workbook by field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from pso_excel import Framework
from pso_excel.core.bilingual import Language
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.forms.schema import FilledBy
from tests.complete import Filling, Line, typed
from tests.libreoffice import Document

DAY_ZERO = date(1899, 12, 30)


class Officer:
    """Types into one open workbook made by ``new_workbook``, whose cells lie as the layout says."""

    def __init__(self, document: Document, framework: Framework, language: Language = "th") -> None:
        self.document = document
        self.language: Language = language
        self.tables: Mapping[str, TableLayout] = {
            placed.table.id: placed
            for plan in lay_out_workbook(framework)
            for placed in plan.tables
        }

    def cell(self, table: str, field: str, row: int = 0) -> str:
        """The address of a field in the n-th row (from 0) of a table, or of a record's line."""
        placed = self.tables[table]
        return placed.cell(field, placed.first + row)

    def type(self, table: str, field: str, row: int, text: str) -> tuple[str, str]:
        """Type into one cell; gives the sheet and the cell."""
        sheet, cell = self.tables[table].sheet, self.cell(table, field, row)
        self.document.type(sheet, cell, text)
        return sheet, cell

    def put_day(
        self, table: str, field: str, row: int, day: date, year: int = 0
    ) -> tuple[str, str]:
        """A real date in a cell, its year as stored ``year`` (2569) or the day's own."""
        serial = (date(year or day.year, day.month, day.day) - DAY_ZERO) // timedelta(1)
        return self.type(table, field, row, str(serial))

    def fill(self, filling: Filling) -> None:
        """Type everything, table by table."""
        for table, lines in filling.items():
            self.type_lines(table, lines)

    def type_lines(self, table: str, lines: Sequence[Line], row: int = 0) -> None:
        """Type lines from the n-th row of a table on; what a line does not say stays."""
        placed = self.tables[table]
        for field in placed.table.fields:
            if field.writer in (FilledBy.SHEET, FilledBy.PROCESSOR):
                continue
            texts = [typed(placed.table, line, self.language).get(field.id) for line in lines]
            if field.writer is FilledBy.FRAMEWORK and row < len(placed.fixed):
                continue
            for first, block in _runs(texts):
                cell = placed.cell(field.id, placed.first + row + first)
                self.document.fill(placed.sheet, cell, [[text] for text in block])

    def save(self, path: Path) -> bytes:
        """Save as .xlsx and give its bytes."""
        self.document.calculate()
        return self.document.save_xlsx(path).read_bytes()


def _runs(texts: Sequence[str | None]) -> Iterable[tuple[int, list[str]]]:
    """The neighbouring texts that are there, with the place of the first."""
    numbered = enumerate(texts)
    for there, group in groupby(numbered, key=lambda pair: pair[1] is not None):
        found = list(group)
        if there:
            yield found[0][0], [text or "" for _, text in found]
