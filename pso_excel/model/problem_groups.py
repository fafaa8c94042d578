"""Problems in the order an officer mends them, and repeated ones joined for display."""

from collections.abc import Iterable

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Place, Problem, Severity
from pso_excel.forms import FORMS
from pso_excel.xlsx.workbook import cells_shown, position, rows_shown

_FAMILIES = "FTH"
_MOST_LISTED = 5
_STAGES = {form.stage: place for place, form in enumerate(FORMS)}
_SHEETS = {sheet: place for place, sheet in enumerate(s for form in FORMS for s in form.sheets)}
_Spot = tuple[int, int]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """What blocks first, then the file (F), the structure (T), the header (H), then the rest by
    stage and sheet (as the workbook has them) and row. The same problem told twice at one cell is
    told as it was first."""
    once: dict[tuple[str, Place, str], Problem] = {}
    for one in problems:
        once.setdefault((one.code, one.place, _told(one)), one)
    return sorted(once.values(), key=_rank)


def _told(problem: Problem) -> str:
    """What tells two problems of one code at one place apart: what they quote, unless the place is
    a single cell."""
    return "" if problem.place.cell else repr(sorted(problem.values.items()))


_Rank = tuple[bool, int, int, int, str, _Spot, str]


def _rank(problem: Problem) -> _Rank:
    """Stages and sheets in the order of the workbook, what belongs to none of them first."""
    family = problem.code[:1]
    order = _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)
    place = problem.place
    stage = _STAGES.get(place.stage, -1)
    sheet = _SHEETS.get(place.sheet, len(_SHEETS) if place.sheet else -1)
    blocks = severity_of(problem) is Severity.BLOCK
    return (not blocks, order, stage, sheet, place.sheet, _spot(place.cell), problem.code)


def _spot(cell: str) -> _Spot:
    """Row and column of the first cell of a range; (0, 0) without one."""
    first = cell.partition(":")[0].partition(",")[0].strip()
    try:
        return position(first)
    except ValueError:
        return 0, 0


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Findings of one code in one column of one sheet joined into one, in the place of the first:
    its cell is ``"E5:E19, E22"`` and its value ``rows`` ``"5–19, 22"``. What is only for knowledge
    is joined for the whole sheet.

    Values that differ between them are listed (``code``, ``value`` ...), the first five and how
    many more.
    """
    return [joined(group) for group in alike(problems)]


def alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems that are told as one, in the order of the first of each."""
    groups: dict[object, list[Problem]] = {}
    for number, one in enumerate(problems):
        place, (row, column) = one.place, _spot(one.place.cell)
        single = row and ":" not in place.cell and "," not in place.cell
        spread = (place.field, column) if severity_of(one) is not Severity.INFO else ()
        answered = (one.severity, one.reason)
        same = (one.code, *answered, place.file, place.office, place.sheet, *spread)
        groups.setdefault(same if single else number, []).append(one)
    return list(groups.values())


def joined(group: list[Problem]) -> Problem:
    """Problems that are told as one, as the one."""
    if len(group) == 1:
        return group[0]
    rows: dict[int, list[int]] = {}
    for row, column in (_spot(one.place.cell) for one in group):
        rows.setdefault(column, []).append(row)
    cells = ", ".join(cells_shown(column, own) for column, own in rows.items())
    values: dict[str, str | Words] = {}
    for name in group[0].values:
        told = [one.values.get(name, "") for one in group]
        values[name] = told[0] if all(value == told[0] for value in told) else _listed(told)
    shown = rows_shown(row for own in rows.values() for row in own)
    values |= {"cell": cells, "row": shown, "rows": shown}
    return group[0]._replace(values=values).at(cell=cells)


def _listed(told: list[str | Words]) -> str | Words:
    if any(isinstance(value, Words) for value in told):
        both = [value if isinstance(value, Words) else Words(value, value) for value in told]
        return Words(first_few(v.th for v in both), first_few(v.en for v in both))
    return first_few(value for value in told if isinstance(value, str))


def first_few(texts: Iterable[str], most: int = _MOST_LISTED) -> str:
    """The texts that differ, the first ``most`` of them and how many more: ``"a, b … (+3)"``."""
    several = list(dict.fromkeys(text for text in texts if text))
    more = f" … (+{len(several) - most})" if len(several) > most else ""
    return ", ".join(several[:most]) + more
