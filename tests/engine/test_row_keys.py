"""B9: the code that a person sees in a row counts, the hidden id beside it is a witness.

Rows sorted or swapped without the hidden column are followed and told once a table; where the
codes are not the same set any more, the rows are refused and no figure is computed from them.
"""

import pytest

from pso_excel.core.messages import message
from pso_excel.xlsx.workbook import Cell, Workbook
from tests.whole import (
    SCORE,
    TABLES,
    Change,
    assessed,
    changed,
    codes_of,
    put_in,
    row_of,
    rows_changed,
    score_of,
    swapped,
    taken,
)

ANSWERS, FIRST, LAST = "S06.answers", "01.1", "OUT.5"
PAIRS = {
    "S05.systems": ("SYS-01", "SYS-02"),
    "S05.indicators": ("01.5", "02.1"),
    ANSWERS: ("01.5", "02.1"),
    "S06.assessors": ("01.5", "02.1"),
    "S09.checklist": ("Q01", "Q02"),
}


def answers(*changes: Change) -> dict[str, dict[str, object]]:
    """The answers by code."""
    rows = taken(changed(*changes)).rows(ANSWERS)
    return {row.text("code"): dict(row.values) for row in rows}


def shifted_up(table: str, key: str) -> Change:
    """The visible cells of a row deleted, those below moved up."""
    gone, last = row_of(table, key), TABLES[table].last
    rows: dict[int, int | None] = {row: row - 1 for row in range(gone + 1, last + 1)}
    return rows_changed(table, {gone: None, **rows})


def shifted_down(table: str, key: str) -> Change:
    """Empty cells put in above a row, in the visible columns alone."""
    first, last = row_of(table, key), TABLES[table].last
    return rows_changed(table, {row: row + 1 for row in range(first, last)})


def reversed_rows(table: str) -> Change:
    first, last = TABLES[table].first, TABLES[table].spare_first - 1
    return rows_changed(table, {row: first + last - row for row in range(first, last + 1)})


def copied(table: str, key: str, *, hidden: bool, level: str = "") -> Change:
    """A row of the framework copied into the first spare one, perhaps with another level."""

    def change(book: Workbook) -> None:
        sheet, placed = book.sheets[TABLES[table].sheet], TABLES[table]
        for column in range(1 if hidden else 2, placed.right):
            if (cell := sheet.cells.get((row_of(table, key), column))) and not cell.is_formula:
                sheet.cells[placed.spare_first, column] = cell
        if level:
            sheet.cells[placed.spare_first, placed.columns["level"]] = Cell(level)

    return change


@pytest.mark.parametrize("table", PAIRS)
def test_b9_rows_swapped_without_their_ids_are_followed_and_told_once(table: str) -> None:
    found = assessed(changed(swapped(table, *PAIRS[table])))
    assert codes_of(found) == {"T130": 1}
    assert score_of(found) == SCORE
    (found_problem,) = [problem for problem in found.problems if problem.code == "T130"]
    key = TABLES[table].table.key
    first = row_of(table, PAIRS[table][0])
    assert found_problem.location.sheet == TABLES[table].sheet
    assert found_problem.location.cell == f"{TABLES[table].cell(key, first)}:B{first + 1}"
    assert all("…" not in message(found_problem, language) for language in ("th", "en"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(swapped(ANSWERS, "01.5", "02.1"), id="T130 fires: two rows swapped"),
        pytest.param(reversed_rows(ANSWERS), id="T130 fires: all rows sorted downwards"),
        pytest.param(shifted_down(ANSWERS, "01.5"), id="T130 fires: cells put in"),
    ],
)
def test_b9_every_answer_stays_with_the_code_beside_it(change: Change) -> None:
    assert answers(change) == answers()
    found = assessed(changed(change))
    assert codes_of(found) == {"T130": 1}
    assert score_of(found) == SCORE


def test_b9_answers_that_moved_up_leave_only_the_deleted_one_missing() -> None:
    found = answers(shifted_up(ANSWERS, "01.5"))
    assert found == {code: line for code, line in answers().items() if code != "01.5"}
    assert codes_of(assessed(changed(shifted_up(ANSWERS, "01.5")))) == {
        "T111": 1, "T130": 1, "X303": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "unreadable"),
    [
        pytest.param(put_in(ANSWERS, "01.5", "code", "01.1"), ("01.1", "01.5"),
                     id="T131 fires: one code twice, another gone"),
        pytest.param(put_in(ANSWERS, "01.5", "code", "01.55"), ("01.5",),
                     id="T131 fires: a code that the form has not"),
        pytest.param(put_in("S05.systems", "SYS-02", "sys", "SYS-01"), ("SYS-01", "SYS-02"),
                     id="T131 fires: one system twice"),
        pytest.param(put_in("S05.systems", "SYS-02", "sys", "2"), ("SYS-02",),
                     id="T131 fires, T132 quiet: a number for a system"),
        pytest.param(put_in("S05.indicators", "01.5", "code", "01.1"), ("01.1", "01.5"),
                     id="T131 fires: one indicator twice"),
        pytest.param(copied(ANSWERS, "01.5", hidden=True, level="1"), ("01.5",),
                     id="T131 fires: a row copied and answered otherwise"),
        pytest.param(copied(ANSWERS, "01.5", hidden=False, level="1"), ("01.5",),
                     id="T131 fires: its visible cells copied and answered otherwise"),
    ],
)  # fmt: skip
def test_b9_rows_that_nobody_can_place_are_refused(
    change: Change, unreadable: tuple[str, ...]
) -> None:
    found = assessed(changed(change))
    assert codes_of(found) == {"T131": 1}
    assert score_of(found) == ""
    assert found.scorecard is not None
    assert found.scorecard.unreadable == unreadable


def test_b9_a_swap_beside_a_refused_row_is_still_followed() -> None:
    change = (swapped(ANSWERS, "01.5", "02.1"), put_in(ANSWERS, "03.2", "code", "03.1"))
    found = assessed(changed(*change))
    assert codes_of(found) == {"T130": 1, "T131": 1}
    assert found.scorecard is not None
    assert found.scorecard.unreadable == ("03.1", "03.2")


def test_b9_a_row_that_stands_twice_alike_counts_once() -> None:
    found = assessed(changed(copied(ANSWERS, "01.5", hidden=True)))
    assert codes_of(found) == {"T111": 1}
    assert score_of(found) == SCORE


def test_b9_a_row_cut_into_the_spare_ones_is_followed() -> None:
    spare = TABLES[ANSWERS].spare_first
    change = rows_changed(ANSWERS, {spare: None, row_of(ANSWERS, "01.5"): spare})
    assert answers(change) == answers()
    assert codes_of(assessed(changed(change))) == {"T130": 1}


def test_b9_a_row_without_a_code_is_what_its_hidden_id_says_T131_quiet() -> None:
    found = assessed(changed(put_in(ANSWERS, "01.5", "code", None)))
    assert codes_of(found) == {"T107": 1}
    assert score_of(found) == SCORE


def test_b9_the_rows_as_issued_are_no_finding_T130_quiet_T131_quiet() -> None:
    assert codes_of(assessed(changed())) == {}


def test_b9_a_sorted_summary_has_each_figure_beside_its_system() -> None:
    table = "SUMMARY.systems"
    book = changed(swapped(table, "SYS-01", "SYS-02"))
    rows = {row.row_number: row.row_id for row in taken(book).rows(table)}
    first = row_of(table, "SYS-01")
    assert (rows[first], rows[first + 1]) == ("SYS-02", "SYS-01")
