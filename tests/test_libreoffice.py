"""The spreadsheet program that other tests rely on does what they rely on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from tests.libreoffice import Document, Office


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Weights that sum up; the file claims 999 as the sum's cached value."""
    path = tmp_path / "น้ำหนัก.xlsx"
    with Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("น้ำหนัก")
        for row, weight in enumerate((33.34, 33.33, 33.33)):
            sheet.write_number(row, 0, weight)
            sheet.write_string(row, 1, f"ระบบ {row + 1}")
        percent = workbook.add_format({"num_format": "0.00"})
        sheet.write_formula("A4", "=SUM(A1:A3)", percent, 999)
        sheet.write_formula("B4", '=IF(ROUND(A4,2)=100,"ครบ","ไม่ครบ")', None, "?")
        sheet.write_formula("C4", "=1/0", None, 0)
    return path


@pytest.fixture
def document(libreoffice: Office, book: Path) -> Iterator[Document]:
    """The book of weights, open."""
    with libreoffice.open(book) as document:
        yield document


def test_formulas_are_recomputed_on_opening(document: Document) -> None:
    assert document.sheets == ("น้ำหนัก",)
    assert document.value("น้ำหนัก", "A4") == pytest.approx(100)
    assert document.text("น้ำหนัก", "A4") == "100.00"
    assert document.value("น้ำหนัก", "B4") == "ครบ"


def test_empty_and_error_are_not_zero(document: Document) -> None:
    assert document.value("น้ำหนัก", "Z9") is None
    assert document.value("น้ำหนัก", "C4") == "#DIV/0!"


def test_typing_changes_what_formulas_give(document: Document) -> None:
    document.type("น้ำหนัก", "A1", "30")
    assert document.text("น้ำหนัก", "A4") == "96.66"
    assert document.value("น้ำหนัก", "B4") == "ไม่ครบ"
    document.fill("น้ำหนัก", "A1", [["50"], ["25"], ["=5*5"]])
    assert document.value("น้ำหนัก", "B4") == "ครบ"
    document.type("น้ำหนัก", "A1", "")
    assert document.value("น้ำหนัก", "A1") is None


def test_a_pasted_formula_follows_its_place(document: Document) -> None:
    document.paste("น้ำหนัก", "A1:A4", "D1")
    assert document.formula("น้ำหนัก", "D4") == "=SUM(D1:D3)"


def test_rows_and_columns_move_with_their_formulas(document: Document) -> None:
    document.insert_rows("น้ำหนัก", 2, 3)
    assert document.formula("น้ำหนัก", "A7") == "=SUM(A1:A6)"
    document.delete_rows("น้ำหนัก", 2, 3)
    document.move_column("น้ำหนัก", "B", "A")
    assert document.value("น้ำหนัก", "A1") == "ระบบ 1"
    assert document.formula("น้ำหนัก", "B4") == "=SUM(B1:B3)"
    document.move_column("น้ำหนัก", "A", "D")
    assert document.formula("น้ำหนัก", "A4") == "=SUM(A1:A3)"
    assert document.value("น้ำหนัก", "C1") == "ระบบ 1"


def test_a_saved_copy_holds_the_recomputed_values(
    libreoffice: Office, book: Path, tmp_path: Path
) -> None:
    before = book.read_bytes()
    saved = libreoffice.recalculated(book, tmp_path / "saved")
    sheet = load_workbook(saved, data_only=True)["น้ำหนัก"]
    assert sheet["A4"].value == pytest.approx(100)
    assert sheet["B4"].value == "ครบ"
    assert book.read_bytes() == before


def test_pages_are_printed_as_pictures(libreoffice: Office, book: Path, tmp_path: Path) -> None:
    pages = libreoffice.pictures(book, tmp_path / "pages")
    assert [page.read_bytes()[:4] for page in pages] == [b"\x89PNG"]


def test_a_file_that_is_no_book_is_refused(libreoffice: Office, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        libreoffice.open(tmp_path / "ไม่มี.xlsx")


def test_a_second_office_lives_beside_the_first_and_leaves_nothing(
    libreoffice: Office, book: Path
) -> None:
    with Office() as second:
        assert second.pipe != libreoffice.pipe
        with second.open(book) as document:
            assert document.value("น้ำหนัก", "B4") == "ครบ"
    assert not second.profile.exists()
    assert second.process.poll() is not None
    with libreoffice.open(book) as document:
        assert document.value("น้ำหนัก", "B4") == "ครบ"
