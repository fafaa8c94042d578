"""Which rows of a table have something typed in them, and which of the framework's each is."""

from collections.abc import Sequence

from pso_excel.form import Writer
from pso_excel.repairing.pages import Page
from pso_excel.repairing.standing import Standing


def number_rows(standing: Standing, page: Page, keys: Sequence[str]) -> None:
    """Put the rows that count into ``standing.rows``; ``keys`` are the framework's rows.

    A row of the framework is known by its hidden id, else by its code; if neither is left, by its
    place among as many rows as the framework has. A second row of one key is nobody's.
    """
    if standing.is_record:
        return
    columns = set(standing.columns.values())
    rows = [
        row
        for row in range(standing.first, standing.last + 1)
        if columns & page.rows.get(row, {}).keys() or page.row_id(row) in keys
    ]
    found = {row: _key(standing, page, row, keys) for row in rows}
    if keys and not any(found.values()) and len(rows) >= len(keys) and standing.header:
        found |= dict(zip(rows, keys, strict=False))
        standing.by_order = True
    seen: set[str] = set()
    for row, key in found.items():
        if (key and key not in seen) or _is_typed(standing, page, row):
            standing.rows[row] = key
            seen.add(key)


def _key(standing: Standing, page: Page, row: int, keys: Sequence[str]) -> str:
    id = page.text(row, page.id_column) if page.id_column else ""
    if id in keys:
        return id
    column = standing.columns.get(standing.table.key, 0)
    code = page.text(row, column) if column and not id else ""
    return code if code in keys else ""


def _is_typed(standing: Standing, page: Page, row: int) -> bool:
    """Whether anything stands in a column that an officer may type in."""
    line = page.rows.get(row, {})
    return any(
        standing.columns[one.id] in line
        for one in standing.table.fields
        if one.id in standing.columns and one.writer is not Writer.SHEET
    )
