"""V: stage 2, goals and missions."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from pso_excel.core import thai
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Row
from pso_excel.rules.context import Rule, RuleContext, first_free_cell

VISION = "S02.vision"
MISSIONS = "S02.missions"
GOALS = "S02.goals"
ROWS_COMPARED, LETTERS_COMPARED, COMPARISONS = 100, 200, 100
"""How much is compared word by word; what is beyond is no office's list of missions."""


def no_mission(context: RuleContext) -> Iterator[Problem]:
    """V401: no mission, though the stage is begun or the workbook is submitted."""
    yield from _empty(context, MISSIONS, "V401")


def no_goal(context: RuleContext) -> Iterator[Problem]:
    """V402: no goal, though the stage is begun or the workbook is submitted."""
    yield from _empty(context, GOALS, "V402")


def _empty(context: RuleContext, table: str, code: str) -> Iterator[Problem]:
    entries = context.submission.tables.get(table)
    if entries and not entries.rows and context.is_due("S02"):
        yield Problem(code, first_free_cell(entries, "code"))


def no_vision(context: RuleContext) -> Iterator[Problem]:
    """V403: the vision is blank, though the stage is begun or the workbook is submitted."""
    for entries, row in context.submission.cells(VISION):
        if row.is_blank("vision") and context.is_due("S02"):
            yield Problem("V403", entries.locate(row, "vision"))


def mission_without_goal(context: RuleContext) -> Iterator[Problem]:
    """V406: no goal serves a mission, though goals are set."""
    served = {row.text("mission") for row in context.submission.rows(GOALS)}
    for entries, row in context.submission.cells(MISSIONS):
        code = row.text("code")
        if served and code and code not in served:
            yield Problem("V406", entries.locate(row, "code"), {"code": code})


def nearly_the_same(context: RuleContext) -> Iterator[Problem]:
    """V409: the texts of two missions, or of two goals, are the same by ``alike`` percent or more.

    A row is told once, with the first row above it that it is like. Likeness is twice the letters
    in common over the letters of both, spaces and the kinds of digits apart (difflib's ratio).
    """
    least = context.framework.number("alike")
    for table in (MISSIONS, GOALS):
        entries = context.submission.tables.get(table)
        for first, second, alike in _similar_rows(entries.rows if entries else (), least):
            values = {"a": str(first.row_number), "b": str(second.row_number), "pct": str(alike)}
            if entries:
                yield Problem("V409", entries.locate(second, "text"), values)


def _similar_rows(rows: Sequence[Row], least: Decimal) -> Iterator[tuple[Row, Row, int]]:
    """Each row that is like one above it, that row first, and how much in whole percent."""
    known = [(row, thai.key(row.text("text"))[:LETTERS_COMPARED]) for row in rows[:ROWS_COMPARED]]
    known = [(row, text) for row, text in known if text]
    left, nearly = COMPARISONS, float(least) / 100 - 0.001  # the bounds are floats
    for place, (row, text) in enumerate(known):
        matcher = SequenceMatcher(None, "", text, autojunk=False)
        for other, earlier in known[:place]:
            matcher.set_seq1(earlier)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < nearly:
                continue
            left -= 1
            if left < 0:
                return
            shared = sum(block.size for block in matcher.get_matching_blocks())
            letters = len(earlier) + len(text)
            if 200 * shared >= least * letters:
                yield other, row, 200 * shared // letters
                break


def no_legal_basis(context: RuleContext) -> Iterator[Problem]:
    """V410: a mission cites no law."""
    for entries, row in context.submission.cells(MISSIONS):
        if row.is_blank("legal_basis"):
            yield Problem("V410", entries.locate(row, "legal_basis"), {"code": row.text("code")})


def no_beneficiary(context: RuleContext) -> Iterator[Problem]:
    """V411: a mission does not say who benefits, directly or indirectly."""
    for entries, row in context.submission.cells(MISSIONS):
        if row.is_blank("beneficiary_direct") and row.is_blank("beneficiary_indirect"):
            place = entries.locate(row, "beneficiary_direct")
            yield Problem("V411", place, {"code": row.text("code")})


RULES: tuple[Rule, ...] = (
    no_mission,
    no_goal,
    no_vision,
    mission_without_goal,
    nearly_the_same,
    no_legal_basis,
    no_beneficiary,
)
"""Every rule of this room."""
