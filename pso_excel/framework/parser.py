"""From the text of a pack to its tables, what must hold between their rows, and from sound
tables to a :class:`Framework`."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Problem, Refused
from pso_excel.framework.pack import (
    Band,
    Direction,
    Framework,
    Indicator,
    Level,
    Method,
    ReadinessItem,
    Setting,
    Source,
    Status,
    System,
)

Toml: TypeAlias = "str | int | Decimal | list[Toml] | dict[str, Toml]"
Table = dict[str, Toml]
HEAD = ("id", "version", "name", "short", "notice", "full", "source", "status")
TABLE = Bilingual("ตาราง", "a table")


def refusal(code: str, /, **values: str | Bilingual) -> Refused:
    """A fault of a pack, ready to raise."""
    return Refused(Problem(code, values=values))


def parse(text: str) -> Table:
    """The tables of a pack's text; N001 when it is not TOML. Numbers stay exact."""
    try:
        return cast(Table, tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as fault:
        raise refusal("N001", why=str(fault)) from None


def completed(pack: Table, defaults: Table) -> Table:
    """The pack with every table, source and setting it does not state taken from the defaults.

    A setting the defaults do not know is refused: nothing would read it.
    """
    whole = defaults | pack
    for shared in ("sources", "settings"):
        own, ours = pack.get(shared, {}), defaults[shared]
        if not isinstance(own, dict) or not isinstance(ours, dict):
            raise refusal("N004", key=shared, where="", found=str(own), expected=TABLE)
        unknown = own.keys() - ours.keys() if shared == "settings" else set[str]()
        for key in sorted(unknown):
            raise refusal("N002", key=key, where=shared)
        whole[shared] = ours | own
    return whole


def build_framework(tables: Mapping[str, Any]) -> Framework:
    """The framework of complete tables that are known to be sound; nothing is checked here."""
    sources = tables["sources"]
    settings = {key: Setting(**_fields(row, sources)) for key, row in tables["settings"].items()}
    floor, target = settings["floor"].value, settings["target"].value
    parts = {key: tables[key] for key in ("weights", "rubric", "bands", "tiers", "readiness")}
    rubric, bands, readiness = parts["rubric"], parts["bands"], parts["readiness"]
    fields = _fields({key: tables[key] for key in HEAD}, sources)
    fields |= {f"{key}_source": _source(part, sources) for key, part in parts.items()}
    return Framework(
        **fields,
        systems=tuple(
            System(**_fields(row, sources, alias="", target=target, floor=floor))
            for row in tables["systems"]
        ),
        indicators=tuple(
            _indicator(_fields(row, sources, target=target)) for row in tables["indicators"]
        ),
        rubric=tuple(Level(**_fields(row) | {"number": row["number"]}) for row in rubric["levels"]),
        bands=tuple(Band(**_fields(row)) for row in bands["steps"]),
        tiers=_value(parts["tiers"]["scores"]),
        readiness=tuple(
            ReadinessItem(**_fields(row, gate=False, auto="")) for row in readiness["items"]
        ),
        settings=MappingProxyType(settings),
        fingerprint=fingerprint(tables),
    )


def _indicator(fields: dict[str, Any]) -> Indicator:
    direction, boxes = fields.get("direction"), fields.get("boxes")
    fields["method"] = Method(fields["method"])
    fields["direction"] = Direction(direction) if direction else None
    fields["boxes"] = tuple(map(int, boxes)) if boxes else None
    return Indicator(**fields)


def _fields(
    row: Mapping[str, Any], sources: Mapping[str, str] | None = None, **usual: Any
) -> dict[str, Any]:
    """The values of a table by key over the usual ones, with its source where it has one."""
    fields = usual | {key: _value(row[key]) for key in row if key not in ("source", "status")}
    return fields | {"source": _source(row, sources)} if sources else fields


def _source(row: Mapping[str, Any], sources: Mapping[str, str]) -> Source:
    return Source(sources[row["source"]], Status(row["status"]))


def _value(value: Toml) -> Any:
    """A value as a framework has it: exact numbers, texts in two languages, tuples."""
    if isinstance(value, dict):
        return Bilingual(str(value["th"]), str(value["en"]))
    if isinstance(value, list):
        return tuple(map(_value, value))
    return value if isinstance(value, str | bool) else Decimal(value)


def fingerprint(tables: Mapping[str, Any]) -> str:
    """The SHA-256 of the tables in one canonical spelling: layout and comments do not count."""
    text = json.dumps(_canonical(dict(tables)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Toml) -> object:
    """The same value with every number spelt one way: 100, 100.0 and 1e2 are one figure."""
    if isinstance(value, dict):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_canonical(inner) for inner in value]
    if isinstance(value, str | bool):
        return value
    return [format(Decimal(value).normalize(), "f")]


FULL = Decimal(100)
LEVELS = [0, 1, 2, 3, 4, 5]
POINTS = {Direction.MORE: 5, Direction.LESS: 5, Direction.RANGE: 4}


def check_sound(framework: Framework) -> None:
    """Raise :class:`Refused` (N007 to N013, N015) with the first fault between the rows."""
    _codes_once(framework)
    _parents_exist(framework)
    _weights_add_up(framework)
    for indicator in framework.indicators:
        _method_complete(indicator)
    _rubric_rises(framework)
    _bands_cover(framework)


def _codes_once(framework: Framework) -> None:
    nodes = [item.code for item in (*framework.systems, *framework.indicators)]
    for codes in (nodes, [b.code for b in framework.bands], [q.code for q in framework.readiness]):
        for code, times in Counter(codes).items():
            if times > 1:
                raise refusal("N007", code=code)


def _parents_exist(framework: Framework) -> None:
    """A parent is a system, or a composite indicator that stands in a system itself."""
    systems = {system.code for system in framework.systems}
    composites = {
        indicator.code
        for indicator in framework.indicators
        if indicator.method is Method.COMPOSITE and indicator.parent in systems
    }
    for indicator in framework.indicators:
        nested = indicator.method is Method.COMPOSITE and indicator.parent not in systems
        if indicator.parent not in systems | composites or nested:
            raise refusal("N009", code=indicator.code, parent=indicator.parent)
    parents = {indicator.parent for indicator in framework.indicators}
    for code in (*(system.code for system in framework.systems), *sorted(composites)):
        if code not in parents:
            raise refusal("N015", code=code)


def _weights_add_up(framework: Framework) -> None:
    """Siblings' weights add up to exactly 100."""
    families: dict[str, list[Decimal]] = {"": [system.weight for system in framework.systems]}
    for indicator in framework.indicators:
        families.setdefault(indicator.parent, []).append(indicator.weight)
    for parent, weights in families.items():
        total = sum(weights, Decimal(0))
        if total != FULL:
            raise refusal("N008", parent=parent or "systems", sum=str(total))


def _method_complete(indicator: Indicator) -> None:
    """A quantity has a direction and points that rise; gated tiers have boxes; no other has any."""
    points = ", ".join(map(str, indicator.points))
    if indicator.method is Method.QUANTITY:
        wanted = POINTS.get(indicator.direction) if indicator.direction else None
        if wanted != len(indicator.points) or not _rises(indicator.points, indicator.direction):
            raise refusal("N010", code=indicator.code, points=points)
    elif indicator.points or indicator.direction:
        raise refusal("N010", code=indicator.code, points=points)
    if (indicator.method is Method.TIERS) != (indicator.boxes is not None):
        found = ", ".join(map(str, indicator.boxes or ()))
        raise refusal("N011", where=f"indicators {indicator.code}", key="boxes", found=found)


def _rises(points: Sequence[Decimal], direction: Direction | None) -> bool:
    """Strictly increasing; the band of a RANGE (its second and third points) may be one value."""
    pairs = list(pairwise(points))
    if direction is Direction.RANGE:
        return all(a < b for a, b in (pairs[0], pairs[2])) and pairs[1][0] <= pairs[1][1]
    return all(a < b for a, b in pairs)


def _rubric_rises(framework: Framework) -> None:
    """Levels are 0 to 5, as the sheets offer them, and their scores rise from 0 to 100."""
    scores = [level.score for level in framework.rubric]
    numbers = [level.number for level in framework.rubric]
    if numbers != LEVELS or scores[0] != 0 or scores[-1] != FULL or _falls(scores):
        found = ", ".join(f"{level.number}={level.score}" for level in framework.rubric)
        raise refusal("N013", found=found)


def _bands_cover(framework: Framework) -> None:
    """Bands begin at 0 and rise."""
    lows = [band.low for band in framework.bands]
    if lows[0] != 0 or _falls(lows):
        raise refusal("N012", found=", ".join(map(str, lows)))


def _falls(numbers: Iterable[Decimal]) -> bool:
    return any(a >= b for a, b in pairwise(numbers))
