"""From what is stored in a cell to what stands in it: typed values, each made once."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from pso_excel.xlsx.reader.formulas import shows_picture
from pso_excel.xlsx.reader.limits import refuse
from pso_excel.xlsx.reader.text import Strings
from pso_excel.xlsx.reader.text__reading_texts_part import clean_text
from pso_excel.xlsx.workbook import EMPTY, PICTURE, UNCALCULATED, Cell, Shown, Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_FIRST_1900 = datetime(1899, 12, 30)
_FIRST_1904 = datetime(1904, 1, 1)
_DAYS_1900 = 2_958_466  # 1 January 10000
_DAY = 86_400_000  # milliseconds
_EXACT = 1e16
_SHORT = 16  # characters of 15 digits and a point
_BLANKS = " \t\r\n"
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


class _Meanings(dict[str, tuple[Shown, str | None]]):
    """The kind of number format and the type that the attributes of a cell give, by how they are
    written: `` s="7" t="s"``."""

    def __init__(self, formats: tuple[Shown, ...]) -> None:
        super().__init__()
        self._formats = formats

    def __missing__(self, attributes: str) -> tuple[Shown, str | None]:
        style, _, kind = attributes.partition(' t="')
        shown = _shown(style[4:-1] or None, self._formats)
        meant = self[attributes] = shown, kind[:-1] or None
        return meant


class CellMaker:
    """Makes the cells of one book.

    ``verbatim`` are cells made already, by what stood in the XML: attributes, the tag of the
    formula, the value; ``meanings`` is what such attributes say. ``odd`` are the cells whose text
    had to be cleaned, by identity. ``is_picture`` tells whether the rich value of that number is
    one.
    """

    def __init__(
        self,
        strings: Strings,
        formats: tuple[Shown, ...],
        date1904: bool,
        is_picture: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.is_picture = is_picture
        self._strings = strings
        self._formats = formats
        self._date1904 = date1904
        self.verbatim: dict[tuple[str, str, str], Cell] = {}
        self.meanings = _Meanings(formats)
        self.odd: dict[int, Cell] = {}

    def cell(self, shown: Shown, kind: str | None, formula: bool, text: str | None) -> Cell:
        """The cell of that type; ``text`` is its value, None when it has none.

        What holds nothing is ``EMPTY`` itself, a formula without a value ``UNCALCULATED``. Refuses
        F038 for a string that is not in the table.
        A text that is not of its type stays a text: it is the officer's, and is judged where it
        stands.
        """
        if kind in ("str", "inlineStr"):
            return self._text(text, formula, shown)
        text = text.strip(_BLANKS) if text else None
        if not text:
            return UNCALCULATED if formula else EMPTY
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
        return self._text(text, formula, shown)

    def shared(self, text: str, formula: bool, shown: Shown) -> Cell:
        """The cell of a text of the table, by its index as written; refuses F038."""
        known = self._strings.texts
        index = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else len(known)
        if index >= len(known):
            refuse("F038", part=f"<v>{text[:20]}</v>")
        found, odd = known[index], index in self._strings.odd
        if odd or found[:1] in _KEPT_APART:
            return self._kept(found, odd, formula, shown)
        return Cell(found, formula, "", shown)

    def shown(self, style: str | None) -> Shown:
        """The kind of number format of a style, by its index as written."""
        return _shown(style, self._formats)

    def _text(self, text: str | None, formula: bool, shown: Shown) -> Cell:
        if text is None:
            return UNCALCULATED if formula else EMPTY
        return self._kept(*clean_text(text), formula, shown)

    def _kept(self, text: str, odd: bool, formula: bool, shown: Shown) -> Cell:
        if not text:
            return EMPTY
        if text[0] == "=" and shows_picture(text):
            return Cell(None, formula, PICTURE, shown)
        cell = Cell(text, formula, "", shown)
        if odd:
            self.odd[id(cell)] = cell
        return cell

    def _number(self, text: str, formula: bool, shown: Shown) -> Cell:
        if not _NUMBER.fullmatch(text):
            return self._text(text, formula, shown)
        number = float(text)
        if not isfinite(number):
            return Cell(text, formula, "", shown)
        value: Value = None
        if shown is Shown.DATE:
            value = moment_of(number, self._date1904)
        elif shown is Shown.TIME:
            value = self._clock(number)
        return Cell(decimal_of(number) if value is None else value, formula, "", shown)

    def _clock(self, number: float) -> Value:
        """A time of day, or of that day; hours of a span of time have no day."""
        if 0 <= number < 1:
            milliseconds = round(number * _DAY)
            if milliseconds < _DAY:
                return (_FIRST_1904 + timedelta(milliseconds=milliseconds)).time()
        return timedelta(milliseconds=round(number * _DAY)) if abs(number) < _DAYS_1900 else None


def _shown(style: str | None, formats: tuple[Shown, ...]) -> Shown:
    if style is None or not (style.isascii() and style.isdigit()) or len(style) > 6:
        return formats[0] if formats else Shown.GENERAL
    index = int(style)
    return formats[index] if index < len(formats) else Shown.GENERAL


def _iso(text: str, formula: bool, shown: Shown) -> Cell:
    """A value of type ``d``: a date or time of ISO 8601, as strict files may hold."""
    value: Value = text
    try:
        if ":" in text and "T" not in text:
            value, kind = time.fromisoformat(text), Shown.TIME
        else:
            value, kind = datetime.fromisoformat(text).replace(tzinfo=None), Shown.DATE
    except ValueError:
        return Cell(text, formula, "", shown)
    return Cell(value, formula, "", kind if shown is Shown.GENERAL else shown)
