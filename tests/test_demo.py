"""The made-up province: the same every time, believable, and good where it is meant to be good."""

from collections import Counter
from pathlib import Path

import pytest

from pso_excel import Severity, check_office, fill_workbook, load_framework, severity_of
from pso_excel.consolidation import ProvinceFolder
from pso_excel.core.figures import round_half_up
from pso_excel.demo import ASOF, demo_answers, demo_office, demo_registry, make_demo, office_files
from pso_excel.model.scorecard import Rag
from pso_excel.templates.registry_workbook import read_registry
from tests.complete_workbook import blank_workbook

FRAMEWORK = load_framework("pso")
GRAVE = (Severity.BLOCK, Severity.ERROR)


@pytest.mark.parametrize("number", [1, 6, 15])
def test_a_good_office_has_no_error_a_score_a_plan_and_a_tracker(number: int) -> None:
    data = fill_workbook(blank_workbook(""), demo_answers(number, FRAMEWORK), FRAMEWORK)
    registry = demo_registry([demo_office(number)])
    found = check_office(data, ASOF, "a.xlsx", registry)
    assert [problem for problem in found.problems if severity_of(problem) in GRAVE] == []
    assert found.scorecard is not None
    assert found.scorecard.official is not None
    assert 30 < round_half_up(found.scorecard.official) < 95
    assert found.plan is not None
    assert all(gap.has_action for gap in found.plan.gaps)
    assert found.tracker is not None
    assert len(found.tracker.actions) >= 8


def test_the_offices_together_have_actions_of_every_colour() -> None:
    colours: Counter[Rag | None] = Counter()
    for number in (1, 2, 3):
        data = fill_workbook(blank_workbook(""), demo_answers(number, FRAMEWORK), FRAMEWORK)
        tracker = check_office(data, ASOF).tracker
        assert tracker is not None
        colours.update(tracked.rag for tracked in tracker.actions)
    assert set(colours) == set(Rag) - {Rag.WRONG}


def test_the_same_number_and_seed_give_the_same_answers() -> None:
    assert demo_answers(3, FRAMEWORK) == demo_answers(3, FRAMEWORK)
    assert demo_answers(3, FRAMEWORK) != demo_answers(3, FRAMEWORK, seed=1)
    assert demo_answers(3, FRAMEWORK) != demo_answers(4, FRAMEWORK)


def test_offices_have_codes_and_names_of_their_own() -> None:
    offices = [demo_office(number) for number in range(1, 101)]
    assert (
        len({office.code for office in offices}) == len({office.name for office in offices}) == 100
    )
    assert all("สมมุติ" in office.name for office in offices)


def test_an_office_that_sends_nothing_has_no_file() -> None:
    assert list(office_files(demo_office(20), blank_workbook(""), FRAMEWORK)) == []


def test_the_folder_is_whole_and_the_same_again(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    opened, kept = make_demo(first, 3)
    make_demo(second, 3)
    files = {path.relative_to(first) for path in first.rglob("*") if path.is_file()}
    assert files == {path.relative_to(second) for path in second.rglob("*") if path.is_file()}
    assert all((first / path).read_bytes() == (second / path).read_bytes() for path in files)
    assert opened in {first / file_path for file_path in files}
    assert kept == 0
    registry, problems = read_registry(ProvinceFolder(first).registry.read_bytes())
    assert problems == []
    assert registry == demo_registry(demo_office(number) for number in (1, 2, 3))
