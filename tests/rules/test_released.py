"""A workbook is held against the framework as released, not against how the form is worded."""

from datetime import date

import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.intake.row_index import parse_reference
from pso_excel.pipeline import check_office
from pso_excel.xlsx.workbook import CellWrite
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}
POINTS = TABLES["S05.indicators"].cell("x1", TABLES["S05.indicators"].first)


def of_another_release() -> bytes:
    """A workbook whose form was made before its hints were worded anew."""
    data = blank_workbook()
    block = parse_reference(read_book(data).names["PSO_FINGERPRINT"])
    assert block is not None
    cell = f"{'ABCDEFGH'[block.left - 1]}{block.top}"
    return patch_copy(data, [CellWrite(block.sheet, cell, "0123456789abcdef")])


@pytest.mark.parametrize(
    ("writes", "codes"),
    [
        ([], set[str]()),
        ([CellWrite("05_ตัวชี้วัด", POINTS, "70")], {"T107", "T116"}),
    ],
)
def test_only_what_the_framework_wrote_counts(writes: list[CellWrite], codes: set[str]) -> None:
    found = check_office(patch_copy(of_another_release(), writes), date(2026, 3, 31))
    assert {problem.code for problem in found.problems} & {"T107", "T116", "I001"} == codes
