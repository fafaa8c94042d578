"""Gaps, drafts and projections: the worked example (F.2) and the rules of E.6."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from pso_excel.core.figures import format_figure
from pso_excel.model.scorecard import GapItem, Plan
from pso_excel.model.submission import Value
from pso_excel.scoring import score
from pso_excel.scoring.upgrade_plan import plan, quarter_end
from tests.engine.offices import EXAMPLE, PACK, Answer, office, scored
from tests.engine.test_scoring import with_settings
from tests.submissions import Rows

D = Decimal
ASOF = date(2026, 3, 31)
JUDGED = {"06.1": (4, 3), "08.1": (5, 2), "01.1": (3, 2), "01.3": (3, 1), "01.2": (2, 2)}


def action(act: str, *codes: str, **fields: Value) -> dict[str, Value]:
    """A row of S07."""
    return {"act": act, "indicators": codes, **fields}


def report(act: str, **fields: Value) -> dict[str, Value]:
    """A row of S08."""
    return {"act": act, **fields}


def planned(answers: Mapping[str, Answer] = EXAMPLE, **tables: Rows) -> Plan:
    """The plan of the example office with further tables."""
    return plan(office(answers, **tables), scored(answers, **tables), PACK, ASOF)


def gap(plan: Plan, code: str) -> GapItem:
    """The gap of an indicator."""
    return next(item for item in plan.gaps if item.code == code)


JUDGEMENTS: Rows = [
    action(f"A{n}", code, urgency=D(u), effort=D(e))
    for n, (code, (u, e)) in enumerate(JUDGED.items(), 1)
]


def test_priorities_of_the_worked_example() -> None:
    """Urgency and effort are inputs of the example; every system is below its floor."""
    found = [
        (item.code, format_figure(item.priority)) for item in planned(S07_actions=JUDGEMENTS).gaps
    ]
    assert found == [
        ("06.1", "86.25"),
        ("08.1", "72.92"),
        ("01.1", "58.75"),
        ("01.3", "42.50"),
        ("01.2", "33.50"),
    ]


def test_quadrants_of_the_worked_example() -> None:
    """The median of the weighted gaps 17.14, 9.14, 8.57, 2.06, 1.71 is 8.57."""
    found = {item.code: item.quadrant for item in planned(S07_actions=JUDGEMENTS).gaps}
    assert found == {
        "06.1": "planned",
        "08.1": "quick",
        "01.1": "quick",
        "01.2": "later",
        "01.3": "later",
    }
    hard = [action("A1", "01.1", effort=D(4))]
    assert gap(planned(S07_actions=hard), "01.1").quadrant == "major"


@pytest.mark.parametrize(
    ("level", "tables", "urgency"),
    [
        (2, {}, 3),
        (0, {}, 4),
        (2, {"S02_goals": [{"mission": "M1", "due": date(2026, 9, 30)}]}, 4),
        (0, {"S02_goals": [{"mission": "M1", "due": date(2025, 10, 1)}]}, 5),
        (2, {"S02_goals": [{"mission": "M1", "due": date(2026, 10, 1)}]}, 3),
        (2, {"S02_goals": [{"mission": "M2", "due": date(2026, 9, 30)}]}, 3),
        (2, {"S07_actions": [action("A1", "01.1", end=date(2026, 9, 30))]}, 4),
        (2, {"S07_actions": [action("A1", "01.1", end=date(2026, 10, 1))]}, 3),
        (0, {"S07_actions": [action("A1", "01.1", end=ASOF, urgency=D(1))]}, 1),
    ],
)
def test_usual_urgency(level: int, tables: dict[str, Rows], urgency: int) -> None:
    """E.6: 3; one more at level 0; one more with a deadline in fiscal year 2569; never over 5."""
    indicators: Rows = [
        {"code": "01.1", "sys": "SYS-01", "weight": D(50), "mission": "M1", "applies": "yes"}
    ]
    made = planned({**EXAMPLE, "01.1": level}, S05_indicators=indicators, **tables)
    assert gap(made, "01.1").urgency == urgency


def test_equal_priorities_go_by_gap_then_by_code() -> None:
    """Without weights on urgency, effort and floor only the gap speaks; equal gaps go by code."""
    settings = {"priority_urgency": D(0), "priority_effort": D(0), "priority_gap": D(0)}
    pack = with_settings(PACK, **settings)
    made = plan(office(), scored(), pack, ASOF)
    assert [item.code for item in made.gaps] == ["06.1", "08.1", "01.1", "01.2", "01.3"]
    assert {item.priority for item in made.gaps} == {10}


def test_a_mandatory_or_low_system_counts_as_pressed() -> None:
    above: Rows = [{"sys": "SYS-06", "weight": D(20), "floor": D(20)}]
    usual, lifted = planned(), planned(S05_systems=above)
    assert gap(usual, "06.1").priority - gap(lifted, "06.1").priority == 10


def test_blank_na_and_met_indicators_have_no_gap() -> None:
    codes = {item.code for item in planned({**EXAMPLE, "01.1": None}).gaps}
    assert codes == {"01.2", "01.3", "06.1", "08.1"}


def test_a_draft_goes_one_level_up_by_the_next_quarter_but_one() -> None:
    owners: Rows = [
        {"code": "06.1", "sys": "SYS-06", "weight": D(60), "owner": "นางสมศรี", "applies": "yes"}
    ]
    draft = planned(S05_indicators=owners).drafts[0]
    assert (draft.indicator, draft.system, draft.owner) == ("06.1", "SYS-06", "นางสมศรี")
    assert (draft.level_from, draft.level_to, draft.kind) == (1, 2, "system")
    assert (draft.start, draft.end) == (ASOF, date(2026, 9, 30))
    assert draft.priority == planned().gaps[0].priority


def test_a_target_that_no_level_reaches_does_not_stop_the_plan() -> None:
    """A target of 2569 is told as out of range; the draft goes one level up all the same."""
    typed: Rows = [{"code": "06.1", "sys": "SYS-06", "weight": D(60), "target": D(2569)}]
    found = planned(S05_indicators=typed).drafts
    assert [(draft.level_from, draft.level_to) for draft in found if draft.indicator == "06.1"] == [
        (1, 2)
    ]


def test_a_draft_of_a_quantity_speaks_of_levels_as_well() -> None:
    """01.2 scores 64, between levels 3 and 4; its target 80 is level 4."""
    drafts = {draft.indicator: draft for draft in planned().drafts}
    assert (drafts["01.2"].level_from, drafts["01.2"].level_to) == (3, 4)
    assert (drafts["08.1"].level_from, drafts["08.1"].level_to) == (0, 1)


@pytest.mark.parametrize(
    ("asof", "effort", "end"),
    [
        (date(2025, 10, 1), 1, date(2026, 3, 31)),
        (date(2025, 12, 31), 3, date(2026, 6, 30)),
        (date(2025, 12, 31), 5, date(2026, 9, 30)),
        (date(2026, 1, 1), 2, date(2026, 6, 30)),
        (date(2026, 3, 31), 4, date(2026, 9, 30)),
        (date(2026, 9, 30), 1, date(2026, 9, 30)),
    ],
)
def test_a_draft_ends_with_a_quarter_of_the_fiscal_year(asof: date, effort: int, end: date) -> None:
    pack = with_settings(PACK, effort=D(effort))
    drafts = plan(office(), scored(), pack, asof).drafts
    assert {draft.end for draft in drafts} == {end}


def test_quarters_of_fiscal_year_2569() -> None:
    ends = [quarter_end(2569, quarter) for quarter in (1, 2, 3, 4)]
    assert ends == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def test_only_gaps_without_an_action_get_a_draft() -> None:
    made = planned(S07_actions=[action("A1", "06.1", "01.1")])
    assert [draft.indicator for draft in made.drafts] == ["08.1", "01.2", "01.3"]
    assert [item.has_action for item in made.gaps if item.code in ("06.1", "01.1")] == [True, True]


def test_a_cancelled_action_raises_nothing() -> None:
    made = planned(
        S07_actions=[action("A1", "06.1", target=D(5))],
        S08_tracker=[report("A1", stated_status="cancelled", percent=D(10))],
    )
    assert not gap(made, "06.1").has_action
    assert made.score_all == made.score_now


def test_there_are_at_most_max_new_actions() -> None:
    pack = with_settings(PACK, max_new=D(3))
    actions: Rows = [action("A1", "06.1")]
    made = plan(office(S07_actions=actions), scored(), pack, ASOF)
    assert [draft.indicator for draft in made.drafts] == ["08.1", "01.1"]


def test_projected_scores() -> None:
    """06.1 to level 3 wins 28.57 x 40 % = 11.43, 08.1 to level 2 wins 11.43 x 40 % = 4.57."""
    made = planned(
        S07_actions=[
            action("A1", "06.1", target=D(3)),
            action("A2", "08.1", target=D(2)),
            action("A3", "08.2", target=D(1)),
        ],
        S08_tracker=[report("A1", percent=D(10)), report("A2", percent=D(0))],
    )
    figures = (made.score_now, made.score_started, made.score_all)
    assert [format_figure(figure) for figure in figures] == ["41.37", "52.80", "57.37"]


def test_without_actions_nothing_is_projected_to_change() -> None:
    made = planned()
    assert made.score_now == made.score_started == made.score_all


def test_the_best_of_several_actions_on_one_indicator_is_projected() -> None:
    both: Rows = [action("A1", "06.1", target=D(3)), action("A2", "06.1", target=D(2))]
    assert planned(S07_actions=both).score_all == planned(S07_actions=both[:1]).score_all


def test_an_action_on_what_does_not_apply_changes_nothing() -> None:
    made = planned(S07_actions=[action("A1", "06.2", "07.1", "99.9", target=D(5))])
    assert made.score_all == made.score_now


def test_an_office_without_a_score_has_no_projection() -> None:
    actions: Rows = [action("A1", "06.1", target=D(3))]
    made = planned({**EXAMPLE, "01.1": 9}, S07_actions=actions)
    assert (made.score_now, made.score_started, made.score_all) == (None, None, None)


def test_projections_hold_for_every_way_to_join_scores() -> None:
    """With the weakest link every system is as good as its worst indicator: 08.1 raised to 40."""
    pack = with_settings(PACK, aggregation="weakest")
    made = office(S07_actions=[action("A1", "08.1", target=D(2))])
    card = score(made, pack)
    after = plan(made, card, pack, ASOF)
    assert (after.score_now, after.score_started, after.score_all) == (0, 0, 20)
