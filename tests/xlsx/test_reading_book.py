"""What a book and its sheets say about themselves, as the door reads it."""

import io

import pytest
import xlsxwriter

from pso_excel.xlsx.reader import read_workbook
from pso_excel.xlsx.workbook import Validation, Workbook
from tests.xlsx.packages import MAIN, packed, rich_book
from tests.xlsx.untrusted import (
    HEAD,
    STRICT_MAIN,
    STRICT_RELATIONS,
    book_of,
    content_of,
    outcome,
    relationships,
    row,
    sheet_of,
    sheet_xml,
    workbook_xml,
)

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
ONE = '<c r="A1"><v>1</v></c>'


@pytest.fixture(scope="module")
def made() -> Workbook:
    """A book that XlsxWriter made, with one of everything."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("01_กรรมการ")
    book.add_worksheet("_lists").hide()
    book.add_worksheet("_meta").very_hidden()
    bars = book.add_chart({"type": "bar"})
    bars.add_series({"values": "='01_กรรมการ'!$A$1:$A$3"})
    book.add_chartsheet("แผนภูมิ").set_chart(bars)
    sheet.merge_range("B2:D3", "รวม")
    sheet.write_number("A6", 6)
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column("E:G", None, None, {"hidden": True})
    sheet.data_validation("B4:B9", {"validate": "list", "source": "=_lists!$A$1:$A$9"})
    sheet.data_validation("C4", {"validate": "integer", "criteria": ">", "value": 3})
    sheet.autofilter("A1:D9")
    sheet.filter_column("A", "x > 2")
    sheet.protect("ลับ")
    book.define_name("PSO_LIST_SEX", "=_lists!$A$1:$A$9")
    book.define_name("_lists!เฉพาะแผ่น", "=_lists!$B$1")
    book.set_custom_property("PSO_TEMPLATE_ID", "office")
    book.set_custom_property("count", 3)
    book.close()
    return read_workbook(out.getvalue())


def test_sheets_come_in_order_and_hidden_ones_are_read(made: Workbook) -> None:
    assert [(name, sheet.visible) for name, sheet in made.sheets.items()] == [
        ("01_กรรมการ", True),
        ("_lists", False),
        ("_meta", False),
    ]
    assert made.skipped_sheets == ("แผนภูมิ",)


def test_the_shape_of_a_sheet_is_read(made: Workbook) -> None:
    sheet = made.sheets["01_กรรมการ"]
    assert sheet.merged == ("B2:D3",)
    assert sheet.hidden_rows == {6}
    assert sheet.hidden_columns == {5, 6, 7}
    assert sheet.filtered
    assert sheet.protected
    assert sheet.validations == (
        Validation("list", ("B4:B9",), "_lists!$A$1:$A$9"),
        Validation("whole", ("C4",), "3"),
    )
    plain = made.sheets["_lists"]
    assert (plain.filtered, plain.protected, plain.validations) == (False, False, ())


def test_names_and_properties_are_read(made: Workbook) -> None:
    assert made.names["PSO_LIST_SEX"] == "_lists!$A$1:$A$9"
    assert made.names["_lists!เฉพาะแผ่น"] == "_lists!$B$1"
    assert made.properties == {"PSO_TEMPLATE_ID": "office", "count": "3"}
    assert made.application == "Microsoft Excel"
    assert made.active_content == {}
    assert not made.date1904


def test_sheets_left_out_are_named_and_not_read() -> None:
    data = rich_book()
    book = read_workbook(data, leave_out={"ข้อมูล", "ไม่มี"})
    assert book.skipped_sheets == ("ข้อมูล",)
    assert list(book.sheets) == ["ผลตรวจ", "สรุป & อื่น ๆ"]
    assert book.sheets["ผลตรวจ"] == read_workbook(data).sheets["ผลตรวจ"]


def test_lists_of_the_2010_extension_are_read() -> None:
    after = (
        '<dataValidations count="1"><dataValidation type="list" sqref="A1 A3:A5">'
        "<formula1>standard</formula1></dataValidation></dataValidations>"
        f'<extLst><ext><x14:conditionalFormattings xmlns:x14="{X14}" xmlns:xm="{XM}">'
        "<x14:cfRule><xm:f>not a list</xm:f></x14:cfRule><xm:sqref>Z1</xm:sqref>"
        "</x14:conditionalFormattings>"
        f'<x14:dataValidations xmlns:x14="{X14}" xmlns:xm="{XM}">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>_lists!$A$1:$A$9</xm:f>'
        "</x14:formula1><xm:sqref>B4:B9 D4</xm:sqref></x14:dataValidation>"
        '<x14:dataValidation type="decimal"><x14:formula1><xm:f>1</xm:f></x14:formula1>'
        "<x14:formula2><xm:f>2</xm:f></x14:formula2><xm:sqref>C4</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    assert sheet_of(sheet_xml(row(ONE), after=after)).validations == (
        Validation("list", ("A1", "A3:A5"), "standard"),
        Validation("list", ("B4:B9", "D4"), "_lists!$A$1:$A$9"),
        Validation("decimal", ("C4",), "1"),
    )


def test_broken_names_do_not_stop_the_reading() -> None:
    names = (
        "<definedNames><definedName name='a'>#REF!</definedName><definedName name='b'/>"
        "<definedName name='c' localSheetId='9'>x</definedName><definedName>y</definedName>"
        "<definedName name='d' localSheetId='0'>ผล!$A$1</definedName></definedNames>"
    )
    book = read_workbook(
        book_of(sheet_xml(row(ONE)), {"xl/workbook.xml": workbook_xml("ผล", extra=names)})
    )
    assert book.names == {"a": "#REF!", "b": "", "?!c": "x", "": "y", "ผล!d": "ผล!$A$1"}


def test_strict_files_are_read_like_transitional_ones() -> None:
    sheet = sheet_xml(row('<c r="A1" t="d"><v>2026-01-15</v></c>', ONE.replace("A1", "B1")))
    strict = {
        "_rels/.rels": relationships(
            ("r", "officeDocument", "/xl/workbook.xml"), base=STRICT_RELATIONS
        ),
        "xl/workbook.xml": workbook_xml("ผล", main=STRICT_MAIN),
        "xl/_rels/workbook.xml.rels": relationships(
            ("s1", "worksheet", "worksheets/sheet1.xml"), base=STRICT_RELATIONS
        ),
    }
    as_strict = sheet_of(sheet.replace(f'xmlns="{MAIN}"', f'xmlns="{STRICT_MAIN}"'), strict)
    assert as_strict.cells == sheet_of(sheet).cells
    assert len(as_strict.cells) == 2


def test_xml_is_matched_by_namespace_whatever_the_prefix() -> None:
    prefixed = (
        f'<m:worksheet xmlns:m="{MAIN}" xmlns="urn:other"><m:sheetData><m:row r="1">'
        '<m:c r="A1"><m:v>1</m:v></m:c></m:row></m:sheetData>'
        "<mergeCell ref='A1:B1'/></m:worksheet>"
    )
    sheet = sheet_of(prefixed)
    assert list(sheet.cells) == [(1, 1)]
    assert sheet.merged == ()


def test_what_is_not_plain_data_is_counted() -> None:
    threaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    extra = {
        "xl/vbaProject.bin": b"\0",
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
        "xl/externalLinks/externalLink2.xml": f'<externalLink xmlns="{MAIN}">'
        "<ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(),
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection/><connection/>'
        "</connections>",
        "xl/embeddings/oleObject1.bin": b"\0",
        "xl/activeX/activeX1.xml": "<x/>",
        "xl/activeX/activeX1.bin": b"\0",
        "xl/webextensions/webextension1.xml": "<x/>",
        "xl/macrosheets/sheet9.xml": "<x/>",
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{threaded}">'
        "<threadedComment/><threadedComment/><threadedComment/></ThreadedComments>",
        "xl/comments1.xml": f'<comments xmlns="{MAIN}">{"<comment/>" * 5}</comments>',
        "xl/media/image1.png": b"\0",
    }
    assert read_workbook(book_of(sheet_xml(row(ONE)), extra)).active_content == {
        "macros": 1,
        "external_links": 2,
        "dde": 1,
        "connections": 2,
        "embedded": 1,
        "controls": 1,
        "add_ins": 1,
        "xl4_macros": 1,
        "threaded_comments": 3,
        "notes": 2,
        "pictures": 1,
    }


def test_a_part_is_what_the_workbook_uses_it_as_whatever_its_name() -> None:
    used = relationships(
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("v", "vbaProject", "media/image1.png"),
        ("m", "xlMacrosheet", "worksheets/sheet2.xml"),
        ("c", "connections", "c.xml"),
        ("gone", "vbaProject", "nowhere.bin"),
    )
    extra = {
        "xl/_rels/workbook.xml.rels": used,
        "xl/media/image1.png": b"\0",
        "xl/worksheets/sheet2.xml": "<x/>",
        "xl/c.xml": f'<connections xmlns="{MAIN}"/>',
    }
    book = read_workbook(book_of(sheet_xml(row(ONE)), extra))
    assert book.active_content == {"macros": 1, "xl4_macros": 1, "connections": 1}


def test_the_first_cell_that_refers_to_another_workbook_is_named() -> None:
    link = {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>'}
    formulas = ("SUM(A1:A9)", "Table1[[#All],[x]]", "'[1]Sheet 1'!A1", "[2]S!A1")
    cells = (
        f'<c r="{column}1" s="1"><f t="shared" si="0">{formula}</f><v>1</v></c>'
        for column, formula in zip("ABCD", formulas, strict=True)
    )
    data = book_of(sheet_xml(row(*cells)), link)
    assert read_workbook(data).first_linked_cells == ("ผล!C1",)
    assert read_workbook(data).linked_files == ()
    assert read_workbook(book_of(sheet_xml(row(ONE)), link)).first_linked_cells == ()


def test_parts_are_found_through_their_relationships() -> None:
    content = content_of(sheet_xml(row(ONE)))
    moved = {
        "[Content_Types].xml": content["[Content_Types].xml"],
        "_rels/.rels": relationships(("r", "officeDocument", "OTHER/Book.XML")),
        "other/book.xml": content["xl/workbook.xml"],
        "other/_rels/book.xml.rels": relationships(("s1", "worksheet", "../Data\\One.xml")),
        "data/one.xml": content["xl/worksheets/sheet1.xml"],
    }
    assert read_workbook(packed(moved)).sheets["ผล"].cells


def test_far_cells_cost_no_more_than_near_ones() -> None:
    far = row(ONE) + row('<c r="XFD1048576"><v>2</v></c>', number=1_048_576)
    sheet = sheet_of(sheet_xml(far))
    assert list(sheet.cells) == [(1, 1), (1_048_576, 16_384)]


@pytest.mark.parametrize("before", ["", "<!-- plain -->"])
def test_rows_written_down_are_counted_though_they_hold_nothing(before: str) -> None:
    empty = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(2, 90))
    far = '<row r="1048576"/>'
    assert sheet_of(sheet_xml(f"{before}{row(ONE)}{empty}{far}")).stored_row_count == 90


def test_a_lying_dimension_and_rows_out_of_order_lose_nothing() -> None:
    cells = {(9, 3): "9", (2, 1): "2", (5, 7): "5"}
    rows = "".join(
        row(f'<c r="{chr(64 + column)}{line}"><v>{value}</v></c>', number=line)
        for (line, column), value in cells.items()
    )
    sheet = sheet_of(sheet_xml(rows, before='<dimension ref="A1:A1"/>'))
    assert {place: str(cell.value) for place, cell in sheet.cells.items()} == cells


def test_cells_without_addresses_follow_one_another() -> None:
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c><c r='E1'/><c><v>6</v></c></row>"
        "<row r='4'><c><v>1</v></c></row><row><c/><c r='D5'><v>4</v></c><c><v>5</v></c></row>"
    )
    assert sorted(sheet_of(sheet_xml(rows)).cells) == [
        (1, 1), (1, 2), (1, 6), (4, 1), (5, 4), (5, 5),
    ]  # fmt: skip


def test_an_encoding_other_than_utf_8_is_respected() -> None:
    text = sheet_xml(row('<c r="A1" t="str"><v>งาน</v></c>'))
    for encoding in ("utf-16", "utf-8-sig"):
        declared = text.replace('encoding="UTF-8"', 'encoding="UTF-16"' * (encoding == "utf-16"))
        data = packed({**content_of(text), "xl/worksheets/sheet1.xml": declared.encode(encoding)})
        book = outcome(data)
        assert isinstance(book, Workbook)
        assert book.sheets["ผล"].cell(1, 1).value == "งาน"
    latin = text.replace(HEAD, HEAD.replace("UTF-8", "ISO-8859-1")).replace("งาน", "caf\u00e9")
    data = packed({**content_of(text), "xl/worksheets/sheet1.xml": latin.encode("latin-1")})
    assert read_workbook(data).sheets["ผล"].cell(1, 1).value == "café"


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("Book2.xlsx", "Book2.xlsx"),
        ("file:///C:\\Users\\somchai\\งบ%202569.xlsx", "งบ 2569.xlsx"),
        ("//server/share/a/b.xlsx", "b.xlsx"),
        ("https://example.org/x/y.xlsx", "y.xlsx"),
        ("", ""),
    ],
)
def test_a_workbook_linked_to_is_named_without_its_folders(target: str, name: str) -> None:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    ways = "".join(
        f'<Relationship Id="{relation_id}" Type="x/externalLinkPath" Target="{target}" '
        'TargetMode="External"/>'
        for relation_id in ("r1", "r2")
    )
    link = {
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            f'<Relationships xmlns="{space}">{ways}</Relationships>'
        ),
    }
    book = read_workbook(book_of(sheet_xml(row(ONE)), link))
    assert book.linked_files == ((name,) if name else ())
