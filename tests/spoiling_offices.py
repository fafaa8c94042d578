"""What goes wrong in stages 5 and 6: cells that nobody can read, and rows that cannot stand so."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.oracle_points import BAD
from tests.spellings import Line, Lines, Typed, Writer, said

SYSTEMS, INDICATORS, ANSWERS = "S05.systems", "S05.indicators", "S06.answers"
NO_CHOICE = Typed("อาจจะ", BAD)
OF_METHOD: Mapping[str, tuple[str, ...]] = {
    "level": ("level",),
    "quantity": ("value", "numerator", "denominator"),
    "tiers": ("basic", "advance", "significance"),
}
LETTERS = {"level": "L", **dict.fromkeys(OF_METHOD["quantity"], "N")}


class Spoiler:
    """Spoils the lines of one office; ``methods`` says by code how an indicator is scored."""

    def __init__(
        self, lines: Lines, methods: Mapping[str, str], chance: Random, write: Writer
    ) -> None:
        self.lines = lines
        self.methods = methods
        self.chance = chance
        self.write = write

    def spoil(self, *, whole: bool) -> None:
        """A few answers; with ``whole`` also something of all that can be wrong."""
        for _ in range(self.chance.randrange(4)):
            self.answer()
        if whole:
            for fault in self.chance.sample(self.faults(), 3):
                fault()

    def faults(self) -> list[Callable[[], None]]:
        """All that can be wrong."""
        return [
            *(self.state, self.denominator, self.in_vain, self.twice_answered, self.orphan),
            *(self.system_weight, self.weight, self.weight, self.applies, self.pilot),
            *(self.empty_composite, self.nested, self.placeless, self.twice, self.cleared),
            *(self.points, self.points, self.no_boxes, self.scale, self.assessors, self.no_weight),
        ]

    def _answers(self, method: str = "") -> list[Line]:
        return [
            line
            for line in self.lines[ANSWERS]
            if line.get("state") == said("scored")
            and method in ("", self.methods.get(str(line["code"].value)))
        ]

    def _own(self, method: str = "") -> list[Line]:
        return [
            line
            for line in self.lines[INDICATORS]
            if "sys" in line and method in ("", line.get("method", said("")).value)
        ]

    def _any(self, lines: list[Line]) -> Line:
        return self.chance.choice(lines) if lines else {}

    def answer(self) -> None:
        """An answer that cannot be read."""
        line = self._any(self._answers())
        method = self.methods.get(str(line["code"].value), "") if line else ""
        if method == "yesno":
            line["yes"] = NO_CHOICE
        for field_id in OF_METHOD.get(method, ())[:1]:
            line[field_id] = self.write.wrong(LETTERS.get(field_id, "C"))

    def state(self) -> None:
        """A state that is none."""
        self._any(self.lines[ANSWERS])["state"] = NO_CHOICE

    def denominator(self) -> None:
        """Zero, or a ratio of which a part is missing or unreadable."""
        line = self._any(self._answers("quantity"))
        line["denominator"] = self.chance.choice(
            (Typed(Decimal(0), Fraction(0)), Typed("๐", Fraction(0)), self.write.wrong("N"))
        )
        if self.chance.randrange(2):
            line.pop("numerator", None)

    def in_vain(self) -> None:
        """A number where the method asks for none, and one that is no number."""
        for wrong in (Typed(Decimal(3), Fraction(3)), self.write.wrong("L")):
            line = self._any(self._answers("quantity"))
            line["level"] = wrong

    def twice_answered(self) -> None:
        """A code that stands in two rows of stage 6."""
        code = str(self._any(self._own("level")).get("code", said("Z9")).value)
        for level in (2, 4):
            self.lines[ANSWERS].append(
                {
                    "code": said(code),
                    "state": said("scored"),
                    "level": Typed(Decimal(level), Fraction(level)),
                }
            )

    def orphan(self) -> None:
        """An answer to an indicator that there is not."""
        self.lines[ANSWERS].append({"code": said("Y9"), "state": said("scored")})

    def system_weight(self) -> None:
        """A weight of a system that is none."""
        self._any(self.lines[SYSTEMS])["weight"] = self.write.wrong("W")

    def weight(self) -> None:
        """A weight of an indicator that is none."""
        self._any(self.lines[INDICATORS])["weight"] = self.write.wrong("W")

    def no_weight(self) -> None:
        """A weight that is missing."""
        self._any(self.lines[INDICATORS])["weight"] = self.write.nothing()

    def applies(self) -> None:
        """Neither applicable nor not."""
        table = self.chance.choice((SYSTEMS, INDICATORS))
        self._any(self.lines[table])["applies"] = NO_CHOICE

    def pilot(self) -> None:
        """Neither a pilot nor none."""
        self._any(self._own())["pilot"] = NO_CHOICE

    def _add(self, code: str, sys: str, method: str, weight: int = 50) -> None:
        line = {"code": code, "sys": sys, "method": method, "indicator": code, "type": "output"}
        self.lines[INDICATORS].append(
            {field_id: said(word) for field_id, word in line.items()}
            | {"applies": said("yes"), "weight": Typed(Decimal(weight), Fraction(weight))}
        )

    def _system(self) -> str:
        return str(self._any(self.lines[SYSTEMS])["sys"].value)

    def empty_composite(self) -> None:
        """A composite without parts."""
        self._add("Y1", self._system(), "composite", self.chance.choice((50, 0)))

    def nested(self) -> None:
        """A composite in a composite."""
        self._add("Y2", "Z1", "composite")
        self._add("Y2.1", "Y2", "level")

    def placeless(self) -> None:
        """An indicator of no system."""
        self._add("Y3", "SYS-99", "level")

    def twice(self) -> None:
        """A code that stands in two rows of stage 5."""
        system = self._system()
        self._add("Y4", system, "level", 20)
        self._add("Y4", system, "level", 30)

    def cleared(self) -> None:
        """No method, no direction or nothing that says whether it applies."""
        line = self._any(self._own("quantity"))
        line.pop(self.chance.choice(("method", "direction", "applies")), None)

    def points(self) -> None:
        """A scoring point that is missing or unreadable, or points out of order."""
        line = self._any(self._own("quantity"))
        if "x3" not in line:
            return
        kind = self.chance.randrange(3)
        if kind == 0:
            line["x2"], line["x3"] = line["x3"], line["x2"]
        elif kind == 1:
            line["x3"] = self.write.wrong("N")
        else:
            del line["x3"]

    def scale(self) -> None:
        """A fifth point where there are four, and a whole scale moved up by one point."""
        line = self._any([line for line in self._own("quantity") if "x5" not in line])
        line["x5"] = Typed(Decimal(90), Fraction(90))
        if self.chance.randrange(2):
            line.pop("x3", None)

    def no_boxes(self) -> None:
        """A tier without its number of boxes, or none with one, or a number that is none."""
        line = self._any(self._own("tiers"))
        kind = self.chance.randrange(3)
        if kind == 0:
            line["n_basic"] = self.write.wrong("C")
        for field_id in (("n_basic",), ("n_basic", "n_advance", "n_significance"))[kind - 1]:
            if kind:
                line.pop(field_id, None)

    def assessors(self) -> None:
        """Levels of assessors and a consensus that do not agree, and one that nobody can read."""
        codes = [str(line["code"].value) for line in self._answers("level")]
        rows: list[Line] = []
        for code in dict.fromkeys(codes[:4]):
            levels = [self.write.number(Decimal(n), "L") for n in (1, 2, self.chance.randrange(6))]
            line = {"code": said(code), **dict(zip(("a1", "a2", "consensus"), levels, strict=True))}
            rows.append(line)
        if rows:
            rows[0]["a1"] = self.write.wrong("L")
            self.lines["S06.assessors"] = rows
