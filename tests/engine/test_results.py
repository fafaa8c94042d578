"""Which value goes into which cell of the office's workbook, and which cells are never touched."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pso_excel.core.figures import round_half_up
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.forms import TABLES
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Row, Submission, TableRows, Value
from pso_excel.results import RESULTS, results
from pso_excel.results.score_text import format_indicator_score, official_shown, system_mark
from pso_excel.xlsx.workbook import CellWrite
from tests.engine.offices import EXAMPLE, PACK, office, scored
from tests.engine.test_report import ACTION, ASOF, REPORT, assessed

Shown = str | Decimal | date | None
FIRST = 10
ELSEWHERE = "ตารางอื่น"  # where the tables stand that a test does not look at


def place_table(table_id: str, room: int, *rows: Row) -> TableRows:
    """A table of results on its sheet: column B is its first field, row 10 its first row."""
    table = TABLES[table_id]
    record = table.shape is Shape.RECORD
    columns = {field.id: 3 if record else number for number, field in enumerate(table.fields, 2)}
    lines = {field.id: number for number, field in enumerate(table.fields, FIRST)} if record else {}
    return TableRows(table, table.sheet, columns, lines, FIRST, FIRST + room - 1, list(rows))


def written(
    assessment: Assessment, submission: Submission | None = None, *tables: TableRows
) -> list[CellWrite]:
    """The writes onto those tables and the tables of the submission."""
    known = {table_id: replace(place_table(table_id, 0), sheet=ELSEWHERE) for table_id in RESULTS}
    known |= dict(submission.tables) if submission else {}
    known |= {table.table.id: table for table in tables}
    writes = results(assessment, known, PACK, "th")
    return [write for write in writes if write.sheet != ELSEWHERE]


def test_a_lost_table_of_results_is_told() -> None:
    tables = {
        table_id: place_table(table_id, 1) for table_id in RESULTS if table_id != "SUMMARY.gaps"
    }
    with pytest.raises(Refused) as caught:
        results(Assessment(file="ก.xlsx", asof=ASOF), tables, PACK, "th")
    assert (caught.value.problem.code, caught.value.problem.location.sheet) == ("O003", "สรุป")


def row_of(writes: list[CellWrite], entries: TableRows, number: int) -> dict[str, Shown]:
    """What was written onto one row of a table, by field; what was emptied is left out."""
    cells = {entries.cell(Row(number), field.id): field.id for field in entries.table.fields}
    return {
        cells[write.cell]: write.value
        for write in writes
        if write.sheet == entries.sheet and write.cell in cells and write.value is not None
    }


def missing(cell: str, code: str = "G001", sheet: str = "06_ประเมิน", **more: str) -> Problem:
    """A problem at a cell."""
    return Problem(code, Location(sheet=sheet, cell=cell, stage="S06", office="58-R-014"), more)


def checked(problems: list[Problem], room: int, *rows: Row) -> tuple[list[CellWrite], TableRows]:
    """The writes of those problems onto a list of so many rows."""
    entries = place_table("CHECK.problems", room, *rows)
    assessment = Assessment(file="ก.xlsx", asof=ASOF, problems=tuple(problems))
    return written(assessment, None, entries), entries


def reason(number: int, **values: Value) -> Row:
    """A row of the list with an officer's reason."""
    return Row(number, f"r{number}", {"reason": "ยืนยันตามมติ 3/2569", **values})


def test_a_problem_on_its_row() -> None:
    problem = missing("E12", "H209", value="31/2/2569", expected="วัน/เดือน/ปี")
    writes, entries = checked([problem], 3)
    line = row_of(writes, entries, FIRST)
    assert line["office"] == "58-R-014"
    assert line["stage"] == "S06"
    assert line["cell"] == "06_ประเมิน!E12"
    assert "31/2/2569" in str(line["message"])
    assert (line["found"], line["expected"]) == ("31/2/2569", "วัน/เดือน/ปี")
    assert (line["severity"], line["rule"]) == ("✖ ต้องแก้ไข", "H209")
    links = {write.cell: write.link for write in writes if write.link}
    assert links == {entries.cell(Row(FIRST), "cell"): "'06_ประเมิน'!E12"}


@pytest.mark.parametrize(
    ("stage", "shown"), [("S10", "S10"), ("STAFF", "บุคลากร"), ("EVIDENCE", "หลักฐาน"), ("", "")]
)
def test_a_register_has_a_name_and_no_number(stage: str, shown: str) -> None:
    writes, entries = checked([missing("E12").with_location(stage=stage)], 1)
    assert row_of(writes, entries, FIRST).get("stage", "") == shown


