"""Scores of an office: the worked example to the printed digit, five states, policies, S05."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.framework import load_framework, read_framework
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import State
from pso_excel.model.submission import Value
from pso_excel.scoring import score
from tests.engine.offices import EXAMPLE, PACK, office, scored
from tests.framework.packs import HEAD, indicator_text, system_text
from tests.submissions import submission_of

D = Decimal

GOLDEN_LEAVES = {
    "01.1": ("50.00", "21.43", "40.00", "40.00", "8.57"),
    "01.2": ("30.00", "12.86", "64.00", "16.00", "2.06"),
    "01.3": ("20.00", "8.57", "60.00", "20.00", "1.71"),
    "06.1": ("100.00", "28.57", "20.00", "60.00", "17.14"),
    "06.2": ("–", "–", "–", "–", "–"),
    "07.1": ("–", "–", "–", "–", "–"),
    "08.1": ("40.00", "11.43", "0.00", "80.00", "9.14"),
    "08.2": ("60.00", "17.14", "80.00", "0.00", "0.00"),
}


def with_settings(pack: Framework, **values: str | Decimal) -> Framework:
    """The pack with some settings changed."""
    changed = {key: replace(pack.settings[key], value=value) for key, value in values.items()}
    return replace(pack, settings={**pack.settings, **changed})


@pytest.mark.parametrize(("code", "figures"), GOLDEN_LEAVES.items())
def test_every_leaf_of_the_worked_example(code: str, figures: tuple[str, ...]) -> None:
    """Domain study F.2: effective weight, share, score, gap, weighted gap."""
    leaf = scored().leaf(code)
    assert leaf is not None
    found = (leaf.effective, leaf.share, leaf.score, leaf.gap, leaf.weighted_gap)
    assert tuple(map(format_figure, found)) == figures


def test_the_systems_of_the_worked_example() -> None:
    systems = {system.code: system for system in scored().systems}
    found = {c: (format_figure(s.effective), format_figure(s.official)) for c, s in systems.items()}
    assert found == {
        "SYS-01": ("42.86", "51.20"),
        "SYS-06": ("28.57", "20.00"),
        "SYS-07": ("–", "–"),
        "SYS-08": ("28.57", "48.00"),
    }
    assert {code for code, system in systems.items() if system.below_floor} == {
        "SYS-01",
        "SYS-06",
        "SYS-08",
    }
    assert [system.applies for system in systems.values()] == [True, True, False, True]


def test_the_whole_of_the_worked_example() -> None:
    card = scored()
    assert format_figure(card.official) == format_figure(card.provisional) == "41.37"
    assert (card.completeness, card.na_share, card.band) == (100, 38, "improve")
    gaps = sum((leaf.weighted_gap or Fraction(0) for leaf in card.indicators), Fraction(0))
    assert card.official is not None
    assert 80 - card.official == gaps
    assert format_figure(gaps) == "38.63"


def test_the_same_from_the_rows_of_stage_5() -> None:
    """The office's own rows say what the pack says: nothing changes."""
    systems: list[dict[str, Value]] = [
        {"sys": s.code, "weight": s.weight, "applies": "no" if s.code == "SYS-07" else "yes"}
        for s in PACK.systems
    ]
    indicators: list[dict[str, Value]] = [
        {"code": i.code, "sys": i.parent, "applies": "yes", "weight": i.weight, "method": i.method}
        for i in PACK.indicators
    ]
    assert scored(S05_systems=systems, S05_indicators=indicators) == scored()


def test_five_states_are_five_things() -> None:
    answers = {**EXAMPLE, "01.1": None, "01.3": 0}
    card = scored(answers)
    states = [leaf.state for leaf in card.indicators]
    assert states == [
        State.BLANK,
        State.SCORED,
        State.SCORED,
        State.SCORED,
        State.NA,
        State.NA,
        State.NO_DATA,
        State.SCORED,
    ]
    blank, zero = card.leaf("01.1"), card.leaf("01.3")
    assert blank is not None
    assert zero is not None
    assert (blank.score, blank.gap, zero.score, zero.gap) == (None, None, 0, 80)


def test_a_blank_is_zero_officially_and_left_out_provisionally() -> None:
    card = scored({**EXAMPLE, "01.1": None})
    system = card.systems[0]
    assert system.official == 30 * 64 / Fraction(100) + 12
    assert system.provisional == (30 * 64 + 20 * 60) / Fraction(50)
    assert card.completeness == 100 - 100 * Fraction(15, 70)
    assert card.official is not None
    assert card.provisional is not None
    assert card.official < card.provisional


def test_a_system_without_any_answer_is_left_out_provisionally() -> None:
    card = scored({**EXAMPLE, "06.1": None})
    assert (card.systems[1].official, card.systems[1].provisional) == (None, None)
    assert card.official == (30 * Fraction("51.2") + 20 * 48) / 70
    assert card.provisional == (30 * Fraction("51.2") + 20 * 48) / 50


