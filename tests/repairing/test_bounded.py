"""A repair of one file has the bounds of a check, and answers as a check does."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pso_excel.cli.repair import repair_file
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.model.registry import USUAL, Settings
from pso_excel.repair.damaged_workbook import Page, pages_of
from pso_excel.repair.find_by_headers import find_by_headers
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.workbook import Cell
from tests.released import released

PSO = load_framework("pso")
ITEMS_ONLY = next(release.data for release in released() if release.name == "stage_S04_th")
MIB = 1 << 20


def answer(
    path: Path, capsys: pytest.CaptureFixture[str], settings: Settings = USUAL, out: str = ""
) -> tuple[int, dict[str, Any]]:
    """The exit code of ``repair --json``, and what it prints."""
    code = repair_file(path, Path(out) if out else None, "", as_json=True, settings=settings)
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "แบบ.xlsx"
    path.write_bytes(ITEMS_ONLY)
    return path


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        pytest.param(Settings(seconds=0.02), {"B414"}, id="B414 fires: no time"),
        # what has not even the memory to tell is told as having died
        pytest.param(Settings(memory=40 * MIB), {"B413", "B417"}, id="B417 fires: no memory"),
    ],
)
def test_d4_a_repair_that_needs_too_much_is_ended_and_told(
    form: Path, capsys: pytest.CaptureFixture[str], settings: Settings, codes: set[str]
) -> None:
    ended, said = answer(form, capsys, settings)
    assert ended == 2
    [problem] = said["problems"]
    assert problem["code"] in codes
    assert "ไฟล์อื่น" not in said["problems"][0]["text"]
    assert said["file"] is None
    assert list(form.parent.iterdir()) == [form]


@pytest.mark.parametrize(
    ("data", "code", "ended"),
    [
        pytest.param(b"%PDF-1.7", "F003", 1, id="another kind of file"),
        pytest.param(b"", "F021", 1, id="an empty file"),
        pytest.param(None, "F042", 2, id="no file"),
    ],
)
def test_d4_a_refusal_is_answered_as_a_check_answers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None, code: str, ended: int
) -> None:
    path = tmp_path / "แบบ.xlsx"
    if data is not None:
        path.write_bytes(data)
    found, said = answer(path, capsys)
    assert (found, [item["code"] for item in said["problems"]]) == (ended, [code])


def test_d4_a_refusal_is_said_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repair_file(tmp_path / "ไม่มี.xlsx", None, "", as_json=False) == 2
    assert capsys.readouterr().err.count("[F042]") == 2


def test_d4_a_place_that_cannot_be_written_is_told(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answer(form, capsys, out=str(form / "below"))
    assert (code, [item["code"] for item in said["problems"]]) == (2, ["O002"])


def test_d4_a_name_as_long_as_a_name_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{'ก' * 82}.xlsx"
    path.write_bytes(ITEMS_ONLY)
    for _ in range(2):
        code, said = answer(path, capsys)
        assert code == 0
        assert Path(said["file"]).exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_d4_looking_for_tables_looks_at_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tables are looked for: twice the rows are twice the work, not more."""
    looked: Counter[int] = Counter()
    plain = Page.words

    def words(self: Page, row: int) -> dict[int, str]:
        looked[row] += 1
        return plain(self, row)

    monkeypatch.setattr(Page, "words", words)
    book = read_book(new_workbook("", "", PSO, stage="S03"))
    sheet = book.sheets["03_งาน"]
    tables = [table for plan in lay_out_workbook(PSO) for table in plan.tables]
    assert len(tables) > 20
    sheet.cells.update({(row, 3): Cell(f"ข้อความ {row}") for row in range(1000, 3000)})
    found = find_by_headers(tables, {sheet.name: pages_of(book)[sheet.name]}, {})
    assert "S03.tasks" in {table.table.id for table in found}
    assert max(looked[row] for row in range(1000, 3000)) == 1
