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
    SheetLayout,
    TableLayout,
)
from pso_excel.forms.schema import KINDS, Field, FilledBy, Kind, Requirement, Shape, number_fields
from pso_excel.templates.context import TemplateBuild, protect
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
from pso_excel.xlsx.workbook import column_letters, format_address

HINT_SIZE = 14


def write_record(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """The lines of a record; its value stands in ``making.known`` where we know it already."""
    write_ids(making, sheet, placed)
    formulas = RowFormulas(placed, making.tables, making.language)
    page, numbers = making.style("page"), number_fields(placed.table)
    for name, formula in formulas.blank_names():
        making.define(name, formula)
    for field in placed.table.fields:
        row = placed.lines[field.id]
        making.row(sheet, row, _height(making, placed, field))
        making.write(sheet, row, 1, f"@{field.id}", page)
        _write_line(making, sheet, placed, field)
        if field in numbers:
            _write_number(making, sheet, formulas, field)
        if placed.check:
            check = formulas.check_line(field)
            making.formula(sheet, row, placed.check, check, making.style("check"))
    if placed.check:
        letters = column_letters(placed.check)
        cells = f"{letters}{placed.first}:{letters}{placed.last}"
        making.look.verdicts(sheet, cells)
    if "band" in placed.lines:
        making.look.verdicts(sheet, placed.cell("band"))
    hide_row(making, sheet, placed.end_row, "#end")


def _write_number(
    making: TemplateBuild, sheet: Worksheet, formulas: RowFormulas, field: Field
) -> None:
    """The hidden cells and the names by which the number of a line is read."""
    placed = formulas.placed
    row, page, cell = placed.lines[field.id], making.style("page"), formulas.number_cell(field)
    letters = name_of("TYPED", placed, field.id)
    making.define(letters, typed_letters([cell.cell]))
    making.formula(sheet, row, placed.helpers[TYPED], typed_marks(letters, [cell.cell]), page)
    making.define(cell.shape, typed_shape(formulas.hidden(TYPED, field)))
    making.define(cell.part, cell.part_formula)
    making.formula(sheet, row, placed.helpers[READ], numbers_read([cell.read()], [cell.cell]), page)
    making.define(formulas.number_name(field), number_at(formulas.hidden(READ, field), 0))


def _write_line(making: TemplateBuild, sheet: Worksheet, placed: TableLayout, field: Field) -> None:
    row = placed.lines[field.id]
    star = {"num_format": STARRED} if field.need is Requirement.REQUIRED else {}
    label = making.style("label", **star)
    making.span(
        sheet, row, placed.label.first, placed.label.last, making.in_language(field.label), label
    )
    meaning = "field" if field.writer is FilledBy.OFFICE else "computed"
    known = making.known.get(f"{placed.table.id}.{field.id}", "")
    style = cell_style(making, field, meaning, Shape.RECORD)
    if is_formula_like(known):
        style = making.style(meaning, **alignment(field, Shape.RECORD), quote_prefix=True)
    span = placed.value
    making.span(sheet, row, span.first, span.last, known, style)
    if known and field.kind in KINDS:
        sheet.write_number(row - 1, span.first - 1, float(known), style)
    if placed.hint.first <= placed.hint.last:
        hint = making.style("hint")
        making.span(
            sheet, row, placed.hint.first, placed.hint.last, making.in_language(field.hint), hint
        )
    if field.writer is FilledBy.OFFICE:
        cells = f"{format_address(row, span.first)}:{format_address(row, span.last)}"
        guide_cell(making, sheet, field, cells)


def _height(making: TemplateBuild, placed: TableLayout, field: Field) -> float:
    """Room for the hint, and three lines for a note."""
    hint = placed.width(placed.hint.first, placed.hint.last)
    label = placed.width(placed.label.first, placed.label.last)
    heights = [row_height(text_lines(making.in_language(field.label) + " *", label))]
    if hint:
        heights.append(
            row_height(text_lines(making.in_language(field.hint), hint, HINT_SIZE), HINT_SIZE)
        )
    if field.kind is Kind.NOTE:
        heights.append(row_height(3))
    return max(heights)


TITLE_SIZE, STRIP_LINES = 22, 3

TABS = {"S00": NAVY, "CHECK": GOLD, "SUMMARY": GOLD, "STAFF": "#64748B", "EVIDENCE": "#64748B"}


def write_sheet(making: TemplateBuild, plan: SheetLayout, sheet: Worksheet) -> None:
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
        for field_id, column in placed.helpers.items():
            if field_id not in MONTHS:
                options = {"hidden": True}
                sheet.set_column(column - 1, column - 1, None, making.style("page"), options)
    sheet.set_column(
        ROW_IDS - 1, ROW_IDS - 1, 4, making.style("page", font_size=8), {"hidden": True}
    )
    write_strip(making, sheet, plan, wrapped=len(page_breaks(plan)) > 0)
    set_sheet_page(making, plan, sheet)
    sheet.set_tab_color(TABS.get(plan.form.stage, TEAL))
    protect(sheet)


def write_head(making: TemplateBuild, plan: SheetLayout, sheet: Worksheet) -> None:
    """Title and purpose, on rows that stay locked.

    Where columns repeat on further printed pages, both keep within those columns, or they would be
    cut off there.
    """
    title, purpose = making.in_language(plan.title), making.in_language(plan.purpose)
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


def write_section(making: TemplateBuild, sheet: Worksheet, placed: TableLayout, right: int) -> None:
    """The heading of a table, as wide as the sheet."""
    sheet.set_row(placed.section_row - 1, 32, making.style("page"))
    title = making.in_language(placed.table.title)
    style = making.style("section")
    making.write(sheet, placed.section_row, FIRST_COLUMN, title, style)
    for column in range(FIRST_COLUMN + 1, right + 1):
        sheet.write_blank(placed.section_row - 1, column - 1, None, style)


def column_styles(making: TemplateBuild, plan: SheetLayout) -> dict[int, Format]:
    """What the empty cells of a column are: alignment, format and lock of the growing table."""
    placed = plan.grid
    if placed is None or not placed.table.spare_rows:
        return {}
    open_ones = open_columns(plan)
    columns = ((placed.columns[field.id], field) for field in placed.table.fields)
    return {
        column: cell_style(making, field, "spare" if column in open_ones else "derived")
        for column, field in columns
    }


def open_columns(plan: SheetLayout) -> frozenset[int]:
    """The columns whose empty cells the office may fill in: those of the growing table."""
    placed = plan.grid
    if placed is None or not placed.table.spare_rows:
        return frozenset()
    fields = placed.table.fields
    return frozenset(placed.columns[field.id] for field in fields if field.writer in OPEN)
