"""Stages 7 and 8, in a whole office's workbook: the plan (P) and its tracker (R)."""

import pytest

from tests.rules.changed import Changes, cells, fires, found, place, quiet

P, R = "S07.actions", "S08.tracker"
WITHOUT: Changes = {f"{P} 1 indicators": "01.2, 03.2, 04.3, 06.1, 07.2, 08.1, 09.2, 10.3, OUT.4"}
CANCELLED: Changes = {
    f"{R} 1 stated_status": "ยกเลิก",
    f"{R} 1 replan_reason": "ถูกตัดงบประมาณ",
    f"{R} 1 replan_approver": "ผู้ว่าราชการจังหวัด",
}
NA: Changes = {
    "S05.indicators 5 applies": "ไม่เกี่ยวข้อง",
    "S05.indicators 5 na_reason": "ไม่มีภารกิจด้านนี้",
    "S05.indicators 5 na_approver": "มติ 3/2569",
    "S06.answers 5 state": "ไม่เกี่ยวข้อง",
    "S06.answers 5 level": None,
}
NOT_APPROVED: Changes = {
    f"{P} 0 approved": "ไม่ใช่", f"{P} 0 approved_by": None, f"{P} 0 approved_date": None,
}  # fmt: skip
LOW: Changes = {
    **{f"{P} {n} target": "4" for n in range(4)},
    **dict.fromkeys((f"{P} 1 indicators", f"{P} 2 indicators")),
}
YEAR_LONG: Changes = {f"{P} 3 start": "01/10/2568", f"{P} 3 milestones": None}
SAME_DAYS = {"start": "01/08/2569", "end": "31/08/2569", "owner": "มาลี ใจดี"}


def owned(count: int) -> Changes:
    """So many more actions of one person in August, when she has none but one till September."""
    rows = {f"{P} {n} act": f"A{n + 1:02}" for n in range(4, 4 + count)}
    days = {
        f"{P} {n} {field_id}": text
        for n in range(4, 4 + count)
        for field_id, text in SAME_DAYS.items()
    }
    return {f"{P} 3 owner": "มาลี ใจดี", **rows, **days}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        fires("P901", "a gap without action", f"{P} 4 indicators", WITHOUT),
        quiet("P901", "its action was cancelled, and that agreed to", CANCELLED),
        fires("P901", "cancelled on one's own", f"{P} 4 indicators",
              CANCELLED | {f"{R} 1 replan_approver": None}),
        fires("P902", "no owner", f"{P} 0 owner", {f"{P} 0 owner": None}),
        quiet("P902", "another owner", {f"{P} 0 owner": "วันดี มีสุข"}),
        fires("P903", "no start", f"{P} 0 start", {f"{P} 0 start": None}),
        fires("P903", "no end", f"{P} 0 end", {f"{P} 0 end": None}),
        quiet("P903", "another start", {f"{P} 0 start": "02/01/2569"}),
        fires("P904", "the day before", f"{P} 1 end", {f"{P} 1 end": "31/12/2568"}),
        quiet("P904", "one day long", {f"{P} 1 end": "01/01/2569"}),
        fires("P905", "past September", f"{P} 3 end", {f"{P} 3 end": "01/10/2569"}),
        fires("P905", "before October", f"{P} 3 start", {f"{P} 3 start": "30/09/2568"}),
        quiet("P905", "all the year", {f"{P} 3 start": "01/10/2568"}),
        quiet("P905", "the days contradict each other", {f"{P} 3 end": "30/09/2567"}),
        fires("P906", "no higher", f"{P} 2 target", {f"{P} 2 target": "3"}),
        quiet("P906", "one higher", {f"{P} 2 target": "4"}),
        fires("P907", "unknown", f"{P} 0 indicators", {f"{P} 0 indicators": "01.1, 99.9"}),
        fires("P907", "not applying", f"{P} 1 indicators", NA),
        fires("P907", "both, told once", at := f"{P} 1 indicators", NA | {at: "02.1, 99.9"}),
        quiet("P907", "left out of the plan as well", NA | WITHOUT),
        fires("P908", "none", f"{P} 0 success_measure", {f"{P} 0 success_measure": None}),
        quiet("P908", "short", {f"{P} 0 success_measure": "มีคู่มือ"}),
        fires("P909", "below zero", f"{P} 3 budget", {f"{P} 3 budget": "-1"}),
        fires("P909", "a word", f"{P} 3 budget", {f"{P} 3 budget": "งบเหลือจ่าย"}),
        quiet("P909", "zero", {f"{P} 3 budget": "0"}),
        fires("P910", "no source", f"{P} 3 budget_source", {f"{P} 3 budget_source": None}),
        quiet("P910", "nothing to pay", {f"{P} 3 budget_source": None, f"{P} 3 budget": "0"}),
        fires("P911", "six in August", f"{P} 8 owner", owned(5)),
        quiet("P911", "five in August", owned(4)),
        quiet("P911", "the sixth begins when they end", owned(5) | {
            f"{P} 8 start": "01/09/2569", f"{P} 8 end": "30/09/2569"}),
        fires("P912", "twice", f"{P} 3 act", {f"{P} 3 act": "A01"}),
        quiet("P912", "a new one", {f"{P} 3 act": "A05"}),
        fires("P913", "too low an aim", f"{P} 0 target", LOW),
        quiet("P913", "high enough", {f"{P} 0 target": "4"}),
        fires("P914", "by nobody", f"{P} 0 approved_by", {f"{P} 0 approved_by": None}),
        fires("P914", "no day", f"{P} 0 approved_date", {f"{P} 0 approved_date": None}),
        quiet("P914", "not approved yet", NOT_APPROVED),
        fires("P915", "the most urgent last", f"{P} 3 start", {f"{P} 3 start": "02/01/2569"}),
        quiet("P915", "a little more urgent", {f"{P} 1 start": "02/01/2569"}),
        quiet("P915", "it has to wait", {f"{P} 3 start": "02/01/2569", f"{P} 3 depends_on": "A01"}),
        fires("P916", "366 days", f"{P} 3 milestones", YEAR_LONG | {f"{P} 3 end": "02/10/2569"}),
        quiet("P916", "365 days", YEAR_LONG | {f"{P} 3 end": "01/10/2569"}),
        quiet("P916", "with milestones",
              {f"{P} 3 start": "01/10/2568", f"{P} 3 end": "02/10/2569"}),
    ],
)  # fmt: skip
def test_plan(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)


