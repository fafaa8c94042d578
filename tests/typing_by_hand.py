"""What a person does to a random office's workbook in a spreadsheet program: cells that show a
percentage, rows that change places, codes that the program takes for numbers."""

import re
from collections.abc import Mapping
from random import Random

from pso_excel.forms.layout import Placed, arrange
from pso_excel.forms.schema import Writer
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
    placed = {one.table.id: one for plan in arrange(made.framework) for one in plan.tables}
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
            for id, cell in line.items():
                if cell.format:
                    _show(document, placed[table], id, row, cell.format)
    if made.kind == "turned":
        _turn(document, made, placed, rows, chance)
    return rows


def _rows(placed: Placed, made: Made, table: str) -> list[int]:
    fixed = {one.key: placed.first + n for n, one in enumerate(placed.fixed)}
    free = placed.spare_first
    rows: list[int] = []
    for line in made.lines[table]:
        key = line.get(placed.table.key) if placed.table.key else None
        row = fixed.get(str(key.value)) if key else None
        if row is None:
            row, free = free, free + 1
        rows.append(row)
    return rows


def _move(document: Document, placed: Placed, chance: Random) -> dict[int, int]:
    """Let some of the framework's rows change places, with or without what is hidden beside them;
    gives where each went."""
    fixed = list(range(placed.first, placed.spare_first))
    chosen = chance.sample(fixed, chance.randrange(2, 1 + min(6, len(fixed))))
    target = chosen[1:] + chosen[:1]
    columns = [
        placed.columns[one.id]
        for one in placed.table.fields
        if one.writer in (Writer.OFFICE, Writer.FRAMEWORK)
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


def _show(document: Document, placed: Placed, id: str, row: int, format: str) -> None:
    formats, locale = document.model.NumberFormats, document.model.CharLocale
    key = formats.queryKey(format, locale, False)
    key = formats.addNew(format, locale) if key < 0 else key
    cell = document.sheet(placed.sheet).getCellRangeByName(placed.cell(id, row))
    cell.NumberFormat = key


def _turn(
    document: Document, made: Made, placed: Mapping[str, Placed], rows: Rows, chance: Random
) -> None:
    for table in TURNED:
        for line, row in zip(made.lines[table], rows[table], strict=True):
            code = str(line["code"].value)
            if NUMBER.fullmatch(code) and not chance.randrange(3):
                cell = placed[table].cell("code", row)
                sheet = document.sheet(placed[table].sheet)
                sheet.getCellRangeByName(cell).setValue(float(code))
