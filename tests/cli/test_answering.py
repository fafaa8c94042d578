"""``live … --answer FILE``: what a menu reads, which cannot hear what a command prints."""

import sys
from pathlib import Path

import pytest

from pso_excel.buttons import VERSION
from pso_excel.cli import live as command
from pso_excel.cli import main
from pso_excel.live.request import Reply, Request
from tests.live.standing_in import StandIn

TODAY = ("--macros", VERSION)


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No resident can be had: a file stands where its folder would be."""
    (tmp_path / "pso_excel").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(command, "performer", StandIn)


def live(
    monkeypatch: pytest.MonkeyPatch, *words: str | Path, macros: tuple[str, ...] = TODAY
) -> int:
    """The exit code of the command, as a menu of that version starts it."""
    monkeypatch.setattr(sys, "argv", ["pso-excel", "live", *macros, *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_file_has_the_exit_code_and_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "ตอบ.txt"
    words = ("score", "--workbook", "แบบ.xlsx", "--answer", answer)
    assert live(monkeypatch, *words, "--address", "pipe,name=a") == 1
    assert answer.read_text(encoding="utf-8").splitlines()[:2] == ["1", "score แบบ.xlsx"]
    assert capsys.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pso_excel", "ตอบ.txt"]


def test_the_address_on_the_command_line_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer"
    monkeypatch.setenv("PSO_EXCEL_LIBREOFFICE", "pipe,name=other")
    live(monkeypatch, "check", "--json", "--address", "pipe,name=a", "--answer", answer)
    assert '"address": "pipe,name=a"' in answer.read_text(encoding="utf-8")


def test_it_is_there_and_empty_while_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer"
    seen: list[int] = []

    class Looking(StandIn):
        def perform(self, request: Request) -> Reply:
            seen.append(answer.stat().st_size)
            return super().perform(request)

    monkeypatch.setattr(command, "performer", Looking)
    live(monkeypatch, "check", "--answer", answer)
    assert seen == [0]


def test_who_no_longer_waits_is_left_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer"

    class Slow(StandIn):
        def perform(self, request: Request) -> Reply:
            answer.unlink()
            return super().perform(request)

    monkeypatch.setattr(command, "performer", Slow)
    assert live(monkeypatch, "check", "--answer", answer) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["pso_excel"]


@pytest.mark.parametrize(
    ("words", "line"),
    [(("checks",), "checks"), (("check", "--workbook", "bug"), "โปรแกรมขัดข้อง")],
    ids=["a wrong word", "a fault of ours"],
)
def test_a_complaint_is_an_answer_too(
    words: tuple[str, ...], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer"
    assert live(monkeypatch, *words, "--answer", answer) == 2
    code, *told = answer.read_text(encoding="utf-8").splitlines()
    assert code == "2"
    assert line in "\n".join(told)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("kept.xlsx", id="O002 fires: the file is there already"),
        pytest.param("none/answer", id="O002 fires: no such folder"),
    ],
)
def test_no_file_is_written_over(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.xlsx"
    kept.write_bytes(b"of somebody")
    assert live(monkeypatch, "check", "--answer", tmp_path / name) == 2
    assert kept.read_bytes() == b"of somebody"
    assert Path(name).name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("macros", "code"),
    [
        pytest.param((), 2, id="U010 fires: the menu of version 1, which did not tell it"),
        pytest.param(("--macros", "99"), 2, id="U010 fires: a newer menu"),
        pytest.param(TODAY, 1, id="U010 quiet: the menu of today"),
    ],
)
def test_d1_a_menu_of_another_version_is_told(
    macros: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer"
    assert live(monkeypatch, "check", "--answer", answer, macros=macros) == code
    said = answer.read_text(encoding="utf-8")
    assert ("pso_excel.oxt" in said.splitlines()[-1]) is (code == 2)


def test_the_last_word_is_no_option(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert live(monkeypatch, "check", "--answer") == 2
    assert "--answer" in capsys.readouterr().err
