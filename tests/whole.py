"""The complete workbook in memory, changed by hand and then checked or repaired."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book, read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Submission
from pso_excel.pipeline import OpenedWorkbook, assess
from pso_excel.repair import place_values
from pso_excel.repair.carry_over import Carried
from pso_excel.repair.damaged_workbook import Opened as Damaged
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.reader.extras import SheetExtras, read_besides
from pso_excel.xlsx.workbook import Cell, Value, Workbook, parse_address
from tests.complete_workbook import FILE, OFFICE, ROUND, complete_workbook

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}
SCORE = "54.92"
NEVER_CALCULATED = "F012"
NUMERIC = re.compile(r"\d+(\.\d+)?")
Change = Callable[[Workbook], object]


@cache
def _complete() -> tuple[Workbook, dict[str, SheetExtras]]:
    data = complete_workbook()
    return read_book(data, FILE), read_besides(data)


def changed(*changes: Change) -> Workbook:
    """The complete workbook after the changes."""
    book = _complete()[0]
    sheets = {
        name: replace(sheet, cells=dict(sheet.cells), uncalculated=set(sheet.uncalculated))
        for name, sheet in book.sheets.items()
    }
    book = replace(book, sheets=sheets, names=dict(book.names), properties=dict(book.properties))
    for change in changes:
        change(book)
    return book


def taken(book: Workbook) -> Submission:
    """What is read of it."""
    return read_submission(book, PSO)[0]


def assessed(book: Workbook) -> Assessment:
    """What a check says of it."""
    submission, problems = read_submission(book, PSO)
    return assess(
        OpenedWorkbook(book, submission, PSO, tuple(problems), identity=identity_of(book)), ASOF
    )


def score_of(found: Assessment) -> str:
    """The official score as it is printed, or ``""``."""
    official = found.scorecard and found.scorecard.official
    return "" if official is None else f"{float(official):.2f}"


def codes_of(found: Assessment) -> dict[str, int]:
    """How often each code is told; that nothing has calculated the file goes without saying."""
    codes = Counter(problem.code for problem in found.problems)
    codes.pop(NEVER_CALCULATED, None)
    return dict(codes)


def carried_from(book: Workbook) -> Carried:
    """What a repair does with it."""
    return place_values(Damaged(book, _complete()[1]), FILE)[0]


def repaired(carried: Carried) -> Workbook:
    """The fresh workbook of a repair."""
    return read_book(patch_copy(new_workbook(OFFICE, ROUND, PSO), carried.writes), FILE)


def row_of(table: str, key: str) -> int:
    """The row of the framework's key in the form as issued."""
    placed = TABLES[table]
    return placed.first + [row.key for row in placed.fixed].index(key)


def put(table: str, cell: str, value: Value | Cell) -> Change:
    """Type over a cell; None empties it."""

    def change(book: Workbook) -> None:
        cells = book.sheets[TABLES[table].sheet].cells
        cells.pop(parse_address(cell), None)
        if value is not None:
            cells[parse_address(cell)] = value if isinstance(value, Cell) else Cell(value)

    return change


def put_in(table: str, key: str, field: str, value: Value | Cell) -> Change:
    """Type over a field of a row of the framework."""
    return put(table, TABLES[table].cell(field, row_of(table, key)), value)


def moved(table: str, where: Callable[[int, int], tuple[int, int] | None]) -> Change:
    """Move the cells of a table's sheet; None drops one."""

    def change(book: Workbook) -> None:
        sheet = book.sheets[TABLES[table].sheet]
        cells = {where(*spot): cell for spot, cell in sheet.cells.items()}
        sheet.cells = dict(sorted((spot, cell) for spot, cell in cells.items() if spot))
        sheet.uncalculated = {new for spot in sheet.uncalculated if (new := where(*spot))}

    return change


def rows_changed(table: str, rows: dict[int, int | None]) -> Change:
    """Rows that change places in the visible columns alone: the hidden ids stay."""

    def where(row: int, column: int) -> tuple[int, int] | None:
        new = rows.get(row, row) if column > 1 else row
        return None if new is None else (new, column)

    return moved(table, where)


def swapped(table: str, text: str, other: str) -> Change:
    """Two rows of the framework swapped without the hidden column."""
    a, b = row_of(table, text), row_of(table, other)
    return rows_changed(table, {a: b, b: a})


def turned(*, hidden: bool) -> Change:
    """Every text that looks like a number made one, perhaps the hidden ids too."""

    def change(book: Workbook) -> None:
        for sheet in book.sheets.values():
            for (row, column), cell in list(sheet.cells.items()):
                is_number = isinstance(cell.value, str) and NUMERIC.fullmatch(cell.value)
                if is_number and (hidden or column > 1):
                    sheet.cells[row, column] = cell._replace(value=Decimal(str(cell.value)))

    return change
