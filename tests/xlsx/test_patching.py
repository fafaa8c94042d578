"""A patched copy has the values written and is otherwise the file that came in."""

import io
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.patcher import patch_workbook
from pso_excel.xlsx.patcher.cell_xml import cell_text, is_formula_like
from pso_excel.xlsx.workbook import CellWrite, format_address
from tests.libreoffice import Office
from tests.xlsx.packages import MAIN, openpyxl_book, packed, parts, raw_book, rich_book

RICH = rich_book()
SHEET = (
    f'<worksheet xmlns="{MAIN}"><dimension ref="B2:C3"/><sheetData>'
    '<row r="2" spans="2:3"><c r="B2" s="4" t="s"><v>7</v></c><c r="C2" s="5"/></row>'
    '<row r="5" s="9" customFormat="1"/>'
    "</sheetData></worksheet>"
)


def sheet_xml(data: bytes) -> str:
    """The patched XML of a raw book's only sheet."""
    return parts(data)["xl/sheet1.xml"].decode()


def patched(sheet: str, *writes: CellWrite) -> str:
    """The XML of a raw sheet after the writes, in one line from ``<sheetData`` on."""
    xml = sheet_xml(patch_workbook(raw_book(sheet), writes))
    return xml[xml.index("sheetData") - 1 :]


def put(cell: str, value: str | Decimal | date | None, link: str = "") -> CellWrite:
    """A write onto the raw book's sheet."""
    return CellWrite("ผล", cell, value, link)


def code_of(call: Callable[[], object]) -> str:
    """The code of the refusal that the call must end in."""
    with pytest.raises(WorkbookError) as caught:
        call()
    return caught.value.code


