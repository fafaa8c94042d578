"""Faults are data: what is wrong (code), where (place) and the values a sentence needs.

No sentence lives here; the wording of every code, in Thai and in English, with its severity, is in
the catalogue of :mod:`pso_excel.framework`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual


class Severity(StrEnum):
    """How much a problem matters, from the worst to the mildest."""

    BLOCK = "BLOCK"  # the file is not read further
    ERROR = "ERROR"  # must be mended before the stage is accepted
    WARN = "WARN"  # confirm or explain
    INFO = "INFO"  # for knowledge


class Location(NamedTuple):
    """Where a problem is, as an officer would look for it; empty parts are unknown.

    ``cell`` is an A1 address without ``$`` (``"E12"``) or a range (``"B5:D5"``); ``stage`` is
    ``"S06"``, or empty for the whole file; ``field`` is the id of the field of the form.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    stage: str = ""
    office: str = ""
    field: str = ""


class Problem(NamedTuple):
    """One fault: a code of the catalogue, its place, and the values its sentence quotes.

    Values are texts ready to print (numbers already as they are shown), keyed by the placeholder's
    name in the sentence; one that is worded itself (a field's label) is given in both languages.

    ``severity`` is what the province made of it, None for the catalogue's. ``reason`` is what the
    office answered a warning with; while it stands, the warning counts as acknowledged.
    """

    code: str
    location: Location = Location()
    values: Mapping[str, str | Bilingual] = MappingProxyType[str, str | Bilingual]({})
    severity: Severity | None = None
    reason: str = ""

    def with_location(self, **parts: str) -> "Problem":
        """The same problem with some parts of its place set."""
        return self._replace(location=self.location._replace(**parts))


class Refused(Exception):
    """The only exception that crosses a floor: the whole thing cannot be read, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, dict(problem.values))
        self.problem = problem
