"""A workbook as every door hands it in: a sparse grid of what stands in the cells, nothing else.

The file reader and the live spreadsheet both produce this type; everything above works on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

Value = str | Decimal | bool | datetime | time | timedelta | None


class NumberFormatKind(StrEnum):
    """The kind of number format a cell has, which decides how a bare number is meant."""

    GENERAL = "general"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    TEXT = "text"


class Cell(NamedTuple):
    """What stands in one cell.

    ``value`` is the number as the officer sees it at full precision (the shortest decimal that is
    the stored double, so 33.34 and never 33.340000000000003, and at most the 15 digits that a
    spreadsheet shows); a number shown as a date is a
    ``datetime`` in the year stored, even 2569. ``error`` is the error text (``"#REF!"``),
    ``PICTURE`` where a picture stands in the cell, or empty.
    ``is_formula`` says that the value was computed; one that shows an empty text is an empty cell.
    """

    value: Value = None
    is_formula: bool = False
    error: str = ""
    format_kind: NumberFormatKind = NumberFormatKind.GENERAL


class Validation(NamedTuple):
    """A data validation: its kind (``"list"`` ...), the ranges it covers, its first formula."""

    kind: str
    ranges: tuple[str, ...]
    formula: str


class Outside(NamedTuple):
    """Something that points outside of the workbook: what kind of thing does (a label
    ``outside_...``), where to, as people may be told (a file and a computer, no folders), where in
    the workbook the first of them stands, as far as that is known, and how many do."""

    kind: str
    target: str
    sheet: str = ""
    cell: str = ""
    number: int = 1


PICTURE = "(รูปภาพ)"
"""Stands for the value of a cell that holds a picture, which no program here reads."""
EMPTY_CELL = Cell()
UNCALCULATED_CELL = Cell(None, True)
"""A formula whose value is missing: no spreadsheet program has calculated it yet."""


@dataclass(slots=True)
class Sheet:
    """One sheet: ``cells`` by (row, column), both counted from 1; empty cells are absent.

    ``uncalculated`` is where formulas without a value stand: in a workbook that no spreadsheet
    program has saved they are most of it, and only ``cell`` counts them among the cells.
    ``stored_row_count`` is the number of rows that are written down at all, perhaps only with a
    format. ``hidden_rows`` are the hidden rows that hold a cell. ``cells_with_stripped_characters``
    are the addresses of texts from which characters that nobody can see (control characters) were
    left out.
    """

    name: str
    visible: bool = True
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict[tuple[int, int], Cell])
    uncalculated: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    protected: bool = False
    validations: tuple[Validation, ...] = ()
    cells_with_stripped_characters: tuple[str, ...] = ()
    stored_row_count: int = 0

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, or an empty one."""
        place = row, column
        return self.cells.get(place) or (
            UNCALCULATED_CELL if place in self.uncalculated else EMPTY_CELL
        )


@dataclass(slots=True)
class Workbook:
    """A workbook as read.

    ``names`` maps a defined name to its text (``"'05_น้ำหนัก'!$B$7:$R$210"``). ``properties`` are
    the custom document properties. ``active_content`` names what is not plain data and was never
    run (``"macros"`` other than our own, ``"former_macros"`` of our own earlier versions,
    ``"xl4_macros"``, ``"external_links"``, ``"dde"``, ``"connections"``, ``"embedded"``,
    ``"controls"``, ``"add_ins"``, ``"ribbon"``), and what is no answer (``"notes"``,
    ``"threaded_comments"``, ``"pictures"``), with its number. ``skipped_sheets`` are sheets left
    out on purpose, and those that hold no cells (charts, macro sheets). A name of one sheet only is
    ``"sheet!name"``, one that is there already ``"?!name"``. ``first_linked_cells`` names, for each
    sheet whose formulas refer to another workbook, the first such cell (``"03_งาน!B7"``), and
    ``linked_files`` the files of those workbooks. ``outside`` is whatever else points out of the
    workbook, but for plain links to the web.
    """

    file: str = ""
    sheets: dict[str, Sheet] = field(default_factory=dict[str, Sheet])
    names: dict[str, str] = field(default_factory=dict[str, str])
    properties: dict[str, str] = field(default_factory=dict[str, str])
    active_content: dict[str, int] = field(default_factory=dict[str, int])
    application: str = ""
    date1904: bool = False
    skipped_sheets: tuple[str, ...] = ()
    first_linked_cells: tuple[str, ...] = ()
    linked_files: tuple[str, ...] = ()
    outside: tuple[Outside, ...] = ()


def column_letters(column: int) -> str:
    """``28`` -> ``"AB"``; columns are counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def format_address(row: int, column: int) -> str:
    """``(12, 5)`` -> ``"E12"``."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=16_384)  # the results of every workbook stand in the same cells
def parse_address(cell: str) -> tuple[int, int]:
    """``"E12"`` or ``"$E$12"`` -> ``(12, 5)``; ValueError for anything else."""
    text = cell.replace("$", "").upper()
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letters = text[: len(text) - len(digits)]
    if not letters or not (digits.isascii() and digits.isdigit()):
        raise ValueError(cell)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def iter_range(ranges: str) -> Iterator[tuple[int, int]]:
    """Every cell of a range such as ``"B5:D7"``; a single address is a range of one."""
    first, _, last = ranges.partition(":")
    (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


class CellWrite(NamedTuple):
    """One value for one cell; the cell keeps its look.

    ``sheet`` is the sheet's name, ``cell`` an address such as ``"E12"``. ``None`` empties the cell.
    ``link`` is a place in the same workbook that a click on the cell leads to, such as
    ``"'06_ประเมิน'!E12"``; without one, a link that stood on the cell before is taken away.
    ``line_count`` is how many lines a text takes in its column: a row grows with what is in it.
    """

    sheet: str
    cell: str
    value: str | Decimal | date | None
    link: str = ""
    line_count: int = 1


def consecutive_runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as (first, last), in order; repeated numbers count once."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """What lies between the numbers as (first, last), in order."""
    ranges = consecutive_runs(numbers)
    return [(a[1] + 1, b[0] - 1) for a, b in pairwise(ranges)]


def format_rows(rows: Iterable[int]) -> str:
    """``"5–19, 22"``."""
    return runs_shown(consecutive_runs(rows))


def runs_shown(found: Iterable[tuple[int, int]]) -> str:
    """The same of rows that are joined already."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)


def format_cells(column: int, rows: Iterable[int]) -> str:
    """``"E5:E19, E22"`` of rows of one column."""
    letters = column_letters(column)
    return ", ".join(
        f"{letters}{a}" if a == b else f"{letters}{a}:{letters}{b}"
        for a, b in consecutive_runs(rows)
    )


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
