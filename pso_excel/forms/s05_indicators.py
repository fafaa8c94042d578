"""Stage 5, second block: the indicators, how each is scored and how much it weighs."""

from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.forms.schema import Fault, Field, Kind, Need, Table, When, Writer

_ZERO, _FULL = Decimal(0), Decimal(100)
_APPLIES = (When("applies", ("yes",)),)
_LEFT_OUT = (When("applies", ("no",)),)
_QUANTITY = (When("method", ("quantity",)),)
_TIERS = (When("method", ("tiers",)),)
_ANSWERED = When("method", ("level", "quantity", "tiers", "yesno"))


def _point(number: int, when: tuple[When, ...]) -> Field:
    """One of the values x1 to x5 at which the levels 1 to 5 are earned."""
    return Field(
        id=f"x{number}",
        label=Words(f"เกณฑ์ x{number}", f"Point x{number}"),
        kind=Kind.NUMBER,
        hint=Words(
            "ค่าที่ใช้เทียบคะแนน เรียงจากน้อยไปมาก เช่น 75 80 85 90 95 (อยู่ในช่วง ใช้ x1–x4)",
            "Scoring values in rising order, e.g. 75 80 85 90 95 (a range uses x1–x4)",
        ),
        need=Need.CONDITIONAL,
        when=when,
        width=9,
        writer=Writer.FRAMEWORK,
    )


def _boxes(id: str, th: str, en: str) -> Field:
    """The number of requirements in one tier."""
    return Field(
        id=id,
        label=Words(th, en),
        kind=Kind.COUNT,
        hint=Words("จำนวนข้อในขั้นนี้ เช่น 6", "Number of requirements in this tier, e.g. 6"),
        need=Need.CONDITIONAL,
        when=_TIERS,
        low=Decimal(0),
        high=Decimal(200),
        width=9,
        writer=Writer.FRAMEWORK,
    )


_NAMED = (
    Field(
        id="code",
        label=Words("รหัส", "Code"),
        kind=Kind.CODE,
        hint=Words(
            "รหัสตามเกณฑ์ ตัวชี้วัดของหน่วยงานเองใช้รหัสใหม่ เช่น 01.9",
            "The framework's code; the office's own indicators take a new one, e.g. 01.9",
        ),
        need=Need.REQUIRED,
        unique=True,
        longest=20,
        width=9,
        writer=Writer.FRAMEWORK,
    ),
    Field(
        id="sys",
        label=Words("ระบบ", "System"),
        kind=Kind.REF,
        refers="S05.systems.sys",
        or_own=When("method", ("composite",)),
        hint=Words("รหัสระบบที่สังกัด เช่น SYS-01", "The system it belongs to, e.g. SYS-01"),
        need=Need.REQUIRED,
        width=10,
        writer=Writer.FRAMEWORK,
    ),
    Field(
        id="indicator",
        label=Words("ตัวชี้วัด", "Indicator"),
        kind=Kind.NOTE,
        hint=Words(
            "ข้อความที่วัดได้ เช่น ร้อยละของข้อมูลที่ครบถ้วน",
            "Something measurable, e.g. Share of data that is complete",
        ),
        need=Need.REQUIRED,
        width=36,
        writer=Writer.FRAMEWORK,
    ),
    Field(
        id="type",
        label=Words("ประเภท", "Type"),
        kind=Kind.CHOICE,
        choices="indicator_type",
        hint=Words(
            "P.S.O. เน้นผลผลิตและผลลัพธ์มากกว่ากระบวนการ",
            "P.S.O. puts outputs and outcomes before process",
        ),
        need=Need.REQUIRED,
        width=12,
        writer=Writer.FRAMEWORK,
        source="S",
    ),
    Field(
        id="method",
        label=Words("วิธีให้คะแนน", "Scoring"),
        kind=Kind.CHOICE,
        choices="method",
        hint=Words(
            "ระดับ 0–5 หรือเชิงปริมาณ หรือขั้นประตู หรือใช่-ไม่ใช่",
            "Levels 0–5, quantity, gated tiers, or yes or no",
        ),
        need=Need.REQUIRED,
        width=12,
        writer=Writer.FRAMEWORK,
    ),
)

