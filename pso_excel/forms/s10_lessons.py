"""Stage 10: problems, keys to success and suggestions."""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import Fault, Field, Form, Kind, Need, Table, When

_PROBLEM = (When("kind", ("problem",)),)

LESSONS = Table(
    id="S10.lessons",
    sheet="10_บทเรียน",
    title=Words("ปัญหาอุปสรรคและกุญแจความสำเร็จ", "Problems and keys to success"),
    key="code",
    spare=60,
    fields=(
        Field(
            id="code",
            label=Words("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Words("เช่น L01", "e.g. L01"),
            need=Need.REQUIRED,
            unique=True,
            longest=20,
            width=9,
        ),
        Field(
            id="kind",
            label=Words("ชนิด", "Kind"),
            kind=Kind.CHOICE,
            choices="lesson_kind",
            hint=Words("ต้องมีกุญแจความสำเร็จอย่างน้อย 1 ข้อ", "At least one key to success"),
            need=Need.REQUIRED,
            width=15,
            source="S",
        ),
        Field(
            id="stage",
            label=Words("ขั้นตอนที่พบ", "Stage"),
            kind=Kind.CHOICE,
            choices="stage",
            hint=Words("ขั้นที่เกิดปัญหาหรือได้ผลดี", "Where it was met"),
            need=Need.REQUIRED,
            width=22,
            source="S",
            rules={Fault.MISSING: "L201"},
        ),
        Field(
            id="category",
            label=Words("หมวด", "Category"),
            kind=Kind.CHOICE,
            choices="lesson_category",
            hint=Words(
                "หกหมวดแรกมาจากงานศึกษากรมการพัฒนาชุมชน", "The first six come from the CDD study"
            ),
            need=Need.REQUIRED,
            width=22,
            source="P/D",
            rules={Fault.CHOICE: "L203"},
        ),
        Field(
            id="description",
            label=Words("รายละเอียด", "Description"),
            kind=Kind.NOTE,
            hint=Words(
                "เล่าให้หน่วยงานอื่นนำไปใช้ได้ เช่น ประชุมทุกเดือนทำให้ข้อมูลทันสมัย",
                "So that others can use it, e.g. Monthly meetings kept the data current",
            ),
            need=Need.REQUIRED,
            longest=1000,
            width=40,
            source="S",
        ),
        Field(
            id="cause",
            label=Words("สาเหตุ", "Cause"),
            kind=Kind.NOTE,
            hint=Words("จำเป็นเมื่อเป็นปัญหา เช่น ผู้รับผิดชอบย้าย", "For a problem, e.g. The officer moved"),
            need=Need.CONDITIONAL,
            when=_PROBLEM,
            width=26,
            source="S",
            rules={Fault.MISSING: "L202"},
        ),
        Field(
            id="remedy",
            label=Words("แนวทางแก้ไข", "Remedy"),
            kind=Kind.NOTE,
            hint=Words("จำเป็นเมื่อเป็นปัญหา เช่น กำหนดผู้ปฏิบัติแทน", "For a problem, e.g. Name a backup"),
            need=Need.CONDITIONAL,
            when=_PROBLEM,
            width=26,
            source="S",
            rules={Fault.MISSING: "L202"},
        ),
        Field(
            id="solved",
            label=Words("แก้แล้ว", "Solved"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words("ปัญหานี้แก้ได้แล้วหรือไม่", "Is the problem solved?"),
            width=9,
        ),
        Field(
            id="follow_up",
            label=Words("การติดตามต่อ", "Follow-up"),
            kind=Kind.NOTE,
            hint=Words("ปัญหาที่ยังไม่แก้ ใครติดตามและเมื่อใด", "For an unsolved problem: who and when"),
            width=22,
        ),
        Field(
            id="importance",
            label=Words("ความสำคัญ (1–5)", "Importance (1–5)"),
            kind=Kind.COUNT,
            hint=Words("1 น้อย 5 มากที่สุด", "1 little, 5 most"),
            low=Decimal(1),
            high=Decimal(5),
            width=11,
        ),
        Field(
            id="most_important",
            label=Words("กุญแจที่ สำคัญที่สุด", "Most important key"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words("เลือก “ใช่” เพียงข้อเดียว", "“Yes” for exactly one"),
            width=12,
            source="S",
        ),
    ),
)

FORM = Form(
    stage="S10",
    title=Words("ขั้น 10 ปัญหาอุปสรรคและกุญแจความสำเร็จ", "Stage 10 Problems and keys to success"),
    purpose=Words(
        "ถอดบทเรียนเพื่อหน่วยงานอื่นและรอบต่อไป เลือกกุญแจที่สำคัญที่สุดหนึ่งข้อ",
        "Lessons for others and for the next round; choose the one key that matters most",
    ),
    tables=(LESSONS,),
)
