"""The words of the province book: states, colours of actions, systems and indicators by name."""

import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook

from pso_excel.buttons import COMMANDS, PRESS, SAYINGS, SECONDS
from pso_excel.buttons.own_macros import macro_sources, packed
from pso_excel.core.bilingual import Language, Words
from pso_excel.core.messages import label
from pso_excel.core.problem import Severity
from pso_excel.core.thai import code_key, key, show_day
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import META_SHEET
from pso_excel.model.scorecard import Rag, State
from pso_excel.province import Province
from pso_excel.province.select import Outcome
from pso_excel.province.standing import Standing
from pso_excel.province_book import overview
from pso_excel.province_book.page import Column, Naming, Page, Shown, Styles, row_key
from pso_excel.templates.styles import FONT, TEAL
from pso_excel.vba.project import WORKBOOK, vba_project
from pso_excel.xlsx.workbook import Sheet

STANDINGS: Mapping[Standing, tuple[Words, str]] = {
    Standing.MISSING: (Words("✖ ยังไม่ส่ง", "✖ not sent"), "wrong"),
    Standing.UNREADABLE: (Words("✖ เปิดไฟล์ไม่ได้", "✖ cannot be read"), "wrong"),
    Standing.EMPTY: (Words("– ส่งแบบเปล่า", "– sent empty"), "none"),
    Standing.PARTIAL: (Words("– ส่งบางขั้น", "– some stages sent"), "none"),
    Standing.RETURNED: (Words("▲ ต้องแก้ไข", "▲ to mend"), "care"),
    Standing.ACCEPTED: (Words("✔ รับแล้ว", "✔ accepted"), "good"),
    Standing.OUTSIDE: (Words("– นอกรอบ", "– not in this round"), "none"),
}
"""In the order in which a province has to see to them."""
OUTCOMES: Mapping[Outcome, tuple[Words, str]] = {
    Outcome.USED: (Words("✔ นับแล้ว", "✔ counted"), "good"),
    Outcome.SAME: (Words("– ไฟล์ซ้ำ", "– the same file"), "none"),
    Outcome.REPLACED: (Words("– ใช้ฉบับอื่น", "– another counts"), "none"),
    Outcome.OTHER_ROUND: (Words("✖ รอบอื่น", "✖ other round"), "wrong"),
    Outcome.AFTER_CLOSING: (Words("✖ หลังปิดรอบ", "✖ after closing"), "wrong"),
    Outcome.NO_OFFICE: (Words("✖ ไม่ทราบหน่วยงาน", "✖ office unclear"), "wrong"),
    Outcome.REFUSED: (Words("✖ อ่านไม่ได้", "✖ not readable"), "wrong"),
    Outcome.FAILED: (Words("✖ ประมวลผลไม่ได้", "✖ failed"), "wrong"),
    Outcome.IGNORED: (Words("– ไฟล์ชั่วคราว", "– temporary file"), "none"),
}
STATES: Mapping[State, tuple[Words, str]] = {
    State.BLANK: (Words("– ยังไม่กรอก", "– blank"), "none"),
    State.NA: (Words("ไม่เกี่ยวข้อง", "not applicable"), "none"),
    State.NO_DATA: (Words("▲ ไม่มีข้อมูล", "▲ no data"), "care"),
    State.SCORED: (Words("ประเมินแล้ว", "assessed"), ""),
    State.BAD: (Words("✖ อ่านไม่ได้", "✖ unreadable"), "wrong"),
}
RAG_MARKS: Mapping[Rag, str] = {
    Rag.BLUE: "done",
    Rag.GREEN: "good",
    Rag.AMBER: "care",
    Rag.RED: "wrong",
    Rag.GREY: "none",
    Rag.WRONG: "wrong",
}
RAGS: Mapping[Rag, tuple[Words, str]] = {
    rag: (words_of("rag", rag), mark) for rag, mark in RAG_MARKS.items()
}
"""The colours of actions, in the words of the offices' own sheets."""
SEVERITIES: Mapping[Severity, tuple[Words, str]] = {
    Severity.BLOCK: (Words("✖ อ่านไม่ได้", "✖ blocked"), "wrong"),
    Severity.ERROR: (Words("✖ ต้องแก้ไข", "✖ to mend"), "wrong"),
    Severity.WARN: (Words("▲ โปรดยืนยัน", "▲ to confirm"), "care"),
    Severity.INFO: (Words("– เพื่อทราบ", "– to know"), "none"),
}
CLOSED = Words("(ปิดรับแล้ว)", "(closed)")
ACKNOWLEDGED = Words("✔ รับทราบ", "✔ acknowledged"), "none"


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
        {one.code: one.name.say(language) for one in pack.systems},
        {one.code: one.short.say(language) for one in pack.systems},
        {one.code: one.name.say(language) for one in pack.indicators},
        {one.code: (one.name.say(language), one.mark) for one in pack.bands},
    )


def asof_line(province: Province, language: Language) -> str:
    """As of when, which round, and whether the result can stand."""
    sent, closed = province.sent, ""
    if not province.round.open:
        closed = f" {CLOSED.say(language)}"
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
    return f"▲ {province.framework.notice.say(language)}"


HIDDEN, FIRST = 1, 2  # columns of a sheet, counted from 1: the keys, and the first one seen


class Line(NamedTuple):
    """A row of a list as it is read: its number, the key that is hidden and the one seen."""

    row: int
    hidden: str
    seen: str


