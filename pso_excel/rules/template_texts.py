"""T: texts of the form that are not the office's to write, held against the form as issued.

Of a workbook made from an older template only that is told which no change of the form can have
brought about.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pso_excel.core import thai
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import worded
from pso_excel.core.performance import once
from pso_excel.core.problem import Place, Problem
from pso_excel.forms import layout
from pso_excel.forms.prefilled_rows import starting_rows
from pso_excel.forms.schema import Shape, Table, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake import is_excel
from pso_excel.intake.workbook_identity import ONLY_PROTECTION, Part, identity_cell, identity_of
from pso_excel.model.submission import Entries
from pso_excel.rules.context import Case, Rule
from pso_excel.rules.template_identity import (
    CHECKED_BY_US,
    forms,
    is_older,
    language_of,
    text_at,
)
from pso_excel.xlsx.workbook import Sheet, address


def locked_text_changed(case: Case) -> Iterator[Problem]:
    """T107: a locked text differs from the form's: a title, a label, a header, or what the
    framework wrote."""
    language, older = language_of(case), is_older(case)
    for entries, sheet in forms(case):
        if entries.table.shape is Shape.GRID:
            if not older:
                yield from _headers(entries, sheet, language)
            yield from _fixed_texts(entries, sheet, case.framework, language)
    if carried_fingerprint(case) == _form(case).fingerprint:  # worded as today, to the letter
        yield from _standing_texts_changed(case)


def _changed(entries: Entries, cell: str, old: str, new: str) -> Problem:
    place = Place(sheet=entries.sheet, cell=cell, stage=entries.table.stage)
    return Problem("T107", place, {"old": old, "new": new or "–"})


def _headers(entries: Entries, sheet: Sheet, language: Language) -> Iterator[Problem]:
    for field in entries.table.fields:
        column, header = entries.columns.get(field.id), entries.first - 1
        if column is None:
            continue
        old, new = field.label.say(language), text_at(sheet, header, column)
        if _differs(old, new):
            yield _changed(entries, address(header, column), old, new)


def _fixed_texts(
    entries: Entries, sheet: Sheet, framework: Framework, language: Language
) -> Iterator[Problem]:
    """What the framework writes in its rows. A code that is none of the row's own is told as that
    (T130, T131), and of a row that nobody can place nothing else is."""
    locked = _locked_texts(entries.table, framework, language)
    for row in entries.rows:
        for id, old in locked.get(row.rid, ()) if not row.refused else ():
            column = entries.columns.get(id)
            if column is None:
                continue
            new = text_at(sheet, row.number, column)
            if new and id == entries.table.key:
                continue
            if _differs(old, new) and not _same_number(old, new):
                yield _changed(entries, address(row.number, column), old, new)


class Standing(NamedTuple):
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

    texts: tuple[Standing, ...]
    fingerprint: str


def _form(case: Case) -> Form:
    return _issued(case.framework, identity_of(case.book).stage, language_of(case))


@lru_cache(maxsize=32)
def _issued(framework: Framework, stage: str, language: Language) -> Form:
    plans = layout.arrange(framework, (stage,) if stage else None)
    texts = (text for plan in plans for text in _standing(plan, language))
    return Form(tuple(texts), layout.fingerprint(plans, framework, language))


def _standing(plan: layout.SheetPlan, language: Language) -> Iterator[Standing]:
    name, first = plan.name, layout.FIRST_COLUMN
    yield Standing(name, layout.TITLE_ROW, first, plan.title.say(language))
    yield Standing(name, layout.SUBTITLE_ROW, first, plan.purpose.say(language))
    for placed in plan.tables:
        table = placed.table
        if placed.section_row and table.stage not in CHECKED_BY_US:
            title = table.title.say(language)
            yield Standing(name, placed.section_row, first, title, table.id)
        for one in table.fields if table.shape is Shape.RECORD else ():
            line, label = placed.lines[one.id], layout.label_of(one, language)
            yield Standing(name, line, placed.label.first, label, table.id, one.id)


def _standing_texts_changed(case: Case) -> Iterator[Problem]:
    """Titles, headings and the labels of records; one that was only moved is no change."""
    for one in _form(case).texts:
        sheet = case.book.sheets.get(one.sheet)
        entries = case.submission.tables.get(one.table)
        if sheet is None or (one.table and entries is None):
            continue
        new = text_at(sheet, one.row, one.column)
        if not _differs(one.text, new) or _stands_elsewhere(sheet, one.text):
            continue
        row = entries.lines.get(one.field, one.row) if entries else one.row
        new = text_at(sheet, row, one.column)
        stage = entries.table.stage if entries else ""
        place = Place(sheet=one.sheet, cell=address(row, one.column), stage=stage)
        yield Problem("T107", place, {"old": one.text, "new": new or "–"})


def _stands_elsewhere(sheet: Sheet, text: str) -> bool:
    key = thai.key(text)
    texts = (cell.value for cell in sheet.cells.values() if isinstance(cell.value, str))
    return any(thai.key(one) == key for one in texts if len(one) < 2 * len(text) + 9)


@once
def _locked_texts(
    table: Table, framework: Framework, language: Language
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What the framework writes into its rows of a table: field and text, by row id."""
    fields = [one for one in table.fields if one.writer is Writer.FRAMEWORK]
    return {
        row.key: [
            (one.id, layout.spoken(one, row.values[one.id], language))
            for one in fields
            if row.values.get(one.id) is not None
        ]
        for row in starting_rows(table, framework)
    }


