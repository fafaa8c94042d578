"""How the scores of a group spread: exact figures, nothing rounded in between."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

FENCE = Fraction(3)  # domain E.9: farther than three scaled deviations is worth a look
SCALE = Fraction("1.4826")  # makes the median deviation of a normal sample its standard deviation


class Spread(NamedTuple):
    """``n`` values: their mean, extremes and quartiles, all exact."""

    n: int
    mean: Fraction
    low: Fraction
    first: Fraction
    median: Fraction
    third: Fraction
    high: Fraction


def spread(values: Sequence[Fraction]) -> Spread | None:
    """The spread of the values, None when there are none."""
    if not values:
        return None
    ordered = sorted(values)
    return Spread(
        len(ordered),
        sum(ordered, Fraction(0)) / len(ordered),
        ordered[0],
        quantile(ordered, Fraction(1, 4)),
        quantile(ordered, Fraction(1, 2)),
        quantile(ordered, Fraction(3, 4)),
        ordered[-1],
    )


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """The value at ``part`` (0 to 1) of the ordered values, linear between neighbours.

    The same as QUARTILE.INC of a spreadsheet. ValueError without values.
    """
    if not ordered:
        raise ValueError("no values")
    place = (len(ordered) - 1) * part
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def outliers(values: Sequence[Fraction]) -> tuple[int, ...]:
    """The positions of the values farther than three scaled median deviations from the median.

    Domain E.9: |s - median| / (1.4826 MAD) > 3; none when the MAD is zero.
    """
    if not values:
        return ()
    middle = quantile(sorted(values), Fraction(1, 2))
    distances = [abs(value - middle) for value in values]
    usual = quantile(sorted(distances), Fraction(1, 2)) * SCALE
    return tuple(place for place, far in enumerate(distances) if usual and far > FENCE * usual)


def ranks(scores: Sequence[Decimal]) -> tuple[int, ...]:
    """The competition rank (1, 2, 2, 4) of each printed score, the highest first."""
    ordered = sorted(scores, reverse=True)
    return tuple(ordered.index(score) + 1 for score in scores)
