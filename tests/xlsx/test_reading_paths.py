"""The fast path and the plain path read the same: a comment among the rows forces the plain one."""

import io

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.xlsx.reader import fast_rows
from pso_excel.xlsx.reader import text as reader_text
from pso_excel.xlsx.reader.cells import Cells
from pso_excel.xlsx.reader.fast_rows import read_rows
from pso_excel.xlsx.reader.limits import LIMITS, Budget, Limits
from pso_excel.xlsx.reader.outside_links import OutsideFound
from pso_excel.xlsx.reader.text import Strings
from pso_excel.xlsx.reader.values import CellBuilder
from pso_excel.xlsx.workbook import NumberFormatKind, Sheet
from tests.xlsx.packages import parts, rich_book
from tests.xlsx.untrusted import HEAD, book_of, outcome, sheet_xml, strings_xml, styles_xml

EXTRA = {
    "xl/styles.xml": styles_xml("0%", "d/m/yyyy", "h:mm", "@"),
    "xl/sharedStrings.xml": strings_xml("<t>ก</t>", "<t></t>", "<t>a_x0007_</t>"),
}


def mostly(usual: st.SearchStrategy[str], odd: str | list[str]) -> st.SearchStrategy[str]:
    """Nine times the usual, once something odd."""
    rare = st.sampled_from(list(odd))
    return st.integers(0, 9).flatmap(lambda n: usual if n else rare)


TEXTS = mostly(
    st.sampled_from(["0", "1", "2", "12.5", "46037", "1e3", "-3", "ขาด", "a &amp; b", "", " x "]),
    [
        "&#10;",
        "&#13;x",
        "&#3585;&#9;",
        "&#12;",
        "&#55296;",
        "&#1114112;",
        "&#0;",
        "&x;",
        "&",
        "]]>",
        ">",
        "a_x0041_",
        "\r\n",
        "\x01",
        "\ufffe",
        "9",
    ],
)
FORMULAS = mostly(
    st.sampled_from(
        [
            "",
            "",
            "<f>A1</f>",
            "<f>SUM(A1/2,B1)</f>",
            '<f>IF(A1="","",B1&gt;0)</f>',
            '<f aca="false">A1</f>',
            '<f t="shared" ref="A1:A9" si="0">A1</f>',
            '<f t="shared" si="0"/>',
            "<f/>",
        ]
    ),
    [
        "<f>'[\\\\s\\x]S'!A1</f>",
        '<f>HYPERLINK("a//b")</f>',
        "<f>_xlfn.DISPIMG(1)</f>",
        "<f>&bad;</f>",
        "<f>a<b/></f>",
        '<f t="array" t="array"/>',
        "<f><![CDATA[x]]></f>",
        "<g/>",
    ],
)


