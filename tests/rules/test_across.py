"""One stage held against another, and against what was approved before (X)."""

from datetime import date

import pytest

from pso_excel.model.registry import Registry, Round
from tests.rules.changed import Changes, cells, fires, found, place, quiet

COVER, S, P, A = "S00.cover", "S05.systems", "S07.actions", "S06.answers"
ONE: Changes = {f"{P} 1 indicators": "02.1"}
NEW_MISSION: Changes = {
    "S02.missions 3 code": "M4", "S02.missions 3 text": "ส่งเสริมอาชีพ",
    "S02.missions 3 beneficiary_direct": "ประชาชน",
}  # fmt: skip
NOT_ONE_OF_OURS: Changes = {
    "S05.indicators 41 code": "01.9", "S05.indicators 41 sys": "SYS-01",
    "S05.indicators 41 method": "ระดับ", "S05.indicators 41 weight": "0",
}  # fmt: skip
ANSWERED: Changes = {f"{A} 41 code": "01.9", f"{A} 41 state": "ไม่มีข้อมูล"}
NOTHING_KEPT: Changes = {"S04.items": None}
NO_DATA: Changes = {
    f"{A} {n} {field_id}": value
    for n in range(5)
    for field_id, value in (
        ("state", "ไม่มีข้อมูล"),
        ("level", None),
        ("value", None),
        ("numerator", None),
        ("denominator", None),
    )
}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        fires("X303", "not answered", f"{A} 0 code", NOT_ONE_OF_OURS),
        quiet("X303", "answered", NOT_ONE_OF_OURS | ANSWERED),
        fires("X305", "level 1, said to be 2", f"{P} 1 baseline", ONE),
        quiet("X305", "level 1", ONE | {f"{P} 1 baseline": "1"}),
        quiet("X305", "between two indicators", {f"{P} 1 indicators": "02.1, 03.2"}),
        quiet("X305", "assessed again when it was done", {f"{P} 0 indicators": "02.1"}),
        fires("X306", "the fourth", "S02.missions 3 code", NEW_MISSION),
        quiet("X306", "it has one", NEW_MISSION | {"S05.indicators 3 mission": "M4"}),
        fires("X307", "no longer a member", f"{A} 5 assessed_by", {"S01.members 5": None}),
        quiet("X307", "with her title", {"S01.members 5 name": "นางสาวกานดา เพียรดี",
                                         "STAFF.people 5 prefix": "นางสาว"}),
        quiet("X307", "no member listed yet", {"S01.members": None}),
        fires("X308", "nothing listed", f"{A} 0 state", NOTHING_KEPT),
        quiet("X308", "nothing assessed of it", NOTHING_KEPT | NO_DATA),
    ],
)  # fmt: skip
def test_stages(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)


LESS: Changes = {f"{S} 0 weight": "9"}


@pytest.mark.parametrize(
    ("code", "at", "changes", "before"),
    [
        fires("X304", "9, not 10", f"{S} 0 weight", LESS, {}),
        fires("X304", "of an indicator", at := "S05.indicators 3 weight", {at: "9"}, {}),
        quiet("X304", "as approved", {}, {}),
        quiet("X304", "not approved by the head then", LESS, {f"{COVER} 0 status": "ฉบับร่าง"}),
        quiet("X304", "they did not add up then", {}, LESS),
    ],
)  # fmt: skip
def test_weights_approved(code: str, at: str, changes: Changes, before: Changes) -> None:
    assert cells(code, found(changes, report=before)) == place(at)


PROVINCE = Registry(
    province="แม่ฮ่องสอน",
    round=Round(code="2569-1", begins=date(2025, 10, 1), ends=date(2026, 9, 30)),
)


@pytest.mark.parametrize(
    ("code", "at", "other"),
    [
        fires("X301", "another name", at := f"{COVER} 0 office_name", {at: "สำนักงานอื่น"}),
        fires("X301", "another code", f"{COVER} 0 office", {f"{COVER} 0 office": "58-R-015"}),
        fires("X301", "another round", f"{COVER} 0 round", {f"{COVER} 0 round": "2568-1"}),
        fires("X301", "another year", f"{COVER} 0 fy", {f"{COVER} 0 fy": "2568"}),
        quiet("X301", "only spelt otherwise", {f"{COVER} 0 office": "58–r–๐๑๔"}),
        quiet("X301", "not filled in", {f"{COVER} 0 fy": None}),
    ],
)  # fmt: skip
def test_files_joined(code: str, at: str, other: Changes) -> None:
    problems = found({}, parts={"S05": {}, "S06": other}, registry=PROVINCE)
    assert cells(code, problems) == place(at)


@pytest.mark.parametrize(
    ("code", "at", "changes", "registry"),
    [
        fires("X302", "an error left", f"{A} 0 code", {"S05.indicators 4 owner": None}, PROVINCE),
        fires("X302", "nothing was sent", f"{A} 0 code", {
            "S05.systems": None, "S05.indicators": None, "S05.pairs": None}, PROVINCE),
        quiet("X302", "a warning is left", {"S05.systems 0 weight": "10.01"}, PROVINCE),
        quiet("X302", "checked alone", {"S05.indicators 4 owner": None}, None),
    ],
)  # fmt: skip
def test_a_stage_sent_alone(
    code: str, at: str, changes: Changes, registry: Registry | None
) -> None:
    assert cells(code, found(changes, parts={"S06": changes}, registry=registry)) == place(at)
