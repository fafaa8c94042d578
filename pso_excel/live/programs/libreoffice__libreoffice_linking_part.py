"""Links from cells to places of the same workbook: text fields, as LibreOffice makes of those in a
file, and writes back as links."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pso_excel.xlsx.workbook import position

FIELD = "com.sun.star.text.TextField.URL"
FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
Run = tuple[int, int, int]


def put_links(sheet: Any, links: Mapping[str, str]) -> None:
    """Make cells of a sheet of the engine lead to places (``'06'!E12``); an empty place takes the
    link away. The texts stay."""
    for cell, place in links.items():
        if place:
            _put(sheet, cell, place)
    for column, first, last in _runs(position(cell) for cell in links if not links[cell]):
        _take_away(sheet.range((first, column), (last, column)))


def _put(sheet: Any, cell: str, place: str) -> None:
    row, column = position(cell)
    at = sheet.api.getCellByPosition(column - 1, row - 1)
    field = sheet.book.api.createInstance(FIELD)
    field.URL = f"#{_place(place)}"
    field.Representation = str(at.getString())
    at.setString("")
    at.insertTextContent(at.createTextCursor(), field, False)


def _take_away(cells: Any) -> None:
    """Write the plain texts over those with a field; a formula has none."""
    if not cells.api.queryContentCells(FORMULAS).Count:
        cells.raw_value = cells.api.getDataArray()


def _place(place: str) -> str:
    """``'06_ประเมิน'!E12`` as LibreOffice writes it."""
    sheet, _, cell = place.rpartition("!")
    return f"{sheet}.{cell}" if sheet else cell


def _runs(spots: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """Column, first and last row of the runs of cells below one another."""
    run: Run | None = None
    for column, row in sorted((column, row) for row, column in spots):
        if run is not None and run[0] == column and run[2] == row - 1:
            run = column, run[1], row
            continue
        if run is not None:
            yield run
        run = column, row, row
    if run is not None:
        yield run