def test_b6_nothing_answered_is_no_score() -> None:
    card = scored(dict.fromkeys(EXAMPLE))
    assert (card.official, card.provisional, card.completeness) == (None, None, 0)
    assert (card.band, [system.official for system in card.systems]) == ("", [None] * 4)


def test_b6_no_data_is_an_answer() -> None:
    card = scored({**dict.fromkeys(EXAMPLE), "01.1": "nd"})
    assert (card.official, card.systems[0].official, card.systems[1].official) == (0, 0, None)


def test_nothing_applies() -> None:
    card = scored(dict.fromkeys(EXAMPLE, "na"))
    assert (card.official, card.provisional, card.completeness) == (None, None, None)
    assert (card.na_share, card.band) == (100, "")


@pytest.mark.parametrize(
    "answer",
    [
        {"state": "scored", "level": D(7)},
        {"state": "scored", "level": D("2.5")},
        {"state": "maybe", "level": D(2)},
    ],
)
def test_an_unreadable_answer_leaves_the_office_without_a_score(answer: dict[str, Value]) -> None:
    rows = [*office().tables["S06.answers"].rows]
    values = [{**row.values, **(answer if row.text("code") == "01.1" else {})} for row in rows]
    card = scored(S06_answers=values)
    assert (card.official, card.provisional, card.unreadable) == (None, None, ("01.1",))
    assert [system.official is None for system in card.systems] == [True, False, True, False]
    assert card.band == ""
    assert card.completeness is not None
    assert card.completeness < 100


def test_an_unreadable_cell_is_not_a_blank() -> None:
    submission = office({**EXAMPLE, "01.1": None})
    row = submission.tables["S06.answers"].rows[0]
    row.values["state"] = "scored"
    row.unreadable["level"] = "สอง"
    assert score(submission, PACK).unreadable == ("01.1",)


def test_an_unreadable_answer_that_does_not_count_does_no_harm() -> None:
    submission = office()
    row = submission.tables["S06.answers"].rows[5]
    row.values["state"] = "scored"
    row.unreadable["level"] = "สอง"
    card = score(submission, PACK)
    assert (format_figure(card.official), card.unreadable) == ("41.37", ())


def test_an_unreadable_weight_leaves_the_office_without_a_score() -> None:
    submission = office()
    submission.tables["S05.systems"].rows[0].unreadable["weight"] = "สามสิบ"
    assert score(submission, PACK).unreadable == ()  # SYS-07 is left out
    submission.tables["S05.systems"].rows[0].values["applies"] = "yes"
    card = score(submission, PACK)
    assert (card.official, card.unreadable) == (None, ("SYS-07",))


@pytest.mark.parametrize(
    ("row", "state", "figure"),
    [
        ({"value": D(86)}, State.SCORED, "64.00"),
        ({"numerator": D(43), "denominator": D(50)}, State.SCORED, "64.00"),
        ({"numerator": D(43), "denominator": D(50), "value": D(10)}, State.SCORED, "64.00"),
        ({"numerator": D(43), "value": D(86)}, State.SCORED, "64.00"),
        ({"numerator": D(43), "denominator": D(0)}, State.BAD, "–"),
        ({"numerator": D(43)}, State.BLANK, "–"),
        ({}, State.BLANK, "–"),
        ({"level": D(3)}, State.BLANK, "–"),
        ({"value": D(0)}, State.SCORED, "0.00"),
    ],
)
def test_ways_to_give_a_quantity(row: dict[str, Value], state: State, figure: str) -> None:
    made = submission_of({"S06.answers": [{"code": "01.2", "state": "scored", **row}]})
    leaf = score(made, PACK).leaf("01.2")
    assert leaf is not None
    assert (leaf.state, format_figure(leaf.score)) == (state, figure)


def test_an_answer_without_a_state_is_blank() -> None:
    made = submission_of({"S06.answers": [{"code": "01.1", "level": D(3)}]})
    leaf = score(made, PACK).leaf("01.1")
    assert leaf is not None
    assert leaf.state is State.BLANK


@pytest.mark.parametrize(
    ("policy", "overall", "shares"),
    [
        ("sibling", "41.37", {"01.1": "21.43", "06.1": "28.57", "06.2": "–"}),
        # Leaves that count hold 62 of 100: 15, 9, 6, 12, 8, 12.
        ("global", "44.13", {"01.1": "24.19", "06.1": "19.35", "06.2": "–"}),
        # What is not applicable keeps its weight and earns nothing.
        ("keep", "27.36", {"01.1": "15.00", "06.1": "12.00", "06.2": "8.00"}),
    ],
)
def test_where_the_weight_of_the_not_applicable_goes(
    policy: str, overall: str, shares: dict[str, str]
) -> None:
    """By hand from F.2: (15·40 + 9·64 + 6·60 + 12·20 + 8·0 + 12·80) / 62, or / 100."""
    card = score(office(), with_settings(PACK, na_policy=policy))
    assert format_figure(card.official) == overall
    for code, share in shares.items():
        leaf = card.leaf(code)
        assert leaf is not None
        assert format_figure(leaf.share) == share
    assert sum(leaf.share or 0 for leaf in card.indicators) == 100


