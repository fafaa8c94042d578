"""The add-in of Excel: a package as Excel wants it, with our macros and nothing else."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from pso_excel.buttons import COMMANDS
from pso_excel.buttons.excel_addin import (
    CONTENT_TYPE,
    EXTENSIBILITY,
    RIBBON,
    addin,
    addin_modules,
    callback,
    ribbon,
)
from pso_excel.core.messages import term
from pso_excel.intake import read_book
from tests.libreoffice import Office
from tests.macros.extended import StandIn, eventually
from tests.macros.projects import olevba
from tests.xlsx.packages import packed, parts

DATA = addin()
PARTS = parts(DATA)
CALLBACK = re.compile(r"^Public Sub (\w+)\(control As IRibbonControl\)$", re.MULTILINE)
PLAIN = re.compile(r"^Public Sub (\w+)\(\)$", re.MULTILINE)


def test_it_is_the_same_to_the_byte() -> None:
    assert addin() == DATA


def test_its_parts_are_those_of_an_add_in_with_a_ribbon() -> None:
    types = ET.fromstring(PARTS["[Content_Types].xml"])
    kinds = {element.get("PartName"): element.get("ContentType") for element in types}
    assert kinds["/xl/workbook.xml"] == CONTENT_TYPE.decode()
    defaults = {element.get("Extension"): element.get("ContentType") for element in types}
    assert defaults["xml"] == "application/xml"
    assert defaults["bin"] == "application/vnd.ms-office.vbaProject"
    targets = {
        element.get("Type"): element.get("Target")
        for element in ET.fromstring(PARTS["_rels/.rels"])
    }
    assert targets[EXTENSIBILITY] == RIBBON
    assert PARTS[RIBBON].decode() == ribbon()
    assert all(ET.fromstring(part) is not None for name, part in PARTS.items() if "xml" in name)


def test_it_holds_exactly_our_modules() -> None:
    found = {
        name.removesuffix(".bas"): text
        for _, _, name, text in olevba(PARTS["xl/vbaProject.bin"]).extract_macros()
        if name.endswith(".bas")
    }
    assert found.keys() == addin_modules().keys()
    for name, text in found.items():
        assert text.split() == addin_modules()[name].split()


def test_every_callback_is_a_sub_that_takes_the_control_and_presses_the_button() -> None:
    source = "\n".join(addin_modules().values())
    assert CALLBACK.findall(source) == [callback(command) for command in COMMANDS]
    for command in COMMANDS:
        body = source.split(f"Sub {callback(command)}(control As IRibbonControl)\n")[1]
        assert body.split("\nEnd Sub")[0].strip() == command.macro
        assert PLAIN.findall(source).count(command.macro) == 1


def test_it_says_what_the_macros_look_up_and_is_no_form() -> None:
    book = read_book(DATA, "pso_excel.xlam")
    assert "PSO_PRESS" not in book.names
    (sheet,) = book.sheets.values()
    said = {
        sheet.cells[row, 1].value: sheet.cells[row, 2].value
        for row, column in sheet.cells
        if column == 2
    }
    assert said["PSO_SAY_MISSING"] == term("button_missing").th
    assert {
        f"PSO_SAY_{word}" for word in ("WORKING", "MISSING", "SLOW", "BUSY")
    } <= book.names.keys()


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    made = StandIn(tmp_path / "stand_in")
    made.answers(0)
    return made


@pytest.fixture
def office(stand_in: StandIn) -> Iterator[Office]:
    with Office() as running:
        running.register(stand_in.path)
        yield running


@pytest.mark.libreoffice
def test_it_opens_and_acts_on_the_workbook_in_front(
    office: Office, stand_in: StandIn, tmp_path: Path
) -> None:
    """Never by a command that the workbook in front names: that may be a stranger's. LibreOffice
    knows no add-ins of Excel, so it is given to it as the workbook that it also is."""
    stranger, front, own = tmp_path / "stranger", tmp_path / "front.xlsx", tmp_path / "a.xlsm"
    types = PARTS["[Content_Types].xml"].replace(b".addin.", b".sheet.")
    own.write_bytes(packed({**PARTS, "[Content_Types].xml": types}))
    with xlsxwriter.Workbook(front) as book:
        sheet = book.add_worksheet("S")
        sheet.write_string("A2", f"touch {stranger};")
        sheet.write_number("A3", 0.1)
        for row, name in enumerate(("PRESS", "COMMAND", "WAIT_BEGAN", "WAIT_DONE"), 1):
            book.define_name(f"PSO_{name}", f"=S!$A${min(row, 3)}")
    with office.open(own, macros=True) as added, office.open(front, hidden=False):
        provider = added.model.getScriptProvider()
        script = (
            "vnd.sun.star.script:VBAProject.PsoButtons.PsoCheck?language=Basic&location=document"
        )
        provider.getScript(script).invoke((), (), ())
        assert eventually(lambda: (stand_in.folder / "asked").exists())
    (asked,) = stand_in.asked()
    assert asked.startswith("live check --press ")
    assert not stranger.exists()
