"""Weights and scores on a tree: redistribution, shares of the whole and joining (E.5.2, E.5.4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from pso_excel.model.scorecard import State

Policy = Literal["sibling", "global", "keep"]
Weighted = Sequence[tuple[Fraction, Fraction]]
Join = Callable[[Weighted], Fraction]
Weights = Mapping[str, Fraction]

FULL = Fraction(100)
DIGITS = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree: the office, a system, a composite indicator or (no children) a leaf.

    ``score`` is a leaf's own; what earns nothing (blank, no data, not applicable) has 0 and tells
    itself apart by ``state``. A ``pilot`` never counts in its parent. Of an ``unusable`` one nobody
    can tell the weight.
    """

    code: str
    weight: Fraction
    children: "tuple[Node, ...]" = ()
    state: State = State.SCORED
    score: Fraction = Fraction(0)
    pilot: bool = False
    unusable: bool = False


def leaves(node: Node) -> list[Node]:
    """The leaves below a node (itself, when it is one), in order."""
    if not node.children:
        return [node]
    return [leaf for child in node.children for leaf in leaves(child)]


def effective_weights(
    root: Node, policy: Policy, counted: Callable[[Node], bool]
) -> dict[str, Fraction]:
    """Each counted node's weight among its siblings after redistribution (they add to 100).

    ``sibling``: the weight of what is not counted goes to its siblings; a parent none of whose
    children count drops out in turn. ``global``: it is spread over all leaves that count. ``keep``:
    a leaf that is not applicable keeps its weight and earns 0. Nodes absent do not count; siblings
    of a counted node whose weight is unusable have none either.
    """
    weights: dict[str, Fraction] = {}

    def stays(leaf: Node) -> bool:
        return counted(leaf) or (policy == "keep" and leaf.state is State.NA)

    def mass(node: Node) -> Fraction | int:
        """The part of a node that counts: all or nothing, or with ``global`` a share."""
        if not node.children:
            return int(stays(node))
        parts = [(child, mass(child)) for child in node.children]
        inside = [
            (child, child.weight if part == 1 else child.weight * part)
            for child, part in parts
            if part and not child.pilot
        ]
        if any(child.unusable for child, _ in inside):
            return 1
        live = sum(weight for _, weight in inside)
        if not live:
            return 0
        scale = FULL / live
        for child, weight in inside:
            weights[child.code] = weight * scale
        if policy != "global":
            return 1
        return live / sum(child.weight for child in node.children if not child.pilot)

    mass(root)
    return weights


def shares(root: Node, effective: Weights) -> dict[str, Fraction]:
    """Each counted node's share of the whole: the product of the weights down to it (0 to 100)."""
    found: dict[str, Fraction] = {}

    def walk(node: Node, whole: Fraction) -> None:
        part = whole / FULL
        for child in node.children:
            weight = effective.get(child.code)
            if weight is not None:
                found[child.code] = part * weight
                if child.children:
                    walk(child, found[child.code])

    walk(root, FULL)
    return found


def aggregate(node: Node, effective: Weights, join: Join) -> Fraction | None:
    """The score of a node from its counted children; None when none counts."""
    if not node.children:
        return node.score
    parts: list[tuple[Fraction, Fraction]] = []
    for child in node.children:
        weight = effective.get(child.code)
        if weight is not None:
            score = aggregate(child, effective, join)
            if score is not None:
                parts.append((weight, score))
    return join(parts) if parts else None


def mean(parts: Weighted) -> Fraction:
    """The weighted mean, the usual way."""
    return sum((weight * score for weight, score in parts if score), Fraction(0)) / FULL


def weakest(parts: Weighted) -> Fraction:
    """The weakest link: the least score of those that carry weight."""
    return min(score for weight, score in parts if weight)


def geometric(parts: Weighted) -> Fraction:
    """The weighted geometric mean, to 40 digits; 0 when one that carries weight has 0."""
    carrying = [(weight, score) for weight, score in parts if weight]
    if len({score for _, score in carrying}) == 1:
        return carrying[0][1]
    if any(not score for _, score in carrying):
        return Fraction(0)
    logs = [_decimal(weight * _log(score) / FULL) for weight, score in carrying]
    total = Decimal(0)
    for log in logs:
        total = DIGITS.add(total, log)
    return Fraction(DIGITS.exp(total))


def _decimal(number: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def _log(score: Fraction) -> Fraction:
    return Fraction(DIGITS.ln(_decimal(score)))


JOINS: Mapping[str, Join] = {"mean": mean, "weakest": weakest, "geometric": geometric}
