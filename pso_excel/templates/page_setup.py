"""How a sheet is printed: what, how wide, what repeats on each page and what stays in sight."""

from collections.abc import Mapping
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import FIRST_COLUMN, MONTHS, STRIP_ROW, SheetLayout, TableLayout
from pso_excel.forms.schema import FilledBy
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.formulas import day, name_of
from pso_excel.templates.styles import BAR_BLUE, LINE, TEAL, set_page
from pso_excel.xlsx.workbook import column_letters, format_address

MONTH_WIDTH = 4
MONTH_FORMAT = "[$-107041E]mmm yy"


def write_months(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """Months of the cover's fiscal year (October to September), teal where the plan in force runs
    and pale where only the first plan did; the dates stand in the row itself."""
    columns = [placed.helpers[month] for month in MONTHS]
    year = fiscal_year(making)
    for offset, column in enumerate(columns):
        sheet.set_column(column - 1, column - 1, MONTH_WIDTH, making.style("page"))
        month = f"DATE({year}-544,{10 + offset},1)"
        style = making.style(
            "header", num_format=MONTH_FORMAT, rotation=90, font_size=14, text_wrap=False
        )
        making.formula(sheet, placed.header_row, column, month, style)
    sheet.set_row(placed.header_row - 1, 74, making.style("page"))
    first, last = format_address(placed.first, columns[0]), format_address(placed.last, columns[-1])
    for formula, ground in _conditions(placed, columns[0]):
        change = making.look.change(bg_color=ground, border=1, border_color=LINE)
        options = {"type": "formula", "criteria": formula, "format": change}
        sheet.conditional_format(f"{first}:{last}", options)


def fiscal_year(making: TemplateBuild) -> str:
    """The fiscal year of the cover, or of the round when the cover has none."""
    cover = making.tables.get("S00.cover")
    known = making.known.get("S00.cover.fy", "") or "2569"
    if cover is None:
        return known
    year = name_of("NUM", cover, "fy")
    return f"IF(ISNUMBER({year}),{year},{known})"


def _conditions(placed: TableLayout, first_month: int) -> list[tuple[str, str]]:
    month = f"{column_letters(first_month)}${placed.header_row}"

    def cell(field: str) -> str:
        return f"${column_letters(placed.columns[field])}{placed.first}"

    start = f"IF(ISNUMBER({cell('replan_start')}),{cell('replan_start')},{cell('plan_start')})"
    end = f"IF(ISNUMBER({cell('replan_end')}),{cell('replan_end')},{cell('plan_end')})"

    def runs(start: str, end: str) -> str:
        known = f"ISNUMBER({start}),ISNUMBER({end})"
        return f"=AND({known},{day(start)}<=EDATE({month},1)-1,{day(end)}>={month})"

    grown = f"=ROW()<=$A${placed.header_row}"
    return [
        (runs(start, end), TEAL),
        (runs(cell("plan_start"), cell("plan_end")), BAR_BLUE),
        (grown, "#F8FAFC"),
    ]


LEAD_WIDTHS = (40, 62)  # of the columns repeated on each page and kept in sight: least and most
PAGE_WIDTH, PART_WIDTH = 215, 212  # characters that fit legibly on one page, or on each of several
FULL_PAGE = 86  # characters that fit on one page at full size
PADDING = 1
NARROW, NARROW_SCALE = 110, 70  # below this width a page is not filled: no enlarging
STATIC_SPARE = 3  # spare rows printed where they hold formulas, which count as contents
TRACKER_ROWS = 14


def set_sheet_page(making: TemplateBuild, plan: SheetLayout, sheet: Worksheet) -> None:
    """What is printed, how wide, what repeats on each page and what stays in sight."""
    breaks = page_breaks(plan)
    for placed in plan.tables:
        if placed.chart_row and placed.section_row:
            sheet.set_h_pagebreaks([placed.section_row - 1])
    set_page(sheet, making.in_language(plan.title), making.language, scale=_scale(plan, breaks))
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


def page_breaks(plan: SheetLayout) -> list[int]:
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


def _printed_widths(placed: TableLayout) -> dict[int, int]:
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


def _scale(plan: SheetLayout, breaks: list[int]) -> int:
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


def lead_columns(placed: TableLayout) -> int:
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


def print_area(placed: TableLayout) -> str:
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


def printed_rows(placed: TableLayout) -> int:
    """The last row that is printed; 0 where it follows what is filled in."""
    if not placed.table.spare_rows:
        return placed.last
    if all(field.writer is not FilledBy.SHEET for field in placed.table.fields):
        return 0
    rows = STATIC_SPARE if placed.fixed else TRACKER_ROWS
    return placed.spare_first + rows - 1
