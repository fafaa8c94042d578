"""The gaps of every office in its own order of priority, and what is done about each."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.choices import words_of
from pso_excel.province.office_digest import GapRow
from pso_excel.province_book.book import Book
from pso_excel.province_book.page import Column, Marked, Shown

SHEET = "ช่องว่าง"
TITLE = Bilingual("ช่องว่างที่ต้องยกระดับ", "Gaps to be closed")
COLUMNS = (
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 28.5),
    Column(Bilingual("ลำดับ", "Rank"), 6.5, "whole"),
    Column(Bilingual("ระบบ", "System"), 15),
    Column(Bilingual("ตัวชี้วัด", "Indicator"), 9, "centre"),
    Column(Bilingual("ชื่อตัวชี้วัด", "Name of the indicator"), 45.5),
    Column(Bilingual("คะแนน", "Score"), 7.5, "number"),
    Column(Bilingual("เป้า\nหมาย", "Target"), 7.5, "number"),
    Column(Bilingual("คะแนนรวม\nที่จะได้เพิ่ม", "Points to\nbe won"), 10, "number"),
    Column(Bilingual("ความ\nสำคัญ", "Priority"), 8.5, "number"),
    Column(Bilingual("ลักษณะ", "Quadrant"), 15, "centre"),
    Column(Bilingual("มีกิจกรรม\nในแผน", "In the\nplan"), 11, "centre"),
    Column(Bilingual("ผู้รับผิดชอบ\nที่เสนอ", "Proposed\nowner"), 20),
    Column(Bilingual("กำหนดเสร็จ\nที่เสนอ", "Proposed\nend"), 12.5, "day"),
)
PLANNED = Bilingual("✔ มีแล้ว", "✔ yes")
UNPLANNED = Bilingual("▲ ยังไม่มี", "▲ not yet")


def write(book: Book) -> None:
    """Offices by code, gaps by priority; only offices that count."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS)
    for office in book.province.offices:
        if office.received and office.digest:
            for row in office.digest.gaps:
                page.add([office.code, office.name, *_line(book, row)])
    page.end(frozen=3)


def _line(book: Book, row: GapRow) -> tuple[Shown, ...]:
    return (
        row.rank,
        book.names.short.get(row.system, row.system),
        row.code,
        book.names.indicators.get(row.code, row.code),
        row.score,
        row.target,
        row.weighted_gap,
        row.priority,
        book.in_language(words_of("quadrant", row.quadrant)),
        Marked(book.in_language(PLANNED), "good")
        if row.has_action
        else Marked(book.in_language(UNPLANNED), "care"),
        row.owner,
        row.end,
    )
