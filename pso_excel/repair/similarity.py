"""Headers and names that are nearly those of the form: typed anew, cut short, spelt otherwise."""

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from pso_excel.core import thai
from pso_excel.core.performance import cache_by_identity
from pso_excel.forms.schema import Field, Table
from pso_excel.intake.column_matcher import header_key, spellings
from pso_excel.intake.table_locator import OURS
from pso_excel.repair.damaged_workbook import ROW_ID
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook

ALIKE, SHORTEST = 0.75, 4
"""How much of two texts must agree, and how long a text must be to be compared at all."""
LONGEST = 200


def similarity(text: str, other: str) -> float:
    """How much of two texts agrees, 0 to 1; texts too short or too long agree only when equal."""
    if text == other:
        return 1.0
    if min(len(text), len(other)) < SHORTEST or max(len(text), len(other)) > LONGEST:
        return 0.0
    return SequenceMatcher(None, text, other, autojunk=False).ratio()


def exact(fields: Iterable[Field], words: Mapping[int, str]) -> dict[str, int]:
    """Each field whose header stands among the words of a row, with its column; the first wins."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for field in fields:
        names = spellings(field)
        for column, text in words.items():
            if text in names and column not in taken:
                found[field.id] = column
                taken.add(column)
                break
    return found


def match_similar_headers(fields: Iterable[Field], words: Mapping[int, str]) -> dict[str, int]:
    """Each field whose header is nearly one of the words, the likest pairs first."""
    pairs = sorted(
        (
            (max(similarity(name, text) for name in spellings(field)), -number, -column, field.id)
            for number, field in enumerate(fields)
            for column, text in words.items()
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for ratio, _, column, field_id in pairs:
        if ratio >= ALIKE and field_id not in found and -column not in found.values():
            found[field_id] = -column
    return found


def known_ids(table: Table) -> dict[str, str]:
    """Every id a field of the table has or ever had, with the one of today (``""``: none): a
    damaged workbook need not say which version it is of."""
    return table.former(0) | {field.id: field.id for field in table.fields}


def by_ids(table: Table, texts: Mapping[int, str]) -> dict[str, int]:
    """Each field whose id, of today or of an older form, stands in a row, with its column."""
    known = known_ids(table)
    found: dict[str, int] = {}
    for column, text in texts.items():
        if field_id := known.get(text):
            found.setdefault(field_id, column)
    return found


def near_name(wanted: str, names: Iterable[str]) -> str:
    """The sheet whose name is nearly the wanted one, or ``""``."""
    key = thai.key(wanted)
    best = max(((similarity(key, thai.key(name)), name) for name in names), default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""


def is_of(table: Table, text: str) -> bool:
    """Whether a text is the title of a table, in either language."""
    return header_key(text) in {header_key(title) for title in table.title}


PART, NUMBER = 0.5, 5
"""How many of a sheet's texts must be those of one of ours for it to be that sheet under another
name: the part of them, and the number."""

Texts = Counter[str]


def matching_form_sheet(sheet: Sheet, blank: Workbook) -> str:
    """The sheet of the blank form that this is, or ``""``."""
    if sheet.name in blank.sheets:
        return sheet.name
    mine = _telling(sheet)
    enough = max(NUMBER, PART * sum(mine.values()))
    same = {name: sum((own & mine).values()) for name, own in _texts_by_sheet(blank).items()}
    best = max(same, key=lambda name: same[name], default="")
    return best if best and same[best] >= enough else ""


@cache_by_identity
def _texts_by_sheet(blank: Workbook) -> Mapping[str, Texts]:
    """The texts of each sheet of a blank form."""
    return {name: _telling(sheet) for name, sheet in blank.sheets.items()}


def _telling(sheet: Sheet) -> Texts:
    """The texts that tell one sheet from another: all but the row ids, which many have alike."""
    texts = texts_of(sheet)
    return Counter({text: n for text, n in texts.items() if not ROW_ID.fullmatch(text)})


def holds_no_table(sheet: Sheet, blank: Workbook) -> bool:
    """Whether it is the guide, the lists, the identity or the unplaced values, whatever its name:
    their words are those of the tables' headers, but they are no tables."""
    return sheet.name in OURS or matching_form_sheet(sheet, blank) in OURS


def texts_of(sheet: Sheet) -> Texts:
    """The texts of a sheet, each as often as it stands there. The numbers of a table could be
    taken for an officer's, and do not count; those of the lists do."""
    cells = (cell for cell in sheet.cells.values() if not cell.is_formula)
    numbers = sheet.name in OURS
    return Counter(text_key(cell) for cell in cells if numbers or isinstance(cell.value, str))


def text_key(cell: Cell) -> str:
    """A cell's value made comparable."""
    return header_key(cell.value if isinstance(cell.value, str) else str(cell.value))
