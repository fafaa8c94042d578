"""A folder of broken and hostile files: each has its own answer, and the run goes on to the end."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from pso_excel import message
from pso_excel.cli.check import Outcome
from pso_excel.cli.check_many import check_all
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
        return {
            assessment.file: [problem.code for problem in assessment.problems]
            for assessment in said
        }


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Such a folder, checked as the command does."""
    root = tmp_path_factory.mktemp("hostile")
    expected = write_hostile(root / "in", FILES)
    return Run(root, expected, list(check_all([root / "in"], ASOF, None, root / "out", PATIENT)))


def test_every_file_has_one_answer(run: Run) -> None:
    inbox = run.root / "in"
    there = [path for path in inbox.rglob("*") if path.is_symlink() or not path.is_dir()]
    names = sorted(path.relative_to(inbox).as_posix() for path in there)
    assert sorted(outcome.assessment.file for outcome in run.told) == names
    assert len(names) >= FILES


def test_every_known_kind_has_its_code(run: Run) -> None:
    found = run.codes()
    known = {file: code for file, code in run.expected.items() if code}
    assert {file: found[file] for file in known} == {file: [code] for file, code in known.items()}


def test_no_file_costs_more_than_its_own_line(run: Run) -> None:
    assert {file: found for file, found in run.codes().items() if OURS.intersection(found)} == {}


def test_every_answer_can_be_said(run: Run) -> None:
    problems = [problem for outcome in run.told for problem in outcome.assessment.problems]
    said = [message(problem, language) for problem in problems for language in LANGUAGES]
    assert all("\n" not in text and 10 < len(text) < 5_000 for text in said)


def test_copies_are_made_in_their_own_folder_only(run: Run) -> None:
    copies = [outcome.copy for outcome in run.told if outcome.copy]
    assert copies
    assert all(copy.resolve().is_relative_to(run.root / "out") for copy in copies)
    assert sorted(path.name for path in run.root.iterdir()) == sorted(["in", "out", OUTSIDE])
