"""Offices by systems: the figure and a colour, with what is not a figure told in words."""

from fractions import Fraction

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.model.scorecard import State
from pso_excel.province.office_digest import Digest, SystemRow
from pso_excel.province.rollup import RollUp, Spread
from pso_excel.province.standing import OfficeRow
from pso_excel.province_book.book import STANDINGS, Book
from pso_excel.province_book.page import LINE_HEIGHT, Column, Marked, Page, Shown

SHEET = "คะแนน"
TITLE = Bilingual("คะแนนของหน่วยงานรายระบบ", "Scores of offices by system")
BEFORE = (
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 33.5),
    Column(Bilingual("กลุ่มเทียบ", "Peer group"), 12),
    Column(Bilingual("สถานะ", "Status"), 14.5, "centre"),
    Column(Bilingual("คะแนน\nรวม", "Score"), 9, "number"),
    Column(Bilingual("ผล", "Band"), 17, "centre"),
    Column(Bilingual("อันดับ\nในกลุ่ม", "Rank"), 7, "whole"),
)
AFTER = (
    Column(Bilingual("ตอบแล้ว\n(%)", "Answered\n(%)"), 8.5, "number"),
    Column(Bilingual("ไม่เกี่ยวข้อง\n(% น้ำหนัก)", "Not applic.\n(% weight)"), 9.5, "number"),
    Column(Bilingual("เกณฑ์", "Framework"), 10.5, "centre"),
)
LEGEND = Bilingual(
    "เขียว ถึงเป้าหมาย · เหลือง ต่ำกว่าเป้าหมาย · แดง ต่ำกว่าขั้นต่ำ · "
    "0.00* มีตัวชี้วัดที่ไม่มีข้อมูล (นับเป็น 0) · – ยังไม่กรอก ไม่มีคะแนน · ไม่เกี่ยวข้อง ไม่นับ · "
    "อันดับและสรุปด้านล่างคิดจากแบบที่ ✔ รับแล้วเท่านั้น",
    "Green: at target · yellow: below target · red: below the floor · 0.00*: some indicators have "
    "no data (count as 0) · –: not filled in, no score · n/a: does not count · "
    "ranks and the figures below are of ✔ accepted forms only",
)
NO_SCORE = Bilingual("✖ ผิด", "✖ wrong")
NOTHING = format_figure(None)
NOT_APPLICABLE = Bilingual("ไม่เกี่ยวข้อง", "n/a")
FIGURES = (
    (Bilingual("ค่าเฉลี่ย", "Mean"), "mean"),
    (Bilingual("ค่ากลาง (มัธยฐาน)", "Median"), "median"),
    (Bilingual("ต่ำสุด", "Lowest"), "low"),
    (Bilingual("ควอร์ไทล์ที่ 1", "First quartile"), "first"),
    (Bilingual("ควอร์ไทล์ที่ 3", "Third quartile"), "third"),
    (Bilingual("สูงสุด", "Highest"), "high"),
    (Bilingual("จำนวนหน่วยงานที่นับ", "Offices counted"), "n"),
)
NAMING = ((0,),)
SCORE_AT, SYSTEMS_AT = 5, len(BEFORE) + 1
RATES = Bilingual("การส่งแบบ (ร้อยละ)", "Returns (per cent)")
REPORTING = Bilingual("ส่งแล้ว", "Received")
TIMELY = Bilingual("ส่งทันกำหนด", "On time")
ACCEPTANCE = Bilingual("ไม่มีข้อผิด", "Without an error")
EDITION = Bilingual(
    "สรุปทั้งจังหวัด เกณฑ์ {edition}: แบบที่รับแล้ว {n} ใน {of} หน่วยงาน",
    "The province, framework {edition}: {n} accepted of {of} offices",
)
GROUP = Bilingual("ค่าเฉลี่ยกลุ่ม", "Mean of the group")
BELOW = Bilingual("ต่ำกว่าขั้นต่ำ (แห่ง)", "Below the floor (offices)")


def write(book: Book) -> None:
    """One line an office by code; below, the figures of the province for each edition."""
    systems = tuple(system.code for system in book.province.framework.systems)
    heads = [Column(_head(book, code), 11, "number") for code in systems]
    columns = (*BEFORE, *heads, *AFTER)
    page = book.page(SHEET, TITLE, len(columns))
    page.across(1, len(columns), book.in_language(LEGEND), "hint")
    page.columns(columns, NAMING, height=78)
    for office in book.province.offices:
        if office.expected:
            page.add(_line(book, office, systems))
    page.end(frozen=3)
    _summary(book, page, systems)


