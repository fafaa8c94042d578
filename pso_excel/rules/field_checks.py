"""What a form asks of its fields beyond each single cell: that they are filled in, not repeated,
and refer to something that exists. Everything here comes from the fields' own specification.
"""

from collections.abc import Iterator, Sequence

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.messages import severity_of, term
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms import form_of
from pso_excel.forms.schema import Field, FieldFault, FilledBy, Kind, Requirement, Table
from pso_excel.framework.pack import Framework
from pso_excel.intake.references import KeyIndex, keys_for, references
from pso_excel.intake.table_values import GENERAL, message_values, quote_value, several_keys
from pso_excel.model.submission import Row, Submission, TableRows
from pso_excel.scoring.progress import (
    is_fixed,
    missing_fields,
    required_cells,
    tables_in_scope,
    untouched_tables,
)
from pso_excel.xlsx.workbook import format_rows

Progress = dict[str, tuple[int, int, int]]


def check_fields(submission: Submission, framework: Framework) -> list[Problem]:
    """Every field that should be filled in and is not (G001), is repeated where it may not be
    (G006) or refers to nothing (G007), or the rule the field names instead.

    A stage in which nothing has been typed gives one note (G011), not a flood; so does an untouched
    table of a stage already begun (G013).
    """
    problems: list[Problem] = []
    untouched = untouched_tables(submission, framework)
    known: dict[str, KeyIndex | None] = {}
    for entries in tables_in_scope(submission):
        if entries.table.id in untouched:
            problems += _not_begun(entries, submission, untouched)
            continue
        problems += [
            _fault(entries, row, field, FieldFault.MISSING, "", value=term("shown_blank"))
            for row, field in missing_fields(entries, submission, framework)
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
    for entries in tables_in_scope(submission):
        stage = entries.table.stage
        filled, expected, _ = counted.get(stage, (0, 0, 0))
        if problems is None:
            bad = ((row, field_id) for row in entries.rows for field_id in row.unreadable)
            wrong.setdefault(stage, set()).update(
                (entries.sheet, entries.cell(row, field_id)) for row, field_id in bad
            )
        more, asked = _counted(entries, submission, framework, untouched)
        counted[stage] = (filled + more, expected + asked, len(wrong.get(stage, ())))
    return counted


def _wrong_cells(problems: Sequence[Problem]) -> dict[str, set[tuple[str, str]]]:
    wrong: dict[str, set[tuple[str, str]]] = {}
    for problem in problems:
        if problem.location.cell and severity_of(problem) in (Severity.ERROR, Severity.BLOCK):
            wrong.setdefault(problem.location.stage, set()).add(
                (problem.location.sheet, problem.location.cell)
            )
    return wrong


def _counted(
    entries: TableRows, submission: Submission, framework: Framework, untouched: frozenset[str]
) -> tuple[int, int]:
    """Cells filled and cells that must be; an empty table that may not stay so asks for a row."""
    begun = entries.table.id not in untouched
    if not begun and entries.table.may_be_empty:
        return 0, 0
    asked = list(required_cells(entries, submission, framework))
    if not asked and not begun:
        return 0, sum(field.need is Requirement.REQUIRED for field in entries.table.fields)
    return sum(field.id in row.values for row, field in asked) if begun else 0, len(asked)


def _fault(
    entries: TableRows,
    row: Row,
    field: Field,
    fault: FieldFault,
    typed: str,
    **more: str | Bilingual,
) -> Problem:
    values = {**message_values(entries, row, field, typed), "expected": field.hint, **more}
    return Problem(field.rules.get(fault, GENERAL[fault]), entries.locate(row, field.id), values)


def _not_begun(
    entries: TableRows, submission: Submission, untouched: frozenset[str]
) -> Iterator[Problem]:
    """G011 once for a stage in which nothing is typed; G013 for a table of a stage begun, where no
    rule of the stage tells it."""
    table = entries.table
    same = [
        table_rows.table
        for table_rows in tables_in_scope(submission)
        if table_rows.table.stage == table.stage
    ]
    begun = any(table.id not in untouched for table in same)
    if table.may_be_empty or (begun and table.empty) or (not begun and table is not _main(same)):
        return
    first = next(
        (field for field in table.fields if field.writer is FilledBy.OFFICE), table.fields[0]
    )
    row = entries.rows[0] if entries.rows else Row(entries.first)
    title = table.title if begun else form_of(table.stage).title
    values: dict[str, str | Bilingual] = {"stage": table.stage, "table": title}
    yield Problem("G013" if begun else "G011", entries.locate(row, first.id), values)


def _main(tables: Sequence[Table]) -> Table:
    return next((table for table in tables if not table.may_be_empty), tables[0])


def _repeated(entries: TableRows) -> Iterator[Problem]:
    """The second row with the same value of a field that names its row, with all such rows."""
    for field in entries.table.fields:
        if not field.unique:
            continue
        rows: dict[str, list[Row]] = {}
        for row in entries.rows:
            value = row.values.get(field.id)
            if value is not None:
                typed = value if isinstance(value, str) else quote_value(value)
                rows.setdefault(_comparable(field, typed), []).append(row)
        for same in rows.values():
            if len(same) > 1:
                shown = format_rows(row.row_number for row in same)
                typed = quote_value(same[1].values[field.id])
                yield _fault(entries, same[1], field, FieldFault.UNIQUE, typed, rows=shown)


def _comparable(field: Field, typed: str) -> str:
    return thai.code_shape(typed) if field.kind in (Kind.CODE, Kind.REF) else thai.key(typed)


def _unknown(
    entries: TableRows, submission: Submission, known: dict[str, KeyIndex | None]
) -> Iterator[Problem]:
    """References to what does not stand in the other table; silent when that is not in the book."""
    for field in references(entries.table):
        keys = keys_for(entries, field, submission.tables, known)
        if keys is None:
            continue
        for row in entries.rows:
            if field.writer is FilledBy.OFFICE or not is_fixed(entries.table, row):
                lost = [key for key in row.keys_of(field.id) if key not in keys.exact]
                if lost:
                    yield _no_such(entries, row, field, lost, keys)


def _no_such(
    entries: TableRows, row: Row, field: Field, lost: Sequence[str], keys: KeyIndex
) -> Problem:
    """One problem for the keys that are not there, however many; what was probably meant is told by
    a code of its own: letters of another alphabet (G017), several keys in a cell for one (G019)."""
    typed, near = ", ".join(lost), keys.nearest(lost[0])
    said = message_values(entries, row, field, typed)
    letters = thai.foreign_letters(lost[0])
    if letters and near and thai.code_shape(near) == thai.code_shape(lost[0]):
        values = {**said, "letters": letters, "guess": near}
        return Problem("G017", entries.locate(row, field.id), values)
    if field.kind is Kind.REF and (parts := several_keys(lost[0], keys.find)):
        return Problem("G019", entries.locate(row, field.id), {**said, "n": str(parts)})
    words = term("did_you_mean")
    more: dict[str, str | Bilingual] = {
        **dict.fromkeys(("ev", "parent", "person", "name"), typed),
        "problem": term("not_found"),
        "suggest": Bilingual(*(text.format(value=near) for text in words)) if near else NO_WORDS,
    }
    return _fault(entries, row, field, FieldFault.REFERENCE, typed, **more)
