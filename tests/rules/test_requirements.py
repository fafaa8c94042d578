"""Requirements that depend on more than one choice: each at its cell, and not close by."""

from decimal import Decimal

import pytest

from pso_excel.model.submission import Value
from tests.rules.cases import found
from tests.submissions import Rows, cell_of, submission_of

D = Decimal


@pytest.mark.parametrize(
    ("table", "row", "code", "field"),
    [
        ("S07.actions", {"act": "A01", "budget": D(1)}, "P910", "budget_source"),
        ("S07.actions", {"act": "A01", "budget": D(0)}, "", ""),
        ("S08.tracker", {"act": "A01", "stated_status": "cancelled", "replan_reason": "ยุบรวม"},
         "R010", "replan_approver"),
        ("S09.checklist", {"item": "Q01", "state": "ready"}, "Q102", "evidence"),
        ("S09.checklist", {"item": "Q01", "state": "not_ready"}, "", ""),
    ],
)  # fmt: skip
def test_one_row(table: str, row: dict[str, Value], code: str, field: str) -> None:
    tables: dict[str, Rows] = {table: [row]}
    expected = {(code, cell_of(submission_of(tables), table, 0, field))} if code else set[object]()
    watched = {"P910", "R010", "Q102"}
    assert {table for table in found(tables) if table[0] in watched} == expected
