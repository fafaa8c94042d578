"""The look of every workbook: styles named by what they mean, colours and the printed page.

One face throughout, TH SarabunPSK, the government's own. A cell of a workbook names one face only,
so a computer without it chooses the substitute; sizes, colours and wrapping stand either way.
"""

from collections.abc import Mapping
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.layout import display_width

FONT = "TH SarabunPSK"
SIZE = 16
ROW_PIXELS = 40  # 30 points
WRAPPING = 0.9  # the part of a line that words fill, since they wrap whole

INK, SECONDARY, HINT = "#1F2937", "#475569", "#64748B"
NAVY, TEAL, GOLD = "#1F3A5F", "#0F766E", "#B7791F"
LINE, WHITE = "#CBD5E1", "#FFFFFF"
FIELD, LOCKED, COMPUTED, BAND = "#FFFBEB", "#F1F5F9", "#E8F1F8", "#F8FAFC"
GOOD, WARNING_COLOUR, WRONG, NONE = (
    ("#166534", "#DCFCE7"),
    ("#854D0E", "#FEF3C7"),
    ("#991B1B", "#FEE2E2"),
    ("#475569", "#F1F5F9"),
)
BLUE = ("#1E40AF", "#DBEAFE")
BAR_TEAL, BAR_BLUE = "#A7D7D1", "#C3DFF0"

DATE = "[$-107041E]d mmm yyyy"
DATE_LONG = "[$-107041E]d mmmm yyyy"

MARKS: Mapping[str, tuple[str, str]] = {"✔": GOOD, "▲": WARNING_COLOUR, "✖": WRONG, "–": NONE}
"""The sign that begins every verdict, with its ink and its ground; colour never stands alone."""

RAG: Mapping[str, tuple[str, str]] = {
    "✔": BLUE,
    "●": GOOD,
    "▲": WARNING_COLOUR,
    "■": WRONG,
    "–": NONE,
    "✖": WRONG,
}
"""The signs of the tracker; ✔ is blue there, as E.7 has it."""

_BASE: Mapping[str, object] = {
    "font_name": FONT,
    "font_size": SIZE,
    "font_color": INK,
    "valign": "vcenter",
}
_BOX: Mapping[str, object] = {"border": 1, "border_color": LINE}
_TEXT: Mapping[str, object] = {"text_wrap": True, "indent": 1, "align": "left"}

STYLES: Mapping[str, Mapping[str, object]] = {
    "page": {},
    "row_id": {
        "font_size": 21
    },  # out of sight, but it keeps a row that fits its text 30 points high
    "title": {"font_size": 26, "bold": True, "font_color": NAVY},
    "subtitle": {"font_color": SECONDARY},
    "section": {
        "font_size": 17,
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "indent": 1,
        "align": "left",
    },
    "header": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": TEAL,
        "text_wrap": True,
        "align": "center",
        "border": 1,
        "border_color": WHITE,
    },
    "label": {"bg_color": LOCKED, **_BOX, **_TEXT},
    "field": {"bg_color": FIELD, "locked": False, **_BOX},
    "spare": {"locked": False},
    "spare_box": {"locked": False, "bg_color": FIELD, **_BOX},
    "computed": {"bg_color": COMPUTED, **_BOX},
    "derived": {},
    "locked": {"bg_color": LOCKED, **_BOX},
    "check": {"bg_color": LOCKED, "align": "center", **_BOX},
    "spare_check": {"align": "center"},
    "hint": {"italic": True, "font_size": 14, "font_color": HINT, "text_wrap": True, "indent": 1},
    "note": {
        "font_size": 14,
        "font_color": WARNING_COLOUR[0],
        "bg_color": WARNING_COLOUR[1],
        "border": 1,
        "border_color": "#FDE68A",
        **_TEXT,
    },
    "strip": {"bold": True, "font_color": SECONDARY},
    "link": {"font_color": TEAL, "underline": 1, "bg_color": LOCKED, **_BOX, **_TEXT},
    "kpi": {
        "font_size": 28,
        "bold": True,
        "font_color": NAVY,
        "align": "center",
        "bg_color": BAND,
        "top": 5,
        "top_color": TEAL,
    },
    "kpi_label": {
        "font_size": 14,
        "font_color": SECONDARY,
        "align": "center",
        "bg_color": BAND,
        "text_wrap": True,
        "valign": "top",
    },
    "text": {**_TEXT},
    "strong": {"bold": True, "font_color": NAVY, **_TEXT},
    "step": {"bold": True, "font_color": WHITE, "bg_color": TEAL, "align": "center"},
    "total": {
        "bold": True,
        "bg_color": COMPUTED,
        "top": 2,
        "bottom": 2,
        "top_color": NAVY,
        "bottom_color": NAVY,
    },
    "good": {"bold": True, "font_color": GOOD[0], "bg_color": GOOD[1]},
    "care": {"bold": True, "font_color": WARNING_COLOUR[0], "bg_color": WARNING_COLOUR[1]},
    "wrong": {"bold": True, "font_color": WRONG[0], "bg_color": WRONG[1]},
    "none": {"font_color": NONE[0], "bg_color": NONE[1]},
}
"""Every style by its meaning, over the common face and size."""


