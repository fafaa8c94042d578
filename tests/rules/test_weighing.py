"""The weights reproduce their method; the figures are those of the domain study, E.5.2."""

from decimal import Decimal

import pytest

from pso_excel.model.submission import Value
from pso_excel.rules import run_rules
from tests.rules.cases import case_of, found
from tests.submissions import submission_of

D = Decimal
Row = dict[str, Value]
WATCHED = {"W718", "W719", "W720", "W721", "W725"}


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
    return sorted(table for table in found(tables) if table[0] in WATCHED)


METHODS: dict[str, tuple[list[str], list[str]]] = {
    "direct": (["90", "10"], []),
    "equal": (["33.34", "33.33", "33.33"], []),
    "points": (["50", "30", "20"], ["10", "6", "4"]),
    "rank_sum": (["40", "30", "20", "10"], ["1", "2", "3", "4"]),
    "roc": (["52.08", "27.08", "14.58", "6.25"], ["1", "2", "3", "4"]),
}


@pytest.mark.parametrize(
    "method", [pytest.param(text, id=f"W721 quiet: {text}") for text in METHODS]
)
def test_the_method_gives_the_weights(method: str) -> None:
    assert fired(systems(method, *METHODS[method])) == []


@pytest.mark.parametrize(
    "method", [pytest.param(text, id=f"W721 fires: {text}") for text in METHODS if text != "direct"]
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
    assert [pair for pair in found if pair[0] == "W720"] == told


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
        pytest.param(["60", "30", "10"], ("3", "5"), [("W725", "B12")],
                     id="W718 quiet, W721 quiet, W725 fires: a pair is missing"),
        pytest.param(["60", "30", "10"], (), [("W725", "B10")],
                     id="W725 fires: no pair at all"),
        pytest.param(["63.70", "25.83", "10.47"], ("3", "5", "3"), [],
                     id="W725 quiet: every pair is there"),
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


def weighed(code: str, method: str, weight: str, raw: str = "", applies: str = "yes") -> Row:
    row: Row = {"sys": code, "applies": applies, "weight_method": method, "weight": D(weight)}
    return row | ({"raw": D(raw)} if raw else {})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(
            [weighed("SYS-01", "points", "50", "5"), weighed("SYS-02", "points", "50", "3"),
             weighed("SYS-07", "direct", "0", applies="no")],
            [("W721", "I10"), ("W721", "I11")],
            id="W721 fires: beside a system left out with its own method",
        ),
        pytest.param(
            [weighed("SYS-01", "points", "62.5", "5"), weighed("SYS-02", "points", "37.5", "3"),
             weighed("SYS-07", "direct", "0", applies="no")],
            [], id="W721 quiet: beside a system left out with its own method",
        ),
        pytest.param(
            [weighed("SYS-01", "points", "32", "80"), weighed("SYS-02", "points", "8", "20"),
             weighed("SYS-03", "direct", "60")],
            [], id="W721 quiet: points share out what direct weights leave",
        ),
        pytest.param(
            [weighed("SYS-01", "points", "80", "80"), weighed("SYS-02", "points", "20", "20"),
             weighed("SYS-03", "direct", "60")],
            [("W721", "I10"), ("W721", "I11")], id="W721 fires: points share out all",
        ),
        pytest.param(
            [weighed("SYS-01", "rank_sum", "50", "1"), weighed("SYS-02", "rank_sum", "20", "3"),
             weighed("SYS-03", "direct", "30")],
            [("W720", "H10")], id="W720 fires: ranks beside a direct weight",
        ),
    ],
)  # fmt: skip
def test_b12_each_method_checks_its_own_rows(rows: list[Row], told: list[tuple[str, str]]) -> None:
    assert fired(rows) == told


def test_b14_the_weights_advised_add_up_to_100() -> None:
    rows = [
        weighed(f"SYS-0{n}", "points", weight, "1")
        for n, weight in ((1, "20"), (2, "40"), (3, "40"))
    ]
    made = submission_of({"S05.systems": rows})
    advised = [p.values["calc"] for p in run_rules(case_of(made)) if p.code == "W721"]
    assert advised == ["33.34", "33.33", "33.33"]


@pytest.mark.parametrize("parts", [3, 6, 7, 9])
def test_b14_weights_that_a_spreadsheet_divided_make_100(parts: int) -> None:
    """100/3 and the like as the 15 digits of a double; W701, W702 and W723 are quiet."""
    weight = D(repr(100 / parts)).quantize(D(1).scaleb(-13)).normalize()
    rows = [weighed(f"SYS-{n:02}", "direct", str(weight)) for n in range(1, parts + 1)]
    inside: list[Row] = [
        {"code": f"01.{n}", "sys": "SYS-01", "applies": "yes", "weight": weight}
        for n in range(1, parts + 1)
    ]
    codes = {code for code, _ in found({"S05.systems": rows, "S05.indicators": inside})}
    assert codes & {"W701", "W702", "W723"} == set()
