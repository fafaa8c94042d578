"""One office of a province's round, and where it stands."""

from fractions import Fraction
from typing import NamedTuple

from pso_excel.province.office_digest import ActionRow, Digest
from pso_excel.province.standing import Standing

__all__ = ["OfficeRow", "Standing"]


class OfficeRow(NamedTuple):
    """One office of the registry, or one that sent without being in it (``expected`` False).

    ``rank`` is within its peer group, None where none is given; ``late`` the days from the due
    date to its approval, None when its form is not received or there is no date to compare.
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
        """Its form is here, with or without errors."""
        return self.standing in (Standing.ACCEPTED, Standing.RETURNED)

    @property
    def accepted(self) -> bool:
        """Its form is in the figures of the province."""
        return self.standing is Standing.ACCEPTED

    @property
    def score(self) -> Fraction | None:
        """Its exact official score; None when it has none or its form is not received."""
        return self.digest.official if self.digest and self.received else None

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """The actions of its tracker; none when its form is not received."""
        return self.digest.actions if self.digest and self.received else ()
