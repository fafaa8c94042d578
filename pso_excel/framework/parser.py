"""Turning the text of a pack into a :class:`Framework`, or refusing it with the first fault."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
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
from pso_excel.framework.parser__framework_soundness_part import check_sound
from pso_excel.framework.toml_table import TABLE, Part, Toml, refusal

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
    pack = Part(tables, "")
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
    pack.done()
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


def _only_source(part: Part, sources: Mapping[str, str]) -> Source:
    source = part.source(sources)
    part.done()
    return source


def _settings(part: Part, sources: Mapping[str, str]) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for key in part.keys():  # noqa: SIM118
        one = part.part(key)
        settings[key] = Setting(
            value=one.one_of("value", POLICIES[key])
            if key in POLICIES
            else one.number("value", 0, LARGEST),
            source=one.source(sources),
            name=one.words("name"),
        )
        one.done()
    return settings


def _score(part: Part, key: str, settings: Mapping[str, Setting]) -> Decimal:
    """A score of its own, or else the setting of that name."""
    if part.has(key):
        return part.number(key)
    value = settings[key].value
    return value if isinstance(value, Decimal) else Decimal(value)


def _system(part: Part, sources: Mapping[str, str], settings: Mapping[str, Setting]) -> System:
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
    part.done()
    return system


def _indicator(
    part: Part, sources: Mapping[str, str], settings: Mapping[str, Setting]
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
    part.done()
    return indicator


def _boxes(part: Part) -> tuple[int, int, int] | None:
    counts = part.numbers("boxes")
    if not counts:
        return None
    if len(counts) != 3 or any(count < 1 or count % 1 for count in counts):
        raise part.fault("N011", "boxes", found=", ".join(map(str, counts)))
    return int(counts[0]), int(counts[1]), int(counts[2])


def _tiers(part: Part) -> tuple[Decimal, Decimal, Decimal]:
    scores = part.numbers("scores")
    if len(scores) != 3 or min(scores) < 0 or sum(scores) != 100:
        raise part.fault("N014", "scores", found=", ".join(map(str, scores)))
    return scores[0], scores[1], scores[2]


def _level(part: Part) -> Level:
    level = Level(
        number=part.whole("number"),
        score=part.number("score"),
        name=part.words("name"),
        evidence=part.words("evidence"),
    )
    part.done()
    return level


def _band(part: Part) -> Band:
    band = Band(
        code=part.text("code"),
        low=part.number("low"),
        name=part.words("name"),
        mark=part.one_of("mark", MARKS),
    )
    part.done()
    return band


def _item(part: Part) -> ReadinessItem:
    item = ReadinessItem(
        code=part.text("code"),
        text=part.words("text"),
        gate=part.flag("gate"),
        auto=part.text("auto", ""),
    )
    part.done()
    return item
