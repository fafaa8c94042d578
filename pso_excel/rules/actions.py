"""P and R: the upgrade plan and its tracker, as far as their dates and figures contradict."""

from collections.abc import Iterator
from decimal import Decimal

from pso_excel.figures import plain, printed, shown
from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule, day_words
from pso_excel.stages.choices import words_of

ACTIONS = "S07.actions"
TRACKER = "S08.tracker"
HUNDRED = Decimal(100)


def gap_without_action(case: Case) -> Iterator[Problem]:
    """P901: an indicator is below its target and has no action, though a plan was begun."""
    entries = case.submission.tables.get(ACTIONS)
    if entries is None or not entries.rows:
        return
    for gap in case.plan.gaps:
        if not gap.has_action:
            values = {"code": gap.code, "s": printed(gap.score), "t": printed(gap.target)}
            yield Problem("P901", entries.place(entries.rows[-1], "indicators"), values)


def ends_before_start(case: Case) -> Iterator[Problem]:
    """P904: an action ends before it starts."""
    for entries, row in case.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        if start and end and end < start:
            values = {"act": row.text("act"), "a": day_words(start), "b": day_words(end)}
            yield Problem("P904", entries.place(row, "end"), values)


def target_not_higher(case: Case) -> Iterator[Problem]:
    """P906: the target level is not above the baseline level."""
    for entries, row in case.submission.cells(ACTIONS):
        baseline, target = row.number_of("baseline"), row.number_of("target")
        if baseline is not None and target is not None and target <= baseline:
            values = {"act": row.text("act"), "t": plain(target), "s": plain(baseline)}
            yield Problem("P906", entries.place(row, "target"), values)


def budget_without_source(case: Case) -> Iterator[Problem]:
    """P910: a budget above 0 without a source."""
    for entries, row in case.submission.cells(ACTIONS):
        budget = row.number_of("budget")
        if budget and budget > 0 and row.is_blank("budget_source"):
            values = {"act": row.text("act"), "b": f"{budget:,f}"}
            yield Problem("P910", entries.place(row, "budget_source"), values)


def stopped_without_reason(case: Case) -> Iterator[Problem]:
    """R010: cancelled or on hold without a reason and an approver."""
    for entries, row in case.submission.cells(TRACKER):
        stated = row.text("stated_status")
        if stated not in ("cancelled", "on_hold"):
            continue
        for field in ("replan_reason", "replan_approver"):
            if row.is_blank(field):
                values = {"act": row.text("act"), "status": words_of("stated_status", stated)}
                yield Problem("R010", entries.place(row, field), values)


def end_without_done(case: Case) -> Iterator[Problem]:
    """R004: an actual end date with progress under 100 %."""
    for entries, row in case.submission.cells(TRACKER):
        percent = row.number_of("percent")
        if row.day("actual_end") and percent is not None and percent < HUNDRED:
            values = {"act": row.text("act"), "p": plain(percent)}
            yield Problem("R004", entries.place(row, "percent"), values)


def ended_before_begun(case: Case) -> Iterator[Problem]:
    """R005: the actual end is before the actual start."""
    for entries, row in case.submission.cells(TRACKER):
        start, end = row.day("actual_start"), row.day("actual_end")
        if start and end and end < start:
            values = {"act": row.text("act"), "a": day_words(start), "b": day_words(end)}
            yield Problem("R005", entries.place(row, "actual_end"), values)


def actual_in_future(case: Case) -> Iterator[Problem]:
    """R006: an actual date is after the report date."""
    for entries, row in case.submission.cells(TRACKER):
        reported = row.day("report_date") or case.asof
        for field in ("actual_start", "actual_end"):
            actual = row.day(field)
            if actual and actual > reported:
                values = {
                    "act": row.text("act"),
                    "date": day_words(actual),
                    "asof": day_words(reported),
                }
                yield Problem("R006", entries.place(row, field), values)


def overdue(case: Case) -> Iterator[Problem]:
    """R008: an action is overdue."""
    entries = case.submission.tables.get(TRACKER)
    if entries is None:
        return
    rows = {row.number: row for row in entries.rows}
    for action in case.tracker.actions:
        row = rows.get(action.row)
        if row is not None and action.end is not None and action.days_overdue > 0:
            values = {
                "act": action.code,
                "n": str(action.days_overdue),
                "due": day_words(action.end),
            }
            yield Problem("R008", entries.place(row, "percent"), values)


def projection_below_target(case: Case) -> Iterator[Problem]:
    """P913: even if every action is done, the projected score is below the target."""
    entries = case.submission.tables.get(ACTIONS)
    projected, target = case.plan.score_all, case.framework.number("target")
    if entries is None or not entries.rows or projected is None:
        return
    if shown(projected) < target:
        values = {"p": printed(projected), "t": printed(target)}
        yield Problem("P913", entries.place(entries.rows[0], "target"), values)


RULES: tuple[Rule, ...] = (
    gap_without_action,
    ends_before_start,
    target_not_higher,
    budget_without_source,
    projection_below_target,
    stopped_without_reason,
    end_without_done,
    ended_before_begun,
    actual_in_future,
    overdue,
)
