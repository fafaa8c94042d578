"""The figures of an office worked out once more, with pencil and paper as it were: plain fractions
from what was typed, after section E.5 of the domain study, and nothing of the engine.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pso_excel import Framework
from tests.oracle_points import (
    BAD,
    FULL,
    NO_BOXES,
    NO_POINTS,
    USUAL,
    ZERO,
    Answer,
    Item,
    Number,
    Scale,
    System,
    earned,
)


@dataclass(frozen=True)
class Figures:
    """What an office comes to. ``parts`` are its indicators, ``pilots`` those that are only shown,
    ``living`` the systems and indicators in which something counts. By code: ``effective`` weights
    and ``shares`` of what counts, ``points`` of the answers, ``systems`` that have a score.

    ``official`` is ``BAD`` while something that counts cannot be read; ``left_out`` is the part of
    the weight that does not apply, None where that cannot be told."""

    parts: frozenset[str]
    pilots: frozenset[str]
    living: frozenset[str]
    effective: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    points: Mapping[str, Number]
    systems: Mapping[str, Fraction]
    official: Number
    provisional: Number
    completeness: Fraction | None
    left_out: Fraction | None


@dataclass(frozen=True)
class Form:
    """Stages 5 and 6 as they were typed."""

    systems: Sequence[System]
    items: Sequence[Item]
    answers: Sequence[Answer]
    scale: Scale = USUAL

    @cached_property
    def parents(self) -> dict[str, str]:
        """What each system or indicator is part of; a system of the office itself, ""."""
        return {item.code: item.parent for item in self.items} | {s.code: "" for s in self.systems}

    @cached_property
    def rows(self) -> dict[str, System | Item]:
        """Every row of stage 5 by its code, the first of those with one code."""
        found: dict[str, System | Item] = {}
        for system in (*self.systems, *self.items):
            found.setdefault(system.code, system)
        return found

    @cached_property
    def twice(self) -> set[str]:
        """The codes that stand in two rows of stage 5."""
        counted = Counter(item.code for item in self.items)
        return {code for code, number in counted.items() if number > 1}

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The parts of each system and composite, and of the office (""), in their order."""
        found: dict[str, list[str]] = {"": [system.code for system in self.systems]}
        for item in self.items:
            if self.is_placed(item) and item.code not in found.setdefault(item.parent, []):
                found[item.parent].append(item.code)
        return found

    def is_placed(self, item: Item) -> bool:
        """Whether it stands in a system, or in a composite that does."""
        systems = {system.code for system in self.systems}
        above = self.rows.get(item.parent)
        if isinstance(above, Item) and above.method == "composite":
            return above.parent in systems
        return item.parent in systems

    def path(self, code: str) -> list[str]:
        """A code and all it is part of, upwards."""
        found = [code]
        while (code := self.parents.get(code, "")) and code not in found:
            found.append(code)
        return found

    def is_left_out(self, code: str) -> bool:
        """Whether stage 5 says that it, or what it is part of, does not apply."""
        return any(self.rows[text].applies == "no" for text in self.path(code) if text in self.rows)

    def is_pilot(self, code: str) -> bool:
        """Whether it, or what it is part of, is shown and not counted."""
        rows = (self.rows[text] for text in self.path(code) if text in self.rows)
        return any(row.pilot in (True, "yes") for row in rows)

    def is_unusable(self, code: str) -> bool:
        """Whether its row cannot be weighed: a weight outside 0 to 100 or unreadable, a code that
        stands twice, a part of nothing, a composite that weighs something and has no parts."""
        row = self.rows[code]
        weight = row.weight
        if code in self.twice or BAD in (row.applies, row.pilot, weight):
            return True
        if isinstance(weight, Fraction) and not ZERO <= weight <= FULL:
            return True
        if isinstance(row, System):
            return False
        empty = row.method == "composite" and bool(weight) and not self.children.get(code)
        return empty or bool(row.parent and not self.is_placed(row))


