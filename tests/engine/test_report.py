"""What other programs get of an assessment: complete, printable as JSON, nothing turned to zero."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from pso_excel import Assessment, Location, Problem, to_dict
from pso_excel.core.bilingual import Bilingual
from pso_excel.model.submission import Submission
from pso_excel.scoring import score
from pso_excel.scoring.actions import track
from pso_excel.scoring.upgrade_plan import plan
from tests.engine.offices import EXAMPLE, PACK, office

ASOF = date(2026, 3, 31)
ACTION = {
    "act": "A01",
    "indicators": ("06.1",),
    "action": "จัดเวทีรับฟัง",
    "owner": "สมชาย ใจดี",
    "target": Decimal(3),
    "start": date(2026, 1, 1),
    "end": date(2026, 3, 30),
    "budget": Decimal(15000),
}
REPORT = {"act": "A01", "percent": Decimal(90), "actual_start": date(2026, 1, 5)}


def assessed(submission: Submission, *problems: Problem) -> Assessment:
    """All that the engine says of a submission."""
    card = score(submission, PACK)
    return Assessment(
        file="ก.xlsx",
        office="58-R-014",
        round="2569-1",
        asof=ASOF,
        scorecard=card,
        plan=plan(submission, card, PACK, ASOF),
        tracker=track(submission, card, PACK, ASOF),
        progress={"S06": (6, 8, 1)},
        problems=problems,
    )


def by_code(rows: list[dict[str, Any]], code: str) -> dict[str, Any]:
    """The row of that code."""
    return next(row for row in rows if row["code"] == code)


def test_the_worked_example_as_data() -> None:
    submission = office(S07_actions=[ACTION], S08_tracker=[REPORT])
    found = to_dict(assessed(submission))
    assert json.loads(json.dumps(found)) == found
    assert (found["file"], found["office"], found["asof"]) == ("ก.xlsx", "58-R-014", "2026-03-31")
    assert found["score"]["official"] == "41.37"
    assert found["score"]["na_share"] == "38.00"
    assert found["progress"] == {"S06": {"filled": 6, "expected": 8, "wrong": 1}}
    first = found["plan"]["gaps"][0]
    assert (first["code"], first["weighted_gap"], first["has_action"]) == ("06.1", "17.14", True)
    action = by_code(found["tracker"]["actions"], "A01")
    assert (action["planned"], action["variance"]) == ("100.00", "-10.00")
    assert (action["status"], action["rag"], action["days_overdue"]) == ("overdue", "red", 1)
    assert (action["budget"], action["spent"], action["end"]) == ("15000.00", None, "2026-03-30")


def test_five_states_stay_apart() -> None:
    answers = {**EXAMPLE, "01.1": None, "08.2": 0}
    rows = to_dict(assessed(office(answers)))["score"]["indicators"]
    states = {row["code"]: (row["state"], row["score"], row["level"]) for row in rows}
    assert states["01.1"][0] == "blank"
    assert states["06.2"] == ("na", None, None)
    assert states["08.1"][0] == "nd"
    assert states["08.2"] == ("scored", "0.00", "0")
    system = by_code(to_dict(assessed(office()))["score"]["systems"], "SYS-07")
    assert (system["applies"], system["official"], system["effective"]) == (False, None, None)


def test_problems_in_both_languages() -> None:
    place = Location(sheet="06_ประเมิน", cell="E12", stage="S06", field="level")
    problem = Problem("G001", place, {"field": Bilingual("ระดับ", "level")})
    found = to_dict(assessed(office(), problem), "en")["problems"]
    assert len(found) == 1
    told = found[0]
    assert (told["code"], told["severity"], told["stage"]) == ("G001", "ERROR", "S06")
    assert (told["sheet"], told["cell"], told["field"]) == ("06_ประเมิน", "E12", "level")
    assert told["values"] == {"field": {"th": "ระดับ", "en": "level"}}
    assert told["text"] == told["message"]["en"] != told["message"]["th"]
    assert "ระดับ" in told["message"]["th"]


def test_a_file_that_was_refused() -> None:
    problem = Problem("F001", Location(file="ก.xlsx"))
    found = to_dict(Assessment(file="ก.xlsx", asof=ASOF, problems=(problem,)))
    assert (found["score"], found["plan"], found["tracker"]) == (None, None, None)
    assert found["counts"] == {"BLOCK": 1, "ERROR": 0, "WARN": 0, "INFO": 0, "acknowledged": 0}
    assert "ก.xlsx" in found["problems"][0]["text"]
