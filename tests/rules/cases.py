"""A case in front of the rules, made of tables of values."""

from collections.abc import Mapping
from datetime import date

from pso_excel.framework import load_framework
from pso_excel.intake.references import link
from pso_excel.model.registry import Registry
from pso_excel.model.submission import NOTHING_EARLIER, Earlier, Submission
from pso_excel.rules import Case, judge
from pso_excel.scoring import score
from pso_excel.scoring.actions import track
from pso_excel.scoring.upgrade_plan import plan
from pso_excel.xlsx.workbook import Book
from tests.submissions import Rows, submission_of

ASOF = date(2026, 3, 31)


def case_of(
    submission: Submission,
    registry: Registry | None = None,
    book: Book | None = None,
    earlier: Earlier = NOTHING_EARLIER,
) -> Case:
    """The submission scored, planned and tracked by the engine as of 31 March 2569."""
    framework = load_framework("pso")
    link(submission.tables)
    card = score(submission, framework)
    return Case(
        book=book or Book(),
        submission=submission,
        framework=framework,
        asof=ASOF,
        scorecard=card,
        plan=plan(submission, card, framework, ASOF),
        tracker=track(submission, card, framework, ASOF),
        registry=registry,
        earlier=earlier,
    )


def found(
    tables: Mapping[str, Rows], registry: Registry | None = None, **identity: str
) -> set[tuple[str, str]]:
    """The (code, cell) of every problem the rules find."""
    return _judged(case_of(submission_of(tables, **identity), registry))


def told(code: str, tables: Mapping[str, Rows]) -> set[str]:
    """The cells at which the rules tell of that code."""
    return {cell for one, cell in found(tables) if one == code}


def told_unreadable(code: str, tables: Mapping[str, Rows], table: str, field: str) -> set[str]:
    """The same when what stands in a field of the first row of a table cannot be read."""
    made = submission_of(tables)
    row = made.rows(table)[0]
    row.bad[field] = str(row.values.pop(field, "?"))
    return {cell for one, cell in _judged(case_of(made)) if one == code}


def found_after(earlier: Earlier, tables: Mapping[str, Rows]) -> set[tuple[str, str]]:
    """The same for an office that sent something earlier."""
    return _judged(case_of(submission_of(tables), earlier=earlier))


def _judged(case: Case) -> set[tuple[str, str]]:
    return {(problem.code, problem.place.cell) for problem in judge(case)}
