"""Typed answers into a workbook, as if an officer had typed them: for programs and for tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect
from pso_excel.core.faults import patch_copy
from pso_excel.files.read import BytesOrPath, bytes_of, name_of
from pso_excel.forms import TABLES
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import width_of
from pso_excel.forms.schema import Field, Kind, Shape
from pso_excel.framework.pack import Framework
from pso_excel.intake import fixed_ids, read_book
from pso_excel.intake.table_locator import locate
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.submission import TableRows
from pso_excel.templates.styles import text_lines
from pso_excel.xlsx.workbook import CellWrite, format_address

Answer = str | Decimal | int | date | Sequence[str] | None
Answers = Mapping[str, Sequence[Mapping[str, Answer]]]


def fill_workbook(source: BytesOrPath, answers: Answers, framework: Framework) -> bytes:
    """The workbook (its bytes or its path) with the answers in its cells, as bytes; everything else
    stays byte for byte.

    ``answers`` gives, by table id (``"S06.answers"``), a row after the other as a mapping of field
    ids. A RECORD takes one row. A row whose key is one of the framework's goes to that row; the
    others go to the free rows in their order. A choice is given by its code and written in the
    words of the workbook's language; several keys (REFS) are joined by commas; None leaves the
    cell as it is. Text goes in as it stands, so that a test can type what an officer types.

    Raises Refused when the workbook cannot be read or written into, KeyError for a table or field
    that it does not have, ValueError for more rows than there is room, TypeError for an argument of
    another kind.
    """
    file = name_of(source)
    expect("answers", answers, Mapping)
    expect("framework", framework, Framework)
    data = bytes_of(source)
    book = read_book(data, file)
    language: Language = "en" if identity_of(book).language == "en" else "th"
    found, _ = locate(book, TABLES.values(), fixed_ids(framework))
    writes: list[CellWrite] = []
    for table, rows in answers.items():
        writes += _table_writes(found[table], rows, language)
    return patch_copy(data, writes)


def _table_writes(
    entries: TableRows, rows: Iterable[Mapping[str, Answer]], language: Language
) -> Iterator[CellWrite]:
    for number, row in _placed(entries, rows):
        for field_id, value in row.items():
            if value is None:
                continue
            field = entries.table.field(field_id)
            if field_id not in entries.columns:
                raise KeyError(f"{entries.table.id}.{field_id}")
            line = entries.lines.get(field_id, number)
            yield _write(entries, field, line, value, language)


def _write(
    entries: TableRows, field: Field, line: int, value: Answer, language: Language
) -> CellWrite:
    cell = format_address(line, entries.columns[field.id])
    seen = cell_value(field, value, language)
    lines = 1
    if isinstance(seen, str) and entries.table.shape is Shape.GRID:
        lines = text_lines(seen, width_of(entries.table, field))
    return CellWrite(entries.sheet, cell, seen, line_count=lines)


def cell_value(field: Field, value: Answer, language: Language) -> str | Decimal | date | None:
    """A value as it is typed into a cell of that field."""
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        is_code = field.kind is Kind.CHOICE
        return words_of(field.choices, value).in_language(language) if is_code else value
    if isinstance(value, Sequence):
        return ", ".join(value)
    return value


def _placed(
    entries: TableRows, rows: Iterable[Mapping[str, Answer]]
) -> Iterator[tuple[int, Mapping[str, Answer]]]:
    """Each row with the row of the sheet it belongs to."""
    if entries.table.shape is Shape.RECORD:
        yield from ((entries.first, row) for row in rows)
        return
    fixed = {row.row_id: row.row_number for row in entries.rows}
    free = max(fixed.values(), default=entries.first - 1) + 1
    for row in rows:
        number = fixed.get(str(row.get(entries.table.key)))
        if number is None:
            number, free = free, free + 1
        if number > entries.last:
            raise ValueError(f"{entries.table.id}: no room after row {entries.last}")
        yield number, _without_key(entries, row) if number in fixed.values() else row


def _without_key(entries: TableRows, row: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The row without the key that the framework's row already has."""
    return {field_id: value for field_id, value in row.items() if field_id != entries.table.key}
