"""Where everything stands: no two tables or cells share a place, whatever is chosen."""

from itertools import pairwise

import pytest

from pso_excel.forms import FORMS, TABLES
from pso_excel.forms.layout import (
    ROW_IDS,
    Placed,
    advance,
    arrange,
    fingerprint,
    locked_texts,
    width_of,
)
from pso_excel.forms.schema import Shape, Writer
from pso_excel.framework import load_framework
from pso_excel.xlsx.workbook import position

PSO, PMQA = load_framework("pso"), load_framework("pmqa4")
STAGES = [None, *((form.stage,) for form in FORMS if form.stage[1:].isdecimal())]


def tables(stages: tuple[str, ...] | None = None) -> dict[str, Placed]:
    return {one.table.id: one for plan in arrange(PSO, stages) for one in plan.tables}


@pytest.mark.parametrize("stages", STAGES)
def test_tables_of_a_sheet_follow_one_another_with_a_row_between(
    stages: tuple[str, ...] | None,
) -> None:
    for plan in arrange(PSO, stages):
        rows = [(one.section_row or one.id_row, one.end_row) for one in plan.tables]
        assert rows == sorted(rows)
        for (_, end), (start, _) in pairwise(rows):
            assert start > end + 1


def test_every_field_has_a_place_of_its_own_right_of_the_row_ids() -> None:
    for placed in tables().values():
        cells = [placed.cell(one.id, placed.first) for one in placed.table.fields]
        columns = [*placed.helpers.values(), placed.check, ROW_IDS]
        assert len(set(cells)) == len(cells)
        assert not {position(cell)[1] for cell in cells} & set(columns)
        if placed.table.shape is Shape.RECORD:
            assert placed.label.last < placed.value.first <= placed.value.last
            assert placed.hint.first == placed.value.last + 1


def test_row_ids_are_the_frameworks_keys_and_then_numbered() -> None:
    answers = tables()["S06.answers"]
    ids = [answers.rid(row) for row in range(answers.first, answers.last + 1)]
    assert ids[: len(PSO.leaves)] == [leaf.code for leaf in PSO.leaves]
    assert ids[len(PSO.leaves) :] == [f"r{n}" for n in range(1, 201)]


def test_a_framework_field_is_locked_only_where_the_framework_filled_it_in() -> None:
    placed = tables()["S05.indicators"]
    for one in placed.table.fields:
        assert placed.is_locked(one, placed.first) is (one.writer is not Writer.OFFICE)
        is_ours = one.writer in (Writer.OFFICE, Writer.FRAMEWORK)
        assert placed.is_locked(one, placed.spare_first) is not is_ours


def test_locked_texts_are_the_words_of_the_language_and_of_the_framework() -> None:
    plan = next(plan for plan in arrange(PSO) if plan.name == "05_น้ำหนัก")
    placed = plan.tables[0]
    for language in ("th", "en"):
        texts = locked_texts(plan, language)
        assert texts[placed.cell("name", placed.first)] == PSO.systems[0].name.say(language)
        assert placed.cell("weight", placed.first) not in texts  # the office may change it
        assert texts["B1"] == plan.form.title.say(language)


def test_the_fingerprint_changes_with_words_places_and_framework() -> None:
    office = arrange(PSO)
    prints = {
        fingerprint(office, PSO, "th"),
        fingerprint(office, PSO, "en"),
        fingerprint(arrange(PSO, ("S06",)), PSO, "th"),
        fingerprint(arrange(PMQA), PMQA, "th"),
    }
    assert len(prints) == 4
    assert fingerprint(arrange(PSO), PSO, "th") in prints


def test_no_header_has_a_word_wider_than_its_column() -> None:
    for table in TABLES.values():
        for one in (one for one in table.fields if not one.hidden):
            for label in one.label:
                assert max(map(advance, label.split(" "))) < width_of(table, one)


def test_thai_marks_above_and_below_take_no_width() -> None:
    assert advance("น้ำที่ผู้") == advance("นำทผ")
    assert advance("Level 5") == 7
