"""A case in front of the rules, made of tables of values."""

from collections.abc import Mapping
from datetime import date

from pso_excel.framework import load_framework
from pso_excel.intake.references import resolve_references
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.registry import Registry
from pso_excel.model.submission import NO_PREVIOUS, PreviousSubmissions, Submission
from pso_excel.rules import RuleContext, run_rules
from pso_excel.scoring import score
from pso_excel.scoring.actions import track
from pso_excel.scoring.upgrade_plan import plan
from pso_excel.xlsx.workbook import Workbook
from tests.submissions import Rows, submission_of

ASOF = date(2026, 3, 31)


def case_of(
    submission: Submission,
    registry: Registry | None = None,
    book: Workbook | None = None,
    earlier: PreviousSubmissions = NO_PREVIOUS,
) -> RuleContext:
    """The submission scored, planned and tracked by the engine as of 31 March 2569."""
    framework = load_framework("pso")
    resolve_references(submission.tables)
    card = score(submission, framework)
    return RuleContext(
        book=book or Workbook(),
        identity=identity_of(book or Workbook()),
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
    return {cell for table, cell in found(tables) if table == code}


def told_unreadable(code: str, tables: Mapping[str, Rows], table: str, field: str) -> set[str]:
    """The same when what stands in a field of the first row of a table cannot be read."""
    made = submission_of(tables)
    row = made.rows(table)[0]
    row.unreadable[field] = str(row.values.pop(field, "?"))
    return {cell for text, cell in _judged(case_of(made)) if text == code}


def found_after(earlier: PreviousSubmissions, tables: Mapping[str, Rows]) -> set[tuple[str, str]]:
    """The same for an office that sent something earlier."""
    return _judged(case_of(submission_of(tables), earlier=earlier))


def _judged(context: RuleContext) -> set[tuple[str, str]]:
    return {(problem.code, problem.location.cell) for problem in run_rules(context)}
