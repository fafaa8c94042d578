"""What Thai officers type, made comparable: text, digits, numbers, and days of either era.

Everything here is pure. NFKC is never used: it takes sara am (ำ) apart.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from pso_excel.core import figures

DayStyle = Literal["short", "long", "formal", "numeric", "english"]

ERA: Final = 543
"""Buddhist era minus Christian era."""

_THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
_DIGITS: Final = str.maketrans(
    _THAI_DIGITS + "".join(chr(0xFF10 + n) for n in range(10)), "0123456789" * 2
)
_FULL_WIDTH: Final = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_PLAIN: Final = {**_FULL_WIDTH, **_DIGITS, 0x2212: "-"}
_INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
# Old Windows fonts keep lowered and shifted Thai marks in the private area; PDF text has them.
_SHIFTED: Final = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_REPAIRS: Final = {**_INVISIBLE, **_SHIFTED}
# Marks in the order they are typed: below, above, tones, silencer.
_STACK: Final = (
    "\u0e3a\u0e38\u0e39\u0e31\u0e34\u0e35\u0e36\u0e37"
    "\u0e47\u0e4d\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e"
)
_RUN: Final = re.compile(
    f"[{_STACK}]*\u0e33[\u0e48-\u0e4b]*|[{_STACK}]*\u0e4d[{_STACK}]*\u0e32|[{_STACK}]{{2,}}"
)
_SUSPECT: Final = re.compile(
    "[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uf700-\uf71a\u0e4d]"
    f"|\u0e40\u0e40|\u0e33[\u0e48-\u0e4b]|[\u0e48-\u0e4e][{_STACK[:14]}]"
    f"|[\u0e31\u0e34-\u0e3a\u0e47][{_STACK[:9]}]"
)
_LOOK_ALIKES: Final = str.maketrans(
    "авекмнорстухіјѕԁԛԝαβεζηικμνορτυχ",
    "abekmhopctyxijsdqwabezhikmvoptyx",
)
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_COMPARED: Final = {**_FULL_WIDTH, **_DIGITS, **_DASHES}
# In a code a letter is what it is: of the full-width forms only digits and signs are folded.
_IN_CODES: Final = {
    **{wide: sign for wide, sign in _FULL_WIDTH.items() if not sign.isalpha()},
    **_DIGITS,
    **_DASHES,
}
_QUOTES: Final = "\"'`´‘’‚‛“”„‟«»‹›"


def _in_order(run: re.Match[str]) -> str:
    """One stack of marks: each mark once, in typing order, sara am written one way."""
    marks = set(run[0])
    rest = marks & {"\u0e32", "\u0e33"}
    if rest:
        marks -= {*rest, "\u0e4d"}
    return "".join(sorted(marks, key=_STACK.index)) + ("\u0e33" if rest else "")


def _repaired(text: str) -> str:
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text) or _SUSPECT.search(text):
        text = unicodedata.normalize("NFC", text.translate(_REPAIRS))
        return _RUN.sub(_in_order, text.replace("\u0e40\u0e40", "\u0e41"))
    return text


def clean(text: str) -> str:
    """The text on one line, as it should have been typed: NFC, nothing invisible, one way to write
    sara am, each mark once and in order, แ as one letter, single spaces."""
    return " ".join(_repaired(text).split())


def clean_lines(text: str) -> str:
    """The same for a text of several lines, whose line breaks are kept; blank lines go."""
    if len(text.splitlines()) <= 1:
        return clean(text)
    lines = (" ".join(line.split()) for line in _repaired(text).splitlines())
    return "\n".join(line for line in lines if line)


def key(text: str) -> str:
    """A form used only to compare headers, choices and names: spaces, case, Thai and full-width
    digits, and the kinds of dash make no difference."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def code_key(text: str) -> str:
    """A form used only to compare codes: spaces, case, Thai and full-width digits, and the kinds of
    dash make no difference; letters that only look alike (Cyrillic А, full-width Ａ) do."""
    return clean(text).translate(_IN_CODES).replace(" ", "").casefold()


def code_shape(text: str) -> str:
    """What a code looks like: as :func:`key`, and Cyrillic and Greek letters that look like Latin
    ones count as Latin. Two codes that look alike are not the same; one may be meant by the other.
    """
    return key(text).translate(_LOOK_ALIKES)


def foreign_letters(text: str) -> str:
    """The letters in a code that are neither Thai nor plain Latin, each once."""
    if text.isascii():
        return ""
    found = (c for c in text if c.isalpha() and not c.isascii() and not "\u0e00" <= c <= "\u0e7f")
    return "".join(dict.fromkeys(found))


def latin(text: str) -> str:
    """A code with the letters that only look Latin written as Latin ones, in their case."""
    wide = text.translate(_FULL_WIDTH)
    return "".join(_latin(letter) for letter in wide)


