"""The rows of a table as they stand: which count, which were moved, hidden, merged or left blank.

Rows go by the hidden ids beside them, so that they may be inserted or moved.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.book import Cell, address, column_letters
from pso_excel.engine.intake.ground import ID_COLUMN, Ground, Mark
from pso_excel.engine.intake.record_lines import line_faults
from pso_excel.engine.once import once
from pso_excel.engine.spans import cells_shown, gaps, rows_shown, runs, runs_shown
from pso_excel.form import Shape, Table, Writer
from pso_excel.framework.wording import worded
from pso_excel.problem import Place, Problem
from pso_excel.submission import Entries, Row
from pso_excel.words import Words

MOST_ROWS = 5000
"""The rows of one table that are read; ours have room for a few hundred."""
RESULTS = frozenset({"CHECK", "SUMMARY"})


class _Typed(NamedTuple):
    """The ids of the fields that make a row count: in a fixed row, and in any other."""

    fixed: tuple[str, ...]
    free: tuple[str, ...]


@once
def typed_fields(table: Table) -> _Typed:
    """The fields an officer types in; the framework's own where its rows end."""
    office = tuple(one.id for one in table.fields if one.writer is Writer.OFFICE)
    free = (*office, *(one.id for one in table.fields if one.writer is Writer.FRAMEWORK))
    return _Typed(office, free)


def is_filled(cell: Cell) -> bool:
    """Whether something stands in a cell; spaces and formulas without a value are nothing."""
    value = cell.value
    if isinstance(value, str):
        return value != "" and not value.isspace()
    return value is not None or cell.error != ""


def take_rows(
    entries: Entries, ground: Ground, mark: Mark, fixed: Mapping[str, Words]
) -> list[Problem]:
    """Put the rows that count into ``entries`` (values not yet read) and tell what is wrong.

    A row counts when something is typed in it or when it is one of the framework's, ``fixed`` (its
    names by id).
    """
    if entries.table.shape is Shape.RECORD:
        entries.rows = [Row(entries.first)]
        return list(line_faults(entries, ground))
    walk = _Walk(entries, ground, mark, fixed)
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
    ]


