"""Writes as few large blocks, and only what differs."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.problem import Refused
from pso_excel.live.write import Value, blocks, differing
from pso_excel.xlsx.workbook import Cell, CellWrite, Sheet, Workbook, format_address


def book_of(cells: dict[tuple[int, int], Cell]) -> Workbook:
    return Workbook(sheets={"สรุป": Sheet("สรุป", cells=cells)})


def write(row: int, column: int, value: Value) -> CellWrite:
    return CellWrite("สรุป", format_address(row, column), value)


def test_neighbours_become_one_block() -> None:
    writes = [write(row, column, f"{row}{column}") for row in (5, 6, 7) for column in (2, 3)]
    assert blocks([*writes, write(6, 9, None)]) == [
        (5, 2, [["52", "53"], ["62", "63"], ["72", "73"]]),
        (6, 9, [[None]]),
    ]


@given(st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 8)), st.integers(0, 9)))
def test_blocks_hold_every_write_once(values: dict[tuple[int, int], int]) -> None:
    found: dict[tuple[int, int], Value] = {}
    for row, column, lines in blocks(write(*at, Decimal(value)) for at, value in values.items()):
        for down, line in enumerate(lines):
            for right, value in enumerate(line):
                assert (row + down, column + right) not in found
                found[row + down, column + right] = value
    assert found == {at: Decimal(value) for at, value in values.items()}


@pytest.mark.parametrize(
    ("cell", "value", "differs"),
    [
        (None, None, False),
        (None, "", False),
        (None, "ก", True),
        (Cell("ก"), "ก", False),
        (Cell("ก"), None, True),
        (Cell("1"), Decimal(1), True),
        (Cell(Decimal(1)), "1", True),
        (Cell(Decimal("86.4")), Decimal("86.40"), False),
        (Cell(datetime(2026, 3, 31)), date(2026, 3, 31), False),
        (Cell(datetime(2026, 3, 30)), date(2026, 3, 31), True),
        (Cell(Decimal(5), is_formula=True), Decimal(5), True),
        (Cell(None, error="#REF!"), None, True),
        (Cell(True), Decimal(1), True),
    ],
)
def test_only_what_differs_is_written(cell: Cell | None, value: Value, differs: bool) -> None:
    each_write = write(7, 3, value)
    book = book_of({(7, 3): cell} if cell else {})
    assert differing([each_write], book) == ({"สรุป": [each_write]} if differs else {})


def test_a_row_is_written_whole_where_one_cell_differs() -> None:
    line, other = [write(7, 2, "ก"), write(7, 3, "ข")], write(8, 2, "ก")
    book = book_of({(7, 2): Cell("ก"), (8, 2): Cell("ก")})
    assert differing([*line, other], book) == {"สรุป": line}


def test_U014_fires_for_a_sheet_that_is_gone() -> None:
    with pytest.raises(Refused) as refused:
        differing([CellWrite("ผลตรวจ", "B7", "ก")], book_of({}))
    assert refused.value.problem.code == "U014"


def test_U014_quiet_for_a_sheet_that_is_there() -> None:
    assert differing([write(7, 2, "ก")], book_of({})) == {"สรุป": [write(7, 2, "ก")]}
