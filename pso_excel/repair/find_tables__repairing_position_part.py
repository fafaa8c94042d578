"""A table that lost its ids and its headers: taken as the form lays it out, where values agree.

Only what is likely is placed: a column with values that its field cannot hold is left, so that
they stand on the sheet of unplaced values and not in a wrong column.
"""

from collections.abc import Container, Mapping, Sequence

from pso_excel.forms import form_of
from pso_excel.forms.layout import STRIP_ROW, Placed
from pso_excel.forms.schema import Field, Kind, Shape, Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake.cell_parsers import Heard
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.table_values import reader_of
from pso_excel.repair.damaged_workbook__repairing_pages_part import Page
from pso_excel.repair.found_table__repairing_standing_part import How, Standing
from pso_excel.repair.similarity import near_name

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
