"""A sheet of a stage: its head, its tables, its printed page."""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import (
    FIRST_COLUMN,
    MONTHS,
    ROW_IDS,
    STRIP_ROW,
    SUBTITLE_ROW,
    TITLE_ROW,
    Placed,
    SheetPlan,
)
from pso_excel.forms.schema import Shape
from pso_excel.templates.context import Making, protect
from pso_excel.templates.field_cells import OPEN, cell_style
from pso_excel.templates.grid import write_grid
from pso_excel.templates.page_setup import lead_columns, page_breaks, set_sheet_page
from pso_excel.templates.progress__template_strips_part import write_strip
from pso_excel.templates.sheet__template_record_part import write_record
from pso_excel.templates.styles import GOLD, NAVY, SIZE, TEAL, row_height, text_lines

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
