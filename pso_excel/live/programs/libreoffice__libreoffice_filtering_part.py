"""The rows that an autofilter hides."""

from typing import Any


def show_all(sheet: Any) -> None:
    """Choose nothing any more in the autofilter of a sheet (the engine's own): every row is shown,
    the arrows stay."""
    ranges = sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
    number = sheet.api.RangeAddress.Sheet
    if not ranges.hasByTable(number):
        return
    filtered = ranges.getByTable(number)
    if not filtered.getFilterDescriptor().FilterFields:
        return
    at = filtered.DataArea
    cells = sheet.api.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)
    nothing = cells.createFilterDescriptor(True)
    nothing.ContainsHeader = True
    cells.filter(nothing)
