"""What a form asks of its fields beyond each single cell: that they are filled in, not repeated,
and refer to something that exists. Everything here comes from the fields' own specification.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.figures import plain
from pso_excel.core.messages import severity_of, worded
from pso_excel.core.performance import once
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms import form_of
from pso_excel.forms.prefilled_rows import Start, starting_rows
from pso_excel.forms.schema import Fault, Field, Kind, Need, Table, When, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake.references import Keys, keys_for, references
from pso_excel.intake.table_values import GENERAL, describe, printed, several_keys
from pso_excel.model.submission import Entries, Row, Submission, Value
from pso_excel.scoring.scheme import Scheme, scheme_of
from pso_excel.xlsx.addresses import rows_shown

ALWAYS = frozenset({"S00", "STAFF", "EVIDENCE"})
"""What is checked in every workbook; other tables only where their stage is what it is for."""
SHARE = "share"
"""The sheet's formula whose figure is there for an indicator that carries weight."""


def checked(submission: Submission) -> Iterator[Entries]:
    """The tables an office answers for in this workbook: not those brought along for the figures
    in them, nor the results."""
    for entries in submission.tables.values():
        stage = entries.table.stage
        if stage in submission.stages or stage in ALWAYS:
            yield entries


class _Asked(NamedTuple):
    """The fields that may have to be filled in: in the rows of the framework, and in all others."""

    fixed: tuple[Field, ...]
    free: tuple[Field, ...]


@once
def _asked(table: Table) -> _Asked:
    asked = [one for one in table.fields if one.need is not Need.OPTIONAL]
    office = tuple(one for one in asked if one.writer is Writer.OFFICE)
    free = tuple(one for one in asked if one.writer in (Writer.OFFICE, Writer.FRAMEWORK))
    return _Asked(office, free)


@once
def _shares(table: Table) -> frozenset[str]:
    """The fields that show an indicator's weight by a formula of the sheet."""
    return frozenset(one.id for one in table.fields if one.formula == SHARE)


def is_fixed(table: Table, row: Row) -> bool:
    """Whether a row is one of the framework's."""
    return table.fixed != "" and row.rid != "" and row.rid == row.text(table.key)


def needed(
    entries: Entries, submission: Submission, framework: Framework
) -> Iterator[tuple[Row, Field]]:
    """Every field that must be filled in, row by row: required, or conditional on what holds."""
    asked, conditions = _asked(entries.table), _Conditions(entries.table, submission, framework)
    for row in entries.rows:
        for one in asked.fixed if is_fixed(entries.table, row) else asked.free:
            if conditions.hold(one, row):
                yield row, one


def lacking(
    entries: Entries, submission: Submission, framework: Framework
) -> Iterator[tuple[Row, Field]]:
    """Those of the needed fields in which nothing is typed."""
    asked, conditions = _asked(entries.table), _Conditions(entries.table, submission, framework)
    for row in entries.rows:
        values, bad = row.values, row.bad
        for one in asked.fixed if is_fixed(entries.table, row) else asked.free:
            if one.id not in values and one.id not in bad and conditions.hold(one, row):
                yield row, one


class _Conditions:
    """Whether what a field's need depends on holds in a row; the office's scheme is worked out
    only when an indicator's weight is asked about."""

    def __init__(self, table: Table, submission: Submission, framework: Framework) -> None:
        self.table, self.submission, self.framework = table, submission, framework
        self.shares = _shares(table)
        self.weighty: frozenset[str] | None = None

    def hold(self, one: Field, row: Row) -> bool:
        """Whether the field must be filled in."""
        return one.need is Need.REQUIRED or all(self._holds(when, row) for when in one.when)

    def _holds(self, when: When, row: Row) -> bool:
        if when.field not in self.shares:
            return _holds(when, row)
        if self.weighty is None:
            self.weighty = weighty(scheme_of(self.submission, self.framework))
        return row.text(self.table.key) in self.weighty


def _holds(when: When, row: Row) -> bool:
    value = row.values.get(when.field)
    if value is None:
        return not when.values and when.field in row.bad
    return not when.values or _said(value) in when.values


def _said(value: Value) -> str:
    if isinstance(value, str):
        return value
    return plain(value) if isinstance(value, Decimal) else str(value)


