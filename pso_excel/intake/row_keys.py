"""Which row of the framework each row of a table is: by the code that a person sees in it.

The hidden id beside a row is a witness, no more: rows may be sorted without it. It decides only
where the row shows no code, or a number that may be several.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.intake.cell_parsers import displayed_text
from pso_excel.intake.codes import Codes, is_turned
from pso_excel.intake.row_index import SheetRows
from pso_excel.model.submission import TableRows
from pso_excel.xlsx.workbook import EMPTY_CELL, Cell, format_cells, format_rows

SPARE = re.compile(r"r[0-9]+")
"""The hidden ids of rows that the office may fill in."""


class RowCells(NamedTuple):
    """A row as it stands: the cells of its hidden id and of its code, and what is typed in it."""

    id: Cell = EMPTY_CELL
    code: Cell = EMPTY_CELL
    typed: Hashable = ()


@dataclass(slots=True)
class RowKeys:
    """The key of the framework's row that each row is, by its number; rows of the office's own are
    absent.

    ``followed`` are the rows whose code was followed against the hidden id; ``refused`` those whose
    code and id contradict each other, so that nobody can say which row of the framework they are;
    ``unclear`` those whose number may be several codes, with these; ``repeated`` further rows of
    one key, with nothing else in them than in the first; ``turned`` those whose code is a number or
    a day; ``left`` those that only their hidden id says something of.
    """

    keys: dict[int, str] = field(default_factory=dict[int, str])
    followed: set[int] = field(default_factory=set[int])
    refused: set[int] = field(default_factory=set[int])
    unclear: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    repeated: dict[int, str] = field(default_factory=dict[int, str])
    turned: set[int] = field(default_factory=set[int])
    left: set[int] = field(default_factory=set[int])


class _Claim(NamedTuple):
    """What a row says it is: ``key`` as far as that is certain, ``hidden`` by its id, ``shown`` by
    what stands in it."""

    key: str
    hidden: tuple[str, ...]
    shown: tuple[str, ...]
    has_code: bool
    typed: Hashable

    @property
    def disagrees(self) -> bool:
        """Whether the code that is seen is not that of the hidden id."""
        return self.has_code and bool(self.hidden) and not {*self.hidden} & {*self.shown}

    @property
    def is_bare(self) -> bool:
        """Whether only the hidden id says what it is."""
        return not self.has_code and not self.typed


def row_keys(rows: Mapping[int, RowCells], codes: Codes) -> RowKeys:
    """The keys of the rows of a table, of which the framework knows ``codes``."""
    claims = {number: _claim(seen, codes) for number, seen in rows.items()}
    got = RowKeys()
    shown = {claim.key for claim in claims.values() if claim.has_code}
    got.left = {n for n, claim in claims.items() if claim.is_bare and claim.key in shown}
    standing = {n: claim for n, claim in claims.items() if n not in got.left}
    _refuse_contradictions(standing, got)
    _give_keys(standing, got)
    gone = {claims[number].key for number in got.left}
    got.followed |= {number for number, key in got.keys.items() if key in gone}
    got.turned = {
        number
        for number in got.keys.keys() - got.refused
        if is_turned(rows[number].code.value) and claims[number].has_code
    }
    return got


def _claim(seen: RowCells, codes: Codes) -> _Claim:
    hidden = codes.fits(seen.id.value, seen.id.format_kind)
    value = seen.code.value
    has_code = value is not None and not (isinstance(value, str) and not value.strip())
    shown = _possible_codes(seen, codes) if has_code else ()
    agreed = [code for code in shown if code in hidden] if has_code else hidden
    certain = agreed or shown
    return _Claim(certain[0] if len(certain) == 1 else "", hidden, shown, has_code, seen.typed)


def _possible_codes(seen: RowCells, codes: Codes) -> tuple[str, ...]:
    """The framework's codes that a row may show; an officer may give a code like one of them to a
    row of the office's own."""
    row_id, value = seen.id.value, seen.code.value
    if isinstance(row_id, str) and SPARE.fullmatch(row_id) and isinstance(value, str):
        return codes.spelt(value)
    return codes.fits(value, seen.code.format_kind)


