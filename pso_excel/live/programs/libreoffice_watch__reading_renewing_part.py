"""A sheet whose values changed, made of the one read before: only what differs is made anew."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context
from typing import Any

from pso_excel.xlsx.reader.limits import LIMITS, Budget
from pso_excel.xlsx.reader.text import Strings
from pso_excel.xlsx.reader.values import CellMaker
from pso_excel.xlsx.workbook import EMPTY, Cell, Sheet, Shown

Spot = tuple[int, int]
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
Values = tuple[tuple[Any, ...], ...]
ERRORS: Mapping[int, str] = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}
"""LibreOffice's numbers of errors as it writes them into a file; all others become ``#N/A``."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one cell now: its value as UNO gives it (None for an error), whether it is
    computed, the number of the error, the kind of number format, whether numbers mean booleans, and
    do so by a formula in a plain cell."""

    value: str | float | None
    formula: bool
    error: int = 0
    shown: Shown = Shown.GENERAL
    logical: bool = False
    plain: bool = False

    def is_odd(self) -> bool:
        """Whether only saving tells what becomes of it: a text with signs that cannot be seen, a
        number in a cell for booleans."""
        text = self.value
        if isinstance(text, str):
            return "_x" in text or not _without_breaks(text).isprintable()
        return self.logical and (text not in (0, 1) or (self.formula and not self.plain))


def _without_breaks(text: str) -> str:
    return text.replace("\n", "").replace("\t", "")


def maker_of(date1904: bool) -> CellMaker:
    """Makes cells just as reading a file does."""
    return CellMaker(Strings(Budget(LIMITS)), (), date1904)


def cell_of(found: Found, maker: CellMaker) -> Cell:
    """The cell as reading a saved copy would give it; ``EMPTY`` for nothing."""
    value, formula, shown = found.value, found.formula, found.shown
    if value is None:
        return maker.cell(shown, "e", formula, ERRORS.get(found.error, "#N/A"))
    if isinstance(value, str):
        return maker.cell(shown, "str", formula, value) if value else EMPTY
    if found.logical and value in (0, 1):
        return maker.cell(shown, "b", formula, "1" if value else "0")
    return maker.cell(shown, "n", formula, stored(value))


def stored(number: float) -> str:
    """A number as LibreOffice writes it into a file: 15 digits, halves of its shortest way of
    writing rounded up."""
    return str(_FIFTEEN.create_decimal(repr(number)))


def differing(before: Values, now: Values) -> list[Spot]:
    """Where two blocks of the same size differ; (1, 1) is the first cell."""
    return [
        (row, column)
        for row, (old, new) in enumerate(zip(before, now, strict=True), 1)
        if old != new
        for column, (one, other) in enumerate(zip(old, new, strict=True), 1)
        if one != other
    ]


def renewed(
    sheet: Sheet, spots: Iterable[Spot], found: Callable[[Spot], Found], maker: CellMaker
) -> Sheet | None:
    """The sheet with the cells at some places made anew; None when only saving tells."""
    cells = dict(sheet.cells)
    for spot in spots:
        one = found(spot)
        if one.is_odd():
            return None
        cell = cell_of(one, maker)
        if cell is EMPTY:
            cells.pop(spot, None)
        else:
            cells[spot] = cell
    rows = {row for row, _ in cells}
    hidden = frozenset(row for row in sheet.hidden_rows if row in rows)
    return replace(sheet, cells=dict(sorted(cells.items())), hidden_rows=hidden)
