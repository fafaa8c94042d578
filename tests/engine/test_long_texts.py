"""Texts that no cell of a form wants are taken in, told and let go in time that grows with them.

What once took the square of a text's length would take hours here.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from time import process_time

import pytest

from pso_excel.core.safe_text import mask_citizen_id
from pso_excel.pipeline import open_office
from pso_excel.province.office_digest import discreet
from pso_excel.xlsx.reader import LIMITS
from pso_excel.xlsx.workbook import Cell, Sheet, parse_address
from tests.hostile.bases import base
from tests.hostile.mutations import LONG
from tests.hostile.outcomes import faults_of_book
from tests.hostile.zip_mutations import zipped

STAGES = ("S01", "S05", "S07")


def as_long_as_may_be(text: str) -> str:
    return (text * (LIMITS.text // len(text) + 1))[: LIMITS.text]


@pytest.mark.parametrize(
    "text", [*LONG, "a", "1", "๑-", "08 ", "1 2_"], ids=lambda text: repr(text[:6])
)
@pytest.mark.parametrize("mask", [mask_citizen_id, discreet])
def test_d3_numbers_of_people_are_looked_for_in_time_that_grows_with_the_text(
    mask: Callable[[str], str], text: str
) -> None:
    whole = as_long_as_may_be(text)
    start = process_time()
    mask(whole)
    assert process_time() - start < 3  # 0.2 here; by the square of the length it would be 20


@pytest.mark.parametrize(
    ("text", "stage"), list(zip(LONG, cycle(STAGES), strict=False)), ids=lambda part: repr(part[:6])
)
def test_a_text_as_long_as_a_file_may_hold_is_judged(text: str, stage: str) -> None:
    """Every field of a row of each table of a stage holds the text repeated to the limit."""
    whole = as_long_as_may_be(text)
    opened = open_office(zipped(base(stage)), "ก.xlsx")
    book = opened.book
    sheets: dict[str, Sheet] = dict(book.sheets)
    for table in opened.submission.tables.values():
        if table.table.stage == stage and table.rows:
            sheet = sheets[table.sheet]
            sheets[table.sheet] = replace(sheet, cells=dict(sheet.cells))
            for field in table.table.fields:
                if cell := table.cell(table.rows[0], field.id):
                    sheets[table.sheet].cells[parse_address(cell)] = Cell(whole)
    assert faults_of_book(replace(book, sheets=sheets)) == []
