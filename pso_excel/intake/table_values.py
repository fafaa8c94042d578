"""Every typed cell of a table read by its field's kind, and every fault of a single field."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pso_excel.core import figures, thai
from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import LONGEST_WORD, format_plain
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Problem
from pso_excel.core.thai import show_day
from pso_excel.forms.choices import LISTS
from pso_excel.forms.prefilled_rows import prefilled_rows
from pso_excel.forms.schema import (
    KINDS,
    Field,
    FieldFault,
    FilledBy,
    Kind,
    Requirement,
    Shape,
    Table,
)
from pso_excel.framework.pack import Framework
from pso_excel.intake.cell_parsers import (
    PARSERS,
    CellIssue,
    CellParser,
    ParsedValue,
    choice_parser,
    displayed_text,
    error_text,
    level_reader,
    number_reader,
    one_code,
    percent_reader,
)
from pso_excel.intake.codes import CODES, is_turned
from pso_excel.intake.row_index import SheetRows
from pso_excel.intake.row_model import NUMBERS, RowFault, levels_of, limits_of, row_faults
from pso_excel.model.submission import Row, TableRows, Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import UNCALCULATED_CELL, Cell, NumberFormatKind, parse_address

MOST_PARTS, LONGEST = 50, 2_000
_BETWEEN = re.compile(r"\s*(?:[\n\r;|；、]|,\s|\s/\s|\s[-–]\s|และ|กับ|หรือ|ถึง|\s(?:and|or|to)\s)\s*")
_COMMAS = re.compile(r"\s*[,，]\s*")
_DASHES = re.compile("-+")


def is_blank_word(field: Field, value: book.Value) -> bool:
    """Whether a cell holds nothing but a word that stands for nothing in that field."""
    if type(value) is not str or len(value) > LONGEST_WORD:
        return False
    key = _DASHES.sub("-", thai.key(value))
    return key in _blanks(field.blanks) or (field.kind in KINDS and _is_bare(value))


def _is_bare(text: str) -> bool:
    """Whether a text is only quotation marks or letters that nobody can see."""
    return not text.isspace() and figures.canonical(text) == figures.FIRST + figures.LAST


@cache
def _blanks(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_DASHES.sub("-", thai.key(word)) for word in words)


def count_values_in_text(
    field: Field, value: book.Value, shown: NumberFormatKind, reader: CellParser
) -> int:
    """How many values stand in a text that could not be read, when each part of it can; else 0.

    A comma without a space parts no numbers: 3,5 may be one that was mistyped.
    """
    if type(value) is not str or len(value) > LONGEST:
        return 0
    for between in (_BETWEEN,) if field.kind in NUMBERS else (_BETWEEN, _COMMAS):
        parts = [part for part in between.split(value.strip()) if part]
        if 1 < len(parts) <= MOST_PARTS and all(_is_read(part, shown, reader) for part in parts):
            return len(parts)
    return 0


def several_keys(text: str, find: Callable[[str], str | None]) -> int:
    """How many keys of another table stand in a text, when each part of it is one; else 0."""
    for between in (_BETWEEN, _COMMAS) if len(text) <= LONGEST else ():
        parts = [part for part in between.split(text) if part]
        if 1 < len(parts) <= MOST_PARTS and all(find(part) for part in parts):
            return len(parts)
    return 0


def _is_read(part: str, shown: NumberFormatKind, reader: CellParser) -> bool:
    got = reader(part, shown)
    return got is not None and not (isinstance(got, ParsedValue) and got.value is None)


GENERAL: Mapping[FieldFault, str] = {
    FieldFault.MISSING: "G001",
    FieldFault.KIND: "G008",  # what is no number at all is told when it is read (G002)
    FieldFault.CHOICE: "G003",
    FieldFault.RANGE: "G004",
    FieldFault.LENGTH: "G005",
    FieldFault.UNIQUE: "G006",
    FieldFault.REFERENCE: "G007",
}
"""The code of a fault where the field names no rule of its own."""


class _TableReader(NamedTuple):
    """How a table is read: the reader of each field, those of them the framework fills in, and
    what it fills in by row id."""

    readers: Mapping[str, tuple[Field, CellParser]]
    framework: frozenset[str]
    starts: Mapping[str, Mapping[str, Value]]


@cache_by_identity
def _plan(table: Table, framework: Framework, language: Language) -> _TableReader:
    wanted = {FilledBy.OFFICE, FilledBy.FRAMEWORK}
    if table.stage == "CHECK":
        wanted.add(FilledBy.PROCESSOR)  # so that a reason is known by the problem beside it
    readers = {
        field.id: (field, reader_of(field, framework))
        for field in table.fields
        if field.writer in wanted
    }
    locked = frozenset(field.id for field in table.fields if field.writer is FilledBy.FRAMEWORK)
    starts = {
        row.key: {
            field_id: value.in_language(language) if isinstance(value, Bilingual) else value
            for field_id, value in row.values.items()
            if field_id in locked
        }
        for row in prefilled_rows(table, framework)
    }
    return _TableReader(readers, locked, starts)


def reader_of(field: Field, framework: Framework) -> CellParser:
    """How a field's cell is read."""
    if field.kind is Kind.CHOICE:
        return choice_parser(LISTS[field.choices])
    if field.kind is Kind.LEVEL:
        return level_reader(field, levels_of(framework))
    if field.kind in NUMBERS:
        return percent_reader(field) if field.kind is Kind.PERCENT else number_reader(field)
    if field.kind is Kind.CODE and field.unique:
        return one_code
    return PARSERS[field.kind]


