"""The figures of a province: rates, and the spread of scores by system; exact (domain E.9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.core.problem import Location, Problem
from pso_excel.province.office_digest import Digest
from pso_excel.province.standing import OfficeRow

FENCE = Fraction(3)  # domain E.9: farther than three scaled deviations is worth a look
SCALE = Fraction("1.4826")  # makes the median deviation of a normal sample its standard deviation


class Spread(NamedTuple):
    """``n`` values: their mean, extremes and quartiles, all exact."""

    n: int
    mean: Fraction
    low: Fraction
    first: Fraction
    median: Fraction
    third: Fraction
    high: Fraction


def spread(values: Sequence[Fraction]) -> Spread | None:
    """The spread of the values, None when there are none."""
    if not values:
        return None
    ordered = sorted(values)
    return Spread(
        len(ordered),
        sum(ordered, Fraction(0)) / len(ordered),
        ordered[0],
        quantile(ordered, Fraction(1, 4)),
        quantile(ordered, Fraction(1, 2)),
        quantile(ordered, Fraction(3, 4)),
        ordered[-1],
    )


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """The value at ``part`` (0 to 1) of the ordered values, linear between neighbours.

    The same as QUARTILE.INC of a spreadsheet. ValueError without values.
    """
    if not ordered:
        raise ValueError("no values")
    place = (len(ordered) - 1) * part
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def outliers(values: Sequence[Fraction]) -> tuple[int, ...]:
    """The positions of the values farther than three scaled median deviations from the median.

    Domain E.9: |s - median| / (1.4826 MAD) > 3; none when the MAD is zero.
    """
    if not values:
        return ()
    middle = quantile(sorted(values), Fraction(1, 2))
    distances = [abs(value - middle) for value in values]
    usual = quantile(sorted(distances), Fraction(1, 2)) * SCALE
    return tuple(place for place, far in enumerate(distances) if usual and far > FENCE * usual)


def ranks(scores: Sequence[Decimal]) -> tuple[int, ...]:
    """The competition rank (1, 2, 2, 4) of each printed score, the highest first."""
    ordered = sorted(scores, reverse=True)
    return tuple(ordered.index(score) + 1 for score in scores)


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
    accepted = [office for office in offices if office.accepted]
    digests = [office.digest for office in accepted if office.digest]
    groups = sorted({office.peer_group for office in offices})
    return RollUp(
        edition,
        len(offices),
        _spread(accepted),
        tuple(_system(code, digests) for code in systems),
        tuple(
            GroupSpread(name, _spread(office for office in accepted if office.peer_group == name))
            for name in groups
        ),
        provisional,
    )


def _spread(offices: Iterable[OfficeRow]) -> Spread | None:
    return spread([office.score for office in offices if office.score is not None])


def reporting_is_low(sent: Sent, least: Decimal) -> bool:
    """The reporting rate is below ``least`` per cent."""
    return sent.reporting is not None and sent.reporting < Fraction(least)


def _system(code: str, digests: Sequence[Digest]) -> SystemSpread:
    scores: list[Fraction] = []
    below = apart = 0
    pilot = False
    for digest in digests:
        for row in digest.systems:
            if row.code != code:
                continue
            apart += not row.applies
            pilot = pilot or row.pilot
            if row.applies and row.official is not None and not digest.is_unanswered(row):
                scores.append(row.official)
                below += row.below_floor and not row.pilot
    return SystemSpread(code, spread(scores), below, apart, pilot)


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


SMALLEST_GROUP = 5  # domain F.3, ours: fewer peers are not ranked


def ranked(offices: Sequence[OfficeRow], *, allowed: bool) -> list[OfficeRow]:
    """The offices with their ranks: competition ranks among the accepted and complete forms of a
    peer group, where these are five or more.

    On the printed score, within one edition of the framework, and only where ``allowed`` (never
    on provisional results).
    """
    found: dict[str, int] = {}
    for group in _complete(offices).values():
        if allowed and len(group) >= SMALLEST_GROUP:
            scores = [round_half_up(score) for _, score in group]
            found.update(zip((office.code for office, _ in group), ranks(scores), strict=True))
    return [office._replace(rank=found.get(office.code)) for office in offices]


def small_groups(offices: Sequence[OfficeRow]) -> Iterator[Problem]:
    """Peer groups with too few forms to rank (B412)."""
    for (name, _), group in _complete(offices).items():
        if len(group) < SMALLEST_GROUP:
            yield Problem("B412", values={"group": name or "–", "n": str(len(group))})


def far_scores(offices: Sequence[OfficeRow]) -> Iterator[Problem]:
    """Scores more than three scaled median deviations from the median of the peer group (B407)."""
    for group in _groups(offices).values():
        scores = [score for _, score in group]
        for place in outliers(scores):
            middle = quantile(sorted(scores), Fraction(1, 2))
            values = {
                "office": group[place][0].name,
                "s": format_figure(scores[place]),
                "m": format_figure(middle),
            }
            yield Problem("B407", Location(office=group[place][0].code), values)


def copies(offices: Iterable[OfficeRow]) -> Iterator[Problem]:
    """Offices whose answers and reasons are all the same (B408), each with the first of them."""
    first: dict[str, OfficeRow] = {}
    for office in offices:
        answers = office.digest.answers if office.digest else ""
        other = first.setdefault(answers, office) if answers else office
        if other is not office:
            values = {"a": f"{other.code} {other.name}", "b": f"{office.code} {office.name}"}
            yield Problem("B408", Location(office=office.code), values)


Groups = dict[tuple[str, str], list[tuple[OfficeRow, Fraction]]]
"""Offices with their scores, by peer group and edition of the framework."""


def _complete(offices: Sequence[OfficeRow]) -> Groups:
    """The accepted offices whose forms leave nothing blank."""
    return _groups([office for office in offices if office.digest and office.digest.complete])


def _groups(offices: Sequence[OfficeRow]) -> Groups:
    """The accepted offices."""
    groups: defaultdict[tuple[str, str], list[tuple[OfficeRow, Fraction]]] = defaultdict(list)
    for office in offices:
        if office.accepted and office.score is not None:
            groups[office.peer_group, office.framework].append((office, office.score))
    return dict(groups)
