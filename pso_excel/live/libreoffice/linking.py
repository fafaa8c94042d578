"""Links from cells to places of the same workbook: text fields, as LibreOffice makes of those in a
file, and writes back as links."""

from collections.abc import Mapping
from typing import Any

from pso_excel.book import position

RICH = 256  # com.sun.star.sheet.CellFlags.EDITATTR: texts with fields or formats of their own
FIELD = "com.sun.star.text.TextField.URL"


def put_links(sheet: Any, links: Mapping[str, str]) -> None:
    """Make cells of a sheet of the engine lead to places (``'06'!E12``); an empty place takes the
    link away. The texts stay."""
    linked = sheet.api.queryContentCells(RICH)
    for cell, place in links.items():
        row, column = position(cell)
        at = sheet.api.getCellByPosition(column - 1, row - 1)
        text = str(at.getString())
        if place:
            field = sheet.book.api.createInstance(FIELD)
            field.URL = f"#{_place(place)}"
            field.Representation = text
            at.setString("")
            at.insertTextContent(at.createTextCursor(), field, False)
        elif linked.Count and linked.queryIntersection(at.RangeAddress).Count:
            at.setString(text)


def _place(place: str) -> str:
    """``'06_ประเมิน'!E12`` as LibreOffice writes it."""
    sheet, _, cell = place.rpartition("!")
    return f"{sheet}.{cell}" if sheet else cell
