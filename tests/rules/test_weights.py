"""Stage 5 (W): each rule of weights and indicators fires at its cell, and not close by."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pso_excel.framework import load_framework
from pso_excel.model.submission import Value
from pso_excel.rules import run_rules
from tests.rules.cases import case_of, told
from tests.submissions import Rows, submission_of

D = Decimal
Tables = Mapping[str, Rows]
Line = dict[str, Value]
NOWHERE: set[str] = set()


def systems(*weights: str, **first: Value) -> Tables:
    """Systems with those weights; the changes are made to the first."""
    rows: list[Line] = [
        {"sys": f"SYS-{n:02d}", "applies": "yes", "weight": D(weight)} if weight else
        {"sys": f"SYS-{n:02d}", "applies": "no"}
        for n, weight in enumerate(weights, 1)
    ]  # fmt: skip
    rows[0].update(first)
    return {"S05.systems": rows}


def indicators(*weights: str, **last: Value) -> Tables:
    """Indicators of the first system with those weights; the changes are made to the last."""
    rows: list[Line] = [
        {"code": f"01.{n}", "sys": "SYS-01", "applies": "yes", "weight": D(weight)}
        for n, weight in enumerate(weights, 1)
    ]
    rows[-1].update(last)
    return {"S05.indicators": rows}


def quantity(**values: Value) -> Tables:
    """One indicator of the office's own that counts something."""
    return indicators("100", code="01.9", method="quantity", **values)


def points(direction: str, *points: str) -> Tables:
    given: Line = {f"x{n}": D(point) for n, point in enumerate(points, 1)}
    return quantity(direction=direction, **given)


def left_out(number: int) -> Tables:
    """Ten systems of weight 10, that many of them left out."""
    rows: list[Line] = [
        {"sys": f"SYS-{n:02d}", "applies": "no" if n <= number else "yes", "weight": D(10)}
        for n in range(1, 11)
    ]
    return {"S05.systems": rows}


LEAVES = [indicator for indicator in load_framework("pso").leaves if indicator.parent != "OUT"]
ALL_NA = [{"code": leaf.code, "state": "na"} for leaf in LEAVES]
COMPOSITE: Line = {
    "code": "01.8", "sys": "SYS-01", "method": "composite", "applies": "yes", "weight": D(100),
}  # fmt: skip
PART: Line = {"code": "01.9", "method": "level", "applies": "yes", "weight": D(100)}
FIRST, SECOND = {"sys": "SYS-01", "applies": "yes"}, {"sys": "SYS-02", "applies": "yes"}
UNWEIGHED: Tables = {"S05.systems": [FIRST, {**SECOND, "weight": D(90)}]}
OTHERS: Tables = {
    "S05.indicators": [
        {"code": "01.1", "sys": "SYS-01", "weight": D(60)},
        {"code": "01.2", "sys": "SYS-01", "weight": D(40)},
        {"code": "02.1", "sys": "SYS-02", "weight": D(99)},
    ]
}
MANY = indicators(*("6.25",) * 16)


