"""What officers put into one cell, each way of it: taken as it was meant, or one problem at the
cell with its own code. Beside every value that is told stands one close by that is not."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.intake import read_submission
from pso_excel.model.submission import Value
from pso_excel.rules.field_checks import check_fields
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell, NumberFormatKind
from tests.engine.laid_out import Laid, laid_out
from tests.engine.typed_cell import percent, says, typed_in

D = Decimal
CYRILLIC_A, WIDE_A = "\u0410", "\uff21"

NUMBERS = ("S02.goals", "target")
COUNT = ("S00.cover", "headcount")
PERCENT = ("S04.items", "completeness")
MONEY = ("S07.actions", "budget")
LEVEL = ("S07.actions", "target")


@pytest.mark.parametrize(
    ("where", "typed", "codes", "value"),
    [
        # 39: numbers as text
        pytest.param(NUMBERS, "30", [], D(30), id="G016 quiet: only the number"),
        pytest.param(NUMBERS, " 30 ", [], D(30), id="G016 quiet: spaces around it"),
        pytest.param(NUMBERS, "30%", ["G016"], D(30), id="G016 fires: a percent sign"),
        pytest.param(NUMBERS, "1,200", ["G016"], D(1200), id="G016 fires: groups of thousands"),
        pytest.param(NUMBERS, "“30”", ["G016"], D(30), id="G016 fires: quotation marks"),
        pytest.param(NUMBERS, "3,5", ["G002"], None, id="G002 fires: a comma for a point"),
        pytest.param(NUMBERS, "30 คน", ["G002"], None, id="G002 fires: with a unit"),
        pytest.param(NUMBERS, "12,34", ["G002"], None, id="G002 fires: groups that are none"),
        pytest.param(NUMBERS, "1,234", ["G016"], D(1234), id="G002 quiet: groups"),
        # 40: digits
        pytest.param(NUMBERS, "๓๐", ["H212"], D(30), id="H212 fires: Thai digits"),
        pytest.param(NUMBERS, "1๐", ["H212"], D(10), id="H212 fires: mixed digits"),
        pytest.param(NUMBERS, "３０", ["G016"], D(30), id="H212 quiet: full-width digits"),
        pytest.param(NUMBERS, "5²", ["G002"], None, id="G002 fires: a superscript"),
        pytest.param(NUMBERS, "½", ["G002"], None, id="G002 fires: a fraction"),
        # 41: percent or fraction
        pytest.param(PERCENT, D("0.4"), ["G014"], D("0.4"), id="G014 fires: a bare fraction"),
        pytest.param(PERCENT, D(1), ["G014"], D(1), id="G014 fires: one"),
        pytest.param(PERCENT, D("1.5"), [], D("1.5"), id="G014 quiet: above one"),
        pytest.param(PERCENT, D(0), [], D(0), id="G014 quiet: zero"),
        pytest.param(PERCENT, "0.4 %", ["G016"], D("0.4"), id="G014 quiet: with a percent sign"),
        pytest.param(PERCENT, percent("0.4"), ["G015"], D(40), id="G014 quiet: shown as 40 %"),
        pytest.param(NUMBERS, percent("0.86"), ["G015"], D(86), id="G015 fires: shown as 86 %"),
        pytest.param(NUMBERS, percent("0"), [], D(0), id="G015 quiet: zero either way"),
        pytest.param(NUMBERS, D("0.86"), [], D("0.86"), id="G015 quiet: not shown as a percentage"),
        # 42: odd numbers
        pytest.param(NUMBERS, "NaN", ["G002"], None, id="G002 fires: NaN"),
        pytest.param(NUMBERS, "inf", ["G002"], None, id="G002 fires: inf"),
        pytest.param(NUMBERS, "1e999", ["G002"], None, id="G002 fires: past any number"),
        pytest.param(NUMBERS, "1_0", ["G002"], None, id="G002 fires: as a program writes"),
        pytest.param(NUMBERS, True, ["G002"], None, id="G002 fires: a truth value"),
        pytest.param(COUNT, D("1.5"), ["G008"], None, id="G008 fires: one and a half people"),
        pytest.param(COUNT, D("15"), [], D(15), id="G008 quiet: whole"),
        pytest.param(COUNT, "15.0", [], D(15), id="G008 quiet: whole, with decimals"),
        pytest.param(COUNT, D(-1), ["G004"], None, id="G004 fires: negative"),
        pytest.param(COUNT, D(1), [], D(1), id="G004 quiet: the least"),
    ],
)  # fmt: skip
def test_numbers(
    where: tuple[str, str], typed: book.Value | Cell, codes: list[str], value: Value | None
) -> None:
    assert says(*where, typed) == (codes, value)


DAY = ("S02.goals", "due")
NEW_YEAR = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "codes", "value"),
    [
        # 43: eras
        pytest.param(datetime(2569, 1, 5), ["H211"], NEW_YEAR, id="H211 fires: B.E. in a date"),
        pytest.param(datetime(2026, 1, 5), [], NEW_YEAR, id="H211 quiet: C.E. in a date"),
        pytest.param("5 ม.ค. 2569", [], NEW_YEAR, id="H209 quiet: a Thai month"),
        pytest.param("5/1/69", ["H215"], None, id="H215 fires: two digits"),
        pytest.param("5 Jan 69", ["H215"], None, id="H215 fires: two digits, an English month"),
        pytest.param("5 ม.ค. 69", ["H219"], NEW_YEAR, id="H219 fires: two digits, a Thai month"),
        pytest.param("๕/๑/๖๙", ["H219"], NEW_YEAR, id="H219 fires: two Thai digits"),
        pytest.param(D(46027), ["H219"], NEW_YEAR, id="H219 fires: a day without its format"),
        pytest.param("5/1/2569 00:00:00", ["H219"], NEW_YEAR, id="H219 fires: a time beside it"),
        pytest.param("5 ม.ค. 2569", [], NEW_YEAR, id="H219 quiet: four digits"),
        pytest.param("5/1/2569", [], NEW_YEAR, id="H215 quiet: four digits"),
        pytest.param("05/01/3112", ["H210"], None, id="H210 fires: 543 added twice"),
        pytest.param("05/01/2743", [], date(2200, 1, 5), id="H210 quiet: the last year there is"),
        pytest.param("๕/๑/๒๕๖๙", ["H212"], NEW_YEAR, id="H212 fires: a day in Thai digits"),
        pytest.param("5/1/2569", [], NEW_YEAR, id="H212 quiet: a day in others"),
        # 44: days there are not
        pytest.param("31/2/2569", ["H220"], None, id="H220 fires: 31 February"),
        pytest.param("29/2/2567", [], date(2024, 2, 29), id="H220 quiet: a leap day"),
        pytest.param("29/2/2443", ["H220"], None, id="H220 fires: 29 February 1900"),
        pytest.param(
            Cell(D(60), format_kind=NumberFormatKind.DATE),
            ["H209"],
            None,
            id="H209 fires: serial 60",
        ),
        pytest.param(
            Cell(D(0), format_kind=NumberFormatKind.DATE), ["H209"], None, id="H209 fires: serial 0"
        ),
        pytest.param(
            Cell(D(2958466), format_kind=NumberFormatKind.DATE),
            ["H209"],
            None,
            id="H209 fires: past the last day",
        ),
        pytest.param(D(2569), ["H209"], None, id="H209 fires: only a year"),
        pytest.param("ม.ค. 2569", ["H209"], None, id="H209 fires: only a month"),
        pytest.param("เมื่อวาน", ["H209"], None, id="H209 fires: words"),
        pytest.param("“5/1/2569”", [], NEW_YEAR, id="H209 quiet: quotation marks"),
    ],
)
def test_days(typed: book.Value | Cell, codes: list[str], value: Value | None) -> None:
    assert says(*DAY, typed) == (codes, value)


def test_a_year_of_two_digits_is_asked_about_in_both_eras() -> None:
    [problem] = typed_in(*DAY, "5/1/69")[1]
    assert "พ.ศ. 2569 หรือ ค.ศ. 1969" in message(problem, "th")
    [problem] = typed_in(*DAY, "5/1/26")[1]
    assert "B.E. 2526 or C.E. 2026" in message(problem, "en")


ERRORS = [
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
    "#SPILL!", "#CALC!", "#BUSY!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
    "#EXTERNAL!", "#PYTHON!",
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda item: f"F019 fires: {item}")
@pytest.mark.parametrize("where", [NUMBERS, DAY, ("S02.goals", "text")])
def test_an_error_is_neither_blank_nor_zero_nor_a_text(where: tuple[str, str], error: str) -> None:
    for typed in (Cell(error=error), Cell(error=error, is_formula=True), Cell(error), f" {error} "):
        row, problems, _, _ = typed_in(*where, typed)
        assert [problem.code for problem in problems] == ["F019"]
        assert (row.values.get(where[1]), row.unreadable) == (None, {where[1]: error})
        assert error in message(problems[0], "th")


def test_F019_quiet_on_a_text_that_only_begins_as_an_error() -> None:
    assert says("S02.goals", "text", "#1 ของจังหวัด") == ([], "#1 ของจังหวัด")


@pytest.mark.parametrize(
    ("typed", "codes", "value"),
    [
        pytest.param(Cell(D(5), is_formula=True), ["G009"], D(5), id="G009 fires: a formula"),
        pytest.param(Cell(D(5)), [], D(5), id="G009 quiet: a value"),
        pytest.param(Cell(None, is_formula=True), ["G010"], None, id="G010 fires: no value yet"),
        pytest.param(Cell("", is_formula=True), [], None, id="G010 quiet: it shows nothing"),
    ],
)
def test_formulas_where_one_types(typed: Cell, codes: list[str], value: Value | None) -> None:
    assert says(*NUMBERS, typed) == (codes, value)


@pytest.mark.parametrize(
    ("where", "typed", "codes", "value"),
    [
        pytest.param(("S02.goals", "baseline"), "-", ["G020"], None, id="G020 fires: a dash"),
        pytest.param(
            ("S02.goals", "baseline"), " – ", ["G020"], None, id="G020 fires: a long dash"
        ),
        pytest.param(("S02.goals", "unit"), "---", [], None, id="G020 quiet: told as missing"),
        pytest.param(DAY, "-", ["G020"], None, id="G020 fires: no day"),
        pytest.param(("S04.items", "origin"), "-", ["G020"], None, id="G020 fires: no choice"),
        pytest.param(("S03.tasks", "parent"), "ไม่มี", ["G020"], None, id="G020 fires: no task"),
        pytest.param(("S07.actions", "depends_on"), "-", ["G020"], None, id="G020 fires: nothing"),
        pytest.param(("S02.goals", "baseline"), D(0), [], D(0), id="G020 quiet: zero is a number"),
        pytest.param(("S02.goals", "baseline"), "-5", [], D(-5), id="G020 quiet: minus five"),
        pytest.param(("S02.goals", "baseline"), "ไม่มี", ["G002"], None, id="G020 quiet: no number"),
        pytest.param(("S02.missions", "text"), "ไม่มี", [], "ไม่มี", id="G020 quiet: an answer"),
    ],
)
def test_words_for_nothing(
    where: tuple[str, str], typed: book.Value, codes: list[str], value: Value | None
) -> None:
    assert says(*where, typed) == (codes, value)
    row = typed_in(*where, typed)[0]
    assert row.is_blank(where[1]) is (value is None and codes != ["G002"])


def told_at(problems: list[Problem], laid: Laid, table: str, cell: str) -> list[str]:
    place = (laid.placed[table].sheet, cell)
    return [
        problem.code
        for problem in problems
        if (problem.location.sheet, problem.location.cell) == place
    ]


def test_G001_fires_once_where_a_dash_stands_for_what_must_be_filled_in() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "-"})
    submission, problems = read_submission(laid.book, laid.framework)
    found_problems = [*problems, *check_fields(submission, laid.framework)]
    cell = laid.at("S02.missions", 1, "text")
    assert told_at(found_problems, laid, "S02.missions", cell) == ["G001"]


def test_G001_quiet_in_a_row_of_dashes_each_of_which_is_told_as_blank() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "-", "text": "-"}, {"code": "M1", "text": "ก"})
    submission, problems = read_submission(laid.book, laid.framework)
    assert [row.text("code") for row in submission.rows("S02.missions")] == ["M1"]
    assert [problem.code for problem in problems] == ["G020", "G020"]


CODE = ("S02.missions", "code")
REF = ("S02.goals", "mission")
PHONE = ("S00.cover", "phone")


@pytest.mark.parametrize(
    ("where", "typed", "codes", "value"),
    [
        # 51: letters of another alphabet
        pytest.param(CODE, CYRILLIC_A + "1", ["G017"], CYRILLIC_A + "1", id="G017 fires: Cyrillic"),
        pytest.param(CODE, WIDE_A + "1", ["G017"], WIDE_A + "1", id="G017 fires: full-width"),
        pytest.param(CODE, "A๑", [], "A1", id="G017 quiet: a Thai digit"),
        pytest.param(CODE, "กพร.1", [], "กพร.1", id="G017 quiet: Thai letters"),
        # 53: turned into something else
        pytest.param(CODE, datetime(2026, 1, 2), ["G012"], None, id="G012 fires: 1-2 as a date"),
        pytest.param(CODE, time(1, 2), ["G012"], None, id="G012 fires: 1:2 as a time"),
        pytest.param(CODE, percent("0.01"), ["G012"], None, id="G012 fires: a percentage"),
        pytest.param(CODE, D(10) ** 16, ["G012"], None, id="G012 fires: 17 digits"),
        pytest.param(CODE, "12345678901234567", [], "12345678901234567", id="G012 quiet: as text"),
        pytest.param(CODE, "1-2", [], "1-2", id="G012 quiet: 1-2 as text"),
        pytest.param(PHONE, D(53612345), ["G018"], "53612345", id="G018 fires: 053612345"),
        pytest.param(PHONE, "053612345", [], "053612345", id="G018 quiet: as text"),
        # 54: quotes, line ends, several values
        pytest.param(CODE, "“M1”", [], "M1", id="G019 quiet: quotation marks"),
        pytest.param(CODE, "M1\n", [], "M1", id="G019 quiet: a line end"),
        pytest.param(CODE, "M1\nM2", ["G019"], None, id="G019 fires: two lines"),
        pytest.param(CODE, "M1, M2", ["G019"], None, id="G019 fires: two codes"),
        pytest.param(
            ("S09.request", "letter_no"),
            "มส 0017/1, ลว. 5 ม.ค. 2569",
            [],
            "มส 0017/1, ลว. 5 ม.ค. 2569",
            id="G019 quiet: the number of a letter",
        ),
        pytest.param(NUMBERS, "30\n40", ["G019"], None, id="G019 fires: two numbers"),
        pytest.param(NUMBERS, "30 และ 40", ["G019"], None, id="G019 fires: two numbers and a word"),
        pytest.param(LEVEL, "3, 4", ["G019"], None, id="G019 fires: two levels"),
        pytest.param(LEVEL, "3", [], D(3), id="G019 quiet: one level"),
        pytest.param(DAY, "5/1/2569 - 7/1/2569", ["G019"], None, id="G019 fires: two days"),
        pytest.param(MONEY, "1,000", ["G016"], D(1000), id="G019 quiet: a thousand"),
        pytest.param(
            ("S04.items", "personal"), "ใช่, ไม่ใช่", ["G019"], None, id="G019 fires: two choices"
        ),
        pytest.param(
            ("S04.items", "personal"), "ใช่,", ["G003"], None, id="G003 fires: not in the list"
        ),
        pytest.param(("S04.items", "personal"), "ใช่", [], "yes", id="G003 quiet: in the list"),
    ],
)
def test_codes_and_single_values(
    where: tuple[str, str], typed: book.Value | Cell, codes: list[str], value: Value | None
) -> None:
    assert says(*where, typed) == (codes, value)


def referring(typed: book.Value) -> tuple[list[Problem], str]:
    """A goal of mission M1 or M2, and what is told of its reference."""
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"}, {"code": "M2", "text": "ข"})
    laid.fill("S02.goals", {"code": "G1", "mission": typed})
    submission, problems = read_submission(laid.book, laid.framework)
    place = (laid.placed["S02.goals"].sheet, laid.at("S02.goals", 1, "mission"))
    found_problems = [*problems, *check_fields(submission, laid.framework)]
    row = submission.rows("S02.goals")[0]
    here = [
        problem
        for problem in found_problems
        if (problem.location.sheet, problem.location.cell) == place
    ]
    return here, row.text("mission")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("\u041c1", id="G017 fires: a Cyrillic letter in a reference"),
        pytest.param("\uff2d1", id="G017 fires: a full-width letter in a reference"),
    ],
)
def test_a_look_alike_is_never_taken_for_the_code_it_looks_like(typed: str) -> None:
    [problem], kept = referring(typed)
    assert (problem.code, kept) == ("G017", typed)
    assert "M1" in message(problem, "th")


@pytest.mark.parametrize("typed", ["m1", " M 1", "M๑", "“M1”"])
def test_a_code_typed_a_little_differently_is_that_code(typed: str) -> None:
    assert referring(typed) == ([], "M1")


def test_G019_fires_on_two_references_in_a_cell_for_one() -> None:
    [problem], _ = referring("M1, M2")
    assert (problem.code, problem.values["n"]) == ("G019", "2")


def test_G019_quiet_on_a_reference_to_nothing() -> None:
    [problem], _ = referring("M1, M9")
    assert problem.code == "V405"


def test_too_long_a_text_is_named_with_its_whole_length_and_kept_whole() -> None:
    text = "ก" * 32_767
    row, [problem], _, _ = typed_in("S02.missions", "text", text)
    assert (problem.code, problem.values["n"]) == ("V408", "32767")
    assert "32767" in message(problem, "th")
    assert row.values["text"] == text


@pytest.mark.parametrize(
    ("length", "codes"),
    [
        pytest.param(21, ["G005"], id="G005 fires: one character too many"),
        pytest.param(20, [], id="G005 quiet: just short enough"),
    ],
)
def test_the_longest_text(length: int, codes: list[str]) -> None:
    longest = laid_out().placed["S02.missions"].table.field("code").max_length
    assert longest == 20
    assert says("S02.missions", "code", "M" * length)[0] == codes


def test_G021_fires_at_the_cell_whose_text_lost_characters() -> None:
    laid = laid_out()
    laid.fill("S02.missions", {"code": "M1", "text": "ก"})
    cell = laid.at("S02.missions", 1, "text")
    laid.sheet("S02.missions").cells_with_stripped_characters = (cell, "A1", "ZZ99")
    [problem] = read_submission(laid.book, laid.framework)[1]
    assert (problem.code, problem.location.cell) == ("G021", cell)


def test_G021_quiet_on_characters_that_are_only_tidied_up() -> None:
    assert says("S02.missions", "text", "ก\u200b ข\u00ad\ufeff ค\u202e") == ([], "ก ข ค")


@pytest.mark.parametrize(
    ("table", "field_id", "typed", "code"),
    [
        ("S04.items", "completeness", D(140), "D607"),
        ("S00.cover", "headcount", D(-1), "G004"),
        ("S08.tracker", "percent", D(120), "R001"),
    ],
)
def test_b1_what_is_out_of_range_is_unusable(
    table: str, field_id: str, typed: D, code: str
) -> None:
    codes, value = says(table, field_id, typed)
    assert (code in codes, value) == (True, None)
