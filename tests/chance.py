"""Offices that answer stage 5 and 6 at random from a seed, in all the ways a score can come about.

Every answer is what `fill_workbook` takes: numbers, codes of choices, or texts as an officer types.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random

from pso_excel.core.thai import thai_digits
from pso_excel.framework.pack import Framework, Indicator

Value = Decimal | str
Answer = dict[str, Value]
Answers = Mapping[str, list[Answer]]

BOXES = {"n_basic": Decimal(3), "n_advance": Decimal(2), "n_significance": Decimal(4)}
POINTS = {f"x{n}": Decimal(10 * n) for n in range(1, 6)}
CORNERS = {"x1": Decimal("10.5"), "x2": Decimal(20), "x3": Decimal(20), "x4": Decimal(40)}
OWN: Mapping[str, Answer] = {
    "Z1": {"method": "composite"},
    "Z1.1": {"method": "quantity", "direction": "less", **POINTS},
    "Z1.2": {"method": "quantity", "direction": "range", **CORNERS},
    "Z1.3": {"method": "tiers", **BOXES},
    "Z2": {"method": "yesno"},
    "Z3": {"method": "level", "pilot": "yes"},
    "Z4": {"method": "quantity", "direction": "more", **POINTS},
    "Z5": {"method": "level"},
}
"""Indicators of the office's own; Z1 is worked out from its parts."""


def office_by_chance(framework: Framework, seed: int, *, unreadable: bool = False) -> Answers:
    """Weights and answers of one office; with ``unreadable`` some that no one can read."""
    chance = Random(seed)
    own = list(_own(framework, chance))
    systems = [
        {"sys": one.code, "weight": _weight(chance)} | _left_out(chance, 8)
        for one in framework.systems
        if not one.pilot
    ]
    indicators = [
        {"code": one.code, "weight": _weight(chance)} | _left_out(chance, 12)
        for one in framework.indicators
    ]
    ways = {one.code: _way(one) for one in framework.leaves}
    ways |= {str(one["code"]): one for one in own if one["method"] != "composite"}
    answers = [{"code": code} | _answer(chance, way) for code, way in ways.items()]
    if unreadable:
        _spoil(chance, answers, ways)
    return {
        "S05.systems": systems,
        "S05.indicators": [*indicators, *own],
        "S06.answers": answers,
    }


def _own(framework: Framework, chance: Random) -> Iterator[Answer]:
    codes = [one.code for one in framework.systems]
    for place, (code, way) in enumerate(OWN.items()):
        parent = "Z1" if "." in code else codes[place % len(codes)]
        named: Answer = {"code": code, "sys": parent, "indicator": f"ตัวชี้วัด {code}"}
        yield {**named, "type": "output", "weight": _weight(chance)} | way | _left_out(chance, 9)


def _way(one: Indicator) -> Answer:
    """How an indicator of the framework is answered, in the words of stage 5."""
    way: Answer = {"method": one.method.value}
    way |= {f"x{n}": point for n, point in enumerate(one.points, 1)}
    boxes = one.boxes or (0, 0, 0)
    return way | {name: Decimal(count) for name, count in zip(BOXES, boxes, strict=True)}


def _left_out(chance: Random, rate: int) -> Answer:
    return {"applies": "yes" if chance.randrange(rate) else "no"}


def _weight(chance: Random) -> Value:
    weight = chance.choice(("5", "12.5", "20", "33.33", "0"))
    return _typed(chance, Decimal(weight))


def _typed(chance: Random, number: Decimal) -> Value:
    """A number as it is, or as text with Thai digits."""
    return number if chance.randrange(4) else thai_digits(f"{number}")


def _answer(chance: Random, way: Answer) -> Answer:
    state = chance.choice(("scored",) * 7 + ("nd", "na", ""))
    if state != "scored":
        return {"state": state} if state else {}
    return {"state": state} | _given(chance, way)


def _given(chance: Random, way: Answer) -> Answer:
    """What the method asks for; sometimes nothing."""
    if not chance.randrange(12):
        return {}
    method = way["method"]
    if method == "level":
        return {"level": _typed(chance, Decimal(chance.randrange(6)))}
    if method == "yesno":
        return {"yes": chance.choice(("yes", "no"))}
    if method == "tiers":
        tiers = ("basic", "advance", "significance")
        done = (Decimal(chance.randrange(int(way[name]) + 1)) for name in BOXES)
        return {tier: _typed(chance, count) for tier, count in zip(tiers, done, strict=True)}
    if not chance.randrange(3):
        top, bottom = Decimal(chance.randrange(121)), Decimal(chance.choice((70, 96, 120)))
        return {"numerator": _typed(chance, top), "denominator": bottom}
    return {"value": _typed(chance, _near_points(chance, way))}


def _near_points(chance: Random, way: Answer) -> Decimal:
    """Below, at, between and above the points."""
    points = [Decimal(way[f"x{n}"]) for n in range(1, 6) if f"x{n}" in way]
    low = chance.choice([points[0] - 3, *points, points[-1] + 7])
    return low + chance.choice((Decimal(0), Decimal(0), Decimal("1.25"), Decimal("0.4")))


def _spoil(chance: Random, answers: list[Answer], ways: Mapping[str, Answer]) -> None:
    wrong: Mapping[object, Answer] = {
        "level": {"level": "7"},
        "quantity": {"value": "มาก"},
        "tiers": {"basic": "สาม"},
        "yesno": {"yes": "อาจจะ"},
    }
    for answer in chance.sample(answers, 4):
        method = ways[str(answer["code"])]["method"]
        for field in ("value", "numerator", "denominator"):
            answer.pop(field, None)
        answer.update({"state": "scored"} | wrong[method])
