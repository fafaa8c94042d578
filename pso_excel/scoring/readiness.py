"""What the other stages say of each item of the readiness checklist by themselves (E.8).

It is the office's own list, ours by default: never a result of certification.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pso_excel.core.figures import round_half_up
from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import ActionStatus, Scorecard, State, Tracker
from pso_excel.model.submission import Submission
from pso_excel.scoring.actions import actions_of

Found = bool | None
ASSESSORS = tuple(f"a{number}" for number in range(1, 8))
GRAVE = frozenset({Severity.BLOCK, Severity.ERROR})


@dataclass(frozen=True, slots=True)
class _Office:
    """What an item may look at; ``faulty`` are the stages with an ERROR, ``codes`` all codes."""

    submission: Submission
    framework: Framework
    scorecard: Scorecard
    tracker: Tracker
    faulty: frozenset[str]
    codes: frozenset[str]

    def has(self, *tables: str) -> bool:
        """Whether the workbook has these tables."""
        return all(table in self.submission.tables for table in tables)

    def clean(self, stage: str, table: str) -> bool:
        """Whether a table is begun and its stage has no ERROR."""
        return bool(self.submission.rows(table)) and stage not in self.faulty


def automatic_readiness(
    submission: Submission,
    framework: Framework,
    scorecard: Scorecard,
    tracker: Tracker,
    problems: Sequence[Problem],
) -> dict[str, Found]:
    """Each item of the checklist by its code: True ready, False not ready, None for people to say.

    An item is None where nothing answers it by itself, or where the workbook lacks its stage.
    ``problems`` are those of the whole check, without which no stage counts as clean.
    """
    grave = [problem for problem in problems if severity_of(problem) in GRAVE]
    office = _Office(
        submission=submission,
        framework=framework,
        scorecard=scorecard,
        tracker=tracker,
        faulty=frozenset(problem.location.stage for problem in grave),
        codes=frozenset(problem.code for problem in problems),
    )
    found: dict[str, Found] = {}
    for item in framework.readiness:
        asked = _ANSWERS.get(item.auto)
        known = asked is not None and office.has(*asked.tables)
        found[item.code] = asked.answer(office) if asked and known else None
    return found


def _intent(office: _Office) -> Found:
    cover = office.submission.record("S00.cover")
    return cover is not None and bool(cover.get("intent_no")) and bool(cover.get("intent_date"))


def _committee(office: _Office) -> Found:
    order = office.submission.record("S01.order")
    signed = order is not None and bool(order.get("order_no")) and bool(order.get("order_date"))
    return signed and office.clean("S01", "S01.members")


def _goals(office: _Office) -> Found:
    """Rows without faults can be seen; that they were agreed, only people know."""
    return None if office.clean("S02", "S02.goals") else False


def _tasks(office: _Office) -> Found:
    return office.clean("S03", "S03.tasks")


def _inventory(office: _Office) -> Found:
    return office.clean("S04", "S04.items") and "D606" not in office.codes


def _selection(office: _Office) -> Found:
    rows = office.submission.rows("S05.systems")
    is_told = all(row.text("applies") == "yes" or row.get("na_reason") for row in rows)
    return bool(rows) and is_told


def _weights(office: _Office) -> Found:
    """Faults can be seen; the approval, only people know."""
    return None if office.clean("S05", "S05.indicators") else False


def _completeness(office: _Office) -> Found:
    return office.scorecard.completeness == 100


def _assessors(office: _Office) -> Found:
    """Every scored level has enough assessors and a consensus."""
    least = office.framework.number("min_assessors")
    rows = {row.text("code"): row for row in office.submission.rows("S06.assessors")}
    levels = [leaf for leaf in office.scorecard.indicators if leaf.level is not None]
    for leaf in levels:
        row = rows.get(leaf.code)
        if row is None or row.number_of("consensus") is None:
            return False
        if sum(row.number_of(field) is not None for field in ASSESSORS) < least:
            return False
    return bool(levels)


def _evidence(office: _Office) -> Found:
    scored = any(leaf.state is State.SCORED for leaf in office.scorecard.indicators)
    return scored and not office.codes & {"S803", "S804"}


def _floors(office: _Office) -> Found:
    low = any(system.below_floor for system in office.scorecard.systems)
    return office.scorecard.official is not None and not low


def _ready_min(office: _Office) -> Found:
    score = office.scorecard.official
    return score is not None and round_half_up(score) >= office.framework.number("ready_min")


def _plan(office: _Office) -> Found:
    rows = office.submission.rows("S07.actions")
    return bool(rows) and all(row.text("approved") == "yes" for row in rows)


def _progress(office: _Office) -> Found:
    progress = office.tracker.progress
    return progress is not None and round_half_up(progress) >= office.framework.number(
        "ready_progress"
    )


def _overdue(office: _Office) -> Found:
    late = {
        tracked.code for tracked in office.tracker.actions if tracked.status is ActionStatus.OVERDUE
    }
    actions = [action for action in actions_of(office.submission) if action.code in late]
    return all(action.report is not None and action.report.get("remedy") for action in actions)


def _register(office: _Office) -> Found:
    """Faults can be seen; that the papers are in order, only people know."""
    return None if office.clean("EVIDENCE", "EVIDENCE.register") else False


def _letter(office: _Office) -> Found:
    request = office.submission.record("S09.request")
    needed = ("letter_no", "letter_date", "signed_by")
    return request is not None and all(request.get(field) for field in needed)


def _findings(office: _Office) -> Found:
    return not office.faulty - {"S09"}


def _lessons(office: _Office) -> Found:
    return office.clean("S10", "S10.lessons")


@dataclass(frozen=True, slots=True)
class _Check:
    """What answers an item, and the tables it needs to."""

    answer: Callable[[_Office], Found]
    tables: tuple[str, ...] = ()


_ANSWERS: Mapping[str, _Check] = {
    "intent": _Check(_intent, ("S00.cover",)),
    "committee": _Check(_committee, ("S01.order", "S01.members")),
    "goals": _Check(_goals, ("S02.goals",)),
    "tasks": _Check(_tasks, ("S03.tasks",)),
    "inventory": _Check(_inventory, ("S04.items",)),
    "selection": _Check(_selection, ("S05.systems",)),
    "weights": _Check(_weights, ("S05.indicators",)),
    "completeness": _Check(_completeness, ("S06.answers",)),
    "assessors": _Check(_assessors, ("S06.answers", "S06.assessors")),
    "evidence": _Check(_evidence, ("S06.answers",)),
    "floors": _Check(_floors, ("S06.answers",)),
    "ready_min": _Check(_ready_min, ("S06.answers",)),
    "plan": _Check(_plan, ("S07.actions",)),
    "progress": _Check(_progress, ("S07.actions", "S08.tracker")),
    "overdue": _Check(_overdue, ("S08.tracker",)),
    "register": _Check(_register, ("EVIDENCE.register",)),
    "letter": _Check(_letter, ("S09.request",)),
    "findings": _Check(_findings),
    "lessons": _Check(_lessons, ("S10.lessons",)),
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready an office says it is: ``percent`` of the items that apply (0 to 100, None when none
    is answered) and the codes of the gates that are not ready."""

    percent: Fraction | None
    closed: tuple[str, ...]


def readiness_of(submission: Submission, framework: Framework) -> Readiness:
    """The share of the checklist's items that the office calls ready, among those that apply.

    An unanswered item is not ready; a gate that does not apply is closed all the same.
    """
    states = {row.text("item"): row.text("state") for row in submission.rows("S09.checklist")}
    asked = [item for item in framework.readiness if states.get(item.code) != "na"]
    ready = [item for item in asked if states.get(item.code) == "ready"]
    gates = [item.code for item in framework.readiness if item.gate]
    return Readiness(
        percent=Fraction(100 * len(ready), len(asked)) if asked and any(states.values()) else None,
        closed=tuple(code for code in gates if states.get(code) != "ready"),
    )
