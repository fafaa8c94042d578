"""What a province knows and sets: its offices, the round, what was sent before, its severities."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.messages import catalogue, default_severity, generic_message, term
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


def apply_severities(problems: Iterable[Problem], severities: Severities) -> Iterator[Problem]:
    """The problems with the severity the province gave their code; those it silenced are gone."""
    for problem in problems:
        if problem.code not in severities:
            yield problem
        elif severity := severities[problem.code]:
            yield problem._replace(severity=severity)


class Change(NamedTuple):
    """A code whose severity the province changed: what the rule is about, and from what to what."""

    code: str
    about: Bilingual
    usual: Bilingual
    here: Bilingual


def changes(severities: Severities) -> list[Change]:
    """What the province changed, by code."""
    if not severities:
        return []
    known = catalogue()
    return [
        Change(
            code,
            generic_message(known[code]),
            _severity_words(default_severity(code)),
            _severity_words(severities[code]),
        )
        for code in sorted(severities)
    ]


def _severity_words(severity: Severity | None) -> Bilingual:
    return words_of("severity", severity) if severity else term("severity_off")


def severity_changes_problem(severities: Severities) -> Problem:
    """A009: what the province changed, for the result of one workbook."""
    told = changes(severities)
    lists = (
        "; ".join(
            f"{change.code} {change.usual.in_language(of)} → {change.here.in_language(of)}"
            for change in told
        )
        for of in LANGUAGES
    )
    return Problem("A009", values={"changed": Bilingual(*lists)})


_ROUND = re.compile(r"(\d{4})-(\d{1,2})")


class ArchivedWorkbook(NamedTuple):
    """A workbook sent before: ``file`` is where it stands, the rest what is written in it.

    ``approved`` is the day of the approval on its cover; ``whole`` says that it is of all stages;
    ``seal`` is a hash by which what is kept of it is sealed.
    """

    file: str
    sha: str
    office: str
    round: str
    approved: date | None = None
    whole: bool = True
    seal: str = ""


class PreviousWorkbooks(NamedTuple):
    """What is looked back at: the newest of the rounds before, and this round's as last sent."""

    round: ArchivedWorkbook | None = None
    report: ArchivedWorkbook | None = None


def before(round_code: str, sent: Iterable[ArchivedWorkbook]) -> PreviousWorkbooks:
    """The workbooks of one office that one of a round is compared with.

    Of several of one round counts that of all stages, then the newest approval, then the smallest
    hash. Where the round itself cannot be read nothing is known to be before it.
    """
    now = order_of(round_code)
    known = [
        (order, workbook) for workbook in sent if (order := order_of(workbook.round)) is not None
    ]
    if now is None:
        return PreviousWorkbooks()
    rounds = [order for order, _ in known if order < now]
    return PreviousWorkbooks(
        round=_chosen(workbook for order, workbook in known if rounds and order == max(rounds)),
        report=_chosen(workbook for order, workbook in known if order == now),
    )


def of_same_round(
    past: ArchivedWorkbook, sent: Iterable[ArchivedWorkbook]
) -> list[ArchivedWorkbook]:
    """The other workbooks of the round of one of them, in the order in which they would count."""
    order = order_of(past.round)
    return sorted(
        (
            workbook
            for workbook in sent
            if workbook is not past and order_of(workbook.round) == order
        ),
        key=_standing,
    )


def order_of(round_code: str) -> tuple[int, int] | None:
    """Year and number of a round by which rounds follow each other: ``"2569-1"`` is (2569, 1)."""
    match = _ROUND.fullmatch(thai.code_key(round_code))
    return (int(match[1]), int(match[2])) if match else None


def _chosen(sent: Iterable[ArchivedWorkbook]) -> ArchivedWorkbook | None:
    return min(sent, key=_standing, default=None)


def _standing(workbook: ArchivedWorkbook) -> tuple[bool, int, str]:
    return (
        not workbook.whole,
        -workbook.approved.toordinal() if workbook.approved else 0,
        workbook.sha,
    )
