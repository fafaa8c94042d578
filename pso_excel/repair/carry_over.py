"""Every typed value from where it stands into its cell of the fresh workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.forms.layout import TableLayout, starting_text, width_of
from pso_excel.forms.schema import Field, FilledBy, Kind, Shape
from pso_excel.framework.pack import Framework
from pso_excel.intake.cell_parsers import ParsedValue, displayed_text
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.row_index import LAST_ROW
from pso_excel.intake.table_values import reader_of
from pso_excel.repair.damaged_workbook import Spot
from pso_excel.repair.find_tables import DamagedWorkbook
from pso_excel.repair.found_table import FoundTable
from pso_excel.templates.styles import text_lines
from pso_excel.xlsx.reader.extras import SheetExtras
from pso_excel.xlsx.reader.salvage import LOST
from pso_excel.xlsx.workbook import (
    EMPTY_CELL,
    UNCALCULATED_CELL,
    Cell,
    CellWrite,
    NumberFormatKind,
    format_address,
)

Written = str | Decimal | date
_MIDNIGHT = (0, 0, 0, 0)
_EPOCH = datetime(1899, 12, 30)
_DAY = 86_400


def as_written(column_field: Field, cell: Cell, framework: Framework) -> Written | None:
    """What to write into the field's fresh cell so that it is read there as it was before; None
    for nothing, or for an error, which is no value.

    Texts go as they are, spelt as typed. A number stays a number unless its old format gave it
    another meaning (0.4 shown as 40 %): then it is written as it was seen. A day that no program
    would take for one is written as text.
    """
    value = cell.value
    if cell.error or value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return _number(column_field, value, cell, framework)
    if isinstance(value, datetime):
        return _moment(column_field, value)
    return displayed_text(value, cell.format_kind)


def _number(column_field: Field, value: Decimal, cell: Cell, framework: Framework) -> Written:
    if not value.is_finite():
        return str(value)
    read = reader_of(column_field, framework)
    before, after = read(value, cell.format_kind), read(value, NumberFormatKind.GENERAL)
    if cell.format_kind is NumberFormatKind.PERCENT and _meant(before) != _meant(after):
        return displayed_text(value, cell.format_kind)
    return value


def _moment(column_field: Field, value: datetime) -> Written:
    if column_field.kind is not Kind.DATE:
        return displayed_text(value)
    if (value.hour, value.minute, value.second, value.microsecond) == _MIDNIGHT:
        return value.date()
    passed = value - _EPOCH
    return Decimal(passed.days) + Decimal(passed.seconds) / _DAY


def _meant(got: object) -> object:
    return got.value if isinstance(got, ParsedValue) else got


def shown_as(cell: Cell) -> str:
    """A value in words for the sheet of unplaced values: whole, as the officer saw it."""
    if cell.error:
        return cell.error
    if isinstance(cell.value, str):
        return cell.value
    return displayed_text(cell.value, cell.format_kind)


NO_BESIDES = SheetExtras()
RESULTS = frozenset({"CHECK", "SUMMARY"})


class Unplaced(NamedTuple):
    """A value that has no cell in the fresh workbook (or whose formula has not): where it stood,
    what was typed, its formula, and why, as the key of a label with its values."""

    sheet: str
    cell: str
    value: str
    formula: str
    why: str
    values: Mapping[str, str | Bilingual] = {}


@dataclass(slots=True)
class Carried:
    """What a repair does: the writes into the fresh workbook, what stays unplaced, where every
    placed cell came from, and the cells of the old workbook that are accounted for.

    ``tables`` are those of the fresh workbook; ``placed`` counts the values an officer
    typed that have their cell, ``repeated`` those a copy of a sheet has as well; ``own_formulas``
    are the formulas of the form.
    """

    old: DamagedWorkbook
    own_formulas: frozenset[str]
    tables: Mapping[str, TableLayout]
    besides: Mapping[str, SheetExtras]
    language: Language
    writes: list[CellWrite] = field(default_factory=list[CellWrite])
    unplaced: list[Unplaced] = field(default_factory=list[Unplaced])
    moved: dict[Spot, Spot] = field(default_factory=dict[Spot, Spot])
    taken: set[Spot] = field(default_factory=set[Spot])
    placed: int = 0
    repeated: int = 0

    def cell(self, spot: Spot) -> Cell:
        """What stands in a cell of the old workbook."""
        sheet = self.old.book.sheets[spot[0]]
        place = spot[1], spot[2]
        return sheet.cells.get(place) or (
            UNCALCULATED_CELL if place in sheet.uncalculated else EMPTY_CELL
        )

    def formula(self, spot: Spot) -> str:
        """The text of the formula in a cell, or ``""``."""
        text = self.besides.get(spot[0], NO_BESIDES).formulas.get(spot[1:], "")
        return f"={text}" if text else ""

    def leave(self, spot: Spot, why: str, **values: str | Bilingual) -> None:
        """Put a cell's value on the sheet of unplaced values; one that the damage of the file has
        cost stands there too, unless it was the form's own."""
        self.taken.add(spot)
        cell = self.cell(spot)
        if cell.error == LOST:
            if why != "why_lost" and self._is_of_the_form(spot):
                return
            why = why if why == "why_lost" else "why_lost_outside"
        formula = self.formula(spot) or ("=" if cell.is_formula else "")
        value = shown_as(cell)
        if value or formula:
            where = format_address(spot[1], spot[2])
            self.unplaced.append(Unplaced(spot[0], where, value, formula, why, values))

    def set_value(self, placed: TableLayout, column_field: Field, spot: Spot, row: int) -> None:
        """Write a cell's value into its field; an error or a formula is told as well."""
        cell, target = self.cell(spot), placed.cell(column_field.id, row)
        value = as_written(column_field, cell, self.old.framework)
        if cell.is_formula or cell.error:
            why = "why_formula" if value is not None else "why_no_value"
            self.leave(spot, "why_lost" if cell.error == LOST else why, field=column_field.label)
        self.taken.add(spot)
        if value is None and not self.begins(placed, column_field, row):
            return
        lines = 1
        if isinstance(value, str) and placed.table.shape is Shape.GRID:
            lines = text_lines(value, width_of(placed.table, column_field))
        self.writes.append(CellWrite(placed.sheet, target, value, line_count=lines))
        if value is not None:
            self.placed += column_field.writer is not FilledBy.PROCESSOR
            line = placed.lines.get(column_field.id, row)
            self.moved[spot] = placed.sheet, line, placed.columns[column_field.id]

    def _is_of_the_form(self, spot: Spot) -> bool:
        """Whether something of the form itself stands in that cell of a blank one."""
        sheet = self.old.blank.sheets.get(spot[0])
        return sheet is not None and (spot[1:] in sheet.cells or spot[1:] in sheet.uncalculated)

    def begins(self, placed: TableLayout, column_field: Field, row: int) -> bool:
        """Whether a cell of the fresh workbook begins with a value: the office deleted it."""
        sheet = self.old.blank.sheets[placed.sheet]
        return (
            bool(placed.fixed)
            and sheet.cell(row, placed.columns[column_field.id]).value is not None
        )