def _differs(old: str, new: str) -> bool:
    return old != new and thai.key(old) != thai.key(new)


def _same_number(old: str, new: str) -> bool:
    a, b = thai.number(old), thai.number(new)
    return a is not None and a == b


def protection_removed(case: Case) -> Iterator[Problem]:
    """T115: the protection of a sheet was removed; its content was compared with the form. Where
    that of all sheets was, it is told once, by whichever program (F070)."""
    bare = {entries.sheet: entries for entries, sheet in forms(case) if not sheet.protected}
    differences = [p.place.sheet for p in locked_text_changed(case)] if bare else []
    if Part.PROTECTION in case.left_out:
        if case.left_out == ONLY_PROTECTION and is_excel(case.book):
            values = {"sheet": worded("all_sheets"), "n": str(len(differences))}
            yield Problem("T115", values=values)
        return
    for name, entries in bare.items():
        place = Place(sheet=name, stage=entries.table.stage)
        yield Problem("T115", place, {"n": str(differences.count(name))})


def framework_changed(case: Case) -> Iterator[Problem]:
    """T116: the fingerprint in the file is not that of the form and framework as released, and
    what the framework wrote differs. A form whose hints were worded anew is no fault of an office.
    """
    carried = carried_fingerprint(case)
    stages = [stage for stage in case.submission.stages if stage in _STAGES]
    if not carried or not stages:
        return
    if carried != _form(case).fingerprint:
        name, _, version = case.framework.edition.partition("@")
        count = sum(p.place.stage in _STAGES for p in locked_text_changed(case))
        if count:
            values = {"framework": name, "v": version, "n": str(count)}
            yield Problem("T116", Place(sheet=layout.META_SHEET, stage=stages[0]), values)


_STAGES = frozenset({"S05", "S06", "S07", "S08", "S09"})


def carried_fingerprint(case: Case) -> str:
    """The fingerprint the workbook carries; ``""`` when it has lost it."""
    found = identity_cell(case.book, "PSO_FINGERPRINT")
    if found is not None:
        return text_at(case.book.sheets[found.sheet], found.top, found.left)
    return case.book.properties.get("PSO_FINGERPRINT", "")


RULES: tuple[Rule, ...] = (locked_text_changed, protection_removed, framework_changed)
