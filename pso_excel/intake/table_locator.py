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
from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem
from pso_excel.forms import TABLES
from pso_excel.forms.layout import GUIDE, LISTS_SHEET, META_SHEET, ROW_IDS, UNPLACED
from pso_excel.forms.schema import Shape, Table, Writer
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
    Ground,
    Mark,
    area,
    grounds,
    marks,
)
from pso_excel.intake.row_keys import SPARE
from pso_excel.intake.table_rows import take_rows
from pso_excel.intake.workbook_identity import RESULTS, VERSION, identity_of
from pso_excel.model.submission import Entries
from pso_excel.xlsx.workbook import Book, Cell, Value, address, position

END = "#end"
LAST_OF_RECORDS = 26
"""On a sheet without a grid, what stands right of this column has nothing to do with the form."""
BESIDE_A_VALUE = 2
"""The columns of a record right of its values: the hint and the check."""
_MOST_LISTED = 5


def added_sheets(
    ground: Mapping[str, Ground], read: Mapping[str, Entries], tables: Iterable[Table]
) -> Iterator[Problem]:
    """T123 for a copy of one of our sheets that is filled in otherwise, T106 for any other sheet
    that holds none of the tables read."""
    sheets = {f"#{id}": entries.sheet for id, entries in read.items()}
    ours = {table.sheet for table in tables if table.id not in read} | set(sheets.values())
    for name, one in ground.items():
        if name in ours or not one.rows:
            continue
        marks = (sheets.get(text.strip()) for text in one.ids.values())
        original = next((sheet for sheet in marks if sheet), "")
        differing = _differences(one, ground[original]) if original else []
        if differing:
            first, values = differing[0], {"name": name, "sheet": original}
            values |= {"n": str(len(differing)), "cell": address(*first)}
            yield Problem("T123", Place(sheet=name, cell=address(*first)), values)
        elif one.sheet.visible:
            yield Problem("T106", Place(sheet=name), {"kind": worded("kind_sheet"), "name": name})


def _differences(copy: Ground, original: Ground) -> list[tuple[int, int]]:
    """Where two sheets of one form were filled in differently; formulas do not count."""
    one, other = _typed(copy), _typed(original)
    return sorted(place for place in {*one, *other} if one.get(place) != other.get(place))


def _typed(ground: Ground) -> dict[tuple[int, int], Value]:
    return {
        (row, column): cell.value
        for row, line in ground.rows.items()
        for column, cell in line.items()
        if _is_typed(cell)
    }


def _is_typed(cell: Cell) -> bool:
    value = cell.value
    return not cell.formula and value is not None and not (isinstance(value, str) and not value)


class Taken(NamedTuple):
    """A table with the row of its marker and all columns of its own, also those of no field."""

    entries: Entries
    marker: int
    columns: frozenset[int]

    @property
    def last(self) -> int:
        """The last row of its data, or the last that was read below it."""
        rows = self.entries.rows[-1:]
        return max([self.entries.last, *(row.number for row in rows)])


def strays(ground: Ground, tables: Sequence[Taken], told: Iterable[Problem]) -> Iterator[Problem]:
    """T124: something stands right of the tables of a sheet, between or below them, in a column of
    which nothing else is told (T106, T114). ``tables`` are those of the sheet."""
    if any(one.entries.table.stage in RESULTS for one in tables):
        return
    area = _area(tables)
    named = {
        position(one.place.cell)[1]
        for one in told
        if one.code in ("T106", "T114") and one.place.sheet == ground.sheet.name and one.place.cell
    }
    found = sorted(
        (row, column)
        for row, line in ground.rows.items()
        if area.is_free(row) or max(line, default=0) > area.right
        for column, cell in line.items()
        if area.is_outside(row, column) and column not in named and _is_stray(cell)
    )
    if found:
        yield _stray(tables[0].entries, [address(*place) for place in found])


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


def _area(tables: Sequence[Taken]) -> _Area:
    bottom = max(one.last for one in tables)
    in_order = sorted(tables, key=lambda one: one.marker)
    # The heading of the next table stands right above its marker.
    gaps = (range(a.last + 1, b.marker - 1) for a, b in pairwise(in_order))
    between = frozenset(row for gap in gaps for row in gap)
    grids = [one.columns for one in tables if one.entries.table.shape is Shape.GRID]
    if grids:
        right = max(max(own, default=0) for own in grids)
        return _Area(bottom, right, LAST_COLUMN, between)
    edge = max(max(one.columns, default=0) for one in tables) + BESIDE_A_VALUE
    return _Area(bottom, LAST_OF_RECORDS, edge, between)


def _is_stray(cell: Cell) -> bool:
    """Typed, or an error whoever wrote it; but no end mark of a table whose ids were moved."""
    return cell.error != "" or (_is_typed(cell) and cell.value != END)


def _stray(entries: Entries, cells: list[str]) -> Problem:
    more = f" … (+{len(cells) - _MOST_LISTED})" if len(cells) > _MOST_LISTED else ""
    values = {"sheet": entries.sheet, "cells": ", ".join(cells[:_MOST_LISTED]) + more}
    place = Place(sheet=entries.sheet, cell=cells[0], stage=entries.table.stage)
    return Problem("T124", place, values)


