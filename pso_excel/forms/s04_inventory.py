"""Stage 4: the inventory of the office's information, classed and described."""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import Fault, Field, Form, Kind, Need, Table, When


def _quality(id: str, th: str, en: str, hint: Words) -> Field:
    """One of the three qualities of data (after PMQA, fundamental level, item IT1)."""
    return Field(
        id=id,
        label=Words(th, en),
        kind=Kind.PERCENT,
        hint=hint,
        low=Decimal(0),
        high=Decimal(100),
        width=10,
        source="N",
        rules={Fault.KIND: "D607", Fault.RANGE: "D607"},
    )


_WHAT = (
    Field(
        id="code",
        label=Words("รหัส", "Code"),
        kind=Kind.CODE,
        hint=Words("เช่น D01", "e.g. D01"),
        need=Need.REQUIRED,
        unique=True,
        longest=20,
        width=9,
        source="S",
        rules={Fault.UNIQUE: "D612"},
    ),
    Field(
        id="name",
        label=Words("ชื่อข้อมูล", "Name"),
        kind=Kind.TEXT,
        hint=Words("เช่น ทะเบียนกลุ่มอาชีพ", "e.g. Register of occupational groups"),
        need=Need.REQUIRED,
        unique=True,
        longest=200,
        width=28,
        source="S",
        rules={Fault.UNIQUE: "D612"},
    ),
    Field(
        id="category",
        label=Words("ประเภท", "Class"),
        kind=Kind.CHOICE,
        choices="info_class",
        hint=Words("เลือกประเภทที่ตรงที่สุด", "Choose the class that fits best"),
        need=Need.REQUIRED,
        width=18,
        source="S/D",
        rules={Fault.MISSING: "D601", Fault.CHOICE: "D601"},
    ),
    Field(
        id="detail",
        label=Words("รายละเอียด", "Detail"),
        kind=Kind.NOTE,
        hint=Words(
            "รายการข้อมูลย่อย เช่น ชื่อกลุ่ม ที่ตั้ง สมาชิก เงินทุน",
            "What it holds, e.g. group, place, members, funds",
        ),
        need=Need.REQUIRED,
        longest=1000,
        width=30,
        source="S",
    ),
    Field(
        id="task",
        label=Words("งานที่เกี่ยวข้อง", "Task"),
        kind=Kind.REF,
        refers="S03.tasks.code",
        hint=Words("รหัสงานจากขั้น 3 เช่น T1.2", "A task of stage 3, e.g. T1.2"),
        width=10,
        source="S",
    ),
    Field(
        id="origin",
        label=Words("แหล่งที่มา", "Origin"),
        kind=Kind.CHOICE,
        choices="origin",
        hint=Words("ข้อมูลมาจากที่ใด", "Where the data come from"),
        width=18,
    ),
    Field(
        id="method",
        label=Words("วิธีเก็บ", "Collection"),
        kind=Kind.CHOICE,
        choices="collection",
        hint=Words("ได้ข้อมูลมาโดยวิธีใด", "How the data are collected"),
        width=18,
    ),
)

