"""What cannot be read or weighed leaves no score where it counts, and does no harm where it does
not (E.5.1, E.5.4; found by the parity of random offices)."""

from decimal import Decimal

import pytest

from pso_excel.framework import load_framework
from pso_excel.model.scorecard import Scorecard, State
from pso_excel.model.submission import Submission, Value
from pso_excel.scoring import score
from tests.submissions import submission_of

PSO = load_framework("pso")
FIVE: dict[str, Value] = {f"x{n}": Decimal(10 * n) for n in range(1, 6)}
Rows = list[dict[str, Value]]


def submitted(indicators: Rows, answers: Rows) -> Submission:
    weighed = [{"sys": "SYS-02", "applies": "yes", "weight": Decimal(10), **r} for r in indicators]
    scored = [{"state": "scored", **row} for row in answers]
    return submission_of({"S05.indicators": weighed, "S06.answers": scored})


def carded(indicators: Rows, answers: Rows) -> Scorecard:
    return score(submitted(indicators, answers), PSO)


LEVEL: dict[str, Value] = {"code": "02.1", "level": Decimal(3)}


def test_b1_a_weight_that_cannot_be_read_does_no_harm_where_the_answer_is_not_applicable() -> None:
    made = submitted([{"code": "02.2"}], [LEVEL, {"code": "02.2", "state": "na"}])
    made.rows("S05.indicators")[0].unreadable["weight"] = "สิบ"
    card = score(made, PSO)
    assert (card.unreadable, card.official is None) == ((), False)


def test_b1_an_unreadable_answer_leaves_its_system_without_a_score_beside_a_bad_weight() -> None:
    made = submission_of(
        {
            "S05.systems": [{"sys": "SYS-01", "applies": "yes"}],
            "S06.answers": [
                {"code": "02.1", "state": "scored", "level": Decimal(7)},
                {"code": "02.2", "state": "scored", "level": Decimal(5)},
            ],
        }
    )
    made.rows("S05.systems")[0].unreadable["weight"] = "สิบ"
    card = score(made, PSO)
    assert card.unreadable == ("02.1", "SYS-01")
    assert [system.official for system in card.systems if system.code == "SYS-02"] == [None]


def test_b1_an_unreadable_answer_leaves_a_pilot_system_without_a_score() -> None:
    card = carded([], [LEVEL, {"code": "OUT.1", "level": Decimal(7)}])
    assert card.official is not None
    assert [system.official for system in card.systems if system.pilot] == [None]


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        ({}, {"level": Decimal(3)}),
        ({}, {}),
        ({"method": "quantity", "direction": "more", **FIVE, "x3": None}, {"value": Decimal(30)}),
        (
            {"method": "quantity", "direction": "range", **FIVE, "x3": None},
            {"value": Decimal(30)},
        ),
    ],
    ids=["no method", "no method, no answer", "no third point", "a range without its third point"],
)
def test_b1_a_way_of_scoring_with_gaps_gives_no_score(
    way: dict[str, Value | None], answer: dict[str, Value]
) -> None:
    own = {
        field_id: value for field_id, value in ({"code": "02.8"} | way).items() if value is not None
    }
    card = carded([own], [LEVEL, {"code": "02.8", **answer}])
    leaf = card.leaf("02.8")
    assert leaf is not None
    assert (leaf.state, card.official) == (State.BAD, None)


def test_b11_what_is_part_of_a_composite_that_is_left_out_is_left_out_at_every_depth() -> None:
    card = carded(
        [
            {"code": "Z1", "method": "composite", "applies": "no"},
            {"code": "Z1.1", "sys": "Z1", "method": "composite"},
            {"code": "Z1.1.1", "sys": "Z1.1", "method": "level"},
        ],
        [LEVEL],
    )
    assert card.unreadable == ()


def test_b11_a_composite_in_a_composite_gives_no_score() -> None:
    card = carded(
        [
            {"code": "Z1", "method": "composite"},
            {"code": "Z1.1", "sys": "Z1", "method": "composite"},
            {"code": "Z1.1.1", "sys": "Z1.1", "method": "level"},
        ],
        [LEVEL],
    )
    assert card.official is None


def test_the_weight_among_siblings_is_known_beside_a_system_that_cannot_be_weighed() -> None:
    made = submission_of(
        {"S05.systems": [{"sys": "SYS-01", "applies": "yes"}], "S06.answers": [LEVEL]}
    )
    made.rows("S05.systems")[0].unreadable["weight"] = "สิบ"
    leaf = score(made, PSO).leaf("02.1")
    assert leaf is not None
    assert (leaf.effective, leaf.share) == (Decimal("33.34"), None)
