"""A province as long tables: for CSV, and as pandas tables for those who go on in a notebook.

pandas is imported when a frame is asked for, never before: it costs more than an office does.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from pso_excel.core.expected import expect
from pso_excel.core.figures import shown
from pso_excel.core.messages import sentence, severity_of
from pso_excel.core.problem import Place, Problem
from pso_excel.province import Province
from pso_excel.province.office_digest import ActionRow, FaultRow, GapRow, IndicatorRow, SystemRow
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
    counting = [one for one in province.offices if one.received and one.digest]
    files = [
        (one.file, one.office, one.round, one.outcome.value, one.sha, _why(one.problem))
        for one in province.files
    ]
    return {
        "offices": LongTable(_OFFICES, [_office(province, one) for one in province.offices]),
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


def _office(province: Province, one: OfficeRow) -> tuple[Any, ...]:
    digest = one.digest if one.received else None
    return (
        one.code,
        one.name,
        one.kind,
        one.peer_group,
        one.expected,
        one.standing.value,
        one.rank,
        one.late,
        one.framework,
        ", ".join(one.files),
        province.asof,
        *(getattr(digest, field) if digest else None for field in _OFFICES[11:]),
    )


def _of(offices: Iterable[OfficeRow], table: str) -> list[tuple[Any, ...]]:
    return [(one.code, *row) for one in offices for row in getattr(one.digest, table)]


def _problems(province: Province) -> list[tuple[Any, ...]]:
    rows = [_problem(problem, 1) for problem in province.problems]
    for one in province.offices:
        told = one.digest.faults if one.digest else ()
        rows.extend(_problem(_told(row, one.code), row.times) for row in told)
    return rows


def _told(row: FaultRow, office: str) -> Problem:
    place = Place(sheet=row.sheet, cell=row.cell, stage=row.stage, office=office)
    return Problem(row.code, place, dict(row.values), row.severity, row.reason)


def _problem(problem: Problem, times: int) -> tuple[Any, ...]:
    at = problem.place
    severity = severity_of(problem).value
    where = (at.office, at.file, at.stage, at.sheet, at.cell)
    return (*where, severity, problem.code, times, sentence(problem, "th"), problem.reason or None)


def _why(problem: Problem | None) -> str | None:
    return sentence(problem, "th") if problem else None


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
        return float(shown(value))
    return value
