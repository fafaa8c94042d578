"""Exact figures: how officers spell numbers, and how figures are printed, half-up to two decimals
and never rounded in between."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

CENT = Decimal("0.01")


def exact(number: Decimal | Fraction | int) -> Fraction:
    """The same number as an exact fraction."""
    return Fraction(number)


def round_half_up(number: Decimal | Fraction | int) -> Decimal:
    """The number as it is printed and judged: rounded half away from zero to two decimals."""
    numerator, denominator = number.as_integer_ratio()
    cents, rest = divmod(abs(numerator) * 100, denominator)
    if rest * 2 >= denominator:
        cents += 1
    figure = Decimal(cents) * CENT
    return figure.copy_negate() if numerator < 0 and cents else figure


def format_figure(number: Decimal | Fraction | int | None) -> str:
    """A figure as it is printed and judged, ``"41.37"``: rounded half away from zero to two
    decimals; one that is not there (None) is an en dash."""
    return "–" if number is None else f"{round_half_up(number):.2f}"


def format_plain(number: Decimal) -> str:
    """A number as an officer would type it: no exponent and no idle zeros."""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "") else text


Step = tuple[str, str]
"""A part of a text and what stands in its place."""

MOST_HUNDREDS = 10
"""The most that is stored where a percentage is shown: none of ours is over 1,000 %."""

FIRST, LAST = "⟦", "⟧"
"""Stand before and after a text, so that a step can say where it holds."""
LONGEST = 40
"""Characters of a text that may be a number."""
LONGEST_WORD = 20
"""Characters of a text that may say that there is nothing."""

PERCENT, MONEY, LEVEL, FRACTION = "%", "฿", "ระดับ", "/"
"""What may stand beside the digits, each in one spelling."""

DASHES = "-‐‑‒–—−－"
BLANKS = " \t\n\r\u00a0\u2002\u2003\u2009\u202f\u3000"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"
_THAI = "๐๑๒๓๔๕๖๗๘๙"
_FULL_WIDTH = "０１２３４５６７８９"

ARABIC: tuple[Step, ...] = tuple(
    (digit, str(value)) for digits in (_THAI, _FULL_WIDTH) for value, digit in enumerate(digits)
)
"""Thai and full-width digits as 0 to 9."""

NOTHING: tuple[Step, ...] = tuple((sign, "") for sign in f"{DASHES} \n\u00a0\u3000\u200b\ufeff")
"""What is left out of a text to see whether it says anything."""

LETTERS: tuple[Step, ...] = (
    *ARABIC,
    *zip("＋．，％／", "+.,%/", strict=True),
    *((dash, "-") for dash in DASHES[1:]),
    *((blank, " ") for blank in BLANKS[1:]),
    *((unseen, "") for unseen in UNSEEN),
)
"""One letter for all that mean the same. After these, blanks at the ends go, and of several in a
row one stays: what TRIM does."""

MARKS: tuple[Step, ...] = (
    (f"{FIRST} ", FIRST),
    (f" {LAST}", LAST),
    *((f"{FIRST}{quote}", FIRST) for quote in "'\"“"),
    *((f"{quote}{LAST}", LAST) for quote in '"”'),
    (f"{FIRST}=", FIRST),  # =1/3 typed into a text cell
    (f"{FIRST}ร้อยละ ", f"{FIRST}%"),
    (f"{FIRST}ร้อยละ", f"{FIRST}%"),
    (f"เปอร์เซ็นต์{LAST}", f"%{LAST}"),
    (f"เปอร์เซนต์{LAST}", f"%{LAST}"),
    (f" %{LAST}", f"%{LAST}"),
    (f"บาทถ้วน{LAST}", f"฿{LAST}"),
    (f"บาท{LAST}", f"฿{LAST}"),
    (f" ฿{LAST}", f"฿{LAST}"),
    (f".-{LAST}", f"฿{LAST}"),
    (f".-฿{LAST}", f"฿{LAST}"),
    (f"{FIRST}฿ ", f"{FIRST}฿"),
    (f"{FIRST}ระดับ ", f"{FIRST}ระดับ"),
)
"""One spelling for each mark beside the digits."""

_NO = "✖"
_BESIDE: tuple[tuple[str, Step], ...] = (
    (PERCENT, (f"{FIRST}%", FIRST)),
    (PERCENT, (f"%{LAST}", LAST)),
    (MONEY, (f"{FIRST}฿", FIRST)),
    (MONEY, (f"฿{LAST}", LAST)),
    (LEVEL, (f"{FIRST}ระดับ", FIRST)),
    (FRACTION, ("/", ".")),  # digits, a stroke and digits: of the same shape as a decimal
)


@cache
def shape(marks: frozenset[str]) -> tuple[Step, ...]:
    """The steps that leave nothing of a number with no other marks than these, and something of
    any other text: digits, perhaps in groups of three, perhaps with decimals, perhaps negative."""
    return tuple(_shape(marks))


def _shape(marks: frozenset[str]) -> Iterator[Step]:
    beside = [step for mark, step in _BESIDE if mark in marks]
    yield from (step for step in beside if step[0] != FRACTION)
    yield f"{FIRST}-", f"{FIRST}+"
    yield f"{FIRST}+", FIRST
    yield FIRST + LAST, _NO
    yield ";", _NO  # stands for a group below
    yield f"{FIRST}0,", _NO  # 0,123 is how others write a decimal
    yield from ((digit, "0") for digit in "123456789")
    yield from (step for step in beside if step[0] == FRACTION)
    yield from ((f".{'0' * count}", ".0") for count in (8, 8, 4, 4, 2, 2))
    yield f"0.0{LAST}", f"0{LAST}"
    yield f",000{LAST}", f";{LAST}"
    yield from [(",000;", ";")] * 4
    yield from ((f"{FIRST}{'0' * count};{LAST}", FIRST + LAST) for count in (3, 2, 1))
    yield "0", ""
    yield FIRST + LAST, ""


BARE: tuple[Step, ...] = tuple((sign, "") for sign in (FIRST, LAST, ",", PERCENT, MONEY, LEVEL))
"""What is left out of a number of the right shape, so that digits, sign and point remain."""


def replaced(text: str, steps: Iterable[Step]) -> str:
    """The text after the steps, in order."""
    for old, new in steps:
        text = text.replace(old, new)
    return text


def canonical(text: str) -> str:
    """The text with one letter for all that mean the same and each mark in one spelling."""
    plain = " ".join(part for part in replaced(text, LETTERS).split(" ") if part)
    return replaced(f"{FIRST}{plain}{LAST}", MARKS)
