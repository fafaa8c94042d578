"""The words of the province book: states, colours of actions, systems and indicators by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.problem import Severity
from pso_excel.core.thai import show_day
from pso_excel.forms.choices import words_of
from pso_excel.model.scorecard import Rag, State
from pso_excel.province import Province
from pso_excel.province.select import Outcome
from pso_excel.province.standing import ReportingStatus
from pso_excel.province_book.page import Page, Shown, Styles
from pso_excel.templates.styles import TEAL

STANDINGS: Mapping[ReportingStatus, tuple[Bilingual, str]] = {
    ReportingStatus.MISSING: (Bilingual("✖ ยังไม่ส่ง", "✖ not sent"), "wrong"),
    ReportingStatus.UNREADABLE: (Bilingual("✖ เปิดไฟล์ไม่ได้", "✖ cannot be read"), "wrong"),
    ReportingStatus.EMPTY: (Bilingual("– ส่งแบบเปล่า", "– sent empty"), "none"),
    ReportingStatus.PARTIAL: (Bilingual("– ส่งบางขั้น", "– some stages sent"), "none"),
    ReportingStatus.RETURNED: (Bilingual("▲ ต้องแก้ไข", "▲ to mend"), "care"),
    ReportingStatus.ACCEPTED: (Bilingual("✔ รับแล้ว", "✔ accepted"), "good"),
    ReportingStatus.OUTSIDE: (Bilingual("– นอกรอบ", "– not in this round"), "none"),
}
"""In the order in which a province has to see to them."""
OUTCOMES: Mapping[Outcome, tuple[Bilingual, str]] = {
    Outcome.USED: (Bilingual("✔ นับแล้ว", "✔ counted"), "good"),
    Outcome.SAME: (Bilingual("– ไฟล์ซ้ำ", "– the same file"), "none"),
    Outcome.REPLACED: (Bilingual("– ใช้ฉบับอื่น", "– another counts"), "none"),
    Outcome.OTHER_ROUND: (Bilingual("✖ รอบอื่น", "✖ other round"), "wrong"),
    Outcome.AFTER_CLOSING: (Bilingual("✖ หลังปิดรอบ", "✖ after closing"), "wrong"),
    Outcome.NO_OFFICE: (Bilingual("✖ ไม่ทราบหน่วยงาน", "✖ office unclear"), "wrong"),
    Outcome.REFUSED: (Bilingual("✖ อ่านไม่ได้", "✖ not readable"), "wrong"),
    Outcome.FAILED: (Bilingual("✖ ประมวลผลไม่ได้", "✖ failed"), "wrong"),
    Outcome.IGNORED: (Bilingual("– ไฟล์ชั่วคราว", "– temporary file"), "none"),
}
STATES: Mapping[State, tuple[Bilingual, str]] = {
    State.BLANK: (Bilingual("– ยังไม่กรอก", "– blank"), "none"),
    State.NA: (Bilingual("ไม่เกี่ยวข้อง", "not applicable"), "none"),
    State.NO_DATA: (Bilingual("▲ ไม่มีข้อมูล", "▲ no data"), "care"),
    State.SCORED: (Bilingual("ประเมินแล้ว", "assessed"), ""),
    State.BAD: (Bilingual("✖ อ่านไม่ได้", "✖ unreadable"), "wrong"),
}
RAG_MARKS: Mapping[Rag, str] = {
    Rag.BLUE: "done",
    Rag.GREEN: "good",
    Rag.AMBER: "care",
    Rag.RED: "wrong",
    Rag.GREY: "none",
    Rag.WRONG: "wrong",
}
RAGS: Mapping[Rag, tuple[Bilingual, str]] = {
    rag: (words_of("rag", rag), mark) for rag, mark in RAG_MARKS.items()
}
"""The colours of actions, in the words of the offices' own sheets."""
SEVERITIES: Mapping[Severity, tuple[Bilingual, str]] = {
    Severity.BLOCK: (Bilingual("✖ อ่านไม่ได้", "✖ blocked"), "wrong"),
    Severity.ERROR: (Bilingual("✖ ต้องแก้ไข", "✖ to mend"), "wrong"),
    Severity.WARN: (Bilingual("▲ โปรดยืนยัน", "▲ to confirm"), "care"),
    Severity.INFO: (Bilingual("– เพื่อทราบ", "– to know"), "none"),
}
CLOSED = Bilingual("(ปิดรับแล้ว)", "(closed)")
ACKNOWLEDGED = Bilingual("✔ รับทราบ", "✔ acknowledged"), "none"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the framework's systems, indicators and bands in one language."""

    systems: Mapping[str, str]
    short: Mapping[str, str]
    indicators: Mapping[str, str]
    bands: Mapping[str, tuple[str, str]]


