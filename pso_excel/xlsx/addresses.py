"""Rows and cells joined as a person would write them: ``5–19, 22`` and ``E5:E19, E22``."""

from collections.abc import Iterable
from itertools import pairwise

from pso_excel.xlsx.workbook import column_letters


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as (first, last), in order; repeated numbers count once."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """What lies between the numbers as (first, last), in order."""
    found = runs(numbers)
    return [(a[1] + 1, b[0] - 1) for a, b in pairwise(found)]


def rows_shown(rows: Iterable[int]) -> str:
    """``"5–19, 22"``."""
    return runs_shown(runs(rows))


def runs_shown(found: Iterable[tuple[int, int]]) -> str:
    """The same of rows that are joined already."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)


def cells_shown(column: int, rows: Iterable[int]) -> str:
    """``"E5:E19, E22"`` of rows of one column."""
    letters = column_letters(column)
    return ", ".join(
        f"{letters}{a}" if a == b else f"{letters}{a}:{letters}{b}" for a, b in runs(rows)
    )


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
