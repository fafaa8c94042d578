"""The resident as a process of its own: started on demand, one for a user, replaced when killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.live.server.client import (
    NOTE,
    ServerOutput,
    ask_or_start,
    own_folder,
    request_server,
    whereabouts,
)
from tests.live.standing_in import SCRIPT, wait_for

PATIENT = (SCRIPT, "600")
HASTY = (SCRIPT, "0")


class Residents:
    """Those that a test has started, by their answers."""

    def __init__(self) -> None:
        self.processes = set[int]()

    def ask(self, *words: str, resident: tuple[str, ...] = PATIENT) -> int:
        """The process that answers."""
        process = process_of(ask_or_start(["check", "--json", *words], resident))
        self.processes.add(process)
        return process

    def end(self, process: int, wish: signal.Signals) -> None:
        """End one and wait until it has gone."""
        os.kill(process, wish)
        os.waitpid(process, 0)
        self.processes.discard(process)


def process_of(said: ServerOutput | None) -> int:
    assert said is not None
    return int(json.loads(said.result)["process"])


@pytest.fixture
def residents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Residents]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    started = Residents()
    yield started
    for process in list(started.processes):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            started.end(process, signal.SIGKILL)


def test_it_is_started_once_and_stays_on_its_own(residents: Residents) -> None:
    first = residents.ask("--workbook", "แบบประเมิน ขนส่ง.xlsx")
    assert first != os.getpid()
    assert os.getsid(first) == first
    assert residents.ask() == first


def test_two_who_start_it_at_once_end_with_one(residents: Residents) -> None:
    heard = list[ServerOutput | None]()
    threads = [
        threading.Thread(target=lambda: heard.append(ask_or_start(["check"], PATIENT)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(filter(None, heard))) == 2  # both were answered, one perhaps with U005
    process = residents.ask()
    assert [path.name for path in Path(str(own_folder())).glob("loaded.*")] == [f"loaded.{process}"]
    let_the_loser_go()


def let_the_loser_go() -> None:
    """Who lost the race waits a little: it must not follow a winner that the test has killed."""
    for _ in range(400):
        if os.waitpid(-1, os.WNOHANG)[0]:
            return
        time.sleep(0.01)


LIGHT = """
import sys
before = set(sys.modules)
from pso_excel.cli import main
sys.argv = ["pso-excel", "live", "check", "--json"]
try:
    main()
except SystemExit as end:
    print(end.code)
print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""
HEAVY = {"argparse", "dataclasses", "datetime", "pathlib", "pydantic", "rich", "typing", "xlwings"}


def test_who_asks_loads_nothing_heavy(residents: Residents) -> None:
    process = residents.ask()
    done = subprocess.run((sys.executable, "-c", LIGHT), capture_output=True, text=True, check=True)
    answer, code = done.stdout.splitlines()
    assert (json.loads(answer)["process"], code) == (process, "1")
    loaded = set(done.stderr.split())
    assert "pso_excel.live.server.client" in loaded
    assert loaded & HEAVY == set()


def test_one_that_was_killed_is_replaced(residents: Residents) -> None:
    first = residents.ask()
    residents.end(first, signal.SIGKILL)
    assert request_server(["check"]) is None
    assert residents.ask() != first


def test_one_that_is_told_to_end_takes_its_note_along(residents: Residents) -> None:
    residents.end(residents.ask(), signal.SIGTERM)
    folder = own_folder()
    assert folder is not None
    assert not Path(folder, NOTE).exists()


def test_one_that_is_told_to_end_ends_its_action_first(
    residents: Residents, tmp_path: Path
) -> None:
    process = residents.ask()
    gate, heard = tmp_path / "work.gate", list[ServerOutput | None]()
    words = ["check", "--json", "--workbook", str(gate)]
    thread = threading.Thread(target=lambda: heard.append(request_server(words)))
    thread.start()
    wait_for(gate.with_suffix(".waiting"))
    os.kill(process, signal.SIGTERM)
    gate.touch()
    thread.join()
    assert process_of(heard[0]) == process
    os.waitpid(process, 0)


def test_one_whose_action_hangs_is_replaced_in_the_end(
    residents: Residents, tmp_path: Path
) -> None:
    first = residents.ask(resident=HASTY)
    gate = tmp_path / "hangs.gate"
    thread = threading.Thread(target=request_server, args=(["check", "--workbook", str(gate)],))
    thread.start()
    wait_for(gate.with_suffix(".waiting"))
    assert residents.ask() != first
    thread.join()


def test_without_a_resident_nobody_answers(residents: Residents) -> None:
    assert ask_or_start(["check"], ("-c", "raise SystemExit(3)")) is None
    assert not residents.processes


def test_where_no_folder_is_ones_own_nobody_is_asked(residents: Residents, tmp_path: Path) -> None:
    (tmp_path / "pso_excel").write_text("a file in its place", encoding="ascii")
    assert ask_or_start(["check"], PATIENT) is None
    assert whereabouts(str(tmp_path)) is None
    assert not residents.processes


def test_it_needs_the_same_interpreter(
    residents: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = residents.ask()
    monkeypatch.setattr("pso_excel.live.server.client.EDITION", f"{sys.executable}|/another/place")
    assert request_server(["check"]) is None
    os.waitpid(first, 0)
    assert whereabouts(str(own_folder())) is None
