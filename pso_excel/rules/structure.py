"""T: what was changed of the form itself, held against the layout it was made from.

Where tables, columns and rows stand, and which of them are lost (T101 to T106, T110 to T114, T117),
is found while the tables are located; here is what was typed over or taken away. Of a workbook made
from an older template only that is told which no change of the form can have brought about.
"""

from collections.abc import Iterator

from pso_excel import layout, thai
from pso_excel.book import Sheet, address, column_letters
from pso_excel.engine.intake.ground import Area, Block, area, block
from pso_excel.form import ChoiceList, Field, Kind, Shape, Writer
from pso_excel.framework.wording import worded
from pso_excel.problem import Place, Problem
from pso_excel.rules.case import Case, Rule
from pso_excel.rules.issued import forms, is_older, language_of, text_at
from pso_excel.stages.choices import LISTS
from pso_excel.submission import Entries, Row

_MOST_NAMED, _MOST_ENTRIES = 3, 1_000
LISTED = (Kind.CHOICE, Kind.LEVEL, Kind.REF)


def formula_overwritten(case: Case) -> Iterator[Problem]:
    """T108: a formula was replaced by a typed value; the system computes it itself."""
    older = is_older(case)
    for entries, sheet in forms(case):
        for field in entries.table.fields:
            column = entries.columns.get(field.id)
            if field.writer is not Writer.SHEET or column is None:
                continue
            if not older or _computes(sheet, column):
                yield from _overwritten(entries, sheet, field)
        yield from _checks_overwritten(entries, sheet)


def _computes(sheet: Sheet, column: int) -> bool:
    """Whether any formula stands in a column."""
    cells = ((at, one.formula) for (_, at), one in sheet.cells.items())
    return any(at == column and formula for at, formula in cells) or any(
        at == column for _, at in sheet.uncalculated
    )


def _overwritten(entries: Entries, sheet: Sheet, field: Field) -> Iterator[Problem]:
    for row in entries.rows:
        if _typed_over(sheet, entries.line(row, field.id), entries.columns[field.id]):
            place = entries.place(row, field.id)
            yield Problem("T108", place, {"cells": place.cell})


