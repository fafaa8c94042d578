"""Turning the text of a pack into a :class:`Framework`, or refusing it with the first fault."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import cast

from pso_excel.core.bilingual import NO_WORDS
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
    System,
)
from pso_excel.framework.toml_table import TABLE, Toml, TomlTable, refusal

FULL = Decimal(100)
LEVELS = [0, 1, 2, 3, 4, 5]
POINTS = {Direction.MORE: 5, Direction.LESS: 5, Direction.RANGE: 4}


def check_sound(framework: Framework) -> None:
    """Raise :class:`Refused` with the first fault between the rows of a pack."""
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
        seen: set[str] = set()
        for code in codes:
            if code in seen:
                raise refusal("N007", code=code)
            seen.add(code)


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


KINDS = ("input", "process", "output", "outcome")
MARKS = ("good", "care", "wrong")
POLICIES: Mapping[str, tuple[str, ...]] = {
    "na_policy": ("sibling", "global", "keep"),
    "aggregation": ("mean", "weakest", "geometric"),
    "progress_weight": ("gap", "budget", "equal"),
}
LARGEST = 1_000_000_000

Table = dict[str, Toml]


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


def read_tables(tables: Table) -> Framework:
    """A checked framework from complete tables."""
    pack = TomlTable(tables, "")
    named = pack.part("sources")
    sources = {key: named.text(key) for key in named.keys()}  # noqa: SIM118
    settings = _settings(pack.part("settings"), sources)
    rubric, bands, tiers, ready = (
        pack.part(key) for key in ("rubric", "bands", "tiers", "readiness")
    )
    framework = Framework(
        id=pack.text("id"),
        version=pack.text("version"),
        name=pack.words("name"),
        short=pack.words("short"),
        notice=pack.words("notice"),
        source=pack.source(sources),
        full=pack.number("full", 1, LARGEST),
        systems=tuple(_system(row, sources, settings) for row in pack.rows("systems")),
        indicators=tuple(_indicator(row, sources, settings) for row in pack.rows("indicators")),
        weights_source=_only_source(pack.part("weights"), sources),
        rubric=tuple(_level(row) for row in rubric.rows("levels", "number")),
        rubric_source=_only_source(rubric, sources),
        bands=tuple(_band(row) for row in bands.rows("steps")),
        bands_source=_only_source(bands, sources),
        tiers=_tiers(tiers),
        tiers_source=_only_source(tiers, sources),
        readiness=tuple(_item(row) for row in ready.rows("items")),
        readiness_source=_only_source(ready, sources),
        settings=MappingProxyType(settings),
        fingerprint=fingerprint(tables),
    )
    pack.refuse_unknown_keys()
    check_sound(framework)
    return framework


def fingerprint(tables: Table) -> str:
    """The SHA-256 of the tables in one canonical spelling: layout and comments do not count."""
    text = json.dumps(_canonical(tables), ensure_ascii=False, sort_keys=True)
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


def _only_source(part: TomlTable, sources: Mapping[str, str]) -> Source:
    source = part.source(sources)
    part.refuse_unknown_keys()
    return source


def _settings(part: TomlTable, sources: Mapping[str, str]) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for key in part.keys():  # noqa: SIM118
        toml_table = part.part(key)
        settings[key] = Setting(
            value=toml_table.one_of("value", POLICIES[key])
            if key in POLICIES
            else toml_table.number("value", 0, LARGEST),
            source=toml_table.source(sources),
            name=toml_table.words("name"),
        )
        toml_table.refuse_unknown_keys()
    return settings


def _score(part: TomlTable, key: str, settings: Mapping[str, Setting]) -> Decimal:
    """A score of its own, or else the setting of that name."""
    if part.has(key):
        return part.number(key)
    value = settings[key].value
    return value if isinstance(value, Decimal) else Decimal(value)


def _system(part: TomlTable, sources: Mapping[str, str], settings: Mapping[str, Setting]) -> System:
    system = System(
        code=part.text("code"),
        alias=part.text("alias", ""),
        name=part.words("name"),
        short=part.words("short"),
        weight=part.number("weight"),
        target=_score(part, "target", settings),
        floor=_score(part, "floor", settings),
        mandatory=part.flag("mandatory"),
        pilot=part.flag("pilot"),
        inventory=part.flag("inventory"),
        source=part.source(sources),
    )
    part.refuse_unknown_keys()
    return system


def _indicator(
    part: TomlTable, sources: Mapping[str, str], settings: Mapping[str, Setting]
) -> Indicator:
    indicator = Indicator(
        code=part.text("code"),
        parent=part.text("parent"),
        name=part.words("name"),
        kind=part.one_of("kind", KINDS),
        method=part.choice("method", Method),
        weight=part.number("weight"),
        target=_score(part, "target", settings),
        unit=part.words("unit", NO_WORDS),
        direction=part.choice("direction", Direction) if part.has("direction") else None,
        numerator=part.words("numerator", NO_WORDS),
        denominator=part.words("denominator", NO_WORDS),
        points=part.numbers("points"),
        boxes=_boxes(part),
        data_source=part.words("data_source", NO_WORDS),
        pilot=part.flag("pilot"),
        source=part.source(sources),
    )
    part.refuse_unknown_keys()
    return indicator


def _boxes(part: TomlTable) -> tuple[int, int, int] | None:
    counts = part.numbers("boxes")
    if not counts:
        return None
    if len(counts) != 3 or any(count < 1 or count % 1 for count in counts):
        raise part.fault("N011", "boxes", found=", ".join(map(str, counts)))
    return int(counts[0]), int(counts[1]), int(counts[2])


def _tiers(part: TomlTable) -> tuple[Decimal, Decimal, Decimal]:
    scores = part.numbers("scores")
    if len(scores) != 3 or min(scores) < 0 or sum(scores) != 100:
        raise part.fault("N014", "scores", found=", ".join(map(str, scores)))
    return scores[0], scores[1], scores[2]


def _level(part: TomlTable) -> Level:
    level = Level(
        number=part.whole_number("number"),
        score=part.number("score"),
        name=part.words("name"),
        evidence=part.words("evidence"),
    )
    part.refuse_unknown_keys()
    return level


def _band(part: TomlTable) -> Band:
    band = Band(
        code=part.text("code"),
        low=part.number("low"),
        name=part.words("name"),
        mark=part.one_of("mark", MARKS),
    )
    part.refuse_unknown_keys()
    return band


def _item(part: TomlTable) -> ReadinessItem:
    item = ReadinessItem(
        code=part.text("code"),
        text=part.words("text"),
        gate=part.flag("gate"),
        auto=part.text("auto", ""),
    )
    part.refuse_unknown_keys()
    return item
