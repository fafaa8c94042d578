"""Two officers cannot consolidate one folder at the same time, and a run that died can be taken
over."""

import errno
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import Problem, Refused, message
from pso_excel.consolidation import lock as claim_room
from pso_excel.consolidation.lock import NAME, STALE, folder_lock


def refusal(call: Callable[[], object]) -> Problem:
    """The problem of the refusal that the call must end in."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problem


def start(out: Path, take_over: bool = False) -> None:
    """A run that ends at once."""
    with folder_lock(out, take_over):
        pass


def left(out: Path, silent: float = 0, who: str = "somchai@PC-1") -> bytes:
    """The claim of a run that began two minutes before its last sign of life."""
    out.mkdir(exist_ok=True)
    path = out / NAME
    path.touch()
    seen = path.stat().st_mtime - silent
    path.write_text(json.dumps({"who": who, "since": seen - 120, "token": "theirs"}))
    os.utime(path, (seen, seen))
    return path.read_bytes()


def claim_of(who: str) -> bytes:
    """A claim that says so of whose it is."""
    return json.dumps({"who": who}).encode()


def test_a_folder_is_claimed_during_a_run_and_free_afterwards_B422_quiet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with folder_lock(out):
        assert json.loads((out / NAME).read_bytes())["who"].count("@") == 1
    assert list(out.iterdir()) == []
    with pytest.raises(ZeroDivisionError), folder_lock(out):
        raise ZeroDivisionError
    assert list(out.iterdir()) == []


def test_the_second_is_told_who_and_since_when_B422_fires(tmp_path: Path) -> None:
    with folder_lock(tmp_path):
        problem = refusal(lambda: start(tmp_path))
        assert (tmp_path / NAME).exists()
    said = message(problem, "th")
    assert said.startswith(f"กำลังรวมโดย {problem.values['who']} ตั้งแต่ 25")
    assert "@" in str(problem.values["who"])


@pytest.mark.parametrize(
    ("silent", "take_over", "code"),
    [
        pytest.param(0, False, "B422", id="B422 fires: at work"),
        pytest.param(0, True, "B422", id="B422 fires: at work, whatever is asked for"),
        pytest.param(STALE - 60, True, "B422", id="B423 quiet: not silent for long enough"),
        pytest.param(STALE + 60, False, "B423", id="B423 fires: silent, and nobody has decided"),
    ],
)
def test_the_claim_of_another_stands(
    tmp_path: Path, silent: float, take_over: bool, code: str
) -> None:
    claim = left(tmp_path, silent)
    problem = refusal(lambda: start(tmp_path, take_over))
    assert (problem.code, problem.values["who"]) == (code, "somchai@PC-1")
    assert (tmp_path / NAME).read_bytes() == claim


def test_a_silent_claim_is_taken_over_when_that_is_asked_for_B423_quiet(tmp_path: Path) -> None:
    left(tmp_path, STALE + 60)
    with folder_lock(tmp_path, take_over=True):
        assert json.loads((tmp_path / NAME).read_bytes())["token"] != "theirs"
    assert list(tmp_path.iterdir()) == []


def test_ones_own_run_that_was_killed_need_not_be_waited_for(tmp_path: Path) -> None:
    with folder_lock(tmp_path):
        mine = json.loads((tmp_path / NAME).read_bytes())["who"]
    left(tmp_path, who=mine)
    assert refusal(lambda: start(tmp_path)).code == "B422"
    start(tmp_path, take_over=True)


DIES = """
import sys
from pathlib import Path
from pso_excel.consolidation.lock import folder_lock
with folder_lock(Path(sys.argv[1])):
    print("claimed", flush=True)
    sys.stdin.read()
