"""A printable list on a sheet: title, as-of line, notice, header, rows; written row by row.

Whatever an office typed is written as a text, never as a formula or a link.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import round_half_up
from pso_excel.templates.styles import (
    BLUE,
    DATE,
    GOOD,
    LINE,
    NONE,
    TEAL,
    WARNING_COLOUR,
    WRONG,
    StyleSheet,
    row_height,
    set_page,
    text_lines,
)
from pso_excel.xlsx.patcher.cell_xml import cell_text, escape_rich_string, is_formula_like

BITS = 96
Placed = tuple[int, str]  # a column, and what stands in it


class Sum:
    """The sum of the rows of a sheet that is written from top to bottom."""

    def __init__(self) -> None:
        self._row = -1
        self._cells: list[Placed] = []
        self._total = 0

    def add(self, row: int, column: int, text: str) -> None:
        """Something stands there; rows come in order."""
        if row != self._row:
            self._finish(row)
        if text:
            self._cells.append((column, text))

    def total(self) -> str:
        """The sum of all rows."""
        self._finish(-1)
        return f"{self._total % (1 << BITS):x}"

    def _finish(self, row: int) -> None:
        if self._cells:
            data = sha256(repr(sorted(self._cells)).encode("utf-8", "surrogatepass")).digest()
            self._total += int.from_bytes(data[: BITS // 8], "big")
        self._row, self._cells = row, []


def sum_of(cells: Iterable[tuple[tuple[int, int], str]]) -> str:
    """The sum of what stands at these places (row, column)."""
    found = Sum()
    for (row, column), text in sorted(cells):
        found.add(row, column, text)
    return found.total()


def text_of(value: object) -> str:
    """What a cell shows, the same before it is written and after it is read again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Decimal | Fraction):
        number = round_half_up(value) if isinstance(value, Fraction) else value
        return f"{float(number):.12g}"
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


CELL = {"border": 1, "border_color": LINE}
CENTRE = {**CELL, "align": "center"}
LINE_HEIGHT = 30
LONGEST = 16_000  # a cell holds 32,767 units, of which a character takes one or two
CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufffe\uffff\ud800-\udfff]"
)

STYLES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "text": ("text", CELL),
    "centre": ("page", CENTRE),
    "number": ("page", {**CENTRE, "num_format": "0.00"}),
    "starred": ("page", {**CENTRE, "num_format": '0.00"*"'}),
    "whole": ("page", {**CENTRE, "num_format": "#,##0"}),
    "percent": ("page", {**CENTRE, "num_format": '0"%"'}),
    "day": ("page", {**CENTRE, "num_format": DATE}),
    "month": ("page", {**CENTRE, "font_size": 12}),
    "remark": ("field", {"text_wrap": True, "indent": 1, "align": "left"}),
    "mean": ("total", {**CENTRE, "num_format": "0.00"}),
    "key": ("page", {"font_color": LINE, "font_size": 8}),
    "line": ("page", {"bottom": 1, "bottom_color": LINE}),
    "sign": ("page", {"align": "center", "bold": True, "bottom": 1, "bottom_color": LINE}),
}
"""The styles of a list: a meaning of the common look, and what it is in a cell with a frame."""

INKS: Mapping[str, tuple[str, str]] = {
    "good": GOOD,
    "care": WARNING_COLOUR,
    "wrong": WRONG,
    "none": NONE,
    "done": BLUE,
}


class Marked(NamedTuple):
    """A value whose cell is coloured by what it means: good, care, wrong, none or done."""

    value: str | Decimal | Fraction | int | None
    mark: str
    style: str = ""


Shown = str | Decimal | Fraction | int | date | Marked | None


class Column(NamedTuple):
    """A column of a list: heading, width in characters, style of its cells."""

    label: Bilingual
    width: float
    style: str = "text"


Naming = tuple[tuple[int, ...], ...]
"""The columns that name a row, counted from 0; of several in one place the first that is filled."""


def row_key(texts: Mapping[int, str], naming: Naming) -> str:
    """The key of a row with these texts by the place of their columns."""
    found = (next((texts[at] for at in places if texts[at]), "") for places in naming)
    return " ".join(filter(None, found))


REMARK = Column(Bilingual("หมายเหตุของจังหวัด", "Remarks of the province"), 25, "remark")
"""The column for what a person types; it is carried into the next book."""