def lines_of(sheet: Sheet, columns: Sequence[Column], naming: Naming) -> list[Line]:
    """The rows below the header of a list. Columns that were moved are found by their headings."""
    header, found = _headings(sheet, columns)
    places = {place: found.get(place, FIRST + place) for part in naming for place in part}
    seen_in = {*places.values(), HIDDEN}
    rows = sorted({row for row, column in sheet.cells if row > header and column in seen_in})
    return [
        Line(
            row,
            text_at(sheet, row, HIDDEN),
            row_key({place: text_at(sheet, row, at) for place, at in places.items()}, naming),
        )
        for row in rows
    ]


def owners(lines: Sequence[Line]) -> dict[int, str]:
    """The key of each row that has one without doubt.

    Where the seen keys of the rows are the hidden ones in another order, they are followed. Else a
    row is known when both agree, or, where no key is hidden, when nothing else is called the same.
    """
    spelt: dict[str, set[str]] = {}
    for line in lines:
        if line.hidden:
            spelt.setdefault(_alike(line.hidden), set()).add(line.hidden)
    named = {line.row: _spelt(line.seen, spelt) for line in lines}
    keyed = [line for line in lines if line.hidden]
    moved = Counter(named[line.row] for line in keyed) == Counter(line.hidden for line in keyed)
    called = Counter(named.values())
    return {
        line.row: named[line.row]
        for line in lines
        if (moved or named[line.row] == line.hidden if line.hidden else called[line.seen] == 1)
    }


def _spelt(seen: str, spelt: Mapping[str, Collection[str]]) -> str:
    """The key that reads as the one seen, as it is hidden in some row; else as it is seen."""
    known = spelt.get(_alike(seen), ())
    return seen if len(known) != 1 else next(iter(known))


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands in a cell, as a text."""
    value = sheet.cell(row, column).value
    return "" if value is None else str(value).strip()


def _headings(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, Mapping[int, int]]:
    """The row with the most headings of the list, and the column of each (by its place)."""
    places = dict(_spellings(columns))
    rows: dict[int, dict[int, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if isinstance(cell.value, str) and (place := places.get(key(cell.value))) is not None:
            rows.setdefault(row, {}).setdefault(place, column)
    if not rows:
        return 0, {}
    header = min(rows, key=lambda row: (-len(rows[row]), row))
    return header, rows[header]


def _spellings(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    for place, column in enumerate(columns):
        for text in column.label:
            yield key(text), place


def _alike(text: str) -> str:
    """Codes that read the same: one of digits may have become a number."""
    return " ".join(part.lstrip("0") or part for part in map(code_key, text.split()))


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

    def say(self, words: Words) -> str:
        """The words in the language of the book."""
        return words.say(self.language)

    def page(self, sheet: str, title: Words, last: int, tab: str = TEAL) -> Page:
        """A new sheet with its title, as-of line and notice over ``last`` columns."""
        page = Page(self.workbook, self.styles, sheet, self.language)
        asof = asof_line(self.province, self.language)
        text = notice(self.province, self.language)
        page.prepare(self.say(title), asof, text, last, tab)
        self.pages.append(page)
        return page


def remarked(book: Book, page: Page, line: list[Shown]) -> list[Shown]:
    """The line with the remark that a person typed at its key in the book before this one; of
    several lines of one key the first has it."""
    named = page.name, page.key(line)
    remark = "" if named in book.shown else book.remarks.get(named, "")
    book.shown.add(named)
    return [*line, remark]


SHEET = META_SHEET
WAITS = {**SECONDS, "PSO_WAIT_DONE": 900}  # a whole province takes minutes when all is read anew
PLACE = (0, 10)  # beside the title of the overview
SIZE = {"width": 170, "height": 44, "x_offset": 6, "y_offset": 8}  # pixels
FACE = (b'face="Calibri" size="220"', f'face="{FONT}" size="{16 * 20}"'.encode())
"""The typeface of XlsxWriter's buttons, in twentieths of a point, and ours."""


def write(book: Book) -> None:
    """The button, its macros and the cells they look up by name; nothing in a book without."""
    if not book.macros:
        return
    (refresh,) = (one for one in COMMANDS if one.group == "province")
    named = {"macro": refresh.macro, "caption": book.say(refresh.caption)}
    page = next(one for one in book.workbook.worksheets() if one.name == overview.SHEET)
    page.insert_button(*PLACE, {**named, "description": book.say(refresh.tip), **SIZE})
    sheet = book.workbook.add_worksheet(SHEET)
    said = {name: label(key, book.language) for name, key in SAYINGS.items()}
    cells: dict[str, str | int] = {PRESS: "", **said, **WAITS}
    for row, (name, value) in enumerate(cells.items()):
        sheet.write_string(row, 0, name)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        else:
            sheet.write_string(row, 1, value)
        book.workbook.define_name(name, f"={SHEET}!$B${row + 1}")
    sheet.hide()
    documents = [WORKBOOK, *(f"Sheet{n}" for n in range(1, len(book.workbook.worksheets()) + 1))]
    project = vba_project(macro_sources(), documents)
    book.workbook.add_vba_project(BytesIO(project), is_stream=True)
    book.workbook.set_vba_name(WORKBOOK)


def in_our_face(data: bytes) -> bytes:
    """The book with the caption of its button in our typeface."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    drawn = {name: parts[name].replace(*FACE) for name in parts if "vmlDrawing" in name}
    return packed({**parts, **drawn})