def weighty(scheme: Scheme) -> frozenset[str]:
    """The indicators that count, as stage 5 has it: nothing on the way up from one of them is a
    pilot or does not apply."""
    parents = {one.code: "" for one in scheme.systems if not one.pilot}
    parents |= {one.code: one.parent for one in scheme.indicators if not one.pilot}
    standing = {code: parent for code, parent in parents.items() if code not in scheme.left_out}
    while fallen := {code for code, up in standing.items() if up and up not in standing}:
        standing = {code: up for code, up in standing.items() if code not in fallen}
    return frozenset(standing)


def untouched_tables(submission: Submission, framework: Framework) -> frozenset[str]:
    """The tables in which nothing stands but what a new workbook begins with. The cover never
    counts as untouched: who the office is must be said first. In a stage begun, neither does a
    table that lacks nothing as it began: its starting values were accepted."""
    bare = [
        entries
        for entries in submission.tables.values()
        if entries.table.stage != "S00" and not _is_touched(entries, framework)
    ]
    ids = {entries.table.id for entries in bare}
    begun = {one.table.stage for id, one in submission.tables.items() if id not in ids}
    return frozenset(
        entries.table.id
        for entries in bare
        if entries.table.stage not in begun or not _is_complete(entries, submission, framework)
    )


def _is_complete(entries: Entries, submission: Submission, framework: Framework) -> bool:
    return bool(entries.rows) and not any(lacking(entries, submission, framework))


@once
def _starts(table: Table, framework: Framework) -> dict[str, dict[str, Start]]:
    return {row.key: dict(row.values) for row in starting_rows(table, framework)}


def _is_touched(entries: Entries, framework: Framework) -> bool:
    starts = _starts(entries.table, framework)
    writers = {one.id: one.writer for one in entries.table.fields}
    for row in entries.rows:
        start = starts.get(row.rid)
        if row.bad or (start is None and row.values):
            return True
        for id, value in row.values.items():
            if writers[id] is Writer.OFFICE and not _is_start(value, (start or {}).get(id)):
                return True
        if any(writers[id] is Writer.OFFICE and row.is_blank(id) for id in start or ()):
            return True  # what a new workbook began with was taken out
    return False


def _is_start(value: Value, start: Start | None) -> bool:
    return value in start if isinstance(start, Words) else value == start


Progress = dict[str, tuple[int, int, int]]


def check_fields(submission: Submission, framework: Framework) -> list[Problem]:
    """Every field that should be filled in and is not (G001), is repeated where it may not be
    (G006) or refers to nothing (G007), or the rule the field names instead.

    A stage in which nothing has been typed gives one note (G011), not a flood; so does an untouched
    table of a stage already begun (G013).
    """
    problems: list[Problem] = []
    untouched = untouched_tables(submission, framework)
    known: dict[str, Keys | None] = {}
    for entries in checked(submission):
        if entries.table.id in untouched:
            problems += _not_begun(entries, submission, untouched)
            continue
        problems += [
            _fault(entries, row, one, Fault.MISSING, "", value=worded("shown_blank"))
            for row, one in lacking(entries, submission, framework)
        ]
        problems += _repeated(entries)
        problems += _unknown(entries, submission, known)
    return problems


def progress(
    submission: Submission, framework: Framework, problems: Sequence[Problem] | None = None
) -> Progress:
    """By stage: how many of the cells that must be filled are, how many there are, and how many
    cells are wrong: those that ``problems`` tells of (default: the unreadable ones and those
    :func:`check_fields` tells of)."""
    untouched = untouched_tables(submission, framework)
    wrong = _wrong_cells(check_fields(submission, framework) if problems is None else problems)
    counted: Progress = {}
    for entries in checked(submission):
        stage = entries.table.stage
        filled, expected, _ = counted.get(stage, (0, 0, 0))
        if problems is None:
            bad = ((row, id) for row in entries.rows for id in row.bad)
            wrong.setdefault(stage, set()).update(
                (entries.sheet, entries.cell(row, id)) for row, id in bad
            )
        more, asked = _counted(entries, submission, framework, untouched)
        counted[stage] = (filled + more, expected + asked, len(wrong.get(stage, ())))
    return counted


def _wrong_cells(problems: Sequence[Problem]) -> dict[str, set[tuple[str, str]]]:
    wrong: dict[str, set[tuple[str, str]]] = {}
    for one in problems:
        if one.place.cell and severity_of(one) in (Severity.ERROR, Severity.BLOCK):
            wrong.setdefault(one.place.stage, set()).add((one.place.sheet, one.place.cell))
    return wrong


