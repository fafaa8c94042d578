"""From what is stored in a cell to what stands in it: typed values, each made once."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from pso_excel.xlsx.errors import refuse, refuse_more_than
from pso_excel.xlsx.reader.formulas import shows_picture
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.text import Strings, clean_text, plain_text
from pso_excel.xlsx.reader.xml_parser import (
    CHOICE,
    MAIN,
    Attributes,
    End,
    Shape,
    Start,
    named,
    parse,
    tags,
)
from pso_excel.xlsx.workbook import (
    EMPTY_CELL,
    PICTURE,
    UNCALCULATED_CELL,
    Cell,
    NumberFormatKind,
    Value,
)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_FIRST_1900 = datetime(1899, 12, 30)
_FIRST_1904 = datetime(1904, 1, 1)
_DAYS_1900 = 2_958_466  # 1 January 10000
_DAY = 86_400_000  # milliseconds
_EXACT = 1e16
_SHORT = 16  # characters of 15 digits and a point
_BLANKS = " \t\r\n"
_TEXTS = ("str", "inlineStr")  # types of a cell whose text stands in it
_KEPT_APART = ("", "=")  # what a text begins with that is empty, or may stand for a picture


def decimal_of(number: float) -> Decimal:
    """The decimal a person means by this double: 33.34, and 5 rather than 5.0.

    It is the shortest that is the double; what has more digits than the 15 a spreadsheet keeps of
    a typed number, and shows, was computed (or written by a library that rounds) and is given to
    15: 0.30000000000000004 is 0.3.
    """
    if number.is_integer() and abs(number) < _EXACT:
        return Decimal(int(number))
    text = repr(number)
    return Decimal(text if len(text) <= _SHORT else f"{number:.15g}")


def moment_of(serial: float, date1904: bool) -> datetime | None:
    """The day and time of a serial number, to the millisecond; None when there is no such day.

    In the 1900 system serial 60 is 29 February 1900, which never was, and 0 is no day.
    """
    days, part = divmod(round(serial * _DAY), _DAY)
    if date1904:
        if not 0 <= days < _DAYS_1900 - 1462:
            return None
        return _FIRST_1904 + timedelta(days=days, milliseconds=part)
    if not 1 <= days < _DAYS_1900 or days == 60:
        return None
    shift = 1 if days < 60 else 0
    return _FIRST_1900 + timedelta(days=days + shift, milliseconds=part)


class _Meanings(dict[str, tuple[NumberFormatKind, str | None]]):
    """The kind of number format and the type that the attributes of a cell give, by how they are
    written: `` s="7" t="s"``."""

    def __init__(self, formats: tuple[NumberFormatKind, ...]) -> None:
        super().__init__()
        self._formats = formats

    def __missing__(self, attributes: str) -> tuple[NumberFormatKind, str | None]:
        style, _, kind = attributes.partition(' t="')
        shown = _format_kind(style[4:-1] or None, self._formats)
        meant = self[attributes] = shown, kind[:-1] or None
        return meant


class CellBuilder:
    """Makes the cells of one book.

    ``verbatim`` are cells made already, by what stood in the XML: attributes, the tag of the
    formula, the value; ``meanings`` is what such attributes say. ``odd`` are the cells whose text
    had to be cleaned, by identity. ``is_picture`` tells whether the rich value of that number is
    one.
    """

    def __init__(
        self,
        strings: Strings,
        formats: tuple[NumberFormatKind, ...],
        date1904: bool,
        is_picture: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.is_picture = is_picture
        self._strings = strings
        self._budget = strings.budget
        self._formats = formats
        self._date1904 = date1904
        self.verbatim: dict[tuple[str, str, str], Cell] = {}
        self.meanings = _Meanings(formats)
        self.odd: dict[int, Cell] = {}

    def cell_from_xml(self, attributes: str, formula: str, stored: str) -> Cell:
        """The cell of what stands in the XML in its usual spelling: its attributes, the tag of its
        formula, and ``<v>...</v>`` or ``<is><t>...</t></is>`` or nothing.

        Refusals: F034 text too long, F038 no such string, F046 an inline text in a cell that does
        not say so.
        """
        shown, kind = self.meanings[attributes]
        if kind == "s" and stored[3:-4].isdecimal():  # by far the most
            return self.shared(stored[3:-4], bool(formula), shown)
        text = _text_in(stored) if stored else None
        if text:
            if stored.startswith("<is>") != (kind == "inlineStr"):
                refuse("F046")
            self._budget.take_characters(len(text))
            if len(text) > self._budget.limits.text:
                refuse_more_than("F034", self._budget.limits.text)
        if kind in _TEXTS:
            return self._text_cell(text, bool(formula), shown)
        return self.cell(shown, kind, bool(formula), text)

    def cell(
        self, shown: NumberFormatKind, kind: str | None, formula: bool, text: str | None
    ) -> Cell:
        """The cell of that type; ``text`` is its value, None when it has none.

        What holds nothing is ``EMPTY_CELL`` itself, a formula without a value
        ``UNCALCULATED_CELL``. Refuses F038 for a string that is not in the table. A text that is
        not of its type stays a text: it is the officer's, and is judged where it stands.
        """
        if kind in _TEXTS:
            return self._text_cell(text, formula, shown)
        text = text.strip(_BLANKS) if text else None
        if not text:
            return UNCALCULATED_CELL if formula else EMPTY_CELL
        if kind is None or kind == "n":
            return self._number(text, formula, shown)
        if kind == "s":
            return self.shared(text, formula, shown)
        if kind == "b" and text in _BOOLEANS:
            return Cell(_BOOLEANS[text], formula, "", shown)
        if kind == "e":
            return Cell(None, formula, text, shown)
        if kind == "d":
            return _iso(text, formula, shown)
        return self._text_cell(text, formula, shown)

    def shared(self, text: str, formula: bool, shown: NumberFormatKind) -> Cell:
        """The cell of a text of the table, by its index as written; refuses F038."""
        known = self._strings.texts
        index = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else len(known)
        if index >= len(known):
            refuse("F038", part=f"<v>{text[:20]}</v>")
        found, odd = known[index], index in self._strings.odd
        if odd or found[:1] in _KEPT_APART:
            return self._text_cell(found, formula, shown, odd)
        return Cell(found, formula, "", shown)

    def format_kind(self, style: str | None) -> NumberFormatKind:
        """The kind of number format of a style, by its index as written."""
        return _format_kind(style, self._formats)

    def _text_cell(
        self, text: str | None, formula: bool, shown: NumberFormatKind, odd: bool | None = None
    ) -> Cell:
        """``odd`` says whether the text had to be cleaned, None that it is still to be."""
        if text is None:
            return UNCALCULATED_CELL if formula else EMPTY_CELL
        if odd is None:
            text, odd = clean_text(text)
        if not text:
            return EMPTY_CELL
        if text[0] == "=" and shows_picture(text):
            return Cell(None, formula, PICTURE, shown)
        cell = Cell(text, formula, "", shown)
        if odd:
            self.odd[id(cell)] = cell
        return cell

    def _number(self, text: str, formula: bool, shown: NumberFormatKind) -> Cell:
        if not _NUMBER.fullmatch(text):
            return self._text_cell(text, formula, shown)
        number = float(text)
        if not isfinite(number):
            return Cell(text, formula, "", shown)
        value: Value = None
        if shown is NumberFormatKind.DATE:
            value = moment_of(number, self._date1904)
        elif shown is NumberFormatKind.TIME:
            value = self._clock(number)
        return Cell(decimal_of(number) if value is None else value, formula, "", shown)

    def _clock(self, number: float) -> Value:
        """A time of day, or of that day; hours of a span of time have no day."""
        if 0 <= number < 1:
            milliseconds = round(number * _DAY)
            if milliseconds < _DAY:
                return (_FIRST_1904 + timedelta(milliseconds=milliseconds)).time()
        return timedelta(milliseconds=round(number * _DAY)) if abs(number) < _DAYS_1900 else None


def _text_in(stored: str) -> str:
    """The text inside ``<is><t>...</t></is>`` or ``<v ...>...</v>``; an empty ``<v/>`` has none."""
    if stored.startswith("<is>"):
        return plain_text(stored[stored.index(">", 4) + 1 : -9])
    return "" if stored.endswith("/>") else plain_text(stored[stored.index(">") + 1 : -4])


def _format_kind(style: str | None, formats: tuple[NumberFormatKind, ...]) -> NumberFormatKind:
    if style is None or not (style.isascii() and style.isdigit()) or len(style) > 6:
        return formats[0] if formats else NumberFormatKind.GENERAL
    index = int(style)
    return formats[index] if index < len(formats) else NumberFormatKind.GENERAL


def _iso(text: str, formula: bool, shown: NumberFormatKind) -> Cell:
    """A value of type ``d``: a date or time of ISO 8601, as strict files may hold."""
    value: Value = text
    try:
        if ":" in text and "T" not in text:
            value, kind = time.fromisoformat(text), NumberFormatKind.TIME
        else:
            value, kind = datetime.fromisoformat(text).replace(tzinfo=None), NumberFormatKind.DATE
    except ValueError:
        return Cell(text, formula, "", shown)
    return Cell(value, formula, "", kind if shown is NumberFormatKind.GENERAL else shown)


# ECMA-376 part 1, 18.8.30; 59 to 81 are the Thai ones, 27 to 36 and 50 to 58 the East Asian dates.
_BUILT_IN: dict[int, NumberFormatKind] = {
    0: NumberFormatKind.GENERAL,
    **dict.fromkeys((*range(1, 9), *range(11, 14), *range(37, 45), 48), NumberFormatKind.NUMBER),
    **dict.fromkeys((*range(59, 63), 69, 70), NumberFormatKind.NUMBER),
    **dict.fromkeys((9, 10, 67, 68), NumberFormatKind.PERCENT),
    **dict.fromkeys(
        (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), NumberFormatKind.DATE
    ),
    **dict.fromkeys((*range(71, 75), 77, 81), NumberFormatKind.DATE),
    **dict.fromkeys(
        (*range(18, 22), *range(32, 36), *range(45, 48), 75, 76), NumberFormatKind.TIME
    ),
    **dict.fromkeys(range(78, 81), NumberFormatKind.TIME),
    49: NumberFormatKind.TEXT,
}
_LONGEST = 255  # characters of a number format in Excel
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
_LITERAL = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|_.|\*.|am/pm|a/p|e[+-]|general')


def shown_by(code: str) -> NumberFormatKind:
    """The kind of a number format, judged by its first section (the one for positive numbers).

    ``[$-107041E]d mmm yyyy`` -> DATE; ``[h]:mm`` -> TIME; ``#,##0.00`` -> NUMBER.
    """
    first = _first_section(code.lower()).strip()
    if first == "general":
        return NumberFormatKind.GENERAL
    if _ELAPSED.search(first):
        return NumberFormatKind.TIME
    marks = _LITERAL.sub("", first)
    if any(letter in marks for letter in "ydbe") or ("m" in marks and not _is_clock(marks)):
        return NumberFormatKind.DATE
    if any(letter in marks for letter in "hs"):
        return NumberFormatKind.TIME
    if marks.strip() == "@":
        return NumberFormatKind.TEXT
    if "%" in marks:
        return NumberFormatKind.PERCENT
    return NumberFormatKind.NUMBER if code.strip() else NumberFormatKind.GENERAL


def _is_clock(marks: str) -> bool:
    return "h" in marks or "s" in marks


def _first_section(code: str) -> str:
    quoted = False
    skip = False
    for index, letter in enumerate(code):
        if skip:
            skip = False
        elif letter == "\\" and not quoted:
            skip = True
        elif letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted:
            return code[:index]
    return code


_LEVELS = tags(MAIN, {"numFmts": (2,), "cellXfs": (2,), "xf": (3,)})


class _Formats:
    """Gathers the number formats and the cell styles; those of conditional formats are not asked
    for. Refuses F046 a second list of either, F038 one number for formats of two kinds."""

    def __init__(self, package: Package, part: str) -> None:
        self._part, self._most = part, package.limits.styles
        self._open = ""
        self._lists: set[str] = set()
        self.custom: dict[str, NumberFormatKind] = {}
        self.used: list[str] = []

    def begin(self, name: str) -> Start:
        """The list of that name begins."""

        def begin(_: Attributes) -> None:
            if name in self._lists:
                refuse("F046", part=f"{self._part} <{name}>")
            self._lists.add(name)
            self._open = name

        return begin

    def end(self) -> None:
        """The list ends."""
        self._open = ""

    def number_format(self, attributes: Attributes) -> None:
        """A number format of the workbook's own."""
        if self._open == "numFmts":
            format_id, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            shown = shown_by(code[:_LONGEST])
            if self.custom.setdefault(format_id, shown) is not shown:
                refuse("F038", part=f"{self._part} numFmtId={format_id[:20]}")
            self._count(len(self.custom))

    def style(self, attributes: Attributes) -> None:
        """A style of cells."""
        if self._open == "cellXfs":
            self.used.append(attributes.get("numFmtId", "0"))
            self._count(len(self.used))

    def unknown(self, tag: str, depth: int, _: Attributes) -> None:
        """What is of another language stands where it does not count."""
        if (depth == 2 or (depth == 3 and self._open)) and not tag.startswith((*MAIN, *CHOICE)):
            refuse("F046", part=f"{self._part} <{tag.rpartition(' ')[2][:40]}>")

    def _count(self, number: int) -> None:
        if number > self._most:
            refuse_more_than("F037", self._most)


def read_formats(package: Package, part: str) -> tuple[NumberFormatKind, ...]:
    """The kind of number format of every cell style, by the style's index.

    Refuses F037 too many styles, F047 and F046 what is no such part, F038 what contradicts itself.
    """
    found = _Formats(package, part)
    starts = {
        "numFmts": found.begin("numFmts"),
        "numFmt": found.number_format,
        "cellXfs": found.begin("cellXfs"),
        "xf": found.style,
    }
    ends: dict[str, End] = {"numFmts": found.end, "cellXfs": found.end}
    shape = Shape(named(MAIN, "styleSheet"), _LEVELS, found.unknown)
    parse(package, part, tags(MAIN, starts), tags(MAIN, ends), shape=shape)
    return tuple(found.custom.get(number) or _built_in(number) for number in found.used)


def _built_in(number: str) -> NumberFormatKind:
    known = number.isascii() and number.isdigit() and len(number) < 6
    return (
        _BUILT_IN.get(int(number), NumberFormatKind.GENERAL) if known else NumberFormatKind.GENERAL
    )
