"""A bug of ours costs one line with a reference, never the check, the file or the run."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pso_excel import office
from pso_excel.books.template.workbook import new_workbook
from pso_excel.cli.checking import check_file, file_at
from pso_excel.framework import load_framework
from pso_excel.problem import Problem
from pso_excel.rules import Case, judge
from pso_excel.rules.weights import nothing_applies
from tests.rules.cases import case_of
from tests.submissions import submission_of

ASOF = date(2026, 3, 31)


def broken_rule(case: Case) -> Iterator[Problem]:
    """A rule with a bug, after it has told of something."""
    yield Problem("W709")
    raise ZeroDivisionError(case.submission.office)


def test_I001_fires_for_a_rule_that_fails_and_the_others_go_on() -> None:
    systems = [{"sys": "SYS-01", "applies": "no"}]
    case = case_of(submission_of({"S05.systems": systems}))
    found = list(judge(case, (broken_rule, nothing_applies)))
    assert [one.code for one in found] == ["W709", "I001", "W709"]
    assert found[1].values["part"] == "broken_rule"
    assert list(judge(case, (broken_rule, nothing_applies))) == found


def test_I001_quiet_while_every_rule_works() -> None:
    case = case_of(submission_of({"S05.systems": [{"sys": "SYS-01", "applies": "no"}]}))
    assert [one.code for one in judge(case, (nothing_applies,))] == ["W709"]


def test_a_fault_anywhere_else_is_told_with_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(office, "score", fail)
    data = new_workbook("58-R-014", "2569-1", load_framework("pso"))
    assert [one.code for one in office.check_office(data, ASOF).problems] == ["I001"]
    path = tmp_path / "58-R-014_2569-1.xlsx"
    path.write_bytes(data)
    outcome = check_file(ASOF, None, file_at(path, None))
    assert (outcome.exit_code, outcome.copy) == (2, None)
    assert path.read_bytes() == data
