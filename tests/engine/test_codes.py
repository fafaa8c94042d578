"""B10: codes that a program turned into numbers or days are the same codes, told once a table; one
that fits several is refused with all of them named."""

from datetime import datetime
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.intake.codes import Codes, spelt
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Value, Workbook, parse_address
from tests.whole import (
    NUMERIC,
    SCORE,
    TABLES,
    Change,
    assessed,
    changed,
    codes_of,
    put,
    put_in,
    row_of,
    score_of,
    swapped,
    taken,
    turned,
)

ANSWERS, ACTIONS = "S06.answers", "S07.actions"
PERCENT = Cell(Decimal("0.011"), format_kind=NumberFormatKind.PERCENT)


def day(day: int, month: int, year: int = 2026) -> Cell:
    return Cell(datetime(year, month, day), format_kind=NumberFormatKind.DATE)


def each(table: str, write: str) -> Change:
    """The codes of a table written otherwise."""

    def change(book: Workbook) -> None:
        placed = TABLES[table]
        for row, fixed in enumerate(placed.fixed, placed.first):
            cell = parse_address(placed.cell("code", row))
            book.sheets[placed.sheet].cells[cell] = Cell(write.format(fixed.key))

    return change


def as_days(table: str) -> Change:
    def change(book: Workbook) -> None:
        placed = TABLES[table]
        for row, fixed in enumerate(placed.fixed, placed.first):
            if NUMERIC.fullmatch(fixed.key):
                first, second = map(int, fixed.key.split("."))
                cell = parse_address(placed.cell("code", row))
                book.sheets[placed.sheet].cells[cell] = day(first, second)

    return change


@pytest.mark.parametrize("hidden", [True, False])
def test_b10_codes_that_became_numbers_are_told_once_a_table(hidden: bool) -> None:
    found = assessed(changed(turned(hidden=hidden)))
    assert codes_of(found) == {"T132": 3}
    assert score_of(found) == SCORE
    problems = [problem for problem in found.problems if problem.code == "T132"]
    tables = ("S05.indicators", ANSWERS, "S06.assessors")
    assert [problem.location.sheet for problem in problems] == [
        TABLES[table].sheet for table in tables
    ]
    assert {problem.location.cell for problem in problems} == {"B6:B39"}
    assert all(
        problem.values["value"] == "1.1" and problem.values["code"] == "01.1"
        for problem in problems
    )
    assert all("…" not in message(problem, "th") + message(problem, "en") for problem in problems)


def test_b10_numbers_and_rows_out_of_order_together() -> None:
    found = assessed(changed(turned(hidden=False), swapped(ANSWERS, "01.5", "02.1")))
    assert codes_of(found) == {"T132": 3, "T130": 1}
    assert score_of(found) == SCORE


@pytest.mark.parametrize("write", ["'{}", " {} ", "“{}”", "{}\u200b"])
def test_b10_a_code_spelt_a_little_otherwise_is_no_finding_T132_quiet(write: str) -> None:
    assert codes_of(assessed(changed(each(ANSWERS, write)))) == {}


def test_b10_codes_that_became_days_are_known_beside_their_hidden_ids() -> None:
    found = assessed(changed(as_days(ANSWERS)))
    assert codes_of(found) == {"T132": 1}
    assert score_of(found) == SCORE


def test_b10_a_day_that_may_be_two_codes_is_refused_without_its_hidden_id() -> None:
    rows = [row_of(ANSWERS, code) for code in ("01.2", "02.1")]
    lost = [put(ANSWERS, f"A{row}", None) for row in rows]
    days = [put_in(ANSWERS, code, "code", day(1, 2)) for code in ("01.2", "02.1")]
    found = assessed(changed(*lost, *days))
    assert codes_of(found) == {"T133": 2}
    assert score_of(found) == ""
    assert found.scorecard is not None
    assert found.scorecard.unreadable == ("01.2", "02.1")
    (found_problem, _) = [problem for problem in found.problems if problem.code == "T133"]
    assert found_problem.values["codes"] == "01.2, 02.1"


PLANNED = TABLES[ACTIONS].cell("indicators", TABLES[ACTIONS].first)


@pytest.mark.parametrize(
    ("typed", "read", "told"),
    [
        pytest.param(Decimal("1.2"), ("01.2",), {"T132"}, id="T132 fires: a number"),
        pytest.param("1.2", ("01.2",), {"T132"}, id="T132 fires: typed without the zero"),
        pytest.param("1.1, 1.2", ("01.1", "01.2"), {"T132"}, id="T132 fires: several in a cell"),
        pytest.param("1.1 1.2", ("01.1", "01.2"), {"T132"}, id="T132 fires: between spaces"),
        pytest.param("๑.๑", ("01.1",), {"T132"}, id="T132 fires: Thai digits"),
        pytest.param(Decimal("10.1"), ("10.1",), {"T132"}, id="T132 fires: the number of the code"),
        pytest.param(day(1, 1), ("01.1",), {"T132"}, id="T132 fires: the first of January"),
        pytest.param("'01.1", ("01.1",), set[str](), id="T132 quiet: an apostrophe"),
        pytest.param("01.1", ("01.1",), set[str](), id="T132 quiet, T133 quiet: the code"),
        pytest.param(day(1, 2), None, {"T133"}, id="T133 fires: of January or February"),
        pytest.param(PERCENT, None, {"G012"}, id="G012 fires: 1.1 %"),
        pytest.param(Decimal("99.9"), ("99.9",), {"P907"}, id="G018 quiet: a code that is nowhere"),
    ],
)
def test_b10_references_are_the_codes_they_were(
    typed: Value | Cell, read: tuple[str, ...] | None, told: set[str]
) -> None:
    book = changed(put(ACTIONS, PLANNED, typed))
    row = taken(book).rows(ACTIONS)[0]
    assert row.get("indicators") == read
    assert ("indicators" in row.unreadable) == (read is None)
    assert codes_of(assessed(book)).keys() - {"P901", "P913", "X305"} == told


