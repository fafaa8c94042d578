"""One cell of a workbook in memory, typed and read."""

from decimal import Decimal

from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.intake import read_submission
from pso_excel.model.submission import Row, Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell, NumberFormatKind
from tests.engine.laid_out import Laid, laid_out

D = Decimal

BESIDE = {
    "S02.goals": "measure",
    "S03.tasks": "task",
    "S04.items": "name",
    "S07.actions": "action",
    "S05.indicators": "indicator",
    "S05.pairs": "a",
}
"""A field that is filled in as well, so that the row counts whatever stands in the other."""


def typed_in(
    table: str, field: str, value: book.Value | Cell
) -> tuple[Row, list[Problem], str, Laid]:
    """The row, the problems of reading it, the cell, and the workbook with that one cell typed."""
    laid = laid_out()
    laid.fill(table, {BESIDE.get(table, field): "ก", field: value})
    submission, problems = read_submission(laid.book, laid.framework)
    typed = [
        row for row in submission.rows(table) if row.row_number == laid.placed[table].spare_first
    ]
    row = (typed or submission.rows(table))[0]
    return row, problems, laid.at(table, 1, field), laid


def says(table: str, field: str, value: book.Value | Cell) -> tuple[list[str], Value | None]:
    """The codes told at that very cell, and the value taken."""
    row, problems, cell, laid = typed_in(table, field, value)
    sheet = laid.placed[table].sheet
    assert {(problem.location.sheet, problem.location.cell) for problem in problems} <= {
        (sheet, cell)
    }
    for problem in problems:
        assert cell in message(problem, "th") + message(problem, "en") or problem.code == "H212"
        assert "…" not in message(problem, "th") + message(problem, "en")
    return [problem.code for problem in problems], row.values.get(field)


def percent(number: str) -> Cell:
    return Cell(D(number), format_kind=NumberFormatKind.PERCENT)
