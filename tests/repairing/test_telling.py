"""What a repair says of what it did: each code of the M series where it belongs, nowhere else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pso_excel.core.problem import Problem
from pso_excel.repair.report import report
from pso_excel.xlsx.workbook import Cell
from tests.repairing.marked import TABLES, Damaged, marked

Damage = Callable[[Damaged], None]
ITEMS = TABLES["S04.items"]


def nothing(damaged: Damaged) -> None:
    """An officer who only typed."""


def without_rows(table: str, *offsets: int) -> Damage:
    """Delete rows of a sheet, counted from the table's row of ids."""

    def damage(damaged: Damaged) -> None:
        for offset in sorted(offsets, reverse=True):
            gone = TABLES[table].id_row + offset
            damaged.move(
                TABLES[table].sheet,
                lambda row, column, gone=gone: (
                    None if row == gone else (row - (row > gone), column)
                ),
            )

    return damage


def without_row_ids(table: str, *, codes: bool = False) -> Damage:
    """Empty the hidden column of row ids but for the marker, and the codes beside it."""
    placed = TABLES[table]

    def damage(damaged: Damaged) -> None:
        cells = damaged.opened.book.sheets[placed.sheet].cells
        for row in range(placed.first, placed.last + 1):
            cells.pop((row, 1), None)
            if codes:
                cells.pop((row, placed.columns[placed.table.key]), None)

    return damage


def header(table: str, field: str, text: str) -> Damage:
    """A header typed over, its id gone."""
    placed = TABLES[table]

    def damage(damaged: Damaged) -> None:
        cells = damaged.opened.book.sheets[placed.sheet].cells
        cells[placed.header_row, placed.columns[field]] = Cell(text)
        cells.pop((placed.id_row, placed.columns[field]))

    return damage


def remark(damaged: Damaged) -> None:
    damaged.put(ITEMS.sheet, 3, 40, "จดไว้")


def renamed(damaged: Damaged) -> None:
    damaged.rename(ITEMS.sheet, "ข้อมูลของเรา")


def copied(damaged: Damaged) -> None:
    book = damaged.opened.book
    book.sheets["ข้อมูล (2)"] = replace(book.sheets[ITEMS.sheet], name="ข้อมูล (2)")


def dropped(damaged: Damaged) -> None:
    del damaged.opened.book.sheets[ITEMS.sheet]
    damaged.typed = [typed for typed in damaged.typed if typed.sheet != ITEMS.sheet]


def without_name(damaged: Damaged) -> None:
    """A column of the inventory deleted."""
    gone = ITEMS.columns["name"]
    damaged.move(
        ITEMS.sheet,
        lambda row, column: None if column == gone else (row, column - (column > gone)),
    )


def told(damage: Damage) -> list[Problem]:
    damaged = marked()
    damage(damaged)
    carried = damaged.carried()
    return list(report(carried, "แบบ.xlsx", len(carried.unplaced)))


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(nothing, "M001", id="M001 fires: every value is in its place"),
        pytest.param(remark, "M002", id="M002 fires: a remark beside a table"),
        pytest.param(without_rows("S04.items", 0), "M003", id="M003 fires: ids are gone"),
        pytest.param(
            header("S04.items", "name", "ชื่อข้อมูลล"), "M004", id="M004 fires: a header misspelt"
        ),
        pytest.param(
            without_rows("S04.items", 0, 1), "M005", id="M005 fires: ids and headers are gone"
        ),
        pytest.param(renamed, "M006", id="M006 fires: a sheet was renamed"),
        pytest.param(
            without_rows("S06.answers", 2), "M007", id="M007 fires: a row of the framework is gone"
        ),
        pytest.param(copied, "M008", id="M008 fires: a sheet was copied"),
        pytest.param(dropped, "M012", id="M012 fires: a sheet is gone"),
        pytest.param(without_name, "M015", id="M015 fires: a column is gone"),
        pytest.param(
            without_row_ids("S06.answers", codes=True),
            "M013",
            id="M013 fires: neither ids nor codes of rows",
        ),
    ],
)
def test_what_was_done_is_told(damage: Damage, code: str) -> None:
    assert code in [problem.code for problem in told(damage)]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(nothing, "M002", id="M002 quiet: nothing is left over"),
        pytest.param(nothing, "M003", id="M003 quiet: all ids are there"),
        pytest.param(
            header("S04.items", "name", "ชื่อข้อมูล"), "M004", id="M004 quiet: the header as it was"
        ),
        pytest.param(without_rows("S04.items", 0), "M005", id="M005 quiet: the headers are there"),
        pytest.param(remark, "M006", id="M006 quiet: every sheet has its name"),
        pytest.param(
            without_row_ids("S06.answers"), "M007", id="M007 quiet: the rows have their codes"
        ),
        pytest.param(renamed, "M008", id="M008 quiet: each sheet is there once"),
        pytest.param(renamed, "M012", id="M012 quiet: the sheet has another name"),
        pytest.param(
            without_rows("S04.items", 0, 1), "M015", id="M015 quiet: every column is in its place"
        ),
        pytest.param(
            without_row_ids("S06.answers"), "M013", id="M013 quiet: rows are known by their codes"
        ),
    ],
)
def test_what_was_not_done_is_not_told(damage: Damage, code: str) -> None:
    assert code not in [problem.code for problem in told(damage)]