def figures(form: Form) -> Figures:
    """Every figure of an office."""
    points = {code: _point(form, code) for code in _leaves(form, "")}
    states = {code: _state(form, code) for code in points}
    official, living = _weigh(form, lambda code: states[code] != "na")
    given, _ = _weigh(form, lambda code: states[code] not in ("na", ""))
    shares = _shares(form, official)
    placed = {code for codes in form.children.values() for code in codes}
    unusable = _unusable(form, living)
    faults = unusable or [
        code
        for code, point in points.items()
        if point == BAD and not form.is_pilot(code) and living.issuperset(form.path(code))
    ]
    answered = {code for code in shares if states.get(code) in ("scored", "nd")}
    some = any(states.get(code) not in ("na", "", None) for code in shares)
    whole = sum((shares[code] for code in points if code in shares), ZERO)
    done = sum((shares[code] for code in answered), ZERO)
    total = BAD if faults else _mean(form, "", official, points) if some else None
    some_given = any(system.code in given for system in form.systems)
    without_blanks = _mean(form, "", given, points) if some_given else None
    return Figures(
        parts=frozenset(placed - {system.code for system in form.systems}),
        pilots=frozenset(filter(form.is_pilot, placed)),
        living=frozenset(living),
        effective=official,
        shares=shares,
        points=points,
        systems=_systems(form, official, points, living),
        official=total,
        provisional=without_blanks if isinstance(total, Fraction) else total,
        completeness=100 * done / whole if whole and not unusable else None,
        left_out=None if any(map(form.is_unusable, form.rows)) else _left_out(form, states),
    )


def _unusable(form: Form, living: set[str]) -> list[str]:
    """The rows of stage 5 that cannot be weighed and count, or would if they stood in a system."""
    placed = {code for codes in form.children.values() for code in codes}
    found = filter(form.is_unusable, form.rows)
    counted = [c for c in found if not form.is_left_out(c) and not form.is_pilot(c)]
    return [c for c in counted if c not in placed or living.issuperset(form.path(c))]


def _leaves(form: Form, code: str) -> list[str]:
    """The indicators that are answered below a code."""
    row = form.rows.get(code)
    if isinstance(row, Item) and row.method != "composite":
        return [code]
    return [leaf for part in form.children.get(code, ()) for leaf in _leaves(form, part)]


def _answer(form: Form, code: str) -> Answer:
    rows = [answer for answer in form.answers if answer.code == code]
    if len(rows) > 1:
        return Answer(code=code, state=BAD)
    return rows[0] if rows else Answer(code=code)


def _point(form: Form, code: str) -> Number:
    """What an answer earns, 0 to 100; None while it is blank or does not apply."""
    item, answer = form.rows[code], _answer(form, code)
    if form.is_left_out(code) or answer.state in ("", "na"):
        return None
    if answer.state == "nd":
        return ZERO
    assert isinstance(item, Item)
    return earned(item, answer, form.scale) if answer.state == "scored" else BAD


def _state(form: Form, code: str) -> str:
    """Of the five states: "na", "nd", "scored", ``BAD``, or "" for a blank."""
    point, said = _point(form, code), _answer(form, code).state
    if form.is_left_out(code) or said == "na":
        return "na"
    if point is None:
        return ""
    return BAD if point == BAD else said


def _weigh(form: Form, counts: Callable[[str], bool]) -> tuple[dict[str, Fraction], set[str]]:
    """100 w / sum of w among the siblings that count (E.5.2), none where one is unusable; and all
    in which something counts."""
    found: dict[str, Fraction] = {}
    living: set[str] = set()

    def lives(code: str) -> bool:
        """Whether a node counts in its parent, after weighing what is below it."""
        row = form.rows.get(code)
        if row is not None and form.is_left_out(code):
            return False
        if isinstance(row, Item) and row.method != "composite":
            return counts(code)
        if isinstance(row, Item) and not form.children.get(code):
            return form.is_unusable(code)
        parts = [part for part in form.children.get(code, ()) if is_living(part)]
        parts = [part for part in parts if form.rows[part].pilot not in (True, "yes")]
        if any(map(form.is_unusable, parts)):
            return True
        weights = {part: _weight(form, part) for part in parts}
        whole = sum(weights.values(), ZERO)
        if whole:
            found.update({part: 100 * weight / whole for part, weight in weights.items()})
        return bool(whole)

    def is_living(code: str) -> bool:
        if lives(code):
            living.add(code)
        return code in living

    is_living("")
    return found, living


