"""S: what each assessor gave in stage 6, and the consensus (optional: silent where it is blank)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pso_excel.engine.planning.readiness import ASSESSORS as COLUMNS
from pso_excel.figures import plain
from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule
from pso_excel.rules.grounds import answers_by_level
from pso_excel.submission import Entries, Row

ASSESSORS = "S06.assessors"


class Given(NamedTuple):
    """The levels given for one indicator, and what the meeting agreed on."""

    entries: Entries
    row: Row
    levels: tuple[Decimal, ...]
    consensus: Decimal | None


def _given(case: Case) -> Iterator[Given]:
    """The indicators for which anybody gave a level."""
    for entries, row in case.submission.cells(ASSESSORS):
        each = (row.number_of(column) for column in COLUMNS)
        levels = tuple(level for level in each if level is not None)
        consensus = row.number_of("consensus")
        if levels or consensus is not None:
            yield Given(entries, row, levels, consensus)


def assessors_apart(case: Case) -> Iterator[Problem]:
    """S813: the assessors differ by ``spread`` levels or more.

    It asks for the meeting, so it is silent once the consensus stands.
    """
    for entries, row, levels, consensus in _given(case):
        spread = max(levels) - min(levels) if levels else Decimal(0)
        blank = consensus is None and row.is_blank("consensus")
        if blank and spread >= case.framework.number("spread"):
            values = {
                "code": row.text("code"),
                "spread": plain(spread),
                "levels": ", ".join(plain(level) for level in levels),
            }
            yield Problem("S813", entries.place(row, "consensus"), values)


def consensus_outside(case: Case) -> Iterator[Problem]:
    """S814: the consensus lies outside what the assessors gave, without a reason."""
    for entries, row, levels, consensus in _given(case):
        if not levels or consensus is None or min(levels) <= consensus <= max(levels):
            continue
        if row.is_blank("reason"):
            values = {
                "code": row.text("code"),
                "c": plain(consensus),
                "min": plain(min(levels)),
                "max": plain(max(levels)),
            }
            yield Problem("S814", entries.place(row, "reason"), values)


def too_few_assessors(case: Case) -> Iterator[Problem]:
    """S815: an indicator was assessed by fewer people than min_assessors.

    Only where somebody is said to have assessed it: the table is optional, and that every indicator
    has its assessors is what the checklist of stage 9 asks for (Q10). A level that cannot be read
    counts as given: it is told at its own cell.
    """
    least = case.framework.number("min_assessors")
    for entries, row, levels, _ in _given(case):
        count = len(levels) + sum(column in row.bad for column in COLUMNS)
        if count < least:
            blank = next((column for column in COLUMNS if row.is_blank(column)), COLUMNS[-1])
            values = {"code": row.text("code"), "n": str(count), "min": plain(least)}
            yield Problem("S815", entries.place(row, blank), values)


def consensus_differs(case: Case) -> Iterator[Problem]:
    """S827: the consensus is another level than the one typed in the assessment, which counts. A
    level that is not used there is told as that (S824, S825)."""
    typed = {row.text("code"): (answers, row) for answers, row in answers_by_level(case)}
    for entries, row, _, consensus in _given(case):
        if consensus is None or row.text("code") not in typed:
            continue
        answers, answer = typed[row.text("code")]
        level = answer.number_of("level")
        if level is not None and level != consensus:
            values = {"code": row.text("code"), "c": plain(consensus), "lv": plain(level)}
            place = entries.place(row, "consensus")
            yield Problem("S827", place, values | {"cell": answers.cell(answer, "level")})


RULES: tuple[Rule, ...] = (
    assessors_apart,
    consensus_outside,
    too_few_assessors,
    consensus_differs,
)
"""Every rule of this room."""
