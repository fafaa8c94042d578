"""What was changed of the form itself is told at its cell; a form as issued is not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from pso_excel.core.problem import Problem
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book, read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.pipeline import OpenedWorkbook, assess
from pso_excel.templates.fill import fill_workbook
from pso_excel.xlsx.workbook import Cell, Workbook, format_address, parse_address
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}
ANSWERS, TASKS = TABLES["S06.answers"], TABLES["S03.tasks"]
Change = Callable[[Workbook], None]
CODES = {"T107", "T108", "T109", "T115", "T116", "T118", "T126", "T127", "T128"}


@cache
def issued() -> bytes:
    """A workbook as issued, with one answer and one task typed."""
    answers = {
        "S06.answers": [{"code": "01.4", "state": "scored", "level": Decimal(1)}],
        "S03.tasks": [{"code": "T1", "task": "จัดทำทะเบียนข้อมูล", "duty": "main"}],
    }
    return fill_workbook(blank_workbook(), answers, PSO)


def told(change: Change) -> set[tuple[str, str, str]]:
    """The (code, sheet, cell) of what is told of the form after a change of the book."""
    return {
        (problem.code, problem.location.sheet, problem.location.cell)
        for problem in found(change)
        if problem.code in CODES
    }


def all_told(change: Change) -> set[str]:
    """Every code that is told after a change."""
    return {problem.code for problem in found(change)}


def found(change: Change) -> tuple[Problem, ...]:
    book = read_book(issued(), "58-R-014.xlsx")
    change(book)
    submission, problems = read_submission(book, PSO)
    return assess(
        OpenedWorkbook(book, submission, PSO, tuple(problems), identity=identity_of(book)),
        date(2026, 3, 31),
    ).problems


def put(sheet: str, row: int, column: int, value: str) -> Change:
    """Type a text over a cell."""

    def change(book: Workbook) -> None:
        book.sheets[sheet].cells[row, column] = Cell(value)

    return change


def several(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for each_change in changes:
            each_change(book)

    return change


def nothing(_: Workbook) -> None:
    """The form as issued."""


def line_of(table: str, field: str) -> tuple[str, int, int]:
    """The sheet, the row and the column of a record's label."""
    placed = TABLES[table]
    return placed.sheet, placed.lines[field], placed.label.first


def answered(field: str) -> str:
    return ANSWERS.cell(field, ANSWERS.first)


def header(field: str) -> tuple[str, int, int]:
    return TASKS.sheet, TASKS.header_row, TASKS.columns[field]


def moved_down(sheet: str) -> Change:
    """Two rows put in above everything."""

    def change(book: Workbook) -> None:
        cells = book.sheets[sheet].cells
        book.sheets[sheet].cells = {
            (row + 2, column): cell for (row, column), cell in cells.items()
        }

    return change


def unlisted(sheet: str, kept: tuple[str, ...] = ()) -> Change:
    def change(book: Workbook) -> None:
        each_sheet = book.sheets[sheet]
        each_sheet.validations = tuple(v for v in each_sheet.validations if v.ranges[0] in kept)

    return change


def unprotected(sheet: str) -> Change:
    def change(book: Workbook) -> None:
        book.sheets[sheet].protected = False

    return change


def list_entry(old: str, new: str) -> Change:
    """An entry of a list typed over."""

    def change(book: Workbook) -> None:
        cells = book.sheets["_lists"].cells
        cells[next(where for where in cells if cells[where].value == old)] = Cell(new)

    return change


def without(sheet: str) -> Change:
    def change(book: Workbook) -> None:
        del book.sheets[sheet]

    return change


def meta(row: int, value: str) -> Change:
    return put("_meta", row, 2, value)


def forged(fingerprint: str) -> Change:
    """Both records of the fingerprint overwritten."""

    def change(book: Workbook) -> None:
        meta(7, fingerprint)(book)
        book.properties["PSO_FINGERPRINT"] = fingerprint

    return change


def without_properties(book: Workbook) -> None:
    book.properties.clear()


def cover(field: str, value: str) -> Change:
    placed = TABLES["S00.cover"]
    row, column = parse_address(placed.cell(field))
    return put(placed.sheet, row, column, value)


COVER_ROUND = ("00_ปก", TABLES["S00.cover"].cell("round"))
INDICATOR = TABLES["S05.indicators"]
NAMED = (INDICATOR.sheet, INDICATOR.first, INDICATOR.columns["indicator"])
HEADER = (header("task")[0], format_address(*header("task")[1:]))
LABEL = line_of("S00.cover", "office")
LISTED = TASKS.cell("duty", TASKS.first)

