"""Stage 5: each rule fires at its cell, and not close by."""

from decimal import Decimal

import pytest

from pso_excel.submission import Value
from tests.rules.cases import found

D = Decimal


def systems(*weights: str, **changes: Value) -> list[dict[str, Value]]:
    """Systems with those weights; the changes are made to the first."""
    rows: list[dict[str, Value]] = [
        {"sys": f"SYS-{n:02d}", "applies": "yes", "weight_method": "direct", "weight": D(weight)}
        for n, weight in enumerate(weights, 1)
    ]
    rows[0].update(changes)
    return rows


def indicator(code: str, weight: str, **more: Value) -> dict[str, Value]:
    """One indicator of the first system."""
    usual: dict[str, Value] = {"code": code, "sys": "SYS-01", "applies": "yes", "method": "level"}
    return {**usual, "weight": D(weight), **more}


def codes(tables: dict[str, list[dict[str, Value]]]) -> dict[str, str]:
    """The W rules that fired, with their cells."""
    return {code: cell for code, cell in found(tables) if code.startswith("W")}


@pytest.mark.parametrize(
    ("weights", "fires"),
    [
        (("30", "70"), False),
        (("33.34", "33.33", "33.33"), False),
        (("30", "70.01"), False),  # within 0.01
        (("30", "70.02"), True),
        (("30", "60"), True),
        (("99.98",), True),
    ],
)
def test_system_weights_add_to_100(weights: tuple[str, ...], fires: bool) -> None:
    assert ("W701" in codes({"S05.systems": systems(*weights)})) is fires


def test_the_sum_is_named_at_the_weights() -> None:
    assert codes({"S05.systems": systems("30", "60")})["W701"] == "I10:I11"


def test_an_unreadable_weight_is_not_summed() -> None:
    rows = systems("30", "60")
    del rows[0]["weight"]
    assert "W701" not in codes({"S05.systems": rows})


def test_what_is_left_out_may_have_no_weight() -> None:
    rows = systems("30", "60", applies="no")
    del rows[0]["weight"]
    assert "W701" in codes({"S05.systems": rows})
    rows[1]["weight"] = D(100)
    assert "W701" not in codes({"S05.systems": rows})


def test_indicator_weights_add_to_100_in_each_system() -> None:
    rows = [
        indicator("01.1", "50"),
        indicator("01.2", "40"),
        indicator("02.1", "100", sys="SYS-02"),
    ]
    assert codes({"S05.indicators": rows})["W702"].count("10:") == 1
    assert "W702" not in codes({"S05.indicators": [rows[2]]})


def test_weight_zero_counts_for_nothing() -> None:
    assert "W705" in codes({"S05.systems": systems("0", "100")})
    assert "W705" not in codes({"S05.systems": systems("0", "100", applies="no")})


def test_everything_left_out_has_no_score() -> None:
    rows = systems("50", "50", applies="no")
    assert "W709" not in codes({"S05.systems": rows})
    rows[1]["applies"] = "no"
    assert "W709" in codes({"S05.systems": rows})


@pytest.mark.parametrize(
    ("direction", "points", "fires"),
    [
        ("more", ("75", "80", "85", "90", "95"), False),
        ("more", ("75", "80", "80", "90", "95"), True),
        ("more", ("95", "90", "85", "80", "75"), True),
        ("more", ("75", "80", "85", "90"), True),
        ("range", ("10", "20", "20", "30"), False),
        ("range", ("10", "10", "20", "30"), True),
        ("range", ("10", "20", "30"), True),
    ],
)
def test_points_in_order(direction: str, points: tuple[str, ...], fires: bool) -> None:
    given = {f"x{n}": D(point) for n, point in enumerate(points, 1)}
    row = indicator("01.9", "100", method="quantity", direction=direction, **given)
    assert ("W712" in codes({"S05.indicators": [row]})) is fires