ON_HOLD: Changes = CANCELLED | {f"{R} 1 stated_status": "ชะลอ"}
MISSING: Changes = {f"{R} 3": None}
NONE_APPROVED: Changes = {
    f"{P} {n} {field_id}": value
    for n in range(4)
    for field_id, value in (("approved", "ไม่ใช่"), ("approved_by", None), ("approved_date", None))
}
REPLANNED: Changes = {
    f"{P} 1 end": "30/03/2569",
    f"{R} 1 replan_end": "31/05/2569",
    f"{R} 1 replan_reason": "อุทกภัย",
    f"{R} 1 replan_approver": "นายสมมุติ ตัวอย่าง",
}
ALMOST: Changes = {f"{R} 0 percent": "99", f"{R} 0 actual_end": None}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        fires("R001", "above 100", f"{R} 1 percent", {f"{R} 1 percent": "101"}),
        fires("R001", "a word", f"{R} 1 percent", {f"{R} 1 percent": "ครึ่งหนึ่ง"}),
        quiet("R001", "zero", {f"{R} 1 percent": "0"}),
        fires("R003", "no end", f"{R} 0 actual_end", {f"{R} 0 actual_end": None}),
        quiet("R003", "99 %", ALMOST),
        fires("R004", "99 %", f"{R} 0 percent", {f"{R} 0 percent": "99"}),
        quiet("R004", "99 %, no end", ALMOST),
        fires("R005", "the day before", f"{R} 0 actual_end", {f"{R} 0 actual_end": "04/01/2569"}),
        quiet("R005", "in one day", {f"{R} 0 actual_end": "05/01/2569"}),
        fires("R006", "tomorrow", f"{R} 1 actual_start", {f"{R} 1 actual_start": "01/04/2569"}),
        quiet("R006", "today", {f"{R} 1 actual_start": "31/03/2569"}),
        fires("R007", "36 days", f"{R} 1 report_date", {f"{R} 1 report_date": "23/02/2569"}),
        quiet("R007", "35 days", {f"{R} 1 report_date": "24/02/2569"}),
        quiet("R007", "done since", {f"{R} 0 report_date": "23/02/2569"}),
        quiet("R007", "on hold", ON_HOLD | {f"{R} 1 report_date": "23/02/2569"}),
        fires("R008", "since yesterday", f"{R} 1 percent", {f"{P} 1 end": "30/03/2569"}),
        quiet("R008", "due today", {f"{P} 1 end": "31/03/2569"}),
        quiet("R008", "re-planned, approval to come", REPLANNED | {f"{R} 1 replan_approver": None}),
        fires("R008", "re-planned, and late again", f"{R} 1 percent",
              REPLANNED | {f"{R} 1 replan_end": "30/03/2569"}),
        fires("R017", "nobody approved", f"{R} 1 replan_approver",
              REPLANNED | {f"{R} 1 replan_approver": None}),
        fires("R017", "no reason", f"{R} 1 replan_reason",
              REPLANNED | {f"{R} 1 replan_reason": None}),
        quiet("R017", "approved", REPLANNED),
        fires("R009", "none", f"{R} 0 evidence", {f"{R} 0 evidence": None}),
        quiet("R009", "not done yet", ALMOST | {f"{R} 0 evidence": None}),
        fires("R010", "on hold, by nobody", f"{R} 1 replan_approver",
              ON_HOLD | {f"{R} 1 replan_approver": None}),
        fires("R010", "cancelled, why", f"{R} 1 replan_reason",
              CANCELLED | {f"{R} 1 replan_reason": None}),
        quiet("R010", "on hold as agreed", ON_HOLD),
        fires("R012", "a satang above", f"{R} 1 spent", {f"{R} 1 spent": "2.01"}),
        quiet("R012", "all of it", {f"{R} 1 spent": "2"}),
        quiet("R012", "no budget told", {f"{R} 1 spent": "9", f"{P} 1 budget": None}),
        fires("R013", "done, at 45 %", f"{R} 1 stated_status", {f"{R} 1 stated_status": "แล้วเสร็จ"}),
        fires("R013", "not started, at 45 %", f"{R} 1 stated_status",
              {f"{R} 1 stated_status": "ยังไม่เริ่ม", f"{P} 1 end": "30/03/2569"}),
        quiet("R013", "under way and overdue",
              {f"{R} 1 stated_status": "กำลังดำเนินการ", f"{P} 1 end": "30/03/2569"}),
        fires("R014", "approved", f"{P} 3 act", MISSING),
        quiet("R014", "not approved", MISSING | {f"{P} 3 approved": "ไม่ใช่"}),
        quiet("R014", "no report at all yet", {R: None}),
        fires("R015", "in no plan", f"{R} 3 act", {f"{R} 3 act": "A99"}),
        fires("R015", "not approved", f"{R} 0 act", NOT_APPROVED),
        quiet("R015", "nothing approved yet", NONE_APPROVED),
        fires("R016", "no remedy", f"{R} 1 remedy", {f"{R} 1 remedy": None}),
        quiet("R016", "no problem", {f"{R} 1 problem": None, f"{R} 1 remedy": None}),
    ],
)  # fmt: skip
def test_tracker(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)


