"""What one answer earns, worked out by hand as it were (E.5.3), and the words of the oracle.

Of a number it is told what the cell says: a fraction, None where it is blank or says that there is
nothing, or ``BAD`` where nobody can read it; of a choice its code, "" or ``BAD``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

BAD = "bad"
Number = Fraction | str | None
ZERO, FULL = Fraction(0), Fraction(100)
NO_POINTS: tuple[Number, ...] = (None,) * 5
NO_BOXES: tuple[Number, ...] = (None,) * 3


@dataclass(frozen=True, kw_only=True)
class System:
    """A row of the systems of stage 5."""

    code: str
    weight: Number
    applies: str = "yes"
    pilot: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row of the indicators of stage 5; ``parent`` is a system's code or a composite's."""

    code: str
    parent: str
    method: str
    weight: Number
    applies: str = "yes"
    pilot: str = ""
    unit: str = ""
    direction: str = ""
    points: tuple[Number, ...] = NO_POINTS
    boxes: tuple[Number, ...] = NO_BOXES


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A row of the answers of stage 6."""

    code: str
    state: str = ""
    level: Number = None
    yes: str = ""
    numerator: Number = None
    denominator: Number = None
    value: Number = None
    ticked: tuple[Number, ...] = NO_BOXES


@dataclass(frozen=True)
class Scale:
    """``times_100`` says that a ratio is multiplied by 100 whatever the unit, as the first forms
    did; tiers are ``worth``, a level 20."""

    times_100: bool = False
    worth: Sequence[int] = (60, 20, 20)


USUAL = Scale()


def earned(item: Item, answer: Answer, scale: Scale) -> Number:
    """The points of an answer that is said to be scored (E.5.3)."""
    by_method: Mapping[str, Callable[[], Number]] = {
        "level": lambda: _level(answer.level),
        "yesno": lambda: {"yes": FULL, "no": ZERO, "": None}.get(answer.yes, BAD),
        "tiers": lambda: _tiers(answer.ticked, item.boxes, scale.worth),
        "quantity": lambda: _quantity(item, answer, scale),
    }
    return by_method[item.method]() if item.method in by_method else BAD


def _level(level: Number) -> Number:
    if level is None:
        return None
    return 20 * level if isinstance(level, Fraction) and level in range(6) else BAD


def _is_count(number: Number) -> bool:
    return number is None or (
        isinstance(number, Fraction) and number.denominator == 1 and 0 <= number <= 200
    )


def _tiers(ticked: Sequence[Number], boxes: Sequence[Number], worth: Sequence[int]) -> Number:
    if not all(map(_is_count, (*ticked, *boxes))):
        return BAD
    if all(tick is None for tick in ticked):
        return None
    done = [Fraction(tick or 0) for tick in ticked]
    most = [Fraction(box or 0) for box in boxes]
    if not any(most) or any(d > m for d, m in zip(done, most, strict=True)):
        return BAD
    score = ZERO
    for value, d, m in zip(worth, done, most, strict=True):
        score += value * (d / m if m else 1)
        if d < m:
            break
    return score


def _quantity(item: Item, answer: Answer, scale: Scale) -> Number:
    given = (answer.value, answer.numerator, answer.denominator)
    if BAD in given:
        return BAD
    value, top, bottom = (Fraction(n) if n is not None else None for n in given)
    percent = any(word in item.unit.casefold() for word in ("ร้อยละ", "%", "percent"))
    if top is not None and bottom is not None:
        if not bottom:
            return BAD
        value = top / bottom * (100 if percent or scale.times_100 else 1)
    elif value is None:
        return BAD if bottom == 0 else None
    return _on_curve(value, item, percent=percent)


def _on_curve(x: Fraction | None, item: Item, *, percent: bool) -> Number:
    known = [Fraction(point) for point in item.points if isinstance(point, Fraction)]
    if x is None or BAD in item.points:
        return BAD
    if percent and (
        (x < 0 and min(known, default=ZERO) >= 0) or (x > 100 and max(known, default=ZERO) <= 100)
    ):
        return BAD
    if item.direction == "range":
        return _within(x, known) if _filled(item.points) == (1, 1, 1, 1, 0) else BAD
    rising = all(a < b for a, b in pairwise(known))
    if len(known) != 5 or not rising or item.direction not in ("more", "less"):
        return BAD
    if item.direction == "less":
        known, x = [-point for point in reversed(known)], -x
    if x < known[0]:
        return ZERO
    reached = sum(point <= x for point in known)
    if reached == 5:
        return FULL
    below, above = known[reached - 1], known[reached]
    return 20 * (reached + (x - below) / (above - below))


def _filled(points: Sequence[Number]) -> tuple[int, ...]:
    return tuple(int(point is not None) for point in points)


def _within(x: Fraction, known: Sequence[Fraction]) -> Number:
    a, b, c, d = known
    if not a < b <= c < d:
        return BAD
    return max(ZERO, min(FULL, 100 * (x - a) / (b - a), 100 * (d - x) / (d - c)))
