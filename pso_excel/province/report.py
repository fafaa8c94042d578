"""A province for another program: one object, figures as strings of two decimals."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import format_figure
from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Problem, Severity
from pso_excel.province import OfficeRow, Province
from pso_excel.province.office_digest import Digest
from pso_excel.province.rollup import Spread
from pso_excel.province.select import Outcome


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
        "standings": {
            str(reporting_status): count for reporting_status, count in province.standings.items()
        },
        "mean": figure(spread.mean) if spread else None,
        "mean_of": spread.n if spread else 0,
        "median": figure(spread.median) if spread else None,
        "offices": [_office(office) for office in province.offices],
        "files": [
            {"file": file.file, "office": file.office, "outcome": str(file.outcome)}
            for file in province.files
        ],
        "changed_rules": [
            {
                "code": change.code,
                "from": change.usual.in_language(language),
                "to": change.here.in_language(language),
            }
            for change in province.changes
        ],
        "problems": [_problem(problem, language) for problem in (*province.problems, *more)],
    }


def figure(number: Fraction | Decimal | None) -> str | None:
    """A figure as a string of two decimals, None when there is none."""
    return None if number is None else format_figure(number)


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
            row.code: None if digest.is_unanswered(row) else figure(row.official)
            for row in digest.systems
            if row.applies
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
        "file": problem.location.file,
        "office": problem.location.office,
        "message": message(problem, language),
    }


NOT_COUNTED = (
    *(Outcome.REFUSED, Outcome.FAILED, Outcome.NO_OFFICE),
    *(Outcome.OTHER_ROUND, Outcome.AFTER_CLOSING),
)


def exit_code(province: Province) -> int:
    """0 clean, 1 problems of ERROR or BLOCK in the batch, 2 a file that could not be worked on."""
    worst = {severity_of(problem) for problem in province.problems}
    if any(file.outcome is Outcome.FAILED for file in province.files):
        return 2
    return int(bool(worst & {Severity.ERROR, Severity.BLOCK}))


def summary_lines(province: Province, language: Language) -> list[str]:
    """Who has sent, the mean, and what was left out: a line each."""
    sent, main = province.sent, province.main
    spread = main.scores if main else None
    left_out = sum(1 for file in province.files if file.outcome in NOT_COUNTED)
    return [
        term_in("sent_line", language).format(
            received=sent.received, expected=sent.expected, accepted=sent.accepted
        ),
        _mean(spread, sent.expected, language),
        term_in("left_out_line", language).format(n=left_out, files=len(province.files)),
    ]


def _mean(spread: Spread | None, expected: int, language: Language) -> str:
    """The mean with how many of all it is of; where nothing is accepted, that there is none."""
    if spread is None:
        return term_in("no_mean_line", language)
    return term_in("mean_line", language).format(
        mean=format_figure(spread.mean),
        median=format_figure(spread.median),
        n=spread.n,
        expected=expected,
    )
