"""Where things stand in the XML of a worksheet, as byte offsets: what a splice needs to know."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pso_excel.xlsx.workbook import position

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")


class Span(NamedTuple):
    """From a byte up to, not including, another."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class CellSpan(NamedTuple):
    """A ``<c>``: its style number as written; ``empty``: nothing stands between its tags;
    ``formula``: a formula does; ``shared``: other cells hang on that formula."""

    start: int
    end: int
    style: str
    empty: bool = False
    formula: bool = False
    shared: bool = False


class Link(NamedTuple):
    """A ``<hyperlink>`` on ``ref``; ``inside`` when it leads to a place of the same book."""

    start: int
    end: int
    ref: str
    inside: bool


@dataclass(slots=True)
class RowSpan:
    """A ``<row>``: ``inner`` is what stands between its tags (None: it is one closed tag)."""

    number: int
    start: int
    end: int = 0
    inner: Span | None = None
    style: str = ""
    cells: dict[int, CellSpan] = field(default_factory=dict[int, CellSpan])


@dataclass(slots=True, kw_only=True)
class SheetMap:
    """The places of one worksheet's XML.

    ``prefix`` is that of the main namespace (``"x:"`` or empty). ``rows`` has the start of every
    row in order, ``mapped`` the rows that were asked for. ``styles`` are those of columns: first,
    last, style. ``reference`` is the text of the dimension. ``links_at`` is where a
    ``<hyperlinks>`` belongs; ``links_span`` the one that is there. ``arrays`` are ranges of array
    formulas and data tables.
    """

    prefix: str = ""
    data: Span = NOWHERE
    inner: Span | None = None
    rows: dict[int, int] = field(default_factory=dict[int, int])
    mapped: dict[int, RowSpan] = field(default_factory=dict[int, RowSpan])
    styles: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    dimension: Span | None = None
    reference: str = ""
    calculation: Span | None = None
    links_at: int = 0
    links_span: Span | None = None
    links: list[Link] = field(default_factory=list[Link])
    arrays: list[str] = field(default_factory=list[str])

    def column_style(self, column: int) -> str:
        """The style of new cells of a column, or empty."""
        return next((style for a, b, style in self.styles if a <= column <= b), "")


def between_tags(data: bytes, start: int, end: int) -> Span | None:
    """What stands between the tags of the element there, None when it is one closed tag;
    ValueError when no element begins there."""
    tag = _TAG.match(data, start, end)
    if tag is None:
        raise ValueError(start)
    return None if tag[1] else Span(tag.end(), data.rindex(b"</", tag.end(), end))


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """``"AB"`` -> 28; ValueError for anything else."""
    return position(letters + "1")[1]
