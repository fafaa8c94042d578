"""Weights from pairwise comparison (AHP), and how far the judgements agree (E.5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations

ONE, FULL = Fraction(1), Fraction(100)
DIGITS = Context(prec=40)
STILL = Decimal("1e-20")  # the eigenvector has settled; the study asks for 1e-12
MOST_STEPS = 10_000
# Saaty's random index for 1 to 11 items, in hundredths.
RANDOM_INDEX = [Decimal(i) / 100 for i in (0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151)]

Weights = tuple[Fraction, ...]
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
