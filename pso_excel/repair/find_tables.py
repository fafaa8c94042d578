"""Where every table of the form stands in a damaged workbook.

First as a check finds them: by markers, defined names, ids and headers. What is missing then is
looked for over all sheets by its headers, and at last by its position.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pso_excel.forms import form_of
from pso_excel.forms.layout import CHECK, HELPERS, STRIP_ROW, TableLayout
from pso_excel.forms.schema import Field, FilledBy, Kind, Shape
from pso_excel.framework.pack import Framework
from pso_excel.intake import fixed_ids
from pso_excel.intake.cell_parsers import ParsedValue
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.table_locator import locate_tables
from pso_excel.intake.table_values import reader_of
from pso_excel.model.submission import TableRows
from pso_excel.repair.damaged_workbook import Page, Spot
from pso_excel.repair.find_by_headers import find_by_headers
from pso_excel.repair.found_table import FoundTable, MatchedBy, number_rows
from pso_excel.repair.similarity import (
    by_ids,
    exact,
    holds_no_table,
    known_ids,
    match_similar_headers,
    matching_form_sheet,
    near_name,
)
from pso_excel.xlsx.workbook import Sheet, Workbook

MISFITS = 0.2
"""The part of a column's values that may be unreadable in its field: officers mistype, too."""
_FREE = frozenset({Kind.TEXT, Kind.NOTE})


def stand_by_position(
    placed: TableLayout,
    standings: Mapping[str, FoundTable],
    pages: Mapping[str, Page],
    framework: Framework,
) -> FoundTable | None:
    """The table as it would lie on its sheet, or None when the sheet is not known or nothing of
    its values agrees with the form."""
    sheet = _sheet_of(placed, standings, pages)
    if placed.table.shape is Shape.RECORD or not sheet:
        return None
    page = pages[sheet]
    rows = _rows(placed, page, standings)
    shift = page.id_column - 1 if page.id_column else 0
    table = FoundTable(placed, sheet)
    if rows:
        table.first, table.last = rows[0], rows[-1]
        for column_field in _open(placed):
            column = placed.columns[column_field.id] + shift
            if fits(column_field, page, rows, column, framework):
                table.columns[column_field.id], table.how[column_field.id] = (
                    column,
                    MatchedBy.POSITION,
                )
    typed = sum(_has(page, rows, column) for column in table.columns.values())
    return table if typed else None


def fill_by_position(table: FoundTable, page: Page, framework: Framework) -> None:
    """Columns of a recognised grid whose own header is lost or quite different: where all columns
    beside them say they would be, if the values agree."""
    if table.is_record or not table.columns:
        return
    placed, words = table.placed, page.words(table.header)
    shifts = [column - placed.columns[field_id] for field_id, column in table.columns.items()]
    if len(set(shifts)) > 1 or not words:
        return  # columns were moved or inserted: their places say nothing
    taken = set(table.columns.values())
    rows = range(table.first, table.last + 1)
    for column_field in _open(placed):
        column = placed.columns[column_field.id] + shifts[0]
        if column_field.id in table.columns or column in taken:
            continue
        if _has(page, rows, column) and fits(column_field, page, rows, column, framework):
            table.columns[column_field.id], table.how[column_field.id] = (
                column,
                MatchedBy.POSITION,
            )
            taken.add(column)


def fits(
    column_field: Field, page: Page, rows: Sequence[int], column: int, framework: Framework
) -> bool:
    """Whether (nearly) all values of a column can be read as the field's."""
    cells = [page.rows[row][column] for row in rows if column in page.rows.get(row, {})]
    if column_field.kind in _FREE or not cells:
        return True
    read = reader_of(column_field, framework)
    wrong = 0
    for cell in cells:
        got = None if cell.error else read(cell.value, cell.format_kind)
        wrong += got is None or (isinstance(got, ParsedValue) and got.value is None)
    return wrong <= MISFITS * len(cells)


def _open(placed: TableLayout) -> list[Field]:
    """The fields that an officer types in."""
    return [
        column_field
        for column_field in placed.table.fields
        if column_field.writer is FilledBy.OFFICE
        or (column_field.writer is FilledBy.FRAMEWORK and placed.fixed)
    ]


def _has(page: Page, rows: Sequence[int], column: int) -> bool:
    """Whether anything was typed in a column; formulas are the form's."""
    cells = (page.rows.get(row, {}).get(column) for row in rows)
    return any(cell is not None and not cell.is_formula for cell in cells)


