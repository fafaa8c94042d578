"""Stage 9: the request for certification and the checklist before it."""

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import (
    NOTHING,
    Fault,
    Field,
    Form,
    Kind,
    Need,
    Shape,
    Table,
    When,
    Writer,
)

_REQUESTING = (When("requesting", ("yes",)),)

REQUEST = Table(
    id="S09.request",
    sheet="09_ความพร้อม",
    title=Words("การขอรับการรับรอง", "Request for certification"),
    shape=Shape.RECORD,
    spare=0,
    may_be_empty=True,
    fields=(
        Field(
            id="requesting",
            label=Words("ยื่นขอรับการรับรองในรอบนี้", "Requesting in this round"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words(
                "เลือก “ใช่” เมื่อพร้อมยื่น แล้วกรอกรายละเอียดหนังสือ",
                "“Yes” when ready to apply; then fill in the letter",
            ),
        ),
        Field(
            id="letter_no",
            label=Words("เลขที่หนังสือ", "Letter number"),
            kind=Kind.CODE,
            hint=Words("เช่น มส 0017/456", "e.g. MS 0017/456"),
            need=Need.CONDITIONAL,
            when=_REQUESTING,
            longest=60,
            source="S",
            rules={Fault.MISSING: "Q107"},
        ),
        Field(
            id="letter_date",
            label=Words("ลงวันที่", "Letter date"),
            kind=Kind.DATE,
            hint=Words("วัน/เดือน/ปี พ.ศ. เช่น 15/09/2569", "dd/mm/yyyy (B.E.), e.g. 15/09/2569"),
            need=Need.CONDITIONAL,
            when=_REQUESTING,
            source="S",
            rules={Fault.MISSING: "Q107"},
        ),
        Field(
            id="addressed_to",
            label=Words("เรียน", "Addressed to"),
            kind=Kind.TEXT,
            hint=Words("ผู้รับหนังสือ เช่น ผู้ว่าราชการจังหวัด", "e.g. The governor of the province"),
            need=Need.CONDITIONAL,
            when=_REQUESTING,
            longest=200,
        ),
        Field(
            id="systems",
            label=Words("ระบบที่ขอรับการรับรอง", "Systems requested"),
            kind=Kind.REFS,
            refers="S05.systems.sys",
            hint=Words(
                "รหัสระบบ คั่นด้วยจุลภาค เช่น SYS-01, SYS-06",
                "Codes separated by commas, e.g. SYS-01, SYS-06",
            ),
            need=Need.CONDITIONAL,
            when=_REQUESTING,
            source="S",
        ),
        Field(
            id="signed_by",
            label=Words("ผู้ลงนาม (หัวหน้าหน่วยงาน)", "Signed by (head of office)"),
            kind=Kind.TEXT,
            hint=Words("ชื่อ-สกุลและตำแหน่ง", "Full name and position"),
            need=Need.CONDITIONAL,
            when=_REQUESTING,
            longest=120,
            rules={Fault.MISSING: "Q109"},
        ),
    ),
)

CHECKLIST = Table(
    id="S09.checklist",
    sheet="09_ความพร้อม",
    title=Words("รายการตรวจความพร้อม", "Readiness checklist"),
    key="item",
    fixed="readiness",
    spare=0,
    fields=(
        Field(
            id="item",
            label=Words("ข้อ", "Item"),
            kind=Kind.CODE,
            hint=Words("รหัสรายการ เช่น Q01", "The item's code, e.g. Q01"),
            need=Need.REQUIRED,
            unique=True,
            longest=20,
            width=8,
            writer=Writer.FRAMEWORK,
        ),
        Field(
            id="text",
            label=Words("รายการ", "What is checked"),
            kind=Kind.NOTE,
            hint=Words(
                "รายการของระบบนี้ มิใช่รายการทางการ", "A list of this product, not an official one"
            ),
            width=48,
            writer=Writer.FRAMEWORK,
        ),
        Field(
            id="gate",
            label=Words("ข้อบังคับ", "Gate"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words("ข้อที่ต้องพร้อมก่อนยื่น", "An item that must be ready before applying"),
            width=9,
            writer=Writer.FRAMEWORK,
        ),
        Field(
            id="state",
            label=Words("ความพร้อม", "State"),
            kind=Kind.CHOICE,
            choices="readiness_state",
            hint=Words("ตอบทุกข้อตามที่เป็นจริง", "Answer every item as it is"),
            need=Need.REQUIRED,
            width=14,
            rules={Fault.MISSING: "Q101"},
        ),
        Field(
            id="evidence",
            label=Words("หลักฐาน", "Evidence"),
            kind=Kind.REFS,
            refers="EVIDENCE.register.code",
            blanks=NOTHING,
            hint=Words(
                "เมื่อตอบ “พร้อม” ให้อ้างรหัสหลักฐาน เช่น E020",
                "When “Ready”, quote the evidence, e.g. E020",
            ),
            width=14,
        ),
        Field(
            id="note",
            label=Words("หมายเหตุ", "Note"),
            kind=Kind.NOTE,
            hint=Words("เช่น รอลงนามภายในสัปดาห์หน้า", "e.g. To be signed next week"),
            width=26,
        ),
        Field(
            id="auto",
            label=Words("ผลที่โปรแกรมพบ", "Found by program"),
            kind=Kind.CHOICE,
            choices="readiness_state",
            hint=Words(
                "โปรแกรมสรุปจากขั้นอื่น ข้อที่ว่างต้องตรวจเอง",
                "Derived from other stages; a blank one is for people to check",
            ),
            width=14,
            writer=Writer.PROCESSOR,
        ),
    ),
)

FORM = Form(
    stage="S09",
    title=Words("ขั้น 9 เตรียมขอรับการรับรอง", "Stage 9 Readiness"),
    purpose=Words(
        "ตรวจความพร้อมตามรายการของหน่วยงาน มิใช่ผลการรับรอง",
        "Checks readiness by the office's own list; it is not a certification",
    ),
    tables=(REQUEST, CHECKLIST),
)
