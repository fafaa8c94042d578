"""Q: stage 9, getting ready to ask for certification."""

from collections.abc import Iterator
from decimal import Decimal

from pso_excel.core.figures import plain, printed, shown
from pso_excel.core.problem import Problem
from pso_excel.model.submission import Entries, Row
from pso_excel.rules.context import Case, Rule

CHECKLIST = "S09.checklist"
REQUEST = "S09.request"


def requesting(case: Case) -> Iterator[tuple[Entries, Row]]:
    """The request for certification, where the office says that it asks for it in this round."""
    for entries, row in case.submission.cells(REQUEST):
        if row.text("requesting") == "yes":
            yield entries, row


def ready_without_evidence(case: Case) -> Iterator[Problem]:
    """Q102: an item says "ready" without evidence."""
    for entries, row in case.submission.cells(CHECKLIST):
        if row.text("state") == "ready" and row.is_blank("evidence"):
            yield Problem("Q102", entries.place(row, "evidence"), {"item": row.text("item")})


def score_too_low(case: Case) -> Iterator[Problem]:
    """Q103: the office asks for certification though its overall score is below ready_min."""
    score, least = case.scorecard.official, case.framework.number("ready_min")
    for entries, row in requesting(case):
        if score is not None and shown(score) < least:
            values = {"s": printed(score), "t": printed(least)}
            yield Problem("Q103", entries.place(row, "requesting"), values)


def system_below_floor(case: Case) -> Iterator[Problem]:
    """Q104: systems for which certification is asked score below their floor, all told at once."""
    for entries, row in requesting(case):
        asked = row.keys_of("systems")
        low = [one for one in case.scorecard.systems if one.code in asked and one.below_floor]
        if low:
            floors = dict.fromkeys(printed(one.floor) for one in low)
            values = {
                "sys": ", ".join(one.code for one in low),
                "s": ", ".join(printed(one.official) for one in low),
                "t": ", ".join(floors),
            }
            yield Problem("Q104", entries.place(row, "systems"), values)


def plan_too_slow(case: Case) -> Iterator[Problem]:
    """Q106: the office asks for certification though the weighted progress of its plan is below
    ready_progress."""
    progress, least = case.tracker.progress, case.framework.number("ready_progress")
    for entries, row in requesting(case):
        if progress is not None and shown(progress) < least:
            values = {"p": printed(progress), "t": plain(least)}
            yield Problem("Q106", entries.place(row, "requesting"), values)


def assessment_too_old(case: Case) -> Iterator[Problem]:
    """Q108: when it is sent in, the newest day of the self-assessment is older than assessed_days.

    It is sent in on the day of the letter; before there is one, on the day of the check.
    """
    days = [row.day("assessed_date") for row in case.submission.rows("S06.answers")]
    newest = max((day for day in days if day), default=None)
    longest = case.framework.number("assessed_days")
    for entries, row in requesting(case):
        sent = row.day("letter_date") or case.asof
        old = Decimal((sent - newest).days) if newest else Decimal(0)
        if old > longest:
            yield Problem("Q108", entries.place(row, "requesting"), {"n": plain(old)})


RULES: tuple[Rule, ...] = (
    ready_without_evidence,
    score_too_low,
    system_below_floor,
    plan_too_slow,
    assessment_too_old,
)
"""Every rule of this room."""
