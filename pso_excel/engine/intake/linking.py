"""References written as their key is written in the other table, and the cells that look it up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pso_excel import thai
from pso_excel.engine.once import once
from pso_excel.form import Field, Table
from pso_excel.submission import Entries, Row

PEOPLE = "STAFF.people.name"
MOST_COMPARED = 20_000  # keys looked at for guesses, all in all
LONGEST_GUESS = 100


@dataclass(slots=True)
class Keys:
    """The keys that stand in one field of a table, as written and made comparable; a spelling that
    could be two of them leads to none. ``looks`` leads from what a key looks like to the key."""

    exact: set[str] = field(default_factory=set[str])
    alike: dict[str, str | None] = field(default_factory=dict[str, str | None])
    looks: dict[str, str] = field(default_factory=dict[str, str])
    guessed: dict[str, str] = field(default_factory=dict[str, str])

    def put(self, key: str) -> None:
        """Take in a key as it is written."""
        self.exact.add(key)
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
    more = Keys(set(keys.exact), dict(keys.alike), dict(keys.looks))
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


def link(tables: Mapping[str, Entries]) -> None:
    """Write every known reference as its key is written, then fill in what is looked up by one."""
    known: dict[str, Keys | None] = {}
    for entries in tables.values():
        for one in references(entries.table):
            keys = keys_for(entries, one, tables, known)
            if keys is not None:
                for row in entries.rows:
                    _settle(row, one, keys)
    rows = {
        one.lookup.table: tables[one.lookup.table].by_key()
        for entries in tables.values()
        for one in _lookups(entries.table)
        if one.lookup and one.lookup.table in tables
    }
    for entries in tables.values():
        for one in _lookups(entries.table):
            _look_up(entries, one, rows)


def _settle(row: Row, one: Field, keys: Keys) -> None:
    value = row.values.get(one.id)
    if isinstance(value, tuple):
        row.values[one.id] = tuple(dict.fromkeys(_settled(value, keys)))
    elif isinstance(value, str) and value not in keys.exact:
        row.values[one.id] = keys.find(value) or value


def _settled(parts: tuple[str, ...], keys: Keys) -> Iterator[str]:
    """Each part as its key; a part of several words that are all keys was a list without commas."""
    for part in parts:
        found = keys.find(part)
        if found is None and " " in part:
            words = [keys.find(word) for word in part.split()]
            if all(words):
                yield from (word for word in words if word)
                continue
        yield found or part


def _look_up(entries: Entries, one: Field, rows: Mapping[str, Mapping[str, Row]]) -> None:
    lookup = one.lookup
    if lookup is None or lookup.table not in rows:
        return
    for row in entries.rows:
        found = rows[lookup.table].get(row.text(lookup.by))
        value = found.values.get(lookup.field) if found else None
        if value is not None:
            row.values[one.id] = value
