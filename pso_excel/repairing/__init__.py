"""A damaged, outdated or tampered workbook becomes a fresh one with every answer in its place.

Nothing an officer typed is lost: what has no place stands, as typed and with its old address, on
the sheet of unplaced values, beside the report of what was done. The old file is never changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pso_excel.book import Book
from pso_excel.books.patching import patch_copy
from pso_excel.books.reading import read_book
from pso_excel.books.reading.besides import read_besides
from pso_excel.books.settings import USUAL, Settings
from pso_excel.books.template.making import Making
from pso_excel.books.template.unplaced import Leftovers, write_unplaced
from pso_excel.books.template.workbook import new_workbook
from pso_excel.engine.intake.identity import VERSION, Identity, identity_of
from pso_excel.framework import load_framework
from pso_excel.layout import Placed, arrange
from pso_excel.problem import Place, Problem, Refused
from pso_excel.repairing.carrying import Carried, carry_tables
from pso_excel.repairing.earlier import kept_earlier
from pso_excel.repairing.finding import Old, find_tables
from pso_excel.repairing.identity import Whose, settled, whose_book
from pso_excel.repairing.lasting import carry_lasting
from pso_excel.repairing.leftovers import leave_rest
from pso_excel.repairing.opening import Opened, open_damaged
from pso_excel.repairing.pages import pages_of
from pso_excel.repairing.reasons import carry_reasons
from pso_excel.repairing.telling import renewal, report, worded_kept
from pso_excel.rules import internal_fault
from pso_excel.words import Language

__all__ = ["Repaired", "renew_workbook", "repair_workbook"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The fresh workbook, what was told of it (M...), and how many values are placed, and not."""

    data: bytes
    problems: tuple[Problem, ...]
    office: str
    round: str
    stage: str
    language: Language
    placed: int
    unplaced: int


def repair_workbook(data: bytes, file: str = "", settings: Settings = USUAL) -> Repaired:
    """A fresh workbook of today's template with everything that was typed into ``data``.

    Same office, round, framework, language, whole or single stage. Columns are found by their id,
    else by their header or one nearly like it, else by their place, which is told. Raises nothing
    but :class:`Refused`: when the file cannot be read at all, is none of our forms (F004), is newer
    than the program (F008), or the program failed (I001).
    """
    return _guarded("repair", file, lambda: _repair(data, file, settings))


def renew_workbook(data: bytes, round: str, file: str = "", settings: Settings = USUAL) -> Repaired:
    """A workbook for a new round (``"2570-1"``) with what lasts from one round to the next: the
    tables that their form declares ``lasting``, without their ``passing`` fields. The answers stay
    in the old one. Raises as :func:`repair_workbook` does."""
    return _guarded("renew", file, lambda: _renew(data, round, file, settings))


def _guarded(part: str, file: str, work: Callable[[], Repaired]) -> Repaired:
    try:
        return work()
    except Refused as refused:
        raise Refused(refused.problem.at(file=file)) from None
    except Exception as fault:
        raise Refused(internal_fault(part, fault, file)) from None


def _repair(data: bytes, file: str, settings: Settings) -> Repaired:
    opened = open_damaged(data, file, settings.limits)
    carried, whose = _found(opened, file)
    carry_tables(carried)
    carry_reasons(carried)
    leave_rest(carried)
    kept = [*worded_kept(carried), *kept_earlier(opened.book)]
    told = (*opened.told, *whose.told(), *report(carried, file, len(kept)))
    return _made(carried, whose, Leftovers(file, told, kept))


def _renew(data: bytes, round: str, file: str, settings: Settings) -> Repaired:
    opened = open_damaged(data, file, settings.limits)
    carried, whose = _found(opened, file)
    before = whose.round
    carry_lasting(carried)
    kept = worded_kept(carried)
    whose = Whose(whose.framework, whose.language, whose.stage, whose.office, round)
    told = (*opened.told, *renewal(carried, file, before, round, len(kept)))
    return _made(carried, whose, Leftovers(file, told, kept))


def _found(opened: Opened, file: str) -> tuple[Carried, Whose]:
    """The tables of the old workbook, beside a blank of the form they are to go into."""
    identity = identity_of(opened.book)
    _refuse_others(identity, file)
    whose = whose_book(opened.book)
    blank, formulas = _blank(whose.framework.id, whose.stage, whose.language)
    old = Old(opened.book, blank, pages_of(opened.book), whose.framework, identity.made_for)
    find_tables(old, _tables(whose))
    if not old.standings:
        raise Refused(Problem("F004", Place(file=file), {"file": file}))
    whose = settled(whose, old.standings, old.pages)
    carried = Carried(old, formulas, _tables(whose), opened.besides, whose.language)
    return carried, whose


def _tables(whose: Whose) -> dict[str, Placed]:
    plans = arrange(whose.framework, (whose.stage,) if whose.stage else None)
    return {one.table.id: one for plan in plans for one in plan.tables}


def _refuse_others(identity: Identity, file: str) -> None:
    if identity.template and not identity.is_ours:
        raise Refused(Problem("F004", Place(file=file), {"file": file}))
    if identity.made_for > VERSION:
        values = {"v": identity.version, "cur": str(VERSION)}
        raise Refused(Problem("F008", Place(file=file), values))


@lru_cache(maxsize=4)
def _blank(framework: str, stage: str, language: Language) -> tuple[Book, frozenset[str]]:
    """The form as it is handed out, and the formulas on it."""
    data = new_workbook("", "", load_framework(framework), stage=stage, language=language)
    besides = read_besides(data)
    formulas = (text for one in besides.values() for text in one.formulas.values())
    return read_book(data), frozenset(formulas)


def _made(carried: Carried, whose: Whose, leftovers: Leftovers) -> Repaired:
    def annex(making: Making) -> None:
        write_unplaced(making, leftovers)

    fresh = new_workbook(
        whose.office,
        whose.round,
        whose.framework,
        stage=whose.stage,
        language=whose.language,
        annex=annex,
    )
    return Repaired(
        data=patch_copy(fresh, carried.writes),
        problems=tuple(leftovers.told),
        office=whose.office,
        round=whose.round,
        stage=whose.stage,
        language=whose.language,
        placed=carried.placed,
        unplaced=len(leftovers.kept),
    )
