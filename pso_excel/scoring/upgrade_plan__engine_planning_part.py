"""The plan of an office: gaps by priority, draft actions, and the score if all is done (E.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pso_excel.core import thai
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import DraftAction, GapItem, Plan, Scorecard
from pso_excel.model.submission import Submission
from pso_excel.scoring import projected
from pso_excel.scoring.actions__planning_actions_part import Action, actions_of, by_indicator
from pso_excel.scoring.answer_scores__scoring_leaf_part import level_score
from pso_excel.scoring.upgrade_plan import gaps_of

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
