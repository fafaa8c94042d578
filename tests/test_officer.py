"""An officer fills in a whole workbook in a real spreadsheet program; then `check` judges it.

First everything is right, then it is typed the way people do, then with slips in every stage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of
from pso_excel.core.problem import Severity
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.model.scorecard import Assessment
from pso_excel.pipeline import check_office
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, parse_address
from tests.complete import Filling, complete
from tests.libreoffice import Document, Office
from tests.officer import Officer
from tests.officer_faults import ELSEWHERE, RANGES, SLIPS, UNREADABLE
from tests.oracle import official_score

ASOF = date(2026, 3, 31)
FILE = "58-R-014_2569-1.xlsx"
PSO = load_framework("pso")
SHIPPED = Path(__file__).parents[1] / "workbook_templates" / "pso_office_th.xlsx"

Found = set[tuple[str, str, str]]
"""Code, sheet and cell of each problem."""


@dataclass
class Sent:
    """A workbook as saved, what must be found in it, and what was answered in stage 6."""

    data: bytes
    filling: Filling
    told: Found = field(default_factory=Found)
    notes: Found = field(default_factory=Found)

    def assessed(self) -> Assessment:
        return check_office(self.data, ASOF, FILE)


def faults(assessment: Assessment) -> Found:
    """Everything of severity WARN and above."""
    return _found(assessment, worse=True)


def notes(assessment: Assessment) -> Found:
    """Everything of severity INFO."""
    return _found(assessment, worse=False)


def _found(assessment: Assessment, *, worse: bool) -> Found:
    return {
        (problem.code, problem.location.sheet, problem.location.cell)
        for problem in assessment.problems
        if (severity_of(problem) is not Severity.INFO) is worse
    }


@dataclass
class Work:
    """One workbook at three moments of an officer's work."""

    right: Sent
    habits: Sent
    slips: Sent


