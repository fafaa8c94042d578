"""Headers and names that are nearly those of the form: typed anew, cut short, spelt otherwise."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from pso_excel.core import thai
from pso_excel.forms.schema import Field, Table
from pso_excel.intake.column_matcher import header_key, spellings

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
