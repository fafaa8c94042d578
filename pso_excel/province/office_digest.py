"""One office's assessment in few bytes: flat tuples, so that a province of hundreds stays small.

Figures that are only shown are rounded as they are printed; the scores that are averaged stay
exact.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import round_half_up
from pso_excel.core.messages import quoted, severity_of
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import mask_citizen_id
from pso_excel.forms.schema import Table
from pso_excel.intake.references import PEOPLE
from pso_excel.model.scorecard import ActionStatus, Assessment, LeafScore, Plan, Rag, State, Tracked
from pso_excel.model.submission import Row, Submission

_NAMES = frozenset({PEOPLE, "S00.cover.prepared_by", "S00.cover.approved_by", "S01.members.name"})
_SHORTEST = 3  # characters of a name: a shorter one stands in other words as well
_GAP = "[-\u2010-\u2013. \u00a0]{0,2}"
_ZERO, _SIX = "[0๐０]", "[6๖６]"
_ABROAD = rf"\+{_SIX}{_SIX}"
_TELEPHONE = re.compile(
    rf"(?<![\w.])(?:{_ABROAD}{_GAP}\d{{1,2}}|\(?{_ZERO}{_GAP}\d{{1,2}}\)?)"
    rf"{_GAP}\d{{3}}{_GAP}\d{{3,4}}(?!\d)"
    rf"|(?<![\w.])(?:{_ABROAD}|{_ZERO}){_GAP}\d?{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
)
_DECIMAL = re.compile(r"\d+\.\d+")
_PERSON_AT = re.compile(r"[^\W_][\w.%+-]{0,63}@(?=\w)")  # RFC 5321: 64 before the @


def discreet(text: str) -> str:
    """The text with the numbers of people, and who stands before an @, masked."""
    return _PERSON_AT.sub(_no_person, _TELEPHONE.sub(_no_telephone, mask_citizen_id(text)))


def discreet_values(
    problem: Problem, names: Iterable[str]
) -> Iterator[tuple[str, str | Bilingual]]:
    """The values that the sentence of a problem quotes, without ``names`` in full."""
    for key, value in problem.values.items():
        if key in quoted(problem.code):
            if isinstance(value, Bilingual):
                yield key, Bilingual(*(_without(text, names) for text in value))
            else:
                yield key, _without(value, names)


def names_in(submission: Submission | None) -> frozenset[str]:
    """Everybody who is named in a workbook, where it asks for a name."""
    tables = submission.tables.values() if submission else ()
    found = (
        name
        for entries in tables
        for field_id in _name_fields(entries.table)
        for row in entries.rows
        for name in _names_in(row, field_id)
    )
    return frozenset(name for name in found if len(name) >= _SHORTEST)


@cache_by_identity
def _name_fields(table: Table) -> tuple[str, ...]:
    return tuple(
        field.id
        for field in table.fields
        if field.refers == PEOPLE or f"{table.id}.{field.id}" in _NAMES
    )


def _names_in(row: Row, field_id: str) -> tuple[str, ...]:
    return (row.unreadable[field_id],) if field_id in row.unreadable else row.keys_of(field_id)


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted((name for name in names if name in text), key=len, reverse=True):
        text = text.replace(name, " ".join(f"{word[0]}…" for word in name.split()))
    return discreet(text)


def _no_telephone(match: re.Match[str]) -> str:
    if _DECIMAL.fullmatch(match[0]):
        return match[0]
    first = "".join(str(int(char)) for char in match[0] if char.isdecimal())[:2]
    return f"{'+' if match[0].startswith('+') else ''}{first}x-xxx-xxxx"


def _no_person(match: re.Match[str]) -> str:
    return f"{match[0][0]}…@"


FEWEST_ANSWERS = 5  # fewer equal answers than this prove no copying


class SystemRow(NamedTuple):
    """The score of one system; ``official`` is exact, None when the system has no score."""

    code: str
    applies: bool
    pilot: bool
    effective: Decimal | None
    official: Fraction | None
    provisional: Decimal | None
    target: Decimal
    floor: Decimal
    below_floor: bool


class IndicatorRow(NamedTuple):
    """The answer and score of one indicator; ``share`` is its part of the whole, 0 to 100."""

    code: str
    system: str
    state: State
    pilot: bool
    weight: Decimal
    share: Decimal | None
    level: Decimal | None
    score: Decimal | None
    target: Decimal
    weighted_gap: Decimal | None


class GapRow(NamedTuple):
    """A gap at its rank of priority, the first is 1; ``proposal`` is the kind of a draft action."""

    rank: int
    code: str
    system: str
    score: Decimal
    target: Decimal
    weighted_gap: Decimal
    priority: Decimal
    quadrant: str
    has_action: bool
    owner: str
    end: date | None


class ActionRow(NamedTuple):
    """An action of the tracker as of the day of the assessment."""

    code: str
    action: str
    owner: str
    indicators: str
    start: date | None
    end: date | None
    percent: Decimal | None
    planned: Decimal | None
    variance: Decimal | None
    status: ActionStatus
    rag: Rag
    late: bool
    days_overdue: int


class ProblemRow(NamedTuple):
    """A fault and how often it occurs; the place and the values are those of its first cell.

    ``severity`` is what the province made of it, None for the catalogue's; ``reason`` is what the
    office acknowledged it with.
    """

    code: str
    stage: str
    sheet: str
    cell: str
    times: int
    values: tuple[tuple[str, str | Bilingual], ...]
    severity: Severity | None = None
    reason: str = ""


class StageRow(NamedTuple):
    """How far a stage is filled in: cells filled, expected and wrong."""

    stage: str
    filled: int
    expected: int
    wrong: int


class Digest(NamedTuple):
    """What a province keeps of one office. ``answers`` is a hash of the stage 6 answers with
    their reasons, empty when there are too few to compare."""

    official: Fraction | None
    provisional: Decimal | None
    completeness: Decimal | None
    na_share: Decimal | None
    band: str
    projected_started: Decimal | None
    projected_all: Decimal | None
    plan_progress: Decimal | None
    errors: int
    warnings: int
    answers: str
    stages: tuple[StageRow, ...]
    systems: tuple[SystemRow, ...]
    indicators: tuple[IndicatorRow, ...]
    gaps: tuple[GapRow, ...]
    actions: tuple[ActionRow, ...]
    faults: tuple[ProblemRow, ...]

    @property
    def answered(self) -> bool:
        """At least one indicator that counts has an answer: a score was given."""
        return any(row.state is not State.BLANK and not row.pilot for row in self.indicators)

    @property
    def complete(self) -> bool:
        """No indicator that counts was left blank."""
        return not any(row.state is State.BLANK and not row.pilot for row in self.indicators)

    def states_of(self, system: SystemRow) -> set[State]:
        """What was answered of a system's indicators, of those that count in it."""
        return {
            row.state
            for row in self.indicators
            if row.system == system.code and row.pilot is system.pilot
        }

    def is_unanswered(self, system: SystemRow) -> bool:
        """A system that applies and of which no indicator was answered: it has no score."""
        return system.applies and State.BLANK in self.states_of(system) <= {State.BLANK, State.NA}

    @property
    def filled(self) -> bool:
        """Something was filled in beyond the cover."""
        return self.answered or any(row.filled for row in self.stages if row.stage != "S00")


