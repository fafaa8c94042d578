"""A province's own settings: what may stand in them, every fault at once, and who is told."""

from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from pso_excel.cli import main
from pso_excel.consolidation import ProvinceFolder, consolidate, init_province
from pso_excel.consolidation.settings import read_settings, settings_at, usual_settings
from pso_excel.core.messages import message_without_remedy, severity_of
from pso_excel.core.problem import Problem, Refused, Severity
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.model.registry import USUAL, Settings
from pso_excel.pipeline import check_workbook
from pso_excel.province.report import province_json
from pso_excel.province_book import province_workbook
from pso_excel.templates.fill import fill_workbook
from pso_excel.xlsx.reader.limits import LIMITS
from tests.complete_workbook import blank_workbook

ASOF, ROUND = date(2026, 3, 31), "2569-1"
PSO = load_framework("pso")
HERE = Settings(severities={"H213": Severity.ERROR, "C316": None})
TYPED = '[severities]\nH213 = "ERROR"\nC316 = "off"\n'


def fault_of(text: str) -> Problem:
    """What the settings are refused with."""
    with pytest.raises(Refused) as refused:
        read_settings(text.encode(), "ของเรา.toml")
    return refused.value.problem


@cache
def workbook() -> bytes:
    """A cover with an odd telephone number, and no notice of intent."""
    blank = blank_workbook()
    return fill_workbook(blank, {"S00.cover": [{"phone": "โทรหาได้", "office_name": "ก"}]}, PSO)


def test_the_file_of_a_new_province_says_everything_and_changes_nothing() -> None:
    assert read_settings(usual_settings()) == USUAL
    lines = usual_settings().decode().splitlines()
    numbers = [line[2:] for line in lines if line.startswith("# ") and " = " in line]
    woken = "[limits]\n" + "\n".join(line for line in numbers if line[0].islower())
    assert read_settings(woken.encode()) == USUAL


def test_what_is_set_counts_and_the_rest_is_as_usual() -> None:
    found = read_settings(
        (TYPED + "[limits]\nseconds = 30\nmemory_mb = 512\nfile_mb = 64\ncells = 500000\n").encode()
    )
    assert found.severities == HERE.severities
    assert (found.seconds, found.memory) == (30, 512 << 20)
    assert found.limits == LIMITS._replace(file_bytes=64 << 20, cells=500_000)


def test_what_is_as_usual_is_no_change() -> None:
    assert read_settings(b'\xef\xbb\xbf[severities]\nH213 = "WARN"\n') == USUAL


CASES = [
    pytest.param("[severities", "A001", "", id="A001 fires: not TOML"),
    pytest.param("[severity]", "A002", "severity", id="A002 fires: an unknown table"),
    pytest.param("[limits]\nsecond = 3", "A002", "limits.second", id="A002 fires: an unknown key"),
    pytest.param('[severities]\nH999 = "off"', "A003", "severities.H999", id="A003 fires: no rule"),
    pytest.param('[severities]\nF001 = "off"', "A004", "severities.F001", id="A004 fires: a BLOCK"),
    pytest.param('[severities]\nC301 = "INFO"', "A004", "severities.C301", id="A004 fires: ERROR"),
    pytest.param('[severities]\nH213 = "high"', "A005", "severities.H213", id="A005 fires: a word"),
    pytest.param('[severities]\nH213 = "BLOCK"', "A005", "severities.H213", id="A005 fires: BLOCK"),
    pytest.param("[severities]\nH213 = 1", "A005", "severities.H213", id="A005 fires: a number"),
    pytest.param('[limits]\ncells = "many"', "A006", "limits.cells", id="A006 fires: a text"),
    pytest.param("[limits]\nseconds = 1.5", "A006", "limits.seconds", id="A006 fires: not whole"),
    pytest.param("limits = 3", "A006", "limits", id="A006 fires: no table"),
    pytest.param("[limits]\nseconds = 0", "A007", "limits.seconds", id="A007 fires: too low"),
    pytest.param("[limits]\nmemory_mb = 9999", "A007", "limits.memory_mb", id="A007 fires: high"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "field"), CASES)
def test_a_fault_is_told_with_its_key(text: str, code: str, field: str) -> None:
    problem = fault_of(text)
    assert (problem.code, problem.location.file, problem.location.field) == (
        code,
        "ของเรา.toml",
        field,
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[severities]", id="A001 quiet: TOML"),
        pytest.param("[limits]\nseconds = 3", id="A002 quiet: a known key"),
        pytest.param('[severities]\nH213 = "off"', id="A003 quiet: a rule"),
        pytest.param('[severities]\nH212 = "ERROR"', id="A004 quiet: an INFO, raised"),
        pytest.param('[severities]\nH213 = "INFO"', id="A005 quiet: a word of the list"),
        pytest.param("[limits]\ncells = 50000", id="A006 quiet: a whole number"),
        pytest.param("[limits]\nseconds = 1\nmemory_mb = 4096", id="A007 quiet: the bounds"),
        pytest.param(TYPED, id="A008 quiet: no fault"),
    ],
)
def test_sound_settings_are_read(text: str) -> None:
    assert isinstance(read_settings(text.encode()), Settings)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x = " + b"[" * 1900 + b"]", id="nested on a line"),
        pytest.param(b"x = " + b"[\n" * 20_000, id="nested on many"),
        pytest.param(b"[severities]\nH213" + b".a" * 900 + b" = 1", id="a key of many parts"),
        pytest.param(b"x" + b".a" * 20_000 + b" = 1", id="a key of too many parts"),
        pytest.param(b"# \n" * 30_000, id="large"),
        pytest.param(b"x = 1" + b"0" * 1900, id="an endless number"),
        pytest.param(b"\xff\xfe\x00\x01" * 10, id="binary"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="a workbook"),
    ],
)
def test_d4_settings_that_are_no_settings_are_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        settings_at(path)
    assert refused.value.problem.code[0] == "A"
    assert message_without_remedy(refused.value.problem, "th")


