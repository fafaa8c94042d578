"""The lines of the result sheets as values by field: the same for the office's own workbook and for
a workbook of results alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import round_half_up
from pso_excel.core.messages import severity_of, term_in
from pso_excel.core.problem import Severity
from pso_excel.forms.choices import status_words, words_of
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import (
    Assessment,
    DraftAction,
    GapItem,
    LeafScore,
    Scorecard,
    State,
    SystemScore,
    Tracked,
)
from pso_excel.results.score_text import (
    band_shown,
    format_indicator_score,
    official_shown,
    system_mark,
)

Shown = str | Decimal | date | None
Line = Mapping[str, Shown]


def figure(number: Fraction | Decimal | int | None) -> Decimal | None:
    """A figure as it is printed, or nothing."""
    return None if number is None else round_half_up(number)


@dataclass(frozen=True, slots=True)
class ResultRows:
    """Words one assessment. ``names`` are those of the indicators by code."""

    assessment: Assessment
    framework: Framework
    language: Language
    names: Mapping[str, str]

    def head(self) -> Line:
        """SUMMARY.head: what is not known is left out."""
        card, plan = self.assessment.scorecard, self.assessment.plan
        grave = [severity_of(problem) for problem in self.assessment.problems if not problem.reason]
        errors = sum(severity in (Severity.BLOCK, Severity.ERROR) for severity in grave)
        line: dict[str, Shown] = {
            "asof": self.assessment.asof,
            "errors": Decimal(errors),
            "warnings": Decimal(grave.count(Severity.WARN)),
        }
        if card is not None:
            target = self.framework.number("target")
            score = card.official
            gap = None if score is None else max(0, Fraction(target) - score)
            official = figure(score)
            line |= {
                "official": official_shown(card, self.language) if official is None else official,
                "provisional": figure(card.provisional),
                "completeness": figure(card.completeness),
                "band": band_shown(card, self.framework, self.language),
                "target": round_half_up(target),
                "gap": figure(gap),
                "na_share": round_half_up(card.na_share),
            }
        if plan is not None and card is not None and card.official is not None:
            line["projected_started"] = figure(plan.score_started)
            line["projected_all"] = figure(plan.score_all)
        return line

    def systems(self) -> dict[str, Line]:
        """SUMMARY.systems by the code of the system."""
        card = self.assessment.scorecard
        return {system.code: self._system(system, card) for system in card.systems} if card else {}

    def _system(self, system: SystemScore, card: Scorecard) -> Line:
        score = system.official
        return {
            "weight": round_half_up(system.weight),
            "effective": figure(system.effective),
            "score": figure(score),
            "target": round_half_up(system.target),
            "gap": None if score is None else round_half_up(max(0, system.target - score)),
            "floor": round_half_up(system.floor),
            "mark": system_mark(system, card, self.language),
        }

    def gaps(self) -> list[Line]:
        """SUMMARY.gaps, first by priority, each with the action proposed for it."""
        plan = self.assessment.plan
        if plan is None:
            return []
        drafts = {draft.indicator: draft for draft in plan.drafts}
        return [self._gap(rank, gap, drafts.get(gap.code)) for rank, gap in enumerate(plan.gaps, 1)]

    def _gap(self, rank: int, gap: GapItem, draft: DraftAction | None) -> Line:
        leaf = self._leaf(gap.code)
        no_data = leaf is not None and leaf.state is State.NO_DATA
        line: dict[str, Shown] = {
            "rank": Decimal(rank),
            "code": gap.code,
            "indicator": self.names.get(gap.code, ""),
            "system": gap.system,
            "score": format_indicator_score(leaf, self.language)
            if leaf and no_data
            else round_half_up(gap.score),
            "target": round_half_up(gap.target),
            "weighted_gap": round_half_up(gap.weighted_gap),
            "priority": round_half_up(gap.priority),
            "quadrant": words_of("quadrant", gap.quadrant).in_language(self.language),
        }
        if gap.has_action:
            line["action"] = term_in("has_action", self.language)
        elif draft is not None:
            line |= {
                "action": self._proposal(draft),
                "level_to": draft.level_to,
                "owner": draft.owner,
                "end": draft.end,
            }
        return line

    def _leaf(self, code: str) -> LeafScore | None:
        card = self.assessment.scorecard
        return card.leaf(code) if card else None

    def _proposal(self, draft: DraftAction) -> str:
        """The draft in words: the kind of action, and the level it leads to."""
        levels = {
            Decimal(level.number): level.name.in_language(self.language)
            for level in self.framework.rubric
        }
        kind = words_of("plan_kind", draft.kind).in_language(self.language)
        if draft.level_to is None:
            return kind
        return term_in("proposal", self.language).format(
            kind=kind,
            low="–" if draft.level_from is None else f"{draft.level_from:f}",
            high=f"{draft.level_to:f}",
            level=levels.get(draft.level_to, ""),
        )

    def plan_action(self, indicators: Iterable[str]) -> Line:
        """Gap and priority of an action: those of its indicator with the most of each."""
        plan = self.assessment.plan
        wanted = set(indicators)
        leaves = [self._leaf(code) for code in wanted]
        gaps = [leaf.gap for leaf in leaves if leaf is not None and leaf.gap is not None]
        ranks = [gap.priority for gap in plan.gaps if gap.code in wanted] if plan else []
        return {
            "gap": figure(max(gaps, default=None)),
            "priority": figure(max(ranks, default=None)),
        }

    def item(self, code: str) -> Line:
        """What the other stages say of an item of the checklist; nothing where people must."""
        ready = self.assessment.readiness.get(code)
        if ready is None:
            return {}
        state = words_of("readiness_state", "ready" if ready else "not_ready")
        return {"auto": state.in_language(self.language)}

    def tracked(self, action: Tracked) -> Line:
        """The derived state of an action of the tracker."""
        return {
            "planned": figure(action.planned),
            "variance": figure(action.variance),
            "status": status_words(action.status, action.late).in_language(self.language),
            "rag": words_of("rag", action.rag).in_language(self.language),
            "overdue": Decimal(action.days_overdue) if action.days_overdue else None,
        }