def own(code: Value, *, answered: bool = True) -> list[Change]:
    """An indicator of the office's own, in both stages."""
    indicators, answers = TABLES["S05.indicators"], TABLES[ANSWERS]
    line = {"code": code, "sys": "SYS-01", "indicator": "ของเรา", "type": "ผลผลิต", "weight": 0}
    typed = [
        put("S05.indicators", indicators.cell(field_id, indicators.spare_first), _value(value))
        for field_id, value in line.items()
    ]
    state = put(ANSWERS, answers.cell("state", answers.spare_first), "ประเมินแล้ว")
    key = put(ANSWERS, answers.cell("code", answers.spare_first), code)
    return [*typed, *([state, key] if answered else [])]


def _value(value: object) -> Value:
    return Decimal(value) if isinstance(value, int) else value  # type: ignore[return-value]


@pytest.mark.parametrize("typed", [Decimal("1.1"), "1.1"])
def test_b10_a_number_that_fits_two_codes_is_refused_with_both_named(typed: Value) -> None:
    book = changed(*own("01.10", answered=False), put(ACTIONS, PLANNED, typed))
    row = taken(book).rows(ACTIONS)[0]
    assert row.get("indicators") is None
    (found_problem,) = [problem for problem in assessed(book).problems if problem.code == "T133"]
    assert (found_problem.location.sheet, found_problem.location.cell) == (
        TABLES[ACTIONS].sheet,
        PLANNED,
    )
    assert found_problem.values["codes"] == "01.1, 01.10"
    for language in ("th", "en"):
        assert "01.1, 01.10" in message(found_problem, language)


def test_b10_a_number_is_never_the_shorter_of_two_codes_by_chance() -> None:
    """10.10 stored as a number is 10.1, which is another code of the form."""
    book = changed(*own("10.10", answered=False), put(ACTIONS, PLANNED, Decimal("10.1")))
    assert "T133" in codes_of(assessed(book))
    exact = changed(*own("10.10", answered=False), put(ACTIONS, PLANNED, "10.1"))
    assert taken(exact).rows(ACTIONS)[0].get("indicators") == ("10.1",)


def test_b10_the_zero_at_the_end_comes_back_where_it_can_be_no_other_code() -> None:
    book = changed(*own("11.10", answered=False), put(ACTIONS, PLANNED, Decimal("11.1")))
    assert taken(book).rows(ACTIONS)[0].get("indicators") == ("11.10",)


def test_b10_a_number_in_a_spare_row_is_no_new_indicator() -> None:
    found = assessed(changed(*own(Decimal("1.1"))))
    assert "T131" in codes_of(found)
    assert score_of(found) == ""


def test_b10_codes_of_the_offices_own_are_noted_once_a_table() -> None:
    placed = TABLES["S03.tasks"]
    rows = range(placed.first, placed.first + 4)
    numbers = [put("S03.tasks", placed.cell("code", row), Decimal(row)) for row in rows]
    (found_problem,) = [
        problem for problem in assessed(changed(*numbers)).problems if problem.code == "G018"
    ]
    assert found_problem.location.cell == f"B{rows[0]}:B{rows[-1]}"


def test_b10_references_to_codes_that_are_numbers_themselves() -> None:
    tasks, items = TABLES["S03.tasks"], TABLES["S04.items"]
    number = put("S03.tasks", tasks.cell("code", tasks.first), Decimal("1.1"))
    reference = put("S04.items", items.cell("task", items.first), "01.1")
    book = changed(number, reference)
    assert taken(book).rows("S04.items")[0].get("task") == "1.1"


COVER = TABLES["S00.cover"]


def test_b10_the_round_of_the_cover_turned_into_a_day() -> None:
    book = changed(put("S00.cover", COVER.cell("round"), day(1, 1, 2569)))
    assert taken(book).round == "2569-1"
    assert codes_of(assessed(book)) == {"T132": 1}


def test_b10_an_office_is_known_by_the_number_of_its_code() -> None:
    offices = Codes.of(["0101", "58-R-014"])
    assert spelt("101", offices) == "0101"
    assert spelt("๕๘-r-๐๑๔", offices) == "58-R-014"
    assert spelt("102", offices) == "102"
    assert spelt("101", Codes.of(["0101", "00101"])) == "101"
