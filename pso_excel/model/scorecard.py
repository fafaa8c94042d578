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
    """One indicator of an office, figures exact and 0 to 100; None is what is not there.

    ``weight`` is its weight as set, ``effective`` that among its siblings after redistribution of
    what is not applicable (None when it is left out or a pilot), ``share`` its part of the whole:
    the product of the effective weights down to it (None when it does not count). ``level`` is as
    answered. ``gap`` is target minus score, not below 0, and ``weighted_gap`` = share x gap / 100,
    the points of the overall score to be won.

    How a level, a quantity and the like make a score is the framework's (its rubric and points,
    each with its source); the formulas are this program's own.
    """

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
    """One system of an office, figures exact and 0 to 100; None is what is not there.

    ``applies`` is False when it, or everything in it, is not applicable. ``effective`` is its
    weight after redistribution. ``official`` and ``provisional`` are the means of its indicators by
    effective weight (or as the framework's ``aggregation`` says, with its source): there is none
    while nothing in it is answered. ``below_floor``: the printed official score is below ``floor``.
    """

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
    """The scores of one office, exact and 0 to 100.

    ``official`` counts a blank as 0, ``provisional`` leaves blanks out: the mean of the systems by
    effective weight (or as the framework's ``aggregation`` says, with its source). Both are None
    while an answer or a weight is unusable (``unreadable`` are their codes), nothing is answered or
    nothing applies. ``completeness`` is the percentage of the weight that applies which is
    answered, ``na_share`` that of the original weight which is said not to apply. ``band`` is the
    code of the official score's band in the framework, empty without a score.
    """

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
    """An indicator below its target, in order of ``priority``; figures as in :class:`LeafScore`.

    ``urgency`` and ``effort`` are 1 to 5, as the office judged or as usual. The priority, 0 to 100,
    is 50 G/max G + 25 (urgency - 1)/4 + 15 (5 - effort)/4 + 10 where its system is below its floor
    or mandatory; G is the weighted gap. The four weights are settings of the framework
    (``priority_gap`` and the like), with their sources. ``quadrant`` is quick, major, planned or
    later; ``has_action``: the plan has an action for it.
    """

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
    """Gaps by priority, the draft actions for those without one, and the official score (0 to 100,
    exact) now, when the started actions have finished, and when all have; None without a score."""

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
    """One action of the tracker as of a date, None what is not there.

    Percentages are 0 to 100: ``percent`` as reported, ``planned`` as the calendar days between the
    dates have gone by, ``variance`` percent minus planned. ``late`` tells DONE on time from DONE
    late; dates are the plan in force; ``budget`` and ``spent`` are baht; ``weight`` is its weight
    in the plan's progress.
    """

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

    ``scorecard``, ``plan`` and ``tracker`` are None only when the workbook could not be read, which
    is then among the ``problems``; one without a score has a scorecard whose scores are None.
    ``stages`` are those the workbook has forms of, ``sent`` those that the office submitted, none
    while it is a draft. ``readiness`` is what the other stages say of each item of the checklist
    (S09): ready, not ready, or None for people to say.
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
