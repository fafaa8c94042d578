"""Texts of a workbook: escapes undone, control characters left out, and the shared strings."""

import re

from pso_excel.books.limits import Limits, refuse, refuse_more_than
from pso_excel.books.markup import MAIN, Attributes, parse, tags
from pso_excel.books.package import Package

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd-\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> tuple[str, bool]:
    """The text as a person sees it, and whether characters that cannot be seen were left out.

    ``_x000D_`` and its like are escapes of Office (ECMA-376 part 1, 22.9.2.19, ``ST_Xstring``);
    control characters, lone surrogates and U+FFFD are left out, tab and line ends stay.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        if _SURROGATE.search(text):
            units = text.encode("utf-16-le", "surrogatepass")
            text = units.decode("utf-16-le", "replace")
    kept = _CONTROL.sub("", text)
    return kept, len(kept) != len(text)


class Strings:
    """The shared strings: ``texts`` by index, and ``odd``, the indices that had to be cleaned."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.odd: set[int] = set()

    def add(self, text: str) -> None:
        """Append one string as stored."""
        kept, odd = clean_text(text)
        if odd:
            self.odd.add(len(self.texts))
        self.texts.append(kept)


class Collector:
    """Gathers the shared strings: rich text is joined, phonetic guides are left out."""

    def __init__(self, strings: Strings, limits: Limits) -> None:
        self._strings = strings
        self._limits = limits
        self._pieces: list[str] = []
        self._length = self._characters = self._phonetic = 0
        self._wanted = False

    def begin(self, _: Attributes) -> None:
        """A string begins."""
        self._pieces.clear()
        self._length = 0

    def begin_phonetic(self, _: Attributes) -> None:
        """A guide to the pronunciation begins; it is no part of the text."""
        self._phonetic += 1

    def end_phonetic(self) -> None:
        """The guide ends."""
        self._phonetic -= 1

    def begin_text(self, _: Attributes) -> None:
        """A run of text begins."""
        self._wanted = not self._phonetic

    def end_text(self) -> None:
        """The run ends."""
        self._wanted = False

    def text(self, piece: str) -> None:
        """A piece of text; refuses F034 a text too long, F031 too much text in all."""
        if self._wanted:
            self._length += len(piece)
            if self._length > self._limits.text:
                refuse_more_than("F034", self._limits.text)
            self._pieces.append(piece)

    def end(self) -> None:
        """A string is complete; refuses F032 too many strings."""
        self._characters += self._length
        if self._characters > self._limits.characters:
            refuse_more_than("F031", self._limits.characters)
        self._strings.add("".join(self._pieces))
        if len(self._strings.texts) > self._limits.strings:
            refuse_more_than("F032", self._limits.strings)


def read_strings(package: Package, part: str) -> Strings:
    """The table of shared strings."""
    strings = Strings()
    gather = Collector(strings, package.limits)
    starts = {"si": gather.begin, "t": gather.begin_text, "rPh": gather.begin_phonetic}
    ends = {"si": gather.end, "t": gather.end_text, "rPh": gather.end_phonetic}
    if part not in package:
        refuse("F038", part=part)
    parse(
        part,
        package.chunks(part),
        package.limits,
        tags(MAIN, starts),
        tags(MAIN, ends),
        gather.text,
    )
    return strings
