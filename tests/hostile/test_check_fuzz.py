"""Whatever is changed in a valid workbook, its check ends in problems with a code of their own."""

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.pipeline import OpenedWorkbook, open_office
from tests.hostile.answer_mutations import misfilled
from tests.hostile.bases import STAGES, base
from tests.hostile.mutations import mutated
from tests.hostile.outcomes import faults_of, faults_of_book, faults_of_repair
from tests.hostile.zip_mutations import zipped

CHANCES = st.randoms(use_true_random=False)


@cache
def opened(office: int) -> OpenedWorkbook:
    """A filled-in workbook of all stages, read once."""
    return open_office(zipped(base(office=office)), "ก.xlsx")


def test_the_workbooks_are_sound_as_they_are() -> None:
    for stage in ("S01", "S06", ""):
        assert faults_of(zipped(base(stage))) == []


@given(CHANCES, st.sampled_from(STAGES))
def test_changes_of_a_single_stage_end_in_coded_problems(chance: Random, stage: str) -> None:
    assert faults_of(mutated(chance, base(stage))) == []


@settings(max_examples=settings().max_examples // 3)
@given(CHANCES)
def test_changes_of_a_whole_workbook_end_in_coded_problems(chance: Random) -> None:
    assert faults_of(mutated(chance, base(), 8)) == []


@given(CHANCES, st.sampled_from((1, 2)))
def test_answers_that_no_form_wants_end_in_coded_problems(chance: Random, office: int) -> None:
    assert faults_of_book(misfilled(chance, opened(office))) == []


@settings(max_examples=settings().max_examples // 5)
@given(CHANCES, st.sampled_from(("S01", "S03", "S07")))
def test_changes_are_repaired_or_refused_with_a_code(chance: Random, stage: str) -> None:
    assert faults_of_repair(mutated(chance, base(stage), 6)) == []
