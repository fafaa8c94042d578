"""D1: a stranger's workbook with our genuine macros, pressed in a real LibreOffice: whatever the
workbook, its folder and the current folder hold, only the registered program is started."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.buttons import OFFICE_COMMANDS
from pso_excel.buttons.libreoffice_extension import extension, script_url
from pso_excel.buttons.own_macros import macro_sources
from pso_excel.core.messages import term_in
from pso_excel.forms.layout import COVER
from tests.libreoffice import OWN_COMMAND, Document, Office
from tests.live.pressing import cell, press, press_through, said, wait_until
from tests.live.stranger import (
    NAME,
    form,
    former_sources,
    set_trap,
    trick,
    tricked,
    with_macros,
)
from tests.macros.extended import choose, install, tells

pytestmark = pytest.mark.libreoffice  # also those that ask for no fixture

CHECK = OFFICE_COMMANDS[0].caption.th
MISSING = term_in("button_missing", "th")
UNQUALIFIED = ("", "pso-excel", "./pso-excel", "../pso-excel", "~/pso-excel", "$HOME/pso-excel")


class Trapped:
    """A LibreOffice whose current folder and PATH hold programs that go by the names of ours, as
    the folder of the workbook does; ``caught`` is there once any of them has run."""

    def __init__(self, root: Path) -> None:
        self.caught, self.folder = root / "caught", root / "แปลกหน้า"
        self.program = set_trap(self.folder, self.caught)
        found = f"{self.folder}:.::{os.environ['PATH']}"
        self.office = Office({"PATH": found, "PSO_EXCEL": str(self.program)}, self.folder)

    def opened(self, data: bytes) -> Document:
        """The workbook open out of the trap, with more tricks in it."""
        path = self.folder / NAME
        path.write_bytes(tricked(data, self.program))
        document = self.office.open(path, hidden=False, macros=True)
        trick(document, self.program)
        return document


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trapped]:
    trap = Trapped(tmp_path_factory.mktemp("trap"))
    with trap.office:
        yield trap


def says_missing(document: Document, caption: str = CHECK) -> None:
    """A press that is answered by that one sentence."""
    cell(document, "PSO_STATUS").String = ""
    press(document, COVER, caption)
    wait_until(lambda: said(document) == MISSING)


def register(office: Office, *options: str) -> None:
    """What its user types once."""
    words = (OWN_COMMAND, "macros", "register", *options)
    subprocess.run(words, env={**os.environ, "HOME": str(office.home)}, check=True)


def test_d1_without_a_registration_no_button_starts_anything(trapped: Trapped) -> None:
    trapped.office.register("x")
    trapped.office.unregister()
    with trapped.opened(form()) as document:
        for command in OFFICE_COMMANDS:
            says_missing(document, command.caption.th)
    assert not trapped.caught.exists()


def test_d1_what_is_noted_otherwise_than_in_full_is_not_started(trapped: Trapped) -> None:
    with trapped.opened(form()) as document:
        for noted in (*UNQUALIFIED, f'{trapped.program}" x', f"{trapped.folder}/none"):
            trapped.office.register(noted)
            says_missing(document)
    assert not trapped.caught.exists()


def test_d1_the_menu_of_libreoffice_starts_nothing_either(trapped: Trapped) -> None:
    package = trapped.caught.with_name("pso_excel.oxt")
    package.write_bytes(extension())
    install(trapped.office, package)
    with trapped.opened(form()) as document:
        for noted in UNQUALIFIED:
            trapped.office.register(noted)
            choose(document, script_url("PsoCheck"))
            assert tells(document, MISSING)
    assert not trapped.caught.exists()


def test_d1_once_registered_the_genuine_program_runs_and_nothing_else(trapped: Trapped) -> None:
    register(trapped.office)
    with trapped.opened(form()) as document:
        press_through(document, COVER, CHECK)
        assert str(cell(document, "PSO_PRESS").String).split()[2] in ("0", "1")
        assert said(document).startswith(("✖", "▲", "✔"))
        assert said(document) != MISSING
        register(trapped.office, "--undo")
        says_missing(document)
    assert not trapped.caught.exists()


def test_d1_what_a_cell_says_is_shown_as_text_and_never_calculated(trapped: Trapped) -> None:
    trapped.office.register("pso-excel")
    with trapped.opened(form()) as document:
        sheet = cell(document, "PSO_SAY_MISSING").Spreadsheet
        sheet.unprotect("")
        cell(document, "PSO_SAY_MISSING").String = "=1+1"
        cell(document, "PSO_STATUS").NumberFormat = 0
        press(document, COVER, CHECK)
        wait_until(lambda: cell(document, "PSO_STATUS").String.endswith("=1+1"))
        assert cell(document, "PSO_STATUS").Type.value == "TEXT"


def test_d1_the_trap_is_real_the_macros_of_version_1_fall_into_it(trapped: Trapped) -> None:
    data = with_macros(form(), {**macro_sources(), **former_sources()})
    with trapped.opened(data) as document:
        press(document, COVER, CHECK)
        wait_until(trapped.caught.exists)
        asked = cell(document, "PSO_PRESS")
        asked.String = asked.String.replace("press", "done")  # nobody answers, so nobody waits
    trapped.caught.unlink()
