"""A province for another program: one object, figures as strings of two decimals."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import printed
from pso_excel.core.messages import sentence, severity_of
from pso_excel.core.problem import Problem
from pso_excel.province import OfficeRow, Province
from pso_excel.province.office_digest import Digest


def province_json(
    province: Province, language: Language, more: Sequence[Problem] = ()
) -> dict[str, Any]:
    """The round, who has sent, each office's scores and actions, and the problems of the batch;
    ``more`` are those of its book.

    ``mean`` and ``median`` are of the ``mean_of`` accepted forms.
    """
    main = province.main
    spread = main.scores if main else None
    return {
        "province": province.name,
        "round": province.round.code,
        "asof": province.asof.isoformat(),
        "provisional": province.provisional,
        "expected": province.sent.expected,
        "received": province.sent.received,
        "accepted": province.sent.accepted,
        "standings": {str(one): count for one, count in province.standings.items()},
        "mean": figure(spread.mean) if spread else None,
        "mean_of": spread.n if spread else 0,
        "median": figure(spread.median) if spread else None,
        "offices": [_office(office) for office in province.offices],
        "files": [
            {"file": one.file, "office": one.office, "outcome": str(one.outcome)}
            for one in province.files
        ],
        "changed_rules": [
            {"code": one.code, "from": one.usual.say(language), "to": one.here.say(language)}
            for one in province.changes
        ],
        "problems": [_problem(problem, language) for problem in (*province.problems, *more)],
    }


def figure(number: Fraction | Decimal | None) -> str | None:
    """A figure as a string of two decimals, None when there is none."""
    return None if number is None else printed(number)


def _office(office: OfficeRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "office": office.code,
        "name": office.name,
        "standing": str(office.standing),
        "files": list(office.files),
        "framework": office.framework,
        "rank": office.rank,
    }
    return found | (_figures(office.digest) if office.digest and office.received else {})


def _figures(digest: Digest) -> dict[str, Any]:
    return {
        "official": figure(digest.official),
        "provisional": figure(digest.provisional),
        "completeness": figure(digest.completeness),
        "band": digest.band,
        "errors": digest.errors,
        "warnings": digest.warnings,
        "plan_progress": figure(digest.plan_progress),
        "systems": {
            one.code: None if digest.is_unanswered(one) else figure(one.official)
            for one in digest.systems
            if one.applies
        },
        "actions": [
            {
                "act": action.code,
                "status": str(action.status),
                "late": action.late,
                "rag": str(action.rag),
                "days_overdue": action.days_overdue,
            }
            for action in digest.actions
        ],
    }


def _problem(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": str(severity_of(problem)),
        "file": problem.place.file,
        "office": problem.place.office,
        "message": sentence(problem, language),
    }
