"""What a row says twice or in the wrong cell is told, never dropped (B1, B2, B6, B11)."""

from datetime import date
from decimal import Decimal

import pytest

from pso_excel.model.submission import FIRST_SCORING, Value
from pso_excel.rules import run_rules
from tests.rules.cases import case_of
from tests.rules.test_scores import LEVEL, QUANTITY
from tests.submissions import submission_of

D = Decimal
Line = dict[str, Value]
HOURS: Line = {**QUANTITY, "unit": "ชั่วโมงต่อคน"}
RATE: Line = {**QUANTITY, "x5": D(110)}
BELOW: Line = {**QUANTITY, "x1": D(-10), "x2": D(0)}
NONE: set[str] = set()
WATCHED = {"S807", "S808", "S822", "S824", "S825", "S826", "S827", "S828"}


def fired(planned: Line, answer: Line, scoring: int = 2) -> dict[str, str]:
    """The rules watched that fire on one answer, each with the field it points at."""
    line = {"code": "01.9", "method": planned["method"], **answer}
    made = submission_of({"S05.indicators": [planned], "S06.answers": [line]})
    made.scoring = scoring
    return {p.code: p.location.field for p in run_rules(case_of(made)) if p.code in WATCHED}


def value(number: str, **more: str) -> Line:
    line: Line = {"state": "scored", "value": D(number)}
    return line | {field_id: D(n) for field_id, n in more.items()}


def ratio(top: str, bottom: str, **more: str) -> Line:
    line: Line = {"state": "scored", "numerator": D(top), "denominator": D(bottom)}
    return line | {field_id: D(n) for field_id, n in more.items()}


@pytest.mark.parametrize(
    ("planned", "answer", "expected"),
    [
        pytest.param(QUANTITY, value("850"), {"S822": "value"}, id="S822 fires: 850 %"),
        pytest.param(QUANTITY, value("100.01"), {"S822": "value"}, id="S822 fires: 100.01 %"),
        pytest.param(QUANTITY, value("-1"), {"S822": "value"}, id="S822 fires: below nothing"),
        pytest.param(QUANTITY, ratio("-1", "2"), {"S822": "numerator"}, id="S822 fires: a ratio"),
        pytest.param(QUANTITY, value("100"), {}, id="S822 quiet: all"),
        pytest.param(QUANTITY, value("0"), {}, id="S822 quiet: nothing"),
        pytest.param(RATE, value("850"), {}, id="S822 quiet: a point above 100"),
        pytest.param(BELOW, value("-5"), {}, id="S822 quiet: a point below 0"),
        pytest.param(HOURS, value("850"), {}, id="S822 quiet: no percentage"),
        pytest.param(HOURS, ratio("240", "12"), {}, id="S808 quiet: hours per head"),
        pytest.param(LEVEL, {"state": "scored", "level": D(1), "value": D(85)}, {"S824": "value"},
                     id="S824 fires: a value in a row of levels"),
        pytest.param(LEVEL, {"state": "scored", "yes": "yes"}, {"S824": "yes"},
                     id="S824 fires: yes in a row of levels"),
        pytest.param(QUANTITY, value("85", level="3", basic="2"), {"S824": "level"},
                     id="S824 fires: once a row"),
        pytest.param(QUANTITY, value("85"), {}, id="S824 quiet: its own cell"),
        pytest.param(LEVEL, {"state": "nd", "level": D(3)}, {"S825": "level"},
                     id="S825 fires: no data beside a level"),
        pytest.param(QUANTITY, {"state": "na", "numerator": D(3)}, {"S825": "numerator"},
                     id="S825 fires: N/A beside a number"),
        pytest.param(LEVEL, {"state": "nd"}, {}, id="S825 quiet: no data alone"),
        pytest.param(LEVEL, {"state": "scored", "level": D(3)}, {}, id="S825 quiet: a level"),
        pytest.param(QUANTITY, ratio("43", "50", value="90"), {"S826": "value"},
                     id="S826 fires: 86 and 90"),
        pytest.param(QUANTITY, ratio("2", "3", value="66.67"), {}, id="S826 quiet: as printed"),
        pytest.param(HOURS, ratio("240", "12", value="20"), {}, id="S826 quiet: a plain ratio"),
        pytest.param(HOURS, ratio("240", "12", value="2000"), {"S826": "value"},
                     id="S826 fires: a plain ratio times 100"),
        pytest.param(QUANTITY, ratio("43", "0", value="90"), {"S807": "denominator"},
                     id="S826 quiet: no ratio"),
    ],
)  # fmt: skip
def test_b2_b11_answers(planned: Line, answer: Line, expected: dict[str, str]) -> None:
    assert fired(planned, answer) == expected


