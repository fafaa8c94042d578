"""Which row of an open sheet is which row of the new one: what stays, goes and comes."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from pso_excel.province_book.book__province_book_naming_part import FIRST as FIRST
from pso_excel.province_book.book__province_book_naming_part import HIDDEN as KEY
from pso_excel.province_book.book__province_book_naming_part import lines_of
from pso_excel.province_book.remarks import LISTS
from pso_excel.xlsx.workbook import Sheet


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
    keys = {one.row: one.seen for one in lines_of(sheet, columns, naming) if one.hidden}
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
        old = max((one for one, new in rows.stay.items() if new < first), default=0) + 1
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
