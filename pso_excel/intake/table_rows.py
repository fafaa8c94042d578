"""The rows of a table as they stand: which count, which were moved, hidden, merged or left blank.

Rows go by the code that is seen in them, else by the hidden ids beside them, so that they may be
inserted, moved or sorted.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.schema import FilledBy, Requirement, Shape, Table
from pso_excel.intake.codes import Codes, is_turned
from pso_excel.intake.row_index import SheetRows, TableMarker
from pso_excel.intake.row_keys import RowCells, RowKeys, key_faults, row_keys
from pso_excel.model.submission import Row, TableRows
from pso_excel.xlsx.workbook import (
    EMPTY_CELL,
    Cell,
    column_letters,
    consecutive_runs,
    format_address,
    format_cells,
    format_rows,
    gaps,
    runs_shown,
)


def line_faults(entries: TableRows, rows: SheetRows) -> Iterator[Problem]:
    """T112 for lines merged into one, T113 for answers in hidden lines or on a hidden sheet."""
    place = Location(sheet=entries.sheet, stage=entries.table.stage)
    lines = sorted((row, entries.columns[field_id]) for field_id, row in entries.lines.items())
    answered = [(row, column) for row, column in lines if column in rows.row_cells(row)]
    for merged, (top, left, bottom, right) in rows.merged.items():
        inside = [row for row, column in lines if top <= row <= bottom and left <= column <= right]
        if len(inside) > 1:
            yield Problem("T112", place._replace(cell=merged), {"range": merged})
    if answered and not rows.sheet.visible:
        yield Problem("T113", place, {"range": entries.sheet})
        return
    hidden = [(row, column) for row, column in answered if row in rows.sheet.hidden_rows]
    if hidden:
        values = {"range": format_rows(row for row, _ in hidden)}
        yield Problem("T113", place._replace(cell=format_address(*hidden[0])), values)


MOST_ROWS = 5000
"""The rows of one table that are read; ours have room for a few hundred."""
BOUNDLESS = frozenset({"REGISTRY"})
"""Stages whose tables may have any number of rows: a registry has as many as there are offices."""
RESULTS = frozenset({"CHECK", "SUMMARY"})
FAR, FEW = 3, 2
"""More blank rows than that above it, and no more cells than that in it: a row that is none."""


class _CountingFields(NamedTuple):
    """The ids of the fields that make a row count: in a fixed row, and in any other; and of those
    that no row can do without."""

    fixed: tuple[str, ...]
    free: tuple[str, ...]
    required: tuple[str, ...]


@cache_by_identity
def typed_fields(table: Table) -> _CountingFields:
    """The fields an officer types in; the framework's own where its rows end."""
    office = tuple(field.id for field in table.fields if field.writer is FilledBy.OFFICE)
    free = (*office, *(field.id for field in table.fields if field.writer is FilledBy.FRAMEWORK))
    required = (
        field.id
        for field in table.fields
        if field.id in free and field.need is Requirement.REQUIRED
    )
    return _CountingFields(office, free, tuple(required))


def is_filled(cell: Cell) -> bool:
    """Whether something stands in a cell; spaces and formulas without a value are nothing."""
    value = cell.value
    if isinstance(value, str):
        return value != "" and not value.isspace()
    return value is not None or cell.error != ""


def find_filled_rows(
    entries: TableRows,
    rows: SheetRows,
    mark: TableMarker,
    fixed: Mapping[str, Bilingual],
    following: int,
) -> list[Problem]:
    """Put the rows that count into ``entries`` (values not yet read) and tell what is wrong.

    A row counts when something is typed in it or when it is one of the framework's, ``fixed`` (its
    names by id). From the row ``following`` on, the sheet is another table's.
    """
    if entries.table.shape is Shape.RECORD:
        entries.rows = [Row(entries.first)]
        return list(line_faults(entries, rows))
    walk = _RowScan(entries, rows, mark, fixed, following)
    walk.rows()
    if entries.table.stage in RESULTS:
        return []
    return [
        *walk.too_long(),
        *walk.ids(),
        *walk.merged(),
        *walk.hidden(),
        *walk.outside(),
        *walk.overflowing(),
        *walk.blanks(),
        *walk.lone_cells(),
    ]


