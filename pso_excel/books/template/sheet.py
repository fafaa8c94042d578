"""A sheet of a stage: its head, its tables, its printed page."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.book import column_letters
from pso_excel.books.look import GOLD, NAVY, SIZE, TEAL, row_height, set_page, text_lines
from pso_excel.books.template.cells import OPEN, cell_style
from pso_excel.books.template.grid import write_grid
from pso_excel.books.template.making import Making, protect
from pso_excel.books.template.months import MONTH_WIDTH
from pso_excel.books.template.record import write_record
from pso_excel.books.template.strips import write_strip
from pso_excel.form import Shape, Writer
from pso_excel.layout import (
    FIRST_COLUMN,
    MONTHS,
    ROW_IDS,
    STRIP_ROW,
    SUBTITLE_ROW,
    TITLE_ROW,
    Placed,
    SheetPlan,
)

LEAD_WIDTHS = (43, 62)  # of the columns repeated on each page and kept in sight: least and most
PAGE_WIDTH = 240  # characters that fit on one page in legible type
NARROW, NARROW_SCALE = 125, 85  # below this width a page is not filled: no enlarging
TITLE_SIZE, STRIP_LINES = 22, 3
STATIC_SPARE = 6  # spare rows printed where they hold formulas, which count as contents
TRACKER_ROWS = 24

TABS = {"S00": NAVY, "CHECK": GOLD, "SUMMARY": GOLD, "STAFF": "#64748B", "EVIDENCE": "#64748B"}


def write_sheet(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """Everything on one sheet but what the cover and the summary add."""
    write_head(making, plan, sheet)
    styles = column_styles(making, plan)
    for column, width in plan.widths.items():
        sheet.set_column(column - 1, column - 1, width, styles.get(column, making.style("page")))
    for placed in plan.tables:
        if placed.section_row:
            write_section(making, sheet, placed, plan.right)
        if placed.table.shape is Shape.RECORD:
            write_record(making, sheet, plan, placed)
        else:
            write_grid(making, sheet, placed)
    sheet.set_column(
        ROW_IDS - 1, ROW_IDS - 1, 4, making.style("page", font_size=8), {"hidden": True}
    )
    write_strip(making, sheet, plan, wrapped=pages_wide(plan) > 1)
    set_sheet_page(making, plan, sheet)
    sheet.set_tab_color(TABS.get(plan.form.stage, TEAL))
    protect(sheet)


def write_head(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """Title and purpose, on rows that stay locked.

    Where columns repeat on further printed pages, both keep within those columns, or they would be
    cut off there.
    """
    page = making.style("page")
    title, purpose = making.say(plan.title), making.say(plan.purpose)
    if pages_wide(plan) == 1 or plan.grid is None:
        for row, height in ((TITLE_ROW, 42), (SUBTITLE_ROW, 28), (STRIP_ROW, 32)):
            sheet.set_row(row - 1, height, page)
        making.write(sheet, TITLE_ROW, FIRST_COLUMN, title, making.style("title"))
        making.write(sheet, SUBTITLE_ROW, FIRST_COLUMN, purpose, making.style("subtitle"))
        return
    last = lead_columns(plan.grid, plan.widths)
    width = sum(plan.widths[column] for column in range(FIRST_COLUMN, last + 1))
    for row, words, meaning, size in (
        (TITLE_ROW, title, "title", TITLE_SIZE),
        (SUBTITLE_ROW, purpose, "subtitle", SIZE),
        (STRIP_ROW, "", "strip", SIZE),
    ):
        lines = text_lines(words, width, size) if words else STRIP_LINES
        sheet.set_row(row - 1, row_height(lines, size), page)
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
    return {
        placed.columns[one.id]: cell_style(
            making, one, "spare" if one.writer in OPEN else "derived"
        )
        for one in placed.table.fields
    }


def set_sheet_page(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """What is printed, how wide, what repeats on each page and what stays in sight."""
    wide = pages_wide(plan)
    is_narrow = sum(plan.widths.values()) < NARROW
    scale = NARROW_SCALE if is_narrow else 0
    set_page(sheet, making.say(plan.title), making.language, pages_wide=wide, scale=scale)
    placed = plan.grid
    if placed is None:
        return
    lead = lead_columns(placed, plan.widths)
    sheet.repeat_rows(placed.header_row - 1)
    if wide > 1:
        sheet.repeat_columns(0, lead - 1)
    only = len(plan.tables) == 1
    sheet.freeze_panes(placed.header_row if only else STRIP_ROW, lead if only else 0)
    making.print_area(plan.name, print_area(placed))


def pages_wide(plan: SheetPlan) -> int:
    """How many pages wide a sheet is printed, its first columns repeated on each."""
    placed = plan.grid
    total = sum(plan.widths.values())
    if placed is None or total <= PAGE_WIDTH or plan.form.stage == "SUMMARY":
        return 1
    if MONTHS[0] in placed.helpers:
        total += MONTH_WIDTH * len(MONTHS)
    lead = sum(plan.widths[c] for c in range(FIRST_COLUMN, lead_columns(placed, plan.widths) + 1))
    return 2 if total + lead <= 2 * PAGE_WIDTH else 3


def lead_columns(placed: Placed, widths: Mapping[int, int]) -> int:
    """The last of the first columns, which name a row."""
    least, most = LEAD_WIDTHS
    last = FIRST_COLUMN
    width = widths[last]
    while width < least and width + widths[last + 1] <= most and last < placed.right - 1:
        last += 1
        width += widths[last]
    return last


def print_area(placed: Placed) -> str:
    """Columns and rows to print.

    Whole columns print only down to the last cell with contents, but a formula counts as contents;
    so the check column of a growing table is not printed, and a table whose spare rows hold other
    formulas prints a fixed number of them.
    """
    fields = placed.table.fields
    last = max(placed.columns.values())
    if not placed.table.spare:
        return f"$B$1:${column_letters(placed.right)}${placed.last}"
    sheet_written = any(one.writer is Writer.SHEET for one in fields)
    if not sheet_written:
        return f"$B:${column_letters(last)}"
    if placed.fixed:
        return f"$B$1:${column_letters(placed.right)}${placed.spare_first + STATIC_SPARE - 1}"
    right = max(placed.right, *placed.helpers.values()) if placed.helpers else placed.right
    return f"$B$1:${column_letters(right)}${placed.first + TRACKER_ROWS - 1}"