def _latin(letter: str) -> str:
    plain = letter.lower().translate(_LOOK_ALIKES)
    return plain.upper() if letter.isupper() else plain if letter.isalpha() else letter


def unquoted(text: str) -> str:
    """The text without the quotation marks, straight or curved, it stands in, or the apostrophe
    before it that a spreadsheet takes for no part of it."""
    quoted = text[:1] in _QUOTES and text[-1:] in _QUOTES
    return text.strip(_QUOTES + " ") if quoted else text.removeprefix("'")


def _key(text: str) -> str:
    return clean(text).translate(_COMPARED).replace(" ", "").casefold()


_SHORT: Final = 200
_short_key: Final = lru_cache(maxsize=8192)(_key)  # long texts would fill the memory


def digits(text: str) -> str:
    """The text with Thai and full-width digits as 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def thai_digits(text: str) -> str:
    """The text with 0 to 9 as Thai digits, for formal papers."""
    return text.translate(dict(zip(range(48, 58), _THAI_DIGITS, strict=True)))


_EXACT: Final = Context(prec=15)  # as a spreadsheet holds a third
_USUAL_MARKS: Final = frozenset({figures.PERCENT, figures.MONEY})


def number(text: str, marks: frozenset[str] = _USUAL_MARKS) -> Decimal | None:
    """The number an officer typed as text, or None: :mod:`figures` says how it may be
    spelled. 40 % is 40, 12,500.- is 12500; 1_0, nan, 1e3, ², ½ and 3,5 are no numbers.

    ``marks`` are those that may stand beside the digits. A fraction (1/3) has 15 digits.
    """
    if len(text) > figures.LONGEST:
        return None
    plain = figures.canonical(text)
    if figures.replaced(plain, figures.shape(marks)):
        return None
    top, stroke, bottom = figures.replaced(plain, figures.BARE).partition(figures.FRACTION)
    if not stroke:
        return Decimal(top)
    return _EXACT.divide(Decimal(top), Decimal(bottom)) if Decimal(bottom) else None


class Reading(NamedTuple):
    """How a date cell was read.

    ``code`` is empty, a note beside a value (H211: a real date whose year is a Buddhist one; H212:
    Thai digits; H219: a two-digit year that can only be a Buddhist one, or a day with a time) or
    the fault when there is none (H209 not a date; H210 year out of range; H215 a year of two
    digits, which may be of either era; H220 a month that has no such day).
    ``year`` is the year as typed, ``guess`` the Buddhist year that was probably meant (or 0);
    ``month`` is the month that has only ``days`` days.
    """

    value: date | None
    code: str = ""
    year: int = 0
    guess: int = 0
    month: int = 0
    days: int = 0


_NO_DATE: Final = Reading(None, "H209")
_MONTHS_SHORT: Final = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
_MONTHS_LONG: Final = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_MONTHS_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS: Final = {
    spelling.replace(".", "").casefold(): number
    for number, names in enumerate(
        zip(_MONTHS_SHORT, _MONTHS_LONG, _MONTHS_ENGLISH, strict=True), start=1
    )
    for spelling in (*names, names[1].removesuffix("คม").removesuffix("ยน"), names[2][:3])
} | {"กุมภา": 2, "sept": 9}
_ERAS: Final = {"พศ": ERA, "be": ERA, "คศ": 0, "ad": 0, "ce": 0}
_TIME: Final = re.compile(
    r"(?<=[0-9])(?:(?:[ T]| ?เวลา ?)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?(?: ?น\.?)?"
    r"| ?เวลา ?[0-9]{1,2}\.[0-9]{2}(?: ?น\.?)?| [0-9]{1,2}\.[0-9]{2} ?น\.?)$"
)
_SLASHED: Final = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})")
_ISO: Final = re.compile(r"([0-9]{4})([/-])([0-9]{1,2})\2([0-9]{1,2})(?:[T ][0-9:.]{4,15}Z?)?")
_NAMED: Final = re.compile(
    r"(?:(?:วัน[ก-ฮะ-์]*)?ที่)? ?([0-9]{1,2})[ /.-]*(?:เดือน)? ?([^0-9 /-]+?)[ /,-]*"
    r"(พ\.? ?ศ\.?|ค\.? ?ศ\.?|B\.?E\.?|A\.?D\.?|C\.?E\.?)? ?([0-9]{1,4})",
    re.IGNORECASE,
)


def day(text: str) -> Reading:
    """The day an officer typed as text: 15/01/2569, 15-1-2569, 2026-01-15, 15 ม.ค. 2569,
    วันที่ ๑๕ มกราคม พ.ศ. ๒๕๖๙; the year is read by the rule of :func:`_era_year`."""
    if len(text) > 80:
        return _NO_DATE
    plain = unquoted(clean(text)).translate(_PLAIN)
    in_thai = any(digit in text for digit in _THAI_DIGITS)
    day_only = _TIME.sub("", plain)
    if match := _SLASHED.fullmatch(day_only.removeprefix("วันที่").lstrip()):
        reading = _of(int(match[4]), int(match[3]), int(match[1]), buddhist=in_thai)
    elif match := _ISO.fullmatch(plain):
        return _of(int(match[1]), int(match[3]), int(match[4]))
    elif match := _NAMED.fullmatch(day_only):
        month = _MONTHS.get(match[2].replace(".", "").casefold(), 0)
        in_thai = in_thai or not match[2].isascii()
        reading = _of(int(match[4]), month, int(match[1]), match[3] or "", buddhist=in_thai)
    else:
        return _NO_DATE
    if reading.value is None or reading.code:
        return reading
    if day_only != plain:
        return reading._replace(code="H219")
    return reading._replace(code="H212") if any(d in text for d in _THAI_DIGITS) else reading


def real_day(stored: datetime) -> Reading:
    """The day meant by a real date cell, whose year is taken as it is stored (2569 stays 2569).

    A bare Buddhist year typed into a date cell is stored as a day of 1906 or 1907 (serials 2400 to
    2743): no date was given, and the year typed is the guess.
    """
    serial = stored.toordinal() - _DAY_ZERO
    if 2400 <= serial <= 2743:
        return Reading(None, "H209", serial, serial)
    reading = _of(stored.year, stored.month, stored.day)
    if reading.value is not None and reading.value.year != stored.year:
        return reading._replace(code="H211")
    return reading


_DAY_ZERO: Final = date(1899, 12, 30).toordinal()


def month_name(month: int) -> tuple[str, str]:
    """The full name of a month, in Thai and in English."""
    return _MONTHS_LONG[month - 1], _MONTHS_ENGLISH[month - 1]


def _era_key(era: str) -> str:
    return era.replace(".", "").replace(" ", "").casefold()


def _era_year(year: int, era: str) -> Reading | int:
    """The Christian year of a year as typed, or the fault.

    1900 to 2200 is Christian, 2400 to 2743 Buddhist, 2943 to 3286 had 543 added twice (H210), two
    digits are never guessed silently (H215). A stated era must agree.
    """
    stated = _ERAS.get(_era_key(era))
    if 2400 <= year <= 2743 and stated != 0:
        return year - ERA
    if 1900 <= year <= 2200 and stated != ERA:
        return year
    if 2943 <= year <= 3286:
        return Reading(None, "H210", year, year - ERA)
    return Reading(None, "H215", year, 2500 + year) if year < 100 else Reading(None, "H209", year)


def _of(
    year: int, month: int, day_of_month: int, era: str = "", *, buddhist: bool = False
) -> Reading:
    """``buddhist`` says that the month or the digits are Thai: a year of two digits, of which no
    era is stated, is then a Buddhist one."""
    short = buddhist and year < 100 and _ERAS.get(_era_key(era)) != 0
    christian = _era_year(2500 + year if short else year, era)
    possible = 1 <= month <= 12 and 1 <= day_of_month <= 31
    if not isinstance(christian, int):
        return christian if possible else _NO_DATE
    if not possible:
        return Reading(None, "H209", year)
    days = monthrange(christian, month)[1]
    if day_of_month > days:
        return Reading(None, "H220", year, 0, month, days)
    return Reading(date(christian, month, day_of_month), "H219" if short else "", year)


def show_day(when: date, style: DayStyle = "short") -> str:
    """A day in the Buddhist era: short 15 ม.ค. 2569, long 15 มกราคม 2569, formal ๑๕ มกราคม ๒๕๖๙,
    numeric 15/01/2569; english is 15 Jan 2026."""
    year, month = when.year + ERA, when.month - 1
    if style == "short":
        return f"{when.day} {_MONTHS_SHORT[month]} {year}"
    if style == "long":
        return f"{when.day} {_MONTHS_LONG[month]} {year}"
    if style == "formal":
        return thai_digits(f"{when.day} {_MONTHS_LONG[month]} {year}")
    if style == "numeric":
        return f"{when.day:02}/{when.month:02}/{year}"
    return f"{when.day} {_MONTHS_ENGLISH[month][:3]} {when.year}"


def fiscal_year(when: date) -> int:
    """The fiscal year of a day, a Buddhist year: 1 October 2568 to 30 September 2569 is 2569."""
    return when.year + ERA + (when.month >= 10)


def quarter(when: date) -> int:
    """The quarter of the fiscal year, 1 for October to December."""
    return (when.month + 2) // 3 % 4 + 1
