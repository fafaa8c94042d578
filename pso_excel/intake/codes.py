"""Codes as programs leave them: 01.1 stored as the number 1.1, 01-02 as the first of February."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from pso_excel.core import thai
from pso_excel.forms.schema import Kind
from pso_excel.xlsx.workbook import NumberFormatKind, Value

CODES = frozenset({Kind.CODE, Kind.REF, Kind.REFS, Kind.EMAIL, Kind.PHONE})
"""The kinds of field that hold codes, which are text whatever they look like."""

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_PARTS = re.compile(r"[0-9]{1,4}(?:[./-][0-9]{1,4}){1,2}")
_BETWEEN = re.compile(r"[./-]")


@dataclass(slots=True)
class Codes:
    """Known codes, by how they are written and by the number a program would make of them."""

    exact: dict[str, tuple[str]] = field(default_factory=dict[str, tuple[str]])
    written: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    numbers: dict[Decimal, list[str]] = field(default_factory=dict[Decimal, list[str]])

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Codes":
        """The codes that are known."""
        known = cls()
        for code in codes:
            known.add(code)
        return known

    def add(self, code: str) -> None:
        """One more known code."""
        key = thai.code_key(code)
        same = self.written.setdefault(key, [])
        if code in same:
            return
        same.append(code)
        self.exact[code] = (code,)
        if (number := _number(key)) is not None:
            self.numbers.setdefault(number, []).append(code)

    def fits(
        self, value: Value, shown: NumberFormatKind = NumberFormatKind.GENERAL
    ) -> tuple[str, ...]:
        """Every code that a cell may mean: of a text the code that is written so, else those that
        it is without zeros; of a number or a day those that a program turns into it."""
        if isinstance(value, str):
            return self.spelt(value) or self._of_digits(_key(value))
        if isinstance(value, Decimal):
            plain = value.is_finite() and shown is not NumberFormatKind.PERCENT
            return self._of_number(value) if plain else ()
        if isinstance(value, datetime):
            return self._of_day(value)
        return ()

    def spelt(self, text: str) -> tuple[str, ...]:
        """The codes that are written like a text, spaces, case, quotes and digits aside."""
        return self.exact.get(text) or tuple(self.written.get(_key(text), ()))

    def _of_digits(self, key: str) -> tuple[str, ...]:
        """The codes of a number that was typed without the zeros it begins with, or that a program
        wrote as briefly as it can: no text ends in a zero by itself."""
        fits, number = self._of_number(_number(key)), key.lstrip("0")
        if key[:1] != "0" and not ("." in key and key.endswith("0")):
            return fits
        return tuple(code for code in fits if thai.code_key(code).lstrip("0") == number)

    def _of_number(self, number: Decimal | None) -> tuple[str, ...]:
        return () if number is None else tuple(self.numbers.get(number, ()))

    def _of_day(self, day: datetime) -> tuple[str, ...]:
        spellings = _spellings(day)
        return tuple(
            code
            for key, codes in self.written.items()
            if _PARTS.fullmatch(key) and tuple(map(int, _BETWEEN.split(key))) in spellings
            for code in codes
        )


def _key(text: str) -> str:
    return thai.code_key(thai.unquoted(thai.clean(text)))


def _number(key: str) -> Decimal | None:
    return Decimal(key) if _NUMBER.fullmatch(key) else None


def _spellings(day: datetime) -> set[tuple[int, ...]]:
    """The numbers that a program may have taken for a day: day and month in either order, month and
    year, or all three."""
    found: set[tuple[int, ...]] = {(day.day, day.month), (day.month, day.day)}
    for year in (day.year, day.year % 100):
        if day.day == 1:
            found |= {(day.month, year), (year, day.month)}
        found |= {
            (day.day, day.month, year),
            (day.month, day.day, year),
            (year, day.month, day.day),
        }
    return found


def spelt(typed: str, known: Codes) -> str:
    """The only known code that a typed one can be, else the typed one."""
    fits = known.fits(typed)
    return fits[0] if len(fits) == 1 else typed


def is_turned(value: Value) -> bool:
    """Whether a program made something else than text of what was typed as a code."""
    return isinstance(value, Decimal | datetime)