def properties_of(meaning: str, **more: object) -> dict[str, object]:
    """The properties of a meaning for XlsxWriter, with further ones."""
    return {**_BASE, **STYLES[meaning], **more}


class StyleSheet:
    """The styles of one workbook, each made once. ``style("field", num_format="0.00")``."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def style(self, meaning: str, **more: object) -> Format:
        """The format of a meaning, with further properties of XlsxWriter."""
        return self._format(properties_of(meaning, **more))

    def change(self, **properties: object) -> Format:
        """A format for a condition: only what it changes."""
        return self._format(properties)

    def _format(self, properties: Mapping[str, object]) -> Format:
        if properties.get("quote_prefix"):  # for Excel; LibreOffice goes by the format for text
            properties = {**properties, "num_format": "@"}
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(properties)
        return self._made[key]

    def verdicts(
        self, sheet: Worksheet, cells: str, marks: Mapping[str, tuple[str, str]] = MARKS
    ) -> None:
        """Colour the cells by the sign that begins them."""
        for sign, (ink, ground) in marks.items():
            sheet.conditional_format(
                cells,
                {
                    "type": "text",
                    "criteria": "begins with",
                    "value": sign,
                    "format": self.change(font_color=ink, bg_color=ground, bold=True, **_BOX),
                },
            )


def workbook_options() -> dict[str, object]:
    """XlsxWriter's options for every workbook: text stays text, rows may grow, one face."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_row_height": ROW_PIXELS,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }


PAGE_WORDS = {"th": "หน้า &P จาก &N", "en": "Page &P of &N"}


def set_page(
    sheet: Worksheet, title: str, language: str, *, pages_wide: int = 1, scale: int = 0
) -> None:
    """A4 landscape, no gridlines, so many pages wide (or at a fixed ``scale`` in percent, for what
    is narrower than a page), the title and page n of m at the foot."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    if scale:
        sheet.set_print_scale(scale)
    else:
        sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    shown = title.replace("&", "&&")
    sheet.set_footer(f'&L&"{FONT},Regular"&12{shown}&R&"{FONT},Regular"&12{PAGE_WORDS[language]}')


def text_lines(text: str, width: float, size: float = SIZE) -> int:
    """How many lines a text takes in a cell of that width (in characters of the usual size).

    Thai vowels and tone marks above and below take no width.
    """
    room = max(1.0, (width - 1) * WRAPPING * SIZE / size)
    return sum(max(1, ceil(display_width(line) / room)) for line in text.split("\n"))


def broken(label: str, width: float) -> str:
    """A header that does not fit on one line, broken where it has its space: programs break Thai
    inside a word (คะแนนถ่วงน้ำ|หนัก)."""
    two_words = label.count(" ") == 1 and text_lines(f"{label} *", width) > 1
    return label.replace(" ", "\n") if two_words else label


def row_height(lines: int, size: float = SIZE) -> float:
    """The height in points of a row of so many lines: room for tone marks, never under 30."""
    return max(30.0, lines * size * 1.42 + 6)
