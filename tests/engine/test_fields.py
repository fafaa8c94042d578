"""What a form asks of its fields: filled in, not repeated, referring to what exists; and how far
each stage has come."""

from decimal import Decimal

import pytest

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import catalogue, message
from pso_excel.core.problem import Problem
from pso_excel.forms import TABLES, form_of
from pso_excel.forms.schema import FilledBy, Kind, Requirement
from pso_excel.intake import read_submission
from pso_excel.model.submission import Submission
from pso_excel.rules.field_checks import check_fields, progress
from tests.engine.laid_out import Laid, Typed, laid_out

D = Decimal


def submitted(laid: Laid) -> Submission:
    return read_submission(laid.book, laid.framework)[0]


def told(laid: Laid, table: str) -> list[Problem]:
    """The faults of one table."""
    problems = check_fields(submitted(laid), laid.framework)
    entries = TABLES[table]
    return [
        problem
        for problem in problems
        if problem.location.sheet == entries.sheet
        and problem.location.field in {f.id for f in entries.fields}
    ]


def spots(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.location.cell) for problem in problems]


def test_a_new_workbook_is_noted_stage_by_stage_not_cell_by_cell() -> None:
    laid = laid_out()
    problems = [
        p for p in check_fields(submitted(laid), laid.framework) if p.location.stage != "S00"
    ]
    assert {problem.code for problem in problems} == {"G011"}
    stages = [problem.location.stage for problem in problems]
    assert stages == [*(f"S{n:02}" for n in range(1, 11)), "STAFF"]
    for problem in problems:
        form = form_of(problem.location.stage)
        assert problem.values["table"] == form.title
        table = next(t for t in form.tables if not t.may_be_empty)
        assert table.field(problem.location.field).writer is FilledBy.OFFICE
        assert problem.location.cell in message(problem, "th")


def test_the_cover_is_asked_for_from_the_start() -> None:
    laid = laid_out()
    asked = {field.id for field in TABLES["S00.cover"].fields if field.need is Requirement.REQUIRED}
    assert {problem.location.field for problem in told(laid, "S00.cover")} == asked


def test_a_required_field_left_blank_is_told_at_its_cell() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"}, {"code": "M2"})
    assert spots(told(laid, "S02.missions")) == [("G001", "C13")]
    problem = told(laid, "S02.missions")[0]
    assert problem.values["code"] == "M2"
    assert problem.values["field"] == TABLES["S02.missions"].field("text").label


def test_what_cannot_be_read_is_not_missing() -> None:
    laid = laid_out()
    laid.fill("S02.goals", {"code": "G1", "target": "มาก"})
    fields = {problem.location.field for problem in told(laid, "S02.goals")}
    assert "target" not in fields
    assert "measure" in fields


def test_a_field_names_the_rule_that_words_it() -> None:
    laid = laid_out()
    laid.fill("S03.tasks", {"code": "T1", "task": "ก"})
    codes = {problem.location.field: problem.code for problem in told(laid, "S03.tasks")}
    assert codes == {"mission": "K501", "duty": "K503", "responsible": "K502"}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"kind": "ปัญหาอุปสรรค"}, {"cause", "remedy"}),
        ({"kind": "กุญแจความสำเร็จ"}, set[str]()),
        ({}, {"kind"}),
    ],
)
def test_a_conditional_field_is_asked_for_where_its_condition_holds(
    typed: Typed, asked: set[str]
) -> None:
    laid = laid_out()
    whole: Typed = {"code": "L1", "stage": "S03", "category": "ข้อมูล", "description": "ก"}
    laid.fill("S10.lessons", {**whole, **typed})
    assert {problem.location.field for problem in told(laid, "S10.lessons")} == asked


def test_a_condition_without_values_asks_whether_something_is_typed() -> None:
    laid = laid_out()
    laid.answer("S06.answers", "01.1", state="scored", numerator=D(3))
    laid.answer("S06.answers", "01.2", state="scored", numerator="อ่านไม่ได้")
    laid.answer("S06.answers", "01.3", state="scored")
    lacking = [p.values["code"] for p in told(laid, "S06.answers") if p.code == "S807"]
    assert lacking == ["01.1", "01.2"]


