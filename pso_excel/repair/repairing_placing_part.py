"""From an opened workbook to what is written into a fresh one and what is left over."""

from functools import lru_cache

from pso_excel.buttons.macros_cells_part import PRESS
from pso_excel.core.bilingual import Language
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.forms.layout import Placed, arrange
from pso_excel.framework.framework_part import load_framework
from pso_excel.intake.workbook_identity import VERSION, Identity, identity_of
from pso_excel.repair.carry_over import Carried, carry_table, carry_tables
from pso_excel.repair.damaged_workbook import Opened
from pso_excel.repair.damaged_workbook__repairing_pages_part import pages_of
from pso_excel.repair.find_tables import Old, find_tables
from pso_excel.repair.found_table__repairing_standing_part import How, Standing
from pso_excel.repair.identity import Whose, settled, whose_book
from pso_excel.repair.leftovers import leave_rest
from pso_excel.repair.leftovers__repairing_restoring_part import restore_form
from pso_excel.repair.repairing_reasons_part import carry_reasons
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.reader import read_book
from pso_excel.xlsx.reader.extras import read_besides
from pso_excel.xlsx.workbook import Book


def place_values(opened: Opened, file: str) -> tuple[Carried, Whose]:
    """Every value in its place or left over, and the identity of the fresh workbook. Raises
    :class:`Refused`: none of our forms (F004), newer than the program (F008)."""
    carried, whose = _found(opened, file)
    carry_tables(carried)
    carry_reasons(carried)
    leave_rest(carried)
    return carried, whose


def place_lasting(opened: Opened, file: str) -> tuple[Carried, Whose]:
    """As :func:`place_values`, but only what lasts from one round to the next, as the forms declare
    it; the rest stays in the old workbook."""
    carried, whose = _found(opened, file)
    for standing in carried.old.standings.values():
        if standing.table.lasting:
            for id in standing.table.passing:
                standing.columns.pop(id, None)
                standing.lines.pop(id, None)
            carry_table(carried, standing)
    return carried, whose


def _found(opened: Opened, file: str) -> tuple[Carried, Whose]:
    """The tables of the old workbook, beside a blank of the form they are to go into."""
    identity = identity_of(opened.book)
    _refuse_others(identity, file)
    whose = whose_book(opened.book)
    buttons = PRESS in opened.book.names
    blank, formulas = _blank(whose.framework.id, whose.stage, whose.language, buttons)
    if opened.damage:
        restore_form(opened.book, blank, _tables(whose))
    old = Old(opened.book, blank, pages_of(opened.book), whose.framework, identity.made_for)
    find_tables(old, _tables(whose))
    if not old.standings or (opened.damage and not _is_known(old)):
        raise Refused(opened.damage or Problem("F004", Place(file=file), {"file": file}))
    whose = settled(whose, old.standings, old.pages)
    carried = Carried(old, formulas, _tables(whose), opened.besides, whose.language)
    return carried, whose


def _is_known(old: Old) -> bool:
    """Whether any table was recognised by more than the place where something stands."""
    tables = old.standings.values()
    return any(one.sheet == one.placed.sheet or _by_words(one) for one in tables)


def _by_words(standing: Standing) -> bool:
    return any(how is not How.POSITION for how in standing.how.values())


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
def _blank(
    framework: str, stage: str, language: Language, buttons: bool
) -> tuple[Book, frozenset[str]]:
    """The form as it is handed out, and the formulas on it."""
    pack = load_framework(framework)
    data = new_workbook("", "", pack, stage=stage, language=language, macros=buttons)
    besides = read_besides(data)
    formulas = (text for one in besides.values() for text in one.formulas.values())
    return read_book(data), frozenset(formulas)
