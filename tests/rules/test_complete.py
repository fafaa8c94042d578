"""A complete, correct workbook: not one rule has anything to say."""

from datetime import date

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.pipeline import check_office
from tests.complete_workbook import FILE, complete_workbook


@pytest.mark.parametrize(
    ("framework_id", "language"), [("pso", "th"), ("pso", "en"), ("pmqa4", "th")]
)
def test_nothing_is_found(framework_id: str, language: Language) -> None:
    found = check_office(complete_workbook(framework_id, language), date(2026, 3, 31), FILE)
    told = {
        (problem.code, problem.location.sheet, problem.location.cell) for problem in found.problems
    }
    assert told == {("F012", "06_ประเมิน", "")}  # no spreadsheet program has calculated it
