"""A run killed anywhere leaves the province book before it or the one after it: forty times of
forty (``make faults``); the next run gives what an undisturbed one gives."""

import shutil
from pathlib import Path

import pytest

from pso_excel.consolidation.folder import ProvinceFolder
from pso_excel.demo import ROUND, write_province
from pso_excel.intake import read_book
from tests import killing
from tests.killing import killed_runs
from tests.slices import slice_of

LATER = "tests.killing:consolidate_later"


def book_of(folder: Path) -> bytes:
    """The province book."""
    return ProvinceFolder(folder).book(ROUND).read_bytes()


@pytest.mark.faults
def test_a_run_killed_anywhere_leaves_the_book_before_or_after_it(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    write_province(whole, (1, 12))
    shutil.rmtree(ProvinceFolder(whole).inbox / "ส่งซ้ำทางอีเมล")
    killing.consolidate_here(whole)
    before = book_of(whole)
    done = shutil.copytree(whole, tmp_path / "done")
    (steps,) = killed_runs(LATER, [(done, 0)])
    after = book_of(done)
    points = [*((steps - 17) * part // 24 for part in range(1, 25)), *range(steps - 16, steps)]
    assert len(points) == 40
    runs = [
        (shutil.copytree(whole, tmp_path / str(point)), point) for point in slice_of(points, 12)
    ]
    assert not any(killed_runs(LATER, runs))
    assert before != after
    assert read_book(before).sheets.keys() == read_book(after).sheets.keys()
    found = [book_of(folder) for folder, _ in sorted(runs, key=lambda pair: pair[1])]
    assert set(found) == {before, after}
    assert found == sorted(found, key=lambda data: data == after)  # the later, the newer
    for folder, _ in runs[:: len(runs) // 3]:
        killing.consolidate_later(folder)
        assert book_of(folder) == after
