"""What an office has filled in: typed rows by table, each value with the cell it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pso_excel.core.problem import Location
from pso_excel.forms.schema import Shape, Table
from pso_excel.xlsx.workbook import Cell, format_address

Value = str | Decimal | date | tuple[str, ...]

SCORING = 2
"""The edition of the scoring rules of today's forms."""
ALL_STAGES = "S00–S10"
"""What a workbook of all stages claims to be."""
FIRST_SCORING = 1
"""The edition of the first forms, which multiplied every ratio by 100, whatever its unit."""


@dataclass(slots=True)
class Row:
    """One row. A blank field is absent from ``values``; what could not be read is in
    ``unreadable``, as the officer typed it, and absent from ``values``: blank, unreadable and zero
    stay apart.

    ``row_number`` is the row of the spreadsheet; ``row_id`` names it: the key of the framework's
    row that it is, else the hidden row id, empty for a row the officer inserted. ``followed`` says
    that its code was followed against the hidden id, ``refused`` that nobody can tell which row of
    the framework it is, so that nothing in it is read. ``turned`` are the codes that a program made
    numbers or days of, as they stand in their cells.
    """

    row_number: int
    row_id: str = ""
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    unreadable: dict[str, str] = field(default_factory=dict[str, str])
    followed: bool = False
    refused: bool = False
    turned: dict[str, Cell] = field(default_factory=dict[str, Cell])

    def get(self, field_id: str) -> Value | None:
        """The typed value of a field, or None when it is blank or unreadable."""
        return self.values.get(field_id)

    def text(self, field_id: str) -> str:
        """A text or choice code, or ``""``."""
        value = self.values.get(field_id)
        return value if isinstance(value, str) else ""

    def number_of(self, field_id: str) -> Decimal | None:
        """A number, or None."""
        value = self.values.get(field_id)
        return value if isinstance(value, Decimal) else None

    def day(self, field_id: str) -> date | None:
        """A date, or None."""
        value = self.values.get(field_id)
        return value if isinstance(value, date) else None

    def keys_of(self, field_id: str) -> tuple[str, ...]:
        """The keys of a REFS field (or the one of a REF field), empty when blank."""
        value = self.values.get(field_id)
        if isinstance(value, tuple):
            return value
        return (value,) if isinstance(value, str) else ()

    def is_blank(self, field_id: str) -> bool:
        """Neither read nor unreadable: nothing was typed."""
        return field_id not in self.values and field_id not in self.unreadable


@dataclass(slots=True)
class TableRows:
    """The rows of one table as found in the book.

    ``columns`` maps a field's id to its column of the spreadsheet (a RECORD has one column and
    ``lines`` maps a field's id to its row). ``first`` and ``last`` are the rows of the data area;
    in the rows ``lone`` a cell or two stand alone far below all others, and are not read.
    """

    table: Table
    sheet: str
    columns: dict[str, int]
    lines: dict[str, int] = field(default_factory=dict[str, int])
    first: int = 0
    last: int = 0
    rows: list[Row] = field(default_factory=list[Row])
    lone: frozenset[int] = frozenset()

    def line(self, row: Row, field_id: str) -> int:
        """The row of the spreadsheet in which a field of a row stands."""
        return (
            self.lines.get(field_id, row.row_number)
            if self.table.shape is Shape.RECORD
            else row.row_number
        )

    def cell(self, row: Row, field_id: str) -> str:
        """The A1 address of a field of a row, or ``""`` when its column is not on the sheet."""
        column = self.columns.get(field_id)
        return "" if column is None else format_address(self.line(row, field_id), column)

    def locate(self, row: Row, field_id: str) -> Location:
        """Where a field of a row stands, for a problem."""
        return Location(
            sheet=self.sheet, cell=self.cell(row, field_id), stage=self.table.stage, field=field_id
        )

    def by_key(self) -> dict[str, Row]:
        """The rows by their key; the first of rows with the same key."""
        found: dict[str, Row] = {}
        for row in self.rows:
            found.setdefault(row.text(self.table.key), row)
        found.pop("", None)
        return found


@dataclass(slots=True)
class Submission:
    """One office's answers of one round, from one workbook.

    ``stages`` are those whose sheets the workbook has (all of them for an office workbook, one
    for a single-stage workbook). ``tables`` is keyed by table id; a table that is not in the book
    is absent. ``office``, ``round`` and ``framework`` (``"pso@1.0"``) are the workbook's identity;
    ``scoring`` is the edition of the scoring rules it was issued with.
    """

    file: str = ""
    office: str = ""
    office_name: str = ""
    province: str = ""
    round: str = ""
    framework: str = ""
    template: str = ""
    version: str = ""
    language: str = "th"
    scoring: int = SCORING
    stages: tuple[str, ...] = ()
    tables: dict[str, TableRows] = field(default_factory=dict[str, TableRows])

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, empty when the workbook has no such table."""
        entries = self.tables.get(table)
        return entries.rows if entries else []

    def record(self, table: str) -> Row | None:
        """The single row of a RECORD table."""
        rows = self.rows(table)
        return rows[0] if rows else None

    def cells(self, table: str) -> Iterator[tuple[TableRows, Row]]:
        """Each row of a table with its entries, for rules that name cells."""
        entries = self.tables.get(table)
        if entries:
            for row in entries.rows:
                yield entries, row


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousSubmissions:
    """What the office sent before: the workbook of the round before this one, and this round's own
    workbook as it was last received; None where there is none."""

    round: Submission | None = None
    report: Submission | None = None


NO_PREVIOUS = PreviousSubmissions()
