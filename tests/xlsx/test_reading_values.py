"""What is stored in a cell, and what is read: a table of both."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from pso_excel.xlsx.workbook import EMPTY_CELL, Cell, NumberFormatKind
from tests.xlsx.untrusted import (
    book_of,
    cell_of,
    outcome,
    row,
    sheet_of,
    sheet_xml,
    strings_xml,
    styles_xml,
    workbook_xml,
)

CODES = (
    "0.00%",
    "[$-107041E]d mmm yyyy",
    "[$-D07041E]d mmmm yyyy",
    "h:mm",
    "[h]:mm:ss",
    "@",
    "#,##0.00",
    "d/m/yyyy h:mm",
)
PERCENT, DAY, THAI_DAY, CLOCK, SPAN, TEXT, NUMBER, MOMENT = (str(n) for n in range(1, 9))
STRINGS = (
    "<t>ก</t>",
    "<r><t>ก</t></r><r><t xml:space='preserve'> ข</t></r>",
    "<t>base</t><rPh sb='0' eb='1'><t>reading</t></rPh>",
    "<t>a_x000D_b_x0041__x005F_x0041_</t>",
    "<t>a_x0000_b_x0007_c</t>",
    "<t>_xD83D__xDE00_ _xD83D_</t>",
    "<t></t>",
    "<t>a&amp;b&lt;c\n d</t>",
)
EXTRA = {"xl/styles.xml": styles_xml(*CODES), "xl/sharedStrings.xml": strings_xml(*STRINGS)}


def number(text: str, shown: NumberFormatKind = NumberFormatKind.GENERAL) -> Cell:
    """A plain number."""
    return Cell(Decimal(text), format_kind=shown)


VALUES: list[tuple[str, Cell]] = [
    ('<c r="A1"><v>5</v></c>', number("5")),
    ('<c r="A1"><v>5.0</v></c>', number("5")),
    ('<c r="A1"><v>-0</v></c>', number("0")),
    ('<c r="A1"><v>33.340000000000003</v></c>', number("33.34")),
    ('<c r="A1"><v>9.390000000000001</v></c>', number("9.39")),
    ('<c r="A1"><v>0.30000000000000004</v></c>', number("0.3")),
    ('<c r="A1"><v>99.999</v></c>', number("99.999")),
    ('<c r="A1"><v>-0.000123456789012345</v></c>', number("-0.000123456789012345")),
    ('<c r="A1"><v>123456789012345.6</v></c>', number("123456789012346")),
    ('<c r="A1"><v>1234567890123456</v></c>', number("1234567890123456")),
    ('<c r="A1"><v>1E-3</v></c>', number("0.001")),
    ('<c r="A1"><v>1e22</v></c>', number("1e22")),
    ('<c r="A1" t="n"><v> 7 </v></c>', number("7")),
    (f'<c r="A1" s="{PERCENT}"><v>0.4</v></c>', number("0.4", NumberFormatKind.PERCENT)),
    (f'<c r="A1" s="{NUMBER}"><v>0.4</v></c>', number("0.4", NumberFormatKind.NUMBER)),
    ('<c r="A1" s="999"><v>0.4</v></c>', number("0.4")),
    ('<c r="A1"><v>NaN</v></c>', Cell("NaN")),
    ('<c r="A1"><v>1e999</v></c>', Cell("1e999")),
    ('<c r="A1"><v>1_0</v></c>', Cell("1_0")),
    ('<c r="A1"><v>1,200</v></c>', Cell("1,200")),
    ('<c r="A1"><v>๑๐</v></c>', Cell("๑๐")),
    ('<c r="A1" t="b"><v>1</v></c>', Cell(True)),
    ('<c r="A1" t="b"><v>0</v></c>', Cell(False)),
    ('<c r="A1" t="b"><v>maybe</v></c>', Cell("maybe")),
    ('<c r="A1" t="e"><v>#REF!</v></c>', Cell(error="#REF!")),
    ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell(None, True, "#DIV/0!")),
    ('<c r="A1" t="s"><v>0</v></c>', Cell("ก")),
    ('<c r="A1" t="s"><v>1</v></c>', Cell("ก ข")),
    ('<c r="A1" t="s"><v>2</v></c>', Cell("base")),
    ('<c r="A1" t="s"><v>3</v></c>', Cell("a\rbA_x0041_")),
    ('<c r="A1" t="s"><v>4</v></c>', Cell("abc")),
    ('<c r="A1" t="s"><v>5</v></c>', Cell("😀 ")),
    ('<c r="A1" t="s"><v>6</v></c>', EMPTY_CELL),
    ('<c r="A1" t="s"><v>7</v></c>', Cell("a&b<c\n d")),
    (f'<c r="A1" s="{TEXT}" t="s"><v>0</v></c>', Cell("ก", format_kind=NumberFormatKind.TEXT)),
    ('<c r="A1" t="str"><f>A2</f><v>x &amp; y</v></c>', Cell("x & y", True)),
    ('<c r="A1" t="str"><f>A2</f><v></v></c>', EMPTY_CELL),
    ('<c r="A1" t="str"><f>A2</f><v/></c>', EMPTY_CELL),
    ('<c r="A1" t="str"><f>A2</f></c>', Cell(None, True)),
    ('<c r="A1"><f>A2</f><v></v></c>', Cell(None, True)),
    ('<c r="A1"><f>A2</f></c>', Cell(None, True)),
    ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', Cell(Decimal(3), True)),
    ('<c r="A1" t="inlineStr"><is><t> ข </t></is></c>', Cell(" ข ")),
    ('<c r="A1" t="inlineStr"><is><r><t>ก</t></r><r><t>ข</t></r></is></c>', Cell("กข")),
    ('<c r="A1" t="inlineStr"><is><t>ก</t><rPh><t>x</t></rPh></is></c>', Cell("ก")),
    (
        f'<c r="A1" s="{DAY}"><v>46037</v></c>',
        Cell(datetime(2026, 1, 15), format_kind=NumberFormatKind.DATE),
    ),
    (
        f'<c r="A1" s="{THAI_DAY}"><v>244364</v></c>',
        Cell(datetime(2569, 1, 15), format_kind=NumberFormatKind.DATE),
    ),
    (
        f'<c r="A1" s="{MOMENT}"><v>46037.75</v></c>',
        Cell(datetime(2026, 1, 15, 18), format_kind=NumberFormatKind.DATE),
    ),
    (
        f'<c r="A1" s="{DAY}"><v>1</v></c>',
        Cell(datetime(1900, 1, 1), format_kind=NumberFormatKind.DATE),
    ),
    (
        f'<c r="A1" s="{DAY}"><v>59</v></c>',
        Cell(datetime(1900, 2, 28), format_kind=NumberFormatKind.DATE),
    ),
    (f'<c r="A1" s="{DAY}"><v>60</v></c>', number("60", NumberFormatKind.DATE)),
    (
        f'<c r="A1" s="{DAY}"><v>61</v></c>',
        Cell(datetime(1900, 3, 1), format_kind=NumberFormatKind.DATE),
    ),
    (f'<c r="A1" s="{DAY}"><v>0</v></c>', number("0", NumberFormatKind.DATE)),
    (f'<c r="A1" s="{DAY}"><v>-3</v></c>', number("-3", NumberFormatKind.DATE)),
    (
        f'<c r="A1" s="{DAY}"><v>2958465</v></c>',
        Cell(datetime(9999, 12, 31), format_kind=NumberFormatKind.DATE),
    ),
    (f'<c r="A1" s="{DAY}"><v>2958466</v></c>', number("2958466", NumberFormatKind.DATE)),
    (f'<c r="A1" s="{DAY}"><v>1e300</v></c>', number("1e300", NumberFormatKind.DATE)),
    (f'<c r="A1" s="{CLOCK}"><v>0.5</v></c>', Cell(time(12), format_kind=NumberFormatKind.TIME)),
    (
        f'<c r="A1" s="{CLOCK}"><v>0.9999999999</v></c>',
        Cell(timedelta(1), format_kind=NumberFormatKind.TIME),
    ),
    (
        f'<c r="A1" s="{SPAN}"><v>1.5</v></c>',
        Cell(timedelta(hours=36), format_kind=NumberFormatKind.TIME),
    ),
    (f'<c r="A1" s="{SPAN}"><v>1e300</v></c>', number("1e300", NumberFormatKind.TIME)),
    (
        '<c r="A1" t="d"><v>2026-01-15</v></c>',
        Cell(datetime(2026, 1, 15), format_kind=NumberFormatKind.DATE),
    ),
    (
        '<c r="A1" t="d"><v>2026-01-15T08:30:00Z</v></c>',
        Cell(datetime(2026, 1, 15, 8, 30), format_kind=NumberFormatKind.DATE),
    ),
    ('<c r="A1" t="d"><v>08:30:00</v></c>', Cell(time(8, 30), format_kind=NumberFormatKind.TIME)),
    ('<c r="A1" t="d"><v>31/2/2569</v></c>', Cell("31/2/2569")),
    ('<c r="A1" t="new"><v>x</v></c>', Cell("x")),
    ('<c r="A1" s="3"/>', EMPTY_CELL),
    ('<c r="A1" s="3"></c>', EMPTY_CELL),
    ('<c r="A1" t="str"><v></v></c>', EMPTY_CELL),
    ('<c r="A1"><v> </v></c>', EMPTY_CELL),
]


@pytest.mark.parametrize(("stored", "read"), VALUES)
def test_a_stored_cell_is_read_as_what_stands_in_it(stored: str, read: Cell) -> None:
    assert repr(cell_of(stored, EXTRA)) == repr(read)
    plain = sheet_of(sheet_xml(row("<!-- unusual -->", stored)), EXTRA)
    assert repr(plain.cell(1, 1)) == repr(read)


SHOWN: list[tuple[str, NumberFormatKind]] = [
    ("General", NumberFormatKind.GENERAL),
    ("GENERAL", NumberFormatKind.GENERAL),
    ("", NumberFormatKind.GENERAL),
    ("0", NumberFormatKind.NUMBER),
    ("#,##0.00;[Red]-#,##0.00", NumberFormatKind.NUMBER),
    ('0 "days"', NumberFormatKind.NUMBER),
    ('"yes";"no"', NumberFormatKind.NUMBER),
    (";;;", NumberFormatKind.NUMBER),
    ("0.00E+00", NumberFormatKind.NUMBER),
    ("[<1]0.0;0", NumberFormatKind.NUMBER),
    (r"0\d", NumberFormatKind.NUMBER),
    ("_-* #,##0.00_-", NumberFormatKind.NUMBER),
    ("0%", NumberFormatKind.PERCENT),
    ('"%"0', NumberFormatKind.NUMBER),
    ("t0.00%", NumberFormatKind.PERCENT),
    ("@", NumberFormatKind.TEXT),
    ("[$-107041E]d mmm yyyy", NumberFormatKind.DATE),
    ("[$-D07041E]d mmmm yyyy;@", NumberFormatKind.DATE),
    ("[$-41E]d/m/bb", NumberFormatKind.DATE),
    ("yyyy", NumberFormatKind.DATE),
    ("mmm", NumberFormatKind.DATE),
    ("d/m/yyyy h:mm", NumberFormatKind.DATE),
    ("[$-F800]dddd, mmmm dd, yyyy", NumberFormatKind.DATE),
    ("[$-411]ge.m.d", NumberFormatKind.DATE),
    ("h:mm AM/PM", NumberFormatKind.TIME),
    ("mm:ss.0", NumberFormatKind.TIME),
    ("[h]:mm", NumberFormatKind.TIME),
    ("[mm]", NumberFormatKind.TIME),
]


@pytest.mark.parametrize(("code", "shown"), SHOWN)
def test_the_kind_of_a_number_format_is_that_of_its_first_section(
    code: str, shown: NumberFormatKind
) -> None:
    extra = {"xl/styles.xml": styles_xml(code)}
    assert cell_of('<c r="A1" s="1"><v>1</v></c>', extra).format_kind is shown


BUILT_IN = {
    NumberFormatKind.GENERAL: (0, 999),
    NumberFormatKind.NUMBER: (1, 4, 11, 12, 37, 44, 48, 59, 62, 69),
    NumberFormatKind.PERCENT: (9, 10, 67, 68),
    NumberFormatKind.DATE: (14, 17, 22, 27, 36, 50, 58, 71, 74, 77, 81),
    NumberFormatKind.TIME: (18, 21, 32, 45, 47, 75, 80),
    NumberFormatKind.TEXT: (49,),
}


@pytest.mark.parametrize("shown", list(BUILT_IN))
def test_the_built_in_formats_include_the_thai_ones(shown: NumberFormatKind) -> None:
    for built_in in BUILT_IN[shown]:
        extra = {
            "xl/styles.xml": styles_xml().replace(
                'cellXfs><xf numFmtId="0"', f'cellXfs><xf numFmtId="{built_in}"'
            )
        }
        assert cell_of('<c r="A1"><v>1</v></c>', extra).format_kind is shown, built_in


def test_dates_of_the_1904_system_are_the_days_they_show() -> None:
    inner = (
        '<workbookPr date1904="1"/><extLst><ext><x14:workbookPr xmlns:x14="http://schemas.'
        'microsoft.com/office/spreadsheetml/2009/9/main" defaultImageDpi="32767"/></ext></extLst>'
    )
    extra = {**EXTRA, "xl/workbook.xml": workbook_xml("ผล", properties=inner)}
    read = cell_of(f'<c r="A1" s="{DAY}"><v>44575</v></c>', extra)
    assert read.value == datetime(2026, 1, 15)
    first = cell_of(f'<c r="A1" s="{DAY}"><v>0</v></c>', extra)
    assert first.value == datetime(1904, 1, 1)


def test_texts_that_were_cleaned_are_named() -> None:
    cells = ('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>4</v></c>')
    inline = [
        f'<c r="{column}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in zip(
            "CDEF", ["a_x0001_", "_xDE00_b", "_xD83D__xDE00_", "c\ufffd\u200b"], strict=True
        )
    ]
    read = sheet_of(sheet_xml(row(*cells, *inline)), EXTRA)
    assert read.cells_with_stripped_characters == ("B1", "C1", "D1")
    assert [read.cell(1, column).value for column in (3, 4, 5, 6)] == [
        "a",
        "b",
        "😀",
        "c\ufffd\u200b",
    ]


def test_a_text_that_is_not_in_the_table_is_refused() -> None:
    for index in ("8", "-1", "1.5", "x", "99999999999999999999"):
        data = book_of(sheet_xml(row(f'<c r="A1" t="s"><v>{index}</v></c>')), EXTRA)
        assert outcome(data) == "F038"
