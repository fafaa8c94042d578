"""What an office is assessed on: the framework with the office's own choices of stage 5 in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pso_excel.core.bilingual import Bilingual
from pso_excel.framework.pack import Direction, Framework, Indicator, Method, Source, Status, System
from pso_excel.model.submission import Row, Submission

OFFICE = Source("office", Status.DEFAULT)
POINTS = ("x1", "x2", "x3", "x4", "x5")
BOXES = ("n_basic", "n_advance", "n_significance")
SYSTEM_FIGURES = ("applies", "weight")
METHODS = {method.value: method for method in Method}
DIRECTIONS = {direction.value: direction for direction in Direction}
INDICATOR_FIGURES = ("applies", "weight", "sys", "pilot")
WAYS = ("method", "direction", *POINTS, *BOXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The systems and indicators of one office, in the framework's order, its own ones last.

    ``left_out`` are the codes it says do not apply, ``unusable`` those of a row that cannot be
    weighed as it stands: its weight or whether it counts is unreadable or out of range, its code
    stands twice, it belongs to nothing, or it is a composite without parts. ``unscorable`` are the
    indicators whose way of scoring cannot be read, ``without_method`` those of the office's own
    that do not say it. ``pilots`` are shown and not counted; ``parents`` are by indicator.
    """

    systems: tuple[System, ...]
    indicators: tuple[Indicator, ...]
    left_out: frozenset[str]
    unusable: frozenset[str]
    unscorable: frozenset[str]
    without_method: frozenset[str]
    pilots: frozenset[str]
    parents: Mapping[str, str]

    def above(self, code: str) -> tuple[str, ...]:
        """A node and what it belongs to, upwards: indicator, composite if it has one, system."""
        path = [code]
        while (code := self.parents.get(code, "")) and code not in path:
            path.append(code)
        return tuple(path)

    def applies(self, code: str) -> bool:
        """Whether neither the node nor anything above it is said not to apply."""
        return self.left_out.isdisjoint(self.above(code))


def scheme_of(submission: Submission, framework: Framework) -> Scheme:
    """The scheme of one office: rows of S05 where it has them, the framework's figures elsewhere.

    A row that is there speaks for itself: a blank weight in it is 0, as its sheet counts it.
    """
    systems, twice = _rows(submission, "S05.systems", "sys")
    indicators, repeated = _rows(submission, "S05.indicators", "code")
    known = {indicator.code for indicator in framework.indicators}
    own = [_own(row) for code, row in indicators.items() if code not in known]
    chosen = [
        _chosen(indicator, indicators.get(indicator.code))
        for indicator in (*framework.indicators, *own)
    ]
    placed = _placed(chosen, {system.code for system in framework.systems})
    rows = [*systems.items(), *indicators.items()]
    return Scheme(
        systems=tuple(_system(system, systems.get(system.code)) for system in framework.systems),
        pilots=frozenset(item.code for item in (*framework.systems, *chosen) if item.pilot),
        indicators=placed,
        left_out=frozenset(code for code, row in rows if row.text("applies") == "no"),
        unusable=twice
        | repeated
        | _unreadable(systems, SYSTEM_FIGURES)
        | _unreadable(indicators, INDICATOR_FIGURES)
        | _without_place(chosen, placed),
        unscorable=_unreadable(indicators, WAYS) | _with_gaps(indicators),
        without_method=frozenset(
            code for code, row in indicators.items() if code not in known and row.is_blank("method")
        ),
        parents={indicator.code: indicator.parent for indicator in chosen},
    )


def _placed(indicators: Sequence[Indicator], systems: set[str]) -> tuple[Indicator, ...]:
    """Those that stand in a system, or in a composite indicator that does."""
    composites = {
        indicator.code
        for indicator in indicators
        if indicator.method is Method.COMPOSITE and indicator.parent in systems
    }
    return tuple(
        indicator
        for indicator in indicators
        if indicator.parent in systems
        or (indicator.parent in composites and indicator.code not in composites)
    )


def _without_place(chosen: Sequence[Indicator], placed: Sequence[Indicator]) -> frozenset[str]:
    """Indicators said to belong to what is no system, and composites that weigh something and of
    which nothing is a part."""
    codes, parents = (
        {indicator.code for indicator in placed},
        {indicator.parent for indicator in placed},
    )
    return frozenset(
        indicator.code
        for indicator in chosen
        if (indicator.parent and indicator.code not in codes)
        or (
            indicator.method is Method.COMPOSITE
            and indicator.weight
            and indicator.code not in parents
        )
    )


def _rows(submission: Submission, table: str, key: str) -> tuple[dict[str, Row], frozenset[str]]:
    """The rows by code, the first of those with the same code; and the codes that stand twice."""
    found: dict[str, Row] = {}
    twice: set[str] = set()
    for row in submission.rows(table):
        code = row.text(key)
        if code and found.setdefault(code, row) is not row:
            twice.add(code)
    return found, frozenset(twice)


def _unreadable(rows: Mapping[str, Row], figures: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        code for code, row in rows.items() if row.unreadable and row.unreadable.keys() & {*figures}
    )


def _with_gaps(rows: Mapping[str, Row]) -> frozenset[str]:
    """Indicators with a scoring point after one that is missing."""
    there = {
        code: [not row.is_blank(field_id) for field_id in POINTS] for code, row in rows.items()
    }
    return frozenset(code for code, given in there.items() if False in given[: sum(given)])


def _system(system: System, row: Row | None) -> System:
    if row is None:
        return system
    target, floor = row.number_of("target"), row.number_of("floor")
    return system._replace(
        weight=row.number_of("weight") or Decimal(0),
        target=system.target if target is None else target,
        floor=system.floor if floor is None else floor,
    )


def _own(row: Row) -> Indicator:
    """An indicator the office added; without a method it is answered and cannot be scored."""
    name = row.text("indicator")
    return Indicator(
        code=row.text("code"),
        parent=row.text("sys"),
        name=Bilingual(name, name),
        kind=row.text("type"),
        method=Method.LEVEL,
        weight=Decimal(0),
        target=Decimal(0),
        source=OFFICE,
    )


def _unit(text: str) -> Bilingual | None:
    return Bilingual(text, text) if text else None


def _chosen(indicator: Indicator, row: Row | None) -> Indicator:
    if row is None:
        return indicator
    points = [x for x in map(row.number_of, POINTS) if x is not None]
    boxes = [row.number_of(field) for field in BOXES]
    found: dict[str, Any] = {
        "weight": row.number_of("weight") or Decimal(0),
        "target": row.number_of("target"),
        "parent": row.text("sys") or None,
        "method": METHODS.get(row.text("method")),
        "direction": DIRECTIONS.get(row.text("direction")),
        "points": tuple(points) or None,
        "unit": _unit(row.text("unit")),
        "boxes": tuple(int(count or 0) for count in boxes) if any(boxes) else None,
        "pilot": row.text("pilot") == "yes" if row.text("pilot") else None,
    }
    changes = {
        field: value
        for field, value in found.items()
        if value is not None and value != getattr(indicator, field)
    }
    return indicator._replace(**changes) if changes else indicator
