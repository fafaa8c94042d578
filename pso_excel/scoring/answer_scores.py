"""What an answer of stage 6 says: one of five states, and the score it earns."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.framework.pack import Framework, Indicator, Method
from pso_excel.model.scorecard import State
from pso_excel.model.submission import FIRST_SCORING, SCORING, Row
from pso_excel.scoring.answer_scores__scoring_leaf_part import (
    level_score,
    quantity_score,
    tiers_score,
    yes_no_score,
)

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
    if state != State.SCORED or any(field in row.bad for field in fields):
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
