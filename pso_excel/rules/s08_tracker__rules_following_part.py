"""R: whether the tracker follows the approved plan, and the report before it."""

from collections.abc import Iterator

from pso_excel.core.figures import plain
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Row
from pso_excel.rules.context import Case, Rule, day_words
from pso_excel.rules.s07_plan import ACTIONS
from pso_excel.rules.s08_tracker import TRACKER


def _before(case: Case, table: str) -> dict[str, Row]:
    """The rows of this round's workbook as last received, by action."""
    report = case.earlier.report
    return report.tables[table].by_key() if report and table in report.tables else {}


def progress_fell(case: Case) -> Iterator[Problem]:
    """R002: the progress of an action is lower than when it was last reported, without a reason.

    The reason may stand as a problem or as the reason of a change of the plan.
    """
    before = _before(case, TRACKER)
    for entries, row in case.submission.cells(TRACKER):
        act, now = row.text("act"), row.number_of("percent")
        old = before[act].number_of("percent") if act in before else None
        reasoned = not (row.is_blank("problem") and row.is_blank("replan_reason"))
        if now is not None and old is not None and now < old and not reasoned:
            values = {"act": act, "a": plain(old), "b": plain(now)}
            yield Problem("R002", entries.place(row, "percent"), values)


def plan_changed(case: Case) -> Iterator[Problem]:
    """R011: the planned start or end of an action that was approved when last received is another
    one now, without a reason and an approver of the change in the tracker."""
    before = _before(case, ACTIONS)
    reports = {row.text("act"): row for row in case.submission.rows(TRACKER)}
    for entries, row in case.submission.cells(ACTIONS):
        act = row.text("act")
        old, report = before.get(act), reports.get(act)
        replanned = report and report.text("replan_reason") and report.text("replan_approver")
        if old is None or old.text("approved") != "yes" or replanned:
            continue
        for field in ("start", "end"):
            was, now = old.day(field), row.day(field)
            if was and now and was != now:
                values = {"act": act, "a": day_words(was), "b": day_words(now)}
                yield Problem("R011", entries.place(row, field), values)


def not_tracked(case: Case) -> Iterator[Problem]:
    """R014: an approved action of the plan is missing from the tracker, once that is begun."""
    if not case.begun(TRACKER):
        return
    tracked = {row.text("act") for row in case.submission.rows(TRACKER)}
    for entries, row in case.submission.cells(ACTIONS):
        act = row.text("act")
        if act and row.text("approved") == "yes" and act not in tracked:
            yield Problem("R014", entries.place(row, "act"), {"act": act})


def not_in_approved_plan(case: Case) -> Iterator[Problem]:
    """R015: the tracker reports an action of the plan that is not approved, though others are.

    An action that is not in the plan at all is told by the field itself (R015 as well). Where no
    action is approved yet, the checklist of stage 9 asks for it (Q14).
    """
    plan = {row.text("act"): row.text("approved") for row in case.submission.rows(ACTIONS)}
    if "yes" not in plan.values():
        return
    for entries, row in case.submission.cells(TRACKER):
        act = row.text("act")
        if act in plan and plan[act] != "yes":
            yield Problem("R015", entries.place(row, "act"), {"act": act})


RULES: tuple[Rule, ...] = (progress_fell, plan_changed, not_tracked, not_in_approved_plan)
"""Every rule of this room."""
