"""S: what a score of stage 6 stands on: its evidence, its reason, its day and the round before."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.figures import format_plain
from pso_excel.core.problem import Problem
from pso_excel.framework.pack import Method
from pso_excel.model.problem_groups import first_few
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Period, Rule, RuleContext, assessed_period, day_words
from pso_excel.scoring.readiness import ASSESSORS as COLUMNS

ANSWERS = "S06.answers"
REGISTER = "EVIDENCE.register"
FEWEST_ALIKE = 3  # of two answers, the same level says nothing


def answers_by_level(context: RuleContext) -> Iterator[tuple[TableRows, Row]]:
    """The answers that give a level."""
    for entries, row in context.submission.cells(ANSWERS):
        is_told = row.text("method") == Method.LEVEL and row.text("state") == "scored"
        if is_told and row.number_of("level") is not None:
            yield entries, row


def evidence_of_another_time(context: RuleContext) -> Iterator[Problem]:
    """S805: evidence that stage 6 quotes is dated outside the assessed period.

    Told once, where the register has its date. An older paper that says it covers a part of the
    period (an order still in force) is within it; a day still to come is told as that (H221).
    """
    period = assessed_period(context)
    quoted = {code for row in context.submission.rows(ANSWERS) for code in row.keys_of("evidence")}
    for entries, row in context.submission.cells(REGISTER):
        dated, code = row.day("doc_date"), row.text("code")
        if period is None or dated is None or code not in quoted or dated in period:
            continue
        if dated > context.asof:
            continue
        if not _covers(row, period):
            first, last = day_words(period.first), day_words(period.last)
            values = {"ev": code, "date": day_words(dated), "from": first, "to": last}
            yield Problem("S805", entries.locate(row, "doc_date"), values)


def _covers(row: Row, period: Period) -> bool:
    first, last = row.day("period_from"), row.day("period_to")
    if first is None and last is None:
        return False
    return (first or period.first) <= period.last and (last or period.last) >= period.first


def reason_too_short(context: RuleContext) -> Iterator[Problem]:
    """S812: the lowest level or one of the two highest, with a reason shorter than reason_min."""
    numbers = sorted(level.number for level in context.framework.rubric)
    extreme = {numbers[0], *numbers[-2:]}
    shortest = context.framework.number("reason_min")
    for entries, row in answers_by_level(context):
        level = row.number_of("level")
        if (
            level in extreme
            and len(row.text("reason")) < shortest
            and "reason" not in row.unreadable
        ):
            values = {
                "code": row.text("code"),
                "lv": format_plain(level),
                "min": format_plain(shortest),
            }
            yield Problem("S812", entries.locate(row, "reason"), values)


def all_the_same_level(context: RuleContext) -> Iterator[Problem]:
    """S816: every indicator that is scored by level has the same level, and there are some."""
    answered = list(answers_by_level(context))
    levels = {row.number_of("level") for _, row in answered}
    if len(answered) >= FEWEST_ALIKE and len(levels) == 1 and _all_answered(context):
        entries, row = answered[0]
        level = row.number_of("level")
        values = {"lv": format_plain(level) if level is not None else ""}
        yield Problem("S816", entries.locate(row, "level"), values)


def _all_answered(context: RuleContext) -> bool:
    return all(row.text("state") for row in context.submission.rows(ANSWERS))


def risen_steeply(context: RuleContext) -> Iterator[Problem]:
    """S817: a level has risen by level_rise or more since the last round."""
    last = context.earlier.round
    before = last.tables[ANSWERS].by_key() if last and ANSWERS in last.tables else {}
    steep = context.framework.number("level_rise")
    for entries, row in answers_by_level(context):
        code, level = row.text("code"), row.number_of("level")
        old = before[code].number_of("level") if code in before else None
        if level is not None and old is not None and level - old >= steep:
            values = {"code": code, "a": format_plain(old), "b": format_plain(level)}
            yield Problem("S817", entries.locate(row, "level"), values)


def assessed_at_another_time(context: RuleContext) -> Iterator[Problem]:
    """S820: the day of an assessment is outside the round."""
    period = assessed_period(context)
    for entries, row in context.submission.cells(ANSWERS):
        day = row.day("assessed_date")
        if period and day and day not in period:
            first, last = day_words(period.first), day_words(period.last)
            values = {"date": day_words(day), "from": first, "to": last}
            yield Problem("S820", entries.locate(row, "assessed_date"), values)


def evidence_used_often(context: RuleContext) -> Iterator[Problem]:
    """S821: one piece of evidence is used for more than evidence_uses indicators.

    Told once, at its code in the register; evidence that is in no register is told by S804.
    """
    most = context.framework.number("evidence_uses")
    uses: dict[str, int] = {}
    for row in context.submission.rows(ANSWERS):
        for code in set(row.keys_of("evidence")):
            uses[code] = uses.get(code, 0) + 1
    for entries, row in context.submission.cells(REGISTER):
        code = row.text("code")
        if (used := uses.pop(code, 0)) > most:
            yield Problem("S821", entries.locate(row, "code"), {"ev": code, "n": str(used)})


def reason_copied(context: RuleContext) -> Iterator[Problem]:
    """S829: the same explanation stands at more than reason_copies indicators; told once, at the
    first of them."""
    most = context.framework.number("reason_copies")
    same: dict[str, list[tuple[TableRows, Row]]] = {}
    for entries, row in context.submission.cells(ANSWERS):
        if row.text("reason"):
            same.setdefault(thai.key(row.text("reason")), []).append((entries, row))
    for found in same.values():
        if len(found) > most:
            entries, first = found[0]
            codes = first_few(row.text("code") for _, row in found)
            values = {"n": str(len(found)), "codes": codes}
            yield Problem("S829", entries.locate(first, "reason"), values)


ASSESSORS = "S06.assessors"


class AssessedLevels(NamedTuple):
    """The levels given for one indicator, and what the meeting agreed on."""

    entries: TableRows
    row: Row
    levels: tuple[Decimal, ...]
    consensus: Decimal | None


def _assessed_levels(context: RuleContext) -> Iterator[AssessedLevels]:
    """The indicators for which anybody gave a level."""
    for entries, row in context.submission.cells(ASSESSORS):
        each = (row.number_of(column) for column in COLUMNS)
        levels = tuple(level for level in each if level is not None)
        consensus = row.number_of("consensus")
        if levels or consensus is not None:
            yield AssessedLevels(entries, row, levels, consensus)


def assessors_apart(context: RuleContext) -> Iterator[Problem]:
    """S813: the assessors differ by ``spread`` levels or more.

    It asks for the meeting, so it is silent once the consensus stands.
    """
    for entries, row, levels, consensus in _assessed_levels(context):
        spread = max(levels) - min(levels) if levels else Decimal(0)
        blank = consensus is None and row.is_blank("consensus")
        if blank and spread >= context.framework.number("spread"):
            values = {
                "code": row.text("code"),
                "spread": format_plain(spread),
                "levels": ", ".join(format_plain(level) for level in levels),
            }
            yield Problem("S813", entries.locate(row, "consensus"), values)


def consensus_outside(context: RuleContext) -> Iterator[Problem]:
    """S814: the consensus lies outside what the assessors gave, without a reason."""
    for entries, row, levels, consensus in _assessed_levels(context):
        if not levels or consensus is None or min(levels) <= consensus <= max(levels):
            continue
        if row.is_blank("reason"):
            values = {
                "code": row.text("code"),
                "c": format_plain(consensus),
                "min": format_plain(min(levels)),
                "max": format_plain(max(levels)),
            }
            yield Problem("S814", entries.locate(row, "reason"), values)


def too_few_assessors(context: RuleContext) -> Iterator[Problem]:
    """S815: an indicator was assessed by fewer people than min_assessors.

    Only where somebody is said to have assessed it: the table is optional, and that every indicator
    has its assessors is what the checklist of stage 9 asks for (Q10). A level that cannot be read
    counts as given: it is told at its own cell.
    """
    least = context.framework.number("min_assessors")
    for entries, row, levels, _ in _assessed_levels(context):
        count = len(levels) + sum(column in row.unreadable for column in COLUMNS)
        if count < least:
            blank = next((column for column in COLUMNS if row.is_blank(column)), COLUMNS[-1])
            values = {"code": row.text("code"), "n": str(count), "min": format_plain(least)}
            yield Problem("S815", entries.locate(row, blank), values)


def consensus_differs(context: RuleContext) -> Iterator[Problem]:
    """S827: the consensus is another level than the one typed in the assessment, which counts. A
    level that is not used there is told as that (S824, S825)."""
    typed = {row.text("code"): (answers, row) for answers, row in answers_by_level(context)}
    for entries, row, _, consensus in _assessed_levels(context):
        if consensus is None or row.text("code") not in typed:
            continue
        answers, answer = typed[row.text("code")]
        level = answer.number_of("level")
        if level is not None and level != consensus:
            values = {
                "code": row.text("code"),
                "c": format_plain(consensus),
                "lv": format_plain(level),
            }
            place = entries.locate(row, "consensus")
            yield Problem("S827", place, values | {"cell": answers.cell(answer, "level")})


RULES: tuple[Rule, ...] = (
    evidence_of_another_time,
    reason_too_short,
    all_the_same_level,
    risen_steeply,
    assessed_at_another_time,
    evidence_used_often,
    reason_copied,
    assessors_apart,
    consensus_outside,
    too_few_assessors,
    consensus_differs,
)
"""Every rule of this file."""
