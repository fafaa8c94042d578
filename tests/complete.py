"""A complete workbook as an officer would type it, made by rule from the forms alone.

Values are what a program reads (codes of choices, plain texts); :func:`answers_of` turns them into
what is typed. Every field is filled in that must be, and most of the others.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pso_excel import Framework
from pso_excel.core.bilingual import Language
from pso_excel.forms import TABLES
from pso_excel.forms.choices import LISTS, words_of
from pso_excel.forms.schema import Field, FilledBy, Kind, Requirement, Shape, Table
from pso_excel.framework.pack import Indicator, Method

Line = dict[str, str]
Filling = dict[str, list[Line]]

COUNTS = {
    "STAFF.people": 6,
    "EVIDENCE.register": 10,
    "S01.members": 6,
    "S02.missions": 3,
    "S02.goals": 3,
    "S03.tasks": 5,
    "S04.items": 4,
    "S05.pairs": 3,
    "S07.actions": 4,
    "S08.tracker": 4,
    "S10.lessons": 4,
}
CODES = {
    "STAFF.people.pid": "P{:02}",
    "EVIDENCE.register.code": "E{:03}",
    "S02.missions.code": "M{}",
    "S02.goals.code": "G{}",
    "S03.tasks.code": "T{}",
    "S04.items.code": "D{:02}",
    "S07.actions.act": "A{:02}",
    "S10.lessons.code": "L{:02}",
    "S01.order.order_no": "12/2569",
    "S00.cover.office": "58-R-014",
    "S00.cover.round": "2569-1",
}
ORDER = ("STAFF", "EVIDENCE", "S00", "S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08")
"""What others refer to comes before them."""

LEFT_BLANK = frozenset(
    {
        *("S01.members.pid", "S03.tasks.parent", "S07.actions.depends_on"),
        *("S08.tracker.replan_start", "S08.tracker.replan_end", "S08.tracker.stated_status"),
        *("S06.answers.value", "S06.answers.numerator", "S06.answers.denominator"),
        *("S09.request.requesting", "STAFF.people.active"),
    }
)
STARTS = frozenset({"applies", "weight_method", "weight", "target", "floor", "data_source"})
"""Fields of stage 5 that a new workbook already says."""

PEOPLE = ("มาลี ใจดี", "สมชาย รักงาน", "วันดี มีสุข", "ประเสริฐ ตั้งใจ", "อรุณ แจ่มใส", "กานดา เพียรดี")

GIVEN: Mapping[str, Sequence[str]] = {
    "S00.cover.status": ("submitted",),
    "S00.cover.stages_sent": ("1-10",),
    "S00.cover.province": ("แม่ฮ่องสอน",),
    "S00.cover.fy": ("2569",),
    "S01.members.role": ("chair", "vice_chair", "secretary", "member", "assistant", "member"),
    "S01.members.name": PEOPLE,
    "STAFF.people.name": PEOPLE,
    "S02.missions.text": (
        "ส่งเสริมกระบวนการเรียนรู้และการมีส่วนร่วมของประชาชน",
        "พัฒนาระบบข้อมูลเพื่อวางแผนพัฒนาชุมชน",
        "เสริมสร้างความเข้มแข็งของเศรษฐกิจฐานราก",
    ),
    "S02.goals.text": (
        "ครัวเรือนยากจนลดลง",
        "ตำบลใช้ข้อมูลในการวางแผนทุกแห่ง",
        "รายได้ของกลุ่มอาชีพเพิ่มขึ้น",
    ),
    "S03.tasks.duty": ("main", "secondary", "main", "secondary", "secondary"),
    "S04.items.frequency": ("quarter", "year", "now", "event"),
    "S08.tracker.percent": ("100", "45", "60", "0"),
    "S08.tracker.actual_start": ("05/01/2569",),
    "S08.tracker.actual_end": ("20/03/2569",),
    "S08.tracker.report_date": ("31/03/2569",),
    "S07.actions.start": ("01/01/2569",),
    "S07.actions.end": ("20/04/2569", "30/06/2569", "31/07/2569", "30/09/2569"),
    "S07.actions.approved_date": ("20/12/2568",),
    "S07.actions.baseline": ("2", "2", "3", "2"),
    "S07.actions.approved": ("yes",),
    "S07.actions.target": ("5",),
    "S10.lessons.kind": ("key", "problem", "suggestion", "problem"),
    "S10.lessons.most_important": ("yes", "no", "no", "no"),
    "S05.pairs.times": ("3", "5", "2"),
    "S09.checklist.state": ("ready", "not_ready", "na"),
    "EVIDENCE.register.period_from": ("01/10/2568",),
    "EVIDENCE.register.period_to": ("30/09/2569",),
    "S06.answers.state": ("scored",),
}
NUMBERS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY})


def complete(framework: Framework) -> Filling:
    """Every table of an office's workbook, a line a row, values by field."""
    filling: Filling = {}
    for table in sorted(TABLES.values(), key=lambda form_table: _rank(form_table.stage)):
        if table.stage not in ("CHECK", "SUMMARY"):
            filling[table.id] = _lines(table, framework, filling)
    return filling


