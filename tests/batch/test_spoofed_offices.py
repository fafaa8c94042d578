"""A code that only looks like an office's is never taken for that office, by any door."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import fill_workbook, load_framework
from pso_excel.cli import commands
from pso_excel.consolidation.office_file import receive
from pso_excel.core import thai
from tests.batch.test_batch import ROUND, job
from tests.complete_workbook import blank_workbook

OFFICE = "99-R-001"
LOOK_ALIKES = {
    "Cyrillic": "99-\u0420-001",
    "full-width": "99-\uff32-001",
    "Greek": "99-\u03a1-001",
    "letter O": "99-R-OO1",
    "letter l": "99-R-00l",
    "another dash": "99_R_001",
    "a digit of another script": "99-R-00\u0661",
}
SAME = {
    "case": "99-r-001",
    "Thai digits": "๙๙-R-๐๐๑",
    "full-width digits": "９９-R-００１",
    "dashes": "99–R—001",
    "spaces": " 99 - R - 001\u00a0",
    "turned around": "99-R\u202e-001",
    "zero width": "99-\u200bR-001\ufeff",
    "quotes": "“99-R-001”",
}


def received(folder: Path, code: str) -> tuple[str, set[str]]:
    """The office a workbook with that code counts for, and what is told of it."""
    framework = load_framework("pso")
    (folder / "inbox").mkdir()
    blank = blank_workbook("", stage="S02")
    cover = {"office": code, "round": ROUND}
    path = folder / "inbox" / "a.xlsx"
    path.write_bytes(fill_workbook(blank, {"S00.cover": [cover]}, framework))
    found = receive(job(folder), path)
    assert found.digest is not None
    return found.office, {row.code for row in found.digest.faults}


@pytest.mark.parametrize("code", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_a_look_alike_is_an_unknown_office(code: str, tmp_path: Path) -> None:
    office, told = received(tmp_path, code)
    assert office != OFFICE
    assert "H202" in told


@pytest.mark.parametrize("code", SAME.values(), ids=SAME)
def test_the_same_code_typed_otherwise_is_that_office(code: str, tmp_path: Path) -> None:
    office, told = received(tmp_path, code)
    assert office == OFFICE
    assert told.isdisjoint({"H202", "G017"})


@pytest.mark.parametrize(
    "code", ["../../x", "/etc/x", "C:\\x", "CON", "x\u202excod.exe", "ก" * 100]
)
def test_a_workbook_named_after_an_office_stays_in_its_folder(code: str, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    assert commands.new(code, "2569-1", "S02", "pso", "th", False, out) == 0
    [made] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert made.parent == out
    assert len(made.name.encode()) <= 255
    assert made.name.isprintable()


@given(st.text("99-R001\u0420\uff32\u03a1OolI\u0661\u2460", min_size=1, max_size=8))
def test_letters_of_another_alphabet_never_make_the_same_code(text: str) -> None:
    if thai.code_key(text) == thai.code_key(OFFICE):
        assert not thai.foreign_letters(text)
