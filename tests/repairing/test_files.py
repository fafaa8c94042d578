"""Repair from file to file: what other programs saved, older versions, what a check says after."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pso_excel.forms.layout import LISTS_SHEET, META_SHEET, UNPLACED
from pso_excel.intake import read_book
from pso_excel.intake.workbook_identity import VERSION, identity_of
from pso_excel.pipeline import check_office, open_office
from pso_excel.repair import Repaired, repair_workbook
from pso_excel.repair.carry_over import shown_as
from pso_excel.xlsx.workbook import Cell, Workbook, parse_address
from tests.libreoffice import Office
from tests.released import Released, released
from tests.repairing.test_outcome import edited

ASOF = date(2026, 3, 31)
EVERY = [pytest.param(release, id=f"{release.version}-{release.name}") for release in released()]
OFFICE = next(
    release for release in released() if (release.version, release.name) == (1, "office_th")
)


def unplaced(book: Workbook) -> list[str]:
    """The values on the sheet of unplaced values."""
    sheet = book.sheets[UNPLACED]
    (head,) = [row for (row, _), cell in sheet.cells.items() if cell.value == "#UNPLACED"]
    return [
        str(cell.value)
        for (row, column), cell in sorted(sheet.cells.items())
        if row > head and column == 4
    ]


def kept(released_one: Released, repaired: Repaired) -> Iterator[str]:
    """What was typed into a released workbook and is neither in its field nor left over."""
    submission = open_office(repaired.data).submission
    left = unplaced(read_book(repaired.data)) if repaired.unplaced else []
    book = read_book(repaired.data)
    for table_id, rows in released_one.typed.items():
        entries = submission.tables[table_id]
        now = {row.row_id or "@": row for row in entries.rows}
        for rid, line in rows.items():
            for old, text in line.items():
                field = entries.table.former(released_one.version).get(old, old)
                cell = (
                    book.sheets[entries.sheet].cells.get(
                        parse_address(entries.cell(now[rid], field))
                    )
                    if rid in now
                    else None
                )
                if not _same(cell, text) and text not in left:
                    yield f"{table_id}.{old} {rid}: {text}"


def _same(cell: Cell | None, text: str) -> bool:
    if cell is None:
        return False
    day = getattr(cell.value, "year", 0)
    return shown_as(cell) == text or bool(day and text.endswith(str(day + 543)))


def told(data: bytes) -> set[str]:
    return {problem.code for problem in check_office(data, ASOF).problems}


@pytest.mark.parametrize("release", EVERY)
def test_an_older_version_is_migrated_whole(release: Released) -> None:
    repaired = repair_workbook(release.data, release.name)
    assert list(kept(release, repaired)) == []
    assert repaired.unplaced == 0
    identity = identity_of(read_book(repaired.data))
    assert identity.made_for == VERSION
    assert (identity.stage, identity.language, identity.office, identity.round) == (
        release.stage,
        release.language,
        "58-R-014",
        "2569-1",
    )
    before, after = (check_office(data, ASOF).scorecard for data in (release.data, repaired.data))
    assert before == after
    codes = told(repaired.data)
    assert not {code for code in codes if code[0] == "T"}
    assert "F007" not in codes


def test_the_same_file_gives_the_same_bytes() -> None:
    first, second = (repair_workbook(OFFICE.data, "ก.xlsx").data for _ in range(2))
    assert first == second


def test_a_repaired_workbook_repairs_to_itself() -> None:
    first = repair_workbook(OFFICE.data, "ก.xlsx")
    again = repair_workbook(first.data, "ก.xlsx")
    assert list(kept(OFFICE, again)) == []
    assert again.unplaced == 0
    assert again.placed == first.placed


def test_a_workbook_mutilated_in_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """Sheets renamed and copied, columns moved, rows of ids and headers deleted, rows inserted, the
    lists gone, remarks everywhere; saved by another program."""
    path = tmp_path / "เดิม.xlsx"
    path.write_bytes(OFFICE.data)
    with libreoffice.open(path) as document:
        sheets = document.model.Sheets
        for name in document.sheets:
            if document.sheet(name).isProtected():
                document.sheet(name).unprotect("")
        document.move_column("03_งาน", "E", "C")
        document.move_column("06_ประเมิน", "O", "E")
        document.insert_rows("06_ประเมิน", 20, 2)
        document.delete_rows("04_ข้อมูล", 4, 1)  # the ids
        document.delete_rows("บุคลากร", 5, 1)  # the headers
        document.delete_rows("07_แผน", 4, 2)  # both
        document.type("04_ข้อมูล", "AC40", "จดไว้ข้างตาราง")
        document.type("10_บทเรียน", "C300", "จดไว้ใต้ตาราง")
        sheets.copyByName("02_พันธกิจ", "02_พันธกิจ (2)", 5)
        document.type("02_พันธกิจ (2)", "C12", "พันธกิจฉบับแก้ในสำเนา")
        for old, new in (("03_งาน", "งานของเรา"), ("06_ประเมิน", "06 ประเมิน")):
            document.sheet(old).Name = new
        sheets.insertNewByName("บันทึก", 0)
        document.type("บันทึก", "B2", "บันทึกของเจ้าหน้าที่")
        sheets.removeByName(LISTS_SHEET)
        sheets.removeByName(META_SHEET)
        data = document.save_xlsx(tmp_path / "เสีย.xlsx").read_bytes()
    repaired = repair_workbook(data, "เสีย.xlsx")
    assert list(kept(OFFICE, repaired)) == []
    left = unplaced(read_book(repaired.data))
    remarks = {"จดไว้ข้างตาราง", "จดไว้ใต้ตาราง", "พันธกิจฉบับแก้ในสำเนา", "บันทึกของเจ้าหน้าที่"}
    assert remarks <= set(left)
    assert len(left) <= len(remarks) + 3
    assert not {code for code in told(repaired.data) if code[0] == "T"}
    assert check_office(repaired.data, ASOF).scorecard == check_office(OFFICE.data, ASOF).scorecard


def test_a_workbook_of_which_only_the_visible_is_left() -> None:
    """Every sheet renamed, the hidden column, the hidden sheets and all names deleted."""

    def edit(book: openpyxl.Workbook) -> None:
        for sheet in [
            worksheet for worksheet in book.worksheets if worksheet.title.startswith("_")
        ]:
            book.remove(sheet)
        for name in list(book.defined_names):
            del book.defined_names[name]
        for number, sheet in enumerate(book.worksheets):
            sheet.title = f"Sheet{number}"
            sheet.delete_cols(1)

    repaired = repair_workbook(edited(edit, OFFICE.data), "เหลือเท่าที่เห็น.xlsx")
    assert list(kept(OFFICE, repaired)) == []
    assert repaired.unplaced == 0
    assert not {code for code in told(repaired.data) if code[0] == "T"}
