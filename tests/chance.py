"""Offices that fill in stages 5 and 6 at random from a seed, in all the ways people do.

Of every cell it is known what is typed and what that says; ``form_of`` tells the oracle the latter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random

from pso_excel import Framework
from pso_excel.core.bilingual import Language
from pso_excel.framework.pack import Indicator
from tests.judgements import judged
from tests.oracle import Form, of_pack
from tests.oracle_points import NO_BOXES, NO_POINTS, Answer, Item, Number, Scale, System
from tests.spellings import Line, Lines, Typed, Writer, said
from tests.spoiling_offices import Spoiler

SYSTEMS, INDICATORS, ANSWERS = "S05.systems", "S05.indicators", "S06.answers"
POINTS = ("x1", "x2", "x3", "x4", "x5")
BOXES = ("n_basic", "n_advance", "n_significance")
TIERS = ("basic", "advance", "significance")
KINDS = ("valid", "half", "spelled", "percent", "faulty", "sorted", "turned", "first", "free")
"""``sorted`` rows changed places, ``turned`` codes became numbers, ``first`` is a form whose ratios
are multiplied by 100, ``free`` leaves out and weighs as it comes."""

LETTERS = {"level": "L", "weight": "W", "target": "P", **dict.fromkeys((*BOXES, *TIERS), "C")}


@dataclass
class Made:
    """An office: its lines by table, as they are typed, and of which kind it is."""

    framework: Framework
    seed: int
    kind: str
    language: Language = "th"
    lines: Lines = field(default_factory=Lines)

    def typed(self) -> dict[str, list[dict[str, Decimal | str]]]:
        """The lines as ``fill_workbook`` takes them."""
        return {
            table: [{field_id: cell.value for field_id, cell in line.items()} for line in lines]
            for table, lines in self.lines.items()
        }


def office_by_chance(framework: Framework, seed: int, kind: str = "free") -> Made:
    """The office of a seed."""
    made = Made(framework, seed, kind, "en" if seed % 3 == 2 else "th")
    Filler(made).fill()
    return made


class Filler:
    """Fills in the lines of one office."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.framework = made.framework
        self.chance = Random(f"{made.framework.id} {made.seed} {made.kind}")
        unusual = {"spelled": 8, "valid": 2, "percent": 1}.get(made.kind, 3)
        self.write = Writer(self.chance, unusual, {"percent": 5}.get(made.kind, 0))

    def one_in(self, rate: int) -> bool:
        """Whether it happens this time."""
        return not self.chance.randrange(rate)

    @property
    def careful(self) -> bool:
        """Whether nothing is left out or wrong."""
        return self.made.kind == "valid"

    def fill(self) -> None:
        """Systems, indicators and answers, then what is wrong with them."""
        lines = self.made.lines
        lines[SYSTEMS], pairs = judged(self.framework, self.chance, self.write, self.careful)
        if pairs:
            lines["S05.pairs"] = pairs
        own = self._own()
        known = [self._known(indicator) for indicator in self.framework.indicators]
        lines[INDICATORS] = [*known, *own]
        self._weigh()
        lines[ANSWERS] = self._answers()
        if self.made.kind == "half":
            self._leave_half()
        if self.made.kind in ("faulty", "spelled"):
            self._spoil()

    def _known(self, indicator: Indicator) -> Line:
        """What the office says of an indicator of the framework."""
        line = {"code": said(indicator.code), "owner": said("มาลี ใจดี")} | self._left_out(12)
        if not self.careful and self.one_in(12):
            line["target"] = self.write.number(Decimal(75), "P")
        return line

    def _left_out(self, rate: int) -> Line:
        if not self.one_in(rate):
            return {"applies": said("yes")}
        return {
            "applies": said("no"),
            "na_reason": said("ไม่มีงานบริการหน้าเคาน์เตอร์"),
            "na_approver": said("มติ 3/2569"),
        }

    def _own(self) -> list[Line]:
        """Indicators of the office's own; Z1 is worked out from its parts."""
        codes = [system.code for system in self.framework.systems if not system.pilot]
        ways: dict[str, dict[str, str]] = {
            "Z1": {"method": "composite"},
            "Z1.1": {"method": "quantity", "direction": "less", "unit": "วัน"},
            "Z1.2": {"method": "quantity", "direction": "range", "unit": "องศา"},
            "Z1.3": {"method": "tiers"},
            "Z2": {"method": "yesno"},
            "Z3": {"method": "level", "pilot": "yes"},
            "Z4": {"method": "quantity", "direction": "more", "unit": "ร้อยละ"},
            "Z5": {"method": "level"},
            "Z6": {"method": "quantity", "direction": "less", "unit": "ร้อยละของเป้าหมาย"},
        }
        chosen = [code for code in ways if code.startswith("Z1") or not self.one_in(3)]
        return [
            self._own_line(code, "Z1" if "." in code else codes[n % len(codes)], ways[code])
            for n, code in enumerate(chosen)
        ]

    def _own_line(self, code: str, parent: str, way: Mapping[str, str]) -> Line:
        named = {
            "code": code,
            "sys": parent,
            "indicator": f"ตัวชี้วัด {code}",
            "type": "output",
            "data_source": "ทะเบียน",
            "owner": "มาลี ใจดี",
            "numerator": "จำนวนที่แล้วเสร็จ",
            "denominator": "จำนวนทั้งหมด",
        }
        line = {
            field_id: said(word) for field_id, word in (named | dict(way)).items()
        } | self._left_out(9)
        line["target"] = self.write.number(Decimal(80), "P")
        for field_id, number in self._scale(way).items():
            line[field_id] = self.write.number(number, LETTERS.get(field_id, "N"))
        return line

    def _scale(self, way: Mapping[str, str]) -> dict[str, Decimal]:
        if way["method"] == "tiers":
            return dict(zip(BOXES, map(Decimal, (3, 2, 4)), strict=True))
        if way["method"] != "quantity":
            return {}
        if way["direction"] == "range":
            corners = ("10.5", "20", "20", "40")
            return dict(zip(POINTS, map(Decimal, corners), strict=False))
        step = self.chance.choice((5, 10, 25))  # up to 125: a percentage that may be above 100
        return {field_id: Decimal(step * n) for n, field_id in enumerate(POINTS, 1)}

    def _weigh(self) -> None:
        """Weights of indicators: in a careful office those that apply make 100 in every group."""
        parents = {indicator.code: indicator.parent for indicator in self.framework.indicators}
        groups: dict[str, list[Line]] = {}
        for line in self.made.lines[INDICATORS]:
            parent = line.get("sys")
            code = str(line["code"].value)
            groups.setdefault(str(parent.value) if parent else parents[code], []).append(line)
        for group in groups.values():
            if self.careful or self.one_in(3):
                self._share_out([line for line in group if line["applies"].value == "yes"])
            else:
                for line in group:
                    line["weight"] = self._any_weight()

    def _share_out(self, lines: Sequence[Line]) -> None:
        left = 10_000
        for rest, line in zip(range(len(lines), 0, -1), lines, strict=True):
            part = left if rest == 1 else left // rest
            left -= part
            line["weight"] = self.write.number(Decimal(part) / 100, "W")

    def _any_weight(self) -> Typed:
        if self.one_in(15):
            return self.write.third()
        weight = Decimal(self.chance.choice(("5", "12.5", "20", "33.33", "0")))
        return self.write.number(weight, "W")

    def _answers(self) -> list[Line]:
        ways = {indicator.code: _way(indicator) for indicator in self.framework.leaves}
        applies = {str(line["code"].value): line for line in self.made.lines[INDICATORS]}
        for line in self.made.lines[INDICATORS]:
            if "method" in line and line["method"].value != "composite":
                ways[str(line["code"].value)] = {
                    field_id: cell.value for field_id, cell in line.items()
                } | {
                    field_id: _plain(line[field_id].says)
                    for field_id in (*POINTS, *BOXES)
                    if field_id in line
                }
        left_out = {
            str(each_line["sys"].value)
            for each_line in self.made.lines[SYSTEMS]
            if _is_no(each_line)
        }
        left_out |= {code for code, line in applies.items() if _is_no(line)}
        parents = {indicator.code: indicator.parent for indicator in self.framework.indicators}
        parents |= {
            code: str(apply["sys"].value) for code, apply in applies.items() if "sys" in apply
        }
        return [
            {"code": said(code)} | self._answer(way, is_out=_above(code, parents, left_out))
            for code, way in ways.items()
        ]

    def _answer(self, way: Mapping[str, Decimal | str], *, is_out: bool) -> Line:
        if self.careful:
            state = "na" if is_out else self.chance.choice(("scored",) * 9 + ("nd",))
        else:
            state = self.chance.choice(("scored",) * 7 + ("nd", "na", ""))
        if not state:
            return {}
        line = {"state": said(state), "reason": said("มีทะเบียนข้อมูลที่ปรับปรุงทุกไตรมาสของข้อนี้")}
        if state == "na":
            return line
        grounds = {"evidence": "E001", "assessed_by": "มาลี ใจดี", "assessed_date": "10/02/2569"}
        if self.careful or not self.one_in(4):
            line |= {field_id: said(word) for field_id, word in grounds.items()}
        return line | (self._given(way) if state == "scored" else {})

    def _given(self, way: Mapping[str, Decimal | str]) -> Line:
        """What the method asks for; sometimes nothing, sometimes words for nothing."""
        if not self.careful and self.one_in(12):
            return {"level": self.write.nothing()} if self.one_in(2) else {}
        method = way["method"]
        if method == "level":
            return {"level": self.write.number(Decimal(self.chance.randrange(6)), "L")}
        if method == "yesno":
            return {"yes": said(self.chance.choice(("yes", "no")))}
        return self._ticks(way) if method == "tiers" else self._quantity(way)

    def _ticks(self, way: Mapping[str, Decimal | str]) -> Line:
        done: list[int] = []
        for box in BOXES:
            most = int(way[box])
            full = all(d == int(way[b]) for d, b in zip(done, BOXES, strict=False))
            open_to = full or (not self.careful and self.one_in(6))
            done.append(self.chance.choice((most, self.chance.randrange(most + 1))) * open_to)
        return {
            tier: self.write.number(Decimal(d), "C") for tier, d in zip(TIERS, done, strict=True)
        }

    def _quantity(self, way: Mapping[str, Decimal | str]) -> Line:
        if self.one_in(3):
            bottom = Decimal(self.chance.choice((70, 96, 120, 1250)))
            most = int(bottom) if self.careful else 1300
            top = Decimal(self.chance.randrange(most + 1))
            return {
                "numerator": self.write.number(top, "N"),
                "denominator": self.write.number(bottom, "N"),
            }
        points = [Decimal(way[field_id]) for field_id in POINTS if field_id in way]
        near = self.chance.choice([points[0] - 3, *points, points[-1] + 7])
        if not self.one_in(2):
            near += self.chance.choice((Decimal("1.25"), Decimal("0.4"), Decimal("-0.05")))
        if self.careful:
            near = min(max(near, Decimal(0)), Decimal(100))
        return {"value": self.write.number(near, "N")}

    def _leave_half(self) -> None:
        """Only so many rows of stage 6, none for some indicators of the office's own."""
        answers = self.made.lines[ANSWERS]
        kept = self.chance.randrange(len(answers))
        self.made.lines[ANSWERS] = sorted(self.chance.sample(answers, kept), key=answers.index)

    def _spoil(self) -> None:
        """Some cells that nobody can read, and in a faulty office rows that cannot stand so."""
        methods = {indicator.code: indicator.method.value for indicator in self.framework.leaves}
        for line in self.made.lines[INDICATORS]:
            if "method" in line:
                methods[str(line["code"].value)] = str(line["method"].value)
        spoiler = Spoiler(self.made.lines, methods, self.chance, self.write)
        spoiler.spoil(whole=self.made.kind == "faulty")


