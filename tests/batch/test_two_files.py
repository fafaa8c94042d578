"""Two files of one office: joined by stage where they do not collide, asked about where they do
(C5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pso_excel import (
    Problem,
    Province,
    fill_workbook,
    init_province,
    load_framework,
    message,
    new_workbook,
)
from pso_excel.consolidation import ProvinceFolder, gather
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation.office_file import receive
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.files.replace import with_stamp
from pso_excel.pipeline import open_office
from pso_excel.province.answers import alike_but_different, differing, typed_answers
from pso_excel.province.select import Outcome, select_files
from pso_excel.province.standing import OfficeRow, ReportingStatus
from pso_excel.templates.fill import Answer
from pso_excel.templates.registry_workbook import registry_workbook
from tests import killing
from tests.made_up import digest_of, file_of

PSO = load_framework("pso")
Rows = Sequence[Mapping[str, Answer]]
ANSWERS: Mapping[str, Rows] = demo_answers(1, PSO)
ASSESSMENT = ("S06",)
REST = tuple(f"S{number:02d}" for number in range(1, 11) if number != 6)
REGISTERS = ("STAFF", "EVIDENCE")
DRAFT: Mapping[str, Answer] = {"status": "draft", "approved_by": "", "approved_date": ""}


def workbook(
    stages: Sequence[str], *, draft: bool = False, changed: Mapping[str, Rows] | None = None
) -> bytes:
    """A workbook of all stages in which these, and the registers, are filled in."""
    wanted = ("S00", *stages, *REGISTERS)
    answers = {
        table_id: list(rows)
        for table_id, rows in ANSWERS.items()
        if table_id.partition(".")[0] in wanted
    }
    if draft:
        answers["S00.cover"] = [
            {
                table_id: value
                for table_id, value in answers["S00.cover"][0].items()
                if table_id not in DRAFT
            }
            | {"status": "draft"}
        ]
    answers.update({table_id: list(rows) for table_id, rows in (changed or {}).items()})
    return fill_workbook(new_workbook("99-R-001", ROUND, PSO), answers, PSO)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Everything in one."""
    return workbook((*REST, *ASSESSMENT))


@pytest.fixture(scope="module")
def without_assessment() -> bytes:
    """The approved one, whose stage 6 somebody else has."""
    return workbook(REST)


@pytest.fixture(scope="module")
def assessment() -> bytes:
    """Stage 6 alone, in a draft."""
    return workbook(ASSESSMENT, draft=True)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The inbox of a province of that office."""
    monkeypatch.setattr(gathering, "receive_all", killing.in_this_process(receive))
    init_province(tmp_path, "สมมุติ", ROUND)
    place = ProvinceFolder(tmp_path)
    place.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    return place.inbox


def province(inbox: Path, **files: bytes) -> Province:
    """The province when these are the office's files."""
    for name, data in files.items():
        (inbox / f"{name}.xlsx").write_bytes(data)
    return gather(inbox.parent, ASOF)


def office(found: Province) -> OfficeRow:
    (office_row,) = found.offices
    return office_row


def outcomes(found: Province) -> dict[str, Outcome]:
    return {file.file.removesuffix(".xlsx"): file.outcome for file in found.files}


def told(found: Province) -> dict[str, Problem]:
    """What is told of several files."""
    codes = ("B405", "F017", "B420", "B432", "B433")
    return {problem.code: problem for problem in found.problems if problem.code in codes}


def test_c5_stages_that_do_not_collide_are_joined_B432_fires_B405_quiet(
    inbox: Path, whole: bytes, without_assessment: bytes, assessment: bytes
) -> None:
    alone = office(province(inbox, whole=whole)).digest
    (inbox / "whole.xlsx").unlink()
    found = province(inbox, approved=without_assessment, draft=assessment)
    office_row = office(found)
    assert office_row.digest
    assert alone
    assert (office_row.digest.official, office_row.digest.indicators) == (
        alone.official,
        alone.indicators,
    )
    assert office_row.digest.actions == alone.actions
    assert office_row.standing is ReportingStatus.ACCEPTED
    assert outcomes(found) == {"approved": Outcome.USED, "draft": Outcome.USED}
    assert list(told(found)) == ["B432"]
    said = message(told(found)["B432"], "th")
    assert "approved.xlsx (S01, S02, S03, S04, S05, S07, S08, S09, S10)" in said
    assert "draft.xlsx (S06)" in said


def test_c5_the_same_answers_in_two_files_are_nothing_to_ask_B432_quiet_F017_quiet(
    inbox: Path, whole: bytes
) -> None:
    resaved = with_stamp(whole)
    assert resaved != whole
    found = province(inbox, first=whole, second=resaved)
    assert told(found) == {}
    assert sorted(outcomes(found).values()) == [Outcome.REPLACED, Outcome.USED]