def test_repeated_problems_share_a_row_and_the_rest_is_emptied() -> None:
    writes, entries = checked([missing("E12"), missing("F12"), missing("E13"), missing("E15")], 5)
    told = [row_of(writes, entries, row) for row in range(FIRST, FIRST + 5)]
    assert [line.get("cell") for line in told[:2]] == [
        "06_ประเมิน!E12:E13, E15",
        "06_ประเมิน!F12",
    ]
    assert told[2:] == [{}, {}, {}]
    links = [write.link for write in writes if write.link]
    assert links == ["'06_ประเมิน'!E12", "'06_ประเมิน'!F12"]
    emptied = {write.cell for write in writes if write.value is None and write.cell[-2:] == "14"}
    ours = [field.id for field in entries.table.fields if field.writer is FilledBy.PROCESSOR]
    assert emptied == {entries.cell(Row(14), field_id) for field_id in ours}


def test_a_long_text_says_how_many_lines_it_takes() -> None:
    problems = [missing("E12", "H209", value="31/2/2569", expected="ก" * 30), missing("F12")]
    writes, entries = checked(problems, 2)
    lines = {write.cell: write.line_count for write in writes}
    assert lines[entries.cell(Row(FIRST), "expected")] == 3
    assert lines[entries.cell(Row(FIRST), "message")] == 2
    assert lines[entries.cell(Row(FIRST), "rule")] == 1
    assert lines[entries.cell(Row(FIRST + 1), "expected")] == 1


@pytest.mark.parametrize(
    ("place", "link"),
    [
        (Location(), ""),
        (Location(sheet="ก"), "'ก'!A1"),
        (Location(sheet="ก'ข", cell="B5:D9"), "'ก''ข'!B5"),
        (Location(cell="B5"), ""),
    ],
)
def test_where_a_click_leads(place: Location, link: str) -> None:
    writes, _ = checked([Problem("F012", place)], 2)
    assert [write.link for write in writes if write.link] == ([link] if link else [])


def test_the_last_row_tells_of_problems_without_a_row() -> None:
    many = [missing(f"{letter}12") for letter in "ABCDEFG"]
    writes, entries = checked(many, 4)
    cells = [row_of(writes, entries, row).get("cell") for row in range(FIRST, FIRST + 4)]
    assert cells == ["06_ประเมิน!A12", "06_ประเมิน!B12", "06_ประเมิน!C12", None]
    assert "4 ข้อ" in str(row_of(writes, entries, FIRST + 3)["message"])
    exact, entries = checked(many[:4], 4)
    assert row_of(exact, entries, FIRST + 3)["cell"] == "06_ประเมิน!D12"


def test_an_officers_reason_stays_beside_its_problem() -> None:
    kept = reason(11, rule="G001", cell="06_ประเมิน!C12:C14")
    writes, entries = checked(
        [missing("A12"), missing("B12"), missing("C13"), missing("C40")], 5, kept
    )
    cells = [row_of(writes, entries, row).get("cell") for row in range(FIRST, FIRST + 5)]
    assert cells == [
        "06_ประเมิน!A12",
        "06_ประเมิน!C13",
        "06_ประเมิน!B12",
        "06_ประเมิน!C40",
        None,
    ]
    reasons = {entries.cell(Row(row), "reason") for row in range(FIRST, FIRST + 5)}
    assert not reasons & {write.cell for write in writes}


@pytest.mark.parametrize(
    "elsewhere",
    [
        missing("C12", "G002"),
        missing("D12"),
        missing("C12", sheet="07_แผน"),
    ],
)
def test_a_reason_whose_problem_is_gone_keeps_what_it_answered(elsewhere: Problem) -> None:
    old = reason(10, rule="G001", cell="06_ประเมิน!C12", message="ยังไม่ได้กรอก", stage="S06")
    writes, entries = checked([elsewhere], 3, old)
    line = row_of(writes, entries, 10)
    assert (line["rule"], line["message"]) == ("G001", "ยังไม่ได้กรอก")
    assert line["severity"] == "✔ ไม่พบแล้ว"
    assert row_of(writes, entries, 11)["rule"] == elsewhere.code


def test_a_reason_beside_nothing_is_left_alone() -> None:
    writes, entries = checked([missing("C12")], 3, reason(10))
    assert row_of(writes, entries, 11)["cell"] == "06_ประเมิน!C12"
    assert not any(write.cell.endswith("10") for write in writes)


