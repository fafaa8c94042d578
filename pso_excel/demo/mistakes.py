"""What happens to workbooks in real life: damaged, tampered with, in Thai digits, half done."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from pso_excel.core.thai import show_day, thai_digits
from pso_excel.demo.offices__demo_maker_part import Rows
from pso_excel.forms import TABLES
from pso_excel.framework.pack import Framework
from pso_excel.intake.engine_intake_part import fixed_ids
from pso_excel.intake.table_locator import locate
from pso_excel.templates.fill import Answer
from pso_excel.xlsx.patcher.books_patching_part import patch_copy
from pso_excel.xlsx.reader import read_book
from pso_excel.xlsx.workbook__results_writes_part import Write

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
        Write(answers.sheet, answers.cell(first, "score"), Decimal(100)),
        Write("07_แผน", "B1", "แผนของสำนักงาน (แก้ไขหัวเรื่องเอง)"),
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
        table: [{id: _in_thai(value) for id, value in row.items()} for row in rows]
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
        {id: value for id, value in row.items() if not id.startswith("approved")}
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
