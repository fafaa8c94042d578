"""The tracker: the golden table of the domain study (F.2) and the rules of E.7."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.figures import format_figure
from pso_excel.model.scorecard import Rag, Tracked, Tracker
from pso_excel.model.submission import Value
from pso_excel.scoring.actions import Dates, planned_percent, track
from tests.engine.offices import PACK, office, scored
from tests.engine.test_planning import action, report
from tests.engine.test_scoring import with_settings

D = Decimal
ASOF = date(2026, 3, 31)
Fields = dict[str, Value]


def day(text: str) -> date:
    """``"5 Jan"`` of 2026."""
    number, month = text.split()
    return date(2026, ["Jan", "Feb", "Mar", "Apr", "May", "Jun"].index(month) + 1, int(number))


def tracked(plan: Fields, said: Fields | None, asof: date = ASOF) -> Tracked:
    """The single action of an office."""
    rows = [] if said is None else [report("A1", **said)]
    made = office(S07_actions=[action("A1", "06.1", **plan)], S08_tracker=rows)
    return track(made, scored(), PACK, asof).actions[0]


def reported(percent: int, **more: Value) -> Fields:
    """A report of the day of the check."""
    return {"percent": D(percent), "report_date": ASOF, **more}


GOLDEN = [
    # plan, actual start, actual end, percent, planned, variance, status, signal
    ("1 Jan – 30 Jun", "5 Jan", "", 50, "49.72", "0.28", "in_progress", "green"),
    ("1 Jan – 30 Jun", "5 Jan", "", 38, "49.72", "-11.72", "in_progress", "amber"),
    ("1 Jan – 30 Jun", "5 Jan", "", 25, "49.72", "-24.72", "in_progress", "red"),
    ("1 Jan – 30 Mar", "5 Jan", "", 90, "100.00", "-10.00", "overdue", "red"),
    ("20 Mar – 30 Jun", "", "", 0, "11.65", "-11.65", "late_start", "amber"),
    ("1 Mar – 30 Jun", "", "", 0, "25.41", "-25.41", "late_start", "red"),
    ("1 Apr – 30 Jun", "", "", 0, "0.00", "0.00", "not_due", "grey"),
    ("1 Jan – 30 Mar", "5 Jan", "30 Mar", 100, "100.00", "0.00", "done", "blue"),
    ("1 Jan – 10 Apr", "5 Jan", "", 75, "90.00", "-15.00", "in_progress", "amber"),
]


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{r[0]} {r[3]}%" for r in GOLDEN])
def test_the_golden_table(row: tuple[str, str, str, int, str, str, str, str]) -> None:
    period, begun, ended, percent, planned, variance, status, rag = row
    start, end = map(day, period.split(" – "))
    said = reported(percent)
    if begun:
        said["actual_start"] = day(begun)
    if ended:
        said["actual_end"] = day(ended)
    found = tracked({"start": start, "end": end}, said)
    assert (format_figure(found.planned), format_figure(found.variance)) == (planned, variance)
    assert (found.status, found.rag, found.late) == (status, rag, False)


HALF_YEAR: Fields = {"start": date(2026, 1, 1), "end": date(2026, 6, 30)}
BEGUN: Fields = {"actual_start": date(2026, 1, 5)}


@pytest.mark.parametrize(
    ("said", "status", "rag"),
    [
        (reported(50, stated_status="cancelled"), "cancelled", "grey"),
        (reported(50, stated_status="on_hold", **BEGUN), "on_hold", "grey"),
        (reported(100, stated_status="cancelled", actual_end=ASOF), "cancelled", "grey"),
        (reported(100, stated_status="on_hold", actual_end=ASOF), "done", "blue"),
        (reported(100, **BEGUN), "in_progress", "green"),  # 100 % without an end is not done
        (reported(90, actual_end=ASOF), "in_progress", "green"),
        (reported(50, stated_status="done", **BEGUN), "in_progress", "green"),
        (None, "late_start", "red"),
        ({}, "late_start", "red"),
    ],
)
def test_the_first_status_that_fits(said: Fields | None, status: str, rag: str) -> None:
    found = tracked(HALF_YEAR, said)
    assert (found.status, found.rag) == (status, rag)


def test_work_begun_before_its_day_is_in_progress() -> None:
    later: Fields = {"start": date(2026, 4, 1), "end": date(2026, 6, 30)}
    assert tracked(later, reported(0, actual_start=ASOF)).status == "in_progress"
    assert tracked(later, reported(5)).status == "in_progress"


@pytest.mark.parametrize(
    ("percent", "rag"),
    [
        ("29.72", "red"),  # 20.00 behind, as it is printed
        ("29.73", "amber"),
        ("39.72", "amber"),  # 10.00 behind
        ("39.73", "green"),
        ("49.72", "green"),
    ],
)
def test_how_far_behind_is_judged_as_printed(percent: str, rag: str) -> None:
    """90 of 181 days are 49.7238 %."""
    found = tracked(HALF_YEAR, {"percent": D(percent), "report_date": ASOF, **BEGUN})
    assert found.rag == rag


@pytest.mark.parametrize(("start", "rag"), [(17, "amber"), (16, "red")])
def test_a_start_late_by_more_than_14_days_is_red(start: int, rag: str) -> None:
    year: Fields = {"start": date(2026, 3, start), "end": date(2027, 3, 31)}
    assert tracked(year, reported(0)).rag == rag


@pytest.mark.parametrize(
    ("end", "percent", "rag"),
    [(14, 79, "amber"), (14, 80, "green"), (15, 79, "green")],
)
def test_14_days_left_with_less_than_80_percent_is_amber(end: int, percent: int, rag: str) -> None:
    plan: Fields = {"start": date(2026, 2, 12), "end": date(2026, 4, end)}
    assert tracked(plan, reported(percent, actual_start=date(2026, 2, 12))).rag == rag


@pytest.mark.parametrize(
    ("last", "rag"), [(date(2026, 2, 24), "green"), (date(2026, 2, 23), "amber")]
)
def test_no_report_for_more_than_35_days_is_amber(last: date, rag: str) -> None:
    assert tracked(HALF_YEAR, {"percent": D(50), "report_date": last, **BEGUN}).rag == rag


def test_done_late_and_overdue_days() -> None:
    quarter: Fields = {"start": date(2026, 1, 1), "end": date(2026, 3, 20)}
    late = tracked(quarter, reported(100, actual_end=date(2026, 3, 21)))
    assert (late.status, late.rag, late.late, late.days_overdue) == ("done", "blue", True, 0)
    assert tracked(quarter, reported(90)).days_overdue == 11


REPLAN: Fields = {
    "replan_end": date(2026, 4, 30),
    "replan_reason": "น้ำท่วม",
    "replan_approver": "หัวหน้า",
}


def test_an_approved_replan_is_in_force() -> None:
    quarter: Fields = {"start": date(2026, 1, 1), "end": date(2026, 3, 30)}
    found = tracked(quarter, reported(75, **BEGUN, **REPLAN))
    assert (found.start, found.end, found.replanned) == (
        date(2026, 1, 1),
        date(2026, 4, 30),
        True,
    )
    assert (found.status, format_figure(found.planned)) == ("in_progress", "75.00")


@pytest.mark.parametrize("missing", ["replan_reason", "replan_approver"])
def test_a_replan_without_reason_or_approver_is_not(missing: str) -> None:
    quarter: Fields = {"start": date(2026, 1, 1), "end": date(2026, 3, 30)}
    said = {key: value for key, value in REPLAN.items() if key != missing}
    found = tracked(quarter, reported(75, **BEGUN, **said))
    assert (found.end, found.replanned, found.status) == (date(2026, 3, 30), False, "overdue")


@pytest.mark.parametrize(
    ("plan", "status"),
    [
        ({}, "no_dates"),
        ({"start": date(2026, 1, 1)}, "no_dates"),
        ({"start": date(2026, 6, 30), "end": date(2026, 1, 1)}, "wrong_dates"),
    ],
)
def test_b15_without_usable_dates_it_is_listed_as_such(plan: Fields, status: str) -> None:
    found = tracked(plan, reported(50))
    assert (found.planned, found.variance, found.status, found.rag) == (None, None, status, "wrong")
    assert tracked(plan, reported(100, actual_end=ASOF)).rag is Rag.BLUE


def test_an_unreadable_percentage_is_not_a_zero() -> None:
    made = office(S07_actions=[action("A1", **HALF_YEAR)], S08_tracker=[report("A1")])
    made.tables["S08.tracker"].rows[0].unreadable["percent"] = "ครึ่งหนึ่ง"
    found = track(made, scored(), PACK, ASOF).actions[0]
    assert (found.percent, found.status, found.rag) == (None, "unreadable", "wrong")


def test_the_tracker_alone_shows_the_plans_dates() -> None:
    """A workbook of stage 8 only has no S07: its locked cells carry the plan."""
    said: Fields = {"plan_start": date(2026, 1, 1), "plan_end": date(2026, 6, 30), "owner": "ก"}
    made = office(S08_tracker=[report("A1", **said, **reported(50, **BEGUN))])
    found = track(made, scored(), PACK, ASOF).actions[0]
    assert (found.start, found.status, found.owner) == (date(2026, 1, 1), "in_progress", "ก")


def two_actions(**settings: str) -> Tracker:
    """06.1 (weighted gap 17.14) at 50 %, 01.1 (8.57) at 20 %, and a cancelled one."""
    budgets = (D(100), D(300), D(1000))
    codes = ("06.1", "01.1", "08.1")
    plans = [
        action(f"A{n}", code, budget=budget, **HALF_YEAR)
        for n, (code, budget) in enumerate(zip(codes, budgets, strict=True), 1)
    ]
    reports = [
        report("A1", **reported(50)),
        report("A2", **reported(20)),
        report("A3", **reported(90, stated_status="cancelled")),
    ]
    made = office(S07_actions=plans, S08_tracker=reports)
    return track(made, scored(), with_settings(PACK, **settings), ASOF)


@pytest.mark.parametrize(
    ("by", "progress"),
    [("gap", Fraction(2 * 50 + 20, 3)), ("budget", Fraction(50 + 3 * 20, 4)), ("equal", 35)],
)
def test_progress_of_the_plan(by: str, progress: Fraction) -> None:
    assert two_actions(progress_weight=by).progress == progress


def test_actions_of_no_weight_count_equally() -> None:
    plans = [action("A1", "08.2", **HALF_YEAR), action("A2", "08.2", **HALF_YEAR)]
    made = office(S07_actions=plans, S08_tracker=[report("A1", **reported(50))])
    tracker = track(made, scored(), PACK, ASOF)
    assert tracker.progress == 25
    assert [tracked_action.row for tracked_action in tracker.actions] == [
        10,
        0,
    ]  # the second is not reported


def test_no_actions() -> None:
    tracker = track(office(), scored(), PACK, ASOF)
    assert (tracker.actions, tracker.progress) == ((), None)


def test_the_latest_report_counts() -> None:
    reports = [
        report("A1", percent=D(60), report_date=date(2026, 3, 31)),
        report("A1", percent=D(30), report_date=date(2026, 2, 28)),
    ]
    made = office(S07_actions=[action("A1", **HALF_YEAR)], S08_tracker=reports)
    tracker = track(made, scored(), PACK, ASOF)
    assert [tracked_action.percent for tracked_action in tracker.actions] == [60]


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(days, days, days)
def test_planned_progress_rises_from_0_to_100(start: date, end: date, asof: date) -> None:
    planned = planned_percent(Dates(start, end, replanned=False), asof)
    if end < start:
        assert planned is None
    else:
        assert planned is not None
        assert 0 <= planned <= 100
        assert (planned == 0) is (asof < start)
        assert (planned == 100) is (asof >= end)
