"""The one page for the governor: six figures, two charts, and what to do first."""

from collections.abc import Sequence
from typing import NamedTuple

from pso_excel.core.bilingual import Language, Words
from pso_excel.core.figures import printed
from pso_excel.model.scorecard import Rag
from pso_excel.province import Province
from pso_excel.province.standing import Standing
from pso_excel.province_book.book import STANDINGS
from pso_excel.province_book.book__province_book_book_part import Book
from pso_excel.province_book.charts import insert_charts
from pso_excel.province_book.overview import todo
from pso_excel.province_book.page import Page
from pso_excel.templates.styles import GOLD

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
MEAN = Words(
    "คะแนนเฉลี่ย {n} ใน {of} หน่วยงาน\n(ค่ากลาง {median})",
    "mean score, {n} of {of} offices\n(median {median})",
)
NO_MEAN = Words("ยังไม่มีแบบที่รับแล้ว\nจึงยังไม่มีคะแนนเฉลี่ย", "no form is accepted yet,\nso there is no mean")
SUM = Words("{parts} · รวม {n} หน่วยงาน", "{parts} · {n} offices in all")
OUTSIDE = Words(
    " · อีก {n} แห่งไม่อยู่ในทะเบียนหรือรอบนี้ ไม่นับในตัวเลขใด",
    " · {n} more, not in the registry or this round, are in no figure",
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
    page.across(1, LAST, whereabouts(province, book.language), "hint")
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
    """The six figures of the overview. The mean is of the accepted forms, the actions of all forms
    received."""
    sent, returned = province.sent, province.standings[Standing.RETURNED]
    colours = [row.rag for one in province.offices for row in one.actions]
    return [
        Tile(f"{sent.received} / {sent.expected}", Words("หน่วยงานที่ส่งแล้ว", "offices received")),
        _mean(province),
        Tile(f"{sent.accepted} ✔", Words("แบบที่ไม่มีข้อผิดแล้ว", "forms without an error")),
        Tile(f"{returned} ▲", Words("แบบที่ต้องแก้ไข", "forms to be mended")),
        Tile(
            str(len(colours)),
            Words(
                f"กิจกรรมในแผนยกระดับ\nของ {sent.received} หน่วยงานที่ส่งแล้ว",
                f"actions in the plans\nof {sent.received} offices received",
            ),
        ),
        Tile(
            f"{colours.count(Rag.RED)} ■",
            Words("กิจกรรมที่ต้องเร่งแก้ไข", "actions to act on now"),
        ),
    ]


def _mean(province: Province) -> Tile:
    """The mean of the accepted forms, with how many of all offices it is of."""
    scores = province.main.scores if province.main else None
    if scores is None:
        return Tile(printed(None), NO_MEAN)
    told = {"n": scores.n, "of": province.sent.expected, "median": printed(scores.median)}
    return Tile(printed(scores.mean), Words(*(text.format(**told) for text in MEAN)))


def whereabouts(province: Province, language: Language) -> str:
    """How many offices stand where: together all that are expected; those outside of it apart."""
    counted = province.standings
    told = [
        f"{words.say(language)} {counted[standing]}"
        for standing, (words, _) in reversed([*STANDINGS.items()])
        if standing is not Standing.OUTSIDE
    ]
    line = SUM.say(language).format(parts=" · ".join(told), n=province.sent.expected)
    outside = counted[Standing.OUTSIDE]
    return line + (OUTSIDE.say(language).format(n=outside) if outside else "")


def _tiles(page: Page, book: Book, shown: Sequence[Tile]) -> None:
    for style, height in (("kpi", 54), ("kpi_label", 60)):
        page.sheet.set_row(page.row, height)
        for place, tile in enumerate(shown):
            text = tile.figure if style == "kpi" else book.say(tile.label)
            page.merge(1 + 2 * place, 2 + 2 * place, text, style)
        page.row += 1
