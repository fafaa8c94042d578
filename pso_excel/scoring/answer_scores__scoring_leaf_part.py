"""The score of one answer, always 0 to 100 and exact (domain study E.5.3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pso_excel.framework.pack import Direction, Level

ZERO, FULL = Fraction(0), Fraction(100)
Point = tuple[Fraction, Fraction]


def level_score(level: Decimal, rubric: Sequence[Level]) -> Fraction | None:
    """The score of a level of the rubric; None when the rubric has no such level."""
    for one in rubric:
        if one.number == level:
            return Fraction(one.score)
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