def _rank(stage: str) -> int:
    return ORDER.index(stage) if stage in ORDER else len(ORDER)


def _lines(table: Table, framework: Framework, filling: Filling) -> list[Line]:
    if table.fixed == "systems":
        return [{} for _ in framework.systems]
    if table.fixed == "readiness":
        return [_line(table, n, {}, filling) for n, _ in enumerate(framework.readiness)]
    if table.fixed == "indicators":
        return [
            _line(table, n, {"method": indicator.method, "applies": "yes"}, filling)
            for n, indicator in enumerate(framework.indicators)
        ]
    if table.fixed == "leaves":
        return [
            _line(table, n, {"method": indicator.method, "code": indicator.code}, filling)
            | _answered(table, n, indicator)
            for n, indicator in enumerate(framework.leaves)
        ]
    count = 1 if table.shape is Shape.RECORD else COUNTS[table.id]
    return [_line(table, n, {}, filling, framework) for n in range(count)]


def _answered(table: Table, n: int, indicator: Indicator) -> Line:
    """An answer of stage 6 with its reason: a percentage as value or as ratio, in turn; tiers one
    after the other."""
    method = indicator.method
    if table.id != "S06.answers":
        return {}
    told = {"reason": f"มีทะเบียนข้อมูลของข้อ {indicator.code} ปรับปรุงทุกไตรมาส"}
    if method is Method.TIERS:
        return told | {
            "basic": "3",
            "advance": str(n % 3),
            "significance": "1" if n % 3 == 2 else "0",
        }
    if method is not Method.QUANTITY:
        return told
    if n % 2 or not indicator.in_percent:
        return told | {"value": str(60 + n)}
    return told | {"numerator": str(70 + n), "denominator": "120"}


def _line(
    table: Table, n: int, known: Line, filling: Filling, framework: Framework | None = None
) -> Line:
    line = dict(known)
    conditional = [field for field in table.fields if field.need is Requirement.CONDITIONAL]
    for field in (*(field for field in table.fields if field not in conditional), *conditional):
        name = f"{table.id}.{field.id}"
        if field.writer is not FilledBy.OFFICE or name in LEFT_BLANK or not _wanted(field, line):
            continue
        if field.id not in line and not (table.fixed and field.id in STARTS):
            line[field.id] = _value(name, field, n, filling, framework)
    return {field_id: value for field_id, value in line.items() if value != ""}


def _wanted(field: Field, line: Line) -> bool:
    if field.need is not Requirement.CONDITIONAL:
        return True
    return all(
        line.get(when.field, "") in when.values if when.values else line.get(when.field)
        for when in field.when
        if when.field != "weight"  # every indicator of a complete office carries weight
    )


def _value(
    name: str, column_field: Field, n: int, filling: Filling, framework: Framework | None
) -> str:
    if name in GIVEN:
        given = GIVEN[name]
        return given[n % len(given)]
    if name in CODES:
        return CODES[name].format(n + 1)
    if name in ("S05.pairs.a", "S05.pairs.b") and framework:
        return framework.systems[n + (column_field.id == "b")].code
    if name == "S07.actions.indicators" and framework:
        codes = [leaf.code for leaf in framework.leaves]
        return ", ".join(codes[n :: COUNTS["S07.actions"]])
    if column_field.kind in (Kind.REF, Kind.REFS):
        table, _, field = column_field.refers.rpartition(".")
        keys = [line[field] for line in filling.get(table, ()) if field in line]
        return keys[n % len(keys)] if keys else ""
    return _by_kind(column_field, n)


def _by_kind(field: Field, n: int) -> str:
    if field.kind in NUMBERS:
        low, high = field.minimum or Decimal(0), field.maximum or Decimal(100)
        return f"{min(low + n + (90 if field.kind is Kind.PERCENT else 1), high):f}"
    if field.kind is Kind.LEVEL:
        return str(1 + n % 5)
    if field.kind is Kind.DATE:
        return f"{10 + n % 15}/02/2569"
    if field.kind is Kind.CHOICE:
        choices = LISTS[field.choices].choices
        return choices[n % len(choices)].code
    if field.kind is Kind.EMAIL:
        return "office@example.go.th"
    if field.kind is Kind.PHONE:
        return "053-612-000 ต่อ 12"
    _, _, example = field.hint.th.partition("เช่น ")
    text = (example or field.label.th)[: field.max_length - 4]
    return f"{text} {n + 1}" if n else text


def typed(table: Table, line: Line, language: Language = "th") -> Line:
    """The same line with the words of its choices, as an officer sees them in the lists; days are
    typed as text, which an English spreadsheet program would else take for months and days."""
    words = dict(line)
    for field in table.fields:
        if field.id in line and field.kind is Kind.CHOICE:
            words[field.id] = words_of(field.choices, line[field.id]).in_language(language)
        elif field.id in line and field.kind is Kind.DATE and "/" in line[field.id]:
            words[field.id] = "'" + line[field.id]
    return words