class Styles:
    """The formats of one workbook by what they mean, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._look = StyleSheet(workbook)
        self._made: dict[tuple[str, str, bool], Format] = {}

    def get(self, style: str, mark: str = "", quoted: bool = False) -> Format:
        """The format of a style, coloured by a mark; ``quoted`` keeps a text from being read as a
        formula when a person edits the cell."""
        found = self._made.get((style, mark, quoted))
        if found is None:
            meaning, more = STYLES.get(style, (style, {}))
            parts = dict(more)
            if mark:
                parts["font_color"], parts["bg_color"] = INKS[mark]
            if quoted:
                parts["quote_prefix"] = True
            found = self._made[style, mark, quoted] = self._look.style(meaning, **parts)
        return found


def printable(text: str) -> str:
    """The text without control characters and marks that turn the direction of writing around; one
    too long for a cell ends in an ellipsis."""
    if not text.isprintable() or len(text) > LONGEST:
        text = cell_text(CONTROL.sub(" ", text))
    return escape_rich_string(text)


def _visible_text(value: Shown) -> str:
    """What is seen of a text that names a row."""
    value = value.value if isinstance(value, Marked) else value
    return "" if value is None else printable(str(value)).strip()


lines_of = lru_cache(maxsize=4096)(text_lines)  # the same names come again and again


class Page:
    """One sheet that is written from top to bottom (the workbook keeps no cell in memory)."""

    def __init__(self, workbook: Workbook, styles: Styles, name: str, language: Language) -> None:
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.styles = styles
        self.language: Language = language
        self.name = name
        self.row = 0
        self.width = 0  # columns of the sheet that are ours, the hidden one included
        self._sum = Sum()
        self._columns: Sequence[Column] = ()
        self._naming: Naming = ()
        self._header = 0

    def prepare(self, title: str, asof: str, notice: str, last: int, tab: str = TEAL) -> None:
        """Set the page up for print and write its first lines over columns 1 to ``last``."""
        sheet = self.sheet
        self.width = last + 1
        set_page(sheet, title[:80], self.language)
        sheet.set_tab_color(tab)
        sheet.set_default_row(LINE_HEIGHT)
        for text, style, height in ((title, "title", 46), (asof, "subtitle", 32)):
            sheet.set_row(self.row, height)
            self.text(1, text, style)
            self.row += 1
        self.across(1, last, notice, "note", 34)

    def across(
        self, first: int, last: int, text: str, style: str, height: float = LINE_HEIGHT
    ) -> None:
        """One text over several columns, as a line of its own."""
        self.sheet.set_row(self.row, height)
        self.merge(first, last, text, style)
        self.row += 1

    def merge(self, first: int, last: int, text: str, style: str, mark: str = "") -> None:
        """One text over several columns of this row."""
        cell_format = self.styles.get(style, mark, is_formula_like(printable(text)))
        self.sheet.merge_range(self.row, first, self.row, last, "", cell_format)
        self.sheet.write_string(self.row, first, printable(text), cell_format)
        self._note(first, printable(text))

    def columns(
        self, columns: Sequence[Column], naming: Naming = (), *, height: float = 62
    ) -> None:
        """Write the header, freeze it, repeat it on every printed page; column 0 holds the keys of
        rows, which ``naming`` makes of what is seen in them."""
        self._columns, self._naming, self._header = columns, naming, self.row
        self.sheet.set_column(0, 0, 2, None, {"hidden": True})
        self.sheet.set_row(self.row, height)
        for place, column in enumerate(columns, 1):
            self.sheet.set_column(place, place, column.width)
            self.text(place, column.label.in_language(self.language), "header")
        self.sheet.repeat_rows(self.row)
        self.row += 1

    def key(self, values: Sequence[Shown]) -> str:
        """The key of a row with these values."""
        places = {place for part in self._naming for place in part}
        return row_key({place: _visible_text(values[place]) for place in places}, self._naming)

    def add(self, values: Iterable[Shown], height: float | None = None) -> None:
        """One row of the list; a long text makes it higher unless ``height`` says how high."""
        listed = list(values)
        key = self.key(listed)
        height = height or self._height(listed)
        if height != LINE_HEIGHT:  # every height that is set is kept in memory
            self.sheet.set_row(self.row, height)
        if key:
            self.text(0, key, "key")
        for place, (value, column) in enumerate(zip(listed, self._columns, strict=True), 1):
            self.write(place, value, column.style)
        self.row += 1

    def end(self, frozen: int) -> None:
        """Close the list: filter arrows on the header, ``frozen`` columns kept in sight.

        Sorting by an arrow moves what is in the filter: the hidden keys as well, or the remarks
        would stand at the keys of others. An empty list keeps one blank row, whose format is that
        of rows to come.
        """
        if self.row == self._header + 1:
            self.add([None] * len(self._columns))
        self.sheet.freeze_panes(self._header + 1, frozen)
        self.sheet.autofilter(self._header, 0, self.row - 1, len(self._columns))

    def write(self, column: int, value: Shown, style: str) -> None:
        """One value in the style of its column; a marked one in its colour."""
        mark = ""
        if isinstance(value, Marked):
            value, mark, style = value.value, value.mark, value.style or style
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, self.styles.get(style, mark))
        elif isinstance(value, str):
            self.text(column, value, style, mark)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, column, value, self.styles.get(style, mark))
            self._note(column, value)
        else:
            number = value if isinstance(value, int | Decimal) else round_half_up(value)
            self.sheet.write_number(self.row, column, float(number), self.styles.get(style, mark))
            self._note(column, number)

    def text(self, column: int, text: str, style: str, mark: str = "") -> None:
        """One text, as it is."""
        cell_format = self.styles.get(style, mark, is_formula_like(printable(text)))
        self.sheet.write_string(self.row, column, printable(text), cell_format)
        self._note(column, printable(text))

    @property
    def total(self) -> str:
        """The sum of all that was written, but for keys and remarks."""
        return self._sum.total()

    def _note(self, column: int, value: object) -> None:
        below = self._columns and self.row > self._header
        if column and not (below and self._columns[column - 1].label == REMARK.label):
            self._sum.add(self.row, column + 1, text_of(value))

    def _height(self, values: Sequence[Shown]) -> float:
        lines = 1
        for value, column in zip(values, self._columns, strict=True):
            if isinstance(value, str) and (len(value) + 2 > column.width or "\n" in value):
                lines = max(lines, lines_of(value, column.width))
        return LINE_HEIGHT if lines == 1 else min(row_height(lines), 400)
