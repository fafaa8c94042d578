"""X: what one stage says held against another, and against what was approved before."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from pso_excel.core import thai
from pso_excel.core.figures import format_plain
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.framework.pack import Framework, Method
from pso_excel.intake import COVER
from pso_excel.model.problem_groups import first_few
from pso_excel.model.scorecard import LeafScore, State
from pso_excel.model.submission import ALL_STAGES, Row, Submission
from pso_excel.rules.context import Rule, RuleContext
from pso_excel.rules.s05_weights import indicator_weights_sum, system_weights_sum
from pso_excel.rules.s07_plan import ACTIONS, MOST_LISTED
from pso_excel.rules.s08_tracker import HUNDRED, TRACKER

MISSIONS = "S02.missions"
SYSTEMS = "S05.systems"
INDICATORS = "S05.indicators"
ANSWERS = "S06.answers"
MEMBERS = "S01.members"
ITEMS = "S04.items"
STAGE = "stage:"
SAME_ON_COVERS = {
    "office": "what_office",
    "office_name": "what_office",
    "round": "what_round",
    "fy": "what_round",
}
"""What the covers of one office's files have to agree on, and what differs if they do not."""
WEIGHED = ((SYSTEMS, "sys"), (INDICATORS, "code"))


def files_of_several(context: RuleContext) -> Iterator[Problem]:
    """X301: the stage files that were joined are of different offices or rounds.

    They were put together by the office code and the round in them; another name of the office or
    another fiscal year on a cover says that one of these was typed wrong.
    """
    for submission, other in combinations(context.parts, 2):
        differing = next(
            (field for field in SAME_ON_COVERS if _differ(submission, other, field)), ""
        )
        if differing:
            entries = context.submission.tables.get(COVER)
            row = context.submission.record(COVER)
            place = entries.locate(row, differing) if entries and row else Location(stage="S00")
            values = {
                "a": _stage_of(submission),
                "b": _stage_of(other),
                "what": term(SAME_ON_COVERS[differing]),
            }
            yield Problem("X301", place, values)
            return


def _stage_of(part: Submission) -> str:
    return part.template.removeprefix(STAGE) if part.template.startswith(STAGE) else ALL_STAGES


def _differ(each_submission: Submission, other: Submission, field: str) -> bool:
    """Whether both covers say something there, and not the same."""
    said = [_header_text(submission, field) for submission in (each_submission, other)]
    return all(said) and said[0] != said[1]


def _header_text(submission: Submission, field: str) -> str:
    cover = submission.record(COVER)
    number = cover.number_of(field) if cover else None
    text = cover.text(field) if cover else ""
    return format_plain(number) if number is not None else thai.code_key(text)


def indicators_differ(context: RuleContext) -> Iterator[Problem]:
    """X303: the indicators of stage 6 are not those of stage 5. Rows that may be any are told as
    that (T131)."""
    entries = context.submission.tables.get(ANSWERS)
    if entries is None or INDICATORS not in context.submission.tables:
        return
    if any(
        row.refused for table in (ANSWERS, INDICATORS) for row in context.submission.rows(table)
    ):
        return
    planned = {
        row.text("code"): None
        for row in context.submission.rows(INDICATORS)
        if row.text("method") != Method.COMPOSITE
    }
    answered = {row.text("code"): None for row in entries.rows}
    missing = first_few((code for code in planned if code not in answered), MOST_LISTED)
    extra = first_few((code for code in answered if code not in planned), MOST_LISTED)
    if missing or extra:
        row = entries.rows[0] if entries.rows else Row(entries.first)
        values = {"missing": missing or "–", "extra": extra or "–"}
        yield Problem("X303", entries.locate(row, "code"), values)


def weight_not_as_approved(context: RuleContext) -> Iterator[Problem]:
    """X304: a weight is not the one that was approved.

    Approved are the weights of this round's workbook as last received, when its head of office had
    approved it and they added up to 100; others were returned to be mended.
    """
    approved = _approved_weights(context)
    for table, key in WEIGHED:
        for entries, row in context.submission.cells(table):
            code, now = row.text(key), row.number_of("weight")
            was = approved.get((table, code))
            if was is not None and now is not None and was != now:
                values = {"code": code, "a": format_plain(was), "b": format_plain(now)}
                yield Problem("X304", entries.locate(row, "weight"), values)


