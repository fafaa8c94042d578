"""The functions that xlwings' RunPython calls, in the workbook that calls them."""

from collections.abc import Iterator

import pytest
import xlwings as xw

from pso_excel import live
from pso_excel.live.programs.libreoffice import attach
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Document, Office


@pytest.fixture(scope="module")
def calling(
    libreoffice: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Document, xw.Book]]:
    """An open workbook that calls Python, with one slip, as ``Workbook.caller`` will find it."""
    path = tmp_path_factory.mktemp("calling") / "แบบที่เรียก.xlsx"
    path.write_bytes(complete_workbook())
    address = f"pipe,name={libreoffice.pipe}"
    with pytest.MonkeyPatch.context() as patch, libreoffice.open(path) as document:
        patch.setenv("PSO_EXCEL_LIBREOFFICE", address)
        document.type("06_ประเมิน", "E12", "ไม่รู้")
        book = next(book for book in attach(address).books if book.name == path.name)
        patch.setattr(xw.Book, "_mock_caller", book, raising=False)
        yield document, book


@pytest.mark.parametrize("action", ["check", "score", "plan", "track"])
def test_an_action_is_done_in_the_calling_workbook(
    calling: tuple[Document, xw.Book], action: str
) -> None:
    _, book = calling
    getattr(live, action)()
    assert "ต้องแก้ไข" in str(book.app.status_bar)


def test_a_check_writes_into_the_calling_workbook(calling: tuple[Document, xw.Book]) -> None:
    document, _ = calling
    live.check()
    assert any("ไม่รู้" in document.text("ผลตรวจ", f"E{row}") for row in range(6, 12))


def test_a_submission_that_is_not_ready_is_told(calling: tuple[Document, xw.Book]) -> None:
    _, book = calling
    live.submit()
    assert "ส่งงานไม่ได้" in str(book.app.status_bar)


def test_an_office_s_workbook_is_no_province_book(calling: tuple[Document, xw.Book]) -> None:
    _, book = calling
    live.refresh()
    assert str(book.app.status_bar).startswith("✖")
