"""Stages 5 and 6 of a made-up office: owners, answers, two assessors and their consensus."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pso_excel.demo.offices import ASOF, Maker, Rows
from pso_excel.framework.pack import Direction, Indicator, Method
from pso_excel.templates.fill import Answer

ASSESSED = date(2026, 2, 12)
NOT_OURS = "สำนักงานประสานงานและสนับสนุน ไม่ได้ให้บริการประชาชนโดยตรง"
REASONS = (
    "ยังไม่ได้ดำเนินการ อยู่ระหว่างมอบหมายผู้รับผิดชอบ",
    "มีผู้รับผิดชอบแล้ว แต่ยังทำเป็นครั้งคราวตามที่ได้รับมอบหมาย",
    "มีแนวทางเป็นลายลักษณ์อักษรและเริ่มใช้ในบางกลุ่มงาน",
    "ปฏิบัติจริงทุกกลุ่มงาน และรายงานในที่ประชุมประจำเดือน",
    "วัดผลทุกไตรมาสและปรับปรุงตามผล ผลดีขึ้นจากปีก่อน",
    "ทบทวนต่อเนื่องทุกปี เป็นแบบอย่างให้หน่วยงานอื่นมาดูงาน",
)


@dataclass(frozen=True, slots=True)
class Status:
    """The tables of stages 5 and 6; ``levels`` is about where each indicator stands (0 to 5),
    without those that do not apply; ``unapplied`` are the systems that do not."""

    tables: dict[str, Rows]
    levels: Mapping[str, int]
    unapplied: tuple[str, ...]


def status_of(maker: Maker) -> Status:
    """Answer every indicator; an office that serves nobody directly has no service system."""
    pack = maker.framework
    unapplied = () if maker.office.direct else ("SYS-07",)
    systems = _systems(maker, unapplied)
    indicators: Rows = []
    answers: Rows = []
    assessors: Rows = []
    levels: dict[str, int] = {}
    for number, leaf in enumerate(pack.leaves):
        indicators.append(_owner(maker, leaf, number, applies=leaf.parent not in unapplied))
        if leaf.parent in unapplied:
            answers.append({"code": leaf.code, "state": "na", "reason": NOT_OURS})
            continue
        level = _level(maker)
        answers.append(_answer(maker, leaf, level))
        levels[leaf.code] = 0 if answers[-1].get("state") == "nd" else level
        if leaf.method is Method.LEVEL and answers[-1].get("state") == "scored":
            assessors.append({"code": leaf.code, "a1": level, "a2": level, "consensus": level})
    tables = {
        "S05.systems": systems,
        "S05.indicators": indicators,
        "S06.answers": answers,
        "S06.assessors": assessors,
    }
    return Status(tables, levels, unapplied)


def _systems(maker: Maker, unapplied: tuple[str, ...]) -> Rows:
    """Weights as the committee set them: two points from one system to another."""
    counted = [system for system in maker.framework.systems if not system.pilot]
    more, less = maker.random.sample(
        [system for system in counted if system.code not in unapplied], 2
    )
    rows: Rows = []
    for system in maker.framework.systems:
        if system.code in unapplied:
            na = {"applies": "no", "na_reason": NOT_OURS, "na_approver": maker.person(1)}
            rows.append({"sys": system.code, **na})
        else:
            change = 2 * ((system is more) - (system is less))
            rows.append({"sys": system.code, "weight": system.weight + change})
    return rows


def _owner(maker: Maker, leaf: Indicator, number: int, *, applies: bool) -> Mapping[str, Answer]:
    row: dict[str, Answer] = {
        "code": leaf.code,
        "owner": maker.person(2 + number % 6),
        "mission": f"M{number % 3 + 1}",
    }
    if not applies:
        row |= {"applies": "no", "na_reason": NOT_OURS, "na_approver": maker.person(1)}
    return row


def _level(maker: Maker) -> int:
    wanted = maker.quality * 5 + maker.random.uniform(-1.6, 1.4)
    return max(0, min(5, round(wanted)))


def _answer(maker: Maker, leaf: Indicator, level: int) -> Mapping[str, Answer]:
    row: dict[str, Answer] = {
        "code": leaf.code,
        "state": "scored",
        "reason": REASONS[level],
        "assessed_by": maker.person(2 + level % 3),
        "assessed_date": ASSESSED,
    }
    if maker.random.random() < 0.03:
        row |= {"state": "nd", "reason": "ยังไม่ได้จัดเก็บข้อมูลนี้ จะเริ่มเก็บในไตรมาสหน้า"}
        return row
    if level >= 2:
        row["evidence"] = _evidence(maker, leaf, level)
    if leaf.method is Method.LEVEL:
        row["level"] = level
    elif leaf.method is Method.YESNO:
        row["yes"] = "yes" if level >= 3 else "no"
    elif leaf.method is Method.QUANTITY:
        row |= _measured(maker, leaf, level)
    return row


def _evidence(maker: Maker, leaf: Indicator, level: int) -> tuple[str, ...]:
    codes = [system.code for system in maker.framework.systems]
    place = codes.index(leaf.parent) if leaf.parent in codes else 0
    files = (f"E{place + 3:03d}", f"E{place + 20:03d}")
    return files if level >= 3 else files[:1]


def _measured(maker: Maker, leaf: Indicator, level: int) -> Mapping[str, Answer]:
    """A value that earns about that level; a share as numerator and denominator."""
    value = _value(leaf, level)
    if not leaf.numerator.th:
        return {"value": value}
    of = Decimal(maker.random.choice((40, 60, 80, 120, 200)))
    return {"numerator": (value * of / 100).quantize(Decimal(1)), "denominator": of}


def _value(leaf: Indicator, level: int) -> Decimal:
    points = leaf.points
    if not points:
        return Decimal(level)
    if leaf.direction is Direction.LESS:
        return points[5 - level] if level else points[-1] + 1
    return points[level - 1] if level else max(points[0] - 5, Decimal(0))


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
        level = min(status.levels[text] for text in low)
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
