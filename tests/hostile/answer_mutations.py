"""Answers as no form wants them, put into the cells of a workbook that has been read."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from pso_excel.model.submission import TableRows
from pso_excel.pipeline import OpenedWorkbook
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Sheet, Workbook, parse_address
from tests.hostile.mutations import LONG, TEXTS

Place = tuple[str, int, int]  # sheet, row, column

DECIMALS = (
    *("0", "1", "-1", "2", "3.5", "5", "6", "33.33", "100", "101", "99.995", "0.4", "12", "2569"),
    *("1E+308", "-1E+308", "5E-324", "999999999999999", "0.000000001", "-0", "1E+15", "366"),
)
DAYS = (
    *(
        datetime(1900, 1, 1),
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59),
        datetime(2569, 2, 28),
    ),
    *(
        datetime(2025, 10, 1),
        datetime(2026, 9, 30),
        datetime(2026, 2, 28, 12, 30),
        datetime(543, 1, 1),
    ),
)
CELLS = (
    *(Cell(Decimal(text)) for text in DECIMALS),
    *(
        Cell(Decimal("0.4"), format_kind=NumberFormatKind.PERCENT),
        Cell(Decimal(250), format_kind=NumberFormatKind.PERCENT),
    ),
    *(Cell(day, format_kind=NumberFormatKind.DATE) for day in DAYS),
    *(Cell(text) for text in (*TEXTS, *LONG)),
    *(Cell(True), Cell(False), Cell(time(8, 30)), Cell(timedelta(days=400)), Cell(None, True)),
    *(Cell(None, error=error) for error in ("#REF!", "#N/A", "#DIV/0!", "#SPILL!")),
    *(
        Cell(Decimal(7), is_formula=True),
        Cell("ก", is_formula=True),
        Cell(Decimal(7), format_kind=NumberFormatKind.TEXT),
    ),
)


def misfilled(chance: Random, opened: OpenedWorkbook, most: int = 40) -> Workbook:
    """The book with up to ``most`` answers changed: left out, nonsense, or those of another row."""
    places = _places(opened)
    book = replace(
        opened.book, sheets={name: _copy(sheet) for name, sheet in opened.book.sheets.items()}
    )
    for _ in range(chance.randint(1, most)):
        sheet, row, column = chance.choice(places)
        cells = book.sheets[sheet].cells
        kind = chance.choice(("blank", "odd", "odd", "other", "other", "other"))
        new = chance.choice(CELLS) if kind == "odd" else None
        if kind == "other":
            alike = [place for place in places if place[0] == sheet and place[2] == column]
            new = cells.get(chance.choice(alike)[1:])
        if new is None:
            cells.pop((row, column), None)
        else:
            cells[row, column] = new
    return book


def _copy(sheet: Sheet) -> Sheet:
    return replace(sheet, cells=dict(sheet.cells))


def _places(opened: OpenedWorkbook) -> list[Place]:
    """Where the answers stand, in order."""
    return [
        (entries.sheet, *parse_address(cell))
        for entries in opened.submission.tables.values()
        for cell in _cells(entries)
        if entries.sheet in opened.book.sheets
    ]


def _cells(entries: TableRows) -> list[str]:
    fields = [field.id for field in entries.table.fields]
    return [
        cell for row in entries.rows for field_id in fields if (cell := entries.cell(row, field_id))
    ]
