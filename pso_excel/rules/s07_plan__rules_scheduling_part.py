"""P: stage 7, the actions of the plan beside each other: who does them, and in which order."""

from bisect import insort
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple

from pso_excel.core.bilingual import Words
from pso_excel.core.figures import printed
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Entries, Row
from pso_excel.rules.context import Case, Rule, day_words
from pso_excel.rules.s07_plan import ACTIONS


class Run(NamedTuple):
    """An action that is not cancelled and whose days can be used."""

    entries: Entries
    row: Row
    start: date
    end: date


def _runs(case: Case) -> list[Run]:
    tracker = case.submission.rows("S08.tracker")
    cancelled = {row.text("act") for row in tracker if row.text("stated_status") == "cancelled"}
    return [
        Run(entries, row, start, end)
        for entries, row in case.submission.cells(ACTIONS)
        if (start := row.day("start")) and (end := row.day("end")) and start <= end
        if row.text("act") not in cancelled
    ]


def too_much_at_once(case: Case) -> Iterator[Problem]:
    """P911: one person owns more than owner_actions actions on the same day.

    Told once a person, at the action that begins the busiest days.
    """
    most = case.framework.number("owner_actions")
    owned: dict[str, list[Run]] = {}
    for run in _runs(case):
        if owner := run.row.text("owner"):
            owned.setdefault(owner, []).append(run)
    for person, runs in owned.items():
        busiest = _busiest(runs)
        if len(busiest) > most:
            last = max(busiest, key=lambda run: (run.start, run.row.number))
            values = {"person": person, "n": str(len(busiest)), "when": _days(busiest)}
            yield Problem("P911", last.entries.place(last.row, "owner"), values)


def _busiest(runs: Sequence[Run]) -> list[Run]:
    """The most runs that share a day; it is the first day of one of them."""
    ends: list[date] = []
    most, busiest = 0, date.min
    for run in sorted(runs, key=lambda one: one.start):
        heappush(ends, run.end)
        while ends[0] < run.start:
            heappop(ends)
        if len(ends) > most:
            most, busiest = len(ends), run.start
    return [run for run in runs if run.start <= busiest <= run.end]


def _days(runs: Sequence[Run]) -> Words:
    """The days that all of them share."""
    first, last = (
        day_words(max(run.start for run in runs)),
        day_words(min(run.end for run in runs)),
    )
    return Words(f"{first.th} – {last.th}", f"{first.en} – {last.en}")


def urgent_after_minor(case: Case) -> Iterator[Problem]:
    """P915: an action starts after another whose gap has a priority lower by priority_apart or
    more.

    The priority of an action is the highest of its indicators' gaps. Told once for each action that
    waits, with the least urgent of those before it; silent where it depends on that one.
    """
    apart = Fraction(case.framework.number("priority_apart"))
    priorities = {gap.code: gap.priority for gap in case.plan.gaps}
    ranked = [(run, rank) for run in _runs(case) if (rank := _rank(run, priorities)) is not None]
    sooner: list[tuple[Fraction, str]] = []  # of the actions that start before, the least first
    for _, same_day in groupby(sorted(ranked, key=lambda one: one[0].start), _start):
        together = list(same_day)
        for run, rank in together:
            waits_for = run.row.keys_of("depends_on")
            least, act = next((one for one in sooner if one[1] not in waits_for), (rank, ""))
            if rank - least >= apart and act:
                values = {"a": run.row.text("act"), "pa": printed(rank), "b": act}
                values["pb"] = printed(least)
                yield Problem("P915", run.entries.place(run.row, "start"), values)
        for run, rank in together:
            insort(sooner, (rank, run.row.text("act")))


def _start(ranked: tuple[Run, Fraction]) -> date:
    return ranked[0].start


def _rank(run: Run, priorities: dict[str, Fraction]) -> Fraction | None:
    known = [priorities[code] for code in run.row.keys_of("indicators") if code in priorities]
    return max(known, default=None)


RULES: tuple[Rule, ...] = (too_much_at_once, urgent_after_minor)
"""Every rule of this room."""
