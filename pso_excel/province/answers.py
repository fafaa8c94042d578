"""What an office typed into each stage, in few bytes: enough to hold two of its files against each
other, row by row."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.figures import plain
from pso_excel.forms import FORMS, TABLES, table_of
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.forms.schema import Shape, Writer
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import SCORING, Entries, Row, Submission, Value
from pso_excel.scoring.progress import untouched_tables

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


ANSWERS = "S06.answers"


REGISTERS = ("STAFF", "EVIDENCE")  # every workbook carries them, so their rows are put together


KEPT = ("S00", *REGISTERS)  # the workbook of all stages goes first, filled in or not


def join(
    whole: Submission | None, parts: Mapping[str, Submission], filled: Collection[str] = ()
) -> Submission:
    """The tables of each stage from the workbook that counts for it.

    ``parts`` maps a stage to its single-stage workbook, which replaces that stage of ``whole``;
    ``filled`` are the stages that ``whole`` has filled in. A stage that neither has comes from the
    first part that carries it along (stage 6 carries the weights). Registers are put together: a
    row whose key is already there is not repeated. The reasons that an office gave for warnings
    count whichever of its workbooks they stand in. ValueError when there is nothing to join.
    """
    sources = ([whole] if whole else []) + [parts[stage] for stage in sorted(parts)]
    if not sources:
        raise ValueError("nothing to join")
    tables: dict[str, Entries] = {}
    for table in dict.fromkeys(id for one in sources for id in one.tables):
        stage = table.partition(".")[0]
        carrying = [one.tables[table] for one in sources if table in one.tables]
        owner = parts.get(stage)
        if whole and table in whole.tables and stage not in (*KEPT, *filled):
            carrying.append(carrying.pop(0))
        if stage in REGISTERS:
            tables[table] = _together(carrying)
        elif table == PROBLEM_TABLE:
            every = [row for one in carrying for row in one.rows]
            tables[table] = replace(carrying[0], rows=every)
        elif owner and table in owner.tables:
            tables[table] = owner.tables[table]
        else:
            tables[table] = carrying[0]
    stages = tuple(sorted({stage for one in sources for stage in one.stages}))
    answers = tables.get(ANSWERS)
    scoring = next((one.scoring for one in sources if one.tables.get(ANSWERS) is answers), SCORING)
    return replace(sources[0], tables=tables, stages=stages, scoring=scoring)


def completed(
    first: Submission, others: Iterable[Submission], typed: Callable[[Submission], frozenset[str]]
) -> Submission:
    """A submission, and from others of the same office and round the stages in which nothing is
    typed in it; ``typed`` gives the stages in which something is. Earlier ones go before later."""
    own = typed(first)
    parts: dict[str, Submission] = {}
    for other in others:
        for stage in sorted(typed(other) - own - parts.keys()):
            parts[stage] = other
    return join(first, parts, own) if parts else first


def _together(registers: Sequence[Entries]) -> Entries:
    """The rows of the first register and those of the others whose key it does not have."""
    first = registers[0]
    known = set(first.by_key())
    rows = list(first.rows)
    for other in registers[1:]:
        for key, row in other.by_key().items():
            if key not in known:
                known.add(key)
                rows.append(row)
    return replace(first, rows=rows)
