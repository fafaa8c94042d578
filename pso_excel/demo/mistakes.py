"""What happens to workbooks in real life: damaged, tampered with, in Thai digits, half done."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from pso_excel.core.faults import patch_copy
from pso_excel.core.thai import show_day, thai_digits
from pso_excel.demo.offices import Rows
from pso_excel.forms import TABLES
from pso_excel.framework.pack import Framework
from pso_excel.intake import fixed_ids, read_book
from pso_excel.intake.table_locator import locate
from pso_excel.templates.fill import Answer
from pso_excel.xlsx.workbook import CellWrite

Slip = Callable[[dict[str, Answer]], dict[str, Answer]]


def _change(answers: Mapping[str, Rows], table: str, place: int, slip: Slip) -> dict[str, Rows]:
    rows = list(answers[table])
    rows[place % len(rows)] = slip(dict(rows[place % len(rows)]))
    return {**answers, table: rows}


def _drop(*fields: str) -> Slip:
    return lambda row: {
        field_id: value for field_id, value in row.items() if field_id not in fields
    }


def _set(**changes: Answer) -> Slip:
    return lambda row: row | changes


SLIPS: Mapping[int, tuple[tuple[str, int, Slip], ...]] = {
    2: (("S06.answers", 4, _drop("evidence")), ("S06.answers", 5, _drop("evidence"))),
    4: (("S05.systems", 2, _set(weight=15)), ("S03.tasks", 3, _drop("duty"))),
    8: (
        ("S03.tasks", 1, _set(responsible="คุณสมศรี")),
        ("S07.actions", 0, _set(end=date(2025, 10, 1))),
    ),
    10: (("S08.tracker", 1, _set(percent=120)), ("S02.goals", 1, _drop("unit", "target"))),
    13: (("S00.cover", 0, _set(phone="ไม่มี", email="office13 example")),),
    19: (("S06.answers", 3, _set(level=7)), ("S04.items", 0, _drop("owner", "frequency"))),
    21: (("S04.items", 2, _set(completeness="เกือบครบ")),),
    23: (("S10.lessons", 1, _drop("most_important")), ("S06.answers", 20, _drop("state"))),
}


def slipped(number: int, answers: Mapping[str, Rows]) -> dict[str, Rows]:
    """The answers of the office of that number with its mistakes; most have none."""
    found = dict(answers)
    for table, place, slip in SLIPS.get(number, ()):
        found = _change(found, table, place, slip)
    return found


OLD_SHEET, NEW_SHEET = "10_บทเรียน", "10_บทเรียน_แก้"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def damaged(data: bytes) -> bytes:
    """The first half of a file, as a memory stick pulled out too soon leaves it."""
    return data[: len(data) // 2]


def old_xls() -> bytes:
    """What begins like a workbook of Excel 97."""
    return OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(1024)


def tampered(data: bytes, framework: Framework) -> bytes:
    """A score's formula typed over, a locked heading changed, a sheet renamed."""
    found, _ = locate(read_book(data), TABLES.values(), fixed_ids(framework))
    answers = found["S06.answers"]
    first = answers.rows[0]
    writes = [
        CellWrite(answers.sheet, answers.cell(first, "score"), Decimal(100)),
        CellWrite("07_แผน", "B1", "แผนของสำนักงาน (แก้ไขหัวเรื่องเอง)"),
    ]
    return _renamed(patch_copy(data, writes))


def _renamed(data: bytes) -> bytes:
    """One sheet under another name, in the workbook and in every formula, as Excel does it."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as package:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith(".xml") and "sharedStrings" not in part.filename:
                content = content.replace(OLD_SHEET.encode(), NEW_SHEET.encode())
            package.writestr(part, content)
    return target.getvalue()


def in_thai_digits(answers: Mapping[str, Rows]) -> dict[str, Rows]:
    """The answers as an officer types them who writes letters all day: ๘๖ and ๑๒ กุมภาพันธ์ ๒๕๖๙."""
    return {
        table: [{field_id: _in_thai(value) for field_id, value in row.items()} for row in rows]
        for table, rows in answers.items()
    }


def _in_thai(value: Answer) -> Answer:
    if isinstance(value, date):
        return show_day(value, "formal")
    if isinstance(value, int | Decimal):
        return thai_digits(str(value))
    return value


def half(answers: Mapping[str, Rows]) -> dict[str, Rows]:
    """Stages 0 to 4 done, the first half of stage 6, no plan yet."""
    done = dict(answers)
    for table in ("S07.actions", "S08.tracker", "S09.checklist", "S10.lessons", "S06.assessors"):
        done.pop(table)
    done["S06.answers"] = done["S06.answers"][: len(done["S06.answers"]) // 2]
    done["S00.cover"] = [
        {field_id: value for field_id, value in row.items() if not field_id.startswith("approved")}
        | {"status": "draft"}
        for row in done["S00.cover"]
    ]
    return done


def only(answers: Mapping[str, Rows], tables: Sequence[str]) -> dict[str, Rows]:
    """The answers of some tables."""
    return {table: answers[table] for table in tables if table in answers}


def without(answers: Mapping[str, Rows], tables: Sequence[str]) -> dict[str, Rows]:
    """The answers without some tables."""
    return {table: rows for table, rows in answers.items() if table not in tables}
