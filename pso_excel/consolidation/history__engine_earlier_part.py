"""Which of the workbooks that an office sent before are looked back at."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pso_excel.core import thai

_ROUND = re.compile(r"(\d{4})-(\d{1,2})")


class Past(NamedTuple):
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


class Before(NamedTuple):
    """What is looked back at: the newest of the rounds before, and this round's as last sent."""

    round: Past | None = None
    report: Past | None = None


def before(round: str, sent: Iterable[Past]) -> Before:
    """The workbooks of one office that one of a round is compared with.

    Of several of one round counts that of all stages, then the newest approval, then the smallest
    hash. Where the round itself cannot be read nothing is known to be before it.
    """
    now = order_of(round)
    known = [(order, one) for one in sent if (order := order_of(one.round)) is not None]
    if now is None:
        return Before()
    rounds = [order for order, _ in known if order < now]
    return Before(
        round=_chosen(one for order, one in known if rounds and order == max(rounds)),
        report=_chosen(one for order, one in known if order == now),
    )


def of_same_round(past: Past, sent: Iterable[Past]) -> list[Past]:
    """The other workbooks of the round of one of them, in the order in which they would count."""
    order = order_of(past.round)
    return sorted(
        (one for one in sent if one is not past and order_of(one.round) == order), key=_standing
    )


def order_of(round: str) -> tuple[int, int] | None:
    """Year and number of a round by which rounds follow each other: ``"2569-1"`` is (2569, 1)."""
    found = _ROUND.fullmatch(thai.code_key(round))
    return (int(found[1]), int(found[2])) if found else None


def _chosen(sent: Iterable[Past]) -> Past | None:
    return min(sent, key=_standing, default=None)


def _standing(one: Past) -> tuple[bool, int, str]:
    return not one.whole, -one.approved.toordinal() if one.approved else 0, one.sha
