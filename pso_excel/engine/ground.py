"""The cells of a book by row, and where the hidden markers of our tables stand on it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.book import EMPTY, Book, Cell, Sheet, position

NO_COLUMN = 0
"""The column of row ids when it is lost."""

Line = dict[int, Cell]


@dataclass(slots=True)
class Ground:
    """One sheet with its cells by row and column; rows without cells are absent."""

    sheet: Sheet
    rows: dict[int, Line] = field(default_factory=dict[int, Line])

    def text(self, row: int, column: int) -> str:
        """The text that stands in a cell, or ``""`` for anything but text."""
        value = self.rows.get(row, {}).get(column, EMPTY).value
        return value.strip() if isinstance(value, str) else ""

    def line(self, row: int) -> Mapping[int, Cell]:
        """The cells of a row by column."""
        return self.rows.get(row, {})

    @property
    def last(self) -> int:
        """The last row that has a cell."""
        return max(self.rows, default=0)


class Mark(NamedTuple):
    """Where a table begins: its hidden row of ids and the hidden column of its row ids
    (:data:`NO_COLUMN` when that is lost)."""

    sheet: str
    row: int
    column: int


def grounds(book: Book, leave_out: Container[str] = ()) -> dict[str, Ground]:
    """Every sheet of the book, its cells by row."""
    sheets = book.sheets.items()
    return {name: Ground(sheet, _by_row(sheet)) for name, sheet in sheets if name not in leave_out}


def _by_row(sheet: Sheet) -> dict[int, Line]:
    rows: dict[int, Line] = {}
    line: Line | None = None
    standing = 0
    for (row, column), cell in sheet.cells.items():
        if row != standing or line is None:  # cells come row by row, so most need no look-up
            line, standing = rows.get(row), row
        if line is None:
            line = rows[row] = {}
        line[column] = cell
    return rows


def marks(ground: Mapping[str, Ground], ids: Container[str]) -> dict[str, list[Mark]]:
    """Where each table's marker stands: looked for in column A, and where columns were inserted
    before it, in every cell of a sheet that has none there."""
    found: dict[str, list[Mark]] = {}
    for name, sheet in ground.items():
        first = [
            (row, 1, value)
            for row, line in sheet.rows.items()
            if 1 in line and isinstance(value := line[1].value, str) and value[:1] == "#"
        ]
        for row, column, value in sorted(first or _hashes(sheet)):
            id = value[1:].strip()
            if id in ids:
                found.setdefault(id, []).append(Mark(name, row, column))
    return found


def _hashes(ground: Ground) -> Iterator[tuple[int, int, str]]:
    """Every text of a sheet that begins as a marker does."""
    for row, line in ground.rows.items():
        for column, cell in line.items():
            if isinstance(cell.value, str) and cell.value[:1] == "#":
                yield row, column, cell.value


class Area(NamedTuple):
    """A defined name that points at one block of cells."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


def area(reference: str) -> Area | None:
    """``"'05_น้ำหนัก'!$B$7:$R$210"`` as an area; None for ``#REF!`` and anything else."""
    sheet, mark, cells = reference.removeprefix("=").rpartition("!")
    if not mark:
        return None
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    first, _, last = cells.partition(":")
    try:
        (top, left), (bottom, right) = position(first), position(last or first)
    except ValueError:
        return None
    return Area(name, top, left, bottom, right)