def digest(assessment: Assessment, submission: Submission | None = None) -> Digest:
    """The assessment in few bytes; the submission adds the comparison of answers."""
    card, plan, tracker = assessment.scorecard, assessment.plan, assessment.tracker
    grave = [severity_of(problem) for problem in assessment.problems if not problem.reason]
    made = Digest(
        official=card.official if card else None,
        provisional=_printed(card.provisional) if card else None,
        completeness=_printed(card.completeness) if card else None,
        na_share=round_half_up(card.na_share) if card else None,
        band=card.band if card else "",
        projected_started=_printed(plan.score_started) if plan else None,
        projected_all=_printed(plan.score_all) if plan else None,
        plan_progress=_printed(tracker.progress) if tracker else None,
        errors=sum(1 for severity in grave if severity in (Severity.ERROR, Severity.BLOCK)),
        warnings=sum(1 for severity in grave if severity is Severity.WARN),
        answers=answers_hash(submission) if submission else "",
        stages=tuple(StageRow(stage, *assessment.progress[stage]) for stage in assessment.progress),
        systems=_systems(assessment),
        indicators=tuple(_indicator(leaf) for leaf in card.indicators) if card else (),
        gaps=_gaps(plan) if plan else (),
        actions=tuple(_action(tracked) for tracked in tracker.actions) if tracker else (),
        faults=tuple(fault_rows(assessment.problems, names_in(submission))),
    )
    return made._replace(systems=tuple(_without_blank_scores(made, row) for row in made.systems))


