"""The bytes of workbooks that many tests begin with, made once a process."""

from functools import cache

from pso_excel import Framework, fill_workbook, load_framework, new_workbook
from pso_excel.core.bilingual import Language
from pso_excel.forms import table_of
from pso_excel.forms.prefilled_rows import prefilled_rows
from pso_excel.forms.schema import FilledBy, Table
from tests.complete import Line, complete

OFFICE, ROUND = "58-R-014", "2569-1"
FILE = f"{OFFICE}_{ROUND}.xlsx"


@cache
def blank_workbook(
    office: str = OFFICE,
    framework_id: str = "pso",
    language: Language = "th",
    *,
    stage: str = "",
    macros: bool = False,
) -> bytes:
    """A new workbook of the round."""
    framework = load_framework(framework_id)
    return new_workbook(office, ROUND, framework, stage=stage, language=language, macros=macros)


@cache
def complete_workbook(
    framework_id: str = "pso", language: Language = "th", *, macros: bool = False
) -> bytes:
    """Complete and correct: every table filled in, as :func:`tests.complete.complete` has it."""
    framework = load_framework(framework_id)
    filling = complete(framework)
    answers = {table: typed_rows(table_of(table), filling[table], framework) for table in filling}
    blank = blank_workbook(OFFICE, framework_id, language, macros=macros)
    return fill_workbook(blank, answers, framework)


def typed_rows(table: Table, lines: list[Line], framework: Framework) -> list[Line]:
    """What the office types of each line, with the key of the framework's row it belongs to."""
    own = {
        field.id
        for field in table.fields
        if field.writer is FilledBy.OFFICE or field.id == table.key
    }
    keys = [row.key for row in prefilled_rows(table, framework)] or [""] * len(lines)
    return [
        ({table.key: key} if key else {})
        | {framework_id: line[framework_id] for framework_id in line if framework_id in own}
        for key, line in zip(keys, lines, strict=True)
    ]
