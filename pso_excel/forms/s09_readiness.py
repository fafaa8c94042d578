"""Stage 9: the request for certification and the checklist before it."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import (
    NOTHING,
    Field,
    FieldFault,
    FilledBy,
    Form,
    Kind,
    Requirement,
    Shape,
    Table,
    When,
)

_REQUESTING = (When("requesting", ("yes",)),)

REQUEST = Table(
    id="S09.request",
    sheet="09_ความพร้อม",
    title=Bilingual("การขอรับการรับรอง", "Request for certification"),
    shape=Shape.RECORD,
    spare_rows=0,
    may_be_empty=True,
    fields=(
        Field(
            id="requesting",
            label=Bilingual("ยื่นขอรับการรับรองในรอบนี้", "Requesting in this round"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual(
                "เลือก “ใช่” เมื่อพร้อมยื่น แล้วกรอกรายละเอียดหนังสือ",
                "“Yes” when ready to apply; then fill in the letter",
            ),
        ),
        Field(
            id="letter_no",
            label=Bilingual("เลขที่หนังสือ", "Letter number"),
            kind=Kind.CODE,
            hint=Bilingual("เช่น มส 0017/456", "e.g. MS 0017/456"),
            need=Requirement.CONDITIONAL,
            when=_REQUESTING,
            max_length=60,
            source="S",
            rules={FieldFault.MISSING: "Q107"},
        ),
        Field(
            id="letter_date",
            label=Bilingual("ลงวันที่", "Letter date"),
            kind=Kind.DATE,
            hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 15/09/2569", "dd/mm/yyyy (B.E.), e.g. 15/09/2569"),
            need=Requirement.CONDITIONAL,
            when=_REQUESTING,
            source="S",
            rules={FieldFault.MISSING: "Q107"},
        ),
        Field(
            id="addressed_to",
            label=Bilingual("เรียน", "Addressed to"),
            kind=Kind.TEXT,
            hint=Bilingual("ผู้รับหนังสือ เช่น ผู้ว่าราชการจังหวัด", "e.g. The governor of the province"),
            need=Requirement.CONDITIONAL,
            when=_REQUESTING,
            max_length=200,
        ),
        Field(
            id="systems",
            label=Bilingual("ระบบที่ขอรับการรับรอง", "Systems requested"),
            kind=Kind.REFS,
            refers="S05.systems.sys",
            hint=Bilingual(
                "รหัสระบบ คั่นด้วยจุลภาค เช่น SYS-01, SYS-06",
                "Codes separated by commas, e.g. SYS-01, SYS-06",
            ),
            need=Requirement.CONDITIONAL,
            when=_REQUESTING,
            source="S",
        ),
        Field(
            id="signed_by",
            label=Bilingual("ผู้ลงนาม (หัวหน้าหน่วยงาน)", "Signed by (head of office)"),
            kind=Kind.TEXT,
            hint=Bilingual("ชื่อ-สกุลและตำแหน่ง", "Full name and position"),
            need=Requirement.CONDITIONAL,
            when=_REQUESTING,
            max_length=120,
            rules={FieldFault.MISSING: "Q109"},
        ),
    ),
)

CHECKLIST = Table(
    id="S09.checklist",
    sheet="09_ความพร้อม",
    title=Bilingual("รายการตรวจความพร้อม", "Readiness checklist"),
    key="item",
    fixed="readiness",
    spare_rows=0,
    fields=(
        Field(
            id="item",
            label=Bilingual("ข้อ", "Item"),
            kind=Kind.CODE,
            hint=Bilingual("รหัสรายการ เช่น Q01", "The item's code, e.g. Q01"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=8,
            writer=FilledBy.FRAMEWORK,
        ),
        Field(
            id="text",
            label=Bilingual("รายการ", "What is checked"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "รายการของระบบนี้ มิใช่รายการทางการ", "A list of this product, not an official one"
            ),
            width=48,
            writer=FilledBy.FRAMEWORK,
        ),
        Field(
            id="gate",
            label=Bilingual("ข้อบังคับ", "Gate"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual("ข้อที่ต้องพร้อมก่อนยื่น", "An item that must be ready before applying"),
            width=9,
            writer=FilledBy.FRAMEWORK,
        ),
        Field(
            id="state",
            label=Bilingual("ความพร้อม", "State"),
            kind=Kind.CHOICE,
            choices="readiness_state",
            hint=Bilingual("ตอบทุกข้อตามที่เป็นจริง", "Answer every item as it is"),
            need=Requirement.REQUIRED,
            width=14,
            rules={FieldFault.MISSING: "Q101"},
        ),
        Field(
            id="evidence",
            label=Bilingual("หลักฐาน", "Evidence"),
            kind=Kind.REFS,
            refers="EVIDENCE.register.code",
            blanks=NOTHING,
            hint=Bilingual(
                "เมื่อตอบ “พร้อม” ให้อ้างรหัสหลักฐาน เช่น E020",
                "When “Ready”, quote the evidence, e.g. E020",
            ),
            width=14,
        ),
        Field(
            id="note",
            label=Bilingual("หมายเหตุ", "Note"),
            kind=Kind.NOTE,
            hint=Bilingual("เช่น รอลงนามภายในสัปดาห์หน้า", "e.g. To be signed next week"),
            width=26,
        ),
        Field(
            id="auto",
            label=Bilingual("ผลที่โปรแกรมพบ", "Found by program"),
            kind=Kind.CHOICE,
            choices="readiness_state",
            hint=Bilingual(
                "โปรแกรมสรุปจากขั้นอื่น ข้อที่ว่างต้องตรวจเอง",
                "Derived from other stages; a blank one is for people to check",
            ),
            width=14,
            writer=FilledBy.PROCESSOR,
        ),
    ),
)

FORM = Form(
    stage="S09",
    title=Bilingual("ขั้น 9 เตรียมขอรับการรับรอง", "Stage 9 Readiness"),
    purpose=Bilingual(
        "ตรวจความพร้อมตามรายการของหน่วยงาน มิใช่ผลการรับรอง",
        "Checks readiness by the office's own list; it is not a certification",
    ),
    tables=(REQUEST, CHECKLIST),
)
