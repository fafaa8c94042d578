"""What is to stand in which cell: the one form in which results leave the engine."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Write(NamedTuple):
    """One value for one cell; the cell keeps its look.

    ``sheet`` is the sheet's name, ``cell`` an address such as ``"E12"``. ``None`` empties the cell.
    ``link`` is a place in the same workbook that a click on the cell leads to, such as
    ``"'06_ประเมิน'!E12"``; without one, a link that stood on the cell before is taken away.
    ``lines`` is how many lines a text takes in its column: a row grows with what is in it.
    """

    sheet: str
    cell: str
    value: str | Decimal | date | None
    link: str = ""
    lines: int = 1
