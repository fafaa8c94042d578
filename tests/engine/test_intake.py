"""From cells to typed values: what officers type is understood, and every fault is at its cell."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import message
from pso_excel.core.problem import Problem, Refused
from pso_excel.intake import read_submission
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.model.submission import Row, Submission, Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Workbook, parse_address
from tests.engine.laid_out import Laid, Typed, laid_out

D = Decimal


def taken(laid: Laid) -> tuple[Submission, list[Problem]]:
    return read_submission(laid.book, laid.framework)


def read(table: str, field_id: str, typed: book.Value | Cell) -> tuple[Row, list[Problem]]:
    """One cell typed in the first row of a table that the office fills in, or in a record."""
    laid = laid_out()
    laid.fill(table, {field_id: typed})
    submission, problems = taken(laid)
    return submission.rows(table)[0], problems


@pytest.mark.parametrize(
    ("table", "field_id", "typed", "value"),
    [
        ("S02.missions", "text", "  ปฏิบัติ\u200b  งาน ", "ปฏิบัติ งาน"),
        ("S02.missions", "text", "บรรทัด 1\nบรรทัด  2", "บรรทัด 1\nบรรทัด 2"),
        ("S02.missions", "text", D("12.50"), "12.5"),
        ("S02.missions", "code", "M๒", "M2"),
        ("S02.missions", "code", D(3), "3"),
        ("S02.goals", "target", D("33.34"), D("33.34")),
        ("S02.goals", "target", "1,250", D(1250)),
        ("S02.goals", "target", Cell(D("0.4"), format_kind=NumberFormatKind.PERCENT), D(40)),
        ("S02.goals", "target", "40%", D(40)),
        ("S02.goals", "due", datetime(2026, 1, 15), date(2026, 1, 15)),
        ("S02.goals", "due", "15 ม.ค. 2569", date(2026, 1, 15)),
        ("S02.goals", "due", "29/02/2567", date(2024, 2, 29)),
        ("S04.items", "completeness", Cell(D("0.4"), format_kind=NumberFormatKind.PERCENT), D(40)),
        ("S04.items", "completeness", D(40), D(40)),
        ("S04.items", "completeness", "40 %", D(40)),
        ("S04.items", "completeness", D(0), D(0)),
        ("S04.items", "category", "ข้อมูลพื้นฐาน", "basic"),
        ("S04.items", "category", "Basic data", "basic"),
        ("S04.items", "category", "basic", "basic"),
        ("S04.items", "category", " ข้อมูล\u00a0พื้นฐาน", "basic"),
        ("S04.items", "personal", True, "yes"),
        ("S07.actions", "budget", "๑๒,๐๐๐ บาท", D(12000)),
        ("S07.actions", "target", "ระดับ 3", D(3)),
        ("S07.actions", "target", D(3), D(3)),
        ("S07.actions", "indicators", "01.1; 01.2\n01.3", ("01.1", "01.2", "01.3")),
        ("S07.actions", "indicators", "01.1 01.2", ("01.1", "01.2")),
        ("S07.actions", "indicators", "๐๑.๑ และ 01.2, 01.1", ("01.1", "01.2")),
        ("S00.cover", "phone", D(53612000), "53612000"),
    ],
)
def test_what_officers_type_is_understood(
    table: str, field_id: str, typed: book.Value | Cell, value: Value
) -> None:
    row, _ = read(table, field_id, typed)
    assert row.values[field_id] == value
    assert row.unreadable == {}


@pytest.mark.parametrize(
    ("table", "field_id", "typed", "code", "bad"),
    [
        ("S02.goals", "target", "สี่สิบ", "G002", "สี่สิบ"),
        ("S02.goals", "target", "1_0", "G002", "1_0"),
        ("S02.goals", "target", datetime(1900, 1, 5), "G032", "05/01/1900"),
        ("S02.goals", "due", "15/01/69", "H215", "15/01/69"),
        ("S02.goals", "due", D(2569), "H209", "2569"),
        ("S02.goals", "due", datetime(2568, 2, 29), "H220", "29/02/2568"),
        ("S02.goals", "due", timedelta(hours=3), "H209", "3:00:00"),
        ("S02.goals", "due", "15/01/3112", "H210", "15/01/3112"),
        ("S02.goals", "due", datetime(3112, 1, 15), "H210", "15/01/3112"),
        ("S02.missions", "code", datetime(2026, 2, 1), "G012", "01/02/2026"),
        ("S04.items", "form", "กระดาษแข็งสี", "G003", "กระดาษแข็งสี"),
        ("S04.items", "completeness", "ครบ", "D607", "ครบ"),
        ("S07.actions", "target", D(6), "G003", "6"),
        ("S07.actions", "target", D("2.5"), "G003", "2.5"),
        ("S07.actions", "budget", "5%", "P909", "5%"),
        ("S00.cover", "headcount", D("2.5"), "G008", "2.5"),
        (
            "S00.cover",
            "headcount",
            Cell(D("0.2"), format_kind=NumberFormatKind.PERCENT),
            "G002",
            "20%",
        ),
        ("S02.goals", "target", Cell(error="#REF!"), "F019", "#REF!"),
        ("S00.cover", "headcount", Cell(None, is_formula=True), "G010", "="),
    ],
)
def test_what_cannot_be_read_stays_apart_and_is_told(
    table: str, field_id: str, typed: book.Value | Cell, code: str, bad: str
) -> None:
    row, problems = read(table, field_id, typed)
    assert (row.values.get(field_id), row.unreadable) == (None, {field_id: bad})
    assert [(problem.code, problem.location.field) for problem in problems] == [(code, field_id)]


def test_a_formula_that_nothing_has_calculated_is_told_only_where_one_types() -> None:
    laid = laid_out()
    laid.fill("S02.goals", {"measure": "ก"})
    typed, check = parse_address(laid.at("S02.goals", 1, "target")), laid.placed["S02.goals"].check
    laid.sheet("S02.goals").uncalculated = {typed, (typed[0], check)}
    submission, problems = taken(laid)
    assert submission.rows("S02.goals")[0].unreadable == {"target": "="}
    assert [(problem.code, problem.location.field) for problem in problems] == [("G010", "target")]


@pytest.mark.parametrize(
    ("table", "field_id", "typed", "code", "value"),
    [
        ("S02.goals", "target", "๔๐", "H212", D(40)),
        ("S02.goals", "due", "๑๕ มกราคม ๒๕๖๙", "H212", date(2026, 1, 15)),
        ("S02.goals", "due", datetime(2569, 1, 15), "H211", date(2026, 1, 15)),
        ("S02.goals", "due", D(46037), "H219", date(2026, 1, 15)),
        ("S02.goals", "due", "15 ม.ค. 69", "H219", date(2026, 1, 15)),
        ("S04.items", "completeness", D("0.4"), "G014", D("0.4")),
        ("S02.goals", "target", Cell(D(5), is_formula=True), "G009", D(5)),
        ("S02.missions", "code", "M" * 300, "G005", "M" * 300),
    ],
)
def test_what_is_taken_and_still_told(
    table: str, field_id: str, typed: book.Value | Cell, code: str, value: Value
) -> None:
    row, problems = read(table, field_id, typed)
    assert row.values[field_id] == value
    assert [(problem.code, problem.location.field) for problem in problems] == [(code, field_id)]


@pytest.mark.parametrize("typed", ["", "  \u00a0", Cell("", is_formula=True)])
@pytest.mark.parametrize("field_id", ["code", "target", "due", "mission", "text"])
def test_nothing_typed_is_nothing(field_id: str, typed: book.Value | Cell) -> None:
    laid = laid_out()
    laid.fill("S02.goals", {"measure": "ก", field_id: typed})
    submission, problems = taken(laid)
    assert submission.rows("S02.goals")[0].values == {"measure": "ก"}
    assert submission.rows("S02.goals")[0].is_blank(field_id)
    assert problems == []


def test_a_misspelt_choice_is_given_the_nearest() -> None:
    _, problems = read("S04.items", "origin", "จัดเก็บเองง")
    nearest = problems[0].values["suggest"]
    assert isinstance(nearest, Bilingual)
    assert "จัดเก็บเอง" in nearest.th
    assert nearest.th in message(problems[0], "th")


def test_a_problem_says_cell_field_value_and_what_is_expected() -> None:
    laid = laid_out()
    laid.answer("S06.answers", "01.4", state="scored", level=D(9))
    problem = taken(laid)[1][0]
    cell = laid.fixed_at("S06.answers", "01.4", "level")
    assert (problem.code, problem.location.sheet, problem.location.cell) == (
        "S802",
        "06_ประเมิน",
        cell,
    )
    assert (problem.location.stage, problem.location.field) == ("S06", "level")
    said = {name: problem.values[name] for name in ("cell", "value", "code", "levels")}
    assert said == {"cell": cell, "value": "9", "code": "01.4", "levels": "0, 1, 2, 3, 4, 5"}
    assert cell in message(problem, "th")


def test_every_fault_at_once() -> None:
    laid = laid_out()
    faults: Typed = {"target": "x", "baseline": "y", "due": "z", "measure": Cell(error="#N/A")}
    laid.fill("S02.goals", faults, faults)
    problems = taken(laid)[1]
    assert sorted(problem.code for problem in problems) == sorted(
        ["G002", "G002", "H209", "F019"] * 2
    )
    assert len({problem.location.cell for problem in problems}) == 8


def test_the_framework_speaks_for_its_own_rows() -> None:
    laid = laid_out()
    laid.answer("S05.indicators", "01.1", indicator="ถูกเปลี่ยน", method=Cell(error="#REF!"))
    laid.answer("S05.systems", "SYS-01", sys=None)
    submission, problems = taken(laid)
    indicators = submission.tables["S05.indicators"].by_key()
    first = laid.framework.indicators[0]
    assert indicators["01.1"].text("indicator") == first.name.th
    assert indicators["01.1"].text("method") == first.method.value
    assert submission.rows("S05.systems")[0].text("sys") == "SYS-01"
    assert problems == []


def test_the_offices_own_indicator_is_typed_under_the_frameworks() -> None:
    laid = laid_out()
    laid.fill("S05.indicators", {"code": "01.9", "sys": "sys-01", "indicator": "ของเรา"})
    laid.fill("S06.answers", {"code": "๐๑.๙", "state": "ประเมินแล้ว"})
    submission, _ = taken(laid)
    assert submission.tables["S05.indicators"].by_key()["01.9"].text("sys") == "SYS-01"
    answer = submission.tables["S06.answers"].by_key()["01.9"]
    assert (answer.text("name"), answer.text("state")) == ("ของเรา", "scored")


def test_locked_cells_that_look_up_are_resolved_from_the_other_table() -> None:
    laid = laid_out()
    laid.fill("S07.actions", {"act": "A01", "action": "จัดทำทะเบียน", "start": "1/10/2568"})
    laid.fill("S08.tracker", {"act": "a๐๑", "action": Cell("เก่า", is_formula=True)})
    row = taken(laid)[0].rows("S08.tracker")[0]
    assert (row.text("act"), row.text("action")) == ("A01", "จัดทำทะเบียน")
    assert row.day("plan_start") == date(2025, 10, 1)


def test_people_are_known_with_or_without_their_prefix() -> None:
    laid = laid_out()
    laid.fill("STAFF.people", {"pid": "P1", "prefix": "นาย", "name": "สมชาย ใจดี"})
    laid.fill("S03.tasks", {"responsible": "นายสมชาย  ใจดี", "backup": "สมชายใจดี"})
    row = taken(laid)[0].rows("S03.tasks")[0]
    assert (row.text("responsible"), row.text("backup")) == ("สมชาย ใจดี", "สมชาย ใจดี")


def test_a_reference_to_nothing_stays_as_typed() -> None:
    row, problems = read("S02.goals", "mission", "M๙")
    assert (row.text("mission"), problems) == ("M๙", [])


def test_reasons_are_read_with_the_problem_they_stand_beside() -> None:
    laid = laid_out()
    beside = {"stage": "S06", "cell": "F7", "rule": "S812"}
    laid.fill("CHECK.problems", {**beside, "reason": "ยืนยันแล้ว"}, beside)
    submission, problems = taken(laid)
    assert [row.values for row in submission.rows("CHECK.problems")] == [
        {**beside, "reason": "ยืนยันแล้ว"}
    ]
    assert problems == []


def test_who_the_workbook_is_from() -> None:
    laid = laid_out()
    cover: Typed = {"office": "58-CDD-๐๑", "office_name": "สพจ.", "province": "แม่ฮ่องสอน"}
    laid.fill("S00.cover", {**cover, "round": "2569-1"})
    submission, _ = taken(laid)
    assert (submission.office, submission.office_name) == ("58-CDD-01", "สพจ.")
    assert (submission.province, submission.round) == ("58", "2569-1")
    assert (submission.template, submission.version) == ("office", str(VERSION))
    assert (submission.framework, submission.language) == (laid.framework.edition, "th")
    assert submission.stages == ("S00", *(f"S{n:02}" for n in range(1, 11)))


def test_identity_survives_in_the_document_properties() -> None:
    laid = laid_out(["S06"])
    laid.book.names.clear()
    laid.book.properties["PSO_OFFICE"] = "58-CDD-01"
    submission, _ = taken(laid)
    assert (submission.template, submission.office) == ("stage:S06", "58-CDD-01")
    assert submission.stages == ("S06",)


def test_a_workbook_without_identity_is_known_by_its_tables() -> None:
    for stages, template in ((None, "office"), (["S03"], "stage:S03"), (["S06"], "stage:S06")):
        laid = laid_out(stages)
        laid.book.names.clear()
        laid.book.properties.clear()
        laid.book.sheets.pop("_meta")
        assert taken(laid)[0].template == template


def refusal(laid: Laid) -> Problem:
    with pytest.raises(Refused) as refused:
        taken(laid)
    return refused.value.problem


def test_what_is_not_our_form_is_refused() -> None:
    laid = laid_out()
    laid.book = Workbook(
        file="อื่น.xlsx", sheets={"Sheet1": book.Sheet("Sheet1", cells={(1, 1): Cell("x")})}
    )
    assert refusal(laid) == Problem("F004", refusal(laid).location, {"file": "อื่น.xlsx"})


def test_a_workbook_of_ours_that_is_no_offices_is_refused() -> None:
    laid = laid_out()
    laid.book.sheets = {"_meta": laid.book.sheets["_meta"]}
    laid.book.sheets["_meta"].cells[1, 2] = Cell("registry")
    assert refusal(laid).code == "F004"


@pytest.mark.parametrize(("version", "code"), [(str(VERSION + 1), "F008"), ("0", "F006")])
def test_a_version_that_cannot_be_read_is_refused(version: str, code: str) -> None:
    laid = laid_out()
    laid.book.sheets["_meta"].cells[2, 2] = Cell(D(version))
    assert refusal(laid).code == code
    assert refusal(laid).values["v"] == version


@pytest.mark.parametrize(
    ("carried", "code"),
    [
        pytest.param(
            {"active_content": {"external_links": 2}},
            "F009",
            id="F009 fires, F010 quiet, F018 quiet",
        ),
        pytest.param({"active_content": {"macros": 1}}, "F010", id="F010 fires: VBA, F009 quiet"),
        pytest.param(
            {"active_content": {"xl4_macros": 1}}, "F010", id="F010 fires: XLM, F052 quiet"
        ),
        pytest.param({"active_content": {"threaded_comments": 3}}, "F011", id="F011 fires"),
        pytest.param({"date1904": True}, "F018", id="F018 fires"),
        pytest.param({"date1904": True, "application": "LibreOffice"}, "F018", id="F020 quiet"),
        pytest.param(
            {"active_content": {"dde": 1}}, "F052", id="F052 fires: DDE, F011 quiet, F054 quiet"
        ),
        pytest.param(
            {"active_content": {"notes": 2, "pictures": 1}}, "F054", id="F054 fires: both"
        ),
        pytest.param({"active_content": {"connections": 2}}, "F052", id="F052 fires: connections"),
        pytest.param(
            {"active_content": {"embedded": 1, "controls": 3}}, "F052", id="F052 fires: objects"
        ),
    ],
)
def test_what_the_file_carries_besides_data(carried: dict[str, object], code: str) -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"})
    for name, value in carried.items():
        setattr(laid.book, name, value)
    submission, problems = taken(laid)
    assert [problem.code for problem in problems] == [code]
    assert len(submission.rows("S02.missions")) == 1
    for language in ("th", "en"):
        assert "…" not in message(problems[0], language)


def test_active_content_is_listed_with_its_number() -> None:
    laid = laid_out()
    laid.book.active_content = {"controls": 3, "dde": 1, "macros": 1}
    macros, others = taken(laid)[1]
    assert macros.values["what"] == Bilingual("มาโคร VBA 1", "1 VBA project(s)")
    assert others.values["what"] == Bilingual(
        "ลิงก์ DDE 1, ตัวควบคุม ActiveX 3", "1 DDE link(s), 3 ActiveX control(s)"
    )


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        pytest.param(1_048_576, ["F053"], id="F053 fires: every row of the sheet formatted"),
        pytest.param(900, [], id="F053 quiet: a few hundred rows"),
    ],
)
def test_a_sheet_formatted_to_its_end(written: int, codes: list[str]) -> None:
    laid = laid_out()
    laid.sheet("S02.missions").stored_row_count = written
    assert [problem.code for problem in taken(laid)[1]] == codes


def test_a_link_to_another_workbook_is_named_at_its_first_cell() -> None:
    laid = laid_out()
    laid.book.active_content, laid.book.first_linked_cells = (
        {"external_links": 2},
        ("03_งาน!B7", "04_ข้อมูล!C9"),
    )
    laid.book.linked_files = ("Book2.xlsx", "Book3.xlsx")
    [problem] = taken(laid)[1]
    target = "Book2.xlsx, Book3.xlsx"
    assert problem.values == {"n": "2", "cell": "03_งาน!B7", "target": target}


def test_macros_are_told_whatever_the_file_is_called() -> None:
    laid = laid_out()
    laid.book.file, laid.book.active_content = "แบบฟอร์ม.xlsm", {"macros": 1}
    assert [problem.code for problem in taken(laid)[1]] == ["F010"]


def test_an_english_workbook_reads_alike() -> None:
    laid = laid_out(language="en")
    laid.fill("S04.items", {"category": "Basic data", "frequency": "รายวัน"})
    submission, problems = taken(laid)
    assert submission.rows("S04.items")[0].values == {"category": "basic", "frequency": "day"}
    first = laid.framework.indicators[0]
    assert submission.rows("S05.indicators")[0].text("indicator") == first.name.en
    assert problems == []


@pytest.mark.parametrize(
    ("table", "field_id", "typed", "meant"),
    [
        ("S03.tasks", "duty", "รอง", "หน้าที่รอง"),
        ("S00.cover", "province", "แม่ฮองสอน", "แม่ฮ่องสอน"),
        ("S03.tasks", "duty", "หน้าที่", ""),
        ("S03.tasks", "duty", "อื่น", ""),
    ],
)
def test_a_suggestion_is_made_only_when_it_can_be_one_choice(
    table: str, field_id: str, typed: str, meant: str
) -> None:
    _, problems = read(table, field_id, typed)
    suggested = [problem.values["suggest"] for problem in problems if "suggest" in problem.values]
    assert isinstance(suggested[0], Bilingual)
    assert meant in suggested[0].th
    assert bool(suggested[0].th) == bool(meant)


def test_a_long_list_is_not_quoted_whole() -> None:
    _, problems = read("S00.cover", "province", "เมืองไม่มีจริง")
    expected = problems[0].values["expected"]
    assert isinstance(expected, Bilingual)
    assert len(expected.th) < 100
