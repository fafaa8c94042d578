"""E: one stray cell far from the rows of a table is one finding, at that cell."""

from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.xlsx.workbook import Cell, Value
from tests.whole import (
    SCORE,
    TABLES,
    assessed,
    carried_from,
    changed,
    codes_of,
    put,
    score_of,
    taken,
)

PLAN, REF = "S07.actions", Cell(None, error="#REF!")
END = TABLES[PLAN].end_row


@pytest.mark.parametrize(
    ("table", "cell", "value", "code"),
    [
        pytest.param(PLAN, "O67", REF, "F019", id="F019 fires, T135 quiet: an error in the plan"),
        pytest.param(PLAN, "O67", Cell(None, True, "#N/A"), "F019", id="F019 fires: by a formula"),
        pytest.param(PLAN, "O67", "จดไว้", "T135", id="T135 fires: a text"),
        pytest.param(PLAN, "B67", "A9", "T135", id="T135 fires: where codes stand"),
        pytest.param(PLAN, "O67", Cell(Decimal(9), True), "T135", id="T135 fires: a sum"),
        pytest.param(PLAN, "O14", "จดไว้", "T135", id="T135 fires: four rows below"),
        pytest.param("S06.answers", "N200", "จดไว้", "T135", id="T135 fires: below fixed rows"),
        pytest.param("STAFF.people", "D140", "จดไว้", "T135", id="T135 fires: in a register"),
        pytest.param("S01.order", "D50", "จดไว้", "T135", id="T135 fires: below a record"),
        pytest.param(PLAN, f"O{END}", "จดไว้", "T114", id="T114 fires: in the row of its end"),
        pytest.param(PLAN, f"O{END + 40}", REF, "T114", id="T114 fires: an error below it"),
        pytest.param(PLAN, f"Y{END + 40}", "จดไว้", "T124", id="T124 fires: below the checks"),
        pytest.param(PLAN, "AZ300", REF, "T124", id="T124 fires: an error far right"),
        pytest.param(PLAN, "XFD1048576", "x", "T124", id="T124 fires: the last cell"),
        pytest.param(PLAN, "AZ8", "จดไว้", "T106", id="T106 fires: beside a row"),
        pytest.param("S00.cover", "C60", "จดไว้", "T124", id="T124 fires: below the cover"),
        pytest.param("S09.checklist", "D70", "จดไว้", "T124", id="T124 fires: below a checklist"),
    ],
)
def test_e_a_stray_cell_is_one_finding_at_that_cell(
    table: str, cell: str, value: Value | Cell, code: str
) -> None:
    found = assessed(changed(put(table, cell, value)))
    assert codes_of(found) == {code: 1}
    (found_problem,) = [problem for problem in found.problems if problem.code == code]
    assert (found_problem.location.sheet, found_problem.location.cell) == (
        TABLES[table].sheet,
        cell,
    )
    assert "None" not in message(found_problem, "th") + message(found_problem, "en")
    assert score_of(found) == SCORE


def test_e_several_strays_of_a_table_are_told_together() -> None:
    book = changed(put(PLAN, "O67", "ก"), put(PLAN, "O68", "ข"), put(PLAN, "P68", "ค"))
    assert codes_of(assessed(book)) == {"T135": 1}
    (found_problem,) = [problem for problem in assessed(book).problems if problem.code == "T135"]
    assert found_problem.location.cell == "O67:O68, P68"


def test_e_a_row_begun_below_the_others_is_a_row_T135_quiet() -> None:
    placed = TABLES[PLAN]
    row = placed.first + 10
    typed = {"act": "A10", "indicators": "01.1", "action": "จัดทำคู่มือ", "kind": "จัดทำมาตรฐาน/คู่มือ"}
    book = changed(
        *(put(PLAN, placed.cell(field_id, row), text) for field_id, text in typed.items())
    )
    assert taken(book).rows(PLAN)[-1].row_number == row
    assert {"T117", "G001"} <= codes_of(assessed(book)).keys()


def test_e_a_whole_row_of_few_fields_is_a_row() -> None:
    """A table that asks for no more than what is typed in it."""
    placed = TABLES["S02.missions"]
    row = placed.first + 12
    typed = {"code": "M9", "text": "พันธกิจที่เก้า"}
    book = changed(
        *(put("S02.missions", placed.cell(field_id, row), t) for field_id, t in typed.items())
    )
    assert taken(book).rows("S02.missions")[-1].text("code") == "M9"


def test_e_a_repair_keeps_a_stray_cell_apart_from_the_rows() -> None:
    carried = carried_from(changed(put(PLAN, "O67", "จดไว้")))
    assert [(unplaced.cell, unplaced.value, unplaced.why) for unplaced in carried.unplaced] == [
        ("O67", "จดไว้", "why_outside")
    ]
