"""What is assessed, as data: systems, indicators, rubric, bands and settings of one framework.

A pack is immutable. Every name and figure in it carries its source and source status; nothing in
the program states a figure of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pso_excel.core.bilingual import NO_WORDS, Bilingual

_FULL = Decimal(100)


class Status(StrEnum):
    """How far a name or figure can be relied on."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    ADAPTED = "adapted"
    RECALLED = "recalled"
    DEFAULT = "default"


class Method(StrEnum):
    """How an indicator is scored (0 to 100)."""

    LEVEL = "level"
    QUANTITY = "quantity"
    TIERS = "tiers"
    YESNO = "yesno"
    COMPOSITE = "composite"  # the weighted mean of the indicators that belong to it


class Direction(StrEnum):
    """Which way a quantity is better."""

    MORE = "more"
    LESS = "less"
    RANGE = "range"


class Source(NamedTuple):
    """Where a name or figure comes from, and how far it can be relied on."""

    text: str
    status: Status


class System(NamedTuple):
    """A standard system, or the outcome node. ``weight`` among its siblings; ``pilot``: shown,
    not counted. ``floor`` and ``target`` are scores of 0 to 100. ``inventory``: it is about the
    information that stage 4 lists."""

    code: str
    alias: str
    name: Bilingual
    short: Bilingual
    weight: Decimal
    target: Decimal
    floor: Decimal
    source: Source
    mandatory: bool = False
    pilot: bool = False
    inventory: bool = False


PERCENT_UNITS = ("ร้อยละ", "เปอร์เซ็นต์", "เปอร์เซนต์", "%", "％", "percent", "per cent")
"""What a unit of measurement says when it is a percentage, whatever stands around it."""


def is_percent(unit: str) -> bool:
    """Whether a unit of measurement is a percentage."""
    return any(word in unit.casefold() for word in PERCENT_UNITS)


class Indicator(NamedTuple):
    """An indicator. ``parent`` is a system's code, or a composite indicator's.

    ``points`` are the five values x1..x5 of a quantity, increasing (four for RANGE); ``boxes`` the
    number of boxes of the three tiers; ``target`` a score of 0 to 100; ``kind`` is input, process,
    output or outcome.
    """

    code: str
    parent: str
    name: Bilingual
    kind: str
    method: Method
    weight: Decimal
    target: Decimal
    source: Source
    unit: Bilingual = NO_WORDS
    direction: Direction | None = None
    numerator: Bilingual = NO_WORDS
    denominator: Bilingual = NO_WORDS
    points: tuple[Decimal, ...] = ()
    boxes: tuple[int, int, int] | None = None
    data_source: Bilingual = NO_WORDS
    pilot: bool = False

    @property
    def in_percent(self) -> bool:
        """Whether it is measured in percent: its unit says so."""
        return any(map(is_percent, self.unit))

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the greatest quantity there can be. A percentage lies between 0 and 100,
        unless a scoring point lies beyond; any other quantity has no limits."""
        if not self.in_percent:
            return None, None
        low = Decimal(0) if min(self.points, default=_FULL) >= 0 else None
        return low, _FULL if max(self.points, default=_FULL) <= _FULL else None


class Level(NamedTuple):
    """A level of the rubric and the score it earns."""

    number: int
    score: Decimal
    name: Bilingual
    evidence: Bilingual


class Band(NamedTuple):
    """A band of the overall score: from ``low`` up to the next band's low. ``mark`` is good, care
    or wrong: the sign and colour it is shown with."""

    code: str
    low: Decimal
    name: Bilingual
    mark: str


class ReadinessItem(NamedTuple):
    """An item of the readiness checklist; ``auto`` names what answers it by itself, or is empty."""

    code: str
    text: Bilingual
    gate: bool
    auto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One threshold or policy, with its source."""

    value: Decimal | str
    source: Source
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework pack, checked and immutable; ``edition`` is ``"pso@1.0"``.

    The source of a system or an indicator is that of its name; ``weights_source`` is that of every
    weight, target, floor, box and scoring point. ``full`` is the score shown for 100.
    """

    id: str
    version: str
    name: Bilingual
    short: Bilingual
    notice: Bilingual
    source: Source
    full: Decimal
    systems: tuple[System, ...]
    indicators: tuple[Indicator, ...]
    weights_source: Source
    rubric: tuple[Level, ...]
    rubric_source: Source
    bands: tuple[Band, ...]
    bands_source: Source
    tiers: tuple[Decimal, Decimal, Decimal]
    tiers_source: Source
    readiness: tuple[ReadinessItem, ...]
    readiness_source: Source
    settings: Mapping[str, Setting]
    fingerprint: str

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def edition(self) -> str:
        """The id and version a workbook carries."""
        return f"{self.id}@{self.version}"

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The indicators that are answered: all but the composites."""
        return tuple(
            indicator for indicator in self.indicators if indicator.method is not Method.COMPOSITE
        )

    def number(self, setting: str) -> Decimal:
        """A numeric setting; KeyError when the pack has none of that name."""
        value = self.settings[setting].value
        if not isinstance(value, Decimal):
            raise KeyError(setting)
        return value

    def band(self, score: Decimal) -> Band:
        """The band of a printed score of 0 to 100."""
        return max((b for b in self.bands if b.low <= score), key=lambda b: b.low)
