"""R: stage 8, the reports of the tracker."""

from collections.abc import Iterator
from decimal import Decimal

from pso_excel.core.figures import format_plain
from pso_excel.core.problem import Problem
from pso_excel.forms.choices import status_words, words_of
from pso_excel.model.scorecard import ActionStatus, Tracked
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext, day_words
from pso_excel.rules.s07_plan import ACTIONS
from pso_excel.scoring.actions import UNTOLD

TRACKER = "S08.tracker"
HUNDRED = Decimal(100)
WAITING = frozenset({ActionStatus.IN_PROGRESS, ActionStatus.LATE_START, ActionStatus.OVERDUE})
"""What an office still has to report of."""
SAME = {
    "not_started": frozenset({ActionStatus.NOT_DUE, ActionStatus.LATE_START, ActionStatus.OVERDUE}),
    "in_progress": frozenset({ActionStatus.IN_PROGRESS, ActionStatus.OVERDUE}),
    "done": frozenset({ActionStatus.DONE}),
    "on_hold": frozenset({ActionStatus.ON_HOLD}),
    "cancelled": frozenset({ActionStatus.CANCELLED}),
}
"""The derived statuses that each stated status agrees with; being late is told by R008."""


def _tracked(context: RuleContext) -> Iterator[tuple[TableRows, Row, Tracked]]:
    """The reports that count, each with what the tracker makes of it."""
    entries = context.submission.tables.get(TRACKER)
    rows = {row.row_number: row for row in entries.rows} if entries else {}
    for action in context.tracker.actions:
        row = rows.get(action.row)
        if entries and row is not None:
            yield entries, row, action


def stopped_without_reason(context: RuleContext) -> Iterator[Problem]:
    """R010: cancelled or on hold without a reason and an approver."""
    for entries, row in context.submission.cells(TRACKER):
        stated = row.text("stated_status")
        if stated not in ("cancelled", "on_hold"):
            continue
        for field in ("replan_reason", "replan_approver"):
            if row.is_blank(field):
                values = {"act": row.text("act"), "status": words_of("stated_status", stated)}
                yield Problem("R010", entries.locate(row, field), values)


def end_without_done(context: RuleContext) -> Iterator[Problem]:
    """R004: an actual end date with progress under 100 %."""
    for entries, row in context.submission.cells(TRACKER):
        percent = row.number_of("percent")
        if row.day("actual_end") and percent is not None and percent < HUNDRED:
            values = {"act": row.text("act"), "p": format_plain(percent)}
            yield Problem("R004", entries.locate(row, "percent"), values)


def ended_before_begun(context: RuleContext) -> Iterator[Problem]:
    """R005: the actual end is before the actual start."""
    for entries, row in context.submission.cells(TRACKER):
        start, end = row.day("actual_start"), row.day("actual_end")
        if start and end and end < start:
            values = {"act": row.text("act"), "a": day_words(start), "b": day_words(end)}
            yield Problem("R005", entries.locate(row, "actual_end"), values)


def actual_in_future(context: RuleContext) -> Iterator[Problem]:
    """R006: an actual date is after the report date."""
    for entries, row in context.submission.cells(TRACKER):
        reported = row.day("report_date") or context.asof
        for field in ("actual_start", "actual_end"):
            actual = row.day(field)
            if actual and actual > reported:
                values = {
                    "act": row.text("act"),
                    "date": day_words(actual),
                    "asof": day_words(reported),
                }
                yield Problem("R006", entries.locate(row, field), values)


def not_updated(context: RuleContext) -> Iterator[Problem]:
    """R007: an action under way or late has not been reported for more than track_stale days.

    A blank day of the report is told by its field.
    """
    longest = context.framework.number("track_stale")
    for entries, row, action in _tracked(context):
        reported = row.day("report_date")
        days = (context.asof - reported).days if reported else 0
        if action.status in WAITING and days > longest:
            values = {"act": action.code, "n": str(days)}
            yield Problem("R007", entries.locate(row, "report_date"), values)


def overdue(context: RuleContext) -> Iterator[Problem]:
    """R008: an action is overdue. Silent where a later day is typed and only its reason or its
    approver is missing, which is told there (R017)."""
    for entries, row, action in _tracked(context):
        later = row.day("replan_end")
        waiting = later is not None and not action.replanned and later >= context.asof
        if action.end is not None and action.days_overdue > 0 and not waiting:
            values = {
                "act": action.code,
                "n": str(action.days_overdue),
                "due": day_words(action.end),
            }
            yield Problem("R008", entries.locate(row, "percent"), values)


