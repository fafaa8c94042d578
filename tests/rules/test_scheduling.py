"""Any plan at all: who does too much at once, and what waits behind what matters less (P911, P915),
against the same counted day by day and pair by pair."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.problem import Problem
from pso_excel.model.scorecard import GapItem
from pso_excel.model.submission import Value
from pso_excel.rules.context import RuleContext
from pso_excel.rules.s07_plan import too_much_at_once, urgent_after_minor
from tests.rules.cases import case_of
from tests.submissions import submission_of

DAY = date(2026, 1, 1)
MOST, APART = 5, 25

actions = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 100), st.integers(0, 9)),
    max_size=14,
)
"""Of each action the day it starts, how many more it takes, its priority, and what it waits for."""


def case(plan: list[tuple[int, int, int, int]]) -> RuleContext:
    """The plan of one person, an action for each gap."""
    rows: list[dict[str, Value]] = [
        {
            "act": f"A{n}",
            "indicators": (f"I{n}",),
            "owner": "มาลี ใจดี",
            "start": DAY + timedelta(start),
            "end": DAY + timedelta(start + more),
            "depends_on": (f"A{waits}",),
        }
        for n, (start, more, _, waits) in enumerate(plan)
    ]
    gaps = tuple(gap(f"I{n}", priority) for n, (_, _, priority, _) in enumerate(plan))
    made = case_of(submission_of({"S07.actions": rows}))
    return replace(made, plan=made.plan._replace(gaps=gaps))


def gap(code: str, priority: int) -> GapItem:
    none, three = Fraction(0), Decimal(3)
    return GapItem(code, "", none, none, none, none, Fraction(priority), "", three, three, True)


@given(actions)
def test_the_busiest_days(plan: list[tuple[int, int, int, int]]) -> None:
    busy = [sum(start <= day <= start + more for start, more, _, _ in plan) for day in range(25)]
    problems = list(too_much_at_once(case(plan)))
    assert [problem.values["n"] for problem in problems] == [str(max(busy))] * (max(busy) > MOST)


@given(actions)
def test_what_waits_behind_what(plan: list[tuple[int, int, int, int]]) -> None:
    expected = {
        f"A{n}": min(sooner)
        for n, (start, _, priority, waits) in enumerate(plan)
        if (
            sooner := [
                other[2]
                for place, other in enumerate(plan)
                if other[0] < start and priority - other[2] >= APART and place != waits
            ]
        )
    }
    problems: list[Problem] = list(urgent_after_minor(case(plan)))
    assert {problem.values["a"]: problem.values["pb"] for problem in problems} == {
        act: f"{least}.00" for act, least in expected.items()
    }
    assert len(problems) == len(expected)
