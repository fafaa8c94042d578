"""What a new workbook says before the office writes: the framework's rows of the fixed tables.

Fields that the framework writes are locked there; the others are only a start, and the office may
change them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.forms.schema import Table
from pso_excel.framework.pack import Framework, Indicator, ReadinessItem, System

Start = Bilingual | Decimal | str


class FixedRow(NamedTuple):
    """A row of the framework: its row id and what stands in its cells, by field. A str is a code
    (of a choice, a system ...), Words a text in the workbook's language."""

    key: str
    values: Mapping[str, Start]


def prefilled_rows(table: Table, framework: Framework) -> tuple[FixedRow, ...]:
    """The rows of the framework that begin a table; none where it has no ``fixed``."""
    if not table.fixed:
        return ()
    known = {field.id for field in table.fields}
    return tuple(
        FixedRow(
            key,
            {
                field_id: value
                for field_id, value in values.items()
                if field_id in known and value != ""
            },
        )
        for key, values in _ROWS[table.fixed](framework)
    )


_Rows = list[tuple[str, dict[str, Start]]]


def _systems(framework: Framework) -> _Rows:
    return [(system.code, _system(system)) for system in framework.systems]


def _system(system: System) -> dict[str, Start]:
    return {
        "sys": system.code,
        "code": system.code,
        "name": system.name,
        "applies": "yes",
        "weight_method": "direct",
        "weight": system.weight,
        "target": system.target,
        "floor": system.floor,
    }


def _indicators(framework: Framework) -> _Rows:
    return [(indicator.code, _indicator(indicator)) for indicator in framework.indicators]


def _indicator(indicator: Indicator) -> dict[str, Start]:
    values: dict[str, Start] = {
        "code": indicator.code,
        "sys": indicator.parent,
        "indicator": indicator.name,
        "type": indicator.kind,
        "method": indicator.method.value,
        "applies": "yes",
        "weight": indicator.weight,
        "target": indicator.target,
        "direction": indicator.direction.value if indicator.direction else "",
        "pilot": "yes" if indicator.pilot else "",
    }
    texts = {
        "unit": indicator.unit,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "data_source": indicator.data_source,
    }
    values |= {field_id: words for field_id, words in texts.items() if words != NO_WORDS}
    values |= {f"x{number}": point for number, point in enumerate(indicator.points, 1)}
    if indicator.boxes:
        names = ("n_basic", "n_advance", "n_significance")
        values |= {name: Decimal(count) for name, count in zip(names, indicator.boxes, strict=True)}
    return values


def _leaves(framework: Framework) -> _Rows:
    return [(indicator.code, {"code": indicator.code}) for indicator in framework.leaves]


def _readiness(framework: Framework) -> _Rows:
    return [(item.code, _item(item)) for item in framework.readiness]


def _item(item: ReadinessItem) -> dict[str, Start]:
    return {"item": item.code, "text": item.text, "gate": "yes" if item.gate else "no"}


_ROWS: Mapping[str, Callable[[Framework], _Rows]] = {
    "systems": _systems,
    "indicators": _indicators,
    "leaves": _leaves,
    "readiness": _readiness,
}