_CHOSEN = (
    Field(
        id="applies",
        label=Words("การใช้ประเมิน", "Applies"),
        kind=Kind.CHOICE,
        choices="applies",
        hint=Words(
            "เลือก “ไม่เกี่ยวข้อง” แล้วระบุเหตุผลและผู้อนุมัติ",
            "When “Not applicable”, give the reason and the approver",
        ),
        need=Need.REQUIRED,
        width=13,
        source="S",
    ),
    Field(
        id="na_reason",
        label=Words("เหตุผลที่ไม่เกี่ยวข้อง", "Why not applicable"),
        kind=Kind.NOTE,
        hint=Words("เช่น หน่วยงานไม่มีงานบริการหน้าเคาน์เตอร์", "e.g. The office has no counter service"),
        need=Need.CONDITIONAL,
        when=_LEFT_OUT,
        width=22,
        rules={Fault.MISSING: "W706"},
    ),
    Field(
        id="na_approver",
        label=Words("ผู้อนุมัติ", "Approved by"),
        kind=Kind.TEXT,
        hint=Words("ชื่อหรือมติที่ให้ตัดออก เช่น มติ 3/2569", "Who agreed, e.g. resolution 3/2569"),
        need=Need.CONDITIONAL,
        when=_LEFT_OUT,
        longest=200,
        width=16,
        rules={Fault.MISSING: "W707"},
    ),
    Field(
        id="weight",
        label=Words("น้ำหนัก (ร้อยละ)", "Weight (%)"),
        kind=Kind.PERCENT,
        hint=Words(
            "รวมตัวชี้วัดของระบบเดียวกันต้องได้ 100.00 เช่น 25",
            "Indicators of one system add up to 100.00, e.g. 25",
        ),
        need=Need.CONDITIONAL,
        when=_APPLIES,
        low=_ZERO,
        high=_FULL,
        width=10,
        fractions=True,
        source="S",
        rules={Fault.MISSING: "W704", Fault.KIND: "W703", Fault.RANGE: "W703"},
    ),
    Field(
        id="target",
        label=Words("คะแนนเป้าหมาย", "Target"),
        kind=Kind.PERCENT,
        hint=Words("คะแนน 0–100 ที่ตั้งใจให้ถึง เช่น 80", "The score aimed at, 0–100, e.g. 80"),
        need=Need.CONDITIONAL,
        when=_APPLIES,
        low=_ZERO,
        high=_FULL,
        width=10,
        rules={Fault.MISSING: "W711"},
    ),
    Field(
        id="data_source",
        label=Words("แหล่งข้อมูล", "Data source"),
        kind=Kind.TEXT,
        hint=Words("เช่น ทะเบียนข้อมูล รายงานประจำเดือน", "e.g. Data register, monthly report"),
        need=Need.CONDITIONAL,
        when=(*_APPLIES, _ANSWERED),
        longest=300,
        width=20,
        rules={Fault.MISSING: "W714"},
    ),
    Field(
        id="owner",
        label=Words("ผู้รับผิดชอบ", "Owner"),
        kind=Kind.REF,
        refers="STAFF.people.name",
        hint=Words("เลือกชื่อจากแผ่น “บุคลากร”", "Choose a name of the staff sheet"),
        need=Need.CONDITIONAL,
        when=(*_APPLIES, _ANSWERED),
        width=18,
        rules={Fault.MISSING: "W714"},
    ),
    Field(
        id="mission",
        label=Words("พันธกิจ", "Mission"),
        kind=Kind.REF,
        refers="S02.missions.code",
        hint=Words("รหัสพันธกิจที่รองรับ เช่น M1", "The mission it serves, e.g. M1"),
        width=9,
    ),
)