def _approved_weights(context: RuleContext) -> dict[tuple[str, str], Decimal]:
    report = context.earlier.report
    cover = report.record(COVER) if report else None
    if report is None or cover is None or cover.text("status") != "submitted":
        return {}
    before = replace(context, submission=report)
    if any(True for rule in (system_weights_sum, indicator_weights_sum) for _ in rule(before)):
        return {}
    return {
        (table, row.text(key)): weight
        for table, key in WEIGHED
        for row in report.rows(table)
        if (weight := row.number_of("weight")) is not None
    }


def baseline_differs(context: RuleContext) -> Iterator[Problem]:
    """X305: the baseline level of an action is not the level its indicators have in stage 6.

    Of several indicators it may be any level between the lowest and the highest; a quantity counts
    as the levels around its score. An action that is done may have raised its indicators since.
    """
    reports = context.submission.rows(TRACKER)
    done = {row.text("act") for row in reports if row.number_of("percent") == HUNDRED}
    reached = {leaf.code: _levels(leaf, context.framework) for leaf in context.scorecard.indicators}
    for entries, row in context.submission.cells(ACTIONS):
        baseline, codes = row.number_of("baseline"), row.keys_of("indicators")
        levels = [level for code in codes for level in reached.get(code, ())]
        if baseline is None or not levels or row.text("act") in done:
            continue
        low, high = min(levels), max(levels)
        if not low <= baseline <= high:
            shown = (
                format_plain(low) if low == high else f"{format_plain(low)}–{format_plain(high)}"
            )
            values = {"code": ", ".join(codes), "a": format_plain(baseline), "b": shown}
            yield Problem("X305", entries.locate(row, "baseline"), values)


def _levels(leaf: LeafScore, framework: Framework) -> list[Decimal]:
    """The level of an answer, or those its score lies between; none where there is no answer."""
    if leaf.level is not None:
        return [leaf.level]
    if leaf.score is None or leaf.state not in (State.SCORED, State.NO_DATA):
        return []
    return _around(leaf.score, framework)


def _around(score: Fraction, framework: Framework) -> list[Decimal]:
    numbers = [level.number for level in framework.rubric]
    below = (level.number for level in framework.rubric if level.score <= score)
    above = (level.number for level in framework.rubric if level.score >= score)
    return [Decimal(max(below, default=min(numbers))), Decimal(min(above, default=max(numbers)))]


def mission_without_indicator(context: RuleContext) -> Iterator[Problem]:
    """X306: a mission has no indicator, once stages 2 and 5 are begun."""
    if not context.begun(INDICATORS):
        return
    measured = {row.text("mission") for row in context.submission.rows(INDICATORS)}
    for entries, row in context.submission.cells(MISSIONS):
        code = row.text("code")
        if code and code not in measured:
            yield Problem("X306", entries.locate(row, "code"), {"code": code})


def assessor_not_on_committee(context: RuleContext) -> Iterator[Problem]:
    """X307: somebody who assessed is not on the committee, once its members are listed.

    Told once a person, at the first indicator. The committee's names may carry a title.
    """
    if not context.begun(MEMBERS):
        return
    members = {thai.code_key(row.text("name")) for row in context.submission.rows(MEMBERS)}
    titles = {
        row.text("name"): thai.code_key(row.text("prefix") + row.text("name"))
        for row in context.submission.rows("STAFF.people")
    }
    told: set[str] = set()
    for entries, row in context.submission.cells(ANSWERS):
        name = row.text("assessed_by")
        known = {thai.code_key(name), titles.get(name, "")}
        if name and name not in told and not known & members:
            told.add(name)
            yield Problem("X307", entries.locate(row, "assessed_by"), {"name": name})


def no_information_listed(context: RuleContext) -> Iterator[Problem]:
    """X308: the data system is assessed, but stage 4 lists no information.

    Told at the first answer of the system; which it is, the framework says.
    """
    if ITEMS not in context.submission.tables or context.begun(ITEMS):
        return
    systems = {system.code for system in context.framework.systems if system.inventory}
    about = {leaf.code for leaf in context.scorecard.indicators if leaf.system in systems}
    for entries, row in context.submission.cells(ANSWERS):
        if row.text("code") in about and row.text("state") == "scored":
            yield Problem("X308", entries.locate(row, "state"))
            return


RULES: tuple[Rule, ...] = (
    files_of_several,
    indicators_differ,
    weight_not_as_approved,
    baseline_differs,
    mission_without_indicator,
    assessor_not_on_committee,
    no_information_listed,
)
"""Every rule of this room."""
