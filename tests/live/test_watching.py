"""When a workbook has been saved, seen at its file."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pso_excel.cli.live import saves

Step = Callable[[Path], object]
BOOK = "แบบประเมิน ขนส่ง 2569.xlsx"


def saved(path: Path) -> None:
    """Saved as a spreadsheet program does it: a new file in the place of the old one."""
    before = path.stat().st_mtime_ns
    part = path.with_suffix(".part")
    part.write_bytes(b"saved")
    os.utime(part, ns=(before + 1, before + 1))
    part.replace(path)


def nothing(path: Path) -> None:
    """A second in which nothing happens."""
    assert path


def seen(folder: Path, *steps: Step) -> list[int]:
    """After which of the steps, a second each, the workbook was taken for saved; 0 is the first
    time, before any. After the last step it is closed."""
    path = folder / BOOK
    path.write_bytes(b"first")
    left: Iterator[Step] = iter(steps)
    done = 0

    def wait(seconds: float) -> None:
        nonlocal done
        assert seconds > 0
        done += 1
        next(left, nothing)(path)

    return [done for _ in saves(path, lambda: done <= len(steps), wait)]


def test_once_at_first_and_once_a_save(tmp_path: Path) -> None:
    assert seen(tmp_path, nothing, saved, nothing, saved, saved) == [0, 2, 4, 5]


def test_several_saves_between_two_looks_are_one(tmp_path: Path) -> None:
    assert seen(tmp_path, lambda path: [saved(path) for _ in range(3)], nothing) == [0, 1]


def test_a_file_that_is_away_for_a_moment_was_not_saved(tmp_path: Path) -> None:
    def gone(path: Path) -> None:
        path.rename(path.with_suffix(".away"))

    def back(path: Path) -> None:
        path.with_suffix(".away").rename(path)

    assert seen(tmp_path, gone, nothing, back, saved) == [0, 4]


def test_it_ends_when_the_workbook_is_closed(tmp_path: Path) -> None:
    assert list(saves(tmp_path / "never.xlsx", lambda: False, lambda _: None)) == [None]
