"""Number formats: how a stored number is meant to be seen."""

import re

from pso_excel.book import Shown
from pso_excel.books.reading.limits import refuse_more_than
from pso_excel.books.reading.markup import MAIN, Attributes, parse, tags
from pso_excel.books.reading.package import Package

# ECMA-376 part 1, 18.8.30; 59 to 81 are the Thai ones, 27 to 36 and 50 to 58 the East Asian dates.
_BUILT_IN: dict[int, Shown] = {
    0: Shown.GENERAL,
    **dict.fromkeys((*range(1, 9), *range(11, 14), *range(37, 45), 48), Shown.NUMBER),
    **dict.fromkeys((*range(59, 63), 69, 70), Shown.NUMBER),
    **dict.fromkeys((9, 10, 67, 68), Shown.PERCENT),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), Shown.DATE),
    **dict.fromkeys((*range(71, 75), 77, 81), Shown.DATE),
    **dict.fromkeys((*range(18, 22), *range(32, 36), *range(45, 48), 75, 76), Shown.TIME),
    **dict.fromkeys(range(78, 81), Shown.TIME),
    49: Shown.TEXT,
}
_LONGEST = 255  # characters of a number format in Excel
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
_LITERAL = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|_.|\*.|am/pm|a/p|e[+-]|general')


def shown_by(code: str) -> Shown:
    """The kind of a number format, judged by its first section (the one for positive numbers).

    ``[$-107041E]d mmm yyyy`` -> DATE; ``[h]:mm`` -> TIME; ``#,##0.00`` -> NUMBER.
    """
    first = _first_section(code.lower()).strip()
    if first == "general":
        return Shown.GENERAL
    if _ELAPSED.search(first):
        return Shown.TIME
    marks = _LITERAL.sub("", first)
    if any(letter in marks for letter in "ydbe") or ("m" in marks and not _is_clock(marks)):
        return Shown.DATE
    if any(letter in marks for letter in "hs"):
        return Shown.TIME
    if marks.strip() == "@":
        return Shown.TEXT
    if "%" in marks:
        return Shown.PERCENT
    return Shown.NUMBER if code.strip() else Shown.GENERAL


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


def read_formats(package: Package, part: str) -> tuple[Shown, ...]:
    """The kind of number format of every cell style, by the style's index.

    Refuses F037 too many styles.
    """
    custom: dict[str, Shown] = {}
    used: list[str] = []
    inside = False

    def count_style(number: int) -> None:
        if number > package.limits.styles:
            refuse_more_than("F037", package.limits.styles)

    def number_format(attributes: Attributes) -> None:
        custom[attributes.get("numFmtId", "")] = shown_by(
            attributes.get("formatCode", "")[:_LONGEST]
        )
        count_style(len(custom))

    def begin_styles(_: Attributes) -> None:
        nonlocal inside
        inside = True

    def end_styles() -> None:
        nonlocal inside
        inside = False

    def style(attributes: Attributes) -> None:
        if inside:
            used.append(attributes.get("numFmtId", "0"))
            count_style(len(used))

    starts = {"numFmt": number_format, "cellXfs": begin_styles, "xf": style}
    parse(
        package,
        part,
        tags(MAIN, starts),
        tags(MAIN, {"cellXfs": end_styles}),
    )
    return tuple(custom.get(number) or _built_in(number) for number in used)


def _built_in(number: str) -> Shown:
    known = number.isascii() and number.isdigit() and len(number) < 6
    return _BUILT_IN.get(int(number), Shown.GENERAL) if known else Shown.GENERAL
