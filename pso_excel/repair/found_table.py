"""Which rows of a table have something typed in them, and which of the framework's each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from pso_excel.forms.layout import TableLayout
from pso_excel.forms.schema import Field, FilledBy, Shape, Table
from pso_excel.intake.codes import Codes
from pso_excel.intake.row_keys import RowCells, RowKeys, row_keys
from pso_excel.repair.damaged_workbook import Page
from pso_excel.xlsx.workbook import EMPTY_CELL, Cell


class MatchedBy(IntEnum):
    """What a column or line was recognised by, the surest first."""

    ID = 0
    HEADER = 1
    LIKENESS = 2
    POSITION = 3


@dataclass(slots=True)
class FoundTable:
    """One table of the old workbook.

    ``columns`` maps a field to its column (of a RECORD all the same one, and ``lines`` a field to
    its row); ``how`` says what each was recognised by. ``first`` to ``last`` are the rows of its
    data, ``header`` the row of its headers (0 when it is lost), ``ids`` that of the field ids.
    ``rows`` are the rows with something typed in them, by their number, each with the key of the
    framework's row it is, or ``""``; ``followed`` counts those whose code was followed against the
    hidden id, ``refused`` are those whose code contradicts it, ``lone`` those in which a cell
    stands alone far below all others. ``is_copy`` marks a second copy of a table.
    """

    placed: TableLayout
    sheet: str
    columns: dict[str, int] = field(default_factory=dict[str, int])
    how: dict[str, MatchedBy] = field(default_factory=dict[str, MatchedBy])
    lines: dict[str, int] = field(default_factory=dict[str, int])
    header: int = 0
    ids: int = 0
    first: int = 0
    last: int = 0
    rows: dict[int, str] = field(default_factory=dict[int, str])
    followed: int = 0
    refused: set[int] = field(default_factory=set[int])
    lone: frozenset[int] = frozenset()
    by_order: bool = False
    is_copy: bool = False

    @property
    def table(self) -> Table:
        """The table of the form."""
        return self.placed.table

    @property
    def is_record(self) -> bool:
        """Whether it is a record: a line a field."""
        return self.table.shape is Shape.RECORD

    def spot(self, column_field: Field, row: int = 0) -> tuple[str, int, int]:
        """The cell of a field, in ``row`` of a grid."""
        return self.sheet, self.lines.get(column_field.id, row), self.columns[column_field.id]

    def recognised(self) -> Mapping[MatchedBy, list[Field]]:
        """The fields by what they were recognised by."""
        found: dict[MatchedBy, list[Field]] = {how: [] for how in MatchedBy}
        for column_field in self.table.fields:
            if column_field.id in self.how:
                found[self.how[column_field.id]].append(column_field)
        return found


def number_rows(table: FoundTable, page: Page, keys: Sequence[str]) -> None:
    """Put the rows that count into ``standing.rows``; ``keys`` are the framework's rows.

    A row of the framework is known as a check knows it, by the code that is seen in it; if neither
    codes nor ids are left, by its place among as many rows as the framework has. A second row of
    one key is nobody's, nor is one whose code contradicts its id.
    """
    if table.is_record:
        return
    columns = set(table.columns.values())
    codes = Codes.of(keys)
    rows = [
        row
        for row in range(table.first, table.last + 1)
        if row not in table.lone
        and (columns & page.rows.get(row, {}).keys() or _known(page, row, codes))
    ]
    known = row_keys({row: _cells_of(table, page, row) for row in rows}, codes)
    found = {row: known.keys.get(row, known.repeated.get(row, "")) for row in rows}
    if keys and not any(found.values()) and len(rows) >= len(keys) and table.header:
        found |= dict(zip(rows, keys, strict=False))
        table.by_order = True
    _count(table, page, found, known)


def _count(table: FoundTable, page: Page, found: dict[int, str], known: RowKeys) -> None:
    table.followed = len(known.followed)
    seen: set[str] = set()
    for row, key in found.items():
        if row in known.left:
            continue
        if (key and key not in seen) or _is_typed(table, page, row):
            table.rows[row] = key
            seen.add(key)
            if row in known.refused or row in known.unclear:
                table.refused.add(row)


def _known(page: Page, row: int, codes: Codes) -> bool:
    """Whether the hidden id of a row is the framework's."""
    return bool(codes.fits(_cell(page, row, page.id_column).value))


def _cell(page: Page, row: int, column: int) -> Cell:
    return page.rows.get(row, {}).get(column, EMPTY_CELL) if column else EMPTY_CELL


def _cells_of(table: FoundTable, page: Page, row: int) -> RowCells:
    code = table.columns.get(table.table.key, 0)
    return RowCells(
        _cell(page, row, page.id_column), _cell(page, row, code), _typed_cells(table, page, row)
    )


def _typed_cells(table: FoundTable, page: Page, row: int) -> tuple[tuple[str, Cell], ...]:
    """What the office typed in a row, by field."""
    line = page.rows.get(row, {})
    return tuple(
        (column_field.id, line[table.columns[column_field.id]])
        for column_field in table.table.fields
        if column_field.writer is FilledBy.OFFICE and table.columns.get(column_field.id) in line
    )


def _is_typed(table: FoundTable, page: Page, row: int) -> bool:
    """Whether anything stands in a column that an officer may type in."""
    line = page.rows.get(row, {})
    return any(
        table.columns[column_field.id] in line
        for column_field in table.table.fields
        if column_field.id in table.columns and column_field.writer is not FilledBy.SHEET
    )
