"""Stage 5: which systems apply, how much each weighs, and how the pairs compare."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.s05_indicators import INDICATORS
from pso_excel.forms.schema import Field, FieldFault, FilledBy, Form, Kind, Requirement, Table, When

_ZERO, _FULL = Decimal(0), Decimal(100)
_APPLIES = (When("applies", ("yes",)),)
_LEFT_OUT = (When("applies", ("no",)),)

SYSTEMS = Table(
    id="S05.systems",
    sheet="05_น้ำหนัก",
    title=Bilingual("ตัวถ่วงน้ำหนักของระบบ", "Weights of the systems"),
    key="sys",
    fixed="systems",
    spare_rows=0,
    carried_to_next_round=True,
    fields=(
        Field(
            id="sys",
            label=Bilingual("รหัสระบบ", "System"),
            kind=Kind.CODE,
            hint=Bilingual("รหัสตามเกณฑ์ เช่น SYS-01", "The framework's code, e.g. SYS-01"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=10,
            writer=FilledBy.FRAMEWORK,
            source="S",
        ),
        Field(
            id="name",
            label=Bilingual("ชื่อระบบ", "Name"),
            kind=Kind.TEXT,
            hint=Bilingual("ชื่อตามเกณฑ์ แก้ไขไม่ได้", "The framework's name; locked"),
            width=34,
            writer=FilledBy.FRAMEWORK,
            source="S",
        ),
        Field(
            id="applies",
            label=Bilingual("การใช้ประเมิน", "Applies"),
            kind=Kind.CHOICE,
            choices="applies",
            hint=Bilingual(
                "เลือก “ไม่เกี่ยวข้อง” เมื่อระบบนี้ไม่ตรงกับภารกิจ แล้วระบุเหตุผล",
                "“Not applicable” when it does not fit the office's mission; then give the reason",
            ),
            need=Requirement.REQUIRED,
            width=14,
            source="S",
        ),
        Field(
            id="na_reason",
            label=Bilingual("เหตุผลที่ไม่เกี่ยวข้อง", "Why not applicable"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "เช่น ให้บริการประชาชนโดยอ้อมเท่านั้น", "e.g. Serves the public only indirectly"
            ),
            need=Requirement.CONDITIONAL,
            when=_LEFT_OUT,
            width=26,
            source="S",
            rules={FieldFault.MISSING: "W706"},
        ),
        Field(
            id="na_approver",
            label=Bilingual("ผู้อนุมัติ", "Approved by"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ชื่อหรือมติที่ให้ตัดออก เช่น มติคณะกรรมการ ครั้งที่ 3/2569",
                "Who agreed, e.g. committee resolution 3/2569",
            ),
            need=Requirement.CONDITIONAL,
            when=_LEFT_OUT,
            max_length=200,
            width=20,
            source="S",
            rules={FieldFault.MISSING: "W707"},
        ),
        Field(
            id="weight_method",
            label=Bilingual("วิธีกำหนด น้ำหนัก", "Weight method"),
            kind=Kind.CHOICE,
            choices="weight_method",
            hint=Bilingual(
                "ใช้วิธีเดียวกันทุกระบบ เช่น กำหนดเอง", "The same for all systems, e.g. Set directly"
            ),
            need=Requirement.CONDITIONAL,
            when=_APPLIES,
            width=18,
        ),
        Field(
            id="raw",
            label=Bilingual("คะแนน/อันดับ", "Points or rank"),
            kind=Kind.NUMBER,
            hint=Bilingual(
                "วิธีให้คะแนน: คะแนนดิบ เช่น 80 วิธีจัดอันดับ: 1 คือสำคัญที่สุด",
                "Points: the raw points, e.g. 80; ranking: 1 is the most important",
            ),
            need=Requirement.CONDITIONAL,
            when=(*_APPLIES, When("weight_method", ("points", "rank_sum", "roc"))),
            minimum=_ZERO,
            maximum=Decimal(1000000),
            width=10,
        ),
        Field(
            id="weight",
            label=Bilingual("น้ำหนัก (ร้อยละ)", "Weight (%)"),
            kind=Kind.PERCENT,
            hint=Bilingual("รวมทุกระบบต้องได้ 100.00 เช่น 10", "All systems add up to 100.00, e.g. 10"),
            need=Requirement.CONDITIONAL,
            when=_APPLIES,
            minimum=_ZERO,
            maximum=_FULL,
            width=11,
            fractions=True,
            source="S",
            rules={FieldFault.MISSING: "W704", FieldFault.KIND: "W703", FieldFault.RANGE: "W703"},
        ),
        Field(
            id="target",
            label=Bilingual("คะแนนเป้าหมาย", "Target"),
            kind=Kind.PERCENT,
            hint=Bilingual("คะแนน 0–100 ที่ตั้งใจให้ถึง เช่น 80", "The score aimed at, 0–100, e.g. 80"),
            need=Requirement.CONDITIONAL,
            when=_APPLIES,
            minimum=_ZERO,
            maximum=_FULL,
            width=11,
        ),
        Field(
            id="floor",
            label=Bilingual("คะแนนขั้นต่ำ", "Floor"),
            kind=Kind.PERCENT,
            hint=Bilingual(
                "คะแนน 0–100 ที่ต้องไม่ต่ำกว่า เช่น 60", "The score not to fall below, 0–100, e.g. 60"
            ),
            minimum=_ZERO,
            maximum=_FULL,
            width=11,
        ),
        Field(
            id="effective",
            label=Bilingual("น้ำหนัก ที่มีผล", "Effective weight"),
            kind=Kind.NUMBER,
            hint=Bilingual(
                "คำนวณให้: น้ำหนักหลังตัดระบบที่ไม่เกี่ยวข้องออก รวม 100",
                "Computed: the weight once systems that do not apply are left out; adds up to 100",
            ),
            width=11,
            writer=FilledBy.SHEET,
            formula="system_share",
        ),
    ),
)

_PAIR_HINT = Bilingual("เลือกรหัสระบบ เช่น SYS-01", "Choose a system, e.g. SYS-01")

PAIRS = Table(
    id="S05.pairs",
    sheet="05_เปรียบเทียบ",
    title=Bilingual("เปรียบเทียบความสำคัญเป็นคู่", "Pairwise comparison"),
    spare_rows=120,
    carried_to_next_round=True,
    may_be_empty=True,
    fields=(
        Field(
            id="a",
            label=Bilingual("ระบบ ก", "System A"),
            kind=Kind.REF,
            refers="S05.systems.sys",
            hint=_PAIR_HINT,
            need=Requirement.REQUIRED,
            width=14,
        ),
        Field(
            id="b",
            label=Bilingual("ระบบ ข", "System B"),
            kind=Kind.REF,
            refers="S05.systems.sys",
            hint=_PAIR_HINT,
            need=Requirement.REQUIRED,
            width=14,
        ),
        Field(
            id="times",
            label=Bilingual("ก สำคัญกว่า ข (เท่า)", "A over B (times)"),
            kind=Kind.NUMBER,
            hint=Bilingual(
                "1 เท่ากัน 3 มากกว่า 5 มาก 9 มากที่สุด หาก ข สำคัญกว่า ให้สลับ ก กับ ข",
                "1 equal, 3 more, 5 much, 9 most; when B matters more, swap A and B",
            ),
            need=Requirement.REQUIRED,
            minimum=Decimal("0.11"),
            maximum=Decimal(9),
            width=16,
            fractions=True,
        ),
    ),
)

FORM = Form(
    stage="S05",
    title=Bilingual("ขั้น 5 ตัวถ่วงน้ำหนักและตัวชี้วัด", "Stage 5 Weights and indicators"),
    purpose=Bilingual(
        "เลือกระบบและตัวชี้วัดที่ตรงกับภารกิจ กำหนดน้ำหนัก เป้าหมาย และผู้รับผิดชอบ",
        "Choose the systems and indicators that fit the mission; set weights, targets and owners",
    ),
    tables=(SYSTEMS, INDICATORS, PAIRS),
)
