"""Every button of a filled-in workbook pressed in LibreOffice, with the command itself."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pso_excel.buttons import OFFICE_COMMANDS
from pso_excel.buttons.own_macros import origin
from pso_excel.forms.layout import COVER
from pso_excel.intake import read_book
from pso_excel.xlsx.workbook import Sheet, Value
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Document, Office
from tests.live.pressing import cell, opened, press_through, said

NAME = "58-R-014_2569-1.xlsm"
ANSWERS, STATE = "06_ประเมิน", "E12"
PROBLEMS, SUMMARY = "ผลตรวจ", "สรุป"
RESULTS = (PROBLEMS, SUMMARY, "07_แผน", "08_ติดตาม", "09_ความพร้อม")
COMMAND = Path(sys.executable).with_name("pso-excel")


def shown(sheet: Sheet) -> dict[tuple[int, int], Value]:
    return {at: cell.value for at, cell in sheet.cells.items() if not cell.is_formula}


def checked(path: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    """What ``check --json`` says of a file, and its copy."""
    command = [COMMAND, "check", path, "--json", "--out", folder]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    return json.loads(done.stdout), next(folder.iterdir())


def exit_code(document: Document) -> str:
    return str(cell(document, "PSO_PRESS").String).split()[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "สำนักงาน ตัวอย่าง" / NAME
    path.parent.mkdir()
    path.write_bytes(complete_workbook(macros=True))
    return path


def test_after_every_button_the_sheets_hold_what_check_says_of_the_saved_file(
    libreoffice: Office, path: Path, tmp_path: Path
) -> None:
    before = path.read_bytes()
    with opened(libreoffice, path) as document:
        document.type(ANSWERS, STATE, "ไม่รู้")
        for command in OFFICE_COMMANDS:
            press_through(document, COVER, command.caption.th)
            assert exit_code(document) == "1"
            assert said(document).startswith("✖")
        saved = document.save_xlsx(tmp_path / "saved.xlsx")
    assert path.read_bytes() == before
    report, copy = checked(saved, tmp_path / "out")
    now, expected = read_book(saved.read_bytes()), read_book(copy.read_bytes())
    for name in RESULTS:
        assert shown(now.sheets[name]) == shown(expected.sheets[name]), name
    told_codes = {str(value) for value in shown(now.sheets[PROBLEMS]).values()}
    assert {problem["code"] for problem in report["problems"]} <= told_codes


def test_a_complete_workbook_is_submitted_with_its_buttons(
    libreoffice: Office, path: Path, tmp_path: Path
) -> None:
    with opened(libreoffice, path) as document:
        press_through(document, COVER, OFFICE_COMMANDS[-1].caption.th)
        assert exit_code(document) == "0"
        assert said(document).startswith("✔")
    copy = path.parent / "outbox" / NAME
    report, _ = checked(copy, tmp_path / "out")
    assert [item["code"] for item in report["problems"] if item["code"].startswith("F")] == ["F020"]
    assert origin(zipfile.ZipFile(copy).read("xl/vbaProject.bin")) == "ours"
