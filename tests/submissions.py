"""Submissions made of tables of values, as if an office had typed them: for tests of rules."""

from collections.abc import Mapping, Sequence

from pso_excel.forms import TABLES
from pso_excel.forms.schema import Shape
from pso_excel.model.submission import Row, Submission, TableRows, Value

FIRST = 10

Rows = Sequence[Mapping[str, Value]]


def entries_of(table: str, rows: Rows) -> TableRows:
    """The rows of one table: column B is its first field, row 10 its first row."""
    form = TABLES[table]
    record = form.shape is Shape.RECORD
    columns = {field.id: 3 if record else number for number, field in enumerate(form.fields, 2)}
    lines = {field.id: number for number, field in enumerate(form.fields, FIRST)} if record else {}
    found = [Row(number, f"r{number}", dict(row)) for number, row in enumerate(rows, FIRST)]
    return TableRows(form, form.sheet, columns, lines, FIRST, FIRST + len(rows), found)


def submission_of(tables: Mapping[str, Rows], **identity: str) -> Submission:
    """A submission with those tables only."""
    made = Submission(office="58-R-014", round="2569-1", framework="pso@1.0")
    for key, value in identity.items():
        setattr(made, key, value)
    made.tables = {table: entries_of(table, rows) for table, rows in tables.items()}
    made.stages = tuple(sorted({table.partition(".")[0] for table in tables}))
    return made


def cell_of(submission: Submission, table: str, row: int, field: str) -> str:
    """The address of a field of the n-th row (from 0) of a table."""
    entries = submission.tables[table]
    return entries.cell(entries.rows[row], field)
