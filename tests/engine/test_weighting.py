"""Weights from judgements: the golden values of the domain study E.5.2, and what always holds."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.figures import round_half_up
from pso_excel.scoring.weight_methods import (
    ahp,
    equal,
    hundredths,
    is_reciprocal,
    matrix_of,
    points,
    rank_centroid,
    rank_sum,
    ranks_fit,
)

GOLDEN = (("a", "b", 3), ("a", "c", 5), ("b", "c", 3))
judgements = st.sampled_from(
    [Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]
)


def decimals(*texts: str | int) -> list[Decimal]:
    """Numbers as typed."""
    return [Decimal(text) for text in texts]


def printed(weights: Sequence[Fraction]) -> list[str]:
    """Weights as they are printed."""
    return [f"{round_half_up(weight)}" for weight in weights]


def test_three_equal_weights_add_up_in_two_decimals() -> None:
    assert equal(3) == tuple(decimals("33.34", "33.33", "33.33"))


@pytest.mark.parametrize("count", range(1, 60))
def test_equal_weights_always_add_up(count: int) -> None:
    weights = equal(count)
    assert sum(weights) == 100
    assert max(weights) - min(weights) <= Decimal("0.01")


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_hundredths_add_up_and_stay_within_a_hundredth(given_points: list[int]) -> None:
    exact = points([Decimal(point) for point in given_points])
    rounded = hundredths(exact)
    assert sum(rounded) == 100
    assert all(abs(Fraction(r) - e) < Fraction(1, 100) for r, e in zip(rounded, exact, strict=True))


def test_points() -> None:
    assert points(decimals(80, 0, 120)) == (40, 0, 60)


@pytest.mark.parametrize("wrong", [(0, 0), (-1, 2)])
def test_points_must_be_usable(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="points"):
        points(decimals(*wrong))


def test_rank_sum_of_four() -> None:
    assert rank_sum(decimals(1, 2, 3, 4)) == (40, 30, 20, 10)
    assert rank_sum(decimals("3.5", 1, 2, "3.5")) == (15, 40, 30, 15)


def test_rank_centroid_of_four() -> None:
    assert printed(rank_centroid(decimals(1, 2, 3, 4))) == ["52.08", "27.08", "14.58", "6.25"]


def test_tied_places_share_their_centroids() -> None:
    tied = rank_centroid(decimals(1, "2.5", "2.5", 4))
    assert (
        tied[1] == tied[2] == (Fraction("27.0833") + Fraction("14.5833")).limit_denominator(48) / 2
    )


@given(st.permutations(range(1, 8)))
def test_a_better_rank_weighs_more(order: list[int]) -> None:
    ranks = decimals(*order)
    for method in (rank_sum, rank_centroid):
        weights = method(ranks)
        assert sum(weights) == 100
        assert [w for _, w in sorted(zip(ranks, weights, strict=True))] == sorted(weights)[::-1]


@pytest.mark.parametrize(
    ("ranks", "fit"),
    [
        ((1, 2, 3), True),
        ((3, 1, 2), True),
        (("1.5", "1.5", 3), True),
        ((2, 2, 2), True),
        ((1, 1, 3), False),
        ((1, 2, 4), False),
        ((0, 1, 2), False),
        ((1, "2.5", 3), False),
    ],
)
def test_ranks_are_one_to_n_or_mean_ranks(ranks: tuple[str | int, ...], fit: bool) -> None:
    """Rule W720."""
    assert ranks_fit(decimals(*ranks)) is fit


def test_wrong_ranks_give_no_weights() -> None:
    with pytest.raises(ValueError, match="ranks"):
        rank_sum(decimals(1, 1, 3))


def golden_matrix() -> list[list[Fraction]]:
    """The study's [[1,3,5],[1/3,1,3],[1/5,1/3,1]]."""
    matrix, _ = matrix_of("abc", {(a, b): Fraction(n) for a, b, n in GOLDEN})
    return matrix


def test_the_golden_comparison() -> None:
    found = ahp(golden_matrix())
    assert printed(found.weights) == ["63.70", "25.83", "10.47"]
    assert found.ratio is not None
    assert round(found.ratio, 4) == Decimal("0.0332")
    assert sum(found.weights) == 100


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.lists(judgements, min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2).map(
            lambda upper: (n, upper)
        )
    )
)
def test_numpy_finds_the_same_eigenvector(case: tuple[int, list[Fraction]]) -> None:
    count, upper = case
    items = [str(n) for n in range(count)]
    pairs = [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]
    matrix, missing = matrix_of(items, dict(zip(pairs, upper, strict=True)))
    found = ahp(matrix)
    values, vectors = np.linalg.eig(np.array([[float(cell) for cell in row] for row in matrix]))
    best = int(np.argmax(np.real(values)))
    vector = np.abs(np.real(vectors))[:, best]
    assert missing == ()
    assert [float(w) for w in found.weights] == pytest.approx(list(100 * vector / vector.sum()))
    if count > 2:
        index = (float(np.real(values)[best]) - count) / (count - 1)
        assert float(found.index) == pytest.approx(index, abs=1e-9)


def test_a_consistent_matrix_returns_its_weights() -> None:
    matrix = [[Fraction(a, b) for b in (50, 30, 20)] for a in (50, 30, 20)]
    found = ahp(matrix)
    assert printed(found.weights) == ["50.00", "30.00", "20.00"]
    assert found.ratio is not None
    assert abs(found.ratio) < Decimal("1e-12")
    assert found.triads == ()


def test_the_worst_contradiction_is_named_first() -> None:
    """a over b 9, b over c 9, yet c over a: the triple a, b, c; d agrees with a."""
    pairs = {("a", "b"): 9, ("b", "c"): 9, ("c", "a"): 3, ("a", "d"): 1, ("b", "d"): Fraction(1, 9)}
    pairs |= {("c", "d"): Fraction(1, 2)}
    matrix, _ = matrix_of("abcd", {pair: Fraction(times) for pair, times in pairs.items()})
    found = ahp(matrix)
    assert found.triads[0] == (0, 1, 2)
    assert len(found.triads) == 3
    assert found.ratio is not None
    assert found.ratio > Decimal("0.20")


def test_pairs_no_one_judged_are_told() -> None:
    matrix, missing = matrix_of("abc", {("b", "a"): Fraction(3)})
    assert missing == (("a", "c"), ("b", "c"))
    assert matrix[0][1] == Fraction(1, 3)
    assert is_reciprocal(matrix)


def test_a_matrix_must_be_reciprocal() -> None:
    with pytest.raises(ValueError, match="reciprocal"):
        ahp([[Fraction(1), Fraction(3)], [Fraction(1, 2), Fraction(1)]])


def test_two_items_are_always_consistent_and_twelve_have_no_ratio() -> None:
    two, _ = matrix_of("ab", {("a", "b"): Fraction(4)})
    assert (ahp(two).weights, ahp(two).ratio) == ((80, 20), 0)
    twelve, _ = matrix_of("abcdefghijkl", {})
    assert ahp(twelve).ratio is None
