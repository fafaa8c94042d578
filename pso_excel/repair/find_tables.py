"""Where every table of the form stands in a damaged workbook.

First as a check finds them: by markers, defined names, ids and headers. What is missing then is
looked for over all sheets by its headers, and at last by its position.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pso_excel.forms import form_of
from pso_excel.forms.layout import CHECK, HELPERS, STRIP_ROW, Placed
from pso_excel.forms.schema import Field, Kind, Shape, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake import fixed_ids
from pso_excel.intake.cell_parsers import Heard
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.table_locator import locate_on
from pso_excel.intake.table_values import reader_of
from pso_excel.model.submission import Entries
from pso_excel.repair.damaged_workbook import Page, Spot
from pso_excel.repair.find_by_headers import look_for
from pso_excel.repair.found_table import How, Standing, number_rows
from pso_excel.repair.similarity import (
    by_ids,
    exact,
    holds_no_table,
    home_of,
    known_ids,
    near_name,
    nearly,
)
from pso_excel.xlsx.workbook import Book, Sheet

MISFITS = 0.2
"""The part of a column's values that may be unreadable in its field: officers mistype, too."""
_FREE = frozenset({Kind.TEXT, Kind.NOTE})


def stand_by_position(
    placed: Placed,
    standings: Mapping[str, Standing],
    pages: Mapping[str, Page],
    framework: Framework,
) -> Standing | None:
    """The table as it would lie on its sheet, or None when the sheet is not known or nothing of
    its values agrees with the form."""
    sheet = _sheet_of(placed, standings, pages)
    if placed.table.shape is Shape.RECORD or not sheet:
        return None
    page = pages[sheet]
    rows = _rows(placed, page, standings)
    shift = page.id_column - 1 if page.id_column else 0
    standing = Standing(placed, sheet)
    if rows:
        standing.first, standing.last = rows[0], rows[-1]
        for one in _open(placed):
            column = placed.columns[one.id] + shift
            if fits(one, page, rows, column, framework):
                standing.columns[one.id], standing.how[one.id] = column, How.POSITION
    typed = sum(_has(page, rows, column) for column in standing.columns.values())
    return standing if typed else None


def fill_by_position(standing: Standing, page: Page, framework: Framework) -> None:
    """Columns of a recognised grid whose own header is lost or quite different: where all columns
    beside them say they would be, if the values agree."""
    if standing.is_record or not standing.columns:
        return
    placed, words = standing.placed, page.words(standing.header)
    shifts = [column - placed.columns[id] for id, column in standing.columns.items()]
    if len(set(shifts)) > 1 or not words:
        return  # columns were moved or inserted: their places say nothing
    taken = set(standing.columns.values())
    rows = range(standing.first, standing.last + 1)
    for one in _open(placed):
        column = placed.columns[one.id] + shifts[0]
        if one.id in standing.columns or column in taken:
            continue
        if _has(page, rows, column) and fits(one, page, rows, column, framework):
            standing.columns[one.id], standing.how[one.id] = column, How.POSITION
            taken.add(column)


def fits(one: Field, page: Page, rows: Sequence[int], column: int, framework: Framework) -> bool:
    """Whether (nearly) all values of a column can be read as the field's."""
    cells = [page.rows[row][column] for row in rows if column in page.rows.get(row, {})]
    if one.kind in _FREE or not cells:
        return True
    read = reader_of(one, framework)
    wrong = 0
    for cell in cells:
        got = None if cell.error else read(cell.value, cell.shown)
        wrong += got is None or (isinstance(got, Heard) and got.value is None)
    return wrong <= MISFITS * len(cells)


def _open(placed: Placed) -> list[Field]:
    """The fields that an officer types in."""
    return [
        one
        for one in placed.table.fields
        if one.writer is Writer.OFFICE or (one.writer is Writer.FRAMEWORK and placed.fixed)
    ]


def _has(page: Page, rows: Sequence[int], column: int) -> bool:
    """Whether anything was typed in a column; formulas are the form's."""
    cells = (page.rows.get(row, {}).get(column) for row in rows)
    return any(cell is not None and not cell.formula for cell in cells)


def _sheet_of(placed: Placed, standings: Mapping[str, Standing], pages: Mapping[str, Page]) -> str:
    """The sheet a lost table must be on: that of its neighbours, its own, one nearly so named, or
    one that has its title."""
    for one in standings.values():
        if one.placed.sheet == placed.sheet:
            return one.sheet
    used = {one.sheet for one in standings.values()}
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


def _rows(placed: Placed, page: Page, standings: Mapping[str, Standing]) -> list[int]:
    """The rows between the neighbours of a table that carry a row id; without any, those in which
    something stands in a column of the table."""
    above, below = STRIP_ROW, page.last + 1
    for one in standings.values():
        if one.placed.sheet == placed.sheet and one.sheet == page.sheet.name:
            if one.placed.first < placed.first:
                above = max(above, one.last)
            else:
                below = min(below, one.first - 1)
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


def _is_row_id(id: str, keys: Container[str]) -> bool:
    return id in keys or (id[:1] == "r" and id[1:].isdecimal())


@dataclass(slots=True)
class Old:
    """The damaged workbook as it was read: its cells by row, the version of its template, and
    beside it a blank of the form it is to be.

    ``values_only`` says that no formula is left in it: a program kept what they showed.
    """

    book: Book
    blank: Book
    pages: Mapping[str, Page]
    framework: Framework
    version: int
    standings: dict[str, Standing] = field(default_factory=dict[str, Standing])
    copies: list[Standing] = field(default_factory=list[Standing])
    values_only: bool = False

    def was_computed(self, spot: Spot, standing: Standing) -> bool:
        """Whether the form has a formula where a cell of a workbook of values stands: as far from
        the table as there."""
        placed = standing.placed
        down = standing.first - placed.first
        right = min(
            (column - placed.columns[id] for id, column in standing.columns.items()), default=0
        )
        sheet = self.blank.sheets[placed.sheet]
        return self.values_only and sheet.cell(spot[1] - down, spot[2] - right).formula


