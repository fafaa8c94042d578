"""F: what the program that saved a workbook has left out of the form everywhere: one cause, told
once.

Where every list, formula, defined name or protection is gone, no cell and no sheet is told apart
(T108, T109, T115, T118, F012); what was pasted over here and there still is.
"""

from collections.abc import Iterator

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem
from pso_excel.intake import is_excel
from pso_excel.intake.workbook_identity__intake_left_out_part import ONLY_PROTECTION, Part
from pso_excel.rules.context import Case, Rule


def kept_values_only(case: Case) -> Iterator[Problem]:
    """F070: parts of the form are gone from the whole workbook, as programs leave it that keep
    little more than values; F020: another program than Excel saved it, and all parts are there."""
    app = case.book.application.partition("$")[0][:80]
    is_other = not is_excel(case.book)
    place = Place(file=case.book.file)
    if case.left_out and (is_other or case.left_out != ONLY_PROTECTION):
        what = [worded(f"left_out_{part}") for part in Part if part in case.left_out]
        listed = Words(*(", ".join(one[n] for one in what) for n in (0, 1)))
        yield Problem("F070", place, {"what": listed, "app": app or "–"})
    elif is_other:
        yield Problem("F020", place, {"app": app})


RULES: tuple[Rule, ...] = (kept_values_only,)