def _head(book: Book, code: str) -> Bilingual:
    name = book.names.short.get(code, code)
    return Bilingual(f"{name}\n{code}", f"{name}\n{code}")


def _line(book: Book, office: OfficeRow, systems: tuple[str, ...]) -> list[Shown]:
    words, mark = STANDINGS[office.standing]
    digest = office.digest if office.received else None
    rows = {row.code: row for row in digest.systems} if digest else {}
    name, colour = book.names.bands.get(digest.band if digest else "", ("", ""))
    return [
        office.code,
        office.name,
        office.peer_group,
        Marked(book.in_language(words), mark),
        _total(book, digest, colour),
        Marked(name, colour) if name else None,
        office.rank,
        *(_cell(book, digest, rows.get(code)) for code in systems),
        digest.completeness if digest else None,
        digest.na_share if digest else None,
        office.framework if digest else "",
    ]


def _total(book: Book, digest: Digest | None, colour: str) -> Shown:
    if digest is None:
        return None
    if digest.official is None:
        return Marked(book.in_language(NO_SCORE), "wrong", "centre")
    return Marked(digest.official, colour)


def _cell(book: Book, digest: Digest | None, row: SystemRow | None) -> Shown:
    """The system's score, or in words why there is none."""
    if digest is None or row is None:
        return None
    if not row.applies:
        return Marked(book.in_language(NOT_APPLICABLE), "none", "centre")
    if digest.is_unanswered(row):
        return Marked(NOTHING, "none", "centre")
    if row.official is None:
        return Marked(book.in_language(NO_SCORE), "wrong", "centre")
    states = digest.states_of(row)
    starred = "starred" if State.NO_DATA in states else "number"
    return Marked(row.official, mark_of(row), starred)


def mark_of(row: SystemRow) -> str:
    """Below the floor is wrong, below the target needs care; a pilot system is not judged."""
    if row.pilot or row.official is None:
        return "none"
    if row.below_floor:
        return "wrong"
    return "good" if round_half_up(row.official) >= row.target else "care"


def _summary(book: Book, page: Page, systems: tuple[str, ...]) -> None:
    """Below the list: how many have sent, then the figures of each edition of the framework."""
    page.row += 1
    page.across(1, len(BEFORE) + len(systems), book.in_language(RATES), "section")
    sent = book.province.sent
    for words, rate, part, whole in (
        (REPORTING, sent.reporting, sent.received, sent.expected),
        (TIMELY, sent.timely, sent.on_time, sent.expected),
        (ACCEPTANCE, sent.acceptance, sent.accepted, sent.received),
    ):
        _figure_line(
            page, f"{book.in_language(words)}: {part} / {whole}", NOTHING if rate is None else rate
        )
        page.row += 1
    for roll in book.province.rollups:
        page.row += 1
        n, of = roll.scores.n if roll.scores else 0, sent.expected
        text = book.in_language(EDITION).format(edition=roll.edition, n=n, of=of)
        page.across(1, len(BEFORE) + len(systems), text, "section")
        _figures(book, page, roll, systems)
        _groups(book, page, roll)


def _figures(book: Book, page: Page, roll: RollUp, systems: tuple[str, ...]) -> None:
    spreads = {spread.code: spread for spread in roll.systems}
    for words, figure in FIGURES:
        _figure_line(page, book.in_language(words), _figure(roll.scores, figure))
        for place, code in enumerate(systems, SYSTEMS_AT):
            page.write(place, _figure(spreads[code].scores, figure), _style(figure))
        page.row += 1
    _figure_line(page, book.in_language(BELOW), None)
    for place, code in enumerate(systems, SYSTEMS_AT):
        spread = spreads[code]
        page.write(place, NOTHING if spread.pilot or not spread.scores else spread.below, "whole")
    page.row += 1


def _groups(book: Book, page: Page, roll: RollUp) -> None:
    """The mean of each peer group."""
    for name, scores in roll.groups:
        label = f"{book.in_language(GROUP)} {name or NOTHING} ({scores.n if scores else 0})"
        _figure_line(page, label, _figure(scores, "mean"))
        page.row += 1


def _figure_line(page: Page, label: str, value: Fraction | int | str | None) -> None:
    page.sheet.set_row(page.row, LINE_HEIGHT)
    page.merge(1, SCORE_AT - 1, label, "mean")
    page.write(SCORE_AT, value, "whole" if isinstance(value, int) else "mean")


def _figure(scores: Spread | None, figure: str) -> Fraction | int | str:
    """A figure of a spread; of nothing there is none, and it is counted as none."""
    if scores is None:
        return 0 if figure == "n" else NOTHING
    return getattr(scores, figure)


def _style(figure: str) -> str:
    return "whole" if figure == "n" else "number"
