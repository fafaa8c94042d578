"""Where every table of the form stands in a damaged workbook.

First as a check finds them: by markers, defined names, ids and headers. What is missing then is
looked for over all sheets by its headers, and at last by its position.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pso_excel.forms.layout import CHECK, HELPERS, Placed
from pso_excel.forms.schema import Shape, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake.engine_intake_part import fixed_ids
from pso_excel.intake.table_locator import locate_on
from pso_excel.model.submission import Entries
from pso_excel.repair.damaged_workbook__repairing_pages_part import Page, Spot
from pso_excel.repair.find_by_headers import look_for
from pso_excel.repair.find_tables__repairing_position_part import (
    fill_by_position,
    stand_by_position,
)
from pso_excel.repair.found_table import number_rows
from pso_excel.repair.found_table__repairing_standing_part import How, Standing
from pso_excel.repair.similarity import by_ids, exact, known_ids, nearly
from pso_excel.repair.similarity__repairing_homes_part import holds_no_table, home_of
from pso_excel.xlsx.workbook import Book, Sheet


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
