"""XML in the usual spelling of spreadsheet programs, by patterns so strict that a match is safe.

What they match is well-formed XML, in UTF-8, without entities of its own, and means the same to
expat; so the fast paths may read it without expat. All else is left to the plain paths.
"""

import re
import sys
from collections.abc import Iterator

from pso_excel.books.reading.limits import refuse

_SLICE = 1 << 19
_PIECE = 1 << 16
_LETTER = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]"
ENTITY = "&(?:amp|lt|gt|quot|apos|#10|#13|#34|#39);"
TEXT = rf"{_LETTER}*+(?:&(?:amp|lt|gt|quot|apos|#[1-9][0-9]{{0,6}});{_LETTER}*+)*"
OTHERS = r'(?: [A-Za-z0-9:]++="[^"<&\x00-\x1f\ufffe\uffff]*+")*'

_NAMED = re.compile("&([a-z0-9#]+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?\s*<[A-Za-z]"
)


def usual_text(head: bytes, body: bytes) -> str | None:
    """``body`` as text, when the document that begins with ``head`` is UTF-8, as is usual."""
    if not DECLARED.match(head):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def plain_text(text: str) -> str:
    """A match of ``TEXT`` as expat would hand it over; refuses F001 a number that is no letter."""
    return _NAMED.sub(_letter, text) if "&" in text else text


def _letter(found: re.Match[str]) -> str:
    name = found[1]
    if name[0] != "#":
        return _ENTITIES[name]
    number = int(name[1:])
    letter = chr(number) if number <= sys.maxunicode else "\0"
    if _NO_LETTERS.match(letter):
        refuse("F001")
    return letter


def slices(text: str, closing: str) -> Iterator[tuple[int, int]]:
    """Where to cut a long text after some ``closing`` tags, so that few tokens are held at once."""
    start = 0
    while start < len(text):
        found = text.find(closing, start + _SLICE)
        stop = len(text) if found < 0 else found + len(closing)
        yield start, stop
        start = stop


def pieces(data: bytes, start: int, stop: int | None = None) -> Iterator[bytes]:
    """The bytes in pieces for the parser: a refusal comes between two, not after the whole."""
    end = len(data) if stop is None else stop
    for at in range(start, end, _PIECE):
        yield data[at : min(at + _PIECE, end)]
