"""A stage that nobody has begun is told by its progress and one note, not by ten rules."""

from datetime import date

import pytest

from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Severity
from pso_excel.intake import read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.pipeline import OpenedWorkbook, assess
from tests.engine.laid_out import Laid, laid_out

STAGES = {"S01": "C", "S02": "V", "S03": "K", "S04": "D", "S05": "W", "S10": "L"}


def told(laid: Laid, letters: str) -> set[str]:
    """The codes of those letters, what is only for knowledge apart."""
    submission, problems = read_submission(laid.book, laid.framework)
    opened = OpenedWorkbook(
        laid.book, submission, laid.framework, tuple(problems), identity=identity_of(laid.book)
    )
    found = assess(opened, date(2026, 3, 31)).problems
    grave = [problem for problem in found if severity_of(problem) is not Severity.INFO]
    return {problem.code for problem in grave if problem.code[0] in letters}


@pytest.mark.parametrize("stage", [None, *STAGES])
def test_a_new_workbook_has_no_fault_of_a_stage(stage: str | None) -> None:
    laid = laid_out([stage] if stage else None)
    laid.fill("S00.cover", {"office": "58-R-014", "office_name": "สำนักงานตัวอย่าง"})
    assert told(laid, "CVKDWL") == set()


@pytest.mark.parametrize(
    ("stage", "codes"),
    [
        ("S01", {"C301", "C303", "C304"}),
        ("S02", {"V401", "V402", "V403"}),
        ("S03", {"K507"}),
        ("S04", set[str]()),
        ("S05", set[str]()),
        ("S10", {"L204"}),
    ],
)
def test_a_stage_that_is_sent_empty_is_told_what_it_lacks(stage: str, codes: set[str]) -> None:
    laid = laid_out([stage])
    laid.fill("S00.cover", {"office": "58-R-014", "status": "ส่งแล้ว"})
    assert told(laid, STAGES[stage]) == codes
