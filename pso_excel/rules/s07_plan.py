"""P: stage 7, the actions of the upgrade plan one by one, and whether they close the gaps."""

from bisect import insort
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_figure, format_plain, round_half_up
from pso_excel.core.messages import term
from pso_excel.core.problem import Problem
from pso_excel.core.thai import ERA
from pso_excel.model.problem_groups import first_few
from pso_excel.model.scorecard import GapItem, State
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext, day_words, first_free_cell, fiscal_period
from pso_excel.scoring.actions import actions_of

ACTIONS = "S07.actions"
MOST_LISTED = 20


def gap_without_action(context: RuleContext) -> Iterator[Problem]:
    """P901: indicators are below their target with no action, once the plan is begun or sent.

    An action that was cancelled with a reason and an approver is an accepted reason. All are told
    at one cell, that of the next action, since it is a row that is missing.
    """
    entries = context.submission.tables.get(ACTIONS)
    if entries is None or not context.is_due("S07"):
        return
    accepted = _accepted(context)
    open_gaps = [
        gap for gap in context.plan.gaps if not gap.has_action and gap.code not in accepted
    ]
    if open_gaps:
        codes = first_few((gap.code for gap in open_gaps), MOST_LISTED)
        values = {"code": codes, **_scores(open_gaps[:MOST_LISTED])}
        yield Problem("P901", first_free_cell(entries, "indicators"), values)


def _accepted(context: RuleContext) -> frozenset[str]:
    return frozenset(
        code
        for action in actions_of(context.submission)
        if action.cancelled and action.report
        if action.report.text("replan_reason") and action.report.text("replan_approver")
        for code in action.indicators
    )


def _scores(gaps: Sequence[GapItem]) -> dict[str, str]:
    return {
        "s": ", ".join(format_figure(gap.score) for gap in gaps),
        "t": first_few((format_figure(gap.target) for gap in gaps), MOST_LISTED),
    }


def ends_before_start(context: RuleContext) -> Iterator[Problem]:
    """P904: an action ends before it starts."""
    for entries, row in context.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        if start and end and end < start:
            values = {"act": row.text("act"), "a": day_words(start), "b": day_words(end)}
            yield Problem("P904", entries.locate(row, "end"), values)


def outside_fiscal_year(context: RuleContext) -> Iterator[Problem]:
    """P905: an action begins before the fiscal year of the plan or ends after it.

    Told at the first day that lies outside; silent where the days contradict each other (P904).
    """
    year = fiscal_period(context)
    for entries, row in context.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        if year is None or (start and end and end < start):
            continue
        outside = [
            field_id
            for field_id, day in (("start", start), ("end", end))
            if day and day not in year
        ]
        if outside:
            values = {"act": row.text("act"), "fy": str(year.last.year + ERA)}
            yield Problem("P905", entries.locate(row, outside[0]), values)


def target_not_higher(context: RuleContext) -> Iterator[Problem]:
    """P906: the target level is not above the baseline level."""
    for entries, row in context.submission.cells(ACTIONS):
        baseline, target = row.number_of("baseline"), row.number_of("target")
        if baseline is not None and target is not None and target <= baseline:
            values = {
                "act": row.text("act"),
                "t": format_plain(target),
                "s": format_plain(baseline),
            }
            yield Problem("P906", entries.locate(row, "target"), values)


def indicator_not_applying(context: RuleContext) -> Iterator[Problem]:
    """P907: an action refers to an indicator that does not apply.

    One that is unknown is told by the field itself (P907 as well), at the same cell, which is why
    a row with one tells nothing here.
    """
    known = {row.text("code") for row in context.submission.rows("S05.indicators")}
    left_out = {leaf.code for leaf in context.scorecard.indicators if leaf.state is State.NA}
    for entries, row in context.submission.cells(ACTIONS):
        codes = row.keys_of("indicators")
        lost = [code for code in codes if code in left_out]
        if lost and not (known and set(codes) - known):
            values = {
                "act": row.text("act"),
                "value": ", ".join(lost),
                "problem": term("not_applying"),
            }
            yield Problem("P907", entries.locate(row, "indicators"), values)


def budget_without_source(context: RuleContext) -> Iterator[Problem]:
    """P910: a budget above 0 without a source."""
    for entries, row in context.submission.cells(ACTIONS):
        budget = row.number_of("budget")
        if budget and budget > 0 and row.is_blank("budget_source"):
            values = {"act": row.text("act"), "b": f"{budget:,f}"}
            yield Problem("P910", entries.locate(row, "budget_source"), values)


def projection_below_target(context: RuleContext) -> Iterator[Problem]:
    """P913: even if every action is done, the projected score is below the target."""
    entries = context.submission.tables.get(ACTIONS)
    projected, target = context.plan.score_all, context.framework.number("target")
    if entries is None or not entries.rows or projected is None:
        return
    if round_half_up(projected) < target:
        values = {"p": format_figure(projected), "t": format_figure(target)}
        yield Problem("P913", entries.locate(entries.rows[0], "target"), values)


