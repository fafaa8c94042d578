"""B7: a closed round refuses what arrives after it was closed, never what was received."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from pso_excel import Province, consolidate, load_framework
from pso_excel.consolidation import ProvinceFolder, gather
from pso_excel.demo import ASOF, ROUND, demo_office, write_province
from pso_excel.province.select import Closing, Outcome, ReceivedFile, select_files
from pso_excel.province.standing import ReportingStatus
from pso_excel.templates.registry_workbook import read_registry, registry_workbook
from tests.made_up import digest_of, file_of

FRAMEWORK = load_framework("pso")
ONE, TWO, LATE = (demo_office(number).code for number in (1, 6, 11))


def close(folder: Path, *, closed: bool = True) -> None:
    """Say in the registry that the round is closed, or that it is open again."""
    path = ProvinceFolder(folder).registry
    registry, _ = read_registry(path.read_bytes())
    this_round = replace(registry.round, open=not closed)
    path.write_bytes(registry_workbook(replace(registry, round=this_round)))


def accepted(province: Province) -> set[str]:
    """The codes of the accepted offices."""
    return {
        office.code for office in province.offices if office.standing is ReportingStatus.ACCEPTED
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three offices, of which one has not sent yet: its file waits beside the inbox."""
    folder = tmp_path_factory.mktemp("province")
    write_province(folder, (1, 6, 11))
    waiting(folder).rename(folder / waiting(folder).name)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A province of its own for a test."""
    return copytree(made, tmp_path / "province")


def waiting(folder: Path) -> Path:
    """Where the late file goes."""
    return ProvinceFolder(folder).inbox / f"{LATE}_{ROUND}.xlsx"


def arrive(folder: Path) -> None:
    """The late file comes in."""
    (folder / waiting(folder).name).rename(waiting(folder))


def test_b7_what_was_received_counts_when_the_round_is_closed_and_what_comes_after_does_not(
    folder: Path,
) -> None:
    before = consolidate(folder, ASOF, processes=1)
    assert accepted(before.province) == {ONE, TWO}
    close(folder)
    again = consolidate(folder, ASOF, processes=1)
    assert accepted(again.province) == {ONE, TWO}
    assert again.province.rollups == before.province.rollups
    assert "B428" not in {problem.code for problem in again.province.problems}

    arrive(folder)
    after = consolidate(folder, ASOF, processes=1)
    assert accepted(after.province) == accepted(gather(folder, ASOF, processes=1)) == {ONE, TWO}
    (late,) = [file for file in after.province.files if file.file == waiting(folder).name]
    assert late.outcome is Outcome.AFTER_CLOSING
    (found_problem,) = [problem for problem in after.province.problems if problem.code == "B428"]
    assert (found_problem.location.office, found_problem.location.file) == (
        LATE,
        waiting(folder).name,
    )
    assert after.province.standings[ReportingStatus.MISSING] == 1

    close(folder, closed=False)  # what the problem says to do
    consolidate(folder, ASOF, processes=1)
    close(folder)
    assert accepted(consolidate(folder, ASOF, processes=1).province) == {ONE, TWO, LATE}


def test_b7_a_round_closed_before_any_run_keeps_what_is_there_and_the_first_run_notes_it(
    folder: Path,
) -> None:
    close(folder)
    assert accepted(gather(folder, ASOF, processes=1)) == {ONE, TWO}
    assert accepted(consolidate(folder, ASOF, processes=1).province) == {ONE, TWO}
    arrive(folder)
    assert accepted(consolidate(folder, ASOF, processes=1).province) == {ONE, TWO}


def test_b7_a_received_file_may_be_renamed_and_the_results_may_go_elsewhere(folder: Path) -> None:
    consolidate(folder, ASOF, processes=1)
    close(folder)
    inbox = ProvinceFolder(folder).inbox
    (inbox / f"{ONE}_{ROUND}.xlsx").rename(inbox / "หน่วยงานแรก.xlsx")
    arrive(folder)
    elsewhere = folder / "ที่อื่น"
    elsewhere.mkdir()
    found = consolidate(folder, ASOF, processes=1, out=elsewhere)
    assert accepted(found.province) == {ONE, TWO}


def sent(number: int, day: int) -> ReceivedFile:
    """A form approved on a day of March."""
    return file_of(number, digest_of(FRAMEWORK, number), approved=date(2026, 3, day))


@pytest.mark.parametrize(
    ("closing", "refused"),
    [
        pytest.param(None, set[int](), id="B428 quiet: an open round"),
        pytest.param(Closing(None, date(2026, 3, 15)), {2}, id="B428 fires: approved after due"),
        pytest.param(Closing(None, None), set[int](), id="B428 quiet: nothing is known"),
        pytest.param(
            Closing(frozenset({sent(2, 16).sha}), date(2026, 3, 15)),
            {1},
            id="B428 fires: not noted; what was noted counts, however late",
        ),
    ],
)
def test_what_a_closed_round_takes(closing: Closing | None, refused: set[int]) -> None:
    files = [sent(1, 15), sent(2, 16)]
    found = select_files(files, ROUND, closing)
    late = {file.sha for file in found.files if file.outcome is Outcome.AFTER_CLOSING}
    assert late == {sent(number, 1).sha for number in refused}
    assert [problem.code for problem in found.problems] == ["B428"] * len(refused)
