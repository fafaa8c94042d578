"""The sheet of a repaired workbook that tells what the repair did, and keeps what has no place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms.layout import UNPLACED
from pso_excel.repair.carry_over import shown_as
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.styles import GOOD, WARNING_COLOUR, WHITE, row_height, set_page, text_lines
from pso_excel.xlsx.patcher.cell_xml import cell_text, escape_rich_string
from pso_excel.xlsx.workbook import Workbook

MARK = "#UNPLACED"
"""Stands in the hidden first column beside the headings, so that a later repair finds the list."""
COLUMNS = (
    ("unplaced_sheet", 24),
    ("unplaced_cell", 11),
    ("unplaced_value", 52),
    ("unplaced_formula", 30),
    ("unplaced_why", 58),
)
"""The labels of the list's columns and their widths in characters."""
MOST_LINES = 12
"""How high a row of the list may be; a longer text is read in its cell."""
SIGNS = {Severity.BLOCK: "✖", Severity.ERROR: "✖", Severity.WARN: "▲", Severity.INFO: "–"}
_WIDTH = sum(width for _, width in COLUMNS)


class UnplacedValue(NamedTuple):
    """One value without a place: where it stood, what was typed, its formula, and why; as text."""

    sheet: str
    cell: str
    value: str
    formula: str
    why: str


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What the sheet says: of which file, what the repair did, and the values without a place;
    ``missing`` says that the damaged file has lost more than these."""

    file: str
    told: Sequence[Problem] = ()
    kept: Sequence[UnplacedValue] = field(default_factory=tuple[UnplacedValue, ...])
    missing: bool = False


def write_unplaced(making: TemplateBuild, leftovers: Leftovers) -> None:
    """Add the sheet: its head, the report of the repair, the list of values. Whatever a text begins
    with, it is written as a text."""
    sheet, language = making.book.add_worksheet(UNPLACED), making.language
    title = term_in("unplaced_title", language)
    set_page(sheet, title, language)
    sheet.set_column(0, 0, 2, making.style("page"), {"hidden": True})
    for column, (_, width) in enumerate(COLUMNS, 1):
        sheet.set_column(column, column, width, making.style("page"))
    making.write(sheet, 1, 2, title, making.style("title"))
    sheet.set_row(0, 42)
    nothing = "unplaced_missing" if leftovers.missing else "unplaced_nothing"
    key = "unplaced_purpose" if leftovers.kept else nothing
    making.write(sheet, 2, 2, term_in(key, language), making.style("subtitle"))
    sheet.set_row(1, 30)
    row = _report(making, sheet, leftovers)
    if leftovers.kept:
        _list(making, sheet, leftovers.kept, row + 1)
    care = leftovers.kept or leftovers.missing
    sheet.set_tab_color(WARNING_COLOUR[0] if care else GOOD[0])


def _report(making: TemplateBuild, sheet: Worksheet, leftovers: Leftovers) -> int:
    """What the repair did, a line a finding; gives the row after it."""
    language = making.language
    making.span(sheet, 4, 2, 6, term_in("unplaced_report", language), making.style("section"))
    sheet.set_row(3, 34)
    row = 5
    for problem in leftovers.told:
        severity = severity_of(problem)
        style = making.style("note" if severity is not Severity.INFO else "label")
        text = f"{SIGNS[severity]}  {message(problem, language)}  [{problem.code}]"
        making.span(sheet, row, 2, 6, cell_text(text), style)
        sheet.set_row(row - 1, row_height(text_lines(text, _WIDTH)))
        row += 1
    return row


def _list(making: TemplateBuild, sheet: Worksheet, kept: Sequence[UnplacedValue], row: int) -> None:
    language = making.language
    making.write(sheet, row, 1, MARK, making.style("page"))
    for column, (key, _) in enumerate(COLUMNS, 2):
        making.write(sheet, row, column, term_in(key, language), making.style("header"))
    sheet.set_row(row - 1, 40)
    sheet.repeat_rows(row - 1)
    place = making.style("label", quote_prefix=True)
    typed = making.style("field", quote_prefix=True, text_wrap=True, align="left", indent=1)
    told = making.style("label", bg_color=WHITE, quote_prefix=True)
    styles = (place, place, typed, place, told)
    for number, each_kept in enumerate(kept, row + 1):
        lines = 1
        for column, (text, style, (_, width)) in enumerate(
            zip(each_kept, styles, COLUMNS, strict=True), 2
        ):
            if text:
                shown = escape_rich_string(cell_text(text))
                sheet.write_string(number - 1, column - 1, shown, style)
                lines = max(lines, text_lines(shown, width))
        if lines > 1:
            sheet.set_row(number - 1, row_height(min(lines, MOST_LINES)))
    sheet.autofilter(row - 1, 1, row - 1 + len(kept), len(COLUMNS))


def kept_earlier(book: Workbook) -> Iterator[UnplacedValue]:
    """The values that an earlier repair left over and nobody has placed or deleted since."""
    sheet = book.sheets.get(UNPLACED)
    if sheet is None:
        return
    heads = [place for place, cell in sheet.cells.items() if cell.value == MARK]
    first, left = min(heads, default=(0, 1))
    rows = sorted({row for row, _ in sheet.cells if row > first})
    for row in rows if first else ():
        cells = (sheet.cell(row, left + number) for number in range(1, len(COLUMNS) + 1))
        texts = [shown_as(cell) for cell in cells]
        if any(texts[2:4]):
            yield UnplacedValue(*texts)
