"""The two charts of the overview, and the hidden sheet that they read."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.province.standing import OfficeRow
from pso_excel.province_book.book import STANDINGS, Book
from pso_excel.province_book.page import printable
from pso_excel.templates.styles import FONT, INK, LINE, NAVY, TEAL
from pso_excel.xlsx.patcher.cell_xml import is_formula_like

SHEET = "ข้อมูลกราฟ"
GRID = {"visible": True, "line": {"color": "#E2E8F0"}}
NO_TICKS = {"major_tick_mark": "none"}
MOST_BARS = 40  # more offices than this show their distribution instead of a bar each
BY_SYSTEM = Bilingual(
    "คะแนนเฉลี่ยรายระบบ (เป้าหมาย {target})", "Mean score by system (target {target})"
)
BY_OFFICE = Bilingual("คะแนนรวมรายหน่วยงาน (✔ รับแล้ว)", "Score by office (✔ accepted)")
BY_TENS = Bilingual("จำนวนหน่วยงานตามช่วงคะแนน (✔ รับแล้ว)", "Offices by range of score (✔ accepted)")
Bars = list[tuple[str, Fraction | None]]
"""Names and heights; None is no bar, and the name stays in its place: so a chart reads the same
cells as long as offices and systems are the same, and a book that is open can be brought up to date
without touching it."""


def insert_charts(book: Book, sheet: Worksheet, row: int) -> None:
    """Put both charts side by side at that row; their data is on the hidden sheet."""
    target = format_figure(book.province.framework.number("target")).removesuffix(".00")
    left = _chart(book, "bar", 0, system_bars(book), TEAL)
    left.set_title(_title(book.in_language(BY_SYSTEM).format(target=target)))
    left.set_y_axis({"reverse": True, "num_font": _font(12), "line": {"none": True}, **NO_TICKS})
    left.set_x_axis({"min": 0, "max": 100, "num_font": _font(12), "major_gridlines": GRID})
    left.set_plotarea({"layout": {"x": 0.25, "y": 0.2, "width": 0.7, "height": 0.76}})
    sheet.insert_chart(row, 1, left, {"object_position": 2})
    bars, words = office_bars(book)
    right = _chart(book, "column", 3, bars, NAVY)
    right.set_title(_title(book.in_language(words)))
    right.set_x_axis({"num_font": {**_font(12), "rotation": -45}})
    top = {"max": 100} if words is BY_OFFICE else {}
    right.set_y_axis({"min": 0, **top, "num_font": _font(12), "major_gridlines": GRID})
    sheet.insert_chart(row, 7, right, {"object_position": 2})


def write(book: Book) -> None:
    """The hidden sheet with the data of the charts."""
    sheet = book.workbook.add_worksheet(SHEET)
    left, (right, _) = system_bars(book), office_bars(book)
    for row in range(max(len(left), len(right))):
        for column, bars in ((0, left), (3, right)):
            if row < len(bars):
                name = printable(bars[row][0])
                style = book.styles.get("page", quoted=is_formula_like(name))
                sheet.write_string(row, column, name, style)
                height, plain = bars[row][1], book.styles.get("page")
                if height is None:
                    sheet.write_blank(row, column + 1, None, plain)
                else:
                    sheet.write_number(row, column + 1, float(round_half_up(height)), plain)
    sheet.hide()


def system_bars(book: Book) -> Bars:
    """The mean of each system that counts, in the framework's order; no bar for one without."""
    rolls = book.province.main.systems if book.province.main else ()
    pilots = {spread.code for spread in rolls if spread.pilot}
    means = {spread.code: spread.scores.mean for spread in rolls if spread.scores}
    return [
        (book.names.short.get(system.code, system.code), means.get(system.code))
        for system in book.province.framework.systems
        if not system.pilot and system.code not in pilots
    ]


def office_bars(book: Book) -> tuple[Bars, Bilingual]:
    """The score of each accepted office, lowest first; before them the others, marked by where they
    stand and without a bar; of many offices, how many accepted ones are in each ten points."""
    offices = [office for office in book.province.offices if office.expected]
    if len(offices) <= MOST_BARS:
        place = f"จังหวัด{book.province.name}"
        ordered = sorted(offices, key=_rising)
        return [(_short(office, place), _height(office)) for office in ordered], BY_OFFICE
    counts = [0] * 10
    for office in offices:
        height = _height(office)
        if height is not None:
            counts[min(int(height // 10), 9)] += 1
    return [(f"{10 * ten}–{10 * ten + 10}", Fraction(n)) for ten, n in enumerate(counts)], BY_TENS


def _height(office: OfficeRow) -> Fraction | None:
    return office.score if office.accepted else None


def _rising(office: OfficeRow) -> tuple[Fraction, str]:
    height = _height(office)
    return Fraction(-1) if height is None else height, office.code


def _short(office: OfficeRow, place: str) -> str:
    name = office.name.removeprefix("สำนักงาน").replace(place, "").strip() or office.code
    name = name if len(name) <= 18 else name[:17] + "…"
    sign = STANDINGS[office.standing][0].th[0]
    return name if office.accepted else f"{name} {sign}"


def _chart(book: Book, kind: str, column: int, bars: Bars, colour: str) -> Chart:
    chart = book.workbook.add_chart({"type": kind})
    last = max(len(bars) - 1, 0)
    series: dict[str, Any] = {
        "categories": [SHEET, 0, column, last, column],
        "values": [SHEET, 0, column + 1, last, column + 1],
        "categories_data": [name for name, _ in bars],
        "values_data": [
            None if value is None else float(round_half_up(value)) for _, value in bars
        ],
        "fill": {"color": colour},
        "gap": 40,
    }
    if len(bars) <= 14:
        series["data_labels"] = {"value": True, "font": _font(12), "num_format": "0"}
    chart.add_series(series)
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": 6 * 96 - 8, "height": 13 * 40 - 20})
    return chart


def _font(size: int) -> Mapping[str, Any]:
    return {"name": FONT, "size": size, "color": INK}


def _title(text: str) -> Mapping[str, Any]:
    return {"name": text, "name_font": {**_font(16), "bold": True}, "overlay": False}
