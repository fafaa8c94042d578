"""What a person put into a province book besides remarks is known, whatever saved the book (C4)."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pso_excel.files.replace import with_stamp
from pso_excel.intake import read_book
from pso_excel.province_book import province_workbook
from pso_excel.province_book.former_book import former_book, persons_own
from pso_excel.province_book.remarks import OWN_LIMITS
from tests.libreoffice import Office
from tests.made_up import code_of, province_of, refused

SENDING, SCORES, TRACKER = "การส่ง", "คะแนน", "ติดตามแผน"
REMARK_AT = 22
TYPED = {(SENDING, code_of(1)): "โทรแล้ว", (TRACKER, "99-R-999 A01"): "ไม่มีแล้ว"}
Change = Callable[[Workbook], object]


@pytest.fixture(scope="module")
def book() -> bytes:
    """A province book with remarks, one of which has lost its row."""
    province = province_of(6, refused("x/99-R-006.xlsx"), missing=2)
    return province_workbook(province, typed=TYPED)


def changed(data: bytes, change: Change) -> bytes:
    """The book saved by another program after a person has changed it."""
    opened, saved = openpyxl.load_workbook(BytesIO(data)), BytesIO()
    change(opened)
    opened.save(saved)
    return saved.getvalue()


def own(data: bytes) -> list[str]:
    """What a person put there, in Thai."""
    return [words.th for words in persons_own(data, read_book(data, limits=OWN_LIMITS))]


def sheet(book: Workbook, name: str) -> Worksheet:
    """One of its sheets."""
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def put(name: str, row: int, column: int, value: object) -> Change:
    """Type a value into a cell."""

    def change(book: Workbook) -> None:
        sheet(book, name).cell(row, column).value = value  # pyright: ignore

    return change


def look(name: str, row: int, column: int, **styles: object) -> Change:
    """Give a cell another look."""

    def change(book: Workbook) -> None:
        for style, value in styles.items():
            setattr(sheet(book, name).cell(row, column), style, value)

    return change


def note(book: Workbook) -> None:
    sheet(book, SENDING)["B6"].comment = Comment("โทรหา", "ก")


def chart(book: Workbook) -> None:
    for _ in range(3):  # openpyxl leaves our two out
        sheet(book, SENDING).add_chart(BarChart(), "Z5")


def colour_rule(book: Workbook) -> None:
    look = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFF00"))
    rule = Rule("cellIs", operator="greaterThan", formula=["1"], dxf=look)
    rules = sheet(book, SENDING).conditional_formatting
    rules.add("F6:F9", rule)  # pyright: ignore[reportUnknownMemberType]


def insert_column(book: Workbook) -> None:
    sheet(book, SENDING).insert_cols(3)


YELLOW, RED = PatternFill("solid", fgColor="FFFF00"), Font(color="FF0000")
PUT: Mapping[str, tuple[Change, str]] = {
    "a sheet": (lambda book: book.create_sheet("ของฉัน"), "แผ่นที่เพิ่ม: ของฉัน"),
    "a column beside": (put(SENDING, 6, 24, "นัดวันจันทร์"), f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a figure typed over": (put(SCORES, 6, 6, 99), f"สิ่งที่พิมพ์ในแผ่น: {SCORES}"),
    "a name typed over": (put(SENDING, 7, 3, "ชื่ออื่น"), f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a formula of the same value": (put(SENDING, 6, 2, '="99-R-005"'), f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a line below a list": (put(SENDING, 20, 3, "จดไว้"), f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a line on the overview": (put("ภาพรวม", 40, 1, "จดไว้"), "สิ่งที่พิมพ์ในแผ่น: ภาพรวม"),
    "beside the old remarks": (put("หมายเหตุเดิม", 5, 6, "จดไว้"), "สิ่งที่พิมพ์ในแผ่น: หมายเหตุเดิม"),
    "another heading": (put(SENDING, 5, REMARK_AT, "บันทึก"), f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a column within": (insert_column, f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"),
    "a note": (note, "โน้ต 1 ช่อง"),
    "a yellow cell": (look(SENDING, 6, 3, fill=YELLOW), f"สีหรือตัวอักษรที่จัดเองในแผ่น: {SENDING}"),
    "red letters": (look(SENDING, 6, 3, font=RED), f"สีหรือตัวอักษรที่จัดเองในแผ่น: {SENDING}"),
    "a struck line": (
        look(SENDING, 6, 3, font=Font(color="1F2937", strike=True)),
        f"สีหรือตัวอักษรที่จัดเองในแผ่น: {SENDING}",
    ),
    "a rule of colours": (colour_rule, f"สีหรือตัวอักษรที่จัดเองในแผ่น: {SENDING}"),
    "a chart": (chart, "รูป กราฟ หรือกล่องข้อความ"),
}


@pytest.mark.parametrize(("change", "told"), PUT.values(), ids=PUT)
def test_c4_what_a_person_put_there_is_told(book: bytes, change: Change, told: str) -> None:
    assert told in own(changed(book, change))


def sort_rows(book: Workbook) -> None:
    """Sorted as by the arrows of the list, the hidden column with it."""
    cells = sheet(book, SENDING)
    rows = [[cell.value for cell in row] for row in cells["A6:V11"]]
    for row, values in zip(cells["A6:V11"], rows[::-1], strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def press(book: Workbook) -> None:
    """What a refresh leaves in the status line."""
    sheet(book, "ภาพรวม")["B4"].value = "✔ รวมใหม่แล้ว"


NOTHING: Mapping[str, Change] = {
    "nothing": lambda _: None,
    "a remark": put(SENDING, 7, REMARK_AT, "ส่งแล้ว 12"),
    "a remark taken away": put(SENDING, 6, REMARK_AT, None),
    "an old remark taken away": lambda book: sheet(book, "หมายเหตุเดิม").delete_rows(5),
    "rows sorted": sort_rows,
    "the status of a press": press,
}


@pytest.mark.parametrize("change", NOTHING.values(), ids=NOTHING)
def test_c4_remarks_and_their_order_are_nothing_else(book: bytes, change: Change) -> None:
    assert own(changed(book, change)) == []


@pytest.mark.parametrize("macros", [False, True])
def test_c4_libreoffice_changes_nothing_by_saving(
    libreoffice: Office, tmp_path: Path, macros: bool
) -> None:
    province = province_of(6, refused("x/99-R-006.xlsx"), missing=2)
    path = tmp_path / ("a.xlsm" if macros else "a.xlsx")
    path.write_bytes(province_workbook(province, typed=TYPED, macros=macros))
    with libreoffice.open(path) as document:
        document.type(SENDING, "V7", "พิมพ์ในโปรแกรมอื่น")
        saved = document.save_xlsx(tmp_path / "saved.xlsx").read_bytes()
        assert own(saved) == []
        document.model.Sheets.insertNewByName("ของฉัน", 0)
        document.type(SENDING, "C7", "ทับ")
        saved = document.save_xlsx(tmp_path / "more.xlsx").read_bytes()
    assert own(saved) == ["แผ่นที่เพิ่ม: ของฉัน", f"สิ่งที่พิมพ์ในแผ่น: {SENDING}"]


def test_c4_a_book_that_nobody_has_saved_is_not_looked_through(book: bytes) -> None:
    foreign = changed(book, lambda workbook: workbook.create_sheet("ของฉัน"))
    assert former_book(with_stamp(foreign))[1] == []
    assert former_book(foreign)[1] != []
    assert former_book(foreign)[0].remarks == TYPED


def test_c4_a_book_that_does_not_say_what_was_written_is_kept(book: bytes) -> None:
    without = changed(book, lambda workbook: workbook.remove(workbook["ผลรวมตรวจ"]))
    assert own(without) == ["เล่มที่ไม่ได้บอกว่าโปรแกรมเขียนอะไรไว้"]
