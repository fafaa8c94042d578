"""The evidence register: what proves an answer, by reference and never the file itself."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, Form, Kind, Requirement, Table

REGISTER = Table(
    id="EVIDENCE.register",
    sheet="หลักฐาน",
    title=Bilingual("ทะเบียนหลักฐาน", "Evidence register"),
    key="code",
    spare_rows=300,
    may_be_empty=True,
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัสหลักฐาน", "Code"),
            kind=Kind.CODE,
            hint=Bilingual("รหัสที่ใช้อ้างในแผ่นอื่น เช่น E001", "The code other sheets quote, e.g. E001"),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=10,
        ),
        Field(
            id="title",
            label=Bilingual("ชื่อหลักฐาน", "Title"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ชื่อเอกสารหรือสิ่งที่แสดงได้ เช่น ทะเบียนข้อมูลประจำปี 2569",
                "The document or thing shown, e.g. Data register 2569",
            ),
            need=Requirement.REQUIRED,
            max_length=300,
            width=36,
        ),
        Field(
            id="kind",
            label=Bilingual("ชนิด", "Kind"),
            kind=Kind.CHOICE,
            choices="evidence_kind",
            hint=Bilingual(
                "เลือกจากรายการ เช่น รายงานการประชุม", "Choose from the list, e.g. Minutes"
            ),
            need=Requirement.REQUIRED,
            width=16,
        ),
        Field(
            id="doc_no",
            label=Bilingual("เลขที่เอกสาร", "Document no."),
            kind=Kind.CODE,
            hint=Bilingual("ถ้ามี เช่น มส 0017/123", "If any, e.g. MS 0017/123"),
            max_length=60,
            width=16,
        ),
        Field(
            id="doc_date",
            label=Bilingual("ลงวันที่", "Dated"),
            kind=Kind.DATE,
            hint=Bilingual("วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569", "dd/mm/yyyy (B.E.), e.g. 15/01/2569"),
            need=Requirement.REQUIRED,
            width=14,
        ),
        Field(
            id="holder",
            label=Bilingual("ผู้เก็บรักษา", "Kept by"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "บุคคลหรือกลุ่มงานที่เก็บ เช่น กลุ่มงานอำนวยการ",
                "The person or section, e.g. General administration",
            ),
            need=Requirement.REQUIRED,
            max_length=120,
            width=20,
        ),
        Field(
            id="location",
            label=Bilingual("ที่เก็บ/ลิงก์", "Place or link"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "แฟ้ม ตู้ หรือที่อยู่เว็บที่เปิดได้จริง เช่น แฟ้ม 01/2569 ตู้ 2",
                "File, cabinet or a web address that opens, e.g. file 01/2569, cabinet 2",
            ),
            need=Requirement.REQUIRED,
            max_length=500,
            width=30,
        ),
        Field(
            id="secrecy",
            label=Bilingual("ชั้นความลับ", "Secrecy"),
            kind=Kind.CHOICE,
            choices="secrecy",
            hint=Bilingual(
                "ตามระเบียบว่าด้วยการรักษาความลับของทางราชการ", "As classified by the office"
            ),
            need=Requirement.REQUIRED,
            width=12,
        ),
        Field(
            id="period_from",
            label=Bilingual("ช่วงเวลา ตั้งแต่", "Period from"),
            kind=Kind.DATE,
            hint=Bilingual(
                "วันแรกที่หลักฐานครอบคลุม เช่น 01/10/2568", "First day it covers, e.g. 01/10/2568"
            ),
            width=14,
        ),
        Field(
            id="period_to",
            label=Bilingual("ช่วงเวลา ถึง", "Period to"),
            kind=Kind.DATE,
            hint=Bilingual(
                "วันสุดท้ายที่หลักฐานครอบคลุม เช่น 30/09/2569", "Last day it covers, e.g. 30/09/2569"
            ),
            width=14,
        ),
    ),
)

EVIDENCE_FORM = Form(
    stage="EVIDENCE",
    title=Bilingual("หลักฐาน", "Evidence"),
    purpose=Bilingual(
        "ทะเบียนอ้างอิงหลักฐานที่แผ่นอื่นใช้รหัส ไม่ต้องแนบไฟล์",
        "The register whose codes other sheets quote; no files are attached",
    ),
    tables=(REGISTER,),
)


PEOPLE = Table(
    id="STAFF.people",
    sheet="บุคลากร",
    title=Bilingual("ทะเบียนบุคลากร", "Staff register"),
    key="pid",
    spare_rows=150,
    carried_to_next_round=True,
    fields=(
        Field(
            id="pid",
            label=Bilingual("รหัสบุคลากร", "Staff id"),
            kind=Kind.CODE,
            hint=Bilingual(
                "รหัสที่หน่วยงานกำหนดเอง เช่น P01 ห้ามใช้เลขประจำตัวประชาชน",
                "The office's own code, e.g. P01; never the national id number",
            ),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=20,
            width=12,
        ),
        Field(
            id="prefix",
            label=Bilingual("คำนำหน้า", "Title"),
            kind=Kind.TEXT,
            hint=Bilingual("เช่น นาย นาง นางสาว ว่าที่ ร.ต.", "e.g. Mr, Mrs, Miss"),
            max_length=30,
            width=12,
        ),
        Field(
            id="name",
            label=Bilingual("ชื่อ-สกุล", "Name"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "ชื่อที่ใช้เลือกในแผ่นอื่น ต้องไม่ซ้ำกัน เช่น มาลี ใจดี",
                "The name chosen on other sheets, each once, e.g. Malee Jaidee",
            ),
            need=Requirement.REQUIRED,
            unique=True,
            max_length=120,
            width=30,
        ),
        Field(
            id="position",
            label=Bilingual("ตำแหน่ง", "Position"),
            kind=Kind.TEXT,
            hint=Bilingual("ตำแหน่งและระดับ เช่น นักจัดการงานทั่วไปชำนาญการ", "Position and grade"),
            need=Requirement.REQUIRED,
            max_length=120,
            width=34,
        ),
        Field(
            id="section",
            label=Bilingual("กลุ่มงาน/ฝ่าย", "Section"),
            kind=Kind.TEXT,
            hint=Bilingual("เช่น กลุ่มงานอำนวยการ", "e.g. General administration"),
            max_length=120,
            width=26,
        ),
        Field(
            id="active",
            label=Bilingual("ปฏิบัติงานอยู่", "Active"),
            kind=Kind.CHOICE,
            choices="yes_no",
            hint=Bilingual(
                "เลือก “ไม่ใช่” เมื่อย้ายหรือพ้นหน้าที่ เว้นว่างหมายถึงยังปฏิบัติงาน",
                "“No” once moved or left; blank means active",
            ),
            width=12,
        ),
    ),
)

STAFF_FORM = Form(
    stage="STAFF",
    title=Bilingual("บุคลากร", "Staff"),
    purpose=Bilingual(
        "ทะเบียนรายชื่อที่แผ่นอื่นใช้เลือกผู้รับผิดชอบ ไม่เก็บเลขประจำตัวประชาชน",
        "The names from which other sheets choose who is responsible; no national id numbers",
    ),
    tables=(PEOPLE,),
)
