"""Weights from pairwise comparison (AHP), and how far the judgements agree (E.5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations

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


ONE, FULL = Fraction(1), Fraction(100)
DIGITS = Context(prec=40)
STILL = Decimal("1e-20")  # the eigenvector has settled; the study asks for 1e-12
MOST_STEPS = 10_000
# Saaty's random index for 1 to 11 items, in hundredths.
RANDOM_INDEX = [Decimal(i) / 100 for i in (0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151)]

Matrix = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What pairwise comparison gives: weights that add up to 100, and how consistent they are.

    ``ratio`` is CR = CI/RI (None beyond 11 items, 0 for one or two). ``triads`` are the places of
    up to three triples of items whose judgements contradict most, the worst first.
    """

    weights: Weights
    index: Decimal
    ratio: Decimal | None
    triads: tuple[tuple[int, int, int], ...]


def matrix_of(
    items: Sequence[str], judgements: Mapping[tuple[str, str], Fraction]
) -> tuple[list[list[Fraction]], tuple[tuple[str, str], ...]]:
    """The reciprocal matrix of judgements (a, b): a is so many times more important than b.

    Also the pairs no one judged, in whose place 1 stands; a pair judged both ways counts as given
    first.
    """
    matrix = [[ONE] * len(items) for _ in items]
    missing: list[tuple[str, str]] = []
    for (i, a), (j, b) in combinations(enumerate(items), 2):
        both = [(pair, times) for pair, times in judgements.items() if set(pair) == {a, b}]
        if not both:
            missing.append((a, b))
            continue
        pair, times = both[0]
        matrix[i][j] = times if pair == (a, b) else 1 / times
        matrix[j][i] = 1 / matrix[i][j]
    return matrix, tuple(missing)


def is_reciprocal(matrix: Matrix) -> bool:
    """Whether the matrix is positive and a over b is one divided by b over a, all the way."""
    return all(
        matrix[i][j] > 0 and matrix[i][j] * matrix[j][i] == 1
        for i in range(len(matrix))
        for j in range(len(matrix))
    )


def ahp(matrix: Matrix) -> Comparison:
    """Weights by the principal eigenvector of a reciprocal matrix (AHP), and their consistency.

    ValueError when the matrix is not reciprocal.
    """
    if not is_reciprocal(matrix):
        raise ValueError("the matrix is not reciprocal")
    count = len(matrix)
    rows = [
        [DIGITS.divide(Decimal(a.numerator), Decimal(a.denominator)) for a in r] for r in matrix
    ]
    vector, value = _principal(rows)
    whole = sum(map(Fraction, vector), Fraction(0))
    index = (
        DIGITS.divide(DIGITS.subtract(value, Decimal(count)), Decimal(count - 1))
        if count > 2
        else Decimal(0)
    )
    known = count <= len(RANDOM_INDEX)
    random = RANDOM_INDEX[count - 1] if known else Decimal(0)
    return Comparison(
        weights=tuple(FULL * Fraction(part) / whole for part in vector),
        index=index,
        ratio=(DIGITS.divide(index, random) if random else Decimal(0)) if known else None,
        triads=_worst_triads(matrix),
    )


def _principal(rows: Sequence[Sequence[Decimal]]) -> tuple[list[Decimal], Decimal]:
    """The principal eigenvector (adding up to 1) and eigenvalue, by power iteration."""
    vector = [DIGITS.divide(Decimal(1), Decimal(len(rows)))] * len(rows)
    value = Decimal(0)
    for _ in range(MOST_STEPS):
        turned = [_dot(row, vector) for row in rows]
        value = _dot([Decimal(1)] * len(rows), turned)
        following = [DIGITS.divide(part, value) for part in turned]
        moved = max(abs(a - b) for a, b in zip(vector, following, strict=True))
        vector = following
        if moved < STILL:
            break
    return vector, value


def _dot(left: Sequence[Decimal], right: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for a, b in zip(left, right, strict=True):
        total = DIGITS.add(total, DIGITS.multiply(a, b))
    return total


def _worst_triads(matrix: Matrix) -> tuple[tuple[int, int, int], ...]:
    """The three triples in which i over j times j over k is farthest from i over k."""

    def strain(triad: tuple[int, int, int]) -> Fraction:
        i, j, k = triad
        way = matrix[i][j] * matrix[j][k] / matrix[i][k]
        return max(way, 1 / way)

    strained = [triad for triad in combinations(range(len(matrix)), 3) if strain(triad) > 1]
    return tuple(sorted(strained, key=lambda triad: (-strain(triad), triad))[:3])
