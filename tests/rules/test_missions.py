"""Stage 2 (V): each rule of missions and goals fires at its cell, and not close by."""

from collections.abc import Mapping

import pytest

from pso_excel.model.submission import Value
from tests.rules.cases import told
from tests.submissions import Rows

Tables = Mapping[str, Rows]
Line = dict[str, Value]
NOWHERE: set[str] = set()
DRAFT: Tables = {"S00.cover": [{}], "S02.vision": [{}]}
SENT: Tables = {"S00.cover": [{"status": "submitted", "stages_sent": "1-10"}], "S02.vision": [{}]}
MISSION: Line = {"code": "M1", "text": "ส่งเสริมการเรียนรู้", "legal_basis": "กฎกระทรวง"}
GOAL: Line = {"code": "G1", "text": "ครัวเรือนยากจนลดลง", "mission": "M1"}


def stage(missions: Rows = (), goals: Rows = (), vision: str = "") -> Tables:
    """Stage 2 of a draft."""
    typed: Line = {"vision": vision} if vision else {}
    return {"S02.vision": [typed], "S02.missions": missions, "S02.goals": goals}


def texts(*texts: str) -> Tables:
    """Missions with those texts."""
    return {"S02.missions": [{"code": f"M{n}", "text": text} for n, text in enumerate(texts, 1)]}


def goals(*texts: str) -> Tables:
    """Goals with those texts."""
    return {"S02.goals": [{"code": f"G{n}", "text": text} for n, text in enumerate(texts, 1)]}


LONG = "ส่งเสริมกระบวนการเรียนรู้และการมีส่วนร่วมของประชาชน"
SECOND: Line = {**MISSION, "code": "M2"}


@pytest.mark.parametrize(
    ("code", "tables", "cells"),
    [
        pytest.param("V401", stage(goals=[GOAL]), {"B10"}, id="V401 fires: goals, no mission"),
        pytest.param("V401", {**SENT, **stage()}, {"B10"}, id="V401 fires: sent without any"),
        pytest.param("V401", stage([MISSION]), NOWHERE, id="V401 quiet: one mission"),
        pytest.param("V401", {**DRAFT, **stage()}, NOWHERE, id="V401 quiet: a stage not begun"),
        pytest.param("V402", stage([MISSION]), {"B10"}, id="V402 fires: missions, no goal"),
        pytest.param("V402", stage([MISSION], [GOAL]), NOWHERE, id="V402 quiet: one goal"),
        pytest.param("V402", {**DRAFT, **stage()}, NOWHERE, id="V402 quiet: a stage not begun"),
        pytest.param("V403", stage([MISSION]), {"C10"}, id="V403 fires: missions, no vision"),
        pytest.param("V403", stage([MISSION], vision="เข้มแข็ง"), NOWHERE,
                     id="V403 quiet: there is one"),
        pytest.param("V403", {**DRAFT, **stage()}, NOWHERE, id="V403 quiet: a stage not begun"),
        pytest.param("V406", stage([MISSION, SECOND], [GOAL]), {"B11"},
                     id="V406 fires: the second has none"),
        pytest.param("V406", stage([MISSION, SECOND], [GOAL, {**GOAL, "mission": "M2"}]), NOWHERE,
                     id="V406 quiet: each has one"),
        pytest.param("V406", stage([MISSION]), NOWHERE, id="V406 quiet: no goals at all"),
        pytest.param("V409", texts(LONG, "บริหารงบประมาณ", f"{LONG} ๒"), {"C12"},
                     id="V409 fires: a number behind it"),
        pytest.param("V409", texts(LONG, LONG, LONG), {"C11", "C12"},
                     id="V409 fires: thrice the same"),
        pytest.param("V409", goals("ลดจน ๑๐ %", "ลดจน 10%"), {"C11"},
                     id="V409 fires: spaces and digits apart"),
        pytest.param("V409", texts("a" * 10, "a" * 9 + "b"), {"C11"},
                     id="V409 fires: nine letters of ten"),
        pytest.param("V409", texts("a" * 10, "a" * 8 + "bc"), NOWHERE,
                     id="V409 quiet: eight letters of ten"),
        pytest.param("V409", texts("abcdefghij", "jihgfedcba"), NOWHERE,
                     id="V409 quiet: the same letters in another order"),
        pytest.param("V409", {**texts(LONG), **goals(LONG)}, NOWHERE,
                     id="V409 quiet: a mission and its goal"),
        pytest.param("V410", stage([{"code": "M1"}]), {"D10"}, id="V410 fires: no law"),
        pytest.param("V410", stage([MISSION]), NOWHERE, id="V410 quiet: a law"),
        pytest.param("V411", stage([MISSION]), {"E10"}, id="V411 fires: nobody benefits"),
        pytest.param("V411", stage([{**MISSION, "beneficiary_indirect": "ประชาชน"}]), NOWHERE,
                     id="V411 quiet: somebody does, indirectly"),
    ],
)  # fmt: skip
def test_missions(code: str, tables: Tables, cells: set[str]) -> None:
    assert told(code, tables) == cells
