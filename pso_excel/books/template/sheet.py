"""A sheet of a stage: its head, its tables, its printed page."""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.book import column_letters
from pso_excel.books.look import GOLD, NAVY, TEAL, set_page
from pso_excel.books.template.cells import OPEN, cell_style
from pso_excel.books.template.grid import write_grid
from pso_excel.books.template.making import Making, protect
from pso_excel.books.template.record import write_record
from pso_excel.books.template.strips import write_strip
from pso_excel.form import Shape, Writer
from pso_excel.layout import (
    FIRST_COLUMN,
    ROW_IDS,
    STRIP_ROW,
    SUBTITLE_ROW,
    TITLE_ROW,
    Placed,
    SheetPlan,
)

LEAD_WIDTH = 58  # columns repeated on each printed page and kept in sight: the code and the name
PAGE_WIDTH = 215  # characters that fit on one page in legible type
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
    write_strip(making, sheet, plan)
    set_sheet_page(making, plan, sheet)
    sheet.set_tab_color(TABS.get(plan.form.stage, TEAL))
    protect(sheet)


def write_head(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """Title and purpose, on rows that stay locked."""
    page = making.style("page")
    for row, height in ((TITLE_ROW, 42), (SUBTITLE_ROW, 28), (STRIP_ROW, 32)):
        sheet.set_row(row - 1, height, page)
    making.write(sheet, TITLE_ROW, FIRST_COLUMN, making.say(plan.title), making.style("title"))
    purpose = making.say(plan.form.purpose)
    making.write(sheet, SUBTITLE_ROW, FIRST_COLUMN, purpose, making.style("subtitle"))


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
    total = sum(plan.widths.values())
    wide = 1 if total <= PAGE_WIDTH else 2
    set_page(sheet, making.say(plan.title), making.language, pages_wide=wide)
    placed = plan.grid
    if placed is None:
        return
    lead = lead_columns(placed)
    sheet.repeat_rows(placed.header_row - 1)
    if wide > 1:
        sheet.repeat_columns(0, lead - 1)
    only = len(plan.tables) == 1
    sheet.freeze_panes(placed.header_row if only else STRIP_ROW, lead if only else 0)
    making.print_area(plan.name, print_area(placed))


def lead_columns(placed: Placed) -> int:
    """The last of the first columns that name a row: at most three, ending with its name."""
    width = last = 0
    for one in placed.table.fields[:3]:
        width += one.width
        if last and width > LEAD_WIDTH:
            break
        last = placed.columns[one.id]
        if one.width >= 26:
            break
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
