"""From bytes to bytes: what a repair keeps of values of every kind, and what it refuses."""

import json
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from pso_excel.cli.repair import repair_file
from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Refused
from pso_excel.forms import TABLES as FORMS
from pso_excel.forms.layout import META_SHEET, UNPLACED
from pso_excel.forms.schema import Kind
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.model.submission import Submission, Value
from pso_excel.pipeline import check_office, check_workbook, open_office
from pso_excel.repair import Repaired, renew_workbook, repair_workbook
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.workbook import CellWrite, Workbook, column_letters
from tests.released import released
from tests.repairing.marked import TABLES

PSO = load_framework("pso")
ASOF = date(2026, 3, 31)
BY_NAME = {release.name: release.data for release in released() if release.version == 1}
OFFICE, ITEMS_ONLY = BY_NAME["office_th"], BY_NAME["stage_S04_th"]
ITEMS = TABLES["S04.items"]
Edit = Callable[[openpyxl.Workbook], None]
Typed = str | float | datetime | None


def edited(edit: Edit, data: bytes = ITEMS_ONLY) -> bytes:
    """The workbook changed and saved by another library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data))
        edit(book)
        out = BytesIO()
        book.save(out)
    return out.getvalue()


def typed(sheet: str, cell: str, value: Typed, number_format: str = "") -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return edit


def left(repaired: Repaired) -> list[tuple[str, str, str, str]]:
    """Sheet, cell, value and formula of each value left over."""
    sheet = read_book(repaired.data).sheets[UNPLACED]
    rows = [row for (row, _), cell in sheet.cells.items() if cell.value == "#UNPLACED"]
    last = max((row for row, _ in sheet.cells), default=0)
    return (
        [
            tuple(str(sheet.cell(row, column).value or "") for column in range(2, 6))  # type: ignore[misc]
            for row in range(rows[0] + 1, last + 1)
        ]
        if rows
        else []
    )


def fresh(repaired: Repaired) -> Workbook:
    return read_book(repaired.data)


def value_at(repaired: Repaired, table: str, field: str, row: int = 0) -> object:
    placed = TABLES[table]
    line = placed.lines.get(field, placed.first + row)
    return fresh(repaired).sheets[placed.sheet].cell(line, placed.columns[field]).value


def cell(field: str, row: int = 0) -> str:
    return ITEMS.cell(field, ITEMS.first + row)


@pytest.mark.parametrize(
    ("field", "value", "number_format", "kept"),
    [
        ("completeness", 0.4, "0%", "40%"),
        ("completeness", 40, "0", Decimal(40)),
        ("completeness", "สี่สิบ", "", "สี่สิบ"),
        ("category", "ไม่มีในรายการ", "", "ไม่มีในรายการ"),
        ("last_update", datetime(2569, 2, 13), "d/m/yyyy", datetime(2569, 2, 13)),
        ("last_update", "31/2/2569", "", "31/2/2569"),
        ("code", datetime(2026, 1, 2), "d/m/yyyy", "02/01/2026"),
        ("name", "  ช่องว่าง   ข้างใน ", "", "  ช่องว่าง   ข้างใน "),
        ("name", "=ไม่ใช่สูตร", "@", "=ไม่ใช่สูตร"),
        ("detail", "บรรทัดหนึ่ง\nบรรทัดสอง", "", "บรรทัดหนึ่ง\nบรรทัดสอง"),
    ],
)
def test_a_value_is_carried_as_it_was_typed(
    field: str, value: Typed, number_format: str, kept: object
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        typed("04_ข้อมูล", cell(field), value, number_format)(book)
        if isinstance(value, str):
            book["04_ข้อมูล"][cell(field)].data_type = "s"

    repaired = repair_workbook(edited(edit))
    assert value_at(repaired, "S04.items", field) == kept
    assert repaired.unplaced == 0


def test_a_formula_gives_its_value_to_the_cell_and_its_text_to_the_list() -> None:
    data = patch_copy(ITEMS_ONLY, [CellWrite("04_ข้อมูล", cell("accuracy"), Decimal(7777))])
    xml = {
        name: content.replace(b"<v>7777</v>", b"<f>7000+777</f><v>7777</v>")
        for name, content in parts(data).items()
    }
    repaired = repair_workbook(package(xml))
    assert value_at(repaired, "S04.items", "accuracy") == Decimal(7777)
    assert left(repaired) == [("04_ข้อมูล", cell("accuracy"), "7777", "=7000+777")]


def test_an_error_is_no_value_and_is_listed() -> None:
    repaired = repair_workbook(edited(typed("04_ข้อมูล", cell("accuracy"), "#REF!")))
    assert value_at(repaired, "S04.items", "accuracy") is None
    assert [pair[:3] for pair in left(repaired)] == [("04_ข้อมูล", cell("accuracy"), "#REF!")]


def test_comments_and_sheets_of_the_office_are_listed() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["04_ข้อมูล"]["C6"].comment = Comment("ถามหัวหน้าก่อน", "ก")
        book.create_sheet("บันทึก")["B3"] = "ประชุมวันจันทร์"

    found = left(repair_workbook(edited(edit)))
    assert ("บันทึก", "B3", "ประชุมวันจันทร์", "") in found
    assert any("ถามหัวหน้าก่อน" in value for _, at, value, _ in found if at == "C6")
    assert len(found) == 2


def test_texts_that_look_like_formulas_are_texts_in_the_list() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("บันทึก")
        sheet["A1"] = '=HYPERLINK("http://x","y")'
        sheet["A1"].data_type = "s"

    data = repair_workbook(edited(edit)).data
    sheet = read_book(data).sheets[UNPLACED]
    assert [
        each_cell.is_formula
        for each_cell in sheet.cells.values()
        if "HYPERLINK" in str(each_cell.value)
    ] == [False]


def test_c1_rows_beyond_the_room_of_a_table_go_on_below_it() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, placed = book["01_กรรมการ"], TABLES["S01.members"]
        sheet.insert_rows(placed.first + 7, 20)
        for row in range(placed.first, placed.last + 21):
            sheet.cell(row, placed.columns["name"], f"คนที่ {row}")

    repaired = repair_workbook(edited(edit, OFFICE))
    placed = TABLES["S01.members"]
    assert left(repaired) == []
    rows = open_office(repaired.data).submission.rows("S01.members")
    assert [row.text("name") for row in rows] == [
        f"คนที่ {row}" for row in range(placed.first, placed.last + 21)
    ]


def test_a_row_that_a_table_of_fixed_rows_has_no_room_for_is_listed() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, placed = book["05_น้ำหนัก"], TABLES["S05.systems"]
        sheet.insert_rows(placed.first + 3)
        sheet.cell(placed.first + 3, placed.columns["weight"], 7)

    repaired = repair_workbook(edited(edit, OFFICE))
    assert [value for _, _, value, _ in left(repaired)] == ["7"]


def test_a_number_typed_as_a_formula_beside_a_table_is_listed() -> None:
    repaired = repair_workbook(edited(typed("04_ข้อมูล", "AB3", "=1200")))
    assert [formula for *_, formula in left(repaired)] == ["=1200"]


def test_a_value_the_office_deleted_does_not_come_back() -> None:
    """Weights that a form begins with."""
    placed = TABLES["S05.indicators"]
    at = placed.cell("weight", placed.first)
    repaired = repair_workbook(edited(typed("05_ตัวชี้วัด", at, None), OFFICE))
    assert value_at(repaired, "S05.indicators", "weight") is None


def test_a_fixed_text_typed_over_is_the_frameworks_again() -> None:
    placed = TABLES["S05.indicators"]
    at = placed.cell("indicator", placed.first)
    repaired = repair_workbook(edited(typed("05_ตัวชี้วัด", at, "ชื่อที่แก้เอง"), OFFICE))
    assert value_at(repaired, "S05.indicators", "indicator") == PSO.indicators[0].name.th
    assert [pair[:3] for pair in left(repaired)] == [("05_ตัวชี้วัด", at, "ชื่อที่แก้เอง")]


def test_what_an_earlier_repair_left_over_is_kept() -> None:
    first = repair_workbook(edited(typed("04_ข้อมูล", "AF9", "จดไว้")))
    again = repair_workbook(first.data)
    assert left(again) == left(first) != []


def test_a_reason_stays_with_its_problem_at_the_new_cell() -> None:
    """A row inserted above moves the cell; the repaired workbook has it where it was."""
    written = [CellWrite("04_ข้อมูล", cell("last_update", 1), "31/2/2569")]
    moved = edited(lambda book: book["04_ข้อมูล"].insert_rows(2), patch_copy(ITEMS_ONLY, written))
    checked = check_workbook(moved, ASOF).copy
    assert checked is not None
    results = open_office(checked).submission.tables["CHECK.problems"]
    named = f"04_ข้อมูล!{cell('last_update', 2)}"
    cells = read_book(checked).sheets[results.sheet].cells
    row = next(row for (row, _), each_cell in sorted(cells.items()) if each_cell.value == named)
    reason = f"{column_letters(results.columns['reason'])}{row}"
    repaired = repair_workbook(patch_copy(checked, [CellWrite(results.sheet, reason, "ตรวจแล้ว")]))
    (kept,) = open_office(repaired.data).submission.tables["CHECK.problems"].rows
    assert kept.text("reason") == "ตรวจแล้ว"
    assert kept.text("rule") == cells[row, results.columns["rule"]].value
    assert kept.text("cell") == f"04_ข้อมูล!{cell('last_update', 1)}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package(xml: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in xml.items():
            made.writestr(name, content)
    return out.getvalue()


def codes(repaired: Repaired) -> list[str]:
    return [problem.code for problem in repaired.problems]


def test_M010_fires_on_a_file_cut_at_its_end() -> None:
    repaired = repair_workbook(ITEMS_ONLY[:-2000])
    assert "M010" in codes(repaired)
    assert repaired.placed == repair_workbook(ITEMS_ONLY).placed


def test_M010_quiet_on_a_whole_file() -> None:
    assert "M010" not in codes(repair_workbook(ITEMS_ONLY))


@pytest.mark.parametrize("kept", [0, 1, 100, 1000, 5000])
def test_what_cannot_be_saved_is_refused_with_its_code(kept: int) -> None:
    with pytest.raises(Refused) as refused:
        repair_workbook(ITEMS_ONLY[:kept], "ขาด.xlsx")
    assert refused.value.problem.code[0] == "F"
    assert refused.value.problem.location.file == "ขาด.xlsx"


def test_M009_fires_on_a_workbook_that_no_longer_says_whose_it_is() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        del book[META_SHEET]
        for name in [name for name in book.defined_names if not name.startswith("PSO_S")]:
            del book.defined_names[name]

    xml = parts(edited(edit))
    del xml["docProps/custom.xml"]
    repaired = repair_workbook(package(xml))
    assert (repaired.office, repaired.round, repaired.stage) == ("58-R-014", "2569-1", "S04")
    assert codes(repaired).count("M009") == 5
    assert repaired.unplaced == 0


def test_M009_quiet_on_a_workbook_that_does() -> None:
    assert "M009" not in codes(repair_workbook(ITEMS_ONLY))


def test_M014_fires_on_what_is_not_carried_over() -> None:
    xml = parts(ITEMS_ONLY)
    xml["xl/externalLinks/externalLink1.xml"] = b"<x/>"
    assert "M014" in codes(repair_workbook(package(xml)))


def test_M014_quiet_on_comments_which_are_carried_over() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["04_ข้อมูล"]["C6"].comment = Comment("ถามหัวหน้าก่อน", "ก")

    assert "M014" not in codes(repair_workbook(edited(edit)))


def test_M011_quiet_in_a_repair() -> None:
    assert "M011" not in codes(repair_workbook(ITEMS_ONLY))


def test_M011_fires_M001_quiet_in_a_new_round_that_has_what_lasts_and_no_answers() -> None:
    renewed = renew_workbook(OFFICE, "2570-1", "เดิม.xlsx")
    before, after = open_office(OFFICE).submission, open_office(renewed.data).submission
    assert codes(renewed) == ["M011"]
    assert (after.round, after.office) == ("2570-1", before.office)
    blank = open_office(new_workbook("58-R-014", "2570-1", PSO)).submission
    for table_id, table in FORMS.items():
        passing = (
            set(table.passing)
            if table.carried_to_next_round
            else {field.id for field in table.fields}
        )
        old, new = _rows(before, table_id, passing), _rows(after, table_id, passing)
        assert not table.carried_to_next_round or new == old, table_id
        assert _fields(after, table_id) & passing <= _fields(blank, table_id), table_id
    assert "G007" not in {problem.code for problem in check_office(renewed.data, ASOF).problems}


def _fields(submission: Submission, table: str) -> set[str]:
    """The fields of a table in which anything stands."""
    return {field_id for row in submission.rows(table) for field_id in row.values}


def _rows(submission: Submission, table: str, passing: set[str]) -> list[dict[str, Value]]:
    """The rows of a table without the fields that pass."""
    return [
        {field_id: value for field_id, value in row.values.items() if field_id not in passing}
        for row in submission.rows(table)
    ]


def test_what_lasts_refers_to_what_lasts() -> None:
    for table in FORMS.values():
        for field in table.fields if table.carried_to_next_round else ():
            if field.kind in (Kind.REF, Kind.REFS) and field.id not in table.passing:
                assert FORMS[field.refers.rpartition(".")[0]].carried_to_next_round, (
                    f"{table.id}.{field.id}"
                )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"PK\x05\x06" + bytes(18), "F001", id="an empty package"),
        pytest.param(
            patch_copy(ITEMS_ONLY, [CellWrite(META_SHEET, "B2", str(VERSION + 1))]),
            "F008",
            id="newer",
        ),
        pytest.param(b"", "F021", id="empty"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        repair_workbook(data, "ก.xlsx")
    assert refused.value.problem.code == code


def test_a_workbook_that_is_not_ours_is_refused() -> None:
    out = BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "ชื่อ"
    book.save(out)
    with pytest.raises(Refused) as refused:
        repair_workbook(out.getvalue(), "อื่น.xlsx")
    assert refused.value.problem.code == "F004"


def test_a_template_too_old_to_check_is_repaired() -> None:
    old = patch_copy(ITEMS_ONLY, [CellWrite(META_SHEET, "B2", "0")])
    assert [problem.code for problem in check_office(old, ASOF).problems] == ["F006"]
    assert repair_workbook(old).placed == repair_workbook(ITEMS_ONLY).placed


def test_the_command_writes_beside_the_file_and_never_over_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "แบบ.xlsx"
    path.write_bytes(edited(typed("04_ข้อมูล", "AF9", "จดไว้")))
    before = path.read_bytes()
    assert repair_file(path, None, "", as_json=True) == 1
    assert repair_file(path, None, "", as_json=False) == 1
    assert repair_file(path, tmp_path / "ใหม่", "2570-1", as_json=True) == 0
    assert path.read_bytes() == before
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xlsx")}
    assert names == {
        "แบบ.xlsx",
        "แบบ_ซ่อมแล้ว.xlsx",
        "แบบ_ซ่อมแล้ว_2.xlsx",
        "ใหม่/58-R-014_2570-1_S04.xlsx",
    }
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[0])["unplaced"] == 1
    assert any("M002" in line for line in lines)
    assert json.loads(lines[-1])["round"] == "2570-1"