HALVES = [ANSWERS["S06.answers"][:20], ANSWERS["S06.answers"][20:]]


def test_c5_two_assessors_who_each_hold_stage_6_are_asked_about(inbox: Path) -> None:
    """The other stages are the same in both; each has half of the indicators."""
    files = {
        name: workbook((*REST, "S06"), changed={"S06.answers": half, "S06.assessors": []})
        for name, half in zip(("one", "two"), HALVES, strict=True)
    }
    found = province(inbox, **files)
    clashes = told(found)
    (code,) = clashes
    assert code in ("F017", "B405")
    said = message(clashes[code], "th")
    assert "ต่างกันที่ S06 (01.1, 01.2, 01.3 +" in said
    assert "one.xlsx (รับรอง" in said
    assert "two.xlsx (รับรอง" in said
    assert said.count("คะแนน ") == 2
    assert sorted(outcomes(found).values()) == [Outcome.REPLACED, Outcome.USED]


def test_c5_one_stage_is_asked_about_and_the_others_are_joined_B405_fires(
    inbox: Path, without_assessment: bytes
) -> None:
    """The second holds stage 6 and another stage 2."""
    goals = [{**ANSWERS["S02.goals"][0], "target": "99 แห่ง"}, *ANSWERS["S02.goals"][1:]]
    second = workbook(("S02", "S06"), draft=True, changed={"S02.goals": goals})
    found = province(inbox, first=without_assessment, second=second)
    assert set(told(found)) == {"B405", "B432"}
    assert told(found)["B405"].values["chosen"] == "first.xlsx"
    assert "ต่างกันที่ S02 (G1)" in message(told(found)["B405"], "th")
    assert outcomes(found) == {"first": Outcome.USED, "second": Outcome.USED}
    digest = office(found).digest
    assert digest
    assert digest.answered


def test_c5_one_code_of_a_register_for_two_things_is_told_B433_fires(
    inbox: Path, without_assessment: bytes
) -> None:
    evidence = [{**ANSWERS["EVIDENCE.register"][0], "title": "เอกสารอื่น"}]
    other = workbook(ASSESSMENT, draft=True, changed={"EVIDENCE.register": evidence})
    found = province(inbox, first=without_assessment, second=other)
    assert told(found)["B433"].values["rows"] == (evidence[0]["code"],) * 2
    assert told(found)["B433"].values["chosen"] == "first.xlsx"


def test_c5_registers_that_complete_each_other_are_not_B433_quiet(
    inbox: Path, without_assessment: bytes
) -> None:
    evidence = [{**ANSWERS["EVIDENCE.register"][0], "code": "E999"}]
    other = workbook(ASSESSMENT, draft=True, changed={"EVIDENCE.register": evidence})
    assert "B433" not in told(province(inbox, first=without_assessment, second=other))


def test_workbooks_of_two_editions_are_not_joined() -> None:
    digest = digest_of(PSO, 1)
    first = file_of(1, digest, filled=("S01",), approved=date(2026, 3, 5))
    other = first._replace(file="b.xlsx", sha="b" * 64, filled=("S06",), framework="pso@2.0")
    choice = select_files([first, other], ROUND)
    (chosen,) = choice.offices
    assert chosen.files in ((first.file,), (other.file,))
    assert [problem.code for problem in choice.problems] == ["F017"]


def test_what_is_typed_is_told_apart_row_by_row(whole: bytes, without_assessment: bytes) -> None:
    blank = open_office(new_workbook("99-R-001", ROUND, PSO)).submission
    assert typed_answers(blank, PSO) == ()
    first, second = (
        typed_answers(open_office(data).submission, PSO) for data in (whole, without_assessment)
    )
    assert {field_id for field_id, _ in first} - {field_id for field_id, _ in second} == {
        "S06.answers",
        "S06.assessors",
    }
    assert not any(alike_but_different([first, second]))
    record = (("S02.vision", "vision=1\tother=2"),)
    assert differing([record, (("S02.vision", "vision=3\tother=2"),)]).th == "วิสัยทัศน์"


@pytest.mark.parametrize("same", [Decimal("34.0"), "๓๔", "34"])
def test_what_reads_the_same_is_no_other_answer(same: Answer) -> None:
    rows = [{**ANSWERS["S06.answers"][0], "numerator": value} for value in (Decimal(34), same)]
    books = [workbook(ASSESSMENT, changed={"S06.answers": [row]}) for row in rows]
    answers, other = (typed_answers(open_office(data).submission, PSO) for data in books)
    assert answers == other
