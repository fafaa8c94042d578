"""H: the office, the round and the dates of the header."""

import re
from collections.abc import Iterator
from datetime import timedelta
from difflib import get_close_matches

from pso_excel.core import thai
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.schema import FilledBy, Kind
from pso_excel.intake import COVER
from pso_excel.intake.codes import Codes
from pso_excel.rules.context import (
    Period,
    Rule,
    RuleContext,
    assessed_period,
    day_words,
    fiscal_period,
)
from pso_excel.scoring.progress import named_stages

QUARTER = timedelta(days=92)
YEARS_BEFORE, YEARS_AFTER = 40, 10
OF_THE_ROUND = frozenset(
    {
        (COVER, "intent_date"),
        (COVER, "approved_date"),
        ("S07.actions", "approved_date"),
        ("S08.tracker", "report_date"),
        ("S09.request", "letter_date"),
    }
)
"""Dates of what is done for this round, in stages that have no rule of their own for them."""
HAPPENED = {
    COVER: ("intent_date", "approved_date"),
    "S01.order": ("order_date",),
    "S06.answers": ("assessed_date",),
    "S07.actions": ("approved_date",),
    "S08.tracker": ("report_date",),
    "EVIDENCE.register": ("doc_date",),
}
"""Dates of what is reported as done; the last update of stage 4 (D605) and the actual days of the
tracker (R006) have rules of their own."""
ASSESSED = ("S06.answers", "assessed_date")
"""The date that S820 holds against the round."""
ROUND = re.compile(r"(\d{4})-(\d{1,2})")
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"\+?[\d\s()-]{6,20}((ต่อ|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)


def _place(context: RuleContext, field: str) -> Location:
    entries = context.submission.tables.get(COVER)
    row = context.submission.record(COVER)
    if entries is None or row is None:
        return Location(stage="S00", field=field)
    return entries.locate(row, field)


def office_unknown(context: RuleContext) -> Iterator[Problem]:
    """H202: the office code is not in the registry; silent where that has no office at all."""
    code = context.submission.office
    if context.registry is None or not context.registry.offices:
        return
    if not code or code in context.registry.offices:
        return
    alike = {thai.code_shape(known): known for known in context.registry.offices}
    near = get_close_matches(code, context.registry.offices, 1, 0.6)
    meant = alike.get(thai.code_shape(code)) or next(iter(near), "")
    suggest = f"({meant}?)" if meant else ""
    yield Problem("H202", _place(context, "office"), {"value": code, "suggest": suggest})


def stages_unclear(context: RuleContext) -> Iterator[Problem]:
    """H217: the stages said to be submitted cannot be read, or the workbook does not have them."""
    cover = context.submission.record(COVER)
    text = cover.text("stages_sent") if cover else ""
    if text and not (named_stages(text) or frozenset()) & {*context.submission.stages}:
        yield Problem("H217", _place(context, "stages_sent"), {"value": text})


def without_assessment(context: RuleContext) -> Iterator[Problem]:
    """H218: the office submitted some stages of its workbook, the assessment not among them."""
    if context.sent and "S06" in context.submission.stages and "S06" not in context.due:
        yield Problem("H218", _place(context, "stages_sent"), {"stages": ", ".join(context.sent)})


def office_differs(context: RuleContext) -> Iterator[Problem]:
    """F043: the workbook was made for one office and its cover says another."""
    cover = context.submission.record(COVER)
    text, made = cover.text("office") if cover else "", context.identity.office
    if text and made and not Codes.of([made]).fits(text):
        yield Problem("F043", _place(context, "office"), {"value": text, "made": made})


def office_name_differs(context: RuleContext) -> Iterator[Problem]:
    """H203: the office name does not belong to the code."""
    submission = context.submission
    known = context.registry.offices.get(submission.office) if context.registry else None
    if known is None or not submission.office_name:
        return
    if thai.key(known.name) != thai.key(submission.office_name):
        yield Problem(
            "H203",
            _place(context, "office_name"),
            {"code": known.code, "reg": known.name, "value": submission.office_name},
        )


def round_unusable(context: RuleContext) -> Iterator[Problem]:
    """H204: the round is blank, not of the form year-number, or not the province's.

    Whether that is closed is no fault of a workbook: a province refuses what comes after (B428).
    """
    code = context.submission.round
    expected = context.registry.round.code if context.registry else ""
    problem = None
    if not code:
        problem = term("round_blank")
    elif not ROUND.fullmatch(code):
        problem = term("round_form")
    elif expected and code != expected:
        problem = term("round_other")
    if problem:
        values = {"value": code, "problem": problem, "open": expected or "2569-1"}
        yield Problem("H204", _place(context, "round"), values)


