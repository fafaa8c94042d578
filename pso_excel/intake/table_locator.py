"""Where each table of the forms lies in a workbook, however the officer moved it.

A table is found by its hidden marker, wherever that stands; else by its defined name; else by the
ids or the headers on its sheet. Columns and rows go by their hidden ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.forms import TABLES
from pso_excel.forms.layout import GUIDE, LISTS_SHEET, META_SHEET, ROW_IDS, UNPLACED
from pso_excel.forms.schema import FilledBy, Shape, Table
from pso_excel.intake.column_matcher import (
    added_columns,
    header_key,
    header_words,
    match,
    spellings,
)
from pso_excel.intake.row_index import (
    LAST_COLUMN,
    NO_COLUMN,
    SheetRows,
    TableMarker,
    find_table_markers,
    index_sheets,
    parse_reference,
)
from pso_excel.intake.row_keys import SPARE
from pso_excel.intake.table_rows import find_filled_rows
from pso_excel.intake.workbook_identity import RESULTS, VERSION, Identity, identity_of
from pso_excel.model.submission import TableRows
from pso_excel.xlsx.workbook import Cell, Value, Workbook, format_address, parse_address

END = "#end"
LAST_OF_RECORDS = 26
"""On a sheet without a grid, what stands right of this column has nothing to do with the form."""
BESIDE_A_VALUE = 2
"""The columns of a record right of its values: the hint and the check."""
_MOST_LISTED = 5


def added_sheets(
    ground: Mapping[str, SheetRows], read: Mapping[str, TableRows], tables: Iterable[Table]
) -> Iterator[Problem]:
    """T123 for a copy of one of our sheets that is filled in otherwise, T106 for any other sheet
    that holds none of the tables read."""
    sheets = {f"#{table_id}": entries.sheet for table_id, entries in read.items()}
    ours = {table.sheet for table in tables if table.id not in read} | set(sheets.values())
    for name, sheet_rows in ground.items():
        if name in ours or not sheet_rows.rows:
            continue
        marks = (sheets.get(text.strip()) for text in sheet_rows.row_ids.values())
        original = next((sheet for sheet in marks if sheet), "")
        differing = _differences(sheet_rows, ground[original]) if original else []
        if differing:
            first, values = differing[0], {"name": name, "sheet": original}
            values |= {"n": str(len(differing)), "cell": format_address(*first)}
            yield Problem("T123", Location(sheet=name, cell=format_address(*first)), values)
        elif sheet_rows.sheet.visible:
            yield Problem("T106", Location(sheet=name), {"kind": term("kind_sheet"), "name": name})


def _differences(copy: SheetRows, original: SheetRows) -> list[tuple[int, int]]:
    """Where two sheets of one form were filled in differently; formulas do not count."""
    entry, other = _values(copy), _values(original)
    return sorted(place for place in {*entry, *other} if entry.get(place) != other.get(place))


def _values(rows: SheetRows) -> dict[tuple[int, int], Value]:
    return {
        (row, column): cell.value
        for row, line in rows.rows.items()
        for column, cell in line.items()
        if _is_typed(cell)
    }


def _is_typed(cell: Cell) -> bool:
    value = cell.value
    return not cell.is_formula and value is not None and not (isinstance(value, str) and not value)


class ReadStructure(NamedTuple):
    """A table with the row of its marker and all columns of its own, also those of no field."""

    entries: TableRows
    marker: int
    columns: frozenset[int]

    @property
    def last(self) -> int:
        """The last row of its data, or the last that was read below it."""
        rows = self.entries.rows[-1:]
        return max([self.entries.last, *(row.row_number for row in rows)])


def values_outside_tables(
    rows: SheetRows, tables: Sequence[ReadStructure], problems: Iterable[Problem]
) -> Iterator[Problem]:
    """T124: something stands right of the tables of a sheet, between or below them, in a column of
    which nothing else is told (T106, T114). ``tables`` are those of the sheet."""
    if any(taken.entries.table.stage in RESULTS for taken in tables):
        return
    area = _area(tables)
    named = {
        parse_address(problem.location.cell)[1]
        for problem in problems
        if problem.code in ("T106", "T114")
        and problem.location.sheet == rows.sheet.name
        and problem.location.cell
    }
    ranges = sorted(
        (row, column)
        for row, line in rows.rows.items()
        if area.is_free(row) or max(line, default=0) > area.right
        for column, cell in line.items()
        if area.is_outside(row, column) and column not in named and _is_stray(cell)
    )
    if ranges:
        yield _stray_problem(tables[0].entries, [format_address(*place) for place in ranges])


class _Area(NamedTuple):
    """What the tables of a sheet take up: their last row and column, and the rows between them. On
    a sheet of records alone the form has something of its own right of them, and ``edge`` is the
    last column that counts below and between them."""

    bottom: int
    right: int
    edge: int
    between: frozenset[int]

    def is_free(self, row: int) -> bool:
        """Whether no table takes up a row below the first one."""
        return row > self.bottom or row in self.between

    def is_outside(self, row: int, column: int) -> bool:
        """Whether a cell is none of the tables'."""
        return column > self.right or (self.is_free(row) and column <= self.edge)


