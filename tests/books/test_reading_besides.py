"""What stands in a workbook besides its values, and what can be saved of a damaged package."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from pso_excel.core.problem import Refused
from pso_excel.intake import read_book
from pso_excel.xlsx.reader import LIMITS
from pso_excel.xlsx.reader.extras import read_besides
from pso_excel.xlsx.reader.salvage import salvage

DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>โทร</a:t></a:r>'
    "<a:r><a:t>กลับ</a:t></a:r></a:p></xdr:wsDr>"
)


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.create_sheet("งาน", 0)
    sheet["B2"] = "=SUM(C1:C9)"
    sheet["B3"] = 5
    sheet["C4"].comment = Comment("ดูอีกที", "ก")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: str, relation: str, sheet: str) -> bytes:
    """The package with one more part, which a sheet refers to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for word in old.namelist():
            text = old.read(word)
            if word == sheet:
                text = text.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            new.writestr(word, text)
        new.writestr(name, content)
    return out.getvalue()


def test_formulas_and_comments_are_read_at_their_cells() -> None:
    found = read_besides(book())["งาน"]
    assert found.formulas == {(2, 2): "SUM(C1:C9)"}
    assert list(found.notes) == [(4, 3)]
    assert "ดูอีกที" in found.notes[4, 3]


def test_a_shared_formula_is_told_at_each_of_its_cells() -> None:
    cells = b'<c r="B2"><f t="shared" ref="B2:B3" si="0">A2*2</f></c></row><row r="3">'
    with zipfile.ZipFile(io.BytesIO(book())) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    rows = b'<row r="2">' + cells + b'<c r="B3"><f t="shared" si="0"/></c></row>'
    changed = sheet[: start + 11] + rows + sheet[end:]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed if name.endswith("/sheet1.xml") else old.read(name))
    assert read_besides(out.getvalue())["งาน"].formulas == {(2, 2): "A2*2", (3, 2): "A2*2"}


def test_the_text_of_a_box_is_read_whole() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    relation = f'<Relationship Id="rIdBox" Type="{kind}" Target="/xl/drawings/d.xml"/>'
    sheet = "xl/worksheets/_rels/sheet1.xml.rels"
    data = with_part(book(), "xl/drawings/d.xml", DRAWING, relation, sheet)
    assert read_besides(data)["งาน"].boxes == ["โทรกลับ"]


def test_a_package_without_its_directory_is_saved_whole() -> None:
    data = book()
    cut = data[: data.index(b"PK\x01\x02")]
    with pytest.raises(Refused):
        read_book(cut)
    saved = salvage(cut)
    assert saved is not None
    assert saved.lost == 0
    assert read_book(saved.data) == read_book(data)


def test_a_part_that_is_damaged_is_given_up_alone() -> None:
    data = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo("xl/styles.xml")
    data[entry.header_offset + 60 : entry.header_offset + 90] = b"\xff" * 30
    saved = salvage(bytes(data))
    assert saved is not None
    assert saved.lost == 1
    assert "xl/styles.xml" not in zipfile.ZipFile(io.BytesIO(saved.data)).namelist()


def test_a_sheet_that_is_damaged_leaves_the_others_to_be_read() -> None:
    data = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo("xl/worksheets/sheet1.xml")
    data[entry.header_offset + 60 : entry.header_offset + 90] = b"\xff" * 30
    saved = salvage(bytes(data))
    assert saved is not None
    assert saved.lost == 1
    sheets = read_book(saved.data).sheets
    assert sheets["งาน"].cells == {}
    assert "Sheet" in sheets


@given(st.binary(max_size=300), st.integers(0, 8000))
def test_nothing_that_is_no_package_escapes(tail: bytes, cut: int) -> None:
    for data in (tail, b"PK\x03\x04" + tail, book_bytes[:cut] + tail):
        saved = salvage(data)
        assert saved is None or saved.parts > 0


def test_a_bomb_is_given_up_within_the_limits() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(20):
            package.writestr(f"xl/{number}.xml", b"0" * (1 << 20))
    limits = LIMITS._replace(part_bytes=1 << 18, total_bytes=1 << 20)
    assert salvage(out.getvalue(), limits) is None


book_bytes = book()
