"""Changes brought onto a book that was read, as a spreadsheet program does to an open one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from pso_excel.intake import read_book
from pso_excel.live.refresh_differences import (
    CellLook,
    SheetChanges,
    SheetLook,
    looks_of,
)
from pso_excel.live.refresh_ranges import Area, Span
from pso_excel.province_book.remarks import OWN_LIMITS
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook, column_letters, iter_range, parse_address

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A book, and how each of its sheets looks."""

    book: Workbook
    looks: Mapping[str, SheetLook]


def shown(data: bytes) -> Shown:
    """A province book as it is opened."""
    return Shown(read_book(data, limits=OWN_LIMITS), looks_of(data))


def replayed(old: Shown, changes: list[SheetChanges]) -> Shown:
    """What the open book is after the changes."""
    sheets = {
        name: replace(sheet, cells=dict(sheet.cells)) for name, sheet in old.book.sheets.items()
    }
    looks = {
        name: SheetLook(dict(sheet_look.cells), dict(sheet_look.heights))
        for name, sheet_look in old.looks.items()
    }
    for change in changes:
        _replay(sheets[change.sheet], looks[change.sheet], change)
    return Shown(replace(old.book, sheets=sheets), looks)


def _replay(sheet: Sheet, look: SheetLook, change: SheetChanges) -> None:
    for span in reversed(change.gone):
        _shift(sheet, look, span, lambda row, span=span: _without(row, span))
    for span in change.come:
        _shift(sheet, look, span, lambda row, span=span: _with(row, span))
        above = {place: cell for place, cell in look.cells.items() if place[0] == span.first - 1}
        for row in range(span.first, span.last + 1):
            look.cells.update({(row, column): look for (_, column), look in above.items()})
    sheet.merged = (*sheet.merged, *change.merged)
    for write in change.writes:
        sheet.cells[parse_address(write.cell)] = Cell(write.value)  # pyright: ignore[reportArgumentType]
    _painted(look, change.inks, lambda cell_look, ink: cell_look._replace(ink=ink))
    _painted(look, change.grounds, lambda cell_look, ground: cell_look._replace(ground=ground))
    _painted(
        look, change.formats, lambda cell_look, cell_format: cell_look._replace(format=cell_format)
    )
    for area, height in change.heights:
        look.heights.update(dict.fromkeys(range(area.top, area.bottom + 1), height))
    sheet.visible = sheet.visible or change.shown


def _painted(
    look: SheetLook,
    areas: tuple[tuple[Area, T], ...],
    paint: Callable[[CellLook, T], CellLook],
) -> None:
    for area, value in areas:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                look.cells[row, column] = paint(look.cells[row, column], value)


def _without(row: int, span: Span) -> int | None:
    return (
        row if row < span.first else row - span.last + span.first - 1 if row > span.last else None
    )


def _with(row: int, span: Span) -> int:
    return row if row < span.first else row + span.last - span.first + 1


def _shift(sheet: Sheet, look: SheetLook, span: Span, moved: Callable[[int], int | None]) -> None:
    sheet.cells = _moved(sheet.cells, moved)
    cells, heights = _moved(look.cells, moved), dict(look.heights)
    look.cells.clear()
    look.cells.update(cells)
    look.heights.clear()
    look.heights.update({new: number for row, number in heights.items() if (new := moved(row))})
    merged: list[str] = []
    for text in sheet.merged:
        (row, left), *_, (_, right) = iter_range(text)
        if new := moved(row):
            merged.append(f"{column_letters(left)}{new}:{column_letters(right)}{new}")
    sheet.merged = tuple(merged)
    assert span.first <= span.last


def _moved(
    cells: Mapping[tuple[int, int], T], moved: Callable[[int], int | None]
) -> dict[tuple[int, int], T]:
    return {(new, column): cell for (row, column), cell in cells.items() if (new := moved(row))}


def values(sheet: Sheet) -> dict[tuple[int, int], object]:
    """What a person reads in the sheet."""
    return {
        place: float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        for place, cell in sheet.cells.items()
        if cell.value not in (None, "")
    }


def painted(shown: Shown, name: str) -> dict[tuple[int, int], object]:
    """How the sheet looks; a number format only where it shows."""
    sheet = shown.book.sheets[name]
    return {
        place: look
        if isinstance(sheet.cell(*place).value, Decimal | datetime)
        else look[:2] + look[3:]
        for place, look in shown.looks[name].cells.items()
    }