def test_an_indicator_is_asked_for_where_it_carries_weight() -> None:
    laid = laid_out()
    laid.answer("S06.answers", "01.1", reason="เริ่มแล้ว")
    laid.answer("S05.indicators", "01.2", applies="ไม่เกี่ยวข้อง")
    laid.answer("S05.systems", "SYS-07", applies="ไม่เกี่ยวข้อง")
    asked = {str(p.values["code"]) for p in told(laid, "S06.answers") if p.code == "S801"}
    pilots = {system.code for system in laid.framework.systems if system.pilot}
    out = {"01.2"} | {
        indicator.code
        for indicator in laid.framework.leaves
        if indicator.parent in {"SYS-07", *pilots} or indicator.pilot
    }
    assert asked == {indicator.code for indicator in laid.framework.leaves} - out
    assert {"01.1", "06.1"} <= asked


def test_an_answer_asks_for_what_its_method_needs() -> None:
    laid = laid_out()
    by_level = next(
        indicator.code for indicator in laid.framework.leaves if indicator.method.value == "level"
    )
    laid.answer("S06.answers", by_level, state="scored")
    asked = {p.location.field for p in told(laid, "S06.answers") if p.values["code"] == by_level}
    assert asked == {"level", "assessed_by", "assessed_date"}


def test_a_repeated_key_is_told_once_with_all_its_rows() -> None:
    laid = laid_out()
    rows: list[Typed] = [{"code": code, "text": "ก"} for code in ("M1", "M2", "ｍ๑", "M1")]
    laid.fill("S02.missions", *rows)
    problems = told(laid, "S02.missions")
    assert spots(problems) == [("V404", "B14")]
    assert problems[0].values["rows"] == "12, 14–15"


def test_a_reference_to_nothing_is_told_with_the_nearest() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "MISSION-1", "text": "ก"})
    goal: Typed = {"code": "G1", "text": "ก", "measure": "ก", "unit": "ก", "target": D(1)}
    laid.fill("S02.goals", {**goal, "mission": "MISION-1"})
    problems = told(laid, "S02.goals")
    assert [
        (problem.code, problem.location.field, problem.values["value"]) for problem in problems
    ] == [("V405", "mission", "MISION-1")]
    assert isinstance(problems[0].values["suggest"], Bilingual)
    assert "MISSION-1" in problems[0].values["suggest"].th


def test_of_several_references_the_unknown_ones_are_quoted() -> None:
    laid = laid_out()
    laid.fill("EVIDENCE.register", {"code": "E001"}, {"code": "E002"})
    laid.answer("S06.answers", "01.1", evidence="E001, E7, E002 E8")
    problems = [
        problem for problem in told(laid, "S06.answers") if problem.location.field == "evidence"
    ]
    assert [(problem.code, problem.values["ev"]) for problem in problems] == [
        ("S804", "E7, E002 E8")
    ]


def test_a_reference_to_a_table_that_is_not_in_the_workbook_is_let_be() -> None:
    laid = laid_out(["S03"])
    laid.fill("S03.tasks", {"code": "T1", "mission": "M1"})
    assert "mission" not in {problem.location.field for problem in told(laid, "S03.tasks")}


def test_a_single_stage_workbook_answers_for_its_stage_only() -> None:
    laid = laid_out(["S06"])
    problems = check_fields(submitted(laid), laid.framework)
    assert {problem.location.stage for problem in problems} == {"S00", "S06", "STAFF"}


def test_an_empty_table_of_a_stage_begun_is_told() -> None:
    laid = laid_out()
    laid.fill("S09.request", {"letter_no": "มส 0017/1"})
    assert {"G013"} == {problem.code for problem in told(laid, "S09.checklist")}


def test_a_table_whose_emptiness_has_a_rule_of_its_own_is_left_to_it() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"})
    assert told(laid, "S02.goals") == []


def test_what_the_framework_starts_with_is_not_the_offices_work() -> None:
    laid = laid_out()
    first = laid.framework.systems[0].code
    assert [problem.code for problem in told(laid, "S05.systems")] == ["G011"]
    laid.answer("S05.systems", first, weight=D(1))
    assert "G011" not in {problem.code for problem in told(laid, "S05.systems")}


def test_the_offices_own_rows_are_asked_for_what_the_framework_writes_elsewhere() -> None:
    laid = laid_out()
    laid.fill("S05.indicators", {"code": "01.9", "indicator": "ของเรา"})
    row = laid.placed["S05.indicators"].spare_first
    asked = {
        p.location.field for p in told(laid, "S05.indicators") if p.location.cell.endswith(str(row))
    }
    assert {"sys", "type", "method", "applies"} <= asked


def test_progress_counts_filled_expected_and_wrong_cells() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"}, {"code": "M1"})
    filled, expected, wrong = progress(submitted(laid), laid.framework)["S02"]
    goals = sum(field.need is Requirement.REQUIRED for field in TABLES["S02.goals"].fields)
    assert (filled, expected) == (3, 4 + goals)
    assert wrong == 2  # a text left blank, a code repeated


