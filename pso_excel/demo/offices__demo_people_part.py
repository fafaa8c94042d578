"""The staff of a made-up office: given names that many bear, and the family name “Example”."""

from collections.abc import Mapping
from random import Random

from pso_excel.templates.fill import Answer

GIVEN = (
    *("กานดา", "ขวัญใจ", "คมสัน", "จันทร์เพ็ญ", "ชาญชัย", "ณัฐพล", "ดวงใจ", "ธนพร", "นิภา", "บุญมี"),
    *("ปรีชา", "พิมพ์ใจ", "มานะ", "รัตนา", "วิชัย", "สุดา", "สมหมาย", "อรุณ", "อุไร", "เอกชัย"),
)
FAMILY = "ตัวอย่าง"
POSITIONS = (
    ("หัวหน้าสำนักงาน", "ผู้บริหาร"),
    ("หัวหน้ากลุ่มยุทธศาสตร์และสารสนเทศ", "กลุ่มยุทธศาสตร์และสารสนเทศ"),
    ("นักวิเคราะห์นโยบายและแผนชำนาญการ", "กลุ่มยุทธศาสตร์และสารสนเทศ"),
    ("หัวหน้ากลุ่มบริการ", "กลุ่มบริการ"),
    ("นักวิชาการชำนาญการ", "กลุ่มบริการ"),
    ("เจ้าพนักงานธุรการชำนาญงาน", "ฝ่ายบริหารทั่วไป"),
    ("หัวหน้าฝ่ายบริหารทั่วไป", "ฝ่ายบริหารทั่วไป"),
    ("นักวิชาการปฏิบัติการ", "กลุ่มบริการ"),
)


def staff_of(random: Random) -> list[Mapping[str, Answer]]:
    """Eight people, the head first; rows of STAFF.people."""
    names = random.sample(GIVEN, len(POSITIONS))
    return [
        {
            "pid": f"P{number:02d}",
            "prefix": random.choice(("นาย", "นาง", "นางสาว")),
            "name": f"{name} {FAMILY}",
            "position": position,
            "section": section,
            "active": "yes",
        }
        for number, (name, (position, section)) in enumerate(zip(names, POSITIONS, strict=True), 1)
    ]
