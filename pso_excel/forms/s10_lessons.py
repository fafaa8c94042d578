"""Stage 10: problems, keys to success and suggestions."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, FieldFault, Form, Kind, Requirement, Table, When

_PROBLEM = (When("kind", ("problem",)),)

LESSONS = Table(
    id="S10.lessons",
    sheet="10_บทเรียน",
    title=Bilingual("ปัญหาอุปสรรคและกุญแจความสำเร็จ", "Problems and keys to success"),
    key="code",
    spare_rows=60,
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Bilingual("เช่น L01", "e.g. L01"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=9,
        ),
        Field(
            id="kind",
            label=Bilingual("ชนิด", "Kind"),
            kind=Kind.CHOICE,
            choices="lesson_kind",
            hint=Bilingual("ต้องมีกุญแจความสำเร็จอย่างน้อย 1 ข้อ", "At least one key to success"),
            need=Requirement.REQUIRED,
            width=15,
            source="S",
        ),
        Field(
            id="stage",
            label=Bilingual("ขั้นตอนที่พบ", "Stage"),
            kind=Kind.CHOICE,
            choices="stage",
            hint=Bilingual("ขั้นที่เกิดปัญหาหรือได้ผลดี", "Where it was met"),
            need=Requirement.REQUIRED,
            width=22,
            source="S",
            rules={FieldFault.MISSING: "L201"},
        ),
        Field(
            id="category",
            label=Bilingual("หมวด", "Category"),
            kind=Kind.CHOICE,
            choices="lesson_category",
            hint=Bilingual(
                "หกหมวดแรกมาจากงานศึกษากรมการพัฒนาชุมชน", "The first six come from the CDD study"
            ),
            need=Requirement.REQUIRED,
            width=22,
            source="P/D",
            rules={FieldFault.CHOICE: "L203"},
        ),
        Field(
            id="description",
            label=Bilingual("รายละเอียด", "Description"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "เล่าให้หน่วยงานอื่นนำไปใช้ได้ เช่น ประชุมทุกเดือนทำให้ข้อมูลทันสมัย",
                "So that others can use it, e.g. Monthly meetings kept the data current",
            ),
            need=Requirement.REQUIRED,
            max_length=1000,
            width=40,
            source="S",
        ),
        Field(
            id="cause",
            label=Bilingual("สาเหตุ", "Cause"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "จำเป็นเมื่อเป็นปัญหา เช่น ผู้รับผิดชอบย้าย", "For a problem, e.g. The officer moved"
            ),
            need=Requirement.CONDITIONAL,
            when=_PROBLEM,
            width=26,
            source="S",
            rules={FieldFault.MISSING: "L202"},
        ),
        Field(
            id="remedy",
            label=Bilingual("แนวทางแก้ไข", "Remedy"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "จำเป็นเมื่อเป็นปัญหา เช่น กำหนดผู้ปฏิบัติแทน", "For a problem, e.g. Name a backup"
            ),
            need=Requirement.CONDITIONAL,
            when=_PROBLEM,
            width=26,
            source="S",
            rules={FieldFault.MISSING: "L202"},
        ),
        Field(
            id="solved",
            label=Bilingual("แก้แล้ว", "Solved"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual("ปัญหานี้แก้ได้แล้วหรือไม่", "Is the problem solved?"),
            width=9,
        ),
        Field(
            id="follow_up",
            label=Bilingual("การติดตามต่อ", "Follow-up"),
            kind=Kind.NOTE,
            hint=Bilingual("ปัญหาที่ยังไม่แก้ ใครติดตามและเมื่อใด", "For an unsolved problem: who and when"),
            width=22,
        ),
        Field(
            id="importance",
            label=Bilingual("ความสำคัญ (1–5)", "Importance (1–5)"),
            kind=Kind.COUNT,
            hint=Bilingual("1 น้อย 5 มากที่สุด", "1 little, 5 most"),
            minimum=Decimal(1),
            maximum=Decimal(5),
            width=11,
        ),
        Field(
            id="most_important",
            label=Bilingual("กุญแจที่ สำคัญที่สุด", "Most important key"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual("เลือก “ใช่” เพียงข้อเดียว", "“Yes” for exactly one"),
            width=12,
            source="S",
        ),
    ),
)

FORM = Form(
    stage="S10",
    title=Bilingual("ขั้น 10 ปัญหาอุปสรรคและกุญแจความสำเร็จ", "Stage 10 Problems and keys to success"),
    purpose=Bilingual(
        "ถอดบทเรียนเพื่อหน่วยงานอื่นและรอบต่อไป เลือกกุญแจที่สำคัญที่สุดหนึ่งข้อ",
        "Lessons for others and for the next round; choose the one key that matters most",
    ),
    tables=(LESSONS,),
)
