"""Where everything stands: no two tables or cells share a place, whatever is chosen."""

from itertools import pairwise

import pytest

from pso_excel import load_framework
from pso_excel.forms import FORMS, TABLES
from pso_excel.forms.layout import (
    ROW_IDS,
    TableLayout,
    display_width,
    fingerprint,
    lay_out_workbook,
    locked_texts,
    width_of,
)
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.xlsx.workbook import parse_address

PSO, PMQA = load_framework("pso"), load_framework("pmqa4")
STAGES = [None, *((form.stage,) for form in FORMS if form.stage[1:].isdecimal())]


def tables(stages: tuple[str, ...] | None = None) -> dict[str, TableLayout]:
    return {
        table.table.id: table for plan in lay_out_workbook(PSO, stages) for table in plan.tables
    }


@pytest.mark.parametrize("stages", STAGES)
def test_tables_of_a_sheet_follow_one_another_with_a_row_between(
    stages: tuple[str, ...] | None,
) -> None:
    for plan in lay_out_workbook(PSO, stages):
        rows = [(table.section_row or table.id_row, table.end_row) for table in plan.tables]
        assert rows == sorted(rows)
        for (_, end), (start, _) in pairwise(rows):
            assert start > end + 1


def test_every_field_has_a_place_of_its_own_right_of_the_row_ids() -> None:
    for placed in tables().values():
        cells = [placed.cell(field.id, placed.first) for field in placed.table.fields]
        columns = [*placed.helpers.values(), placed.check, ROW_IDS]
        assert len(set(cells)) == len(cells)
        assert not {parse_address(cell)[1] for cell in cells} & set(columns)
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
    for field in placed.table.fields:
        assert placed.is_locked(field, placed.first) is (field.writer is not FilledBy.OFFICE)
        is_ours = field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
        assert placed.is_locked(field, placed.spare_first) is not is_ours


def test_locked_texts_are_the_words_of_the_language_and_of_the_framework() -> None:
    plan = next(plan for plan in lay_out_workbook(PSO) if plan.name == "05_น้ำหนัก")
    placed = plan.tables[0]
    for language in ("th", "en"):
        texts = locked_texts(plan, language)
        assert texts[placed.cell("name", placed.first)] == PSO.systems[0].name.in_language(language)
        assert placed.cell("weight", placed.first) not in texts  # the office may change it
        assert texts["B1"] == plan.form.title.in_language(language)


def test_the_fingerprint_changes_with_words_places_and_framework() -> None:
    office = lay_out_workbook(PSO)
    prints = {
        fingerprint(office, PSO, "th"),
        fingerprint(office, PSO, "en"),
        fingerprint(lay_out_workbook(PSO, ("S06",)), PSO, "th"),
        fingerprint(lay_out_workbook(PMQA), PMQA, "th"),
    }
    assert len(prints) == 4
    assert fingerprint(lay_out_workbook(PSO), PSO, "th") in prints


def test_no_header_has_a_word_wider_than_its_column() -> None:
    for table in TABLES.values():
        for field in (field for field in table.fields if not field.hidden):
            for label in field.label:
                assert max(map(display_width, label.split(" "))) < width_of(table, field)


def test_thai_marks_above_and_below_take_no_width() -> None:
    assert display_width("น้ำที่ผู้") == display_width("นำทผ")
    assert display_width("Level 5") == 7
