"""The changes brought onto the open book."""

from collections.abc import Sequence
from contextlib import ExitStack

import xlwings as xw

from pso_excel.live.programs import Program
from pso_excel.live.refresh_differences import SheetChanges
from pso_excel.live.refresh_ranges__refreshing_areas_part import Area
from pso_excel.live.write import assigned, blocks
from pso_excel.xlsx.workbook__results_writes_part import Write

LONGEST_IN_A_BLOCK = 8_000  # characters: Excel refuses a block with a text of more than 8,203


def bring(book: xw.Book, program: Program, changes: Sequence[SheetChanges]) -> None:
    """Bring them all onto the open book, nothing saved. Refused (U007), with nothing done, when a
    sheet is protected with a password."""
    with program.quiet(), ExitStack() as loosened:
        for one in changes:
            loosened.enter_context(program.loosened(book.sheets[one.sheet]))
        for one in changes:
            _bring(book.sheets[one.sheet], program, one)


def _bring(sheet: xw.Sheet, program: Program, change: SheetChanges) -> None:
    program.show_all(sheet)
    for first, last in reversed(change.gone):
        sheet.range(f"{first}:{last}").delete("up")
    for first, last in change.come:
        sheet.range(f"{first}:{last}").insert("down")
    for merged in change.merged:
        sheet.range(merged).merge()
    long = [write for write in change.writes if _is_long(write)]
    for row, column, lines in blocks(write for write in change.writes if not _is_long(write)):
        last = (row + len(lines) - 1, column + len(lines[0]) - 1)
        values = [[assigned(value, program) for value in line] for line in lines]
        sheet.range((row, column), last).value = values
    for write in long:
        sheet.range(write.cell).value = assigned(write.value, program)
    _paint(sheet, change)
    if change.shown:
        sheet.visible = True


def _is_long(write: Write) -> bool:
    return isinstance(write.value, str) and len(write.value) > LONGEST_IN_A_BLOCK


def _paint(sheet: xw.Sheet, change: SheetChanges) -> None:
    for area, ink in change.inks:
        _range(sheet, area).font.color = ink
    for area, ground in change.grounds:
        _range(sheet, area).color = ground
    for area, format in change.formats:
        _range(sheet, area).number_format = format
    for area, height in change.heights:
        sheet.range(f"{area.top}:{area.bottom}").row_height = height


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))
