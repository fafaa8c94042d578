"""The form as it was issued to an office, and where the office's workbook has it."""

from collections.abc import Iterator

from pso_excel.core.bilingual import Language
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.submission import Entries
from pso_excel.rules.context import Case
from pso_excel.xlsx.workbook import Sheet

CHECKED_BY_US = frozenset({"CHECK", "SUMMARY"})


def language_of(case: Case) -> Language:
    """The language the form was issued in."""
    return "en" if case.submission.language == "en" else "th"


def forms(case: Case) -> Iterator[tuple[Entries, Sheet]]:
    """The tables an office fills in, each with its sheet."""
    for entries in case.submission.tables.values():
        sheet = case.book.sheets.get(entries.sheet)
        if sheet is not None and entries.table.stage not in CHECKED_BY_US:
            yield entries, sheet


def is_older(case: Case) -> bool:
    """Whether it was made from an older template, whose words may have been others."""
    return identity_of(case.book).is_older


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands in a cell as text, ``""`` for nothing."""
    value = sheet.cell(row, column).value
    return "" if value is None else str(value).strip()
