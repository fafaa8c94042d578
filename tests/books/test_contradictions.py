"""The check column shows what two cells of a row may not say together, as the check tells it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.pipeline import assess, open_office
from pso_excel.templates.fill import Answer, fill_workbook
from pso_excel.xlsx.workbook import parse_address
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Office

ASOF = date(2026, 3, 31)
PMQA = load_framework("pmqa4")
JANUARY, JUNE = date(2026, 1, 5), date(2026, 6, 30)
CODES = {"P904", "P906", "R005", "S808", "S802", "S810"}

Line = dict[str, Answer]


def tiers(code: str, basic: int, advance: int, significance: int) -> Line:
    """An answer by tiers; every indicator has 3, 2 and 2 boxes."""
    done = {"basic": basic, "advance": advance, "significance": significance}
    return {"code": code, "state": "scored", **{tier: Decimal(n) for tier, n in done.items()}}


def ratio(code: str, top: int, bottom: int) -> Line:
    return {
        "code": code,
        "state": "scored",
        "numerator": Decimal(top),
        "denominator": Decimal(bottom),
    }


def action(act: str, start: date, end: date, baseline: int, target: int) -> Line:
    levels: Line = {"baseline": Decimal(baseline), "target": Decimal(target)}
    return {"act": act, "start": start, "end": end, **levels}


OWN: Line = {
    "code": "9.1",
    "sys": "CAT-7",
    "indicator": "ร้อยละของเรื่องที่แล้วเสร็จ",
    "type": "output",
    "method": "quantity",
    "direction": "more",
    "unit": "ร้อยละ",
    "applies": "yes",
    "weight": Decimal(0),
    "target": Decimal(80),
    "data_source": "ทะเบียน",
    "owner": "มาลี ใจดี",
    **{f"x{n}": Decimal(70 + 5 * n) for n in range(1, 6)},
}
WRONG: dict[str, list[Line]] = {
    "S06.answers": [
        tiers("1.1", 4, 0, 0),
        tiers("1.2", 2, 1, 0),
        tiers("1.3", 3, 1, 1),
        ratio("9.1", 130, 120),
    ],
    "S07.actions": [action("A01", JUNE, JANUARY, 1, 3), action("A02", JANUARY, JUNE, 3, 3)],
    "S08.tracker": [{"act": "A01", "actual_start": JUNE, "actual_end": JANUARY}],
}
SOUND: dict[str, list[Line]] = {
    "S06.answers": [
        tiers("1.4", 3, 2, 2),
        tiers("2.1", 2, 0, 0),
        ratio("7.1", 130, 120),  # its points go up to 110
        ratio("7.2", 120, 120),
        ratio("7.3", 0, 120),
    ],
    "S07.actions": [
        action("A03", JANUARY, JANUARY, 0, 1),
        action("A04", date(2569, 1, 5), JUNE, 0, 1),  # a real date typed with a Buddhist year
    ],
    "S08.tracker": [{"act": "A03", "actual_start": JANUARY, "actual_end": JANUARY}],
}


def test_contradictions_show_where_the_check_tells_them(
    libreoffice: Office, tmp_path: Path
) -> None:
    answers = {table: [*WRONG[table], *SOUND[table]] for table in WRONG}
    answers["S05.indicators"] = [OWN]
    book = tmp_path / "ขัดแย้ง.xlsx"
    book.write_bytes(fill_workbook(blank_workbook(framework_id="pmqa4"), answers, PMQA))
    opened = open_office(libreoffice.recalculated(book, tmp_path / "saved").read_bytes())
    told = {
        (problem.location.sheet, parse_address(problem.location.cell)[0]): problem.code
        for problem in assess(opened, ASOF).problems
        if problem.code in CODES
    }
    shown = {
        (plan.name, row)
        for plan in lay_out_workbook(PMQA)
        for placed in plan.tables
        if placed.table.id in WRONG
        for row in range(placed.first, placed.last + 1)
        if str(opened.book.sheets[plan.name].cell(row, placed.check).value).startswith("✖")
    }
    assert set(told.values()) == CODES
    assert shown == set(told)
