"""xlwings over LibreOffice: the words of xlwings do to an open workbook what they say."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pso_excel.xlwings_libreoffice import engine_over
from pso_excel.xlwings_libreoffice.session import Session
from tests.libreoffice import Office
from tests.xlwings_libreoffice.nasty_book import FIRST, HIDDEN, SECOND, nasty_book

NEW = "ใหม่"


class Opened(NamedTuple):
    """A workbook as xlwings has it, among the others, where it stands, and its UNO document."""

    book: xw.Book
    books: xw.main.Books
    path: Path
    model: Any


@pytest.fixture(scope="module")
def books(libreoffice: Office) -> xw.main.Books:
    engine = engine_over(Session.begin(libreoffice.context))
    xw.engines.add(engine)
    return xw.main.Books(impl=engine.impl.apps.app.books)


@pytest.fixture
def book(books: xw.main.Books) -> Iterator[xw.Book]:
    book = books.add()
    yield book
    book.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.fixture
def nasty(libreoffice: Office, books: xw.main.Books, tmp_path: Path) -> Iterator[Opened]:
    path = tmp_path / "แบบ 2569.xlsx"
    path.write_bytes(nasty_book())
    with libreoffice.open(path) as document:
        yield Opened(books[path.name], books, path, document.model)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param(33.34, 33.34, id="a number"),
        pytest.param(Decimal("33.34"), 33.34, id="a decimal"),
        pytest.param(7, 7.0, id="a whole number"),
        pytest.param("ข้อความ", "ข้อความ", id="a text"),
        pytest.param("=1+1", "=1+1", id="a text like a formula"),
        pytest.param("007", "007", id="a text like a number"),
        pytest.param("15/1/2569", "15/1/2569", id="a text like a day"),
        pytest.param(" ก\nข ", " ก\nข ", id="a text of two lines"),
        pytest.param(True, True, id="true"),
        pytest.param(False, False, id="false"),
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="an empty text"),
        pytest.param(float("nan"), None, id="no number"),
        pytest.param(date(2026, 3, 31), datetime(2026, 3, 31), id="a day"),
        pytest.param(datetime(2569, 1, 15), datetime(2569, 1, 15), id="a Buddhist year"),
        pytest.param(datetime(2026, 1, 15, 8, 30), datetime(2026, 1, 15, 8, 30), id="a moment"),
        pytest.param(time(8, 30), datetime(1899, 12, 30, 8, 30), id="a time of day"),
    ],
)
def test_a_value_comes_back(sheet: xw.Sheet, written: object, read: object) -> None:
    sheet["B2"].value = written
    assert sheet["B2"].value == read
    assert type(sheet["B2"].value) is type(read)
    assert not sheet["B2"].api.getFormula().startswith("=") or written == "=1+1"


def test_a_block_is_written_and_read_in_one(sheet: xw.Sheet) -> None:
    block = [[1.5, "ก", None, True], [datetime(2026, 1, 1), "=A1", -2.0, False]]
    sheet["B2"].value = block
    assert sheet["B2:E3"].value == block
    assert sheet["B2"].expand("down").value == [1.5, datetime(2026, 1, 1)]
    assert sheet.used_range.address == "$B$2:$E$3"
    assert sheet["C3"].current_region.address == "$B$2:$E$3"


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1)
CELLS = st.one_of(NUMBERS, TEXTS, st.booleans(), st.none())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=4))
def test_any_block_comes_back(sheet: xw.Sheet, block: list[list[object]]) -> None:
    sheet.clear()
    area = sheet.range((1, 1), (len(block), 3))
    area.value = block
    assert area.value == block


def test_a_day_keeps_the_format_that_the_cell_has_for_days(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].number_format = "D/M/YYYY"
    sheet["A1"].value = [[date(2026, 1, 5)], [7]]
    sheet["A3"].value = date(2026, 1, 5)
    assert sheet["A1"].number_format == "D/M/YYYY"
    assert sheet["A1"].api.getString() == "5/1/2026"
    assert sheet["A3"].number_format == "YYYY-MM-DD"


@pytest.mark.parametrize(
    ("excel", "calc", "value"),
    [
        pytest.param("=SUM(A1:A2,1.5)", "=SUM(A1:A2;1.5)", 4.5, id="commas"),
        pytest.param("='06 ก'!A1*2", "=$'06 ก'.A1*2", 14.0, id="another sheet"),
        pytest.param('=IF(A1>=1,"ก,ข;ค","")', '=IF(A1>=1;"ก,ข;ค";"")', "ก,ข;ค", id="texts"),
        pytest.param("=SUM({1,2;3,4})", "=SUM({1;2|3;4})", 10.0, id="an array"),
        pytest.param("=COUNTIF($A$1:$A$2,1)", "=COUNTIF($A$1:$A$2;1)", 1.0, id="fixed places"),
    ],
)
def test_a_formula_is_given_and_told_as_excel_writes_it(
    book: xw.Book, excel: str, calc: str, value: object
) -> None:
    sheet = book.sheets[0]
    book.sheets.add("06 ก", after=sheet)["A1"].value = 7
    sheet["A1"].value = [[1], [2]]
    sheet["C1"].formula = excel
    assert sheet["C1"].api.getFormula() == calc
    assert sheet["C1"].value == value
    assert str(sheet["C1"].formula).replace("'", "") == excel.replace("'", "")


def test_one_formula_for_many_cells_moves_along(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = "=A1*2"
    assert sheet["B1:B3"].value == [2.0, 4.0, 6.0]
    assert sheet["B1:B3"].formula == (("=A1*2",), ("=A2*2",), ("=A3*2",))


def test_errors_are_nothing_unless_asked_for(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = "=NA()"
    sheet["A2"].formula = "=1/0"
    assert sheet["A1:A2"].value == [None, None]
    assert sheet["A1:A2"].options(err_to_str=True).value == ["#N/A", "#DIV/0!"]


def test_options_shape_what_is_read(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, date(2026, 1, 5)]]
    assert sheet["A1:B1"].options(ndim=2).value == [[1.0, datetime(2026, 1, 5)]]
    assert sheet["A1"].options(numbers=int).value == 1
    assert sheet["B1"].options(dates=date).value == date(2026, 1, 5)
    assert sheet["C9"].options(empty="–").value == "–"


def test_a_note_stays_when_its_cell_is_written(sheet: xw.Sheet) -> None:
    sheet["B2"].add_note("ดูข้อ 7")
    sheet["C3"].add_note("อีกข้อ")
    sheet["A1:B2"].value = [["ก", "ข"], [1, 2]]
    sheet["C3"].formula = "=1+1"
    assert {note.location.address: note.text for note in sheet.notes} == {
        "$B$2": "ดูข้อ 7",
        "$C$3": "อีกข้อ",
    }
    note = sheet["B2"].note
    assert note is not None
    note.text = "แก้แล้ว"
    assert note.text == "แก้แล้ว"
    note.delete()
    assert sheet["B2"].note is None
    assert len(sheet.notes) == 1


def test_looks_of_cells(sheet: xw.Sheet) -> None:
    sheet["A1:B1"].color = "#FFFBEB"
    assert sheet["B1"].color == (0xFF, 0xFB, 0xEB)
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    sheet["A1"].number_format = "0.00%"
    assert sheet["A1"].number_format == "0.00%"
    assert sheet["A1:B1"].number_format is None
    sheet["A2:B3"].merge()
    assert sheet["B3"].merge_area.address == "$A$2:$B$3"
    assert sheet["A2:B3"].merge_cells
    sheet["A2:B3"].unmerge()
    assert sheet["B3"].merge_area.address == "$B$3"


def test_hidden_rows_and_columns(sheet: xw.Sheet) -> None:
    for hide in (True, False):
        sheet["A2:A3"].impl.row_hidden = hide
        sheet["B1"].impl.column_hidden = hide
        assert sheet["A2:A3"].impl.row_hidden is hide
        assert sheet["B1"].impl.column_hidden is hide
    sheet["A2"].impl.row_hidden = True
    assert sheet["A2:A3"].impl.row_hidden is None


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("B2", "down", "$B$4"),
        ("B4", "up", "$B$2"),
        ("B2", "right", "$C$2"),
        ("B4", "down", "$B$7"),
        ("B7", "down", "$B$1048576"),
        ("A1", "right", "$XFD$1"),
        ("B7", "left", "$A$7"),
    ],
)
def test_ctrl_and_an_arrow_key(sheet: xw.Sheet, start: str, direction: Any, end: str) -> None:
    sheet["B2"].value = [[1, 2], [3, None], [5, None]]
    sheet["B7"].value = 9
    assert sheet[start].end(direction).address == end


def test_copy_clear_and_autofit(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["ก", 1.5]]
    sheet["B1"].number_format = "0.00"
    sheet["A1:B1"].copy(sheet["D4"])
    assert sheet["D4:E4"].value == ["ก", 1.5]
    assert sheet["E4"].number_format == "0.00"
    sheet["D4:E4"].clear_contents()
    assert sheet["D4:E4"].value == [None, None]
    assert sheet["E4"].number_format == "0.00"
    sheet["E4"].clear()
    assert sheet["E4"].number_format == "General"
    sheet["A1"].value = "ยาว " * 40
    before = sheet["A1"].api.Columns.Width
    sheet["A1"].columns.autofit()
    assert sheet["A1"].api.Columns.Width > before


def test_sheets_come_and_go(book: xw.Book) -> None:
    first = book.sheets[0]
    added = book.sheets.add(NEW, after=first)
    assert [sheet.name for sheet in book.sheets] == [first.name, NEW]
    assert added.index == 2
    added.visible = False
    assert not book.sheets[NEW].visible
    added.name = "อื่น"
    assert book.sheets["อื่น"].index == 2
    with pytest.raises(xw.NoSuchObjectError):
        book.sheets[NEW]
    added.delete()
    assert len(book.sheets) == 1


def test_a_sheet_of_the_name_of_a_deleted_one_is_another(book: xw.Book) -> None:
    book.sheets.add(NEW)["A1"].value = 1
    book.sheets[NEW].delete()
    book.sheets.add(NEW)
    assert book.sheets[NEW]["A1"].value is None


def test_a_range_is_the_place_and_not_what_once_stood_there(sheet: xw.Sheet) -> None:
    cell = sheet["A2"]
    cell.value = "ก"
    sheet.api.Rows.insertByIndex(0, 1)
    assert cell.value is None
    assert sheet["A3"].value == "ก"


def test_names(nasty: Opened) -> None:
    names = nasty.book.names
    assert "PSO_LIST" in names
    assert "PSO_NONE" not in names
    assert names["PSO_LIST"].refers_to_range.address == "$A$1:$A$9"
    assert names["PSO_LIST"].refers_to == f"={HIDDEN}!$A$1:$A$9"
    assert names[f"{HIDDEN}!LOCAL"].refers_to_range.value == "รายการ"
    names.add("PSO_NEW", f"='{HIDDEN}'!$A$2")
    assert nasty.book.sheets[FIRST].range("PSO_NEW").address == "$A$2"
    names["PSO_NEW"].delete()
    assert "PSO_NEW" not in {name.name for name in names}
    with pytest.raises(KeyError):
        names["PSO_NEW"]


def test_shapes_are_what_lies_over_the_cells(nasty: Opened) -> None:
    shapes = nasty.book.sheets[SECOND].shapes
    assert [(shape.type, shape.width > 0) for shape in shapes] == [("picture", True)]
    assert len(nasty.book.sheets[FIRST].shapes) == 0


def test_books_are_known_by_name_and_path(nasty: Opened) -> None:
    books = nasty.books
    assert books[nasty.path.name] == books[str(nasty.path)] == nasty.book
    assert books.open(nasty.path) == nasty.book
    assert nasty.book.fullname == str(nasty.path)
    with pytest.raises(KeyError):
        books["ไม่มี.xlsx"]


def test_saving_elsewhere_gives_the_open_book_its_new_name(
    books: xw.main.Books, tmp_path: Path
) -> None:
    book = books.add()
    book.sheets[0]["A1"].value = "ก"
    book.save(tmp_path / "ที่ใหม่.xlsx")
    assert book.name == "ที่ใหม่.xlsx"
    book.sheets[0]["A1"].value = "ข"
    book.save()
    book.to_pdf(tmp_path / "พิมพ์.pdf", show=False)
    book.close()
    assert (tmp_path / "พิมพ์.pdf").read_bytes().startswith(b"%PDF")
    again = books.open(tmp_path / "ที่ใหม่.xlsx")
    assert again.sheets[0]["A1"].value == "ข"
    again.close()


def test_the_program_is_held_back_and_let_go(nasty: Opened) -> None:
    app = nasty.book.app
    with app.properties(screen_updating=False, calculation="manual", enable_events=False):
        assert app.screen_updating is False
        assert app.calculation == "manual"
        nasty.book.sheets[FIRST]["A2"].formula = "=1+1"
    assert app.screen_updating is True
    assert app.calculation == "automatic"
    app.status_bar = "กำลังทำงาน"
    assert app.status_bar == "กำลังทำงาน"
    app.status_bar = False
    assert app.status_bar is False
    assert str(app.version) >= "7"


def test_the_engine_is_one_of_xlwings(books: xw.main.Books, book: xw.Book) -> None:
    assert xw.engines["libreoffice"].apps.active is not None
    assert book.app.engine.name == "libreoffice"
    assert book in list(books)


def test_a_macro_of_the_workbook_is_run(
    libreoffice: Office, books: xw.main.Books, tmp_path: Path
) -> None:
    path = tmp_path / "มาโคร.xlsx"
    path.write_bytes(nasty_book())
    with libreoffice.open(path, macros=True) as document:
        libraries = document.model.BasicLibraries
        libraries.createLibrary("VBAProject")
        source = "Function Twice(number)\nTwice = 2 * number\nEnd Function"
        libraries.getByName("VBAProject").insertByName("Press", source)
        book = books[path.name]
        assert book.macro("Press.Twice")(21) == 42


def test_a_lock_of_another_is_left_alone(nasty: Opened) -> None:
    nasty.model.lockControllers()
    with nasty.book.app.properties(screen_updating=False):
        pass
    assert nasty.model.hasControllersLocked()
    nasty.model.unlockControllers()
    assert not nasty.model.hasControllersLocked()
