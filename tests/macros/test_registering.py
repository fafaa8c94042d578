"""``pso-excel macros register``: which program buttons and menus start, noted once for a user."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from pso_excel.buttons import register as registering
from pso_excel.buttons.own_macros import apple_script, macro_sources
from pso_excel.buttons.register import NOTE, SCRIPTS
from pso_excel.cli import main
from tests.libreoffice import OWN_COMMAND

SCRIPT, SOURCE = apple_script()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "บ้าน ของ ผู้ใช้"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


def register(monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", "macros", "register", *options])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def noted(home: Path) -> str:
    return (home / NOTE).read_bytes().decode("utf-16")


def installed_at(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Have the package installed with those files."""
    files = [SimpleNamespace(name=path.name, locate=lambda path=path: path) for path in paths]
    installed = SimpleNamespace(files=files)

    def found(_: str) -> SimpleNamespace:
        return installed

    monkeypatch.setattr(registering, "distribution", found)


def test_d1_U022_quiet_the_installed_command_is_noted_by_its_full_path(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    assert register(monkeypatch) == 0
    assert noted(home) == str(OWN_COMMAND.resolve())
    said = capsys.readouterr().out
    assert str(home / NOTE) in said.replace("\n", "")
    assert register(monkeypatch) == 0
    assert [path.name for path in (home / NOTE).parent.iterdir()] == [NOTE.name]


def test_d1_the_note_is_nobody_elses(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / NOTE).parent.mkdir(parents=True)
    (home / NOTE).parent.chmod(0o777)
    assert register(monkeypatch) == 0
    assert (home / NOTE).parent.stat().st_mode & 0o777 == 0o700


def test_d1_it_is_undone_by_the_same_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert register(monkeypatch) == 0
    for _ in range(2):
        assert register(monkeypatch, "--undo", "--lang", "en") == 0
        assert not (home / NOTE).exists()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("none/pso-excel", id="U022 fires: it is gone"),
        pytest.param('a "b"/pso-excel', id="U022 fires: a quotation mark in its path"),
        pytest.param("100%/pso-excel", id="U022 fires: a per cent sign in its path"),
        pytest.param("other", id="U022 fires: no command of that name"),
    ],
)
def test_d1_what_no_macro_would_start_is_not_noted(
    name: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    if "none" not in name:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    installed_at(monkeypatch, path)
    assert register(monkeypatch) == 2
    assert "pip install" in capsys.readouterr().err
    assert not (home / NOTE).exists()


def test_d1_U022_fires_where_the_package_is_not_installed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(registering, "distribution", nowhere)
    assert register(monkeypatch) == 2
    assert not (home / NOTE).exists()


def test_d1_U022_fires_in_a_home_that_no_macro_would_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "100%"))
    assert register(monkeypatch) == 2
    assert not (tmp_path / "100%").exists()


@pytest.mark.parametrize("options", [(), ("--undo",)])
def test_d1_O002_fires_where_nothing_can_be_written(
    options: Sequence[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / NOTE).mkdir(parents=True)
    assert register(monkeypatch, *options) == 2


def test_d1_every_macro_asks_the_place_that_is_written() -> None:
    place = NOTE.as_posix()
    asks = {
        "PsoProgram": macro_sources()["PsoProgram"],
        "PsoCommand": macro_sources("libreoffice")["PsoCommand"],
        SCRIPT: SOURCE,
    }
    assert [name for name, text in asks.items() if place not in text] == []
    whole = "\n".join(asks.values())
    environment = set(re.findall(r"Environ\w*\(\"?%?(\w+)", whole))
    assert environment == {"HOME", "USERPROFILE", "PSO_EXCEL_LIBREOFFICE"}
    assert not re.search(r"PSO_EXCEL\b|PSO_COMMAND|\bPATH\b(?! may)|RunPython|RegRead", whole)


# macOS: no Excel and no macOS is at hand; what its script gives to the shell is run by ours.


def test_d1_on_macos_the_script_comes_and_goes_with_the_note(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering.sys, "platform", "darwin")
    assert register(monkeypatch) == 0
    assert (home / SCRIPTS / SCRIPT).read_text(encoding="utf-8") == SOURCE
    assert register(monkeypatch, "--undo") == 0
    assert not list((home / SCRIPTS).iterdir())


def shell_of(options: str) -> str:
    """The command line that the script runs for these words."""
    (start,) = re.findall(r'set start to "(.*?[^\\])"\n', SOURCE, re.DOTALL)
    plain = start.replace('\\"', '"').replace("\\\\", "\\")
    quoted = "'" + options.replace("'", "'\\''") + "'"
    assert 'do shell script "options=" & quoted form of options & start' in SOURCE
    return f"options={quoted}{plain}\nwait"


def run_script(options: str, home: Path, folder: Path) -> int:
    done = subprocess.run(
        ["/bin/sh", "-c", shell_of(options)],
        env={"HOME": str(home), "PATH": f"{folder}:/usr/bin:/bin"},
        cwd=folder,
        check=False,
    )
    return done.returncode


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Where a program tells its words; it stands beside under the name of ours."""
    words = tmp_path / "words"
    program = tmp_path / "ที่ ตั้ง" / "pso-excel"
    program.parent.mkdir()
    tell = "import json, sys; open(sys.argv[1], 'w').write(json.dumps(sys.argv[2:]))"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{tell}" "{words}" "$@"\n')
    program.chmod(0o755)
    return words


def note(home: Path, text: str) -> None:
    (home / NOTE).parent.mkdir(parents=True, exist_ok=True)
    (home / NOTE).write_bytes(text.encode("utf-16"))


def test_d1_the_script_starts_the_noted_program_with_its_words(home: Path, asked: Path) -> None:
    program = asked.parent / "ที่ ตั้ง" / "pso-excel"
    note(home, str(program))
    assert run_script('live check --workbook "a b (1).xlsx" --macros 2', home, asked.parent) == 0
    expected = ["live", "check", "--workbook", "a b (1).xlsx", "--macros", "2"]
    assert json.loads(asked.read_text()) == expected


@pytest.mark.parametrize("text", ["", "pso-excel", "./pso-excel", "$(touch caught)", "/none"])
def test_d1_the_script_starts_nothing_that_is_not_noted_in_full(
    text: str, home: Path, asked: Path
) -> None:
    folder = asked.parent / "ที่ ตั้ง"
    note(home, text)
    assert run_script("live check", home, folder) != 0
    (home / NOTE).unlink()
    assert run_script("live check", home, folder) != 0
    assert not asked.exists()
    assert [path.name for path in folder.iterdir()] == ["pso-excel"]


@pytest.mark.parametrize(
    "options",
    ["check x.xlsx", "; touch caught", "live check; touch caught", "live check $(touch caught)",
     "live check `touch caught`", "live check\ntouch caught", "live ' \" check", "-c live "],
)  # fmt: skip
def test_d1_the_script_runs_no_word_of_a_macro_by_the_shell(
    options: str, home: Path, asked: Path
) -> None:
    note(home, str(asked.parent / "ที่ ตั้ง" / "pso-excel"))
    run_script(options, home, asked.parent)
    assert "caught" not in [path.name for path in asked.parent.iterdir()]
    assert not asked.exists() or json.loads(asked.read_text())[0] == "live"
