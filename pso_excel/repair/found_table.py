"""Which rows of a table have something typed in them, and which of the framework's each is."""

from collections.abc import Sequence

from pso_excel.forms.schema import Writer
from pso_excel.intake.codes import Codes
from pso_excel.intake.row_keys import RowKeys, Seen, row_keys
from pso_excel.repair.damaged_workbook__repairing_pages_part import Page
from pso_excel.repair.found_table__repairing_standing_part import Standing
from pso_excel.xlsx.workbook import EMPTY, Cell


def number_rows(standing: Standing, page: Page, keys: Sequence[str]) -> None:
    """Put the rows that count into ``standing.rows``; ``keys`` are the framework's rows.

    A row of the framework is known as a check knows it, by the code that is seen in it; if neither
    codes nor ids are left, by its place among as many rows as the framework has. A second row of
    one key is nobody's, nor is one whose code contradicts its id.
    """
    if standing.is_record:
        return
    columns = set(standing.columns.values())
    codes = Codes.of(keys)
    rows = [
        row
        for row in range(standing.first, standing.last + 1)
        if row not in standing.lone
        and (columns & page.rows.get(row, {}).keys() or _known(page, row, codes))
    ]
    known = row_keys({row: _seen(standing, page, row) for row in rows}, codes)
    found = {row: known.keys.get(row, known.repeated.get(row, "")) for row in rows}
    if keys and not any(found.values()) and len(rows) >= len(keys) and standing.header:
        found |= dict(zip(rows, keys, strict=False))
        standing.by_order = True
    _count(standing, page, found, known)


def _count(standing: Standing, page: Page, found: dict[int, str], known: RowKeys) -> None:
    standing.followed = len(known.followed)
    seen: set[str] = set()
    for row, key in found.items():
        if row in known.left:
            continue
        if (key and key not in seen) or _is_typed(standing, page, row):
            standing.rows[row] = key
            seen.add(key)
            if row in known.refused or row in known.unclear:
                standing.refused.add(row)


def _known(page: Page, row: int, codes: Codes) -> bool:
    """Whether the hidden id of a row is the framework's."""
    return bool(codes.fits(_cell(page, row, page.id_column).value))


def _cell(page: Page, row: int, column: int) -> Cell:
    return page.rows.get(row, {}).get(column, EMPTY) if column else EMPTY


def _seen(standing: Standing, page: Page, row: int) -> Seen:
    code = standing.columns.get(standing.table.key, 0)
    return Seen(
        _cell(page, row, page.id_column), _cell(page, row, code), _typed(standing, page, row)
    )


def _typed(standing: Standing, page: Page, row: int) -> tuple[tuple[str, Cell], ...]:
    """What the office typed in a row, by field."""
    line = page.rows.get(row, {})
    return tuple(
        (one.id, line[standing.columns[one.id]])
        for one in standing.table.fields
        if one.writer is Writer.OFFICE and standing.columns.get(one.id) in line
    )


def _is_typed(standing: Standing, page: Page, row: int) -> bool:
    """Whether anything stands in a column that an officer may type in."""
    line = page.rows.get(row, {})
    return any(
        standing.columns[one.id] in line
        for one in standing.table.fields
        if one.id in standing.columns and one.writer is not Writer.SHEET
    )