def read_table(
    entries: TableRows, rows: SheetRows, framework: Framework, language: Language
) -> list[Problem]:
    """Read the values of every row of ``entries`` and give the faults of single fields.

    What the framework writes in its own rows is taken from the framework, whatever stands there.
    """
    table, problems = entries.table, list[Problem]()
    if table.stage == "SUMMARY":
        return problems
    plan = _plan(table, framework, language)
    free = _by_place(plan, entries.columns)
    fixed = {column: pair for column, pair in free.items() if pair[0].id not in plan.framework}
    _place_uncalculated(rows, free)
    cleaned = {parse_address(cell) for cell in rows.sheet.cells_with_stripped_characters}
    empty = set[int]()
    for row in entries.rows:
        start = plan.starts.get(row.row_id)
        if start is not None:
            row.values.update(start)
        if table.shape is Shape.RECORD:
            columns, cells = _record(entries, rows, plan)
        else:
            columns, cells = free if start is None else fixed, rows.row_cells(row.row_number)
        if row.refused:
            _refuse(row, columns, cells)
            continue
        issues = _take_row(row, columns, cells)
        if not (row.values or row.unreadable or start is not None or table.shape is Shape.RECORD):
            empty.add(row.row_number)
        elif table.stage != "CHECK":
            issues = [issue for issue in issues if not _is_missing(*issue)]
            issues = _with_limits(issues, _check_row_limits(row, table, framework))
            issues += _cleaned(entries, row, columns, cleaned) if cleaned else ()
        if issues:
            problems += _problems(entries, row, issues, framework)
    if empty:
        entries.rows = [row for row in entries.rows if row.row_number not in empty]
    return problems


_Columns = Mapping[int, tuple[Field, CellParser]]
_Told = list[tuple[Field, CellIssue, str]]


def _record(
    entries: TableRows, rows: SheetRows, plan: _TableReader
) -> tuple[_Columns, Mapping[int, Cell]]:
    """The cells of a record as if they stood in one row, by the line of each field."""
    lines = _by_place(plan, entries.lines)
    cells = {
        line: cell
        for line, (field, _) in lines.items()
        if (cell := rows.row_cells(line).get(entries.columns[field.id])) is not None
    }
    return lines, cells


def _place_uncalculated(rows: SheetRows, columns: _Columns) -> None:
    for line, column in rows.sheet.uncalculated:
        if column in columns:
            rows.rows.setdefault(line, {})[column] = UNCALCULATED_CELL


def _by_place(plan: _TableReader, places: Mapping[str, int]) -> _Columns:
    """The fields that are read, with their parsers, by column or line."""
    return {places[key]: pair for key, pair in plan.readers.items() if key in places}


def _take_row(row: Row, columns: _Columns, cells: Mapping[int, Cell]) -> _Told:
    issues: _Told = []
    for column, (value, formula, error, shown) in cells.items():
        found = columns.get(column)
        if found is None:
            continue
        field, reader = found
        typed_in = field.writer is not FilledBy.PROCESSOR
        error = error or (error_text(value) if typed_in else "")
        if error or formula:
            issues.append((field, *_computed(value, error, shown)))
            if error or value is None:
                row.unreadable[field.id] = issues[-1][2]
                continue
        if typed_in and is_blank_word(field, value):
            issues.append((field, _BLANK, displayed_text(value)))
            continue
        got = reader(value, shown)
        if isinstance(got, ParsedValue):
            typed = displayed_text(value, shown)
            if field.kind in CODES and is_turned(value):
                row.turned[field.id] = cells[column]  # told once it is known which code it is
            else:
                issues += [
                    (field, issue, typed) for issue in _findings(got, field, value, shown, reader)
                ]
            got = got.value
            if got is None:
                row.unreadable[field.id] = typed
                continue
        if got is not None:
            row.values[field.id] = got
    return issues


def _refuse(row: Row, columns: _Columns, cells: Mapping[int, Cell]) -> None:
    """Nothing in a row that nobody can place is read; why is told of the row (T131, T133)."""
    for column, cell in cells.items():
        field = columns[column][0] if column in columns else None
        typed = cell.error or displayed_text(cell.value, cell.format_kind)
        if field is not None and typed and field.writer is not FilledBy.PROCESSOR:
            row.unreadable[field.id] = typed


_BLANK = CellIssue("G020")


def _is_missing(field: Field, finding: CellIssue, _typed: str) -> bool:
    """A word for nothing where something must be: told as missing, and once."""
    return finding is _BLANK and field.need is Requirement.REQUIRED


