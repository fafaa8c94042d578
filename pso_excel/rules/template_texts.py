"""T: texts of the form that are not the office's to write, held against the form as issued.

Of a workbook made from an older template only that is told which no change of the form can have
brought about.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import term
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Location, Problem
from pso_excel.forms import layout
from pso_excel.forms.prefilled_rows import prefilled_rows
from pso_excel.forms.schema import FilledBy, Shape, Table
from pso_excel.framework.pack import Framework
from pso_excel.intake import is_excel
from pso_excel.intake.workbook_identity import ONLY_PROTECTION, Part, identity_cell
from pso_excel.model.submission import TableRows
from pso_excel.rules.context import Rule, RuleContext
from pso_excel.rules.template_identity import (
    CHECKED_BY_US,
    is_older,
    issued_tables,
    language_of,
    text_at,
)
from pso_excel.xlsx.workbook import Sheet, format_address


def locked_text_changed(context: RuleContext) -> Iterator[Problem]:
    """T107: a locked text differs from the form's: a title, a label, a header, or what the
    framework wrote."""
    language, older = language_of(context), is_older(context)
    for entries, sheet in issued_tables(context):
        if entries.table.shape is Shape.GRID:
            if not older:
                yield from _headers(entries, sheet, language)
            yield from _fixed_texts(entries, sheet, context.framework, language)
    if carried_fingerprint(context) == _form(context).fingerprint:  # worded as today, to the letter
        yield from _standing_texts_changed(context)


def _changed(entries: TableRows, cell: str, old: str, new: str) -> Problem:
    place = Location(sheet=entries.sheet, cell=cell, stage=entries.table.stage)
    return Problem("T107", place, {"old": old, "new": new or "–"})


def _headers(entries: TableRows, sheet: Sheet, language: Language) -> Iterator[Problem]:
    for field in entries.table.fields:
        column, header = entries.columns.get(field.id), entries.first - 1
        if column is None:
            continue
        old, new = field.label.in_language(language), text_at(sheet, header, column)
        if _differs(old, new):
            yield _changed(entries, format_address(header, column), old, new)


def _fixed_texts(
    entries: TableRows, sheet: Sheet, framework: Framework, language: Language
) -> Iterator[Problem]:
    """What the framework writes in its rows. A code that is none of the row's own is told as that
    (T130, T131), and of a row that nobody can place nothing else is."""
    locked = _locked_texts(entries.table, framework, language)
    for row in entries.rows:
        for field_id, old in locked.get(row.row_id, ()) if not row.refused else ():
            column = entries.columns.get(field_id)
            if column is None:
                continue
            new = text_at(sheet, row.row_number, column)
            if new and field_id == entries.table.key:
                continue
            if _differs(old, new) and not _same_number(old, new):
                yield _changed(entries, format_address(row.row_number, column), old, new)


class _FixedText(NamedTuple):
    """A text of the form besides headers and rows: where it was issued, and the table it belongs
    to (none: the sheet's title and purpose). ``field`` is that of a record's line."""

    sheet: str
    row: int
    column: int
    text: str
    table: str = ""
    field: str = ""


class Form(NamedTuple):
    """The form as issued: its standing texts and its fingerprint."""

    texts: tuple[_FixedText, ...]
    fingerprint: str


def _form(context: RuleContext) -> Form:
    return _issued(context.framework, context.identity.stage, language_of(context))


@lru_cache(maxsize=32)
def _issued(framework: Framework, stage: str, language: Language) -> Form:
    plans = layout.lay_out_workbook(framework, (stage,) if stage else None)
    texts = (text for plan in plans for text in _standing(plan, language))
    return Form(tuple(texts), layout.fingerprint(plans, framework, language))


def _standing(plan: layout.SheetLayout, language: Language) -> Iterator[_FixedText]:
    name, first = plan.name, layout.FIRST_COLUMN
    yield _FixedText(name, layout.TITLE_ROW, first, plan.title.in_language(language))
    yield _FixedText(name, layout.SUBTITLE_ROW, first, plan.purpose.in_language(language))
    for placed in plan.tables:
        table = placed.table
        if placed.section_row and table.stage not in CHECKED_BY_US:
            title = table.title.in_language(language)
            yield _FixedText(name, placed.section_row, first, title, table.id)
        for field in table.fields if table.shape is Shape.RECORD else ():
            line, label = placed.lines[field.id], layout.label_of(field, language)
            yield _FixedText(name, line, placed.label.first, label, table.id, field.id)


def _standing_texts_changed(context: RuleContext) -> Iterator[Problem]:
    """Titles, headings and the labels of records; one that was only moved is no change."""
    for fixed_text in _form(context).texts:
        sheet = context.book.sheets.get(fixed_text.sheet)
        entries = context.submission.tables.get(fixed_text.table)
        if sheet is None or (fixed_text.table and entries is None):
            continue
        new = text_at(sheet, fixed_text.row, fixed_text.column)
        if not _differs(fixed_text.text, new) or _stands_elsewhere(sheet, fixed_text.text):
            continue
        row = entries.lines.get(fixed_text.field, fixed_text.row) if entries else fixed_text.row
        new = text_at(sheet, row, fixed_text.column)
        stage = entries.table.stage if entries else ""
        place = Location(
            sheet=fixed_text.sheet, cell=format_address(row, fixed_text.column), stage=stage
        )
        yield Problem("T107", place, {"old": fixed_text.text, "new": new or "–"})


def _stands_elsewhere(sheet: Sheet, text: str) -> bool:
    key = thai.key(text)
    texts = (cell.value for cell in sheet.cells.values() if isinstance(cell.value, str))
    return any(thai.key(word) == key for word in texts if len(word) < 2 * len(text) + 9)


@cache_by_identity
def _locked_texts(
    table: Table, framework: Framework, language: Language
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What the framework writes into its rows of a table: field and text, by row id."""
    fields = [field for field in table.fields if field.writer is FilledBy.FRAMEWORK]
    return {
        row.key: [
            (field.id, layout.starting_text(field, row.values[field.id], language))
            for field in fields
            if row.values.get(field.id) is not None
        ]
        for row in prefilled_rows(table, framework)
    }


def _differs(old: str, new: str) -> bool:
    return old != new and thai.key(old) != thai.key(new)


def _same_number(old: str, new: str) -> bool:
    a, b = thai.number(old), thai.number(new)
    return a is not None and a == b


def protection_removed(context: RuleContext) -> Iterator[Problem]:
    """T115: the protection of a sheet was removed; its content was compared with the form. Where
    that of all sheets was, it is told once, by whichever program (F070)."""
    bare = {
        entries.sheet: entries for entries, sheet in issued_tables(context) if not sheet.protected
    }
    differences = [p.location.sheet for p in locked_text_changed(context)] if bare else []
    if Part.PROTECTION in context.left_out:
        if context.left_out == ONLY_PROTECTION and is_excel(context.book):
            values = {"sheet": term("all_sheets"), "n": str(len(differences))}
            yield Problem("T115", values=values)
        return
    for name, entries in bare.items():
        place = Location(sheet=name, stage=entries.table.stage)
        yield Problem("T115", place, {"n": str(differences.count(name))})


def framework_changed(context: RuleContext) -> Iterator[Problem]:
    """T116: the fingerprint in the file is not that of the form and framework as released, and
    what the framework wrote differs. A form whose hints were worded anew is no fault of an office.
    """
    carried = carried_fingerprint(context)
    stages = [stage for stage in context.submission.stages if stage in _STAGES]
    if not carried or not stages:
        return
    if carried != _form(context).fingerprint:
        name, _, version = context.framework.edition.partition("@")
        count = sum(p.location.stage in _STAGES for p in locked_text_changed(context))
        if count:
            values = {"framework": name, "v": version, "n": str(count)}
            yield Problem("T116", Location(sheet=layout.META_SHEET, stage=stages[0]), values)


_STAGES = frozenset({"S05", "S06", "S07", "S08", "S09"})


def carried_fingerprint(context: RuleContext) -> str:
    """The fingerprint the workbook carries; ``""`` when it has lost it."""
    area = identity_cell(context.book, "PSO_FINGERPRINT")
    if area is not None:
        return text_at(context.book.sheets[area.sheet], area.top, area.left)
    return context.book.properties.get("PSO_FINGERPRINT", "")


RULES: tuple[Rule, ...] = (locked_text_changed, protection_removed, framework_changed)
