"""One office of a province's round, and how far it has come."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from pso_excel.engine.province.digest import ActionRow, Digest


class Standing(StrEnum):
    """How far an office has come."""

    ACCEPTED = "accepted"  # received without an error
    RETURNED = "returned"  # received, with errors to mend
    EMPTY = "empty"  # sent, but not filled in
    UNREADABLE = "unreadable"  # nothing readable; a file that bears its code cannot be read
    MISSING = "missing"  # nothing sent


class OfficeRow(NamedTuple):
    """One office of the registry, or one that sent without being in it (``expected`` False).

    ``rank`` is within its peer group, None where none is given; ``late`` the days from the due
    date to its approval, None when there is no date to compare.
    """

    code: str
    name: str
    kind: str
    peer_group: str
    contact: str
    expected: bool
    standing: Standing
    files: tuple[str, ...]
    framework: str
    late: int | None
    rank: int | None
    digest: Digest | None

    @property
    def received(self) -> bool:
        """Its answers count."""
        return self.standing in (Standing.ACCEPTED, Standing.RETURNED)

    @property
    def score(self) -> Fraction | None:
        """Its exact official score; None when it has none or does not count."""
        return self.digest.official if self.digest and self.received else None

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """The actions of its tracker; none when its answers do not count."""
        return self.digest.actions if self.digest and self.received else ()
