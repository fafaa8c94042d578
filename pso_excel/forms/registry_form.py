"""The province's registry: its round, and the offices that are to send a workbook.

Not a stage of an office: it is in no office's workbook, and the province alone keeps it.
"""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import Field, Form, Kind, Need, Shape, Table

ROUND_SHEET, SHEET = "รอบ", "ทะเบียน"
_DAY = Words("วัน/เดือน/ปี พ.ศ. เช่น 01/10/2568", "dd/mm/yyyy (B.E.), e.g. 01/10/2568")


def _text(id: str, label: Words, hint: Words, width: int, need: Need = Need.OPTIONAL) -> Field:
    return Field(id=id, label=label, kind=Kind.TEXT, hint=hint, need=need, longest=200, width=width)


def _day(id: str, label: Words, hint: Words = _DAY, width: int = 14) -> Field:
    return Field(id=id, label=label, kind=Kind.DATE, hint=hint, width=width)


ROUND = Table(
    id="REGISTRY.round",
    sheet=ROUND_SHEET,
    title=Words("จังหวัดและรอบประเมิน", "Province and round"),
    shape=Shape.RECORD,
    spare=0,
    fields=(
        _text(
            "province",
            Words("จังหวัด", "Province"),
            Words("เช่น แม่ฮ่องสอน", "e.g. Mae Hong Son"),
            30,
            Need.REQUIRED,
        ),
        Field(
            id="round",
            label=Words("รอบประเมิน", "Round"),
            kind=Kind.CODE,
            hint=Words("ปี พ.ศ. ขีด ครั้งที่ เช่น 2569-1", "B.E. year, hyphen, number, e.g. 2569-1"),
            need=Need.REQUIRED,
            longest=10,
        ),
        _day("begins", Words("เริ่มรอบ", "Begins")),
        _day("ends", Words("สิ้นสุดรอบ", "Ends")),
        _day(
            "due",
            Words("กำหนดส่ง", "Due"),
            Words("วันสุดท้ายที่รับแบบ เช่น 15/03/2569", "Last day of receipt, e.g. 15/03/2569"),
        ),
        Field(
            id="framework",
            label=Words("เกณฑ์ที่ใช้", "Framework"),
            kind=Kind.CODE,
            hint=Words("รหัสเกณฑ์และรุ่น เช่น pso@1.0", "Id and version, e.g. pso@1.0"),
            longest=40,
        ),
        Field(
            id="open",
            label=Words("ยังเปิดรับแบบ", "Still open"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words(
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
    title=Words("หน่วยงานในจังหวัด", "Offices of the province"),
    key="code",
    spare=200,
    may_be_empty=True,
    fields=(
        Field(
            id="code",
            label=Words("รหัสหน่วยงาน", "Office code"),
            kind=Kind.CODE,
            hint=Words("รหัสที่จังหวัดกำหนด เช่น 58-R-014", "The code the province gives, e.g. 58-R-014"),
            need=Need.REQUIRED,
            unique=True,
            longest=30,
            width=14,
        ),
        _text(
            "name",
            Words("ชื่อหน่วยงาน", "Name"),
            Words("เช่น สำนักงานพัฒนาชุมชนจังหวัด", "e.g. สำนักงานพัฒนาชุมชนจังหวัด"),
            36,
            Need.REQUIRED,
        ),
        _text(
            "name_en",
            Words("ชื่อภาษาอังกฤษ", "Name in English"),
            Words("ถ้ามี", "If there is one"),
            26,
        ),
        _text(
            "type",
            Words("ประเภท", "Type"),
            Words(
                "ส่วนภูมิภาค ส่วนกลางในจังหวัด อำเภอ ท้องถิ่น รัฐวิสาหกิจ",
                "regional, central, district, local, state enterprise",
            ),
            16,
        ),
        _text(
            "ministry",
            Words("กระทรวง/ต้นสังกัด", "Ministry"),
            Words("เช่น กระทรวงมหาดไทย", "e.g. กระทรวงมหาดไทย"),
            24,
        ),
        _text(
            "peer_group",
            Words("กลุ่มเทียบเคียง", "Peer group"),
            Words(
                "จัดอันดับเฉพาะในกลุ่มเดียวกันที่มีตั้งแต่ 5 หน่วยงาน",
                "Ranked only within a group of five or more",
            ),
            14,
        ),
        _text("head", Words("หัวหน้าหน่วยงาน", "Head"), Words("ชื่อ-สกุล", "Name"), 24),
        _text(
            "coordinator",
            Words("ผู้ประสานงาน", "Coordinator"),
            Words("ชื่อ-สกุลผู้ที่ติดต่อได้", "Who can be reached"),
            24,
        ),
        Field(
            id="phone",
            label=Words("โทรศัพท์", "Telephone"),
            kind=Kind.PHONE,
            hint=Words("เช่น 053-612-000 ต่อ 12", "e.g. 053-612-000 ext. 12"),
            width=16,
        ),
        Field(
            id="email",
            label=Words("อีเมล", "E-mail"),
            kind=Kind.EMAIL,
            hint=Words("เช่น office@example.go.th", "e.g. office@example.go.th"),
            width=24,
        ),
        _day("active_from", Words("ตั้งแต่วันที่", "Active from")),
        _day("active_to", Words("ถึงวันที่", "Active to")),
        Field(
            id="headcount",
            label=Words("จำนวนบุคลากร", "Staff"),
            kind=Kind.COUNT,
            hint=Words("คน เช่น 24", "Persons, e.g. 24"),
            high=Decimal(100000),
            width=13,
        ),
        Field(
            id="expected",
            label=Words("ต้องส่ง รอบนี้", "Expected this round"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words(
                "เลือก “ไม่ใช่” เมื่อไม่ต้องส่งรอบนี้ เว้นว่างหมายถึงต้องส่ง",
                "“No” when it need not send; blank means expected",
            ),
            width=12,
        ),
    ),
)

FORM = Form(
    stage="REGISTRY",
    title=Words("ทะเบียนหน่วยงานของจังหวัด", "Registry of the province's offices"),
    purpose=Words(
        "กำหนดรอบประเมินและหน่วยงานที่ต้องส่งแบบ จังหวัดเป็นผู้ดูแล",
        "The round, and the offices that are to send a workbook; kept by the province",
    ),
    tables=(ROUND, OFFICES),
)
