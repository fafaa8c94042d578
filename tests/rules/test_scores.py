"""Stage 6: each rule fires at its cell, and not close by."""

from decimal import Decimal

import pytest

from pso_excel.model.submission import Value
from pso_excel.rules import run_rules
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook, parse_address
from tests.rules.cases import case_of
from tests.submissions import cell_of, submission_of

D = Decimal
QUANTITY: dict[str, Value] = {
    "code": "01.9", "sys": "SYS-01", "applies": "yes", "weight": D(100), "method": "quantity",
    "unit": "ร้อยละ", "direction": "more", "x1": D(75), "x2": D(80), "x3": D(85), "x4": D(90),
    "x5": D(95),
}  # fmt: skip
TIERS: dict[str, Value] = {
    **{key: QUANTITY[key] for key in ("code", "sys", "applies", "weight")},
    "method": "tiers", "n_basic": D(4), "n_advance": D(2), "n_significance": D(2),
}  # fmt: skip
LEVEL: dict[str, Value] = {**TIERS, "method": "level"}


def fired(planned: dict[str, Value], **answer: Value) -> dict[str, str]:
    """The S and X rules that fired on one answer, with the field they point at."""
    made = submission_of({"S05.indicators": [planned], "S06.answers": [{"code": "01.9", **answer}]})
    problems = run_rules(case_of(made))
    return {p.code: p.location.field for p in problems if p.code[0] in "SX"}


@pytest.mark.parametrize(
    ("planned", "answer", "expected"),
    [
        (LEVEL, {"state": "scored", "level": D(1)}, {}),
        (LEVEL, {"state": "scored", "level": D(2)}, {"S803": "evidence"}),
        (LEVEL, {"state": "scored", "level": D(2), "evidence": ("E001",)}, {}),
        (LEVEL, {"state": "nd"}, {"S819": "state"}),
        (LEVEL, {"state": "na"}, {"S811": "state"}),
        ({**LEVEL, "applies": "no"}, {"state": "na"}, {}),
        ({**LEVEL, "applies": "no"}, {"state": "scored", "level": D(1)}, {"S811": "state"}),
        (QUANTITY, {"state": "scored"}, {"S801": "value"}),
        (QUANTITY, {"state": "scored", "value": D(0)}, {}),
        (QUANTITY, {"state": "scored", "numerator": D(1), "denominator": D(2)}, {}),
        (QUANTITY, {"state": "scored", "numerator": D(1)}, {"S807": "denominator"}),
        (QUANTITY, {"state": "scored", "numerator": D(0), "denominator": D(0)},
         {"S807": "denominator"}),
        (QUANTITY, {"state": "scored", "numerator": D(3), "denominator": D(2)},
         {"S808": "numerator"}),
        (QUANTITY, {"state": "scored", "numerator": D(2), "denominator": D(2)}, {}),
        ({**QUANTITY, "x5": D(110)}, {"state": "scored", "numerator": D(3), "denominator": D(2)},
         {}),
        pytest.param(TIERS, {"state": "scored", "basic": D(4), "advance": D(1)}, {},
                     id="S810 quiet: the lower tier is complete"),
        pytest.param(TIERS, {"state": "scored", "basic": D(3), "advance": D(1)},
                     {"S810": "advance"}, id="S810 fires: one box short below"),
        (TIERS, {"state": "scored", "basic": D(4), "advance": D(1), "significance": D(1)},
         {"S810": "significance"}),
        (TIERS, {"state": "scored", "basic": D(5)}, {"S802": "basic"}),
    ],
)  # fmt: skip
def test_answers(
    planned: dict[str, Value], answer: dict[str, Value], expected: dict[str, str]
) -> None:
    found = fired(planned, **answer)
    found.pop("X303", None)
    assert found == expected


@pytest.mark.parametrize(("applies", "missing"), [("yes", True), ("no", False)])
def test_every_applicable_indicator_is_answered_once_it_is_begun(
    applies: str, missing: bool
) -> None:
    planned = [{**LEVEL, "code": "01.8", "weight": D(50)}, {**LEVEL, "applies": applies}]
    answers: list[dict[str, Value]] = [{"code": "01.8", "state": "nd"}, {"code": "01.9"}]
    made = submission_of({"S05.indicators": planned, "S06.answers": answers})
    fired = [p for p in run_rules(case_of(made)) if p.code == "S801"]
    assert [p.location.cell for p in fired] == (
        [cell_of(made, "S06.answers", 1, "state")] if missing else []
    )


def test_an_assessment_not_begun_has_no_unanswered_indicators() -> None:
    assert "S801" not in fired(LEVEL)


def test_indicators_of_both_stages_are_the_same() -> None:
    made = submission_of(
        {"S05.indicators": [LEVEL], "S06.answers": [{"code": "01.8", "state": "nd"}]}
    )
    [problem] = [p for p in run_rules(case_of(made)) if p.code == "X303"]
    assert problem.values == {"missing": "01.9", "extra": "01.8"}
    assert problem.location.cell == cell_of(made, "S06.answers", 0, "code")


@pytest.mark.parametrize(("seen", "differs"), [("60", False), ("60.01", False), ("60.02", True)])
def test_the_score_in_the_sheet_is_compared(seen: str, differs: bool) -> None:
    answer: dict[str, Value] = {"code": "01.9", "state": "scored", "level": D(3)}
    made = submission_of({"S05.indicators": [LEVEL], "S06.answers": [answer]})
    cell = cell_of(made, "S06.answers", 0, "score")
    sheet = Sheet("06_ประเมิน", cells={parse_address(cell): Cell(D(seen), is_formula=True)})
    book = Workbook(sheets={sheet.name: sheet})
    codes = {p.code: p.location.cell for p in run_rules(case_of(made, book=book))}
    assert (codes.get("S818") == cell) is differs


def test_an_indicator_of_a_system_left_out_may_be_na() -> None:
    answer: dict[str, Value] = {"code": "01.9", "state": "na"}
    tables: dict[str, list[dict[str, Value]]] = {
        "S05.systems": [{"sys": "SYS-01", "applies": "no", "weight": D(100)}],
        "S05.indicators": [LEVEL],
        "S06.answers": [answer],
    }
    assert "S811" not in {p.code for p in run_rules(case_of(submission_of(tables)))}
