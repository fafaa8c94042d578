"""References written as their key is written in the other table, and the cells that look it up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from pso_excel.core import thai
from pso_excel.core.performance import once
from pso_excel.core.problem import Place, Problem
from pso_excel.forms.schema import Field, Kind, Table
from pso_excel.intake.cell_parsers import READERS, Heard, as_typed
from pso_excel.intake.codes import Codes
from pso_excel.intake.table_values import describe
from pso_excel.model.problem_groups import alike, joined
from pso_excel.model.submission import Entries, Row
from pso_excel.xlsx.workbook import cells_shown

PEOPLE = "STAFF.people.name"
MOST_COMPARED = 20_000  # keys looked at for guesses, all in all
LONGEST_GUESS = 100


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


@dataclass(slots=True)
class Keys:
    """The keys that stand in one field of a table, as written and made comparable; a spelling that
    could be two of them leads to none. ``codes`` are the keys as programs may have changed them,
    ``looks`` leads from what a key looks like to the key."""

    exact: set[str] = field(default_factory=set[str])
    codes: Codes = field(default_factory=Codes)
    alike: dict[str, str | None] = field(default_factory=dict[str, str | None])
    looks: dict[str, str] = field(default_factory=dict[str, str])
    guessed: dict[str, str] = field(default_factory=dict[str, str])

    def put(self, key: str) -> None:
        """Take in a key as it is written."""
        self.exact.add(key)
        self.codes.add(key)
        self.add(thai.code_key(key), key)
        self.looks.setdefault(thai.code_look(key), key)

    def add(self, spelling: str, key: str) -> None:
        """Let that spelling lead to the key."""
        known = self.alike.setdefault(spelling, key)
        if known != key:
            self.alike[spelling] = None

    def find(self, text: str) -> str | None:
        """The key meant by a text, or None."""
        return text if text in self.exact else self.alike.get(thai.code_key(text))

    def nearest(self, text: str) -> str:
        """The key most like an unknown text, or ``""``; after :data:`MOST_COMPARED` keys that were
        looked at, no more texts are."""
        if alike := self.looks.get(thai.code_look(text)):
            return alike
        if text not in self.guessed:
            if len(self.guessed) * len(self.exact) > MOST_COMPARED or len(text) > LONGEST_GUESS:
                return ""
            near = get_close_matches(text, sorted(self.exact), 1, 0.6)
            self.guessed[text] = near[0] if near else ""
        return self.guessed[text]


def keys_of(tables: Mapping[str, Entries], refers: str) -> Keys | None:
    """The keys a field that ``refers`` to ``"table.field"`` may hold; None when the workbook has no
    such table. A person is also known by prefix and name together."""
    table, _, target = refers.rpartition(".")
    entries = tables.get(table)
    if entries is None:
        return None
    keys = Keys()
    for row in entries.rows:
        key = row.text(target)
        if key:
            keys.put(key)
            if refers == PEOPLE and row.text("prefix"):
                keys.add(thai.code_key(row.text("prefix") + key), key)
    return keys


def keys_for(
    entries: Entries, one: Field, tables: Mapping[str, Entries], known: dict[str, Keys | None]
) -> Keys | None:
    """The keys a field of a table may hold; ``known`` keeps those of each table referred to."""
    if one.refers not in known:
        known[one.refers] = keys_of(tables, one.refers)
    keys = known[one.refers]
    if keys is None or one.or_own is None:
        return keys
    codes = Codes.of(keys.codes.exact)
    more = Keys(set(keys.exact), codes, dict(keys.alike), dict(keys.looks))
    for row in entries.rows:
        key = row.text(entries.table.key)
        if key and row.text(one.or_own.field) in one.or_own.values:
            more.put(key)
    return more


@once
def references(table: Table) -> tuple[Field, ...]:
    """The fields that hold keys of another table (or of this one)."""
    return tuple(one for one in table.fields if one.refers)


@once
def _lookups(table: Table) -> tuple[Field, ...]:
    return tuple(one for one in table.fields if one.lookup)


Told = Mapping[str, str]
"""What is known of a field without any table, by ``"table.field"``."""
NOTHING_TOLD: Told = {}


def link(tables: Mapping[str, Entries], said: Told = NOTHING_TOLD) -> list[Problem]:
    """Write every known reference as its key is written, then fill in what is looked up by one.

    ``said`` are codes that the workbook itself says of a field. Gives what is to be told of codes
    that a program made numbers or days of (G012, G018, T132, T133).
    """
    known: dict[str, Keys | None] = {}
    problems: list[Problem] = []
    for entries in tables.values():
        turned = Turned(entries)
        for one in references(entries.table):
            keys = keys_for(entries, one, tables, known)
            if keys is not None:
                _settle(entries, one, keys, turned)
        _recognise(entries, said, turned)
        problems += told_of(turned)
    rows = {
        one.lookup.table: tables[one.lookup.table].by_key()
        for entries in tables.values()
        for one in _lookups(entries.table)
        if one.lookup and one.lookup.table in tables
    }
    for entries in tables.values():
        for one in _lookups(entries.table):
            _look_up(entries, one, rows)
    return problems


def _recognise(entries: Entries, said: Told, turned: Turned) -> None:
    """The codes that the workbook says of its own, typed once more by the office."""
    for one in entries.table.fields:
        code = said.get(f"{entries.table.id}.{one.id}", "")
        for row in entries.rows if code else ():
            cell = row.turned.get(one.id)
            if cell is not None:
                turned.settle(row, one, Codes.of([code]).fits(cell.value, cell.shown))


def _settle(entries: Entries, one: Field, keys: Keys, turned: Turned) -> None:
    for row in entries.rows:
        cell, value = row.turned.get(one.id), row.values.get(one.id)
        if turned.is_framework_key(row, one):
            continue
        if cell is not None:
            turned.settle(row, one, keys.codes.fits(cell.value, cell.shown))
        elif isinstance(value, tuple):
            found = [code for part in value for code in _settled(part, row, one, keys, turned)]
            _put(row, one, tuple(dict.fromkeys(found)), ", ".join(value))
        elif isinstance(value, str) and value not in keys.exact:
            _put(row, one, "".join(_key(value, row, one, keys, turned)), value)


def _put(row: Row, one: Field, found: str | tuple[str, ...], typed: str) -> None:
    if found:
        row.values[one.id] = found
    else:
        del row.values[one.id]
        row.bad[one.id] = typed


def _settled(part: str, row: Row, one: Field, keys: Keys, turned: Turned) -> list[str]:
    """A part of a list as its keys; several words that are all keys were a list without commas."""
    words = part.split()
    several = len(words) > 1 and not keys.find(part)
    if several and all(keys.find(word) or keys.codes.fits(word) for word in words):
        return [code for word in words for code in _key(word, row, one, keys, turned)]
    return _key(part, row, one, keys, turned)


def _key(text: str, row: Row, one: Field, keys: Keys, turned: Turned) -> list[str]:
    """The key that a text is, or the text itself; nothing where it may be several."""
    found = keys.find(text)
    return [found] if found else turned.read(row, one, text, keys.codes.fits(text))


def _look_up(entries: Entries, one: Field, rows: Mapping[str, Mapping[str, Row]]) -> None:
    lookup = one.lookup
    if lookup is None or lookup.table not in rows:
        return
    for row in entries.rows:
        found = rows[lookup.table].get(row.text(lookup.by))
        value = found.values.get(lookup.field) if found else None
        if value is not None:
            row.values[one.id] = value
