"""What to do first: the few lines a governor asks about, the gravest at the top."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import format_figure
from pso_excel.core.messages import message
from pso_excel.core.thai import show_day
from pso_excel.model.scorecard import Rag
from pso_excel.province import Province
from pso_excel.province.select import Outcome
from pso_excel.province.standing import OfficeRow, ReportingStatus
from pso_excel.province_book.book import STANDINGS, Book
from pso_excel.province_book.charts import insert_charts
from pso_excel.province_book.page import Page
from pso_excel.templates.styles import GOLD

NAMED = 80  # characters of names in a line, then how many more
LINES = 9

MISSING = Bilingual("ทวงแบบจาก {n} หน่วยงานที่ยังไม่ส่ง{due}: {who}", "{n} have not sent{due}: {who}")
DUE = Bilingual(" (กำหนด {day})", " (due {day})")
UNREADABLE = Bilingual(
    "ขอไฟล์ใหม่จาก {n} หน่วยงานที่เปิดไฟล์ไม่ได้: {who}", "{n} sent files that cannot be read: {who}"
)
EMPTY = Bilingual("{n} หน่วยงานส่งแบบที่ยังไม่ได้กรอก: {who}", "{n} sent forms not filled in: {who}")
PARTIAL = Bilingual(
    "ขอขั้นที่ยังขาดจาก {n} หน่วยงานที่ส่งบางขั้น ยังไม่มีคะแนน: {who}",
    "Ask {n} that sent some stages only, without a score, for the rest: {who}",
)
OUTSIDE = Bilingual(
    "{n} หน่วยงานที่ส่งมาไม่อยู่ในทะเบียนหรือรอบนี้ จึงไม่นับ: {who}",
    "{n} that sent are not in the registry or this round and are not counted: {who}",
)
FLOOR = Bilingual(
    "{system}ต่ำกว่าขั้นต่ำใน {n} จาก {of} หน่วยงาน (เฉลี่ย {mean})",
    "{system}: below the floor in {n} of {of} offices (mean {mean})",
)
OVERDUE = Bilingual(
    "กิจกรรม {code} ของ{office} เลยกำหนด {days} วัน: {action}",
    "Action {code} of {office} is {days} days overdue: {action}",
)
CLASH = Bilingual(
    "{n} หน่วยงานส่งไฟล์ต่างกันมากกว่าหนึ่งฉบับ โปรดยืนยันฉบับที่ใช้: {who}",
    "{n} sent more than one different file, please confirm which counts: {who}",
)
MEND = Bilingual("ส่งผลตรวจกลับให้ {n} หน่วยงานแก้ไข: {who}", "Return {n} forms to be mended: {who}")
FAILED = Bilingual("{n} ไฟล์อ่านไม่ได้หรือประมวลผลไม่ได้ ดูแผ่นไฟล์ที่ไม่นับ", "{n} files could not be used")
MORE = Bilingual(" และอีก {n} แห่ง", " and {n} more")


class Line(NamedTuple):
    """A sign, the mark that colours it, and the text."""

    sign: str
    mark: str
    text: str


def todo(province: Province, language: Language) -> list[Line]:
    """At most nine lines, each a thing a person of the province can do today."""
    return list(islice(_lines(province, language), LINES))


def _lines(province: Province, language: Language) -> Iterator[Line]:
    yield from _nobody(province, language)
    due = ""
    if province.round.due:
        style = "short" if language == "th" else "english"
        due = DUE.in_language(language).format(day=show_day(province.round.due, style))
    for status, words, sign, mark in (
        (ReportingStatus.MISSING, MISSING, "■", "wrong"),
        (ReportingStatus.UNREADABLE, UNREADABLE, "■", "wrong"),
        (ReportingStatus.EMPTY, EMPTY, "■", "wrong"),
        (ReportingStatus.PARTIAL, PARTIAL, "■", "wrong"),
    ):
        found = [office for office in province.offices if office.standing is status]
        if found:
            yield Line(sign, mark, _named(words, found, language, due))
    yield from _overdue(province, language)
    yield from _clashes(province, language)
    mend = [office for office in province.offices if office.standing is ReportingStatus.RETURNED]
    if mend:
        yield Line("▲", "care", _named(MEND, mend, language))
    outside = [
        office
        for office in province.offices
        if office.standing is ReportingStatus.OUTSIDE and office.files
    ]
    if outside:
        yield Line("▲", "care", _named(OUTSIDE, outside, language))
    yield from _low_systems(province, language)
    lost = Counter(file.outcome for file in province.files)
    n = lost[Outcome.REFUSED] + lost[Outcome.FAILED]
    if n:
        yield Line("▲", "care", FAILED.in_language(language).format(n=n))


def _nobody(province: Province, language: Language) -> Iterator[Line]:
    """That the registry is empty, before everything else."""
    for problem in province.problems:
        if problem.code == "B427":
            yield Line("■", "wrong", message(problem, language))


def _named(words: Bilingual, offices: list[OfficeRow], language: Language, due: str = "") -> str:
    names = [office.name or office.code for office in offices]
    count = 1
    while count < len(names) and sum(map(len, names[: count + 1])) <= NAMED:
        count += 1
    who = ", ".join(names[:count])
    if len(names) > count:
        who += MORE.in_language(language).format(n=len(names) - count)
    return words.in_language(language).format(n=len(offices), who=who, due=due)


def _overdue(province: Province, language: Language) -> Iterator[Line]:
    """The two actions longest overdue."""
    late = [
        (-row.days_overdue, office.code, row.code, office, row)
        for office in province.offices
        for row in office.actions
        if row.rag is Rag.RED and row.days_overdue > 0
    ]
    for _, _, _, office, row in sorted(late, key=lambda found: found[:3])[:2]:
        text = OVERDUE.in_language(language).format(
            code=row.code, office=office.name, days=row.days_overdue, action=row.action
        )
        yield Line("■", "wrong", text)


def _clashes(province: Province, language: Language) -> Iterator[Line]:
    names = {office.code: office for office in province.offices}
    codes = dict.fromkeys(
        problem.location.office for problem in province.problems if problem.code in ("B405", "F017")
    )
    if codes:
        yield Line("▲", "care", _named(CLASH, [names[code] for code in codes], language))


def _low_systems(province: Province, language: Language) -> Iterator[Line]:
    """The two systems that most offices have below their floor."""
    systems = {system.code: system for system in province.framework.systems}
    rolls = [spread for spread in (province.main.systems if province.main else ()) if spread.scores]
    for spread in sorted(rolls, key=lambda spread: (-spread.below, spread.code))[:2]:
        if spread.below and spread.scores:
            name = (
                systems[spread.code].name.in_language(language)
                if spread.code in systems
                else spread.code
            )
            text = FLOOR.in_language(language).format(
                system=name,
                n=spread.below,
                of=spread.scores.n,
                mean=format_figure(spread.scores.mean),
            )
            yield Line("▲", "care", text)


SHEET = "ภาพรวม"
TITLE = Bilingual("ภาพรวมจังหวัด{name} รอบ {round}", "{name} province, round {round}")
LAST = 12
STATUS = (4, 2)  # the cell where a refresh of the open book tells what came of it
CHART_ROWS = 13
FIRST_THINGS = Bilingual("สิ่งที่ต้องทำก่อน", "What to do first")
NOTHING = Bilingual("✔ ไม่มีเรื่องค้าง", "✔ nothing is pending")
GUIDE = Bilingual("แผ่นอื่นในเล่มนี้", "The other sheets of this book")
SHEETS = Bilingual(
    "การส่ง: ใครส่งแล้ว · คะแนน: รายระบบ · ตัวชี้วัด · ช่องว่าง · ติดตามแผน · ปัญหาที่พบ · ไฟล์ที่ไม่นับ",
    "การส่ง who has sent · คะแนน scores · ตัวชี้วัด indicators · ช่องว่าง gaps · ติดตามแผน tracker · "
    "ปัญหาที่พบ problems · ไฟล์ที่ไม่นับ files left out",
)
MEAN = Bilingual(
    "คะแนนเฉลี่ย {n} ใน {of} หน่วยงาน\n(ค่ากลาง {median})",
    "mean score, {n} of {of} offices\n(median {median})",
)
NO_MEAN = Bilingual(
    "ยังไม่มีแบบที่รับแล้ว\nจึงยังไม่มีคะแนนเฉลี่ย", "no form is accepted yet,\nso there is no mean"
)
SUM = Bilingual("{parts} · รวม {n} หน่วยงาน", "{parts} · {n} offices in all")
OUTSIDE_NOTE = Bilingual(
    " · อีก {n} แห่งไม่อยู่ในทะเบียนหรือรอบนี้ ไม่นับในตัวเลขใด",
    " · {n} more, not in the registry or this round, are in no figure",
)

CHANGES = Bilingual("กติกาที่ปรับ", "กติกาที่ปรับ rules that the province changed")


class Tile(NamedTuple):
    """A figure to be seen from afar, and what it is."""

    figure: str
    label: Bilingual


def write(book: Book) -> None:
    """Write the overview; its charts read the hidden sheet that ``charts`` makes."""
    province = book.province
    title = Bilingual(
        *(text.format(name=province.name, round=province.round.code) for text in TITLE)
    )
    page = book.page(SHEET, title, LAST, GOLD)
    page.sheet.set_column(0, 0, 2)
    page.sheet.set_column(1, LAST, 13)
    page.across(1, LAST, "", "hint")
    _tiles(page, book, tiles(province))
    page.across(1, LAST, whereabouts(province, book.language), "hint")
    insert_charts(book, page.sheet, page.row)
    page.row += CHART_ROWS
    page.across(1, LAST, book.in_language(FIRST_THINGS), "section", 34)
    lines = todo(province, book.language)
    for sign, mark, text in lines:
        page.sheet.set_row(page.row, 30)
        page.text(1, sign, "sign", mark)
        page.merge(2, LAST, text, "line")
        page.row += 1
    if not lines:
        page.across(1, LAST, book.in_language(NOTHING), "line")
    page.row += 1
    more = f" · {book.in_language(CHANGES)}" if province.changes else ""
    page.across(1, LAST, f"{book.in_language(GUIDE)}: {book.in_language(SHEETS)}{more}", "hint")
    page.sheet.fit_to_pages(1, 1)


def tiles(province: Province) -> list[Tile]:
    """The six figures of the overview. The mean is of the accepted forms, the actions of all forms
    received."""
    sent, returned = province.sent, province.standings[ReportingStatus.RETURNED]
    colours = [row.rag for office in province.offices for row in office.actions]
    return [
        Tile(f"{sent.received} / {sent.expected}", Bilingual("หน่วยงานที่ส่งแล้ว", "offices received")),
        _mean(province),
        Tile(f"{sent.accepted} ✔", Bilingual("แบบที่ไม่มีข้อผิดแล้ว", "forms without an error")),
        Tile(f"{returned} ▲", Bilingual("แบบที่ต้องแก้ไข", "forms to be mended")),
        Tile(
            str(len(colours)),
            Bilingual(
                f"กิจกรรมในแผนยกระดับ\nของ {sent.received} หน่วยงานที่ส่งแล้ว",
                f"actions in the plans\nof {sent.received} offices received",
            ),
        ),
        Tile(
            f"{colours.count(Rag.RED)} ■",
            Bilingual("กิจกรรมที่ต้องเร่งแก้ไข", "actions to act on now"),
        ),
    ]


def _mean(province: Province) -> Tile:
    """The mean of the accepted forms, with how many of all offices it is of."""
    scores = province.main.scores if province.main else None
    if scores is None:
        return Tile(format_figure(None), NO_MEAN)
    told = {"n": scores.n, "of": province.sent.expected, "median": format_figure(scores.median)}
    return Tile(format_figure(scores.mean), Bilingual(*(text.format(**told) for text in MEAN)))


def whereabouts(province: Province, language: Language) -> str:
    """How many offices stand where: together all that are expected; those outside of it apart."""
    counted = province.standings
    lines = [
        f"{words.in_language(language)} {counted[status]}"
        for status, (words, _) in reversed([*STANDINGS.items()])
        if status is not ReportingStatus.OUTSIDE
    ]
    line = SUM.in_language(language).format(parts=" · ".join(lines), n=province.sent.expected)
    outside = counted[ReportingStatus.OUTSIDE]
    return line + (OUTSIDE_NOTE.in_language(language).format(n=outside) if outside else "")


def _tiles(page: Page, book: Book, shown: Sequence[Tile]) -> None:
    for style, height in (("kpi", 54), ("kpi_label", 60)):
        page.sheet.set_row(page.row, height)
        for place, tile in enumerate(shown):
            text = tile.figure if style == "kpi" else book.in_language(tile.label)
            page.merge(1 + 2 * place, 2 + 2 * place, text, style)
        page.row += 1
