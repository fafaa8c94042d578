"""The words of the province book: states, colours of actions, systems and indicators by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from pso_excel.engine.province import Province
from pso_excel.engine.province.offices import Standing
from pso_excel.engine.province.received import Outcome
from pso_excel.problem import Severity
from pso_excel.scorecard import ActionStatus, Rag, State
from pso_excel.thai import show_day
from pso_excel.words import Language, Words

STANDINGS: Mapping[Standing, tuple[Words, str]] = {
    Standing.MISSING: (Words("✖ ยังไม่ส่ง", "✖ not sent"), "wrong"),
    Standing.UNREADABLE: (Words("✖ เปิดไฟล์ไม่ได้", "✖ cannot be read"), "wrong"),
    Standing.EMPTY: (Words("– ส่งแบบเปล่า", "– sent empty"), "none"),
    Standing.RETURNED: (Words("▲ ต้องแก้ไข", "▲ to mend"), "care"),
    Standing.ACCEPTED: (Words("✔ รับแล้ว", "✔ accepted"), "good"),
}
OUTCOMES: Mapping[Outcome, tuple[Words, str]] = {
    Outcome.USED: (Words("✔ นับแล้ว", "✔ counted"), "good"),
    Outcome.SAME: (Words("– ไฟล์ซ้ำ", "– the same file"), "none"),
    Outcome.REPLACED: (Words("– ใช้ฉบับอื่น", "– another counts"), "none"),
    Outcome.OTHER_ROUND: (Words("✖ รอบอื่น", "✖ other round"), "wrong"),
    Outcome.NO_OFFICE: (Words("✖ ไม่ทราบหน่วยงาน", "✖ office unclear"), "wrong"),
    Outcome.REFUSED: (Words("✖ อ่านไม่ได้", "✖ not readable"), "wrong"),
    Outcome.FAILED: (Words("✖ ประมวลผลไม่ได้", "✖ failed"), "wrong"),
    Outcome.IGNORED: (Words("– ไฟล์ชั่วคราว", "– temporary file"), "none"),
}
STATES: Mapping[State, tuple[Words, str]] = {
    State.BLANK: (Words("– ยังไม่กรอก", "– blank"), "none"),
    State.NA: (Words("ไม่เกี่ยวข้อง", "not applicable"), "none"),
    State.NO_DATA: (Words("▲ ไม่มีข้อมูล", "▲ no data"), "care"),
    State.SCORED: (Words("ประเมินแล้ว", "assessed"), ""),
    State.BAD: (Words("✖ อ่านไม่ได้", "✖ unreadable"), "wrong"),
}
STATUSES: Mapping[ActionStatus, Words] = {
    ActionStatus.CANCELLED: Words("ยกเลิก", "cancelled"),
    ActionStatus.DONE: Words("แล้วเสร็จ", "done"),
    ActionStatus.ON_HOLD: Words("ชะลอ", "on hold"),
    ActionStatus.OVERDUE: Words("เลยกำหนด", "overdue"),
    ActionStatus.NOT_DUE: Words("ยังไม่ถึงกำหนด", "not due"),
    ActionStatus.LATE_START: Words("เริ่มช้า", "late start"),
    ActionStatus.IN_PROGRESS: Words("กำลังดำเนินการ", "in progress"),
}
RAGS: Mapping[Rag, tuple[Words, str]] = {
    Rag.BLUE: (Words("✔ เสร็จ", "✔ done"), "done"),
    Rag.GREY: (Words("– รอ", "– waiting"), "none"),
    Rag.RED: (Words("■ วิกฤต", "■ critical"), "wrong"),
    Rag.AMBER: (Words("▲ เฝ้าระวัง", "▲ watch"), "care"),
    Rag.GREEN: (Words("● ตามแผน", "● on plan"), "good"),
}
QUADRANTS: Mapping[str, Words] = {
    "quick": Words("ทำได้เร็ว", "quick win"),
    "major": Words("โครงการใหญ่", "major"),
    "planned": Words("ทำตามแผน", "as planned"),
    "later": Words("พิจารณาภายหลัง", "later"),
}
SEVERITIES: Mapping[Severity, tuple[Words, str]] = {
    Severity.BLOCK: (Words("✖ อ่านไม่ได้", "✖ blocked"), "wrong"),
    Severity.ERROR: (Words("✖ ต้องแก้ไข", "✖ to mend"), "wrong"),
    Severity.WARN: (Words("▲ โปรดยืนยัน", "▲ to confirm"), "care"),
    Severity.INFO: (Words("– เพื่อทราบ", "– to know"), "none"),
}
ACKNOWLEDGED = Words("✔ รับทราบ", "✔ acknowledged"), "none"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the framework's systems, indicators and bands in one language."""

    systems: Mapping[str, str]
    short: Mapping[str, str]
    indicators: Mapping[str, str]
    bands: Mapping[str, tuple[str, str]]


def names_of(province: Province, language: Language) -> Names:
    """The names in the round's framework; what is not in it is shown by its code."""
    pack = province.framework
    return Names(
        {one.code: one.name.say(language) for one in pack.systems},
        {one.code: one.short.say(language) for one in pack.systems},
        {one.code: one.name.say(language) for one in pack.indicators},
        {one.code: (one.name.say(language), one.mark) for one in pack.bands},
    )


def asof_line(province: Province, language: Language) -> str:
    """As of when, which round, and whether the result can stand."""
    sent = province.sent
    if language == "en":
        state = "provisional result" if province.provisional else "result"
        day = show_day(province.asof, "english")
        return (
            f"As of {day} · round {province.round.code} · {state}: "
            f"{sent.received} of {sent.expected} offices received"
        )
    state = "ผลชั่วคราว" if province.provisional else "ผล"
    return (
        f"ข้อมูล ณ {show_day(province.asof, 'long')} · รอบ {province.round.code} · {state}: "
        f"ได้รับ {sent.received} จาก {sent.expected} หน่วยงาน"
    )


def notice(province: Province, language: Language) -> str:
    """That the figures of the framework are not official."""
    return f"▲ {province.framework.notice.say(language)}"
