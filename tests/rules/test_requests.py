"""Stage 9, in a whole office's workbook: asking for certification, and the checklist (Q)."""

import pytest

from tests.complete import complete
from tests.rules.changed import PSO, Changes, cells, fires, found, place, quiet

Q, C, A, R = "S09.request", "S09.checklist", "S06.answers", "S08.tracker"
AT = f"{Q} 0 requesting"
ASKING: Changes = {
    AT: "ใช่",
    f"{Q} 0 letter_no": "มส 0017/456",
    f"{Q} 0 letter_date": "31/03/2569",
    f"{Q} 0 addressed_to": "ผู้ว่าราชการจังหวัด",
    f"{Q} 0 systems": "SYS-03, SYS-04",
    f"{Q} 0 signed_by": "นายประเสริฐ ตั้งใจ หัวหน้าสำนักงาน",
}
BEST = {"level": "5", "yes": "ใช่", "numerator": "120", "value": "100"}
HIGH: Changes = {
    f"{A} {n} {field_id}": best
    for n, line in enumerate(complete(PSO)[A])
    for field_id, best in BEST.items()
    if field_id in line
}
DONE: Changes = {
    f"{R} {n} {field_id}": value
    for n in range(4)
    for field_id, value in (("percent", "100"), ("actual_end", "20/03/2569"), ("evidence", "E001"))
}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        fires("Q101", "blank", f"{C} 5 state", {f"{C} 5 state": None}),
        quiet("Q101", "not applicable", {f"{C} 5 state": "ไม่เกี่ยวข้อง"}),
        fires("Q102", "ready", f"{C} 0 evidence", {f"{C} 0 evidence": None}),
        quiet("Q102", "not ready", {f"{C} 1 evidence": None}),
        fires("Q103", "54.92", AT, ASKING),
        quiet("Q103", "96.67", ASKING | HIGH),
        quiet("Q103", "not asking", ASKING | {AT: "ไม่ใช่"}),
        fires("Q104", "one of two", at := f"{Q} 0 systems", ASKING | {at: "SYS-02, SYS-03"}),
        quiet("Q104", "those above it", ASKING),
        fires("Q105", "stage 3", AT, ASKING | {"S03.tasks 1 duty": None}),
        fires("Q105", "another rule's", AT, ASKING | {"S07.actions 1 end": "31/12/2568"}),
        quiet("Q105", "no error before stage 9", ASKING),
        quiet("Q105", "an error in stage 10", ASKING | {"S10.lessons 0 category": "อื่นอีก"}),
        fires("Q106", "44.74 %", AT, ASKING),
        quiet("Q106", "all is done", ASKING | DONE),
        fires("Q107", "no number", f"{Q} 0 letter_no", ASKING | {f"{Q} 0 letter_no": None}),
        fires("Q107", "no day", f"{Q} 0 letter_date", ASKING | {f"{Q} 0 letter_date": None}),
        quiet("Q107", "not asking", {AT: "ไม่ใช่"}),
        fires("Q108", "181 days", AT, ASKING | {f"{Q} 0 letter_date": "24/08/2569"}),
        quiet("Q108", "180 days", ASKING | {f"{Q} 0 letter_date": "23/08/2569"}),
        fires("Q109", "by nobody", f"{Q} 0 signed_by", ASKING | {f"{Q} 0 signed_by": None}),
        quiet("Q109", "signed", ASKING),
    ],
)  # fmt: skip
def test_request(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)


def test_errors_are_counted_with_their_stages() -> None:
    slips: Changes = {"S03.tasks 1 duty": None, "S03.tasks 0 duty": None, "S04.items 1 owner": None}
    [found_problem] = [problem for problem in found(ASKING | slips) if problem.code == "Q105"]
    assert found_problem.values == {"n": "3", "stages": "S03, S04"}


def test_all_systems_below_their_floor_are_told_at_once() -> None:
    [found_problem] = [
        problem
        for problem in found(ASKING | {f"{Q} 0 systems": "SYS-01, SYS-02, SYS-03"})
        if problem.code == "Q104"
    ]
    assert found_problem.values == {"sys": "SYS-01, SYS-02", "s": "36.00, 20.00", "t": "60.00"}