def find_tables(old: Old, tables: Mapping[str, Placed]) -> None:
    """Put every table that can be recognised into ``old.standings``, further copies of one into
    ``old.copies``."""
    old.values_only = not any(_has_formulas(sheet) for sheet in old.book.sheets.values())
    skipped = {name for name, one in old.pages.items() if holds_no_table(one.sheet, old.blank)}
    pages = {name: page for name, page in old.pages.items() if name not in skipped}
    located = locate_on(
        old.book, [placed.table for placed in tables.values()], fixed_ids(old.framework)
    )
    for id, entries in located.tables.items():
        standing = _as_found(tables[id], entries, old)
        if _is_sound(standing):
            old.standings[id] = standing
    lost = [placed for id, placed in tables.items() if id not in old.standings]
    for standing in look_for(lost, pages, _claimed(old.standings.values())):
        old.standings[standing.table.id] = standing
    lost = [placed for placed in lost if placed.table.id not in old.standings]
    for placed in lost:
        standing = stand_by_position(placed, old.standings, pages, old.framework)
        if standing is not None:
            old.standings[placed.table.id] = standing
    old.copies = _copies(old, tables, pages)
    for standing in (*old.standings.values(), *old.copies):
        _complete(standing, old)
        keys = tuple(fixed_ids(old.framework).get(standing.table.fixed, ()))
        number_rows(standing, old.pages[standing.sheet], keys)


def _has_formulas(sheet: Sheet) -> bool:
    return bool(sheet.uncalculated) or any(cell.formula for cell in sheet.cells.values())


def _as_found(placed: Placed, entries: Entries, old: Old) -> Standing:
    page = old.pages[entries.sheet]
    standing = Standing(
        placed,
        entries.sheet,
        columns=dict(entries.columns),
        lines=dict(entries.lines),
        first=entries.first,
        last=max([entries.last, *(row.number for row in entries.rows[-1:])]),
        lone=entries.lone,
    )
    if placed.table.shape is Shape.GRID:
        standing.header = entries.first - 1
        words = page.words(standing.header)
        standing.ids = _id_row(standing, page)
        if not exact(placed.table.fields, words):
            standing.header = 0
    standing.how = {id: _how(standing, id, page) for id in standing.columns}
    return standing


def _complete(standing: Standing, old: Old) -> None:
    """Columns whose header was typed a little differently, then those without any header."""
    page, table = old.pages[standing.sheet], standing.table
    if standing.is_record or not standing.header:
        return
    taken = {*standing.columns.values(), *_own_columns(standing, page)}
    words = {c: text for c, text in page.words(standing.header).items() if c not in taken}
    lost = [one for one in table.fields if one.id not in standing.columns]
    for id, column in nearly(lost, words).items():
        standing.columns[id], standing.how[id] = column, How.LIKENESS
    fill_by_position(standing, page, old.framework)


def _own_columns(standing: Standing, page: Page) -> list[int]:
    """The check column and those of intermediate figures."""
    others = {CHECK, *HELPERS.get(standing.table.id, ())}
    line = page.rows.get(standing.ids, {}) if standing.ids else {}
    return [column for column in line if page.text(standing.ids, column) in others]


def _id_row(standing: Standing, page: Page) -> int:
    """The row of field ids above the headers, 0 when it is gone."""
    for row in range(standing.header, max(0, standing.header - 7), -1):
        texts = {column: page.text(row, column) for column in page.rows.get(row, {})}
        if len(by_ids(standing.table, texts)) >= min(2, len(standing.columns)):
            return row
    return 0


def _how(standing: Standing, id: str, page: Page) -> How:
    if standing.is_record:
        marked = page.row_id(standing.lines[id]).removeprefix("@")
        return How.ID if known_ids(standing.table).get(marked) == id else How.HEADER
    text = page.text(standing.ids, standing.columns[id])
    return How.ID if known_ids(standing.table).get(text) == id else How.HEADER


def _is_sound(standing: Standing) -> bool:
    """Whether enough of a table was found where its marker or name says it is: a name that points
    at the wrong cells finds next to nothing there."""
    typed = [one for one in standing.table.fields if one.writer is not Writer.SHEET]
    found = sum(one.id in standing.columns for one in typed)
    return found * 3 >= len(typed)


def _claimed(standings: Iterable[Standing]) -> dict[str, set[int]]:
    """The rows of each sheet that a table is known to take."""
    taken: dict[str, set[int]] = {}
    for one in standings:
        top = min(filter(None, (one.ids, one.header, one.first)), default=one.first)
        taken.setdefault(one.sheet, set()).update(range(top, one.last + 1))
    return taken


def _copies(old: Old, tables: Mapping[str, Placed], pages: Mapping[str, Page]) -> list[Standing]:
    """The tables of sheets that are copies of a sheet: looked for on sheets that hold none."""
    used = {one.sheet for one in old.standings.values()}
    rest = {name: page for name, page in pages.items() if name not in used}
    found: list[Standing] = []
    for name, page in rest.items():
        home = home_of(page.sheet, old.blank)
        ours = [one for one in tables.values() if home in ("", one.sheet)]
        for standing in look_for(ours, {name: page}, {}):
            standing.is_copy = standing.table.id in old.standings
            if standing.is_copy:
                found.append(standing)
    return found
