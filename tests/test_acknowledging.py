"""A warning answered with a reason stays acknowledged in the next check until its value changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pso_excel import (
    Assessment,
    Location,
    Problem,
    check_workbook,
    consolidate,
    frames,
    init_province,
    load_framework,
    read_book,
    to_dict,
)
from pso_excel.cli import main
from pso_excel.consolidation import ProvinceFolder
from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.model.submission import Submission, TableRows
from pso_excel.pipeline import assess, open_office
from pso_excel.province.answers import join
from pso_excel.province.office_digest import digest
from pso_excel.results.acknowledgements import ProblemFingerprints, acknowledged
from pso_excel.xlsx.workbook import CellWrite, format_address
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Office
from tests.officer import Officer
from tests.submissions import Rows, submission_of

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}
COVER, FOUND = TABLES["S00.cover"], TABLES["CHECK.problems"]
PHONE, EMAIL = COVER.cell("phone"), COVER.cell("email")
REASON = "ตรวจแล้ว ถูกต้อง"
Line = Mapping[str, str]


def typed(data: bytes, sheet: str, cell: str, text: str) -> bytes:
    return patch_copy(data, [CellWrite(sheet, cell, text)])


def checked(data: bytes) -> tuple[Assessment, bytes]:
    found = check_workbook(data, ASOF, "58-R-014.xlsx")
    assert found.copy
    assert not found.own_book
    return found.assessment, found.copy


def lines(data: bytes) -> dict[int, Line]:
    """The rows of the sheet of results that tell something, by field."""
    sheet = read_book(data).sheets[FOUND.sheet]
    rows = {
        row: {
            field_id: str(sheet.cell(row, at).value or "") for field_id, at in FOUND.columns.items()
        }
        for row in range(FOUND.first, FOUND.last + 1)
    }
    return {row: line for row, line in rows.items() if line["rule"]}


def row_of(data: bytes, cell: str) -> int:
    return next(row for row, line in lines(data).items() if line["cell"] == f"00_ปก!{cell}")


def answered(data: bytes, cell: str, reason: str = REASON) -> bytes:
    """The copy with a reason typed beside what was found at a cell of the cover."""
    return typed(data, FOUND.sheet, FOUND.cell("reason", row_of(data, cell)), reason)


@pytest.fixture(scope="module")
def first() -> bytes:
    """A copy that warns of an odd telephone number and an odd address."""
    data = blank_workbook()
    for cell in (PHONE, EMAIL):
        data = typed(data, COVER.sheet, cell, "โทรหาได้")
    return checked(data)[1]


def test_a_reason_acknowledges_just_what_it_stands_beside(first: bytes) -> None:
    before, _ = checked(first)
    after, copy = checked(answered(first, PHONE))
    reasons = {
        problem.location.cell: problem.reason
        for problem in after.problems
        if problem.code == "H213"
    }
    assert reasons == {PHONE: REASON, EMAIL: ""}
    line = lines(copy)[row_of(first, PHONE)]
    assert line["reason"] == REASON
    assert line["severity"] == "✔ รับทราบ · ควรตรวจสอบ"
    counts, told = to_dict(after)["counts"], to_dict(before)["counts"]
    assert counts == {**told, "WARN": told["WARN"] - 1, "acknowledged": 1}
    assert (digest(after).warnings, digest(after).errors) == (
        digest(before).warnings - 1,
        digest(before).errors,
    )


def test_a_changed_value_is_a_warning_again_until_the_reason_is_edited(first: bytes) -> None:
    copy = checked(answered(first, PHONE))[1]
    changed = typed(copy, COVER.sheet, PHONE, "ไม่มีโทรศัพท์")
    for _ in range(2):  # checking again is no answer
        said, changed = checked(changed)
        assert not any(problem.reason for problem in said.problems)
        line = lines(changed)[row_of(first, PHONE)]
        assert (line["severity"], line["reason"]) == ("▲ ควรตรวจสอบ", REASON)
        assert line["message"].endswith("แก้ไขเหตุผลเพื่อยืนยันอีกครั้ง)")
    said, _ = checked(answered(changed, PHONE, "ยืนยันแล้วอีกครั้ง"))
    assert {problem.reason for problem in said.problems if problem.location.cell == PHONE} == {
        "ยืนยันแล้วอีกครั้ง"
    }


def test_an_error_with_a_reason_stays_an_error(first: bytes) -> None:
    blank = COVER.cell("prepared_by")
    before, _ = checked(first)
    after, copy = checked(answered(first, blank))
    assert not any(problem.reason for problem in after.problems)
    assert digest(after).errors == digest(before).errors
    line = lines(copy)[row_of(first, blank)]
    assert (line["severity"], line["reason"], line["seen"]) == ("✖ ต้องแก้ไข", REASON, "")


def test_reasons_count_where_a_province_reads_no_results(first: bytes) -> None:
    opened = open_office(answered(first, PHONE), results=False)
    problems = assess(opened, ASOF).problems
    assert {problem.location.cell for problem in problems if problem.reason} == {PHONE}
    joined = join(None, {"S00": opened.submission, "S01": open_office(first).submission})
    assert len(list(_given(joined))) == 1


def _given(submission: Submission) -> list[Problem]:
    problem = Problem("H213", Location(sheet=COVER.sheet, cell=PHONE, stage="S00", field="phone"))
    return [
        other_problem
        for other_problem in acknowledged([problem], submission.tables)
        if other_problem.reason
    ]


def test_a_province_sees_what_was_acknowledged_and_why(first: bytes, tmp_path: Path) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    place = ProvinceFolder(tmp_path)
    (place.inbox / "58-R-014.xlsx").write_bytes(answered(first, PHONE))
    done = consolidate(tmp_path, ASOF, processes=1)
    found = frames(done.province)["problems"].to_dict("records")
    reasons = {row["cell"]: str(row["office_reason"]) for row in found if row["rule"] == "H213"}
    assert reasons == {PHONE: REASON, EMAIL: "None"}
    rows = openpyxl.load_workbook(done.book)["ปัญหาที่พบ"].iter_rows(values_only=True)
    shown = {str(row[6]): (str(row[1]), str(row[8])) for row in rows if row[9] == "H213"}
    assert shown[PHONE][0] == "✔ รับทราบ"
    assert shown[PHONE][1].endswith(f"(เหตุผลของหน่วยงาน: {REASON})")
    assert shown[EMAIL][0] == "▲ โปรดยืนยัน"


def test_the_terminal_counts_what_was_acknowledged_apart(
    first: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(answered(first, PHONE))
    monkeypatch.setattr("sys.argv", ["pso-excel", "check", str(path), "--asof", "2026-03-31"])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().out
    assert "✔ รับทราบแล้ว 1" in said
    (line,) = (line for line in said.splitlines() if f"00_ปก!{PHONE}" in line)
    assert line.startswith("  ✔")
    assert REASON in line


SCORED: Rows = [{"code": "D01", "task": "T1"}, {"code": "D02", "task": ""}]


def marks_of(problem: Problem, rows: Rows, down: int = 0) -> str:
    """The mark of a problem in rows that stand so many lines further down."""
    entries = submission_of({"S04.items": rows}).tables["S04.items"]
    for row in entries.rows:
        row.row_number += down
    return ProblemFingerprints({"S04.items": entries}).of(problem)


def items() -> TableRows:
    return submission_of({"S04.items": SCORED}).tables["S04.items"]


def at(cell: str, code: str = "D610") -> Problem:
    return Problem(code, Location(sheet=items().sheet, cell=cell, stage="S04", field="task"))


def test_a_moved_row_keeps_its_mark_and_no_other_has_it() -> None:
    column = items().columns["task"]
    mark = marks_of(at(format_address(11, column)), SCORED)
    assert marks_of(at(format_address(14, column)), SCORED, down=3) == mark
    assert marks_of(at(format_address(10, column)), SCORED) != mark
    assert marks_of(at(format_address(11, column), "D611"), SCORED) != mark
    edited = [SCORED[0], {**SCORED[1], "task": "T9"}]
    assert marks_of(at(format_address(11, column)), edited) != mark


def test_a_problem_without_a_cell_goes_by_what_it_quotes() -> None:
    problem = Problem("Q106", Location(stage="S09"), {"p": "60.00", "t": "80.00"})
    assert marks_of(problem, SCORED) == marks_of(problem, SCORED, down=3)
    assert marks_of(problem, SCORED) != marks_of(replace_value(problem, "p", "61.00"), SCORED)


def replace_value(problem: Problem, key: str, value: str) -> Problem:
    return problem._replace(values={**problem.values, key: value})


def test_columns_that_were_moved_leave_a_mark_as_it_is() -> None:
    entries = items()
    low, high = min(entries.columns.values()), max(entries.columns.values())
    whole = at(f"{format_address(11, low)}:{format_address(11, high)}")
    turned = {field_id: low + high - column for field_id, column in entries.columns.items()}
    moved = replace(entries, columns=turned)
    assert ProblemFingerprints({"S04.items": moved}).of(whole) == ProblemFingerprints(
        {"S04.items": entries}
    ).of(whole)


def test_a_reason_typed_in_a_spreadsheet_program(
    libreoffice: Office, first: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(first)
    with libreoffice.open(path) as document:
        row = row_of(first, PHONE)
        document.type(FOUND.sheet, FOUND.cell("reason", row), REASON)
        data = document.save_xlsx(tmp_path / "answered.xlsx").read_bytes()
        said, copy = checked(data)
        assert {problem.location.cell for problem in said.problems if problem.reason} == {PHONE}
    path.write_bytes(copy)
    with libreoffice.open(path) as document:
        assert document.text(FOUND.sheet, FOUND.cell("severity", row)).startswith("✔ รับทราบ")
        Officer(document, PSO).type("S00.cover", "phone", 0, "ไม่มีโทรศัพท์")
        changed = document.save_xlsx(tmp_path / "changed.xlsx").read_bytes()
    said, copy = checked(changed)
    assert not any(problem.reason for problem in said.problems)
    assert lines(copy)[row_of(copy, PHONE)]["reason"] == REASON


def sorted_rows(data: bytes, order: list[str], *, hidden: bool) -> bytes:
    """The sheet of results with its rows in the order of these cells of the cover, in all that is
    seen; with ``hidden`` in all there is."""
    sheet = read_book(data).sheets[FOUND.sheet]
    rows = [row_of(data, cell) for cell in order]
    writes: list[CellWrite] = []
    for row, source in zip(sorted(rows), rows, strict=True):
        for field_id, column in FOUND.columns.items():
            if field_id != "seen" or hidden:
                value = sheet.cell(source, column).value
                text = None if value is None else str(value)
                writes.append(CellWrite(FOUND.sheet, format_address(row, column), text))
    return patch_copy(data, writes)


def codes(said: Assessment) -> set[str]:
    return {problem.code for problem in said.problems} & {"T138", "T139"}


@pytest.fixture(scope="module")
def with_a_reason(first: bytes) -> bytes:
    """The copy of a check after a reason was given for the telephone number."""
    return checked(answered(first, PHONE))[1]


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        pytest.param(False, {"T138"}, id="T138 fires: sorted without the hidden column"),
        pytest.param(True, set[str](), id="T138 quiet: sorted with it, T139 quiet"),
    ],
)
def test_b9_a_reason_goes_with_what_is_seen_beside_it(
    with_a_reason: bytes, hidden: bool, told: set[str]
) -> None:
    """The row of an error, which has no marks, changes places with those of two warnings."""
    blank = COVER.cell("prepared_by")
    cells = sorted([PHONE, EMAIL, blank], key=lambda cell: row_of(with_a_reason, cell))
    data = sorted_rows(with_a_reason, [*cells[1:], cells[0]], hidden=hidden)
    for expected in (told, set[str]()):  # what is written then is in order again
        said, data = checked(data)
        assert {problem.location.cell for problem in said.problems if problem.reason} == {PHONE}
        assert codes(said) == expected


def test_b9_a_reason_beside_what_the_program_never_wrote_there_does_not_count_T139_fires(
    with_a_reason: bytes,
) -> None:
    row = row_of(with_a_reason, PHONE)
    data = typed(with_a_reason, FOUND.sheet, FOUND.cell("cell", row), "00_ปก!B2")
    for expected in ({"T139"}, set[str]()):
        said, data = checked(data)
        assert not any(problem.reason for problem in said.problems)
        assert codes(said) == expected
    assert REASON in {line["reason"] for line in lines(data).values()}


def test_reasons_of_copies_from_before_count_as_they_did(with_a_reason: bytes) -> None:
    """A copy of a former edition of the program keeps the marks alone."""
    data = with_a_reason
    for row, line in lines(data).items():
        marks = " ".join(text for text in line["seen"].split() if not text.startswith("~"))
        data = typed(data, FOUND.sheet, FOUND.cell("seen", row), marks)
    said, _ = checked(data)
    assert {problem.location.cell for problem in said.problems if problem.reason} == {PHONE}
    assert codes(said) == set()
