"""P: stage 7, the actions of the upgrade plan one by one, and whether they close the gaps."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pso_excel.core.figures import plain, printed, shown
from pso_excel.core.messages import worded
from pso_excel.core.problem import Problem
from pso_excel.core.thai import ERA
from pso_excel.model.scorecard import GapItem, State
from pso_excel.results.problem_groups import first_few
from pso_excel.rules.context import Case, Rule, day_words, next_place
from pso_excel.rules.context__rules_period_part import fiscal_period
from pso_excel.scoring.actions__planning_actions_part import actions_of

ACTIONS = "S07.actions"
MOST_LISTED = 20


def gap_without_action(case: Case) -> Iterator[Problem]:
    """P901: indicators are below their target with no action, once the plan is begun or sent.

    An action that was cancelled with a reason and an approver is an accepted reason. All are told
    at one cell, that of the next action, since it is a row that is missing.
    """
    entries = case.submission.tables.get(ACTIONS)
    if entries is None or not case.is_due("S07"):
        return
    accepted = _accepted(case)
    open_gaps = [gap for gap in case.plan.gaps if not gap.has_action and gap.code not in accepted]
    if open_gaps:
        codes = first_few((gap.code for gap in open_gaps), MOST_LISTED)
        values = {"code": codes, **_scores(open_gaps[:MOST_LISTED])}
        yield Problem("P901", next_place(entries, "indicators"), values)


def _accepted(case: Case) -> frozenset[str]:
    return frozenset(
        code
        for action in actions_of(case.submission)
        if action.cancelled and action.report
        if action.report.text("replan_reason") and action.report.text("replan_approver")
        for code in action.indicators
    )


def _scores(gaps: Sequence[GapItem]) -> dict[str, str]:
    return {
        "s": ", ".join(printed(gap.score) for gap in gaps),
        "t": first_few((printed(gap.target) for gap in gaps), MOST_LISTED),
    }


def ends_before_start(case: Case) -> Iterator[Problem]:
    """P904: an action ends before it starts."""
    for entries, row in case.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        if start and end and end < start:
            values = {"act": row.text("act"), "a": day_words(start), "b": day_words(end)}
            yield Problem("P904", entries.place(row, "end"), values)


def outside_fiscal_year(case: Case) -> Iterator[Problem]:
    """P905: an action begins before the fiscal year of the plan or ends after it.

    Told at the first day that lies outside; silent where the days contradict each other (P904).
    """
    year = fiscal_period(case)
    for entries, row in case.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        if year is None or (start and end and end < start):
            continue
        outside = [id for id, day in (("start", start), ("end", end)) if day and day not in year]
        if outside:
            values = {"act": row.text("act"), "fy": str(year.last.year + ERA)}
            yield Problem("P905", entries.place(row, outside[0]), values)


def target_not_higher(case: Case) -> Iterator[Problem]:
    """P906: the target level is not above the baseline level."""
    for entries, row in case.submission.cells(ACTIONS):
        baseline, target = row.number_of("baseline"), row.number_of("target")
        if baseline is not None and target is not None and target <= baseline:
            values = {"act": row.text("act"), "t": plain(target), "s": plain(baseline)}
            yield Problem("P906", entries.place(row, "target"), values)


def indicator_not_applying(case: Case) -> Iterator[Problem]:
    """P907: an action refers to an indicator that does not apply.

    One that is unknown is told by the field itself (P907 as well), at the same cell, which is why
    a row with one tells nothing here.
    """
    known = {row.text("code") for row in case.submission.rows("S05.indicators")}
    left_out = {leaf.code for leaf in case.scorecard.indicators if leaf.state is State.NA}
    for entries, row in case.submission.cells(ACTIONS):
        codes = row.keys_of("indicators")
        lost = [code for code in codes if code in left_out]
        if lost and not (known and set(codes) - known):
            values = {
                "act": row.text("act"),
                "value": ", ".join(lost),
                "problem": worded("not_applying"),
            }
            yield Problem("P907", entries.place(row, "indicators"), values)


def budget_without_source(case: Case) -> Iterator[Problem]:
    """P910: a budget above 0 without a source."""
    for entries, row in case.submission.cells(ACTIONS):
        budget = row.number_of("budget")
        if budget and budget > 0 and row.is_blank("budget_source"):
            values = {"act": row.text("act"), "b": f"{budget:,f}"}
            yield Problem("P910", entries.place(row, "budget_source"), values)


def projection_below_target(case: Case) -> Iterator[Problem]:
    """P913: even if every action is done, the projected score is below the target."""
    entries = case.submission.tables.get(ACTIONS)
    projected, target = case.plan.score_all, case.framework.number("target")
    if entries is None or not entries.rows or projected is None:
        return
    if shown(projected) < target:
        values = {"p": printed(projected), "t": printed(target)}
        yield Problem("P913", entries.place(entries.rows[0], "target"), values)


def long_without_milestone(case: Case) -> Iterator[Problem]:
    """P916: an action runs for more than milestone_days without a milestone."""
    longest = case.framework.number("milestone_days")
    for entries, row in case.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        days = Decimal((end - start).days) if start and end else Decimal(0)
        if days > longest and row.is_blank("milestones"):
            values = {"act": row.text("act"), "n": plain(days)}
            yield Problem("P916", entries.place(row, "milestones"), values)


RULES: tuple[Rule, ...] = (
    gap_without_action,
    ends_before_start,
    outside_fiscal_year,
    target_not_higher,
    indicator_not_applying,
    budget_without_source,
    projection_below_target,
    long_without_milestone,
)
"""Every rule of this room."""
