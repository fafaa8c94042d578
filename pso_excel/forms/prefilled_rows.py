"""What a new workbook says before the office writes: the framework's rows of the fixed tables.

Fields that the framework writes are locked there; the others are only a start, and the office may
change them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.forms.schema import Table
from pso_excel.framework.pack import Framework, Indicator, ReadinessItem, System

Start = Words | Decimal | str


class FixedRow(NamedTuple):
    """A row of the framework: its row id and what stands in its cells, by field. A str is a code
    (of a choice, a system ...), Words a text in the workbook's language."""

    key: str
    values: Mapping[str, Start]


def starting_rows(table: Table, framework: Framework) -> tuple[FixedRow, ...]:
    """The rows of the framework that begin a table; none where it has no ``fixed``."""
    if not table.fixed:
        return ()
    known = {one.id for one in table.fields}
    return tuple(
        FixedRow(key, {id: value for id, value in values.items() if id in known and value != ""})
        for key, values in _ROWS[table.fixed](framework)
    )


_Rows = list[tuple[str, dict[str, Start]]]


def _systems(framework: Framework) -> _Rows:
    return [(one.code, _system(one)) for one in framework.systems]


def _system(one: System) -> dict[str, Start]:
    return {
        "sys": one.code,
        "code": one.code,
        "name": one.name,
        "applies": "yes",
        "weight_method": "direct",
        "weight": one.weight,
        "target": one.target,
        "floor": one.floor,
    }


def _indicators(framework: Framework) -> _Rows:
    return [(one.code, _indicator(one)) for one in framework.indicators]


def _indicator(one: Indicator) -> dict[str, Start]:
    values: dict[str, Start] = {
        "code": one.code,
        "sys": one.parent,
        "indicator": one.name,
        "type": one.kind,
        "method": one.method.value,
        "applies": "yes",
        "weight": one.weight,
        "target": one.target,
        "direction": one.direction.value if one.direction else "",
        "pilot": "yes" if one.pilot else "",
    }
    texts = {
        "unit": one.unit,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "data_source": one.data_source,
    }
    values |= {id: words for id, words in texts.items() if words != NO_WORDS}
    values |= {f"x{number}": point for number, point in enumerate(one.points, 1)}
    if one.boxes:
        names = ("n_basic", "n_advance", "n_significance")
        values |= {name: Decimal(count) for name, count in zip(names, one.boxes, strict=True)}
    return values


def _leaves(framework: Framework) -> _Rows:
    return [(one.code, {"code": one.code}) for one in framework.leaves]


def _readiness(framework: Framework) -> _Rows:
    return [(one.code, _item(one)) for one in framework.readiness]


def _item(one: ReadinessItem) -> dict[str, Start]:
    return {"item": one.code, "text": one.text, "gate": "yes" if one.gate else "no"}


_ROWS: Mapping[str, Callable[[Framework], _Rows]] = {
    "systems": _systems,
    "indicators": _indicators,
    "leaves": _leaves,
    "readiness": _readiness,
}
