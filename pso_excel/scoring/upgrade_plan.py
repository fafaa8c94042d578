"""Gaps between score and target, in order of priority (domain study E.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from pso_excel.core import thai
from pso_excel.core.figures import round_half_up
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import DraftAction, GapItem, LeafScore, Plan, Scorecard
from pso_excel.model.submission import Submission
from pso_excel.scoring import projected
from pso_excel.scoring.actions import Action, actions_of, by_indicator
from pso_excel.scoring.answer_scores import level_score

ZERO = Fraction(0)
LOWEST, HIGHEST = Decimal(1), Decimal(5)  # the scale of urgency and effort


def gaps_of(
    submission: Submission,
    scorecard: Scorecard,
    framework: Framework,
    actions: Mapping[str, Sequence[Action]],
    asof: date,
) -> tuple[GapItem, ...]:
    """The counted indicators below their target, first by priority.

    P = 50 G/max G + 25 (U-1)/4 + 15 (5-E)/4 + 10 F, with the weights of the framework's settings;
    G is the weighted gap, U urgency, E effort, F 1 when the system is below its floor or mandatory.
    Ties: the larger G, then the code. A blank has no gap yet and is not listed.
    """
    leaves = [leaf for leaf in scorecard.indicators if _is_open(leaf)]
    weighted = [leaf.weighted_gap or ZERO for leaf in leaves]
    most = max(weighted, default=ZERO)
    middle = median([gap for gap in weighted if gap]) if most else ZERO
    pressed = _pressed(scorecard, framework)
    due = _indicators_due(submission, asof)
    ranking = _Ranking(framework, most)
    items: list[GapItem] = []
    for leaf, gap in zip(leaves, weighted, strict=True):
        given = actions.get(leaf.code, ())
        usual = _usual_urgency(leaf, framework, leaf.code in due or _ends_in(given, asof))
        urgency, effort = (
            _judgement(given, "urgency", usual),
            _judgement(given, "effort", framework.number("effort")),
        )
        items.append(
            GapItem(
                code=leaf.code,
                system=leaf.system,
                score=leaf.score or ZERO,
                target=leaf.target,
                gap=leaf.gap or ZERO,
                weighted_gap=gap,
                priority=ranking.priority(gap, urgency, effort, leaf.system in pressed),
                quadrant=_quadrant(gap >= middle and gap > 0, effort, framework),
                urgency=urgency,
                effort=effort,
                has_action=bool(given),
            )
        )
    return tuple(sorted(items, key=lambda item: (-item.priority, -item.weighted_gap, item.code)))


def _is_open(leaf: LeafScore) -> bool:
    return leaf.weighted_gap is not None and leaf.gap is not None and round_half_up(leaf.gap) > 0


class _Ranking:
    """The priority of gaps under the weights of a framework; what does not depend on the gap is
    worked out once for each urgency, effort and pressure."""

    def __init__(self, framework: Framework, most: Fraction) -> None:
        keys = ("priority_gap", "priority_urgency", "priority_effort", "priority_floor")
        gap, *rest = (Fraction(framework.number(key)) for key in keys)
        self._rest = rest
        self._of_gap = gap / most if most else ZERO
        self._known: dict[tuple[Decimal, Decimal, bool], Fraction] = {}

    def priority(self, gap: Fraction, urgency: Decimal, effort: Decimal, pressed: bool) -> Fraction:
        """The priority of a weighted gap, 0 to 100."""
        key = (urgency, effort, pressed)
        if key not in self._known:
            span = Fraction(HIGHEST - LOWEST)
            by_urgency, by_effort, by_floor = self._rest
            self._known[key] = (
                by_urgency * Fraction(urgency - LOWEST) / span
                + by_effort * Fraction(HIGHEST - effort) / span
                + by_floor * pressed
            )
        return gap * self._of_gap + self._known[key]


def _quadrant(large: bool, effort: Decimal, framework: Framework) -> str:
    """Quick, major, planned or later; a gap is large from the median of the gaps on."""
    if large and effort <= framework.number("effort_quick"):
        return "quick"
    if effort >= framework.number("effort_major"):
        return "major"
    return "planned" if large else "later"


def _pressed(scorecard: Scorecard, framework: Framework) -> frozenset[str]:
    """The systems below their floor, and the mandatory ones."""
    below = {system.code for system in scorecard.systems if system.below_floor}
    return frozenset(below | {system.code for system in framework.systems if system.mandatory})


def _judgement(actions: Sequence[Action], field: str, usual: Decimal) -> Decimal:
    """The first judgement an office gave on an indicator's actions, else the usual one."""
    given = (action.judgement(field) for action in actions)
    return next((level for level in given if level is not None), usual)


