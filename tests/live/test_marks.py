"""Which cells are marked, what their notes say, and how marks are known again."""

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Location, Problem
from pso_excel.results.cell_marks import MOST_MARKS, PlacedMark, is_mark, marks, number_in

SHEET = "06_ประเมิน"
WRONG = Problem("S803", Location(sheet=SHEET, cell="H12", stage="S06"), {"value": "6"})


def severities(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(mark.cell, mark.sign, mark.code) for mark in marks(problems, {SHEET}, "th")]


def test_what_must_be_mended_comes_before_what_must_be_looked_at() -> None:
    warning = Problem("F010", Location(sheet=SHEET, cell="B2"))
    note = Problem("F020", Location(sheet=SHEET, cell="B3"), {"app": "x"})
    elsewhere = WRONG.with_location(sheet="ผลตรวจ")
    assert severities([warning, note, elsewhere, WRONG]) == [
        ("H12", "✖", "S803"),
        ("B2", "▲", "F010"),
    ]


def test_a_warning_that_is_answered_has_no_mark() -> None:
    assert severities([Problem("F010", Location(sheet=SHEET, cell="B2"), reason="ใช่")]) == []


def test_each_area_is_marked_at_its_head_and_a_cell_once() -> None:
    spread = WRONG.with_location(cell="E5:E9, E12")
    found = marks([spread, WRONG.with_location(cell="E12")], {SHEET}, "th")
    assert [mark.cell for mark in found] == ["E5", "E12"]
    assert found[1].message.count(message(WRONG, "th")) == 2


def test_there_are_never_more_than_a_sheet_can_bear() -> None:
    many = [WRONG.with_location(cell=f"H{row}") for row in range(5, 5 + MOST_MARKS + 30)]
    assert len(severities(many)) == MOST_MARKS


def test_a_note_of_ours_is_known_by_its_number() -> None:
    mark = marks([WRONG], {SHEET}, "th")[0]
    assert number_in(mark.note(17)) == 17
    assert is_mark(mark.note(3).replace("\n", "\r\n"))


@pytest.mark.parametrize("text", ["", "✖ ผิด", "▲ 3 ข้อ", "โปรดดู ✖ 3 · S803\n", "✖ 3 · S803"])
def test_a_note_of_an_officer_is_none_of_ours(text: str) -> None:
    assert not is_mark(text)
    assert number_in(text) == 0


@pytest.mark.parametrize("colour", ["FFFBEB", ""])
def test_what_is_kept_of_a_mark_is_read_again(colour: str) -> None:
    kept = PlacedMark(12, "H12", "06 ประเมิน", marks([WRONG], {SHEET}, "th")[0].digest, colour)
    assert PlacedMark.read(kept.line()) == kept


@pytest.mark.parametrize("line", ["", "PSO_ROUND", "x H12 ab - s", "12 H12 ab"])
def test_anything_else_is_no_mark(line: str) -> None:
    assert PlacedMark.read(line) is None
