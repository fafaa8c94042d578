"""Stages 5 and 6 of a made-up office: owners, answers, two assessors and their consensus."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pso_excel.demo.offices__demo_maker_part import Maker, Rows
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
    counted = [one for one in maker.framework.systems if not one.pilot]
    more, less = maker.random.sample([one for one in counted if one.code not in unapplied], 2)
    rows: Rows = []
    for one in maker.framework.systems:
        if one.code in unapplied:
            na = {"applies": "no", "na_reason": NOT_OURS, "na_approver": maker.person(1)}
            rows.append({"sys": one.code, **na})
        else:
            change = 2 * ((one is more) - (one is less))
            rows.append({"sys": one.code, "weight": one.weight + change})
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
    codes = [one.code for one in maker.framework.systems]
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
