"""The gaps of every office in its own order of priority, and what is done about each."""

from pso_excel.core.bilingual import Words
from pso_excel.forms.choices import words_of
from pso_excel.province.office_digest import GapRow
from pso_excel.province_book.book import Book
from pso_excel.province_book.page import Column, Marked, Shown

SHEET = "ช่องว่าง"
TITLE = Words("ช่องว่างที่ต้องยกระดับ", "Gaps to be closed")
COLUMNS = (
    Column(Words("รหัส", "Code"), 11, "centre"),
    Column(Words("หน่วยงาน", "Office"), 28.5),
    Column(Words("ลำดับ", "Rank"), 6.5, "whole"),
    Column(Words("ระบบ", "System"), 15),
    Column(Words("ตัวชี้วัด", "Indicator"), 9, "centre"),
    Column(Words("ชื่อตัวชี้วัด", "Name of the indicator"), 45.5),
    Column(Words("คะแนน", "Score"), 7.5, "number"),
    Column(Words("เป้า\nหมาย", "Target"), 7.5, "number"),
    Column(Words("คะแนนรวม\nที่จะได้เพิ่ม", "Points to\nbe won"), 10, "number"),
    Column(Words("ความ\nสำคัญ", "Priority"), 8.5, "number"),
    Column(Words("ลักษณะ", "Quadrant"), 15, "centre"),
    Column(Words("มีกิจกรรม\nในแผน", "In the\nplan"), 11, "centre"),
    Column(Words("ผู้รับผิดชอบ\nที่เสนอ", "Proposed\nowner"), 20),
    Column(Words("กำหนดเสร็จ\nที่เสนอ", "Proposed\nend"), 12.5, "day"),
)
PLANNED = Words("✔ มีแล้ว", "✔ yes")
UNPLANNED = Words("▲ ยังไม่มี", "▲ not yet")


def write(book: Book) -> None:
    """Offices by code, gaps by priority; only offices that count."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS)
    for one in book.province.offices:
        if one.received and one.digest:
            for row in one.digest.gaps:
                page.add([one.code, one.name, *_line(book, row)])
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
        book.say(words_of("quadrant", row.quadrant)),
        Marked(book.say(PLANNED), "good")
        if row.has_action
        else Marked(book.say(UNPLANNED), "care"),
        row.owner,
        row.end,
    )
