"""Who is expected to send what, and when: the province's registry, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of assessment. ``code`` is ``"2569-1"``; ``framework`` an edition (``"pso@1.0"``).

    Dates are C.E.; None where the province has not set one.
    """

    code: str
    begins: date | None = None
    ends: date | None = None
    due: date | None = None
    framework: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredOffice:
    """An office of the registry; ``expected`` says that it takes part in the round."""

    code: str
    name: str
    kind: str = ""
    ministry: str = ""
    peer_group: str = ""
    contact: str = ""
    headcount: int | None = None
    expected: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The province, its round, and its offices by code."""

    province: str
    round: Round
    offices: Mapping[str, RegisteredOffice] = field(default_factory=dict[str, RegisteredOffice])