def received_late(context: RuleContext) -> Iterator[Problem]:
    """H208: the head approved it after the round's due date."""
    cover = context.submission.record(COVER)
    due = context.registry.round.due if context.registry else None
    sent = cover.day("approved_date") if cover else None
    if due and sent and sent > due:
        values = {"n": str((sent - due).days), "due": day_words(due)}
        yield Problem("H208", _place(context, "approved_date"), values)


def contact_format(context: RuleContext) -> Iterator[Problem]:
    """H213: an e-mail address or telephone number has an odd format."""
    cover = context.submission.record(COVER)
    if cover is None:
        return
    for field, pattern in (("email", EMAIL), ("phone", PHONE)):
        value = cover.text(field)
        if value and not pattern.fullmatch(value):
            label = context.submission.tables[COVER].table.field(field).label
            yield Problem("H213", _place(context, field), {"field": label, "value": value})


def date_out_of_period(context: RuleContext) -> Iterator[Problem]:
    """H216: a date far from the fiscal year: what belongs to the round by more than a quarter, any
    other by more than a working life. Stages that judge their own dates more narrowly do it."""
    year = fiscal_period(context)
    if year is None:
        return
    for table, entries in context.submission.tables.items():
        for field in entries.table.fields:
            if field.kind is not Kind.DATE or field.writer is not FilledBy.OFFICE:
                continue
            if (table, field.id) == ASSESSED:
                continue
            window = _window(year, (table, field.id) in OF_THE_ROUND)
            for row in entries.rows:
                day = row.day(field.id)
                if day is not None and day not in window:
                    values = {
                        "field": field.label,
                        "value": day_words(day),
                        "from": day_words(window.first),
                        "to": day_words(window.last),
                        "cell": entries.cell(row, field.id),
                    }
                    yield Problem("H216", entries.locate(row, field.id), values)


def still_to_come(context: RuleContext) -> Iterator[Problem]:
    """H221: something that is said to have happened is dated after the day of the check. Silent for
    a day so far from the round that the year must be wrong (H216, S820)."""
    for table, ids in HAPPENED.items():
        for field_id in ids:
            window = _window_of(context, table, field_id)
            for entries, row in context.submission.cells(table):
                day = row.day(field_id)
                if day is None or day <= context.asof or (window and day not in window):
                    continue
                values = {
                    "field": entries.table.field(field_id).label,
                    "cell": entries.cell(row, field_id),
                    "value": day_words(day),
                    "asof": day_words(context.asof),
                }
                yield Problem("H221", entries.locate(row, field_id), values)


def _window_of(context: RuleContext, table: str, field_id: str) -> Period | None:
    """The days that a date may be of; None where nobody says which round it is."""
    year = fiscal_period(context)
    if (table, field_id) == ASSESSED:
        return assessed_period(context)
    return _window(year, (table, field_id) in OF_THE_ROUND) if year else None


def _window(year: Period, of_the_round: bool) -> Period:
    if of_the_round:
        return Period(year.first - QUARTER, year.last + QUARTER)
    return Period(
        year.first.replace(year=year.first.year - YEARS_BEFORE),
        year.last.replace(year=year.last.year + YEARS_AFTER),
    )


def framework_differs(context: RuleContext) -> Iterator[Problem]:
    """H214: the framework version in the file differs from the round's."""
    wanted = context.registry.round.framework if context.registry else ""
    carried = context.submission.framework
    if wanted and carried and carried != wanted:
        values = {"round": context.submission.round, "rv": wanted, "fv": carried}
        yield Problem("H214", _place(context, "round"), values)


def file_name_without_office(context: RuleContext) -> Iterator[Problem]:
    """F014: the name of a file sent to a province does not have the office code in it."""
    submission = context.submission
    if context.registry is None or not submission.office or not submission.file:
        return
    if thai.code_key(submission.office) not in thai.code_key(submission.file):
        pattern = f"{submission.office}_{submission.round}.xlsx"
        yield Problem("F014", Location(file=submission.file), {"pattern": pattern})


RULES: tuple[Rule, ...] = (
    office_unknown,
    office_differs,
    stages_unclear,
    without_assessment,
    office_name_differs,
    round_unusable,
    received_late,
    contact_format,
    date_out_of_period,
    still_to_come,
    framework_differs,
    file_name_without_office,
)
