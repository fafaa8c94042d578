"""How far an office is: the fields it must fill in, and the stages it has submitted.

One definition for every rule and for the province. A stage that is neither sent nor due is no fault
of the workbook.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.core.performance import cache_by_identity
from pso_excel.forms.prefilled_rows import Start, prefilled_rows
from pso_excel.forms.schema import Field, FilledBy, Requirement, Table, When
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Row, Submission, TableRows, Value
from pso_excel.scoring.scheme import Scheme, scheme_of

COVER = "S00.cover"
_NUMBERED = re.compile(r"(?:ขั้นที่|ขั้น|stages?|s)? ?0?([0-9]{1,2})", re.IGNORECASE)
_SPAN = re.compile(r" ?(?:[-–—]|ถึง|\bto\b) ?", re.IGNORECASE)
_LISTED = re.compile(r" ?(?:[,;/]|และ|กับ|\band\b) ?| (?![0-9])| (?=[0-9])", re.IGNORECASE)
_ALL = frozenset({"ทั้งหมด", "ทุกขั้น", "all", "all stages"})


def is_submitted(submission: Submission) -> bool:
    """Whether the cover says that the workbook is submitted, no longer a draft. The approval that
    belongs to it is required on the cover (H207)."""
    cover = submission.record(COVER)
    return cover is not None and cover.text("status") == "submitted"


def stages_sent(submission: Submission, framework: Framework) -> tuple[str, ...]:
    """The stages an office has submitted, in order: those the cover names, by default those in
    which anything is answered (of a workbook of single stages: its own); none while it is a draft.
    """
    if not is_submitted(submission):
        return ()
    sent = _named(submission) or _begun(submission, framework)
    return tuple(stage for stage in submission.stages if stage in sent)


def stages_due(submission: Submission, framework: Framework) -> frozenset[str]:
    """The stages that must be whole: those that were sent; where the cover names none, also those
    before the last of them, since stages are accepted in their order."""
    sent = stages_sent(submission, framework)
    if not sent or _named(submission):
        return frozenset(sent)
    return frozenset(stage for stage in submission.stages if stage <= sent[-1])


def named_stages(text: str) -> frozenset[str] | None:
    """The stages a cover names (``"1-3, 6"``, ``"ขั้น ๑ ถึง ๖"``, ``"S01 S02"``, ``"ทุกขั้น"``); None
    for a text that names none or cannot be read."""
    plain = thai.digits(thai.clean(text)).casefold()
    if plain in _ALL:
        return frozenset(f"S{number:02}" for number in range(1, 11))
    found: set[int] = set()
    for part in filter(None, _LISTED.split(_SPAN.sub("-", _joined(plain)))):
        ends = [_NUMBERED.fullmatch(end) for end in part.split("-")]
        numbers = [int(end[1]) for end in ends if end]
        if len(numbers) != len(ends) or len(ends) > 2 or not 0 <= numbers[0] <= numbers[-1] <= 10:
            return None
        found.update(range(numbers[0], numbers[-1] + 1))
    return frozenset(f"S{number:02}" for number in found) or None


def _joined(text: str) -> str:
    """The words before a number, written without the space after them."""
    return re.sub(r"(ขั้นที่|ขั้น|stages?) (?=[0-9])", r"\1", text)


def _named(submission: Submission) -> frozenset[str] | None:
    cover = submission.record(COVER)
    return named_stages(cover.text("stages_sent")) if cover else None


def _begun(submission: Submission, framework: Framework) -> frozenset[str]:
    if submission.template.startswith("stage:"):
        return frozenset(submission.stages)
    untouched: Iterable[str] = untouched_tables(submission, framework)
    return frozenset(
        entries.table.stage
        for table_id, entries in submission.tables.items()
        if table_id not in untouched and entries.rows
    )


ALWAYS = frozenset({"S00", "STAFF", "EVIDENCE"})
"""What is checked in every workbook; other tables only where their stage is what it is for."""


SHARE = "share"
"""The sheet's formula whose figure is there for an indicator that carries weight."""


def tables_in_scope(submission: Submission) -> Iterator[TableRows]:
    """The tables an office answers for in this workbook: not those brought along for the figures
    in them, nor the results."""
    for entries in submission.tables.values():
        stage = entries.table.stage
        if stage in submission.stages or stage in ALWAYS:
            yield entries


class _RequiredFields(NamedTuple):
    """The fields that may have to be filled in: in the rows of the framework, and in all others."""

    fixed: tuple[Field, ...]
    free: tuple[Field, ...]


