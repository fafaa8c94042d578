"""Stage 3: the office's work taken apart, each task with its duty type and its person."""

from decimal import Decimal

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import NOTHING, Field, FieldFault, Form, Kind, Requirement, Table

TASKS = Table(
    id="S03.tasks",
    sheet="03_งาน",
    title=Bilingual("งานในความรับผิดชอบ", "Tasks of the office"),
    key="code",
    spare_rows=200,
    carried_to_next_round=True,
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัสงาน", "Code"),
            kind=Kind.CODE,
            hint=Bilingual(
                "งานใหญ่ T1 งานย่อย T1.1 T1.2", "T1 for a task, T1.1 and T1.2 for its parts"
            ),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=10,
            source="S",
            rules={FieldFault.UNIQUE: "K504"},
        ),
        Field(
            id="parent",
            label=Bilingual("งานแม่", "Part of"),
            kind=Kind.REF,
            refers="S03.tasks.code",
            blanks=NOTHING,
            hint=Bilingual(
                "รหัสงานที่งานนี้เป็นส่วนหนึ่ง เช่น T1 เว้นว่างหากเป็นงานใหญ่",
                "The task it is part of, e.g. T1; blank for a main task",
            ),
            width=10,
            rules={FieldFault.REFERENCE: "K505"},
        ),
        Field(
            id="task",
            label=Bilingual("งาน", "Task"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "สิ่งที่ทำ ขึ้นต้นด้วยคำกริยา เช่น จัดเก็บข้อมูลความจำเป็นพื้นฐาน",
                "What is done, e.g. Collect the basic-needs data",
            ),
            need=Requirement.REQUIRED,
            width=36,
            source="S",
        ),
        Field(
            id="mission",
            label=Bilingual("พันธกิจ", "Mission"),
            kind=Kind.REF,
            refers="S02.missions.code",
            hint=Bilingual("รหัสพันธกิจจากขั้น 2 เช่น M1", "A mission of stage 2, e.g. M1"),
            need=Requirement.REQUIRED,
            width=10,
            source="S",
            rules={FieldFault.MISSING: "K501", FieldFault.REFERENCE: "K501"},
        ),
        Field(
            id="duty",
            label=Bilingual("หน้าที่หลัก/รอง", "Duty"),
            kind=Kind.CHOICE,
            choices="duty",
            hint=Bilingual(
                "หน้าที่หลักคือภารกิจตามกฎหมาย หน้าที่รองคืองานที่ได้รับมอบหมาย",
                "Main: the office's mission by law; secondary: work assigned to it",
            ),
            need=Requirement.REQUIRED,
            width=13,
            source="S",
            rules={FieldFault.MISSING: "K503"},
        ),
        Field(
            id="responsible",
            label=Bilingual("ผู้รับผิดชอบ", "Responsible"),
            kind=Kind.REF,
            refers="STAFF.people.name",
            hint=Bilingual("เลือกชื่อจากแผ่น “บุคลากร”", "Choose a name of the staff sheet"),
            need=Requirement.REQUIRED,
            width=20,
            source="S",
            rules={FieldFault.MISSING: "K502", FieldFault.REFERENCE: "K510"},
        ),
        Field(
            id="backup",
            label=Bilingual("ผู้ปฏิบัติแทน", "Backup"),
            kind=Kind.REF,
            refers="STAFF.people.name",
            blanks=NOTHING,
            hint=Bilingual("ผู้ทำแทนเมื่อผู้รับผิดชอบไม่อยู่", "Who stands in for them"),
            width=20,
            rules={FieldFault.REFERENCE: "K510"},
        ),
        Field(
            id="partners",
            label=Bilingual("หน่วยงานที่ประสาน", "Partner agencies"),
            kind=Kind.NOTE,
            hint=Bilingual("เช่น ที่ทำการปกครองอำเภอ องค์การบริหารส่วนตำบล", "e.g. District office, TAO"),
            width=24,
            source="S",
        ),
        Field(
            id="customers",
            label=Bilingual("ผู้รับบริการ", "Customers"),
            kind=Kind.NOTE,
            hint=Bilingual("เช่น กลุ่มสตรี ผู้ประกอบการ OTOP", "e.g. Women's groups, OTOP producers"),
            width=22,
        ),
        Field(
            id="output",
            label=Bilingual("ผลผลิต", "Output"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "สิ่งที่ได้จากงาน เช่น รายงานข้อมูล 1 ฉบับ", "What the task yields, e.g. One data report"
            ),
            width=24,
            source="S",
        ),
        Field(
            id="outcome",
            label=Bilingual("ผลลัพธ์", "Outcome"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "ผลที่เกิดกับผู้รับประโยชน์ เช่น ตำบลใช้ข้อมูลวางแผน",
                "What changes for people, e.g. Plans are based on data",
            ),
            width=24,
            source="S",
        ),
        Field(
            id="volume",
            label=Bilingual("ปริมาณงานต่อปี", "Volume a year"),
            kind=Kind.NUMBER,
            hint=Bilingual("จำนวนครั้งหรือเรื่องต่อปี เช่น 120", "Times or cases a year, e.g. 120"),
            minimum=Decimal(0),
            width=12,
        ),
        Field(
            id="steps",
            label=Bilingual("ขั้นตอนโดยย่อ", "Steps"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "เช่น 1) รับเรื่อง 2) ตรวจสอบ 3) เสนอ 4) แจ้งผล",
                "e.g. 1) receive 2) check 3) propose 4) answer",
            ),
            max_length=1000,
            width=28,
        ),
        Field(
            id="law",
            label=Bilingual("กฎหมาย/ระเบียบ", "Law"),
            kind=Kind.NOTE,
            hint=Bilingual("กฎหมายหรือระเบียบที่ใช้ในงานนี้", "The law or regulation of this task"),
            width=22,
        ),
    ),
)

FORM = Form(
    stage="S03",
    title=Bilingual("ขั้น 3 แยกแยะงานในความรับผิดชอบ", "Stage 3 Tasks"),
    purpose=Bilingual(
        "แยกงานตามหน้าที่หลักและหน้าที่รอง ระบุผู้รับผิดชอบ ผลผลิต และผลลัพธ์",
        "Take the work apart by main and secondary duty, with who, output and outcome",
    ),
    tables=(TASKS,),
)
