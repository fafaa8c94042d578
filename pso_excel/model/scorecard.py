"""What the engine says of an office: scores, gaps, plan and tracker, as plain data.

Scores are exact fractions of 0 to 100 (``pso_excel.figures`` prints them); ``None`` means that
there is no score, which is never the same as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core.problem import Problem


class State(StrEnum):
    """The five states of an answer."""

    BLANK = "blank"  # 0 in the official score, left out of the provisional one
    NA = "na"  # left out, its weight redistributed
    NO_DATA = "nd"  # 0 and marked
    SCORED = "scored"  # its own score, which may be zero
    BAD = "bad"  # unreadable: the office has no score until it is mended


class LeafScore(NamedTuple):
    """One indicator. ``effective`` is its weight among its siblings after redistribution (None when
    it is left out or a pilot) and ``share`` its part of the whole (None when it does not count),
    both 0 to 100. ``gap`` is target minus score, not below 0; ``weighted_gap`` the points of the
    overall score to be won."""

    code: str
    system: str
    state: State
    weight: Fraction
    effective: Fraction | None
    share: Fraction | None
    score: Fraction | None
    target: Fraction
    gap: Fraction | None = None
    weighted_gap: Fraction | None = None
    level: Decimal | None = None
    pilot: bool = False


class SystemScore(NamedTuple):
    """One system. ``applies`` is False when it, or everything in it, is not applicable; there is no
    score while nothing in it is answered."""

    code: str
    applies: bool
    weight: Fraction
    effective: Fraction | None
    official: Fraction | None
    provisional: Fraction | None
    target: Fraction
    floor: Fraction
    below_floor: bool = False
    pilot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The scores of one office. ``official`` counts a blank as 0, ``provisional`` leaves blanks
    out; both are None while an answer or a weight is unusable (``unreadable`` are their codes),
    nothing is answered or nothing applies. ``completeness`` and
    ``na_share`` are percentages of weight. ``band`` is the code of the official score's band."""

    official: Fraction | None
    provisional: Fraction | None
    completeness: Fraction | None
    na_share: Fraction
    band: str
    systems: tuple[SystemScore, ...]
    indicators: tuple[LeafScore, ...]
    unreadable: tuple[str, ...] = ()

    def leaf(self, code: str) -> LeafScore | None:
        """The indicator of that code."""
        return next((leaf for leaf in self.indicators if leaf.code == code), None)


class GapItem(NamedTuple):
    """A gap in order of priority (0 to 100); ``quadrant`` is quick, major, planned or later."""

    code: str
    system: str
    score: Fraction
    target: Fraction
    gap: Fraction
    weighted_gap: Fraction
    priority: Fraction
    quadrant: str
    urgency: Decimal
    effort: Decimal
    has_action: bool


class DraftAction(NamedTuple):
    """An action skeleton proposed for a gap; texts are codes and levels, worded by the sheet."""

    indicator: str
    system: str
    kind: str
    level_from: Decimal | None
    level_to: Decimal | None
    owner: str
    start: date
    end: date
    priority: Fraction


class Plan(NamedTuple):
    """Gaps by priority, the draft actions for those without one, and the score if all is done:
    now, when started actions finish, when all finish."""

    gaps: tuple[GapItem, ...]
    drafts: tuple[DraftAction, ...]
    score_now: Fraction | None
    score_started: Fraction | None
    score_all: Fraction | None


class ActionStatus(StrEnum):
    """The derived status of an action, first that fits; the last three say why none can be told."""

    CANCELLED = "cancelled"
    DONE = "done"
    ON_HOLD = "on_hold"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    LATE_START = "late_start"
    IN_PROGRESS = "in_progress"
    UNREADABLE = "unreadable"  # its progress or an actual date cannot be read
    NO_DATES = "no_dates"  # the plan lacks its start or its end
    WRONG_DATES = "wrong_dates"  # the plan ends before it begins


class Rag(StrEnum):
    """The colour of an action; always shown with a word and a symbol."""

    BLUE = "blue"
    GREY = "grey"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    WRONG = "wrong"  # no status can be told before the data are mended


class Tracked(NamedTuple):
    """One action of the tracker as of a date. Percentages are 0 to 100; ``variance`` is percent
    minus planned; ``late`` tells DONE on time from DONE late; dates are the plan in force."""

    code: str
    row: int
    owner: str
    action: str
    indicators: tuple[str, ...]
    start: date | None
    end: date | None
    percent: Fraction | None
    planned: Fraction | None
    variance: Fraction | None
    status: ActionStatus
    rag: Rag
    late: bool = False
    days_overdue: int = 0
    weight: Fraction = Fraction(0)
    replanned: bool = False
    budget: Decimal | None = None
    spent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """All actions of an office as of a date, and the plan's weighted progress (0 to 100)."""

    asof: date
    actions: tuple[Tracked, ...]
    progress: Fraction | None

    def count(self, rag: Rag) -> int:
        """How many actions have that colour."""
        return sum(1 for tracked in self.actions if tracked.rag is rag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything the engine says of one workbook: the end of the path of one office.

    ``sent`` are the stages that the office submitted, none while it is a draft.
    ``readiness`` is what the other stages say of each item of the checklist (S09): ready, not
    ready, or None for people to say.
    """

    file: str
    office: str = ""
    office_name: str = ""
    province: str = ""
    round: str = ""
    framework: str = ""
    stages: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    asof: date
    scorecard: Scorecard | None = None
    plan: Plan | None = None
    tracker: Tracker | None = None
    progress: dict[str, tuple[int, int, int]] = field(
        default_factory=dict[str, tuple[int, int, int]]
    )  # by stage: cells filled, cells expected, cells wrong
    readiness: Mapping[str, bool | None] = field(default_factory=dict[str, bool | None])
    problems: tuple[Problem, ...] = ()
