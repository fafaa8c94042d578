"""What was typed in one cell as the value its field asks for, by the field's kind.

A reader takes the bare value of a cell and how it is shown, and gives the value, None for nothing
typed, or :class:`ParsedValue` when something must be told.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from pso_excel.core import figures, thai
from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.core.messages import term
from pso_excel.forms.schema import ChoiceList, Field, FieldFault, Kind, marks_of
from pso_excel.model.submission import Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import NumberFormatKind


class CellIssue(NamedTuple):
    """One thing to tell of a cell: ``code`` unless the field names a rule for ``fault``."""

    code: str
    fault: FieldFault | None = None
    values: Mapping[str, str | Bilingual] = {}


class ParsedValue(NamedTuple):
    """A value (None: unreadable) and what must be told of it."""

    value: Value | None
    findings: tuple[CellIssue, ...]


CellParser = Callable[[book.Value, NumberFormatKind], Value | ParsedValue | None]

_ERRORS = frozenset(
    (
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#BUSY!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        "#PYTHON!",
        "#TIMEOUT!",
    )
)
_LISTED = re.compile(r"[,;|\n\r，；、]")
_LONGEST_EXACT = Decimal(10) ** 15
# Blanks are looked at once: from the first of a run, or a long run would take its square in time.
_BLANKS = r"(?<![^\S\n\r])[^\S\n\r]+"
_SEPARATORS = re.compile(rf"[,;|\n\r，；、]+|{_BLANKS}(?:และ|กับ)\s*")
_HUNDRED = Decimal(100)
_MOST_PERCENT = _HUNDRED * figures.MOST_HUNDREDS
_FIRST_PLAIN_YEAR, _LAST_PLAIN_YEAR = 1908, 2200
_DAY_ZERO = datetime(1899, 12, 30)
_UNFORMATTED = frozenset({NumberFormatKind.GENERAL, NumberFormatKind.NUMBER, NumberFormatKind.TEXT})
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 90_000  # days of 1954 to 2146, as a spreadsheet counts them
_EXCEL_TURNS = 30  # a year of two digits from here on is of the 20th century to Excel
_THAI_DIGIT = re.compile("[๐-๙]")
_BARE = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def displayed_text(value: book.Value, shown: NumberFormatKind = NumberFormatKind.GENERAL) -> str:
    """A cell's value as the officer sees it, for messages; long texts are cut."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = " ".join(value.split())
        return text if len(text) <= 120 else text[:119] + "…"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        if not value.is_finite():
            return str(value)
        return (
            f"{format_plain(value * 100)}%"
            if shown is NumberFormatKind.PERCENT
            else format_plain(value)
        )
    if isinstance(value, datetime):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return str(value)


def error_text(value: book.Value) -> str:
    """The error that stands in a cell as a text: programs that do not know an error of a newer
    Excel, and people who paste values, leave it as one."""
    if type(value) is not str or "#" not in value:
        return ""
    text = value.strip().upper()
    return text if text in _ERRORS else ""


def _not_a(code: str) -> ParsedValue:
    return ParsedValue(None, (CellIssue(code, FieldFault.KIND),))