def _sheet_of(
    placed: TableLayout, standings: Mapping[str, FoundTable], pages: Mapping[str, Page]
) -> str:
    """The sheet a lost table must be on: that of its neighbours, its own, one nearly so named, or
    one that has its title."""
    for table in standings.values():
        if table.placed.sheet == placed.sheet:
            return table.sheet
    used = {table.sheet for table in standings.values()}
    free = [name for name in pages if name not in used]
    if placed.sheet in free:
        return placed.sheet
    titles = {
        header_key(text)
        for words in (placed.table.title, form_of(placed.table.stage).title)
        for text in words
    }
    for name in free:
        heads = (pages[name].words(row).values() for row in range(1, STRIP_ROW + 4))
        if any(text in titles for words in heads for text in words):
            return name
    return near_name(placed.sheet, free)


def _rows(placed: TableLayout, page: Page, standings: Mapping[str, FoundTable]) -> list[int]:
    """The rows between the neighbours of a table that carry a row id; without any, those in which
    something stands in a column of the table."""
    above, below = STRIP_ROW, page.last + 1
    for table in standings.values():
        if table.placed.sheet == placed.sheet and table.sheet == page.sheet.name:
            if table.placed.first < placed.first:
                above = max(above, table.last)
            else:
                below = min(below, table.first - 1)
    between = [row for row in sorted(page.rows) if above < row < below]
    keys = {row.key for row in placed.fixed}
    marked = [row for row in between if _is_row_id(page.row_id(row), keys)]
    if marked:
        return marked
    shift = page.id_column - 1 if page.id_column else 0
    columns = {column + shift for column in placed.columns.values()}
    own = {header_key(text) for text in placed.table.title}
    return [
        row
        for row in between
        if len(columns & page.rows[row].keys()) > 1 and own.isdisjoint(page.words(row).values())
    ]


def _is_row_id(row_id: str, keys: Container[str]) -> bool:
    return row_id in keys or (row_id[:1] == "r" and row_id[1:].isdecimal())


@dataclass(slots=True)
class DamagedWorkbook:
    """The damaged workbook as it was read: its cells by row, the version of its template, and
    beside it a blank of the form it is to be.

    ``values_only`` says that no formula is left in it: a program kept what they showed.
    """

    book: Workbook
    blank: Workbook
    pages: Mapping[str, Page]
    framework: Framework
    version: int
    standings: dict[str, FoundTable] = field(default_factory=dict[str, FoundTable])
    copies: list[FoundTable] = field(default_factory=list[FoundTable])
    values_only: bool = False

    def was_computed(self, spot: Spot, table: FoundTable) -> bool:
        """Whether the form has a formula where a cell of a workbook of values stands: as far from
        the table as there."""
        placed = table.placed
        down = table.first - placed.first
        right = min(
            (column - placed.columns[field_id] for field_id, column in table.columns.items()),
            default=0,
        )
        sheet = self.blank.sheets[placed.sheet]
        return self.values_only and sheet.cell(spot[1] - down, spot[2] - right).is_formula


def find_tables(old: DamagedWorkbook, tables: Mapping[str, TableLayout]) -> None:
    """Put every table that can be recognised into ``old.standings``, further copies of one into
    ``old.copies``."""
    old.values_only = not any(_has_formulas(sheet) for sheet in old.book.sheets.values())
    skipped = {name for name, page in old.pages.items() if holds_no_table(page.sheet, old.blank)}
    pages = {name: page for name, page in old.pages.items() if name not in skipped}
    located = locate_tables(
        old.book, [placed.table for placed in tables.values()], fixed_ids(old.framework)
    )
    for table_id, entries in located.tables.items():
        table = _as_found(tables[table_id], entries, old)
        if _is_sound(table):
            old.standings[table_id] = table
    lost = [placed for table_id, placed in tables.items() if table_id not in old.standings]
    for table in find_by_headers(lost, pages, _claimed(old.standings.values())):
        old.standings[table.table.id] = table
    lost = [placed for placed in lost if placed.table.id not in old.standings]
    for placed in lost:
        table = stand_by_position(placed, old.standings, pages, old.framework)
        if table is not None:
            old.standings[placed.table.id] = table
    old.copies = _copies(old, tables, pages)
    for table in (*old.standings.values(), *old.copies):
        _complete(table, old)
        keys = tuple(fixed_ids(old.framework).get(table.table.fixed, ()))
        number_rows(table, old.pages[table.sheet], keys)


