"""Stage 2: vision, missions and goals."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, FieldFault, Form, Kind, Requirement, Shape, Table

VISION = Table(
    id="S02.vision",
    sheet="02_พันธกิจ",
    title=Bilingual("วิสัยทัศน์", "Vision"),
    shape=Shape.RECORD,
    spare_rows=0,
    carried_to_next_round=True,
    may_be_empty=True,
    fields=(
        Field(
            id="vision",
            label=Bilingual("วิสัยทัศน์", "Vision"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "ไม่บังคับ เช่น ชุมชนเข้มแข็ง พึ่งตนเองได้ ภายในปี 2570",
                "Optional, e.g. Strong, self-reliant communities by 2570",
            ),
        ),
    ),
)

MISSIONS = Table(
    id="S02.missions",
    sheet="02_พันธกิจ",
    title=Bilingual("พันธกิจ", "Missions"),
    key="code",
    spare_rows=30,
    carried_to_next_round=True,
    empty="V401",
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Bilingual("เช่น M1", "e.g. M1"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=9,
            source="S",
            rules={FieldFault.UNIQUE: "V404"},
        ),
        Field(
            id="text",
            label=Bilingual("พันธกิจ", "Mission"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "หนึ่งข้อต่อแถว เช่น ส่งเสริมกระบวนการเรียนรู้และการมีส่วนร่วมของประชาชน",
                "One a row, e.g. Promote learning and the participation of the people",
            ),
            need=Requirement.REQUIRED,
            width=46,
            source="S",
            rules={FieldFault.LENGTH: "V408"},
        ),
        Field(
            id="legal_basis",
            label=Bilingual("กฎหมาย/อำนาจหน้าที่", "Legal basis"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "กฎหมายหรือกฎกระทรวงที่ให้อำนาจ เช่น กฎกระทรวงแบ่งส่วนราชการ",
                "The law that gives the authority, e.g. the ministerial regulation on divisions",
            ),
            width=30,
        ),
        Field(
            id="beneficiary_direct",
            label=Bilingual("ผู้รับประโยชน์ โดยตรง", "Direct beneficiaries"),
            kind=Kind.TEXT,
            hint=Bilingual("เช่น กลุ่มอาชีพ ผู้นำชุมชน", "e.g. Occupational groups, village leaders"),
            width=24,
            source="S",
        ),
        Field(
            id="beneficiary_indirect",
            label=Bilingual("ผู้รับประโยชน์ โดยอ้อม", "Indirect beneficiaries"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ระบุอย่างน้อยหนึ่งฝ่าย เช่น ประชาชนในหมู่บ้าน",
                "Name at least one of the two, e.g. People of the village",
            ),
            width=24,
            source="S",
        ),
    ),
)

GOALS = Table(
    id="S02.goals",
    sheet="02_เป้าหมาย",
    title=Bilingual("เป้าหมาย", "Goals"),
    key="code",
    spare_rows=60,
    carried_to_next_round=True,
    empty="V402",
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Bilingual("เช่น G1", "e.g. G1"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=9,
            source="S",
            rules={FieldFault.UNIQUE: "V404"},
        ),
        Field(
            id="text",
            label=Bilingual("เป้าหมาย", "Goal"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "ผลที่ต้องการให้เกิด เช่น ครัวเรือนยากจนลดลง",
                "The result wanted, e.g. Fewer poor households",
            ),
            need=Requirement.REQUIRED,
            width=40,
            source="S",
            rules={FieldFault.LENGTH: "V408"},
        ),
        Field(
            id="mission",
            label=Bilingual("พันธกิจ", "Mission"),
            kind=Kind.REF,
            refers="S02.missions.code",
            hint=Bilingual("รหัสพันธกิจที่เป้าหมายนี้รองรับ เช่น M1", "The mission it serves, e.g. M1"),
            need=Requirement.REQUIRED,
            width=10,
            source="S",
            rules={FieldFault.MISSING: "V405", FieldFault.REFERENCE: "V405"},
        ),
        Field(
            id="measure",
            label=Bilingual("ตัววัด", "Measure"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "เช่น ร้อยละของครัวเรือนที่มีรายได้ผ่านเกณฑ์",
                "e.g. Share of households above the income line",
            ),
            need=Requirement.REQUIRED,
            width=32,
            rules={FieldFault.MISSING: "V407"},
        ),
        Field(
            id="unit",
            label=Bilingual("หน่วยนับ", "Unit"),
            kind=Kind.TEXT,
            hint=Bilingual("เช่น ร้อยละ ครัวเรือน ครั้ง", "e.g. percent, households, times"),
            need=Requirement.REQUIRED,
            max_length=60,
            width=12,
            rules={FieldFault.MISSING: "V407"},
        ),
        Field(
            id="baseline",
            label=Bilingual("ค่าฐาน", "Baseline"),
            kind=Kind.NUMBER,
            hint=Bilingual("ค่าปัจจุบันก่อนเริ่ม เช่น 62.5", "The value before the work, e.g. 62.5"),
            width=12,
        ),
        Field(
            id="target",
            label=Bilingual("ค่าเป้าหมาย", "Target"),
            kind=Kind.NUMBER,
            hint=Bilingual("ตัวเลขในหน่วยนับข้างต้น เช่น 80", "A number in that unit, e.g. 80"),
            need=Requirement.REQUIRED,
            width=12,
            rules={FieldFault.MISSING: "V407"},
        ),
        Field(
            id="due",
            label=Bilingual("กำหนดสำเร็จ", "Due"),
            kind=Kind.DATE,
            hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 30/09/2569", "dd/mm/yyyy (B.E.), e.g. 30/09/2569"),
            width=14,
        ),
    ),
)

FORM = Form(
    stage="S02",
    title=Bilingual("ขั้น 2 เป้าหมายและพันธกิจ", "Stage 2 Goals and missions"),
    purpose=Bilingual(
        "กำหนดพันธกิจตามอำนาจหน้าที่และเป้าหมายที่วัดได้ วิสัยทัศน์ไม่บังคับ",
        "Set the missions under the law and goals that can be measured; the vision is optional",
    ),
    tables=(VISION, MISSIONS, GOALS),
)
