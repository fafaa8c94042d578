"""Stage 6: what may be a fraction for a percentage (S809), and what the sheet shows (S818)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Value
from pso_excel.rules import run_rules
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Workbook, parse_address
from pso_excel.xlsx.workbook import Sheet as BookSheet
from tests.rules.cases import case_of
from tests.submissions import cell_of, submission_of

D = Decimal
OWN: dict[str, Value] = {
    "code": "01.9", "sys": "SYS-01", "applies": "yes", "weight": D(100), "method": "quantity",
    "direction": "more", "x1": D(60), "x2": D(70), "x3": D(80), "x4": D(90), "x5": D(95),
    "unit": "ร้อยละ",
}  # fmt: skip
SMALL: dict[str, Value] = {
    **OWN, "direction": "less", "x1": D("0.5"), "x2": D(1), "x3": D(2), "x4": D(3), "x5": D(4),
}  # fmt: skip


def judged(
    field: str,
    value: str,
    planned: Mapping[str, Value] = OWN,
    cell: Cell | None = None,
    method: str = "quantity",
) -> tuple[list[Problem], str]:
    """What is told at one cell of the answer, and the cell; ``cell`` is what stands in the book."""
    answer: dict[str, Value] = {"code": "01.9", "state": "scored", "method": method}
    if field == "score":
        answer["level"] = D(3)
        planned = {**planned, "method": "level"}
    else:
        answer[field] = D(value)
    made = submission_of({"S05.indicators": [planned], "S06.answers": [answer]})
    at = cell_of(made, "S06.answers", 0, field)
    figure = value.replace(".", "").isdecimal()
    stands = cell or Cell(D(value) if figure else value, is_formula=field == "score")
    sheet = BookSheet("06_ประเมิน", cells={parse_address(at): stands})
    problems = run_rules(case_of(made, book=Workbook(sheets={sheet.name: sheet})))
    return [problem for problem in problems if problem.location.cell == at], at


@pytest.mark.parametrize(
    ("value", "planned", "cell", "fires"),
    [
        pytest.param("0.86", OWN, None, True, id="S809 fires: 0.86 for 86"),
        pytest.param("1", OWN, None, True, id="S809 fires: one"),
        pytest.param("1.01", OWN, None, False, id="S809 quiet: above one"),
        pytest.param("0", OWN, None, False, id="S809 quiet: nothing"),
        pytest.param("0.86", {**OWN, "unit": "เท่า"}, None, False, id="S809 quiet: another unit"),
        pytest.param("0.5", SMALL, None, False, id="S809 quiet: the points are as small"),
        pytest.param("0.5", OWN, Cell(D("0.005"), format_kind=NumberFormatKind.PERCENT), False,
                     id="S809 quiet: shown as 0.5 %"),
        pytest.param("0.5", OWN, Cell("0.5 %"), False, id="S809 quiet: typed as 0.5 %"),
    ],
)  # fmt: skip
def test_a_fraction_for_a_percentage(
    value: str, planned: Mapping[str, Value], cell: Cell | None, fires: bool
) -> None:
    found_problems, at = judged("value", value, planned, cell)
    problems = [problem for problem in found_problems if problem.code == "S809"]
    assert bool(problems) is fires
    for problem in problems:
        assert problem.values["guess"] in ("86", "100")
        assert problem.location.cell == at
        assert "…" not in message(problem, "th") + message(problem, "en")


@pytest.mark.parametrize(
    ("seen", "fires"),
    [
        pytest.param("✖", True, id="S818 fires: the sheet cannot read the answer"),
        pytest.param("", False, id="S818 quiet: nothing computed yet"),
        pytest.param("60.02", True, id="S818 fires: two hundredths"),
        pytest.param("0.6", True, id="S818 fires: a fraction"),
        pytest.param("60.01", False, id="S818 quiet: one hundredth"),
        pytest.param("60", False, id="S818 quiet: the same"),
    ],
)
def test_the_score_the_sheet_shows(seen: str, fires: bool) -> None:
    problems, _ = judged("score", seen, method="level")
    assert ("S818" in {problem.code for problem in problems}) is fires
