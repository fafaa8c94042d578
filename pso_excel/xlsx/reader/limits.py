"""How much of an untrusted workbook is read: limits as data, one refusal each."""

from typing import NamedTuple

from pso_excel.xlsx.errors import refuse, refuse_more_than
from pso_excel.xlsx.workbook import Sheet


class Limits(NamedTuple):
    """What one workbook may cost; all are counts of what was really read, never of what it claims.

    Sizes are bytes. ``part_bytes`` and ``total_bytes`` are what is parsed, of one part and in all;
    with runs of empty cells, which are passed over, ``WITH_BLANKS`` times as much may be unpacked.
    ``text``, ``characters`` and ``in_cells`` are characters: of one text, of all the distinct texts
    of a book, and of all its cells, where a text counts as often as it is used. ``elements`` are
    XML elements in all, ``depth`` is their nesting, ``tag_bytes`` what one tag, comment or
    declaration may hold.
    """

    file_bytes: int = 32 << 20
    parts: int = 2_000
    part_bytes: int = 96 << 20
    total_bytes: int = 160 << 20
    whole_bytes: int = 8 << 20  # a larger part is streamed, never held whole
    sheets: int = 300
    cells: int = 200_000
    strings: int = 200_000
    characters: int = 8_000_000
    in_cells: int = 4_000_000
    text: int = 131_072
    elements: int = 2_000_000
    depth: int = 64
    tag_bytes: int = 1 << 20
    merges: int = 20_000
    validations: int = 20_000
    names: int = 20_000
    styles: int = 70_000


LIMITS = Limits()
WITH_BLANKS = 3


class Budget:
    """What is left of the limits of one workbook while its parts are read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.total_bytes
        self._unpacked = limits.total_bytes * WITH_BLANKS
        self._elements = limits.elements
        self._characters = limits.characters
        self._in_cells = limits.in_cells
        self.cells_left = limits.cells

    def take_bytes(self, unpacked: int, kept: int, part: str) -> None:
        """Bytes were inflated, and some of them kept to be parsed; refuses F023."""
        self._unpacked -= unpacked
        self._bytes -= kept
        if self._bytes < 0 or self._unpacked < 0:
            refuse_more_than("F023", self.limits.total_bytes >> 20, part=part)

    def take_elements(self, number: int, part: str) -> None:
        """XML elements were parsed; refuses F051."""
        self._elements -= number
        if self._elements < 0:
            refuse("F051", part=part)

    def take_characters(self, number: int) -> None:
        """Text was kept; refuses F031."""
        self._characters -= number
        if self._characters < 0:
            refuse_more_than("F031", self.limits.characters)

    def take_cells(self, sheet: Sheet) -> None:
        """A sheet was read, so that fewer cells may follow; refuses F031 when the texts of all
        cells come to too much, however few they are: each will be looked at as often as it stands
        in a cell."""
        texts = [value for value, _, _, _ in sheet.cells.values() if isinstance(value, str)]
        self.cells_left -= len(sheet.cells) + len(sheet.uncalculated)
        self._in_cells -= sum(map(len, texts))
        if self._in_cells < 0:
            refuse_more_than("F031", self.limits.in_cells)
