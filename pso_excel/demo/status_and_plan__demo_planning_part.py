"""Stages 7 and 8 of a made-up office: an action for the gaps of each system, in every state."""

from collections.abc import Mapping
from datetime import date, timedelta

from pso_excel.demo.offices__demo_maker_part import ASOF, Maker, Rows
from pso_excel.demo.status_and_plan import Status
from pso_excel.templates.fill import Answer

LEVEL_OF_TARGET = 4  # the default target of 80 points
FISCAL_END = date(2026, 9, 30)
REPORTED = date(2026, 3, 27)
KINDS = ("standard", "system", "people", "tool", "cooperation", "follow_up")
WORK = {
    "standard": "กำหนดมาตรฐานและคู่มือการปฏิบัติงานของ{name}",
    "system": "ปรับปรุง{name}ให้บันทึกและติดตามผลได้เป็นรายเดือน",
    "people": "อบรมเจ้าหน้าที่ทุกกลุ่มงานเรื่อง{name}",
    "tool": "จัดทำแบบบันทึกและเครื่องมือสำหรับ{name}",
    "cooperation": "ประชุมภาคีเพื่อร่วมดำเนินงาน{name}",
    "follow_up": "ติดตามและประเมินผล{name}ทุกไตรมาส",
}
STATES = (
    *("done", "done", "on_plan", "on_plan", "on_plan", "on_plan", "behind", "late", "overdue"),
    *("not_due", "not_due", "late_start", "hold"),
)


def plan_and_tracker(maker: Maker, status: Status) -> dict[str, Rows]:
    """An action for each system with a gap and its report; some states twice as often."""
    actions: Rows = []
    reports: Rows = []
    for system in maker.framework.systems:
        low = [
            leaf.code
            for leaf in maker.framework.leaves
            if leaf.parent == system.code and status.levels.get(leaf.code, 5) < LEVEL_OF_TARGET + 1
        ]
        if not low or system.code in status.unapplied:
            continue
        code = f"A{len(actions) + 1:02d}"
        state = maker.random.choice(STATES)
        start, end = _dates(maker, state)
        level = min(status.levels[one] for one in low)
        actions.append(_action(maker, code, low, system.name.th, (level, start, end)))
        reports.append({"act": code, "report_date": REPORTED} | _report(maker, state, start, end))
    return {"S07.actions": actions, "S08.tracker": reports}


def _dates(maker: Maker, state: str) -> tuple[date, date]:
    shift = timedelta(days=maker.random.randint(0, 25))
    if state in ("done", "overdue"):
        return date(2025, 11, 3) + shift, date(2026, 2, 20) + shift
    if state == "not_due":
        return date(2026, 4, 20) + shift, date(2026, 8, 1) + shift
    if state == "late_start":
        return date(2026, 3, 5) + shift / 2, date(2026, 7, 1) + shift
    return date(2025, 12, 15) + shift, date(2026, 7, 1) + 2 * shift


def _action(
    maker: Maker,
    code: str,
    indicators: list[str],
    system: str,
    when: tuple[int, date, date],
) -> Mapping[str, Answer]:
    level, start, end = when
    kind = maker.random.choice(KINDS)
    budget = maker.random.choice((0, 0, 12_000, 25_000, 48_500))
    return {
        "act": code,
        "indicators": tuple(indicators),
        "action": WORK[kind].format(name=system),
        "kind": kind,
        "baseline": level,
        "target": min(level + 1, 5),
        "owner": maker.person(2 + int(code[1:]) % 7),
        "partners": "คณะกรรมการดำเนินงาน",
        "start": start,
        "end": min(end, FISCAL_END),
        "budget": budget,
        "budget_source": "งบดำเนินงานของสำนักงาน" if budget else None,
        "success_measure": f"ระดับของตัวชี้วัดเพิ่มเป็น {min(level + 1, 5)} เมื่อประเมินซ้ำ",
        "deliverable": "รายงานผลและเอกสารมาตรฐาน",
        "effort": maker.random.randint(1, 4),
        "urgency": maker.random.randint(2, 5),
        "approved": "yes",
        "approved_by": maker.person(1),
        "approved_date": date(2025, 10, 30),
    }


def _planned(start: date, end: date) -> int:
    """The percentage that the plan asks for on the day of the report."""
    return max(0, min(100, 100 * ((ASOF - start).days + 1) // ((end - start).days + 1)))


def _report(maker: Maker, state: str, start: date, end: date) -> dict[str, Answer]:
    planned = _planned(start, end)
    begun: dict[str, Answer] = {"actual_start": start + timedelta(days=2)}
    trouble: dict[str, Answer] = {
        "problem": "ภารกิจเร่งด่วนของกลุ่มงานซ้อนกัน",
        "remedy": "มอบผู้รับผิดชอบเพิ่มหนึ่งคนและประชุมทุกสัปดาห์",
    }
    if state == "done":
        return begun | {
            "actual_end": end - timedelta(days=3),
            "percent": 100,
            "result": "ดำเนินการแล้วเสร็จ เวียนให้ทุกกลุ่มงานถือปฏิบัติ",
            "evidence": ("E002",),
        }
    if state == "on_plan":
        return begun | {"percent": min(99, planned + maker.random.randint(0, 4))}
    if state == "behind":
        return begun | {"percent": max(1, planned - 14)} | trouble
    if state == "late":
        return begun | {"percent": max(1, planned - 27)} | trouble
    if state == "overdue":
        return begun | {"percent": maker.random.choice((60, 75, 90))} | trouble
    if state == "hold":
        return begun | {
            "percent": max(1, planned // 2),
            "stated_status": "on_hold",
            "replan_reason": "รอการจัดสรรงบประมาณ",
            "replan_approver": maker.person(1),
        }
    return {"percent": 0}
