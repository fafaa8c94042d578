"""Stage 2: vision, missions and goals."""

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import Fault, Field, Form, Kind, Need, Shape, Table

VISION = Table(
    id="S02.vision",
    sheet="02_พันธกิจ",
    title=Words("วิสัยทัศน์", "Vision"),
    shape=Shape.RECORD,
    spare=0,
    lasting=True,
    may_be_empty=True,
    fields=(
        Field(
            id="vision",
            label=Words("วิสัยทัศน์", "Vision"),
            kind=Kind.NOTE,
            hint=Words(
                "ไม่บังคับ เช่น ชุมชนเข้มแข็ง พึ่งตนเองได้ ภายในปี 2570",
                "Optional, e.g. Strong, self-reliant communities by 2570",
            ),
        ),
    ),
)

MISSIONS = Table(
    id="S02.missions",
    sheet="02_พันธกิจ",
    title=Words("พันธกิจ", "Missions"),
    key="code",
    spare=30,
    lasting=True,
    empty="V401",
    fields=(
        Field(
            id="code",
            label=Words("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Words("เช่น M1", "e.g. M1"),
            need=Need.REQUIRED,
            unique=True,
            longest=20,
            width=9,
            source="S",
            rules={Fault.UNIQUE: "V404"},
        ),
        Field(
            id="text",
            label=Words("พันธกิจ", "Mission"),
            kind=Kind.NOTE,
            hint=Words(
                "หนึ่งข้อต่อแถว เช่น ส่งเสริมกระบวนการเรียนรู้และการมีส่วนร่วมของประชาชน",
                "One a row, e.g. Promote learning and the participation of the people",
            ),
            need=Need.REQUIRED,
            width=46,
            source="S",
            rules={Fault.LENGTH: "V408"},
        ),
        Field(
            id="legal_basis",
            label=Words("กฎหมาย/อำนาจหน้าที่", "Legal basis"),
            kind=Kind.NOTE,
            hint=Words(
                "กฎหมายหรือกฎกระทรวงที่ให้อำนาจ เช่น กฎกระทรวงแบ่งส่วนราชการ",
                "The law that gives the authority, e.g. the ministerial regulation on divisions",
            ),
            width=30,
        ),
        Field(
            id="beneficiary_direct",
            label=Words("ผู้รับประโยชน์ โดยตรง", "Direct beneficiaries"),
            kind=Kind.TEXT,
            hint=Words("เช่น กลุ่มอาชีพ ผู้นำชุมชน", "e.g. Occupational groups, village leaders"),
            width=24,
            source="S",
        ),
        Field(
            id="beneficiary_indirect",
            label=Words("ผู้รับประโยชน์ โดยอ้อม", "Indirect beneficiaries"),
            kind=Kind.TEXT,
            hint=Words(
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
    title=Words("เป้าหมาย", "Goals"),
    key="code",
    spare=60,
    lasting=True,
    empty="V402",
    fields=(
        Field(
            id="code",
            label=Words("รหัส", "Code"),
            kind=Kind.CODE,
            hint=Words("เช่น G1", "e.g. G1"),
            need=Need.REQUIRED,
            unique=True,
            longest=20,
            width=9,
            source="S",
            rules={Fault.UNIQUE: "V404"},
        ),
        Field(
            id="text",
            label=Words("เป้าหมาย", "Goal"),
            kind=Kind.NOTE,
            hint=Words(
                "ผลที่ต้องการให้เกิด เช่น ครัวเรือนยากจนลดลง",
                "The result wanted, e.g. Fewer poor households",
            ),
            need=Need.REQUIRED,
            width=40,
            source="S",
            rules={Fault.LENGTH: "V408"},
        ),
        Field(
            id="mission",
            label=Words("พันธกิจ", "Mission"),
            kind=Kind.REF,
            refers="S02.missions.code",
            hint=Words("รหัสพันธกิจที่เป้าหมายนี้รองรับ เช่น M1", "The mission it serves, e.g. M1"),
            need=Need.REQUIRED,
            width=10,
            source="S",
            rules={Fault.MISSING: "V405", Fault.REFERENCE: "V405"},
        ),
        Field(
            id="measure",
            label=Words("ตัววัด", "Measure"),
            kind=Kind.NOTE,
            hint=Words(
                "เช่น ร้อยละของครัวเรือนที่มีรายได้ผ่านเกณฑ์",
                "e.g. Share of households above the income line",
            ),
            need=Need.REQUIRED,
            width=32,
            rules={Fault.MISSING: "V407"},
        ),
        Field(
            id="unit",
            label=Words("หน่วยนับ", "Unit"),
            kind=Kind.TEXT,
            hint=Words("เช่น ร้อยละ ครัวเรือน ครั้ง", "e.g. percent, households, times"),
            need=Need.REQUIRED,
            longest=60,
            width=12,
            rules={Fault.MISSING: "V407"},
        ),
        Field(
            id="baseline",
            label=Words("ค่าฐาน", "Baseline"),
            kind=Kind.NUMBER,
            hint=Words("ค่าปัจจุบันก่อนเริ่ม เช่น 62.5", "The value before the work, e.g. 62.5"),
            width=12,
        ),
        Field(
            id="target",
            label=Words("ค่าเป้าหมาย", "Target"),
            kind=Kind.NUMBER,
            hint=Words("ตัวเลขในหน่วยนับข้างต้น เช่น 80", "A number in that unit, e.g. 80"),
            need=Need.REQUIRED,
            width=12,
            rules={Fault.MISSING: "V407"},
        ),
        Field(
            id="due",
            label=Words("กำหนดสำเร็จ", "Due"),
            kind=Kind.DATE,
            hint=Words("วัน/เดือน/ปี พ.ศ. เช่น 30/09/2569", "dd/mm/yyyy (B.E.), e.g. 30/09/2569"),
            width=14,
        ),
    ),
)

FORM = Form(
    stage="S02",
    title=Words("ขั้น 2 เป้าหมายและพันธกิจ", "Stage 2 Goals and missions"),
    purpose=Words(
        "กำหนดพันธกิจตามอำนาจหน้าที่และเป้าหมายที่วัดได้ วิสัยทัศน์ไม่บังคับ",
        "Set the missions under the law and goals that can be measured; the vision is optional",
    ),
    tables=(VISION, MISSIONS, GOALS),
)
