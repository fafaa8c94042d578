"""The tracker of an office as of a day: planned progress, status and signal (domain study E.7)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core.figures import round_half_up
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import ActionStatus, Rag, Scorecard, Tracked, Tracker
from pso_excel.model.submission import Row, Submission


class Action(NamedTuple):
    """One action: its row of the plan and its latest report, either of which may be missing."""

    code: str
    plan: Row | None
    report: Row | None

    @property
    def cancelled(self) -> bool:
        """Whether the office says it is cancelled."""
        return self.report is not None and self.report.text("stated_status") == "cancelled"

    @property
    def started(self) -> bool:
        """Whether work has begun: an actual start, or some progress."""
        if self.report is None:
            return False
        return bool(self.report.day("actual_start") or self.report.number_of("percent"))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes it raises."""
        return self.plan.keys_of("indicators") if self.plan else ()

    def planned_day(self, end: str) -> date | None:
        """The ``start`` or ``end`` of the plan; without the plan, what the tracker shows of it."""
        if self.plan is not None:
            return self.plan.day(end)
        return self.report.day(f"plan_{end}") if self.report else None

    def judgement(self, field: str) -> Decimal | None:
        """The ``urgency`` or ``effort`` the office gave, 1 to 5."""
        return self.plan.number_of(field) if self.plan else None


def actions_of(submission: Submission) -> tuple[Action, ...]:
    """Every action of the plan in its order, then reports on actions that are in no plan.

    Of several reports on one action the latest counts.
    """
    reports: dict[str, Row] = {}
    told = sorted(
        submission.rows("S08.tracker"), key=lambda row: row.day("report_date") or date.min
    )
    for row in told:
        reports[row.text("act")] = row
    plans: dict[str, Row] = {}
    for row in submission.rows("S07.actions"):
        plans.setdefault(row.text("act"), row)
    codes = [code for code in dict.fromkeys((*plans, *reports)) if code]
    return tuple(Action(code, plans.get(code), reports.get(code)) for code in codes)


def by_indicator(actions: tuple[Action, ...]) -> Mapping[str, tuple[Action, ...]]:
    """The actions that are not cancelled by the indicators they raise."""
    found: dict[str, tuple[Action, ...]] = {}
    for action in actions:
        for code in () if action.cancelled else action.indicators:
            found[code] = (*found.get(code, ()), action)
    return found


ZERO, ONE, FULL = Fraction(0), Fraction(1), Fraction(100)
NOT_COUNTED = frozenset({ActionStatus.CANCELLED, ActionStatus.ON_HOLD, ActionStatus.NOT_DUE})
UNTOLD = frozenset({ActionStatus.UNREADABLE, ActionStatus.NO_DATES, ActionStatus.WRONG_DATES})
NO_REPORT = Row(0)


class Dates(NamedTuple):
    """The plan in force of one action, and whether an approved re-plan changed it."""

    start: date | None
    end: date | None
    replanned: bool


def track(
    submission: Submission, scorecard: Scorecard, framework: Framework, asof: date
) -> Tracker:
    """Every action of the plan as of a day, counted in calendar days, and the plan's progress.

    An action of the plan that is not reported is listed with row 0 and no percentage. Progress is
    the mean of the percentages by weight (``progress_weight``: weighted gap, budget or equal);
    cancelled actions are left out.
    """
    tracked = [_tracked(action, framework, asof) for action in actions_of(submission)]
    weights = _weights(tracked, scorecard, str(framework.settings["progress_weight"].value))
    actions = tuple(
        tracked_action._replace(weight=weight)
        for tracked_action, weight in zip(tracked, weights, strict=True)
    )
    whole = sum((tracked.weight for tracked in actions), ZERO)
    done = sum((action.weight * (action.percent or ZERO) for action in actions), ZERO)
    return Tracker(asof=asof, actions=actions, progress=done / whole if whole else None)


def _tracked(action: Action, framework: Framework, asof: date) -> Tracked:
    report = action.report or NO_REPORT
    dates = dates_in_force(action)
    number = report.number_of("percent")
    percent = None if number is None else Fraction(number)
    planned = planned_percent(dates, asof)
    status = status_of(report, dates, asof)
    variance = None if planned is None or percent is None else percent - planned
    finished = report.day("actual_end")
    overdue = status is ActionStatus.OVERDUE and dates.end is not None
    return Tracked(
        code=action.code,
        row=report.row_number,
        owner=action.plan.text("owner") if action.plan else report.text("owner"),
        action=action.plan.text("action") if action.plan else report.text("action"),
        indicators=action.indicators,
        start=dates.start,
        end=dates.end,
        percent=percent,
        planned=planned,
        variance=variance,
        status=status,
        rag=_rag(status, report, dates, planned, framework, asof),
        late=status is ActionStatus.DONE
        and finished is not None
        and dates.end is not None
        and finished > dates.end,
        days_overdue=(asof - dates.end).days if overdue and dates.end else 0,
        replanned=dates.replanned,
        budget=action.judgement("budget"),
        spent=report.number_of("spent"),
    )