NONE: set[tuple[str, str, str]] = set()
CASES = [
    pytest.param(nothing, NONE, id="T107 quiet, T108 quiet, T109 quiet, T115 quiet, T116 quiet, "
                 "T118 quiet, T126 quiet, T127 quiet, T128 quiet: as issued"),
    pytest.param(put(*header("task"), "ชื่องาน"), {("T107", *HEADER)}, id="T107 fires: a header"),
    pytest.param(put(*header("task"), " งาน "), NONE, id="T107 quiet: spaces in a header"),
    pytest.param(put(*NAMED, "อื่น"), {("T107", NAMED[0], format_address(*NAMED[1:]))},
                 id="T107 fires: an indicator's name"),
    pytest.param(put(*LABEL, "รหัสอื่น"), {("T107", LABEL[0], format_address(*LABEL[1:]))},
                 id="T107 fires: the label of a line"),
    pytest.param(put(TASKS.sheet, 1, 2, "แผ่นของฉัน"), {("T107", TASKS.sheet, "B1")},
                 id="T107 fires: a title"),
    pytest.param(moved_down(TASKS.sheet), NONE, id="T107 quiet: rows put in above everything"),
    pytest.param(put(ANSWERS.sheet, ANSWERS.first, ANSWERS.columns["score"], "99"),
                 {("T108", ANSWERS.sheet, answered("score"))}, id="T108 fires: a score typed over"),
    pytest.param(put(ANSWERS.sheet, ANSWERS.first, ANSWERS.columns["weighted"], "99"),
                 {("T108", ANSWERS.sheet, answered("weighted"))}, id="T108 fires: a product"),
    pytest.param(put(ANSWERS.sheet, ANSWERS.first, ANSWERS.columns["name"], "99"),
                 {("T108", ANSWERS.sheet, answered("name"))}, id="T108 fires: a name looked up"),
    pytest.param(put(ANSWERS.sheet, ANSWERS.first, ANSWERS.check, "✔ ครบ"),
                 {("T108", ANSWERS.sheet, format_address(ANSWERS.first, ANSWERS.check))},
                 id="T108 fires: a check typed over"),
    pytest.param(put(ANSWERS.sheet, ANSWERS.first, ANSWERS.columns["score"], ""), NONE,
                 id="T108 quiet: an empty text"),
    pytest.param(unlisted(TASKS.sheet), {("T109", TASKS.sheet, LISTED)},
                 id="T109 fires: a list pasted over"),
    pytest.param(unlisted("04_ข้อมูล"), NONE, id="T109 quiet: a list where nothing is typed"),
    pytest.param(unprotected(TASKS.sheet), {("T115", TASKS.sheet, "")},
                 id="T115 fires: protection removed"),
    pytest.param(several(put(*NAMED, "อื่น"), forged("0123456789abcdef")),
                 {("T116", "_meta", ""), ("T107", NAMED[0], format_address(*NAMED[1:]))},
                 id="T116 fires: another framework and its fingerprint"),
    pytest.param(forged("0123456789abcdef"), NONE, id="T116 quiet: another fingerprint only"),
    pytest.param(list_entry("หน้าที่หลัก", "หน้าที่พิเศษ"), {("T118", "_lists", "LIST")},
                 id="T118 fires: a choice changed"),
    pytest.param(list_entry("หน้าที่หลัก", "หน้าที่หลัก "), NONE, id="T118 quiet: a space"),
    pytest.param(without("_meta"), {("T126", "_meta", "")}, id="T126 fires: the sheet deleted"),
    pytest.param(several(without("_meta"), without_properties), {("T126", "_meta", "")},
                 id="T126 fires: the properties too"),
    pytest.param(without_properties, NONE, id="T126 quiet, T127 quiet: only the properties gone"),
    pytest.param(meta(3, "58-R-999"), {("T127", "_meta", "B3")}, id="T127 fires: another office"),
    pytest.param(meta(4, "2570-1"), {("T127", "_meta", "B4")}, id="T127 fires: another round"),
    pytest.param(meta(5, "pso@9.9"), {("T127", "_meta", "B5")}, id="T127 fires: another edition"),
    pytest.param(meta(7, ""), {("T127", "_meta", "B7")}, id="T127 fires: fingerprint wiped"),
    pytest.param(cover("round", "2570-1"), {("T128", *COVER_ROUND)},
                 id="T128 fires: another round on the cover"),
    pytest.param(cover("round", "2569"), NONE, id="T128 quiet: no round at all (H204)"),
    pytest.param(cover("round", "๒๕๖๙–1"), NONE, id="T128 quiet: typed a little differently"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_what_was_changed_of_the_form(change: Change, expected: set[tuple[str, str, str]]) -> None:
    """The one list that is told as a range stands here as ``LIST``."""
    found = {
        (code, sheet, "LIST" if code == "T118" and cell else cell)
        for code, sheet, cell in told(change)
    }
    assert found == expected


def calculated(book: Workbook) -> None:
    """A spreadsheet program has worked out the one answer's score."""
    row, column = parse_address(TABLES["S06.answers"].cell("score", answered_row(book)))
    book.sheets[ANSWERS.sheet].cells[row, column] = Cell(Decimal(0), is_formula=True)


def answered_row(book: Workbook) -> int:
    column = ANSWERS.columns["state"]
    cells = book.sheets[ANSWERS.sheet].cells
    return next(row for row, at in sorted(cells) if at == column and row >= ANSWERS.first)


def test_F012_fires_on_answers_whose_scores_nothing_has_calculated() -> None:
    assert "F012" in all_told(nothing)


def test_F012_quiet_once_they_are_calculated() -> None:
    assert "F012" not in all_told(calculated)


def test_the_sheet_of_lists_deleted_is_one_problem() -> None:
    codes = [problem.code for problem in found(without("_lists")) if problem.code in CODES]
    assert codes == ["T118"]


def test_a_list_said_to_be_a_million_rows_long_is_read_by_what_stands_there() -> None:
    def change(book: Workbook) -> None:
        lists = [name for name in book.names if name.startswith("PSO_LIST_")]
        for name in lists:
            first, _, _ = book.names[name].partition(":")
            book.names[name] = f"{first}:{first.rpartition('!')[2].rstrip('0123456789')}1048576"

    assert told(change) == set()


@pytest.mark.parametrize(
    "reference", ["_lists!$A$0", "_lists!$A$1:$A$99999999999", "'_lists'!XFE1"]
)
def test_a_name_that_points_at_no_cell_is_a_lost_one(reference: str) -> None:
    def change(book: Workbook) -> None:
        book.names["PSO_LIST_DUTY"] = reference

    assert ("T118", "_lists", "") in told(change)
