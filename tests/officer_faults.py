"""What an officer gets wrong, stage by stage: what is typed where, and the codes it must earn."""

from typing import NamedTuple


class Slip(NamedTuple):
    """One wrong entry: the field of the n-th row (from 0) of a table, what is typed there, and the
    codes of the problems at that very cell."""

    table: str
    field: str
    row: int
    text: str
    codes: tuple[str, ...]


BLANK = ""

SLIPS = (
    # Cover
    Slip("S00.cover", "fy", 0, "2469", ("H205",)),
    Slip("S00.cover", "headcount", 0, "0", ("G004",)),
    Slip("S00.cover", "email", 0, "ไม่มี", ("H213",)),
    Slip("S00.cover", "approved_by", 0, BLANK, ("H207",)),
    Slip("S00.cover", "round", 0, "2569", ("H204",)),
    Slip("S00.cover", "province", 0, "กรุงเก่า", ("G003",)),
    # Committee
    Slip("S01.order", "order_no", 0, BLANK, ("C306",)),
    Slip("S01.order", "order_date", 0, "'31/02/2569", ("H220",)),
    Slip("S01.members", "role", 1, "หัวหน้าทีม", ("C310",)),
    Slip("S01.members", "pid", 2, "P99", ("G007",)),
    Slip("S01.members", "seq", 4, "2", ("G006",)),
    # Missions and goals
    Slip("S02.missions", "code", 3, "M1", ("V404",)),
    Slip("S02.missions", "text", 3, "พันธกิจที่รหัสซ้ำ", ()),
    Slip("S02.missions", "legal_basis", 3, "กฎกระทรวงแบ่งส่วนราชการ", ()),
    Slip("S02.missions", "beneficiary_direct", 3, "ประชาชน", ()),
    Slip("S02.goals", "target", 0, BLANK, ("V407",)),
    Slip("S02.goals", "mission", 1, "M9", ("V405",)),
    Slip("S02.goals", "baseline", 2, "หกสิบ", ("G002",)),
    # Tasks
    Slip("S03.tasks", "responsible", 0, "นายไม่มีตัวตน", ("K510",)),
    Slip("S03.tasks", "duty", 1, BLANK, ("K503",)),
    Slip("S03.tasks", "volume", 2, "-5", ("G004",)),
    # Inventory
    Slip("S04.items", "accuracy", 0, "120", ("D607",)),
    Slip("S04.items", "owner", 1, BLANK, ("D602",)),
    Slip("S04.items", "name", 2, "=NA()", ("F019",)),
    Slip("S04.items", "task", 3, "T77", ("G007",)),
    # Weights and indicators
    Slip("S05.systems", "weight", 0, "9", ()),
    Slip("S05.indicators", "weight", 0, "21", ()),
    Slip("S05.systems", "applies", 9, "ไม่เกี่ยวข้อง", ()),
    Slip("S05.systems", "na_reason", 9, BLANK, ("W706",)),
    Slip("S05.systems", "na_approver", 9, BLANK, ("W707",)),
    Slip("S05.indicators", "weight", 5, "มาก", ("W703",)),
    Slip("S05.indicators", "owner", 4, BLANK, ("W714",)),
    Slip("S05.indicators", "target", 5, "800", ("G004",)),
    # Present status
    Slip("S06.answers", "level", 3, "7", ("S802",)),
    Slip("S06.answers", "evidence", 4, "E999", ("S804",)),
    Slip("S06.answers", "denominator", 0, "0", ("S807",)),
    Slip("S06.answers", "state", 9, BLANK, ("S801",)),
    Slip("S06.answers", "value", 7, "มาก", ("S806",)),
    Slip("S06.answers", "level", 14, "=1/0", ("F019",)),
    Slip("S06.answers", "numerator", 2, "500", ("S808",)),
    *(Slip("S06.answers", "state", row, "ไม่เกี่ยวข้อง", ()) for row in (31, 32, 33)),
    *(Slip("S06.answers", "reason", row, "ไม่มีภารกิจด้านนี้", ()) for row in (31, 33)),
    Slip("S06.answers", "reason", 32, BLANK, ("G001",)),
    # Plan
    Slip("S07.actions", "owner", 0, BLANK, ("P902",)),
    Slip("S07.actions", "end", 1, "'15/12/2568", ("P904",)),
    Slip("S07.actions", "target", 2, "2", ("P906",)),
    Slip("S07.actions", "budget", 3, "-1", ("P909",)),
    Slip("S07.actions", "budget", 0, "=1000*5", ("G009",)),
    Slip("S07.actions", "end", 2, "'20/03/2569", ()),
    # Tracker
    Slip("S08.tracker", "percent", 2, "60", ("R008",)),
    Slip("S08.tracker", "percent", 1, "120", ("R001",)),
    Slip("S08.tracker", "actual_end", 0, "'01/01/2569", ("R005",)),
    Slip("S08.tracker", "act", 3, "A99", ("R015",)),
    # Readiness
    Slip("S09.request", "requesting", 0, "ใช่", ("Q105", "Q106")),
    Slip("S09.request", "letter_no", 0, BLANK, ("Q107",)),
    Slip("S09.request", "letter_date", 0, BLANK, ("Q107",)),
    Slip("S09.request", "addressed_to", 0, BLANK, ("G001",)),
    Slip("S09.request", "systems", 0, BLANK, ("G001",)),
    Slip("S09.request", "signed_by", 0, BLANK, ("Q109",)),
    Slip("S09.checklist", "state", 5, BLANK, ("Q101",)),
    # Lessons
    Slip("S10.lessons", "category", 0, "อื่นอีก", ("L203",)),
    Slip("S10.lessons", "cause", 1, BLANK, ("L202",)),
    Slip("S10.lessons", "solved", 2, "บางส่วน", ("G003",)),
    # Registers
    Slip("STAFF.people", "position", 5, BLANK, ("G001",)),
    Slip("EVIDENCE.register", "doc_date", 0, "เมื่อวาน", ("H209",)),
    Slip("EVIDENCE.register", "kind", 1, "แผ่นพับ", ("G003",)),
)

RANGES = (("W701", "05_น้ำหนัก", "I6:I16"), ("W702", "05_ตัวชี้วัด", "J6:J10"))
"""What is told of several cells at once: the weights of the systems, and those of SYS-01."""

ELSEWHERE = (
    ("V406", "02_พันธกิจ", "B13"),
    ("R014", "07_แผน", "B9"),
    *(("P907", "07_แผน", cell) for cell in ("C6", "C7", "C9")),
    *(("S825", "06_ประเมิน", cell) for cell in ("F37", "F38", "J39")),
)
"""What is told of a cell no slip was made in: the mission whose goal now names another, the action
that is no longer tracked, the actions for what was left out, and the answers beside it."""

UNREADABLE = ("01.1", "01.3", "01.4", "02.1", "02.3", "05.1")
"""The indicators that leave the office without a score after these slips."""
