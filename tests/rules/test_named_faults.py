"""Stages 1 to 5 and 10: the faults of single fields that a rule words (C, V, K, D, W, L), each at
its cell of a whole office's workbook, and not close by."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from _pytest.mark import ParameterSet

from pso_excel.xlsx.workbook import Value
from tests.rules.changed import Changes, cells, fires, found, place, quiet

D = Decimal
OWN: Changes = {
    f"S05.indicators 41 {field}": value
    for field, value in {
        "code": "01.9", "sys": "SYS-01", "indicator": "ร้อยละของเรา", "type": "ผลผลิต",
        "method": "เชิงปริมาณ", "applies": "ใช้ประเมิน", "weight": D(0), "target": D(80),
        "unit": "ร้อยละ", "direction": "ยิ่งมากยิ่งดี", "numerator": "ที่ครบ", "denominator": "ทั้งหมด",
    }.items()
}  # fmt: skip
LEFT_OUT: Changes = {
    "S05.systems 1 applies": "ไม่เกี่ยวข้อง",
    "S05.systems 1 na_reason": "ไม่มีภารกิจด้านนี้",
    "S05.systems 1 na_approver": "มติ 3/2569",
}
PERSONAL: Changes = {"S04.items 2 personal": "ใช่", "S04.items 2 protection": "เก็บในตู้ล็อก"}
LONG = "ก" * 500

CASES: tuple[tuple[str, str, tuple[Value, ...], tuple[Value, ...]], ...] = (
    # code, cell, what must not stand in it (None: nothing), what may
    ("C305", "S01.members 1 name", ("มาลี ใจดี", "มาลี  ใจดี"), ("มาลี ใจดีมาก",)),
    ("C306", "S01.order 0 order_no", (None, "12"), ("12/2569",)),
    ("C308", "S01.order 0 order_date", (None,), (datetime(2026, 1, 15), "15 ม.ค. 2569")),
    ("C310", "S01.members 3 role", ("หัวหน้าทีม",), ("กรรมการ", "Member")),
    ("C312", "S01.order 0 duties", (None,), ("1) กำหนดตัวชี้วัด",)),
    ("C315", "S01.members 3 name", (None,), ("นายปรีชา ใจดี",)),
    ("V404", "S02.missions 1 code", ("M1", "ｍ๑"), ("M4",)),
    ("V404", "S02.goals 2 code", ("G1",), ("M1",)),
    ("V405", "S02.goals 1 mission", (None, "M9"), ("M1", "m๓")),
    ("V407", "S02.goals 1 target", (None,), (D(0),)),
    ("V407", "S02.goals 1 unit", (None,), ("ครัวเรือน",)),
    ("V407", "S02.goals 1 measure", (None,), ("จำนวนครัวเรือน",)),
    ("V408", "S02.missions 1 text", (LONG + "ก",), (LONG,)),
    ("V408", "S02.goals 1 text", (LONG + "ก",), (LONG,)),
    ("K501", "S03.tasks 1 mission", (None, "M9"), ("M1",)),
    ("K502", "S03.tasks 1 responsible", (None,), ("วันดี มีสุข",)),
    ("K503", "S03.tasks 1 duty", (None,), ("หน้าที่หลัก",)),
    ("K504", "S03.tasks 1 code", ("T1", "t1"), ("T1.1",)),
    ("K505", "S03.tasks 1 parent", ("T77",), ("T1", None)),
    ("K510", "S03.tasks 1 responsible", ("นายไม่มีตัวตน",), ("วันดี  มีสุข", None)),
    ("K510", "S03.tasks 1 backup", ("นายไม่มีตัวตน",), ("วันดี มีสุข", None)),
    ("D601", "S04.items 1 category", (None, "ข้อมูลทั่วไป"), ("ข้อมูลบริการ/เผยแพร่",)),
    ("D602", "S04.items 1 owner", (None,), ("วันดี มีสุข",)),
    ("D603", "S04.items 1 frequency", (None, "ทุกสองปี"), ("รายปี",)),
    ("D604", "S04.items 1 form", (None,), ("ฐานข้อมูล",)),
    ("D607", "S04.items 1 completeness", (D(101), D(-1), "เกือบครบ"), (D(100), "๙๕", None)),
    ("D607", "S04.items 1 accuracy", (D("100.01"),), (D(0),)),
    ("D607", "S04.items 1 timeliness", (D(120),), (D(85),)),
    ("D609", "S04.items 1 secrecy", ("ลับสุดยอด",), ("ลับที่สุด", None)),
    ("D612", "S04.items 1 code", ("D01", "d๐๑"), ("D1",)),
    ("D612", "S04.items 1 name", ("ทะเบียนกลุ่มอาชีพ",), ("ทะเบียนกลุ่มสตรี",)),
    ("W703", "S05.systems 1 weight", ("มาก", D(-1), D("100.01")), (D(0), D(100), None)),
    ("W703", "S05.indicators 1 weight", ("มาก", D(101)), (D(20), "๒๐")),
    ("W704", "S05.systems 1 weight", (None,), (D(0),)),
    ("W704", "S05.indicators 1 weight", (None,), (D(0),)),
    ("W711", "S05.indicators 1 target", (None,), (D(0),)),
    ("W714", "S05.indicators 1 data_source", (None,), ("ทะเบียน",)),
    ("W714", "S05.indicators 1 owner", (None,), ("วันดี มีสุข",)),
    ("L201", "S10.lessons 1 stage", (None,), ("ขั้น 3 แยกแยะงาน",)),
    ("L202", "S10.lessons 1 cause", (None,), ("ผู้รับผิดชอบย้าย",)),
    ("L202", "S10.lessons 3 remedy", (None,), ("กำหนดผู้แทน",)),
    ("L202", "S10.lessons 0 cause", (), (None,)),  # a key has none
    ("L203", "S10.lessons 1 category", ("อื่นอีก",), ("ข้อมูล",)),
)  # fmt: skip


def of_one_cell() -> Iterator[ParameterSet]:
    for code, at, wrong, right in CASES:
        for value in wrong:
            yield fires(code, f"{at} {str(value)[:12]}", at, {at: value})
        for value in right:
            yield quiet(code, f"{at} {str(value)[:12]}", {at: value})


def but(changes: Changes, at: str) -> Changes:
    """Those changes, with one cell left empty."""
    return {**changes, at: None}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        *of_one_cell(),
        fires("D608", "no protection", at := "S04.items 2 protection", but(PERSONAL, at)),
        quiet("D608", "protected", PERSONAL),
        quiet("D608", "no personal data", {"S04.items 2 personal": "ไม่ใช่", at: None}),
        fires("W706", "a system", at := "S05.systems 1 na_reason", but(LEFT_OUT, at)),
        quiet("W706", "a system with its reason", LEFT_OUT),
        fires("W707", "a system", at := "S05.systems 1 na_approver", but(LEFT_OUT, at)),
        quiet("W707", "a system that someone agreed to leave out", LEFT_OUT),
        fires("W711", "no unit", at := "S05.indicators 41 unit", but(OWN, at)),
        fires("W711", "no direction", at := "S05.indicators 41 direction", but(OWN, at)),
        quiet("W711", "an indicator of its own", OWN),
        quiet("W711", "no unit is needed for a level", but(
            {**OWN, "S05.indicators 41 method": "ระดับ"}, "S05.indicators 41 unit")),
        fires("W713", "divided by what", at := "S05.indicators 41 denominator", but(OWN, at)),
        fires("W713", "what is divided", at := "S05.indicators 41 numerator", but(OWN, at)),
        quiet("W713", "both are named", OWN),
    ],
)  # fmt: skip
def test_one_cell(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)
