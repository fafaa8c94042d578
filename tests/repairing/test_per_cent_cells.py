"""B3: a cell that shows a percentage is read after a repair as it was before."""

from decimal import Decimal

import pytest

from pso_excel.forms import TABLES
from pso_excel.framework import load_framework
from pso_excel.intake.cell_parsers import ParsedValue
from pso_excel.intake.table_values import reader_of
from pso_excel.repair.carry_over import Written, as_written
from pso_excel.xlsx.workbook import Cell, NumberFormatKind

PSO = load_framework("pso")
FIELDS = (
    ("S06.answers", "value"),
    ("S05.indicators", "weight"),
    ("S05.systems", "target"),
    ("S04.items", "completeness"),
    ("S06.answers", "basic"),
    ("S07.actions", "budget"),
    ("S06.answers", "level"),
)


@pytest.mark.parametrize("stored", ["0.86", "1", "0", "-0.05", "10", "85", "8500", "0.005"])
@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_b3_a_per_cent_cell_is_read_alike_after_a_repair(
    table: str, field: str, stored: str
) -> None:
    column_field = TABLES[table].field(field)
    cell = Cell(Decimal(stored), format_kind=NumberFormatKind.PERCENT)
    written = as_written(column_field, cell, PSO)
    assert meant(field, table, written, NumberFormatKind.GENERAL) == meant(
        field, table, cell.value, NumberFormatKind.PERCENT
    )


def meant(field: str, table: str, value: object, shown: NumberFormatKind) -> object:
    """The value read, None for what cannot be."""
    assert isinstance(value, Written)
    got = reader_of(TABLES[table].field(field), PSO)(value, shown)  # pyright: ignore[reportArgumentType]
    return got.value if isinstance(got, ParsedValue) else got
