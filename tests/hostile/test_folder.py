"""A folder of broken and hostile files: each has its own answer, and the run goes on to the end."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from pso_excel.cli.check import Outcome
from pso_excel.cli.check_many import check_all
from pso_excel.core.messages import sentence
from pso_excel.model.registry import USUAL
from tests.hostile.files import OUTSIDE, write_hostile
from tests.hostile.outcomes import ASOF, LANGUAGES

FILES = 125
OURS = {"I001", "B411", "B413", "B414", "B417"}
PATIENT = replace(USUAL, seconds=120)  # however busy the machine is


class Run(NamedTuple):
    """A checked folder: where it is, the codes of the files that are known, what was told."""

    root: Path
    expected: dict[str, str]
    told: list[Outcome]

    def codes(self) -> dict[str, list[str]]:
        """The codes of each file."""
        said = (outcome.assessment for outcome in self.told)
        return {one.file: [problem.code for problem in one.problems] for one in said}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Such a folder, checked as the command does."""
    root = tmp_path_factory.mktemp("hostile")
    expected = write_hostile(root / "in", FILES)
    return Run(root, expected, list(check_all([root / "in"], ASOF, None, root / "out", PATIENT)))


def test_every_file_has_one_answer(run: Run) -> None:
    inbox = run.root / "in"
    there = [one for one in inbox.rglob("*") if one.is_symlink() or not one.is_dir()]
    names = sorted(one.relative_to(inbox).as_posix() for one in there)
    assert sorted(one.assessment.file for one in run.told) == names
    assert len(names) >= FILES


def test_every_known_kind_has_its_code(run: Run) -> None:
    found = run.codes()
    known = {file: code for file, code in run.expected.items() if code}
    assert {file: found[file] for file in known} == {file: [code] for file, code in known.items()}


def test_no_file_costs_more_than_its_own_line(run: Run) -> None:
    assert {file: found for file, found in run.codes().items() if OURS.intersection(found)} == {}


def test_every_answer_can_be_said(run: Run) -> None:
    problems = [problem for one in run.told for problem in one.assessment.problems]
    said = [sentence(problem, language) for problem in problems for language in LANGUAGES]
    assert all("\n" not in one and 10 < len(one) < 5_000 for one in said)


def test_copies_are_made_in_their_own_folder_only(run: Run) -> None:
    copies = [one.copy for one in run.told if one.copy]
    assert copies
    assert all(copy.resolve().is_relative_to(run.root / "out") for copy in copies)
    assert sorted(one.name for one in run.root.iterdir()) == sorted(["in", "out", OUTSIDE])