def _has_formulas(sheet: Sheet) -> bool:
    return bool(sheet.uncalculated) or any(cell.is_formula for cell in sheet.cells.values())


def _as_found(placed: TableLayout, entries: TableRows, old: DamagedWorkbook) -> FoundTable:
    page = old.pages[entries.sheet]
    table = FoundTable(
        placed,
        entries.sheet,
        columns=dict(entries.columns),
        lines=dict(entries.lines),
        first=entries.first,
        last=max([entries.last, *(row.row_number for row in entries.rows[-1:])]),
        lone=entries.lone,
    )
    if placed.table.shape is Shape.GRID:
        table.header = entries.first - 1
        words = page.words(table.header)
        table.ids = _id_row(table, page)
        if not exact(placed.table.fields, words):
            table.header = 0
    table.how = {field_id: _how(table, field_id, page) for field_id in table.columns}
    return table


def _complete(found_table: FoundTable, old: DamagedWorkbook) -> None:
    """Columns whose header was typed a little differently, then those without any header."""
    page, table = old.pages[found_table.sheet], found_table.table
    if found_table.is_record or not found_table.header:
        return
    taken = {*found_table.columns.values(), *_own_columns(found_table, page)}
    words = {c: text for c, text in page.words(found_table.header).items() if c not in taken}
    lost = [
        column_field for column_field in table.fields if column_field.id not in found_table.columns
    ]
    for field_id, column in match_similar_headers(lost, words).items():
        found_table.columns[field_id], found_table.how[field_id] = column, MatchedBy.LIKENESS
    fill_by_position(found_table, page, old.framework)


def _own_columns(table: FoundTable, page: Page) -> list[int]:
    """The check column and those of intermediate figures."""
    others = {CHECK, *HELPERS.get(table.table.id, ())}
    line = page.rows.get(table.ids, {}) if table.ids else {}
    return [column for column in line if page.text(table.ids, column) in others]


def _id_row(table: FoundTable, page: Page) -> int:
    """The row of field ids above the headers, 0 when it is gone."""
    for row in range(table.header, max(0, table.header - 7), -1):
        texts = {column: page.text(row, column) for column in page.rows.get(row, {})}
        if len(by_ids(table.table, texts)) >= min(2, len(table.columns)):
            return row
    return 0


def _how(table: FoundTable, row_id: str, page: Page) -> MatchedBy:
    if table.is_record:
        marked = page.row_id(table.lines[row_id]).removeprefix("@")
        return MatchedBy.ID if known_ids(table.table).get(marked) == row_id else MatchedBy.HEADER
    text = page.text(table.ids, table.columns[row_id])
    return MatchedBy.ID if known_ids(table.table).get(text) == row_id else MatchedBy.HEADER


def _is_sound(table: FoundTable) -> bool:
    """Whether enough of a table was found where its marker or name says it is: a name that points
    at the wrong cells finds next to nothing there."""
    typed = [
        column_field
        for column_field in table.table.fields
        if column_field.writer is not FilledBy.SHEET
    ]
    found = sum(column_field.id in table.columns for column_field in typed)
    return found * 3 >= len(typed)


def _claimed(standings: Iterable[FoundTable]) -> dict[str, set[int]]:
    """The rows of each sheet that a table is known to take."""
    taken: dict[str, set[int]] = {}
    for table in standings:
        top = min(filter(None, (table.ids, table.header, table.first)), default=table.first)
        taken.setdefault(table.sheet, set()).update(range(top, table.last + 1))
    return taken


def _copies(
    old: DamagedWorkbook, tables: Mapping[str, TableLayout], pages: Mapping[str, Page]
) -> list[FoundTable]:
    """The tables of sheets that are copies of a sheet: looked for on sheets that hold none."""
    used = {table.sheet for table in old.standings.values()}
    rest = {name: page for name, page in pages.items() if name not in used}
    found: list[FoundTable] = []
    for name, page in rest.items():
        home = matching_form_sheet(page.sheet, old.blank)
        ours = [table for table in tables.values() if home in ("", table.sheet)]
        for table in find_by_headers(ours, {name: page}, {}):
            table.is_copy = table.table.id in old.standings
            if table.is_copy:
                found.append(table)
    return found
