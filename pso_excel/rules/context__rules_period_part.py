"""The days a round is about, which evidence and assessments have to lie in."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.thai import ERA
from pso_excel.forms import table_of
from pso_excel.intake.engine_intake_part import COVER
from pso_excel.rules.context import Case


class Period(NamedTuple):
    """Two days, both within."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def fiscal_year_of(case: Case) -> int | None:
    """The fiscal year (B.E.) that the round's code begins with, else the cover's; None when neither
    is plausible."""
    cover = case.submission.record(COVER)
    said = cover.number_of("fy") if cover else None
    year, _, _ = case.submission.round.partition("-")
    named = Decimal(year) if len(year) == 4 and year.isdecimal() else None
    plausible = table_of(COVER).field("fy")
    return next(
        (
            int(one)
            for one in (named, said)
            if one is not None and (plausible.low or 0) <= one <= (plausible.high or 0)
        ),
        None,
    )


def fiscal_period(case: Case) -> Period | None:
    """1 October to 30 September of the office's fiscal year, None when no year is told."""
    year = fiscal_year_of(case)
    if year is None:
        return None
    return Period(date(year - ERA - 1, 10, 1), date(year - ERA, 9, 30))


def assessed_period(case: Case) -> Period | None:
    """The round as the province set it; where it has set no days, the fiscal year's."""
    usual = fiscal_period(case)
    told = case.registry.round if case.registry else None
    if told is None or told.code != case.submission.round:
        return usual
    first = told.begins or (usual.first if usual else None)
    last = told.ends or (usual.last if usual else None)
    return Period(first, last) if first and last else None
