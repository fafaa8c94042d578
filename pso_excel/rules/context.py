"""What a rule may look at: one workbook as read, taken in and scored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Location, Problem
from pso_excel.core.thai import ERA
from pso_excel.forms import table_of
from pso_excel.framework.pack import Framework
from pso_excel.intake import COVER
from pso_excel.intake.workbook_identity import Identity, Part, left_out
from pso_excel.model.problem_groups import group_similar, merge_group
from pso_excel.model.registry import Registry
from pso_excel.model.scorecard import Plan, Scorecard, Tracker
from pso_excel.model.submission import NO_PREVIOUS, PreviousSubmissions, Row, Submission, TableRows
from pso_excel.scoring.progress import stages_due, stages_sent, untouched_tables
from pso_excel.xlsx.workbook import Workbook


@dataclass(frozen=True, kw_only=True)
class RuleContext:
    """One office's workbook in front of the rules.

    ``asof`` is the day of the check (never the clock); ``registry`` is the province's, None when
    one workbook is checked alone: rules that need it are then silent, and so are those that compare
    with what was sent ``earlier`` when there is nothing of it. ``parts`` are the submissions this
    one was joined from, none when it came in one workbook.
    """

    book: Workbook
    identity: Identity
    submission: Submission
    framework: Framework
    asof: date
    scorecard: Scorecard
    plan: Plan
    tracker: Tracker
    registry: Registry | None = None
    earlier: PreviousSubmissions = NO_PREVIOUS
    parts: tuple[Submission, ...] = ()

    def begun(self, table: str) -> bool:
        """Whether the workbook has the table and something is typed in it."""
        return table in self.submission.tables and table not in self._untouched

    def is_due(self, stage: str) -> bool:
        """Whether it is told what a stage lacks as a whole: something is typed in it, or it is due
        by what the office submitted. Until then the stage is not begun, which one note (G011) and
        its progress tell, not every rule about it. A stage the workbook is not for is never due.
        """
        tables = [table for table in self.submission.tables.values() if table.table.stage == stage]
        begun = any(self.begun(table.table.id) for table in tables)
        return stage in self.submission.stages and (begun or stage in self.due)

    @cached_property
    def sent(self) -> tuple[str, ...]:
        """The stages the office has submitted."""
        return stages_sent(self.submission, self.framework)

    @cached_property
    def due(self) -> frozenset[str]:
        """The stages that must be whole by what the office has submitted."""
        return stages_due(self.submission, self.framework)

    @cached_property
    def left_out(self) -> frozenset[Part]:
        """The parts of the form that are gone from the whole workbook."""
        return left_out(self.book, self.submission.tables.values())

    @cached_property
    def _untouched(self) -> frozenset[str]:
        return untouched_tables(self.submission, self.framework)


def column_range(entries: TableRows, rows: Sequence[Row], field: str) -> Location:
    """The cells of a field from the first of the rows to the last; without rows, where the first
    one would stand."""
    if not rows:
        return first_free_cell(entries, field)
    first, last = entries.cell(rows[0], field), entries.cell(rows[-1], field)
    return entries.locate(rows[0], field)._replace(
        cell=first if first == last else f"{first}:{last}"
    )


def first_free_cell(entries: TableRows, field: str) -> Location:
    """The cell of a field in the row below the last that is filled in: where one adds what is
    missing."""
    last = max((row.row_number for row in entries.rows), default=entries.first - 1)
    return entries.locate(Row(min(last + 1, entries.last)), field)


def day_words(day: date) -> Bilingual:
    """A day as a sentence quotes it, in the Buddhist era in Thai."""
    return Bilingual(thai.show_day(day), thai.show_day(day, "english"))


def together(rule: "Rule") -> "Rule":
    """A rule whose findings in one column are one: a sheet that shows old or other figures does so
    in row after row."""

    @wraps(rule)
    def joint(context: RuleContext) -> Iterator[Problem]:
        yield from (merge_group(group) for group in group_similar(rule(context)))

    return joint


Rule = Callable[[RuleContext], Iterable[Problem]]
"""One rule: its docstring begins with the rule in words; it yields a problem at each cell."""


class Period(NamedTuple):
    """Two days, both within."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def fiscal_year_of(context: RuleContext) -> int | None:
    """The fiscal year (B.E.) that the round's code begins with, else the cover's; None when neither
    is plausible."""
    cover = context.submission.record(COVER)
    said = cover.number_of("fy") if cover else None
    year, _, _ = context.submission.round.partition("-")
    named = Decimal(year) if len(year) == 4 and year.isdecimal() else None
    plausible = table_of(COVER).field("fy")
    return next(
        (
            int(level)
            for level in (named, said)
            if level is not None and (plausible.minimum or 0) <= level <= (plausible.maximum or 0)
        ),
        None,
    )


def fiscal_period(context: RuleContext) -> Period | None:
    """1 October to 30 September of the office's fiscal year, None when no year is told."""
    year = fiscal_year_of(context)
    if year is None:
        return None
    return Period(date(year - ERA - 1, 10, 1), date(year - ERA, 9, 30))


def assessed_period(context: RuleContext) -> Period | None:
    """The round as the province set it; where it has set no days, the fiscal year's."""
    usual = fiscal_period(context)
    told = context.registry.round if context.registry else None
    if told is None or told.code != context.submission.round:
        return usual
    first = told.begins or (usual.first if usual else None)
    last = told.ends or (usual.last if usual else None)
    return Period(first, last) if first and last else None
