"""The command line: what may be typed, what each command is given, and how it ends."""

import inspect
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

import pso_excel
from pso_excel import consolidation as batch
from pso_excel.cli import main
from pso_excel.cli.arguments import parser
from pso_excel.consolidation.lock import folder_lock
from pso_excel.demo import write_province
from tests.complete_workbook import blank_workbook

TYPED = [
    ("new", "--office", "58-R-014", "--round", "2569-1", "--stage", "S06", "--lang", "en"),
    ("check", "a.xlsx", "b.xlsx", "--asof", "31/03/2569", "--json", "--out", "out"),
    ("province", "init", "สมมุติ", "--name", "สมมุติ", "--round", "2569-1"),
    ("consolidate", "สมมุติ", "--asof", "2026-03-31"),
    ("consolidate", "สมมุติ", "--out", "อื่น", "--take-over"),
    ("demo",),
    ("framework", "list"),
    ("framework", "show", "pmqa4"),
    ("fields", "--json"),
    ("template", "--all"),
    ("macros", "build", "--out", "ใหม่"),
    ("macros", "verify", "a.xlsm", "b.xlam", "--lang", "en"),
]
WRONG = [
    (),
    ("chek",),
    ("check",),
    ("check", "a.xlsx", "--asof", "5"),
    ("check", "a.xlsx", "--lang", "de"),
    ("new", "--office", "58-R-014", "--round", "2569-1", "--stage", "S77"),
    ("new", "--office", "58-R-014", "--round", "2569-1", "--framework", "iso"),
    ("new", "--office", "58-R-014", "--round", "2569"),
    ("province", "init", "สมมุติ", "--name", "สมมุติ", "--round", "1-2569"),
    ("framework", "show", "iso"),
    ("framework",),
    ("template",),
    ("macros",),
    ("macros", "verify"),
]
HEAVY = {"pandas", "numpy", "openpyxl", "xlwings", "rich", "pydantic", "xlsxwriter"}


def run(typed: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("typed", TYPED, ids=" ".join)
def test_a_command_is_given_just_what_it_takes(typed: Sequence[str]) -> None:
    given = vars(parser().parse_args(typed))
    command = given.pop("run")
    assert inspect.signature(command).bind(**given).arguments == given


def test_days_are_read_as_officers_type_them() -> None:
    said = parser().parse_args(["check", "a.xlsx", "--asof", "๓๑ มีนาคม ๒๕๖๙"])
    assert said.asof == date(2026, 3, 31)


@pytest.mark.parametrize("typed", WRONG, ids=" ".join)
def test_wrong_use_ends_with_2(typed: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(typed, monkeypatch) == 2


def test_it_tells_its_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(("--version",), monkeypatch) == 0
    assert capsys.readouterr().out == f"pso-excel {version('pso-excel')}\n"
    assert pso_excel.__version__ == version("pso-excel")


def test_a_file_that_is_not_there_ends_with_2_and_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(("check", "ไม่มี.xlsx", "--json"), monkeypatch) == 2
    assert [load["code"] for load in json.loads(capsys.readouterr().out)["problems"]] == ["F042"]


def test_consolidating_where_another_is_at_work_says_who_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_province(tmp_path, ())
    with folder_lock(tmp_path / "out"):
        assert run(("consolidate", str(tmp_path)), monkeypatch) == 2
        assert "กำลังรวมโดย" in capsys.readouterr().err
        elsewhere = ("consolidate", str(tmp_path), "--out", str(tmp_path / "other"))
        assert run(elsewhere, monkeypatch) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == []
    assert (tmp_path / "other" / "province_2569-1.xlsx").exists()


def test_who_stops_a_run_is_told_that_nothing_is_lost_B426_fires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    write_province(tmp_path, ())
    monkeypatch.setattr(batch, "receive_inbox", stopped)
    assert run(("consolidate", str(tmp_path)), monkeypatch) == 2
    assert capsys.readouterr().err.startswith("หยุดตามคำสั่งแล้ว")
    assert not list((tmp_path / "out").glob("*.json"))


def test_who_lets_a_run_end_is_told_of_no_stop_B426_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_province(tmp_path, ())
    assert run(("consolidate", str(tmp_path)), monkeypatch) == 0


def test_the_command_on_one_workbook_loads_nothing_heavy(tmp_path: Path) -> None:
    book = tmp_path / "สำนักงาน.xlsx"
    book.write_bytes(blank_workbook())
    command = (
        "import sys\nfrom pso_excel.cli import main\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    typed = ["check", str(book), "--asof", "2026-01-15", "--json"]
    ran = subprocess.run(
        [sys.executable, "-c", command, *typed], capture_output=True, text=True, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr
    assert json.loads(ran.stdout)["office"] == "58-R-014"
    assert HEAVY & {name.partition(".")[0] for name in ran.stderr.split()} == set()
