"""The staff register: the people whom the other sheets name."""

from pso_excel.forms.schema import Field, Form, Kind, Need, Table, Words

PEOPLE = Table(
    id="STAFF.people",
    sheet="บุคลากร",
    title=Words("ทะเบียนบุคลากร", "Staff register"),
    key="pid",
    spare=150,
    lasting=True,
    fields=(
        Field(
            id="pid",
            label=Words("รหัสบุคลากร", "Staff id"),
            kind=Kind.CODE,
            hint=Words(
                "รหัสที่หน่วยงานกำหนดเอง เช่น P01 ห้ามใช้เลขประจำตัวประชาชน",
                "The office's own code, e.g. P01; never the national id number",
            ),
            need=Need.REQUIRED,
            unique=True,
            longest=20,
            width=12,
        ),
        Field(
            id="prefix",
            label=Words("คำนำหน้า", "Title"),
            kind=Kind.TEXT,
            hint=Words("เช่น นาย นาง นางสาว ว่าที่ ร.ต.", "e.g. Mr, Mrs, Miss"),
            longest=30,
            width=12,
        ),
        Field(
            id="name",
            label=Words("ชื่อ-สกุล", "Name"),
            kind=Kind.TEXT,
            hint=Words(
                "ชื่อที่ใช้เลือกในแผ่นอื่น ต้องไม่ซ้ำกัน เช่น มาลี ใจดี",
                "The name chosen on other sheets, each once, e.g. Malee Jaidee",
            ),
            need=Need.REQUIRED,
            unique=True,
            longest=120,
            width=30,
        ),
        Field(
            id="position",
            label=Words("ตำแหน่ง", "Position"),
            kind=Kind.TEXT,
            hint=Words("ตำแหน่งและระดับ เช่น นักจัดการงานทั่วไปชำนาญการ", "Position and grade"),
            need=Need.REQUIRED,
            longest=120,
            width=34,
        ),
        Field(
            id="section",
            label=Words("กลุ่มงาน/ฝ่าย", "Section"),
            kind=Kind.TEXT,
            hint=Words("เช่น กลุ่มงานอำนวยการ", "e.g. General administration"),
            longest=120,
            width=26,
        ),
        Field(
            id="active",
            label=Words("ปฏิบัติงานอยู่", "Active"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Words(
                "เลือก “ไม่ใช่” เมื่อย้ายหรือพ้นหน้าที่ เว้นว่างหมายถึงยังปฏิบัติงาน",
                "“No” once moved or left; blank means active",
            ),
            width=12,
        ),
    ),
)

FORM = Form(
    stage="STAFF",
    title=Words("บุคลากร", "Staff"),
    purpose=Words(
        "ทะเบียนรายชื่อที่แผ่นอื่นใช้เลือกผู้รับผิดชอบ ไม่เก็บเลขประจำตัวประชาชน",
        "The names from which other sheets choose who is responsible; no national id numbers",
    ),
    tables=(PEOPLE,),
)
