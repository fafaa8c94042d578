"""Problems in the order of mending, and repeated ones joined."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Location, Problem
from pso_excel.model.problem_groups import grouped, sort_for_officer
from pso_excel.xlsx.workbook import consecutive_runs, format_cells, format_rows


def at(rule: str, cell: str, sheet: str = "06_ประเมิน", **values: str | Bilingual) -> Problem:
    return Problem(
        rule, Location(sheet=sheet, cell=cell, stage=f"S{sheet[:2]}", field="level"), values
    )


def test_what_blocks_comes_first_then_file_structure_header_and_the_rest_by_place() -> None:
    wanted = [
        Problem("T101", Location(sheet="03_งาน")),
        Problem("F020", Location(file="a.xlsx")),
        at("T110", ""),
        at("H209", "C5", "00_ปก"),
        at("G001", "B5", "02_พันธกิจ"),
        at("G001", "E9"),
        at("S801", "E9"),
        at("S801", "F9"),
        at("S801", "E10"),
        Problem("G001", Location(sheet="บุคลากร", cell="B6", stage="STAFF")),
        Problem("G001", Location(sheet="หลักฐาน", cell="B6", stage="EVIDENCE")),
    ]
    assert sort_for_officer(reversed(wanted)) == wanted


def test_what_two_rules_tell_alike_is_told_once() -> None:
    twice = [at("S801", "E5", code="01.1"), at("S801", "E5", code="01.1", field="x")]
    assert sort_for_officer(twice) == twice[:1]
    elsewhere = [Problem("C301", values={"n": "1"}), Problem("C301", values={"n": "2"})]
    assert len(sort_for_officer(elsewhere)) == 2


def test_one_fault_in_one_column_is_told_once_with_all_its_rows() -> None:
    rows = [*range(5, 20), 22]
    problems = [at("S801", f"E{row}", code=f"c{row}", row=str(row), same="x") for row in rows]
    others = [at("S801", "F5", code="f"), at("S812", "E5", code="g"), at("S801", "E5", "07_แผน")]
    joined = grouped([*problems, *others])
    assert [problem.location.cell for problem in joined] == ["E5:E19, E22", "F5", "E5", "E5"]
    assert joined[0].values["rows"] == joined[0].values["row"] == "5–19, 22"
    assert joined[0].values["cell"] == "E5:E19, E22"
    assert joined[0].values["same"] == "x"
    assert joined[0].values["code"] == "c5, c6, c7, c8, c9 … (+11)"
    assert joined[1:] == others


def test_what_is_for_knowledge_is_joined_for_the_sheet() -> None:
    notes = [at("H212", cell, value=cell) for cell in ("E5", "F5", "E6", "F9")]
    joined = grouped([*notes, at("H212", "E5", "07_แผน", value="x")])
    assert [problem.location.cell for problem in joined] == ["E5:E6, F5, F9", "E5"]
    assert joined[0].values["rows"] == "5–6, 9"


def test_words_that_differ_are_listed_in_both_languages() -> None:
    problem = at("S801", "E5", field=Bilingual("ก", "a"))
    other = at("S801", "E6", field=Bilingual("ข", "b"))
    assert grouped([problem, other])[0].values["field"] == Bilingual("ก, ข", "a, b")


@pytest.mark.parametrize("cell", ["", "B5:D5", "E5:E9, E12"])
def test_what_is_not_one_cell_is_not_joined(cell: str) -> None:
    problems = [at("T112", cell, range="a"), at("T112", cell, range="b")]
    assert grouped(problems) == problems


@given(st.lists(st.integers(1, 60), max_size=40))
def test_rows_are_neither_lost_nor_invented(rows: list[int]) -> None:
    spans = consecutive_runs(rows)
    assert {row for first, last in spans for row in range(first, last + 1)} == set(rows)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(spans))
    assert format_rows(rows).count(",") == max(len(spans) - 1, 0)
    assert format_cells(28, rows).count("AB") >= len(spans)


@given(st.permutations([at("S801", f"E{n}") for n in range(1, 6)]))
def test_the_order_does_not_depend_on_who_spoke_first(problems: list[Problem]) -> None:
    assert sort_for_officer(problems) == [at("S801", f"E{n}") for n in range(1, 6)]