def _area(tables: Sequence[ReadStructure]) -> _Area:
    bottom = max(taken.last for taken in tables)
    in_order = sorted(tables, key=lambda taken: taken.marker)
    # The heading of the next table stands right above its marker.
    gaps = (range(a.last + 1, b.marker - 1) for a, b in pairwise(in_order))
    between = frozenset(row for gap in gaps for row in gap)
    grids = [taken.columns for taken in tables if taken.entries.table.shape is Shape.GRID]
    if grids:
        right = max(max(own, default=0) for own in grids)
        return _Area(bottom, right, LAST_COLUMN, between)
    edge = max(max(taken.columns, default=0) for taken in tables) + BESIDE_A_VALUE
    return _Area(bottom, LAST_OF_RECORDS, edge, between)


def _is_stray(cell: Cell) -> bool:
    """Typed, or an error whoever wrote it; but no end mark of a table whose ids were moved."""
    return cell.error != "" or (_is_typed(cell) and cell.value != END)


def _stray_problem(entries: TableRows, cells: list[str]) -> Problem:
    more = f" … (+{len(cells) - _MOST_LISTED})" if len(cells) > _MOST_LISTED else ""
    values = {"sheet": entries.sheet, "cells": ", ".join(cells[:_MOST_LISTED]) + more}
    place = Location(sheet=entries.sheet, cell=cells[0], stage=entries.table.stage)
    return Problem("T124", place, values)


OURS = frozenset({GUIDE, LISTS_SHEET, META_SHEET, UNPLACED})
"""Sheets of the template that hold no table."""
SHARED_STAGES = frozenset({"S00", "STAFF", "EVIDENCE", "CHECK", "SUMMARY"})
"""What every workbook has, whichever stage it is for."""
_OUR_SHEETS = OURS | {table.sheet for table in TABLES.values()}
FixedRows = Mapping[str, Mapping[str, Bilingual]]
"""The framework's rows, their names by id, by what a table's ``fixed`` names."""


class _Bounds(NamedTuple):
    """The last row of a table's data, and the first row below that is no longer its own."""

    last: int
    following: int


