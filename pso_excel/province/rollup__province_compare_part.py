"""Offices side by side: identical answers, scores far from the others, ranks in a peer group."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pso_excel.core.figures import printed, shown
from pso_excel.core.problem import Place, Problem
from pso_excel.province.office_digest__province_offices_part import OfficeRow
from pso_excel.province.rollup__province_spread_part import outliers, quantile, ranks

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
            scores = [shown(score) for _, score in group]
            found.update(zip((one.code for one, _ in group), ranks(scores), strict=True))
    return [one._replace(rank=found.get(one.code)) for one in offices]


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
                "s": printed(scores[place]),
                "m": printed(middle),
            }
            yield Problem("B407", Place(office=group[place][0].code), values)


def copies(offices: Iterable[OfficeRow]) -> Iterator[Problem]:
    """Offices whose answers and reasons are all the same (B408), each with the first of them."""
    first: dict[str, OfficeRow] = {}
    for one in offices:
        answers = one.digest.answers if one.digest else ""
        other = first.setdefault(answers, one) if answers else one
        if other is not one:
            values = {"a": f"{other.code} {other.name}", "b": f"{one.code} {one.name}"}
            yield Problem("B408", Place(office=one.code), values)


Groups = dict[tuple[str, str], list[tuple[OfficeRow, Fraction]]]
"""Offices with their scores, by peer group and edition of the framework."""


def _complete(offices: Sequence[OfficeRow]) -> Groups:
    """The accepted offices whose forms leave nothing blank."""
    return _groups([one for one in offices if one.digest and one.digest.complete])


def _groups(offices: Sequence[OfficeRow]) -> Groups:
    """The accepted offices."""
    groups: defaultdict[tuple[str, str], list[tuple[OfficeRow, Fraction]]] = defaultdict(list)
    for one in offices:
        if one.accepted and one.score is not None:
            groups[one.peer_group, one.framework].append((one, one.score))
    return dict(groups)
