"""Which sheet of the form a sheet of the old workbook is, by its name or by what stands on it."""

from collections import Counter
from collections.abc import Mapping

from pso_excel.core.performance import once
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.table_locator import OURS
from pso_excel.repair.damaged_workbook__repairing_pages_part import ROW_ID
from pso_excel.xlsx.workbook import Book, Cell, Sheet

PART, NUMBER = 0.5, 5
"""How many of a sheet's texts must be those of one of ours for it to be that sheet under another
name: the part of them, and the number."""

Texts = Counter[str]


def home_of(sheet: Sheet, blank: Book) -> str:
    """The sheet of the blank form that this is, or ``""``."""
    if sheet.name in blank.sheets:
        return sheet.name
    mine = _telling(sheet)
    enough = max(NUMBER, PART * sum(mine.values()))
    same = {name: sum((own & mine).values()) for name, own in _told_by(blank).items()}
    best = max(same, key=lambda name: same[name], default="")
    return best if best and same[best] >= enough else ""


@once
def _told_by(blank: Book) -> Mapping[str, Texts]:
    """The texts of each sheet of a blank form."""
    return {name: _telling(sheet) for name, sheet in blank.sheets.items()}


def _telling(sheet: Sheet) -> Texts:
    """The texts that tell one sheet from another: all but the row ids, which many have alike."""
    texts = texts_of(sheet)
    return Counter({text: n for text, n in texts.items() if not ROW_ID.fullmatch(text)})


def holds_no_table(sheet: Sheet, blank: Book) -> bool:
    """Whether it is the guide, the lists, the identity or the unplaced values, whatever its name:
    their words are those of the tables' headers, but they are no tables."""
    return sheet.name in OURS or home_of(sheet, blank) in OURS


def texts_of(sheet: Sheet) -> Texts:
    """The texts of a sheet, each as often as it stands there. The numbers of a table could be
    taken for an officer's, and do not count; those of the lists do."""
    cells = (cell for cell in sheet.cells.values() if not cell.formula)
    numbers = sheet.name in OURS
    return Counter(text_key(cell) for cell in cells if numbers or isinstance(cell.value, str))


def text_key(cell: Cell) -> str:
    """A cell's value made comparable."""
    return header_key(cell.value if isinstance(cell.value, str) else str(cell.value))