def test_d4_a_folder_as_settings_is_told(tmp_path: Path) -> None:
    place = province(tmp_path)
    place.settings.unlink()
    place.settings.mkdir()
    with pytest.raises(Refused) as refused:
        consolidate(tmp_path, ASOF)
    assert refused.value.problem.code == "A001"
    assert "โฟลเดอร์" in message_without_remedy(refused.value.problem, "th")


def test_A008_fires_with_every_fault_at_once() -> None:
    problem = fault_of('[severities]\nF001 = "off"\nH21 = "off"\n[limits]\ncells = 1\n[x]\n')
    assert problem.code == "A008"
    assert problem.values["n"] == "4"
    said = message_without_remedy(problem, "th")
    for key in ("severities.F001", "severities.H21", "limits.cells", "x:"):
        assert key in said
    assert message_without_remedy(problem, "en").count(";") == 3


def test_A009_fires_in_the_result_of_a_workbook() -> None:
    checked = check_workbook(workbook(), ASOF, settings=HERE)
    by_code = {problem.code: problem for problem in checked.assessment.problems}
    assert severity_of(by_code["H213"]) is Severity.ERROR
    assert "C316" not in by_code
    assert message_without_remedy(by_code["A009"], "en").endswith(
        "C316 – Information → – not shown; H213 ▲ Warning → ✖ Error"
    )
    assert checked.copy
    shown = [str(cell.value) for cell in read_book(checked.copy).sheets["ผลตรวจ"].cells.values()]
    assert any("H213 ▲ ควรตรวจสอบ → ✖ ต้องแก้ไข" in text for text in shown)


def test_A009_quiet_where_nothing_was_changed() -> None:
    problems = check_workbook(workbook(), ASOF).assessment.problems
    assert {"H213", "C316"} <= {problem.code for problem in problems}


def province(folder: Path) -> ProvinceFolder:
    """A province of one office, which has sent its workbook."""
    init_province(folder, "สมมุติ", ROUND)
    place = ProvinceFolder(folder)
    (place.inbox / "58-R-014.xlsx").write_bytes(workbook())
    return place


def test_a_province_sees_which_rules_it_changed(tmp_path: Path) -> None:
    place = province(tmp_path)
    usual = consolidate(tmp_path, ASOF, processes=1).province
    assert "กติกาที่ปรับ" not in openpyxl.load_workbook(place.book(ROUND)).sheetnames
    place.settings.write_text(TYPED + 'B427 = "off"\n', encoding="utf-8")
    found = consolidate(tmp_path, ASOF, processes=1).province
    errors = [
        each_province.offices[0].digest.errors
        for each_province in (usual, found)
        if each_province.offices[0].digest
    ]
    assert errors[1] == errors[0] + 1
    assert "B427" in {problem.code for problem in usual.problems} - {
        problem.code for problem in found.problems
    }
    sheet = openpyxl.load_workbook(place.book(ROUND))["กติกาที่ปรับ"]
    told = [row[1:5] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert [(row[0], row[2], row[3]) for row in told] == [
        ("B427", "▲ ควรตรวจสอบ", "– ไม่แสดง"),
        ("C316", "– เพื่อทราบ", "– ไม่แสดง"),
        ("H213", "▲ ควรตรวจสอบ", "✖ ต้องแก้ไข"),
    ]
    assert [item["code"] for item in province_json(found, "th")["changed_rules"]] == [
        *("B427", "C316", "H213")
    ]
    assert province_workbook(found) == province_workbook(found)


def test_wrong_settings_stop_a_province_before_anything_is_written(tmp_path: Path) -> None:
    place = province(tmp_path)
    place.settings.write_text('[severities]\nC301 = "off"\n', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        consolidate(tmp_path, ASOF, processes=1)
    assert refused.value.problem.code == "A004"
    assert list(place.out.iterdir()) == []


def test_settings_that_are_there_are_never_written_over(tmp_path: Path) -> None:
    place = province(tmp_path)
    assert place.settings.read_bytes() == usual_settings()
    place.settings.write_text(TYPED, encoding="utf-8")
    init_province(tmp_path, "สมมุติ", ROUND)
    assert place.settings.read_text(encoding="utf-8") == TYPED


@pytest.mark.parametrize(
    ("text", "code"), [(TYPED, 1), ("[x]", 2), (None, 2)], ids=["sound", "wrong", "not there"]
)
def test_a_check_with_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, code: int
) -> None:
    book, settings = tmp_path / "ก.xlsx", tmp_path / "ของเรา.toml"
    book.write_bytes(workbook())
    if text is not None:
        settings.write_text(text, encoding="utf-8")
    typed = ["pso-excel", "check", str(book), "--asof", "2026-03-31", "--settings", str(settings)]
    monkeypatch.setattr("sys.argv", typed)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert len(list(tmp_path.glob("*_ผลตรวจ.xlsx"))) == (code == 1)
