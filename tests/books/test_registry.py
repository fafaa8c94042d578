"""The registry a province keeps is read back as it was written, and its faults are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Refused
from pso_excel.forms.layout import arrange_form
from pso_excel.forms.registry_form import FORM
from pso_excel.framework import load_framework
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.templates.registry_workbook import read_registry, registry_workbook
from pso_excel.xlsx.workbook import CellWrite
from tests.complete_workbook import blank_workbook

ROUND = Round(
    code="2569-1",
    begins=date(2025, 10, 1),
    ends=date(2026, 9, 30),
    due=date(2026, 3, 15),
    framework="pso@1.0",
)
NAMES = st.sampled_from(("สำนักงานปศุสัตว์จังหวัด", "ที่ทำการปกครอง", "สำนักงานคลังจังหวัด"))
OFFICES = st.builds(
    RegisteredOffice,
    code=st.integers(1, 99).map(lambda number: f"58-R-{number:03d}"),
    name=NAMES,
    kind=st.sampled_from(("", "ส่วนภูมิภาค")),
    ministry=st.sampled_from(("", "กระทรวงมหาดไทย")),
    peer_group=st.sampled_from(("", "ก")),
    contact=st.sampled_from(("", "053-612-000 ต่อ 12")),
    headcount=st.none() | st.integers(1, 500),
    expected=st.booleans(),
)


@given(offices=st.lists(OFFICES, max_size=4), is_open=st.booleans())
def test_a_registry_is_read_back_as_written(offices: list[RegisteredOffice], is_open: bool) -> None:
    this_round = Round(code="2569-1", due=date(2026, 3, 15), open=is_open)
    registry = Registry(
        province="แม่ฮ่องสอน",
        round=this_round,
        offices={registered_office.code: registered_office for registered_office in offices},
    )
    assert read_registry(registry_workbook(registry)) == (registry, [])


def test_the_round_keeps_its_dates_in_either_language_B402_quiet() -> None:
    registry = Registry(province="แม่ฮ่องสอน", round=ROUND)
    for language in ("th", "en"):
        found, problems = read_registry(registry_workbook(registry, language))
        assert (found, problems) == (registry, [])


def test_B402_fires_on_an_office_written_twice_with_its_rows() -> None:
    offices = {code: RegisteredOffice(code=code, name="ก") for code in ("58-R-001", "58-R-002")}
    data = registry_workbook(Registry(province="แม่ฮ่องสอน", round=ROUND, offices=offices))
    plans = arrange_form(FORM, load_framework())
    grid = plans[1].tables[0]
    twice = CellWrite(grid.sheet, grid.cell("code", grid.first + 1), "58-R-001")
    found, problems = read_registry(patch_copy(data, [twice]))
    assert list(found.offices) == ["58-R-001"]
    repeated = [problem for problem in problems if problem.code == "B402"]
    assert [problem.values["rows"] for problem in repeated] == [f"{grid.first}, {grid.first + 1}"]


def test_a_date_typed_as_text_is_understood() -> None:
    data = registry_workbook(Registry(province="แม่ฮ่องสอน", round=ROUND))
    plans = arrange_form(FORM, load_framework())
    record = plans[0].tables[0]
    typed = CellWrite(record.sheet, record.cell("due"), "๑๕ มีนาคม ๒๕๖๙")
    found, _ = read_registry(patch_copy(data, [typed]))
    assert found.round.due == date(2026, 3, 15)


def test_another_workbook_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_registry(blank_workbook(stage="S01"))
    assert refused.value.problem.code == "B401"
