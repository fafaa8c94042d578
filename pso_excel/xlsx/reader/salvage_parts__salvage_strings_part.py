"""The table of shared strings of a damaged workbook: those that can be read, each at its number."""

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from pso_excel.xlsx.reader.salvage__salvage_markup_part import is_sound

_ROOT = re.compile(rb"<((?:\w+:)?)sst\b[^<>]*>")
_COUNT = re.compile(rb'\buniqueCount="([0-9]{1,7})"')
_USUAL = re.compile(rb'<si><t(?: xml:space="preserve")?>[^<>&\x00-\x1f\x7f-\xff]*</t></si>')
NOTHING = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


class Strings(NamedTuple):
    """The table made anew: how many numbers it has, and those whose text is lost."""

    xml: bytes
    number: int
    lost: frozenset[int]


def rescued_strings(xml: bytes, most: int) -> Strings:
    """The strings of a part, at most so many. Behind the first that cannot be read a string is
    known by its number only if the part says how many there are, and its end is there."""
    root = _ROOT.search(xml)
    if root is None:
        return Strings(NOTHING, 0, frozenset())
    prefix = root[1]
    begin, close, end = (mark % prefix for mark in (b"<%ssi", b"</%ssi>", b"</%ssst>"))
    sound = partial(is_sound, root=root[0], end=end)
    texts = _texts(xml[root.end() :], begin, close, most, sound)
    told = _COUNT.search(root[0])
    number = int(told[1]) if told else len(texts)
    first = next((at for at, text in enumerate(texts) if text is None), len(texts))
    if len(texts) != number or (not told and first < len(texts)):
        after = texts[first:]
        behind = after[len(after) - _sound_at_end(after) :] if told and end in xml else []
        gap = max(0, number - first - len(behind))
        texts = [*texts[:first], *[None] * min(gap, most), *behind]
    empty = b"%s/>" % begin
    body = b"".join(empty if text is None else text for text in texts)
    lost = frozenset(at for at, text in enumerate(texts) if text is None)
    return Strings(xml[: root.end()] + body + end, len(texts), lost)


def _texts(
    body: bytes, begin: bytes, close: bytes, most: int, sound: Callable[[bytes], bool]
) -> list[bytes | None]:
    """Each string as it is written, None for one that cannot be read."""
    starts = [found.start() for found in re.finditer(re.escape(begin) + rb"[\s/>]", body)][:most]
    texts: list[bytes | None] = []
    for at, upto in pairwise([*starts, len(body)]):
        stop = body.find(close, at, upto)
        text = body[at : stop + len(close)] if stop >= 0 else _single(body[at:upto])
        texts.append(text if text and (_USUAL.fullmatch(text) or sound(text)) else None)
    return texts


def _single(text: bytes) -> bytes:
    """A string that holds nothing, ``<si/>``."""
    tag = text[: text.find(b">") + 1]
    return tag if tag.endswith(b"/>") else b""


def _sound_at_end(texts: list[bytes | None]) -> int:
    """How many of the last ones can be read."""
    return next((n for n, text in enumerate(reversed(texts)) if text is None), len(texts))
