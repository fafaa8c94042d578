"""The cells of a book by row, and where the hidden markers of our tables stand on it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from pso_excel.xlsx.workbook import EMPTY_CELL, Cell, Sheet, Workbook, parse_address

NO_COLUMN = 0
"""The column of row ids when it is lost."""

ID_COLUMN = 1

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last cell of a sheet."""
_LONGEST_RANGE = len("$XFD$1048576:$XFD$1048576")

Line = dict[int, Cell]
Block = tuple[int, int, int, int]
NOTHING: Mapping[int, Cell] = MappingProxyType({})


@dataclass(slots=True)
class SheetRows:
    """One sheet, its cells by row and column; rows and cells with nothing in them are absent.

    ``row_ids`` are the texts of column A by row where that holds the ids of rows; its cells are
    then not in ``rows``.
    """

    sheet: Sheet
    rows: dict[int, Line] = field(default_factory=dict[int, Line])
    row_ids: dict[int, str] = field(default_factory=dict[int, str])
    merged: dict[str, Block] = field(default_factory=dict[str, Block])

    def text(self, row: int, column: int) -> str:
        """The text that stands in a cell, or ``""`` for anything but text."""
        if column == ID_COLUMN and self.row_ids:
            return self.row_ids.get(row, "").strip()
        value = self.row_cells(row).get(column, EMPTY_CELL).value
        return value.strip() if isinstance(value, str) else ""

    def row_cells(self, row: int) -> Mapping[int, Cell]:
        """The cells of a row by column."""
        return self.rows.get(row, NOTHING)

    @property
    def last(self) -> int:
        """The last row that has a cell."""
        return max(max(self.rows, default=0), max(self.row_ids, default=0))


class TableMarker(NamedTuple):
    """Where a table begins: its hidden row of ids and the hidden column of its row ids
    (:data:`NO_COLUMN` when that is lost)."""

    sheet: str
    row: int
    column: int


def index_sheets(book: Workbook, leave_out: Container[str] = ()) -> dict[str, SheetRows]:
    """Every sheet of the book, its cells by row."""
    return {
        name: _index_sheet(sheet) for name, sheet in book.sheets.items() if name not in leave_out
    }


def _index_sheet(sheet: Sheet) -> SheetRows:
    """Most cells of a workbook are ids and checks of spare rows: they cost a look, not a row."""
    rows: dict[int, Line] = {}
    ids: dict[int, str] = {}
    line: Line | None = None
    standing = 0
    for (row, column), cell in sheet.cells.items():
        value = cell[0]
        if column == ID_COLUMN and type(value) is str:
            ids[row] = value
        elif not cell[1] or value or type(value) is not str:  # no formula that shows nothing
            if row != standing or line is None:  # cells come row by row
                line, standing = rows.get(row), row
                if line is None:
                    line = rows[row] = {}
            line[column] = cell
    if not any(text[:1] == "#" for text in ids.values()):
        for row in ids:
            rows.setdefault(row, {})[ID_COLUMN] = sheet.cells[row, ID_COLUMN]
        ids = {}
    merged = {cells: found for cells in sheet.merged if (found := parse_range(cells)) is not None}
    return SheetRows(sheet, rows, ids, merged)


@lru_cache(maxsize=4096)  # the merged cells of a template are the same in every workbook
def parse_range(cells: str) -> Block | None:
    """``"B5:D7"`` as rows and columns: top, left, bottom, right, whichever corners it names; None
    for anything else, and for what lies on no sheet."""
    first, _, last = cells.partition(":")
    if len(cells) > _LONGEST_RANGE:
        return None
    try:
        (row, column), (other_row, other_column) = (
            parse_address(first),
            parse_address(last or first),
        )
    except ValueError:
        return None
    rows, columns = sorted((row, other_row)), sorted((column, other_column))
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return rows[0], columns[0], rows[1], columns[1]


def find_table_markers(
    ground: Mapping[str, SheetRows], ids: Container[str]
) -> dict[str, list[TableMarker]]:
    """Where each table's marker stands: looked for in column A, and where columns were inserted
    before it, in every cell of a sheet that has none there."""
    found: dict[str, list[TableMarker]] = {}
    for name, sheet in ground.items():
        in_a = ((row, ID_COLUMN, text) for row, text in sheet.row_ids.items() if text[:1] == "#")
        for row, column, text in sorted(in_a if sheet.row_ids else _hashes(sheet)):
            row_id = text[1:].strip()
            if row_id in ids:
                found.setdefault(row_id, []).append(TableMarker(name, row, column))
    return found


def _hashes(rows: SheetRows) -> Iterator[tuple[int, int, str]]:
    """Every text of a sheet that begins as a marker does."""
    for row, line in rows.rows.items():
        for column, cell in line.items():
            if isinstance(cell.value, str) and cell.value[:1] == "#":
                yield row, column, cell.value


class SheetRange(NamedTuple):
    """A defined name that points at one block of cells."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


def parse_reference(reference: str) -> SheetRange | None:
    """``"'05_น้ำหนัก'!$B$7:$R$210"`` as an area; None for ``#REF!`` and anything else."""
    sheet, mark, cells = reference.removeprefix("=").rpartition("!")
    if not mark:
        return None
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    found = parse_range(cells)
    return SheetRange(name, *found) if found else None
