"""Requirements that depend on more than one choice: each at its cell, and not close by."""

from datetime import date
from decimal import Decimal

import pytest

from pso_excel.submission import Value
from tests.rules.cases import found
from tests.submissions import Rows, cell_of, submission_of

D = Decimal
TASK: dict[str, Value] = {"code": "T1", "task": "งาน"}


@pytest.mark.parametrize(
    ("table", "row", "code", "field"),
    [
        ("S01.order", {"order_no": "12/2569"}, "", ""),
        ("S01.order", {"order_no": "มส 12/2569"}, "", ""),
        ("S01.order", {"order_no": "12-2569"}, "C306", "order_no"),
        ("S01.order", {"order_no": "12/2026"}, "C306", "order_no"),
        ("S02.missions", {"code": "M1", "text": "พันธกิจ"}, "V411", "beneficiary_direct"),
        ("S02.missions", {"code": "M1", "beneficiary_indirect": "ประชาชน"}, "", ""),
        ("S04.items", {"code": "D01", "last_update": date(2026, 4, 1)}, "D605", "last_update"),
        ("S04.items", {"code": "D01", "last_update": date(2026, 3, 31)}, "", ""),
        ("S07.actions", {"act": "A01", "budget": D(1)}, "P910", "budget_source"),
        ("S07.actions", {"act": "A01", "budget": D(0)}, "", ""),
        ("S08.tracker", {"act": "A01", "stated_status": "cancelled", "replan_reason": "ยุบรวม"},
         "R010", "replan_approver"),
        ("S09.checklist", {"item": "Q01", "state": "ready"}, "Q102", "evidence"),
        ("S09.checklist", {"item": "Q01", "state": "not_ready"}, "", ""),
        ("S10.lessons", {"code": "L01", "kind": "key"}, "L205", "most_important"),
        ("S10.lessons", {"code": "L01", "kind": "key", "most_important": "yes"}, "", ""),
        ("S10.lessons", {"code": "L01", "kind": "problem"}, "", ""),
    ],
)  # fmt: skip
def test_one_row(table: str, row: dict[str, Value], code: str, field: str) -> None:
    tables: dict[str, Rows] = {table: [row]}
    expected = {(code, cell_of(submission_of(tables), table, 0, field))} if code else set[object]()
    watched = {"C306", "V411", "D605", "P910", "R010", "Q102", "L205"}
    assert {one for one in found(tables) if one[0] in watched} == expected


def test_an_item_belongs_to_a_task_once_there_are_tasks() -> None:
    item: dict[str, Value] = {"code": "D01"}
    assert "D610" in {code for code, _ in found({"S04.items": [item], "S03.tasks": [TASK]})}
    assert "D610" not in {code for code, _ in found({"S04.items": [item]})}
