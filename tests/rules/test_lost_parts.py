"""E: what a program leaves out of a whole workbook is one finding; what was pasted over in places
is told there."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.intake import read_book, read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.pipeline import read_opened
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook
from tests.complete_workbook import complete_workbook
from tests.whole import (
    PSO,
    SCORE,
    TABLES,
    Change,
    assessed,
    carried_from,
    changed,
    codes_of,
    repaired,
    score_of,
    taken,
)

TASKS, ANSWERS = TABLES["S03.tasks"], TABLES["S06.answers"]
FORMS = {table.sheet for table in TABLES.values()}


def saved_by(application: str) -> Change:
    def change(book: Workbook) -> None:
        book.application = application

    return change


def no_lists(book: Workbook) -> None:
    for sheet in book.sheets.values():
        sheet.validations = ()


def no_protection(book: Workbook) -> None:
    for sheet in book.sheets.values():
        sheet.protected = False


def no_names(book: Workbook) -> None:
    book.names, book.properties = {}, {}


def no_formulas(book: Workbook) -> None:
    for sheet in book.sheets.values():
        sheet.uncalculated = set()
        sheet.cells = {at: cell for at, cell in sheet.cells.items() if not cell.is_formula}


def shown_only(book: Workbook) -> None:
    """Formulas replaced by what they show, were they calculated."""
    for sheet in book.sheets.values():
        shown = {at: Cell("✔ ครบ") for at in sheet.uncalculated}
        sheet.uncalculated = set()
        cells = {at: cell._replace(is_formula=False) for at, cell in sheet.cells.items()}
        sheet.cells = dict(sorted({**cells, **shown}.items()))
    column = ANSWERS.columns["score"]
    cells = book.sheets[ANSWERS.sheet].cells
    for row in range(ANSWERS.first, ANSWERS.last + 1):
        cells.pop((row, column), None)


def no_ids(book: Workbook) -> None:
    """The hidden rows and columns deleted."""
    for sheet in (sheet for sheet in book.sheets.values() if sheet.visible):
        gone = sorted(sheet.hidden_rows)
        sheet.cells = {
            (row - sum(number < row for number in gone), column - 1): cell
            for (row, column), cell in sheet.cells.items()
            if row not in sheet.hidden_rows and column > 1
        }
        sheet.uncalculated, sheet.validations = set(), ()
        sheet.hidden_rows = sheet.hidden_columns = frozenset()


def one_row_lower(book: Workbook) -> None:
    """A title put in above everything, on every sheet."""
    for sheet in book.sheets.values():
        sheet.cells = {(row + 1, column): cell for (row, column), cell in sheet.cells.items()}
        sheet.cells[1, 1] = Cell("Table 1")
        sheet.hidden_rows = sheet.hidden_columns = frozenset()


def summary_first(book: Workbook) -> None:
    summary = Sheet("Export Summary", cells={(3, 2): Cell("exported tables")})
    book.sheets = {summary.name: summary, **book.sheets}


PANDAS = (no_lists, no_protection, no_names, no_formulas)
NUMBERS = (no_lists, no_protection, no_names, shown_only, one_row_lower, summary_first)


@pytest.mark.parametrize(
    ("changes", "told", "parts"),
    [
        pytest.param(
            (saved_by("SheetJS"), no_lists, no_protection), {"F070": 1},
            ("lists", "protection"), id="F070 fires, F020 quiet, T109 quiet, T115 quiet: SheetJS",
        ),
        pytest.param(
            PANDAS, {"F070": 1}, ("lists", "formulas", "names", "protection"),
            id="F070 fires, T108 quiet, T118 quiet, T126 quiet: pandas",
        ),
        pytest.param(
            NUMBERS, {"F070": 1, "T106": 1}, ("lists", "formulas", "names", "protection"),
            id="F070 fires, T106 fires: Numbers",
        ),
        pytest.param(
            (no_names, no_ids), {"F070": 1},
            ("lists", "names", "ids"), id="F070 fires, T102 quiet: no ids",
        ),
        pytest.param((saved_by("SheetJS"),), {"F020": 1}, (), id="F020 fires, F070 quiet"),
        pytest.param((no_protection,), {"T115": 1}, (), id="T115 fires once for all sheets"),
        pytest.param(
            (saved_by("SheetJS"), no_protection), {"F070": 1}, ("protection",),
            id="F070 fires: another program took off all protection",
        ),
    ],
)  # fmt: skip
def test_e_what_is_gone_everywhere_is_one_finding(
    changes: tuple[Change, ...], told: dict[str, int], parts: tuple[str, ...]
) -> None:
    found = assessed(changed(*changes))
    assert codes_of(found) == told
    assert score_of(found) == SCORE
    for problem in found.problems:
        assert "{" not in message(problem, "th") + message(problem, "en")
        if problem.code == "F070":
            words = {"lists": "lists to choose from", "names": "defined names", "ids": "hidden ids",
                     "formulas": "formulas", "protection": "protection"}  # fmt: skip
            assert [
                part for part, word in words.items() if word in message(problem, "en")
            ] == sorted(parts, key=list(words).index)


@pytest.mark.parametrize("changes", [PANDAS, NUMBERS, (no_names, no_ids)])
def test_e_every_answer_is_read_and_repaired(changes: tuple[Change, ...]) -> None:
    book = changed(*changes)
    answers = {
        table_id: [row.values for row in table.rows]
        for table_id, table in taken(changed()).tables.items()
    }
    for table_id, table in taken(book).tables.items():
        if table.table.stage not in ("CHECK", "SUMMARY"):
            assert [row.values for row in table.rows] == answers[table_id]
    carried = carried_from(book)
    ours = {unplaced.value for unplaced in carried.unplaced}
    assert ours <= {"Table 1", "exported tables"}
    assert score_of(assessed(repaired(carried))) == SCORE


def test_e_who_the_office_is_is_still_known_by_the_hidden_sheet() -> None:
    book = changed(*NUMBERS)
    assert identity_of(book) == identity_of(changed())


def test_e_a_workbook_of_another_framework_is_still_one_of_it() -> None:
    book = read_book(complete_workbook("pmqa4"))
    book.names, book.properties = {}, {}
    assert read_opened(book).framework.id == "pmqa4"


def pasted(columns: tuple[str, ...], rows: int) -> Change:
    """Values pasted over formulas of the answers."""

    def change(book: Workbook) -> None:
        sheet = book.sheets[ANSWERS.sheet]
        for field_id in columns:
            column = ANSWERS.columns.get(field_id, ANSWERS.check)
            for row in range(ANSWERS.first, ANSWERS.first + rows):
                sheet.uncalculated.discard((row, column))
                sheet.cells[row, column] = Cell(Decimal(0))

    return change


def unlisted(sheet: str) -> Change:
    def change(book: Workbook) -> None:
        book.sheets[sheet].validations = ()

    return change


@pytest.mark.parametrize(
    ("change", "code", "cells"),
    [
        pytest.param(
            pasted(("weight", "weighted"), 1), "T108", ["R6", "T6"],
            id="T108 fires: at each of two cells",
        ),
        pytest.param(
            pasted(("weighted",), 3), "T108", ["T6:T8"], id="T108 fires: once a column",
        ),
        pytest.param(
            pasted(("weight", "weighted"), 3), "T108", ["R6:R8, T6:T8"],
            id="T108 fires: once for a block",
        ),
        pytest.param(
            unlisted(TASKS.sheet), "T109", ["E6:E10, F6:F10, G6:G10, H6:H10"],
            id="T109 fires: once for a sheet without lists",
        ),
    ],
)  # fmt: skip
def test_e_what_was_pasted_over_is_told_at_its_cells(
    change: Change, code: str, cells: list[str]
) -> None:
    problems = [problem for problem in assessed(changed(change)).problems if problem.code == code]
    assert [problem.location.cell for problem in problems] == cells


def told_of_stale_figures(*changes: Callable[[Workbook], object]) -> list[str]:
    problems = assessed(changed(*changes)).problems
    return [
        f"{problem.code} {problem.location.cell}"
        for problem in problems
        if problem.code in ("S818", "T129")
    ]


def test_e_figures_of_another_program_are_told_once_a_column() -> None:
    """As Gnumeric shows ✖ in every quantity of a form that Excel calculates."""

    def calculated(book: Workbook) -> None:
        sheet = book.sheets[ANSWERS.sheet]
        for row in range(ANSWERS.first, ANSWERS.first + 3):
            sheet.cells[row, ANSWERS.columns["score"]] = Cell("✖", is_formula=True)

    assert told_of_stale_figures(calculated) == ["S818 S6:S8"]


def test_e_intake_leaves_the_program_to_the_check() -> None:
    book = changed(saved_by("SheetJS"))
    assert [problem.code for problem in read_submission(book, PSO)[1]] == []
