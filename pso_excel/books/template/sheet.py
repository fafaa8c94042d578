"""A sheet of a stage: its head, its tables, its printed page."""

from collections.abc import Mapping
from itertools import pairwise

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
PAGE_WIDTH, PART_WIDTH = 215, 212  # characters that fit legibly on one page, or on each of several
FULL_PAGE = 92  # characters that fit on one page at full size
PADDING = 1
NARROW, NARROW_SCALE = 110, 80  # below this width a page is not filled: no enlarging
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
            write_record(making, sheet, placed)
        else:
            write_grid(making, sheet, placed)
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
    page = making.style("page")
    title, purpose = making.say(plan.title), making.say(plan.purpose)
    if not page_breaks(plan) or plan.grid is None:
        for row, height in ((TITLE_ROW, 42), (SUBTITLE_ROW, 28), (STRIP_ROW, 32)):
            sheet.set_row(row - 1, height, page)
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
    breaks = page_breaks(plan)
    set_page(sheet, making.say(plan.title), making.language, scale=_scale(plan, breaks))
    placed = plan.grid
    if placed is None:
        return
    lead = lead_columns(placed)
    sheet.repeat_rows(placed.header_row - 1)
    if breaks:
        sheet.repeat_columns(0, lead - 1)
        sheet.set_v_pagebreaks(breaks)
    only = len(plan.tables) == 1
    sheet.freeze_panes(placed.header_row if only else STRIP_ROW, lead if only else 0)
    making.print_area(plan.name, print_area(placed))


def page_breaks(plan: SheetPlan) -> list[int]:
    """The columns after which a new page begins, on sheets wider than a page: as few pages as stay
    legible, of much the same width. The first columns repeat on each."""
    placed = plan.grid
    if placed is None or plan.form.stage == "SUMMARY":
        return []
    widths = _printed_widths(placed)
    if sum(widths.values()) <= PAGE_WIDTH:
        return []
    lead = lead_columns(placed)
    for pages in (2, 3, 4):
        for limit in range(int(sum(widths.values())) // pages, PART_WIDTH + 1):
            breaks = _split(widths, lead, limit)
            if len(breaks) < pages:
                return breaks
    return _split(widths, lead, PART_WIDTH)


def _printed_widths(placed: Placed) -> dict[int, int]:
    """The columns with the padding that a spreadsheet program adds to each."""
    widths = {column: width + PADDING for column, width in placed.widths.items()}
    if MONTHS[0] in placed.helpers:
        widths |= dict.fromkeys((placed.helpers[month] for month in MONTHS), MONTH_WIDTH)
    return widths


def _split(widths: Mapping[int, int], lead: int, limit: int) -> list[int]:
    """The columns after which to break so that no page is wider than ``limit``."""
    repeated = sum(width for column, width in widths.items() if column <= lead)
    breaks: list[int] = []
    page = 0
    for column, width in sorted(widths.items()):
        if page + width > limit and page:
            breaks.append(column - 1)
            page = repeated
        page += width
    return breaks


def _scale(plan: SheetPlan, breaks: list[int]) -> int:
    """The scale in percent at which the widest page fits; 0 to let the program fit it."""
    placed = plan.grid
    if placed is None:
        return 0
    widths = _printed_widths(placed)
    if not breaks:
        return NARROW_SCALE if sum(widths.values()) < NARROW else 0
    repeated = sum(w for column, w in widths.items() if column <= lead_columns(placed))
    edges = [0, *breaks, max(widths)]
    pages = [
        sum(w for column, w in widths.items() if left < column <= right) + (repeated if left else 0)
        for left, right in pairwise(edges)
    ]
    return 100 * FULL_PAGE // max(pages)


def lead_columns(placed: Placed) -> int:
    """The last of the first columns, which name a row."""
    least, most = LEAD_WIDTHS
    last = FIRST_COLUMN
    while (
        last < placed.right - 1
        and placed.width(FIRST_COLUMN, last) < least
        and placed.width(FIRST_COLUMN, last + 1) <= most
    ):
        last += 1
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
