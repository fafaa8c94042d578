"""Every indicator of every office, one line each: the table for filters and pivots."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.model.scorecard import State
from pso_excel.province.office_digest import IndicatorRow
from pso_excel.province_book.book import STATES, Book
from pso_excel.province_book.page import Column, Marked, Shown

SHEET = "ตัวชี้วัด"
TITLE = Bilingual("ตัวชี้วัดของทุกหน่วยงาน", "Indicators of all offices")
COLUMNS = (
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 28.5),
    Column(Bilingual("ระบบ", "System"), 15),
    Column(Bilingual("ตัวชี้วัด", "Indicator"), 9, "centre"),
    Column(Bilingual("ชื่อตัวชี้วัด", "Name of the indicator"), 48.5),
    Column(Bilingual("สถานะ", "State"), 14.5, "centre"),
    Column(Bilingual("ระดับ", "Level"), 6.5, "whole"),
    Column(Bilingual("คะแนน", "Score"), 8.5, "number"),
    Column(Bilingual("เป้า\nหมาย", "Target"), 8.5, "number"),
    Column(Bilingual("น้ำหนัก\nในภาพรวม", "Share of\nthe whole"), 9, "number"),
    Column(Bilingual("คะแนนที่\nขาด", "Points\nmissing"), 8.5, "number"),
)


def write(book: Book) -> None:
    """Offices by code, indicators in the framework's order; only offices that count."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS)
    states = {state: (book.in_language(words), mark) for state, (words, mark) in STATES.items()}
    for office in book.province.offices:
        if office.received and office.digest:
            for row in office.digest.indicators:
                page.add([office.code, office.name, *_line(book, row, states)])
    page.end(frozen=3)


def _line(book: Book, row: IndicatorRow, states: dict[State, tuple[str, str]]) -> tuple[Shown, ...]:
    text, mark = states[row.state]
    return (
        book.names.short.get(row.system, row.system),
        row.code,
        book.names.indicators.get(row.code, row.code),
        Marked(text, mark) if mark else text,
        row.level,
        _score(row),
        row.target,
        row.share,
        row.weighted_gap,
    )


def _score(row: IndicatorRow) -> Shown:
    if row.score is None:
        return None
    if row.pilot:
        return Marked(row.score, "none")
    style = "starred" if row.state is State.NO_DATA else "number"
    return Marked(row.score, "good" if row.score >= row.target else "care", style)
