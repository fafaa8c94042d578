"""Processes that kill themselves at the n-th call of the system that a piece of work makes.

Run as a program of its own (``python -m tests.killing``), so that nothing but the work is forked.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from pso_excel import consolidate
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation.office_file import receive
from pso_excel.demo import ASOF
from pso_excel.files.write import write_atomically

CALLS = ("open", "fdopen", "fsync", "chmod", "replace", "unlink", "close")
ROOT = Path(__file__).parent.parent


def killed_runs(work: str, runs: Iterable[tuple[Path, int]]) -> list[int]:
    """Run ``module:function`` on each folder, killed at that step; 0: it was killed, else the steps
    it made until it ended by itself (as it does when told to be killed at step 0)."""
    told = (part for folder, point in runs for part in (str(folder), str(point)))
    given = [sys.executable, "-m", "tests.killing", work, *told]
    done = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class Dying:
    """Counts steps and kills the process at one of them; every call is one before and one after,
    every writing one more when half of it is done."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.step()
            result = call(*args, **kwargs)
            self.step()
            return self._halved(result) if call is FDOPEN else result

        return counted

    def _halved(self, file: IO[bytes]) -> IO[bytes]:
        write = file.write

        def in_halves(data: bytes) -> int:
            write(data[: len(data) // 2])
            file.flush()
            self.step()
            return write(data[len(data) // 2 :])

        if file.writable():
            file.write = in_halves  # pyright: ignore[reportAttributeAccessIssue]
        return file


FDOPEN, CLOSE = os.fdopen, os.close


def run_dying(work: Callable[[Path], None], folder: Path, point: int) -> int:
    """Fork, do the work and be killed at that step; 0 when it was, else the steps it made."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        dying = Dying(point)
        for name in CALLS:
            setattr(os, name, dying.around(getattr(os, name)))
        try:
            work(folder)
            os.write(said, str(point - dying.left).encode())
        finally:
            os._exit(0)
    CLOSE(said)
    with FDOPEN(heard, "rb") as told:
        steps = int(told.read() or 0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]) == (steps == 0)
    return steps


def write_thrice(folder: Path) -> None:
    """Three results, one after the other."""
    for version in (b"1", b"2", b"3"):
        write_atomically(folder / "result.xlsx", version * SIZE)


def write_plainly(folder: Path) -> None:
    """What a program does that does not care."""
    file = os.open(folder / "result.xlsx", os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(file, "wb") as out:
        out.write(b"1" * SIZE)


def in_this_process(work: Callable[[Any, Path], Any]) -> Callable[..., Iterator[Any]]:
    """``receive_all`` without workers."""

    def receive_all(
        job: Any, paths: list[Path], processes: int, progress: Callable[..., None] | None
    ) -> Iterator[Any]:
        assert processes
        for done, path in enumerate(paths, 1):
            item = work(job, path)
            if progress:
                progress(done, len(paths), item.file)
            yield item

    return receive_all


def consolidate_here(folder: Path, days: int = 0) -> None:
    """A whole run in this process; one that was killed before is taken over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "receive_all", in_this_process(receive))
        consolidate(folder, ASOF + timedelta(days), take_over=True)


def consolidate_later(folder: Path) -> None:
    """The run of the week after."""
    consolidate_here(folder, 7)


SIZE = 300_000


def main(work: str, *told: str) -> None:
    module, _, name = work.partition(":")
    function = getattr(__import__(module, fromlist=[name]), name)
    runs = zip(told[::2], told[1::2], strict=True)
    print(json.dumps([run_dying(function, Path(folder), int(point)) for folder, point in runs]))


if __name__ == "__main__":
    main(*sys.argv[1:])