_CARE = (
    Field(
        id="owner",
        label=Words("ผู้รับผิดชอบ", "Owner"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Words(
            "ผู้ตอบได้ว่าข้อมูลถูกต้อง เลือกจากแผ่น “บุคลากร”",
            "Who answers for it; from the staff sheet",
        ),
        need=Need.REQUIRED,
        width=18,
        rules={Fault.MISSING: "D602"},
    ),
    Field(
        id="custodian",
        label=Words("ผู้ดูแล", "Custodian"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Words("ผู้ปรับปรุงและเก็บรักษา อาจเป็นคนเดียวกัน", "Who updates and keeps it; may be the same"),
        need=Need.REQUIRED,
        width=18,
    ),
    Field(
        id="frequency",
        label=Words("ความถี่", "Frequency"),
        kind=Kind.CHOICE,
        choices="frequency",
        hint=Words("รอบการปรับปรุงที่กำหนดไว้", "How often it is to be updated"),
        need=Need.REQUIRED,
        width=13,
        rules={Fault.MISSING: "D603", Fault.CHOICE: "D603"},
    ),
    Field(
        id="last_update",
        label=Words("ปรับปรุงล่าสุด", "Last update"),
        kind=Kind.DATE,
        hint=Words("วัน/เดือน/ปี พ.ศ. เช่น 15/06/2569", "dd/mm/yyyy (B.E.), e.g. 15/06/2569"),
        need=Need.REQUIRED,
        width=13,
    ),
    Field(
        id="form",
        label=Words("รูปแบบจัดเก็บ", "Storage"),
        kind=Kind.CHOICE,
        choices="storage",
        hint=Words("รูปแบบหลักที่ใช้อยู่จริง", "The main form in use"),
        need=Need.REQUIRED,
        width=13,
        rules={Fault.MISSING: "D604"},
    ),
)

_USE = (
    Field(
        id="users",
        label=Words("ผู้ใช้", "Users"),
        kind=Kind.TEXT,
        hint=Words("เช่น หัวหน้ากลุ่มงาน จังหวัด ประชาชน", "e.g. Section heads, the province, the public"),
        width=18,
    ),
    Field(
        id="use",
        label=Words("การนำไปใช้", "Use"),
        kind=Kind.NOTE,
        hint=Words(
            "ใช้ตัดสินใจเรื่องใด เช่น จัดสรรงบพัฒนากลุ่มอาชีพ",
            "What it decides, e.g. Budgets of occupational groups",
        ),
        width=24,
    ),
    _quality(
        "completeness",
        "ครบถ้วน (%)",
        "Completeness (%)",
        Words("รายการที่กรอกครบ เช่น 95", "Entries that are complete, e.g. 95"),
    ),
    _quality(
        "accuracy",
        "ถูกต้อง (%)",
        "Accuracy (%)",
        Words("สุ่มตรวจแล้วตรงกับความจริง เช่น 90", "Right on spot checks, e.g. 90"),
    ),
    _quality(
        "timeliness",
        "ทันสมัย (%)",
        "Timeliness (%)",
        Words("ปรับปรุงภายในรอบที่กำหนด เช่น 85", "Updated within the period, e.g. 85"),
    ),
    Field(
        id="access",
        label=Words("ช่องทางเข้าถึง", "Access"),
        kind=Kind.CHOICE,
        choices="access",
        hint=Words("ผู้ใช้ขอหรือดูข้อมูลได้ทางใด", "How users get it"),
        width=18,
    ),
    Field(
        id="secrecy",
        label=Words("ชั้นความลับ", "Secrecy"),
        kind=Kind.CHOICE,
        choices="secrecy",
        hint=Words("ข้อมูลทั่วไปเลือก “ปกติ”", "“Normal” for ordinary data"),
        need=Need.REQUIRED,
        width=11,
        rules={Fault.CHOICE: "D609"},
    ),
    Field(
        id="personal",
        label=Words("ข้อมูลส่วนบุคคล", "Personal data"),
        kind=Kind.CHOICE,
        choices="yes_no",
        hint=Words(
            "เลือก “ใช่” หากระบุตัวบุคคลได้ เช่น ชื่อ โทรศัพท์",
            "“Yes” when a person can be identified, e.g. by name or telephone",
        ),
        width=11,
    ),
    Field(
        id="protection",
        label=Words("มาตรการคุ้มครอง", "Protection"),
        kind=Kind.NOTE,
        hint=Words("เช่น จำกัดสิทธิ์ผู้เข้าถึง เก็บในตู้ล็อก", "e.g. Limited access, a locked cabinet"),
        need=Need.CONDITIONAL,
        when=(When("personal", ("yes",)),),
        width=22,
        rules={Fault.MISSING: "D608"},
    ),
    Field(
        id="problem",
        label=Words("ปัญหา/ข้อจำกัด", "Problem"),
        kind=Kind.NOTE,
        hint=Words("เช่น ข้อมูลซ้ำซ้อนกับระบบส่วนกลาง", "e.g. Duplicates the central system"),
        width=24,
    ),
)

ITEMS = Table(
    id="S04.items",
    sheet="04_ข้อมูล",
    title=Words("ประเภทและรายละเอียดของระบบข้อมูลข่าวสาร", "Information inventory"),
    key="code",
    spare=200,
    lasting=True,
    renamed={1: {"class": "category"}},
    fields=(*_WHAT, *_CARE, *_USE),
)

FORM = Form(
    stage="S04",
    title=Words("ขั้น 4 จำแนกประเภทและรายละเอียดข้อมูล", "Stage 4 Information inventory"),
    purpose=Words(
        "รวบรวมข้อมูลที่หน่วยงานมี จำแนกประเภท ผู้รับผิดชอบ ความถี่ และคุณภาพ",
        "List the office's information with its class, owner, frequency and quality",
    ),
    tables=(ITEMS,),
)