_SCORED = (
    Field(
        id="unit",
        label=Words("หน่วยนับ", "Unit"),
        kind=Kind.TEXT,
        hint=Words("เช่น ร้อยละ ครั้ง เรื่อง วัน", "e.g. percent, times, cases, days"),
        need=Need.CONDITIONAL,
        when=_QUANTITY,
        longest=60,
        width=10,
        writer=Writer.FRAMEWORK,
        rules={Fault.MISSING: "W711"},
    ),
    Field(
        id="direction",
        label=Words("ทิศทาง", "Direction"),
        kind=Kind.CHOICE,
        choices="direction",
        hint=Words(
            "ค่ายิ่งมากหรือยิ่งน้อยจึงดี เช่น เรื่องร้องเรียน ยิ่งน้อยยิ่งดี",
            "Which way is better, e.g. complaints: less is better",
        ),
        need=Need.CONDITIONAL,
        when=_QUANTITY,
        width=12,
        writer=Writer.FRAMEWORK,
        rules={Fault.MISSING: "W711"},
    ),
    Field(
        id="numerator",
        label=Words("ตัวตั้ง", "Numerator"),
        kind=Kind.TEXT,
        hint=Words(
            "เมื่อเป็นร้อยละ เช่น จำนวนรายการที่ครบถ้วน", "For a percentage, e.g. Items that are complete"
        ),
        longest=300,
        width=18,
        writer=Writer.FRAMEWORK,
    ),
    Field(
        id="denominator",
        label=Words("ตัวหาร", "Denominator"),
        kind=Kind.TEXT,
        hint=Words("เมื่อเป็นร้อยละ เช่น จำนวนรายการทั้งหมด", "For a percentage, e.g. All items"),
        need=Need.CONDITIONAL,
        when=(When("numerator"),),
        longest=300,
        width=18,
        writer=Writer.FRAMEWORK,
        rules={Fault.MISSING: "W713"},
    ),
    *(_point(number, _QUANTITY) for number in (1, 2, 3, 4)),
    _point(5, (*_QUANTITY, When("direction", ("more", "less")))),
    _boxes("n_basic", "จำนวนข้อ ขั้นต้น", "Basic boxes"),
    _boxes("n_advance", "จำนวนข้อ ขั้นก้าวหน้า", "Advance boxes"),
    _boxes("n_significance", "จำนวนข้อ ขั้นสูง", "Significance boxes"),
    Field(
        id="pilot",
        label=Words("นำร่อง", "Pilot"),
        kind=Kind.CHOICE,
        choices="yes_no",
        hint=Words("ตัวชี้วัดนำร่องแสดงผลแต่ไม่นับคะแนน", "A pilot indicator is shown and not counted"),
        width=9,
        writer=Writer.FRAMEWORK,
        source="N",
    ),
)

_COMPUTED = (
    Field(
        id="counted",
        label=Words("นับคะแนน", "Counted"),
        kind=Kind.COUNT,
        hint=Words("คำนวณให้: 1 นับ 0 ไม่นับ", "Computed: 1 counts, 0 does not"),
        width=9,
        writer=Writer.SHEET,
        formula="counted",
    ),
    Field(
        id="effective",
        label=Words("น้ำหนัก ที่มีผล", "Effective weight"),
        kind=Kind.NUMBER,
        hint=Words(
            "คำนวณให้: น้ำหนักในระบบหลังตัดข้อที่ไม่เกี่ยวข้อง รวม 100",
            "Computed: weight in its system once what does not apply is left out",
        ),
        width=10,
        writer=Writer.SHEET,
        formula="effective",
    ),
    Field(
        id="share",
        label=Words("น้ำหนัก ต่อทั้งหมด", "Share of all"),
        kind=Kind.NUMBER,
        hint=Words(
            "คำนวณให้: ส่วนของคะแนนรวมทั้งหน่วยงาน", "Computed: its part of the office's whole score"
        ),
        width=10,
        writer=Writer.SHEET,
        formula="share",
    ),
)

INDICATORS = Table(
    id="S05.indicators",
    sheet="05_ตัวชี้วัด",
    title=Words("ตัวชี้วัดและเกณฑ์ให้คะแนน", "Indicators and scoring"),
    key="code",
    fixed="indicators",
    spare=200,
    lasting=True,
    fields=(*_NAMED, *_CHOSEN, *_SCORED, *_COMPUTED),
)
