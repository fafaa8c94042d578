"""Headers and names that are nearly those of the form: typed anew, cut short, spelt otherwise."""

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from pso_excel.core import thai
from pso_excel.core.performance import once
from pso_excel.forms.schema import Field, Table
from pso_excel.intake.column_matcher import header_key, spellings
from pso_excel.intake.table_locator import OURS
from pso_excel.repair.damaged_workbook import ROW_ID
from pso_excel.xlsx.workbook import Book, Cell, Sheet

ALIKE, SHORTEST = 0.75, 4
"""How much of two texts must agree, and how long a text must be to be compared at all."""
LONGEST = 200


def alike(one: str, other: str) -> float:
    """How much of two texts agrees, 0 to 1; texts too short or too long agree only when equal."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORTEST or max(len(one), len(other)) > LONGEST:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def exact(fields: Iterable[Field], words: Mapping[int, str]) -> dict[str, int]:
    """Each field whose header stands among the words of a row, with its column; the first wins."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for one in fields:
        names = spellings(one)
        for column, text in words.items():
            if text in names and column not in taken:
                found[one.id] = column
                taken.add(column)
                break
    return found


def nearly(fields: Iterable[Field], words: Mapping[int, str]) -> dict[str, int]:
    """Each field whose header is nearly one of the words, the likest pairs first."""
    pairs = sorted(
        (
            (max(alike(name, text) for name in spellings(one)), -number, -column, one.id)
            for number, one in enumerate(fields)
            for column, text in words.items()
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for ratio, _, column, id in pairs:
        if ratio >= ALIKE and id not in found and -column not in found.values():
            found[id] = -column
    return found


def known_ids(table: Table) -> dict[str, str]:
    """Every id a field of the table has or ever had, with the one of today (``""``: none): a
    damaged workbook need not say which version it is of."""
    return table.former(0) | {one.id: one.id for one in table.fields}


def by_ids(table: Table, texts: Mapping[int, str]) -> dict[str, int]:
    """Each field whose id, of today or of an older form, stands in a row, with its column."""
    known = known_ids(table)
    found: dict[str, int] = {}
    for column, text in texts.items():
        if id := known.get(text):
            found.setdefault(id, column)
    return found


def near_name(wanted: str, names: Iterable[str]) -> str:
    """The sheet whose name is nearly the wanted one, or ``""``."""
    key = thai.key(wanted)
    best = max(((alike(key, thai.key(name)), name) for name in names), default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""


def is_of(table: Table, text: str) -> bool:
    """Whether a text is the title of a table, in either language."""
    return header_key(text) in {header_key(title) for title in table.title}


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
