"""What was changed of the form itself is told at its cell; a form as issued is not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from pso_excel.book import Book, Cell
from pso_excel.books.filling import fill_workbook
from pso_excel.books.reading import read_book
from pso_excel.books.template.workbook import new_workbook
from pso_excel.engine.intake import take_submission
from pso_excel.framework import load_framework
from pso_excel.layout import arrange
from pso_excel.office import Opened, assess

PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in arrange(PSO) for placed in plan.tables}
ANSWERS, TASKS = TABLES["S06.answers"], TABLES["S03.tasks"]
CODES = {"T107", "T108", "T109", "T115", "T116", "T118"}


@cache
def issued() -> bytes:
    """A workbook as issued, with one answer and one task typed."""
    answers = {
        "S06.answers": [{"code": "01.4", "state": "scored", "level": Decimal(1)}],
        "S03.tasks": [{"code": "T1", "task": "จัดทำทะเบียนข้อมูล", "duty": "main"}],
    }
    return fill_workbook(new_workbook("58-R-014", "2569-1", PSO), answers, PSO)


def told(change: Callable[[Book], None]) -> set[tuple[str, str, str]]:
    """The (code, sheet, cell) of what is told of the form after a change of the book."""
    book = read_book(issued(), "58-R-014.xlsx")
    change(book)
    submission, problems = take_submission(book, PSO)
    found = assess(Opened(book, submission, PSO, tuple(problems)), date(2026, 3, 31))
    return {
        (one.code, one.place.sheet, one.place.cell) for one in found.problems if one.code in CODES
    }


def put(sheet: str, row: int, column: int, value: str) -> Callable[[Book], None]:
    """Type a text over a cell."""

    def change(book: Book) -> None:
        book.sheets[sheet].cells[row, column] = Cell(value)

    return change


def test_a_form_as_issued_is_not_told_of() -> None:
    assert told(lambda _: None) == set()


@pytest.mark.parametrize("field", ["score", "weighted", "name"])
def test_a_formula_typed_over(field: str) -> None:
    row, column = ANSWERS.first, ANSWERS.columns[field]
    change = put(ANSWERS.sheet, row, column, "99")
    assert told(change) == {("T108", ANSWERS.sheet, ANSWERS.cell(field, row))}


def test_a_check_typed_over() -> None:
    change = put(ANSWERS.sheet, ANSWERS.first, ANSWERS.check, "✔ ครบ")
    assert {code for code, _, _ in told(change)} == {"T108"}


def test_a_header_and_a_text_of_the_framework_changed() -> None:
    header = put(TASKS.sheet, TASKS.header_row, TASKS.columns["task"], "ชื่องาน")
    assert {code for code, _, _ in told(header)} == {"T107"}
    spaced = put(TASKS.sheet, TASKS.header_row, TASKS.columns["task"], " งาน ")
    assert told(spaced) == set()


def test_a_list_pasted_over() -> None:
    def change(book: Book) -> None:
        book.sheets[TASKS.sheet].validations = ()

    assert told(change) == {("T109", TASKS.sheet, TASKS.cell("duty", TASKS.first))}


def test_protection_removed_is_for_knowledge() -> None:
    def change(book: Book) -> None:
        book.sheets[TASKS.sheet].protected = False

    assert told(change) == {("T115", TASKS.sheet, "")}


def test_a_choice_list_edited() -> None:
    def change(book: Book) -> None:
        lists = book.sheets["_lists"]
        cell = next(where for where in lists.cells if lists.cells[where].value == "หน้าที่หลัก")
        lists.cells[cell] = Cell("หน้าที่พิเศษ")

    assert {code for code, _, _ in told(change)} == {"T118"}


def test_the_sheet_of_lists_deleted() -> None:
    def change(book: Book) -> None:
        del book.sheets["_lists"]

    assert ("T118", "_lists", "") in told(change)
