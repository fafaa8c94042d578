"""What the processor writes: the problems found, and the summary of the office."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Field, FilledBy, Form, Kind, Shape, Table

PROBLEM_TABLE = "CHECK.problems"


_OUT = FilledBy.PROCESSOR


def _text(
    field_id: str, th: str, en: str, hint: Bilingual, width: int, kind: Kind = Kind.TEXT
) -> Field:
    return Field(
        id=field_id,
        label=Bilingual(th, en),
        kind=kind,
        hint=hint,
        max_length=2000,
        width=width,
        writer=_OUT,
    )


def _figure(field_id: str, th: str, en: str, hint: Bilingual, width: int = 11) -> Field:
    return Field(
        id=field_id, label=Bilingual(th, en), kind=Kind.NUMBER, hint=hint, width=width, writer=_OUT
    )


def _count(field_id: str, th: str, en: str, hint: Bilingual, width: int = 11) -> Field:
    return Field(
        id=field_id, label=Bilingual(th, en), kind=Kind.COUNT, hint=hint, width=width, writer=_OUT
    )


def _choice(field_id: str, th: str, en: str, choices: str, hint: Bilingual, width: int) -> Field:
    return Field(
        id=field_id,
        label=Bilingual(th, en),
        kind=Kind.CHOICE,
        choices=choices,
        hint=hint,
        width=width,
        writer=_OUT,
    )


PROBLEMS = Table(
    id=PROBLEM_TABLE,
    sheet="ผลตรวจ",
    title=Bilingual("ผลการตรวจสอบ", "What the check found"),
    spare_rows=500,
    may_be_empty=True,
    fields=(
        _text("office", "หน่วยงาน", "Office", Bilingual("รหัสหน่วยงาน", "Office code"), 14),
        _text("stage", "ขั้น", "Stage", Bilingual("ขั้นที่พบ เช่น S06", "Stage, e.g. S06"), 9),
        _text(
            "cell",
            "ช่อง",
            "Cell",
            Bilingual("กดเพื่อไปยังช่องที่ต้องแก้", "Click to go to the cell"),
            22,
        ),
        _text(
            "message",
            "สิ่งที่พบและวิธีแก้",
            "What was found and what to do",
            Bilingual("อะไรผิด ที่ใด และแก้อย่างไร", "What is wrong, where, and how to mend it"),
            64,
            Kind.NOTE,
        ),
        _text("found", "ค่าที่พบ", "Found", Bilingual("ค่าตามที่อ่านได้", "The value as read"), 18),
        _text(
            "expected",
            "ค่าที่ควรเป็น",
            "Expected",
            Bilingual("ค่าหรือช่วงที่รับได้", "The value or range accepted"),
            18,
        ),
        _choice(
            "severity",
            "ความสำคัญ",
            "Severity",
            "severity",
            Bilingual("ต้องแก้ไขก่อนส่ง หรือควรตรวจสอบ", "Must be mended, or worth a look"),
            14,
        ),
        _text("rule", "กติกา", "Rule", Bilingual("รหัสกติกา เช่น S803", "Rule id, e.g. S803"), 9),
        Field(
            id="reason",
            label=Bilingual("เหตุผล/ยืนยัน", "Reason or confirmation"),
            kind=Kind.NOTE,
            hint=Bilingual(
                "สำหรับข้อที่ควรตรวจสอบ: ยืนยันหรืออธิบาย เช่น ตรวจแล้ว ถูกต้องตามมติ 3/2569",
                "For warnings: confirm or explain, e.g. Checked, right by resolution 3/2569",
            ),
            max_length=1000,
            width=34,
        ),
        Field(
            id="seen",
            label=Bilingual("รหัสของค่าที่ตรวจ", "Marks of what was checked"),
            kind=Kind.TEXT,
            hint=Bilingual(
                "โปรแกรมใช้จำว่าเหตุผลให้ไว้กับค่าใด",
                "By these the program knows which values a reason was given for",
            ),
            max_length=32000,
            writer=_OUT,
            since_version=2,
            hidden=True,
        ),
    ),
)

HEAD = Table(
    id="SUMMARY.head",
    sheet="สรุป",
    title=Bilingual("สรุปผลของหน่วยงาน", "Summary of the office"),
    shape=Shape.RECORD,
    spare_rows=0,
    may_be_empty=True,
    fields=(
        Field(
            id="asof",
            label=Bilingual("ข้อมูล ณ วันที่", "As of"),
            kind=Kind.DATE,
            hint=Bilingual("วันที่ใช้ตรวจและคำนวณ", "The day of the check"),
            writer=_OUT,
        ),
        _figure(
            "official",
            "คะแนนรวม",
            "Score",
            Bilingual("ข้อที่ยังไม่กรอกคิดเป็น 0", "What is blank counts as 0"),
        ),
        _figure(
            "provisional",
            "คะแนนชั่วคราว",
            "Provisional score",
            Bilingual("ไม่รวมข้อที่ยังไม่กรอก", "What is blank is left out"),
        ),
        _figure(
            "completeness",
            "ความครบถ้วน (%)",
            "Completeness (%)",
            Bilingual("น้ำหนักของข้อที่ตอบแล้ว", "By weight, what has been answered"),
        ),
        _text(
            "band",
            "ช่วงคะแนน",
            "Band",
            Bilingual("ช่วงที่ตั้งไว้ในระบบ ไม่ใช่เกณฑ์ทางการ", "A setting, not an official figure"),
            24,
        ),
        _figure("target", "คะแนนเป้าหมาย", "Target", Bilingual("เป้าหมายรวม", "The overall target")),
        _figure("gap", "ช่องว่าง", "Gap", Bilingual("เป้าหมาย − คะแนนรวม", "Target − score")),
        _figure(
            "projected_started",
            "คะแนนคาดการณ์ เมื่อกิจกรรมที่เริ่มแล้วเสร็จ",
            "Projected when started actions finish",
            Bilingual("คำนวณจากระดับเป้าหมายในแผน", "From the target levels of the plan"),
        ),
        _figure(
            "projected_all",
            "คะแนนคาดการณ์ เมื่อทำครบทุกกิจกรรม",
            "Projected when all actions finish",
            Bilingual("คำนวณจากระดับเป้าหมายในแผน", "From the target levels of the plan"),
        ),
        _figure(
            "na_share",
            "ส่วนที่ไม่เกี่ยวข้อง (%)",
            "Not applicable (%)",
            Bilingual("น้ำหนักเดิมที่ถูกตัดออก", "Of the original weight"),
        ),
        _count("errors", "ต้องแก้ไข (ข้อ)", "Errors", Bilingual("ดูแผ่น “ผลตรวจ”", "See the check")),
        _count(
            "warnings", "ควรตรวจสอบ (ข้อ)", "Warnings", Bilingual("ดูแผ่น “ผลตรวจ”", "See the check")
        ),
    ),
)

SYSTEMS = Table(
    id="SUMMARY.systems",
    sheet="สรุป",
    title=Bilingual("คะแนนรายระบบ", "Score by system"),
    key="code",
    fixed="systems",
    spare_rows=0,
    may_be_empty=True,
    fields=(
        Field(
            id="code",
            label=Bilingual("รหัสระบบ", "System"),
            kind=Kind.CODE,
            hint=Bilingual("รหัสตามเกณฑ์", "The framework's code"),
            max_length=20,
            width=12,
            writer=FilledBy.FRAMEWORK,
        ),
        Field(
            id="name",
            label=Bilingual("ชื่อระบบ", "Name"),
            kind=Kind.TEXT,
            hint=Bilingual("ชื่อตามเกณฑ์", "The framework's name"),
            width=34,
            writer=FilledBy.FRAMEWORK,
        ),
        _figure("weight", "น้ำหนัก", "Weight", Bilingual("ตามขั้น 5", "As in stage 5")),
        _figure(
            "effective",
            "น้ำหนัก ที่มีผล",
            "Effective weight",
            Bilingual("หลังตัดระบบที่ไม่เกี่ยวข้อง", "Without what does not apply"),
        ),
        _figure(
            "score", "คะแนน", "Score", Bilingual("0–100 ว่างหากไม่นับ", "0–100; blank if not counted")
        ),
        _figure("target", "เป้าหมาย", "Target", Bilingual("ตามขั้น 5", "As in stage 5")),
        _figure("gap", "ช่องว่าง", "Gap", Bilingual("เป้าหมาย − คะแนน", "Target − score")),
        _figure("floor", "ขั้นต่ำ", "Floor", Bilingual("ตามขั้น 5", "As in stage 5")),
        _choice(
            "mark",
            "ผล",
            "Mark",
            "mark",
            Bilingual("เทียบกับเป้าหมายและขั้นต่ำ", "Against the target and the floor"),
            16,
        ),
    ),
)

GAPS = Table(
    id="SUMMARY.gaps",
    sheet="สรุป",
    title=Bilingual("ช่องว่างตามลำดับความสำคัญ", "Gaps by priority"),
    spare_rows=60,
    may_be_empty=True,
    fields=(
        _count("rank", "ลำดับ", "Rank", Bilingual("1 ควรทำก่อน", "1 comes first"), 8),
        _text(
            "indicator", "ตัวชี้วัด", "Indicator", Bilingual("จากขั้น 5", "From stage 5"), 36, Kind.NOTE
        ),
        _text("code", "รหัส", "Code", Bilingual("รหัสตัวชี้วัด", "Indicator code"), 9),
        _text("system", "ระบบ", "System", Bilingual("รหัสระบบ", "System code"), 10),
        _figure("score", "คะแนน", "Score", Bilingual("คะแนนปัจจุบัน", "Present score"), 10),
        _figure("target", "เป้าหมาย", "Target", Bilingual("ตามขั้น 5", "As in stage 5"), 10),
        _figure(
            "weighted_gap",
            "ช่องว่าง ถ่วงน้ำหนัก",
            "Weighted gap",
            Bilingual("คะแนนรวมที่จะเพิ่มได้", "Points of the overall score to be won"),
        ),
        _figure("priority", "ความสำคัญ", "Priority", Bilingual("0–100", "0–100"), 10),
        _choice(
            "quadrant",
            "กลุ่ม",
            "Group",
            "quadrant",
            Bilingual("ตามผลที่ได้และความยาก", "By what is won and how hard it is"),
            16,
        ),
        _text(
            "action",
            "กิจกรรมที่เสนอ",
            "Proposed action",
            Bilingual("ร่างจากโปรแกรม ปรับก่อนนำไปใส่ขั้น 7", "A draft; edit before use in stage 7"),
            40,
            Kind.NOTE,
        ),
        _figure(
            "level_to", "ระดับเป้าหมาย", "Target level", Bilingual("ระดับถัดไป", "The next level"), 10
        ),
        _text("owner", "ผู้รับผิดชอบ", "Owner", Bilingual("ตามขั้น 5", "As in stage 5"), 18),
        Field(
            id="end",
            label=Bilingual("ควรเสร็จภายใน", "Finish by"),
            kind=Kind.DATE,
            hint=Bilingual("สิ้นไตรมาสที่เสนอ", "End of the proposed quarter"),
            width=13,
            writer=_OUT,
        ),
    ),
)

CHECK = Form(
    stage="CHECK",
    title=Bilingual("ผลตรวจ", "Check"),
    purpose=Bilingual(
        "ทุกข้อที่พบพร้อมตำแหน่งและวิธีแก้ เขียนโดยโปรแกรม ช่อง “เหตุผล/ยืนยัน” เป็นของท่าน",
        "Everything found, where, and what to do; written by the program but for your reasons",
    ),
    tables=(PROBLEMS,),
)

SUMMARY = Form(
    stage="SUMMARY",
    title=Bilingual("สรุป", "Summary"),
    purpose=Bilingual(
        "คะแนนรวม คะแนนรายระบบ และช่องว่างที่ควรทำก่อน เขียนโดยโปรแกรม",
        "The score, by system, and the gaps to close first; written by the program",
    ),
    tables=(HEAD, SYSTEMS, GAPS),
)
