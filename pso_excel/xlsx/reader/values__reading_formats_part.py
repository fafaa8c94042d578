"""Number formats: how a stored number is meant to be seen."""

import re

from pso_excel.xlsx.reader.limits import refuse, refuse_more_than
from pso_excel.xlsx.reader.package import Package
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
from pso_excel.xlsx.workbook import Shown

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


_LEVELS = tags(MAIN, {"numFmts": (2,), "cellXfs": (2,), "xf": (3,)})


class _Formats:
    """Gathers the number formats and the cell styles; those of conditional formats are not asked
    for. Refuses F046 a second list of either, F038 one number for formats of two kinds."""

    def __init__(self, package: Package, part: str) -> None:
        self._part, self._most = part, package.limits.styles
        self._open = ""
        self._lists: set[str] = set()
        self.custom: dict[str, Shown] = {}
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
            id, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            shown = shown_by(code[:_LONGEST])
            if self.custom.setdefault(id, shown) is not shown:
                refuse("F038", part=f"{self._part} numFmtId={id[:20]}")
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


def read_formats(package: Package, part: str) -> tuple[Shown, ...]:
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


def _built_in(number: str) -> Shown:
    known = number.isascii() and number.isdigit() and len(number) < 6
    return _BUILT_IN.get(int(number), Shown.GENERAL) if known else Shown.GENERAL
