"""A form of a former version goes into today's with nothing of ours left over."""

import pytest

from pso_excel.repair import repair_workbook
from tests.released import Released, released


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=f"{one.version}-{one.name}") for one in released()]
)
def test_nothing_of_ours_is_left_over(one: Released) -> None:
    repaired = repair_workbook(one.data, one.name)
    assert repaired.unplaced == 0
    assert repaired.placed > 100