def cells(data: bytes) -> dict[tuple[str, str], object]:
    """Every value of a workbook as openpyxl reads it, empty cells left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose if it saved the book
        book = openpyxl.load_workbook(io.BytesIO(data))
    found: dict[tuple[str, str], object] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found[sheet.title, cell.coordinate] = cell.value
    return found


def test_only_the_written_sheet_changes() -> None:
    result = patch_workbook(RICH, [CellWrite("ผลตรวจ", "B5", "ใหม่", "'ข้อมูล'!A1")])
    before, after = parts(RICH), parts(result)
    assert list(after) == list(before)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet2.xml"]
    for old, new in zip(
        zipfile.ZipFile(io.BytesIO(RICH)).infolist(),
        zipfile.ZipFile(io.BytesIO(result)).infolist(),
        strict=True,
    ):
        assert (old.filename, old.date_time, old.flag_bits & 0x800) == (
            new.filename,
            new.date_time,
            new.flag_bits & 0x800,
        )


def test_the_rest_of_the_sheet_is_the_same_bytes() -> None:
    result = patch_workbook(RICH, [CellWrite("ผลตรวจ", "B5", Decimal("1.50"))])
    name = "xl/worksheets/sheet2.xml"
    before, after = parts(RICH)[name].decode(), parts(result)[name].decode()
    calculation = '<sheetCalcPr fullCalcOnLoad="1"/>'
    assert calculation in after
    restored = after.replace(calculation, "").replace('><v>1.5</v></c><c r="C5"', '/><c r="C5"')
    assert restored == before


def test_no_writes_give_the_same_bytes_and_the_same_writes_the_same_copy() -> None:
    writes = [CellWrite("สรุป & อื่น ๆ", "B5", "ก"), CellWrite("ผลตรวจ", "Z99", Decimal(1))]
    assert patch_workbook(RICH, []) == RICH
    assert patch_workbook(RICH, writes) == patch_workbook(RICH, list(reversed(writes)))


def test_a_second_patch_leaves_nothing_of_the_first() -> None:
    first = patch_workbook(
        RICH, [CellWrite("ผลตรวจ", "B5", "ยาว", "'ข้อมูล'!A1"), CellWrite("ผลตรวจ", "B6", "ข")]
    )
    again = patch_workbook(first, [CellWrite("ผลตรวจ", "B5", None), CellWrite("ผลตรวจ", "B6", "ค")])
    fresh = patch_workbook(RICH, [CellWrite("ผลตรวจ", "B6", "ค")])
    assert parts(again) == parts(fresh)


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        ("ก", '<c r="C2" s="5" t="inlineStr"><is><t>ก</t></is></c>'),
        (" ก\n", '<c r="C2" s="5" t="inlineStr"><is><t xml:space="preserve"> ก\n</t></is></c>'),
        ("a&<b>]]>", '<c r="C2" s="5" t="inlineStr"><is><t>a&amp;&lt;b&gt;]]&gt;</t></is></c>'),
        ("a\x00\x0b\ufffeb", '<c r="C2" s="5" t="inlineStr"><is><t>ab</t></is></c>'),
        (
            "\ud800x\r\ny",
            '<c r="C2" s="5" t="inlineStr"><is><t xml:space="preserve">x\ny</t></is></c>',
        ),
        ("_x0041_", '<c r="C2" s="5" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
        (Decimal("41.370"), '<c r="C2" s="5"><v>41.37</v></c>'),
        (Decimal("1E+3"), '<c r="C2" s="5"><v>1000</v></c>'),
        (Decimal("-0.00"), '<c r="C2" s="5"><v>0</v></c>'),
        (date(2026, 3, 31), '<c r="C2" s="5"><v>46112</v></c>'),
        (date(1900, 2, 28), '<c r="C2" s="5"><v>59</v></c>'),
        ("", '<c r="C2" s="5"/>'),
        (None, '<c r="C2" s="5"/>'),
    ],
)
def test_values_as_cells(value: str | Decimal | date | None, xml: str) -> None:
    assert xml in patched(SHEET, put("C2", value))


def test_a_text_too_long_for_a_cell_says_so() -> None:
    xml = patched(SHEET, put("C2", "😀" * 17_000))
    text = xml.partition("<t>")[2].partition("</t>")[0]
    assert text == "😀" * 16_383 + "…"


def test_days_count_from_1904_where_the_book_says_so() -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><workbookPr date1904="1"/><sheets><sheet name="ผล" sheetId="1" r:id="s"/>'
        "</sheets></workbook>"
    )
    data = patch_workbook(raw_book(SHEET, workbook=workbook), [put("C2", date(2026, 3, 31))])
    assert '<c r="C2" s="5"><v>44650</v></c>' in sheet_xml(data)


def test_cells_and_rows_are_inserted_in_order() -> None:
    xml = patched(
        SHEET,
        *(put(cell, cell) for cell in ("D2", "A2", "B5", "A1", "C3", "B9", "A5")),
    )
    order = [piece.partition('"')[0] for piece in xml.split('<c r="')[1:]]
    assert order == ["A1", "A2", "B2", "C2", "D2", "C3", "A5", "B5", "B9"]
    assert '<row r="2" spans="1:4">' in xml
    assert '<row r="5" s="9" customFormat="1"><c r="A5" s="9"' in xml
    whole = sheet_xml(patch_workbook(raw_book(SHEET), [put("E9", "x"), put("A3", None)]))
    assert '<dimension ref="B2:E9"/>' in whole
    assert '<dimension ref="B2:C3"/>' in sheet_xml(
        patch_workbook(raw_book(SHEET), [put("Z9", None)])
    )


def test_a_new_cell_looks_like_its_neighbours_in_the_table() -> None:
    xml = patched(SHEET, put("B2", "a"), put("B3", "b"), put("D3", "c"))
    assert '<row r="3"><c r="B3" s="4" t="inlineStr">' in xml
    assert '<c r="D3" t="inlineStr">' in xml
    columns = '<cols><col min="3" max="4" style="8"/><col min="9" max="9"/></cols><sheetData>'
    xml = patched(SHEET.replace("<sheetData>", columns), *(put(c, "x") for c in ("D3", "D2", "D5")))
    assert [xml.partition(f'"{c}" s="')[2][0] for c in ("D3", "D2", "D5")] == ["8", "8", "9"]


@pytest.mark.parametrize(
    ("data", "want"),
    [
        ("<sheetData/>", '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'),
        (
            "<sheetData ><!-- a --></sheetData >",
            '<sheetData ><!-- a --><row r="2"><c r="B2"><v>1</v></c></row></sheetData >',
        ),
        ('<sheetData><row r="2"/></sheetData>', '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ("<sheetData><row/><row/></sheetData>", '<row/><row><c r="B2"><v>1</v></c></row>'),
        ("<sheetData><row/><row><c/><c s='3'/></row></sheetData>", '<c r="B2" s="3"><v>1</v></c>'),
        (
            '<sheetData><row r="2"><c r="B2"><extLst><ext uri="/>"/></extLst></c ><c r="C2"/></row>'
            "</sheetData>",
            '<row r="2"><c r="B2"><v>1</v></c><c r="C2"/></row>',
        ),
        (
            '<sheetData><row r="2"><c r="B2" cm="1" vm="2"><f>A1</f><v>5</v></c></row></sheetData>',
            '<row r="2"><c r="B2"><v>1</v></c></row>',
        ),
    ],
)
def test_sheets_of_other_hands(data: str, want: str) -> None:
    sheet = f'<?xml version="1.0" encoding="utf-8"?>\n<worksheet xmlns="{MAIN}">{data}</worksheet>'
    assert want in patched(sheet, put("B2", Decimal(1)))


def test_a_prefix_is_kept() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="urn:other"><x:sheetData><x:row r="1">'
        '<x:c r="A1" s="2"/>'
        "</x:row></x:sheetData><x:mergeCells/><x:pageMargins/><sheetData/></x:worksheet>"
    )
    assert patched(sheet, put("A1", "ก", "'ผล'!A9"), put("A2", Decimal(2))) == (
        '<x:sheetData><x:row r="1"><x:c r="A1" s="2" t="inlineStr"><x:is><x:t>ก</x:t></x:is></x:c>'
        '</x:row><x:row r="2"><x:c r="A2" s="2"><x:v>2</x:v></x:c></x:row></x:sheetData>'
        '<x:sheetCalcPr fullCalcOnLoad="1"/><x:mergeCells/><x:hyperlinks><x:hyperlink ref="A1" '
        "location=\"'ผล'!A9\"/></x:hyperlinks><x:pageMargins/><sheetData/></x:worksheet>"
    ).removeprefix("<x")


def test_a_row_grows_for_its_text_and_shrinks_when_emptied() -> None:
    def row(attributes: str, *writes: CellWrite, cells: str = '<c r="B2"><v>1</v></c>') -> str:
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"{attributes}>{cells}</row>'
        xml = patched(f"{sheet}</sheetData></worksheet>", *writes)
        return xml.partition("<row ")[2].partition(">")[0]

    tall = CellWrite("ผล", "B2", "หลายบรรทัด", line_count=3)
    assert row("", tall) == 'r="2" ht="87"'
    assert row(' ht="30" x="1"', tall) == 'r="2" ht="87" x="1"'
    assert row(' ht="90"', tall) == 'r="2" ht="90"'
    assert row(' ht="30" customHeight="1"', tall) == 'r="2" ht="30" customHeight="1"'
    assert row("", put("B2", "x")) == 'r="2"'
    assert row(' ht="90"', put("B2", "x")) == 'r="2" ht="90"'
    assert row(' ht="90"', put("B2", None)) == 'r="2"'
    assert row(' ht="90" customHeight="1"', put("B2", None)) == 'r="2" ht="90" customHeight="1"'
    beside = '<c r="B2"><v>1</v></c><c r="C2"><v>1</v></c>'
    assert row(' ht="90"', put("B2", None), cells=beside) == 'r="2" ht="90"'
    ids = '<c r="A2"><v>1</v></c><c r="B2"><v>1</v></c><c r="C2"/>'
    assert row(' ht="90"', put("B2", None), cells=ids) == 'r="2"'
    new = CellWrite("ผล", "B3", "หลายบรรทัด", line_count=2)
    assert '<row r="3" ht="60"><c' in patched(SHEET, new)
    closed = CellWrite("ผล", "B5", "หลายบรรทัด", line_count=2)
    assert '<row r="5" s="9" customFormat="1" ht="60"><c' in patched(SHEET, closed)


def test_links_are_merged_and_old_ones_of_ours_replaced() -> None:
    links = (
        '<hyperlinks><hyperlink ref="B2" location="A1"/>'
        '<hyperlink ref="C2" r:id="r1" location="x"/>'
        '<hyperlink ref="H1" location="A2"/></hyperlinks>'
    )
    sheet = SHEET.replace("</sheetData>", f"</sheetData><mergeCells/>{links}<pageMargins/>")
    sheet = sheet.replace("<worksheet ", '<worksheet xmlns:r="urn:r" ')
    xml = patched(sheet, put("B2", "b", "'a\"b'!C1"), put("C2", None), put("D2", "d", "'ก&ข'!D1"))
    assert xml.endswith(
        '<mergeCells/><hyperlinks><hyperlink ref="C2" r:id="r1" location="x"/>'
        '<hyperlink ref="H1" location="A2"/><hyperlink ref="B2" location="\'a&quot;b\'!C1"/>'
        '<hyperlink ref="D2" location="\'ก&amp;ข\'!D1"/></hyperlinks><pageMargins/></worksheet>'
    )
    alone = SHEET.replace(
        "</sheetData>", '</sheetData><hyperlinks><hyperlink ref="B2" location="A1"/></hyperlinks>'
    )
    assert "hyperlink" not in patched(alone, put("B2", "no link"))


def test_controls_and_extensions_as_excel_writes_them_stay_to_the_byte() -> None:
    space = 'xmlns:mc="urn:mc" xmlns:x14="urn:x14" mc:Ignorable="x14"'
    before = (
        '<sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="F1:G1"/></mergeCells>'
    )
    after = (
        '<printOptions/><pageSetup r:id="p"/><drawing r:id="d"/><legacyDrawing r:id="v"/>'
        "<mc:AlternateContent><mc:Choice><controls><control shapeId='1'><sheetData>x</sheetData>"
        "</control></controls></mc:Choice></mc:AlternateContent><extLst><ext><x14:dataValidations>"
        '<hyperlink ref="B2" location="x"/></x14:dataValidations></ext></extLst>'
    )
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1</f></c></row>'
    sheet = SHEET.replace("<sheetData>", f"<sheetData>{rows}")
    sheet = sheet.replace("</sheetData>", f"</sheetData>{before}{after}")
    sheet = sheet.replace("<worksheet ", f'<worksheet xmlns:r="urn:r" {space} ')
    assert f"{rows}<row" in patched(sheet, put("C2", "ก", "'ผล'!A1"))
    assert patched(sheet, put("C2", "ก", "'ผล'!A1")).endswith(
        f'</sheetData><sheetCalcPr fullCalcOnLoad="1"/>{before}<hyperlinks><hyperlink ref="C2" '
        f"location=\"'ผล'!A1\"/></hyperlinks>{after}</worksheet>"
    )


def test_formulas_that_nothing_hangs_on_give_way() -> None:
    def with_formula(cell: str) -> str:
        return SHEET.replace('<c r="C2" s="5"/>', cell)

    plain = with_formula('<c r="C2"><f>1+1</f><v>2</v></c>')
    child = with_formula('<c r="C2"><f t="shared" si="0"/><v>2</v></c>')
    master = with_formula('<c r="C2"><f t="shared" ref="C2:C9" si="0">A1</f></c>')
    area = with_formula('<c r="C2"><f t="array" ref="C2:D9">A1:B9</f></c>')
    for sheet in (plain, child):
        assert '<c r="C2"><v>5</v></c>' in patched(sheet, put("C2", Decimal(5)))
    assert code_of(lambda: patched(master, put("C2", Decimal(5)))) == "O004"
    assert code_of(lambda: patched(area, put("D9", Decimal(5)))) == "O004"
    assert "D10" in patched(area, put("D10", Decimal(5)))
    chained = raw_book(plain, extra={"xl/calcChain.xml": "<calcChain/>"})
    assert code_of(lambda: patch_workbook(chained, [put("C2", None)])) == "O004"
    assert patch_workbook(chained, [put("B2", "x")])


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.replace("sheetData", "rows"),
        SHEET.replace("</row>", "", 1),
        SHEET.replace(MAIN, "urn:other"),
        "<!DOCTYPE worksheet>" + SHEET,
        '<?xml version="1.0" encoding="windows-874"?>' + SHEET,
        SHEET.replace('<row r="5"', '<row r="1"'),
        SHEET.replace('<c r="C2"', '<c r="A2"'),
        SHEET.replace('<c r="C2"', '<c r="C3"'),
        SHEET.replace('<c r="C2"', '<c r="C12"'),
        SHEET.replace("</sheetData>", "</sheetData><sheetData/>"),
        "",
    ],
)
def test_a_sheet_that_is_not_as_expected_is_refused(sheet: str) -> None:
    assert code_of(lambda: patched(sheet, put("B2", "x"))) == "O001"


def test_packages_that_cannot_be_patched_are_refused() -> None:
    book = raw_book(SHEET)
    item = [put("B2", "x")]
    content = parts(book)
    end = book.rindex(b"PK\x05\x06")
    cut = {**content}
    del cut["xl/sheet1.xml"]
    twice = {**content, "XL/Sheet1.xml": b"<a/>"}
    signed = {**content, "_xmlsignatures/origin.sigs": b""}
    for data, code in [
        (b"", "O001"),
        (b"not a zip", "O001"),
        (book[:-30], "O001"),
        (book[: end - 40], "O001"),
        (b"before" + book, "O001"),
        (book.replace(b"PK\x03\x04", b"PK\x03\x05"), "O001"),
        (book[:end] + book[end:].replace(b"\x06\x00", b"\x05\x00", 1), "O001"),
        (packed(cut), "O001"),
        (packed(twice), "O001"),
        (packed({"a.txt": b"x"}), "O001"),
        (packed(signed), "O005"),
    ]:
        assert code_of(lambda data=data: patch_workbook(data, item)) == code
    assert code_of(lambda: patch_workbook(book, [CellWrite("ไม่มี", "A1", "x")])) == "O003"


def test_damaged_content_is_refused() -> None:
    book = bytearray(raw_book(SHEET))
    at = book.index(b"xl/sheet1.xml") + 30
    book[at] ^= 0xFF
    assert code_of(lambda: patch_workbook(bytes(book), [put("B2", "x")])) == "O001"


def test_entries_with_data_descriptors_and_a_comment_survive() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: Any) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts(raw_book(SHEET)).items():
            package.writestr(name, part)
        package.comment = b"note"
    data = out.getvalue()
    result = patch_workbook(data, [put("C2", "x")])
    with zipfile.ZipFile(io.BytesIO(result)) as package:
        assert package.testzip() is None
        assert package.comment == b"note"
    assert 's="5" t="inlineStr"' in sheet_xml(result)


ADDRESSES = st.builds(format_address, st.integers(1, 16), st.integers(1, 14))
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r_"), max_size=12
).map(
    lambda text: (
        "".join(c for c in text if c >= " " or c in "\t\n")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2
    ),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)


def as_read(value: str | Decimal | date | None) -> object:
    """What openpyxl must find where the value was written, in a cell without a date format."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value or None


