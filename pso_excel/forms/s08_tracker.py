"""Stage 8: the tracker; how far each action of the plan has come."""

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

_DONE = (When("percent", ("100",)),)
_REPLANNED = (When("replan_end"),)
_DATE_HINT = Words("วัน/เดือน/ปี พ.ศ. เช่น 31/03/2569", "dd/mm/yyyy (B.E.), e.g. 31/03/2569")


def _shown(id: str, th: str, en: str, kind: Kind, field: str, width: int) -> Field:
    """A cell that shows the plan's own entry."""
    return Field(
        id=id,
        label=Words(th, en),
        kind=kind,
        hint=Words("แสดงจากขั้น 7", "Shown from stage 7"),
        width=width,
        writer=Writer.SHEET,
        lookup=Lookup("S07.actions", field, "act"),
    )


def _derived(id: str, th: str, en: str, kind: Kind, hint: Words, choices: str = "") -> Field:
    """A cell the processor fills in as of the day of the check."""
    return Field(
        id=id,
        label=Words(th, en),
        kind=kind,
        choices=choices,
        hint=hint,
        width=14 if choices else 10,
        writer=Writer.PROCESSOR,
    )


_PLANNED = (
    Field(
        id="act",
        label=Words("รหัสกิจกรรม", "Action"),
        kind=Kind.REF,
        refers="S07.actions.act",
        hint=Words("เลือกจากขั้น 7 เช่น A01", "Choose from stage 7, e.g. A01"),
        need=Need.REQUIRED,
        unique=True,
        width=10,
        source="S",
        rules={Fault.REFERENCE: "R015"},
    ),
    _shown("action", "กิจกรรม", "Action to take", Kind.NOTE, "action", 32),
    _shown("owner", "ผู้รับผิดชอบ", "Owner", Kind.TEXT, "owner", 18),
    _shown("plan_start", "เริ่ม ตามแผน", "Planned start", Kind.DATE, "start", 13),
    _shown("plan_end", "สิ้นสุด ตามแผน", "Planned end", Kind.DATE, "end", 13),
)

_REPORTED = (
    Field(
        id="report_date",
        label=Words("วันที่รายงาน", "Reported on"),
        kind=Kind.DATE,
        hint=_DATE_HINT,
        need=Need.REQUIRED,
        width=13,
    ),
    Field(
        id="actual_start",
        label=Words("เริ่มจริง", "Actual start"),
        kind=Kind.DATE,
        hint=Words("เว้นว่างหากยังไม่เริ่ม เช่น 05/01/2569", "Blank until it starts, e.g. 05/01/2569"),
        width=13,
    ),
    Field(
        id="actual_end",
        label=Words("แล้วเสร็จจริง", "Actual end"),
        kind=Kind.DATE,
        hint=Words("กรอกเมื่อความก้าวหน้าเป็น 100", "When progress is 100"),
        need=Need.CONDITIONAL,
        when=_DONE,
        width=13,
        rules={Fault.MISSING: "R003"},
    ),
    Field(
        id="percent",
        label=Words("ความก้าวหน้า (%)", "Progress (%)"),
        kind=Kind.PERCENT,
        hint=Words("0–100 เช่น 50 ยังไม่เริ่มกรอก 0", "0–100, e.g. 50; 0 when not started"),
        need=Need.REQUIRED,
        low=Decimal(0),
        high=Decimal(100),
        width=12,
        rules={Fault.KIND: "R001", Fault.RANGE: "R001"},
    ),
    Field(
        id="stated_status",
        label=Words("สถานะที่แจ้ง", "Stated status"),
        kind=Kind.CHOICE,
        choices="stated_status",
        hint=Words(
            "ชะลอหรือยกเลิก ต้องระบุเหตุผลและผู้อนุมัติ",
            "On hold or cancelled needs a reason and an approver",
        ),
        width=14,
    ),
    Field(
        id="spent",
        label=Words("เบิกจ่าย (บาท)", "Spent (baht)"),
        kind=Kind.MONEY,
        hint=Words("ยอดเบิกจ่ายสะสม เช่น 8500", "Spent so far, e.g. 8500"),
        low=Decimal(0),
        width=13,
    ),
    Field(
        id="result",
        label=Words("ผลการดำเนินงาน", "Result"),
        kind=Kind.NOTE,
        hint=Words("เช่น ร่างคู่มือเสร็จ ทดลองใช้ 2 กลุ่มงาน", "e.g. Draft done, tried in two sections"),
        longest=1000,
        width=28,
    ),
    Field(
        id="problem",
        label=Words("ปัญหา", "Problem"),
        kind=Kind.NOTE,
        hint=Words("เว้นว่างหากไม่มี", "Blank when there is none"),
        longest=1000,
        width=22,
        source="S",
    ),
    Field(
        id="remedy",
        label=Words("แนวทางแก้ไข", "Remedy"),
        kind=Kind.NOTE,
        hint=Words("จำเป็นเมื่อรายงานปัญหา เช่น ขอผู้ช่วย 1 คน", "Needed with a problem, e.g. One helper"),
        need=Need.CONDITIONAL,
        when=(When("problem"),),
        longest=1000,
        width=22,
        rules={Fault.MISSING: "R016"},
    ),
    Field(
        id="evidence",
        label=Words("หลักฐาน", "Evidence"),
        kind=Kind.REFS,
        refers="EVIDENCE.register.code",
        blanks=NOTHING,
        hint=Words("จำเป็นเมื่อแล้วเสร็จ เช่น E010, E011", "Needed when done, e.g. E010, E011"),
        need=Need.CONDITIONAL,
        when=_DONE,
        width=12,
        rules={Fault.MISSING: "R009"},
    ),
)

