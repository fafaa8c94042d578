"""Filling a workbook by program: what goes in comes out, and nothing else changes."""

import zipfile
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.demo import demo_answers
from pso_excel.framework import load_framework
from pso_excel.model.submission import Submission
from pso_excel.pipeline import open_office
from pso_excel.templates.fill import Answers, fill_workbook
from tests.complete_workbook import blank_workbook

FRAMEWORK = load_framework("pso")
blank = partial(blank_workbook, "99-R-001")


def filled(answers: Answers, language: Language = "th") -> Submission:
    """What an office's workbook says after it was filled."""
    return open_office(fill_workbook(blank(language=language), answers, FRAMEWORK)).submission


def test_values_of_every_kind_come_back_as_they_went_in() -> None:
    row = {
        "act": "A01",
        "indicators": ("01.1", "01.2"),
        "action": "จัดทำคู่มือ",
        "kind": "standard",
        "target": 3,
        "start": date(2026, 1, 15),
        "budget": Decimal("1250.50"),
    }
    (found,) = filled({"S07.actions": [row]}).rows("S07.actions")
    assert found.values == row | {"target": Decimal(3)}


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_choice_is_written_in_the_words_of_the_workbook(language: Language) -> None:
    submission = filled({"S00.cover": [{"serves": "both"}]}, language)
    cover = submission.record("S00.cover")
    assert cover is not None
    assert cover.text("serves") == "both"


def test_a_row_of_the_framework_is_found_by_its_key_and_others_go_to_free_rows() -> None:
    rows = (
        filled({"S06.answers": [{"code": "01.4", "state": "scored", "level": 2}]})
        .tables["S06.answers"]
        .by_key()
    )
    assert rows["01.4"].number_of("level") == 2
    assert rows["01.5"].is_blank("state")
    people = filled({"STAFF.people": [{"pid": "P01"}, {"pid": "P02"}]}).tables["STAFF.people"]
    assert [row.row_number - people.first for row in people.rows] == [0, 1]


def test_nothing_but_the_sheets_written_to_changes() -> None:
    data = fill_workbook(blank(), {"S00.cover": [{"headcount": 24}]}, FRAMEWORK)
    with zipfile.ZipFile(BytesIO(blank())) as old, zipfile.ZipFile(BytesIO(data)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert len(changed) == 1
    assert changed[0].startswith("xl/worksheets/")


def test_nothing_to_write_gives_the_same_bytes() -> None:
    assert fill_workbook(blank(), {"S00.cover": [{"headcount": None}]}, FRAMEWORK) == blank()


@pytest.mark.parametrize(
    "answers",
    [{"S99.nothing": [{"a": 1}]}, {"S00.cover": [{"nothing": 1}]}],
)
def test_what_the_workbook_does_not_have_is_an_error(answers: Answers) -> None:
    with pytest.raises(KeyError):
        fill_workbook(blank(), answers, FRAMEWORK)


def test_more_rows_than_there_is_room_for_is_an_error() -> None:
    rows = [{"code": f"M{number}", "text": "พันธกิจ"} for number in range(31)]
    with pytest.raises(ValueError, match=r"S02\.missions"):
        fill_workbook(blank(), {"S02.missions": rows}, FRAMEWORK)


def test_a_whole_office_comes_back() -> None:
    answers = demo_answers(1, FRAMEWORK)
    submission = filled(answers)
    for table in ("STAFF.people", "S02.goals", "S03.tasks", "S04.items", "S07.actions"):
        found = [row.values for row in submission.rows(table)]
        typed = [
            {
                field_id: Decimal(value) if isinstance(value, int) else value
                for field_id, value in row.items()
                if value is not None
            }
            for row in answers[table]
        ]
        assert [
            {field_id: row[field_id] for field_id in want}
            for row, want in zip(found, typed, strict=True)
        ] == (typed)
