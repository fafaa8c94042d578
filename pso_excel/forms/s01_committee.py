"""Stage 1: the order that appoints the committee, and its members."""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import NOTHING, Fault, Field, Form, Kind, Need, Shape, Table

ORDER = Table(
    id="S01.order",
    sheet="01_กรรมการ",
    title=Words("คำสั่งแต่งตั้งคณะกรรมการ", "Order appointing the committee"),
    shape=Shape.RECORD,
    spare=0,
    lasting=True,
    passing=("evidence",),
    fields=(
        Field(
            id="order_no",
            label=Words("เลขที่คำสั่ง", "Order number"),
            kind=Kind.CODE,
            hint=Words("เลขที่/ปี พ.ศ. เช่น 12/2569", "Number/B.E. year, e.g. 12/2569"),
            need=Need.REQUIRED,
            longest=30,
            rules={Fault.MISSING: "C306"},
        ),
        Field(
            id="order_date",
            label=Words("สั่ง ณ วันที่", "Ordered on"),
            kind=Kind.DATE,
            hint=Words("วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569", "dd/mm/yyyy (B.E.), e.g. 15/01/2569"),
            need=Need.REQUIRED,
            rules={Fault.MISSING: "C308"},
        ),
        Field(
            id="subject",
            label=Words("เรื่อง", "Subject"),
            kind=Kind.TEXT,
            hint=Words(
                "ตามคำสั่ง เช่น แต่งตั้งคณะกรรมการพัฒนาระบบมาตรฐาน P.S.O.",
                "As in the order, e.g. Appointment of the P.S.O. committee",
            ),
            need=Need.REQUIRED,
            longest=300,
        ),
        Field(
            id="authority",
            label=Words("อำนาจตามกฎหมาย", "Legal authority"),
            kind=Kind.NOTE,
            hint=Words(
                "กฎหมายหรือระเบียบที่อ้างในคำสั่ง ระบุชื่อและมาตรา",
                "The law or regulation the order cites, with its section",
            ),
        ),
        Field(
            id="issued_by",
            label=Words("ผู้ลงนาม", "Issued by"),
            kind=Kind.TEXT,
            hint=Words(
                "ชื่อและตำแหน่งผู้ลงนามในคำสั่ง", "Name and position of the one who signed the order"
            ),
            need=Need.REQUIRED,
            longest=200,
        ),
        Field(
            id="effective_date",
            label=Words("มีผลตั้งแต่", "Effective from"),
            kind=Kind.DATE,
            hint=Words("เว้นว่างหากมีผลตั้งแต่วันที่สั่ง", "Leave blank when it is the date of the order"),
        ),
        Field(
            id="duties",
            label=Words("อำนาจหน้าที่", "Duties"),
            kind=Kind.NOTE,
            hint=Words(
                "พิมพ์เป็นข้อ ๆ เช่น 1) กำหนดตัวชี้วัด 2) ประเมินสถานภาพ 3) จัดทำแผนยกระดับ",
                "As a list, e.g. 1) set indicators 2) assess the status 3) draw up the plan",
            ),
            need=Need.REQUIRED,
            longest=2000,
            rules={Fault.MISSING: "C312"},
        ),
        Field(
            id="evidence",
            label=Words("หลักฐานคำสั่งที่ลงนาม", "Evidence of the signed order"),
            kind=Kind.REFS,
            refers="EVIDENCE.register.code",
            blanks=NOTHING,
            hint=Words(
                "รหัสจากแผ่น “หลักฐาน” คั่นด้วยจุลภาค เช่น E001",
                "Codes of the evidence sheet, separated by commas, e.g. E001",
            ),
        ),
    ),
)

MEMBERS = Table(
    id="S01.members",
    sheet="01_กรรมการ",
    title=Words("รายชื่อคณะกรรมการ", "Members of the committee"),
    key="name",
    spare=40,
    lasting=True,
    empty="C304",
    fields=(
        Field(
            id="seq",
            label=Words("ลำดับ", "No."),
            kind=Kind.COUNT,
            hint=Words("ลำดับตามคำสั่ง เช่น 1", "The order in the order, e.g. 1"),
            need=Need.REQUIRED,
            unique=True,
            low=Decimal(1),
            high=Decimal(999),
            width=8,
        ),
        Field(
            id="pid",
            label=Words("รหัสบุคลากร", "Staff id"),
            kind=Kind.REF,
            refers="STAFF.people.pid",
            hint=Words(
                "เลือกจากแผ่น “บุคลากร” ผู้ที่อยู่นอกหน่วยงานเว้นว่าง",
                "From the staff sheet; leave blank for someone from outside",
            ),
            width=12,
            source="S",
        ),
        Field(
            id="name",
            label=Words("ชื่อ-สกุล", "Name"),
            kind=Kind.TEXT,
            hint=Words(
                "คำนำหน้า ชื่อ และสกุล เช่น นายสมชาย ใจดี",
                "Title, first and last name, e.g. Mr Somchai Jaidee",
            ),
            need=Need.REQUIRED,
            unique=True,
            longest=120,
            width=28,
            source="S",
            rules={Fault.MISSING: "C315", Fault.KIND: "C315", Fault.UNIQUE: "C305"},
        ),
        Field(
            id="position",
            label=Words("ตำแหน่ง", "Position"),
            kind=Kind.TEXT,
            hint=Words(
                "ตำแหน่งราชการ เช่น พัฒนาการจังหวัด", "Official position, e.g. Provincial CD officer"
            ),
            need=Need.REQUIRED,
            longest=120,
            width=28,
        ),
        Field(
            id="section",
            label=Words("กลุ่มงาน/ฝ่าย", "Section"),
            kind=Kind.TEXT,
            hint=Words("เช่น กลุ่มงานอำนวยการ", "e.g. General administration"),
            longest=120,
            width=20,
        ),
        Field(
            id="role",
            label=Words("หน้าที่ในคณะกรรมการ", "Role"),
            kind=Kind.CHOICE,
            choices="role",
            hint=Words(
                "ต้องมีประธานกรรมการ 1 คน และกรรมการและเลขานุการอย่างน้อย 1 คน",
                "One chair and at least one member-secretary",
            ),
            need=Need.REQUIRED,
            width=26,
            rules={Fault.CHOICE: "C310"},
        ),
        Field(
            id="assessor",
            label=Words("เป็นผู้ประเมิน", "Assessor"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words("เลือก “ใช่” หากร่วมให้คะแนนในขั้น 6", "“Yes” for those who score in stage 6"),
            width=12,
        ),
    ),
)

FORM = Form(
    stage="S01",
    title=Words("ขั้น 1 แต่งตั้งคณะกรรมการ", "Stage 1 Committee"),
    purpose=Words(
        "บันทึกคำสั่งแต่งตั้งและรายชื่อคณะกรรมการที่รับผิดชอบการพัฒนาระบบ",
        "Records the order and the members of the committee in charge",
    ),
    tables=(ORDER, MEMBERS),
)
