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


def fired(rows: list[dict[str, Value]], pairs: list[dict[str, Value]] | None = None) -> list[str]:
    """The rules of weighing that fire, in order."""
    tables = {"S05.systems": rows, "S05.pairs": pairs or []}
    return sorted(code for code, _ in found(tables) if code in WATCHED)


@pytest.mark.parametrize(
    ("method", "weights", "raw"),
    [
        ("direct", ["90", "10"], []),
        ("equal", ["33.34", "33.33", "33.33"], []),
        ("points", ["50", "30", "20"], ["10", "6", "4"]),
        ("rank_sum", ["40", "30", "20", "10"], ["1", "2", "3", "4"]),
        ("roc", ["52.08", "27.08", "14.58", "6.25"], ["1", "2", "3", "4"]),
    ],
)
def test_the_method_gives_the_weights(method: str, weights: list[str], raw: list[str]) -> None:
    assert fired(systems(method, weights, raw)) == []
    if method != "direct":
        moved = [str(D(weights[0]) + 1), str(D(weights[1]) - 1), *weights[2:]]
        assert fired(systems(method, moved, raw)) == ["W721", "W721"]


@pytest.mark.parametrize(
    ("ranks", "wrong"), [(["1", "2.5", "2.5"], False), (["1", "2", "2"], True)]
)
def test_ranks(ranks: list[str], wrong: bool) -> None:
    weights = ["50", "25", "25"]
    assert ("W720" in fired(systems("rank_sum", weights, ranks))) is wrong


def judged(*times: str) -> list[dict[str, Value]]:
    """The judgements 1:2, 1:3 and 2:3."""
    names = (("SYS-01", "SYS-02"), ("SYS-01", "SYS-03"), ("SYS-02", "SYS-03"))
    return [{"a": a, "b": b, "times": D(t)} for (a, b), t in zip(names, times, strict=True)]


def test_pairwise_comparison() -> None:
    rows = systems("ahp", ["63.70", "25.83", "10.47"], [])
    assert fired(rows, judged("3", "5", "3")) == []
    assert "W718" in fired(rows, judged("9", "0.2", "9"))
    assert "W721" in fired(systems("ahp", ["60", "30", "10"], []), judged("3", "5", "3"))
    assert fired(rows, judged("3", "5", "3")[:2]) == []
