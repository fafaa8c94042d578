"""What is told of the framework's rows of a table: lost, repeated, sorted, or nobody's."""

from collections.abc import Iterable, Iterator, Mapping

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem
from pso_excel.intake.cell_parsers import as_typed
from pso_excel.intake.row_index import Ground
from pso_excel.intake.row_keys import RowKeys
from pso_excel.model.submission import Entries
from pso_excel.xlsx.addresses import cells_shown, rows_shown
from pso_excel.xlsx.workbook import EMPTY

_MOST_SHOWN = 5


def key_faults(
    entries: Entries, known: RowKeys, fixed: Mapping[str, Words], left: str, ground: Ground
) -> Iterator[Problem]:
    """T111 for a row of the framework that is lost or repeated, T130 for rows that were sorted
    without their hidden ids, T131 for those whose code contradicts them, T133 for a number that may
    be several codes. ``left`` is the column at which a lost row is told."""
    by_key = {key: number for number, key in known.keys.items()}
    unclear = {code for codes in known.unclear.values() for code in codes}
    for key in fixed:
        if key not in by_key and key not in unclear:
            rows = [_place_of(key, fixed, by_key, entries.first)]
            yield _row_fault(entries, key, fixed, "row_missing", rows, left)
    for key in dict.fromkeys(known.repeated.values()):
        rows = [by_key[key], *(n for n, own in known.repeated.items() if own == key)]
        yield _row_fault(entries, key, fixed, "row_repeated", rows, left)
    if known.followed:
        values = {"sheet": entries.sheet, "rows": rows_shown(known.followed)}
        yield Problem("T130", _at_key(entries, known.followed), values)
    if known.refused:
        values = {"sheet": entries.sheet, "rows": rows_shown(known.refused)}
        values["codes"] = _codes_shown(entries, known, ground)
        yield Problem("T131", _at_key(entries, known.refused), values)
    for number, codes in known.unclear.items():
        place = _at_key(entries, [number])
        values = {"cell": place.cell, "value": _shown(entries, number, ground)}
        yield Problem("T133", place, {**values, "codes": ", ".join(codes)})


def _row_fault(
    entries: Entries,
    key: str,
    fixed: Mapping[str, Words],
    what: str,
    rows: list[int],
    left: str,
) -> Problem:
    values = {"id": key, "name": fixed[key], "problem": worded(what)}
    values |= {"sheet": entries.sheet, "rows": rows_shown(rows)}
    place = Place(sheet=entries.sheet, cell=f"{left}{rows[-1]}", stage=entries.table.stage)
    return Problem("T111", place, values)


def _place_of(lost: str, fixed: Iterable[str], by_key: Mapping[str, int], first: int) -> int:
    """Where a lost row of the framework stood: below the one that came before it."""
    before = 0
    for key in fixed:
        if key == lost:
            break
        before = by_key.get(key, before)
    return before + 1 if before else first


def _at_key(entries: Entries, rows: Iterable[int]) -> Place:
    """The cells of the code in those rows."""
    column = entries.columns.get(entries.table.key, 0)
    cells = cells_shown(column, rows) if column else ""
    return Place(sheet=entries.sheet, cell=cells, stage=entries.table.stage)


def _shown(entries: Entries, number: int, ground: Ground) -> str:
    cell = ground.line(number).get(entries.columns.get(entries.table.key, 0), EMPTY)
    return as_typed(cell.value, cell.shown) or "–"


def _codes_shown(entries: Entries, known: RowKeys, ground: Ground) -> str:
    """The codes that are seen in the refused rows, each with the row's own where they differ."""
    texts: list[str] = []
    for number in sorted(known.refused):
        seen, own = _shown(entries, number, ground), known.keys.get(number, "")
        texts.append(seen if own in ("", seen) else f"{seen} ({own})")
    more = f" … (+{len(texts) - _MOST_SHOWN})" if len(texts) > _MOST_SHOWN else ""
    return ", ".join(texts[:_MOST_SHOWN]) + more