"""


@contextmanager
def run_elsewhere(out: Path) -> Generator[subprocess.Popen[str]]:
    """A run in a process of its own, which holds the folder."""
    given = [sys.executable, "-c", DIES, str(out)]
    pipe = subprocess.PIPE
    with subprocess.Popen(given, stdin=pipe, stdout=pipe, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "claimed\n"
        yield run
        run.kill()


@pytest.mark.parametrize("unasked", [False, True])
def test_d5_the_claim_of_a_killed_run_is_taken_over_by_itself(
    tmp_path: Path, unasked: bool
) -> None:
    with run_elsewhere(tmp_path) as run:
        assert refusal(lambda: start(tmp_path)).code == "B422"
        assert refusal(lambda: start(tmp_path, take_over=True)).code == "B422"
        run.kill()
        run.wait()
        assert (tmp_path / NAME).exists()
        with folder_lock(tmp_path, unasked=unasked) as claim:
            claim.confirm()
            assert refusal(lambda: start(tmp_path)).code == "B422"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("who", ["somebody@{host}", "{user}@elsewhere"])
def test_d5_the_killed_run_of_another_is_not_ours_to_take(tmp_path: Path, who: str) -> None:
    with folder_lock(tmp_path):
        claim = json.loads((tmp_path / NAME).read_bytes())
    user, _, host = claim["who"].partition("@")
    claim["who"] = who.format(user=user, host=host)
    (tmp_path / NAME).write_text(json.dumps(claim))
    assert refusal(lambda: start(tmp_path)).code == "B422"


@pytest.mark.parametrize("silent", [STALE + 60, -STALE - 60])
def test_d5_a_button_takes_a_silent_claim_whoever_held_it(tmp_path: Path, silent: float) -> None:
    """Also one whose last sign of life lies in the future: a clock was wrong."""
    left(tmp_path, silent)
    with folder_lock(tmp_path, unasked=True) as claim:
        claim.confirm()
    left(tmp_path)
    with pytest.raises(Refused), folder_lock(tmp_path, unasked=True):
        pass


def test_a_sign_of_life_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_room, "BEAT", 0)
    with folder_lock(tmp_path) as claim:
        os.utime(tmp_path / NAME, (0, 0))
        assert refusal(lambda: start(tmp_path)).code == "B423"
        claim.beat()
        assert refusal(lambda: start(tmp_path)).code == "B422"


def test_who_was_taken_over_writes_nothing_any_more_B424_fires(tmp_path: Path) -> None:
    with folder_lock(tmp_path) as claim:
        os.utime(tmp_path / NAME, (0, 0))
        with folder_lock(tmp_path, take_over=True):
            assert refusal(claim.confirm).code == "B424"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("gone", [False, True])
def test_who_holds_the_claim_or_lost_it_to_nobody_goes_on_B424_quiet(
    tmp_path: Path, gone: bool
) -> None:
    with folder_lock(tmp_path) as claim:
        if gone:
            (tmp_path / NAME).unlink()
        claim.confirm()


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff", b"[" * 4000, b'{"who": 5, "since": "x"}', b'{"since": 1e300}'],
)
def test_a_claim_that_says_nothing_is_one_all_the_same(tmp_path: Path, data: bytes) -> None:
    (tmp_path / NAME).write_bytes(data)
    problem = refusal(lambda: start(tmp_path))
    assert (problem.code, problem.values["who"]) == ("B422", "?")
    assert (tmp_path / NAME).read_bytes() == data


@given(st.binary(max_size=100) | st.text(max_size=80).map(claim_of))
def test_whatever_stands_in_a_claim_is_told_on_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    out = tmp_path_factory.mktemp("out")
    (out / NAME).write_bytes(data)
    said = message(refusal(lambda: start(out)), "th")
    assert said.isprintable()
    assert len(said) < 300


def test_a_folder_that_cannot_be_claimed_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    assert refusal(lambda: start(tmp_path / "out")).code == "O002"
    (tmp_path / NAME).symlink_to(tmp_path / "nowhere")
    assert refusal(lambda: start(tmp_path)).code == "O002"


def test_a_claim_that_cannot_be_written_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> str:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(platform, "node", full)  # what is asked for while it is written
    assert refusal(lambda: start(tmp_path)).code == "O007"
    assert list(tmp_path.iterdir()) == []
