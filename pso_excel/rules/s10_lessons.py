"""L: stage 10, problems and keys to success."""

from collections.abc import Iterator

from pso_excel.core.problem import Problem
from pso_excel.rules.context import Rule, RuleContext, first_free_cell

LESSONS = "S10.lessons"


def no_key_to_success(context: RuleContext) -> Iterator[Problem]:
    """L204: no key to success, though the stage is begun or the workbook is submitted. Silent
    while a kind cannot be read."""
    entries = context.submission.tables.get(LESSONS)
    if entries is None or not context.is_due("S10"):
        return
    if all(row.text("kind") != "key" and "kind" not in row.unreadable for row in entries.rows):
        yield Problem("L204", first_free_cell(entries, "kind"))


def not_one_most_important(context: RuleContext) -> Iterator[Problem]:
    """L205: not exactly one key to success is marked as the most important."""
    entries = context.submission.tables.get(LESSONS)
    rows = entries.rows if entries else []
    keys = [row for row in rows if row.text("kind") == "key"]
    marked = [row for row in rows if row.text("most_important") == "yes"]
    if entries and keys and len(marked) != 1:
        place = entries.locate((marked or keys)[-1], "most_important")
        yield Problem("L205", place, {"n": str(len(marked))})


def unsolved_without_follow_up(context: RuleContext) -> Iterator[Problem]:
    """L206: a problem that is not said to be solved has no follow-up."""
    for entries, row in context.submission.cells(LESSONS):
        unsolved = row.text("solved") != "yes" and "solved" not in row.unreadable
        if row.text("kind") == "problem" and unsolved and row.is_blank("follow_up"):
            yield Problem("L206", entries.locate(row, "follow_up"), {"row": str(row.row_number)})


RULES: tuple[Rule, ...] = (
    no_key_to_success,
    not_one_most_important,
    unsolved_without_follow_up,
)
"""Every rule of this room."""
