"""How a sheet is printed: what, how wide, what repeats on each page and what stays in sight."""

from collections.abc import Mapping
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import FIRST_COLUMN, MONTHS, STRIP_ROW, Placed, SheetPlan
from pso_excel.forms.schema import Writer
from pso_excel.templates.context import Making
from pso_excel.templates.page_setup__template_months_part import MONTH_WIDTH
from pso_excel.templates.styles import set_page
from pso_excel.xlsx.workbook import column_letters

LEAD_WIDTHS = (40, 62)  # of the columns repeated on each page and kept in sight: least and most
PAGE_WIDTH, PART_WIDTH = 215, 212  # characters that fit legibly on one page, or on each of several
FULL_PAGE = 86  # characters that fit on one page at full size
PADDING = 1
NARROW, NARROW_SCALE = 110, 70  # below this width a page is not filled: no enlarging
STATIC_SPARE = 3  # spare rows printed where they hold formulas, which count as contents
TRACKER_ROWS = 14


def set_sheet_page(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """What is printed, how wide, what repeats on each page and what stays in sight."""
    breaks = page_breaks(plan)
    for placed in plan.tables:
        if placed.chart_row and placed.section_row:
            sheet.set_h_pagebreaks([placed.section_row - 1])
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
    widths = {column: width + PADDING for column, width in placed.widths.items() if width}
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
        total = int(sum(widths.values()))
        if plan.form.stage == "SUMMARY":
            return 100 * FULL_PAGE // total  # not fitted: fitting would undo the page break
        return NARROW_SCALE if total < NARROW else 0
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
    last_row = printed_rows(placed)
    if not last_row:
        return f"$B:${column_letters(placed.right - bool(placed.check))}"
    months = [placed.helpers[month] for month in MONTHS if month in placed.helpers]
    return f"$B$1:${column_letters(max([placed.right, *months]))}${last_row}"


def printed_rows(placed: Placed) -> int:
    """The last row that is printed; 0 where it follows what is filled in."""
    if not placed.table.spare:
        return placed.last
    if all(one.writer is not Writer.SHEET for one in placed.table.fields):
        return 0
    rows = STATIC_SPARE if placed.fixed else TRACKER_ROWS
    return placed.spare_first + rows - 1
