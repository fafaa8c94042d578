"""A sheet of a stage: its head, its tables, its printed page."""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import (
    FIRST_COLUMN,
    MONTHS,
    READ,
    ROW_IDS,
    STRIP_ROW,
    SUBTITLE_ROW,
    TITLE_ROW,
    TYPED,
    Placed,
    SheetPlan,
)
from pso_excel.forms.schema import KINDS, Field, Kind, Need, Shape, Writer, number_fields
from pso_excel.templates.context import Making, protect
from pso_excel.templates.field_cells import OPEN, STARRED, alignment, cell_style, guide_cell
from pso_excel.templates.formulas import RowFormulas, name_of
from pso_excel.templates.grid import write_grid
from pso_excel.templates.hidden_sheets import hide_row, write_ids
from pso_excel.templates.number_formulas import (
    number_at,
    numbers_read,
    typed_letters,
    typed_marks,
    typed_shape,
)
from pso_excel.templates.page_setup import lead_columns, page_breaks, set_sheet_page
from pso_excel.templates.progress import write_strip
from pso_excel.templates.styles import (
    GOLD,
    NAVY,
    SIZE,
    TEAL,
    row_height,
    text_lines,
)
from pso_excel.xlsx.patcher.cell_xml import is_formula_like
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


TITLE_SIZE, STRIP_LINES = 22, 3

TABS = {"S00": NAVY, "CHECK": GOLD, "SUMMARY": GOLD, "STAFF": "#64748B", "EVIDENCE": "#64748B"}


def write_sheet(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """Everything on one sheet but what the cover and the summary add."""
    styles = column_styles(making, plan)
    making.open_columns[plan.name] = tuple(open_columns(plan))
    write_head(making, plan, sheet)
    for column, width in plan.widths.items():
        style = styles.get(column, making.style("page"))
        sheet.set_column(column - 1, column - 1, width, style, {"hidden": not width})
    for placed in plan.tables:
        if placed.section_row:
            write_section(making, sheet, placed, plan.right)
        if placed.table.shape is Shape.RECORD:
            write_record(making, sheet, placed)
        else:
            write_grid(making, sheet, placed)
    for placed in plan.tables:
        for id, column in placed.helpers.items():
            if id not in MONTHS:
                options = {"hidden": True}
                sheet.set_column(column - 1, column - 1, None, making.style("page"), options)
    sheet.set_column(
        ROW_IDS - 1, ROW_IDS - 1, 4, making.style("page", font_size=8), {"hidden": True}
    )
    write_strip(making, sheet, plan, wrapped=len(page_breaks(plan)) > 0)
    set_sheet_page(making, plan, sheet)
    sheet.set_tab_color(TABS.get(plan.form.stage, TEAL))
    protect(sheet)


def write_head(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """Title and purpose, on rows that stay locked.

    Where columns repeat on further printed pages, both keep within those columns, or they would be
    cut off there.
    """
    title, purpose = making.say(plan.title), making.say(plan.purpose)
    if not page_breaks(plan) or plan.grid is None:
        for row, height in ((TITLE_ROW, 42), (SUBTITLE_ROW, 28), (STRIP_ROW, 32)):
            making.row(sheet, row, height)
        making.write(sheet, TITLE_ROW, FIRST_COLUMN, title, making.style("title"))
        making.write(sheet, SUBTITLE_ROW, FIRST_COLUMN, purpose, making.style("subtitle"))
        return
    last = lead_columns(plan.grid)
    width = plan.grid.width(FIRST_COLUMN, last)
    for row, words, meaning, size in (
        (TITLE_ROW, title, "title", TITLE_SIZE),
        (SUBTITLE_ROW, purpose, "subtitle", SIZE),
        (STRIP_ROW, "", "strip", SIZE),
    ):
        lines = text_lines(words, width, size) if words else STRIP_LINES
        making.row(sheet, row, row_height(lines, size))
        style = making.style(meaning, font_size=size, text_wrap=True)
        making.span(sheet, row, FIRST_COLUMN, last, words, style)


def write_section(making: Making, sheet: Worksheet, placed: Placed, right: int) -> None:
    """The heading of a table, as wide as the sheet."""
    sheet.set_row(placed.section_row - 1, 32, making.style("page"))
    title = making.say(placed.table.title)
    style = making.style("section")
    making.write(sheet, placed.section_row, FIRST_COLUMN, title, style)
    for column in range(FIRST_COLUMN + 1, right + 1):
        sheet.write_blank(placed.section_row - 1, column - 1, None, style)


def column_styles(making: Making, plan: SheetPlan) -> dict[int, Format]:
    """What the empty cells of a column are: alignment, format and lock of the growing table."""
    placed = plan.grid
    if placed is None or not placed.table.spare:
        return {}
    open_ones = open_columns(plan)
    columns = ((placed.columns[one.id], one) for one in placed.table.fields)
    return {
        column: cell_style(making, one, "spare" if column in open_ones else "derived")
        for column, one in columns
    }


def open_columns(plan: SheetPlan) -> frozenset[int]:
    """The columns whose empty cells the office may fill in: those of the growing table."""
    placed = plan.grid
    if placed is None or not placed.table.spare:
        return frozenset()
    fields = placed.table.fields
    return frozenset(placed.columns[one.id] for one in fields if one.writer in OPEN)