def test_progress_of_a_new_workbook_is_nothing_yet() -> None:
    laid = laid_out()
    counted = progress(submitted(laid), laid.framework)
    assert list(counted) == [*(f"S{n:02}" for n in range(11)), "STAFF", "EVIDENCE"]
    for stage, (filled, expected, wrong) in counted.items():
        assert filled == 0
        assert wrong == 0 or stage == "S00"
        assert expected > 0 or stage == "EVIDENCE"


def test_progress_counts_unreadable_cells_as_wrong() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"})
    before = progress(submitted(laid), laid.framework)["S02"][2]
    laid.fill("S02.goals", {"code": "G1", "target": "มาก", "due": "เร็ว ๆ นี้"})
    problems = check_fields(submitted(laid), laid.framework)
    missing = sum(problem.location.sheet == "02_เป้าหมาย" for problem in problems)
    assert progress(submitted(laid), laid.framework)["S02"][2] == before + missing + 2


def test_progress_takes_the_problems_already_known() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"})
    submission, problems = read_submission(laid.book, laid.framework)
    assert progress(submission, laid.framework, problems)["S02"][2] == 0


def test_every_fault_a_field_can_have_is_worded() -> None:
    words = catalogue()
    for table in TABLES.values():
        for field in table.fields:
            assert set(field.rules.values()) <= words.keys()
    assert {f"G{n:03}" for n in range(1, 14)} <= words.keys()


def test_sentences_of_field_faults_leave_no_gap() -> None:
    laid = laid_out()
    refs = [t.id for t in TABLES.values() if any(f.kind is Kind.REF for f in t.fields)]
    assert refs
    laid.fill("S03.tasks", {"code": "T1", "parent": "T9"}, {"code": "T1"})
    laid.fill("S10.lessons", {"code": "L1"})
    laid.answer("S06.answers", "01.1", state="scored", evidence="E9")
    submission, problems = read_submission(laid.book, laid.framework)
    for problem in [*problems, *check_fields(submission, laid.framework)]:
        assert "…" not in message(problem, "th"), problem
        assert "…" not in message(problem, "en"), problem


def codes_at(laid: Laid, table: str, field: str, row: int) -> list[str]:
    """The codes told at one cell of the office's rows."""
    place = laid.placed[table].sheet, laid.at(table, row, field)
    problems = check_fields(submitted(laid), laid.framework)
    return [
        problem.code
        for problem in problems
        if (problem.location.sheet, problem.location.cell) == place
    ]


@pytest.mark.parametrize(
    ("table", "rows", "field", "codes"),
    [
        pytest.param("STAFF.people", [{"pid": "P1"}, {"pid": "p๑"}], "pid", ["G006"],
                     id="G006 fires: the same code twice"),
        pytest.param("STAFF.people", [{"pid": "P1"}, {"pid": "\u04201"}], "pid", ["G006"],
                     id="G006 fires: a code that looks the same"),
        pytest.param("STAFF.people", [{"pid": "P1"}, {"pid": "P11"}], "pid", [],
                     id="G006 quiet: another code"),
        pytest.param("S04.items", [{"task": "T1"}, {"task": "T9"}], "task", ["G007"],
                     id="G007 fires: no such task"),
        pytest.param("S04.items", [{"task": "T1"}, {"task": "t๑"}], "task", [],
                     id="G007 quiet: a task that is there"),
    ],
)  # fmt: skip
def test_keys_of_rows(table: str, rows: list[Typed], field: str, codes: list[str]) -> None:
    laid = laid_out()
    laid.fill("S03.tasks", {"code": "T1"})
    laid.fill(table, *rows)
    assert codes_at(laid, table, field, 2) == codes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param({}, ["G011"], id="G011 fires: nothing typed in the stage"),
        pytest.param({}, ["G011"], id="G013 quiet: nothing typed in the stage"),
        pytest.param({"letter_no": "มส 0017/1"}, ["G013"], id="G013 fires: the list is left empty"),
        pytest.param({"letter_no": "มส 0017/1"}, ["G013"], id="G011 quiet: the stage is begun"),
    ],
)
def test_what_is_not_begun(typed: Typed, expected: list[str]) -> None:
    laid = laid_out(["S09"])
    laid.fill("S09.request", typed)
    laid.fill("STAFF.people", {"pid": "P1"})
    problems = check_fields(submitted(laid), laid.framework)
    assert [problem.code for problem in problems if problem.code in ("G011", "G013")] == expected
