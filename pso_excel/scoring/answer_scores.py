"""What an answer of stage 6 says: one of five states, and the score it earns."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from pso_excel.framework.pack import Direction, Framework, Indicator, Level, Method
from pso_excel.model.scorecard import State
from pso_excel.model.submission import FIRST_SCORING, SCORING, Row

ZERO, FULL = Fraction(0), Fraction(100)
Point = tuple[Fraction, Fraction]


def level_score(level: Decimal, rubric: Sequence[Level]) -> Fraction | None:
    """The score of a level of the rubric; None when the rubric has no such level."""
    for each_level in rubric:
        if each_level.number == level:
            return Fraction(each_level.score)
    return None


def yes_no_score(yes: bool) -> Fraction:
    """100 or 0."""
    return FULL if yes else ZERO


def piecewise(x: Fraction, points: Sequence[Point], below: Fraction, above: Fraction) -> Fraction:
    """Straight lines through (x, score) points of rising x; ``below`` and ``above`` outside them.

    Raises ValueError when the points do not rise strictly.
    """
    if any(left[0] >= right[0] for left, right in pairwise(points)):
        raise ValueError("points do not rise")
    if x < points[0][0]:
        return below
    for (x1, s1), (x2, s2) in pairwise(points):
        if x <= x2:
            return s1 + (s2 - s1) * (x - x1) / (x2 - x1)
    return points[-1][1] if x == points[-1][0] else above


def quantity_score(
    x: Fraction, points: Sequence[Decimal], direction: Direction, rubric: Sequence[Level]
) -> Fraction | None:
    """The score of a quantity; None when its points are not as the direction needs them.

    MORE and LESS: at the five points the scores of levels 1 to 5 (LESS: 5 to 1) are earned; short
    of the first level the score is 0. RANGE: 0 at the first of four points, 100 from the second to
    the third, 0 again at the fourth.
    """
    xs = [Fraction(point) for point in points]
    scores = [Fraction(level.score) for level in rubric[1:]]
    try:
        if direction is Direction.RANGE:
            return _range_score(x, xs)
        if len(xs) != len(scores):
            return None
        if direction is Direction.MORE:
            return piecewise(x, list(zip(xs, scores, strict=True)), ZERO, scores[-1])
        falling = list(zip(xs, reversed(scores), strict=True))
        return piecewise(x, falling, scores[-1], ZERO)
    except ValueError:
        return None


def _range_score(x: Fraction, xs: Sequence[Fraction]) -> Fraction:
    if len(xs) != 4 or xs[1] > xs[2]:
        raise ValueError("a range needs four points")
    rise, fall = [(xs[0], ZERO), (xs[1], FULL)], [(xs[2], FULL), (xs[3], ZERO)]
    return min(piecewise(x, rise, ZERO, FULL), piecewise(x, fall, FULL, ZERO))


def tiers_score(
    ticked: Sequence[Decimal], boxes: Sequence[Decimal | int], worth: Sequence[Decimal]
) -> Fraction:
    """Gated tiers: a tier earns its worth by the share of its boxes, once those below are complete.

    More ticks than boxes count as all of them; a tier without boxes is complete.
    """
    score = ZERO
    for done, count, value in zip(ticked, boxes, worth, strict=True):
        part = min(Fraction(done) / Fraction(count), Fraction(1)) if count else Fraction(1)
        score += Fraction(value) * part
        if part < 1:
            break
    return score


TIERS = ("basic", "advance", "significance")
FIELDS = {
    Method.LEVEL: ("level",),
    Method.YESNO: ("yes",),
    Method.QUANTITY: ("value", "numerator", "denominator"),
    Method.TIERS: TIERS,
    Method.COMPOSITE: (),
}


class Answer(NamedTuple):
    """The state of an answer, its score (None unless scored or no data) and its level."""

    state: State
    score: Fraction | None = None
    level: Decimal | None = None


BLANK, BAD, NOT_APPLICABLE = Answer(State.BLANK), Answer(State.BAD), Answer(State.NA)
NO_DATA = Answer(State.NO_DATA, Fraction(0))


def answer_of(
    row: Row | None, indicator: Indicator, framework: Framework, scoring: int = SCORING
) -> Answer:
    """The answer a row of S06 gives for an indicator; no row, or no state, is blank. ``scoring`` is
    the edition of the rules the form was issued with.

    Whatever cannot be read, or cannot be scored by the indicator's method, is ``BAD``: a level not
    in the rubric, a denominator of zero, a percentage above 100, more boxes than a tier has,
    scoring points out of order.
    """
    if row is None or row.is_blank("state"):
        return BLANK
    state = row.text("state")
    if state == State.NA:
        return NOT_APPLICABLE
    if state == State.NO_DATA:
        return NO_DATA
    fields = FIELDS[indicator.method]
    if state != State.SCORED or any(field in row.unreadable for field in fields):
        return BAD
    if all(row.is_blank(field) for field in fields):
        return BLANK
    return _scored(row, indicator, framework, scoring)


def _scored(row: Row, indicator: Indicator, framework: Framework, scoring: int) -> Answer:
    level = row.number_of("level") if indicator.method is Method.LEVEL else None
    if indicator.method is Method.LEVEL:
        score = None if level is None else level_score(level, framework.rubric)
    elif indicator.method is Method.YESNO:
        score = yes_no_score(row.text("yes") == "yes")
    elif indicator.method is Method.TIERS:
        score = _tiers(row, indicator, framework)
    else:
        measured = measure(row, indicator, scoring)
        if measured is None:
            return BAD if row.number_of("denominator") == 0 else BLANK
        score = _quantity(measured, indicator, framework)
    return BAD if score is None else Answer(State.SCORED, score, level)


def measure(row: Row, indicator: Indicator, scoring: int = SCORING) -> Fraction | None:
    """The quantity an office gives: its ratio when it gives one, else the value; None when there
    is neither or the denominator is zero."""
    top, bottom = row.number_of("numerator"), row.number_of("denominator")
    if top is not None and bottom is not None:
        return ratio(top, bottom, indicator, scoring)
    value = row.number_of("value")
    return None if value is None else Fraction(value)


def ratio(
    top: Decimal, bottom: Decimal, indicator: Indicator, scoring: int = SCORING
) -> Fraction | None:
    """Numerator over denominator, times 100 for an indicator measured in percent (by the first
    edition of the rules for any); None when the denominator is zero."""
    if not bottom:
        return None
    times = 100 if indicator.in_percent or scoring == FIRST_SCORING else 1
    return Fraction(top) / Fraction(bottom) * times


def is_possible(x: Fraction, indicator: Indicator) -> bool:
    """Whether a quantity lies within the limits of its indicator."""
    low, high = indicator.limits
    return (low is None or x >= low) and (high is None or x <= high)


def _tiers(row: Row, indicator: Indicator, framework: Framework) -> Fraction | None:
    ticked = [row.number_of(field) or Decimal(0) for field in TIERS]
    boxes = indicator.boxes
    if boxes is None or any(done > count for done, count in zip(ticked, boxes, strict=True)):
        return None
    return tiers_score(ticked, boxes, framework.tiers)


def _quantity(x: Fraction, indicator: Indicator, framework: Framework) -> Fraction | None:
    if indicator.direction is None or not is_possible(x, indicator):
        return None
    return quantity_score(x, indicator.points, indicator.direction, framework.rubric)
