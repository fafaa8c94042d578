"""A problem in words: its values in their places, whatever of them is missing."""

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Location, Problem


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("F003", values={"ext": ".xls"}), "(.xls) ไม่ใช่ไฟล์ .xlsx จึงไม่อ่าน — โปรด"),
        (Problem("F051", Location(file="ก.xlsx")), "ใหญ่ผิดปกติที่ส่วน … "),
        (Problem("F051", Location(file="ก.xlsx"), {"part": ""}), "ใหญ่ผิดปกติที่ส่วน มัก"),
    ],
)
def test_a_sentence_holds_together(problem: Problem, said: str) -> None:
    assert said in message(problem, "th")


def test_an_empty_value_leaves_no_gap_before_a_stop() -> None:
    problem = Problem("F051", Location(file="a.xlsx"), {"part": ""})
    assert "  " not in message(problem, "en")
    assert " ." not in message(problem, "en")


def test_a_value_as_long_as_a_novel_is_quoted_from_its_beginning() -> None:
    said = message(Problem("F051", values={"part": "ก" * 40_000}), "th")
    assert "ก" * 1000 + "…" in said
    assert len(said) < 2000
