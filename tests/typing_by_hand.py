"""What a person does to a random office's workbook in a spreadsheet program: cells that show a
percentage, rows that change places, codes that the program takes for numbers."""

import re
from collections.abc import Mapping
from random import Random

from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.forms.schema import FilledBy
from pso_excel.xlsx.workbook import column_letters
from tests.chance import Made
from tests.libreoffice import Document

Rows = Mapping[str, list[int]]
"""The row of each line of a table, in the order of the office's lines."""

SORTED = ("S05.systems", "S05.indicators", "S06.answers")
TURNED = ("S05.indicators", "S06.answers")
NUMBER = re.compile(r"[0-9]+\.[0-9]+")


def type_by_hand(document: Document, made: Made) -> Rows:
    """Do so; gives the rows in which the lines stand in the end."""
    placed = {
        table.table.id: table for plan in lay_out_workbook(made.framework) for table in plan.tables
    }
    rows = {table: _rows(placed[table], made, table) for table in made.lines}
    chance = Random(f"by hand {made.seed}")
    for sheet in {placed[table].sheet for table in SORTED}:
        document.sheet(sheet).unprotect("")
    if made.kind == "sorted":
        for table in SORTED:
            moved = _move(document, placed[table], chance)
            rows[table] = [moved.get(row, row) for row in rows[table]]
    for table, numbers in rows.items():
        for line, row in zip(made.lines[table], numbers, strict=True):
            for field_id, cell in line.items():
                if cell.format:
                    _show(document, placed[table], field_id, row, cell.format)
    if made.kind == "turned":
        _turn(document, made, placed, rows, chance)
    return rows


def _rows(placed: TableLayout, made: Made, table: str) -> list[int]:
    fixed = {row.key: placed.first + n for n, row in enumerate(placed.fixed)}
    free = placed.spare_first
    rows: list[int] = []
    for line in made.lines[table]:
        key = line.get(placed.table.key) if placed.table.key else None
        row = fixed.get(str(key.value)) if key else None
        if row is None:
            row, free = free, free + 1
        rows.append(row)
    return rows


def _move(document: Document, placed: TableLayout, chance: Random) -> dict[int, int]:
    """Let some of the framework's rows change places, with or without what is hidden beside them;
    gives where each went."""
    fixed = list(range(placed.first, placed.spare_first))
    chosen = chance.sample(fixed, chance.randrange(2, 1 + min(6, len(fixed))))
    target = chosen[1:] + chosen[:1]
    columns = [
        placed.columns[field.id]
        for field in placed.table.fields
        if field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
    ]
    if chance.randrange(2):
        columns.append(1)
    sheet = document.sheet(placed.sheet)
    for column in columns:
        letters = column_letters(column)
        cells = {row: sheet.getCellRangeByName(f"{letters}{row}") for row in chosen}
        seen = {row: (cell.getDataArray(), cell.NumberFormat) for row, cell in cells.items()}
        for row, other in zip(chosen, target, strict=True):
            cells[other].NumberFormat = seen[row][1]
            cells[other].setDataArray(seen[row][0])
    return dict(zip(chosen, target, strict=True))


def _show(
    document: Document, placed: TableLayout, field_id: str, row: int, cell_format: str
) -> None:
    formats, locale = document.model.NumberFormats, document.model.CharLocale
    key = formats.queryKey(cell_format, locale, False)
    key = formats.addNew(cell_format, locale) if key < 0 else key
    cell = document.sheet(placed.sheet).getCellRangeByName(placed.cell(field_id, row))
    cell.NumberFormat = key


def _turn(
    document: Document, made: Made, placed: Mapping[str, TableLayout], rows: Rows, chance: Random
) -> None:
    for table in TURNED:
        for line, row in zip(made.lines[table], rows[table], strict=True):
            code = str(line["code"].value)
            if NUMBER.fullmatch(code) and not chance.randrange(3):
                cell = placed[table].cell("code", row)
                sheet = document.sheet(placed[table].sheet)
                sheet.getCellRangeByName(cell).setValue(float(code))