def test_the_head_of_the_worked_example() -> None:
    entries = place_table("SUMMARY.head", 12)
    problems = [missing("A1"), missing("A2"), Problem("W708"), Problem("F001")]
    said = assessed(office(S07_actions=[ACTION], S08_tracker=[REPORT]), *problems)
    writes = written(said, None, entries)
    line = {
        field_id: next(w.value for w in writes if w.cell == entries.cell(Row(0), field_id))
        for field_id in entries.lines
    }
    assert line == {
        "asof": ASOF,
        "official": Decimal("41.37"),
        "provisional": Decimal("41.37"),
        "completeness": Decimal("100.00"),
        "band": line["band"],
        "target": Decimal("80.00"),
        "gap": Decimal("38.63"),
        "projected_started": line["projected_all"],
        "projected_all": Decimal("52.80"),
        "na_share": Decimal("38.00"),
        "errors": Decimal(3),
        "warnings": Decimal(1),
    }
    assert str(line["band"])[0] in "✔▲✖"


def test_systems_without_a_score_are_empty_and_marked() -> None:
    entries = place_table(
        "SUMMARY.systems",
        5,
        *(Row(FIRST + n, f"SYS-{code}") for n, code in enumerate(("01", "06", "07", "08"))),
        Row(FIRST + 4, "SYS-99"),
    )
    answers = {**EXAMPLE, "01.1": 5, "01.2": Decimal(95), "01.3": 5, "08.1": None, "08.2": None}
    writes = written(assessed(office(answers)), None, entries)
    rows = [row_of(writes, entries, FIRST + n) for n in range(5)]
    assert [row.get("score") for row in rows] == [Decimal(100), Decimal(20), None, None, None]
    assert [str(row.get("mark")) for row in rows] == [
        "✔ ผ่าน",
        "✖ ต่ำกว่าขั้นต่ำ",
        "– ไม่เกี่ยวข้อง",
        "– ยังไม่กรอก",
        "None",
    ]
    assert (rows[0]["effective"], rows[0]["gap"]) == (Decimal("42.86"), Decimal("0.00"))
    assert (rows[1]["gap"], rows[1]["floor"]) == (Decimal("60.00"), Decimal("60.00"))
    assert rows[4] == {}


def test_gaps_by_priority_with_a_draft() -> None:
    entries = place_table("SUMMARY.gaps", 60)
    submission = office(S07_actions=[ACTION])
    writes = written(assessed(submission), submission, entries)
    first, second = (row_of(writes, entries, FIRST + n) for n in range(2))
    assert (first["rank"], first["code"], first["system"]) == (Decimal(1), "06.1", "SYS-06")
    assert first["indicator"] == next(o.name.th for o in PACK.indicators if o.code == "06.1")
    assert first["action"] == "มีกิจกรรมในแผนแล้ว (ขั้น 7)"
    assert "level_to" not in first
    assert (second["code"], second["score"]) == ("08.1", "0*")
    assert "จากระดับ 0 เป็นระดับ 1" in str(second["action"])
    assert (second["level_to"], second["end"]) == (Decimal(1), date(2026, 9, 30))
    codes = [row_of(writes, entries, FIRST + n).get("code") for n in range(6)]
    assert {*codes[2:5]} == {"01.1", "01.2", "01.3"}
    assert codes[5] is None


def test_gaps_without_a_row_are_told() -> None:
    entries = place_table("SUMMARY.gaps", 3)
    writes = written(assessed(office()), None, entries)
    last = row_of(writes, entries, FIRST + 2)
    assert last == {"indicator": "… และอีก 3 ตัวชี้วัดที่ยังต่ำกว่าเป้าหมาย"}


def test_gap_and_priority_of_an_action() -> None:
    two = {**ACTION, "act": "A02", "indicators": ("01.1", "08.1", "99.9")}
    done = {**ACTION, "act": "A03", "indicators": ("08.2",)}
    none: Mapping[str, Value] = {"act": "A04"}
    submission = office(S07_actions=[ACTION, two, done, none])
    writes = written(assessed(submission), submission)
    rows = [row_of(writes, submission.tables["S07.actions"], FIRST + n) for n in range(4)]
    assert rows[0]["gap"] == Decimal("60.00")
    assert rows[1]["gap"] == Decimal("80.00")
    assert rows[2] == {"gap": Decimal("0.00")}
    assert rows[3] == {}
    said = assessed(submission).plan
    assert said
    ranked = {gap.code: gap.priority for gap in said.gaps}
    assert rows[0]["priority"] == round_half_up(ranked["06.1"])
    assert rows[1]["priority"] == round_half_up(max(ranked["01.1"], ranked["08.1"]))


