"""The menu of LibreOffice, installed and chosen in a real one: what it starts and what it says."""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import xlsxwriter

from pso_excel.buttons import COMMANDS, VERSION, Command
from pso_excel.buttons.libreoffice_extension import (
    CALC,
    IDENTIFIER,
    LIBRARY,
    MENU,
    TOOLBAR,
    basic_modules,
    extension,
    script_url,
)
from pso_excel.core.messages import term
from pso_excel.forms import form_of
from pso_excel.pipeline import check_workbook
from pso_excel.results.score_text import official_shown
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Document, Office
from tests.macros.extended import (
    StandIn,
    buttons,
    choose,
    configured,
    eventually,
    install,
    tells,
    told,
)

pytestmark = pytest.mark.libreoffice  # also those that ask for no fixture

CHECK = script_url("PsoCheck")
BAR = term("live_menu").en


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    return StandIn(tmp_path_factory.mktemp("โปรแกรม") / "ที่ ทำงาน")


@pytest.fixture(scope="module")
def packed_extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = tmp_path_factory.mktemp("extension") / "pso_excel.oxt"
    package.write_bytes(extension())
    return package


UNTOLD = {"PSO_EXCEL_LIBREOFFICE": ""}
"""Where LibreOffice listens is not told."""


@pytest.fixture(scope="module")
def extended(stand_in: StandIn, packed_extension: Path) -> Iterator[Office]:
    """A LibreOffice of its own with the extension."""
    with Office(UNTOLD) as office:
        office.register(stand_in.path)
        install(office, packed_extension)
        yield office


@pytest.fixture
def opened(extended: Office, tmp_path: Path) -> Iterator[Document]:
    with extended.open(plain_book(tmp_path / "book.xlsx"), hidden=False) as document:
        yield document


def plain_book(path: Path) -> Path:
    """An empty workbook that knows nothing of us."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    return path


def test_it_is_installed_with_its_version_and_name(extended: Office) -> None:
    manager = extended.context.getValueByName(
        "/singletons/com.sun.star.deployment.ExtensionManager"
    )
    (found,) = manager.getDeployedExtensions("user", None, None)
    assert (found.getIdentifier().Value, found.getVersion()) == (IDENTIFIER, version("pso-excel"))
    assert found.getDisplayName() == term("live_extension").en


def test_menu_and_toolbar_are_registered_for_spreadsheets(extended: Office) -> None:
    added = configured(extended, "/org.openoffice.Office.Addons/AddonUI")
    menu = added.getByHierarchicalName(f"OfficeMenuBar/{MENU}")
    assert (menu.Title, menu.Context) == (term("live_menu").en, CALC)
    for entries in (menu.Submenu, added.getByHierarchicalName(f"OfficeToolBar/{TOOLBAR}")):
        found = [entries.getByName(name) for name in entries.ElementNames]
        actions = [item for item in found if item.URL != "private:separator"]
        assert [action.URL for action in actions] == [
            script_url(command.macro) for command in COMMANDS
        ]
        assert [action.Title for action in actions] == [command.caption.en for command in COMMANDS]
        assert {action.Context for action in actions} == {CALC}


def test_the_toolbar_stands_in_the_window_and_its_buttons_press(
    opened: Document, stand_in: StandIn
) -> None:
    assert list(buttons(opened, BAR)) == [command.caption.en for command in COMMANDS]
    for command in COMMANDS:
        stand_in.answers(0, f"✔ {command.tip.th}")
        buttons(opened, BAR)[command.caption.en].doAccessibleAction(0)
        assert tells(opened, f"✔ {command.tip.th}")
    assert [line.split()[1] for line in stand_in.asked()] == [
        each_command.action for each_command in COMMANDS
    ]


def test_libreoffice_can_be_ended_while_a_press_waits(
    stand_in: StandIn, packed_extension: Path, tmp_path: Path
) -> None:
    held = stand_in.folder / "held"
    held.touch()
    with Office(UNTOLD) as office:
        office.register(stand_in.path)
        install(office, packed_extension)
        document = office.open(plain_book(tmp_path / "a.xlsx"), hidden=False)
        buttons(document, BAR)[COMMANDS[0].caption.en].doAccessibleAction(0)
        assert eventually(lambda: (stand_in.folder / "asked").exists())
        office.desktop.terminate()
        ended = eventually(lambda: office.process.poll() == 0)
    held.unlink()
    assert ended
    assert len(stand_in.asked()) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda item: item.action)
def test_each_entry_starts_its_action_and_shows_the_last_line(
    command: Command, opened: Document, stand_in: StandIn
) -> None:
    stand_in.answers(0, "บรรทัดแรก", f"✔ {command.action} เรียบร้อย")
    choose(opened, script_url(command.macro))
    (line,) = stand_in.asked()
    assert line.startswith(f"live {command.action} --app libreoffice --address pipe,name=pso_excel")
    workbook = opened.model.URL.removeprefix("file://")
    assert f"--workbook {workbook} --macros {VERSION} --answer " in line
    assert tells(opened, f"P.S.O. {command.caption.th}\n✔ {command.action} เรียบร้อย")


def test_the_answer_is_not_left_behind(opened: Document, stand_in: StandIn) -> None:
    stand_in.answers(0, "✔")
    choose(opened, CHECK)
    (line,) = stand_in.asked()
    assert not Path(line.rpartition("--answer ")[2]).exists()


def test_this_very_libreoffice_listens_at_the_address(opened: Document, stand_in: StandIn) -> None:
    stand_in.answers(0, "✔")
    choose(opened, CHECK)
    choose(opened, CHECK)
    first, second = (line.split("--address ")[1].split()[0] for line in stand_in.asked())
    assert first == second
    assert url_in_front(opened.office.uno, first) == opened.model.URL


def url_in_front(uno: Any, address: str, tries: int = 5) -> str:
    """The workbook in front of the LibreOffice at an address. UNO may hand out the bridge of an
    earlier test while it is being taken down: then it is asked again."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for attempt in range(1, tries + 1):
        try:
            there = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
            services = there.ServiceManager
            desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", there)
            return str(desktop.CurrentComponent.URL)
        except uno.getClass("com.sun.star.lang.DisposedException"):
            if attempt == tries:
                raise
    raise AssertionError(address)


