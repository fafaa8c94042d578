"""The assessment of one workbook as plain data for other programs: what ``check --json`` prints.

Figures are texts of two decimals, so that no reader changes them; what does not exist is null,
which is never the same as ``"0.00"``. Days are ISO 8601. Texts of people come in both languages.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import format_figure, format_plain
from pso_excel.core.messages import message, severity_of, value_text
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import mask_citizen_id
from pso_excel.model.scorecard import (
    Assessment,
    DraftAction,
    GapItem,
    LeafScore,
    Plan,
    Scorecard,
    SystemScore,
    Tracked,
    Tracker,
)

Json = dict[str, Any]


def assessment_json(assessment: Assessment, language: Language = "th") -> Json:
    """One object for one workbook; ``language`` is that of the single ``text`` of each problem."""
    card, plan, tracker = assessment.scorecard, assessment.plan, assessment.tracker
    counts = dict.fromkeys(Severity, 0)
    acknowledged = sum(1 for problem in assessment.problems if problem.reason)
    for problem in assessment.problems:
        counts[severity_of(problem)] += not problem.reason
    return {
        "file": assessment.file,
        "office": assessment.office,
        "office_name": assessment.office_name,
        "province": assessment.province,
        "round": assessment.round,
        "framework": assessment.framework,
        "stages": list(assessment.stages),
        "asof": assessment.asof.isoformat(),
        "score": _score(card) if card else None,
        "counts": {
            **{severity.value: count for severity, count in counts.items()},
            "acknowledged": acknowledged,
        },
        "problems": [problem_json(problem, language) for problem in assessment.problems],
        "progress": {
            stage: {"filled": filled, "expected": expected, "wrong": wrong}
            for stage, (filled, expected, wrong) in assessment.progress.items()
        },
        "plan": _plan(plan) if plan else None,
        "tracker": _tracker(tracker) if tracker else None,
    }


def _figure(number: Fraction | Decimal | None) -> str | None:
    return None if number is None else format_figure(number)


def _level(number: Decimal | None) -> str | None:
    return None if number is None else format_plain(number)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def problem_json(problem: Problem, language: Language) -> Json:
    """One problem, with its sentence in both languages."""
    place = problem.location
    return {
        "code": problem.code,
        "severity": severity_of(problem).value,
        "reason": mask_citizen_id(problem.reason) or None,
        "stage": place.stage,
        "sheet": place.sheet,
        "cell": place.cell,
        "field": place.field,
        "text": message(problem, language),
        "message": {"th": message(problem, "th"), "en": message(problem, "en")},
        "values": {
            key: {"th": value_text(value, "th"), "en": value_text(value, "en")}
            if isinstance(value, Bilingual)
            else value_text(value, language)
            for key, value in problem.values.items()
        },
    }


def _score(card: Scorecard) -> Json:
    return {
        "official": _figure(card.official),
        "provisional": _figure(card.provisional),
        "completeness": _figure(card.completeness),
        "na_share": _figure(card.na_share),
        "band": card.band or None,
        "unreadable": list(card.unreadable),
        "systems": [_system(system) for system in card.systems],
        "indicators": [_indicator(leaf) for leaf in card.indicators],
    }


def _system(system: SystemScore) -> Json:
    return {
        "code": system.code,
        "applies": system.applies,
        "pilot": system.pilot,
        "weight": _figure(system.weight),
        "effective": _figure(system.effective),
        "official": _figure(system.official),
        "provisional": _figure(system.provisional),
        "target": _figure(system.target),
        "floor": _figure(system.floor),
        "below_floor": system.below_floor,
    }


def _indicator(leaf: LeafScore) -> Json:
    return {
        "code": leaf.code,
        "system": leaf.system,
        "state": leaf.state.value,
        "pilot": leaf.pilot,
        "weight": _figure(leaf.weight),
        "effective": _figure(leaf.effective),
        "share": _figure(leaf.share),
        "level": _level(leaf.level),
        "score": _figure(leaf.score),
        "target": _figure(leaf.target),
        "gap": _figure(leaf.gap),
        "weighted_gap": _figure(leaf.weighted_gap),
    }


def _plan(plan: Plan) -> Json:
    return {
        "score_now": _figure(plan.score_now),
        "score_started": _figure(plan.score_started),
        "score_all": _figure(plan.score_all),
        "gaps": [_gap(gap) for gap in plan.gaps],
        "drafts": [_draft(action) for action in plan.drafts],
    }


def _gap(gap: GapItem) -> Json:
    return {
        "code": gap.code,
        "system": gap.system,
        "score": _figure(gap.score),
        "target": _figure(gap.target),
        "gap": _figure(gap.gap),
        "weighted_gap": _figure(gap.weighted_gap),
        "priority": _figure(gap.priority),
        "quadrant": gap.quadrant,
        "urgency": _level(gap.urgency),
        "effort": _level(gap.effort),
        "has_action": gap.has_action,
    }


def _draft(action: DraftAction) -> Json:
    return {
        "indicator": action.indicator,
        "system": action.system,
        "kind": action.kind,
        "level_from": _level(action.level_from),
        "level_to": _level(action.level_to),
        "owner": mask_citizen_id(action.owner),
        "start": _day(action.start),
        "end": _day(action.end),
        "priority": _figure(action.priority),
    }


def _tracker(tracker: Tracker) -> Json:
    return {
        "asof": tracker.asof.isoformat(),
        "progress": _figure(tracker.progress),
        "actions": [_action(tracked) for tracked in tracker.actions],
    }


def _action(tracked: Tracked) -> Json:
    return {
        "code": mask_citizen_id(tracked.code),
        "owner": mask_citizen_id(tracked.owner),
        "action": mask_citizen_id(tracked.action),
        "indicators": [mask_citizen_id(code) for code in tracked.indicators],
        "start": _day(tracked.start),
        "end": _day(tracked.end),
        "percent": _figure(tracked.percent),
        "planned": _figure(tracked.planned),
        "variance": _figure(tracked.variance),
        "status": tracked.status.value,
        "rag": tracked.rag.value,
        "late": tracked.late,
        "days_overdue": tracked.days_overdue,
        "replanned": tracked.replanned,
        "budget": _figure(tracked.budget),
        "spent": _figure(tracked.spent),
    }
