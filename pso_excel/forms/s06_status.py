"""Stage 6: the present status; one answer an indicator, and what each assessor gave."""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import (
    NOTHING,
    Fault,
    Field,
    Form,
    Kind,
    Lookup,
    Need,
    Table,
    When,
    Writer,
)

_CODE = Field(
    id="code",
    label=Words("รหัส", "Code"),
    kind=Kind.REF,
    refers="S05.indicators.code",
    hint=Words("รหัสตัวชี้วัดจากขั้น 5 เช่น 01.1", "An indicator's code of stage 5, e.g. 01.1"),
    need=Need.REQUIRED,
    unique=True,
    width=8,
    writer=Writer.FRAMEWORK,
)
_NAME = Field(
    id="name",
    label=Words("ตัวชี้วัด", "Indicator"),
    kind=Kind.NOTE,
    hint=Words("แสดงจากขั้น 5", "Shown from stage 5"),
    width=34,
    writer=Writer.SHEET,
    lookup=Lookup("S05.indicators", "indicator", "code"),
)
_SCORED = When("state", ("scored",))


def _by(method: str) -> tuple[When, ...]:
    return (When("method", (method,)), _SCORED)


def _tier(id: str, th: str, en: str) -> Field:
    """The number of requirements met in one tier."""
    return Field(
        id=id,
        label=Words(th, en),
        kind=Kind.COUNT,
        hint=Words(
            "จำนวนข้อที่ทำได้ในขั้นนี้ เช่น 4 ต้องครบขั้นก่อนจึงนับขั้นถัดไป",
            "Requirements met in this tier, e.g. 4; a tier counts once the one below is complete",
        ),
        need=Need.CONDITIONAL,
        when=_by("tiers"),
        low=Decimal(0),
        high=Decimal(200),
        width=8,
        source="N",
        rules={Fault.MISSING: "S801"},
    )


_ANSWER = (
    Field(
        id="method",
        label=Words("วิธีให้คะแนน", "Scoring"),
        kind=Kind.CHOICE,
        choices="method",
        hint=Words("แสดงจากขั้น 5", "Shown from stage 5"),
        width=10,
        writer=Writer.SHEET,
        lookup=Lookup("S05.indicators", "method", "code"),
    ),
    # Required where the row carries a weight: an indicator left out in stage 5 needs no answer.
    Field(
        id="state",
        label=Words("สถานะ", "State"),
        kind=Kind.CHOICE,
        choices="answer_state",
        hint=Words(
            "“ไม่มีข้อมูล” ได้ 0 คะแนน “ไม่เกี่ยวข้อง” ไม่นับและต้องมีเหตุผล",
            "“No data” scores 0; “Not applicable” is not counted and needs a reason",
        ),
        need=Need.CONDITIONAL,
        when=(When("weight"),),
        width=13,
        rules={Fault.MISSING: "S801"},
    ),
    Field(
        id="level",
        label=Words("ระดับ", "Level"),
        kind=Kind.LEVEL,
        hint=Words(
            "ระดับตามเกณฑ์ เช่น 2 วางระบบเป็นลายลักษณ์อักษรและเริ่มใช้",
            "A level of the rubric, e.g. 2: a written approach, put to use",
        ),
        need=Need.CONDITIONAL,
        when=_by("level"),
        width=7,
        rules={
            Fault.MISSING: "S801",
            Fault.KIND: "S802",
            Fault.CHOICE: "S802",
        },
    ),
    Field(
        id="yes",
        label=Words("ใช่/ไม่ใช่", "Yes or no"),
        kind=Kind.CHOICE,
        choices="yes_no",
        hint=Words("สำหรับตัวชี้วัดแบบใช่-ไม่ใช่", "For yes-or-no indicators"),
        need=Need.CONDITIONAL,
        when=_by("yesno"),
        width=8,
        rules={Fault.MISSING: "S801"},
    ),
    Field(
        id="numerator",
        label=Words("ตัวตั้ง", "Numerator"),
        kind=Kind.NUMBER,
        hint=Words("สำหรับร้อยละ เช่น 86 (จากทั้งหมด 100)", "For a percentage, e.g. 86 (out of 100)"),
        need=Need.CONDITIONAL,
        when=(When("denominator"), _SCORED),
        width=10,
        rules={Fault.KIND: "S806"},
    ),
    Field(
        id="denominator",
        label=Words("ตัวหาร", "Denominator"),
        kind=Kind.NUMBER,
        hint=Words(
            "ต้องไม่เป็น 0 หากไม่มีข้อมูลให้เลือก “ไม่มีข้อมูล”",
            "Never 0; without data choose “No data”",
        ),
        need=Need.CONDITIONAL,
        when=(When("numerator"), _SCORED),
        width=10,
        rules={Fault.MISSING: "S807", Fault.KIND: "S806"},
    ),
    Field(
        id="value",
        label=Words("ค่าที่วัดได้", "Value"),
        kind=Kind.NUMBER,
        hint=Words(
            "เชิงปริมาณ เช่น 86 หมายถึงร้อยละ 86 เว้นว่างเมื่อกรอกตัวตั้งและตัวหาร",
            "A quantity, e.g. 86 for 86 %; blank when numerator and denominator are given",
        ),
        width=10,
        rules={Fault.KIND: "S806"},
    ),
    _tier("basic", "ขั้นต้น (ข้อ)", "Basic"),
    _tier("advance", "ขั้นก้าวหน้า (ข้อ)", "Advance"),
    _tier("significance", "ขั้นสูง (ข้อ)", "Significance"),
)

