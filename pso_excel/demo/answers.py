"""What a made-up office answers in all ten stages: by rule, from the office's number and a seed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from pso_excel.demo.offices import ROUND, Maker, Rows, demo_office, staff_of
from pso_excel.demo.status_and_plan import plan_and_tracker, status_of
from pso_excel.framework.pack import Framework
from pso_excel.templates.fill import Answer

ORDERED = date(2025, 10, 20)
PROVINCE_CHOICE = "99"


def demo_answers(number: int, framework: Framework, seed: int = 2569) -> dict[str, Rows]:
    """The answers of the office of that number (from 1), by table; the same for the same seed."""
    random = Random(f"{seed}/{number}")
    quality = 0.45 + 0.5 * random.random()
    maker = Maker(demo_office(number), framework, random, staff_of(random), quality)
    answers: dict[str, Rows] = {
        "STAFF.people": maker.staff,
        "EVIDENCE.register": _evidence(maker),
        "S00.cover": [_cover(maker)],
        "S01.order": [_order(maker)],
        "S01.members": _members(maker),
        "S02.vision": [{"vision": f"เป็นองค์กรหลักด้าน{maker.office.work}ที่ประชาชนเชื่อมั่น ภายในปี 2570"}],
        "S02.missions": _missions(maker),
        "S02.goals": _goals(maker),
        "S03.tasks": _tasks(maker),
        "S04.items": _items(maker),
    }
    status = status_of(maker)
    return answers | status.tables | plan_and_tracker(maker, status) | _closing(maker)


def _cover(maker: Maker) -> Mapping[str, Answer]:
    office, random = maker.office, maker.random
    return {
        "office": office.code,
        "office_name": office.name,
        "province": PROVINCE_CHOICE,
        "fy": 2569,
        "round": ROUND,
        "serves": "both" if office.direct else "indirect",
        "headcount": random.randint(14, 60),
        "intent_no": f"สม 00{office.number:02d}/{random.randint(100, 900)}",
        "intent_date": date(2025, 10, 6),
        "prepared_by": maker.person(3),
        "position": "นักวิเคราะห์นโยบายและแผนชำนาญการ",
        "phone": f"0 9999 {office.number:04d}",
        "email": f"office{office.number:02d}@example.go.th",
        "status": "submitted",
        "approved_by": maker.person(1),
        "approved_date": date(2026, 3, 2) + timedelta(days=random.randint(0, 12)),
    }


def _order(maker: Maker) -> Mapping[str, Answer]:
    return {
        "order_no": f"{maker.random.randint(20, 90)}/2568",
        "order_date": ORDERED,
        "subject": "แต่งตั้งคณะกรรมการดำเนินงานระบบมาตรฐานด้านการจัดการและสัมฤทธิ์ผลของงาน",
        "authority": "พระราชบัญญัติระเบียบบริหารราชการแผ่นดิน พ.ศ. 2534 และที่แก้ไขเพิ่มเติม",
        "issued_by": maker.person(1),
        "effective_date": ORDERED,
        "duties": "กำหนดเป้าหมายและพันธกิจ ประเมินสถานภาพ จัดทำแผนยกระดับ และติดตามผลทุกเดือน",
        "evidence": ("E001",),
    }


def _members(maker: Maker) -> Rows:
    roles = (
        "chair",
        "vice_chair",
        "member",
        "member",
        "member",
        "secretary",
        "member",
        "assistant",
    )
    return [
        {
            "seq": number,
            "pid": str(each_role["pid"]),
            "name": str(each_role["name"]),
            "position": str(each_role["position"]),
            "section": str(each_role["section"]),
            "role": role,
            "assessor": "yes" if number in (2, 3, 4) else "no",
        }
        for number, (each_role, role) in enumerate(zip(maker.staff, roles, strict=True), 1)
    ]


def _missions(maker: Maker) -> Rows:
    office = maker.office
    texts = (
        (f"ส่งเสริมและพัฒนา{office.work}ให้ทั่วถึงทุกอำเภอ", office.people),
        (f"ให้บริการด้านการ{office.service}อย่างรวดเร็ว ถูกต้อง และเป็นธรรม", office.people),
        (f"บริหารข้อมูลและประสานความร่วมมือด้าน{office.work}ของจังหวัด", "ส่วนราชการและภาคีเครือข่าย"),
    )
    return [
        {
            "code": f"M{number}",
            "text": text,
            "legal_basis": f"กฎกระทรวงแบ่งส่วนราชการ ข้อ {number + 2} (ตัวอย่าง)",
            "beneficiary_direct": people,
            "beneficiary_indirect": "ประชาชนในจังหวัด",
        }
        for number, (text, people) in enumerate(texts, 1)
    ]


def _goals(maker: Maker) -> Rows:
    office = maker.office
    wanted = (
        (f"{office.people}ได้รับการส่งเสริมตามแผน", "ร้อยละของเป้าหมายตามแผนประจำปี", 78, 85),
        (f"งาน{office.service}เสร็จภายในเวลามาตรฐาน", "ร้อยละของงานที่เสร็จตามเวลา", 82, 90),
        (f"ข้อมูล{office.work}ครบถ้วนและเป็นปัจจุบัน", "ร้อยละของรายการข้อมูลที่เป็นปัจจุบัน", 74, 90),
    )
    return [
        {
            "code": f"G{number}",
            "text": text,
            "mission": f"M{number}",
            "measure": measure,
            "unit": "ร้อยละ",
            "baseline": baseline,
            "target": target,
            "due": date(2026, 9, 30),
        }
        for number, (text, measure, baseline, target) in enumerate(wanted, 1)
    ]


def _tasks(maker: Maker) -> Rows:
    office = maker.office
    work: Sequence[tuple[str, str, str, int, str, str]] = (
        ("T1.1", "M1", "main", 2, f"จัดทำแผน{office.work}ประจำปี", "แผนประจำปีที่ได้รับความเห็นชอบ"),
        ("T1.2", "M1", "main", 3, f"ติดตามและประเมินผล{office.work}", "รายงานผลรายไตรมาส"),
        ("T2.1", "M2", "main", 4, f"บริการด้านการ{office.service}", "จำนวนผู้รับบริการ"),
        ("T2.2", "M2", "secondary", 5, "รับและแก้ไขเรื่องร้องเรียน", "เรื่องร้องเรียนที่แก้ไขแล้ว"),
        ("T3.1", "M3", "main", 8, f"จัดเก็บและเผยแพร่ข้อมูล{office.work}", "ฐานข้อมูลที่เป็นปัจจุบัน"),
        ("T3.2", "M3", "secondary", 7, "บริหารงานทั่วไป การเงิน และพัสดุ", "งานสนับสนุนที่เสร็จตามกำหนด"),
    )
    return [
        {
            "code": code,
            "task": task,
            "mission": mission,
            "duty": duty,
            "responsible": maker.person(person),
            "backup": maker.person(person + 1),
            "partners": "ที่ทำการปกครองจังหวัด องค์กรปกครองส่วนท้องถิ่น",
            "customers": office.people,
            "output": output,
            "outcome": f"{office.people}ได้รับประโยชน์ตามพันธกิจ",
            "volume": maker.random.randint(4, 900),
        }
        for code, mission, duty, person, task, output in work
    ]


def _items(maker: Maker) -> Rows:
    office, random = maker.office, maker.random
    kinds = (
        ("D01", f"ทะเบียน{office.people}", "basic", "T1.1", "month", "database"),
        ("D02", f"แผนและผล{office.work}", "management", "T1.2", "quarter", "file"),
        ("D03", f"สถิติการ{office.service}", "operation", "T2.1", "month", "online"),
        ("D04", "ทะเบียนเรื่องร้องเรียน", "operation", "T2.2", "month", "database"),
        ("D05", f"ข้อมูลเผยแพร่ด้าน{office.work}", "service", "T3.1", "quarter", "online"),
        ("D06", "ทะเบียนพัสดุและครุภัณฑ์", "management", "T3.2", "year", "file"),
    )
    return [
        {
            "code": code,
            "name": name,
            "category": kind,
            "detail": "รหัส ชื่อ ที่อยู่ วันที่ และผลการดำเนินงาน",
            "task": task,
            "origin": "own",
            "method": "record",
            "owner": maker.person(number + 1),
            "custodian": maker.person(6),
            "frequency": frequency,
            "last_update": date(2026, 3, 1) + timedelta(days=random.randint(0, 20)),
            "form": form,
            "users": "ผู้บริหารและกลุ่มงาน",
            "use": "วางแผน ติดตามผล และตอบข้อสอบถาม",
            "completeness": random.randint(70, 99),
            "accuracy": random.randint(75, 99),
            "timeliness": random.randint(65, 98),
            "access": "internal",
            "secrecy": "normal",
            "personal": "yes" if number in (1, 4) else "no",
            "protection": "กำหนดสิทธิ์เข้าถึงและเก็บบันทึกการใช้งาน" if number in (1, 4) else None,
        }
        for number, (code, name, kind, task, frequency, form) in enumerate(kinds, 1)
    ]


def _evidence(maker: Maker) -> Rows:
    titles = (
        ("E001", "คำสั่งแต่งตั้งคณะกรรมการ", "order", ORDERED),
        ("E002", "รายงานการประชุมคณะกรรมการ ครั้งที่ 1/2569", "minutes", date(2026, 1, 20)),
        *(
            (f"E{number:03d}", f"แฟ้มหลักฐาน{system.name.th}", "report", date(2026, 2, 2))
            for number, system in enumerate(maker.framework.systems, 3)
        ),
        *(
            (f"E{number:03d}", f"สถิติและผลการวัดของ{system.name.th}", "statistics", date(2026, 2, 6))
            for number, system in enumerate(maker.framework.systems, 20)
        ),
    )
    return [
        {
            "code": code,
            "title": title,
            "kind": kind,
            "doc_no": f"{number}/2569" if kind != "order" else "",
            "doc_date": day,
            "holder": "กลุ่มยุทธศาสตร์และสารสนเทศ",
            "location": f"ตู้เอกสาร 1 แฟ้ม {number}",
            "secrecy": "normal",
        }
        for number, (code, title, kind, day) in enumerate(titles, 1)
    ]


def _closing(maker: Maker) -> dict[str, Rows]:
    """Stages 9 and 10."""
    ready = [
        {
            "item": item.code,
            "state": "ready" if maker.random.random() < maker.quality else "not_ready",
            "evidence": ("E002",),
        }
        for item in maker.framework.readiness
    ]
    return {
        "S09.request": [{"requesting": "no"}],
        "S09.checklist": list(ready),
        "S10.lessons": _lessons(maker),
    }


def _lessons(maker: Maker) -> Rows:
    office = maker.office
    return [
        {
            "code": "L01",
            "kind": "problem",
            "stage": "S04",
            "category": "data",
            "description": f"ข้อมูล{office.work}กระจายอยู่หลายกลุ่มงาน รูปแบบไม่ตรงกัน",
            "cause": "ไม่มีผู้รับผิดชอบกลางและไม่มีแบบบันทึกร่วม",
            "remedy": "กำหนดผู้ดูแลข้อมูลกลางและแบบบันทึกเดียวกัน",
            "solved": "no",
            "follow_up": "ติดตามในการประชุมประจำเดือน",
            "importance": 4,
        },
        {
            "code": "L02",
            "kind": "key",
            "stage": "S01",
            "category": "executive",
            "description": "หัวหน้าสำนักงานเป็นประธานและติดตามความก้าวหน้าด้วยตนเองทุกเดือน",
            "importance": 5,
            "most_important": "yes",
        },
    ]