def names_of(province: Province, language: Language) -> Names:
    """The names in the round's framework; what is not in it is shown by its code."""
    pack = province.framework
    return Names(
        {system.code: system.name.in_language(language) for system in pack.systems},
        {system.code: system.short.in_language(language) for system in pack.systems},
        {indicator.code: indicator.name.in_language(language) for indicator in pack.indicators},
        {band.code: (band.name.in_language(language), band.mark) for band in pack.bands},
    )


def asof_line(province: Province, language: Language) -> str:
    """As of when, which round, and whether the result can stand."""
    sent, closed = province.sent, ""
    if not province.round.open:
        closed = f" {CLOSED.in_language(language)}"
    if language == "en":
        state = "provisional result" if province.provisional else "result"
        day = show_day(province.asof, "english")
        return (
            f"As of {day} · round {province.round.code}{closed} · {state}: "
            f"{sent.received} of {sent.expected} offices received"
        )
    state = "ผลชั่วคราว" if province.provisional else "ผล"
    return (
        f"ข้อมูล ณ {show_day(province.asof, 'long')} · รอบ {province.round.code}{closed} · {state}: "
        f"ได้รับ {sent.received} จาก {sent.expected} หน่วยงาน"
    )


def notice(province: Province, language: Language) -> str:
    """That the figures of the framework are not official."""
    return f"▲ {province.framework.notice.in_language(language)}"


Remarks = Mapping[tuple[str, str], str]  # (sheet, key of the row) -> what a person typed there


@dataclass(frozen=True, slots=True)
class Book:
    """What every room of the province book needs; ``shown`` are the keys of remarks that found
    their row again, ``pages`` the sheets made so far. ``macros``: it has a button."""

    workbook: Workbook
    styles: Styles
    province: Province
    language: Language
    names: Names
    remarks: Remarks
    macros: bool = False
    shown: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    pages: list[Page] = field(default_factory=list[Page])

    def in_language(self, words: Bilingual) -> str:
        """The words in the language of the book."""
        return words.in_language(self.language)

    def page(self, sheet: str, title: Bilingual, last: int, tab: str = TEAL) -> Page:
        """A new sheet with its title, as-of line and notice over ``last`` columns."""
        page = Page(self.workbook, self.styles, sheet, self.language)
        asof = asof_line(self.province, self.language)
        text = notice(self.province, self.language)
        page.prepare(self.in_language(title), asof, text, last, tab)
        self.pages.append(page)
        return page


def remarked(book: Book, page: Page, line: list[Shown]) -> list[Shown]:
    """The line with the remark that a person typed at its key in the book before this one; of
    several lines of one key the first has it."""
    named = page.name, page.key(line)
    remark = "" if named in book.shown else book.remarks.get(named, "")
    book.shown.add(named)
    return [*line, remark]


class TextsInTable(Worksheet):
    """A sheet that writes its texts as Excel does. XlsxWriter's own rows on disk hold each text in
    its cell, which Excel moves into the table at the first saving."""

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        result = super()._write_string(row, col, string, cell_format)
        if result != -1:
            cell = self.table[row][col]
            index = self.str_table._get_shared_string_index(cell.string)  # pyright: ignore[reportPrivateUsage]
            self.table[row][col] = cell._replace(string=index)
        return result

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        self.constant_memory = False  # here this says only that texts are indexes of the table
        super()._write_cell(row, col, cell)
        self.constant_memory = True


class WorkbookByRow(Workbook):
    """A workbook of such sheets; each row is written once, from the first to the last."""

    worksheet_class = TextsInTable
