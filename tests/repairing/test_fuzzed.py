"""Bytes changed at random: repaired, or refused with a code; never a fault of ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.core.problem import Refused
from pso_excel.intake import read_book
from pso_excel.repair import repair_workbook
from tests.released import released

DATA = next(release.data for release in released() if release.name == "stage_S04_th")
CHANGE = st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255))


@settings(max_examples=15)
@given(st.lists(CHANGE, max_size=12), st.integers(0, len(DATA)))
def test_a_file_is_repaired_or_refused_with_its_code(
    changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(DATA)
    for at, byte in changes:
        data[at] = byte
    outcomes = [outcome(damaged) for damaged in (bytes(data), bytes(data[:cut]))]
    assert "I001" not in outcomes
    assert outcomes[1] or cut > 0


def outcome(data: bytes) -> str:
    """The code of the refusal; nothing for a workbook that was repaired."""
    try:
        repaired = repair_workbook(data, "ก.xlsx")
    except Refused as refused:
        return refused.problem.code
    read_book(repaired.data)
    return ""


def test_a_fault_of_ours_is_a_refusal_with_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pso_excel.repair.place_values", fails)
    with pytest.raises(Refused) as refused:
        repair_workbook(DATA, "ก.xlsx")
    assert refused.value.problem.code == "I001"
