"""What a rule may look at: one workbook as read, taken in and scored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pso_excel import thai
from pso_excel.book import Book
from pso_excel.framework.pack import Framework
from pso_excel.problem import Problem
from pso_excel.registry import Registry
from pso_excel.scorecard import Plan, Scorecard, Tracker
from pso_excel.submission import NOTHING_EARLIER, Earlier, Submission
from pso_excel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One office's workbook in front of the rules.

    ``asof`` is the day of the check (never the clock); ``registry`` is the province's, None when
    one workbook is checked alone: rules that need it are then silent, and so are those that compare
    with what was sent ``earlier`` when there is nothing of it.
    """

    book: Book
    submission: Submission
    framework: Framework
    asof: date
    scorecard: Scorecard
    plan: Plan
    tracker: Tracker
    registry: Registry | None = None
    earlier: Earlier = NOTHING_EARLIER


def day_words(day: date) -> Words:
    """A day as a sentence quotes it, in the Buddhist era in Thai."""
    return Words(thai.show_day(day), thai.show_day(day, "english"))


Rule = Callable[[Case], Iterable[Problem]]
"""One rule: its docstring begins with the rule in words; it yields a problem at each cell."""
