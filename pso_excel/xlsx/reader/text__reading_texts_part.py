"""Texts of a workbook: gathered in bounds, escapes undone, control characters left out."""

import re

from pso_excel.xlsx.reader.limits import Budget, refuse_more_than
from pso_excel.xlsx.reader.xml_parser import Attributes

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> tuple[str, bool]:
    """The text as a person sees it, and whether characters that cannot be seen were left out.

    ``_x000D_`` and its like are escapes of Office (ECMA-376 part 1, 22.9.2.19, ``ST_Xstring``);
    control characters and lone surrogates are left out, tab and line ends stay.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    elif text.isprintable():
        return text, False
    kept = _CONTROL.sub("", text)
    odd = len(kept) != len(text)
    if _SURROGATE.search(kept):
        units = kept.encode("utf-16-le", "surrogatepass")
        kept = units.decode("utf-16-le", "ignore")
        odd = odd or kept.encode("utf-16-le") != units
    return kept, odd


def is_clean(text: str) -> bool:
    """Whether :func:`clean_text` surely leaves every part of a text as it is."""
    lines = text.replace("\n", "").replace("\r", "").replace("\t", "")
    return "_x" not in text and lines.isprintable()


class Gathered:
    """The text of an element, gathered piece by piece while it is open.

    Refuses F034 one too long; what is taken counts among all texts (F031).
    """

    __slots__ = ("_budget", "_length", "_limit", "_pieces", "is_open")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._limit = budget.limits.text
        self._pieces: list[str] = []
        self._length = 0
        self.is_open = False

    def open(self, _: Attributes | None = None) -> None:
        """From here on, text belongs to it."""
        self.is_open = True

    def close(self) -> None:
        """Until here."""
        self.is_open = False

    def add(self, piece: str) -> None:
        """A piece of text from the parser."""
        if self.is_open:
            self._length += len(piece)
            if self._length > self._limit:
                refuse_more_than("F034", self._limit)
            self._pieces.append(piece)

    def take(self) -> str:
        """All that was gathered; nothing is left."""
        self.is_open = False
        text = "".join(self._pieces)
        self._budget.take_characters(self._length)
        self._pieces.clear()
        self._length = 0
        return text


class RichText:
    """The text of a rich string: its runs joined, the guides to pronunciation left out."""

    def __init__(self, budget: Budget) -> None:
        self._gathered = Gathered(budget)
        self._phonetic = 0
        self.add = self._gathered.add
        self.end_run = self._gathered.close
        self.take = self._gathered.take

    def is_open(self) -> bool:
        """Whether a run is being read, in which nothing but text may stand."""
        return self._gathered.is_open

    def begin_run(self, _: Attributes) -> None:
        """A run of text begins."""
        if not self._phonetic:
            self._gathered.open()

    def begin_phonetic(self, _: Attributes) -> None:
        """A guide begins."""
        self._phonetic += 1

    def end_phonetic(self) -> None:
        """The guide ends."""
        self._phonetic -= 1