def _refuse_contradictions(claims: Mapping[int, _Claim], got: RowKeys) -> None:
    """Follow the codes of rows that changed places among themselves; refuse the rest.

    Rows hang together through the codes they show and the ids they hide. Such a group is followed
    when each of its rows shows another code of the framework.
    """
    moved = {n: claim for n, claim in claims.items() if claim.disagrees}
    for group in _groups(moved.values()):
        rows = {n: claim for n, claim in claims.items() if group & {*claim.hidden, *claim.shown}}
        keys = Counter(row.key for row in rows.values())
        if keys[""] or any(number > 1 for number in keys.values()):
            got.refused |= rows.keys()
        else:
            got.followed |= rows.keys() & moved.keys()


def _groups(claims: Iterable[_Claim]) -> list[set[str]]:
    """The codes that rows in which id and code disagree hang together by."""
    groups: list[set[str]] = []
    for claim in claims:
        group, apart = {*claim.hidden, *claim.shown}, list[set[str]]()
        for other in groups:
            if group & other:
                group |= other
            else:
                apart.append(other)
        groups = [*apart, group]
    return groups


def _give_keys(claims: Mapping[int, _Claim], got: RowKeys) -> None:
    first: dict[str, int] = {}
    for number, claim in claims.items():
        key = claim.key
        if number in got.refused:
            key = claim.hidden[0] if len(claim.hidden) == 1 else ""
        elif not key and len(claim.shown) > 1:
            got.unclear[number] = claim.shown
        if not key:
            continue
        if key not in first:
            first[key] = number
            got.keys[number] = key
        else:
            _repeat(claims, number, first[key], got)


def _repeat(claims: Mapping[int, _Claim], number: int, first: int, got: RowKeys) -> None:
    """A further row with the key of another: the same once more, or one that answers otherwise, and
    then neither counts."""
    if first in got.refused or claims[number].typed not in ((), claims[first].typed):
        got.refused |= {first, number}
    else:
        got.repeated[number] = got.keys[first]


_MOST_SHOWN = 5


def key_faults(
    entries: TableRows,
    known: RowKeys,
    fixed: Mapping[str, Bilingual],
    left: str,
    sheet_rows: SheetRows,
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
        values = {"sheet": entries.sheet, "rows": format_rows(known.followed)}
        yield Problem("T130", _at_key(entries, known.followed), values)
    if known.refused:
        values = {"sheet": entries.sheet, "rows": format_rows(known.refused)}
        values["codes"] = _codes_shown(entries, known, sheet_rows)
        yield Problem("T131", _at_key(entries, known.refused), values)
    for number, codes in known.unclear.items():
        place = _at_key(entries, [number])
        values = {"cell": place.cell, "value": _code_shown(entries, number, sheet_rows)}
        yield Problem("T133", place, {**values, "codes": ", ".join(codes)})


def _row_fault(
    entries: TableRows,
    key: str,
    fixed: Mapping[str, Bilingual],
    what: str,
    rows: list[int],
    left: str,
) -> Problem:
    values = {"id": key, "name": fixed[key], "problem": term(what)}
    values |= {"sheet": entries.sheet, "rows": format_rows(rows)}
    place = Location(sheet=entries.sheet, cell=f"{left}{rows[-1]}", stage=entries.table.stage)
    return Problem("T111", place, values)


def _place_of(lost: str, fixed: Iterable[str], by_key: Mapping[str, int], first: int) -> int:
    """Where a lost row of the framework stood: below the one that came before it."""
    before = 0
    for key in fixed:
        if key == lost:
            break
        before = by_key.get(key, before)
    return before + 1 if before else first


def _at_key(entries: TableRows, rows: Iterable[int]) -> Location:
    """The cells of the code in those rows."""
    column = entries.columns.get(entries.table.key, 0)
    cells = format_cells(column, rows) if column else ""
    return Location(sheet=entries.sheet, cell=cells, stage=entries.table.stage)


def _code_shown(entries: TableRows, number: int, rows: SheetRows) -> str:
    cell = rows.row_cells(number).get(entries.columns.get(entries.table.key, 0), EMPTY_CELL)
    return displayed_text(cell.value, cell.format_kind) or "–"


def _codes_shown(entries: TableRows, known: RowKeys, rows: SheetRows) -> str:
    """The codes that are seen in the refused rows, each with the row's own where they differ."""
    texts: list[str] = []
    for number in sorted(known.refused):
        seen, own = _code_shown(entries, number, rows), known.keys.get(number, "")
        texts.append(seen if own in ("", seen) else f"{seen} ({own})")
    more = f" … (+{len(texts) - _MOST_SHOWN})" if len(texts) > _MOST_SHOWN else ""
    return ", ".join(texts[:_MOST_SHOWN]) + more
