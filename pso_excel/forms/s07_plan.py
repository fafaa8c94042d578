"""Stage 7: the upgrade plan, one action a row."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import (
    NOTHING,
    Field,
    FieldFault,
    FilledBy,
    Form,
    Kind,
    Requirement,
    Table,
    When,
)

_APPROVED = (When("approved", ("yes",)),)


def _gauge(field_id: str, th: str, en: str, hint: Bilingual) -> Field:
    """A judgement from 1 to 5."""
    return Field(
        id=field_id,
        label=Bilingual(th, en),
        kind=Kind.COUNT,
        hint=hint,
        minimum=Decimal(1),
        maximum=Decimal(5),
        width=9,
    )


def _derived(field_id: str, th: str, en: str, hint: Bilingual) -> Field:
    return Field(
        id=field_id,
        label=Bilingual(th, en),
        kind=Kind.NUMBER,
        hint=hint,
        width=10,
        writer=FilledBy.PROCESSOR,
    )


_WHAT = (
    Field(
        id="act",
        label=Bilingual("รหัสกิจกรรม", "Action"),
        kind=Kind.CODE,
        hint=Bilingual("เช่น A01", "e.g. A01"),
        need=Requirement.REQUIRED,
        unique=True,
        max_length=20,
        width=10,
        source="S",
        rules={FieldFault.UNIQUE: "P912"},
    ),
    Field(
        id="indicators",
        label=Bilingual("ตัวชี้วัด", "Indicators"),
        kind=Kind.REFS,
        refers="S05.indicators.code",
        hint=Bilingual(
            "รหัสที่กิจกรรมนี้ยกระดับ คั่นด้วยจุลภาค เช่น 01.1, 01.3",
            "The codes it raises, separated by commas, e.g. 01.1, 01.3",
        ),
        need=Requirement.REQUIRED,
        width=13,
        source="S",
        rules={FieldFault.REFERENCE: "P907"},
    ),
    _derived(
        "gap",
        "ช่องว่าง",
        "Gap",
        Bilingual("โปรแกรมคำนวณ: เป้าหมาย − คะแนน", "Computed: target − score"),
    ),
    _derived(
        "priority",
        "ลำดับ ความสำคัญ",
        "Priority",
        Bilingual("โปรแกรมคำนวณ: 0–100 ยิ่งมากยิ่งควรทำก่อน", "Computed: 0–100, highest first"),
    ),
    Field(
        id="action",
        label=Bilingual("กิจกรรม", "Action to take"),
        kind=Kind.NOTE,
        hint=Bilingual(
            "สิ่งที่จะทำ เช่น จัดทำคู่มือการปรับปรุงทะเบียนข้อมูล",
            "What will be done, e.g. Write the manual for updating the register",
        ),
        need=Requirement.REQUIRED,
        width=36,
        source="S",
    ),
    Field(
        id="kind",
        label=Bilingual("ลักษณะกิจกรรม", "Kind"),
        kind=Kind.CHOICE,
        choices="plan_kind",
        hint=Bilingual("เลือกจากรายการ เช่น พัฒนาบุคลากร", "Choose from the list, e.g. Develop staff"),
        need=Requirement.REQUIRED,
        width=18,
    ),
    Field(
        id="baseline",
        label=Bilingual("ระดับปัจจุบัน", "Baseline level"),
        kind=Kind.LEVEL,
        hint=Bilingual(
            "ระดับจากขั้น 6 เช่น 2 เชิงปริมาณให้เทียบเป็นระดับ",
            "The level of stage 6, e.g. 2; for a quantity, the level it equals",
        ),
        width=9,
    ),
    Field(
        id="target",
        label=Bilingual("ระดับเป้าหมาย", "Target level"),
        kind=Kind.LEVEL,
        hint=Bilingual("สูงกว่าระดับปัจจุบัน เช่น 3", "Above the baseline, e.g. 3"),
        need=Requirement.REQUIRED,
        width=9,
    ),
)

_HOW = (
    Field(
        id="owner",
        label=Bilingual("ผู้รับผิดชอบ", "Owner"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Bilingual("เลือกชื่อจากแผ่น “บุคลากร”", "Choose a name of the staff sheet"),
        need=Requirement.REQUIRED,
        width=18,
        source="S",
        rules={FieldFault.MISSING: "P902"},
    ),
    Field(
        id="partners",
        label=Bilingual("ผู้ร่วมดำเนินการ", "Partners"),
        kind=Kind.TEXT,
        hint=Bilingual("หน่วยงานหรือกลุ่มงานที่ร่วมทำ", "Agencies or sections that take part"),
        width=18,
    ),
    Field(
        id="start",
        label=Bilingual("เริ่ม", "Start"),
        kind=Kind.DATE,
        hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 01/01/2569", "dd/mm/yyyy (B.E.), e.g. 01/01/2569"),
        need=Requirement.REQUIRED,
        width=13,
        source="S",
        rules={FieldFault.MISSING: "P903"},
    ),
    Field(
        id="end",
        label=Bilingual("สิ้นสุด", "End"),
        kind=Kind.DATE,
        hint=Bilingual("ไม่ก่อนวันเริ่ม เช่น 30/06/2569", "Not before the start, e.g. 30/06/2569"),
        need=Requirement.REQUIRED,
        width=13,
        source="S",
        rules={FieldFault.MISSING: "P903"},
    ),
    Field(
        id="budget",
        label=Bilingual("งบประมาณ (บาท)", "Budget (baht)"),
        kind=Kind.MONEY,
        hint=Bilingual("ไม่ใช้งบ กรอก 0 เช่น 15000", "0 when none is needed, e.g. 15000"),
        minimum=Decimal(0),
        width=13,
        rules={FieldFault.KIND: "P909", FieldFault.RANGE: "P909"},
    ),
    Field(
        id="budget_source",
        label=Bilingual("แหล่งงบประมาณ", "Budget source"),
        kind=Kind.TEXT,
        hint=Bilingual(
            "จำเป็นเมื่อมีงบ เช่น งบปกติของหน่วยงาน", "Needed with a budget, e.g. the regular budget"
        ),
        max_length=200,
        width=16,
    ),
    Field(
        id="success_measure",
        label=Bilingual("ตัววัดความสำเร็จ", "Measure of success"),
        kind=Kind.NOTE,
        hint=Bilingual(
            "เช่น มีคู่มือและใช้จริงทุกกลุ่มงานภายในเดือนมิถุนายน",
            "e.g. The manual is in use in every section by June",
        ),
        need=Requirement.REQUIRED,
        width=26,
        rules={FieldFault.MISSING: "P908"},
    ),
    Field(
        id="deliverable",
        label=Bilingual("สิ่งส่งมอบ", "Deliverable"),
        kind=Kind.TEXT,
        hint=Bilingual("เช่น คู่มือ 1 เล่ม", "e.g. One manual"),
        width=18,
    ),
    _gauge(
        "effort",
        "ความยาก (1–5)",
        "Effort (1–5)",
        Bilingual("1 ง่าย 5 ยากมาก เว้นว่างถือเป็น 3", "1 easy, 5 very hard; blank means 3"),
    ),
    _gauge(
        "urgency",
        "ความเร่งด่วน (1–5)",
        "Urgency (1–5)",
        Bilingual("1 รอได้ 5 ด่วนมาก เว้นว่างถือเป็น 3", "1 can wait, 5 very urgent; blank means 3"),
    ),
    Field(
        id="depends_on",
        label=Bilingual("ต้องรอกิจกรรม", "Depends on"),
        kind=Kind.REFS,
        refers="S07.actions.act",
        blanks=NOTHING,
        hint=Bilingual("รหัสกิจกรรมที่ต้องเสร็จก่อน เช่น A01", "Actions to finish first, e.g. A01"),
        width=12,
    ),
    Field(
        id="milestones",
        label=Bilingual("หมุดหมาย", "Milestones"),
        kind=Kind.NOTE,
        hint=Bilingual("เช่น มี.ค. ร่างคู่มือ พ.ค. ทดลองใช้", "e.g. March draft, May trial"),
        max_length=1000,
        width=24,
    ),
    Field(
        id="approved",
        label=Bilingual("อนุมัติแล้ว", "Approved"),
        kind=Kind.CHOICE,
        choices="yes_no",
        hint=Bilingual(
            "เลือก “ใช่” เมื่อผู้มีอำนาจอนุมัติกิจกรรมนี้แล้ว",
            "“Yes” once the one in authority has approved it",
        ),
        width=10,
    ),
    Field(
        id="approved_by",
        label=Bilingual("ผู้อนุมัติ", "Approved by"),
        kind=Kind.TEXT,
        hint=Bilingual("ชื่อและตำแหน่งผู้อนุมัติ", "Name and position"),
        need=Requirement.CONDITIONAL,
        when=_APPROVED,
        max_length=120,
        width=18,
        rules={FieldFault.MISSING: "P914"},
    ),
    Field(
        id="approved_date",
        label=Bilingual("วันที่อนุมัติ", "Approved on"),
        kind=Kind.DATE,
        hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 20/12/2568", "dd/mm/yyyy (B.E.), e.g. 20/12/2568"),
        need=Requirement.CONDITIONAL,
        when=_APPROVED,
        width=13,
        rules={FieldFault.MISSING: "P914"},
    ),
)

ACTIONS = Table(
    id="S07.actions",
    sheet="07_แผน",
    title=Bilingual("แผนยกระดับ", "Upgrade plan"),
    key="act",
    spare_rows=120,
    fields=(*_WHAT, *_HOW),
)

FORM = Form(
    stage="S07",
    title=Bilingual("ขั้น 7 แผนยกระดับ", "Stage 7 Upgrade plan"),
    purpose=Bilingual(
        "กำหนดกิจกรรมปิดช่องว่าง ผู้รับผิดชอบ เวลา งบประมาณ และตัววัดความสำเร็จ",
        "Actions that close the gaps: who, when, budget and measure of success",
    ),
    tables=(ACTIONS,),
)