def test_the_state_of_each_action() -> None:
    late = {**REPORT, "percent": Decimal(100), "actual_end": date(2026, 3, 31)}
    other = {**ACTION, "act": "A02"}
    submission = office(S07_actions=[ACTION, other], S08_tracker=[REPORT, {**late, "act": "A02"}])
    writes = written(assessed(submission), submission)
    tracker = submission.tables["S08.tracker"]
    assert row_of(writes, tracker, FIRST) == {
        "planned": Decimal("100.00"),
        "variance": Decimal("-10.00"),
        "status": "เลยกำหนด",
        "rag": "■ ต้องเร่งแก้ไข",
        "overdue": Decimal(1),
    }
    done = row_of(writes, tracker, FIRST + 1)
    assert (done["status"], done["rag"]) == ("แล้วเสร็จช้ากว่าแผน", "✔ แล้วเสร็จ")
    assert "overdue" not in done


def test_what_the_stages_say_of_each_item_of_the_checklist() -> None:
    items = [{"item": "Q01"}, {"item": "Q02"}, {"item": "Q03"}]
    submission = office(S09_checklist=items)
    said = replace(assessed(submission), readiness={"Q01": True, "Q02": False, "Q03": None})
    writes = written(said, submission)
    checklist = submission.tables["S09.checklist"]
    rows = [row_of(writes, checklist, FIRST + number) for number in range(3)]
    assert rows == [{"auto": "พร้อม"}, {"auto": "ยังไม่พร้อม"}, {}]


def test_only_cells_of_the_processor_are_written() -> None:
    submission = office(S07_actions=[ACTION], S08_tracker=[REPORT])
    tables = [place_table(f"SUMMARY.{field_id}", 4) for field_id in ("head", "systems", "gaps")]
    tables.append(place_table("CHECK.problems", 4))
    writes = written(assessed(submission, missing("A1")), submission, *tables)
    allowed = {
        (entries.sheet, entries.cell(Row(row), field.id))
        for entries in [*tables, *submission.tables.values()]
        for row in range(entries.first, entries.last + 1)
        for field in entries.table.fields
        if field.writer is FilledBy.PROCESSOR
    }
    assert writes
    assert {(write.sheet, write.cell) for write in writes} <= allowed
    assert written(assessed(submission, missing("A1")), submission, *tables) == writes


def test_a_workbook_without_scores_has_its_old_ones_emptied() -> None:
    tables = [place_table("SUMMARY.head", 1), place_table("SUMMARY.gaps", 2)]
    writes = written(Assessment(file="ก.xlsx", asof=ASOF), None, *tables)
    values = {write.value for write in writes}
    assert values == {None, ASOF, Decimal(0)}


def test_five_states_never_look_alike() -> None:
    card = scored({**EXAMPLE, "01.1": None, "08.2": 0, "01.3": 5})
    told = {leaf.code: format_indicator_score(leaf, "th") for leaf in card.indicators}
    assert told["01.1"] == "–"
    assert told["06.2"] == "ไม่เกี่ยวข้อง"
    assert told["08.1"] == "0*"
    assert told["08.2"] == "0"
    assert told["01.3"] == "100.00"


def test_an_office_that_has_answered_nothing_is_not_shown_with_a_zero() -> None:
    submission = office()
    for row in submission.tables["S06.answers"].rows:
        row.values.clear()
    said = assessed(submission)
    assert said.scorecard
    assert (said.scorecard.official, said.scorecard.provisional) == (None, None)
    assert official_shown(said.scorecard, "th") == "ยังไม่ได้ประเมิน"
    entries = place_table("SUMMARY.head", 12)
    head = {write.cell: write.value for write in written(said, None, entries)}
    assert head[entries.cell(Row(0), "official")] == "ยังไม่ได้ประเมิน"
    assert head[entries.cell(Row(0), "band")] == "–"
    for field_id in ("provisional", "gap", "projected_started", "projected_all"):
        assert head[entries.cell(Row(0), field_id)] is None


def test_an_unreadable_answer_shows_as_wrong() -> None:
    submission = office()
    row = submission.tables["S06.answers"].rows[0]
    del row.values["level"]
    row.unreadable["level"] = "สอง"
    said = assessed(submission)
    assert said.scorecard
    card = said.scorecard
    assert official_shown(card, "th") == "คำนวณไม่ได้ มีคำตอบที่อ่านไม่ได้"
    assert format_indicator_score(card.indicators[0], "th") == "ผิด"
    assert system_mark(card.systems[0], card, "th") == "✖ ผิด"
    entries = place_table("SUMMARY.head", 12)
    writes = written(said, None, entries)
    cell = entries.cell(Row(0), "official")
    assert CellWrite(entries.sheet, cell, official_shown(card, "th")) in writes
    assert replace(card, unreadable=()).official is None
    assert official_shown(replace(card, unreadable=()), "th") == "–"
