"""The one page for the governor: six figures, two charts, and what to do first."""

from collections.abc import Sequence
from typing import NamedTuple

from pso_excel.books.look import GOLD
from pso_excel.books.province_book.book import Book
from pso_excel.books.province_book.charts import insert_charts
from pso_excel.books.province_book.page import Page
from pso_excel.books.province_book.todo import todo
from pso_excel.engine.province import Province
from pso_excel.engine.province.offices import Standing
from pso_excel.figures import printed
from pso_excel.scorecard import Rag
from pso_excel.words import Words

SHEET = "ภาพรวม"
TITLE = Words("ภาพรวมจังหวัด{name} รอบ {round}", "{name} province, round {round}")
LAST = 12
STATUS = (4, 2)  # the cell where a refresh of the open book tells what came of it
CHART_ROWS = 13
FIRST_THINGS = Words("สิ่งที่ต้องทำก่อน", "What to do first")
NOTHING = Words("✔ ไม่มีเรื่องค้าง", "✔ nothing is pending")
GUIDE = Words("แผ่นอื่นในเล่มนี้", "The other sheets of this book")
SHEETS = Words(
    "การส่ง: ใครส่งแล้ว · คะแนน: รายระบบ · ตัวชี้วัด · ช่องว่าง · ติดตามแผน · ปัญหาที่พบ · ไฟล์ที่ไม่นับ",
    "การส่ง who has sent · คะแนน scores · ตัวชี้วัด indicators · ช่องว่าง gaps · ติดตามแผน tracker · "
    "ปัญหาที่พบ problems · ไฟล์ที่ไม่นับ files left out",
)

CHANGES = Words("กติกาที่ปรับ", "กติกาที่ปรับ rules that the province changed")


class Tile(NamedTuple):
    """A figure to be seen from afar, and what it is."""

    figure: str
    label: Words


def write(book: Book) -> None:
    """Write the overview; its charts read the hidden sheet that ``charts`` makes."""
    province = book.province
    title = Words(*(text.format(name=province.name, round=province.round.code) for text in TITLE))
    page = book.page(SHEET, title, LAST, GOLD)
    page.sheet.set_column(0, 0, 2)
    page.sheet.set_column(1, LAST, 13)
    page.across(1, LAST, "", "hint")
    _tiles(page, book, tiles(province))
    page.row += 1
    insert_charts(book, page.sheet, page.row)
    page.row += CHART_ROWS
    page.across(1, LAST, book.say(FIRST_THINGS), "section", 34)
    lines = todo(province, book.language)
    for sign, mark, text in lines:
        page.sheet.set_row(page.row, 30)
        page.text(1, sign, "sign", mark)
        page.merge(2, LAST, text, "line")
        page.row += 1
    if not lines:
        page.across(1, LAST, book.say(NOTHING), "line")
    page.row += 1
    more = f" · {book.say(CHANGES)}" if province.changes else ""
    page.across(1, LAST, f"{book.say(GUIDE)}: {book.say(SHEETS)}{more}", "hint")
    page.sheet.fit_to_pages(1, 1)


def tiles(province: Province) -> list[Tile]:
    """The six figures of the overview."""
    main, sent = province.main, province.sent
    scores = main.scores if main else None
    colours = [row.rag for one in province.offices for row in one.actions]
    mend = sum(1 for one in province.offices if one.standing is Standing.RETURNED)
    middle = printed(scores.median if scores else None)
    return [
        Tile(f"{sent.received} / {sent.expected}", Words("หน่วยงานที่ส่งแล้ว", "offices received")),
        Tile(
            printed(scores.mean if scores else None),
            Words(
                f"คะแนนเฉลี่ย {scores.n if scores else 0} แห่ง (ค่ากลาง {middle})",
                f"mean score of {scores.n if scores else 0} (median {middle})",
            ),
        ),
        Tile(f"{sent.accepted} ✔", Words("แบบที่ไม่มีข้อผิดแล้ว", "forms without an error")),
        Tile(f"{mend} ▲", Words("แบบที่ต้องแก้ไข", "forms to be mended")),
        Tile(str(len(colours)), Words("กิจกรรมในแผนยกระดับ", "actions in the plans")),
        Tile(f"{colours.count(Rag.RED)} ■", Words("กิจกรรมวิกฤต", "critical actions")),
    ]


def _tiles(page: Page, book: Book, shown: Sequence[Tile]) -> None:
    for style, height in (("kpi", 54), ("kpi_label", 34)):
        page.sheet.set_row(page.row, height)
        for place, tile in enumerate(shown):
            text = tile.figure if style == "kpi" else book.say(tile.label)
            page.merge(1 + 2 * place, 2 + 2 * place, text, style)
        page.row += 1