@pytest.mark.parametrize(
    ("code", "tables", "cells"),
    [
        pytest.param("W701", systems("30", "60"), {"I10:I11"}, id="W701 fires: 90"),
        pytest.param("W701", systems("30", "70.02"), {"I10:I11"}, id="W701 fires: 0.02 over"),
        pytest.param("W701", systems("99.98"), {"I10"}, id="W701 fires: one system"),
        pytest.param("W701", systems("", "90"), {"I10:I11"},
                     id="W701 fires: what is left out may have no weight"),
        pytest.param("W701", systems("30", "70.01"), NOWHERE, id="W701 quiet: within 0.01"),
        pytest.param("W701", systems("33.34", "33.33", "33.33"), NOWHERE, id="W701 quiet: 100"),
        pytest.param("W701", UNWEIGHED, NOWHERE, id="W701 quiet: a weight is missing"),
        pytest.param("W701", systems("", "100"), NOWHERE, id="W701 quiet: the rest make 100"),
        pytest.param("W723", systems("30", "69.999"), {"I10:I11"}, id="W723 fires: 99.999"),
        pytest.param("W723", systems("30", "70.01"), {"I10:I11"}, id="W723 fires: 100.01"),
        pytest.param("W723", indicators("50", "49.99"), {"J10:J11"}, id="W723 fires: indicators"),
        pytest.param("W723", systems("30", "70"), NOWHERE, id="W723 quiet: exactly 100"),
        pytest.param("W723", systems("30", "70.02"), NOWHERE, id="W723 quiet: W701 says it"),
        pytest.param("W702", OTHERS, {"J12"}, id="W702 fires: 99 in the second system"),
        pytest.param("W702", indicators("50", "40"), {"J10:J11"}, id="W702 fires: 90"),
        pytest.param("W702", indicators("50", "50"), NOWHERE, id="W702 quiet: 100"),
        pytest.param("W705", systems("0", "100"), {"I10"}, id="W705 fires: applies and weighs 0"),
        pytest.param("W705", indicators("100", "0"), {"J11"}, id="W705 fires: an indicator"),
        pytest.param("W705", systems("0", "100", applies="no"), NOWHERE, id="W705 quiet: left out"),
        pytest.param("W705", indicators("100", "0", pilot="yes"), NOWHERE,
                     id="W705 quiet: a pilot"),
        pytest.param("W705", systems("0", "100", sys="OUT"), NOWHERE,
                     id="W705 quiet: a pilot of the framework"),
        pytest.param("W708", left_out(4), {"D10:D19"}, id="W708 fires: 40 %"),
        pytest.param("W708", left_out(3), NOWHERE, id="W708 quiet: 30 %"),
        pytest.param("W709", systems("", ""), {"D10:D11"}, id="W709 fires: all left out"),
        pytest.param("W709", systems("", "100"), NOWHERE, id="W709 quiet: one applies"),
        pytest.param("W709", {**indicators("100", applies="no")}, {"G10"},
                     id="W709 fires: every indicator is left out"),
        pytest.param("W709", {**systems("100"),
                              "S06.answers": ALL_NA},
                     {f"E10:E{9 + len(LEAVES)}"}, id="W709 fires: every answer is N/A"),
        pytest.param("W709", {"S06.answers": [{"code": indicator.code, "state": "na"}
                                              for indicator in LEAVES[1:]]}, NOWHERE,
                     id="W709 quiet: one answer is left"),
        pytest.param("W724", {"S05.indicators": [COMPOSITE]}, {"F10"},
                     id="W724 fires: a composite of nothing"),
        pytest.param("W724", {"S05.indicators": [COMPOSITE, {**PART, "sys": "01.8"}]}, NOWHERE,
                     id="W724 quiet: it has a part"),
        pytest.param("W724", {"S05.indicators": [{**COMPOSITE, "applies": "no"}]}, NOWHERE,
                     id="W724 quiet: it does not apply"),
        pytest.param("W712", points("more", "75", "80", "80", "90", "95"), {"S10:W10"},
                     id="W712 fires: two alike"),
        pytest.param("W712", points("more", "95", "90", "85", "80", "75"), {"S10:W10"},
                     id="W712 fires: falling"),
        pytest.param("W712", points("less", "75", "80", "85", "90"), {"S10:W10"},
                     id="W712 fires: four of five"),
        pytest.param("W712", points("range", "10", "10", "20", "30"), {"S10:V10"},
                     id="W712 fires: a range that begins flat"),
        pytest.param("W712", points("range", "10", "20", "30"), {"S10:V10"},
                     id="W712 fires: three of a range's four"),
        pytest.param("W712", points("more", "75", "80", "85", "90", "95"), NOWHERE,
                     id="W712 quiet: rising"),
        pytest.param("W712", points("range", "10", "20", "20", "30"), NOWHERE,
                     id="W712 quiet: a range with one best value"),
        pytest.param("W713", quantity(unit="ร้อยละ"), {"Q10"},
                     id="W713 fires: a percentage of what"),
        pytest.param("W713", quantity(denominator="จำนวนทั้งหมด"), {"Q10"},
                     id="W713 fires: a denominator alone"),
        pytest.param("W713", quantity(unit="เรื่อง"), NOWHERE, id="W713 quiet: a number of cases"),
        pytest.param("W713", quantity(unit="ร้อยละ", numerator="ที่ครบ", denominator="ทั้งหมด"),
                     NOWHERE, id="W713 quiet: both are named"),
        pytest.param("W715", {**systems("100"), **indicators("100")}, {"G10"},
                     id="W715 fires: one indicator"),
        pytest.param("W715", {**systems("100"), **MANY}, {"G10:G25"}, id="W715 fires: sixteen"),
        pytest.param("W715", {**systems("100"), **indicators("50", "50", sys="SYS-02")}, {"G10"},
                     id="W715 fires: the second belongs elsewhere"),
        pytest.param("W715", {**systems("100"), **indicators("100", sys="SYS-02")}, {"D10"},
                     id="W715 fires: none, told at the system"),
        pytest.param("W715", {**systems("100"), **indicators("99", "1", applies="no")}, {"G10:G11"},
                     id="W715 fires: one of two applies"),
        pytest.param("W715", {**systems("100"), **indicators("50", "50")}, NOWHERE,
                     id="W715 quiet: two"),
        pytest.param("W715", {**systems("100"), "S05.indicators": MANY["S05.indicators"][:15]},
                     NOWHERE, id="W715 quiet: fifteen"),
        pytest.param("W715", {**systems(""), **indicators("100")}, NOWHERE,
                     id="W715 quiet: the system is left out"),
        pytest.param("W716", systems("50.01", "49.99"), {"I10"}, id="W716 fires: over half"),
        pytest.param("W716", indicators("40", "60"), {"J11"}, id="W716 fires: an indicator"),
        pytest.param("W716", systems("50", "50"), NOWHERE, id="W716 quiet: half"),
        pytest.param("W716", indicators("100"), NOWHERE, id="W716 quiet: alone in its system"),
        pytest.param("W716", systems("60", "40", applies="no"), NOWHERE, id="W716 quiet: left out"),
    ],
)  # fmt: skip
def test_weights(code: str, tables: Tables, cells: set[str]) -> None:
    assert told(code, tables) == cells


@pytest.mark.parametrize(
    ("tables", "cells"),
    [
        pytest.param(systems("", "100"), {"D10"}, id="W710 fires: the first must be used"),
        pytest.param(systems("100", ""), NOWHERE, id="W710 quiet: only the second is left out"),
    ],
)
def test_mandatory(tables: Tables, cells: set[str]) -> None:
    context = case_of(submission_of(tables))
    first, *others = context.framework.systems
    framework = replace(context.framework, systems=(first._replace(mandatory=True), *others))
    problems = run_rules(replace(context, framework=framework))
    assert {problem.location.cell for problem in problems if problem.code == "W710"} == cells