def long_without_milestone(context: RuleContext) -> Iterator[Problem]:
    """P916: an action runs for more than milestone_days without a milestone."""
    longest = context.framework.number("milestone_days")
    for entries, row in context.submission.cells(ACTIONS):
        start, end = row.day("start"), row.day("end")
        days = Decimal((end - start).days) if start and end else Decimal(0)
        if days > longest and row.is_blank("milestones"):
            values = {"act": row.text("act"), "n": format_plain(days)}
            yield Problem("P916", entries.locate(row, "milestones"), values)


class ScheduledAction(NamedTuple):
    """An action that is not cancelled and whose days can be used."""

    entries: TableRows
    row: Row
    start: date
    end: date


def _runs(context: RuleContext) -> list[ScheduledAction]:
    tracker = context.submission.rows("S08.tracker")
    cancelled = {row.text("act") for row in tracker if row.text("stated_status") == "cancelled"}
    return [
        ScheduledAction(entries, row, start, end)
        for entries, row in context.submission.cells(ACTIONS)
        if (start := row.day("start")) and (end := row.day("end")) and start <= end
        if row.text("act") not in cancelled
    ]


def too_much_at_once(context: RuleContext) -> Iterator[Problem]:
    """P911: one person owns more than owner_actions actions on the same day.

    Told once a person, at the action that begins the busiest days.
    """
    most = context.framework.number("owner_actions")
    owned: dict[str, list[ScheduledAction]] = {}
    for run in _runs(context):
        if owner := run.row.text("owner"):
            owned.setdefault(owner, []).append(run)
    for person, runs in owned.items():
        busiest = _busiest(runs)
        if len(busiest) > most:
            last = max(busiest, key=lambda run: (run.start, run.row.row_number))
            values = {"person": person, "n": str(len(busiest)), "when": _days(busiest)}
            yield Problem("P911", last.entries.locate(last.row, "owner"), values)


def _busiest(runs: Sequence[ScheduledAction]) -> list[ScheduledAction]:
    """The most runs that share a day; it is the first day of one of them."""
    ends: list[date] = []
    most, busiest = 0, date.min
    for run in sorted(runs, key=lambda scheduled_action: scheduled_action.start):
        heappush(ends, run.end)
        while ends[0] < run.start:
            heappop(ends)
        if len(ends) > most:
            most, busiest = len(ends), run.start
    return [run for run in runs if run.start <= busiest <= run.end]


def _days(runs: Sequence[ScheduledAction]) -> Bilingual:
    """The days that all of them share."""
    first, last = (
        day_words(max(run.start for run in runs)),
        day_words(min(run.end for run in runs)),
    )
    return Bilingual(f"{first.th} – {last.th}", f"{first.en} – {last.en}")


def urgent_after_minor(context: RuleContext) -> Iterator[Problem]:
    """P915: an action starts after another whose gap has a priority lower by priority_apart or
    more.

    The priority of an action is the highest of its indicators' gaps. Told once for each action that
    waits, with the least urgent of those before it; silent where it depends on that one.
    """
    apart = Fraction(context.framework.number("priority_apart"))
    priorities = {gap.code: gap.priority for gap in context.plan.gaps}
    ranked = [(run, rank) for run in _runs(context) if (rank := _rank(run, priorities)) is not None]
    sooner: list[tuple[Fraction, str]] = []  # of the actions that start before, the least first
    for _, same_day in groupby(sorted(ranked, key=lambda pair: pair[0].start), _start):
        together = list(same_day)
        for run, rank in together:
            waits_for = run.row.keys_of("depends_on")
            least, act = next((pair for pair in sooner if pair[1] not in waits_for), (rank, ""))
            if rank - least >= apart and act:
                values = {"a": run.row.text("act"), "pa": format_figure(rank), "b": act}
                values["pb"] = format_figure(least)
                yield Problem("P915", run.entries.locate(run.row, "start"), values)
        for run, rank in together:
            insort(sooner, (rank, run.row.text("act")))


def _start(ranked: tuple[ScheduledAction, Fraction]) -> date:
    return ranked[0].start


def _rank(run: ScheduledAction, priorities: dict[str, Fraction]) -> Fraction | None:
    known = [priorities[code] for code in run.row.keys_of("indicators") if code in priorities]
    return max(known, default=None)


RULES: tuple[Rule, ...] = (
    gap_without_action,
    ends_before_start,
    outside_fiscal_year,
    target_not_higher,
    indicator_not_applying,
    budget_without_source,
    projection_below_target,
    long_without_milestone,
    too_much_at_once,
    urgent_after_minor,
)
"""Every rule of this file."""
