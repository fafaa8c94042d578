"""The plan tracker of all offices: colour with word and sign, and a strip of twelve months."""

from collections.abc import Sequence
from datetime import date

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.thai import show_day
from pso_excel.forms.choices import status_words
from pso_excel.province.office_digest import ActionRow
from pso_excel.province_book.book import RAGS, Book, remarked
from pso_excel.province_book.page import REMARK, Column, Marked, Shown

SHEET = "ติดตามแผน"
TITLE = Bilingual("ติดตามแผนยกระดับของทุกหน่วยงาน", "Upgrade plans of all offices")
BEFORE = (
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 31),
    Column(Bilingual("กิจ\nกรรม", "Act."), 6.5, "centre"),
    Column(Bilingual("สิ่งที่จะทำ", "Action"), 38.5),
    Column(Bilingual("ผู้รับผิดชอบ", "Owner"), 18.5),
    Column(Bilingual("เริ่ม", "Start"), 12, "day"),
    Column(Bilingual("สิ้นสุด", "End"), 12, "day"),
    Column(Bilingual("ตาม\nแผน", "Planned"), 7, "percent"),
    Column(Bilingual("ทำ\nได้", "Done"), 7, "percent"),
    Column(Bilingual("สถานะ", "Status"), 14.5, "centre"),
    Column(Bilingual("สี", "Colour"), 12, "centre"),
    Column(Bilingual("เลย\n(วัน)", "Over\n(days)"), 6.5, "whole"),
)
NAMING = ((0,), (2,))
RUNS, BEFORE_YEAR, AFTER_YEAR = "■", "◀", "▶"
LEGEND = Bilingual(
    "{colours} · แถบเดือนตามปีงบประมาณ: ◀ เริ่มก่อนปี ▶ เลยปี · เดือนที่เป็นปัจจุบันอยู่ในวงเล็บ",
    "{colours} · strip of the fiscal year: ◀ began before ▶ goes on after · the present month is "
    "in brackets",
)


def write(book: Book) -> None:
    """One line an action; offices by code, actions in their own order."""
    months = fiscal_months(book.province.asof)
    heads = [_month_head(month, book.province.asof) for month in months]
    columns = (*BEFORE, *heads, REMARK)
    page = book.page(SHEET, TITLE, len(columns))
    colours = " · ".join(book.in_language(words) for words, _ in RAGS.values())
    page.across(1, len(columns), book.in_language(LEGEND).format(colours=colours), "hint")
    page.columns(columns, NAMING)
    for office in book.province.offices:
        if office.received and office.digest:
            for row in office.digest.actions:
                line = [office.code, office.name, *_line(book, row), *strip(row, months)]
                page.add(remarked(book, page, line))
    page.end(frozen=5)


def fiscal_months(asof: date) -> list[date]:
    """The first days of the twelve months, October to September, of the fiscal year of a day."""
    first = asof.year if asof.month >= 10 else asof.year - 1
    return [date(first + (month > 12), (month - 1) % 12 + 1, 1) for month in range(10, 22)]


def strip(row: ActionRow, months: Sequence[date]) -> list[Shown]:
    """The months in which the action runs, in its colour."""
    if row.start is None or row.end is None:
        return [Marked("", "", "month") for _ in months]
    _, mark = RAGS[row.rag]
    begins, ends = row.start.replace(day=1), row.end.replace(day=1)
    cells: list[Shown] = []
    for month in months:
        sign = RUNS if begins <= month <= ends else ""
        if month == months[0] and begins < month <= ends:
            sign = BEFORE_YEAR
        if month == months[-1] and begins <= month < ends:
            sign = AFTER_YEAR
        cells.append(Marked(sign, mark if sign else "", "month"))
    return cells


def _month_head(month: date, asof: date) -> Column:
    present = (month.year, month.month) == (asof.year, asof.month)
    th, en = show_day(month).split(" ")[1], show_day(month, "english").split(" ")[1]
    return Column(Bilingual(f"({th})", f"({en})") if present else Bilingual(th, en), 5.5, "month")


def _line(book: Book, row: ActionRow) -> list[Shown]:
    colour, mark = RAGS[row.rag]
    return [
        row.code,
        row.action,
        row.owner,
        row.start,
        row.end,
        row.planned,
        row.percent,
        book.in_language(status_words(row.status, row.late)),
        Marked(book.in_language(colour), mark),
        Marked(row.days_overdue, "wrong") if row.days_overdue > 0 else None,
    ]