@pytest.mark.parametrize(("way", "overall"), [("mean", "41.37"), ("weakest", "0.00")])
def test_ways_to_join_scores(way: str, overall: str) -> None:
    assert format_figure(score(office(), with_settings(PACK, aggregation=way)).official) == overall


def test_the_geometric_mean() -> None:
    """Within SYS-01: 40^.5 x 64^.3 x 60^.2. No data in SYS-08 makes it, and the office, 0."""
    card = score(office(), with_settings(PACK, aggregation="geometric"))
    assert card.systems[0].official is not None
    assert float(card.systems[0].official) == pytest.approx(40**0.5 * 64**0.3 * 60**0.2)
    assert card.official == 0


def test_a_pilot_is_shown_and_not_counted() -> None:
    """The outcome node of the P.S.O. pack: its answers change nothing."""
    pack = load_framework("pso")
    rows: list[dict[str, Value]] = [
        {"code": indicator.code, "state": "scored", "level": D(5)}
        for indicator in pack.indicators
        if indicator.parent == "OUT"
    ]
    card = score(submission_of({"S06.answers": rows}), pack)
    out = card.systems[-1]
    assert (out.official, out.effective, out.pilot, out.below_floor) == (100, None, True, False)
    leaf = card.leaf("OUT.1")
    assert leaf is not None
    assert (leaf.score, leaf.share, leaf.weighted_gap, leaf.pilot) == (100, None, None, True)
    assert (card.official, card.completeness, card.na_share) == (None, 0, 0)


def test_a_pilot_that_does_not_apply_is_not_in_the_na_share() -> None:
    pack = load_framework("pso")
    made = submission_of({"S05.systems": [{"sys": "OUT", "applies": "no"}]})
    assert score(made, pack).na_share == 0


COMPOSITE = (
    HEAD
    + system_text("S", "100")
    + indicator_text("c", "S", "60", "composite")
    + indicator_text("c.1", "c", "50", "yesno")
    + indicator_text("c.2", "c", "50", "tiers", "boxes = [2, 2, 2]")
    + indicator_text("d", "S", "40", "level")
)


def test_a_composite_is_the_mean_of_its_parts() -> None:
    rows: list[dict[str, Value]] = [
        {"code": "c.1", "state": "scored", "yes": "yes"},
        {"code": "c.2", "state": "scored", "basic": D(1)},
        {"code": "d", "state": "scored", "level": D(5)},
    ]
    pack = read_framework(COMPOSITE)
    card = score(submission_of({"S06.answers": rows}), pack)
    assert card.official == 60 * Fraction(100 + 30, 2) / 100 + 40
    assert [(leaf.code, leaf.system, leaf.share) for leaf in card.indicators] == [
        ("c.1", "S", 30),
        ("c.2", "S", 30),
        ("d", "S", 40),
    ]
    left_out = submission_of(
        {"S06.answers": rows, "S05.indicators": [{"code": "c", "applies": "no", "weight": D(60)}]}
    )
    card = score(left_out, pack)
    assert (card.official, card.na_share) == (100, 60)


def test_an_indicator_of_the_offices_own_counts() -> None:
    own: list[dict[str, Value]] = [
        {"code": "06.9", "sys": "SYS-06", "indicator": "ของเรา", "method": "quantity",
         "direction": "less", "weight": D(60), "applies": "yes", "target": D(90),
         "x1": D(1), "x2": D(2), "x3": D(3), "x4": D(4), "x5": D(5)},
    ]  # fmt: skip
    rows = [row.values for row in office().tables["S06.answers"].rows]
    rows.append({"code": "06.9", "state": "scored", "value": D(2)})
    card = scored(S05_indicators=own, S06_answers=rows)
    leaf = card.leaf("06.9")
    assert leaf is not None
    assert (leaf.system, leaf.score, leaf.effective, leaf.gap) == ("SYS-06", 80, 50, 10)
    assert card.systems[1].official == 50


def test_targets_and_floors_of_stage_5() -> None:
    systems: list[dict[str, Value]] = [
        {"sys": "SYS-06", "weight": D(20), "target": D(50), "floor": D(20)}
    ]
    card = scored(S05_systems=systems)
    system = card.systems[1]
    assert (system.target, system.floor, system.below_floor) == (50, 20, False)


def test_floors_and_bands_are_judged_on_what_is_printed() -> None:
    """59.995 prints as 60.00 and is not below 60; 59.994 is."""
    for value, below in (("19.9970", True), ("19.9975", False)):
        rows = {"S06.answers": [{"code": "i", "state": "scored", "value": D(value)}]}
        points = 'direction = "more"\npoints = [0, 10, 20, 30, 40]'
        text = HEAD + system_text("S", "100") + indicator_text("i", "S", "100", "quantity", points)
        card = score(submission_of(rows), read_framework(text))
        assert card.official is not None
        assert card.official < 60
        assert (round_half_up(card.official) < 60) is below
        assert card.systems[0].below_floor is below
        assert (card.band == "improve") is below
