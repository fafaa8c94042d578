"""A damaged, outdated or tampered workbook becomes a fresh one with every answer in its place.

Nothing an officer typed is lost: what has no place stands, as typed and with its old address, on
the sheet of unplaced values, beside the report of what was done. The old file is never changed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import NamedTuple

from pso_excel.buttons import PRESS
from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect
from pso_excel.core.faults import internal_error_problem, patch_copy
from pso_excel.core.messages import catalogue, term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.read import BytesOrPath, bytes_of, name_of
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.intake.workbook_identity import VERSION, Identity, identity_of
from pso_excel.model.registry import USUAL, Settings, order_of
from pso_excel.repair.carry_over import Carried, carry_table, carry_tables, shown_as
from pso_excel.repair.damaged_workbook import Opened, Spot, open_damaged, pages_of
from pso_excel.repair.find_tables import DamagedWorkbook, find_tables
from pso_excel.repair.found_table import FoundTable, MatchedBy
from pso_excel.repair.identity import RecoveredIdentity, recover_identity, settled
from pso_excel.repair.leftovers import leave_rest, restore_form
from pso_excel.repair.report import lost_of, lost_values, renewal, report, worded_kept
from pso_excel.repair.unplaced_sheet import Leftovers, kept_earlier, write_unplaced
from pso_excel.results.acknowledgements import shown_beside
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.reader.extras import read_besides
from pso_excel.xlsx.workbook import CellWrite, Workbook, format_address, parse_address

_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}")


def carry_reasons(carried: Carried) -> None:
    """Rows of the result sheet with a reason keep it and the problem it answers, whose cell is
    named as it is in the fresh workbook. The other rows are the program's, and written anew by the
    next check; a row that is no problem of ours is an officer's, and is left over."""
    standing = carried.old.standings.get(PROBLEM_TABLE)
    for table_id, table in carried.old.standings.items():
        if table_id.partition(".")[0] == "SUMMARY":
            _pass_over(carried, table)
    if standing is None or "rule" not in standing.columns:
        return
    known = catalogue()
    more = term_in("more_problems", carried.language).partition("{")[0]
    target = standing.placed.first
    for row in standing.rows:
        texts = _texts(carried, standing, row)
        if texts.get("rule") not in known:
            ours = bool(more) and texts.get("message", "").startswith(more)
            _take_row(carried, standing, row, leave=not ours)
        elif texts.get("reason"):
            _carry(carried, standing, row, target, texts)
            target += 1
        else:
            _take_row(carried, standing, row, leave=False)


def _texts(carried: Carried, table: FoundTable, row: int) -> dict[str, str]:
    fields = (field for field in table.table.fields if field.id in table.columns)
    texts = ((field.id, shown_as(carried.cell(table.spot(field, row)))) for field in fields)
    return {field_id: text for field_id, text in texts if text}


def _carry(
    carried: Carried, table: FoundTable, row: int, target: int, texts: dict[str, str]
) -> None:
    placed = table.placed
    if target > placed.last:
        _take_row(carried, table, row, leave=True)
        return
    texts["cell"] = renamed(texts.get("cell", ""), carried)
    if "seen" in texts:
        texts["seen"] = shown_beside(texts["seen"], texts["rule"], texts["cell"])
    for field_id, text in texts.items():
        carried.writes.append(CellWrite(placed.sheet, placed.cell(field_id, target), text))
    carried.placed += 1
    _take_row(carried, table, row, leave=False)


def _take_row(carried: Carried, table: FoundTable, row: int, *, leave: bool) -> None:
    for field in table.table.fields:
        if field.id in table.columns:
            spot = table.spot(field, row)
            if leave:
                carried.leave(spot, "why_result", field=field.label)
            carried.taken.add(spot)


def _pass_over(carried: Carried, table: FoundTable) -> None:
    """The figures of the summary are the program's own."""
    rows = table.lines.values() if table.is_record else table.rows
    for row in rows:
        for column in set(table.columns.values()):
            carried.taken.add((table.sheet, row, column))


def renamed(cells: str, carried: Carried) -> str:
    """The cells a problem names (``06_ประเมิน!E12, E15:E17``) as the fresh workbook has them; as
    they are where one of them was not placed."""
    sheet, mark, places = cells.rpartition("!")
    now: dict[str, Spot] = {}
    for text in _ADDRESS.findall(places):
        found = carried.moved.get((sheet, *parse_address(text)))
        if found is None:
            return cells
        now[text] = found
    sheets = {spot[0] for spot in now.values()}
    if not mark or len(sheets) != 1:
        return cells
    new = _ADDRESS.sub(lambda match: format_address(*now[match[0]][1:]), places)
    return f"{sheets.pop()}!{new}"


