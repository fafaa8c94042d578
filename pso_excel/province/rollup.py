"""The figures of a province: rates, and the spread of scores by system; exact (domain E.9)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.province.office_digest import Digest
from pso_excel.province.office_digest__province_offices_part import OfficeRow
from pso_excel.province.rollup__province_spread_part import Spread, spread


class Sent(NamedTuple):
    """Counts of expected offices, and the rates of E.9 as percentages (0 to 100).

    ``received`` are the forms that are here, ``accepted`` those without an error; ``on_time``
    the received ones approved by the due date. A rate without a denominator is None.
    """

    expected: int
    received: int
    accepted: int
    on_time: int

    @property
    def reporting(self) -> Fraction | None:
        """Received of expected."""
        return _rate(self.received, self.expected)

    @property
    def acceptance(self) -> Fraction | None:
        """Accepted of received."""
        return _rate(self.accepted, self.received)

    @property
    def timely(self) -> Fraction | None:
        """Received by the due date of expected."""
        return _rate(self.on_time, self.expected)


class SystemSpread(NamedTuple):
    """One system over the offices where it applies and was answered; ``below`` of them are under
    its floor.

    A ``pilot`` system is shown and never judged.
    """

    code: str
    scores: Spread | None
    below: int
    not_applicable: int
    pilot: bool = False


class GroupSpread(NamedTuple):
    """The official scores of one peer group."""

    name: str
    scores: Spread | None


class RollUp(NamedTuple):
    """The official scores under one edition of the framework; never over two.

    ``offices`` are all whose forms of that edition are received; every figure is of the accepted
    ones among them. ``provisional`` says that too few have reported for the result to stand.
    """

    edition: str
    offices: int
    scores: Spread | None
    systems: tuple[SystemSpread, ...]
    groups: tuple[GroupSpread, ...]
    provisional: bool


def roll_up(
    edition: str, offices: Sequence[OfficeRow], systems: Sequence[str], *, provisional: bool
) -> RollUp:
    """Average the official scores of the accepted among the received offices of one edition.

    ``systems`` are its codes in order.
    """
    accepted = [one for one in offices if one.accepted]
    digests = [one.digest for one in accepted if one.digest]
    groups = sorted({one.peer_group for one in offices})
    return RollUp(
        edition,
        len(offices),
        _spread(accepted),
        tuple(_system(code, digests) for code in systems),
        tuple(
            GroupSpread(name, _spread(one for one in accepted if one.peer_group == name))
            for name in groups
        ),
        provisional,
    )


def _spread(offices: Iterable[OfficeRow]) -> Spread | None:
    return spread([one.score for one in offices if one.score is not None])


def reporting_is_low(sent: Sent, least: Decimal) -> bool:
    """The reporting rate is below ``least`` per cent."""
    return sent.reporting is not None and sent.reporting < Fraction(least)


def _system(code: str, digests: Sequence[Digest]) -> SystemSpread:
    scores: list[Fraction] = []
    below = apart = 0
    pilot = False
    for one in digests:
        for row in one.systems:
            if row.code != code:
                continue
            apart += not row.applies
            pilot = pilot or row.pilot
            if row.applies and row.official is not None and not one.is_unanswered(row):
                scores.append(row.official)
                below += row.below_floor and not row.pilot
    return SystemSpread(code, spread(scores), below, apart, pilot)


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None
