"""The tracker's strip of twelve months: a column a month, filled where the plan runs."""

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import MONTHS, Placed
from pso_excel.templates.context import Making
from pso_excel.templates.formulas import day, name_of
from pso_excel.templates.styles import BAR_BLUE, LINE, TEAL
from pso_excel.xlsx.workbook import address, column_letters

MONTH_WIDTH = 4
MONTH_FORMAT = "[$-107041E]mmm yy"


def write_months(making: Making, sheet: Worksheet, placed: Placed) -> None:
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
    first, last = address(placed.first, columns[0]), address(placed.last, columns[-1])
    for formula, ground in _conditions(placed, columns[0]):
        change = making.look.change(bg_color=ground, border=1, border_color=LINE)
        options = {"type": "formula", "criteria": formula, "format": change}
        sheet.conditional_format(f"{first}:{last}", options)


def fiscal_year(making: Making) -> str:
    """The fiscal year of the cover, or of the round when the cover has none."""
    cover = making.tables.get("S00.cover")
    known = making.known.get("S00.cover.fy", "") or "2569"
    if cover is None:
        return known
    year = name_of("NUM", cover, "fy")
    return f"IF(ISNUMBER({year}),{year},{known})"


def _conditions(placed: Placed, first_month: int) -> list[tuple[str, str]]:
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
