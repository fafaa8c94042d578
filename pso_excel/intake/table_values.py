"""Every typed cell of a table read by its field's kind, and every fault of a single field."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pso_excel.core import number_spelling, thai
from pso_excel.core.bilingual import Language, Words
from pso_excel.core.figures import plain
from pso_excel.core.number_spelling import LONGEST_WORD
from pso_excel.core.performance import once
from pso_excel.core.problem import Problem
from pso_excel.core.thai import show_day
from pso_excel.forms.choices import LISTS
from pso_excel.forms.prefilled_rows import starting_rows
from pso_excel.forms.schema import KINDS, Fault, Field, Kind, Need, Shape, Table, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake.cell_parsers import (
    READERS,
    Finding,
    Heard,
    Reader,
    as_typed,
    choice_reader,
    error_in,
    level_reader,
    number_reader,
    one_code,
    percent_reader,
)
from pso_excel.intake.codes import CODES, is_turned
from pso_excel.intake.row_index import Ground
from pso_excel.intake.row_model import NUMBERS, RowFault, levels_of, limits_of, row_faults
from pso_excel.model.submission import Entries, Row, Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import UNCALCULATED, Cell, Shown, position

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
    return (
        not text.isspace()
        and number_spelling.canonical(text) == number_spelling.FIRST + number_spelling.LAST
    )


@cache
def _blanks(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_DASHES.sub("-", thai.key(word)) for word in words)


def several(field: Field, value: book.Value, shown: Shown, reader: Reader) -> int:
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


def _is_read(part: str, shown: Shown, reader: Reader) -> bool:
    got = reader(part, shown)
    return got is not None and not (isinstance(got, Heard) and got.value is None)


GENERAL: Mapping[Fault, str] = {
    Fault.MISSING: "G001",
    Fault.KIND: "G008",  # what is no number at all is told when it is read (G002)
    Fault.CHOICE: "G003",
    Fault.RANGE: "G004",
    Fault.LENGTH: "G005",
    Fault.UNIQUE: "G006",
    Fault.REFERENCE: "G007",
}
"""The code of a fault where the field names no rule of its own."""


class _Plan(NamedTuple):
    """How a table is read: the reader of each field, those of them the framework fills in, and
    what it fills in by row id."""

    readers: Mapping[str, tuple[Field, Reader]]
    framework: frozenset[str]
    starts: Mapping[str, Mapping[str, Value]]


@once
def _plan(table: Table, framework: Framework, language: Language) -> _Plan:
    wanted = {Writer.OFFICE, Writer.FRAMEWORK}
    if table.stage == "CHECK":
        wanted.add(Writer.PROCESSOR)  # so that a reason is known by the problem beside it
    readers = {
        one.id: (one, reader_of(one, framework)) for one in table.fields if one.writer in wanted
    }
    locked = frozenset(one.id for one in table.fields if one.writer is Writer.FRAMEWORK)
    starts = {
        row.key: {
            id: value.say(language) if isinstance(value, Words) else value
            for id, value in row.values.items()
            if id in locked
        }
        for row in starting_rows(table, framework)
    }
    return _Plan(readers, locked, starts)


def reader_of(field: Field, framework: Framework) -> Reader:
    """How a field's cell is read."""
    if field.kind is Kind.CHOICE:
        return choice_reader(LISTS[field.choices])
    if field.kind is Kind.LEVEL:
        return level_reader(field, levels_of(framework))
    if field.kind in NUMBERS:
        return percent_reader(field) if field.kind is Kind.PERCENT else number_reader(field)
    if field.kind is Kind.CODE and field.unique:
        return one_code
    return READERS[field.kind]


