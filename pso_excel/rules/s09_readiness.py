"""Q: stage 9, getting ready to ask for certification."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from pso_excel.core.figures import format_figure, format_plain, round_half_up
from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Location, Problem, Severity
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext

CHECKLIST = "S09.checklist"
REQUEST = "S09.request"


def requesting(context: RuleContext) -> Iterator[tuple[TableRows, Row]]:
    """The request for certification, where the office says that it asks for it in this round."""
    for entries, row in context.submission.cells(REQUEST):
        if row.text("requesting") == "yes":
            yield entries, row


def ready_without_evidence(context: RuleContext) -> Iterator[Problem]:
    """Q102: an item says "ready" without evidence."""
    for entries, row in context.submission.cells(CHECKLIST):
        if row.text("state") == "ready" and row.is_blank("evidence"):
            yield Problem("Q102", entries.locate(row, "evidence"), {"item": row.text("item")})


def score_too_low(context: RuleContext) -> Iterator[Problem]:
    """Q103: the office asks for certification though its overall score is below ready_min."""
    score, least = context.scorecard.official, context.framework.number("ready_min")
    for entries, row in requesting(context):
        if score is not None and round_half_up(score) < least:
            values = {"s": format_figure(score), "t": format_figure(least)}
            yield Problem("Q103", entries.locate(row, "requesting"), values)


def system_below_floor(context: RuleContext) -> Iterator[Problem]:
    """Q104: systems for which certification is asked score below their floor, all told at once."""
    for entries, row in requesting(context):
        asked = row.keys_of("systems")
        low = [
            system
            for system in context.scorecard.systems
            if system.code in asked and system.below_floor
        ]
        if low:
            floors = dict.fromkeys(format_figure(system.floor) for system in low)
            values = {
                "sys": ", ".join(system.code for system in low),
                "s": ", ".join(format_figure(system.official) for system in low),
                "t": ", ".join(floors),
            }
            yield Problem("Q104", entries.locate(row, "systems"), values)


def plan_too_slow(context: RuleContext) -> Iterator[Problem]:
    """Q106: the office asks for certification though the weighted progress of its plan is below
    ready_progress."""
    progress, least = context.tracker.progress, context.framework.number("ready_progress")
    for entries, row in requesting(context):
        if progress is not None and round_half_up(progress) < least:
            values = {"p": format_figure(progress), "t": format_plain(least)}
            yield Problem("Q106", entries.locate(row, "requesting"), values)


def assessment_too_old(context: RuleContext) -> Iterator[Problem]:
    """Q108: when it is sent in, the newest day of the self-assessment is older than assessed_days.

    It is sent in on the day of the letter; before there is one, on the day of the check.
    """
    days = [row.day("assessed_date") for row in context.submission.rows("S06.answers")]
    newest = max((day for day in days if day), default=None)
    longest = context.framework.number("assessed_days")
    for entries, row in requesting(context):
        sent = row.day("letter_date") or context.asof
        old = Decimal((sent - newest).days) if newest else Decimal(0)
        if old > longest:
            yield Problem("Q108", entries.locate(row, "requesting"), {"n": format_plain(old)})


RULES: tuple[Rule, ...] = (
    ready_without_evidence,
    score_too_low,
    system_below_floor,
    plan_too_slow,
    assessment_too_old,
)
"""Every rule of this room."""


Conclusion = Callable[[RuleContext, Sequence[Problem]], Iterable[Problem]]
"""A rule that also looks at the problems found so far, each with the province's severity."""
STAGE = "stage:"
GRAVE = frozenset({Severity.BLOCK, Severity.ERROR})
BEFORE_REQUEST = tuple(f"S{number:02d}" for number in range(1, 9))


def errors_left(context: RuleContext, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Q105: the office asks for certification though errors are left in stages 1 to 8."""
    for entries, row in requesting(context):
        left = [problem.location.stage for problem in problems if severity_of(problem) in GRAVE]
        stages = [stage for stage in BEFORE_REQUEST if stage in left]
        if stages:
            number = sum(left.count(stage) for stage in stages)
            values = {"n": str(number), "stages": ", ".join(stages)}
            yield Problem("Q105", entries.locate(row, "requesting"), values)


def sent_too_early(context: RuleContext, problems: Sequence[Problem]) -> Iterator[Problem]:
    """X302: a stage was sent in a workbook of its own before the stage before it was accepted.

    Accepted is a stage that is begun and has no errors. Only a province can tell: one workbook
    checked alone says nothing of the others.
    """
    if context.registry is None:
        return
    faulty = {problem.location.stage for problem in problems if severity_of(problem) in GRAVE}
    begun = {table.partition(".")[0] for table in context.submission.tables if context.begun(table)}
    for stage in sorted({*_sent_alone(context)} - {"S00", "S01"}):
        before = f"S{int(stage[1:]) - 1:02d}"
        if before in faulty or before not in begun:
            yield Problem("X302", _place(context, stage), {"n": stage, "p": before})


def _sent_alone(context: RuleContext) -> Iterator[str]:
    for submission in context.parts or (context.submission,):
        if submission.template.startswith(STAGE):
            yield submission.template.removeprefix(STAGE)


def _place(context: RuleContext, stage: str) -> Location:
    """The first cell of the stage that an office fills in."""
    for entries in context.submission.tables.values():
        if entries.table.stage == stage and entries.rows:
            return entries.locate(entries.rows[0], entries.table.fields[0].id)
    return Location(stage=stage)


SUMMARY_RULES: tuple[Conclusion, ...] = (errors_left, sent_too_early)
"""Every rule of this room."""
