"""Changes brought onto the old book give the new one: values, looks, merged cells, row heights."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.framework import load_framework
from pso_excel.live.refresh_book import language_of
from pso_excel.live.refresh_differences import LayoutDiffers, SheetChanges, changes
from pso_excel.live.refresh_ranges import Area, areas
from pso_excel.province import Province, build_province
from pso_excel.province.select import ReceivedFile, select_files
from pso_excel.province_book import province_workbook
from pso_excel.province_book.remarks import remarks_of
from pso_excel.xlsx.workbook import Cell
from tests.live.replaying import Shown, painted, replayed, shown, values
from tests.made_up import ASOF, ROUND, code_of, digest_of, file_of, refused, registry_of

OFFICES = 6
PACK = load_framework("pso")


def received(number: int, errors: int = 0) -> ReceivedFile:
    """The file of one office."""
    return file_of(number, digest_of(PACK, number, errors=errors))


def province(*files: ReceivedFile, asof: date = ASOF) -> Province:
    """Six offices, and what came from them."""
    choice = select_files(files, ROUND.code)
    digests = {
        counted.office: sole.digest
        for counted in choice.offices
        if (sole := counted.sole()) and sole.digest
    }
    return build_province(registry_of(OFFICES), PACK, choice, digests, asof)


def some(*numbers: int, errors: int = 1) -> list[ReceivedFile]:
    """The files of some offices."""
    return [received(number, errors) for number in numbers]


def differences(old: Shown, new: Shown) -> list[SheetChanges]:
    """What has to happen to the old book."""
    return changes(old.book, new.book, new.looks, lambda name: old.book.sheets[name].merged)


def brought(old: Shown, after: Province) -> tuple[list[SheetChanges], Shown, Shown]:
    """The changes, the open book after them, and the new book."""
    data = province_workbook(after, "th", remarks_of(old.book))
    new = shown(data)
    found = differences(old, new)
    return found, replayed(old, found), new


def assert_same(now: Shown, new: Shown) -> None:
    """Every sheet says, looks and is merged as in the new book."""
    for name, sheet in new.book.sheets.items():
        assert values(now.book.sheets[name]) == values(sheet), name
        assert sorted(now.book.sheets[name].merged) == sorted(sheet.merged), name
        got, wanted = painted(now, name), painted(new, name)
        assert {place: got.get(place) for place in wanted} == wanted, name
        assert not sheet.visible or now.book.sheets[name].visible, name


BEFORE = province(*some(1, 2, 4), refused("x/อ่านไม่ได้.xlsx"))
AFTER = {
    "one more office": province(*some(1, 2, 3, 4), refused("x/อ่านไม่ได้.xlsx")),
    "the first office": province(*some(2, 4, 5), refused("x/อ่านไม่ได้.xlsx")),
    "no faults any more": province(*some(1, 2, 4, errors=0), refused("x/อ่านไม่ได้.xlsx")),
    "no bad file any more": province(*some(1, 2, 4)),
    "more bad files": province(*some(1, 2, 4), refused("a.xlsx"), refused("x/อ่านไม่ได้.xlsx")),
    "another day": province(*some(1, 2, 4), refused("x/อ่านไม่ได้.xlsx"), asof=date(2026, 4, 1)),
    "everybody": province(*some(1, 2, 3, 4, 5, 6, errors=0)),
    "all others": province(*some(3, 5, 6)),
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_the_open_book_says_what_the_new_one_says(after: Province) -> None:
    found, now, new = brought(shown(province_workbook(BEFORE)), after)
    assert found
    assert_same(now, new)
    assert differences(now, new) == []


@given(
    st.lists(st.integers(1, OFFICES), unique=True, min_size=1),
    st.lists(st.integers(1, OFFICES), unique=True, min_size=1),
    st.integers(0, 2),
)
@settings(max_examples=6, deadline=None)
def test_whoever_had_sent_and_sends(before: list[int], after: list[int], errors: int) -> None:
    old = shown(province_workbook(province(*some(*before, errors=errors))))
    _, now, new = brought(old, province(*some(*after)))
    assert_same(now, new)


def typed(old: Shown, sheet: str, cell: tuple[int, int], value: Cell) -> None:
    """A person types into the open book."""
    old.book.sheets[sheet].cells[cell] = value


def row_of(old: Shown, sheet: str, text: str) -> int:
    """The row of a list whose first column says so."""
    cells = old.book.sheets[sheet].cells.items()
    return next(row for (row, column), cell in cells if column == 2 and cell.value == text)


def test_remarks_go_with_their_rows_and_those_that_lose_theirs_are_shown() -> None:
    old = shown(province_workbook(BEFORE))
    typed(old, "การส่ง", (row_of(old, "การส่ง", code_of(3)), 22), Cell("โทรแล้ว"))
    wrong = next(
        row
        for (row, column), cell in old.book.sheets["ปัญหาที่พบ"].cells.items()
        if column == 10 and cell.value == "S801"
    )
    typed(old, "ปัญหาที่พบ", (wrong, 11), Cell("=กำลังแก้"))
    found, now, new = brought(old, AFTER["everybody"])
    assert_same(now, new)
    assert now.book.sheets["การส่ง"].cell(row_of(now, "การส่ง", code_of(3)), 22).value == "โทรแล้ว"
    left = now.book.sheets["หมายเหตุเดิม"]
    assert left.visible
    assert not old.book.sheets["หมายเหตุเดิม"].visible
    assert "=กำลังแก้" in values(left).values()
    assert {sheet_changes.sheet for sheet_changes in found if sheet_changes.shown} == {"หมายเหตุเดิม"}


def test_what_a_person_keeps_beside_and_below_stays() -> None:
    old = shown(province_workbook(BEFORE))
    sheet = old.book.sheets["ปัญหาที่พบ"]
    last = max(row for row, _ in sheet.cells)
    typed(old, "ปัญหาที่พบ", (last + 2, 2), Cell("จดไว้"))
    typed(old, "ปัญหาที่พบ", (last, 15), Cell("ข้างตาราง"))
    _, now, _ = brought(old, AFTER["more bad files"])
    after = now.book.sheets["ปัญหาที่พบ"]
    texts = values(after)
    below = next(place for place, text in texts.items() if text == "จดไว้")
    beside = next(place for place, text in texts.items() if text == "ข้างตาราง")
    assert (below[1], beside[1]) == (2, 15)
    assert below[0] - beside[0] == 2
    assert after.cell(beside[0], 10) == sheet.cell(last, 10)


def test_b9_what_stands_beside_rows_swapped_without_their_keys_stays_beside_them() -> None:
    old = shown(province_workbook(BEFORE))
    sheet = old.book.sheets["การส่ง"]
    first, second = (row_of(old, "การส่ง", code_of(number)) for number in (1, 2))
    for column in range(2, 23):
        here, there = sheet.cell(first, column), sheet.cell(second, column)
        typed(old, "การส่ง", (first, column), there)
        typed(old, "การส่ง", (second, column), here)
    typed(old, "การส่ง", (first, 25), Cell("ข้างหน่วยงานที่สอง"))
    _, now, new = brought(old, AFTER["another day"])
    beside = now.book.sheets["การส่ง"].cells.pop((row_of(now, "การส่ง", code_of(2)), 25))
    assert beside.value == "ข้างหน่วยงานที่สอง"
    assert_same(now, new)


def test_a_formula_that_says_the_same_stays_one() -> None:
    old = shown(province_workbook(BEFORE))
    row = row_of(old, "การส่ง", code_of(4))
    typed(old, "การส่ง", (row, 22), Cell("โทรแล้ว", is_formula=True))
    found, _, _ = brought(old, AFTER["no faults any more"])
    (change,) = [sheet_changes for sheet_changes in found if sheet_changes.sheet == "การส่ง"]
    assert f"V{row}" not in {write.cell for write in change.writes}
    assert f"E{row}" in {write.cell for write in change.writes}


OTHERWISE = {
    "a sheet is gone": ("การส่ง", None),
    "merged otherwise": ("คะแนน", "merged"),
    "something beside a row that goes": ("ปัญหาที่พบ", "beside"),
    "another chart": ("ข้อมูลกราฟ", "chart"),
}


@pytest.mark.parametrize(("name", "how"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_built_otherwise_is_not_touched(name: str, how: str | None) -> None:
    old = shown(province_workbook(BEFORE))
    sheet = old.book.sheets[name]
    if how is None:
        del old.book.sheets[name]
    elif how == "merged":
        sheet.merged = sheet.merged[1:]
    elif how == "beside":
        typed(old, name, (max(row for row, _ in sheet.cells), 15), Cell("ข้างตาราง"))
    else:
        typed(old, name, (60, 1), Cell("อีกระบบหนึ่ง"))
    with pytest.raises(LayoutDiffers, match=name):
        brought(old, AFTER["no faults any more"])


def test_c4_what_was_typed_over_is_not_written_over() -> None:
    old = shown(province_workbook(BEFORE))
    typed(old, "การส่ง", (row_of(old, "การส่ง", code_of(1)), 3), Cell("ชื่อที่แก้เอง"))
    with pytest.raises(LayoutDiffers, match="การส่ง") as otherwise:
        brought(old, AFTER["no faults any more"])
    assert otherwise.value.what.th == "การส่ง: มีสิ่งที่พิมพ์ทับไว้"


@pytest.mark.parametrize(("note", "lost"), [("S801", True), ("F001", False), ("", False)])
def test_c4_a_note_is_not_lost_with_its_row(note: str, lost: bool) -> None:
    """In a row that goes, in one that stays, and below the list."""
    old = shown(province_workbook(BEFORE))
    cells = old.book.sheets["ปัญหาที่พบ"].cells
    rows = [row for (row, column), cell in cells.items() if column == 10 and cell.value == note]
    noted = {"ปัญหาที่พบ": rows[:1] or [max(row for row, _ in cells) + 3]}
    new = shown(province_workbook(AFTER["no faults any more"]))
    merged = old.book.sheets
    told = "ปัญหาที่พบ: มีโน้ตในแถวที่จะหายไป"
    if lost:
        with pytest.raises(LayoutDiffers) as otherwise:
            changes(old.book, new.book, new.looks, lambda name: merged[name].merged,
                    lambda name: noted.get(name, ()))  # fmt: skip
        assert otherwise.value.what.th == told
    else:
        assert changes(old.book, new.book, new.looks, lambda name: merged[name].merged,
                       lambda name: noted.get(name, ()))  # fmt: skip


def test_a_sheet_of_ours_that_is_no_more_is_built_otherwise() -> None:
    old = shown(province_workbook(BEFORE))
    old.book.sheets["กติกาที่ปรับ"] = replace(old.book.sheets["การส่ง"], name="กติกาที่ปรับ")
    with pytest.raises(LayoutDiffers, match="กติกาที่ปรับ"):
        brought(old, BEFORE)


def test_a_sheet_of_a_persons_own_is_left_alone() -> None:
    old = shown(province_workbook(BEFORE))
    old.book.sheets["ของฉัน"] = replace(old.book.sheets["การส่ง"], name="ของฉัน")
    found, _, _ = brought(old, BEFORE)
    assert found == []


@given(st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 6)), st.booleans()))
@settings(max_examples=50, deadline=None)
def test_rectangles_cover_each_cell_once_with_its_value(cells: dict[tuple[int, int], bool]) -> None:
    covered = [
        ((row, column), value)
        for area, value in areas(cells)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
    assert sorted(covered) == sorted(cells.items())


def test_equal_cells_are_one_rectangle() -> None:
    cells = {(row, column): Decimal(1) for row in (3, 4, 5) for column in (2, 3)}
    assert areas(cells) == [(Area(3, 2, 5, 3), Decimal(1))]


def test_the_language_is_that_of_the_open_book() -> None:
    assert language_of(shown(province_workbook(BEFORE)).book) == "th"
    assert language_of(shown(province_workbook(BEFORE, "en")).book) == "en"
