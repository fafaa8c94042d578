"""A province, and an assessment, as long tables: for CSV and for pandas."""

from typing import Any, NamedTuple

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of
from pso_excel.core.problem import Location, Problem
from pso_excel.model.scorecard import Assessment
from pso_excel.province import Province
from pso_excel.province.office_digest import (
    ActionRow,
    Digest,
    GapRow,
    IndicatorRow,
    ProblemRow,
    SystemRow,
    digest,
)
from pso_excel.province.standing import OfficeRow


class LongTable(NamedTuple):
    """A table: the names of its columns, and its rows of texts, figures, counts, flags and days;
    None is what is not there."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def long_tables(province: Province, language: Language = "th") -> dict[str, LongTable]:
    """The province's tables: offices, scores, indicators, gaps, tracker, problems and files.

    Every table but ``files`` has the columns ``office`` and, where it helps, ``office_name``; the
    tables of answers have the offices whose answers count. Messages are in ``language``.
    """
    counting = [
        (office.code, office.digest)
        for office in province.offices
        if office.received and office.digest
    ]
    files = [
        (
            *(file.file, file.office, file.round, file.outcome.value, file.sha),
            message(file.problem, language) if file.problem else None,
        )
        for file in province.files
    ]
    return {
        "offices": LongTable(_OFFICES, [_office(province, office) for office in province.offices]),
        **_tables_of(counting),
        "problems": LongTable(_PROBLEMS, _problems(province, language)),
        "files": LongTable(_FILES, files),
    }


def assessment_tables(assessment: Assessment, language: Language = "th") -> dict[str, LongTable]:
    """The tables of one workbook: offices (of one row), scores, indicators, gaps, tracker and
    problems, a row each. Columns mean what they mean in those of a province."""
    found = digest(assessment)
    office = (
        *(assessment.office, assessment.office_name, assessment.province, assessment.round),
        *(assessment.framework, assessment.file, assessment.asof),
        *_figures(found if assessment.scorecard else None),
        *(found.errors, found.warnings),
    )
    return {
        "offices": LongTable(_OFFICE, [office]),
        **_tables_of([(assessment.office, found)]),
        "problems": LongTable(
            _PROBLEMS, [_problem(problem, 1, language) for problem in assessment.problems]
        ),
    }


_FIGURES = (
    *("official", "provisional", "completeness", "na_share", "band"),
    *("projected_started", "projected_all", "plan_progress"),
)
_FAULTS = ("errors", "warnings")
_OFFICES = (
    *("office", "office_name", "kind", "peer_group", "expected", "standing", "rank", "late_days"),
    *("framework", "files", "asof", *_FIGURES, *_FAULTS),
)
_OFFICE = (
    *("office", "office_name", "province", "round", "framework", "file", "asof"),
    *(*_FIGURES, *_FAULTS),
)
_PROBLEMS = (
    "office",
    "file",
    "stage",
    "sheet",
    "cell",
    "severity",
    "rule",
    "times",
    "message",
    "office_reason",
)
_FILES = ("file", "office", "round", "outcome", "sha", "reason")


def _office(province: Province, office: OfficeRow) -> tuple[Any, ...]:
    digest = office.digest if office.received else None
    return (
        office.code,
        office.name,
        office.kind,
        office.peer_group,
        office.expected,
        office.standing.value,
        office.rank,
        office.late,
        office.framework,
        ", ".join(office.files),
        province.asof,
        *_figures(digest),
        *(getattr(digest, field) if digest else None for field in _FAULTS),
    )


def _figures(found: Digest | None) -> tuple[Any, ...]:
    values = [getattr(found, field) if found else None for field in _FIGURES]
    return tuple(None if value == "" else value for value in values)  # no score has no band


def _tables_of(offices: list[tuple[str, Digest]]) -> dict[str, LongTable]:
    """What follows from the answers of each office, by its code."""

    def table(field: str, columns: tuple[str, ...]) -> LongTable:
        rows = [(code, *row) for code, found in offices for row in getattr(found, field)]
        return LongTable(("office", *columns), rows)

    return {
        "scores": table("systems", SystemRow._fields),
        "indicators": table("indicators", IndicatorRow._fields),
        "gaps": table("gaps", GapRow._fields),
        "tracker": table("actions", ActionRow._fields),
    }


def _problems(province: Province, language: Language) -> list[tuple[Any, ...]]:
    rows = [_problem(problem, 1, language) for problem in province.problems]
    for office in province.offices:
        told = office.digest.faults if office.digest else ()
        rows += [_problem(_problem_of(row, office.code), row.times, language) for row in told]
    return rows


def _problem_of(row: ProblemRow, office: str) -> Problem:
    place = Location(sheet=row.sheet, cell=row.cell, stage=row.stage, office=office)
    return Problem(row.code, place, dict(row.values), row.severity, row.reason)


def _problem(problem: Problem, times: int, language: Language) -> tuple[Any, ...]:
    at = problem.location
    severity = severity_of(problem).value
    where = (at.office, at.file, at.stage, at.sheet, at.cell)
    told = message(problem, language)
    return (*where, severity, problem.code, times, told, problem.reason or None)
