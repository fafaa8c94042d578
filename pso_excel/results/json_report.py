"""The assessment of one workbook as plain data for other programs: what ``check --json`` prints.

Figures are texts of two decimals, so that no reader changes them; what does not exist is null,
which is never the same as ``"0.00"``. Days are ISO 8601. Texts of people come in both languages.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pso_excel.core.bilingual import Language, Words
from pso_excel.core.expected import expect, expect_language
from pso_excel.core.figures import plain, printed
from pso_excel.core.messages import sentence, severity_of, spoken
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import masked
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


def as_json(assessment: Assessment, language: Language = "th") -> Json:
    """One object for one workbook; ``language`` is that of the single ``text`` of each problem.
    TypeError and ValueError for arguments of another kind."""
    expect("assessment", assessment, Assessment)
    expect_language(language)
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
    return None if number is None else printed(number)


def _level(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def problem_json(problem: Problem, language: Language) -> Json:
    """One problem, with its sentence in both languages."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": severity_of(problem).value,
        "reason": masked(problem.reason) or None,
        "stage": place.stage,
        "sheet": place.sheet,
        "cell": place.cell,
        "field": place.field,
        "text": sentence(problem, language),
        "message": {"th": sentence(problem, "th"), "en": sentence(problem, "en")},
        "values": {
            key: {"th": spoken(value, "th"), "en": spoken(value, "en")}
            if isinstance(value, Words)
            else spoken(value, language)
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
        "systems": [_system(one) for one in card.systems],
        "indicators": [_indicator(one) for one in card.indicators],
    }


def _system(one: SystemScore) -> Json:
    return {
        "code": one.code,
        "applies": one.applies,
        "pilot": one.pilot,
        "weight": _figure(one.weight),
        "effective": _figure(one.effective),
        "official": _figure(one.official),
        "provisional": _figure(one.provisional),
        "target": _figure(one.target),
        "floor": _figure(one.floor),
        "below_floor": one.below_floor,
    }


def _indicator(one: LeafScore) -> Json:
    return {
        "code": one.code,
        "system": one.system,
        "state": one.state.value,
        "pilot": one.pilot,
        "weight": _figure(one.weight),
        "effective": _figure(one.effective),
        "share": _figure(one.share),
        "level": _level(one.level),
        "score": _figure(one.score),
        "target": _figure(one.target),
        "gap": _figure(one.gap),
        "weighted_gap": _figure(one.weighted_gap),
    }


def _plan(plan: Plan) -> Json:
    return {
        "score_now": _figure(plan.score_now),
        "score_started": _figure(plan.score_started),
        "score_all": _figure(plan.score_all),
        "gaps": [_gap(one) for one in plan.gaps],
        "drafts": [_draft(one) for one in plan.drafts],
    }


def _gap(one: GapItem) -> Json:
    return {
        "code": one.code,
        "system": one.system,
        "score": _figure(one.score),
        "target": _figure(one.target),
        "gap": _figure(one.gap),
        "weighted_gap": _figure(one.weighted_gap),
        "priority": _figure(one.priority),
        "quadrant": one.quadrant,
        "urgency": _level(one.urgency),
        "effort": _level(one.effort),
        "has_action": one.has_action,
    }


def _draft(one: DraftAction) -> Json:
    return {
        "indicator": one.indicator,
        "system": one.system,
        "kind": one.kind,
        "level_from": _level(one.level_from),
        "level_to": _level(one.level_to),
        "owner": masked(one.owner),
        "start": _day(one.start),
        "end": _day(one.end),
        "priority": _figure(one.priority),
    }


def _tracker(tracker: Tracker) -> Json:
    return {
        "asof": tracker.asof.isoformat(),
        "progress": _figure(tracker.progress),
        "actions": [_action(one) for one in tracker.actions],
    }


def _action(one: Tracked) -> Json:
    return {
        "code": masked(one.code),
        "owner": masked(one.owner),
        "action": masked(one.action),
        "indicators": [masked(code) for code in one.indicators],
        "start": _day(one.start),
        "end": _day(one.end),
        "percent": _figure(one.percent),
        "planned": _figure(one.planned),
        "variance": _figure(one.variance),
        "status": one.status.value,
        "rag": one.rag.value,
        "late": one.late,
        "days_overdue": one.days_overdue,
        "replanned": one.replanned,
        "budget": _figure(one.budget),
        "spent": _figure(one.spent),
    }