def take_table(
    entries: Entries, ground: Ground, framework: Framework, language: Language
) -> list[Problem]:
    """Read the values of every row of ``entries`` and give the faults of single fields.

    What the framework writes in its own rows is taken from the framework, whatever stands there.
    """
    table, problems = entries.table, list[Problem]()
    if table.stage == "SUMMARY":
        return problems
    plan = _plan(table, framework, language)
    free = {entries.columns[id]: one for id, one in plan.readers.items() if id in entries.columns}
    fixed = {column: one for column, one in free.items() if one[0].id not in plan.framework}
    for line, column in ground.sheet.uncalculated:
        if column in free:
            ground.rows.setdefault(line, {})[column] = UNCALCULATED
    cleaned, empty = {position(cell) for cell in ground.sheet.cleaned}, set[int]()
    for row in entries.rows:
        start = plan.starts.get(row.rid)
        if start is not None:
            row.values.update(start)
        if table.shape is Shape.RECORD:
            columns, cells = _record(entries, ground, plan)
        else:
            columns, cells = free if start is None else fixed, ground.line(row.number)
        if row.refused:
            _refuse(row, columns, cells)
            continue
        told = _take_row(row, columns, cells)
        if not (row.values or row.bad or start is not None or table.shape is Shape.RECORD):
            empty.add(row.number)
        elif table.stage != "CHECK":
            told = [one for one in told if not _is_missing(*one)]
            told = _with_limits(told, _judged(row, table, framework))
            told += _cleaned(entries, row, columns, cleaned) if cleaned else ()
        if told:
            problems += _problems(entries, row, told, framework)
    if empty:
        entries.rows = [row for row in entries.rows if row.number not in empty]
    return problems


_Columns = Mapping[int, tuple[Field, Reader]]
_Told = list[tuple[Field, Finding, str]]


def _record(entries: Entries, ground: Ground, plan: _Plan) -> tuple[_Columns, Mapping[int, Cell]]:
    """The cells of a record as if they stood in one row, by the line of each field."""
    lines = {entries.lines[id]: one for id, one in plan.readers.items() if id in entries.lines}
    cells = {
        line: cell
        for line, (field, _) in lines.items()
        if (cell := ground.line(line).get(entries.columns[field.id])) is not None
    }
    return lines, cells


def _take_row(row: Row, columns: _Columns, cells: Mapping[int, Cell]) -> _Told:
    told: _Told = []
    for column, (value, formula, error, shown) in cells.items():
        found = columns.get(column)
        if found is None:
            continue
        field, reader = found
        typed_in = field.writer is not Writer.PROCESSOR
        error = error or (error_in(value) if typed_in else "")
        if error or formula:
            told.append((field, *_computed(value, error, shown)))
            if error or value is None:
                row.bad[field.id] = told[-1][2]
                continue
        if typed_in and is_blank_word(field, value):
            told.append((field, _BLANK, as_typed(value)))
            continue
        got = reader(value, shown)
        if isinstance(got, Heard):
            typed = as_typed(value, shown)
            if field.kind in CODES and is_turned(value):
                row.turned[field.id] = cells[column]  # told once it is known which code it is
            else:
                told += [(field, one, typed) for one in _findings(got, field, value, shown, reader)]
            got = got.value
            if got is None:
                row.bad[field.id] = typed
                continue
        if got is not None:
            row.values[field.id] = got
    return told


def _refuse(row: Row, columns: _Columns, cells: Mapping[int, Cell]) -> None:
    """Nothing in a row that nobody can place is read; why is told of the row (T131, T133)."""
    for column, cell in cells.items():
        field = columns[column][0] if column in columns else None
        typed = cell.error or as_typed(cell.value, cell.shown)
        if field is not None and typed and field.writer is not Writer.PROCESSOR:
            row.bad[field.id] = typed


_BLANK = Finding("G020")


def _is_missing(field: Field, finding: Finding, _typed: str) -> bool:
    """A word for nothing where something must be: told as missing, and once."""
    return finding is _BLANK and field.need is Need.REQUIRED


def _findings(
    got: Heard, field: Field, value: book.Value, shown: Shown, reader: Reader
) -> tuple[Finding, ...]:
    """What is told of a cell; several values in one cell are told as just that."""
    if got.value is None and (parts := several(field, value, shown, reader)):
        return (Finding("G019", None, {"n": str(parts)}),)
    return got.findings


