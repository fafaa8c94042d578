"""``check`` on folders and several files: every file has its line, its limits and its copy."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pso_excel.cli import check_many as checking_many
from pso_excel.cli import main
from pso_excel.cli.check import Outcome
from pso_excel.cli.check_many import check_all
from pso_excel.demo import ASOF
from pso_excel.model.registry import USUAL, Settings
from tests.batch.test_workers import TIGHT
from tests.batch.working import check_badly
from tests.complete_workbook import blank_workbook


@pytest.fixture(scope="module")
def form() -> bytes:
    """A single-stage workbook, blank but for its office."""
    return blank_workbook("99-R-001", stage="S01")


@pytest.fixture
def folder(tmp_path: Path, form: bytes) -> Path:
    """A folder with a subfolder: two forms of one name, a broken file, a temporary one."""
    inner = tmp_path / "งาน" / "ใน"
    inner.mkdir(parents=True)
    for place in (inner, inner.parent):
        (place / "a.xlsx").write_bytes(form)
    (inner.parent / "b.xlsx").write_bytes(form[:1000])
    (inner.parent / "z.tmp").write_bytes(b"\x0bpso")
    return inner.parent


def checked(
    *paths: Path, out: Path | None = None, settings: Settings = USUAL
) -> dict[str, Outcome]:
    """The outcomes by the name of the file, in order."""
    found = check_all(paths, ASOF, None, out, settings)
    return {outcome.assessment.file: outcome for outcome in found}


def codes(found: Outcome) -> set[str]:
    return {problem.code for problem in found.assessment.problems}


def files(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_folder_is_every_file_in_it_each_with_its_copy_beside_it(folder: Path) -> None:
    found = checked(folder)
    assert list(found) == ["a.xlsx", "b.xlsx", "z.tmp", "ใน/a.xlsx"]
    assert found["a.xlsx"].assessment.stages == ("S01",)
    assert codes(found["b.xlsx"]) == {"F001"}
    assert codes(found["z.tmp"]) == {"F015"}
    copies = [
        outcome.copy and outcome.copy.relative_to(folder).as_posix() for outcome in found.values()
    ]
    assert copies == ["a_ผลตรวจ.xlsx", None, None, "ใน/a_ผลตรวจ.xlsx"]


def test_copies_of_files_of_one_name_never_meet(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(folder, out=out)
    assert files(out) == ["a_ผลตรวจ.xlsx", "ใน/a_ผลตรวจ.xlsx"]
    checked(folder / "a.xlsx", folder / "ใน" / "a.xlsx", folder / "a.xlsx", out=tmp_path / "two")
    assert files(tmp_path / "two") == ["a_ผลตรวจ.xlsx", "a_ผลตรวจ_2.xlsx"]


def test_F060_fires_for_copies_of_an_earlier_check(folder: Path, tmp_path: Path) -> None:
    checked(folder)
    for out in (None, tmp_path / "out"):
        again = checked(folder, out=out)
        assert [name for name, outcome in again.items() if codes(outcome) == {"F060"}] == [
            "a_ผลตรวจ.xlsx",
            "ใน/a_ผลตรวจ.xlsx",
        ]


def test_F060_quiet_for_a_copy_whose_original_is_not_there(folder: Path) -> None:
    checked(folder)
    for original in (folder / "a.xlsx", folder / "ใน" / "a.xlsx"):
        original.unlink()
    assert checked(folder)["a_ผลตรวจ.xlsx"].assessment.stages == ("S01",)


def test_a_link_is_not_followed_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "a.xlsx", tmp_path / "secret.xlsx")
    (folder / "a.xlsx").symlink_to(tmp_path / "secret.xlsx")
    (folder / "ring.xlsx").symlink_to(folder / "ring.xlsx")
    found = checked(folder)
    assert [codes(found[name]) for name in ("a.xlsx", "ring.xlsx")] == [{"F041"}] * 2


def test_a_file_that_ends_its_reader_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_many, "check_file", check_badly)
    for stem in ("a", "dies", "eats", "z"):
        (tmp_path / f"{stem}.xlsx").touch()
    found = checked(tmp_path, settings=TIGHT)
    assert [codes(outcome) for outcome in found.values()] == [set(), {"B413"}, {"B417"}, set()]
    assert [outcome.exit_code for outcome in found.values()] == [0, 2, 2, 0]


def test_outcomes_come_one_by_one(folder: Path) -> None:
    found = check_all([folder], ASOF, None, None, USUAL)
    assert isinstance(found, Iterator)
    assert next(found).assessment.file == "a.xlsx"
    found.close()  # pyright: ignore


def run(
    typed: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[str]]:
    """The exit code and the printed lines of ``pso-excel check``."""
    monkeypatch.setattr(sys, "argv", ["pso-excel", "check", "--asof", "2026-03-31", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().out.splitlines()


def test_the_command_prints_a_line_a_file_and_a_summary(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = run([str(folder)], monkeypatch, capsys)
    assert code == 1
    assert [line.split()[1] for line in lines[:-1]] == ["a.xlsx", "b.xlsx", "z.tmp", "ใน/a.xlsx"]
    assert "[F001]" in lines[1]
    assert lines[-1].startswith("ตรวจ 4 ไฟล์")
    assert lines[-1].endswith("อ่านไม่ได้ 1 · ข้าม 1")


def test_the_command_prints_an_object_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = folder / "ไม่มี.xlsx"
    code, lines = run([str(folder), str(missing), "--json"], monkeypatch, capsys)
    found = [json.loads(line) for line in lines]
    assert code == 2
    assert [item["file"] for item in found] == [
        "a.xlsx",
        "b.xlsx",
        "z.tmp",
        "ใน/a.xlsx",
        "ไม่มี.xlsx",
    ]
    assert [item["code"] for item in found[-1]["problems"]] == ["F042"]


def test_an_empty_folder_is_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(tmp_path), "--json"], monkeypatch, capsys) == (0, [])
