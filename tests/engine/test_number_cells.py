"""B3, B4: the numbers of a cell by its format and its spelling, and the code each is told by."""

from datetime import datetime, time
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.model.submission import Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell, NumberFormatKind
from tests.engine.typed_cell import percent, says, typed_in

D = Decimal
NUMBERS = ("S02.goals", "target")
PERCENT = ("S04.items", "completeness")
MONEY = ("S07.actions", "budget")
LEVEL = ("S07.actions", "target")
WEIGHT = ("S05.indicators", "weight")
AIM = ("S05.indicators", "target")
TIMES = ("S05.pairs", "times")


@pytest.mark.parametrize(
    ("where", "typed", "codes", "value"),
    [
        # a per cent sign that came after the number (B3)
        pytest.param(NUMBERS, percent("85"), ["G033"], None, id="G033 fires: 85 shown as 8500 %"),
        pytest.param(NUMBERS, percent("-85"), ["G033"], None, id="G033 fires: below zero, too"),
        pytest.param(NUMBERS, percent("10"), ["G015"], D(1000), id="G033 quiet: 1000 %"),
        pytest.param(PERCENT, percent("5"), ["G033"], None, id="G033 fires: 500 % of 100"),
        pytest.param(PERCENT, percent("1"), ["G015"], D(100), id="G033 quiet: 100 % of 100"),
        pytest.param(PERCENT, D(85), [], D(85), id="G033 quiet: no per cent sign"),
        pytest.param(WEIGHT, percent("0.1"), ["G015"], D(10), id="G015 fires: a weight of 10 %"),
        pytest.param(WEIGHT, percent("85"), ["G033"], None, id="G033 fires: a weight"),
        pytest.param(WEIGHT, D("0.1"), ["G014"], D("0.1"), id="G014 fires: a weight of 0.1"),
        pytest.param(AIM, D("0.8"), ["G014"], D("0.8"), id="G014 fires: a target of 0.8"),
        # baht and fractions, B4
        pytest.param(MONEY, "12,500.-", ["G016"], D(12500), id="G016 fires: baht"),
        pytest.param(MONEY, "๑๒,๕๐๐.-", ["H212"], D(12500), id="H212 fires: baht in Thai digits"),
        pytest.param(MONEY, "12,500.- บาท", ["G016"], D(12500), id="G016 fires: baht twice"),
        pytest.param(MONEY, "12,500-", ["P909"], None, id="P909 fires: a dash without a point"),
        pytest.param(WEIGHT, "100/3", ["G016"], D("33.3333333333333"), id="G016 fires: a third"),
        pytest.param(WEIGHT, "1/3", ["G016", "G014"], D("0.333333333333333"),
                     id="G014 fires: a third of one"),
        pytest.param(TIMES, "1/3", ["G016"], D("0.333333333333333"), id="G014 quiet: a comparison"),
        pytest.param(NUMBERS, "1/3", ["G002"], None, id="G002 fires: a fraction elsewhere"),
        # what a spreadsheet made of a number (B4)
        pytest.param(TIMES, datetime(2026, 3, 1), ["G031"], None, id="G031 fires: 1 March"),
        pytest.param(TIMES, datetime(2026, 1, 3), ["G031"], None, id="G031 fires: 3 January"),
        pytest.param(WEIGHT, datetime(2026, 3, 1), ["G031"], None, id="G031 fires: a weight"),
        pytest.param(TIMES, time(1, 3), ["G032"], None, id="G032 fires: 1:3 is a time"),
        pytest.param(TIMES, D(3), [], D(3), id="G031 quiet: a number"),
        pytest.param(NUMBERS, datetime(2026, 3, 1), ["G032"], None, id="G031 quiet: no fraction"),
        pytest.param(NUMBERS, time(12, 30), ["G032"], None, id="G032 fires: 12:30"),
        pytest.param(LEVEL, datetime(2026, 3, 1), ["G032"], None, id="G032 fires: a level"),
        pytest.param(NUMBERS, Cell(D(0), format_kind=NumberFormatKind.DATE), ["G032"], None,
                     id="G032 fires: shown as a day that there is not"),
        pytest.param(NUMBERS, D(46082), [], D(46082), id="G032 quiet: a bare number"),
    ],
)  # fmt: skip
def test_b3_b4_number_cells(
    where: tuple[str, str], typed: book.Value | Cell, codes: list[str], value: Value | None
) -> None:
    assert says(*where, typed) == (codes, value)


@pytest.mark.parametrize("changed", [datetime(2026, 3, 1), datetime(2026, 1, 3)])
def test_b4_a_fraction_that_became_a_day_is_guessed(changed: datetime) -> None:
    [problem] = typed_in(*TIMES, changed)[1]
    assert "เศษส่วน 1/3" in message(problem, "th")
    assert "the fraction 1/3" in message(problem, "en")


def test_b3_the_advice_for_a_late_per_cent_sign_is_the_number_that_was_typed() -> None:
    for where, typed in ((NUMBERS, "85"), (PERCENT, "85"), (PERCENT, "5"), (WEIGHT, "5")):
        [problem] = typed_in(*where, percent(typed))[1]
        said = message(problem, "th")
        assert f"{typed}00%" in said
        assert f"พิมพ์ {typed}%" in said
