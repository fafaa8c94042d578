"""A damaged, outdated or tampered workbook becomes a fresh one with every answer in its place.

Nothing an officer typed is lost: what has no place stands, as typed and with its old address, on
the sheet of unplaced values, beside the report of what was done. The old file is never changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from pso_excel.consolidation.history__engine_earlier_part import order_of
from pso_excel.core.bilingual import Language
from pso_excel.core.faults import internal_fault
from pso_excel.core.faults__expected_part import expect
from pso_excel.core.problem import Problem, Refused
from pso_excel.model.registry__books_settings_part import USUAL, Settings
from pso_excel.repair.carry_over import Carried
from pso_excel.repair.damaged_workbook import Opened, open_damaged
from pso_excel.repair.identity import Whose
from pso_excel.repair.repairing_placing_part import place_lasting, place_values
from pso_excel.repair.report import lost_of, lost_values, renewal, report, worded_kept
from pso_excel.repair.unplaced_sheet import Leftovers, write_unplaced
from pso_excel.repair.unplaced_sheet__repairing_earlier_part import kept_earlier
from pso_excel.templates.context import Making
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.patcher.books_patching_part import patch_copy
from pso_excel.xlsx.workbook__results_writes_part import Write

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


def repair_workbook(data: bytes, file: str = "", settings: Settings = USUAL) -> Repaired:
    """A fresh workbook of today's template with everything that was typed into ``data``.

    Same office, round, framework, language, whole or single stage. Columns are found by their id,
    else by their header or one nearly like it, else by their place, which is told. Raises nothing
    but :class:`Refused`: when the file cannot be read at all, is none of our forms (F004), is newer
    than the program (F008), or the program failed (I001); TypeError for an argument of another
    kind.
    """
    return _guarded("repair", data, file, settings, partial(_repair, data, file, settings))


def renew_workbook(data: bytes, round: str, file: str = "", settings: Settings = USUAL) -> Repaired:
    """A workbook for a new round (``"2570-1"``) with what lasts from one round to the next: the
    tables that their form declares ``lasting``, without their ``passing`` fields. The answers stay
    in the old one. Raises as :func:`repair_workbook` does, and ValueError for what is no round.
    """
    expect("round", round, str)
    if order_of(round) is None:
        raise ValueError(f"round must be a B.E. year and a number as in 2570-1, not {round!r}")
    work = partial(_renew, data, round, file, settings)
    return _guarded("renew", data, file, settings, work)


def _guarded(
    part: str, data: object, file: str, settings: object, work: Callable[[], Repaired]
) -> Repaired:
    expect("data", data, bytes)
    expect("file", file, str)
    expect("settings", settings, Settings)
    try:
        return work()
    except Refused as refused:
        raise Refused(refused.problem.at(file=file)) from None
    except MemoryError:
        raise
    except Exception as fault:
        raise Refused(internal_fault(part, fault, file)) from None


class _Found(NamedTuple):
    """All that the fresh workbook is made of; the old one is no longer needed then."""

    writes: list[Write]
    placed: int
    whose: Whose
    macros: bool
    leftovers: Leftovers
    missing: int


def _repair(data: bytes, file: str, settings: Settings) -> Repaired:
    return _made(_in_place(data, file, settings))


def _in_place(data: bytes, file: str, settings: Settings) -> _Found:
    opened = open_damaged(data, file, settings.limits)
    carried, whose = place_values(opened, file)
    kept = [*worded_kept(carried), *kept_earlier(opened.book)]
    told = [*opened.told, *whose.told(), *report(carried, file, len(kept) - lost_of(carried))]
    return _found(carried, whose, opened, Leftovers(file, told, kept))


def _renew(data: bytes, round: str, file: str, settings: Settings) -> Repaired:
    return _made(_in_new_round(data, round, file, settings))


def _in_new_round(data: bytes, round: str, file: str, settings: Settings) -> _Found:
    opened = open_damaged(data, file, settings.limits)
    carried, whose = place_lasting(opened, file)
    before, kept = whose.round, worded_kept(carried)
    whose = Whose(whose.framework, whose.language, whose.stage, whose.office, round)
    left = len(kept) - lost_of(carried)
    told = [*opened.told, *renewal(carried, file, before, round, left)]
    return _found(carried, whose, opened, Leftovers(file, told, kept))


def _code(problem: Problem) -> str:
    """What was done comes first, then how; the codes are numbered so."""
    return problem.code


def _found(carried: Carried, whose: Whose, opened: Opened, leftovers: Leftovers) -> _Found:
    told = sorted([*leftovers.told, *lost_values(carried, opened.cells)], key=_code)
    leftovers = replace(leftovers, told=told, missing=opened.missing > 0)
    placed, macros = carried.placed, opened.macros
    return _Found(carried.writes, placed, whose, macros, leftovers, opened.missing)


def _made(found: _Found) -> Repaired:
    whose, leftovers = found.whose, found.leftovers

    def annex(making: Making) -> None:
        write_unplaced(making, leftovers)

    fresh = new_workbook(
        whose.office,
        whose.round,
        whose.framework,
        stage=whose.stage,
        language=whose.language,
        macros=found.macros,
        scoring=whose.scoring,
        annex=annex,
    )
    return Repaired(
        data=patch_copy(fresh, found.writes),
        problems=tuple(leftovers.told),
        office=whose.office,
        round=whose.round,
        stage=whose.stage,
        language=whose.language,
        placed=found.placed,
        unplaced=len(leftovers.kept),
        macros=found.macros,
        missing=found.missing,
    )
