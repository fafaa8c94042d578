"""Stage 1 (C): each rule of the committee fires at its cell, and not close by."""

from collections.abc import Mapping
from datetime import date

import pytest

from pso_excel.model.submission import Value
from tests.rules.cases import told, told_unreadable
from tests.submissions import Rows

Tables = Mapping[str, Rows]
Line = dict[str, Value]
NOWHERE: set[str] = set()
HEAD = "พัฒนาการจังหวัด"
ORDER: Line = {"order_no": "12/2569", "order_date": date(2026, 1, 15), "evidence": ("E001",)}
SENT: Line = {
    "status": "submitted",
    "stages_sent": "1",
    "intent_no": "มส 0017/1",
    "intent_date": date(2025, 10, 1),
}


def members(*roles: str, **first: Value) -> Tables:
    """Members in those roles, in order; the changes are made to the first."""
    names = ("นายสมชาย ใจดี", "นางมาลี ใจดี", "นายวันดี มีสุข", "นางสาวอรุณ แจ่มใส")
    rows: list[Line] = [
        {"name": name, "position": HEAD, "role": role}
        for name, role in zip(names, roles, strict=False)
    ]
    rows[0].update(first)
    return {"S01.members": rows}


def named(name: str) -> Tables:
    return members("chair", "member", "secretary", name=name)


def order(**changes: Value | None) -> Tables:
    """The order with changes; None leaves a field out."""
    row = {**ORDER, **changes}
    return {
        "S01.order": [{field_id: value for field_id, value in row.items() if value is not None}]
    }


def sections(*staff: str, member: str) -> Tables:
    """People of those sections, and a committee of people of one."""
    people: list[Line] = [
        {"pid": f"P{n}", "name": f"คนที่ {n}", "section": text} for n, text in enumerate(staff, 1)
    ]
    return {"STAFF.people": people, **members("chair", section=member)}


COMMITTEE = ("chair", "member", "secretary")
BEGUN: Tables = {"S01.order": [ORDER], "S01.members": []}
SENT_EMPTY: Tables = {"S00.cover": [SENT], "S01.order": [{}], "S01.members": []}
DRAFT_EMPTY: Tables = {"S00.cover": [{}], "S01.order": [{}], "S01.members": []}
ADVISED = members("chair", "secretary", "adviser")
APPROVED: Tables = {"S00.cover": [{**SENT, "approved_by": "สมชาย ใจดี"}]}
ANSWERS: Rows = [{"code": "01.1", "assessed_date": date(2026, 1, 15)}]
SAME_PERSON: Tables = {
    "S01.members": [{"pid": "P01", "name": "นางมาลี ใจดี"}, {"pid": "P01", "name": "มาลี รักดี"}]
}
TWO_PEOPLE: Tables = {
    "S01.members": [{"pid": "P01", "name": "มาลี ใจดี"}, {"pid": "P02", "name": "มาลี รักดี"}]
}


