"""What a person put into a province book besides remarks, which no book after it would have."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.faults import refusing
from pso_excel.core.messages import term
from pso_excel.intake import read_book
from pso_excel.province_book import buttons, charts, contents, overview, remarks
from pso_excel.province_book.contents import Written, written_in
from pso_excel.province_book.page import INKS, REMARK, STYLES, sum_of, text_of
from pso_excel.province_book.remarks import ReadRemarks
from pso_excel.templates.styles import STYLES as MEANINGS
from pso_excel.templates.styles import properties_of
from pso_excel.xlsx.patcher import is_stamped
from pso_excel.xlsx.reader.extras import MARKS, Ink, Look, SheetExtras, read_besides, unusual_looks
from pso_excel.xlsx.workbook import Sheet, Workbook

UNSUMMED = (charts.SHEET, contents.SHEET, buttons.SHEET)
DRAWN = 2  # charts of the overview
Spot = tuple[int, int]


def former_book(data: bytes, file: str = "") -> tuple[ReadRemarks, list[Bilingual]]:
    """The remarks in a province book, and what else a person put there. Refused: as reading it."""
    if is_stamped(data):  # nobody has saved it
        return remarks.read_taken(data, file), []
    book = read_book(data, file, limits=remarks.OWN_LIMITS)
    return remarks.take_remarks(book), persons_own(data, book)


def persons_own(data: bytes, book: Workbook) -> list[Bilingual]:
    """What is in a province book (its bytes, and as it was read) that this program did not write
    and that remarks do not carry on; each as a few words. Refused as ``read_book``."""
    written = written_in(book)
    if not written:
        return [term("own_unknown")]
    limits = remarks.OWN_LIMITS
    with refusing():
        besides, odd = read_besides(data, limits), unusual_looks(data, usual_looks(), limits)
    own = [
        name for name in (*book.sheets, *book.skipped_sheets) if name not in {*written, *UNSUMMED}
    ]
    ours = [sheet for name, sheet in book.sheets.items() if name in written]
    typed = [sheet.name for sheet in ours if _is_typed_in(sheet, written[sheet.name], besides)]
    notes = sum(len(extras.notes) for name, extras in besides.items() if name not in own)
    notes += book.active_content.get("threaded_comments", 0)
    drawn = sum(extras.drawn for name, extras in besides.items() if name not in own)
    looks = [
        each_sheet.name
        for each_sheet in ours
        if _own_looks(each_sheet, written[each_sheet.name], odd)
    ]
    return [
        *_change_words("own_sheets", own),
        *_change_words("own_typed", typed),
        *_change_words("own_notes", [str(notes)] if notes else []),
        *([term("own_drawn")] if drawn > DRAWN + (buttons.SHEET in book.sheets) else []),
        *_change_words("own_looks", looks),
    ]


def changed_within(sheet: Sheet, written: Written, last: int) -> bool:
    """Whether a person changed what stands in our columns down to a row, but for remarks."""
    if sheet.name == remarks.SHEET:
        return False
    cells = ((spot, text) for spot, text in _summed(sheet) if spot[1] <= written.width)
    return sum_of(cell for cell in cells if cell[0][0] <= last) != written.total


def _is_typed_in(sheet: Sheet, written: Written, besides: Mapping[str, SheetExtras]) -> bool:
    """Whether a person typed something into a sheet of ours, over what stood there or beside it."""
    formulas = besides[sheet.name].formulas if sheet.name in besides else {}
    beyond = any(column > written.width for _, column in sheet.cells)
    last = max((row for row, _ in sheet.cells), default=0)
    return bool(formulas) or beyond or changed_within(sheet, written, last)


def _summed(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    """What counts for the sum: not keys, remarks and what a press writes."""
    heads = [spot for spot, cell in sheet.cells.items() if cell.value in REMARK.label]
    top, remarked = min(heads, default=(0, 0))
    for spot, cell in sheet.cells.items():
        is_remark = spot[1] == remarked and spot[0] > top
        is_key = spot[1] == 1 and sheet.name != overview.SHEET
        is_pressed = sheet.name == overview.SHEET and spot == overview.STATUS
        if not (is_remark or is_key or is_pressed):
            yield spot, cell.error or text_of(cell.value)


def _own_looks(sheet: Sheet, written: Written, odd: Mapping[str, Iterable[Spot]]) -> bool:
    """Whether cells of ours were given another colour or other letters."""
    return any(column <= written.width for _, column in odd.get(sheet.name, ()))


def _change_words(key: str, found: list[str]) -> list[Bilingual]:
    listed = ", ".join(found)
    return [Bilingual(*(text.format(what=listed) for text in term(key)))] if found else []


@cache
def usual_looks() -> frozenset[Look]:
    """Every look that this program gives to a cell, and that of a cell it gave none."""
    plain = {Look(Ink(colour)) for colour in ("", "#000000", "theme1")}
    styles: list[tuple[str, Mapping[str, object]]] = [(name, {}) for name in MEANINGS]
    marks: list[Mapping[str, object]] = [{}]
    marks += [{"font_color": ink, "bg_color": ground} for ink, ground in INKS.values()]
    made = {
        _look_of(properties_of(meaning, **{**more, **mark}))
        for meaning, more in (*styles, *STYLES.values())
        for mark in marks
    }
    return frozenset(plain | made)


def _look_of(properties: Mapping[str, object]) -> Look:
    named = {"b": "bold", "i": "italic", "u": "underline", "strike": "font_strikeout"}
    marks = " ".join(mark for mark in MARKS if properties.get(named[mark]))
    ink, ground = (str(properties.get(name, "")) for name in ("font_color", "bg_color"))
    return Look(Ink(ink.upper(), marks), ground.upper())