def _usual_urgency(leaf: LeafScore, framework: Framework, due: bool) -> Decimal:
    """The default, one more at level 0, one more with a deadline in the fiscal year."""
    urgency = framework.number("urgency") + (leaf.level == 0) + due
    return min(urgency, HIGHEST)


def _indicators_due(submission: Submission, asof: date) -> frozenset[str]:
    """The indicators whose mission has a goal that is due in the fiscal year of ``asof``."""
    year = thai.fiscal_year(asof)
    missions = {
        goal.text("mission")
        for goal in submission.rows("S02.goals")
        if (due := goal.day("due")) and thai.fiscal_year(due) == year
    } - {""}
    rows = submission.rows("S05.indicators")
    return frozenset(row.text("code") for row in rows if row.text("mission") in missions)


def _ends_in(actions: Sequence[Action], asof: date) -> bool:
    """Whether an action ends in the fiscal year of ``asof``."""
    ends = (action.planned_day("end") for action in actions)
    return any(end and thai.fiscal_year(end) == thai.fiscal_year(asof) for end in ends)


LAST_QUARTER = 4
QUARTER_ENDS = {1: (12, 31), 2: (3, 31), 3: (6, 30), 4: (9, 30)}
KINDS = {1: "standard", 2: "system", 3: "people", 4: "follow_up", 5: "follow_up"}


def plan(submission: Submission, scorecard: Scorecard, framework: Framework, asof: date) -> Plan:
    """Gaps by priority, a draft action for each gap that has none, and projected scores.

    There are at most ``max_new`` actions in all. A draft takes an indicator one level up (not past
    its target), is the indicator owner's, and ends with a quarter: the sooner the easier, never
    past 30 September of the fiscal year of ``asof``.
    """
    actions = actions_of(submission)
    gaps = gaps_of(submission, scorecard, framework, by_indicator(actions), asof)
    going = [action for action in actions if not action.cancelled]
    room = max(0, int(framework.number("max_new")) - len(going))
    wanting = [gap for gap in gaps if not gap.has_action][:room]
    owners = {row.text("code"): row.text("owner") for row in submission.rows("S05.indicators")}

    def score_after(done: Sequence[Action]) -> Fraction | None:
        better = _reached_by(done, framework)
        return projected(submission, scorecard, framework, better)

    return Plan(
        gaps=gaps,
        drafts=tuple(_draft(gap, owners.get(gap.code, ""), framework, asof) for gap in wanting),
        score_now=scorecard.official,
        score_started=score_after([action for action in going if action.started]),
        score_all=score_after(going),
    )


def _reached_by(actions: Iterable[Action], framework: Framework) -> Mapping[str, Fraction]:
    """The scores the actions aim at, by indicator; the highest where several raise one."""
    better: dict[str, Fraction] = {}
    for action in actions:
        level = action.judgement("target")
        score = None if level is None else level_score(level, framework.rubric)
        for code in () if score is None else action.indicators:
            better[code] = max(better.get(code, Fraction(0)), score or Fraction(0))
    return better


def _draft(gap: GapItem, owner: str, framework: Framework, asof: date) -> DraftAction:
    now = max(level.number for level in framework.rubric if level.score <= gap.score)
    enough = (level.number for level in framework.rubric if level.score >= gap.target)
    aim = min(enough, default=max(level.number for level in framework.rubric))
    to = min(aim, now + 1)
    return DraftAction(
        indicator=gap.code,
        system=gap.system,
        kind=KINDS[to],
        level_from=Decimal(now),
        level_to=Decimal(to),
        owner=owner,
        start=asof,
        end=_end(asof, gap.effort, framework),
        priority=gap.priority,
    )


def _end(asof: date, effort: Decimal, framework: Framework) -> date:
    """The end of a quarter: one ahead for a quick action, two for a usual, three for a major."""
    quarters = 2
    if effort <= framework.number("effort_quick"):
        quarters = 1
    elif effort >= framework.number("effort_major"):
        quarters = 3
    return quarter_end(thai.fiscal_year(asof), min(thai.quarter(asof) + quarters, LAST_QUARTER))


def quarter_end(fiscal_year: int, quarter: int) -> date:
    """The last day of a quarter (1 to 4) of a fiscal year (a Buddhist year)."""
    month, day = QUARTER_ENDS[quarter]
    return date(fiscal_year - thai.ERA - (quarter == 1), month, day)
