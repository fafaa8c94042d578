"""What stands on a sheet as one number, by which it is known whether a person has changed it.

The order of rows makes no difference: a person may sort them.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from pso_excel.core.figures import shown

BITS = 96
Placed = tuple[int, str]  # a column, and what stands in it


class Sum:
    """The sum of the rows of a sheet that is written from top to bottom."""

    def __init__(self) -> None:
        self._row = -1
        self._cells: list[Placed] = []
        self._total = 0

    def add(self, row: int, column: int, text: str) -> None:
        """Something stands there; rows come in order."""
        if row != self._row:
            self._finish(row)
        if text:
            self._cells.append((column, text))

    def total(self) -> str:
        """The sum of all rows."""
        self._finish(-1)
        return f"{self._total % (1 << BITS):x}"

    def _finish(self, row: int) -> None:
        if self._cells:
            told = sha256(repr(sorted(self._cells)).encode("utf-8", "surrogatepass")).digest()
            self._total += int.from_bytes(told[: BITS // 8], "big")
        self._row, self._cells = row, []


def sum_of(cells: Iterable[tuple[tuple[int, int], str]]) -> str:
    """The sum of what stands at these places (row, column)."""
    found = Sum()
    for (row, column), text in sorted(cells):
        found.add(row, column, text)
    return found.total()


def text_of(value: object) -> str:
    """What a cell shows, the same before it is written and after it is read again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Decimal | Fraction):
        number = shown(value) if isinstance(value, Fraction) else value
        return f"{float(number):.12g}"
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
