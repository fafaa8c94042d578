"""A remark of the province book belongs to the row that a person sees it in (B9)."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.core.messages import message
from pso_excel.intake import read_book
from pso_excel.province_book import province_workbook
from pso_excel.province_book.book import Remarks
from pso_excel.province_book.naming import Line, owners
from pso_excel.province_book.remarks import LISTS, OWN_LIMITS, ReadRemarks, read_taken, take_remarks
from pso_excel.xlsx.workbook import Cell, Sheet, Value, Workbook
from tests.made_up import code_of, province_of, refused

SENDING, TRACKER, PROBLEMS, LEFT = "การส่ง", "ติดตามแผน", "ปัญหาที่พบ", "หมายเหตุเดิม"
WITH_REMARKS = (SENDING, TRACKER, PROBLEMS)
OFFICES = 6
PROVINCE = province_of(OFFICES, refused("x/99-R-006.xlsx"), missing=2)


@pytest.fixture(scope="module")
def blank() -> Workbook:
    """A province book as it is read, nothing typed into it."""
    return read_book(province_workbook(PROVINCE), limits=OWN_LIMITS)


def copied(book: Workbook) -> Workbook:
    """The same book, to type into."""
    sheets = {name: replace(sheet, cells=dict(sheet.cells)) for name, sheet in book.sheets.items()}
    return replace(book, sheets=sheets)


def remark_column(sheet: Sheet) -> int:
    """Where remarks are typed."""
    heads = {cell.value: column for (_, column), cell in sheet.cells.items()}
    return heads["หมายเหตุของจังหวัด"]


def listed(sheet: Sheet) -> list[int]:
    """The rows of a list."""
    return sorted(row for (row, column), _ in sheet.cells.items() if column == 1)


def type_in(sheet: Sheet, row: int, column: int, value: Value) -> None:
    """A person types something, or empties a cell."""
    sheet.cells.pop((row, column), None)
    if value is not None:
        sheet.cells[row, column] = Cell(value)


def remarked(blank: Workbook) -> tuple[Workbook, Remarks]:
    """A book with a remark in every row of every list, and these remarks."""
    book = copied(blank)
    for name in WITH_REMARKS:
        sheet = book.sheets[name]
        for row in listed(sheet):
            key = sheet.cell(row, 1).value
            type_in(sheet, row, remark_column(sheet), f"ของ {key}")
    return book, take_remarks(book).remarks


def moved(sheet: Sheet, order: Sequence[int], first: int) -> None:
    """The rows of the list in another order, from column ``first`` on."""
    rows = listed(sheet)
    before = dict(sheet.cells)
    last = max(column for _, column in before)
    for row, source in zip(rows, order, strict=True):
        for column in range(first, last + 1):
            type_in(sheet, row, column, before.get((source, column), Cell()).value)


def told(taken: ReadRemarks) -> dict[str, int]:
    """The codes told, and of how many remarks in all."""
    found: dict[str, int] = {}
    for problem in taken.problems:
        found[problem.code] = found.get(problem.code, 0) + int(str(problem.values["n"]))
    return found


def test_every_row_of_a_list_has_a_key_made_of_what_is_seen(blank: Workbook) -> None:
    _, remarks = remarked(blank)
    assert (SENDING, code_of(1)) in remarks
    assert (TRACKER, f"{code_of(1)} A02") in remarks
    assert (PROBLEMS, f"{code_of(1)} S06 06_ประเมิน E12 S801") in remarks
    assert (PROBLEMS, "x/99-R-006.xlsx F001") in remarks
    for name, (columns, naming) in LISTS.items():
        assert all(place < len(columns) for part in naming for place in part), name


@given(st.randoms(use_true_random=False), st.sampled_from(WITH_REMARKS))
@settings(max_examples=25, deadline=None)
def test_b9_remarks_follow_the_codes_that_are_seen(
    blank: Workbook, random: random.Random, name: str
) -> None:
    book, before = remarked(blank)
    sheet = book.sheets[name]
    order = listed(sheet)
    random.shuffle(order)
    moved(sheet, order, first=2)
    taken = take_remarks(book)
    assert taken.remarks == before
    assert set(told(taken)) <= {"B429"}


def test_b9_that_rows_were_sorted_without_their_keys_is_told_B429_fires(blank: Workbook) -> None:
    book, before = remarked(blank)
    sheet = book.sheets[SENDING]
    moved(sheet, listed(sheet)[::-1], first=2)
    taken = take_remarks(book)
    assert taken.remarks == before
    assert told(taken) == {"B429": OFFICES}
    assert "การส่ง" in message(taken.problems[0], "th")


def test_b9_rows_sorted_with_their_keys_are_nothing_to_tell_B429_quiet(blank: Workbook) -> None:
    book, before = remarked(blank)
    for name in WITH_REMARKS:
        moved(book.sheets[name], listed(book.sheets[name])[::-1], first=1)
    assert take_remarks(book) == ReadRemarks(before)


CHANGES: Mapping[str, tuple[Callable[[Sheet, int], None], int]] = {
    "another code typed": (lambda sheet, row: type_in(sheet, row, 2, "99-R-999"), 1),
    "the code of the next row typed": (
        lambda sheet, row: type_in(sheet, row, 2, sheet.cell(row + 1, 2).value),
        1,
    ),
    "the code taken away": (lambda sheet, row: type_in(sheet, row, 2, None), 1),
    "the cells above moved down by one": (
        lambda sheet, _: moved(sheet, [listed(sheet)[0], *listed(sheet)[:-1]], first=2),
        OFFICES - 1,
    ),
}


@pytest.mark.parametrize(("change", "lost"), CHANGES.values(), ids=CHANGES)
def test_b9_a_remark_whose_row_cannot_be_told_is_kept_without_one_B430_fires(
    blank: Workbook, change: Callable[[Sheet, int], None], lost: int
) -> None:
    book, before = remarked(blank)
    sheet = book.sheets[SENDING]
    change(sheet, listed(sheet)[1])
    typed = sorted(
        str(cell.value)
        for (row, column), cell in sheet.cells.items()
        if column == remark_column(sheet) and row in listed(sheet)
    )
    taken = take_remarks(book)
    assert told(taken) == {"B430": lost}
    rest = {key: text for key, text in taken.remarks.items() if key[0] == SENDING}
    assert sorted(text for word in rest.values() for text in word.split("\n")) == typed
    owned = {key: text for key, text in rest.items() if key in before}
    assert owned == {key: before[key] for key in owned}
    assert len(owned) == OFFICES - lost
    assert all(key.startswith("▲ ") for _, key in rest.keys() - owned.keys())


def test_b9_what_has_no_row_stays_without_one_in_the_books_after(blank: Workbook) -> None:
    book, _ = remarked(blank)
    sheet = book.sheets[SENDING]
    row = listed(sheet)[1]
    type_in(sheet, row, 2, sheet.cell(row + 1, 2).value)
    taken = take_remarks(book)
    for _ in range(2):
        data = province_workbook(PROVINCE, typed=taken.remarks)
        again = read_taken(data)
        assert again == ReadRemarks(taken.remarks)
        left = read_book(data, limits=OWN_LIMITS).sheets[LEFT]
        assert left.visible
        assert any(str(cell.value).startswith("▲ ") for cell in left.cells.values())


def test_b9_rows_that_are_as_they_were_are_nothing_to_tell_B430_quiet(blank: Workbook) -> None:
    book, before = remarked(blank)
    assert take_remarks(book) == ReadRemarks(before)


def test_b9_without_any_hidden_key_the_seen_code_decides(blank: Workbook) -> None:
    book, before = remarked(blank)
    for name in (SENDING, TRACKER):
        for row in listed(book.sheets[name]):
            type_in(book.sheets[name], row, 1, None)
    assert take_remarks(book) == ReadRemarks(before)


def test_b9_columns_that_were_moved_are_found_by_their_headings(blank: Workbook) -> None:
    book, before = remarked(blank)
    sheet = book.sheets[SENDING]
    for (row, column), cell in list(sheet.cells.items()):
        if row > 3 and column in (2, 5):
            sheet.cells[row, 7 - column] = cell
    moved(sheet, listed(sheet)[::-1], first=2)
    taken = take_remarks(book)
    assert (taken.remarks, set(told(taken))) == (before, {"B429"})


def test_two_remarks_of_one_row_are_both_kept(blank: Workbook) -> None:
    """A row that was copied, and one that came back with a remark among those without a row."""
    book, before = remarked(blank)
    sheet = book.sheets[SENDING]
    row, last = listed(sheet)[0], listed(sheet)[-1]
    for column in (1, 2):
        type_in(sheet, last + 1, column, sheet.cell(row, column).value)
    type_in(sheet, last + 1, remark_column(sheet), "อีกข้อหนึ่ง")
    code = str(sheet.cell(row, 2).value)
    left = book.sheets[LEFT]
    top = max(row for row, _ in left.cells)
    for column, text in ((2, SENDING), (3, code), (4, "จากครั้งก่อน")):
        type_in(left, top + 1, column, text)
    taken = take_remarks(book)
    assert taken.remarks[SENDING, code] == f"{before[SENDING, code]}\nอีกข้อหนึ่ง\nจากครั้งก่อน"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(Decimal("12.50"), "12.5"), (datetime(2026, 1, 15), "15/01/2569"), (True, "True")],
)
def test_what_is_typed_as_a_number_or_a_day_is_kept_as_it_is_read(
    blank: Workbook, typed: Value, kept: str
) -> None:
    book = copied(blank)
    sheet = book.sheets[SENDING]
    type_in(sheet, listed(sheet)[0], remark_column(sheet), typed)
    assert list(take_remarks(book).remarks.values()) == [kept]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([("01", "1"), ("02", "2")], {1: "01", 2: "02"}),  # codes that became numbers
        ([("01", "2"), ("02", "1")], {1: "02", 2: "01"}),
        ([("1", "1"), ("01", "1")], {1: "1"}),
        ([("1", "01"), ("01", "1")], {1: "01", 2: "1"}),
        ([("A", "A"), ("", "A")], {1: "A"}),  # a row that a person put in
        ([("A", "A"), ("", "B")], {1: "A", 2: "B"}),
        ([("", "B"), ("", "B")], {}),
        ([("A", "a"), ("B", "Ｂ")], {1: "A"}),
        ([("A", ""), ("B", "B")], {2: "B"}),
    ],
)
def test_b9_whose_a_row_is(lines: list[tuple[str, str]], found: dict[int, str]) -> None:
    rows = [Line(row, *keys) for row, keys in enumerate(lines, 1)]
    assert owners(rows) == found