@pytest.fixture(scope="module")
def work(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """The workbook of one office, typed in LibreOffice and saved three times on the way."""
    folder = tmp_path_factory.mktemp("officer")
    with libreoffice.open(SHIPPED) as document:
        officer = Officer(document, PSO)
        filling = complete(PSO)
        del filling["S04.items"][0]["last_update"], filling["S04.items"][1]["last_update"]
        officer.fill(filling)
        officer.put_day("S04.items", "last_update", 0, date(2026, 2, 3))
        of_2569 = officer.put_day("S04.items", "last_update", 1, date(2026, 2, 3), 2569)
        saved_by, year = ("F020", "", ""), ("H211", *of_2569)
        right = Sent(officer.save(folder / "right.xlsx"), filling, set(), {saved_by, year})
        habits = _habits(officer, filling, folder)
        habits.notes |= right.notes
        slips = _slips(officer, habits, folder)
        yield Work(right, habits, slips)


def _habits(officer: Officer, filling: Filling, folder: Path) -> Sent:
    """Thai digits, text numbers, lists pasted over, a row put in between, a column moved."""
    digits = {
        ("H212", *officer.type("S06.answers", "level", 9, "๓")),
        ("H212", *officer.type("S05.systems", "weight", 0, "๑๐")),
        ("H212", *officer.type("S06.answers", "value", 7, "๘๗.๕")),
        ("G016", *officer.type("S03.tasks", "volume", 0, "'1,200")),
    }
    filling["S06.answers"][9]["level"] = "3"
    filling["S06.answers"][7]["value"] = "87.5"
    told: Found = set()
    for table, free, listed, words in (
        ("S03.tasks", "partners", "duty", "หน้าที่รอง"),
        ("S04.items", "use", "category", "ข้อมูลทั่วไป"),
    ):
        sheet, source = officer.type(table, free, 0, words)
        target = officer.cell(table, listed, 0)
        officer.document.paste(sheet, source, target)
        told.add(("T109", sheet, target))
    told.add(("D601", sheet, target))  # the second is no word of its list
    told.add(("S827", "06_ผู้ประเมิน", "K15"))  # the assessors of the ๓ agreed on another level
    officer.document.insert_rows("03_งาน", officer.tables["S03.tasks"].first + 3, 1)
    officer.type_lines(
        "S03.tasks", [{**filling["S03.tasks"][0], "code": "T9", "duty": "secondary"}], 3
    )
    _move_column(officer.document, "10_บทเรียน", "L", "K")
    moved: Found = {("T105", "10_บทเรียน", ""), ("T115", "10_บทเรียน", "")}
    noted: Found = {*digits, ("T110", "03_งาน", ""), *moved}
    return Sent(officer.save(folder / "habits.xlsx"), filling, told, noted)


def _move_column(document: Document, sheet: str, column: str, before: str) -> None:
    document.sheet(sheet).unprotect("")
    document.move_column(sheet, column, before)


def _slips(officer: Officer, habits: Sent, folder: Path) -> Sent:
    """A slip in every stage; what is told of one cell stands at that very cell."""
    told = {*habits.told, *RANGES, *ELSEWHERE}
    told.discard(("S827", "06_ผู้ประเมิน", "K15"))  # its level counts no more without a state
    for slip in SLIPS:
        place = officer.type(slip.table, slip.field, slip.row, slip.text)
        told |= {(code, *place) for code in slip.codes}
    below = officer.tables["EVIDENCE.register"].end_row + 3
    officer.document.type("หลักฐาน", f"C{below}", "แฟ้มที่พิมพ์เลยตาราง")
    told.add(("T114", "หลักฐาน", f"C{below}"))
    return Sent(officer.save(folder / "slips.xlsx"), habits.filling, told, habits.notes)


def test_a_complete_workbook_is_found_faultless(work: Work) -> None:
    found = work.right.assessed()
    assert faults(found) == set()
    assert notes(found) == work.right.notes
    assert found.scorecard is not None
    assert found.scorecard.official == official_score(PSO, complete(PSO)["S06.answers"])
    assert {stage: wrong for stage, (_, _, wrong) in found.progress.items() if wrong} == {}
    assert all(filled == asked > 0 for filled, asked, _ in found.progress.values())
    cover = read_book(work.right.data).sheets["00_ปก"]
    stages = [row for (row, column), cell in cover.cells.items() if _is_share(column, cell)]
    assert len(stages) == len(found.progress) - 1  # the cover is no stage of its own
    assert {cover.cell(row, 9).value for row in stages} == {"✔ ครบ"}


@pytest.mark.parametrize(("framework_id", "language"), [("pso", "en"), ("pmqa4", "th")])
def test_other_workbooks_are_found_faultless_too(
    libreoffice: Office, tmp_path: Path, framework_id: str, language: Language
) -> None:
    framework, shipped = (
        load_framework(framework_id),
        SHIPPED.with_name(f"{framework_id}_office_{language}.xlsx"),
    )
    with libreoffice.open(shipped) as document:
        officer, filling = Officer(document, framework, language), complete(framework)
        officer.fill(filling)
        sent = Sent(officer.save(tmp_path / FILE), filling)
    found = sent.assessed()
    assert faults(found) == set()
    assert notes(found) == {("F020", "", "")}
    assert found.scorecard is not None
    assert found.scorecard.official == official_score(framework, filling["S06.answers"])


def _is_share(column: int, cell: Cell) -> bool:
    """How far a stage is filled in, which is wholly."""
    return column == 8 and cell.format_kind is NumberFormatKind.PERCENT and cell.value == 1


def test_what_people_do_is_understood_and_told_where_it_matters(work: Work) -> None:
    found = work.habits.assessed()
    assert faults(found) == work.habits.told
    assert notes(found) == work.habits.notes
    assert found.scorecard is not None
    expected = official_score(PSO, work.habits.filling["S06.answers"])
    assert found.scorecard.official == expected
    assert expected != official_score(PSO, complete(PSO)["S06.answers"])


def test_every_slip_is_found_at_its_cell_and_nothing_else(work: Work) -> None:
    found = work.slips.assessed()
    assert faults(found) == work.slips.told
    assert {slip.table.partition(".")[0] for slip in SLIPS} >= {f"S{n:02}" for n in range(11)}
    assert found.scorecard is not None
    assert found.scorecard.official is None
    assert set(found.scorecard.unreadable) == set(UNREADABLE)


def test_every_slip_is_told_in_whole_sentences(work: Work) -> None:
    for problem in work.slips.assessed().problems:
        thai, english = message(problem, "th"), message(problem, "en")
        assert "“”" not in thai + english
        assert not set("{}$") & set(thai + english)
        assert not re.search(r"\d [ก-ฮ]{1,2}\.[ก-ฮ]\. \d", english)  # days of the Thai calendar


ONLY_IN_CHECK = {
    *("H204", "V406", "S804", "S825", "P904", "P907", "R005", "R008", "R014"),
    *("Q105", "Q106", "G009"),
}
"""Faults no formula of the row tells: of other rows and sheets, of days typed as text, and what is
typed where it does not apply."""
MOVED = "10_บทเรียน"
IMPOSSIBLE_DAY = ("H220", "01_กรรมการ")  # 31 February looks like a day


def test_the_check_column_says_what_the_check_says(work: Work) -> None:
    told = {
        (sheet, row)
        for code, sheet, cells in work.slips.told - work.habits.told
        for row in _rows(cells)
        if code not in ONLY_IN_CHECK and (code, sheet) != IMPOSSIBLE_DAY and code != "T114"
    }
    sheets = read_book(work.slips.data).sheets
    shown = {
        (plan.name, row)
        for plan in lay_out_workbook(PSO)
        for placed in plan.tables
        for row in range(placed.first, placed.last + 1)
        if placed.check
        and plan.name != MOVED  # LibreOffice loses track of a name whose column was moved
        and _is_faulty(sheets[plan.name].cell(row, placed.check))
    }
    first_of_two = {("01_กรรมการ", 19), ("02_พันธกิจ", 12)}
    assert shown == {place for place in told if place[0] != MOVED} | first_of_two


def _rows(cells: str) -> range:
    first, _, last = cells.partition(":")
    return range(parse_address(first)[0], parse_address(last or first)[0] + 1)


def _is_faulty(cell: Cell) -> bool:
    return str(cell.value).startswith(("▲", "✖"))


@pytest.fixture(scope="module")
def form_changed(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """A complete workbook in which the form itself was changed, once its protection was off."""
    folder = tmp_path_factory.mktemp("form")
    with libreoffice.open(SHIPPED) as document:
        officer, filling = Officer(document, PSO), complete(PSO)
        officer.fill(filling)
        bare = ("02_เป้าหมาย", "04_ข้อมูล", "05_ตัวชี้วัด", "06_ประเมิน", "09_ความพร้อม", "10_บทเรียน")
        for sheet in bare:
            document.sheet(sheet).unprotect("")
        told = {*_typed_over(officer), *_taken_apart(officer, filling)}
        noted = {("F020", "", ""), *(("T115", sheet, "") for sheet in bare)}
        return Sent(officer.save(folder / "form.xlsx"), filling, told, noted)


def _typed_over(officer: Officer) -> Found:
    """A formula, a text of the framework, a header, a choice of a list, a column of one's own."""
    score = officer.type("S06.answers", "score", 3, "99")
    name = officer.type("S05.indicators", "indicator", 2, "ตัวชี้วัดที่แก้เอง")
    officer.document.type("05_ตัวชี้วัด", "E5", "ชนิดของฉัน")
    officer.document.type("_lists", "A3", "จังหวัดใหม่")
    officer.document.fill("10_บทเรียน", "R5", [["หมายเหตุเพิ่ม"], ["อ่านแล้ว"]])
    return {
        *(("T108", *score), ("S818", *score), ("T107", *name), ("T107", "05_ตัวชี้วัด", "E5")),
        *(("T118", "_lists", "A2:A79"), ("T106", "10_บทเรียน", "R5")),
    }


def _taken_apart(officer: Officer, filling: Filling) -> Found:
    """Rows hidden, skipped, deleted, cells merged, a column deleted, sheets added and renamed."""
    document = officer.document
    document.sheet("บุคลากร").Rows.getByIndex(7).IsVisible = False
    officer.type_lines("EVIDENCE.register", [filling["EVIDENCE.register"][0] | {"code": "E90"}], 12)
    document.sheet("02_เป้าหมาย").getCellRangeByName("C7:C8").merge(True)
    gone = officer.tables["S09.checklist"].first + 3
    document.delete_rows("09_ความพร้อม", gone, 1)
    method = officer.tables["S04.items"].columns["method"]
    document.sheet("04_ข้อมูล").Columns.removeByIndex(method - 1, 1)
    document.model.Sheets.insertNewByName("ร่างของฉัน", 3)
    document.type("ร่างของฉัน", "A1", "บันทึก")
    document.sheet("03_งาน").setName("03_งานของเรา")
    return {
        *(("T113", "บุคลากร", "B8"), ("T117", "หลักฐาน", "B16"), ("T112", "02_เป้าหมาย", "C7:C8")),
        *(("T111", "09_ความพร้อม", f"B{gone}"), ("T103", "04_ข้อมูล", ""), ("T106", "ร่างของฉัน", "")),
        ("T119", "03_งานของเรา", ""),
    }


def test_what_was_done_to_the_form_is_told_and_the_answers_are_read(form_changed: Sent) -> None:
    found = form_changed.assessed()
    assert faults(found) == form_changed.told
    assert notes(found) == form_changed.notes
    assert found.scorecard is not None
    assert found.scorecard.official == official_score(PSO, form_changed.filling["S06.answers"])