def _counted(
    entries: Entries, submission: Submission, framework: Framework, untouched: frozenset[str]
) -> tuple[int, int]:
    """Cells filled and cells that must be; an empty table that may not stay so asks for a row."""
    begun = entries.table.id not in untouched
    if not begun and entries.table.may_be_empty:
        return 0, 0
    asked = list(needed(entries, submission, framework))
    if not asked and not begun:
        return 0, sum(one.need is Need.REQUIRED for one in entries.table.fields)
    return sum(one.id in row.values for row, one in asked) if begun else 0, len(asked)


def _fault(
    entries: Entries, row: Row, one: Field, fault: Fault, typed: str, **more: str | Words
) -> Problem:
    values = {**describe(entries, row, one, typed), "expected": one.hint, **more}
    return Problem(one.rules.get(fault, GENERAL[fault]), entries.place(row, one.id), values)


def _not_begun(
    entries: Entries, submission: Submission, untouched: frozenset[str]
) -> Iterator[Problem]:
    """G011 once for a stage in which nothing is typed; G013 for a table of a stage begun, where no
    rule of the stage tells it."""
    table = entries.table
    same = [one.table for one in checked(submission) if one.table.stage == table.stage]
    begun = any(one.id not in untouched for one in same)
    if table.may_be_empty or (begun and table.empty) or (not begun and table is not _main(same)):
        return
    first = next((one for one in table.fields if one.writer is Writer.OFFICE), table.fields[0])
    row = entries.rows[0] if entries.rows else Row(entries.first)
    title = table.title if begun else form_of(table.stage).title
    values: dict[str, str | Words] = {"stage": table.stage, "table": title}
    yield Problem("G013" if begun else "G011", entries.place(row, first.id), values)


def _main(tables: Sequence[Table]) -> Table:
    return next((one for one in tables if not one.may_be_empty), tables[0])


def _repeated(entries: Entries) -> Iterator[Problem]:
    """The second row with the same value of a field that names its row, with all such rows."""
    for one in entries.table.fields:
        if not one.unique:
            continue
        rows: dict[str, list[Row]] = {}
        for row in entries.rows:
            value = row.values.get(one.id)
            if value is not None:
                typed = value if isinstance(value, str) else printed(value)
                rows.setdefault(_alike(one, typed), []).append(row)
        for same in rows.values():
            if len(same) > 1:
                shown = rows_shown(row.number for row in same)
                typed = printed(same[1].values[one.id])
                yield _fault(entries, same[1], one, Fault.UNIQUE, typed, rows=shown)


def _alike(one: Field, typed: str) -> str:
    return thai.code_look(typed) if one.kind in (Kind.CODE, Kind.REF) else thai.key(typed)


def _unknown(
    entries: Entries, submission: Submission, known: dict[str, Keys | None]
) -> Iterator[Problem]:
    """References to what does not stand in the other table; silent when that is not in the book."""
    for one in references(entries.table):
        keys = keys_for(entries, one, submission.tables, known)
        if keys is None:
            continue
        for row in entries.rows:
            if one.writer is Writer.OFFICE or not is_fixed(entries.table, row):
                lost = [key for key in row.keys_of(one.id) if key not in keys.exact]
                if lost:
                    yield _no_such(entries, row, one, lost, keys)


def _no_such(entries: Entries, row: Row, one: Field, lost: Sequence[str], keys: Keys) -> Problem:
    """One problem for the keys that are not there, however many; what was probably meant is told by
    a code of its own: letters of another alphabet (G017), several keys in a cell for one (G019)."""
    typed, near = ", ".join(lost), keys.nearest(lost[0])
    said = describe(entries, row, one, typed)
    letters = thai.foreign_letters(lost[0])
    if letters and near and thai.code_look(near) == thai.code_look(lost[0]):
        values = {**said, "letters": letters, "guess": near}
        return Problem("G017", entries.place(row, one.id), values)
    if one.kind is Kind.REF and (parts := several_keys(lost[0], keys.find)):
        return Problem("G019", entries.place(row, one.id), {**said, "n": str(parts)})
    told = worded("did_you_mean")
    more: dict[str, str | Words] = {
        **dict.fromkeys(("ev", "parent", "person", "name"), typed),
        "problem": worded("not_found"),
        "suggest": Words(*(text.format(value=near) for text in told)) if near else NO_WORDS,
    }
    return _fault(entries, row, one, Fault.REFERENCE, typed, **more)
