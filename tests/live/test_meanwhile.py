"""What happens to the open workbook while an action is at work."""

from collections.abc import Callable, Container, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from pso_excel.live import office_workbook as office_book
from pso_excel.live.perform import ActionRunner
from pso_excel.live.programs.libreoffice import LibreOffice
from pso_excel.live.request import Action
from pso_excel.xlsx.workbook import Workbook
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Office
from tests.live.actions import Desk, codes, opened

ANSWERS, PROBLEMS = "06_ประเมิน", "ผลตรวจ"


@pytest.fixture
def desk(libreoffice: Office, tmp_path: Path) -> Iterator[Desk]:
    with opened(libreoffice, tmp_path / "แบบ 2569.xlsx", complete_workbook()) as desk:
        desk.document.type(ANSWERS, "E12", "ไม่รู้")
        yield desk


def meanwhile(patch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let something happen after the workbook was read, before anything is written."""
    read, readings = LibreOffice.read, 0

    def reading(self: LibreOffice, book: xw.Book, leave_out: Container[str] = ()) -> Workbook:
        nonlocal readings
        readings += 1
        if readings == 2:
            happens()
        return read(self, book, leave_out)

    patch.setattr(LibreOffice, "read", reading)


def is_empty(desk: Desk) -> bool:
    """Whether no problem has been written."""
    return desk.document.value(PROBLEMS, "E6") is None


def test_U001_fires_when_a_cell_is_typed_and_nothing_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: desk.document.type("03_งาน", "D9", "งานใหม่"))
    reply = desk.do(Action.CHECK)
    assert codes(reply) == ["U001"]
    assert "03_งาน" in reply.lines[-1]
    assert is_empty(desk)
    assert desk.document.text("03_งาน", "D9") == "งานใหม่"
    assert codes(desk.do(Action.CHECK)) != ["U001"]


def test_U001_quiet_when_nobody_types(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: None)
    assert "U001" not in codes(desk.do(Action.CHECK))
    assert not is_empty(desk)


def test_U014_fires_when_a_sheet_is_renamed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: desk.document.sheet(ANSWERS).setName("ประเมิน"))
    reply = desk.do(Action.CHECK)
    assert codes(reply) == ["U014"]
    assert ANSWERS in reply.lines[-1]
    assert is_empty(desk)


def test_U014_quiet_when_the_sheet_keeps_its_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: desk.document.sheet(ANSWERS).setName(ANSWERS))
    assert "U014" not in codes(desk.do(Action.CHECK))


def test_a_workbook_closed_meanwhile_gets_a_sentence(
    libreoffice: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ปิด.xlsx"
    path.write_bytes(complete_workbook())
    document = libreoffice.open(path)
    desk = Desk(libreoffice, document, path, ActionRunner())
    meanwhile(monkeypatch, document.close)
    assert codes(desk.do(Action.CHECK)) == ["U014"]
    assert codes(desk.do(Action.CHECK)) == ["U003"]
    assert path.read_bytes() == complete_workbook()


def test_what_fails_half_way_leaves_the_workbook_as_officers_need_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected = {name: desk.document.sheet(name).isProtected() for name in desk.document.sheets}

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(office_book, "put_marks", fails)
    assert codes(desk.do(Action.CHECK)) == ["I001"]
    assert protected == {n: desk.document.sheet(n).isProtected() for n in desk.document.sheets}
    assert not desk.document.model.hasControllersLocked()
