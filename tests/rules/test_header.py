"""The header: office, round, dates, approval, contact. Each rule fires at its cell, and is quiet
close by."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.intake import read_submission
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.model.submission import Value
from pso_excel.rules import run_rules
from pso_excel.rules.field_checks import check_fields
from tests.engine.laid_out import Typed, laid_out
from tests.rules.cases import case_of, found
from tests.submissions import cell_of, submission_of

HERE = RegisteredOffice(code="58-R-014", name="สำนักงานตัวอย่าง")
REGISTRY = Registry(
    province="สมมุติ",
    round=Round(code="2569-1", due=date(2026, 3, 15), framework="pso@1.0"),
    offices={HERE.code: HERE},
)


def codes(
    who: dict[str, str] | None = None,
    cover: dict[str, Value] | None = None,
    registry: Registry | None = REGISTRY,
) -> set[str]:
    """The H and F rules that fire."""
    usual = {"office_name": "สำนักงานตัวอย่าง", **(who or {})}
    tables = {"S00.cover": [cover or {}]}
    return {code for code, _ in found(tables, registry, **usual) if code[0] in "HF"}


def test_a_good_header_is_silent() -> None:
    cover: dict[str, Value] = {
        "status": "submitted", "approved_by": "นายสมมุติ", "approved_date": date(2026, 3, 15),
        "email": "office@example.go.th", "phone": "0 5361 2345 ต่อ 12",
    }  # fmt: skip
    assert codes(cover=cover) == set()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param({"office": "58-R-015"}, {"H202"}, id="H202 fires: another code"),
        pytest.param({"office": "58-R-01４"}, {"H202"}, id="H202 fires: spelt otherwise"),
        pytest.param({"office": "58-R-014"}, set[str](), id="H202 quiet: the code"),
        pytest.param({"office_name": "สำนักงานอื่น"}, {"H203"}, id="H203 fires: another name"),
        pytest.param({"office_name": "สำนักงาน ตัวอย่าง"}, set[str](), id="H203 quiet: a space more"),
        pytest.param({"round": ""}, {"H204"}, id="H204 fires: blank"),
        pytest.param({"round": "2569"}, {"H204"}, id="H204 fires: no number"),
        pytest.param({"round": "2569-2"}, {"H204"}, id="H204 fires: another round"),
        pytest.param({"round": "2569-1"}, set[str](), id="H204 quiet: the open round"),
        pytest.param({"framework": "pso@2.0"}, {"H214"}, id="H214 fires: another edition"),
        pytest.param({"framework": "pso@1.0"}, set[str](), id="H214 quiet: the round's edition"),
        pytest.param({"file": "แบบประเมิน.xlsx"}, {"F014"}, id="F014 fires: no code in the name"),
        pytest.param({"file": "58-r-014 (1).xlsx"}, set[str](), id="F014 quiet: the code is there"),
        pytest.param({"file": ""}, set[str](), id="F014 quiet: no file"),
    ],
)
def test_identity(who: dict[str, str], expected: set[str]) -> None:
    assert codes(who) == expected


@pytest.mark.parametrize("code", ["58-\u0420-014", "58-Ｒ-014"], ids=["Cyrillic", "full-width"])
def test_the_office_that_a_code_looks_like_is_only_suggested(code: str) -> None:
    context = case_of(submission_of({"S00.cover": [{"office": code}]}, office=code), REGISTRY)
    [problem] = [problem for problem in run_rules(context) if problem.code == "H202"]
    assert problem.values["suggest"] == "(58-R-014?)"


def test_without_a_registry_only_the_form_of_the_header_is_judged() -> None:
    who = {"office": "99-X-999", "office_name": "อะไรก็ได้", "round": "2570-1", "file": "ก.xlsx"}
    assert codes(who, registry=None) == set()


def test_b8_an_empty_registry_is_no_fault_of_a_workbook_H202_quiet() -> None:
    assert codes({"office": "99-X-999"}, registry=replace(REGISTRY, offices={})) == set()


def test_b7_a_closed_round_is_no_fault_of_a_workbook_H204_quiet() -> None:
    closed = replace(REGISTRY, round=replace(REGISTRY.round, open=False))
    assert codes(registry=closed) == set()


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        pytest.param({"approved_date": date(2026, 3, 16)}, {"H208"}, id="H208 fires: a day late"),
        pytest.param({"approved_date": date(2026, 3, 15)}, set[str](), id="H208 quiet: in time"),
        pytest.param({"email": "office.example.go.th"}, {"H213"}, id="H213 fires: no @"),
        pytest.param({"email": "a@b,go.th"}, {"H213"}, id="H213 fires: a comma for a point"),
        pytest.param({"phone": "ไม่มี"}, {"H213"}, id="H213 fires: words"),
        pytest.param({"email": "a@b.go.th"}, set[str](), id="H213 quiet: an address"),
        pytest.param({"phone": "053 612345 ต่อ 1"}, set[str](), id="H213 quiet: an extension"),
    ],
)
def test_approval_and_contact(cover: dict[str, Value], expected: set[str]) -> None:
    assert codes(cover=cover) == expected


@pytest.mark.parametrize(
    ("table", "field", "day", "fires"),
    [
        pytest.param("S08.tracker", "report_date", date(2027, 3, 31), True,
                     id="H216 fires: a report of the next year"),
        pytest.param("S08.tracker", "report_date", date(2026, 3, 31), False,
                     id="H216 quiet: a report of the year"),
        pytest.param("S09.request", "letter_date", date(2026, 12, 31), False,
                     id="H216 quiet: a letter just after the year"),
        pytest.param("S01.order", "order_date", date(1969, 1, 15), True,
                     id="H216 fires: 15/1/69 as Excel takes it"),
        pytest.param("S01.order", "order_date", date(2015, 1, 15), False,
                     id="H216 quiet: a committee of long standing"),
        pytest.param("EVIDENCE.register", "doc_date", date(2059, 1, 15), True,
                     id="H216 fires: 33 years ahead"),
    ],
)  # fmt: skip
def test_days_far_from_the_round(table: str, field: str, day: date, fires: bool) -> None:
    made = submission_of({"S00.cover": [{}], table: [{field: day}]})
    told = {(p.code, p.location.cell) for p in run_rules(case_of(made)) if p.code == "H216"}
    assert told == ({("H216", cell_of(made, table, 0, field))} if fires else set())


@pytest.mark.parametrize(
    ("round_code", "fy"),
    [
        pytest.param("", None, id="H216 quiet: nobody says which year it is"),
        pytest.param("", Decimal(2469), id="H216 quiet: the year of the cover cannot be"),
    ],
)
def test_without_a_year_no_day_is_far_from_it(round_code: str, fy: Decimal | None) -> None:
    cover: dict[str, Value] = {} if fy is None else {"fy": fy}
    tables = {"S00.cover": [cover], "S01.order": [{"order_date": date(1969, 1, 15)}]}
    made = submission_of(tables, round=round_code)
    assert not [problem for problem in run_rules(case_of(made)) if problem.code == "H216"]


WHO: Typed = {"prepared_by": "นางสาวสมมุติ ตัวอย่าง", "position": "นักวิชาการ", "phone": "053612345"}
SENT: Typed = {"status": "ส่งแล้ว"}
HEAD: Typed = {"approved_by": "นายสมมุติ ตัวอย่าง", "approved_date": datetime(2026, 3, 15)}


@pytest.mark.parametrize(
    ("typed", "field", "expected"),
    [
        pytest.param({}, "office", ["H201"], id="H201 fires: blank"),
        pytest.param({"office": "-"}, "office", ["H201"], id="H201 fires: a dash"),
        pytest.param({"office": "58-R-014"}, "office", [], id="H201 quiet: a code"),
        pytest.param({"fy": "2469"}, "fy", ["H205"], id="H205 fires: a hundred years ago"),
        pytest.param({"fy": "ปีนี้"}, "fy", ["H205"], id="H205 fires: no number"),
        pytest.param({"fy": "๒๕๖๙"}, "fy", ["H212"], id="H205 quiet: Thai digits"),
        pytest.param({}, "position", ["H206"], id="H206 fires: blank"),
        pytest.param(WHO, "position", [], id="H206 quiet: filled in"),
        pytest.param(SENT, "approved_by", ["H207"], id="H207 fires: sent without the head's name"),
        pytest.param({}, "approved_by", [], id="H207 quiet: not yet sent"),
        pytest.param({**SENT, **HEAD}, "approved_by", [], id="H207 quiet: approved"),
    ],
)
def test_the_fields_of_the_cover(typed: Typed, field: str, expected: Sequence[str]) -> None:
    laid = laid_out()
    laid.fill("S00.cover", {"round": "2569-1", **typed})
    submission, problems = read_submission(laid.book, laid.framework)
    cell = laid.at("S00.cover", 1, field)
    found_problems = [*problems, *check_fields(submission, laid.framework)]
    here = [
        problem
        for problem in found_problems
        if (problem.location.sheet, problem.location.cell) == ("00_ปก", cell)
    ]
    assert [problem.code for problem in here] == expected
    assert all(cell in message(problem, "th") or problem.code != "H201" for problem in here)
