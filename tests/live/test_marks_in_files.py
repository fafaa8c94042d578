"""The marks that a saved workbook carries are ours: no rule tells them, no repair keeps them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from pso_excel.intake import read_book
from pso_excel.repair import repair_workbook
from tests.complete_workbook import blank_workbook

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # what openpyxl leaves out

SHEET = "10_บทเรียน"
OURS = "✖ 12 · S803\n01.1 ให้ระดับ ๔ แต่ไม่มีหลักฐานอ้างอิง"


def with_notes(*texts: str) -> bytes:
    """A form of stage 10 with notes at some of its cells."""
    blank = blank_workbook("99-R-001", stage="S10")
    book = load_workbook(BytesIO(blank))
    for row, text in enumerate(texts, 12):
        book[SHEET].cell(row, 4).comment = Comment(text, "")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_mark_is_not_counted_among_the_notes_of_an_office() -> None:
    assert "notes" not in read_book(with_notes(OURS)).active_content
    assert read_book(with_notes(OURS, "ถามกองคลัง", OURS)).active_content["notes"] == 1


def test_a_repair_keeps_the_notes_of_an_office_and_no_marks() -> None:
    told = repair_workbook(with_notes(OURS, "ถามกองคลัง")).problems
    assert [problem.values["n"] for problem in told if problem.code == "M002"] == ["1"]