def _cleaned(
    entries: Entries, row: Row, columns: _Columns, cleaned: Set[tuple[int, int]]
) -> Iterator[tuple[Field, Finding, str]]:
    """The cells of a row from which characters were left out that nobody can see."""
    for field, _ in columns.values():
        if (entries.line(row, field.id), entries.columns[field.id]) in cleaned:
            value = row.values.get(field.id)
            typed = row.bad.get(field.id, "") if value is None else printed(value)
            yield field, Finding("G021"), typed


def _computed(value: book.Value, error: str, shown: Shown) -> tuple[Finding, str]:
    """What is told of a formula where one types: an error, no value yet, or a value taken."""
    if error:
        return Finding("F057" if error == book.PICTURE else "F019"), error
    return (Finding("G010"), "=") if value is None else (Finding("G009"), as_typed(value, shown))


def _judged(row: Row, table: Table, framework: Framework) -> _Told:
    """The limits of the row's fields. What is of the wrong kind, no choice, or out of range is
    unusable and counts as unreadable, so that no figure comes of it; a text that is only too long
    stays as it was typed."""
    told: _Told = []
    for fault in row_faults(table, framework, row.values) if row.values else ():
        field = table.field(fault.field)
        value = row.values[fault.field]
        typed = printed(value)
        if fault.fault is not Fault.LENGTH:
            row.bad[fault.field] = typed
            del row.values[fault.field]
        told.append((field, _finding(fault, value), typed))
    return told


def _with_limits(told: _Told, judged: _Told) -> _Told:
    """Both, but a percentage that is out of range is told once, by the sign that came too late."""
    shown = {field.id: (finding, typed) for field, finding, typed in told if finding.code == "G015"}
    late = {field.id for field, finding, _ in judged if finding.fault is Fault.RANGE} & shown.keys()
    if not late:
        return told + judged
    rest = [
        (field, finding, typed)
        for field, finding, typed in told + judged
        if field.id not in late or (finding.code != "G015" and finding.fault is not Fault.RANGE)
    ]
    fields = {field.id: field for field, _, _ in judged}
    for id in sorted(late):
        finding, typed = shown[id]
        rest.append((fields[id], Finding("G033", None, finding.values), typed))
    return rest


def _finding(fault: RowFault, value: Value) -> Finding:
    values: dict[str, str | Words] = {"expected": fault.limits}
    if fault.fault is Fault.LENGTH:
        texts = (value,) if isinstance(value, str) else value
        longest = max(map(len, texts), default=0) if isinstance(texts, tuple) else 0
        values |= {"n": str(longest), "max": fault.limits}
    return Finding(GENERAL[fault.fault], fault.fault, values)


def printed(value: Value) -> str:
    """A value as a message quotes it."""
    if isinstance(value, str):
        return as_typed(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return plain(value) if isinstance(value, Decimal) else show_day(value, "numeric")


def _problems(entries: Entries, row: Row, told: _Told, framework: Framework) -> Iterator[Problem]:
    levels = levels_of(framework)
    for field, finding, typed in told:
        values = describe(entries, row, field, typed)
        if finding.fault is not None and "expected" not in finding.values:
            values["expected"] = _expected(field, finding.fault, framework)
        if field.kind is Kind.LEVEL:
            values["levels"] = ", ".join(plain(level) for level in levels)
        values.update(finding.values)
        code = field.rules.get(finding.fault, finding.code) if finding.fault else finding.code
        yield Problem(code, entries.place(row, field.id), values)


def _expected(field: Field, fault: Fault, framework: Framework) -> str | Words:
    if fault is Fault.KIND and field.kind in (Kind.TEXT, Kind.CODE, Kind.DATE):
        return field.hint
    return limits_of(field, fault, levels_of(framework)) or field.hint


def describe(entries: Entries, row: Row, field: Field, typed: str) -> dict[str, str | Words]:
    """What a sentence about a field of a row may quote, whichever name it quotes it by."""
    key = row.text(entries.table.key) or row.bad.get(entries.table.key, "")
    cell = entries.cell(row, field.id)
    number = str(entries.lines.get(field.id, row.number))
    values: dict[str, str | Words] = {
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