def _findings(
    got: ParsedValue, field: Field, value: book.Value, shown: NumberFormatKind, reader: CellParser
) -> tuple[CellIssue, ...]:
    """What is told of a cell; several values in one cell are told as just that."""
    if got.value is None and (parts := count_values_in_text(field, value, shown, reader)):
        return (CellIssue("G019", None, {"n": str(parts)}),)
    return got.findings


def _cleaned(
    entries: TableRows, row: Row, columns: _Columns, cleaned: Set[tuple[int, int]]
) -> Iterator[tuple[Field, CellIssue, str]]:
    """The cells of a row from which characters were left out that nobody can see."""
    for field, _ in columns.values():
        if (entries.line(row, field.id), entries.columns[field.id]) in cleaned:
            value = row.values.get(field.id)
            typed = row.unreadable.get(field.id, "") if value is None else quote_value(value)
            yield field, CellIssue("G021"), typed


def _computed(value: book.Value, error: str, shown: NumberFormatKind) -> tuple[CellIssue, str]:
    """What is told of a formula where one types: an error, no value yet, or a value taken."""
    if error:
        return CellIssue("F057" if error == book.PICTURE else "F019"), error
    return (
        (CellIssue("G010"), "=")
        if value is None
        else (CellIssue("G009"), displayed_text(value, shown))
    )


def _check_row_limits(row: Row, table: Table, framework: Framework) -> _Told:
    """The limits of the row's fields. What is of the wrong kind, no choice, or out of range is
    unusable and counts as unreadable, so that no figure comes of it; a text that is only too long
    stays as it was typed."""
    issues: _Told = []
    for fault in row_faults(table, framework, row.values) if row.values else ():
        field = table.field(fault.field)
        value = row.values[fault.field]
        typed = quote_value(value)
        if fault.fault is not FieldFault.LENGTH:
            row.unreadable[fault.field] = typed
            del row.values[fault.field]
        issues.append((field, _finding(fault, value), typed))
    return issues


def _with_limits(issues: _Told, judged: _Told) -> _Told:
    """Both, but a percentage that is out of range is told once, by the sign that came too late."""
    shown = {
        field.id: (finding, typed) for field, finding, typed in issues if finding.code == "G015"
    }
    late = {
        field.id for field, finding, _ in judged if finding.fault is FieldFault.RANGE
    } & shown.keys()
    if not late:
        return issues + judged
    rest = [
        (field, finding, typed)
        for field, finding, typed in issues + judged
        if field.id not in late
        or (finding.code != "G015" and finding.fault is not FieldFault.RANGE)
    ]
    fields = {field.id: field for field, _, _ in judged}
    for field_id in sorted(late):
        finding, typed = shown[field_id]
        rest.append((fields[field_id], CellIssue("G033", None, finding.values), typed))
    return rest


def _finding(fault: RowFault, value: Value) -> CellIssue:
    values: dict[str, str | Bilingual] = {"expected": fault.limits}
    if fault.fault is FieldFault.LENGTH:
        texts = (value,) if isinstance(value, str) else value
        longest = max(map(len, texts), default=0) if isinstance(texts, tuple) else 0
        values |= {"n": str(longest), "max": fault.limits}
    return CellIssue(GENERAL[fault.fault], fault.fault, values)


def quote_value(value: Value) -> str:
    """A value as a message quotes it."""
    if isinstance(value, str):
        return displayed_text(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return format_plain(value) if isinstance(value, Decimal) else show_day(value, "numeric")


def _problems(
    entries: TableRows, row: Row, issues: _Told, framework: Framework
) -> Iterator[Problem]:
    levels = levels_of(framework)
    for field, finding, typed in issues:
        values = message_values(entries, row, field, typed)
        if finding.fault is not None and "expected" not in finding.values:
            values["expected"] = _expected(field, finding.fault, framework)
        if field.kind is Kind.LEVEL:
            values["levels"] = ", ".join(format_plain(level) for level in levels)
        values.update(finding.values)
        code = field.rules.get(finding.fault, finding.code) if finding.fault else finding.code
        yield Problem(code, entries.locate(row, field.id), values)


def _expected(field: Field, fault: FieldFault, framework: Framework) -> str | Bilingual:
    if fault is FieldFault.KIND and field.kind in (Kind.TEXT, Kind.CODE, Kind.DATE):
        return field.hint
    return limits_of(field, fault, levels_of(framework)) or field.hint


def message_values(
    entries: TableRows, row: Row, field: Field, typed: str
) -> dict[str, str | Bilingual]:
    """What a sentence about a field of a row may quote, whichever name it quotes it by."""
    key = row.text(entries.table.key) or row.unreadable.get(entries.table.key, "")
    cell = entries.cell(row, field.id)
    number = str(entries.lines.get(field.id, row.row_number))
    values: dict[str, str | Bilingual] = {
        "cell": cell,
        "field": field.label,
        "value": typed,
        "row": number,
        "rows": number,
        "sheet": entries.sheet,
    }
    if entries.table.key:
        values |= dict.fromkeys(("code", "act", "item", "name"), key or cell)
    return values
