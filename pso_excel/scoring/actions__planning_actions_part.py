"""The actions of an office's plan (S07) with their latest report (S08)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

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
