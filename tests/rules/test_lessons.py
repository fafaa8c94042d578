"""Stage 10 (L): each rule of problems and keys fires at its cell, and not close by."""

from collections.abc import Mapping

import pytest

from pso_excel.model.submission import Value
from tests.rules.cases import told, told_unreadable
from tests.submissions import Rows

Tables = Mapping[str, Rows]
Line = dict[str, Value]
NOWHERE: set[str] = set()
KEY: Line = {"code": "L01", "kind": "key"}
MAIN: Line = {**KEY, "most_important": "yes"}
PROBLEM: Line = {"code": "L02", "kind": "problem"}
SENT: Tables = {"S00.cover": [{"status": "submitted", "stages_sent": "1-10"}]}


def lessons(*rows: Line) -> Tables:
    return {"S10.lessons": rows}


@pytest.mark.parametrize(
    ("code", "tables", "cells"),
    [
        pytest.param("L204", lessons(PROBLEM), {"C11"}, id="L204 fires: only problems"),
        pytest.param("L204", {**SENT, **lessons()}, {"C10"}, id="L204 fires: sent without any"),
        pytest.param("L204", lessons(PROBLEM, KEY), NOWHERE, id="L204 quiet: a key"),
        pytest.param("L204", lessons(), NOWHERE, id="L204 quiet: a stage not begun"),
        pytest.param("L205", lessons(KEY, KEY), {"L11"}, id="L205 fires: none is marked"),
        pytest.param("L205", lessons(MAIN, MAIN, KEY), {"L11"}, id="L205 fires: two are"),
        pytest.param("L205", lessons(MAIN, KEY), NOWHERE, id="L205 quiet: one is"),
        pytest.param("L205", lessons(PROBLEM), NOWHERE, id="L205 quiet: no key at all"),
        pytest.param("L206", lessons({**PROBLEM, "solved": "no"}), {"J10"},
                     id="L206 fires: unsolved"),
        pytest.param("L206", lessons(PROBLEM), {"J10"}, id="L206 fires: not said to be solved"),
        pytest.param("L206", lessons({**PROBLEM, "solved": "yes"}), NOWHERE,
                     id="L206 quiet: solved"),
        pytest.param("L206", lessons({**PROBLEM, "follow_up": "ทุกเดือน"}), NOWHERE,
                     id="L206 quiet: followed up"),
        pytest.param("L206", lessons(KEY), NOWHERE, id="L206 quiet: a key"),
    ],
)  # fmt: skip
def test_lessons(code: str, tables: Tables, cells: set[str]) -> None:
    assert told(code, tables) == cells


def test_a_kind_that_cannot_be_read_may_be_a_key_L204_quiet() -> None:
    assert told_unreadable("L204", lessons(PROBLEM), "S10.lessons", "kind") == set()
