"""T: what the formulas of a sheet show, held against what it should be.

The texts of formulas are not compared: every spreadsheet program writes them its own way. What
they show must be what stands in the cell they look up, or what the engine computes.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.core.problem import Problem
from pso_excel.forms.schema import Field
from pso_excel.model.scorecard import LeafScore, SystemScore
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext, together
from pso_excel.rules.template_identity import issued_tables
from pso_excel.xlsx.workbook import Cell, Value

TOLERANCE = Decimal("0.01")
USUAL = ("sibling", "mean")
"""How missing answers and scores are joined where the sheets can compute weights by themselves."""
_SHOWN = 60

Scored = LeafScore | SystemScore


def _effective(scored: Scored) -> Fraction | None:
    return scored.effective


def _score(scored: Scored) -> Fraction | None:
    return scored.score if isinstance(scored, LeafScore) else None


def _share(scored: Scored) -> Fraction | None:
    return scored.share if isinstance(scored, LeafScore) else None


def _weighted(scored: Scored) -> Fraction | None:
    if not isinstance(scored, LeafScore) or scored.share is None or scored.score is None:
        return None
    return scored.share * scored.score / 100


class _Formula(NamedTuple):
    """A computed column: what it should show, and the columns it is computed from, which are to
    blame when they are wrong."""

    table: str
    id: str
    figure: Callable[[Scored], Fraction | None]
    of: tuple[str, ...] = ()


_FORMULAS = (
    _Formula("S05.systems", "effective", _effective),
    _Formula("S05.indicators", "effective", _effective),
    _Formula("S05.indicators", "share", _share, ("effective",)),
    _Formula("S06.answers", "weight", _share, ("effective", "share")),
    _Formula("S06.answers", "score", _score),  # told as S818
    _Formula("S06.answers", "weighted", _weighted, ("effective", "share", "weight", "score")),
)


def formula_shows_another(context: RuleContext) -> Iterator[Problem]:
    """T129: a formula shows another text or figure than it should: it was changed, or the sheet was
    not calculated after its last change. One that shows nothing is no fault."""
    for entries, _ in issued_tables(context):
        for field in entries.table.fields:
            if field.id in entries.columns and field.lookup:
                yield from _lookups(context, entries, field)
    if not context.scorecard.unreadable and _adds_up(context):
        yield from _weights(context)


def _adds_up(context: RuleContext) -> bool:
    settings = context.framework.settings
    return (settings["na_policy"].value, settings["aggregation"].value) == USUAL


def _lookups(context: RuleContext, entries: TableRows, field: Field) -> Iterator[Problem]:
    lookup = field.lookup
    source = context.submission.tables.get(lookup.table) if lookup else None
    if lookup is None or source is None or lookup.field not in source.columns:
        return
    rows = source.by_key()
    for row in entries.rows:
        found = rows.get(row.text(lookup.by))
        if found is None or row.followed or row.refused:  # told as that (T130, T131, T133)
            continue
        seen = _at(context, entries, row, field.id)
        if not seen.is_formula or seen.value in (None, "", row.text(field.id)):
            continue  # nothing, or the framework's own text, whatever became of the cell looked up
        expected = _at(context, source, found, lookup.field).value
        if _is_another(seen.value, expected):
            yield _formula_problem(entries, row, field.id, seen, str(expected))


def _is_another(seen: Value, expected: Value) -> bool:
    """Whether a formula shows something else than what stands in the cell it looks up; a number or
    a day shown as a text is the same."""
    if expected is None:
        return False
    if type(seen) is type(expected):
        return seen != expected and thai.key(str(seen)) != thai.key(str(expected))
    return isinstance(seen, str) and not any(letter.isdigit() for letter in seen)


def _weights(context: RuleContext) -> Iterator[Problem]:
    card = context.scorecard
    scored = {indicator.code: indicator for indicator in (*card.indicators, *card.systems)}
    wrong: set[tuple[str, str]] = set()
    for formula in _FORMULAS:
        entries = context.submission.tables.get(formula.table)
        if entries is None or formula.id not in entries.columns:
            continue
        for row in entries.rows:
            item, cell = (
                scored.get(row.text(entries.table.key)),
                _at(context, entries, row, formula.id),
            )
            expected = formula.figure(item) if item else None
            if item is None or expected is None or row.followed or not _is_off(cell, expected):
                continue
            to_blame = {(code, field_id) for code in _own(item) for field_id in formula.of}
            wrong.add((item.code, formula.id))
            if cell.is_formula and formula.id != "score" and not to_blame & wrong:
                yield _formula_problem(entries, row, formula.id, cell, format_figure(expected))


def _own(scored: Scored) -> tuple[str, ...]:
    """The codes whose figures an indicator's are computed from: its own and its system's."""
    return (scored.code, scored.system) if isinstance(scored, LeafScore) else (scored.code,)


def _is_off(cell: Cell, expected: Fraction) -> bool:
    seen = cell.value
    return (
        isinstance(seen, Decimal) and abs(round_half_up(seen) - round_half_up(expected)) > TOLERANCE
    )


def _at(context: RuleContext, entries: TableRows, row: Row, field_id: str) -> Cell:
    return context.book.sheets[entries.sheet].cell(
        entries.line(row, field_id), entries.columns[field_id]
    )


def _formula_problem(
    entries: TableRows, row: Row, field_id: str, seen: Cell, expected: str
) -> Problem:
    place, value = entries.locate(row, field_id), seen.value
    text = format_figure(value) if isinstance(value, Decimal) else str(value)
    values = {"cell": place.cell, "value": text[:_SHOWN], "expected": expected[:_SHOWN]}
    return Problem("T129", place, values)


RULES: tuple[Rule, ...] = (together(formula_shows_another),)
