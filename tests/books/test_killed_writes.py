"""A killed write leaves the file before it or the one after it: forty times of forty."""

import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pso_excel.core.problem import Refused
from pso_excel.files.write import write_atomically
from tests.killing import ROOT, SIZE, killed_runs

POINTS = range(1, 41)
OLD = b"0" * SIZE


def results_after(work: str, folder: Path, points: Iterable[int]) -> list[bytes]:
    """What a result is after the work on it was killed, once a point."""
    runs = [(folder / str(point), point) for point in points]
    for place, _ in runs:
        place.mkdir()
        (place / "result.xlsx").write_bytes(OLD)
    assert not any(killed_runs(f"tests.killing:{work}", runs))
    return [(place / "result.xlsx").read_bytes() for place, _ in runs]


def test_a_write_killed_at_forty_points_leaves_a_whole_result(tmp_path: Path) -> None:
    found = results_after("write_thrice", tmp_path, POINTS)
    assert {len(data) for data in found} == {SIZE}
    assert all(len(set(data)) == 1 for data in found)
    versions = [data[:1] for data in found]
    assert versions == sorted(versions)  # the later it is killed, the newer the result
    assert set(versions) == {b"0", b"1", b"2"}


def test_a_plain_write_killed_so_loses_the_result(tmp_path: Path) -> None:
    found = results_after("write_plainly", tmp_path, range(2, 6))
    assert OLD not in found
    assert min(len(data) for data in found) == 0


def test_what_killed_writes_left_behind_goes_with_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "result.xlsx").write_bytes(OLD)
    assert not any(killed_runs("tests.killing:write_thrice", ((tmp_path, n) for n in range(4, 10))))
    left = list(tmp_path.glob(".pso-*.part"))
    assert len(left) == 6
    for path in left:
        os.utime(path, (0, 0))
    write_atomically(tmp_path / "other.xlsx", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.xlsx", "result.xlsx"]


WRITES_TOO_MUCH = """
import sys
from pathlib import Path
from pso_excel.files.write import write_atomically
from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
try:
    write_atomically(Path(sys.argv[1]), b"x" * 3_000_000)
except Refused as refused:
    print(refused.problem.code, message(refused.problem, "th"))
"""


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    """RLIMIT_FSIZE, a real refusal of the system: no file may be larger than a megabyte."""
    target = tmp_path / "ผล.xlsx"
    target.write_bytes(OLD)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))

    given = [sys.executable, "-c", WRITES_TOO_MUCH, str(target)]
    done = subprocess.run(
        given, cwd=ROOT, preexec_fn=limited, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("O007 พื้นที่จัดเก็บเต็ม")
    assert str(target) in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["ผล.xlsx"]
    assert target.read_bytes() == OLD


def test_a_folder_that_may_not_be_written_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, flags: int, mode: int = 0) -> int:
        raise OSError(errno.EROFS, f"read-only {flags} {mode}", str(path))

    (tmp_path / "a.xlsx").write_bytes(OLD)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(Refused) as told:
        write_atomically(tmp_path / "a.xlsx", b"new")
    assert told.value.problem.code == "O002"
    assert (tmp_path / "a.xlsx").read_bytes() == OLD
