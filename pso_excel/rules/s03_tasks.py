"""K: stage 3, the tasks of the office and who does them."""

from collections.abc import Iterator, Mapping

from pso_excel.core.figures import format_plain
from pso_excel.core.messages import term
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Row
from pso_excel.rules.context import Rule, RuleContext, column_range

TASKS = "S03.tasks"
MISSIONS = "S02.missions"


def part_of_itself(context: RuleContext) -> Iterator[Problem]:
    """K505: a task is part of a task that is, in the end, part of it; a parent that is not in the
    table is told by the field itself."""
    entries = context.submission.tables.get(TASKS)
    rows = entries.by_key() if entries else {}
    circled = _in_circles({code: row.text("parent") for code, row in rows.items()})
    for code, row in rows.items():
        if entries and code in circled:
            parent, problem = row.text("parent"), term("part_of_itself")
            values = {"code": code, "parent": parent, "problem": problem}
            yield Problem("K505", entries.locate(row, "parent"), values)


def _in_circles(parents: Mapping[str, str]) -> set[str]:
    """Those from which the way up leads back to themselves; every one is walked over once."""
    circled: set[str] = set()
    settled: set[str] = set()
    for start in parents:
        path: dict[str, int] = {}
        code = start
        while code in parents and code not in settled and code not in path:
            path[code] = len(path)
            code = parents[code]
        if code in path:
            circled |= {text for text, place in path.items() if place >= path[code]}
        settled |= path.keys()
    return circled


def mission_without_task(context: RuleContext) -> Iterator[Problem]:
    """K506: no task serves a mission, though stage 3 is begun or the workbook is submitted; told at
    the mission."""
    if not context.is_due("S03"):
        return
    served = {row.text("mission") for row in context.submission.rows(TASKS)}
    for entries, row in context.submission.cells(MISSIONS):
        code = row.text("code")
        if code and code not in served:
            yield Problem("K506", entries.locate(row, "code"), {"code": code})


def no_main_duty(context: RuleContext) -> Iterator[Problem]:
    """K507: no task is a main duty, though the stage is begun or the workbook is submitted. Silent
    while a duty cannot be read."""
    entries = context.submission.tables.get(TASKS)
    if entries is None or not context.is_due("S03"):
        return
    if all(row.text("duty") != "main" and "duty" not in row.unreadable for row in entries.rows):
        yield Problem("K507", column_range(entries, entries.rows, "duty"))


def too_many_tasks(context: RuleContext) -> Iterator[Problem]:
    """K508: a person is responsible for more than ``max_tasks`` tasks; told at the first task that
    is one too many. A task that others are part of does not count beside its parts."""
    most = context.framework.number("max_tasks")
    entries = context.submission.tables.get(TASKS)
    held: dict[str, list[Row]] = {}
    for row in parts(context):
        if person := row.text("responsible"):
            held.setdefault(person, []).append(row)
    for person, rows in held.items():
        if entries and len(rows) > most:
            values = {"person": person, "n": str(len(rows)), "max": format_plain(most)}
            yield Problem("K508", entries.locate(rows[int(most)], "responsible"), values)


def parts(context: RuleContext) -> list[Row]:
    """The tasks that no other task is part of: those in which the work is done."""
    rows = context.submission.rows(TASKS)
    parents = {row.text("parent") for row in rows if row.text("parent") != row.text("code")}
    return [row for row in rows if row.text("code") not in parents or not row.text("code")]


def no_output_or_outcome(context: RuleContext) -> Iterator[Problem]:
    """K509: a task names no output, or no outcome; each at its cell. A task that others are part of
    is described by its parts."""
    entries = context.submission.tables.get(TASKS)
    for row in parts(context):
        for field in ("output", "outcome"):
            if entries and row.is_blank(field):
                label = entries.table.field(field).label
                values = {"code": row.text("code"), "field": label}
                yield Problem("K509", entries.locate(row, field), values)


RULES: tuple[Rule, ...] = (
    part_of_itself,
    mission_without_task,
    no_main_duty,
    too_many_tasks,
    no_output_or_outcome,
)
"""Every rule of this room."""