_REPLAN = (
    Field(
        id="replan_start",
        label=Words("เริ่ม ตามแผนใหม่", "New start"),
        kind=Kind.DATE,
        hint=Words("เว้นว่างหากวันเริ่มไม่เปลี่ยน", "Blank when the start stays"),
        width=13,
    ),
    Field(
        id="replan_end",
        label=Words("สิ้นสุด ตามแผนใหม่", "New end"),
        kind=Kind.DATE,
        hint=Words("กรอกเมื่อได้รับอนุมัติปรับแผน", "Once the re-plan is approved"),
        need=Need.CONDITIONAL,
        when=(When("replan_start"),),
        width=13,
    ),
    Field(
        id="replan_reason",
        label=Words("เหตุผล ที่ปรับ/ชะลอ/ยกเลิก", "Reason of change"),
        kind=Kind.NOTE,
        hint=Words("เช่น เลื่อนการอบรมเพราะอุทกภัย", "e.g. Training moved because of floods"),
        need=Need.CONDITIONAL,
        when=_REPLANNED,
        width=22,
        rules={Fault.MISSING: "R017"},
    ),
    Field(
        id="replan_approver",
        label=Words("ผู้อนุมัติ ให้ปรับ", "Change approved by"),
        kind=Kind.TEXT,
        hint=Words("ชื่อและตำแหน่งผู้อนุมัติ", "Name and position"),
        need=Need.CONDITIONAL,
        when=_REPLANNED,
        longest=120,
        width=18,
        rules={Fault.MISSING: "R017"},
    ),
)

_DERIVED = (
    _derived(
        "planned",
        "ตามแผน (%)",
        "Planned (%)",
        Kind.NUMBER,
        Words("โปรแกรมคำนวณ ณ วันตรวจ", "Computed as of the day of the check"),
    ),
    _derived(
        "variance",
        "ต่างจากแผน",
        "Variance",
        Kind.NUMBER,
        Words("โปรแกรมคำนวณ: ความก้าวหน้า − ตามแผน", "Computed: progress − planned"),
    ),
    _derived(
        "status",
        "สถานะ",
        "Status",
        Kind.CHOICE,
        Words("โปรแกรมสรุปจากวันที่และความก้าวหน้า", "Derived from dates and progress"),
        "action_status",
    ),
    _derived(
        "rag",
        "สัญญาณ",
        "Signal",
        Kind.CHOICE,
        Words("โปรแกรมสรุป: สี คำ และสัญลักษณ์", "Derived: a colour, a word and a symbol"),
        "rag",
    ),
    _derived(
        "overdue",
        "เลยกำหนด (วัน)",
        "Overdue (days)",
        Kind.COUNT,
        Words("โปรแกรมคำนวณ ณ วันตรวจ", "Computed as of the day of the check"),
    ),
)

TRACKER = Table(
    id="S08.tracker",
    sheet="08_ติดตาม",
    title=Words("ติดตามการดำเนินงานตามแผน", "Tracker of the plan"),
    key="act",
    spare=120,
    fields=(*_PLANNED, *_REPORTED, *_REPLAN, *_DERIVED),
)

FORM = Form(
    stage="S08",
    title=Words("ขั้น 8 ดำเนินการและติดตาม", "Stage 8 Tracker"),
    purpose=Words(
        "รายงานความก้าวหน้าทุกเดือน ปัญหา แนวทางแก้ไข และการปรับแผนที่ได้รับอนุมัติ",
        "Report each month: progress, problems, remedies and approved changes of the plan",
    ),
    tables=(TRACKER,),
)
