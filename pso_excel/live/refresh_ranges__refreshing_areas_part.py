"""Cells alike as rectangles, so that few operations do for many cells."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

Place = tuple[int, int]
T = TypeVar("T")


class Area(NamedTuple):
    """A rectangle of cells, both corners counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


def areas(cells: Mapping[Place, T]) -> list[tuple[Area, T]]:
    """The cells as rectangles of equal values: runs in a row, equal runs below one another."""
    done: list[tuple[Area, T]] = []
    open_runs: dict[Place, tuple[Area, T]] = {}
    for run, value in _runs(cells):
        above = open_runs.get((run.left, run.right))
        if above and above[0].bottom == run.top - 1 and above[1] == value:
            run = above[0]._replace(bottom=run.bottom)
        elif above:
            done.append(above)
        open_runs[run.left, run.right] = run, value
    return sorted([*done, *open_runs.values()], key=lambda one: one[0])


def _runs(cells: Mapping[Place, T]) -> list[tuple[Area, T]]:
    found: list[tuple[Area, T]] = []
    for row, column in sorted(cells):
        value = cells[row, column]
        last = found[-1] if found else None
        if last and last[0].top == row and last[0].right == column - 1 and last[1] == value:
            found[-1] = last[0]._replace(right=column), value
        else:
            found.append((Area(row, column, row, column), value))
    return found
