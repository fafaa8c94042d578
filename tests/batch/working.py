"""What a worker may be asked to do in a test; a new process imports it from here."""

import os
import time
from datetime import date
from pathlib import Path

from pso_excel import Assessment, Location, Problem
from pso_excel.cli.check import File, Outcome
from pso_excel.consolidation.office_file import Job
from pso_excel.core.bilingual import Language
from pso_excel.province.select import ReceivedFile

MIB = 1 << 20


def misbehave(path: Path) -> str:
    """Die, hang, fail or eat memory as the file's name says, ``-once`` only the first time."""
    kind, _, once = path.stem.partition("-")
    if not once or not _been_there(path):
        if kind == "dies":
            os._exit(1)
        if kind == "hangs":
            time.sleep(60)
        if kind == "raises":
            raise ZeroDivisionError
        if kind == "eats":
            _ = [bytearray(MIB) for _ in range(1024)]
    return path.name


def _been_there(path: Path) -> bool:
    mark = path.with_suffix(".mark")
    there = mark.exists()
    mark.touch()
    return there


def receive_badly(job: Job, path: Path) -> ReceivedFile:
    """The same as the work on an inbox."""
    misbehave(path)
    return ReceivedFile(job.name(path))


def check_badly(asof: date, language: Language | None, file: File, **_: object) -> Outcome:
    """The same as the check of a file."""
    misbehave(file.path)
    return Outcome(Assessment(file=file.name, asof=asof), None, False, language or "th")


def fill_memory(path: Path) -> int:
    """The bytes that were resident at most after everything that can be had was taken."""
    taken: list[bytearray] = []
    try:
        while len(taken) < 1024:
            taken.append(bytearray(MIB))
    except MemoryError:
        taken.clear()
    assert path
    return high_water()


def high_water() -> int:
    """The bytes this process has had resident at most. ``getrusage`` would count what the process
    that started it had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def tell_without_values(path: Path) -> Problem:
    """A problem as the engine makes most of them."""
    return Problem("F001", Location(file=path.name))


def process_of(path: Path) -> int:
    """The process that reads the file."""
    assert path
    return os.getpid()


def stillborn(*_: object) -> None:
    """A process that ends before it has said anything."""
