"""L: stage 10, problems and keys to success."""

from collections.abc import Iterator

from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule

LESSONS = "S10.lessons"


def not_one_most_important(case: Case) -> Iterator[Problem]:
    """L205: not exactly one key to success is marked as the most important."""
    entries = case.submission.tables.get(LESSONS)
    rows = entries.rows if entries else []
    keys = [row for row in rows if row.text("kind") == "key"]
    marked = [row for row in rows if row.text("most_important") == "yes"]
    if entries and keys and len(marked) != 1:
        place = entries.place((marked or keys)[-1], "most_important")
        yield Problem("L205", place, {"n": str(len(marked))})


RULES: tuple[Rule, ...] = (not_one_most_important,)
"""Every rule of this room."""
