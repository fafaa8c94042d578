"""An assessment or a province for other programs: as a dictionary for JSON, and as pandas tables.

pandas is imported when a frame is asked for, never before: it costs more than an office does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect, expect_language
from pso_excel.core.figures import round_half_up
from pso_excel.model.scorecard import Assessment
from pso_excel.province import Province
from pso_excel.province.long_tables import LongTable, assessment_tables, long_tables
from pso_excel.province.report import province_json
from pso_excel.results.json_report import assessment_json

if TYPE_CHECKING:
    import pandas

DAYS = ("asof", "start", "end")
FLAGS = ("expected", "applies", "pilot", "below_floor", "has_action", "late")
COUNTS = ("rank", "errors", "warnings", "times", "days_overdue", "late_days")
FIGURES = (
    *("official", "provisional", "completeness", "na_share", "projected_started"),
    *("projected_all", "plan_progress", "effective", "target", "floor", "weight", "share", "level"),
    *("score", "weighted_gap", "priority", "percent", "planned", "variance"),
)
_KINDS = {
    **dict.fromkeys(DAYS, "datetime64[s]"),
    **dict.fromkeys(FLAGS, "boolean"),
    **dict.fromkeys(COUNTS, "Int64"),
    **dict.fromkeys(FIGURES, "Float64"),
}


def to_dict(found: Assessment | Province, language: Language = "th") -> dict[str, Any]:
    """An assessment or a province as a dictionary of plain values, ready for ``json.dumps``: what
    ``check --json`` and ``consolidate --json`` print, without the names of the files they wrote.

    Scores, weights and shares are texts of two decimals (``"41.37"``, 0 to 100), money as well, so
    that no reader changes them; what is not there is None, never ``"0.00"``. Days are ISO 8601.
    ``language`` is that of the messages. TypeError and ValueError for arguments of another kind.
    """
    expect("found", found, Assessment, Province)
    expect_language(language)
    if isinstance(found, Assessment):
        return assessment_json(found, language)
    return province_json(found, language)


def frames(
    found: Assessment | Province, *, language: Language = "th", exact: bool = False
) -> "dict[str, pandas.DataFrame]":
    """An assessment or a province as long tables for pandas, by name: ``offices``, ``scores`` (a
    row for each system), ``indicators``, ``gaps``, ``tracker``, ``problems`` and, of a province,
    ``files``. The columns are told in ``docs/api.md``.

    Texts are ``string``, figures ``Float64``, counts ``Int64``, flags ``boolean``, days
    ``datetime64[s]``; what is not there is missing (``NA``) and never zero. Scores, weights, shares
    and percentages are 0 to 100. Figures have the two decimals that are printed and judged: with
    ``exact`` they are the very ``Decimal`` objects (dtype ``object``, None what is not there),
    without it the nearest floats.

    ModuleNotFoundError without pandas; TypeError and ValueError for arguments of another kind.
    """
    expect("found", found, Assessment, Province)
    expect_language(language)
    tables = (
        assessment_tables(found, language)
        if isinstance(found, Assessment)
        else long_tables(found, language)
    )
    return {name: _frame(table, exact=exact) for name, table in tables.items()}


def _frame(table: LongTable, *, exact: bool) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(
        {
            column: _series(column, [row[place] for row in table.rows], exact=exact)
            for place, column in enumerate(table.columns)
        }
    )


def _series(column: str, values: Sequence[Any], *, exact: bool) -> "pandas.Series[Any]":
    import pandas

    kind = _KINDS.get(column, "string")
    if kind != "Float64":
        return pandas.Series(values, dtype=kind, name=column)
    figures = [None if value is None else round_half_up(value) for value in values]
    if exact:
        return pandas.Series(figures, dtype="object", name=column)
    floats = [None if figure is None else float(figure) for figure in figures]
    return pandas.Series(floats, dtype=kind, name=column)