def _plain(says: Number) -> Decimal | str:
    return Decimal(says.numerator) / Decimal(says.denominator) if isinstance(says, Fraction) else ""


def _is_no(line: Line) -> bool:
    return "applies" in line and line["applies"].value == "no"


def _above(code: str, parents: Mapping[str, str], left_out: set[str]) -> bool:
    while code:
        if code in left_out:
            return True
        code = parents.get(code, "")
    return False


def _way(indicator: Indicator) -> dict[str, Decimal | str]:
    """How an indicator of the framework is answered, in the words of stage 5."""
    way: dict[str, Decimal | str] = {"method": indicator.method.value}
    way |= {f"x{n}": point for n, point in enumerate(indicator.points, 1)}
    boxes = indicator.boxes or (0, 0, 0)
    return way | {name: Decimal(count) for name, count in zip(BOXES, boxes, strict=True)}


def form_of(made: Made) -> Form:
    """What the office's cells say, for the oracle."""
    systems, items = of_pack(made.framework)
    lines = made.lines
    by_code = {str(line["sys"].value): line for line in lines.get(SYSTEMS, ())}
    known = {item.code for item in items}
    of_framework = {
        str(line["code"].value): line for line in lines.get(INDICATORS, ()) if "sys" not in line
    }
    own = [line for line in lines.get(INDICATORS, ()) if "sys" in line]
    assert known >= of_framework.keys()
    return Form(
        [_system(system, by_code.get(system.code, {})) for system in systems],
        [
            *(_item(item, of_framework.get(item.code, {})) for item in items),
            *(_item(Item(code="", parent="", method="", weight=None), line) for line in own),
        ],
        [_answer(line) for line in lines.get(ANSWERS, ())],
        Scale(made.kind == "first", tuple(map(int, made.framework.tiers))),
    )