BOOKS = {"xlsxwriter": RICH, "openpyxl": openpyxl_book()}


@pytest.mark.parametrize("maker", BOOKS)
@given(values=st.dictionaries(ADDRESSES, VALUES, max_size=12))
def test_random_writes_are_read_back_and_all_else_is_as_before(
    maker: str, values: dict[str, str | Decimal | date | None]
) -> None:
    book = BOOKS[maker]
    # openpyxl reads nothing under a merged cell, and the target of a link on an empty one.
    unlike = {"G1", "F2", "G2", "H1"}
    values = {cell: value for cell, value in values.items() if cell not in unlike}
    result = patch_workbook(book, [CellWrite("ผลตรวจ", *pair) for pair in values.items()])
    for part in parts(result).values():
        if part.startswith(b"<"):
            expat.ParserCreate().Parse(part, True)
    want = cells(book)
    for cell, value in values.items():
        want.pop(("ผลตรวจ", cell), None)
        if as_read(value) is not None:
            want["ผลตรวจ", cell] = as_read(value)
    found = cells(result)
    assert found == want
    assert not any(isinstance(found.get(("ผลตรวจ", cell)), datetime) for cell in values)
    before, after = parts(book), parts(result)
    texts = [value for value in values.values() if isinstance(value, str)]
    changed = {name for name in before if before[name] != after[name]}
    styled = any(is_formula_like(cell_text(text)) for text in texts)
    assert ("xl/styles.xml" in changed) is styled
    assert changed <= {"xl/worksheets/sheet2.xml", "xl/styles.xml"}


def test_libreoffice_opens_the_copy_and_a_copy_of_its_own(
    libreoffice: Office, tmp_path: Path
) -> None:
    writes = [
        CellWrite("ผลตรวจ", "B5", "=1+1"),
        CellWrite("ผลตรวจ", "C6", Decimal("41.37"), "'ข้อมูล'!A4"),
        CellWrite("ผลตรวจ", "B40", "ใหม่"),
    ]
    path = tmp_path / "a.xlsx"
    path.write_bytes(patch_workbook(RICH, writes))
    with libreoffice.open(path) as document:
        assert document.value("ผลตรวจ", "B5") == "=1+1"
        assert document.value("ผลตรวจ", "C6") == pytest.approx(41.37)
        assert document.value("ผลตรวจ", "D6") == 5
        assert document.value("ผลตรวจ", "C7") == "เดิม 6"
        saved = document.save_xlsx(tmp_path / "b.xlsx")
    data = patch_workbook(saved.read_bytes(), [CellWrite("ผลตรวจ", "B5", "จากสำเนา")])
    assert cells(data)["ผลตรวจ", "B5"] == "จากสำเนา"
    assert cells(data)["ผลตรวจ", "B40"] == "ใหม่"
