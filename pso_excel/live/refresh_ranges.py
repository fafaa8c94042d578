"""Which row of an open sheet is which row of the new one: what stays, goes and comes."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

import xlwings as xw

from pso_excel.province_book.naming import FIRST as FIRST
from pso_excel.province_book.naming import HIDDEN as KEY
from pso_excel.province_book.naming import lines_of
from pso_excel.province_book.remarks import LISTS
from pso_excel.xlsx.workbook import Sheet, format_address


class Span(NamedTuple):
    """Rows from ``first`` to ``last``, counted from 1."""

    first: int
    last: int


class Known(NamedTuple):
    """By what a row is known again: its key or else its first text, and which of several such."""

    keyed: bool
    text: str
    nth: int


@dataclass(frozen=True, slots=True)
class Rows:
    """``stay`` gives the new number of each old row that stays; ``gone`` are old rows, ``come`` are
    new ones, both in order."""

    stay: dict[int, int]
    gone: list[int]
    come: list[int]


def known_rows(sheet: Sheet, last: int) -> list[Known]:
    """What the rows 1 to ``last`` are known by; a row of a list by what is seen to name it, also
    when the hidden keys were not sorted with it."""
    columns, naming = LISTS.get(sheet.name, ((), ()))
    keys = {line.row: line.seen for line in lines_of(sheet, columns, naming) if line.hidden}
    counted: Counter[tuple[bool, str]] = Counter()
    found: list[Known] = []
    for row in range(1, last + 1):
        key = keys.get(row) or sheet.cell(row, KEY).value
        text = (key is not None, str(sheet.cell(row, FIRST).value if key is None else key))
        found.append(Known(*text, counted[text]))
        counted[text] += 1
    return found


def paired(old: Sequence[Known], new: Sequence[Known]) -> Rows:
    """The rows of both sheets side by side, in their order.

    Rows of lists are known by their keys; a line without one (a title, a sum) that reads otherwise
    today stays where it is.
    """
    rows = Rows({}, [], [])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, at, end, to, until in matcher.get_opcodes():
        left, right = list(range(at + 1, end + 1)), list(range(to + 1, until + 1))
        while (
            left and right and (tag == "equal" or _same_line(old[left[0] - 1], new[right[0] - 1]))
        ):
            rows.stay[left.pop(0)] = right.pop(0)
        rows.gone.extend(left)
        rows.come.extend(right)
    return rows


def _same_line(old: Known, new: Known) -> bool:
    return not (old.keyed and new.keyed)


def spans(rows: Iterable[int]) -> Iterator[Span]:
    """Neighbouring rows as runs, in order."""
    run: Span | None = None
    for row in sorted(rows):
        if run and run.last == row - 1:
            run = Span(run.first, row)
            continue
        if run:
            yield run
        run = Span(row, row)
    if run:
        yield run


def settle(
    rows: Rows, kinds: Sequence[object], before: int, beside: Container[int] = frozenset[int]()
) -> bool:
    """Let every row that comes stand below one of its own kind, whose look it takes.

    ``kinds`` are those of the new rows, ``before`` is the last old row, ``beside`` are the old rows
    with something of a person's right of the list. The first row of a list stands below its header:
    there the list's old first row, gone or pushed down, becomes the new first row, and the one that
    comes is the next. False when that does not do, or when a row with something beside it would go.
    """
    for first, last in list(spans(rows.come)):
        if first > 1 and kinds[first - 1] == kinds[first - 2]:
            continue
        old = max((number for number, new in rows.stay.items() if new < first), default=0) + 1
        if old in rows.gone:
            rows.gone.remove(old)
        elif old in rows.stay and rows.stay[old] == last + 1 and kinds[last] == kinds[first - 1]:
            rows.come.append(last + 1)
        elif old <= before:  # else it is the blank row that an empty list keeps
            return False
        if old in beside:
            return False
        rows.come.remove(first)
        rows.stay[old] = first
    rows.come.sort()
    return not any(row in beside for row in rows.gone)


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
    return sorted([*done, *open_runs.values()], key=lambda pair: pair[0])


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


def merged_in(sheet: xw.Sheet) -> tuple[str, ...]:
    """The merged ranges of a sheet (``"B3:M3"``) from the top down: those that begin in one row."""
    used = sheet.used_range
    last = used.last_cell
    return tuple(_text(area) for area in _in_rows(sheet, used.row, last.row, last.column))


def _in_rows(sheet: xw.Sheet, first: int, last: int, width: int) -> Iterator[Area]:
    if not _any(sheet, Area(first, 1, last, width)):
        return
    if first == last:
        yield from _in_row(sheet, first, width)
        return
    middle = (first + last) // 2
    yield from _in_rows(sheet, first, middle, width)
    yield from _in_rows(sheet, middle + 1, last, width)


def _in_row(sheet: xw.Sheet, row: int, width: int) -> Iterator[Area]:
    column = 1
    while column <= width and _any(sheet, Area(row, column, row, width)):
        cell = sheet.range((row, column))
        if cell.merge_cells:
            area = cell.merge_area
            last = area.last_cell
            if area.row == row:
                yield Area(row, column, last.row, last.column)
            column = last.column
        column += 1


def _any(sheet: xw.Sheet, area: Area) -> bool:
    """Whether something is merged there; Excel says neither yes nor no when some cells are."""
    cells = sheet.range((area.top, area.left), (area.bottom, area.right))
    return cells.merge_cells is not False


def _text(area: Area) -> str:
    return f"{format_address(area.top, area.left)}:{format_address(area.bottom, area.right)}"