def _says(line: Line, field_id: str, default: Number) -> Number:
    return line[field_id].says if field_id in line else default


def _word(line: Line, field_id: str, default: str) -> str:
    return str(_says(line, field_id, default) or "")


def _system(system: System, line: Line) -> System:
    return System(
        code=system.code,
        weight=_says(line, "weight", system.weight),
        applies=_word(line, "applies", system.applies),
        pilot=system.pilot,
    )


def _item(item: Item, line: Line) -> Item:
    own = not item.code
    return Item(
        code=item.code or _word(line, "code", ""),
        parent=_word(line, "sys", item.parent),
        method=_word(line, "method", item.method),
        weight=_says(line, "weight", item.weight),
        applies=_word(line, "applies", "" if own else item.applies),
        pilot=_word(line, "pilot", item.pilot),
        unit=_word(line, "unit", item.unit),
        direction=_word(line, "direction", item.direction),
        points=tuple(
            _says(line, field_id, point)
            for field_id, point in zip(POINTS, item.points if not own else NO_POINTS, strict=True)
        ),
        boxes=tuple(
            _says(line, field_id, box)
            for field_id, box in zip(BOXES, item.boxes if not own else NO_BOXES, strict=True)
        ),
    )


def _answer(line: Line) -> Answer:
    return Answer(
        code=_word(line, "code", ""),
        state=_word(line, "state", ""),
        level=_says(line, "level", None),
        yes=_word(line, "yes", ""),
        numerator=_says(line, "numerator", None),
        denominator=_says(line, "denominator", None),
        value=_says(line, "value", None),
        ticked=tuple(_says(line, tier, None) for tier in TIERS),
    )
