"""Which problem stands on which row of the sheet of results, beside the reasons typed there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core.problem import Location, Problem
from pso_excel.model.submission import Row, TableRows
from pso_excel.results.acknowledgements import ProblemFingerprints, acknowledged, row_marks
from pso_excel.results.problem_rows import problem_rows
from pso_excel.xlsx.workbook import format_address
from tests.engine.test_results import place_table
from tests.submissions import submission_of

FIRST, ROOM = 10, 30
CODES = ("D606", "D608", "D610", "D613")
FIELDS = ("name", "detail", "task")
REASON = "ตรวจแล้ว"


def tables(tasks: Sequence[str], *reasons: Row) -> Mapping[str, TableRows]:
    """An inventory with those tasks, and the sheet of results with those reasons."""
    rows = [{"code": f"D{n:02}", "task": task} for n, task in enumerate(tasks)]
    made = submission_of({"S04.items": rows}).tables
    return {**made, "CHECK.problems": place_table("CHECK.problems", ROOM, *reasons)}


def found(
    known: Mapping[str, TableRows], row: int, code: str = "D610", field_id: str = "task"
) -> Problem:
    """A warning at a field of a row of the inventory, counted from 0."""
    items = known["S04.items"]
    return Problem(code, items.locate(items.rows[row], field_id))


def written(known: Mapping[str, TableRows], problems: Sequence[Problem]) -> list[Mapping[str, str]]:
    """What stands on each row afterwards, empty rows left out."""
    found_problems = list(acknowledged(problems, known))
    rows = problem_rows(found_problems, known["CHECK.problems"], ProblemFingerprints(known), "th")
    return [line.texts for _, line in rows if line]


def answered(known: Mapping[str, TableRows], *problems: Problem, number: int = FIRST) -> Row:
    """The row as an earlier check left it, joined, with a reason typed since."""
    marks, cells = (
        ProblemFingerprints(known),
        ", ".join(problem.location.cell for problem in problems),
    )
    first = problems[0]
    values = {
        "rule": first.code,
        "cell": f"{first.location.sheet}!{cells}",
        "reason": REASON,
        "seen": row_marks(marks.of(problem) for problem in problems),
    }
    return Row(number, values=dict(values))


def test_of_several_joined_only_the_changed_one_is_a_warning_again() -> None:
    before = tables(["", "", ""])
    row = answered(before, *(found(before, n) for n in range(3)))
    after = tables(["", "T9", ""], row)
    lines = written(after, [found(after, n) for n in range(3)])
    assert [line["severity"] for line in lines] == ["✔ รับทราบ · ควรตรวจสอบ", "▲ ควรตรวจสอบ"]
    assert "เปลี่ยนไปหลังจากให้เหตุผล" not in lines[0]["message"]
    assert "เปลี่ยนไปหลังจากให้เหตุผล" in lines[1]["message"]
    assert not lines[1]["seen"].startswith("~")


def test_a_reason_follows_the_row_it_was_given_for() -> None:
    before = tables(["", "T1"])
    row = answered(before, found(before, 0))
    after = tables(["", "T1"], row)
    after["S04.items"].rows[0].row_number = FIRST + 5  # moved down, its key with it
    (line,) = written(after, [found(after, 0)])
    assert line["cell"].endswith(format_address(FIRST + 5, after["S04.items"].columns["task"]))
    assert line["severity"] == "✔ รับทราบ · ควรตรวจสอบ"


def test_a_problem_that_was_not_there_before_is_not_answered_by_its_neighbour() -> None:
    before = tables(["", "T1"])
    row = answered(before, found(before, 0))
    after = tables(["", ""], row)
    lines = written(after, [found(after, 0), found(after, 1)])
    assert [line["severity"][0] for line in lines] == ["✔", "▲"]
    assert "เปลี่ยนไปหลังจากให้เหตุผล" not in lines[1]["message"]


def test_a_problem_gone_keeps_the_marks_it_was_answered_for() -> None:
    before = tables([""])
    row = answered(before, found(before, 0))
    (line,) = written(tables([""], row), [])
    assert line["severity"] == "✔ ไม่พบแล้ว"
    assert line["seen"] == row.text("seen")


Spot = tuple[int, str, str]
spots = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(CODES), st.sampled_from(FIELDS)), unique=True
)


@given(spots, spots, st.booleans())
def test_every_warning_stands_on_one_row_whatever_was_answered(
    now: list[Spot], before: list[Spot], edited: bool
) -> None:
    known = tables(["T1"] * 6)
    rows = [
        answered(known, found(known, row, code, field_id), number=FIRST + number)
        for number, (row, code, field_id) in enumerate(before[:10])
    ]
    if edited:
        rows = [replace(row, values={**row.values, "seen": "~0 0"}) for row in rows]
    known = tables(["T1"] * 6, *rows)
    problems = [found(known, row, code, field_id) for row, code, field_id in now]
    lines = written(known, problems)
    there = [line for line in lines if "ไม่พบแล้ว" not in line["severity"]]
    told = [mark for line in there for mark in line["seen"].split()]
    marks = ProblemFingerprints(known)
    assert sorted(text for text in told if text[0] != "~") == sorted(map(marks.of, problems))
    kept = sum(line["severity"].startswith("✔ รับทราบ") for line in lines)
    assert (kept == 0) if edited else (kept == len(set(now) & set(before[:10])))


def test_what_is_no_warning_has_no_mark() -> None:
    known = tables([""])
    for code in ("D601", "H212", "F001"):
        assert (
            ProblemFingerprints(known).of(Problem(code, Location(sheet="04_ข้อมูล", cell="B10")))
            == ""
        )