def dates_in_force(action: Action) -> Dates:
    """The dates of the plan, or of a re-plan that has both a reason and an approver."""
    start, end = action.planned_day("start"), action.planned_day("end")
    report = action.report
    if report is None or not (report.text("replan_reason") and report.text("replan_approver")):
        return Dates(start, end, replanned=False)
    new_start, new_end = report.day("replan_start"), report.day("replan_end")
    return Dates(new_start or start, new_end or end, replanned=bool(new_start or new_end))


def planned_percent(dates: Dates, asof: date) -> Fraction | None:
    """How far an action should be: 0 before its start, then day by day to 100 on its last day.

    None when a date is missing or the end is before the start.
    """
    if dates.start is None or dates.end is None or dates.end < dates.start:
        return None
    if asof < dates.start:
        return ZERO
    passed, length = (asof - dates.start).days + 1, (dates.end - dates.start).days + 1
    return FULL * min(ONE, Fraction(passed, length))


def status_of(report: Row, dates: Dates, asof: date) -> ActionStatus:
    """The first status that fits."""
    if report.unreadable.keys() & {"percent", "actual_start", "actual_end"}:
        return ActionStatus.UNREADABLE
    stated, percent = report.text("stated_status"), report.number_of("percent")
    if stated == "cancelled":
        return ActionStatus.CANCELLED
    if report.day("actual_end") and percent == FULL:
        return ActionStatus.DONE
    if stated == "on_hold":
        return ActionStatus.ON_HOLD
    if dates.start is None or dates.end is None:
        return ActionStatus.NO_DATES
    if dates.end < dates.start:
        return ActionStatus.WRONG_DATES
    if asof > dates.end:
        return ActionStatus.OVERDUE
    if percent or report.day("actual_start"):
        return ActionStatus.IN_PROGRESS
    return ActionStatus.NOT_DUE if asof < dates.start else ActionStatus.LATE_START


def _rag(
    status: ActionStatus,
    report: Row,
    dates: Dates,
    planned: Fraction | None,
    framework: Framework,
    asof: date,
) -> Rag:
    """The signal: blue done, grey not counted, then red, amber or green by the settings; that the
    data must be mended where they tell no status."""
    if status is ActionStatus.DONE:
        return Rag.BLUE
    if status in NOT_COUNTED:
        return Rag.GREY
    if status in UNTOLD or dates.start is None or dates.end is None:
        return Rag.WRONG
    percent = Fraction(report.number_of("percent") or 0)
    behind = round_half_up((planned or ZERO) - percent)
    late_start = status is ActionStatus.LATE_START
    days_late, days_left = (asof - dates.start).days, (dates.end - asof).days
    if status is ActionStatus.OVERDUE or behind >= framework.number("track_red"):
        return Rag.RED
    if late_start and days_late > framework.number("track_late"):
        return Rag.RED
    near_end = days_left <= framework.number("track_left") and percent < framework.number(
        "track_near"
    )
    stale = asof - _last_word(report, dates.start) > timedelta(int(framework.number("track_stale")))
    if late_start or behind >= framework.number("track_amber") or near_end or stale:
        return Rag.AMBER
    return Rag.GREEN


def _last_word(report: Row, start: date) -> date:
    """The day of the last report; without one, the day the action began or should have."""
    return report.day("report_date") or report.day("actual_start") or start


def _weights(tracked: list[Tracked], scorecard: Scorecard, by: str) -> list[Fraction]:
    """The weight of each action in the progress of the plan; all equal when none has any."""
    gaps = {leaf.code: leaf.weighted_gap or ZERO for leaf in scorecard.indicators}
    going = [action.status is not ActionStatus.CANCELLED for action in tracked]
    weights = [
        _weight(action, gaps, by) if counts else ZERO
        for action, counts in zip(tracked, going, strict=True)
    ]
    return weights if any(weights) else [Fraction(counts) for counts in going]


def _weight(tracked: Tracked, gaps: Mapping[str, Fraction], by: str) -> Fraction:
    if by == "gap":
        return sum((gaps.get(code, ZERO) for code in tracked.indicators), ZERO)
    return Fraction(tracked.budget or 0) if by == "budget" else ONE