_GROUNDS = (
    Field(
        id="reason",
        label=Words("คำอธิบาย", "Reason"),
        kind=Kind.NOTE,
        hint=Words(
            "สิ่งที่ทำจริงและผล เช่น มีทะเบียนข้อมูล ปรับปรุงทุกไตรมาส",
            "What is done and its result, e.g. A data register, updated each quarter",
        ),
        need=Need.CONDITIONAL,
        when=(When("state", ("na",)),),
        longest=1000,
        width=30,
    ),
    Field(
        id="evidence",
        label=Words("หลักฐาน", "Evidence"),
        kind=Kind.REFS,
        refers="EVIDENCE.register.code",
        blanks=NOTHING,
        hint=Words(
            "รหัสจากแผ่น “หลักฐาน” คั่นด้วยจุลภาค เช่น E001, E004",
            "Codes of the evidence sheet, separated by commas, e.g. E001, E004",
        ),
        width=12,
        rules={Fault.REFERENCE: "S804"},
    ),
    Field(
        id="assessed_by",
        label=Words("ผู้ประเมิน", "Assessed by"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Words("เลือกชื่อจากแผ่น “บุคลากร”", "Choose a name of the staff sheet"),
        need=Need.CONDITIONAL,
        when=(When("state", ("scored", "nd")),),
        width=16,
    ),
    Field(
        id="assessed_date",
        label=Words("วันที่ประเมิน", "Assessed on"),
        kind=Kind.DATE,
        hint=Words("วัน/เดือน/ปี พ.ศ. เช่น 15/06/2569", "dd/mm/yyyy (B.E.), e.g. 15/06/2569"),
        need=Need.CONDITIONAL,
        when=(When("state", ("scored", "nd")),),
        width=12,
    ),
)


def _computed(id: str, formula: str, label: Words, hint: Words) -> Field:
    return Field(
        id=id,
        label=label,
        kind=Kind.NUMBER,
        hint=hint,
        width=12,
        writer=Writer.SHEET,
        formula=formula,
    )


ANSWERS = Table(
    id="S06.answers",
    sheet="06_ประเมิน",
    title=Words("ผลการประเมินสถานภาพปัจจุบัน", "Present status"),
    key="code",
    fixed="leaves",
    spare=200,
    empty="S823",
    fields=(
        _CODE,
        _NAME,
        *_ANSWER,
        *_GROUNDS,
        _computed(
            "weight",
            "share",
            Words("น้ำหนัก ต่อทั้งหมด", "Weight"),
            Words("คำนวณให้: ส่วนของคะแนนรวม", "Computed: its part of the whole score"),
        ),
        _computed(
            "score",
            "score",
            Words("คะแนน", "Score"),
            Words("คำนวณให้: 0–100", "Computed: 0–100"),
        ),
        _computed(
            "weighted",
            "weighted",
            Words("คะแนน ถ่วงน้ำหนัก", "Weighted score"),
            Words("คำนวณให้: คะแนน × น้ำหนัก ÷ 100", "Computed: score × weight ÷ 100"),
        ),
    ),
)

ASSESSORS = Table(
    id="S06.assessors",
    sheet="06_ผู้ประเมิน",
    title=Words("คะแนนของผู้ประเมินแต่ละคนและมติร่วม", "Each assessor's level and the consensus"),
    key="code",
    fixed="leaves",
    spare=200,
    may_be_empty=True,
    fields=(
        _CODE,
        _NAME,
        *(
            Field(
                id=f"a{number}",
                label=Words(f"คนที่ {number}", f"A{number}"),
                kind=Kind.LEVEL,
                hint=Words("ระดับที่ผู้ประเมินคนนี้ให้ เช่น 3", "The level this assessor gives, e.g. 3"),
                width=8,
                source="E",
                rules={Fault.KIND: "S802", Fault.CHOICE: "S802"},
            )
            for number in range(1, 8)
        ),
        Field(
            id="consensus",
            label=Words("มติร่วม", "Consensus"),
            kind=Kind.LEVEL,
            hint=Words("ระดับที่ประชุมเห็นพ้องกัน เช่น 3", "The level agreed at the meeting, e.g. 3"),
            width=9,
            source="E",
            rules={Fault.KIND: "S802", Fault.CHOICE: "S802"},
        ),
        Field(
            id="reason",
            label=Words("เหตุผลของมติ", "Reason"),
            kind=Kind.NOTE,
            hint=Words(
                "จำเป็นเมื่อมติอยู่นอกช่วงที่ผู้ประเมินให้ เช่น พบหลักฐานเพิ่มเติม E012",
                "Needed when outside what the assessors gave, e.g. New evidence E012",
            ),
            width=36,
            source="E",
        ),
    ),
)

FORM = Form(
    stage="S06",
    title=Words("ขั้น 6 ประเมินสถานภาพปัจจุบัน", "Stage 6 Present status"),
    purpose=Words(
        "ให้คะแนนทุกตัวชี้วัดตามที่เป็นจริง พร้อมคำอธิบายและหลักฐาน",
        "Score every indicator as it really is, with the reason and the evidence",
    ),
    tables=(ANSWERS, ASSESSORS),
)
