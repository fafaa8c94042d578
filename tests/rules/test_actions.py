"""Stages 7 and 8: dates and figures that contradict each other."""

from datetime import date
from decimal import Decimal

import pytest

from pso_excel.rules import judge
from pso_excel.submission import Value
from tests.rules.cases import case_of, found
from tests.submissions import submission_of

NOTHING: frozenset[tuple[str, str]] = frozenset()
ACTION: dict[str, Value] = {
    "act": "A01", "indicators": ("01.4",), "action": "จัดทำทะเบียน", "baseline": Decimal(1),
    "target": Decimal(2), "start": date(2026, 1, 1), "end": date(2026, 6, 30),
}  # fmt: skip
REPORT: dict[str, Value] = {
    "act": "A01", "report_date": date(2026, 3, 31), "percent": Decimal(50),
    "actual_start": date(2026, 1, 5),
}  # fmt: skip


def fields(table: str, row: dict[str, Value]) -> set[tuple[str, str]]:
    """The P and R rules that fire on one row, with the field they point at."""
    tables = {"S07.actions": [ACTION], **({table: [row]} if table else {})}
    problems = judge(case_of(submission_of(tables)))
    skip = {"P901", "P913"}
    return {(p.code, p.place.field) for p in problems if p.code[0] in "PR" and p.code not in skip}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, NOTHING),
        ({"end": date(2025, 12, 31)}, frozenset({("P904", "end")})),
        ({"end": date(2026, 1, 1)}, NOTHING),
        ({"target": Decimal(1)}, frozenset({("P906", "target")})),
    ],
)
def test_plan(changes: dict[str, Value], expected: frozenset[tuple[str, str]]) -> None:
    assert fields("S07.actions", {**ACTION, **changes}) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, NOTHING),
        ({"percent": Decimal(100), "actual_end": date(2026, 3, 30)}, NOTHING),
        ({"actual_end": date(2026, 3, 30)}, frozenset({("R004", "percent")})),
        (
            {"percent": Decimal(100), "actual_end": date(2026, 1, 4)},
            frozenset({("R005", "actual_end")}),
        ),
        ({"actual_start": date(2026, 4, 1)}, frozenset({("R006", "actual_start")})),
    ],
)
def test_tracker(changes: dict[str, Value], expected: frozenset[tuple[str, str]]) -> None:
    assert fields("S08.tracker", {**REPORT, **changes}) == expected


def test_an_overdue_action_is_named() -> None:
    late = {**ACTION, "end": date(2026, 3, 30)}
    assert "R008" in {code for code, _ in found({"S07.actions": [late], "S08.tracker": [REPORT]})}


def test_a_gap_without_action_is_named_once_a_plan_is_begun() -> None:
    answers: dict[str, Value] = {"code": "01.5", "state": "scored", "level": Decimal(1)}
    assert "P901" in {c for c, _ in found({"S06.answers": [answers], "S07.actions": [ACTION]})}
    assert "P901" not in {c for c, _ in found({"S06.answers": [answers], "S07.actions": []})}