@pytest.mark.parametrize(
    ("planned", "scoring", "expected"),
    [
        pytest.param(HOURS, FIRST_SCORING, {"S828": "numerator"}, id="S828 fires: an old form"),
        pytest.param(HOURS, 2, {}, id="S828 quiet: a form of today"),
        pytest.param(QUANTITY, FIRST_SCORING, {}, id="S828 quiet: a percentage"),
    ],
)
def test_b2_a_ratio_in_an_old_form(planned: Line, scoring: int, expected: dict[str, str]) -> None:
    assert fired(planned, ratio("6", "12"), scoring) == expected


@pytest.mark.parametrize(
    ("agreed", "typed", "expected"),
    [
        pytest.param("4", "3", ["S827"], id="S827 fires: 4 agreed, 3 typed"),
        pytest.param("3", "3", [], id="S827 quiet: the same"),
        pytest.param("", "3", [], id="S827 quiet: no consensus"),
        pytest.param("3", "", [], id="S827 quiet: no level"),
    ],
)
def test_b11_the_consensus_and_the_level(agreed: str, typed: str, expected: list[str]) -> None:
    answer: Line = {"code": "01.9", "state": "scored", "method": "level"}
    meeting: Line = {"code": "01.9", "a1": D(3), "a2": D(4)}
    if typed:
        answer["level"] = D(typed)
    if agreed:
        meeting["consensus"] = D(agreed)
    made = submission_of(
        {"S05.indicators": [LEVEL], "S06.answers": [answer], "S06.assessors": [meeting]}
    )
    problems = [p for p in run_rules(case_of(made)) if p.code in WATCHED]
    assert [problem.code for problem in problems] == expected
    if problems:
        assert (problems[0].values["c"], problems[0].values["lv"]) == (agreed, typed)


def test_b11_a_level_that_does_not_count_is_told_once_S827_quiet() -> None:
    answer: Line = {"code": "01.9", "state": "scored", "level": D(3)}
    meeting: Line = {"code": "01.9", "a1": D(3), "a2": D(4), "consensus": D(4)}
    tables = {"S05.indicators": [QUANTITY], "S06.answers": [answer], "S06.assessors": [meeting]}
    told = [p.code for p in run_rules(case_of(submission_of(tables))) if p.code in WATCHED]
    assert told == ["S824"]


SENT: Line = {"status": "submitted", "approved_by": "นายสมมุติ", "approved_date": date(2026, 3, 1)}
MISSION: Line = {"code": "M1", "text": "พัฒนา"}
LESSON: Line = {"code": "L1", "kind": "key", "description": "ผู้บริหารสนับสนุน"}


@pytest.mark.parametrize(
    ("cover", "tables", "expected"),
    [
        pytest.param(SENT, {"S10.lessons": [LESSON]}, {"S823"}, id="S823 fires: S10 is sent"),
        pytest.param({**SENT, "stages_sent": "1-6"}, {}, {"S823"}, id="S823 fires: named"),
        pytest.param({}, {"S10.lessons": [LESSON]}, NONE, id="S823 quiet: a draft"),
        pytest.param({**SENT, "stages_sent": "2"}, {"S02.missions": [MISSION]}, {"H218"},
                     id="S823 quiet, H218 fires: only stage 2 is sent"),
        pytest.param(SENT, {"S02.missions": [MISSION]}, {"H218"},
                     id="H218 fires: nothing after stage 2"),
        pytest.param(SENT, {"S06.answers": [{"code": "01.1", "state": "nd"}]}, NONE,
                     id="S823 quiet, H218 quiet: one answer"),
        pytest.param({**SENT, "stages_sent": "ทุกอย่าง"},
                     {"S06.answers": [{"code": "01.1", "state": "nd"}]}, {"H217"},
                     id="H217 fires: no stages"),
        pytest.param({**SENT, "stages_sent": "ขั้น ๑ ถึง ๖"},
                     {"S06.answers": [{"code": "01.1", "state": "nd"}]}, NONE,
                     id="H217 quiet: Thai digits"),
    ],
)  # fmt: skip
def test_b6_what_is_submitted(
    cover: Line, tables: dict[str, list[Line]], expected: set[str]
) -> None:
    blank: dict[str, list[Line]] = {
        "S00.cover": [cover], "S02.missions": [], "S06.answers": [],
        "S10.lessons": [],
    }  # fmt: skip
    made = submission_of({**blank, **tables})
    codes = {p.code for p in run_rules(case_of(made))}
    assert codes & {"S823", "H217", "H218"} == expected
