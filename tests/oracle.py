"""The official score worked out once more, by hand as it were: plain fractions, no engine.

It knows answers as they are typed, levels worth 20 each, quantities of five rising points of which
more is better or less is better, weights by code, and what does not apply.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pso_excel.framework.pack import Framework, Indicator

Line = Mapping[str, str]
ZERO = Fraction(0)


@dataclass
class Weights:
    """Weights that differ from the framework's, by code, and the codes that do not count."""

    changed: dict[str, str] = field(default_factory=dict[str, str])
    left_out: set[str] = field(default_factory=set[str])


def official_score(
    framework: Framework, answers: Sequence[Line], weights: Weights | None = None
) -> Fraction:
    """The score of an office whose answers stand in the order of the framework's leaves."""
    weights = weights or Weights()
    given = dict(zip((leaf.code for leaf in framework.leaves), answers, strict=True))
    total = whole = ZERO
    for system in framework.systems:
        inside = [leaf for leaf in framework.leaves if leaf.parent == system.code]
        counted = [leaf for leaf in inside if _counts(leaf, given[leaf.code], weights)]
        if system.pilot or system.code in weights.left_out or not counted:
            continue
        parts = [(_weight(leaf, weights), _earned(leaf, given[leaf.code])) for leaf in counted]
        mean = sum((w * s for w, s in parts), ZERO) / sum((w for w, _ in parts), ZERO)
        mass = Fraction(weights.changed.get(system.code, str(system.weight)))
        total, whole = total + mass * mean, whole + mass
    return total / whole


def _counts(leaf: Indicator, answer: Line, weights: Weights) -> bool:
    return answer.get("state") != "na" and leaf.code not in weights.left_out and not leaf.pilot


def _weight(leaf: Indicator, weights: Weights) -> Fraction:
    return Fraction(weights.changed.get(leaf.code, str(leaf.weight)))


def _earned(leaf: Indicator, answer: Line) -> Fraction:
    if answer.get("state") != "scored":
        return Fraction(0)
    if leaf.method == "level":
        return 20 * Fraction(answer["level"])
    if leaf.method == "tiers":
        return _tiers(leaf, [int(answer[tier]) for tier in ("basic", "advance", "significance")])
    if "value" in answer:
        x = Fraction(answer["value"])
    else:
        x = 100 * Fraction(answer["numerator"]) / Fraction(answer["denominator"])
    points = [Fraction(point) for point in leaf.points]
    if leaf.direction == "less":
        points, x = [-point for point in reversed(points)], -x
    if x < points[0]:
        return Fraction(0)
    reached = sum(point <= x for point in points)
    if reached == len(points):
        return Fraction(100)
    below, above = points[reached - 1], points[reached]
    return 20 * (reached + (x - below) / (above - below))


def _tiers(leaf: Indicator, ticked: Sequence[int]) -> Fraction:
    boxes = leaf.boxes or (0, 0, 0)
    score = Fraction(0)
    for worth, done, count in zip((60, 20, 20), ticked, boxes, strict=True):
        score += Fraction(worth * done, count)
        if done < count:
            break
    return score
