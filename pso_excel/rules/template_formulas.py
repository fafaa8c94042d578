"""T: what the formulas of a sheet show, held against what it should be.

The texts of formulas are not compared: every spreadsheet program writes them its own way. What
they show must be what stands in the cell they look up, or what the engine computes.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.figures import printed, shown
from pso_excel.core.problem import Problem
from pso_excel.forms.schema import Field
from pso_excel.model.scorecard import LeafScore, SystemScore
from pso_excel.model.submission import Entries, Row
from pso_excel.rules.context import Case, Rule, together
from pso_excel.rules.template_identity import forms
from pso_excel.xlsx.workbook import Cell, Value

TOLERANCE = Decimal("0.01")
USUAL = ("sibling", "mean")
"""How missing answers and scores are joined where the sheets can compute weights by themselves."""
_SHOWN = 60

Scored = LeafScore | SystemScore


def _effective(one: Scored) -> Fraction | None:
    return one.effective


def _score(one: Scored) -> Fraction | None:
    return one.score if isinstance(one, LeafScore) else None


def _share(one: Scored) -> Fraction | None:
    return one.share if isinstance(one, LeafScore) else None


def _weighted(one: Scored) -> Fraction | None:
    if not isinstance(one, LeafScore) or one.share is None or one.score is None:
        return None
    return one.share * one.score / 100


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


def formula_shows_another(case: Case) -> Iterator[Problem]:
    """T129: a formula shows another text or figure than it should: it was changed, or the sheet was
    not calculated after its last change. One that shows nothing is no fault."""
    for entries, _ in forms(case):
        for field in entries.table.fields:
            if field.id in entries.columns and field.lookup:
                yield from _lookups(case, entries, field)
    if not case.scorecard.unreadable and _adds_up(case):
        yield from _weights(case)


def _adds_up(case: Case) -> bool:
    settings = case.framework.settings
    return (settings["na_policy"].value, settings["aggregation"].value) == USUAL


def _lookups(case: Case, entries: Entries, field: Field) -> Iterator[Problem]:
    lookup = field.lookup
    source = case.submission.tables.get(lookup.table) if lookup else None
    if lookup is None or source is None or lookup.field not in source.columns:
        return
    rows = source.by_key()
    for row in entries.rows:
        found = rows.get(row.text(lookup.by))
        if found is None or row.followed or row.refused:  # told as that (T130, T131, T133)
            continue
        seen = _at(case, entries, row, field.id)
        if not seen.formula or seen.value in (None, "", row.text(field.id)):
            continue  # nothing, or the framework's own text, whatever became of the cell looked up
        expected = _at(case, source, found, lookup.field).value
        if _is_another(seen.value, expected):
            yield _told(entries, row, field.id, seen, str(expected))


def _is_another(seen: Value, expected: Value) -> bool:
    """Whether a formula shows something else than what stands in the cell it looks up; a number or
    a day shown as a text is the same."""
    if expected is None:
        return False
    if type(seen) is type(expected):
        return seen != expected and thai.key(str(seen)) != thai.key(str(expected))
    return isinstance(seen, str) and not any(letter.isdigit() for letter in seen)


def _weights(case: Case) -> Iterator[Problem]:
    card = case.scorecard
    scored = {one.code: one for one in (*card.indicators, *card.systems)}
    wrong: set[tuple[str, str]] = set()
    for formula in _FORMULAS:
        entries = case.submission.tables.get(formula.table)
        if entries is None or formula.id not in entries.columns:
            continue
        for row in entries.rows:
            one, cell = scored.get(row.text(entries.table.key)), _at(case, entries, row, formula.id)
            expected = formula.figure(one) if one else None
            if one is None or expected is None or row.followed or not _is_off(cell, expected):
                continue
            to_blame = {(code, id) for code in _own(one) for id in formula.of}
            wrong.add((one.code, formula.id))
            if cell.formula and formula.id != "score" and not to_blame & wrong:
                yield _told(entries, row, formula.id, cell, printed(expected))


def _own(one: Scored) -> tuple[str, ...]:
    """The codes whose figures an indicator's are computed from: its own and its system's."""
    return (one.code, one.system) if isinstance(one, LeafScore) else (one.code,)


def _is_off(cell: Cell, expected: Fraction) -> bool:
    seen = cell.value
    return isinstance(seen, Decimal) and abs(shown(seen) - shown(expected)) > TOLERANCE


def _at(case: Case, entries: Entries, row: Row, id: str) -> Cell:
    return case.book.sheets[entries.sheet].cell(entries.line(row, id), entries.columns[id])


def _told(entries: Entries, row: Row, id: str, seen: Cell, expected: str) -> Problem:
    place, value = entries.place(row, id), seen.value
    text = printed(value) if isinstance(value, Decimal) else str(value)
    values = {"cell": place.cell, "value": text[:_SHOWN], "expected": expected[:_SHOWN]}
    return Problem("T129", place, values)


RULES: tuple[Rule, ...] = (together(formula_shows_another),)
