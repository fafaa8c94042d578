"""The province's registry: its round, and the offices that are to send a workbook.

Not a stage of an office: it is in no office's workbook, and the province alone keeps it.
"""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, Form, Kind, Requirement, Shape, Table

ROUND_SHEET, SHEET = "รอบ", "ทะเบียน"
_DAY = Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 01/10/2568", "dd/mm/yyyy (B.E.), e.g. 01/10/2568")


def _text(
    field_id: str,
    label: Bilingual,
    hint: Bilingual,
    width: int,
    need: Requirement = Requirement.OPTIONAL,
) -> Field:
    return Field(
        id=field_id, label=label, kind=Kind.TEXT, hint=hint, need=need, max_length=200, width=width
    )


def _day(field_id: str, label: Bilingual, hint: Bilingual = _DAY, width: int = 14) -> Field:
    return Field(id=field_id, label=label, kind=Kind.DATE, hint=hint, width=width)


ROUND = Table(
    id="REGISTRY.round",
    sheet=ROUND_SHEET,
    title=Bilingual("จังหวัดและรอบประเมิน", "Province and round"),
    shape=Shape.RECORD,
    spare_rows=0,
    fields=(
        _text(
            "province",
            Bilingual("จังหวัด", "Province"),
            Bilingual("เช่น แม่ฮ่องสอน", "e.g. Mae Hong Son"),
            30,
            Requirement.REQUIRED,
        ),
        Field(
            id="round",
            label=Bilingual("รอบประเมิน", "Round"),
            kind=Kind.CODE,
            hint=Bilingual("ปี พ.ศ. ขีด ครั้งที่ เช่น 2569-1", "B.E. year, hyphen, number, e.g. 2569-1"),
            need=Requirement.REQUIRED,
            max_length=10,
        ),
        _day("begins", Bilingual("เริ่มรอบ", "Begins")),
        _day("ends", Bilingual("สิ้นสุดรอบ", "Ends")),
        _day(
            "due",
            Bilingual("กำหนดส่ง", "Due"),
            Bilingual("วันสุดท้ายที่รับแบบ เช่น 15/03/2569", "Last day of receipt, e.g. 15/03/2569"),
        ),
        Field(
            id="framework",
            label=Bilingual("เกณฑ์ที่ใช้", "Framework"),
            kind=Kind.CODE,
            hint=Bilingual("รหัสเกณฑ์และรุ่น เช่น pso@1.0", "Id and version, e.g. pso@1.0"),
            max_length=40,
        ),
        Field(
            id="open",
            label=Bilingual("ยังเปิดรับแบบ", "Still open"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual(
                "รวมครั้งสุดท้าย แล้วเลือก “ไม่ใช่” เพื่อปิดรอบ สิ่งที่รับไว้ยังนับ สิ่งที่มาทีหลังไม่นับ",
                "Consolidate once more, then “No” closes the round: what was received counts, what "
                "comes later does not",
            ),
        ),
    ),
)

OFFICES = Table(
    id="REGISTRY.offices",
    sheet=SHEET,
    title=Bilingual("หน่วยงานในจังหวัด", "Offices of the province"),
    key="code",
    spare_rows=200,
    may_be_empty=True,
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัสหน่วยงาน", "Office code"),
            kind=Kind.CODE,
            hint=Bilingual(
                "รหัสที่จังหวัดกำหนด เช่น 58-R-014", "The code the province gives, e.g. 58-R-014"
            ),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=30,
            width=14,
        ),
        _text(
            "name",
            Bilingual("ชื่อหน่วยงาน", "Name"),
            Bilingual("เช่น สำนักงานพัฒนาชุมชนจังหวัด", "e.g. สำนักงานพัฒนาชุมชนจังหวัด"),
            36,
            Requirement.REQUIRED,
        ),
        _text(
            "name_en",
            Bilingual("ชื่อภาษาอังกฤษ", "Name in English"),
            Bilingual("ถ้ามี", "If there is one"),
            26,
        ),
        _text(
            "type",
            Bilingual("ประเภท", "Type"),
            Bilingual(
                "ส่วนภูมิภาค ส่วนกลางในจังหวัด อำเภอ ท้องถิ่น รัฐวิสาหกิจ",
                "regional, central, district, local, state enterprise",
            ),
            16,
        ),
        _text(
            "ministry",
            Bilingual("กระทรวง/ต้นสังกัด", "Ministry"),
            Bilingual("เช่น กระทรวงมหาดไทย", "e.g. กระทรวงมหาดไทย"),
            24,
        ),
        _text(
            "peer_group",
            Bilingual("กลุ่มเทียบเคียง", "Peer group"),
            Bilingual(
                "จัดอันดับเฉพาะในกลุ่มเดียวกันที่มีตั้งแต่ 5 หน่วยงาน",
                "Ranked only within a group of five or more",
            ),
            14,
        ),
        _text("head", Bilingual("หัวหน้าหน่วยงาน", "Head"), Bilingual("ชื่อ-สกุล", "Name"), 24),
        _text(
            "coordinator",
            Bilingual("ผู้ประสานงาน", "Coordinator"),
            Bilingual("ชื่อ-สกุลผู้ที่ติดต่อได้", "Who can be reached"),
            24,
        ),
        Field(
            id="phone",
            label=Bilingual("โทรศัพท์", "Telephone"),
            kind=Kind.PHONE,
            hint=Bilingual("เช่น 053-612-000 ต่อ 12", "e.g. 053-612-000 ext. 12"),
            width=16,
        ),
        Field(
            id="email",
            label=Bilingual("อีเมล", "E-mail"),
            kind=Kind.EMAIL,
            hint=Bilingual("เช่น office@example.go.th", "e.g. office@example.go.th"),
            width=24,
        ),
        _day("active_from", Bilingual("ตั้งแต่วันที่", "Active from")),
        _day("active_to", Bilingual("ถึงวันที่", "Active to")),
        Field(
            id="headcount",
            label=Bilingual("จำนวนบุคลากร", "Staff"),
            kind=Kind.COUNT,
            hint=Bilingual("คน เช่น 24", "Persons, e.g. 24"),
            maximum=Decimal(100000),
            width=13,
        ),
        Field(
            id="expected",
            label=Bilingual("ต้องส่ง รอบนี้", "Expected this round"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual(
                "เลือก “ไม่ใช่” เมื่อไม่ต้องส่งรอบนี้ เว้นว่างหมายถึงต้องส่ง",
                "“No” when it need not send; blank means expected",
            ),
            width=12,
        ),
    ),
)

FORM = Form(
    stage="REGISTRY",
    title=Bilingual("ทะเบียนหน่วยงานของจังหวัด", "Registry of the province's offices"),
    purpose=Bilingual(
        "กำหนดรอบประเมินและหน่วยงานที่ต้องส่งแบบ จังหวัดเป็นผู้ดูแล",
        "The round, and the offices that are to send a workbook; kept by the province",
    ),
    tables=(ROUND, OFFICES),
)
