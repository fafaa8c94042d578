"""Stage 1: the order that appoints the committee, and its members."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import NOTHING, Field, FieldFault, Form, Kind, Requirement, Shape, Table

ORDER = Table(
    id="S01.order",
    sheet="01_กรรมการ",
    title=Bilingual("คำสั่งแต่งตั้งคณะกรรมการ", "Order appointing the committee"),
    shape=Shape.RECORD,
    spare_rows=0,
    carried_to_next_round=True,
    passing=("evidence",),
    fields=(
        Field(
            id="order_no",
            label=Bilingual("เลขที่คำสั่ง", "Order number"),
            kind=Kind.CODE,
            hint=Bilingual("เลขที่/ปี พ.ศ. เช่น 12/2569", "Number/B.E. year, e.g. 12/2569"),
            need=Requirement.REQUIRED,
            max_length=30,
            rules={FieldFault.MISSING: "C306"},
        ),
        Field(
            id="order_date",
            label=Bilingual("สั่ง ณ วันที่", "Ordered on"),
            kind=Kind.DATE,
            hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569", "dd/mm/yyyy (B.E.), e.g. 15/01/2569"),
            need=Requirement.REQUIRED,
            rules={FieldFault.MISSING: "C308"},
        ),
        Field(
            id="subject",
            label=Bilingual("เรื่อง", "Subject"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ตามคำสั่ง เช่น แต่งตั้งคณะกรรมการพัฒนาระบบมาตรฐาน P.S.O.",
                "As in the order, e.g. Appointment of the P.S.O. committee",
            ),
            need=Requirement.REQUIRED,
            max_length=300,
        ),
        Field(
            id="authority",
            label=Bilingual("อำนาจตามกฎหมาย", "Legal authority"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "กฎหมายหรือระเบียบที่อ้างในคำสั่ง ระบุชื่อและมาตรา",
                "The law or regulation the order cites, with its section",
            ),
        ),
        Field(
            id="issued_by",
            label=Bilingual("ผู้ลงนาม", "Issued by"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ชื่อและตำแหน่งผู้ลงนามในคำสั่ง", "Name and position of the one who signed the order"
            ),
            need=Requirement.REQUIRED,
            max_length=200,
        ),
        Field(
            id="effective_date",
            label=Bilingual("มีผลตั้งแต่", "Effective from"),
            kind=Kind.DATE,
            hint=Bilingual("เว้นว่างหากมีผลตั้งแต่วันที่สั่ง", "Leave blank when it is the date of the order"),
        ),
        Field(
            id="duties",
            label=Bilingual("อำนาจหน้าที่", "Duties"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "พิมพ์เป็นข้อ ๆ เช่น 1) กำหนดตัวชี้วัด 2) ประเมินสถานภาพ 3) จัดทำแผนยกระดับ",
                "As a list, e.g. 1) set indicators 2) assess the status 3) draw up the plan",
            ),
            need=Requirement.REQUIRED,
            max_length=2000,
            rules={FieldFault.MISSING: "C312"},
        ),
        Field(
            id="evidence",
            label=Bilingual("หลักฐานคำสั่งที่ลงนาม", "Evidence of the signed order"),
            kind=Kind.REFS,
            refers="EVIDENCE.register.code",
            blanks=NOTHING,
            hint=Bilingual(
                "รหัสจากแผ่น “หลักฐาน” คั่นด้วยจุลภาค เช่น E001",
                "Codes of the evidence sheet, separated by commas, e.g. E001",
            ),
        ),
    ),
)

MEMBERS = Table(
    id="S01.members",
    sheet="01_กรรมการ",
    title=Bilingual("รายชื่อคณะกรรมการ", "Members of the committee"),
    key="name",
    spare_rows=40,
    carried_to_next_round=True,
    empty="C304",
    fields=(
        Field(
            id="seq",
            label=Bilingual("ลำดับ", "No."),
            kind=Kind.COUNT,
            hint=Bilingual("ลำดับตามคำสั่ง เช่น 1", "The order in the order, e.g. 1"),
            need=Requirement.REQUIRED,
            unique=True,
            minimum=Decimal(1),
            maximum=Decimal(999),
            width=8,
        ),
        Field(
            id="pid",
            label=Bilingual("รหัสบุคลากร", "Staff id"),
            kind=Kind.REF,
            refers="STAFF.people.pid",
            hint=Bilingual(
                "เลือกจากแผ่น “บุคลากร” ผู้ที่อยู่นอกหน่วยงานเว้นว่าง",
                "From the staff sheet; leave blank for someone from outside",
            ),
            width=12,
            source="S",
        ),
        Field(
            id="name",
            label=Bilingual("ชื่อ-สกุล", "Name"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "คำนำหน้า ชื่อ และสกุล เช่น นายสมชาย ใจดี",
                "Title, first and last name, e.g. Mr Somchai Jaidee",
            ),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=120,
            width=28,
            source="S",
            rules={FieldFault.MISSING: "C315", FieldFault.KIND: "C315", FieldFault.UNIQUE: "C305"},
        ),
        Field(
            id="position",
            label=Bilingual("ตำแหน่ง", "Position"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ตำแหน่งราชการ เช่น พัฒนาการจังหวัด", "Official position, e.g. Provincial CD officer"
            ),
            need=Requirement.REQUIRED,
            max_length=120,
            width=28,
        ),
        Field(
            id="section",
            label=Bilingual("กลุ่มงาน/ฝ่าย", "Section"),
            kind=Kind.TEXT,
            hint=Bilingual("เช่น กลุ่มงานอำนวยการ", "e.g. General administration"),
            max_length=120,
            width=20,
        ),
        Field(
            id="role",
            label=Bilingual("หน้าที่ในคณะกรรมการ", "Role"),
            kind=Kind.CHOICE,
            choices="role",
            hint=Bilingual(
                "ต้องมีประธานกรรมการ 1 คน และกรรมการและเลขานุการอย่างน้อย 1 คน",
                "One chair and at least one member-secretary",
            ),
            need=Requirement.REQUIRED,
            width=26,
            rules={FieldFault.CHOICE: "C310"},
        ),
        Field(
            id="assessor",
            label=Bilingual("เป็นผู้ประเมิน", "Assessor"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual("เลือก “ใช่” หากร่วมให้คะแนนในขั้น 6", "“Yes” for those who score in stage 6"),
            width=12,
        ),
    ),
)

FORM = Form(
    stage="S01",
    title=Bilingual("ขั้น 1 แต่งตั้งคณะกรรมการ", "Stage 1 Committee"),
    purpose=Bilingual(
        "บันทึกคำสั่งแต่งตั้งและรายชื่อคณะกรรมการที่รับผิดชอบการพัฒนาระบบ",
        "Records the order and the members of the committee in charge",
    ),
    tables=(ORDER, MEMBERS),
)
