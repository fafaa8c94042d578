"""What a text in a cell says instead of one value: that there is nothing, or several values."""

import re
from collections.abc import Callable
from functools import cache

from pso_excel.core import thai
from pso_excel.forms import numbers as numerals
from pso_excel.forms.numbers import KINDS, LONGEST_WORD
from pso_excel.forms.schema import Field
from pso_excel.intake.cell_parsers import Heard, Reader
from pso_excel.intake.row_model import NUMBERS
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Shown

MOST_PARTS, LONGEST = 50, 2_000
_BETWEEN = re.compile(r"\s*(?:[\n\r;|；、]|,\s|\s/\s|\s[-–]\s|และ|กับ|หรือ|ถึง|\s(?:and|or|to)\s)\s*")
_COMMAS = re.compile(r"\s*[,，]\s*")
_DASHES = re.compile("-+")


def is_blank_word(field: Field, value: book.Value) -> bool:
    """Whether a cell holds nothing but a word that stands for nothing in that field."""
    if type(value) is not str or len(value) > LONGEST_WORD:
        return False
    key = _DASHES.sub("-", thai.key(value))
    return key in _blanks(field.blanks) or (field.kind in KINDS and _is_bare(value))


def _is_bare(text: str) -> bool:
    """Whether a text is only quotation marks or letters that nobody can see."""
    return not text.isspace() and numerals.canonical(text) == numerals.FIRST + numerals.LAST


@cache
def _blanks(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_DASHES.sub("-", thai.key(word)) for word in words)


def several(field: Field, value: book.Value, shown: Shown, reader: Reader) -> int:
    """How many values stand in a text that could not be read, when each part of it can; else 0.

    A comma without a space parts no numbers: 3,5 may be one that was mistyped.
    """
    if type(value) is not str or len(value) > LONGEST:
        return 0
    for between in (_BETWEEN,) if field.kind in NUMBERS else (_BETWEEN, _COMMAS):
        parts = [part for part in between.split(value.strip()) if part]
        if 1 < len(parts) <= MOST_PARTS and all(_is_read(part, shown, reader) for part in parts):
            return len(parts)
    return 0


def several_keys(text: str, find: Callable[[str], str | None]) -> int:
    """How many keys of another table stand in a text, when each part of it is one; else 0."""
    for between in (_BETWEEN, _COMMAS) if len(text) <= LONGEST else ():
        parts = [part for part in between.split(text) if part]
        if 1 < len(parts) <= MOST_PARTS and all(find(part) for part in parts):
            return len(parts)
    return 0


def _is_read(part: str, shown: Shown, reader: Reader) -> bool:
    got = reader(part, shown)
    return got is not None and not (isinstance(got, Heard) and got.value is None)
