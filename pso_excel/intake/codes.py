"""Codes as programs leave them: 01.1 stored as the number 1.1, 01-02 as the first of February."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from pso_excel.core import thai
from pso_excel.core.problem import Place, Problem
from pso_excel.forms.schema import Field, Kind
from pso_excel.intake.cell_parsers import READERS, Heard, as_typed
from pso_excel.intake.table_values import describe
from pso_excel.model.submission import Entries, Row
from pso_excel.results.problem_groups import alike, joined
from pso_excel.xlsx.addresses import cells_shown
from pso_excel.xlsx.workbook import Shown, Value

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

    def fits(self, value: Value, shown: Shown = Shown.GENERAL) -> tuple[str, ...]:
        """Every code that a cell may mean: of a text the code that is written so, else those that
        it is without zeros; of a number or a day those that a program turns into it."""
        if isinstance(value, str):
            return self.spelt(value) or self._of_digits(_key(value))
        if isinstance(value, Decimal):
            plain = value.is_finite() and shown is not Shown.PERCENT
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


@dataclass(slots=True)
class Turned:
    """The codes of one table that are known again, with what stands in their cells, and those that
    may be several."""

    entries: Entries
    known: list[tuple[Row, str, str, str]] = field(default_factory=list[tuple[Row, str, str, str]])
    unclear: list[Problem] = field(default_factory=list[Problem])

    def is_framework_key(self, row: Row, one: Field) -> bool:
        """Whether a field is the key of a row of the framework, which is known already."""
        table = self.entries.table
        return table.fixed != "" and one.id == table.key and row.rid == row.text(table.key)

    def settle(self, row: Row, one: Field, codes: Sequence[str]) -> None:
        """Put the one code that a number or a day may be into its field; of several none."""
        cell = row.turned[one.id]
        if not codes:
            if one.id in row.values:  # told as a key that is not there
                del row.turned[one.id]
            return
        typed = as_typed(cell.value, cell.shown)
        row.values.pop(one.id, None)
        row.bad.pop(one.id, None)
        found = self.read(row, one, typed, codes)
        if found:
            row.values[one.id] = tuple(found) if one.kind is Kind.REFS else found[0]
        else:
            row.bad[one.id] = typed

    def read(self, row: Row, one: Field, typed: str, codes: Sequence[str]) -> list[str]:
        """The code that a text may be; the text itself where it is none, nothing where it may be
        several."""
        if not codes:
            return [typed]
        row.turned.pop(one.id, None)
        if len(codes) == 1:
            self.known.append((row, one.id, typed, codes[0]))
            return [codes[0]]
        values = {**describe(self.entries, row, one, typed), "codes": ", ".join(codes)}
        self.unclear.append(Problem("T133", self.entries.place(row, one.id), values))
        return []


def told_of(turned: Turned) -> Iterator[Problem]:
    """T132 once for all codes of a table that are known again, T133 where one may be several, G018
    and G012 for those that are known nowhere."""
    entries = turned.entries
    key = entries.table.key
    for row in entries.rows:
        cell = row.turned.get(key)
        if cell is not None and turned.is_framework_key(row, entries.table.field(key)):
            del row.turned[key]
            turned.known.append((row, key, as_typed(cell.value, cell.shown), row.rid))
    if turned.known:
        yield _known_again(turned)
    yield from turned.unclear
    unknown = [one for row in entries.rows for one in _unknown(entries, row)]
    yield from (joined(group) for group in alike(unknown))


def _known_again(turned: Turned) -> Problem:
    entries, columns = turned.entries, dict[int, list[int]]()
    for row, id, _, _ in turned.known:
        columns.setdefault(entries.columns[id], []).append(entries.line(row, id))
    cells = ", ".join(cells_shown(column, rows) for column, rows in sorted(columns.items()))
    _, _, typed, code = next((one for one in turned.known if one[2] != one[3]), turned.known[0])
    values = {"sheet": entries.sheet, "cells": cells, "value": typed, "code": code}
    place = Place(sheet=entries.sheet, cell=cells, stage=entries.table.stage)
    return Problem("T132", place, values)


def _unknown(entries: Entries, row: Row) -> Iterator[Problem]:
    for id, cell in row.turned.items():
        one = entries.table.field(id)
        heard = READERS[Kind.CODE](cell.value, cell.shown)
        for finding in heard.findings if isinstance(heard, Heard) else ():
            values = describe(entries, row, one, as_typed(cell.value, cell.shown))
            code = one.rules.get(finding.fault, finding.code) if finding.fault else finding.code
            values.update(finding.values)
            yield Problem(code, entries.place(row, id), values)