@st.composite
def cells(draw: st.DrawFn, line: int) -> str:
    """One cell as programs write it, now and then in a way they do not."""
    letters = draw(mostly(st.sampled_from("ABCDE"), ["", "XFD", "XFE", "AAA", "a"]))
    number = draw(mostly(st.just(str(line)), ["0", "01", "9", "1048577"]))
    address = draw(mostly(st.just(f' r="{letters}{number}"'), ["", ' r="A1" r="A1"', ' q="1"']))
    style = draw(mostly(st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="77"']), [' s="x"']))
    kind = draw(
        mostly(
            st.sampled_from(["", "", ' t="s"', ' t="str"', ' t="n"', ' t="b"', ' t="e"']),
            [' t="d"', ' t="inlineStr"', ' t="zz"', ' t=""', ' cm="1"'],
        )
    )
    formula, text = draw(FORMULAS), draw(TEXTS)
    value = draw(
        mostly(
            st.sampled_from(["", f"<v>{text}</v>", f"<v>{text}</v>", "<v></v>", "<v/>", "<v />"]),
            [
                f"<is><t>{text}</t></is>",
                f'<is><t xml:space="preserve">{text}</t></is>',
                f"<is><r><t>{text}</t></r><rPh><t>x</t></rPh></is>",
                f"<v>{text}</v><v>1</v>",
                f"<v><v>{text}</v></v>",
                "</c><c>",
            ],
        )
    )
    inner = formula + value
    return f"<c{address}{style}{kind}>{inner}</c>" if inner else f"<c{address}{style}{kind}/>"


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The rows of a sheet."""
    written: list[str] = []
    for line in draw(st.lists(st.integers(1, 6), max_size=5)):
        inner = "".join(draw(st.lists(cells(line), max_size=5)))
        number = draw(mostly(st.just(f' r="{line}"'), ["", ' r="0"', ' r="x"', ' r="1048577"']))
        others = draw(
            mostly(
                st.sampled_from(["", ' spans="1:5"', ' hidden="1"', ' x14ac:dyDescent="0.2"']),
                [' z:a="1"', ' hidden="false"', ' ht="1" ht="2"', ' xmlns="urn:x"', ' 1a="2"'],
            )
        )
        closing = draw(mostly(st.just("</row>"), ["", "</row> ", "</row></row>", "</rows>", "x"]))
        written.append(f"<row{number}{others}>{inner}{closing}" if inner else f"<row{number}/>")
    return "".join(written)


@given(sheets())
def test_both_paths_read_the_same_or_refuse_with_the_same_code(rows: str) -> None:
    fast = outcome(book_of(sheet_xml(rows), EXTRA))
    plain = outcome(book_of(sheet_xml(f"<!-- plain -->{rows}"), EXTRA))
    assert repr(fast) == repr(plain)


ITEMS = mostly(
    TEXTS.map(lambda text: f"<t>{text}</t>"),
    [
        "<t/>",
        '<t xml:space="preserve"> x </t>',
        "<r><t>a</t></r><r><t>b</t></r>",
        "<t>a</t><rPh><t>b</t></rPh>",
        "<t>a</t></si> <si><t>b</t>",
        "<t>a</t></si></sst><sst><si><t>b</t>",
        "<!-- --><t>a</t>",
        "<t>a<b/>c</t>",
        "<t>a</t",
    ],
)


@given(st.lists(ITEMS, max_size=6))
def test_both_paths_read_the_same_table_of_strings(items: list[str]) -> None:
    table = strings_xml(*items)
    cells = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(len(items)))
    books = [
        outcome(book_of(sheet_xml(f"<row>{cells}</row>"), {"xl/sharedStrings.xml": xml}))
        for xml in (table, table.replace("<sst", "<!-- plain --><sst"))
    ]
    assert repr(books[0]) == repr(books[1])


ODD_BUT_WELL_FORMED = [
    ("<row r='1'><c r='A1'><v>1</v></c></row>", 1),
    ('<row r="1"> <c r="A1"><v>1</v></c></row>', 1),
    ('<row r="1"><c s="0" r="A1"><v>1</v></c></row>', 1),
    ('<row r="1"><c r="A1"><v>1</v><extLst/></c></row>', 1),
    ('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>', 1),
    ('<!-- <sheetData> --><row r="1"><c r="A1"><v>1</v></c></row>', 1),
]


@pytest.mark.parametrize(("rows", "number"), ODD_BUT_WELL_FORMED)
def test_unusual_spelling_loses_nothing(rows: str, number: int) -> None:
    book = outcome(book_of(sheet_xml(rows)))
    assert not isinstance(book, str)
    assert len(book.sheets["ผล"].cells) == number


def test_rows_that_only_look_like_rows_are_not_read() -> None:
    inside = '<row r="1"><c r="A1"><v>1</v></c></row>'
    comment = f"<!-- <sheetData>{inside}</sheetData> -->"
    book = outcome(book_of(sheet_xml("", before=comment)))
    assert not isinstance(book, str)
    assert book.sheets["ผล"].cells == {}


def test_a_large_part_is_streamed_and_reads_the_same() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n % 3}</v></c>'
        f'<c r="B{n}" t="str"><v>งาน {n}</v></c></row>'
        for n in range(1, 3000)
    )
    for data in (book_of(sheet_xml(rows), EXTRA), rich_book()):
        assert repr(outcome(data, Limits(whole_bytes=0))) == repr(outcome(data))


def rows_of(data: bytes) -> tuple[bytes, bytes]:
    """What stands before the rows of the first sheet, and the rows."""
    sheet = parts(data)["xl/worksheets/sheet1.xml"]
    head, opening, rest = sheet.partition(b"<sheetData>")
    return head + opening, rest.partition(b"</sheetData>")[0]


def by_xlsxwriter() -> bytes:
    """A form as XlsxWriter writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "d mmm yyyy"})
    sheet.write_row("A1", ["ก & ข", 1.5, True, ""])
    sheet.write_blank("E1", None, day)
    sheet.write_formula("A2", '=IF(A1="","",A1&"<")', None, "")
    sheet.write_formula("B2", "=A1", None, "x & <y>")
    sheet.write_rich_string("A3", "a", day, "b")
    sheet.set_row(3, 20, None, {"hidden": True})
    book.close()
    return out.getvalue()


