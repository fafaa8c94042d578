"""The charts of the summary: the score of each system, beside its target and its floor."""

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.layout import CHART_ROWS, FIRST_COLUMN, TableLayout
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.styles import (
    FONT,
    GOLD,
    INK,
    LINE,
    ROW_PIXELS,
    TEAL,
)

HEIGHT = CHART_ROWS["SUMMARY.systems"] * ROW_PIXELS - 24


GAP = 16


PIXELS_PER_CHARACTER, PIXELS_PER_COLUMN = 7, 5  # as XlsxWriter counts a column's width


_BAR = Bilingual("คะแนนรายระบบ", "Score by system")


_RADAR = Bilingual("คะแนนเทียบเป้าหมาย", "Score and target")


_SCORE = Bilingual("คะแนน", "Score")


_TARGET = Bilingual("เป้าหมาย", "Target")


_FACE = {"name": FONT, "size": 14, "color": INK}


_TITLE_FACE = {"name": FONT, "size": 17, "bold": True, "color": INK}


def write_charts(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """A bar chart and a radar above the table of systems, which they read."""
    row = placed.chart_row
    whole = sum(
        PIXELS_PER_CHARACTER * width + PIXELS_PER_COLUMN for width in placed.widths.values()
    )
    half = (whole - GAP) // 2
    for chart, offset in ((_bars(making, placed), 0), (_radar(making, placed), half + GAP)):
        chart.set_size({"width": half, "height": HEIGHT})
        # Moved and sized with the cells, so that it fills the columns whatever their real width.
        place = {"x_offset": offset, "y_offset": 6, "object_position": 1}
        sheet.insert_chart(row - 1, FIRST_COLUMN - 1, chart, place)


def _column(placed: TableLayout, field: str) -> list[str | int]:
    column = placed.columns[field] - 1
    return [placed.sheet, placed.first - 1, column, placed.last - 1, column]


def _bars(making: TemplateBuild, placed: TableLayout) -> Chart:
    chart = making.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": making.in_language(_SCORE),
            "categories": _column(placed, "name"),
            "values": _column(placed, "score"),
            "fill": {"color": TEAL},
            "gap": 45,
            "data_labels": {"value": True, "font": _FACE, "num_format": "0.00"},
        }
    )
    _frame(making, chart, _BAR)
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"reverse": True, "num_font": _FACE, "line": {"none": True}, "major_tick_mark": "none"}
    )
    grid = {"visible": True, "line": {"color": "#E2E8F0"}}
    chart.set_x_axis(
        {"min": 0, "max": 100, "num_font": _FACE, "num_format": "0", "major_gridlines": grid}
    )
    return chart


def _radar(making: TemplateBuild, placed: TableLayout) -> Chart:
    chart = making.book.add_chart({"type": "radar"})
    for words, field, colour in ((_SCORE, "score", TEAL), (_TARGET, "target", GOLD)):
        dashed = {} if field == "score" else {"dash_type": "dash"}
        chart.add_series(
            {
                "name": making.in_language(words),
                "categories": _column(placed, "code"),
                "values": _column(placed, field),
                "line": {"color": colour, "width": 2.25, **dashed},
            }
        )
    _frame(making, chart, _RADAR)
    chart.set_legend({"position": "bottom", "font": _FACE})
    chart.set_x_axis({"num_font": _FACE})
    grid = {"visible": True, "line": {"color": "#E2E8F0"}}
    axis = {"min": 0, "max": 100, "major_unit": 20, "num_font": {**_FACE, "size": 12}}
    chart.set_y_axis({**axis, "num_format": "0", "major_gridlines": grid})
    return chart


def _frame(making: TemplateBuild, chart: Chart, words: Bilingual) -> None:
    chart.set_title({"name": making.in_language(words), "name_font": _TITLE_FACE})
    chart.set_chartarea({"border": {"color": LINE}})