@pytest.mark.parametrize(
    ("code", "tables", "cells"),
    [
        pytest.param("C301", members("member", "member", "secretary"), {"G10:G12"},
                     id="C301 fires: nobody is chair"),
        pytest.param("C301", SENT_EMPTY, {"G10"}, id="C301 fires: sent without a committee"),
        pytest.param("C301", members(*COMMITTEE), NOWHERE, id="C301 quiet: there is a chair"),
        pytest.param("C301", DRAFT_EMPTY, NOWHERE, id="C301 quiet: a stage not begun"),
        pytest.param("C301", BEGUN, NOWHERE, id="C301 quiet: no member yet, which C304 tells"),
        pytest.param("C302", members("chair", "chair", "secretary"), {"G11"},
                     id="C302 fires: two chairs"),
        pytest.param("C302", members("chair", "vice_chair", "secretary"), NOWHERE,
                     id="C302 quiet: a chair and a vice-chair"),
        pytest.param("C303", members("chair", "member", "assistant"), {"G10:G12"},
                     id="C303 fires: an assistant is no secretary"),
        pytest.param("C303", members(*COMMITTEE), NOWHERE, id="C303 quiet: there is one"),
        pytest.param("C304", ADVISED, {"D13"}, id="C304 fires: an adviser is no member"),
        pytest.param("C304", BEGUN, {"D10"}, id="C304 fires: an order without members"),
        pytest.param("C304", members(*COMMITTEE), NOWHERE, id="C304 quiet: three members"),
        pytest.param("C304", DRAFT_EMPTY, NOWHERE, id="C304 quiet: a stage not begun"),
        pytest.param("C305", SAME_PERSON, {"C11"}, id="C305 fires: one person under two names"),
        pytest.param("C305", TWO_PEOPLE, NOWHERE, id="C305 quiet: two people"),
        pytest.param("C306", order(order_no="12-2569"), {"C10"}, id="C306 fires: a hyphen"),
        pytest.param("C306", order(order_no="12/2026"), {"C10"}, id="C306 fires: a C.E. year"),
        pytest.param("C306", order(order_no="มส 12/2569"), NOWHERE, id="C306 quiet: with letters"),
        pytest.param("C307", order(order_no="12/2568"), {"C10"}, id="C307 fires: last year's"),
        pytest.param("C307", order(order_no="๑๒/๒๕๖๙"), NOWHERE, id="C307 quiet: Thai digits"),
        pytest.param("C307", order(order_no="12/2568", order_date=date(2025, 12, 30)), NOWHERE,
                     id="C307 quiet: of the fiscal, not of the calendar year"),
        pytest.param("C309", {**order(order_date=date(2026, 1, 16)), "S06.answers": ANSWERS},
                     {"C11"}, id="C309 fires: a day after the first assessment"),
        pytest.param("C309", {**order(), "S06.answers": ANSWERS}, NOWHERE,
                     id="C309 quiet: on the day of it"),
        pytest.param("C311", sections("ก", "ข", "ข", member="ก"), {"F11"},
                     id="C311 fires: once for a section"),
        pytest.param("C311", sections("กลุ่ม 1", "กลุ่ม ๑", member="กลุ่ม1"), NOWHERE,
                     id="C311 quiet: the same section, written otherwise"),
        *(
            pytest.param("C313", members(*COMMITTEE, position=position), {"G10"},
                         id=f"C313 fires: {position}")
            for position in ("นักวิชาการสำนักงานจังหวัด", "หัวหน้ากลุ่มงานอำนวยการ",
                             "ผู้อำนวยการกลุ่มงาน", "Head of section", "Policy analyst")
        ),
        *(
            pytest.param("C313", members(*COMMITTEE, position=position), NOWHERE,
                         id=f"C313 quiet: {position}")
            for position in ("พัฒนาการจังหวัด", "รองผู้อำนวยการโรงพยาบาล", "หัวหน้าสำนักงานจังหวัด",
                             "นายแพทย์สาธารณสุขจังหวัด", "ปลัดจังหวัด", "Deputy Director",
                             "Provincial CD officer", "Deputy head of the office")
        ),
        pytest.param("C313", {**APPROVED, **members(*COMMITTEE, position="นักวิชาการ")}, NOWHERE,
                     id="C313 quiet: the chair is who approves"),
        pytest.param("C314", order(evidence=None), {"C17"}, id="C314 fires: no evidence"),
        pytest.param("C314", order(), NOWHERE, id="C314 quiet: there is some"),
        pytest.param("C314", {"S01.order": [{"subject": "แต่งตั้ง"}]}, NOWHERE,
                     id="C314 quiet: the order has neither number nor date"),
        *(
            pytest.param("C315", named(name), {"D10"}, id=f"C315 fires: {name}")
            for name in ("นางสาว", "ว่าที่ ร.ต.", "นายสมชาย 2", "สมชาย ๒", "-", "Mr.")
        ),
        *(
            pytest.param("C315", named(name), NOWHERE, id=f"C315 quiet: {name}")
            for name in ("นายก กล้าหาญ", "ม.ล. ปิ่น มาลากุล", "Mr Somchai Jaidee")
        ),
        pytest.param("C316", {"S00.cover": [{"intent_no": "มส 0017/1"}]}, {"C18"},
                     id="C316 fires: a number without a date"),
        pytest.param("C316", {"S00.cover": [SENT]}, NOWHERE, id="C316 quiet: both are there"),
    ],
)  # fmt: skip
def test_committee(code: str, tables: Tables, cells: set[str]) -> None:
    assert told(code, tables) == cells


def test_a_role_that_cannot_be_read_may_be_the_chair_C301_quiet() -> None:
    tables = members("หัวหน้าทีม", "member", "secretary")
    assert told_unreadable("C301", tables, "S01.members", "role") == set()
