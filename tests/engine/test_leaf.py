"""The score of one answer: golden values, and numpy's lines as an oracle."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.framework import load_framework
from pso_excel.framework.pack import Direction
from pso_excel.scoring.answer_scores import (
    level_score,
    quantity_score,
    tiers_score,
    yes_no_score,
)

RUBRIC = load_framework("pso").rubric
SCORES = [20.0, 40.0, 60.0, 80.0, 100.0]
POINTS = [Decimal(x) for x in (75, 80, 85, 90, 95)]

numbers = st.decimals(-1000, 1000, places=2)
five_points = st.sets(numbers, min_size=5, max_size=5).map(sorted)


def quantity(x: str, direction: Direction, *points: int) -> Fraction | None:
    """The score of x on those points."""
    return quantity_score(Fraction(x), [Decimal(p) for p in points], direction, RUBRIC)


@pytest.mark.parametrize(("level", "score"), [(0, 0), (1, 20), (3, 60), (5, 100), (6, None)])
def test_levels(level: int, score: int | None) -> None:
    """Domain study E.5.3: level/5 x 100."""
    assert level_score(Decimal(level), RUBRIC) == score


def test_a_level_between_levels_has_no_score() -> None:
    assert level_score(Decimal("2.5"), RUBRIC) is None


def test_yes_and_no() -> None:
    assert [yes_no_score(True), yes_no_score(False)] == [100, 0]


@pytest.mark.parametrize(
    ("x", "score"),
    [
        ("86", 64),  # the worked example F.2: 86 % on 75 -> 20 ... 95 -> 100
        ("75", 20),
        ("74.99", 0),  # short of the first point: the floor, not a line down from it
        ("95", 100),
        ("120", 100),
        ("-5", 0),
        ("82.5", 50),
    ],
)
def test_more_is_better(x: str, score: int) -> None:
    assert quantity(x, Direction.MORE, 75, 80, 85, 90, 95) == score


@pytest.mark.parametrize(
    ("x", "score"), [("0", 100), ("-1", 100), ("1", 80), ("4", 30), ("5", 20), ("5.01", 0)]
)
def test_less_is_better(x: str, score: int) -> None:
    assert quantity(x, Direction.LESS, 0, 1, 2, 3, 5) == score


@pytest.mark.parametrize(
    ("x", "score"),
    [("9", 0), ("10", 0), ("15", 50), ("20", 100), ("25", 100), ("30", 100), ("35", 50), ("40", 0)],
)
def test_within_a_range(x: str, score: int) -> None:
    assert quantity(x, Direction.RANGE, 10, 20, 30, 40) == score


def test_a_range_may_be_one_value() -> None:
    assert quantity("20", Direction.RANGE, 10, 20, 20, 40) == 100


@pytest.mark.parametrize(
    ("direction", "points"),
    [
        (Direction.MORE, (75, 80, 80, 90, 95)),
        (Direction.MORE, (75, 80, 85, 90)),
        (Direction.LESS, (5, 4, 3, 2, 1)),
        (Direction.RANGE, (10, 20, 30, 40, 50)),
        (Direction.RANGE, (10, 30, 20, 40)),
        (Direction.RANGE, (10, 10, 20, 40)),
    ],
)
def test_points_out_of_order_give_no_score(direction: Direction, points: tuple[int, ...]) -> None:
    assert quantity("50", direction, *points) is None


@given(x=numbers, points=five_points)
def test_numpy_draws_the_same_lines(x: Decimal, points: list[Decimal]) -> None:
    xs = [float(point) for point in points]
    more = quantity_score(Fraction(x), points, Direction.MORE, RUBRIC)
    less = quantity_score(Fraction(x), points, Direction.LESS, RUBRIC)
    assert more is not None
    assert less is not None
    assert float(more) == pytest.approx(np.interp(float(x), xs, SCORES, left=0.0))
    assert float(less) == pytest.approx(np.interp(float(x), xs, SCORES[::-1], right=0.0))


@given(x=numbers, points=st.sets(numbers, min_size=4, max_size=4).map(sorted))
def test_numpy_draws_the_same_range(x: Decimal, points: list[Decimal]) -> None:
    score = quantity_score(Fraction(x), points, Direction.RANGE, RUBRIC)
    assert score is not None
    xs = [float(point) for point in points]
    assert float(score) == pytest.approx(np.interp(float(x), xs, [0.0, 100.0, 100.0, 0.0]))


@given(first=numbers, second=numbers, points=five_points)
def test_more_is_never_worse(first: Decimal, second: Decimal, points: list[Decimal]) -> None:
    low, high = sorted([Fraction(first), Fraction(second)])
    more = [quantity_score(x, points, Direction.MORE, RUBRIC) or 0 for x in (low, high)]
    less = [quantity_score(x, points, Direction.LESS, RUBRIC) or 0 for x in (low, high)]
    assert more == sorted(more)
    assert less == sorted(less, reverse=True)


@pytest.mark.parametrize(
    ("ticked", "score"),
    [
        ((0, 0, 0), 0),
        ((2, 0, 0), 30),
        ((2, 2, 2), 30),  # an incomplete basic tier shuts the gate
        ((4, 0, 0), 60),
        ((4, 1, 0), 70),
        ((4, 1, 2), 70),
        ((4, 2, 0), 80),
        ((4, 2, 1), 90),
        ((4, 2, 2), 100),
        ((9, 2, 2), 100),
    ],
)
def test_gated_tiers(ticked: tuple[int, int, int], score: int) -> None:
    """Domain study B.1: 300, 100 and 100 of 500, each tier only after those below it."""
    worth = [Decimal(60), Decimal(20), Decimal(20)]
    assert tiers_score([Decimal(n) for n in ticked], (4, 2, 2), worth) == score
