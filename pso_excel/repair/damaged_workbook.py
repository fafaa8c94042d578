"""The old workbook opened as far as it can be: read as it is, else from what is whole of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pso_excel.buttons import PRESS
from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.faults import refusing
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.forms.layout import GUIDE, LISTS_SHEET
from pso_excel.intake import read_book
from pso_excel.intake.column_matcher import header_key
from pso_excel.xlsx.reader import Limits
from pso_excel.xlsx.reader.extras import SheetExtras, read_besides
from pso_excel.xlsx.reader.salvage import Cut, Salvaged, salvage
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook

DAMAGED = frozenset({"F001", "F038", "F040"})
"""Refusals after which parts of the package may still be read."""
OTHER_KINDS, WORKBOOK = frozenset({"F003", "F022"}), b"xl/workbook.xml"
"""Refusals of what looks like another kind of file once its directory is damaged, and the name of a
part that says what it was."""
STYLES = b"xl/styles.xml"
WITHOUT_ANSWERS = (GUIDE, LISTS_SHEET)
"""Sheets in which an office types nothing."""

MACROS = b"xl/vbaProject.bin"
"""Where macros stand in a package; names are not compressed, so that a damaged one has it too."""
KEPT = frozenset({"notes", "threaded_comments", "former_macros"})
"""What is counted among the active content of a file and is carried over, as text, or replaced by
what is ours now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook, what stands in it besides values, and what was told of it (M010, M014, M016,
    M017, M019, M022).

    ``macros`` says that it is one of ours with buttons, and that they still have their macros;
    ``damage`` is what it was refused for, ``missing`` how many sheets, rows, cells and formats are
    known to be lost, ``cells`` those of them that stand nowhere.
    """

    book: Workbook
    besides: dict[str, SheetExtras]
    told: tuple[Problem, ...] = field(default_factory=tuple[Problem, ...])
    macros: bool = False
    damage: Problem | None = None
    missing: int = 0
    cells: int = 0


def open_damaged(data: bytes, file: str, limits: Limits) -> Opened:
    """Read the workbook; of a damaged package what can be read. Raises :class:`Refused` with the
    first fault when nothing can be saved."""
    macros = MACROS in data
    try:
        opened = _opened(data, file, limits)
        if STYLES not in data:
            opened = _without_styles(opened, salvage(data, limits))
    except Refused as refused:
        saved = salvage(data, limits) if _is_damaged(refused.problem, data) else None
        if saved is None:
            raise
        opened = _salvaged(saved, file, limits, refused.problem)
    problems, book = list(opened.told), opened.book
    lost = sum(number for what, number in book.active_content.items() if what not in KEPT)
    if lost := lost + sum(link.number for link in book.outside):
        problems.append(Problem("M014", values={"n": str(lost)}))
    return replace(opened, told=tuple(problems), macros=macros and PRESS in book.names)


def _is_damaged(problem: Problem, data: bytes) -> bool:
    return problem.code in DAMAGED or (problem.code in OTHER_KINDS and WORKBOOK in data)


def _opened(data: bytes, file: str, limits: Limits) -> Opened:
    with refusing(file):
        return Opened(read_book(data, file, limits=limits), read_besides(data, limits))


def _without_styles(opened: Opened, saved: Salvaged | None) -> Opened:
    """A workbook that refers to formats and has none."""
    numbers = saved.numbers if saved else 0
    told = (_formats_lost(numbers),) if numbers else ()
    return replace(opened, told=told, missing=numbers)


def _salvaged(saved: Salvaged, file: str, limits: Limits, damage: Problem) -> Opened:
    try:
        opened = _opened(saved.data, file, limits)
    except Refused:
        raise Refused(damage) from None
    sheets = [name for name in saved.sheets if name not in WITHOUT_ANSWERS]
    cut = {name: cut for name, cut in saved.cut.items() if name not in WITHOUT_ANSWERS}
    rows = sum(each_cut.rows for each_cut in cut.values())
    return replace(
        opened,
        told=tuple(_loss_problems(saved, sheets, cut)),
        damage=damage,
        missing=len(sheets) + rows + saved.cells + saved.numbers + saved.besides,
        cells=saved.cells,
    )


def _loss_problems(saved: Salvaged, sheets: list[str], cut: Mapping[str, Cut]) -> Iterator[Problem]:
    """M010 the parts, M016 sheets that are lost, M017 those that end too early, M019 formats, M022
    notes and text boxes."""
    where = term("damaged_sheets") if saved.read else NO_WORDS
    where = Bilingual(*(text.format(sheets=", ".join(saved.read)) for text in where))
    counts = {"n": str(saved.parts), "lost": str(saved.lost)}
    yield Problem("M010", values={**counts, "where": where})
    if sheets:
        yield Problem("M016", values={"n": str(len(sheets)), "sheets": ", ".join(sheets)})
    for name, each_cut in cut.items():
        values = {"sheet": name, "row": str(each_cut.last), "n": str(each_cut.rows)}
        yield Problem("M017", Location(sheet=name), values)
    if saved.numbers:
        yield _formats_lost(saved.numbers)
    if saved.besides:
        yield Problem("M022", values={"n": str(saved.besides)})


def _formats_lost(numbers: int) -> Problem:
    return Problem("M019", values={"n": str(numbers)})


ROW_ID = re.compile(r"[@#]\w[\w.]*|r[0-9]{1,4}")
ENOUGH_IDS = 2
MOST_COLUMNS = 200
Line = dict[int, Cell]
Spot = tuple[str, int, int]
"""A cell: its sheet, row and column."""


@dataclass(slots=True)
class Page:
    """One sheet: every cell with something in it by row and column, the spots of formulas without
    a value, and the column of row ids (0 when there is none any more)."""

    sheet: Sheet
    rows: dict[int, Line] = field(default_factory=dict[int, Line])
    id_column: int = 0

    def text(self, row: int, column: int) -> str:
        """The text in a cell, or ``""``."""
        cell = self.rows.get(row, {}).get(column)
        value = cell.value if cell else None
        return value.strip() if isinstance(value, str) else ""

    def row_id(self, row: int) -> str:
        """The hidden id of a row, or ``""``."""
        return self.text(row, self.id_column) if self.id_column else ""

    def words(self, row: int) -> dict[int, str]:
        """The texts of a row by column, made comparable as headers are; only as far right as a
        header may have been moved, or a made-up row could cost more than a workbook is worth."""
        line = sorted(self.rows.get(row, {}))[:MOST_COLUMNS]
        texts = ((column, self.text(row, column)) for column in line)
        return {column: header_key(text) for column, text in texts if text}

    @property
    def last(self) -> int:
        """The last row with something in it."""
        return max(self.rows, default=0)


def pages_of(book: Workbook) -> dict[str, Page]:
    """Every sheet that was read."""
    return {name: _page(sheet) for name, sheet in book.sheets.items()}


def _page(sheet: Sheet) -> Page:
    page = Page(sheet)
    ids: Counter[int] = Counter()
    for (row, column), cell in sheet.cells.items():
        if cell.value in (None, "") and not cell.error:
            continue
        page.rows.setdefault(row, {})[column] = cell
        if isinstance(cell.value, str) and ROW_ID.fullmatch(cell.value.strip()):
            ids[column] += 1
    if ids:
        column, count = min(ids.items(), key=lambda pair: (-pair[1], pair[0]))
        page.id_column = column if count >= ENOUGH_IDS else 0
    return page


def spots(pages: Mapping[str, Page]) -> list[Spot]:
    """Every cell of every sheet with something in it, row by row."""
    return [
        (name, row, column)
        for name, page in pages.items()
        for row in sorted(page.rows)
        for column in sorted(page.rows[row])
    ]