@cache_by_identity
def _codes(fixed: Mapping[str, Bilingual]) -> Codes:
    return Codes.of(fixed)


class _RowScan:
    """One table's rows, walked once."""

    def __init__(
        self,
        entries: TableRows,
        rows: SheetRows,
        mark: TableMarker,
        fixed: Mapping[str, Bilingual],
        following: int,
    ) -> None:
        self.entries, self.ground, self.mark, self.fixed = entries, rows, mark, fixed
        self.following = following
        typed = typed_fields(entries.table)
        columns = entries.columns
        self.office = frozenset(
            columns[field_id] for field_id in typed.fixed if field_id in columns
        )
        self.free = frozenset(columns[field_id] for field_id in typed.free if field_id in columns)
        self.required = frozenset(
            columns[field_id] for field_id in typed.required if field_id in columns
        )
        self.key = columns.get(entries.table.key, 0)
        self.place = Location(sheet=entries.sheet, stage=entries.table.stage)
        self.filled: list[int] = []  # rows in which something was typed
        self.waiting: dict[int, list[int]] = {}  # formulas where one types, not yet calculated
        for row, column in rows.sheet.uncalculated:
            if column in self.free:
                self.waiting.setdefault(row, []).append(column)
        self.known = RowKeys()
        self.standing = 0  # rows that may count
        self.ids_seen: list[str] = []  # in the order of the sheet, blank for an inserted row
        self.below: list[int] = []  # rows that go on at and below the end of the table
        self.alone: list[tuple[int, int]] = []  # cells far below the rows, alone in theirs

    def rows(self) -> None:
        """Go through the rows of the data area from top to bottom, and those that go on below."""
        numbers = self._numbers()
        if self.fixed:
            seen = {number: self._cells_of(number) for number in numbers}
            self.known = row_keys(seen, _codes(self.fixed))
        ids = set[str]()
        for number in numbers:
            if number in self.known.left or number in self.known.repeated:
                continue
            rid, is_fixed = self._rid(number)
            if rid in ids:
                rid = ""
            ids.add(rid)
            typed = self._cells(number, self.office if is_fixed else self.free)
            if not is_fixed and self._is_lone(number, typed):
                self.alone += [(number, column) for column in typed]
                continue
            if typed:
                self.filled.append(number)
            if number in self.known.unclear:
                self._refuse(number)
            elif typed or is_fixed:
                self.entries.rows.append(self._row(number, rid))
            if typed or rid:
                self.ids_seen.append(rid)
        self.entries.lone = frozenset(number for number, _ in self.alone)
        self._go_on()

    def _row(self, number: int, rid: str) -> Row:
        known = self.known
        row = Row(number, rid, followed=number in known.followed, refused=number in known.refused)
        if number in self.known.turned:
            row.turned[self.entries.table.key] = self._at_key(number)
        return row

    def _refuse(self, number: int) -> None:
        """A row that may be several of the framework's is none, and they are not read."""
        known = {row.row_id for row in self.entries.rows} | {*self.known.keys.values()}
        for code in self.known.unclear[number]:
            if code not in known:
                self.entries.rows.append(Row(number, code, refused=True))

    def _go_on(self) -> None:
        """Rows typed in the hidden row that ends a table, and right below one that is full to its
        last row, belong to it."""
        if not self.entries.table.spare_rows:
            return
        row, is_full = self.entries.last + 1, self.filled[-1:] == [self.entries.last]
        typed = self._cells(row, self.free)
        if (typed and not self._is_lone(row, typed)) or (is_full and not typed):
            row += not typed
            while row < self.following and self._cells(row, self.free):
                self.below.append(row)
                self.entries.rows.append(Row(row))
                row += 1

    def _is_lone(self, number: int, typed: list[int]) -> bool:
        """Whether what is typed in a row is a cell or two far below all others, and no row."""
        last = self.entries.rows[-1].row_number if self.entries.rows else self.entries.first - 1
        is_far = number - last - 1 > FAR
        return is_far and 0 < len(typed) <= FEW and not self.required.issubset(typed)

    def _numbers(self) -> list[int]:
        """The rows that may count: something stands where one types, or it is the framework's."""
        first, last = self.entries.first, self.entries.last
        rows, free = self.ground.rows, self.free
        found = {row for row in rows if first <= row <= last and not free.isdisjoint(rows[row])}
        found.update(row for row in self.waiting if first <= row <= last)
        if self.fixed and self.mark.column:
            ids = self.ground.row_ids.items()
            found.update(
                row for row, row_id in ids if row_id in self.fixed and first <= row <= last
            )
            found.update(row for row in rows if first <= row <= last and self._is_id(row))
        self.standing = len(found)
        return sorted(found) if self._is_boundless() else sorted(found)[:MOST_ROWS]

    def _is_id(self, number: int) -> bool:
        """Whether the hidden id of a row is one that a program changed."""
        cell = self.ground.rows[number].get(self.mark.column)
        return cell is not None and is_turned(cell.value)

    def _is_boundless(self) -> bool:
        return self.entries.table.stage in BOUNDLESS

    def _cells_of(self, number: int) -> RowCells:
        line = self.ground.row_cells(number)
        typed = tuple((column, line.get(column)) for column in self._cells(number, self.office))
        return RowCells(self._id(number), self._at_key(number), typed)

    def _id(self, number: int) -> Cell:
        """What the hidden column says of a row."""
        text = self.ground.text(number, self.mark.column)
        return (
            Cell(text) if text else self.ground.row_cells(number).get(self.mark.column, EMPTY_CELL)
        )

    def _at_key(self, number: int) -> Cell:
        return self.ground.row_cells(number).get(self.key, EMPTY_CELL)

    def _rid(self, number: int) -> tuple[str, bool]:
        """What names a row: the key of the framework's row that it is, else its hidden id, but for
        one of the framework's."""
        key = self.known.keys.get(number)
        if key is not None:
            return key, True
        row_id = self.ground.text(number, self.mark.column)
        return ("", False) if row_id in self.fixed else (row_id, False)

    def _cells(self, number: int, columns: frozenset[int]) -> list[int]:
        """The columns in which something is typed in a row."""
        line, waiting = self.ground.row_cells(number), self.waiting.get(number, ())
        found = {column for column in columns.intersection(line) if is_filled(line[column])}
        return sorted(found | columns.intersection(waiting))

    def too_long(self) -> Iterator[Problem]:
        """F013: more rows than can be read; those after them are not."""
        if self.standing > MOST_ROWS and not self._is_boundless():
            values = {"n": str(self.standing), "max": str(MOST_ROWS)}
            yield Problem("F013", self.place, {"sheet": self.entries.sheet, **values})

    def ids(self) -> Iterator[Problem]:
        """What is wrong with the rows of the framework (T111, T130, T131, T133); T122 when all ids
        are lost, T110 when rows were inserted or moved and every id is still there."""
        faults = list(key_faults(self.entries, self.known, self.fixed, self._left(), self.ground))
        yield from faults
        if self.entries.rows and not any(
            self._id(row.row_number).value for row in self.entries.rows
        ):
            yield Problem("T122", self.place, {"sheet": self.entries.sheet})
        elif not faults and self._moved():
            yield Problem("T110", self.place)

    def _moved(self) -> bool:
        order = {row_id: place for place, row_id in enumerate(self.fixed)}
        spare = len(order)
        places = [
            order[row_id] if row_id in order else spare + int(row_id[1:])
            for row_id in self.ids_seen
            if row_id in order or (row_id[:1] == "r" and row_id[1:].isdecimal())
        ]
        return "" in self.ids_seen or places != sorted(places)

    def merged(self) -> Iterator[Problem]:
        """T112: merged cells in the grid."""
        if not self.entries.columns:
            return
        columns = self.entries.columns.values()
        left, right = min(columns), max(columns)
        for merged, (top, a, bottom, b) in self.ground.merged.items():
            inside = a <= right and b >= left and (top, a) != (bottom, b)
            if inside and top <= self.entries.last and bottom >= self.entries.first:
                yield Problem("T112", self._at(merged), {"range": merged})

    def hidden(self) -> Iterator[Problem]:
        """T113: typed data in hidden rows, hidden columns or a hidden sheet."""
        sheet = self.ground.sheet
        if not sheet.visible and self.filled:
            yield Problem("T113", self._at(""), {"range": sheet.name})
            return
        for first, last in consecutive_runs(row for row in self.filled if row in sheet.hidden_rows):
            rows = f"{first}:{last}"
            yield Problem("T113", self._at(f"{self._left()}{first}"), {"range": rows})
        for column in sorted(self.free & sheet.hidden_columns):
            rows = [row for row in self.filled if is_filled_at(self.ground, row, column)]
            if rows and column in self.office:
                cells = format_cells(column, rows)
                yield Problem("T113", self._at(cells.partition(",")[0]), {"range": cells})

    def outside(self) -> Iterator[Problem]:
        """T114: data typed under the end of the table, in the columns an officer fills in."""
        found: dict[int, list[int]] = {}
        end = self.entries.last
        below = (row for row in self.ground.rows if end < row < self.following)
        told = {*self.below, *(row for row, _ in self.alone)}
        for row in sorted(set(below) - told):
            for column in self.office.intersection(self.ground.rows[row]):
                cell = self.ground.rows[row][column]
                if is_filled(cell) and not cell.is_formula:
                    found.setdefault(column, []).append(row)
        for column, rows in sorted(found.items()):
            first = self.ground.rows[rows[0]][column]
            cells = format_cells(column, rows)
            values = {"cell": cells, "value": (first.error or str(first.value))[:80]}
            yield Problem("T114", self._at(format_address(rows[0], column)), values)

    def overflowing(self) -> Iterator[Problem]:
        """T125: a table goes on in the row that ends it, or below."""
        if self.below:
            values = {"sheet": self.entries.sheet, "rows": format_rows(self.below)}
            yield Problem("T125", self._at(f"{self._left()}{self.below[0]}"), values)

    def blanks(self) -> Iterator[Problem]:
        """T117: blank rows between filled ones."""
        last = max(self.filled, default=0)
        rows = [row.row_number for row in self.entries.rows if row.row_number <= last]
        blank = gaps([*rows, *self.known.left, *self.known.repeated, *self.known.unclear])
        if blank:
            values = {"sheet": self.entries.sheet, "rows": runs_shown(blank)}
            yield Problem("T117", self._at(f"{self._left()}{blank[0][0]}"), values)

    def lone_cells(self) -> Iterator[Problem]:
        """T135: cells far below the rows, alone in theirs; F019 where one holds an error."""
        cells: dict[int, list[int]] = {}
        for row, column in self.alone:
            cell = self.ground.row_cells(row).get(column, EMPTY_CELL)
            if cell.error:
                values = {"cell": format_address(row, column), "value": cell.error}
                yield Problem("F019", self._at(format_address(row, column)), values)
            else:
                cells.setdefault(column, []).append(row)
        if cells:
            shown = ", ".join(format_cells(column, rows) for column, rows in sorted(cells.items()))
            values = {"sheet": self.entries.sheet, "cells": shown}
            yield Problem("T135", self._at(shown), values)

    def _left(self) -> str:
        """The letters of the first column an officer fills in."""
        return column_letters(min(self.free, default=1))

    def _at(self, cell: str) -> Location:
        return Location(sheet=self.place.sheet, cell=cell, stage=self.place.stage)


def is_filled_at(rows: SheetRows, row: int, column: int) -> bool:
    """Whether something stands in that cell."""
    cell = rows.row_cells(row).get(column)
    return cell is not None and is_filled(cell)
