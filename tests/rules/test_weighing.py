"""The weights reproduce their method; the figures are those of the domain study, E.5.2."""

from decimal import Decimal

import pytest

from pso_excel.submission import Value
from tests.rules.cases import found

D = Decimal
WATCHED = {"W718", "W719", "W720", "W721"}


def systems(method: str, weights: list[str], raw: list[str]) -> list[dict[str, Value]]:
    """Systems weighed by a method."""
    rows: list[dict[str, Value]] = []
    for number, weight in enumerate(weights, 1):
        row: dict[str, Value] = {"sys": f"SYS-{number:02d}", "applies": "yes"}
        row |= {"weight_method": method, "weight": D(weight)}
        if raw:
            row["raw"] = D(raw[number - 1])
        rows.append(row)
    return rows


def fired(
    rows: list[dict[str, Value]], pairs: list[dict[str, Value]] | None = None
) -> list[tuple[str, str]]:
    """The rules of weighing that fire and their cells, in order."""
    tables = {"S05.systems": rows, "S05.pairs": pairs or []}
    return sorted(one for one in found(tables) if one[0] in WATCHED)


METHODS: dict[str, tuple[list[str], list[str]]] = {
    "direct": (["90", "10"], []),
    "equal": (["33.34", "33.33", "33.33"], []),
    "points": (["50", "30", "20"], ["10", "6", "4"]),
    "rank_sum": (["40", "30", "20", "10"], ["1", "2", "3", "4"]),
    "roc": (["52.08", "27.08", "14.58", "6.25"], ["1", "2", "3", "4"]),
}


@pytest.mark.parametrize("method", [pytest.param(one, id=f"W721 quiet: {one}") for one in METHODS])
def test_the_method_gives_the_weights(method: str) -> None:
    assert fired(systems(method, *METHODS[method])) == []


@pytest.mark.parametrize(
    "method", [pytest.param(one, id=f"W721 fires: {one}") for one in METHODS if one != "direct"]
)
def test_the_method_gives_other_weights(method: str) -> None:
    weights, raw = METHODS[method]
    moved = [str(D(weights[0]) + 1), str(D(weights[1]) - 1), *weights[2:]]
    assert fired(systems(method, moved, raw)) == [("W721", "I10"), ("W721", "I11")]


@pytest.mark.parametrize(
    ("ranks", "told"),
    [
        pytest.param(["1", "2", "2"], [("W720", "H10")], id="W720 fires: tied and not shared"),
        pytest.param(["1", "2", "4"], [("W720", "H10")], id="W720 fires: no third"),
        pytest.param(["1", "2.5", "2.5"], [], id="W720 quiet: a tie that shares its places"),
    ],
)
def test_ranks(ranks: list[str], told: list[tuple[str, str]]) -> None:
    found = fired(systems("rank_sum", ["50", "25", "25"], ranks))
    assert [one for one in found if one[0] == "W720"] == told


def judged(*times: str) -> list[dict[str, Value]]:
    """The judgements 1:2, 1:3 and 2:3."""
    names = (("SYS-01", "SYS-02"), ("SYS-01", "SYS-03"), ("SYS-02", "SYS-03"))
    return [{"a": a, "b": b, "times": D(t)} for (a, b), t in zip(names, times, strict=False)]


@pytest.mark.parametrize(
    ("weights", "times", "told"),
    [
        pytest.param(["63.70", "25.83", "10.47"], ("3", "5", "3"), [],
                     id="W718 quiet, W719 quiet, W721 quiet: CR 0.03"),
        pytest.param(["71.87", "16.61", "11.52"], ("3", "9", "1"), [("W719", "D10")],
                     id="W719 fires, W718 quiet: CR 0.12"),
        pytest.param([], ("9", "0.2", "9"), [("W718", "D10")],
                     id="W718 fires, W719 quiet: CR far above 0.20"),
        pytest.param(["60", "30", "10"], ("3", "5", "3"),
                     [("W721", "I10"), ("W721", "I11"), ("W721", "I12")],
                     id="W721 fires: weights that the pairs do not give"),
        pytest.param(["60", "30", "10"], ("3", "5"), [],
                     id="W718 quiet, W721 quiet: a pair is missing"),
    ],
)  # fmt: skip
def test_pairwise_comparison(
    weights: list[str], times: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    rows = systems("ahp", weights or ["0", "0", "0"], [])
    if not weights:
        for row in rows:
            del row["weight"]
    assert fired(rows, judged(*times)) == told