UNTOLD: Changes = {f"{R} 1 problem": None, f"{R} 1 remedy": None}
MOVED: Changes = {f"{P} 1 end": "31/07/2569"}
AGREED: Changes = {
    f"{R} 1 replan_reason": "อุทกภัย", f"{R} 1 replan_approver": "ผู้ว่าราชการจังหวัด",
    f"{R} 1 replan_end": "31/07/2569",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "at", "changes", "before"),
    [
        fires("R002", "50 to 45 %", f"{R} 1 percent", UNTOLD, {f"{R} 1 percent": "50"}),
        quiet("R002", "a problem explains it", {}, {f"{R} 1 percent": "50"}),
        quiet("R002", "as it was", UNTOLD, {}),
        fires("R011", "a later end", f"{P} 1 end", MOVED, {}),
        fires("R011", "an earlier start", f"{P} 0 start", {f"{P} 0 start": "31/12/2568"}, {}),
        quiet("R011", "a later end, agreed to", MOVED | AGREED, {}),
        quiet("R011", "it was not approved then", MOVED, NONE_APPROVED),
    ],
)  # fmt: skip
def test_after_the_report_before(code: str, at: str, changes: Changes, before: Changes) -> None:
    assert cells(code, found(changes, report=before)) == place(at)


def test_R002_quiet_and_R011_quiet_after_another_round() -> None:
    problems = found(UNTOLD | MOVED, last_round={f"{R} 1 percent": "50"})
    assert cells("R002", problems) | cells("R011", problems) == set()
