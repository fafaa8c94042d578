"""References written as their key is written in the other table, and the cells that look it up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from pso_excel.core import thai
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.schema import Field, Kind, Table
from pso_excel.intake.cell_parsers import PARSERS, ParsedValue, displayed_text
from pso_excel.intake.codes import Codes
from pso_excel.intake.table_values import message_values
from pso_excel.model.problem_groups import group_similar, merge_group
from pso_excel.model.submission import Row, TableRows
from pso_excel.xlsx.workbook import format_cells

PEOPLE = "STAFF.people.name"
MOST_COMPARED = 20_000  # keys looked at for guesses, all in all
LONGEST_GUESS = 100


@dataclass(slots=True)
class Turned:
    """The codes of one table that are known again, with what stands in their cells, and those that
    may be several."""

    entries: TableRows
    known: list[tuple[Row, str, str, str]] = field(default_factory=list[tuple[Row, str, str, str]])
    unclear: list[Problem] = field(default_factory=list[Problem])

    def is_framework_key(self, row: Row, column_field: Field) -> bool:
        """Whether a field is the key of a row of the framework, which is known already."""
        table = self.entries.table
        return (
            table.fixed != "" and column_field.id == table.key and row.row_id == row.text(table.key)
        )

    def settle(self, row: Row, column_field: Field, codes: Sequence[str]) -> None:
        """Put the one code that a number or a day may be into its field; of several none."""
        cell = row.turned[column_field.id]
        if not codes:
            if column_field.id in row.values:  # told as a key that is not there
                del row.turned[column_field.id]
            return
        typed = displayed_text(cell.value, cell.format_kind)
        row.values.pop(column_field.id, None)
        row.unreadable.pop(column_field.id, None)
        found = self.read(row, column_field, typed, codes)
        if found:
            row.values[column_field.id] = (
                tuple(found) if column_field.kind is Kind.REFS else found[0]
            )
        else:
            row.unreadable[column_field.id] = typed

    def read(self, row: Row, column_field: Field, typed: str, codes: Sequence[str]) -> list[str]:
        """The code that a text may be; the text itself where it is none, nothing where it may be
        several."""
        if not codes:
            return [typed]
        row.turned.pop(column_field.id, None)
        if len(codes) == 1:
            self.known.append((row, column_field.id, typed, codes[0]))
            return [codes[0]]
        values = {
            **message_values(self.entries, row, column_field, typed),
            "codes": ", ".join(codes),
        }
        self.unclear.append(Problem("T133", self.entries.locate(row, column_field.id), values))
        return []


def problems_of(turned: Turned) -> Iterator[Problem]:
    """T132 once for all codes of a table that are known again, T133 where one may be several, G018
    and G012 for those that are known nowhere."""
    entries = turned.entries
    key = entries.table.key
    for row in entries.rows:
        cell = row.turned.get(key)
        if cell is not None and turned.is_framework_key(row, entries.table.field(key)):
            del row.turned[key]
            turned.known.append(
                (row, key, displayed_text(cell.value, cell.format_kind), row.row_id)
            )
    if turned.known:
        yield _known_again(turned)
    yield from turned.unclear
    unknown = [problem for row in entries.rows for problem in _unknown(entries, row)]
    yield from (merge_group(group) for group in group_similar(unknown))


def _known_again(turned: Turned) -> Problem:
    entries, columns = turned.entries, dict[int, list[int]]()
    for row, field_id, _, _ in turned.known:
        columns.setdefault(entries.columns[field_id], []).append(entries.line(row, field_id))
    cells = ", ".join(format_cells(column, rows) for column, rows in sorted(columns.items()))
    _, _, typed, code = next((pair for pair in turned.known if pair[2] != pair[3]), turned.known[0])
    values = {"sheet": entries.sheet, "cells": cells, "value": typed, "code": code}
    place = Location(sheet=entries.sheet, cell=cells, stage=entries.table.stage)
    return Problem("T132", place, values)


def _unknown(entries: TableRows, row: Row) -> Iterator[Problem]:
    for field_id, cell in row.turned.items():
        column_field = entries.table.field(field_id)
        heard = PARSERS[Kind.CODE](cell.value, cell.format_kind)
        for finding in heard.findings if isinstance(heard, ParsedValue) else ():
            values = message_values(
                entries, row, column_field, displayed_text(cell.value, cell.format_kind)
            )
            code = (
                column_field.rules.get(finding.fault, finding.code)
                if finding.fault
                else finding.code
            )
            values.update(finding.values)
            yield Problem(code, entries.locate(row, field_id), values)


@dataclass(slots=True)
class KeyIndex:
    """The keys that stand in one field of a table, as written and made comparable; a spelling that
    could be two of them leads to none. ``codes`` are the keys as programs may have changed them,
    ``looks`` leads from what a key looks like to the key."""

    exact: set[str] = field(default_factory=set[str])
    codes: Codes = field(default_factory=Codes)
    alike: dict[str, str | None] = field(default_factory=dict[str, str | None])
    looks: dict[str, str] = field(default_factory=dict[str, str])
    guessed: dict[str, str] = field(default_factory=dict[str, str])

    def add_as_written(self, key: str) -> None:
        """Take in a key as it is written."""
        self.exact.add(key)
        self.codes.add(key)
        self.add(thai.code_key(key), key)
        self.looks.setdefault(thai.code_shape(key), key)

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
        if alike := self.looks.get(thai.code_shape(text)):
            return alike
        if text not in self.guessed:
            if len(self.guessed) * len(self.exact) > MOST_COMPARED or len(text) > LONGEST_GUESS:
                return ""
            near = get_close_matches(text, sorted(self.exact), 1, 0.6)
            self.guessed[text] = near[0] if near else ""
        return self.guessed[text]


def keys_of(tables: Mapping[str, TableRows], refers: str) -> KeyIndex | None:
    """The keys a field that ``refers`` to ``"table.field"`` may hold; None when the workbook has no
    such table. A person is also known by prefix and name together."""
    table, _, target = refers.rpartition(".")
    entries = tables.get(table)
    if entries is None:
        return None
    keys = KeyIndex()
    for row in entries.rows:
        key = row.text(target)
        if key:
            keys.add_as_written(key)
            if refers == PEOPLE and row.text("prefix"):
                keys.add(thai.code_key(row.text("prefix") + key), key)
    return keys


def keys_for(
    entries: TableRows,
    column_field: Field,
    tables: Mapping[str, TableRows],
    known: dict[str, KeyIndex | None],
) -> KeyIndex | None:
    """The keys a field of a table may hold; ``known`` keeps those of each table referred to."""
    if column_field.refers not in known:
        known[column_field.refers] = keys_of(tables, column_field.refers)
    keys = known[column_field.refers]
    if keys is None or column_field.or_own is None:
        return keys
    codes = Codes.of(keys.codes.exact)
    more = KeyIndex(set(keys.exact), codes, dict(keys.alike), dict(keys.looks))
    for row in entries.rows:
        key = row.text(entries.table.key)
        if key and row.text(column_field.or_own.field) in column_field.or_own.values:
            more.add_as_written(key)
    return more


@cache_by_identity
def references(table: Table) -> tuple[Field, ...]:
    """The fields that hold keys of another table (or of this one)."""
    return tuple(column_field for column_field in table.fields if column_field.refers)


@cache_by_identity
def _lookups(table: Table) -> tuple[Field, ...]:
    return tuple(column_field for column_field in table.fields if column_field.lookup)


Told = Mapping[str, str]
"""What is known of a field without any table, by ``"table.field"``."""
NOTHING_TOLD: Told = {}


def resolve_references(tables: Mapping[str, TableRows], said: Told = NOTHING_TOLD) -> list[Problem]:
    """Write every known reference as its key is written, then fill in what is looked up by one.

    ``said`` are codes that the workbook itself says of a field. Gives what is to be told of codes
    that a program made numbers or days of (G012, G018, T132, T133).
    """
    known: dict[str, KeyIndex | None] = {}
    problems: list[Problem] = []
    for entries in tables.values():
        turned = Turned(entries)
        for column_field in references(entries.table):
            keys = keys_for(entries, column_field, tables, known)
            if keys is not None:
                _settle(entries, column_field, keys, turned)
        _recognise(entries, said, turned)
        problems += problems_of(turned)
    rows = {
        column_field.lookup.table: tables[column_field.lookup.table].by_key()
        for entries in tables.values()
        for column_field in _lookups(entries.table)
        if column_field.lookup and column_field.lookup.table in tables
    }
    for entries in tables.values():
        for column_field in _lookups(entries.table):
            _resolve_field(entries, column_field, rows)
    return problems


def _recognise(entries: TableRows, said: Told, turned: Turned) -> None:
    """The codes that the workbook says of its own, typed once more by the office."""
    for column_field in entries.table.fields:
        code = said.get(f"{entries.table.id}.{column_field.id}", "")
        for row in entries.rows if code else ():
            cell = row.turned.get(column_field.id)
            if cell is not None:
                turned.settle(
                    row, column_field, Codes.of([code]).fits(cell.value, cell.format_kind)
                )


def _settle(entries: TableRows, column_field: Field, keys: KeyIndex, turned: Turned) -> None:
    for row in entries.rows:
        cell, value = row.turned.get(column_field.id), row.values.get(column_field.id)
        if turned.is_framework_key(row, column_field):
            continue
        if cell is not None:
            turned.settle(row, column_field, keys.codes.fits(cell.value, cell.format_kind))
        elif isinstance(value, tuple):
            found = [
                code for part in value for code in _settled(part, row, column_field, keys, turned)
            ]
            _set_reference(row, column_field, tuple(dict.fromkeys(found)), ", ".join(value))
        elif isinstance(value, str) and value not in keys.exact:
            _set_reference(
                row, column_field, "".join(_key(value, row, column_field, keys, turned)), value
            )


def _set_reference(row: Row, column_field: Field, found: str | tuple[str, ...], typed: str) -> None:
    if found:
        row.values[column_field.id] = found
    else:
        del row.values[column_field.id]
        row.unreadable[column_field.id] = typed


def _settled(part: str, row: Row, column_field: Field, keys: KeyIndex, turned: Turned) -> list[str]:
    """A part of a list as its keys; several words that are all keys were a list without commas."""
    words = part.split()
    several = len(words) > 1 and not keys.find(part)
    if several and all(keys.find(word) or keys.codes.fits(word) for word in words):
        return [code for word in words for code in _key(word, row, column_field, keys, turned)]
    return _key(part, row, column_field, keys, turned)


def _key(text: str, row: Row, column_field: Field, keys: KeyIndex, turned: Turned) -> list[str]:
    """The key that a text is, or the text itself; nothing where it may be several."""
    found = keys.find(text)
    return [found] if found else turned.read(row, column_field, text, keys.codes.fits(text))


def _resolve_field(
    entries: TableRows, column_field: Field, rows: Mapping[str, Mapping[str, Row]]
) -> None:
    lookup = column_field.lookup
    if lookup is None or lookup.table not in rows:
        return
    for row in entries.rows:
        found = rows[lookup.table].get(row.text(lookup.by))
        value = found.values.get(lookup.field) if found else None
        if value is not None:
            row.values[column_field.id] = value
