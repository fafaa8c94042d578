"""Every action on a workbook that is open in a real spreadsheet program, with unsaved edits."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pso_excel import check_workbook, read_book, to_dict
from pso_excel.forms.layout import META_SHEET
from pso_excel.live.request import Action
from pso_excel.results.cell_marks import is_mark
from pso_excel.xlsx.workbook import Sheet, Value
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Office
from tests.live.actions import ASOF, Desk, codes, opened

NAME = "แบบของ ศูนย์ข้อมูล 2569.xlsx"
ANSWERS, PROBLEMS, SUMMARY = "06_ประเมิน", "ผลตรวจ", "สรุป"
STATE, LEVEL = "E12", "F9"
FORMULAS = 16  # com.sun.star.sheet.CellFlags


@pytest.fixture
def desk(libreoffice: Office, tmp_path: Path) -> Iterator[Desk]:
    with opened(libreoffice, tmp_path / "งาน ก.พ.ร." / NAME, complete_workbook()) as desk:
        yield desk


def saved(desk: Desk, folder: Path) -> bytes:
    """The open workbook as LibreOffice saves it now, elsewhere."""
    folder.mkdir(exist_ok=True)
    return desk.document.save_xlsx(folder / NAME).read_bytes()


def the_rest(report: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps({key: report[key] for key in report if key != "copy"}))


def test_a_check_says_what_check_says_of_the_file_saved_then(desk: Desk, tmp_path: Path) -> None:
    before = desk.path.read_bytes()
    desk.document.type(ANSWERS, LEVEL, "1")
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    expected = check_workbook(saved(desk, tmp_path / "s"), ASOF, NAME)
    reply = desk.do(Action.CHECK)
    assert reply.report is not None
    assert the_rest(reply.report) == json.loads(json.dumps(to_dict(expected.assessment)))
    assert reply.exit_code == 1
    assert desk.path.read_bytes() == before


def test_the_sheets_hold_what_the_copy_of_a_file_holds(desk: Desk, tmp_path: Path) -> None:
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    copy = check_workbook(saved(desk, tmp_path / "s"), ASOF, NAME).copy
    assert copy is not None
    assert desk.do(Action.CHECK).exit_code == 1
    now, expected = read_book(saved(desk, tmp_path / "t")), read_book(copy)
    for name in (PROBLEMS, SUMMARY, "07_แผน", "08_ติดตาม", "09_ความพร้อม"):
        assert shown(now.sheets[name]) == shown(expected.sheets[name])


def shown(sheet: Sheet) -> dict[tuple[int, int], Value]:
    return {at: cell.value for at, cell in sheet.cells.items() if not cell.is_formula}


def test_marks_come_and_go_with_what_they_tell(desk: Desk) -> None:
    colour = ground(desk, ANSWERS, STATE)
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    desk.do(Action.CHECK)
    assert is_mark(note(desk, ANSWERS, STATE))
    assert ground(desk, ANSWERS, STATE) != colour
    desk.do(Action.SCORE)
    assert is_mark(note(desk, ANSWERS, STATE))
    desk.document.type(ANSWERS, STATE, "ประเมินแล้ว")
    assert desk.do(Action.CHECK).exit_code == 0
    assert note(desk, ANSWERS, STATE) == ""
    assert ground(desk, ANSWERS, STATE) == colour


def test_a_mark_is_cleared_where_inserted_rows_have_moved_it(desk: Desk) -> None:
    colour = ground(desk, "03_งาน", "D9")
    desk.document.type("03_งาน", "D9", "")
    desk.do(Action.CHECK)
    assert is_mark(note(desk, "03_งาน", "D9"))
    sheet = desk.document.sheet("03_งาน")
    sheet.unprotect("")
    desk.document.insert_rows("03_งาน", 8, 2)
    sheet.protect("")
    desk.document.type("03_งาน", "D11", "งานสารบรรณ")
    desk.do(Action.CHECK)
    assert note(desk, "03_งาน", "D11") == ""
    assert ground(desk, "03_งาน", "D11") == colour


def test_the_note_of_an_officer_stays(desk: Desk) -> None:
    sheet = desk.document.sheet(ANSWERS)
    sheet.unprotect("")
    place = sheet.getCellRangeByName(STATE).CellAddress
    sheet.Annotations.insertNew(place, "ถามกองคลังก่อน")
    sheet.protect("")
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    desk.do(Action.CHECK)
    assert note(desk, ANSWERS, STATE) == "ถามกองคลังก่อน"
    desk.document.type(ANSWERS, STATE, "ประเมินแล้ว")
    desk.do(Action.CHECK)
    assert note(desk, ANSWERS, STATE) == "ถามกองคลังก่อน"


def note(desk: Desk, sheet: str, cell: str) -> str:
    return str(desk.document.sheet(sheet).getCellRangeByName(cell).Annotation.String)


def ground(desk: Desk, sheet: str, cell: str) -> int:
    return int(desk.document.sheet(sheet).getCellRangeByName(cell).CellBackColor)


@pytest.mark.parametrize(
    ("action", "sheets"),
    [
        (Action.SCORE, {SUMMARY}),
        (Action.PLAN, {SUMMARY, "07_แผน"}),
        (Action.TRACK, {"08_ติดตาม", "09_ความพร้อม"}),
        (Action.CHECK, {PROBLEMS, SUMMARY, "07_แผน", "08_ติดตาม", "09_ความพร้อม"}),
    ],
)
def test_an_action_writes_only_its_own_results(
    desk: Desk, tmp_path: Path, action: Action, sheets: set[str]
) -> None:
    before = read_book(saved(desk, tmp_path / "before"))
    reply = desk.do(action)
    assert reply.exit_code == 0
    after = read_book(saved(desk, tmp_path / "after"))
    typed = {n for n in before.sheets if shown(before.sheets[n]) != shown(after.sheets[n])}
    assert typed <= sheets
    assert typed


def test_a_second_press_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    first = desk.do(Action.CHECK)
    before = read_book(saved(desk, tmp_path / "before"))
    second = desk.do(Action.CHECK)
    after = read_book(saved(desk, tmp_path / "after"))
    assert first.report == second.report
    assert before.sheets == after.sheets


def test_columns_keep_their_width_and_rows_show_every_line(desk: Desk) -> None:
    before = widths(desk, PROBLEMS), widths(desk, SUMMARY)
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    desk.do(Action.CHECK)
    assert (widths(desk, PROBLEMS), widths(desk, SUMMARY)) == before
    rows = desk.document.sheet(PROBLEMS).Rows
    assert rows.getByIndex(5).Height > rows.getByIndex(30).Height  # of an empty row
    assert rows.getByIndex(5).Height < 6 * rows.getByIndex(30).Height


def widths(desk: Desk, sheet: str) -> list[int]:
    columns = desk.document.sheet(sheet).Columns
    return [int(columns.getByIndex(number).Width) for number in range(14)]


def test_what_was_protected_is_protected_afterwards(desk: Desk) -> None:
    protected = [name for name in desk.document.sheets if desk.document.sheet(name).isProtected()]
    desk.document.type(ANSWERS, STATE, "ไม่รู้")
    desk.do(Action.CHECK)
    assert protected == [n for n in desk.document.sheets if desk.document.sheet(n).isProtected()]
    assert META_SHEET in protected
    assert not desk.document.model.hasControllersLocked()


def test_U007_fires_and_nothing_is_written_on_a_sheet_with_a_password(
    desk: Desk, tmp_path: Path
) -> None:
    sheet = desk.document.sheet(SUMMARY)
    sheet.unprotect("")
    sheet.protect("ลับ")
    before = read_book(saved(desk, tmp_path / "before"))
    reply = desk.do(Action.CHECK)
    assert codes(reply) == ["U007"]
    assert SUMMARY in reply.lines[-1]
    assert sheet.isProtected()
    assert read_book(saved(desk, tmp_path / "after")).sheets == before.sheets


def test_U007_quiet_on_sheets_without_a_password(desk: Desk) -> None:
    assert "U007" not in codes(desk.do(Action.CHECK))


def test_a_text_that_begins_as_a_formula_stays_a_text(desk: Desk) -> None:
    desk.document.type(ANSWERS, STATE, '\'=HYPERLINK("http://x")')
    desk.do(Action.CHECK)
    cells = desk.document.sheet(PROBLEMS).getCellRangeByName("B6:K40")
    assert any(text == '=HYPERLINK("http://x")' for line in cells.getDataArray() for text in line)
    assert cells.queryContentCells(FORMULAS).Count == 0


def test_a_workbook_that_is_none_of_ours_is_left_alone(libreoffice: Office, tmp_path: Path) -> None:
    from openpyxl import Workbook

    target = BytesIO()
    Workbook().save(target)
    with opened(libreoffice, tmp_path / "บัญชี.xlsx", target.getvalue()) as desk:
        assert codes(desk.do(Action.CHECK)) == ["F004"]
