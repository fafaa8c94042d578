"""A province worked out once more, by hand as it were: plain lists and fractions, no engine.

It knows of each office what arrived of it and what that says, and nothing of how a province is
built; what it gives has the shape of ``consolidate --json`` and a little more.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

NEEDED = {"S01", "S02", "S03", "S04", "S06"}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One office: ``arrived`` says that a file of this round counts, ``unreadable`` that one bears
    its code and cannot be read. ``systems`` has those that apply: the score of each, None where no
    indicator was answered; ``below`` those under their floor. ``blanks`` are indicators that count
    and were left blank, ``answers`` those that were not. ``days`` is how late it was approved; a
    ``draft`` was not."""

    code: str
    group: str = ""
    in_round: bool = True
    arrived: bool = False
    unreadable: bool = False
    draft: bool = False
    stages: frozenset[str] = frozenset()
    answers: int = 0
    blanks: int = 0
    errors: int = 0
    score: Fraction | None = None
    days: int | None = None
    systems: Mapping[str, Fraction | None] = field(default_factory=dict[str, Fraction | None])
    below: frozenset[str] = frozenset()
    colours: Sequence[str] = ()


def standing(fact: Fact) -> str:
    """The one word for where it stands."""
    if not fact.in_round:
        return "outside"
    if not fact.arrived:
        return "unreadable" if fact.unreadable else "missing"
    if not fact.answers and not fact.stages - {"S00"}:
        return "empty"
    if not fact.answers or NEEDED - fact.stages:
        return "partial"
    return "returned" if fact.errors or fact.score is None or fact.draft else "accepted"


def figures(facts: Sequence[Fact]) -> dict[str, Any]:
    """Every figure of the province."""
    inside = [fact for fact in facts if fact.in_round]
    accepted = [fact for fact in inside if standing(fact) == "accepted"]
    here = [fact for fact in inside if standing(fact) in ("accepted", "returned")]
    scores = [fact.score for fact in accepted if fact.score is not None]
    codes = sorted({code for fact in here for code in fact.systems})
    colours = Counter(colour for fact in here for colour in fact.colours)
    return {
        "standings": {fact.code: standing(fact) for fact in facts},
        "expected": len(inside),
        "received": len(here),
        "accepted": len(accepted),
        "on_time": sum(1 for fact in here if fact.days is not None and fact.days <= 0),
        "provisional": 100 * len(here) < 80 * len(inside),
        "mean_of": len(scores),
        "mean": told(_mean(scores)),
        "median": told(statistics.median(scores) if scores else None),
        "quartiles": _quartiles(scores),
        "groups": {
            name: told(
                _mean([fact.score for fact in accepted if fact.group == name and fact.score])
            )
            for name in sorted({fact.group for fact in here})
        },
        "systems": {code: _system(code, accepted) for code in codes},
        "ranks": {} if 100 * len(here) < 80 * len(inside) else _ranks(accepted),
        "colours": dict(colours),
    }


def told(figure: Fraction | None) -> str | None:
    """Half up to two decimals."""
    if figure is None:
        return None
    with localcontext() as context:
        context.prec = 60
        whole = Decimal(figure.numerator) / Decimal(figure.denominator)
        return str(whole.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _mean(values: Iterable[Fraction]) -> Fraction | None:
    listed = list(values)
    return Fraction(sum(listed), len(listed)) if listed else None


def _quartiles(scores: Sequence[Fraction]) -> list[str | None]:
    if len(scores) < 2:
        return [told(score) for score in scores] * 3
    return [told(share) for share in statistics.quantiles(scores, n=4, method="inclusive")]


def _system(code: str, accepted: Sequence[Fact]) -> tuple[int, str | None, int]:
    """Of how many offices its mean is, the mean, and how many are under the floor."""
    scores = [score for fact in accepted if (score := fact.systems.get(code)) is not None]
    below = sum(1 for fact in accepted if code in fact.below and fact.systems.get(code) is not None)
    return len(scores), told(_mean(scores)), below


def _ranks(accepted: Sequence[Fact]) -> dict[str, int]:
    """Competition ranks on the printed score, where five or more of a group left nothing blank."""
    ranks: dict[str, int] = {}
    for group in {fact.group for fact in accepted}:
        peers = [fact for fact in accepted if fact.group == group and not fact.blanks]
        printed = {fact.code: Decimal(str(told(fact.score))) for fact in peers}
        if len(peers) >= 5:
            for code, score in printed.items():
                ranks[code] = 1 + sum(1 for other in printed.values() if other > score)
    return ranks