def carry_tables(carried: Carried) -> None:
    """Place the values of every table that was found; the results are the program's own and are
    made anew by the next check."""
    for table in carried.old.standings.values():
        if table.table.stage not in RESULTS:
            carry_table(carried, table)
    for table in carried.old.copies:
        if table.table.stage not in RESULTS:
            _compare_copy(carried, table)


def carry_table(carried: Carried, table: FoundTable) -> None:
    """Place the values of one table."""
    if table.is_record:
        _carry_record(carried, table)
    else:
        _carry_grid(carried, table)


def _carry_record(carried: Carried, table: FoundTable) -> None:
    for column_field in table.table.fields:
        if column_field.id in table.lines:
            carried.set_value(table.placed, column_field, table.spot(column_field), 0)


def _carry_grid(carried: Carried, table: FoundTable) -> None:
    placed, claimed = table.placed, dict[str, int]()
    free = _free_rows(carried, placed)
    numbers = {row.key: number for number, row in enumerate(placed.fixed, placed.first)}
    for row, key in table.rows.items():
        if row in table.refused:
            _leave_row(carried, table, row, "why_row_unclear")
            if key:
                _empty_row(carried, table, numbers[key])
        elif key and key in claimed:
            _leave_row(carried, table, row, "why_row_twice", key=key)
        elif key:
            claimed[key] = row
            _carry_row(carried, table, row, numbers[key])
        elif target := next(free, 0):
            _carry_row(carried, table, row, target)
        else:
            _leave_row(carried, table, row, "why_no_room")


def _free_rows(carried: Carried, placed: TableLayout) -> Iterator[int]:
    """The spare rows of a table; those below its end too, where no other table follows: they are
    read as well."""
    yield from range(placed.spare_first, placed.last + 1)
    below = (table for table in carried.tables.values() if table.sheet == placed.sheet)
    if placed.table.spare_rows and all(table.first <= placed.first for table in below):
        yield from range(placed.end_row + 1, LAST_ROW + 1)


