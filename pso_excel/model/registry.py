"""What a province makes of warnings: raised, lowered or silenced."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from pso_excel.core.bilingual import Language, Words
from pso_excel.core.messages import catalogue, in_general, usual_severity, worded
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms.choices import words_of
from pso_excel.xlsx.reader.limits import LIMITS, Limits


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``severities`` gives, by code, what a WARN or INFO counts as here; None silences it.

    ``limits`` bound what is read of a workbook; ``seconds`` (wall clock) and ``memory`` (bytes, of
    the whole process) bound the worker that reads one file of many.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=dict[str, Severity | None])
    limits: Limits = LIMITS
    seconds: float = 10
    memory: int = 256 << 20


USUAL = Settings()


LANGUAGES: tuple[Language, ...] = ("th", "en")
Severities = Mapping[str, Severity | None]
"""By code, what a WARN or INFO counts as in a province; None silences it."""

NO_CHANGES: Severities = MappingProxyType[str, Severity | None]({})


def as_set(problems: Iterable[Problem], severities: Severities) -> Iterator[Problem]:
    """The problems with the severity the province gave their code; those it silenced are gone."""
    for problem in problems:
        if problem.code not in severities:
            yield problem
        elif severity := severities[problem.code]:
            yield problem._replace(severity=severity)


class Change(NamedTuple):
    """A code whose severity the province changed: what the rule is about, and from what to what."""

    code: str
    about: Words
    usual: Words
    here: Words


def changes(severities: Severities) -> list[Change]:
    """What the province changed, by code."""
    if not severities:
        return []
    known = catalogue()
    return [
        Change(code, in_general(known[code]), _said(usual_severity(code)), _said(severities[code]))
        for code in sorted(severities)
    ]


def _said(severity: Severity | None) -> Words:
    return words_of("severity", severity) if severity else worded("severity_off")


def changes_told(severities: Severities) -> Problem:
    """A009: what the province changed, for the result of one workbook."""
    told = changes(severities)
    lists = (
        "; ".join(f"{one.code} {one.usual.say(of)} → {one.here.say(of)}" for one in told)
        for of in LANGUAGES
    )
    return Problem("A009", values={"changed": Words(*lists)})
