"""D: stage 4, the information inventory."""

from collections.abc import Iterator

from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule, day_words

ITEMS = "S04.items"


def updated_in_future(case: Case) -> Iterator[Problem]:
    """D605: the last update is after the day of the check."""
    for entries, row in case.submission.cells(ITEMS):
        day = row.day("last_update")
        if day and day > case.asof:
            values = {"code": row.text("code"), "date": day_words(day)}
            yield Problem("D605", entries.place(row, "last_update"), values)


def without_task(case: Case) -> Iterator[Problem]:
    """D610: an item is linked to no task, though stage 3 lists tasks."""
    if not case.submission.rows("S03.tasks"):
        return
    for entries, row in case.submission.cells(ITEMS):
        if row.is_blank("task"):
            yield Problem("D610", entries.place(row, "task"), {"code": row.text("code")})


RULES: tuple[Rule, ...] = (updated_in_future, without_task)
"""Every rule of this room."""