def _carry_row(carried: Carried, table: FoundTable, row: int, target: int) -> None:
    placed = table.placed
    for column_field in table.table.fields:
        if column_field.id not in table.columns:
            continue
        spot = table.spot(column_field, row)
        if column_field.writer is FilledBy.SHEET:
            _leave_overwritten(carried, spot, column_field)
        elif column_field.writer is FilledBy.FRAMEWORK and target < placed.spare_first:
            _leave_changed_text(carried, table, spot, column_field, target)
        else:
            carried.set_value(placed, column_field, spot, target)


def _leave_overwritten(carried: Carried, spot: Spot, column_field: Field) -> None:
    """A value typed over a formula; the fresh workbook computes it."""
    cell = carried.cell(spot)
    is_ours = cell.is_formula or carried.old.values_only or cell.error == LOST
    if is_ours or (cell.value in (None, "") and not cell.error):
        carried.taken.add(spot)
    else:
        carried.leave(spot, "why_computed", field=column_field.label)


def _leave_changed_text(
    carried: Carried, table: FoundTable, spot: Spot, column_field: Field, target: int
) -> None:
    """A fixed text that was typed over; the fresh workbook has the framework's own."""
    placed = table.placed
    value = placed.fixed[target - placed.first].values.get(column_field.id, "")
    own = "" if value == "" else starting_text(column_field, value, carried.language)
    seen = shown_as(carried.cell(spot))
    is_known = (
        column_field.id == placed.table.key and not table.by_order
    )  # whatever became of the code
    if is_known or seen == LOST or header_key(seen) == header_key(own):
        carried.taken.add(spot)
    else:
        carried.leave(spot, "why_fixed_text", field=column_field.label)


def _leave_row(carried: Carried, table: FoundTable, row: int, why: str, **values: str) -> None:
    for column_field in table.table.fields:
        if column_field.id in table.columns and column_field.writer is not FilledBy.SHEET:
            carried.leave(table.spot(column_field, row), why, field=column_field.label, **values)


def _empty_row(carried: Carried, table: FoundTable, row: int) -> None:
    """A row whose answers nobody can place has none, nor those that a new form begins with."""
    placed = table.placed
    for column_field in table.table.fields:
        if column_field.writer is FilledBy.OFFICE and carried.begins(placed, column_field, row):
            carried.writes.append(CellWrite(placed.sheet, placed.cell(column_field.id, row), None))


def _compare_copy(carried: Carried, table: FoundTable) -> None:
    """Of a copy of a sheet only what differs from the sheet itself is left over."""
    own = carried.old.standings[table.table.id]
    others = {_same(key, number): row for number, (row, key) in enumerate(own.rows.items())}
    for number, (row, key) in enumerate(table.rows.items()):
        beside = others.get(_same(key, number))
        for column_field, spot in _computed_cells(table, row):
            _leave_overwritten(carried, spot, column_field)
        for column_field, spot in _typed_cells(table, row):
            other = (
                beside is not None
                and column_field.id in own.columns
                and own.spot(column_field, beside)
            )
            _compare(carried, spot, other or None, column_field)
    if table.is_record:
        for column_field in table.table.fields:
            if column_field.id in table.lines:
                other = own.spot(column_field) if column_field.id in own.lines else None
                _compare(carried, table.spot(column_field), other, column_field)


def _compare(carried: Carried, spot: Spot, other: Spot | None, column_field: Field) -> None:
    mine = carried.cell(spot)
    if mine.value in (None, "") and not mine.error:
        carried.taken.add(spot)
    elif other is not None and carried.cell(other).value == mine.value:
        carried.taken.add(spot)
        carried.repeated += 1
    else:
        carried.leave(spot, "why_copy", field=column_field.label)


def _same(key: str, number: int) -> tuple[str, int]:
    """What makes two rows of two copies the same: the framework's key, else their order."""
    return (key, 0) if key else ("", number)


def _computed_cells(table: FoundTable, row: int) -> Iterator[tuple[Field, Spot]]:
    for column_field in table.table.fields:
        if column_field.id in table.columns and column_field.writer is FilledBy.SHEET:
            yield column_field, table.spot(column_field, row)


def _typed_cells(table: FoundTable, row: int) -> Iterator[tuple[Field, Spot]]:
    for column_field in table.table.fields:
        if column_field.id in table.columns and column_field.writer is not FilledBy.SHEET:
            yield column_field, table.spot(column_field, row)
