"""The offices of the made-up province, and what each is for; no person and no place is real."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import NamedTuple

from pso_excel.framework.pack import Framework
from pso_excel.templates.fill import Answer

PLACE = "จังหวัดสมมุติ"
PROVINCE = "สมมุติ"


class DemoOffice(NamedTuple):
    """One office: ``number`` from 1; ``work`` and ``people`` fill the sentences of its answers."""

    number: int
    name: str
    ministry: str
    group: str
    work: str  # what it looks after: การพัฒนาชุมชน
    service: str  # what it does for people: ส่งเสริมกลุ่มอาชีพ
    people: str  # whom it serves: กลุ่มอาชีพและครัวเรือน
    direct: bool  # serves the public directly

    @property
    def code(self) -> str:
        """``"99-R-001"``; no province has the number 99."""
        return f"99-R-{self.number:03d}"


ECONOMY, SOCIETY, GOVERNING = "เศรษฐกิจ", "สังคม", "ปกครอง"
INTERIOR, LABOUR = "กระทรวงมหาดไทย", "กระทรวงแรงงาน"
FARMING, COMMERCE = "กระทรวงเกษตรและสหกรณ์", "กระทรวงพาณิชย์"

_OFFICES: tuple[tuple[str, str, str, str, str, str, bool], ...] = (
    ("พัฒนาชุมชน", INTERIOR, SOCIETY, "การพัฒนาชุมชน", "ส่งเสริมกลุ่มอาชีพ", "กลุ่มอาชีพ", True),
    ("เกษตร", FARMING, ECONOMY, "การส่งเสริมการเกษตร", "ขึ้นทะเบียนเกษตรกร", "เกษตรกร", True),
    ("ปศุสัตว์", FARMING, ECONOMY, "การปศุสัตว์", "ป้องกันโรคสัตว์", "ผู้เลี้ยงสัตว์", True),
    ("ประมง", FARMING, ECONOMY, "การประมง", "ออกใบอนุญาตทำการประมง", "ชาวประมง", True),
    ("สาธารณสุข", "กระทรวงสาธารณสุข", SOCIETY, "สาธารณสุข", "เฝ้าระวังโรค", "ประชาชน", True),
    ("แรงงาน", LABOUR, SOCIETY, "การบริหารแรงงาน", "ประสานงานด้านแรงงาน", "แรงงาน", False),
    ("จัดหางาน", LABOUR, SOCIETY, "การจัดหางาน", "แนะแนวและจัดหางาน", "ผู้หางาน", True),
    ("ประกันสังคม", LABOUR, SOCIETY, "การประกันสังคม", "จ่ายประโยชน์ทดแทน", "ผู้ประกันตน", True),
    ("พาณิชย์", COMMERCE, ECONOMY, "การค้าและราคาสินค้า", "จดทะเบียนนิติบุคคล", "ผู้ประกอบการ", True),
    ("อุตสาหกรรม", "กระทรวงอุตสาหกรรม", ECONOMY, "การอุตสาหกรรม", "กำกับโรงงาน", "โรงงาน", True),
    ("พลังงาน", "กระทรวงพลังงาน", ECONOMY, "พลังงาน", "ส่งเสริมการประหยัดพลังงาน", "ชุมชน", False),
    ("คลัง", "กระทรวงการคลัง", ECONOMY, "การคลัง", "เบิกจ่ายเงินแผ่นดิน", "ส่วนราชการ", False),
    ("ที่ดิน", INTERIOR, GOVERNING, "การที่ดิน", "จดทะเบียนสิทธิและนิติกรรม", "เจ้าของที่ดิน", True),
    ("โยธาธิการและผังเมือง", INTERIOR, GOVERNING, "ผังเมือง", "ตรวจแบบก่อสร้าง", "ท้องถิ่น", False),
    ("ป้องกันและบรรเทาสาธารณภัย", INTERIOR, GOVERNING, "สาธารณภัย", "แจ้งเตือนภัย", "ประชาชน", True),
    ("ส่งเสริมการปกครองท้องถิ่น", INTERIOR, GOVERNING, "การปกครองท้องถิ่น", "ให้คำปรึกษา", "อปท.", False),
    ("วัฒนธรรม", "กระทรวงวัฒนธรรม", SOCIETY, "วัฒนธรรม", "ส่งเสริมเครือข่ายวัฒนธรรม", "เครือข่าย", True),
    ("พัฒนาสังคมฯ", "กระทรวง พม.", SOCIETY, "สวัสดิการสังคม", "ช่วยเหลือผู้ประสบปัญหา", "ครอบครัว", True),
    ("สหกรณ์", FARMING, ECONOMY, "การสหกรณ์", "กำกับสหกรณ์", "สมาชิกสหกรณ์", True),
    ("ทรัพยากรธรรมชาติ", "กระทรวง ทส.", GOVERNING, "สิ่งแวดล้อม", "เฝ้าระวังมลพิษ", "ชุมชน", True),
    (
        "ท่องเที่ยวและกีฬา",
        "กระทรวง กก.",
        ECONOMY,
        "การท่องเที่ยว",
        "พัฒนาแหล่งท่องเที่ยว",
        "นักท่องเที่ยว",
        True,
    ),
    ("สถิติ", "กระทรวงดิจิทัลฯ", GOVERNING, "สถิติ", "สำรวจและเผยแพร่สถิติ", "ผู้ใช้ข้อมูล", False),
    ("ขนส่ง", "กระทรวงคมนาคม", GOVERNING, "การขนส่งทางบก", "ออกใบอนุญาตขับรถ", "ผู้ใช้รถ", True),
    ("คุมประพฤติ", "กระทรวงยุติธรรม", GOVERNING, "การคุมประพฤติ", "ดูแลผู้ถูกคุมประพฤติ", "ผู้ถูกคุมประพฤติ", True),
)


def demo_office(number: int) -> DemoOffice:
    """The office of that number, from 1; beyond the list the names come again with a branch."""
    again, place = divmod(number - 1, len(_OFFICES))
    name, ministry, group, work, service, people, direct = _OFFICES[place]
    branch = f" สาขา {again + 1}" if again else ""
    full = f"สำนักงาน{name}{PLACE}{branch}"
    return DemoOffice(number, full, ministry, group, work, service, people, direct)


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


ROUND = "2569-1"
ASOF = date(2026, 3, 31)
Rows = list[Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class Maker:
    """One office in the making; ``quality`` of 0 to 1 decides its levels."""

    office: DemoOffice
    framework: Framework
    random: Random
    staff: Rows
    quality: float

    def person(self, number: int) -> str:
        """The name of one of its people, counted from 1."""
        return str(self.staff[(number - 1) % len(self.staff)]["name"])