@dataclass(slots=True)
class LocatedTables:
    """The tables found, the cells they were found in, and what was wrong with the structure.

    ``marks`` are where each begins; ``columns`` all columns of each table, also those that are no
    field's; ``version`` is that of the template the workbook was made from.
    """

    tables: dict[str, TableRows] = field(default_factory=dict[str, TableRows])
    marks: dict[str, TableMarker] = field(default_factory=dict[str, TableMarker])
    ground: dict[str, SheetRows] = field(default_factory=dict[str, SheetRows])
    columns: dict[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    problems: list[Problem] = field(default_factory=list[Problem])
    version: int = VERSION


def locate(
    book: Workbook, tables: Iterable[Table], fixed: FixedRows | None = None
) -> tuple[dict[str, TableRows], list[Problem]]:
    """Every table of the workbook by its id, with its rows not yet read, and the faults of the
    structure (T101 to T106, T110 to T114, T117, T119 to T125).

    ``fixed`` gives the row ids that a table's ``fixed`` stands for. Tables of stages that a
    single-stage workbook was not made with are no fault.
    """
    located = locate_tables(book, tuple(tables), fixed or {})
    return located.tables, located.problems


def locate_tables(
    book: Workbook, tables: Sequence[Table], fixed: FixedRows, identity: Identity | None = None
) -> LocatedTables:
    """As :func:`locate`, and keeps the cells by row for those who read on."""
    identity = identity or identity_of(book)
    located = LocatedTables(ground=index_sheets(book, OURS), version=identity.made_for)
    known = {table.id: table for table in tables}
    standing = find_table_markers(located.ground, known.keys() | {"end"})
    ends = standing.pop("end", [])
    places = located.marks
    for table in tables:
        mark = _mark_of(table, book, located.ground, standing.get(table.id, []))
        if mark is None:
            located.problems += _missing(table, book, located.ground, identity.stage)
        else:
            places[table.id] = mark
            located.problems += _renamed(table, mark)
    for field_id, mark in places.items():
        bounds = _bounds(known[field_id], mark, places.values(), ends, book, located.ground)
        _read_structure(known[field_id], mark, bounds, fixed, located)
    located.problems += added_sheets(located.ground, located.tables, tables)
    located.problems += _stray_problems(located)
    return located


def _stray_problems(located: LocatedTables) -> list[Problem]:
    problems: list[Problem] = []
    for name, rows in located.ground.items():
        on_it = [
            ReadStructure(entries, located.marks[table_id].row, located.columns[table_id])
            for table_id, entries in located.tables.items()
            if entries.sheet == name
        ]
        problems += values_outside_tables(rows, on_it, located.problems) if on_it else ()
    return problems


def _read_structure(
    table: Table, mark: TableMarker, bounds: _Bounds, fixed: FixedRows, located: LocatedTables
) -> None:
    sheet_rows, last = located.ground[mark.sheet], bounds.last
    matched = match(table, sheet_rows, mark, last, located.version)
    located.problems += matched.problems
    entries = TableRows(table, mark.sheet, matched.columns, matched.lines, mark.row + 1, last)
    if table.shape is Shape.GRID:
        entries.first = matched.header + 1
    located.tables[table.id] = entries
    located.columns[table.id] = frozenset((*matched.columns.values(), *matched.others))
    rows = fixed.get(table.fixed, {})
    located.problems += find_filled_rows(entries, sheet_rows, mark, rows, bounds.following)
    if table.shape is Shape.GRID:
        located.problems += added_columns(entries, sheet_rows, mark, matched)


def _mark_of(
    table: Table, book: Workbook, ground: Mapping[str, SheetRows], standing: Sequence[TableMarker]
) -> TableMarker | None:
    """The marker on its own sheet before one on a copy of it; else what is left of the table."""
    for mark in standing:
        if mark.sheet == table.sheet:
            return mark
    if standing:
        return standing[0]
    block = parse_reference(book.names.get(table.name, ""))
    if block is not None and block.sheet in ground:
        return _with_ids(ground[block.sheet], _id_row(table, ground[block.sheet], block.top))
    name = _near_sheet(table, book)
    return _marker_by_content(table, ground[name]) if name else None


def _id_row(table: Table, rows: SheetRows, top: int) -> int:
    """The first row of a block; the row above it where the row of ids was deleted, so that the
    block begins with the headers of a grid or with the first line of a record."""
    if table.shape is Shape.RECORD:
        line = (rows.text(top, column) for column in rows.row_cells(top))
        first = rows.text(top, ROW_IDS).startswith("@")
        return top - (first or any(header_key(text) in header_words(table) for text in line))
    texts = [cell.value for cell in rows.row_cells(top).values() if isinstance(cell.value, str)]
    by_id = sum(text in {column_field.id for column_field in table.fields} for text in texts)
    by_words = sum(header_key(text) in header_words(table) for text in texts)
    return top - (by_words > by_id)


def _marker_by_content(table: Table, rows: SheetRows) -> TableMarker | None:
    """The row with most of the table's ids, or the row above the one with most of its headers."""
    ids = {column_field.id for column_field in table.fields}
    words = header_words(table)
    best, enough = (0, 0), max(2, len(table.fields) // 2)
    if table.shape is Shape.RECORD:
        return _record_marker_by_content(table, rows)
    for row, line in sorted(rows.rows.items()):
        texts = [cell.value for cell in line.values() if isinstance(cell.value, str)]
        by_id = sum(text in ids for text in texts)
        by_words = sum(header_key(text) in words for text in texts)
        if by_id > best[0]:
            best = (by_id, row)
        if by_words > best[0]:
            best = (by_words, row - 1)
    return _with_ids(rows, best[1]) if best[0] >= enough else None


def _record_marker_by_content(table: Table, rows: SheetRows) -> TableMarker | None:
    """The row above the first of a record's labels, in the column that holds most of them; of two
    lines with one label that with more beside it, for a record may be called as its field is."""
    named = {
        text: column_field.id for column_field in table.fields for text in spellings(column_field)
    }
    lines: dict[int, dict[str, int]] = {}
    for row, line in sorted(rows.rows.items()):
        for column in line:
            field_id = named.get(header_key(rows.text(row, column)))
            if field_id is None:
                continue
            found = lines.setdefault(column, {})
            if field_id not in found or len(line) > len(rows.row_cells(found[field_id])):
                found[field_id] = row
    best = max(lines.values(), key=len, default=dict[str, int]())
    enough = min(len(table.fields), max(2, len(table.fields) // 2))
    return _with_ids(rows, min(best.values()) - 1) if len(best) >= enough else None


def _with_ids(rows: SheetRows, row: int) -> TableMarker:
    """The id row of a table without a marker, with column A where that still holds row ids."""
    lines = (line for line in {*rows.rows, *rows.row_ids} if line > row)
    below = (rows.text(line, ROW_IDS) for line in lines)
    has_ids = any(text == "#end" or text[:1] == "@" or SPARE.fullmatch(text) for text in below)
    return TableMarker(rows.sheet.name, row, ROW_IDS if has_ids else NO_COLUMN)


def _near_sheet(table: Table, book: Workbook) -> str:
    """The table's sheet, or one whose name reads the same but for spaces and the like."""
    if table.sheet in book.sheets:
        return table.sheet
    wanted = thai.key(table.sheet)
    return next((name for name in book.sheets if thai.key(name) == wanted), "")


def _expected(table: Table, stage: str) -> bool:
    return not stage or table.stage == stage or table.stage in SHARED_STAGES


def _missing(
    table: Table, book: Workbook, ground: Mapping[str, SheetRows], stage: str
) -> list[Problem]:
    """T101 without the sheet, T102 without the table on it, T121 for a sheet of results; nothing
    for one of those that was left out on purpose."""
    sheet = _near_sheet(table, book)
    left_out = table.stage in RESULTS and table.sheet in book.skipped_sheets
    if not _expected(table, stage) or left_out:
        return []
    place = Location(sheet=table.sheet, stage=table.stage)
    if (
        all(column_field.writer is not FilledBy.OFFICE for column_field in table.fields)
        or table.stage == "CHECK"
    ):
        return [Problem("T121", place, {"sheet": table.sheet})]
    if sheet in ground:
        return [Problem("T102", place, {"name": table.name})]
    others = [name for name in book.sheets if name not in _OUR_SHEETS]
    near = get_close_matches(table.sheet, others, 1, 0.5)
    similar = _similar(near[0]) if near else NO_WORDS
    return [Problem("T101", place, {"sheet": table.sheet, "similar": similar})]


def _similar(name: str) -> Bilingual:
    words = term("similar_sheet")
    return Bilingual(words.th.format(name=name), words.en.format(name=name))


def _renamed(table: Table, mark: TableMarker) -> list[Problem]:
    if mark.sheet == table.sheet:
        return []
    place = Location(sheet=mark.sheet, stage=table.stage)
    return [Problem("T119", place, {"sheet": table.sheet, "name": mark.sheet})]


def _bounds(
    table: Table,
    mark: TableMarker,
    others: Iterable[TableMarker],
    ends: Iterable[TableMarker],
    book: Workbook,
    ground: Mapping[str, SheetRows],
) -> _Bounds:
    """The last row of a table: above its end line, else that of its defined name, else above the
    next table, else the last row used."""
    after = [
        marker.row for marker in others if marker.sheet == mark.sheet and marker.row > mark.row
    ]
    below = min(after, default=ground[mark.sheet].last + 1)
    following = below - 1 if after else below  # the next table's heading stands above its marker
    own = [
        marker.row
        for marker in ends
        if marker.sheet == mark.sheet and mark.row < marker.row < below
    ]
    block = parse_reference(book.names.get(table.name, ""))
    if own:
        return _Bounds(min(own) - 1, following)
    if block is not None and block.sheet == mark.sheet and mark.row < block.bottom < below:
        return _Bounds(block.bottom, following)  # its end line, or data where that was deleted
    return _Bounds(below - 1, following)
