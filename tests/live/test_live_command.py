"""``pso-excel live``: what it asks for, and what it does where no resident can be had."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pso_excel.cli import live as command
from pso_excel.cli import main, options
from pso_excel.cli.live import understood
from pso_excel.live.request import Action, App, Request
from pso_excel.live.server import server as serving
from pso_excel.live.server.client import EDITION, LOCK, own_folder
from pso_excel.live.server.protocol import ServerRequest
from pso_excel.live.server.server import Limits, file_lock
from tests.live.standing_in import StandIn


def asked(*words: str, folder: str = "/", address: str = "") -> Request:
    request = understood(ServerRequest(words, EDITION, folder, address))
    assert request is not None
    return request


def run(words: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", "live", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No resident can be had: a file stands where its folder would be."""
    (tmp_path / "pso_excel").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(command, "performer", StandIn)


def test_every_action_and_program_may_be_typed() -> None:
    assert set(options.ACTIONS) == set(Action)
    assert set(options.APPS) == set(App)


def test_a_check_of_the_workbook_in_front_as_of_today_is_meant_without_words() -> None:
    assert asked() == Request(Action.CHECK, date.today(), report=False)


def test_what_a_button_says_is_understood() -> None:
    button = ["--press", "2569-1", "--macros", "1", "--app", "libreoffice"]
    words = ["track", *button, "--asof", "31/03/2569", "--lang", "en"]
    assert asked(*words, address="pipe,name=a") == Request(
        Action.TRACK,
        date(2026, 3, 31),
        press="2569-1",
        app=App.LIBREOFFICE,
        language="en",
        macros="1",
        address="pipe,name=a",
        report=False,
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("แบบ ประเมิน.xlsx", "แบบ ประเมิน.xlsx"),
        ("ย่อย/แบบ.xlsx", "/งาน/ย่อย/แบบ.xlsx"),
        ("../อื่น/แบบ.xlsx", "/อื่น/แบบ.xlsx"),
        ("/อื่น/แบบ.xlsx", "/อื่น/แบบ.xlsx"),
    ],
)
def test_a_path_is_from_the_folder_it_was_typed_in(typed: str, meant: str) -> None:
    assert asked("--workbook", typed, folder="/งาน").workbook == meant


@pytest.mark.usefixtures("alone")
def test_without_a_resident_it_works_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "--workbook", "แบบ ประเมิน.xlsx"], monkeypatch) == 1
    assert capsys.readouterr().out.startswith("plan แบบ ประเมิน.xlsx\n")


@pytest.mark.usefixtures("alone")
def test_json_is_one_object_on_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PSO_EXCEL_LIBREOFFICE", "pipe,name=a")
    assert run(["--json"], monkeypatch) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["address"] == "pipe,name=a"


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("words", [["chek"], ["--asof", "5"], ["--app", "calc"], ["--pres", "1"]])
def test_wrong_use_is_told_by_the_command_itself(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words, monkeypatch) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.usefixtures("alone")
def test_U020_fires_where_a_resident_could_not_be_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--serve"], monkeypatch) == 2
    assert "no resident can wait" in capsys.readouterr().err


def test_U020_quiet_where_it_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(command, "performer", StandIn)
    short = partial(serving.serve, limits=Limits(idle=0.01))
    monkeypatch.setattr(serving, "serve", short)
    assert run(["--serve"], monkeypatch) == 0
    assert "Ctrl+C" in capsys.readouterr().out


def test_a_second_resident_is_told_that_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(serving, "serve", partial(serving.serve, limits=Limits(leave=0.01)))
    with file_lock(f"{own_folder()}/{LOCK}", 0) as ours:
        assert ours
        assert run(["--serve"], monkeypatch) == 0
    assert "already" in capsys.readouterr().out
