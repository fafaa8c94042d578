"""Which fields an office has to fill in, row by row, and what it has not begun at all."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core.figures import plain
from pso_excel.core.performance import once
from pso_excel.forms.prefilled_rows import Start, starting_rows
from pso_excel.forms.schema import Field, Need, Table, When, Words, Writer
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Entries, Row, Submission, Value
from pso_excel.scoring.scheme import Scheme, scheme_of

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