def _without_blank_scores(found: Digest, system: SystemRow) -> SystemRow:
    """The system without the scores that were not given."""
    if not found.is_unanswered(system):
        return system
    return system._replace(official=None, provisional=None, below_floor=False)


def answers_hash(submission: Submission) -> str:
    """A hash of every stage 6 answer with its reason, empty below five answers.

    Dates, names and evidence are left out: a copied file differs in those first.
    """
    compared = ("code", "state", "level", "yes", "value", "numerator", "denominator", "reason")
    rows = [
        tuple(str(row.get(field) or "") for field in compared)
        for row in submission.rows("S06.answers")
        if row.text("state")
    ]
    if len(rows) < FEWEST_ANSWERS:
        return ""
    return sha256(repr(sorted(rows)).encode()).hexdigest()


def fault_rows(problems: Iterable[Problem], names: Collection[str] = ()) -> list[ProblemRow]:
    """The problems, those of one code on one column put together, in order of the first; people
    (``names``) are not told by name."""
    found: dict[tuple[str, str, str, str, str], ProblemRow] = {}
    for problem in problems:
        place = problem.location
        key = (problem.code, place.stage, place.sheet, place.field, problem.reason)
        first = found.get(key)
        found[key] = (
            first._replace(times=first.times + 1)
            if first
            else ProblemRow(
                problem.code,
                place.stage,
                place.sheet,
                place.cell,
                1,
                tuple(discreet_values(problem, names)),
                problem.severity,
                discreet(problem.reason),
            )
        )
    return list(found.values())


def _printed(number: Fraction | Decimal | None) -> Decimal | None:
    return None if number is None else round_half_up(number)


def _systems(assessment: Assessment) -> tuple[SystemRow, ...]:
    if assessment.scorecard is None:
        return ()
    return tuple(
        SystemRow(
            system.code,
            system.applies,
            system.pilot,
            _printed(system.effective),
            system.official,
            _printed(system.provisional),
            round_half_up(system.target),
            round_half_up(system.floor),
            system.below_floor,
        )
        for system in assessment.scorecard.systems
    )


def _indicator(leaf: LeafScore) -> IndicatorRow:
    return IndicatorRow(
        mask_citizen_id(leaf.code),
        leaf.system,
        leaf.state,
        leaf.pilot,
        round_half_up(leaf.weight),
        _printed(leaf.share),
        leaf.level,
        _printed(leaf.score),
        round_half_up(leaf.target),
        _printed(leaf.weighted_gap),
    )


def _gaps(plan: Plan) -> tuple[GapRow, ...]:
    drafts = {draft.indicator: draft for draft in plan.drafts}
    rows: list[GapRow] = []
    for rank, gap in enumerate(plan.gaps, 1):
        draft = drafts.get(gap.code)
        rows.append(
            GapRow(
                rank,
                mask_citizen_id(gap.code),
                gap.system,
                round_half_up(gap.score),
                round_half_up(gap.target),
                round_half_up(gap.weighted_gap),
                round_half_up(gap.priority),
                gap.quadrant,
                gap.has_action,
                discreet(draft.owner) if draft else "",
                draft.end if draft else None,
            )
        )
    return tuple(rows)


def _action(tracked: Tracked) -> ActionRow:
    return ActionRow(
        discreet(tracked.code),
        discreet(tracked.action),
        discreet(tracked.owner),
        discreet(", ".join(tracked.indicators)),
        tracked.start,
        tracked.end,
        _printed(tracked.percent),
        _printed(tracked.planned),
        _printed(tracked.variance),
        tracked.status,
        tracked.rag,
        tracked.late,
        tracked.days_overdue,
    )
