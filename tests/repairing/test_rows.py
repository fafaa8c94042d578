"""B9, B10: a repair and a new round know the rows of the framework as a check does, by the code
that is seen in them."""

from decimal import Decimal

import pytest

from pso_excel.repair import place_lasting
from pso_excel.repair.carry_over import Carried
from pso_excel.repair.damaged_workbook import Opened
from pso_excel.repair.report import renewal, report
from pso_excel.xlsx.workbook import Workbook
from tests.complete_workbook import FILE
from tests.whole import (
    SCORE,
    TABLES,
    Change,
    assessed,
    carried_from,
    changed,
    codes_of,
    put_in,
    repaired,
    score_of,
    swapped,
    taken,
    turned,
)

ANSWERS, SYSTEMS = "S06.answers", "S05.systems"
PAIRS = {
    SYSTEMS: ("SYS-01", "SYS-02"),
    "S05.indicators": ("01.5", "02.1"),
    ANSWERS: ("01.5", "02.1"),
}


def told(carried: Carried) -> list[str]:
    return [problem.code for problem in report(carried, FILE, len(carried.unplaced))]


@pytest.mark.parametrize("table", PAIRS)
def test_b9_M020_fires_and_every_answer_goes_to_the_code_beside_it(table: str) -> None:
    carried = carried_from(changed(swapped(table, *PAIRS[table])))
    assert told(carried) == ["M001", "M020"]
    found = assessed(repaired(carried))
    assert (codes_of(found), score_of(found)) == ({}, SCORE)


@pytest.mark.parametrize("hidden", [True, False])
def test_b10_every_code_is_placed_again_M020_quiet_M007_quiet(hidden: bool) -> None:
    carried = carried_from(changed(turned(hidden=hidden)))
    assert (told(carried), carried.unplaced) == (["M001"], [])
    found = assessed(repaired(carried))
    assert (codes_of(found), score_of(found)) == ({}, SCORE)


def without_formulas(book: Workbook) -> None:
    for sheet in book.sheets.values():
        sheet.uncalculated = set()
        sheet.cells = {at: cell for at, cell in sheet.cells.items() if not cell.is_formula}


def test_e_M021_fires_for_a_workbook_of_values() -> None:
    carried = carried_from(changed(without_formulas))
    assert (told(carried), carried.unplaced) == (["M001", "M021"], [])


def test_e_M021_quiet_with_its_formulas() -> None:
    assert told(carried_from(changed())) == ["M001"]


@pytest.mark.parametrize(
    ("change", "table", "keys"),
    [
        (put_in(ANSWERS, "01.5", "code", "01.1"), ANSWERS, {"01.1", "01.5"}),
        (put_in(SYSTEMS, "SYS-02", "sys", "SYS-01"), SYSTEMS, {"SYS-01", "SYS-02"}),
    ],
)
def test_b9_rows_that_nobody_can_place_are_left_over(
    change: Change, table: str, keys: set[str]
) -> None:
    """Their fresh rows are empty, even where a new form begins with a figure."""
    carried = carried_from(changed(change))
    assert {unplaced.why for unplaced in carried.unplaced} == {"why_row_unclear"}
    key, office = TABLES[table].table.key, {"weight", "state", "level", "value"}
    for row in taken(repaired(carried)).rows(table):
        assert (row.values.keys().isdisjoint(office)) == (row.text(key) in keys)


def test_b9_a_new_round_follows_the_codes_too() -> None:
    book = changed(
        swapped(SYSTEMS, "SYS-01", "SYS-02"), put_in(SYSTEMS, "SYS-01", "weight", Decimal(5))
    )
    carried, _ = place_lasting(Opened(book, {}), FILE)
    codes = [problem.code for problem in renewal(carried, FILE, "2569-1", "2570-1", 0)]
    assert sorted(codes) == ["M011", "M020"]
    weights = {row.text("sys"): row.get("weight") for row in taken(book).rows(SYSTEMS)}
    placed = TABLES[SYSTEMS]
    for row, fixed in enumerate(placed.fixed, placed.first):
        (written,) = [
            write.value for write in carried.writes
            if (write.sheet, write.cell) == (placed.sheet, placed.cell("weight", row))
        ]  # fmt: skip
        assert written == weights[fixed.key]
