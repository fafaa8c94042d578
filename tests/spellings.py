"""How officers write numbers: each spelling with the number that a reader finds in it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from pso_excel.core.thai import thai_digits
from tests.oracle_points import BAD, Number

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
Spelling = Callable[[str], str]


class Typed(NamedTuple):
    """What is typed into a cell, what it says, and the format of the cell ("": the form's own)."""

    value: Decimal | str
    says: Number
    format: str = ""


Line = dict[str, Typed]
Lines = dict[str, list[Line]]


def said(word: str) -> Typed:
    """A word or the code of a choice, which says what it is."""
    return Typed(word, word)


# By the letter of the kind of field: N a number, W a weight, P a percentage, C a count, L a level.
EVERYWHERE: Sequence[Spelling] = (
    str,
    str,
    thai_digits,
    thai_digits,
    lambda d: d.translate(FULL_WIDTH),
    lambda d: f" {d} ",
    lambda d: f"\u00a0{d}\u200b",
    lambda d: f"“{d}”",
    lambda d: f"'{d}",
    lambda d: f"={d}",
    lambda d: d if "." in d else f"{d}.0",
    lambda d: d if d.startswith("-") else f"+{d}",
    lambda d: d if "." in d or d.startswith("-") else f"0{d}",
)
SHARES: Sequence[Spelling] = (
    lambda d: f"{d}%",
    lambda d: f"{d} %",
    lambda d: f"ร้อยละ {d}",
    lambda d: f"{thai_digits(d)}％",
    lambda d: f"{d} เปอร์เซ็นต์",
)
OF: dict[str, Sequence[Spelling]] = {
    "N": (
        *SHARES,
        lambda d: f"{Decimal(d):,f}",
        lambda d: thai_digits(f"{Decimal(d):,f}"),
        lambda d: f"{d} บาท",
        lambda d: d if "." in d else f"{d}.-",
        lambda d: d.replace("-", "−"),
    ),
    "W": SHARES,
    "P": SHARES,
    "C": (),
    "L": (lambda d: f"ระดับ {d}", lambda d: f"ระดับ{thai_digits(d)}"),
}
NOBODY_READS = (
    *("(3)", "3-", "--3", "3e0", "8.5e1", "1E400", "12:30", "8 5", "3.", "½", "1,2,3", "85,5"),
    *("1 1/2", "สิบ", "๓ คน", "TRUE", "nan", "มาก", "%", "5-10", "3%%", "#N/A", "1/0", "²"),
)
NOTHING = ("-", "–", "—", "---", " ", "\u00a0", "\u200b", "“”", "－")
OUTSIDE = {
    "W": ("150", "-50", "100.01", "๑๕๐", "-0.01"),
    "P": ("150", "-1", "๑๐๑"),
    "C": ("2.5", "-1", "300", "๙๙๙"),
    "L": ("6", "-1", "2.5", "๗"),
}


class Writer:
    """Writes numbers as it comes: of ten, so many in an unusual spelling, so many in a cell that
    shows a percentage."""

    def __init__(self, chance: Random, unusual: int = 2, percent: int = 0) -> None:
        self.chance = chance
        self.unusual = unusual
        self.percent = percent

    def number(self, number: Decimal, letter: str) -> Typed:
        """A number that can be read."""
        says = Fraction(number)
        if letter in "NWP" and self.chance.randrange(10) < self.percent and abs(number) <= 1000:
            return Typed(number / 100, says, self.chance.choice(("0%", "0.00%")))
        if self.chance.randrange(10) >= self.unusual:
            return Typed(number, says)
        spellings = (*EVERYWHERE, *OF[letter])
        if abs(number) > 1000:  # no percentage of ours
            spellings = tuple(spelling for spelling in spellings if spelling not in SHARES)
        spell = self.chance.choice(spellings)
        return Typed(spell(f"{number:f}"), says)

    def third(self) -> Typed:
        """A fraction, which only weights and comparisons may be."""
        top, bottom = self.chance.choice(((100, 3), (100, 6), (50, 3), (100, 7)))
        return Typed(f"{top}/{bottom}", Fraction(top, bottom))

    def nothing(self) -> Typed:
        """Words for nothing."""
        return Typed(self.chance.choice(NOTHING), None)

    def wrong(self, letter: str) -> Typed:
        """What nobody can read, or a number that the field cannot be."""
        far = OUTSIDE.get(letter, ())
        if letter in "CL" and not self.chance.randrange(5):
            return Typed(Decimal("0.03"), BAD, "0%")
        return Typed(self.chance.choice((*NOBODY_READS, *far, *far)), BAD)