def place_values(opened: Opened, file: str) -> tuple[Carried, RecoveredIdentity]:
    """Every value in its place or left over, and the identity of the fresh workbook. Raises
    :class:`Refused`: none of our forms (F004), newer than the program (F008)."""
    carried, identity = _tables_found(opened, file)
    carry_tables(carried)
    carry_reasons(carried)
    leave_rest(carried)
    return carried, identity


def place_lasting(opened: Opened, file: str) -> tuple[Carried, RecoveredIdentity]:
    """As :func:`place_values`, but only what lasts from one round to the next, as the forms declare
    it; the rest stays in the old workbook."""
    carried, identity = _tables_found(opened, file)
    for table in carried.old.standings.values():
        if table.table.carried_to_next_round:
            for field_id in table.table.passing:
                table.columns.pop(field_id, None)
                table.lines.pop(field_id, None)
            carry_table(carried, table)
    return carried, identity


def _tables_found(opened: Opened, file: str) -> tuple[Carried, RecoveredIdentity]:
    """The tables of the old workbook, beside a blank of the form they are to go into."""
    identity = identity_of(opened.book)
    _refuse_others(identity, file)
    recovered = recover_identity(opened.book)
    buttons = PRESS in opened.book.names
    blank, formulas = _blank(recovered.framework.id, recovered.stage, recovered.language, buttons)
    if opened.damage:
        restore_form(opened.book, blank, _tables(recovered))
    old = DamagedWorkbook(
        opened.book, blank, pages_of(opened.book), recovered.framework, identity.made_for
    )
    find_tables(old, _tables(recovered))
    if not old.standings or (opened.damage and not _is_known(old)):
        raise Refused(opened.damage or Problem("F004", Location(file=file), {"file": file}))
    recovered = settled(recovered, old.standings, old.pages)
    carried = Carried(old, formulas, _tables(recovered), opened.besides, recovered.language)
    return carried, recovered


def _is_known(old: DamagedWorkbook) -> bool:
    """Whether any table was recognised by more than the place where something stands."""
    tables = old.standings.values()
    return any(table.sheet == table.placed.sheet or _by_words(table) for table in tables)


def _by_words(table: FoundTable) -> bool:
    return any(how is not MatchedBy.POSITION for how in table.how.values())


def _tables(identity: RecoveredIdentity) -> dict[str, TableLayout]:
    plans = lay_out_workbook(identity.framework, (identity.stage,) if identity.stage else None)
    return {table.table.id: table for plan in plans for table in plan.tables}


def _refuse_others(identity: Identity, file: str) -> None:
    if identity.template and not identity.is_ours:
        raise Refused(Problem("F004", Location(file=file), {"file": file}))
    if identity.made_for > VERSION:
        values = {"v": identity.version, "cur": str(VERSION)}
        raise Refused(Problem("F008", Location(file=file), values))


@lru_cache(maxsize=4)
def _blank(
    framework: str, stage: str, language: Language, buttons: bool
) -> tuple[Workbook, frozenset[str]]:
    """The form as it is handed out, and the formulas on it."""
    pack = load_framework(framework)
    data = new_workbook("", "", pack, stage=stage, language=language, macros=buttons)
    besides = read_besides(data)
    formulas = (text for extras in besides.values() for text in extras.formulas.values())
    return read_book(data), frozenset(formulas)