OURS = frozenset({GUIDE, LISTS_SHEET, META_SHEET, UNPLACED})
"""Sheets of the template that hold no table."""
SHARED_STAGES = frozenset({"S00", "STAFF", "EVIDENCE", "CHECK", "SUMMARY"})
"""What every workbook has, whichever stage it is for."""
_OUR_SHEETS = OURS | {table.sheet for table in TABLES.values()}
FixedRows = Mapping[str, Mapping[str, Words]]
"""The framework's rows, their names by id, by what a table's ``fixed`` names."""


class _Bounds(NamedTuple):
    """The last row of a table's data, and the first row below that is no longer its own."""

    last: int
    following: int


@dataclass(slots=True)
class Located:
    """The tables found, the cells they were found in, and what was wrong with the structure.

    ``marks`` are where each begins; ``columns`` all columns of each table, also those that are no
    field's; ``version`` is that of the template the workbook was made from.
    """

    tables: dict[str, Entries] = field(default_factory=dict[str, Entries])
    marks: dict[str, Mark] = field(default_factory=dict[str, Mark])
    ground: dict[str, Ground] = field(default_factory=dict[str, Ground])
    columns: dict[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    problems: list[Problem] = field(default_factory=list[Problem])
    version: int = VERSION


def locate(
    book: Book, tables: Iterable[Table], fixed: FixedRows | None = None
) -> tuple[dict[str, Entries], list[Problem]]:
    """Every table of the workbook by its id, with its rows not yet read, and the faults of the
    structure (T101 to T106, T110 to T114, T117, T119 to T125).

    ``fixed`` gives the row ids that a table's ``fixed`` stands for. Tables of stages that a
    single-stage workbook was not made with are no fault.
    """
    found = locate_on(book, tuple(tables), fixed or {})
    return found.tables, found.problems


def locate_on(book: Book, tables: Sequence[Table], fixed: FixedRows) -> Located:
    """As :func:`locate`, and keeps the cells by row for those who read on."""
    found = Located(ground=grounds(book, OURS), version=identity_of(book).made_for)
    known = {table.id: table for table in tables}
    standing = marks(found.ground, known.keys() | {"end"})
    ends = standing.pop("end", [])
    places = found.marks
    for table in tables:
        mark = _mark_of(table, book, found.ground, standing.get(table.id, []))
        if mark is None:
            found.problems += _missing(table, book, found.ground)
        else:
            places[table.id] = mark
            found.problems += _renamed(table, mark)
    for id, mark in places.items():
        bounds = _bounds(known[id], mark, places.values(), ends, book, found.ground)
        _take(known[id], mark, bounds, fixed, found)
    found.problems += added_sheets(found.ground, found.tables, tables)
    found.problems += _strays(found)
    return found


def _strays(found: Located) -> list[Problem]:
    told: list[Problem] = []
    for name, ground in found.ground.items():
        on_it = [
            Taken(entries, found.marks[id].row, found.columns[id])
            for id, entries in found.tables.items()
            if entries.sheet == name
        ]
        told += strays(ground, on_it, found.problems) if on_it else ()
    return told


def _take(table: Table, mark: Mark, bounds: _Bounds, fixed: FixedRows, found: Located) -> None:
    ground, last = found.ground[mark.sheet], bounds.last
    matched = match(table, ground, mark, last, found.version)
    found.problems += matched.problems
    entries = Entries(table, mark.sheet, matched.columns, matched.lines, mark.row + 1, last)
    if table.shape is Shape.GRID:
        entries.first = matched.header + 1
    found.tables[table.id] = entries
    found.columns[table.id] = frozenset((*matched.columns.values(), *matched.others))
    rows = fixed.get(table.fixed, {})
    found.problems += take_rows(entries, ground, mark, rows, bounds.following)
    if table.shape is Shape.GRID:
        found.problems += added_columns(entries, ground, mark, matched)


def _mark_of(
    table: Table, book: Book, ground: Mapping[str, Ground], standing: Sequence[Mark]
) -> Mark | None:
    """The marker on its own sheet before one on a copy of it; else what is left of the table."""
    for mark in standing:
        if mark.sheet == table.sheet:
            return mark
    if standing:
        return standing[0]
    block = area(book.names.get(table.name, ""))
    if block is not None and block.sheet in ground:
        return _with_ids(ground[block.sheet], _id_row(table, ground[block.sheet], block.top))
    name = _near_sheet(table, book)
    return _by_look(table, ground[name]) if name else None


def _id_row(table: Table, ground: Ground, top: int) -> int:
    """The first row of a block; the row above it where the row of ids was deleted, so that the
    block begins with the headers of a grid or with the first line of a record."""
    if table.shape is Shape.RECORD:
        line = (ground.text(top, column) for column in ground.line(top))
        first = ground.text(top, ROW_IDS).startswith("@")
        return top - (first or any(header_key(text) in header_words(table) for text in line))
    texts = [cell.value for cell in ground.line(top).values() if isinstance(cell.value, str)]
    by_id = sum(text in {one.id for one in table.fields} for text in texts)
    by_words = sum(header_key(text) in header_words(table) for text in texts)
    return top - (by_words > by_id)


def _by_look(table: Table, ground: Ground) -> Mark | None:
    """The row with most of the table's ids, or the row above the one with most of its headers."""
    ids = {one.id for one in table.fields}
    words = header_words(table)
    best, enough = (0, 0), max(2, len(table.fields) // 2)
    if table.shape is Shape.RECORD:
        return _record_by_look(table, ground)
    for row, line in sorted(ground.rows.items()):
        texts = [cell.value for cell in line.values() if isinstance(cell.value, str)]
        by_id = sum(text in ids for text in texts)
        by_words = sum(header_key(text) in words for text in texts)
        if by_id > best[0]:
            best = (by_id, row)
        if by_words > best[0]:
            best = (by_words, row - 1)
    return _with_ids(ground, best[1]) if best[0] >= enough else None


def _record_by_look(table: Table, ground: Ground) -> Mark | None:
    """The row above the first of a record's labels, in the column that holds most of them; of two
    lines with one label that with more beside it, for a record may be called as its field is."""
    named = {text: one.id for one in table.fields for text in spellings(one)}
    lines: dict[int, dict[str, int]] = {}
    for row, line in sorted(ground.rows.items()):
        for column in line:
            id = named.get(header_key(ground.text(row, column)))
            if id is None:
                continue
            found = lines.setdefault(column, {})
            if id not in found or len(line) > len(ground.line(found[id])):
                found[id] = row
    best = max(lines.values(), key=len, default=dict[str, int]())
    enough = min(len(table.fields), max(2, len(table.fields) // 2))
    return _with_ids(ground, min(best.values()) - 1) if len(best) >= enough else None


def _with_ids(ground: Ground, row: int) -> Mark:
    """The id row of a table without a marker, with column A where that still holds row ids."""
    lines = (line for line in {*ground.rows, *ground.ids} if line > row)
    below = (ground.text(line, ROW_IDS) for line in lines)
    has_ids = any(text == "#end" or text[:1] == "@" or SPARE.fullmatch(text) for text in below)
    return Mark(ground.sheet.name, row, ROW_IDS if has_ids else NO_COLUMN)


def _near_sheet(table: Table, book: Book) -> str:
    """The table's sheet, or one whose name reads the same but for spaces and the like."""
    if table.sheet in book.sheets:
        return table.sheet
    wanted = thai.key(table.sheet)
    return next((name for name in book.sheets if thai.key(name) == wanted), "")


def _expected(table: Table, book: Book) -> bool:
    stage = identity_of(book).stage
    return not stage or table.stage == stage or table.stage in SHARED_STAGES


def _missing(table: Table, book: Book, ground: Mapping[str, Ground]) -> list[Problem]:
    """T101 without the sheet, T102 without the table on it, T121 for a sheet of results; nothing
    for one of those that was left out on purpose."""
    sheet = _near_sheet(table, book)
    left_out = table.stage in RESULTS and table.sheet in book.unread
    if not _expected(table, book) or left_out:
        return []
    place = Place(sheet=table.sheet, stage=table.stage)
    if all(one.writer is not Writer.OFFICE for one in table.fields) or table.stage == "CHECK":
        return [Problem("T121", place, {"sheet": table.sheet})]
    if sheet in ground:
        return [Problem("T102", place, {"name": table.name})]
    others = [name for name in book.sheets if name not in _OUR_SHEETS]
    near = get_close_matches(table.sheet, others, 1, 0.5)
    similar = _similar(near[0]) if near else NO_WORDS
    return [Problem("T101", place, {"sheet": table.sheet, "similar": similar})]


def _similar(name: str) -> Words:
    told = worded("similar_sheet")
    return Words(told.th.format(name=name), told.en.format(name=name))


def _renamed(table: Table, mark: Mark) -> list[Problem]:
    if mark.sheet == table.sheet:
        return []
    place = Place(sheet=mark.sheet, stage=table.stage)
    return [Problem("T119", place, {"sheet": table.sheet, "name": mark.sheet})]


def _bounds(
    table: Table,
    mark: Mark,
    others: Iterable[Mark],
    ends: Iterable[Mark],
    book: Book,
    ground: Mapping[str, Ground],
) -> _Bounds:
    """The last row of a table: above its end line, else that of its defined name, else above the
    next table, else the last row used."""
    after = [one.row for one in others if one.sheet == mark.sheet and one.row > mark.row]
    below = min(after, default=ground[mark.sheet].last + 1)
    following = below - 1 if after else below  # the next table's heading stands above its marker
    own = [one.row for one in ends if one.sheet == mark.sheet and mark.row < one.row < below]
    block = area(book.names.get(table.name, ""))
    if own:
        return _Bounds(min(own) - 1, following)
    if block is not None and block.sheet == mark.sheet and mark.row < block.bottom < below:
        return _Bounds(block.bottom, following)  # its end line, or data where that was deleted
    return _Bounds(below - 1, following)
