"""Stages 3 and 4 (K, D): each rule of tasks and information fires at its cell, and not close by."""

from collections.abc import Mapping
from datetime import date

import pytest

from pso_excel.model.submission import Value
from tests.rules.cases import told, told_unreadable
from tests.submissions import Rows

Tables = Mapping[str, Rows]
Line = dict[str, Value]
NOWHERE: set[str] = set()
WHOLE: Line = {"output": "รายงาน", "outcome": "ใช้วางแผน"}
SENT: Tables = {"S00.cover": [{"status": "submitted", "stages_sent": "1-10"}]}
MISSIONS: Rows = [{"code": "M1"}, {"code": "M2"}]


def tasks(*codes: str, **each: Value) -> Tables:
    """Tasks with those codes; ``"T1.1<T1"`` is part of T1. The rest is the same for each."""
    rows: list[Line] = []
    for text in codes:
        code, _, parent = text.partition("<")
        rows.append({"code": code, **({"parent": parent} if parent else {}), **each})
    return {"S03.tasks": rows}


def held(number: int) -> Tables:
    """That many tasks of one person, and one of another."""
    rows: list[Line] = [{"code": f"T{n}", "responsible": "มาลี"} for n in range(1, number + 1)]
    return {"S03.tasks": [{"code": "T0", "responsible": "สมชาย"}, *rows]}


def item(**values: Value) -> Tables:
    """One item of the inventory."""
    return {"S04.items": [{"code": "D01", **values}]}


def updated(day: date, frequency: str) -> Tables:
    return item(last_update=day, frequency=frequency)


@pytest.mark.parametrize(
    ("code", "tables", "cells"),
    [
        pytest.param("K505", tasks("T1<T1"), {"C10"}, id="K505 fires: part of itself"),
        pytest.param("K505", tasks("T1<T3", "T2<T1", "T3<T2", "T4<T1"), {"C10", "C11", "C12"},
                     id="K505 fires: each of three in a circle, not what hangs on it"),
        pytest.param("K505", tasks("T1", "T1.1<T1", "T1.1.1<T1.1"), NOWHERE,
                     id="K505 quiet: parts of parts"),
        pytest.param("K506", {"S02.missions": MISSIONS, **tasks("T1", mission="M1")}, {"B11"},
                     id="K506 fires: the second mission"),
        pytest.param("K506", {"S02.missions": MISSIONS[:1], **tasks("T1", mission="M1")}, NOWHERE,
                     id="K506 quiet: each has a task"),
        pytest.param("K506", {"S02.missions": MISSIONS, "S03.tasks": []}, NOWHERE,
                     id="K506 quiet: no tasks at all"),
        pytest.param("K507", tasks("T1", "T2", duty="secondary"), {"F10:F11"},
                     id="K507 fires: only secondary duties"),
        pytest.param("K507", tasks("T1", duty="main"), NOWHERE, id="K507 quiet: a main duty"),
        pytest.param("K506", {**SENT, "S02.missions": MISSIONS, "S03.tasks": []}, {"B10", "B11"},
                     id="K506 fires: sent without tasks"),
        pytest.param("K507", {**SENT, "S03.tasks": []}, {"F10"}, id="K507 fires: sent without any"),
        pytest.param("D611", {**SENT, "S04.items": [], **tasks("T1", duty="main")}, {"B10"},
                     id="D611 fires: sent without items"),
        pytest.param("K507", {"S03.tasks": []}, NOWHERE, id="K507 quiet: no tasks at all"),
        pytest.param("K508", held(11), {"G21"}, id="K508 fires: at the eleventh task"),
        pytest.param("K508", held(10), NOWHERE, id="K508 quiet: ten tasks"),
        pytest.param("K508", tasks("T1", *(f"T1.{n}<T1" for n in range(10)), responsible="มาลี"),
                     NOWHERE, id="K508 quiet: one task in ten parts"),
        pytest.param("K509", tasks("T1"), {"K10", "L10"}, id="K509 fires: neither"),
        pytest.param("K509", tasks("T1", output="รายงาน"), {"L10"}, id="K509 fires: no outcome"),
        pytest.param("K509", tasks("T1", **WHOLE), NOWHERE, id="K509 quiet: both"),
        pytest.param("K509", {"S03.tasks": [{"code": "T1"}, {"code": "T1.1", "parent": "T1",
                                                             **WHOLE}]}, NOWHERE,
                     id="K509 quiet: its parts name them"),
        pytest.param("D605", updated(date(2026, 4, 1), "day"), {"L10"}, id="D605 fires: tomorrow"),
        pytest.param("D605", updated(date(2026, 3, 31), "day"), NOWHERE, id="D605 quiet: today"),
        pytest.param("D606", updated(date(2026, 2, 12), "month"), {"L10"},
                     id="D606 fires: 47 days, to be updated monthly"),
        pytest.param("D606", updated(date(2026, 2, 13), "month"), NOWHERE,
                     id="D606 quiet: 46 days, to be updated monthly"),
        pytest.param("D606", updated(date(2026, 3, 26), "day"), {"L10"},
                     id="D606 fires: five days, to be updated daily"),
        pytest.param("D606", updated(date(2026, 3, 27), "day"), NOWHERE,
                     id="D606 quiet: a weekend, to be updated daily"),
        pytest.param("D606", updated(date(2020, 1, 1), "event"), NOWHERE,
                     id="D606 quiet: only when it happens"),
        pytest.param("D610", {**item(), **tasks("T1")}, {"F10"}, id="D610 fires: no task"),
        pytest.param("D610", {**item(task="T1"), **tasks("T1")}, NOWHERE, id="D610 quiet: a task"),
        pytest.param("D610", item(), NOWHERE, id="D610 quiet: no tasks at all"),
        pytest.param("D611", {**item(task="T1"), **tasks("T1", "T2", duty="main")}, {"B11"},
                     id="D611 fires: the second duty"),
        pytest.param("D611", {**item(task="T1.1"), **tasks("T1", "T1.1<T1", "T1.2<T1",
                                                          duty="main")}, {"B12"},
                     id="D611 fires: one part of two"),
        pytest.param("D611", {**item(task="T1"), **tasks("T1", "T1.1<T1", duty="main")}, NOWHERE,
                     id="D611 quiet: the whole task has"),
        pytest.param("D611", {**item(task="T1"), **tasks("T1", "T2", duty="secondary")}, NOWHERE,
                     id="D611 quiet: secondary duties"),
        pytest.param("D611", {"S04.items": [], **tasks("T1", duty="main")}, NOWHERE,
                     id="D611 quiet: no items at all"),
        pytest.param("D613", item(), {"N10"}, id="D613 fires: neither"),
        pytest.param("D613", item(use="จัดสรรงบ"), NOWHERE, id="D613 quiet: a use"),
    ],
)  # fmt: skip
def test_tasks_and_information(code: str, tables: Tables, cells: set[str]) -> None:
    assert told(code, tables) == cells


def test_a_duty_that_cannot_be_read_may_be_a_main_one_K507_quiet() -> None:
    tables = tasks("T1", "T2", duty="secondary")
    assert told_unreadable("K507", tables, "S03.tasks", "duty") == set()
