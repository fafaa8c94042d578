"""Every value typed into a workbook is in its cell of the repaired one, or on the sheet of unplaced
values, whatever happened to the workbook."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repairing.damage import DAMAGES, Damage, Draws
from tests.repairing.marked import marked, missing


def test_an_undamaged_workbook_comes_out_as_it_is() -> None:
    damaged = marked()
    carried = damaged.carried()
    assert missing(damaged, carried) == []
    assert carried.unplaced == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda item: item.__name__)
def test_no_typed_value_is_lost_by_one_damage(damage: Damage) -> None:
    @settings(max_examples=3)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        draws = Draws(marked(), data)
        damage(draws)
        assert missing(draws.damaged, draws.damaged.carried()) == []

    check()


@settings(max_examples=12)
@given(st.lists(st.sampled_from(DAMAGES), min_size=2, max_size=7), st.data())
def test_no_typed_value_is_lost_by_many_damages(
    damages: Sequence[Damage], data: st.DataObject
) -> None:
    draws = Draws(marked(), data)
    for damage in damages:
        damage(draws)
    assert missing(draws.damaged, draws.damaged.carried()) == []
