"""What an office typed into each stage, in few bytes: enough to hold two of its files against each
other, row by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.figures import plain
from pso_excel.forms import FORMS, TABLES, table_of
from pso_excel.forms.schema import Shape, Writer
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Entries, Row, Submission, Value
from pso_excel.rules.field_checks import untouched_tables

COVER = "S00"
NAMED = 3  # rows named of a stage, then how many more
_DIGITS = 6
_STAGES = frozenset(form.stage for form in FORMS) - {COVER, "CHECK", "SUMMARY"}

Answers = tuple[tuple[str, str], ...]
"""By table, its rows: their names with a hash of what is typed there (``"01.1=ab12cd"``), a tab
between them. A table in which nothing is typed is not among them."""


def typed_answers(submission: Submission, framework: Framework) -> Answers:
    """What is typed in each table but the cover, and but what a new workbook begins with."""
    untouched = untouched_tables(submission, framework)
    found: list[tuple[str, str]] = []
    for id, entries in submission.tables.items():
        if entries.table.stage in _STAGES and id not in untouched:
            rows = sorted(f"{name}={hash}" for name, hash in _rows(entries))
            if rows:
                found.append((id, "\t".join(rows)))
    return tuple(found)


def typed_stages(submission: Submission, framework: Framework) -> frozenset[str]:
    """The stages in which something is typed, the registers left out."""
    stages = (id.partition(".")[0] for id, _ in typed_answers(submission, framework))
    return frozenset(stage for stage in stages if stage[1:].isdigit())


def _rows(entries: Entries) -> Iterator[tuple[str, str]]:
    office = {one.id for one in entries.table.fields if one.writer is Writer.OFFICE}
    for row in entries.rows:
        typed = {id: _plain(row, id) for id in sorted({*row.values, *row.bad} & office)}
        if entries.table.shape is Shape.RECORD:
            yield from ((id, _hash(text)) for id, text in typed.items())
        elif typed:
            yield row.text(entries.table.key) or str(row.number), _hash(repr(typed))


def _plain(row: Row, id: str) -> str:
    value: Value | None = row.values.get(id)
    if value is None:
        return f"?{row.bad[id]}"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ", ".join(value)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def of_stage(answers: Answers, stage: str) -> Answers:
    """What is typed in one stage."""
    return tuple(one for one in answers if one[0].partition(".")[0] == stage)


def differing(several: Sequence[Answers]) -> Words:
    """The rows in which several files differ, also where one of them has none: the first by name,
    and how many more."""
    return _listed(several, lambda hashes: len(set(hashes)) > 1)


def alike_but_different(several: Sequence[Answers]) -> Words:
    """The rows of one name that hold different things in several files, where they are."""
    return _listed(several, lambda hashes: len({one for one in hashes if one}) > 1)


def _listed(several: Sequence[Answers], wanted: Callable[[Sequence[str]], bool]) -> Words:
    tables = [{id: dict(_named(rows)) for id, rows in one if id in TABLES} for one in several]
    names: dict[Words, None] = {}
    for id in sorted({id for one in tables for id in one}):
        rows = [one.get(id, {}) for one in tables]
        for name in sorted({name for one in rows for name in one}):
            if wanted([one.get(name, "") for one in rows]):
                names[_name(id, name)] = None
    if not names:
        return NO_WORDS
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return Words(*(", ".join(one) + more for one in zip(*list(names)[:NAMED], strict=True)))


def _named(rows: str) -> Iterator[tuple[str, str]]:
    for row in rows.split("\t"):
        name, _, hash = row.rpartition("=")
        yield name, hash


def _name(table: str, row: str) -> Words:
    """What a person calls the row: its key, or the label of a field that stands alone."""
    known: Mapping[str, Words] = {}
    if table_of(table).shape is Shape.RECORD:
        known = {one.id: one.label for one in table_of(table).fields}
    return known.get(row, Words(row, row))
