"""What an office fills in: the form language, one form a stage, lists, layout."""

from pso_excel.forms import (
    registers,
    s00_cover,
    s01_committee,
    s02_missions,
    s03_tasks,
    s04_inventory,
    s05_weights,
    s06_status,
    s07_plan,
    s08_tracker,
    s09_readiness,
    s10_lessons,
)
from pso_excel.forms import result_sheets as results
from pso_excel.forms.schema import Form, Table

FORMS: tuple[Form, ...] = (
    s00_cover.FORM,
    s01_committee.FORM,
    s02_missions.FORM,
    s03_tasks.FORM,
    s04_inventory.FORM,
    s05_weights.FORM,
    s06_status.FORM,
    s07_plan.FORM,
    s08_tracker.FORM,
    s09_readiness.FORM,
    s10_lessons.FORM,
    registers.STAFF_FORM,
    registers.EVIDENCE_FORM,
    results.CHECK,
    results.SUMMARY,
)
"""Every form in the order of the workbook: stages 0 to 10, the registers, the results."""

TABLES: dict[str, Table] = {table.id: table for form in FORMS for table in form.tables}
"""Every table by its id, in the order of the workbook."""

_BY_STAGE = {form.stage: form for form in FORMS}


def form_of(stage: str) -> Form:
    """The form of a stage (``"S06"``, ``"STAFF"``, ``"CHECK"``); KeyError when there is none."""
    return _BY_STAGE[stage]


def table_of(table_id: str) -> Table:
    """The table of that id (``"S06.answers"``); KeyError when there is none."""
    return TABLES[table_id]
