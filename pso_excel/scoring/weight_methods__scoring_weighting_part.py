"""Weights from judgements: equal, points and ranks (domain study E.5.2).

Every method gives exact weights that add up to 100; :func:`hundredths` prints them so that the
printed ones do, too.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

FULL = Fraction(100)
Weights = tuple[Fraction, ...]


def hundredths(weights: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Weights in two decimals that add up to exactly what the weights do, by largest remainder.

    The hundredths left over go to the largest remainders, the first of equal ones. The sum of the
    weights must itself be whole hundredths (ValueError).
    """
    cents = [weight * 100 for weight in weights]
    whole = [cent.numerator // cent.denominator for cent in cents]
    left = sum(cents, Fraction(0)) - sum(whole)
    if left.denominator != 1:
        raise ValueError("the sum of the weights is not in hundredths")
    order = sorted(range(len(cents)), key=lambda i: whole[i] - cents[i])
    for i in order[: int(left)]:
        whole[i] += 1
    return tuple(Decimal(cent).scaleb(-2) for cent in whole)


def equal(count: int) -> tuple[Decimal, ...]:
    """Equal weights in two decimals: 3 items get 33.34, 33.33, 33.33."""
    return hundredths([FULL / count] * count)


def points(given: Sequence[Decimal]) -> Weights:
    """100 p / sum p; ValueError when a point is negative or all are zero."""
    whole = sum(given, Decimal(0))
    if min(given) < 0 or whole <= 0:
        raise ValueError("points must not be negative and not all zero")
    return tuple(FULL * Fraction(point) / Fraction(whole) for point in given)


def rank_sum(ranks: Sequence[Decimal]) -> Weights:
    """2 (n + 1 - r) / (n (n + 1)), the first rank the most important; ties have their mean rank.

    ValueError when the ranks are not 1 to n, see :func:`ranks_fit`.
    """
    count = _checked(ranks)
    whole = count * (count + 1)
    return tuple(FULL * 2 * (count + 1 - Fraction(rank)) / whole for rank in ranks)


def rank_centroid(ranks: Sequence[Decimal]) -> Weights:
    """Rank-order centroid, (1/n) sum of 1/k for k from r to n; ties share the mean of their places.

    ValueError when the ranks are not 1 to n, see :func:`ranks_fit`.
    """
    count = _checked(ranks)
    places = [
        sum((Fraction(1, k) for k in range(r, count + 1)), Fraction(0)) for r in _one_to(count)
    ]
    by_rank: dict[Decimal, list[Fraction]] = {}
    for rank, place in zip(sorted(ranks), places, strict=True):
        by_rank.setdefault(rank, []).append(place)
    return tuple(FULL * sum(by_rank[r], Fraction(0)) / len(by_rank[r]) / count for r in ranks)


def ranks_fit(ranks: Sequence[Decimal]) -> bool:
    """Whether ranks are 1 to n, where items that tie have the mean of the places they take."""
    ordered = sorted(ranks)
    return all(
        Fraction(ordered[place - 1]) == _mean_place(ordered, place)
        for place in _one_to(len(ordered))
    )


def _mean_place(ordered: Sequence[Decimal], place: int) -> Fraction:
    rank = ordered[place - 1]
    first, last = ordered.index(rank) + 1, len(ordered) - ordered[::-1].index(rank)
    return Fraction(first + last, 2)


def _one_to(count: int) -> range:
    return range(1, count + 1)


def _checked(ranks: Sequence[Decimal]) -> int:
    if not ranks or not ranks_fit(ranks):
        raise ValueError("ranks are not 1 to n")
    return len(ranks)
