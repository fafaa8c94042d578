"""The columns right of a table's check column: hidden intermediate figures, and the month strip."""

from collections.abc import Mapping

from pso_excel.forms import FORMS
from pso_excel.forms.numbers import number_fields
from pso_excel.forms.registry_form import FORM as REGISTRY

MONTHS = tuple(f"month{number}" for number in range(1, 13))

TYPED, READ = "typed", "read"
"""The hidden columns of what is typed in the number cells of a row, and of the numbers read."""

_FIGURES: Mapping[str, tuple[str, ...]] = {
    "S05.systems": ("pilot", "number", "mass", "unusable"),
    "S05.indicators": ("number", "leaf", "counts", "base", "unusable"),
    "S06.answers": ("position", "measure"),
    "S08.tracker": MONTHS,
}
HELPERS: Mapping[str, tuple[str, ...]] = {
    table.id: (*_FIGURES.get(table.id, ()), *((TYPED, READ) if number_fields(table) else ()))
    for form in (*FORMS, REGISTRY)
    for table in form.tables
}
"""Columns right of the check column: hidden intermediate figures, and the tracker's month strip."""

BESIDE_RECORD = 11
"""The first hidden column of a record, right of all that the cover shows beside it."""
