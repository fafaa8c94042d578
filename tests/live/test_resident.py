"""The resident: what it answers, to whom, and when it ends."""

import json
import os
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pso_excel.cli.live import understood
from pso_excel.core.problem import Problem, Refused
from pso_excel.live.server import client as asking
from pso_excel.live.server import server as serving
from pso_excel.live.server.client import (
    NOTE,
    ServerAddress,
    own_folder,
    request_server,
    whereabouts,
    write_address_file,
)
from pso_excel.live.server.protocol import Performs
from pso_excel.live.server.server import Limits, serve
from tests.live.standing_in import StandIn, wait_for

PATIENT = Limits(look=0.02, hear=30, leave=0.1)
IMPATIENT = PATIENT._replace(hear=1)
BOOK = "แบบประเมิน ขนส่ง 2569.xlsx"


@contextmanager
def resident(
    folder: Path, load: Callable[[], Performs] = StandIn, limits: Limits = PATIENT
) -> Generator[threading.Thread]:
    """One that serves in a thread of this process, until its note is taken away."""
    thread = threading.Thread(target=serve, args=(load, understood, str(folder), limits))
    thread.start()
    wait_for(folder / NOTE)
    try:
        yield thread
    finally:
        (folder / NOTE).unlink(missing_ok=True)
        thread.join()


def say(folder: Path, line: bytes) -> bytes:
    """Whatever it answers to that."""
    there = whereabouts(str(folder))
    assert there is not None
    with socket.create_connection(("127.0.0.1", there.port), 10) as end:
        end.sendall(line)
        return end.makefile("rb").read()


def question(folder: Path, **other: object) -> bytes:
    """A proper question, but for those parts."""
    there = whereabouts(str(folder))
    assert there is not None
    asked = {"word": there.asking, "edition": asking.EDITION, "words": ["check"]}
    return json.dumps({**asked, "folder": "/", "address": "", **other}).encode() + b"\n"


def test_it_answers_as_the_command_would_print(tmp_path: Path) -> None:
    with resident(tmp_path):
        said = request_server(["score", "--workbook", BOOK], str(tmp_path))
    assert said is not None
    assert (said.code, said.complaint) == (1, "")
    assert said.result == f"score {BOOK}\n{os.getpid()}\n"


def test_it_knows_where_the_command_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "งาน ปี 2569").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PSO_EXCEL_LIBREOFFICE", "pipe,name=office")
    with resident(tmp_path):
        said = request_server(["check", "--json", "--workbook", f"ย่อย/{BOOK}"], str(tmp_path))
    assert said is not None
    told = json.loads(said.result)
    assert told["book"] == str(folder / "ย่อย" / BOOK)
    assert told["address"] == "pipe,name=office"


@pytest.mark.parametrize("words", [["--help"], ["--watch"], ["--serve"], ["chek"], ["--asof", "5"]])
def test_it_leaves_to_the_command_what_is_not_its_own(
    words: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with resident(tmp_path):
        assert request_server(words, str(tmp_path)) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="another protocol"),
        pytest.param(b"[]\n", id="no question"),
        pytest.param(b"[" * 30_000 + b"\n", id="a deep line"),
        pytest.param(b"x" * 200_000, id="a line without an end"),
        pytest.param(b'{"word": "', id="half a line"),
        pytest.param(b'{"word": ["a"], "words": 5}\n', id="of other types"),
    ],
)
def test_who_does_not_know_the_word_is_hung_up_on(line: bytes, tmp_path: Path) -> None:
    with resident(tmp_path, limits=IMPATIENT):
        try:
            heard = say(tmp_path, line)
        except ConnectionError:  # hung up before all was said
            heard = b""
        assert heard == b""
        assert request_server(["check"], str(tmp_path)) is not None


