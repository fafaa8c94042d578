"""Problems in the order an officer mends them, and repeated ones joined for display."""

from collections.abc import Iterable

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Location, Problem, Severity
from pso_excel.forms import FORMS
from pso_excel.xlsx.workbook import format_cells, format_rows, parse_address

_FAMILIES = "FTH"
_MOST_LISTED = 5
_STAGES = {form.stage: place for place, form in enumerate(FORMS)}
_SHEETS = {sheet: place for place, sheet in enumerate(s for form in FORMS for s in form.sheets)}
_Spot = tuple[int, int]


def sort_for_officer(problems: Iterable[Problem]) -> list[Problem]:
    """What blocks first, then the file (F), the structure (T), the header (H), then the rest by
    stage and sheet (as the workbook has them) and row. The same problem told twice at one cell is
    told as it was first."""
    once: dict[tuple[str, Location, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.code, problem.location, _quoted(problem)), problem)
    return sorted(once.values(), key=_rank)


def _quoted(problem: Problem) -> str:
    """What tells two problems of one code at one place apart: what they quote, unless the place is
    a single cell."""
    return "" if problem.location.cell else repr(sorted(problem.values.items()))


_Rank = tuple[bool, int, int, int, str, _Spot, str]


def _rank(problem: Problem) -> _Rank:
    """Stages and sheets in the order of the workbook, what belongs to none of them first."""
    family = problem.code[:1]
    order = _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)
    place = problem.location
    stage = _STAGES.get(place.stage, -1)
    sheet = _SHEETS.get(place.sheet, len(_SHEETS) if place.sheet else -1)
    blocks = severity_of(problem) is Severity.BLOCK
    return (not blocks, order, stage, sheet, place.sheet, _spot(place.cell), problem.code)


def _spot(cell: str) -> _Spot:
    """Row and column of the first cell of a range; (0, 0) without one."""
    first = cell.partition(":")[0].partition(",")[0].strip()
    try:
        return parse_address(first)
    except ValueError:
        return 0, 0


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Findings of one code in one column of one sheet joined into one, in the place of the first:
    its cell is ``"E5:E19, E22"`` and its value ``rows`` ``"5–19, 22"``. What is only for knowledge
    is joined for the whole sheet.

    Values that differ between them are listed (``code``, ``value`` ...), the first five and how
    many more.
    """
    return [merge_group(group) for group in group_similar(problems)]


def group_similar(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems that are told as one, in the order of the first of each."""
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        place, (row, column) = problem.location, _spot(problem.location.cell)
        single = row and ":" not in place.cell and "," not in place.cell
        spread = (place.field, column) if severity_of(problem) is not Severity.INFO else ()
        answered = (problem.severity, problem.reason)
        same = (problem.code, *answered, place.file, place.office, place.sheet, *spread)
        groups.setdefault(same if single else number, []).append(problem)
    return list(groups.values())


def merge_group(group: list[Problem]) -> Problem:
    """Problems that are told as one, as the one."""
    if len(group) == 1:
        return group[0]
    rows: dict[int, list[int]] = {}
    for row, column in (_spot(problem.location.cell) for problem in group):
        rows.setdefault(column, []).append(row)
    cells = ", ".join(format_cells(column, own) for column, own in rows.items())
    values: dict[str, str | Bilingual] = {}
    for name in group[0].values:
        words = [problem.values.get(name, "") for problem in group]
        values[name] = words[0] if all(value == words[0] for value in words) else _listed(words)
    shown = format_rows(row for own in rows.values() for row in own)
    values |= {"cell": cells, "row": shown, "rows": shown}
    return group[0]._replace(values=values).with_location(cell=cells)


def _listed(words: list[str | Bilingual]) -> str | Bilingual:
    if any(isinstance(value, Bilingual) for value in words):
        both = [
            value if isinstance(value, Bilingual) else Bilingual(value, value) for value in words
        ]
        return Bilingual(first_few(v.th for v in both), first_few(v.en for v in both))
    return first_few(value for value in words if isinstance(value, str))


def first_few(texts: Iterable[str], most: int = _MOST_LISTED) -> str:
    """The texts that differ, the first ``most`` of them and how many more: ``"a, b … (+3)"``."""
    several = list(dict.fromkeys(text for text in texts if text))
    more = f" … (+{len(several) - most})" if len(several) > most else ""
    return ", ".join(several[:most]) + more
