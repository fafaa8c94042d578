"""What was typed into the copy of a check outlives the next check of the same form."""

from datetime import date
from pathlib import Path

import pytest

from pso_excel.cli.check import Outcome, check_file, file_at, with_reasons
from pso_excel.cli.check_many import check_all
from pso_excel.core.faults import patch_copy
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.framework import load_framework
from pso_excel.model.registry import USUAL
from pso_excel.model.submission import TableRows
from pso_excel.pipeline import open_office
from pso_excel.templates.fill import fill_workbook
from pso_excel.xlsx.patcher import is_stamped, stamped
from pso_excel.xlsx.reader import LIMITS
from pso_excel.xlsx.workbook import CellWrite, format_address
from tests.complete_workbook import blank_workbook

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
REASON = "ตรวจแล้ว ถูกต้องตามมติ 3/2569"
TASK = {"code": "T1", "task": "จัดทำทะเบียนข้อมูล", "duty": "main"}


def form(office: str = "58-R-014") -> bytes:
    """A form with one task, which names no output (K509, a warning)."""
    return fill_workbook(blank_workbook(office), {"S03.tasks": [TASK]}, PSO)


def answered(copy: bytes, reason: str = REASON) -> bytes:
    """The copy as its officer saved it, with a reason beside each K509."""
    opened = open_office(copy)
    entries = opened.submission.tables[PROBLEM_TABLE]
    sheet, rule, column = opened.book.sheets[entries.sheet], *columns_of(entries)
    told = [row for row in range(entries.first, 40) if sheet.cell(row, rule).value == "K509"]
    assert told
    writes = [CellWrite(entries.sheet, format_address(row, column), reason) for row in told]
    saved = patch_copy(copy, writes)
    return saved.replace(saved[10:14], b"\x21\x4a\x76\x5b")


def columns_of(entries: TableRows) -> tuple[int, int]:
    return entries.columns["rule"], entries.columns["reason"]


def check(path: Path) -> Outcome:
    return check_file(ASOF, None, file_at(path, None))


def reason_of(outcome: Outcome) -> str:
    return next(problem.reason for problem in outcome.assessment.problems if problem.code == "K509")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(form())
    return path


def test_an_untouched_copy_is_written_again__O008_quiet(filled: Path) -> None:
    first, second = check(filled), check(filled)
    assert first.copy == second.copy == filled.with_name("58-R-014_ผลตรวจ.xlsx")
    assert len(list(filled.parent.iterdir())) == 2


def test_a_copy_with_a_reason_is_kept_and_its_reason_counts__O008_fires(filled: Path) -> None:
    copy = check(filled).copy
    assert copy
    worked_in = answered(copy.read_bytes())
    copy.write_bytes(worked_in)
    again = check(filled)
    assert again.copy
    assert again.copy != copy
    assert copy.read_bytes() == worked_in
    assert reason_of(again) == REASON
    assert check(filled).copy == again.copy, "the new one has not been worked in"
    kept = open_office(again.copy.read_bytes()).submission.rows(PROBLEM_TABLE)
    assert {row.text("reason") for row in kept if row.text("reason")} == {REASON}


def test_the_newest_reason_counts(filled: Path) -> None:
    for reason in ("เหตุผลแรก", "เหตุผลใหม่กว่า"):
        copy = check(filled).copy
        assert copy
        copy.write_bytes(answered(copy.read_bytes(), reason))
    assert reason_of(check(filled)) == "เหตุผลใหม่กว่า"


def test_a_folder_does_not_take_the_kept_copies_for_forms(filled: Path) -> None:
    copy = check(filled).copy
    assert copy
    copy.write_bytes(answered(copy.read_bytes()))
    check(filled)
    told = list(check_all([filled.parent], ASOF, None, None, USUAL))
    codes = [[problem.code for problem in outcome.assessment.problems] for outcome in told]
    assert sum(found == ["F060"] for found in codes) == 2
    assert len(told) == 3


def test_another_offices_copy_brings_nothing(filled: Path) -> None:
    copy = check(filled).copy
    assert copy
    other = form("58-R-099")
    assert with_reasons(other, answered(copy.read_bytes())) == other
    assert with_reasons(other, b"no workbook") == other


def test_a_copy_that_cannot_be_read_stops_no_check(filled: Path) -> None:
    copy = filled.with_name("58-R-014_ผลตรวจ.xlsx")
    with copy.open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    outcome = check(filled)
    assert outcome.copy
    assert outcome.copy != copy
    assert copy.stat().st_size == LIMITS.file_bytes + 1


def test_the_stamp_touches_no_content() -> None:
    data = form()
    known = stamped(data)
    assert is_stamped(known)
    assert not is_stamped(data)
    assert sum(a != b for a, b in zip(data, known, strict=True)) <= 8
    assert open_office(known).submission.tables == open_office(data).submission.tables
