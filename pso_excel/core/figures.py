"""Exact figures, and how they are printed: half-up to two decimals, never rounded in between."""

from decimal import Decimal
from fractions import Fraction

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