@cache_by_identity
def _required_fields(table: Table) -> _RequiredFields:
    asked = [field for field in table.fields if field.need is not Requirement.OPTIONAL]
    office = tuple(field for field in asked if field.writer is FilledBy.OFFICE)
    free = tuple(field for field in asked if field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK))
    return _RequiredFields(office, free)


@cache_by_identity
def _shares(table: Table) -> frozenset[str]:
    """The fields that show an indicator's weight by a formula of the sheet."""
    return frozenset(field.id for field in table.fields if field.formula == SHARE)


def is_fixed(table: Table, row: Row) -> bool:
    """Whether a row is one of the framework's."""
    return table.fixed != "" and row.row_id != "" and row.row_id == row.text(table.key)


def required_cells(
    entries: TableRows, submission: Submission, framework: Framework
) -> Iterator[tuple[Row, Field]]:
    """Every field that must be filled in, row by row: required, or conditional on what holds."""
    asked, conditions = (
        _required_fields(entries.table),
        _Conditions(entries.table, submission, framework),
    )
    for row in entries.rows:
        for field in asked.fixed if is_fixed(entries.table, row) else asked.free:
            if conditions.is_required(field, row):
                yield row, field


def missing_fields(
    entries: TableRows, submission: Submission, framework: Framework
) -> Iterator[tuple[Row, Field]]:
    """Those of the needed fields in which nothing is typed."""
    asked, conditions = (
        _required_fields(entries.table),
        _Conditions(entries.table, submission, framework),
    )
    for row in entries.rows:
        values, bad = row.values, row.unreadable
        for field in asked.fixed if is_fixed(entries.table, row) else asked.free:
            if (
                field.id not in values
                and field.id not in bad
                and conditions.is_required(field, row)
            ):
                yield row, field


class _Conditions:
    """Whether what a field's need depends on holds in a row; the office's scheme is worked out
    only when an indicator's weight is asked about."""

    def __init__(self, table: Table, submission: Submission, framework: Framework) -> None:
        self.table, self.submission, self.framework = table, submission, framework
        self.shares = _shares(table)
        self.weighty: frozenset[str] | None = None

    def is_required(self, field: Field, row: Row) -> bool:
        """Whether the field must be filled in."""
        return field.need is Requirement.REQUIRED or all(
            self._holds(when, row) for when in field.when
        )

    def _holds(self, when: When, row: Row) -> bool:
        if when.field not in self.shares:
            return _holds(when, row)
        if self.weighty is None:
            self.weighty = weighted_indicators(scheme_of(self.submission, self.framework))
        return row.text(self.table.key) in self.weighty


def _holds(when: When, row: Row) -> bool:
    value = row.values.get(when.field)
    if value is None:
        return not when.values and when.field in row.unreadable
    return not when.values or _value_text(value) in when.values


def _value_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return format_plain(value) if isinstance(value, Decimal) else str(value)


def weighted_indicators(scheme: Scheme) -> frozenset[str]:
    """The indicators that count, as stage 5 has it: nothing on the way up from one of them is a
    pilot or does not apply."""
    parents = {system.code: "" for system in scheme.systems if not system.pilot}
    parents |= {
        indicator.code: indicator.parent for indicator in scheme.indicators if not indicator.pilot
    }
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
    begun = {
        table.table.stage for table_id, table in submission.tables.items() if table_id not in ids
    }
    return frozenset(
        entries.table.id
        for entries in bare
        if entries.table.stage not in begun or not _is_complete(entries, submission, framework)
    )


def _is_complete(entries: TableRows, submission: Submission, framework: Framework) -> bool:
    return bool(entries.rows) and not any(missing_fields(entries, submission, framework))


@cache_by_identity
def _starts(table: Table, framework: Framework) -> dict[str, dict[str, Start]]:
    return {row.key: dict(row.values) for row in prefilled_rows(table, framework)}


def _is_touched(entries: TableRows, framework: Framework) -> bool:
    starts = _starts(entries.table, framework)
    writers = {field.id: field.writer for field in entries.table.fields}
    for row in entries.rows:
        start = starts.get(row.row_id)
        if row.unreadable or (start is None and row.values):
            return True
        for field_id, value in row.values.items():
            if writers[field_id] is FilledBy.OFFICE and not _is_start(
                value, (start or {}).get(field_id)
            ):
                return True
        if any(
            writers[field_id] is FilledBy.OFFICE and row.is_blank(field_id)
            for field_id in start or ()
        ):
            return True  # what a new workbook began with was taken out
    return False


def _is_start(value: Value, start: Start | None) -> bool:
    return value in start if isinstance(start, Bilingual) else value == start