def _typed_over(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell.value not in (None, "") and not cell.formula


def _checks_overwritten(entries: Entries, sheet: Sheet) -> Iterator[Problem]:
    """T108 in the check column of a grid, which is no field."""
    if entries.table.shape is Shape.RECORD or not entries.columns:
        return
    ids, last = entries.first - 2, max(entries.columns.values()) + 2
    columns = [c for c in range(1, last) if sheet.cell(ids, c).value == layout.CHECK]
    for column in columns:
        for row in entries.rows:
            if _typed_over(sheet, row.number, column):
                cell = address(row.number, column)
                place = Place(sheet=entries.sheet, cell=cell, stage=entries.table.stage)
                yield Problem("T108", place, {"cells": cell})


def list_missing(case: Case) -> Iterator[Problem]:
    """T109: the dropdown of a filled cell is gone, usually pasted over (standard and x14 lists)."""
    older = is_older(case)
    for entries, sheet in forms(case):
        listed = _lists(sheet)
        rows = _rows_of_the_form(entries)
        free = [row for row in rows if not _is_fixed(entries, row)]
        for field in entries.table.fields:
            column = entries.columns.get(field.id)
            if column is None or not _has_dropdown(field, case):
                continue
            spans = [(top, last) for top, left, last, right in listed if left <= column <= right]
            if (entries.first, entries.last) in spans:  # as the form has it
                continue
            if older and not spans:  # as an older form may have had it
                continue
            typed = free if field.writer is Writer.FRAMEWORK else rows
            bare = [row for row in typed if _is_bare(entries, row, field.id, spans)]
            if bare:
                yield _list_gone(entries, bare, field)


def _rows_of_the_form(entries: Entries) -> list[Row]:
    """Its rows but those an officer inserted."""
    return [row for row in entries.rows if row.rid or entries.table.shape is Shape.RECORD]


def _has_dropdown(field: Field, case: Case) -> bool:
    if field.kind not in LISTED or field.writer not in (Writer.OFFICE, Writer.FRAMEWORK):
        return False
    table = field.refers.rpartition(".")[0]
    return not table or table in case.submission.tables


Spans = list[tuple[int, int]]


def _lists(sheet: Sheet) -> set[Block]:
    """The blocks of cells with a list; the same block many times over is one."""
    ranges = {cells for one in sheet.validations if one.kind == "list" for cells in one.ranges}
    return {found for cells in ranges if (found := block(cells)) is not None}


def _is_bare(entries: Entries, row: Row, field: str, spans: Spans) -> bool:
    """Typed into, and without a list."""
    if row.is_blank(field):
        return False
    line = entries.line(row, field)
    return not any(top <= line <= bottom for top, bottom in spans)


def _is_fixed(entries: Entries, row: Row) -> bool:
    """One of the framework's own rows, not one to spare."""
    return bool(entries.table.fixed) and not row.rid.startswith("r")


def _list_gone(entries: Entries, rows: list[Row], field: Field) -> Problem:
    cells = [entries.cell(row, field.id) for row in rows]
    bad = sum(field.id in row.bad for row in rows)
    place = entries.place(rows[0], field.id)
    return Problem("T109", place, {"cells": ", ".join(cells), "n_bad": str(bad)})


def list_edited(case: Case) -> Iterator[Problem]:
    """T118: a choice list on the hidden sheet of lists was edited, or is gone."""
    language, lost = language_of(case), list[str]()
    for choices in () if is_older(case) else _lists_in_use(case):
        stands = area(case.book.names.get(choices.name, ""))
        sheet = case.book.sheets.get(stands.sheet) if stands else None
        if stands is None or sheet is None:
            lost.append(choices.name)
            continue
        words = [choice.words.say(language) for choice in choices.choices]
        texts = _listed(sheet, stands)
        if texts != words and (diff := _changes(texts, words)):
            column = column_letters(stands.left)
            place = Place(sheet=sheet.name, cell=f"{column}{stands.top}:{column}{stands.bottom}")
            yield Problem("T118", place, {"list": choices.name, "diff": diff})
    if lost:
        more = f" … (+{len(lost) - _MOST_NAMED})" if len(lost) > _MOST_NAMED else ""
        values = {"list": ", ".join(lost[:_MOST_NAMED]) + more, "diff": worded("row_missing")}
        yield Problem("T118", Place(sheet=layout.LISTS_SHEET), values)


def _listed(sheet: Sheet, stands: Area) -> list[str]:
    """The texts of a list; it may be said to be a million rows long."""
    last = min(stands.bottom, stands.top + _MOST_ENTRIES)
    texts = (text_at(sheet, row, stands.left) for row in range(stands.top, last + 1))
    return [text for text in texts if text]


def _lists_in_use(case: Case) -> list[ChoiceList]:
    """The lists that fields of the workbook's tables choose from."""
    used = {
        field.choices
        for entries, _ in forms(case)
        for field in entries.table.fields
        if field.choices and field.writer in (Writer.OFFICE, Writer.FRAMEWORK)
    }
    return [choices for id, choices in LISTS.items() if id in used]


def _changes(texts: list[str], words: list[str]) -> str:
    """What was added to a list and what was lost, spelling aside."""
    found = {thai.key(text): text for text in texts}
    known = {thai.key(text): text for text in words}
    added = [f"+{text}" for key, text in found.items() if key not in known]
    lost = [f"−{text}" for key, text in known.items() if key not in found]
    return ", ".join(added + lost)


def never_calculated(case: Case) -> Iterator[Problem]:
    """F012: answers are there, but no formula of their scores has ever been calculated."""
    entries = case.submission.tables.get("S06.answers")
    sheet = case.book.sheets.get(entries.sheet) if entries else None
    if entries is None or sheet is None or "score" not in entries.columns:
        return
    answered = [row for row in entries.rows if row.text("state")]
    column = entries.columns["score"]
    seen = [sheet.cell(row.number, column) for row in answered]
    if seen and all(cell.value in (None, "") and not cell.error for cell in seen):
        yield Problem("F012", Place(sheet=entries.sheet, stage="S06"))


RULES: tuple[Rule, ...] = (
    formula_overwritten,
    list_missing,
    list_edited,
    never_calculated,
)
