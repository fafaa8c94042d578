"""The cells of a damaged workbook by row, and which column of each sheet carries the row ids."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pso_excel.intake.column_matcher import header_key
from pso_excel.xlsx.workbook import Book, Cell, Sheet

ROW_ID = re.compile(r"[@#]\w[\w.]*|r[0-9]{1,4}")
ENOUGH_IDS = 2
MOST_COLUMNS = 200
Line = dict[int, Cell]
Spot = tuple[str, int, int]
"""A cell: its sheet, row and column."""


@dataclass(slots=True)
class Page:
    """One sheet: every cell with something in it by row and column, the spots of formulas without
    a value, and the column of row ids (0 when there is none any more)."""

    sheet: Sheet
    rows: dict[int, Line] = field(default_factory=dict[int, Line])
    id_column: int = 0

    def text(self, row: int, column: int) -> str:
        """The text in a cell, or ``""``."""
        cell = self.rows.get(row, {}).get(column)
        value = cell.value if cell else None
        return value.strip() if isinstance(value, str) else ""

    def row_id(self, row: int) -> str:
        """The hidden id of a row, or ``""``."""
        return self.text(row, self.id_column) if self.id_column else ""

    def words(self, row: int) -> dict[int, str]:
        """The texts of a row by column, made comparable as headers are; only as far right as a
        header may have been moved, or a made-up row could cost more than a workbook is worth."""
        line = sorted(self.rows.get(row, {}))[:MOST_COLUMNS]
        texts = ((column, self.text(row, column)) for column in line)
        return {column: header_key(text) for column, text in texts if text}

    @property
    def last(self) -> int:
        """The last row with something in it."""
        return max(self.rows, default=0)


def pages_of(book: Book) -> dict[str, Page]:
    """Every sheet that was read."""
    return {name: _page(sheet) for name, sheet in book.sheets.items()}


def _page(sheet: Sheet) -> Page:
    page = Page(sheet)
    ids: Counter[int] = Counter()
    for (row, column), cell in sheet.cells.items():
        if cell.value in (None, "") and not cell.error:
            continue
        page.rows.setdefault(row, {})[column] = cell
        if isinstance(cell.value, str) and ROW_ID.fullmatch(cell.value.strip()):
            ids[column] += 1
    if ids:
        column, count = min(ids.items(), key=lambda one: (-one[1], one[0]))
        page.id_column = column if count >= ENOUGH_IDS else 0
    return page


def spots(pages: Mapping[str, Page]) -> list[Spot]:
    """Every cell of every sheet with something in it, row by row."""
    return [
        (name, row, column)
        for name, page in pages.items()
        for row in sorted(page.rows)
        for column in sorted(page.rows[row])
    ]
