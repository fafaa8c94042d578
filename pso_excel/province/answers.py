"""What an office typed into each stage, in few bytes: enough to hold two of its files against each
other, row by row."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.forms import FORMS, TABLES, table_of
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import SCORING, Row, Submission, TableRows, Value
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
    for table_id, entries in submission.tables.items():
        if entries.table.stage in _STAGES and table_id not in untouched:
            rows = sorted(f"{name}={digest}" for name, digest in _rows(entries))
            if rows:
                found.append((table_id, "\t".join(rows)))
    return tuple(found)


def typed_stages(submission: Submission, framework: Framework) -> frozenset[str]:
    """The stages in which something is typed, the registers left out."""
    stages = (table_id.partition(".")[0] for table_id, _ in typed_answers(submission, framework))
    return frozenset(stage for stage in stages if stage[1:].isdigit())


def _rows(entries: TableRows) -> Iterator[tuple[str, str]]:
    office = {field.id for field in entries.table.fields if field.writer is FilledBy.OFFICE}
    for row in entries.rows:
        typed = {
            field_id: _plain(row, field_id)
            for field_id in sorted({*row.values, *row.unreadable} & office)
        }
        if entries.table.shape is Shape.RECORD:
            yield from ((field_id, _hash(text)) for field_id, text in typed.items())
        elif typed:
            yield row.text(entries.table.key) or str(row.row_number), _hash(repr(typed))


def _plain(row: Row, field_id: str) -> str:
    value: Value | None = row.values.get(field_id)
    if value is None:
        return f"?{row.unreadable[field_id]}"
    if isinstance(value, Decimal):
        return format_plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ", ".join(value)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def of_stage(answers: Answers, stage: str) -> Answers:
    """What is typed in one stage."""
    return tuple(answer for answer in answers if answer[0].partition(".")[0] == stage)


def differing(several: Sequence[Answers]) -> Bilingual:
    """The rows in which several files differ, also where one of them has none: the first by name,
    and how many more."""
    return _listed(several, lambda hashes: len(set(hashes)) > 1)


def alike_but_different(several: Sequence[Answers]) -> Bilingual:
    """The rows of one name that hold different things in several files, where they are."""
    return _listed(several, lambda hashes: len({digest for digest in hashes if digest}) > 1)


def _listed(several: Sequence[Answers], wanted: Callable[[Sequence[str]], bool]) -> Bilingual:
    tables = [
        {table_id: dict(_named(rows)) for table_id, rows in answers if table_id in TABLES}
        for answers in several
    ]
    names: dict[Bilingual, None] = {}
    for table_id in sorted({field_id for table in tables for field_id in table}):
        rows = [table.get(table_id, {}) for table in tables]
        for name in sorted({name for row in rows for name in row}):
            if wanted([row.get(name, "") for row in rows]):
                names[_name(table_id, name)] = None
    if not names:
        return NO_WORDS
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return Bilingual(*(", ".join(name) + more for name in zip(*list(names)[:NAMED], strict=True)))


def _named(rows: str) -> Iterator[tuple[str, str]]:
    for row in rows.split("\t"):
        name, _, digest = row.rpartition("=")
        yield name, digest


def _name(table: str, row: str) -> Bilingual:
    """What a person calls the row: its key, or the label of a field that stands alone."""
    known: Mapping[str, Bilingual] = {}
    if table_of(table).shape is Shape.RECORD:
        known = {field.id: field.label for field in table_of(table).fields}
    return known.get(row, Bilingual(row, row))


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
    tables: dict[str, TableRows] = {}
    for table in dict.fromkeys(found for source in sources for found in source.tables):
        stage = table.partition(".")[0]
        carrying = [source.tables[table] for source in sources if table in source.tables]
        if whole and table in whole.tables and stage not in (*KEPT, *filled):
            carrying.append(carrying.pop(0))
        tables[table] = _joined(table, carrying, parts.get(stage))
    stages = tuple(sorted({stage for source in sources for stage in source.stages}))
    answers = tables.get(ANSWERS)
    scoring = next(
        (source.scoring for source in sources if source.tables.get(ANSWERS) is answers),
        SCORING,
    )
    return replace(sources[0], tables=tables, stages=stages, scoring=scoring)


def _joined(table: str, carrying: list[TableRows], owner: Submission | None) -> TableRows:
    """A table out of those that carry it; ``owner`` is the part that its stage was sent with."""
    if table.partition(".")[0] in REGISTERS:
        return _together(carrying)
    if table == PROBLEM_TABLE:
        return replace(carrying[0], rows=[row for rows in carrying for row in rows.rows])
    return owner.tables[table] if owner and table in owner.tables else carrying[0]


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


def _together(registers: Sequence[TableRows]) -> TableRows:
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
