"""A record on its sheet: a line a field, the label, the cell, the hint and the check."""

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import Placed
from pso_excel.forms.numbers import KINDS, number_fields
from pso_excel.forms.schema import Field, Kind, Need, Shape, Writer
from pso_excel.forms.schema__helper_columns_part import READ, TYPED
from pso_excel.templates.context import Making
from pso_excel.templates.field_cells import STARRED, alignment, cell_style, guide_cell
from pso_excel.templates.formulas import RowFormulas, name_of
from pso_excel.templates.hidden_sheets__template_marks_part import hide_row, write_ids
from pso_excel.templates.number_formulas import (
    number_at,
    numbers_read,
    typed_letters,
    typed_marks,
    typed_shape,
)
from pso_excel.templates.styles import row_height, text_lines
from pso_excel.xlsx.patcher.cell_xml__books_literal_part import is_formula_like
from pso_excel.xlsx.workbook import address

HINT_SIZE = 14


def write_record(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """The lines of a record; its value stands in ``making.known`` where we know it already."""
    write_ids(making, sheet, placed)
    formulas = RowFormulas(placed, making.tables, making.language)
    page, numbers = making.style("page"), number_fields(placed.table)
    for name, formula in formulas.blank_names():
        making.define(name, formula)
    for one in placed.table.fields:
        row = placed.lines[one.id]
        making.row(sheet, row, _height(making, placed, one))
        making.write(sheet, row, 1, f"@{one.id}", page)
        _write_line(making, sheet, placed, one)
        if one in numbers:
            _write_number(making, sheet, formulas, one)
        if placed.check:
            check = formulas.check_line(one)
            making.formula(sheet, row, placed.check, check, making.style("check"))
    if placed.check:
        cells = f"{address(placed.first, placed.check)}:{address(placed.last, placed.check)}"
        making.look.verdicts(sheet, cells)
    if "band" in placed.lines:
        making.look.verdicts(sheet, placed.cell("band"))
    hide_row(making, sheet, placed.end_row, "#end")


def _write_number(making: Making, sheet: Worksheet, formulas: RowFormulas, one: Field) -> None:
    """The hidden cells and the names by which the number of a line is read."""
    placed = formulas.placed
    row, page, cell = placed.lines[one.id], making.style("page"), formulas.number_cell(one)
    letters = name_of("TYPED", placed, one.id)
    making.define(letters, typed_letters([cell.cell]))
    making.formula(sheet, row, placed.helpers[TYPED], typed_marks(letters, [cell.cell]), page)
    making.define(cell.shape, typed_shape(formulas.hidden(TYPED, one)))
    making.define(cell.part, cell.part_formula)
    making.formula(sheet, row, placed.helpers[READ], numbers_read([cell.read()], [cell.cell]), page)
    making.define(formulas.number_name(one), number_at(formulas.hidden(READ, one), 0))


def _write_line(making: Making, sheet: Worksheet, placed: Placed, one: Field) -> None:
    row = placed.lines[one.id]
    star = {"num_format": STARRED} if one.need is Need.REQUIRED else {}
    label = making.style("label", **star)
    making.span(sheet, row, placed.label.first, placed.label.last, making.say(one.label), label)
    meaning = "field" if one.writer is Writer.OFFICE else "computed"
    known = making.known.get(f"{placed.table.id}.{one.id}", "")
    style = cell_style(making, one, meaning, Shape.RECORD)
    if is_formula_like(known):
        style = making.style(meaning, **alignment(one, Shape.RECORD), quote_prefix=True)
    span = placed.value
    making.span(sheet, row, span.first, span.last, known, style)
    if known and one.kind in KINDS:
        sheet.write_number(row - 1, span.first - 1, float(known), style)
    if placed.hint.first <= placed.hint.last:
        hint = making.style("hint")
        making.span(sheet, row, placed.hint.first, placed.hint.last, making.say(one.hint), hint)
    if one.writer is Writer.OFFICE:
        cells = f"{address(row, span.first)}:{address(row, span.last)}"
        guide_cell(making, sheet, one, cells)


def _height(making: Making, placed: Placed, one: Field) -> float:
    """Room for the hint, and three lines for a note."""
    hint = placed.width(placed.hint.first, placed.hint.last)
    label = placed.width(placed.label.first, placed.label.last)
    heights = [row_height(text_lines(making.say(one.label) + " *", label))]
    if hint:
        heights.append(row_height(text_lines(making.say(one.hint), hint, HINT_SIZE), HINT_SIZE))
    if one.kind is Kind.NOTE:
        heights.append(row_height(3))
    return max(heights)
