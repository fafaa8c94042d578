"""No command writes over a file that somebody has changed since the program wrote it."""

import os
import sys
import warnings
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pso_excel import Problem, Refused, fill_workbook, init_province, load_framework
from pso_excel.cli import build as menus
from pso_excel.cli import build as shipped
from pso_excel.cli import main
from pso_excel.cli.consolidate import consolidate_folder
from pso_excel.demo import make_demo
from pso_excel.pipeline import open_office

PSO = load_framework("pso")
TASK = {"code": "T1", "task": "จัดทำทะเบียนข้อมูล", "duty": "main"}
Change = Callable[[bytes], bytes]


def run(monkeypatch: pytest.MonkeyPatch, *typed: str) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def new(monkeypatch: pytest.MonkeyPatch, folder: Path, *more: str) -> int:
    typed = ("new", "--office", "58-R-014", "--round", "2569-1", "--stage", "S03")
    return run(monkeypatch, *typed, "--out", str(folder), *more)


def by_our_own_filling(data: bytes) -> bytes:
    return fill_workbook(data, {"S03.tasks": [TASK]}, PSO)


def by_another_library(data: bytes) -> bytes:
    out = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data))
        book.worksheets[1]["AF9"] = "กรอกแล้ว"
        book.save(out)
    return out.getvalue()


def inside_the_package(data: bytes) -> bytes:
    """A tool that copies every entry with its date and changes the text of one."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for part in source.infolist():
            content = source.read(part)
            if "sharedStrings" in part.filename:
                content = content.replace("หน่วยงาน".encode(), "หน่วยงานที่".encode(), 1)
            made.writestr(part, content)
    return out.getvalue()


def by_another_file(_: bytes) -> bytes:
    return b"my notes"


CHANGES = (by_our_own_filling, by_another_library, inside_the_package, by_another_file)


@pytest.mark.parametrize("change", CHANGES)
def test_c2_new_writes_beside_a_workbook_that_was_filled_O009_fires(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: Change,
) -> None:
    assert new(monkeypatch, tmp_path) == 0
    (path,) = tmp_path.iterdir()
    filled = change(path.read_bytes())
    assert filled != path.read_bytes()
    path.write_bytes(filled)
    assert new(monkeypatch, tmp_path) == 0
    assert path.read_bytes() == filled
    (beside,) = (file_path for file_path in tmp_path.iterdir() if file_path != path)
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == str(beside)
    assert path.name in said.err
    assert "[O009]" in said.err
    assert open_office(beside.read_bytes()).submission.rows("S03.tasks") == []
    assert new(monkeypatch, tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 2, "the one beside has not been worked in"


def test_c2_a_workbook_that_nobody_filled_is_written_again_O009_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(monkeypatch, tmp_path) == 0
    assert new(monkeypatch, tmp_path, "--lang", "en") == 0
    (path,) = tmp_path.iterdir()
    assert open_office(path.read_bytes()).submission.language == "en"
    assert capsys.readouterr().err == ""


def test_c2_a_workbook_that_cannot_be_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe stands for whatever is no file of ours."""
    path = tmp_path / "58-R-014_2569-1_S03.xlsx"
    os.mkfifo(path)
    assert new(monkeypatch, tmp_path) == 0
    assert path.is_fifo()
    assert len(list(tmp_path.iterdir())) == 2


def test_c2_templates_and_menus_that_were_changed_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, template = next(iter(shipped.shipped_templates()))
    monkeypatch.setattr(shipped, "shipped_templates", lambda: [(name, template)])
    commands: Sequence[tuple[str, ...]] = (("template", "--all"), ("macros", "build"))
    for command in commands:
        assert run(monkeypatch, *command, "--out", str(tmp_path)) == 0
        assert run(monkeypatch, *command, "--out", str(tmp_path)) == 0
    made = {name, *(text for text, _ in menus.shipped_menus())}
    assert {path.name for path in tmp_path.iterdir()} == made
    assert capsys.readouterr().err == ""
    changed = {path: inside_or_longer(path.read_bytes()) for path in tmp_path.iterdir()}
    for path, data in changed.items():
        path.write_bytes(data)
    for command in commands:
        assert run(monkeypatch, *command, "--out", str(tmp_path)) == 0
    assert {path: path.read_bytes() for path in changed} == changed
    assert len(list(tmp_path.iterdir())) == 2 * len(made)
    assert capsys.readouterr().err.count("[O009]") == 2 * len(made)


def inside_or_longer(data: bytes) -> bytes:
    changed = inside_the_package(data)
    with zipfile.ZipFile(out := BytesIO(changed), "a") as package:
        package.writestr("xl/note.txt", "จดไว้")
    return out.getvalue()


def test_c2_tables_of_a_province_that_were_changed_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    out, asof = tmp_path / "out", date(2026, 3, 31)
    for _ in range(2):
        consolidate_folder(tmp_path, asof, "th", as_json=True, as_csv=True)
    names = {path.name for path in out.glob("*.csv")}
    assert len(names) == 7
    assert capsys.readouterr().err == ""
    table = out / "province_2569-1_files.csv"
    typed = table.read_bytes() + "หมายเหตุ\r\n".encode()
    table.write_bytes(typed)
    consolidate_folder(tmp_path, date(2026, 4, 30), "th", as_json=True, as_csv=True)
    assert table.read_bytes() == typed
    assert len(list(out.glob("*.csv"))) == 8
    assert capsys.readouterr().err.count("[O009]") == 2
    consolidate_folder(tmp_path, asof, "th", as_json=True, as_csv=True)
    assert len(list(out.glob("*.csv"))) == 8, "the one beside has not been changed"


def test_c2_a_list_of_checksums_that_is_not_ours_is_kept(tmp_path: Path) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    listing = tmp_path / "out" / "province_2569-1.sha256"
    listing.write_text("ของฉัน", encoding="utf-8")
    consolidate_folder(tmp_path, date(2026, 3, 31), "th", as_json=True, as_csv=True)
    assert listing.read_text(encoding="utf-8") == "ของฉัน"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small example, whose command writes it again and consolidates nothing; a good workbook."""

    def nothing(*_: object) -> None:
        raise Refused(Problem("B401"))

    monkeypatch.setattr("pso_excel.demo.make_demo", partial(make_demo, offices=1))
    monkeypatch.setattr("pso_excel.cli.consolidate.consolidate", nothing)
    return make_demo(tmp_path, 1).good


def test_c2_an_example_that_was_changed_is_kept_O010_fires(
    example: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed = by_our_own_filling(example.read_bytes())
    example.write_bytes(changed)
    run(monkeypatch, "demo", str(tmp_path))
    assert example.read_bytes() == changed
    assert "[O010]" in capsys.readouterr().err


def test_c2_an_example_that_was_not_is_written_again_O010_quiet(
    example: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = example.read_bytes()
    run(monkeypatch, "demo", str(tmp_path))
    assert example.read_bytes() == before
    assert "[O010]" not in capsys.readouterr().err
