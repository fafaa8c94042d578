"""Whatever is named as file or folder: a sentence with its code, never a failure of the program."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pso_excel import init_province, load_framework, new_workbook
from pso_excel.cli import build as shipped
from pso_excel.cli import main

FORM = new_workbook("58-R-014", "2569-1", load_framework("pso"), stage="S03")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a form, a province, a file that is none of ours, and links that lead nowhere
    and round."""
    (tmp_path / "form.xlsx").write_bytes(FORM)
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "form.xlsx").write_bytes(FORM)
    init_province(tmp_path / "province", "สมมุติ", "2569-1")
    (tmp_path / "file").write_text("ของฉัน", encoding="utf-8")
    (tmp_path / "ring").symlink_to("ring")
    (tmp_path / "lost").symlink_to("nowhere/at/all")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shipped, "shipped_templates", lambda: [("form.xlsx", FORM)])
    return tmp_path


# By turns a place to write into and one to read from.
UNUSUAL: Mapping[str, Callable[[Path], Path]] = {
    "a file": lambda here: here / "file",
    "a device": lambda _: Path("/dev/null"),
    "below a file": lambda here: here / "file" / "a" / "b",
    "a link that leads nowhere": lambda here: here / "lost",
    "no place for files": lambda _: Path("/proc/none"),
    "a link that leads round": lambda here: here / "ring" / "a",
    "a name that is too long": lambda here: here / ("ก" * 86),
    "a path that is too long": lambda here: here.joinpath(*["x" * 200] * 25),
}
INTO: Mapping[str, tuple[str, ...]] = {
    "new": ("new", "--office", "1", "--round", "2569-1", "--stage", "S03", "--out"),
    "template": ("template", "--all", "--out"),
    "check": ("check", "form.xlsx", "--out"),
    "macros build": ("macros", "build", "--out"),
    "consolidate": ("consolidate", "province", "--csv", "--out"),
    "province init": ("province", "init", "--name", "สมมุติ", "--round", "2569-1"),
    "demo": ("demo",),
}
FROM: Mapping[str, tuple[str, ...]] = {
    "check": ("check",),
    "check --json": ("check", "--json"),
    "check --earlier": ("check", "form.xlsx", "--earlier"),
    "check --settings": ("check", "form.xlsx", "--settings"),
    "consolidate": ("consolidate",),
    "macros verify": ("macros", "verify"),
}


def said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *typed: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["pso-excel", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


@pytest.mark.parametrize("command", INTO)
@pytest.mark.parametrize("place", [*UNUSUAL][::2])
def test_d4_a_place_that_is_no_folder(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    command: str,
) -> None:
    code, told = said(monkeypatch, capsys, *INTO[command], str(UNUSUAL[place](here)))
    assert code in (1, 2)
    assert "[O002]" in told
    assert (here / "file").read_text(encoding="utf-8") == "ของฉัน"


@pytest.mark.parametrize("command", FROM)
@pytest.mark.parametrize("place", [*UNUSUAL][1::2])
def test_d4_a_source_that_is_no_file(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    command: str,
) -> None:
    code, told = said(monkeypatch, capsys, *FROM[command], str(UNUSUAL[place](here)))
    assert code in (1, 2)
    assert "I001" not in told
    assert any(name in told for name in ("F00", "F02", "F04", "X309", "B401", "A001"))


def test_d4_a_folder_of_forms_into_a_file(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(monkeypatch, capsys, "check", "forms", "--out", str(here / "file"))
    assert code == 1
    assert "I001" not in told


def test_d4_the_reason_says_what_stands_in_the_way(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("file", "file/below"):
        _, told = said(monkeypatch, capsys, "macros", "build", "--out", str(here / place))
        assert "there is a file where a folder is wanted" in told
