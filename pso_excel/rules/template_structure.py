"""T: what was changed of the form itself, held against the layout it was made from.

Where tables, columns and rows stand, and which of them are lost (T101 to T106, T110 to T114, T117),
is found while the tables are located; here is what was typed over or taken away. Of a workbook made
from an older template only that is told which no change of the form can have brought about.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.forms import layout
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import ChoiceList, Field, FilledBy, Kind, Shape
from pso_excel.intake import is_excel
from pso_excel.intake.row_index import Block, SheetRange, parse_range, parse_reference
from pso_excel.intake.workbook_identity import ONLY_PROTECTION, Part
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext
from pso_excel.rules.template_identity import (
    is_older,
    issued_tables,
    language_of,
    text_at,
)
from pso_excel.xlsx.workbook import Sheet, column_letters, format_cells

_MOST_NAMED, _MOST_ENTRIES = 3, 1_000
LISTED = (Kind.CHOICE, Kind.LEVEL, Kind.REF)
Spans = list[tuple[int, int]]


def formula_overwritten(context: RuleContext) -> Iterator[Problem]:
    """T108: formulas were replaced by typed values; the system computes them itself. Told once a
    column, and once for columns that were pasted over together."""
    older = is_older(context)
    for entries, sheet in issued_tables(context) if Part.FORMULAS not in context.left_out else ():
        columns = [
            column for column in _computed(entries, sheet) if not older or column.is_kept(sheet)
        ]
        typed = [column for column in (each.typed_over(sheet) for each in columns) if column.rows]
        is_whole = len(typed) > 1 and not any(column.is_kept(sheet) for column in columns)
        for group in [typed] if is_whole else _pasted(typed):
            cells = ", ".join(column.cells for column in group)
            place = Location(sheet=entries.sheet, cell=cells, stage=entries.table.stage)
            yield Problem("T108", place._replace(field=group[0].field), {"cells": cells})


class _Column(NamedTuple):
    """A column that the sheet computes, with the rows in use; ``field`` is empty for the checks."""

    field: str
    column: int
    rows: tuple[int, ...]

    @property
    def cells(self) -> str:
        """Its cells in those rows."""
        return format_cells(self.column, self.rows)

    def typed_over(self, sheet: Sheet) -> "_Column":
        """The same with the rows in which a value stands instead of a formula."""
        cells = ((row, sheet.cell(row, self.column)) for row in self.rows)
        typed = (row for row, cell in cells if cell.value not in (None, "") and not cell.is_formula)
        return self._replace(rows=tuple(typed))

    def is_kept(self, sheet: Sheet) -> bool:
        """Whether any formula stands in it."""
        cells = ((at, cell.is_formula) for (_, at), cell in sheet.cells.items())
        return any(at == self.column and formula for at, formula in cells) or any(
            at == self.column for _, at in sheet.uncalculated
        )


def _pasted(typed: Sequence[_Column]) -> list[list[_Column]]:
    """The columns that were typed over in the same several rows, together; others by themselves."""
    groups: dict[object, list[_Column]] = {}
    for number, column in enumerate(typed):
        groups.setdefault(column.rows if len(column.rows) > 1 else number, []).append(column)
    return list(groups.values())


def _computed(entries: TableRows, sheet: Sheet) -> Iterator[_Column]:
    for field in entries.table.fields:
        column = entries.columns.get(field.id)
        if field.writer is FilledBy.SHEET and column is not None:
            lines = (entries.line(row, field.id) for row in entries.rows)
            yield _Column(field.id, column, tuple(lines))
    if entries.table.shape is Shape.GRID and entries.columns:
        ids, last = entries.first - 2, max(entries.columns.values()) + 2
        for column in range(1, last):
            if sheet.cell(ids, column).value == layout.CHECK:
                yield _Column("", column, tuple(row.row_number for row in entries.rows))


def list_missing(context: RuleContext) -> Iterator[Problem]:
    """T109: the dropdown of filled cells is gone, usually pasted over (standard and x14 lists).
    Told once a column, and once a table of which no list is left."""
    for entries, sheet in issued_tables(context) if Part.LISTS not in context.left_out else ():
        listed = _lists(sheet)
        fields = [field for field in entries.table.fields if _has_dropdown(field, entries, context)]
        bare = {field.id: _rows_without_list(entries, field, listed, context) for field in fields}
        told = [(table_id, rows) for table_id, rows in bare.items() if rows]
        if len(told) > 1 and not any(_spans(entries, field.id, listed) for field in fields):
            yield _list_gone(entries, told)
        else:
            yield from (_list_gone(entries, [pair]) for pair in told)


def _rows_without_list(
    entries: TableRows, field: Field, listed: set[Block], context: RuleContext
) -> list[Row]:
    """The rows of a field that are typed into, and without a list."""
    rows = _rows_of_the_form(entries)
    spans = _spans(entries, field.id, listed)
    if (entries.first, entries.last) in spans:  # as the form has it
        return []
    if is_older(context) and not spans:  # as an older form may have had it
        return []
    if field.writer is FilledBy.FRAMEWORK:
        rows = [row for row in rows if not _is_fixed(entries, row)]
    return [row for row in rows if _is_bare(entries, row, field.id, spans)]


def _spans(entries: TableRows, field_id: str, listed: set[Block]) -> Spans:
    """The rows that have a list in the column of a field."""
    column = entries.columns[field_id]
    return [(top, last) for top, left, last, right in listed if left <= column <= right]


def _rows_of_the_form(entries: TableRows) -> list[Row]:
    """Its rows but those an officer inserted."""
    return [row for row in entries.rows if row.row_id or entries.table.shape is Shape.RECORD]


def _has_dropdown(field: Field, entries: TableRows, context: RuleContext) -> bool:
    is_listed = field.kind in LISTED and field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
    if not is_listed or field.id not in entries.columns:
        return False
    table = field.refers.rpartition(".")[0]
    return not table or table in context.submission.tables


def _lists(sheet: Sheet) -> set[Block]:
    """The blocks of cells with a list; the same block many times over is one."""
    ranges = {
        cells
        for validation in sheet.validations
        if validation.kind == "list"
        for cells in validation.ranges
    }
    return {found for cells in ranges if (found := parse_range(cells)) is not None}


def _is_bare(entries: TableRows, row: Row, field: str, spans: Spans) -> bool:
    """Typed into, and without a list."""
    if row.is_blank(field):
        return False
    line = entries.line(row, field)
    return not any(top <= line <= bottom for top, bottom in spans)


def _is_fixed(entries: TableRows, row: Row) -> bool:
    """One of the framework's own rows, not one to spare."""
    return bool(entries.table.fixed) and not row.row_id.startswith("r")