def test_a_name_in_thai_never_goes_on_the_command_line(
    extended: Office, stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.answers(0, "✔")
    with extended.open(plain_book(tmp_path / "แบบ ประเมิน.xlsx"), hidden=False) as document:
        choose(document, CHECK)
    (line,) = stand_in.asked()
    assert "--workbook" not in line
    assert line.isascii()


def test_a_missing_command_is_told_in_thai(opened: Document, stand_in: StandIn) -> None:
    away = stand_in.path.rename(stand_in.folder / "away")
    choose(opened, CHECK)
    away.rename(stand_in.path)
    assert tells(opened, term("button_missing").th)
    assert stand_in.asked() == []


@pytest.mark.parametrize("noted", ["", "pso-excel", "./pso-excel", "~/pso-excel"])
def test_what_is_no_full_path_is_never_started(
    noted: str, opened: Document, stand_in: StandIn
) -> None:
    opened.office.register(noted)
    choose(opened, CHECK)
    opened.office.register(stand_in.path)
    assert tells(opened, term("button_missing").th)


def test_a_second_press_waits_its_turn(opened: Document, stand_in: StandIn) -> None:
    stand_in.answers(1, "▲ เสร็จแล้ว")
    held = stand_in.folder / "held"
    held.touch()
    first = Thread(target=choose, args=(opened, CHECK))
    first.start()
    assert eventually(lambda: (stand_in.folder / "asked").exists())
    assert tells(opened, f"“{COMMANDS[0].caption.th}”")
    choose(opened, script_url("PsoScore"))
    assert tells(opened, term("button_busy").th)
    held.unlink()
    first.join()
    assert len(stand_in.asked()) == 1
    assert tells(opened, "▲ เสร็จแล้ว")


def test_a_workbook_closed_meanwhile_harms_nothing(
    extended: Office, opened: Document, stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.answers(0, "✔")
    held = stand_in.folder / "held"
    held.touch()
    other = extended.open(plain_book(tmp_path / "other.xlsx"), hidden=False)
    press = Thread(target=choose, args=(other, CHECK))
    press.start()
    assert eventually(lambda: (stand_in.folder / "asked").exists())
    other.close()
    held.unlink()
    press.join()
    stand_in.answers(0, "✔ ต่อได้")
    choose(opened, CHECK)
    assert tells(opened, "✔ ต่อได้")
    assert len(stand_in.asked()) == 2


@pytest.mark.parametrize("state", ["silent", "held"])
def test_a_command_that_does_not_begin_or_end_is_given_up(
    state: str, extended: Office, opened: Document, stand_in: StandIn
) -> None:
    hindrance = stand_in.folder / state
    hindrance.touch()
    choose(opened, hurried(extended))
    assert eventually(lambda: (stand_in.folder / "asked").exists())
    (line,) = stand_in.asked()
    answer = Path(line.rpartition("--answer ")[2])
    assert tells(opened, term("button_slow").th)
    assert not answer.exists()
    hindrance.unlink()
    assert state == "silent" or eventually(answer.exists)  # it went on by itself
    answer.unlink(missing_ok=True)


def hurried(office: Office) -> str:
    """The menu's macros once more, in a library that waits no longer than a moment."""
    libraries = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.ApplicationScriptLibraryContainer", office.context
    )
    if not libraries.hasByName("Hurried"):
        libraries.createLibrary("Hurried")
        for name, text in basic_modules().items():
            text = text.replace("BEGIN_SECONDS = 15", "BEGIN_SECONDS = 0.4")
            text = text.replace("DONE_SECONDS = 120", "DONE_SECONDS = 2")
            libraries.getByName("Hurried").insertByName(name, text)
    return CHECK.replace(f":{LIBRARY}.", ":Hurried.")


def test_the_real_command_checks_the_open_workbook(
    extended: Office, stand_in: StandIn, tmp_path: Path
) -> None:
    path = tmp_path / "แบบ ของ สำนักงาน.xlsx"
    path.write_bytes(complete_workbook())
    before = path.read_bytes()
    problems = form_of("CHECK").sheets[0]
    (stand_in.folder / "real").touch()
    with extended.open(path, hidden=False) as document:
        choose(document, CHECK)
        assert tells(document, " · ")
        title, line = told(document).splitlines()
        assert problems in document.sheets
    (stand_in.folder / "real").unlink()
    checked = check_workbook(before, date.today(), path.name).assessment
    assert checked.scorecard is not None
    assert title == f"P.S.O. {COMMANDS[0].caption.th}"
    assert official_shown(checked.scorecard, "th") in line
    assert path.read_bytes() == before