def by_openpyxl() -> bytes:
    """A form as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ก & ข", 1.5, True, None, "=A1&B1"])
    sheet.row_dimensions[4].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LIBREOFFICE = (
    HEAD.encode() + b"<worksheet><sheetData>",
    '<row r="1" customFormat="false" ht="15" hidden="false" customHeight="false" outlineLevel="0" '
    'collapsed="false"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2" t="n"><v>46000</v></c>'
    '<c r="N1" s="2"/><c r="O1" s="4" t="str"><f aca="false">IF($A1=&quot;&quot;,&quot;ขาด&quot;)'
    "</f><v>ok &amp; fine</v></c></row>".encode(),
)
EXCEL = (
    (HEAD.replace("\n", "\r\n") + '<worksheet xmlns:x14ac="urn:x"><sheetData>').encode(),
    b'<row r="1" spans="1:3" ht="21" customHeight="1" x14ac:dyDescent="0.45">'
    b'<c r="A1" s="3"/><c r="B1" s="1" t="s"><v>1</v></c><c r="C1"><f t="shared" ref="C1:C9" '
    b'si="0">B1</f><v>1</v></c></row>',
)


@pytest.mark.parametrize(
    ("head", "rows"), [rows_of(by_xlsxwriter()), rows_of(by_openpyxl()), LIBREOFFICE, EXCEL]
)
def test_what_the_usual_programs_write_takes_the_fast_path(head: bytes, rows: bytes) -> None:
    strings = Strings(Budget(LIMITS))
    for text in ("ก", "ข", "ค"):
        strings.add(text)
    sheet = Sheet("ผล")
    maker = CellBuilder(strings, (NumberFormatKind.GENERAL,) * 9, date1904=False)
    cells = Cells(sheet, maker, Budget(LIMITS), OutsideFound())
    assert read_rows(head, rows, cells)
    assert len(sheet.cells) >= 2


def test_cells_remembered_by_their_xml_stay_few_within_one_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fast_rows, "_REMEMBERED", 10)
    monkeypatch.setattr(reader_text, "_SLICE", 200)  # some five rows at a time
    sheet = Sheet("ผล")
    maker = CellBuilder(Strings(Budget(LIMITS)), (), date1904=False)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}.5</v></c></row>' for n in range(1, 501))
    cells = Cells(sheet, maker, Budget(LIMITS), OutsideFound())
    assert read_rows(LIBREOFFICE[0], rows.encode(), cells)
    assert len(sheet.cells) == 500
    assert len(maker.verbatim) <= 20
