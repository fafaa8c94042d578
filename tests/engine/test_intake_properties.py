"""However an officer types a row that may stand, the same row is read; and hostile cells never
break the intake."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core import thai
from pso_excel.core.figures import MOST_HUNDREDS, format_plain
from pso_excel.core.messages import message
from pso_excel.core.thai import DayStyle
from pso_excel.forms import TABLES
from pso_excel.forms.choices import words_of
from pso_excel.forms.schema import Field, Kind, Shape
from pso_excel.intake import read_submission
from pso_excel.model.problem_groups import grouped, sort_for_officer
from pso_excel.model.submission import Value
from pso_excel.rules.field_checks import check_fields, progress
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell, NumberFormatKind
from tests.engine.laid_out import Typed, laid_out
from tests.rows import is_typed, valid_rows

FRAMEWORK = laid_out().framework
NOTES = frozenset({"H211", "H212", "G014", "G015", "G016"})
OPEN = [
    table_id
    for table_id, table in TABLES.items()
    if table.stage not in ("CHECK", "SUMMARY") and (table.spare_rows or table.shape is Shape.RECORD)
]
STYLES: tuple[DayStyle, ...] = ("short", "long", "formal", "numeric", "english")


@st.composite
def typed_rows(draw: st.DrawFn) -> tuple[str, dict[str, Value], Typed]:
    """A row of a table (its id) that may stand, and one of the ways to type it."""
    field_id = draw(st.sampled_from(OPEN))
    table = TABLES[field_id]
    row = draw(valid_rows(table, FRAMEWORK))
    return (
        field_id,
        row,
        {text: draw(typings(table.field(text), value)) for text, value in row.items()},
    )


def typings(field: Field, value: Value) -> st.SearchStrategy[book.Value | Cell]:
    """The ways in which officers type one value."""
    if isinstance(value, date):
        shown: list[book.Value | Cell] = [thai.show_day(value, style) for style in STYLES]
        shown.append(datetime(value.year, value.month, value.day))
        if (value.month, value.day) != (2, 29):
            shown.append(datetime(value.year + thai.ERA, value.month, value.day))
        return st.sampled_from(shown)
    if isinstance(value, Decimal):
        return st.sampled_from(list(numbers(field, value)))
    if isinstance(value, tuple):
        return st.sampled_from([", ", ",", " ; ", "\n", " และ "]).map(lambda sep: sep.join(value))
    if field.kind is Kind.CHOICE:
        words = words_of(field.choices, value)
        return st.sampled_from([value, *words, f" {words.th}\u200b ", words.en.upper()])
    if field.kind is Kind.CODE:
        return st.sampled_from([value, thai.thai_digits(value), f" {value}\u00a0"])
    return st.sampled_from([value, f"  {value} ", value.replace(" ", "\u00a0 ")])


def numbers(field: Field, value: Decimal) -> list[book.Value | Cell]:
    """A number as a number, as text, in Thai digits, as a percentage."""
    typed: list[book.Value | Cell] = [value, format_plain(value), thai.thai_digits(f"{value:,f}")]
    if field.kind in (Kind.NUMBER, Kind.PERCENT) and abs(value) <= 100 * MOST_HUNDREDS:
        typed += [
            f"{format_plain(value)} %",
            Cell(value / 100, format_kind=NumberFormatKind.PERCENT),
        ]
    if field.kind is Kind.LEVEL:
        typed.append(f"ระดับ {format_plain(value)}")
    return typed


@given(typed_rows())
def test_a_row_is_read_as_meant_however_it_is_typed(
    made: tuple[str, dict[str, Value], Typed],
) -> None:
    field_id, row, typed = made
    table = TABLES[field_id]
    laid = laid_out()
    laid.fill(table.id, typed)
    submission, problems = read_submission(laid.book, laid.framework)
    read = submission.rows(table.id)[-1]
    looked_up = {field.id for field in table.fields if not is_typed(field)}
    assert {field_id: read.values.get(field_id) for field_id in row} == row
    assert read.values.keys() <= row.keys() | looked_up
    assert read.unreadable == {}
    assert {problem.code for problem in problems} <= NOTES


ANYTHING: st.SearchStrategy[book.Value | Cell] = st.one_of(
    st.text(max_size=20),
    st.text("๐๑๒๓0123456789/.-%, พ.ศ.มคกุภาเ", max_size=20),
    st.decimals(),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(400)),
    st.sampled_from(
        [Cell(error="#N/A"), Cell(None, is_formula=True), Cell(Decimal(1), is_formula=True)]
    ),
    st.decimals(allow_nan=False, allow_infinity=False).map(
        lambda n: Cell(n, format_kind=NumberFormatKind.PERCENT)
    ),
)


@given(st.data())
def test_whatever_stands_in_a_cell_is_read_told_or_nothing(data: st.DataObject) -> None:
    table = TABLES[data.draw(st.sampled_from(OPEN))]
    laid = laid_out()
    fields = [field for field in table.fields if is_typed(field)]
    laid.fill(table.id, {field.id: data.draw(ANYTHING, field.id) for field in fields})
    submission, problems = read_submission(laid.book, laid.framework)
    found_problems = [*problems, *check_fields(submission, laid.framework)]
    for problem in grouped(sort_for_officer(found_problems)):
        assert message(problem, "th")
        assert message(problem, "en")
    for row in submission.rows(table.id):
        assert not row.values.keys() & row.unreadable.keys()
        for field_id in row.unreadable:
            assert any(problem.location.field == field_id for problem in problems)
    for filled, expected, _ in progress(submission, laid.framework).values():
        assert 0 <= filled <= expected


@given(st.sets(st.sampled_from(sorted(laid_out().book.sheets)), max_size=4), st.data())
def test_a_workbook_with_cells_torn_out_is_still_taken(torn: set[str], data: st.DataObject) -> None:
    laid = laid_out()
    for name in sorted(torn):
        cells = laid.book.sheets[name].cells
        lost = data.draw(st.sets(st.sampled_from(sorted(cells)), max_size=30), name)
        laid.book.sheets[name].cells = {at: cell for at, cell in cells.items() if at not in lost}
    submission, problems = read_submission(laid.book, laid.framework)
    assert len(submission.tables) >= len(TABLES) - len(problems)