def _weight(form: Form, code: str) -> Fraction:
    weight = form.rows[code].weight
    return weight if isinstance(weight, Fraction) else ZERO


def _shares(form: Form, effective: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The part of the whole of what counts: the product of the weights down to it."""
    found: dict[str, Fraction] = {}
    for code in effective:
        share = FULL
        for text in form.path(code):
            share *= effective.get(text, Fraction(-1)) / 100
        if all(text in effective for text in form.path(code)):
            found[code] = share
    return found


def _mean(
    form: Form, code: str, effective: Mapping[str, Fraction], points: Mapping[str, Number]
) -> Fraction:
    """The weighted mean of the parts that count; what earned nothing counts as 0."""
    if code in points:
        point = points[code]
        return point if isinstance(point, Fraction) else ZERO
    parts = [part for part in form.children.get(code, ()) if part in effective]
    return sum((effective[p] * _mean(form, p, effective, points) for p in parts), ZERO) / 100


def _systems(
    form: Form,
    effective: Mapping[str, Fraction],
    points: Mapping[str, Number],
    living: set[str],
) -> dict[str, Fraction]:
    """The systems of which something is answered and nothing that counts is unreadable."""
    found: dict[str, Fraction] = {}
    for system in form.systems:
        inside = [code for code in form.rows if form.path(code)[-1] == system.code]
        counted = [code for code in inside if living.issuperset(form.path(code))]
        counted = [code for code in counted if not _is_pilot_inside(form, code)]
        spoiled = [c for c in counted if points.get(c) == BAD or form.is_unusable(c)]
        given = [code for code in counted if points.get(code) is not None]
        if given and not spoiled:
            found[system.code] = _mean(form, system.code, effective, points)
    return found


def _is_pilot_inside(form: Form, code: str) -> bool:
    """Whether it is a pilot within its system, whatever the system is."""
    return any(form.rows[text].pilot == "yes" for text in form.path(code))


def _left_out(form: Form, states: Mapping[str, str]) -> Fraction:
    """The original share of the indicators that do not apply (na_cap)."""
    every = Form(
        [System(code=s.code, weight=s.weight, pilot=s.pilot) for s in form.systems],
        [
            Item(code=i.code, parent=i.parent, method=i.method, weight=i.weight, pilot=i.pilot)
            for i in form.items
        ],
        (),
    )
    shares = _shares(every, _weigh(every, lambda _: True)[0])
    return sum((shares.get(code, ZERO) for code, state in states.items() if state == "na"), ZERO)


def of_pack(framework: Framework) -> tuple[list[System], list[Item]]:
    """The rows of stage 5 as a new workbook has them."""
    systems = [
        System(code=system.code, weight=Fraction(system.weight), pilot=system.pilot)
        for system in framework.systems
    ]
    items = [
        Item(
            code=indicator.code,
            parent=indicator.parent,
            method=indicator.method.value,
            weight=Fraction(indicator.weight),
            pilot="yes" if indicator.pilot else "",
            unit=indicator.unit.th,
            direction=indicator.direction.value if indicator.direction else "",
            points=(*map(Fraction, indicator.points), *NO_POINTS)[:5],
            boxes=tuple(map(Fraction, indicator.boxes)) if indicator.boxes else NO_BOXES,
        )
        for indicator in framework.indicators
    ]
    return systems, items


def official_score(framework: Framework, answers: Sequence[Mapping[str, str]]) -> Number:
    """The official score of answers that stand in the order of the framework's leaves and are typed
    in plain figures."""
    systems, items = of_pack(framework)
    leaves = [indicator.code for indicator in framework.leaves]
    given = [_plain_answer(code, line) for code, line in zip(leaves, answers, strict=True)]
    return figures(Form(systems, items, given)).official


def _plain_answer(code: str, line: Mapping[str, str]) -> Answer:
    def number(field: str) -> Fraction | None:
        return Fraction(line[field]) if field in line else None

    return Answer(
        code=code,
        state=line.get("state", ""),
        level=number("level"),
        yes=line.get("yes", ""),
        numerator=number("numerator"),
        denominator=number("denominator"),
        value=number("value"),
        ticked=tuple(map(number, ("basic", "advance", "significance"))),
    )
