"""What other stages say of the readiness checklist by themselves, and how ready an office is."""

from datetime import date
from decimal import Decimal

import pytest

from pso_excel.core.problem import Location, Problem
from pso_excel.framework import load_framework
from pso_excel.model.submission import Value
from pso_excel.scoring import score
from pso_excel.scoring.actions import track
from pso_excel.scoring.readiness import automatic_readiness, readiness_of
from tests.submissions import Rows, submission_of

PACK = load_framework("pso")
ASOF = date(2026, 3, 31)
D = Decimal
LEAVES = [indicator for indicator in PACK.leaves if indicator.parent != "OUT"]


def answers(level: int, **changed: Value) -> Rows:
    """Every counted indicator at that level, or the value that earns it."""
    return [
        {"code": indicator.code, "state": "scored", "level": D(level), **changed}
        if not indicator.points
        else {
            "code": indicator.code,
            "state": "scored",
            "value": at_level(indicator.points, level),
            **changed,
        }
        for indicator in LEAVES
    ]


def at_level(points: tuple[Decimal, ...], level: int) -> Decimal:
    """The value that earns a level of the rubric; LESS is better in one indicator of the pack."""
    return points[5 - level] if points[0] == 0 else points[level - 1]


def found(tables: dict[str, Rows], *problems: tuple[str, str]) -> dict[str, bool | None]:
    """What is found for an office with those tables and problems (code, stage)."""
    made = submission_of(tables)
    card = score(made, PACK)
    found_problems = [Problem(code, Location(stage=stage)) for code, stage in problems]
    return automatic_readiness(made, PACK, card, track(made, card, PACK, ASOF), found_problems)


INTENT: Rows = [{"intent_no": "มส 0017/1", "intent_date": ASOF}]
ORDER: Rows = [{"order_no": "1/2569", "order_date": ASOF}]
MEMBERS: Rows = [{"name": "ก"}]
LETTER: Rows = [{"letter_no": "1", "letter_date": ASOF, "signed_by": "ก"}]
PLAN = {"act": "A1", "indicators": ("01.1",), "start": date(2026, 1, 1), "end": date(2026, 3, 1)}


def begun(**report: Value) -> dict[str, Rows]:
    """One action that should have ended, and its report."""
    return {"S07.actions": [PLAN], "S08.tracker": [{"act": "A1", **report}]}


@pytest.mark.parametrize(
    ("item", "tables", "problems", "expected"),
    [
        ("Q01", {"S00.cover": INTENT}, (), True),
        ("Q01", {"S00.cover": [{"intent_no": "1"}]}, (), False),
        ("Q02", {"S01.order": ORDER, "S01.members": MEMBERS}, (), True),
        ("Q02", {"S01.order": ORDER, "S01.members": MEMBERS}, (("C301", "S01"),), False),
        ("Q02", {"S01.order": ORDER, "S01.members": MEMBERS}, (("C307", "S01"),), True),
        ("Q02", {"S01.order": ORDER, "S01.members": []}, (), False),
        ("Q04", {"S02.goals": [{"code": "G1"}]}, (), None),
        ("Q04", {"S02.goals": [{"code": "G1"}]}, (("V405", "S02"),), False),
        ("Q05", {"S03.tasks": [{"code": "T1"}]}, (), True),
        ("Q05", {"S03.tasks": []}, (), False),
        ("Q06", {"S04.items": [{"code": "D01"}]}, (), True),
        ("Q06", {"S04.items": [{"code": "D01"}]}, (("D606", "S04"),), False),
        ("Q07", {"S05.systems": [{"sys": "SYS-01", "applies": "yes"}]}, (), True),
        ("Q07", {"S05.systems": [{"sys": "SYS-01", "applies": "no"}]}, (), False),
        ("Q08", {"S05.indicators": [{"code": "01.1"}]}, (), None),
        ("Q08", {"S05.indicators": [{"code": "01.1"}]}, (("W702", "S05"),), False),
        ("Q09", {"S06.answers": answers(4)}, (), True),
        ("Q09", {"S06.answers": answers(4)[1:]}, (), False),
        ("Q11", {"S06.answers": answers(4)}, (), True),
        ("Q11", {"S06.answers": answers(4)}, (("S803", "S06"),), False),
        ("Q12", {"S06.answers": answers(3)}, (), True),
        ("Q12", {"S06.answers": answers(2)}, (), False),
        ("Q13", {"S06.answers": answers(4)}, (), True),
        ("Q13", {"S06.answers": answers(3)}, (), False),
        ("Q14", {"S07.actions": [{**PLAN, "approved": "yes"}]}, (), True),
        ("Q14", {"S07.actions": [PLAN]}, (), False),
        ("Q14", {"S07.actions": []}, (), False),
        ("Q15", begun(percent=D(80)), (), True),
        ("Q15", begun(percent=D(79)), (), False),
        ("Q16", begun(percent=D(1)), (), False),
        ("Q16", begun(remedy="ก"), (), True),
        ("Q16", {"S08.tracker": []}, (), True),
        ("Q20", {"EVIDENCE.register": [{"code": "E001"}]}, (), None),
        ("Q20", {"EVIDENCE.register": []}, (), False),
        ("Q22", {"S09.request": LETTER}, (), True),
        ("Q22", {"S09.request": [{"letter_no": "1"}]}, (), False),
        ("Q23", {}, (), True),
        ("Q23", {}, (("C301", "S01"),), False),
        ("Q23", {}, (("C307", "S01"), ("Q101", "S09")), True),
        ("Q24", {"S10.lessons": [{"code": "L01"}]}, (), True),
        ("Q24", {"S10.lessons": []}, (), False),
    ],
)  # fmt: skip
def test_an_item_is_answered_from_its_stage(
    item: str, tables: dict[str, Rows], problems: tuple[tuple[str, str], ...], expected: bool | None
) -> None:
    assert found(tables, *problems)[item] is expected


def test_what_the_workbook_lacks_is_for_people_to_say() -> None:
    nothing = found({})
    assert list(nothing) == [item.code for item in PACK.readiness]
    assert {code for code, ready in nothing.items() if ready is not None} == {"Q23"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a1": D(4), "a2": D(3), "consensus": D(4)}, True),
        ({"a1": D(4), "consensus": D(4)}, False),
        ({"a1": D(4), "a2": D(3)}, False),
    ],
)
def test_every_level_needs_enough_assessors_and_a_consensus(
    given: dict[str, Value], expected: bool
) -> None:
    assessors: Rows = [{"code": indicator.code, **given} for indicator in LEAVES]
    tables = {"S06.answers": answers(4), "S06.assessors": assessors}
    assert found(tables)["Q10"] is expected
    assert found({**tables, "S06.assessors": assessors[6:]})["Q10"] is False


def test_how_ready_an_office_says_it_is() -> None:
    """12 of 20 that apply are ready; the gates Q02, Q08 and Q09 are among them."""
    states = ["ready"] * 12 + ["not_ready"] * 7 + [""] + ["na"] * 4
    rows: Rows = [
        {"item": item.code, "state": state}
        for item, state in zip(PACK.readiness, states, strict=True)
    ]
    found = readiness_of(submission_of({"S09.checklist": rows}), PACK)
    assert found.percent == 60
    assert found.closed == ("Q14", "Q23")


def test_an_empty_checklist_has_no_percentage() -> None:
    found = readiness_of(submission_of({}), PACK)
    assert found.percent is None
    assert found.closed == ("Q02", "Q08", "Q09", "Q12", "Q14", "Q23")
