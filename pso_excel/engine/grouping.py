"""Problems in the order an officer mends them, and repeated ones joined for display."""

from collections.abc import Iterable

from pso_excel.book import position
from pso_excel.engine.spans import cells_shown, rows_shown
from pso_excel.framework.wording import severity_of
from pso_excel.problem import Place, Problem, Severity
from pso_excel.words import Words

_FAMILIES = "FTH"
_OWN_VALUES = frozenset({"cell", "row", "rows"})
_Spot = tuple[int, int]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """What blocks first, then the file (F), the structure (T), the header (H), then the rest by
    stage, sheet and row. The same problem told twice at one cell is told as it was first."""
    once: dict[tuple[str, Place, str], Problem] = {}
    for one in problems:
        once.setdefault((one.code, one.place, _told(one)), one)
    return sorted(once.values(), key=_rank)


def _told(problem: Problem) -> str:
    """What tells two problems of one code at one place apart: what they quote, unless the place is
    a single cell."""
    return "" if problem.place.cell else repr(sorted(problem.values.items()))


_Rank = tuple[bool, int, str, str, _Spot, str]


def _rank(problem: Problem) -> _Rank:
    family = problem.code[:1]
    order = _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)
    place = problem.place
    blocks = severity_of(problem.code) is Severity.BLOCK
    return (not blocks, order, place.stage, place.sheet, _spot(place.cell), problem.code)


def _spot(cell: str) -> _Spot:
    """Row and column of the first cell of a range; (0, 0) without one."""
    first = cell.partition(":")[0].partition(",")[0].strip()
    try:
        return position(first)
    except ValueError:
        return 0, 0


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Findings of one code in one column of one sheet joined into one, in the place of the first:
    its cell is ``"E5:E19, E22"`` and its value ``rows`` ``"5–19, 22"``.

    Values that differ between them are listed (``code``, ``value`` ...), the first ten and how many
    more.
    """
    groups: dict[object, list[Problem]] = {}
    for number, one in enumerate(problems):
        spot = _spot(one.place.cell)
        single = spot != (0, 0) and ":" not in one.place.cell and "," not in one.place.cell
        place = one.place
        same = (one.code, place.file, place.office, place.sheet, place.field, spot[1])
        groups.setdefault(same if single else number, []).append(one)
    return [_joined(group) for group in groups.values()]


def _joined(group: list[Problem]) -> Problem:
    if len(group) == 1:
        return group[0]
    spots = [_spot(one.place.cell) for one in group]
    rows = [row for row, _ in spots]
    cells = cells_shown(spots[0][1], rows)
    values: dict[str, str | Words] = {}
    for name in group[0].values:
        told = [one.values.get(name, "") for one in group]
        values[name] = told[0] if all(value == told[0] for value in told) else _listed(told)
    values |= {"cell": cells, "row": rows_shown(rows), "rows": rows_shown(rows)}
    return Problem(group[0].code, group[0].place, values).at(cell=cells)


def _listed(told: list[str | Words]) -> str | Words:
    if any(isinstance(value, Words) for value in told):
        both = [value if isinstance(value, Words) else Words(value, value) for value in told]
        return Words(_first_ten(v.th for v in both), _first_ten(v.en for v in both))
    return _first_ten(value for value in told if isinstance(value, str))


def _first_ten(texts: Iterable[str]) -> str:
    several = list(dict.fromkeys(text for text in texts if text))
    more = f" … (+{len(several) - 10})" if len(several) > 10 else ""
    return ", ".join(several[:10]) + more
