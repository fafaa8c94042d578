"""Our door against other readers, on books that other writers made."""

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from pso_excel.intake import read_book
from pso_excel.xlsx.workbook import NumberFormatKind, Value, Workbook

Stored = str | int | float | bool | datetime
Grid = Mapping[tuple[int, int], Stored]

LETTERS = st.sampled_from("กขคงานราชการ์ำเแโใๆ๑๐๙ABz09 .,-=+@'\"<>&;/\n\t😀é")
VALUES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=20).filter(lambda text: bool(text.strip())),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**9), 10**9).map(lambda number: number / 1000),
    st.booleans(),
    st.datetimes(datetime(1901, 1, 1), datetime(2600, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)
GRIDS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 30)), VALUES, min_size=1, max_size=12
)


def by_xlsxwriter(grid: Grid, date1904: bool = False) -> bytes:
    """The grid as XlsxWriter writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date1904})
    sheet = book.add_worksheet("ผล")
    day = book.add_format({"num_format": "[$-107041E]d mmm yyyy"})
    for (row, column), value in grid.items():
        place = (row - 1, column - 1)
        if isinstance(value, str):
            sheet.write_string(*place, value)
        elif isinstance(value, bool):
            sheet.write_boolean(*place, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(*place, value, day)
        else:
            sheet.write_number(*place, value)
    book.close()
    return out.getvalue()


def by_openpyxl(grid: Grid) -> bytes:
    """The grid as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "ผล"
    for (row, column), value in grid.items():
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, datetime):
            cell.number_format = "d/m/yyyy h:mm"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_by_openpyxl(data: bytes) -> dict[tuple[int, int], Any]:
    """The filled cells as openpyxl reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}


def read_by_calamine(data: bytes) -> dict[tuple[int, int], Any]:
    """The filled cells as calamine reads them; it trims texts."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): value
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def same(ours: Value, theirs: object) -> bool:
    """Whether two readers mean the same; numbers to 15 digits, moments to a millisecond."""
    if isinstance(theirs, date) and not isinstance(theirs, datetime):
        theirs = datetime(theirs.year, theirs.month, theirs.day)
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return abs(ours - theirs) <= timedelta(milliseconds=1)
    if isinstance(ours, Decimal):
        is_number = isinstance(theirs, int | float) and not isinstance(theirs, bool)
        return is_number and f"{ours:.14g}" == f"{theirs:.14g}"
    return type(ours) is type(theirs) and ours == theirs


def differences(book: Workbook, theirs: Mapping[tuple[int, int], Any]) -> list[str]:
    """Every cell of the first sheet that two readers see differently."""
    cells = next(iter(book.sheets.values())).cells
    return [
        f"{place}: {cells.get(place)} / {theirs.get(place)!r}"
        for place in sorted({*cells, *theirs})
        if place not in cells or not same(cells[place].value, theirs.get(place))
    ]


@given(GRIDS)
def test_what_xlsxwriter_wrote_is_read(grid: Grid) -> None:
    data = by_xlsxwriter(grid)
    book = read_book(data)
    assert differences(book, grid) == []
    assert differences(book, read_by_openpyxl(data)) == []


@given(GRIDS)
def test_what_openpyxl_wrote_is_read(grid: Grid) -> None:
    data = by_openpyxl(grid)
    book = read_book(data)
    assert differences(book, grid) == []
    assert differences(book, read_by_openpyxl(data)) == []


@given(GRIDS)
def test_calamine_reads_the_same_but_for_blanks_at_the_ends(grid: Grid) -> None:
    trimmed = {
        place: value.strip() if isinstance(value, str) else value for place, value in grid.items()
    }
    data = by_xlsxwriter(trimmed)
    assert differences(read_book(data), read_by_calamine(data)) == []


@given(st.datetimes(datetime(1904, 1, 2), datetime(2600, 1, 1)))
def test_days_of_the_1904_system_are_the_same(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    data = by_xlsxwriter({(1, 1): whole}, date1904=True)
    book = read_book(data)
    assert book.date1904
    assert differences(book, {(1, 1): whole}) == []
    assert differences(book, read_by_openpyxl(data)) == []


def test_openpyxl_sees_the_same_shape() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = CellRichText("ก", " ข")
    sheet["B1"], sheet["C1"], sheet["D1"] = "=1/0", "#REF!", time(8, 30)
    sheet["E1"], sheet["E1"].number_format = 0.4, "0%"
    sheet["F1"] = timedelta(hours=30)
    sheet.merge_cells("A3:B4")
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["H"].hidden = True
    sheet.protection.enable()
    rule = DataValidation(type="list", formula1='"ก,ข"', sqref="A5:A9")
    sheet.add_data_validation(rule)
    book.create_sheet("ซ่อน").sheet_state = "veryHidden"
    book.defined_names["ชื่อ"] = DefinedName("ชื่อ", attr_text="Sheet!$A$1")
    out = io.BytesIO()
    book.save(out)
    read = read_book(out.getvalue())
    ours = read.sheets["Sheet"]
    assert ours.cell(1, 1).value == "ก ข"
    assert (ours.cell(1, 2).is_formula, ours.cell(1, 2).value) == (True, None)
    assert (ours.cell(1, 3).error, ours.cell(1, 3).value) == ("#REF!", None)
    assert (ours.cell(1, 4).value, ours.cell(1, 4).format_kind) == (
        time(8, 30),
        NumberFormatKind.TIME,
    )
    assert (ours.cell(1, 5).value, ours.cell(1, 5).format_kind) == (
        Decimal("0.4"),
        NumberFormatKind.PERCENT,
    )
    assert ours.cell(1, 6).value == timedelta(hours=30)
    assert (ours.merged, ours.hidden_rows, ours.hidden_columns) == (("A3:B4",), {1}, {8})
    assert ours.protected
    assert [(rule.kind, rule.ranges, rule.formula) for rule in ours.validations] == [
        ("list", ("A5:A9",), '"ก,ข"')
    ]
    assert read.sheets["ซ่อน"].visible is False
    assert read.names == {"ชื่อ": "Sheet!$A$1"}


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"]
)
def test_an_error_is_an_error_where_others_see_nothing(error: str) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=B9", None, error)
    sheet.write_number("B1", 1)
    book.close()
    cell = next(iter(read_book(out.getvalue()).sheets.values())).cell(1, 1)
    assert (cell.value, cell.error, cell.is_formula) == (None, error, True)
    assert read_by_openpyxl(out.getvalue())[1, 1] == error
    assert (1, 1) not in read_by_calamine(out.getvalue())