def test_a_wrong_word_is_hung_up_on(tmp_path: Path) -> None:
    with resident(tmp_path):
        assert say(tmp_path, question(tmp_path, word="0" * 32)) == b""
        assert say(tmp_path, question(tmp_path)) != b""


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b'{"word": "asked"}\n{"code": 0, "result": "", "complaint": ""}\n', id="lies"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", id="other words"),
        pytest.param(b"", id="silence"),
    ],
)
def test_another_behind_the_port_is_not_believed(
    answer: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "HEAR_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        write_address_file(str(tmp_path), ServerAddress(door.getsockname()[1], "asked", "answered"))

        def pretend() -> None:
            with door.accept()[0] as end:
                end.recv(1 << 16)
                end.sendall(answer)
                end.recv(1)  # until the other hangs up

        thread = threading.Thread(target=pretend)
        thread.start()
        assert request_server(["check"], str(tmp_path)) is None
        thread.join()


@contextmanager
def at_work(folder: Path) -> Generator[Callable[[], str]]:
    """A first question at work; what is given lets it end and tells its answer."""
    gate, heard = folder / "first.gate", list[str]()

    def first() -> None:
        said = request_server(["plan", "--workbook", str(gate)], str(folder))
        heard.append(said.result if said else "")

    thread = threading.Thread(target=first)
    thread.start()
    wait_for(gate.with_suffix(".waiting"))

    def ended() -> str:
        gate.touch()
        thread.join()
        return heard[0]

    yield ended
    ended()


def test_U005_fires_when_another_action_is_at_work(tmp_path: Path) -> None:
    with resident(tmp_path), at_work(tmp_path) as ended:
        said = request_server(["check", "--lang", "en"], str(tmp_path))
        assert said is not None
        assert said.code == 2
        assert "“Draft plan” is still at work" in said.result
        assert ended().startswith("plan ")


def test_the_macro_of_a_press_that_came_too_early_is_told(tmp_path: Path) -> None:
    performer = StandIn()
    with resident(tmp_path, lambda: performer):
        with at_work(tmp_path) as ended:
            assert (
                request_server(["check", "--press", "2", "--lang", "en"], str(tmp_path)) is not None
            )
            assert (
                request_server(["check", "--lang", "en"], str(tmp_path)) is not None
            )  # nobody waits in a cell
            assert performer.told == []
            ended()
        assert request_server(["check"], str(tmp_path)) is not None
    ((request, reply),) = performer.told
    assert request.press == "2"
    assert "still at work" in reply.lines[-1]


def test_U005_quiet_when_that_action_has_ended(tmp_path: Path) -> None:
    with resident(tmp_path):
        with at_work(tmp_path) as ended:
            assert ended().startswith("plan ")
        said = request_server(["check"], str(tmp_path))
    assert said is not None
    assert said.code == 1


def test_a_fault_of_ours_is_a_line_and_the_next_is_answered(tmp_path: Path) -> None:
    with resident(tmp_path):
        fault = request_server(["check", "--workbook", "bug"], str(tmp_path))
        assert fault is not None
        assert fault.code == 2
        assert "I001" in fault.result
        assert "Traceback" not in fault.result
        assert request_server(["check"], str(tmp_path)) is not None


def test_what_cannot_be_loaded_is_told_once_and_then_it_ends(tmp_path: Path) -> None:
    def load() -> Performs:
        raise Refused(Problem("U009", values={"reason": "no uno"}))

    with resident(tmp_path, load) as thread:
        said = request_server(["check"], str(tmp_path))
        thread.join()
    assert said is not None
    assert said.code == 2
    assert "no uno" in said.result


def test_it_ends_when_nobody_asks(tmp_path: Path) -> None:
    assert serve(StandIn, understood, str(tmp_path), PATIENT._replace(idle=0.1))
    assert whereabouts(str(tmp_path)) is None


def test_it_ends_when_its_note_is_anothers_and_leaves_that_one(tmp_path: Path) -> None:
    other = ServerAddress(1, "of another", "of another")
    with resident(tmp_path) as thread:
        write_address_file(str(tmp_path), other)
        thread.join()
        left = whereabouts(str(tmp_path))
    assert left is not None
    assert left.asking == other.asking


def test_it_ends_rather_than_serve_another_program(tmp_path: Path) -> None:
    with resident(tmp_path) as thread:
        heard = say(tmp_path, question(tmp_path, edition="/another/python"))
        thread.join()
    assert json.loads(heard.splitlines()[-1]) == {}
    assert whereabouts(str(tmp_path)) is None


def test_it_ends_when_the_program_on_the_disk_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with resident(tmp_path) as thread:
        assert request_server(["check"], str(tmp_path)) is not None
        monkeypatch.setattr(serving, "newest_change", lambda: 0)
        assert request_server(["check"], str(tmp_path)) is None
        thread.join()


def test_a_user_has_one(tmp_path: Path) -> None:
    with resident(tmp_path):
        note = (tmp_path / NOTE).read_bytes()
        assert not serve(StandIn, understood, str(tmp_path), PATIENT)
        assert (tmp_path / NOTE).read_bytes() == note


def test_the_note_is_for_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = own_folder()
    assert folder is not None
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    write_address_file(folder, ServerAddress(1, "a", "b"))
    note = Path(folder, NOTE)
    assert note.stat().st_mode & 0o777 == 0o600
    assert whereabouts(folder) is not None
    note.chmod(0o644)
    assert whereabouts(folder) is None
    Path(folder).chmod(0o755)
    assert own_folder() is None


def test_a_link_in_the_place_of_the_folder_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (other := tmp_path / "other").mkdir(mode=0o700)
    (tmp_path / "pso_excel").symlink_to(other)
    assert own_folder() is None


def test_without_a_folder_of_the_session_there_is_one_of_this_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert own_folder() == f"{tmp_path}/pso_excel_{os.getuid()}"


def test_d1_the_folder_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that lies beside a stranger's workbook is not taken for the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "pso_excel").mkdir(mode=0o700)
    for base in ("", "."):
        monkeypatch.setenv("XDG_RUNTIME_DIR", base)
        assert own_folder() == f"{tmp_path}/pso_excel_{os.getuid()}"


def test_a_note_that_says_nothing_is_no_note(tmp_path: Path) -> None:
    for text in ("", "[]", "{}", '{"port": "x", "asking": "", "answering": ""}'):
        note = tmp_path / NOTE
        note.write_text(text, encoding="ascii")
        note.chmod(0o600)
        assert whereabouts(str(tmp_path)) is None
        assert request_server(["check"], str(tmp_path)) is None