__all__ = ["Repaired", "renew_workbook", "repair_workbook"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The fresh workbook, what was told of it (M...), and how many values are placed, and not;
    ``macros`` says that it has buttons, as the old one has. ``missing`` counts what a damaged file
    has lost of which nobody can say what it was: whole sheets, rows, cells, formats of numbers."""

    data: bytes
    problems: tuple[Problem, ...]
    office: str
    round: str
    stage: str
    language: Language
    placed: int
    unplaced: int
    macros: bool
    missing: int = 0


def repair_workbook(source: BytesOrPath, file: str = "", settings: Settings = USUAL) -> Repaired:
    """A fresh workbook of today's template with everything that was typed into an old or damaged
    one, given by its bytes or its path.

    Same office, round, framework, language, whole or single stage. Columns are found by their id,
    else by their header or one nearly like it, else by their place, which is told. Raises nothing
    but :class:`Refused`: when the file cannot be read at all, is none of our forms (F004), is newer
    than the program (F008), or the program failed (I001); TypeError for an argument of another
    kind.
    """
    return _guarded("repair", source, file, settings, _repair)


def renew_workbook(
    source: BytesOrPath, round_code: str, file: str = "", settings: Settings = USUAL
) -> Repaired:
    """A workbook for a new round (``"2570-1"``) with what lasts from one round to the next: the
    tables that their form declares ``lasting``, without their ``passing`` fields. The answers stay
    in the old one. Raises as :func:`repair_workbook` does, and ValueError for what is no round.
    """
    expect("round", round_code, str)
    if order_of(round_code) is None:
        raise ValueError(f"round must be a B.E. year and a number as in 2570-1, not {round_code!r}")
    return _guarded("renew", source, file, settings, partial(_renew, round_code))


def _guarded(
    part: str,
    source: BytesOrPath,
    file: str,
    settings: Settings,
    work: Callable[[bytes, str, Settings], Repaired],
) -> Repaired:
    file = name_of(source, file)
    expect("settings", settings, Settings)
    try:
        return work(bytes_of(source, settings.limits.file_bytes), file, settings)
    except Refused as refused:
        raise Refused(refused.problem.with_location(file=file)) from None
    except MemoryError:
        raise
    except Exception as fault:
        raise Refused(internal_error_problem(part, fault, file)) from None


class _Recovered(NamedTuple):
    """All that the fresh workbook is made of; the old one is no longer needed then."""

    writes: list[CellWrite]
    placed: int
    whose: RecoveredIdentity
    macros: bool
    leftovers: Leftovers
    missing: int


def _repair(data: bytes, file: str, settings: Settings) -> Repaired:
    return _build(_in_place(data, file, settings))


def _in_place(data: bytes, file: str, settings: Settings) -> _Recovered:
    opened = open_damaged(data, file, settings.limits)
    carried, identity = place_values(opened, file)
    kept = [*worded_kept(carried), *kept_earlier(opened.book)]
    problems = [
        *opened.told,
        *identity.problems(),
        *report(carried, file, len(kept) - lost_of(carried)),
    ]
    return _recover(carried, identity, opened, Leftovers(file, problems, kept))


def _renew(round_code: str, data: bytes, file: str, settings: Settings) -> Repaired:
    return _build(_in_new_round(round_code, data, file, settings))


def _in_new_round(round_code: str, data: bytes, file: str, settings: Settings) -> _Recovered:
    opened = open_damaged(data, file, settings.limits)
    carried, identity = place_lasting(opened, file)
    before, kept = identity.round, worded_kept(carried)
    identity = RecoveredIdentity(
        identity.framework, identity.language, identity.stage, identity.office, round_code
    )
    left = len(kept) - lost_of(carried)
    problems = [*opened.told, *renewal(carried, file, before, round_code, left)]
    return _recover(carried, identity, opened, Leftovers(file, problems, kept))


def _code(problem: Problem) -> str:
    """What was done comes first, then how; the codes are numbered so."""
    return problem.code


def _recover(
    carried: Carried, identity: RecoveredIdentity, opened: Opened, leftovers: Leftovers
) -> _Recovered:
    problems = sorted([*leftovers.told, *lost_values(carried, opened.cells)], key=_code)
    leftovers = replace(leftovers, told=problems, missing=opened.missing > 0)
    placed, macros = carried.placed, opened.macros
    return _Recovered(carried.writes, placed, identity, macros, leftovers, opened.missing)


def _build(found: _Recovered) -> Repaired:
    identity, leftovers = found.whose, found.leftovers

    def annex(making: TemplateBuild) -> None:
        write_unplaced(making, leftovers)

    fresh = new_workbook(
        identity.office,
        identity.round,
        identity.framework,
        stage=identity.stage,
        language=identity.language,
        macros=found.macros,
        scoring=identity.scoring,
        annex=annex,
    )
    return Repaired(
        data=patch_copy(fresh, found.writes),
        problems=tuple(leftovers.told),
        office=identity.office,
        round=identity.round,
        stage=identity.stage,
        language=identity.language,
        placed=found.placed,
        unplaced=len(leftovers.kept),
        macros=found.macros,
        missing=found.missing,
    )
