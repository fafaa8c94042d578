"""The check column of every grid, held against what ``check`` tells of the same rows."""

import re
from collections.abc import Iterator, Mapping

from pso_excel import Assessment, Location, Problem, Severity, severity_of
from pso_excel.forms.layout import TableLayout
from pso_excel.pipeline import OpenedWorkbook
from tests.chance import Made
from tests.sheet_figures import tables_of

_OF_METHOD = "the weights of all systems and their judgements together make it"
_OTHER_SHEETS = "what stands on other sheets makes it"
_DAYS = "a day typed as text is read by the program alone"
ONLY_CHECK: dict[str, str] = {
    **dict.fromkeys(("W718", "W719", "W720", "W721", "W725"), _OF_METHOD),
    **dict.fromkeys(("P907", "R015", "X303", "X305"), _OTHER_SHEETS),
    **dict.fromkeys(("H209", "H210", "H215", "H220", "S820"), _DAYS),
}
"""What only `check` can tell, and why no formula of the row can."""

CELLS = re.compile(r"[A-Z]+([0-9]+)(?::[A-Z]+([0-9]+))?")
ROWS = re.compile(r"([0-9]+)(?:–([0-9]+))?")
GRAVE = (Severity.ERROR, Severity.BLOCK)


def rows_of(place: Location) -> list[int]:
    """The rows of the cells of a place (``"B10, C12:C14"``)."""
    rows: list[int] = []
    for first, last in CELLS.findall(place.cell):
        rows += range(int(first), int(last or first) + 1)
    return rows


def rows_named(problem: Problem) -> list[int]:
    """The rows that its sentence names (``"39–41, 44"``)."""
    named = ROWS.findall(str(problem.values.get("rows", "")))
    return [row for first, last in named for row in range(int(first), int(last or first) + 1)]


def check_differences(opened: OpenedWorkbook, said: Assessment, made: Made) -> Iterator[str]:
    """For every row whose check says something, or of which an error is told, "" or what is not
    right."""
    grave: dict[tuple[str, int], set[str]] = {}
    touched: dict[tuple[str, int], set[str]] = {}
    for problem in said.problems:
        rows = rows_of(problem.location)
        for row in (*rows, *rows_named(problem)):
            touched.setdefault((problem.location.sheet, row), set()).add(problem.code)
            if severity_of(problem) in GRAVE and rows == [row] and problem.code not in ONLY_CHECK:
                grave.setdefault((problem.location.sheet, row), set()).add(problem.code)
    tables = tables_of(made.framework)
    told_before = set(_codes_told(opened, tables["S05.indicators"], touched))
    for placed in tables.values():
        if not placed.check or placed.lines:
            continue
        sheet = opened.book.sheets[placed.sheet]
        for row in range(placed.first, placed.last + 1):
            cell = sheet.cell(row, placed.check)
            verdict, at = str(cell.error or cell.value or ""), (placed.sheet, row)
            if not verdict and at not in grave:
                continue
            fine = verdict[:1] in ("✔", "–")
            code = sheet.cell(row, 2).value
            if at in grave and fine:
                yield f"{placed.table.id} {code} row {row}: {verdict!r}, check {sorted(grave[at])}"
            elif (
                verdict[:1] == "✖"
                and at not in touched
                and not (placed.table.id == "S06.answers" and code in told_before)
            ):
                yield f"{placed.table.id} {code} row {row}: {verdict}, check tells nothing"
            else:
                yield ""


def _codes_told(
    opened: OpenedWorkbook, placed: TableLayout, touched: Mapping[tuple[str, int], set[str]]
) -> Iterator[object]:
    """The codes of the rows of which something is told: what cannot be scored for what stage 5 says
    of it is told there."""
    for sheet, row in touched:
        if sheet == placed.sheet:
            yield opened.book.sheets[sheet].cell(row, placed.columns["code"]).value
