"""D: stage 4, the information inventory, and its agreement with the tasks of stage 3 (D611)."""

from collections.abc import Iterator, Mapping

from pso_excel.core.problem import Problem
from pso_excel.forms.choices import words_of
from pso_excel.rules.context import Rule, RuleContext, day_words
from pso_excel.rules.s03_tasks import parts

ITEMS = "S04.items"
TASKS = "S03.tasks"
DAYS = {"day": 3, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""The longest time between two updates. A weekend lies between two days of work; what is updated
at once or when something happens is never late by the calendar."""


def updated_in_future(context: RuleContext) -> Iterator[Problem]:
    """D605: the last update is after the day of the check."""
    for entries, row in context.submission.cells(ITEMS):
        day = row.day("last_update")
        if day and day > context.asof:
            values = {"code": row.text("code"), "date": day_words(day)}
            yield Problem("D605", entries.locate(row, "last_update"), values)


def out_of_date(context: RuleContext) -> Iterator[Problem]:
    """D606: on the day of the check the last update is older than ``stale_times`` the frequency."""
    times = context.framework.number("stale_times")
    for entries, row in context.submission.cells(ITEMS):
        day, frequency = row.day("last_update"), row.text("frequency")
        if day and frequency in DAYS and (context.asof - day).days > times * DAYS[frequency]:
            values = {
                "code": row.text("code"),
                "date": day_words(day),
                "freq": words_of("frequency", frequency),
            }
            yield Problem("D606", entries.locate(row, "last_update"), values)


def without_task(context: RuleContext) -> Iterator[Problem]:
    """D610: an item is linked to no task, though stage 3 lists tasks."""
    if not context.submission.rows(TASKS):
        return
    for entries, row in context.submission.cells(ITEMS):
        if row.is_blank("task"):
            yield Problem("D610", entries.locate(row, "task"), {"code": row.text("code")})


def duty_without_information(context: RuleContext) -> Iterator[Problem]:
    """D611: a main duty has no information item, though stage 4 is begun or the workbook is
    submitted; told at the task. An item of a task serves its parts too, and what others are part of
    is served by its parts."""
    above = {row.text("code"): row.text("parent") for row in context.submission.rows(TASKS)}
    served = {row.text("task") for row in context.submission.rows(ITEMS)}
    due = context.is_due("S04")
    entries = context.submission.tables.get(TASKS)
    for row in parts(context):
        code = row.text("code")
        if entries is None or not code or row.text("duty") != "main" or not due:
            continue
        if served.isdisjoint(_upwards(code, above)):
            yield Problem("D611", entries.locate(row, "code"), {"code": code})


def _upwards(code: str, above: Mapping[str, str]) -> list[str]:
    """A task, what it is part of, and so on."""
    path: list[str] = []
    while code and code not in path:
        path.append(code)
        code = above.get(code, "")
    return path


def no_user_and_no_use(context: RuleContext) -> Iterator[Problem]:
    """D613: an item names neither who uses it nor what for."""
    for entries, row in context.submission.cells(ITEMS):
        if row.is_blank("users") and row.is_blank("use"):
            yield Problem("D613", entries.locate(row, "users"), {"code": row.text("code")})


RULES: tuple[Rule, ...] = (
    updated_in_future,
    out_of_date,
    without_task,
    duty_without_information,
    no_user_and_no_use,
)
"""Every rule of this room."""
