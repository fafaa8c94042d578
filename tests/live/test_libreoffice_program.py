"""LibreOffice as a program: reached, written to, refused in its own words."""

import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pso_excel.core.problem import Problem, Refused
from pso_excel.live.programs import libreoffice_connect as connecting
from pso_excel.live.programs import libreoffice_connect as listening
from pso_excel.live.programs.libreoffice import attach, put_links
from pso_excel.xlwings_libreoffice import session as loading
from tests.libreoffice import Office
from tests.live.open_book import Open, attached, opened
from tests.xlwings_libreoffice.nasty_book import FIRST, SECOND, nasty_book

pytestmark = pytest.mark.libreoffice  # also those that ask for no fixture


@pytest.fixture
def nasty(libreoffice: Office, tmp_path: Path) -> Iterator[Open]:
    with opened(libreoffice, tmp_path, nasty_book()) as found:
        yield found


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer without a running LibreOffice; the folder is its home."""
    monkeypatch.delenv(connecting.VARIABLE, raising=False)
    monkeypatch.setattr(connecting, "accepting", list[str])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USER", "nobody here")
    monkeypatch.setenv("LOGNAME", "nobody here")
    monkeypatch.setattr(listening, "locks", lambda: sorted(tmp_path.glob("*.lock")))
    return tmp_path


def refusal(address: str = "") -> Problem:
    with pytest.raises(Refused) as refused:
        attach(address)
    return refused.value.problem


# Reaching it


@pytest.mark.usefixtures("nowhere")
def test_one_that_listens_already_is_found_without_an_address(
    libreoffice: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "pipe,name=pso_excel_gone"
    monkeypatch.setattr(connecting, "accepting", lambda: [gone, f"pipe,name={libreoffice.pipe}"])
    assert attach().books.api is not None


def test_U002_fires_when_nothing_listens_at_the_address() -> None:
    assert refusal("pipe,name=pso_excel_nobody").code == "U002"


@pytest.mark.parametrize("address", ["", "pipe", "nonsense", "socket,host=127.0.0.1,port=1"])
def test_U002_fires_for_an_address_that_leads_nowhere(nowhere: Path, address: str) -> None:
    assert nowhere.is_dir()
    assert refusal(address).values["app"] == "LibreOffice"


def test_U002_fires_in_time_when_the_other_end_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "ANSWER_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        heard: list[socket.socket] = []
        thread = threading.Thread(target=lambda: heard.append(silent.accept()[0]), daemon=True)
        thread.start()
        port = silent.getsockname()[1]
        assert refusal(f"socket,host=127.0.0.1,port={port}").code == "U002"
        thread.join(5)
        heard[0].close()


def test_U002_quiet_at_the_address_of_a_running_one(libreoffice: Office) -> None:
    assert attached(libreoffice).books is not None


def test_U002_quiet_where_the_environment_tells_the_address(
    libreoffice: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(connecting.VARIABLE, f"pipe,name={libreoffice.pipe}")
    assert attach().books is not None


def test_none_is_started_where_none_runs(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = nowhere / "started"
    _command(nowhere, monkeypatch, f'touch "{started}"')
    assert refusal().code == "U002"
    assert not started.exists()


def test_a_running_one_is_asked_to_listen(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "1.lock").touch()
    monkeypatch.setattr(connecting, "LISTEN_SECONDS", 0.1)
    asked = nowhere / "asked"
    _command(nowhere, monkeypatch, f'echo "$@" > "{asked}"')
    assert refusal().code == "U002"
    assert f"--accept={connecting.own_address()};urp;" in asked.read_text().split()
    assert connecting.own_address() == "pipe,name=pso_excel_nobody_here"


def test_d1_none_is_started_from_the_current_folder(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / "1.lock").touch()
    started = nowhere / "started"
    _command(nowhere, monkeypatch, f'touch "{started}"')
    monkeypatch.chdir(nowhere)
    monkeypatch.setattr(listening, "_PLACES", ())
    for path in ("", ".", os.pathsep, f".{os.pathsep}bin"):
        monkeypatch.setenv("PATH", path)
        assert refusal().code == "U002"
    assert not started.exists()


def test_one_that_was_started_by_a_stale_lock_is_ended(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / "1.lock").touch()
    monkeypatch.setattr(listening, "END_SECONDS", 0.2)
    alive = nowhere / "process"
    _command(nowhere, monkeypatch, f'echo $$ > "{alive}"; exec sleep 60')
    assert refusal().code == "U002"
    with pytest.raises(ProcessLookupError):
        os.kill(int(alive.read_text()), 0)


def test_a_running_libreoffice_really_opens_the_door(
    libreoffice: Office, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / "1.lock").touch()
    real = shutil.which("soffice")
    _command(
        nowhere,
        monkeypatch,
        f'exec {real} "-env:UserInstallation={libreoffice.profile.as_uri()}" "$@"',
    )
    monkeypatch.setattr(connecting, "own_address", lambda: f"pipe,name={libreoffice.pipe}_door")
    assert list(attach().books) == list(attached(libreoffice).books)
    assert libreoffice.process.poll() is None


def _command(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A command ``soffice`` that only does this."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


# The link to Python


def test_U009_fires_without_uno(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uno", None)
    monkeypatch.setattr(loading, "DEBIAN_PACKAGES", "/nowhere")
    problem = refusal()
    assert problem.code == "U009"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in str(problem.values["reason"])


def test_U009_fires_with_one_for_another_python(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "uno.py").write_text("import no_such_pyuno\n")
    monkeypatch.delitem(sys.modules, "uno")
    monkeypatch.setattr(loading, "DEBIAN_PACKAGES", str(tmp_path))
    monkeypatch.setattr(sys, "path", [text for text in sys.path if "dist-packages" not in text])
    assert "no_such_pyuno" in str(refusal().values["reason"])
    assert str(tmp_path) not in sys.path


def test_U009_quiet_where_uno_is_installed() -> None:
    assert loading.load_uno().getComponentContext() is not None
    assert loading.DEBIAN_PACKAGES not in sys.path


# What is gone, and what fails


def code_of(nasty: Open, action: Any) -> str:
    """The code that an error of an action has."""
    with pytest.raises(Exception) as raised:  # noqa: PT011  what it is, is the question
        action()
    problem = nasty.program.fault(raised.value)
    assert problem is not None
    return problem.code


ON_A_CLOSED_BOOK: dict[str, Callable[[Open], object]] = {
    "read": lambda at: at.program.read(at.book),
    "value": lambda at: at.book.sheets[FIRST]["A1"].value,
    "names": lambda at: at.book.names["PSO_LIST"].refers_to_range,
    "copy": lambda at: at.program.save_copy(at.book, at.path.with_name("copy.xlsx")),
}


@pytest.mark.parametrize("action", ON_A_CLOSED_BOOK.values(), ids=ON_A_CLOSED_BOOK)
@pytest.mark.parametrize("known", [True, False], ids=["read before", "never read"])
def test_U014_fires_when_the_book_was_closed(
    libreoffice: Office, tmp_path: Path, action: Any, known: bool
) -> None:
    with opened(libreoffice, tmp_path, nasty_book()) as nasty:
        if known:
            nasty.read()
        nasty.model.close(True)
        assert code_of(nasty, lambda: action(nasty)) == "U014"


def test_U014_fires_when_a_sheet_is_gone(nasty: Open) -> None:
    nasty.read()
    nasty.model.Sheets.removeByName(FIRST)
    assert code_of(nasty, lambda: nasty.book.sheets[FIRST]) == "U014"


def test_U014_quiet_when_another_sheet_is_gone(nasty: Open) -> None:
    nasty.read()
    nasty.model.Sheets.removeByName(FIRST)
    assert next(iter(nasty.read().sheets)) == SECOND


def test_U017_fires_when_libreoffice_does_not_do_it(nasty: Open) -> None:
    cells = nasty.book.sheets[SECOND]["A1:B2"]  # the sheet is protected

    def write() -> None:
        with nasty.program.quiet():
            cells.value = [[1, 2], [3, 4]]

    assert code_of(nasty, write) == "U017"
    assert not nasty.model.hasControllersLocked()


def test_U017_fires_when_it_has_gone(tmp_path: Path) -> None:
    office = Office()
    with opened(office, tmp_path, nasty_book()) as nasty:
        nasty.read()
        office.close()
        assert code_of(nasty, nasty.read) == "U017"
        nasty.document.close = lambda: None  # type: ignore[method-assign]


def test_U017_quiet_when_it_does_as_asked(nasty: Open) -> None:
    with nasty.program.quiet(), nasty.program.loosened(nasty.book.sheets[SECOND]):
        nasty.book.sheets[SECOND]["A1:B2"].value = [[1, 2], [3, 4]]
    assert nasty.book.sheets[SECOND]["B2"].value == 4


def test_an_error_of_ours_is_none_of_libreoffice(nasty: Open) -> None:
    assert nasty.program.fault(ZeroDivisionError()) is None
    assert nasty.program.fault(KeyError("x")) is None


# Protection


def protection(path: Path) -> list[str]:
    """What a saved workbook says about the protection of its sheets."""
    with ZipFile(path) as package:
        parts = [
            package.read(name).decode() for name in sorted(package.namelist()) if "/sheet" in name
        ]
    return [found for part in parts for found in re.findall("<sheetProtection[^>]*>", part)]


def test_a_loosened_sheet_is_protected_again_with_what_it_allowed(nasty: Open) -> None:
    before = protection(nasty.document.save_xlsx(nasty.path.with_name("1.xlsx")))
    sheet = nasty.book.sheets[SECOND]

    def fail() -> None:
        with nasty.program.loosened(sheet):
            assert not sheet.api.isProtected()
            sheet["A1"].value = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert protection(nasty.document.save_xlsx(nasty.path.with_name("2.xlsx"))) == before
    assert 'formatCells="false"' in before[0]
    assert 'sort="false"' in before[0]


def test_an_open_sheet_stays_open(nasty: Open) -> None:
    with nasty.program.loosened(nasty.book.sheets[FIRST]):
        pass
    assert not nasty.sheet(FIRST).isProtected()


def test_U007_fires_with_a_password(nasty: Open) -> None:
    nasty.sheet(FIRST).protect("ลับ")
    with pytest.raises(Refused) as refused, nasty.program.loosened(nasty.book.sheets[FIRST]):
        pass
    assert (refused.value.problem.code, refused.value.problem.location.sheet) == ("U007", FIRST)
    assert nasty.sheet(FIRST).isProtected()


def test_U007_quiet_without_a_password(nasty: Open) -> None:
    nasty.sheet(FIRST).protect("")
    with nasty.program.loosened(nasty.book.sheets[FIRST]):
        nasty.book.sheets[FIRST]["A1"].value = 5
    assert nasty.sheet(FIRST).isProtected()


# Held back, undone


def test_all_that_was_written_is_taken_back_by_one_step(nasty: Open) -> None:
    before = nasty.as_saved()
    sheet = nasty.book.sheets[SECOND]
    with nasty.program.quiet(), nasty.program.loosened(sheet):
        sheet["A1:B2"].value = [["ก", "ข"], [1, 2]]
        sheet["A5"].add_note("ดู")
        sheet["A5"].color = "#FFFBEB"
    assert nasty.as_saved() != before
    nasty.model.UndoManager.undo()
    assert nasty.as_saved() == before


def test_whatever_happens_the_book_is_let_go(nasty: Open) -> None:
    def fail() -> None:
        with nasty.program.quiet():
            assert nasty.model.hasControllersLocked()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not nasty.model.hasControllersLocked()
    assert not nasty.model.isActionLocked()
    assert nasty.model.isAutomaticCalculationEnabled()


def test_holding_back_is_no_edit(nasty: Open) -> None:
    with nasty.program.quiet():
        pass
    assert not nasty.model.isModified()


def test_formulas_are_calculated_after_quiet_writing(nasty: Open) -> None:
    nasty.document.type(FIRST, "B20", "=A20*2")
    with nasty.program.quiet():
        nasty.book.sheets[FIRST]["A20"].value = 21
    assert nasty.book.sheets[FIRST]["B20"].value == 42


# Links and copies


def test_links_lead_to_their_places_in_the_saved_copy(nasty: Open) -> None:
    sheet = nasty.book.sheets[FIRST]
    sheet["A1:A3"].value = [["ไป"], ["ไปอีก"], ["อยู่"]]
    place = f"'{SECOND.replace(chr(39), chr(39) * 2)}'!B2"
    nasty.program.link(sheet, {"A1": place, "A2": f"'{FIRST}'!D7", "A3": ""})
    nasty.program.link(sheet, {"A2": ""})
    assert sheet["A1:A3"].value == ["ไป", "ไปอีก", "อยู่"]
    with ZipFile(nasty.document.save_xlsx(nasty.path.with_name("copy.xlsx"))) as package:
        part = package.read("xl/worksheets/sheet1.xml").decode()
    links = re.findall('<hyperlink ref="([A-Z0-9]+)"[^>]* location="([^"]*)"', part)
    assert [(cell, at.replace("&apos;", "'")) for cell, at in links] == [("A1", place)]


def test_a_link_to_a_cell_of_the_same_sheet(nasty: Open) -> None:
    nasty.book.sheets[FIRST]["A1"].value = "ไป"
    put_links(nasty.book.sheets[FIRST].impl, {"A1": "D7"})
    fields = nasty.book.sheets[FIRST]["A1"].api.getTextFields()
    assert fields.createEnumeration().nextElement().URL == "#D7"


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_copy_leaves_the_open_book_what_it_is(nasty: Open, suffix: str) -> None:
    on_disk = nasty.path.read_bytes()
    nasty.document.type(FIRST, "A1", "7")
    copy = nasty.path.with_name(f"สำเนา{suffix}")
    nasty.program.save_copy(nasty.book, copy)
    with ZipFile(copy) as package:
        assert "xl/workbook.xml" in package.namelist()
    assert nasty.book.fullname == str(nasty.path)
    assert nasty.model.isModified()
    assert nasty.path.read_bytes() == on_disk


def test_U017_fires_when_the_copy_cannot_be_written(nasty: Open) -> None:
    folder = nasty.path.with_name("แฟ้ม.xlsx")
    folder.mkdir()
    for nowhere in (folder, nasty.path / "ใน.xlsx", folder / "ไม่มี" / "ใน.xlsx"):
        assert code_of(nasty, lambda at=nowhere: nasty.program.save_copy(nasty.book, at)) == "U017"
    assert nasty.read().sheets