def overspent(context: RuleContext) -> Iterator[Problem]:
    """R012: more is spent than the budget of the plan; a blank budget says nothing."""
    for entries, row, action in _tracked(context):
        spent, budget = action.spent, action.budget
        if spent is not None and budget is not None and spent > budget:
            values = {"act": action.code, "s": f"{spent:,f}", "b": f"{budget:,f}"}
            yield Problem("R012", entries.locate(row, "spent"), values)


def status_differs(context: RuleContext) -> Iterator[Problem]:
    """R013: the stated status differs from the derived one.

    "Not started" with progress or an actual start differs, however late the action is.
    """
    for entries, row, action in _tracked(context):
        stated, derived = row.text("stated_status"), action.status
        if not stated or derived in UNTOLD:
            continue
        begun = bool(row.number_of("percent") or row.day("actual_start"))
        if derived not in SAME[stated] or (stated == "not_started" and begun):
            values = {
                "act": action.code,
                "a": words_of("stated_status", stated),
                "b": status_words(derived, action.late),
            }
            yield Problem("R013", entries.locate(row, "stated_status"), values)


def _before(context: RuleContext, table: str) -> dict[str, Row]:
    """The rows of this round's workbook as last received, by action."""
    report = context.earlier.report
    return report.tables[table].by_key() if report and table in report.tables else {}


def progress_fell(context: RuleContext) -> Iterator[Problem]:
    """R002: the progress of an action is lower than when it was last reported, without a reason.

    The reason may stand as a problem or as the reason of a change of the plan.
    """
    before = _before(context, TRACKER)
    for entries, row in context.submission.cells(TRACKER):
        act, now = row.text("act"), row.number_of("percent")
        old = before[act].number_of("percent") if act in before else None
        reasoned = not (row.is_blank("problem") and row.is_blank("replan_reason"))
        if now is not None and old is not None and now < old and not reasoned:
            values = {"act": act, "a": format_plain(old), "b": format_plain(now)}
            yield Problem("R002", entries.locate(row, "percent"), values)


def plan_changed(context: RuleContext) -> Iterator[Problem]:
    """R011: the planned start or end of an action that was approved when last received is another
    one now, without a reason and an approver of the change in the tracker."""
    before = _before(context, ACTIONS)
    reports = {row.text("act"): row for row in context.submission.rows(TRACKER)}
    for entries, row in context.submission.cells(ACTIONS):
        act = row.text("act")
        old, report = before.get(act), reports.get(act)
        replanned = report and report.text("replan_reason") and report.text("replan_approver")
        if old is None or old.text("approved") != "yes" or replanned:
            continue
        for field in ("start", "end"):
            was, now = old.day(field), row.day(field)
            if was and now and was != now:
                values = {"act": act, "a": day_words(was), "b": day_words(now)}
                yield Problem("R011", entries.locate(row, field), values)


def not_tracked(context: RuleContext) -> Iterator[Problem]:
    """R014: an approved action of the plan is missing from the tracker, once that is begun."""
    if not context.begun(TRACKER):
        return
    tracked = {row.text("act") for row in context.submission.rows(TRACKER)}
    for entries, row in context.submission.cells(ACTIONS):
        act = row.text("act")
        if act and row.text("approved") == "yes" and act not in tracked:
            yield Problem("R014", entries.locate(row, "act"), {"act": act})


def not_in_approved_plan(context: RuleContext) -> Iterator[Problem]:
    """R015: the tracker reports an action of the plan that is not approved, though others are.

    An action that is not in the plan at all is told by the field itself (R015 as well). Where no
    action is approved yet, the checklist of stage 9 asks for it (Q14).
    """
    plan = {row.text("act"): row.text("approved") for row in context.submission.rows(ACTIONS)}
    if "yes" not in plan.values():
        return
    for entries, row in context.submission.cells(TRACKER):
        act = row.text("act")
        if act in plan and plan[act] != "yes":
            yield Problem("R015", entries.locate(row, "act"), {"act": act})


RULES: tuple[Rule, ...] = (
    stopped_without_reason,
    end_without_done,
    ended_before_begun,
    actual_in_future,
    not_updated,
    overdue,
    overspent,
    status_differs,
    progress_fell,
    plan_changed,
    not_tracked,
    not_in_approved_plan,
)
"""Every rule of this file."""
