"""B15: an action's status has one word and one colour, in the office's books and the province's."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pso_excel.consolidation import ProvinceFolder, gather, init_province
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.model.scorecard import Rag
from pso_excel.pipeline import check_workbook
from pso_excel.province_book import province_workbook
from pso_excel.province_book.book import RAGS
from pso_excel.province_book.page import INKS
from pso_excel.province_book.remarks import OWN_LIMITS
from pso_excel.templates.fill import Answer, fill_workbook
from pso_excel.templates.registry_workbook import registry_workbook
from pso_excel.templates.styles import RAG
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
START, END = date(2026, 1, 1), date(2026, 3, 20)
LATER = date(2026, 6, 30)
Row = Mapping[str, Answer]
DONE: Row = {"percent": 100, "actual_start": START}
ACTIONS: tuple[tuple[Row, Row, str, str], ...] = (
    ({}, {**DONE, "actual_end": END}, "แล้วเสร็จ", "✔ แล้วเสร็จ"),
    ({}, {**DONE, "actual_end": date(2026, 3, 25)}, "แล้วเสร็จช้ากว่าแผน", "✔ แล้วเสร็จ"),
    ({}, {"percent": 10, "stated_status": "cancelled"}, "ยกเลิก", "– ไม่นับ"),
    ({}, {"percent": 10, "stated_status": "on_hold"}, "ชะลอ", "– ไม่นับ"),
    ({}, {"percent": 10}, "เลยกำหนด", "■ ต้องเร่งแก้ไข"),
    ({"start": LATER, "end": LATER}, {"percent": 0}, "ยังไม่ถึงกำหนด", "– ไม่นับ"),
    ({"end": START, "start": END}, {"percent": 10}, "วันสิ้นสุดก่อนวันเริ่ม", "✖ ต้องแก้ข้อมูล"),
    ({"end": None}, {"percent": 10}, "ไม่มีวันตามแผนที่อ่านได้", "✖ ต้องแก้ข้อมูล"),
    ({}, {"percent": "ครึ่งหนึ่ง"}, "อ่านไม่ได้", "✖ ต้องแก้ข้อมูล"),
)
CODES = tuple(f"A{number:02d}" for number in range(1, len(ACTIONS) + 1))


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """An office with an action of every kind."""
    answers = dict(demo_answers(1, PSO))
    plan, report = answers["S07.actions"][0], {"report_date": date(2026, 3, 27)}
    plans = [
        {**plan, "act": code, "start": START, "end": END, **dates}
        for code, (dates, _, _, _) in zip(CODES, ACTIONS, strict=True)
    ]
    reports = [
        {**report, "act": code, **said}
        for code, (_, said, _, _) in zip(CODES, ACTIONS, strict=True)
    ]
    answers |= {"S07.actions": plans, "S08.tracker": reports}
    return fill_workbook(blank_workbook(""), answers, PSO)


def listed(data: bytes, name: str, *heads: str) -> list[tuple[str, ...]]:
    """What a sheet shows of these actions, in the columns of some headings."""
    sheet = read_book(data, limits=OWN_LIMITS).sheets[name]
    texts = {at: str(cell.value).replace("\n", "") for at, cell in sheet.cells.items()}
    top = next(row for row, _ in sorted(texts) if set(heads) <= set(row_of(texts, row).values()))
    column = {head: at for at, head in row_of(texts, top).items()}
    rows = [row for row, at in sorted(texts) if at == column[heads[0]]]
    return [
        found
        for row in rows
        if (found := tuple(texts.get((row, column[head]), "") for head in heads))[0] in CODES
    ]


def row_of(texts: Mapping[tuple[int, int], str], row: int) -> dict[int, str]:
    """The texts of a row by their columns."""
    return {at: text for (found, at), text in texts.items() if found == row}


def in_the_office(workbook: bytes) -> list[tuple[str, ...]]:
    """Code, status and signal in the tracker of the office's checked copy."""
    copy = check_workbook(workbook, ASOF, "a.xlsx").copy
    assert copy is not None
    return listed(copy, "08_ติดตาม", "รหัสกิจกรรม", "สถานะ", "สัญญาณ")


def in_the_province(folder: Path, workbook: bytes) -> list[tuple[str, ...]]:
    """The same in the tracker of the province's book."""
    init_province(folder, "สมมุติ", ROUND)
    place = ProvinceFolder(folder)
    place.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    (place.inbox / "99-R-001.xlsx").write_bytes(workbook)
    book = province_workbook(gather(folder, ASOF, processes=1))
    return listed(book, "ติดตามแผน", "กิจกรรม", "สถานะ", "สี")


def test_b15_one_status_one_word_in_both_books(workbook: bytes, tmp_path: Path) -> None:
    expected = [(code, pair[2], pair[3]) for code, pair in zip(CODES, ACTIONS, strict=True)]
    assert in_the_office(workbook) == expected
    assert in_the_province(tmp_path, workbook) == expected


@pytest.mark.parametrize("rag", Rag)
def test_b15_one_colour_in_both_books(rag: Rag) -> None:
    words, mark = RAGS[rag]
    assert INKS[mark] == RAG[words.th[0]] == RAG[words.en[0]]