def _text(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    if type(value) is str:
        return thai.clean(value) or None
    if isinstance(value, datetime):
        reading = thai.real_day(value)
        return thai.show_day(reading.value) if reading.value else displayed_text(value)
    return displayed_text(value, shown) or None


def _note(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    return (thai.clean_lines(value) or None) if type(value) is str else _text(value, shown)


def _code(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    """Codes are text; a date in their place is a code that the spreadsheet took for one, and so is
    a number: it has lost what zeros it began with, and past 15 digits its end."""
    if type(value) is str:
        return _typed_code(value)
    if value is None:
        return None
    if not isinstance(value, Decimal) or shown is NumberFormatKind.PERCENT or not value.is_finite():
        return _not_a("G012")
    if abs(value) >= _LONGEST_EXACT:
        return _not_a("G012")
    return ParsedValue(format_plain(value), (CellIssue("G018"),))


def _typed_code(text: str) -> Value | ParsedValue | None:
    code = thai.digits(thai.unquoted(thai.clean(text)))
    if letters := thai.foreign_letters(code):
        return ParsedValue(
            code, (CellIssue("G017", None, {"letters": letters, "guess": thai.latin(code)}),)
        )
    return code or None


def one_code(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    """A code that names a row; a list is none."""
    if type(value) is str:
        parts = [part for part in _LISTED.split(value) if part.strip()]
        if len(parts) > 1:
            return ParsedValue(None, (CellIssue("G019", None, {"n": str(len(parts))}),))
    return _code(value, shown)


def number_reader(field: Field) -> CellParser:
    """Numbers of a field, as the officer sees them: 0.4 shown as 40 % is 40. What may stand beside
    the digits, and whether 1/3 is a number, depends on the field."""
    marks = marks_of(field)

    def read(value: book.Value, shown: NumberFormatKind) -> Decimal | ParsedValue | None:
        if type(value) is str:
            return _spelled(value, marks)
        if isinstance(value, Decimal):
            return _stored(value, shown, marks)
        if isinstance(value, (datetime, time, timedelta)):
            return _changed(value, field.fractions)
        return None if value is None else _not_a("G002")

    return read


def percent_reader(field: Field) -> CellParser:
    """The same for percentages: 40 means 40 %; a bare 0.4 is kept as typed, and asked about."""
    read = number_reader(field)

    def ask(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
        got = read(value, shown)
        number = got.value if isinstance(got, ParsedValue) else got
        if _is_signed(value, shown) or not isinstance(number, Decimal) or not 0 < number <= 1:
            return got
        values = {"value": displayed_text(value), "guess": format_plain(number * _HUNDRED)}
        told = got.findings if isinstance(got, ParsedValue) else ()
        return ParsedValue(number, (*told, CellIssue("G014", None, values)))

    return ask


def _is_signed(value: book.Value, shown: NumberFormatKind) -> bool:
    if type(value) is str:
        return figures.PERCENT in figures.canonical(value)
    return shown is NumberFormatKind.PERCENT


def _spelled(text: str, marks: frozenset[str]) -> Decimal | ParsedValue | None:
    if not text or text.isspace():
        return None
    number = thai.number(text, marks)
    if number is None or (abs(number) > _MOST_PERCENT and _is_signed(text, NumberFormatKind.TEXT)):
        return _not_a("G002")
    return _noted(number, text)


def _noted(number: Decimal, text: str) -> Decimal | ParsedValue:
    """A number that was typed as a text, told unless the text is just the number."""
    code = "H212" if _THAI_DIGIT.search(text) else "G016"
    if code == "G016" and _BARE.fullmatch(thai.clean(text)):
        return number
    return ParsedValue(
        number,
        (CellIssue(code, None, {"value": displayed_text(text), "num": format_plain(number)}),),
    )


def _stored(
    value: Decimal, shown: NumberFormatKind, marks: frozenset[str]
) -> Decimal | ParsedValue:
    """A number by the format of its cell: what no percentage can be is none where it shows one,
    and where it shows far over a hundred the sign came after the number."""
    if not value.is_finite():
        return _not_a("G002")
    if shown in (NumberFormatKind.DATE, NumberFormatKind.TIME):
        return ParsedValue(None, (CellIssue("G032"),))
    if shown is not NumberFormatKind.PERCENT:
        return value
    if figures.PERCENT not in marks:
        return _not_a("G002")
    values = {"num": format_plain(value * _HUNDRED), "stored": format_plain(value)}
    if abs(value) > figures.MOST_HUNDREDS:
        return ParsedValue(None, (CellIssue("G033", None, values),))
    return ParsedValue(value * _HUNDRED, (CellIssue("G015", None, values),)) if value else value


def _changed(value: datetime | time | timedelta, fractions: bool) -> ParsedValue:
    """A date or a time where a number was typed: a program made it of 1/3, 3-1 or 12:30. Of a
    fraction there are two days (1 March, 3 January); the fraction meant is that below one."""
    if fractions and isinstance(value, datetime):
        below, above = sorted((value.day, value.month))
        return ParsedValue(None, (CellIssue("G031", None, {"guess": f"{below}/{above}"}),))
    return ParsedValue(None, (CellIssue("G032"),))


def _date(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    if isinstance(value, datetime):
        if _FIRST_PLAIN_YEAR <= value.year <= _LAST_PLAIN_YEAR:
            return value.date()
        return _dated(thai.real_day(value), displayed_text(value, shown))
    if type(value) is str:
        if not value or value.isspace():
            return None
        return _dated(thai.day(value), displayed_text(value, shown))
    if isinstance(value, Decimal) and shown in _UNFORMATTED and _is_serial(value):
        reading = thai.real_day(_DAY_ZERO + timedelta(int(value)))
        return _dated(reading._replace(code="H219"), displayed_text(value))
    return None if value is None else _not_a("H209")


def _is_serial(number: Decimal) -> bool:
    """Whether a bare number is the day that a spreadsheet counts so, which lost its format."""
    return number.is_finite() and _FIRST_SERIAL <= number <= _LAST_SERIAL


def _dated(reading: thai.Reading, typed: str) -> Value | ParsedValue:
    if not reading.code and reading.value is not None:
        return reading.value
    values: dict[str, str] = {"value": typed}
    if reading.guess:
        values["guess"] = str(reading.guess)
        values["ce"] = str(reading.year + (1900 if reading.year >= _EXCEL_TURNS else 2000))
    if reading.code in ("H210", "H211") or (reading.code == "H209" and reading.guess):
        values["value"] = str(reading.year)
    if reading.days:
        values["n"] = str(reading.days)
        month = Bilingual(*thai.month_name(reading.month))
        return ParsedValue(None, (CellIssue(reading.code, None, {**values, "month": month}),))
    if reading.value is None:
        fault = FieldFault.KIND if reading.code == "H209" else None
        return ParsedValue(None, (CellIssue(reading.code, fault, values),))
    values["ce"] = str(reading.value.year)
    values["num"] = thai.show_day(reading.value)
    return ParsedValue(reading.value, (CellIssue(reading.code, None, values),))


def _reference(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    if type(value) is str:
        return thai.unquoted(thai.clean(value)) or None
    return _code(value, shown)


def _references(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
    if type(value) is not str:
        item = _code(value, shown)
        if isinstance(item, ParsedValue):
            return (
                ParsedValue((item.value,), item.findings) if isinstance(item.value, str) else item
            )
        return None
    parts = (thai.unquoted(thai.clean(part)) for part in _SEPARATORS.split(value))
    return tuple(dict.fromkeys(part for part in parts if part)) or None


_NO_LEVEL = ParsedValue(None, (CellIssue("G003", FieldFault.CHOICE),))


def level_reader(field: Field, levels: tuple[Decimal, ...]) -> CellParser:
    """Levels of the rubric as numbers, as text, or after the word ระดับ."""
    known, marks, read_number = frozenset(levels), marks_of(field), number_reader(field)

    def read(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
        if isinstance(value, Decimal) and shown is not NumberFormatKind.PERCENT:
            return value if value.is_finite() and value in known else _NO_LEVEL
        got = _spelled(value, marks) if type(value) is str else read_number(value, shown)
        number = got.value if isinstance(got, ParsedValue) else got
        if isinstance(number, Decimal) and number not in known:
            return _NO_LEVEL
        return got

    return read


PARSERS: Mapping[Kind, CellParser] = {
    Kind.TEXT: _text,
    Kind.NOTE: _note,
    Kind.CODE: _code,
    Kind.DATE: _date,
    Kind.REF: _reference,
    Kind.REFS: _references,
    Kind.EMAIL: _code,
    Kind.PHONE: _code,
}
"""How each other kind is read. Numbers depend on their field, CHOICE and LEVEL on their list, and a
CODE that names its row is read by :func:`one_code`: the number of a letter may have a comma."""


_YES, _NO = "yes", "no"
_LONGEST_LIST = 12
_SHORTEST_PART = 3


def choice_parser(choices: ChoiceList) -> CellParser:
    """A reader of one list. What is spelt a little differently is taken when it can only be one
    choice; anything else is a fault with the nearest choice as a suggestion."""
    exact: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for choice in choices.choices:
        for text in (choice.code, *choice.words):
            exact.setdefault(text, choice.code)
            alike.setdefault(thai.code_shape(text), set()).add(choice.code)
    words = {choice.code: choice.words for choice in choices.choices}
    expected = Bilingual(
        *(_listed([choice.words[n] for choice in choices.choices]) for n in (0, 1))
    )

    def read(value: book.Value, shown: NumberFormatKind) -> Value | ParsedValue | None:
        text = value if type(value) is str else _as_text(value, shown)
        code = exact.get(text)
        if code is not None:
            return code
        key = thai.code_shape(text)
        if not key:
            return None
        found = alike.get(key, ())
        if len(found) == 1:
            return next(iter(found))
        values = {"suggest": _suggestion(key, alike, words), "expected": expected}
        return ParsedValue(None, (CellIssue("G003", FieldFault.CHOICE, values),))

    return read


def _as_text(value: book.Value, shown: NumberFormatKind) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    return displayed_text(value, shown)


def _listed(words: list[str]) -> str:
    """The choices of a short list; of a long one the first few and how many there are."""
    shown = words if len(words) <= _LONGEST_LIST else words[:3]
    more = f" … ({len(words)})" if len(shown) < len(words) else ""
    return " / ".join(shown) + more


def _suggestion(key: str, alike: dict[str, set[str]], words: dict[str, Bilingual]) -> Bilingual:
    """The choice that alone has the text as a part of it, else the nearest."""
    within = [spelling for spelling in alike if len(key) >= _SHORTEST_PART and key in spelling]
    near = within or get_close_matches(key, alike, 1, 0.6)
    codes = set[str]().union(*(alike[spelling] for spelling in near))
    if len(codes) != 1:
        return NO_WORDS
    meant, parts = words[next(iter(codes))], term("did_you_mean")
    return Bilingual(parts.th.format(value=meant.th), parts.en.format(value=meant.en))
