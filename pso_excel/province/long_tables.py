"""A province as long tables: for CSV, and as pandas tables for those who go on in a notebook.

pandas is imported when a frame is asked for, never before: it costs more than an office does.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from pso_excel.core.expected import expect
from pso_excel.core.figures import round_half_up
from pso_excel.core.messages import message, severity_of
from pso_excel.core.problem import Location, Problem
from pso_excel.province import Province
from pso_excel.province.office_digest import ActionRow, GapRow, IndicatorRow, ProblemRow, SystemRow
from pso_excel.province.standing import OfficeRow

if TYPE_CHECKING:
    import pandas

DAYS = ("asof", "start", "end")
FLAGS = ("expected", "applies", "pilot", "below_floor", "has_action", "late")
COUNTS = ("rank", "errors", "warnings", "times", "days_overdue", "late_days")
FIGURES = (
    *("official", "provisional", "completeness", "na_share", "projected_started"),
    *("projected_all", "plan_progress", "effective", "target", "floor", "weight", "share", "level"),
    *("score", "gap", "weighted_gap", "priority", "percent", "planned", "variance"),
)


class LongTable(NamedTuple):
    """A table of the province: the names of its columns, and its rows of texts, figures, counts,
    flags and days; None is what is not there."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def long_tables(province: Province) -> dict[str, LongTable]:
    """The province's tables: offices, scores, indicators, gaps, tracker, problems and files.

    Every table but ``files`` has the columns ``office`` and, where it helps, ``office_name``; the
    tables of answers have the offices whose answers count.
    """
    counting = [office for office in province.offices if office.received and office.digest]
    files = [
        (file.file, file.office, file.round, file.outcome.value, file.sha, _why(file.problem))
        for file in province.files
    ]
    return {
        "offices": LongTable(_OFFICES, [_office(province, office) for office in province.offices]),
        "scores": LongTable(("office", *SystemRow._fields), _of(counting, "systems")),
        "indicators": LongTable(("office", *IndicatorRow._fields), _of(counting, "indicators")),
        "gaps": LongTable(("office", *GapRow._fields), _of(counting, "gaps")),
        "tracker": LongTable(("office", *ActionRow._fields), _of(counting, "actions")),
        "problems": LongTable(_PROBLEMS, _problems(province)),
        "files": LongTable(_FILES, files),
    }


def frames(province: Province) -> "dict[str, pandas.DataFrame]":
    """The tables of :func:`long_tables` for pandas. Texts are ``string``, figures
    ``Float64`` rounded to the two decimals that are printed and judged, counts ``Int64``, flags
    ``boolean``, days ``datetime64``; what is not there is ``NA`` and never zero. For exact figures
    use the province itself. ModuleNotFoundError without pandas, TypeError for what is no province.
    """
    expect("province", province, Province)
    return {name: _frame(*table) for name, table in long_tables(province).items()}


_OFFICES = (
    *("office", "office_name", "kind", "peer_group", "expected", "standing", "rank", "late_days"),
    *("framework", "files", "asof", "official", "provisional", "completeness", "na_share", "band"),
    *("projected_started", "projected_all", "plan_progress", "errors", "warnings"),
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
        *(getattr(digest, field) if digest else None for field in _OFFICES[11:]),
    )


def _of(offices: Iterable[OfficeRow], table: str) -> list[tuple[Any, ...]]:
    return [(office.code, *row) for office in offices for row in getattr(office.digest, table)]


def _problems(province: Province) -> list[tuple[Any, ...]]:
    rows = [_problem(problem, 1) for problem in province.problems]
    for office in province.offices:
        told = office.digest.faults if office.digest else ()
        rows.extend(_problem(_problem_of(row, office.code), row.times) for row in told)
    return rows


def _problem_of(row: ProblemRow, office: str) -> Problem:
    place = Location(sheet=row.sheet, cell=row.cell, stage=row.stage, office=office)
    return Problem(row.code, place, dict(row.values), row.severity, row.reason)


def _problem(problem: Problem, times: int) -> tuple[Any, ...]:
    at = problem.location
    severity = severity_of(problem).value
    where = (at.office, at.file, at.stage, at.sheet, at.cell)
    return (*where, severity, problem.code, times, message(problem, "th"), problem.reason or None)


def _why(problem: Problem | None) -> str | None:
    return message(problem, "th") if problem else None


def _frame(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> "pandas.DataFrame":
    import pandas

    values = {
        column: pandas.Series(
            [_plain(row[place]) for row in rows], dtype=_kind(column), name=column
        )
        for place, column in enumerate(columns)
    }
    return pandas.DataFrame(values)


def _kind(column: str) -> str:
    for kind, names in (
        ("datetime64[s]", DAYS),
        ("boolean", FLAGS),
        ("Int64", COUNTS),
        ("Float64", FIGURES),
    ):
        if column in names:
            return kind
    return "string"


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction | Decimal):
        return float(round_half_up(value))
    return value
