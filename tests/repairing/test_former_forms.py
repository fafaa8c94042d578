"""A form of a former version goes into today's with nothing of ours left over."""

import pytest

from pso_excel.repair import repair_workbook
from tests.released import Released, released


@pytest.mark.parametrize(
    "release",
    [pytest.param(release, id=f"{release.version}-{release.name}") for release in released()],
)
def test_nothing_of_ours_is_left_over(release: Released) -> None:
    repaired = repair_workbook(release.data, release.name)
    assert repaired.unplaced == 0
    assert repaired.placed > 100
