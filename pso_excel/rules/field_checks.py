"""What a form asks of its fields beyond each single cell: that they are filled in, not repeated,
and refer to something that exists. Everything here comes from the fields' own specification.
"""

from collections.abc import Iterator, Sequence

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.messages import severity_of, worded
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms import form_of
from pso_excel.forms.schema import Fault, Field, Kind, Need, Table, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake.references import Keys, keys_for, references
from pso_excel.intake.table_values import GENERAL, describe, printed, several_keys
from pso_excel.model.submission import Entries, Row, Submission
from pso_excel.scoring.progress import checked, is_fixed, lacking, needed, untouched_tables
from pso_excel.xlsx.workbook import rows_shown

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
