"""Rows and cells joined as a person would write them: ``5–19, 22`` and ``E5:E19, E22``."""

from collections.abc import Iterable

from pso_excel.book import column_letters


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as (first, last), in order; repeated numbers count once."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def rows_shown(rows: Iterable[int]) -> str:
    """``"5–19, 22"``."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs(rows))


def cells_shown(column: int, rows: Iterable[int]) -> str:
    """``"E5:E19, E22"`` of rows of one column."""
    letters = column_letters(column)
    return ", ".join(
        f"{letters}{a}" if a == b else f"{letters}{a}:{letters}{b}" for a, b in runs(rows)
    )