def _list_gone(entries: TableRows, told: Sequence[tuple[str, list[Row]]]) -> Problem:
    cells = [
        format_cells(entries.columns[table_id], (entries.line(row, table_id) for row in rows))
        for table_id, rows in told
    ]
    bad = sum(table_id in row.unreadable for table_id, rows in told for row in rows)
    place = entries.locate(told[0][1][0], told[0][0])._replace(cell=", ".join(cells))
    return Problem("T109", place, {"cells": place.cell, "n_bad": str(bad)})


def list_edited(context: RuleContext) -> Iterator[Problem]:
    """T118: a choice list on the hidden sheet of lists was edited, or is gone."""
    language, lost = language_of(context), list[str]()
    for choices in () if is_older(context) else _lists_in_use(context):
        stands = parse_reference(context.book.names.get(choices.name, ""))
        sheet = context.book.sheets.get(stands.sheet) if stands else None
        if stands is None or sheet is None:
            lost.append(choices.name)
            continue
        words = [choice.words.in_language(language) for choice in choices.choices]
        texts = _listed(sheet, stands)
        if texts != words and (diff := _changes(texts, words)):
            column = column_letters(stands.left)
            place = Location(sheet=sheet.name, cell=f"{column}{stands.top}:{column}{stands.bottom}")
            yield Problem("T118", place, {"list": choices.name, "diff": diff})
    if lost and Part.NAMES not in context.left_out:
        more = f" … (+{len(lost) - _MOST_NAMED})" if len(lost) > _MOST_NAMED else ""
        values = {"list": ", ".join(lost[:_MOST_NAMED]) + more, "diff": term("row_missing")}
        yield Problem("T118", Location(sheet=layout.LISTS_SHEET), values)


def _listed(sheet: Sheet, stands: SheetRange) -> list[str]:
    """The texts of a list; it may be said to be a million rows long."""
    last = min(stands.bottom, stands.top + _MOST_ENTRIES)
    texts = (text_at(sheet, row, stands.left) for row in range(stands.top, last + 1))
    return [text for text in texts if text]


def _lists_in_use(context: RuleContext) -> list[ChoiceList]:
    """The lists that fields of the workbook's tables choose from."""
    used = {
        field.choices
        for entries, _ in issued_tables(context)
        for field in entries.table.fields
        if field.choices and field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
    }
    return [choices for list_id, choices in LISTS.items() if list_id in used]


def _changes(texts: list[str], words: list[str]) -> str:
    """What was added to a list and what was lost, spelling aside."""
    found = {thai.key(text): text for text in texts}
    known = {thai.key(text): text for text in words}
    added = [f"+{text}" for key, text in found.items() if key not in known]
    lost = [f"−{text}" for key, text in known.items() if key not in found]
    return ", ".join(added + lost)


def never_calculated(context: RuleContext) -> Iterator[Problem]:
    """F012: answers are there, but no formula of their scores has ever been calculated."""
    entries = context.submission.tables.get("S06.answers")
    sheet = context.book.sheets.get(entries.sheet) if entries else None
    if entries is None or sheet is None or "score" not in entries.columns:
        return
    answered = [row for row in entries.rows if row.text("state")]
    column = entries.columns["score"]
    seen = [sheet.cell(row.row_number, column) for row in answered]
    if Part.FORMULAS in context.left_out:
        return
    if seen and all(cell.value in (None, "") and not cell.error for cell in seen):
        yield Problem("F012", Location(sheet=entries.sheet, stage="S06"))


def kept_values_only(context: RuleContext) -> Iterator[Problem]:
    """F070: parts of the form are gone from the whole workbook, as programs leave it that keep
    little more than values; F020: another program than Excel saved it, and all parts are there."""
    app = context.book.application.partition("$")[0][:80]
    is_other = not is_excel(context.book)
    place = Location(file=context.book.file)
    if context.left_out and (is_other or context.left_out != ONLY_PROTECTION):
        what = [term(f"left_out_{part}") for part in Part if part in context.left_out]
        listed = Bilingual(*(", ".join(words[n] for words in what) for n in (0, 1)))
        yield Problem("F070", place, {"what": listed, "app": app or "–"})
    elif is_other:
        yield Problem("F020", place, {"app": app})


RULES: tuple[Rule, ...] = (
    formula_overwritten,
    list_missing,
    list_edited,
    never_calculated,
    kept_values_only,
)
"""Every rule of this file."""
