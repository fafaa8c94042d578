"""Stage 4: the inventory of the office's information, classed and described."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, FieldFault, Form, Kind, Requirement, Table, When


def _quality(field_id: str, th: str, en: str, hint: Bilingual) -> Field:
    """One of the three qualities of data (after PMQA, fundamental level, item IT1)."""
    return Field(
        id=field_id,
        label=Bilingual(th, en),
        kind=Kind.PERCENT,
        hint=hint,
        minimum=Decimal(0),
        maximum=Decimal(100),
        width=10,
        source="N",
        rules={FieldFault.KIND: "D607", FieldFault.RANGE: "D607"},
    )


_WHAT = (
    Field(
        id="code",
        label=Bilingual("รหัส", "Code"),
        kind=Kind.CODE,
        hint=Bilingual("เช่น D01", "e.g. D01"),
        need=Requirement.REQUIRED,
        unique=True,
        max_length=20,
        width=9,
        source="S",
        rules={FieldFault.UNIQUE: "D612"},
    ),
    Field(
        id="name",
        label=Bilingual("ชื่อข้อมูล", "Name"),
        kind=Kind.TEXT,
        hint=Bilingual("เช่น ทะเบียนกลุ่มอาชีพ", "e.g. Register of occupational groups"),
        need=Requirement.REQUIRED,
        unique=True,
        max_length=200,
        width=28,
        source="S",
        rules={FieldFault.UNIQUE: "D612"},
    ),
    Field(
        id="category",
        label=Bilingual("ประเภท", "Class"),
        kind=Kind.CHOICE,
        choices="info_class",
        hint=Bilingual("เลือกประเภทที่ตรงที่สุด", "Choose the class that fits best"),
        need=Requirement.REQUIRED,
        width=18,
        source="S/D",
        rules={FieldFault.MISSING: "D601", FieldFault.CHOICE: "D601"},
    ),
    Field(
        id="detail",
        label=Bilingual("รายละเอียด", "Detail"),
        kind=Kind.NOTE,
        hint=Bilingual(
            "รายการข้อมูลย่อย เช่น ชื่อกลุ่ม ที่ตั้ง สมาชิก เงินทุน",
            "What it holds, e.g. group, place, members, funds",
        ),
        need=Requirement.REQUIRED,
        max_length=1000,
        width=30,
        source="S",
    ),
    Field(
        id="task",
        label=Bilingual("งานที่เกี่ยวข้อง", "Task"),
        kind=Kind.REF,
        refers="S03.tasks.code",
        hint=Bilingual("รหัสงานจากขั้น 3 เช่น T1.2", "A task of stage 3, e.g. T1.2"),
        width=10,
        source="S",
    ),
    Field(
        id="origin",
        label=Bilingual("แหล่งที่มา", "Origin"),
        kind=Kind.CHOICE,
        choices="origin",
        hint=Bilingual("ข้อมูลมาจากที่ใด", "Where the data come from"),
        width=18,
    ),
    Field(
        id="method",
        label=Bilingual("วิธีเก็บ", "Collection"),
        kind=Kind.CHOICE,
        choices="collection",
        hint=Bilingual("ได้ข้อมูลมาโดยวิธีใด", "How the data are collected"),
        width=18,
    ),
)

_CARE = (
    Field(
        id="owner",
        label=Bilingual("ผู้รับผิดชอบ", "Owner"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Bilingual(
            "ผู้ตอบได้ว่าข้อมูลถูกต้อง เลือกจากแผ่น “บุคลากร”",
            "Who answers for it; from the staff sheet",
        ),
        need=Requirement.REQUIRED,
        width=18,
        rules={FieldFault.MISSING: "D602"},
    ),
    Field(
        id="custodian",
        label=Bilingual("ผู้ดูแล", "Custodian"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Bilingual(
            "ผู้ปรับปรุงและเก็บรักษา อาจเป็นคนเดียวกัน", "Who updates and keeps it; may be the same"
        ),
        need=Requirement.REQUIRED,
        width=18,
    ),
    Field(
        id="frequency",
        label=Bilingual("ความถี่", "Frequency"),
        kind=Kind.CHOICE,
        choices="frequency",
        hint=Bilingual("รอบการปรับปรุงที่กำหนดไว้", "How often it is to be updated"),
        need=Requirement.REQUIRED,
        width=13,
        rules={FieldFault.MISSING: "D603", FieldFault.CHOICE: "D603"},
    ),
    Field(
        id="last_update",
        label=Bilingual("ปรับปรุงล่าสุด", "Last update"),
        kind=Kind.DATE,
        hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 15/06/2569", "dd/mm/yyyy (B.E.), e.g. 15/06/2569"),
        need=Requirement.REQUIRED,
        width=13,
    ),
    Field(
        id="form",
        label=Bilingual("รูปแบบจัดเก็บ", "Storage"),
        kind=Kind.CHOICE,
        choices="storage",
        hint=Bilingual("รูปแบบหลักที่ใช้อยู่จริง", "The main form in use"),
        need=Requirement.REQUIRED,
        width=13,
        rules={FieldFault.MISSING: "D604"},
    ),
)

_USE = (
    Field(
        id="users",
        label=Bilingual("ผู้ใช้", "Users"),
        kind=Kind.TEXT,
        hint=Bilingual(
            "เช่น หัวหน้ากลุ่มงาน จังหวัด ประชาชน", "e.g. Section heads, the province, the public"
        ),
        width=18,
    ),
    Field(
        id="use",
        label=Bilingual("การนำไปใช้", "Use"),
        kind=Kind.NOTE,
        hint=Bilingual(
            "ใช้ตัดสินใจเรื่องใด เช่น จัดสรรงบพัฒนากลุ่มอาชีพ",
            "What it decides, e.g. Budgets of occupational groups",
        ),
        width=24,
    ),
    _quality(
        "completeness",
        "ครบถ้วน (%)",
        "Completeness (%)",
        Bilingual("รายการที่กรอกครบ เช่น 95", "Entries that are complete, e.g. 95"),
    ),
    _quality(
        "accuracy",
        "ถูกต้อง (%)",
        "Accuracy (%)",
        Bilingual("สุ่มตรวจแล้วตรงกับความจริง เช่น 90", "Right on spot checks, e.g. 90"),
    ),
    _quality(
        "timeliness",
        "ทันสมัย (%)",
        "Timeliness (%)",
        Bilingual("ปรับปรุงภายในรอบที่กำหนด เช่น 85", "Updated within the period, e.g. 85"),
    ),
    Field(
        id="access",
        label=Bilingual("ช่องทางเข้าถึง", "Access"),
        kind=Kind.CHOICE,
        choices="access",
        hint=Bilingual("ผู้ใช้ขอหรือดูข้อมูลได้ทางใด", "How users get it"),
        width=18,
    ),
    Field(
        id="secrecy",
        label=Bilingual("ชั้นความลับ", "Secrecy"),
        kind=Kind.CHOICE,
        choices="secrecy",
        hint=Bilingual("ข้อมูลทั่วไปเลือก “ปกติ”", "“Normal” for ordinary data"),
        need=Requirement.REQUIRED,
        width=11,
        rules={FieldFault.CHOICE: "D609"},
    ),
    Field(
        id="personal",
        label=Bilingual("ข้อมูลส่วนบุคคล", "Personal data"),
        kind=Kind.CHOICE,
        choices="yes_no",
        hint=Bilingual(
            "เลือก “ใช่” หากระบุตัวบุคคลได้ เช่น ชื่อ โทรศัพท์",
            "“Yes” when a person can be identified, e.g. by name or telephone",
        ),
        width=11,
    ),
    Field(
        id="protection",
        label=Bilingual("มาตรการคุ้มครอง", "Protection"),
        kind=Kind.NOTE,
        hint=Bilingual("เช่น จำกัดสิทธิ์ผู้เข้าถึง เก็บในตู้ล็อก", "e.g. Limited access, a locked cabinet"),
        need=Requirement.CONDITIONAL,
        when=(When("personal", ("yes",)),),
        width=22,
        rules={FieldFault.MISSING: "D608"},
    ),
    Field(
        id="problem",
        label=Bilingual("ปัญหา/ข้อจำกัด", "Problem"),
        kind=Kind.NOTE,
        hint=Bilingual("เช่น ข้อมูลซ้ำซ้อนกับระบบส่วนกลาง", "e.g. Duplicates the central system"),
        width=24,
    ),
)

ITEMS = Table(
    id="S04.items",
    sheet="04_ข้อมูล",
    title=Bilingual("ประเภทและรายละเอียดของระบบข้อมูลข่าวสาร", "Information inventory"),
    key="code",
    spare_rows=200,
    carried_to_next_round=True,
    renamed={1: {"class": "category"}},
    fields=(*_WHAT, *_CARE, *_USE),
)

FORM = Form(
    stage="S04",
    title=Bilingual("ขั้น 4 จำแนกประเภทและรายละเอียดข้อมูล", "Stage 4 Information inventory"),
    purpose=Bilingual(
        "รวบรวมข้อมูลที่หน่วยงานมี จำแนกประเภท ผู้รับผิดชอบ ความถี่ และคุณภาพ",
        "List the office's information with its class, owner, frequency and quality",
    ),
    tables=(ITEMS,),
)