class _Walk:
    """One table's rows, walked once."""

    def __init__(
        self, entries: Entries, ground: Ground, mark: Mark, fixed: Mapping[str, Words]
    ) -> None:
        self.entries, self.ground, self.mark, self.fixed = entries, ground, mark, fixed
        typed = typed_fields(entries.table)
        columns = entries.columns
        self.office = frozenset(columns[id] for id in typed.fixed if id in columns)
        self.free = frozenset(columns[id] for id in typed.free if id in columns)
        self.key = columns.get(entries.table.key, 0)
        self.place = Place(sheet=entries.sheet, stage=entries.table.stage)
        self.filled: list[int] = []  # rows in which something was typed
        self.waiting: dict[int, list[int]] = {}  # formulas where one types, not yet calculated
        for row, column in ground.sheet.uncalculated:
            if column in self.free:
                self.waiting.setdefault(row, []).append(column)
        self.fixed_rows: dict[str, list[int]] = {}
        self.standing = 0  # rows that may count
        self.ids_seen: list[str] = []  # in the order of the sheet, blank for an inserted row
        self.below: list[int] = []  # rows that go on below the end of a full table

    def rows(self) -> None:
        """Go through the rows of the data area from top to bottom."""
        fixed, seen = frozenset(self.fixed), set[str]()
        for number in self._numbers(fixed):
            line = self.ground.line(number)
            rid = self._rid(number, fixed)
            is_fixed = rid in fixed
            if is_fixed:
                self.fixed_rows.setdefault(rid, []).append(number)
            if rid in seen:
                rid, is_fixed = "", False
            seen.add(rid)
            columns = self.office if is_fixed else self.free
            typed = self._is_typed(line, columns) or not columns.isdisjoint(
                self.waiting.get(number, ())
            )
            if typed:
                self.filled.append(number)
            if typed or is_fixed:
                self.entries.rows.append(Row(number, rid))
            if typed or rid:
                self.ids_seen.append(rid)
        self._go_on()

    def _go_on(self) -> None:
        """Rows typed right below a table that is full to its last row belong to it."""
        end = self.entries.last + 1
        if not self.filled or self.filled[-1] != end - 1 or not self.entries.table.spare:
            return
        row, following = end + 1, self._following()
        while row < following and self._is_typed(self.ground.line(row), self.office):
            self.below.append(row)
            self.entries.rows.append(Row(row))
            row += 1

    def _following(self) -> int:
        """The row of the next table's heading or marker on the sheet; past the last row if none."""
        ids = self.ground.ids.items()
        marks = (row for row, id in ids if row > self.entries.last + 1 and id[:1] == "#")
        return min(marks, default=self.ground.last + 2) - 1

    def _numbers(self, fixed: frozenset[str]) -> list[int]:
        """The rows that may count: something stands where one types, or it is the framework's."""
        first, last = self.entries.first, self.entries.last
        rows, free = self.ground.rows, self.free
        found = {row for row in rows if first <= row <= last and not free.isdisjoint(rows[row])}
        found.update(row for row in self.waiting if first <= row <= last)
        if fixed and self.mark.column == ID_COLUMN:
            ids = self.ground.ids.items()
            found.update(row for row, id in ids if id in fixed and first <= row <= last)
        self.standing = len(found)
        return sorted(found)[:MOST_ROWS]

    def _rid(self, number: int, fixed: frozenset[str]) -> str:
        """The row id; of a row that lost it, the code of a framework row if it carries one."""
        rid = self.ground.text(number, self.mark.column)
        if rid or not fixed:
            return rid
        code = self.ground.text(number, self.key)
        return code if code in fixed and code not in self.fixed_rows else ""

    def _is_typed(self, line: Mapping[int, Cell], columns: frozenset[int]) -> bool:
        return not columns.isdisjoint(line) and any(
            is_filled(line[column]) for column in columns.intersection(line)
        )

    def too_long(self) -> Iterator[Problem]:
        """F013: more rows than can be read; those after them are not."""
        if self.standing > MOST_ROWS:
            values = {"n": str(self.standing), "max": str(MOST_ROWS)}
            yield Problem("F013", self.place, {"sheet": self.entries.sheet, **values})

    def ids(self) -> Iterator[Problem]:
        """T111 for a framework row that is lost or repeated, T122 when all ids are lost, T110 when
        rows were inserted or moved and every id is still there."""
        lost = [id for id in self.fixed if id not in self.fixed_rows]
        twice = {id: rows for id, rows in self.fixed_rows.items() if len(rows) > 1}
        for id in lost:
            yield self._row_fault(id, "row_missing", [self._place_of(id)])
        for id, rows in twice.items():
            yield self._row_fault(id, "row_repeated", rows)
        carried = (self.ground.text(row.number, self.mark.column) for row in self.entries.rows)
        if self.entries.rows and not any(carried):
            yield Problem("T122", self.place, {"sheet": self.entries.sheet})
        elif not lost and not twice and self._moved():
            yield Problem("T110", self.place)

    def _row_fault(self, id: str, what: str, rows: Sequence[int]) -> Problem:
        values = {"id": id, "name": self.fixed[id], "problem": worded(what)}
        values |= {"sheet": self.entries.sheet, "rows": rows_shown(rows)}
        return Problem("T111", self._at(f"{self._left()}{rows[-1]}"), values)

    def _place_of(self, lost: str) -> int:
        """Where a lost row of the framework stood: below the one that came before it."""
        before = 0
        for id in self.fixed:
            if id == lost:
                break
            before = self.fixed_rows.get(id, [before])[0]
        return before + 1 if before else self.entries.first

    def _moved(self) -> bool:
        order = {id: place for place, id in enumerate(self.fixed)}
        spare = len(order)
        places = [
            order[id] if id in order else spare + int(id[1:])
            for id in self.ids_seen
            if id in order or (id[:1] == "r" and id[1:].isdecimal())
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
        for first, last in runs(row for row in self.filled if row in sheet.hidden_rows):
            rows = f"{first}:{last}"
            yield Problem("T113", self._at(f"{self._left()}{first}"), {"range": rows})
        for column in sorted(self.free & sheet.hidden_columns):
            rows = [row for row in self.filled if is_filled_at(self.ground, row, column)]
            if rows and column in self.office:
                cells = cells_shown(column, rows)
                yield Problem("T113", self._at(cells.partition(",")[0]), {"range": cells})

    def outside(self) -> Iterator[Problem]:
        """T114: data typed under the end of the table, in the columns an officer fills in."""
        found: dict[int, list[int]] = {}
        end = self.entries.last + 1
        following = self._following()
        below = (row for row in self.ground.rows if end < row <= following)
        for row in sorted(set(below).difference(self.below)):
            for column in self.office.intersection(self.ground.rows[row]):
                cell = self.ground.rows[row][column]
                if is_filled(cell) and not cell.formula:
                    found.setdefault(column, []).append(row)
        for column, rows in sorted(found.items()):
            value = self.ground.rows[rows[0]][column].value
            cells = cells_shown(column, rows)
            values = {"cell": cells, "value": str(value)[:80]}
            yield Problem("T114", self._at(address(rows[0], column)), values)

    def overflowing(self) -> Iterator[Problem]:
        """T125: a full table goes on below its last row."""
        if self.below:
            values = {"sheet": self.entries.sheet, "rows": rows_shown(self.below)}
            yield Problem("T125", self._at(f"{self._left()}{self.below[0]}"), values)

    def blanks(self) -> Iterator[Problem]:
        """T117: blank rows between filled ones."""
        last = max(self.filled, default=0)
        blank = gaps(row.number for row in self.entries.rows if row.number <= last)
        if blank:
            values = {"sheet": self.entries.sheet, "rows": runs_shown(blank)}
            yield Problem("T117", self._at(f"{self._left()}{blank[0][0]}"), values)

    def _left(self) -> str:
        """The letters of the first column an officer fills in."""
        return column_letters(min(self.free, default=1))

    def _at(self, cell: str) -> Place:
        return Place(sheet=self.place.sheet, cell=cell, stage=self.place.stage)


def is_filled_at(ground: Ground, row: int, column: int) -> bool:
    """Whether something stands in that cell."""
    cell = ground.line(row).get(column)
    return cell is not None and is_filled(cell)
