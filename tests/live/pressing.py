"""Real presses of the buttons of an open workbook, and what stands in the cells of a press."""

import shlex
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pso_excel.buttons import PRESS, STATUS
from tests.libreoffice import OWN_COMMAND, Document, Office

STAND_IN = Path(__file__).with_name("answering.py")
PATIENCE = 60
NOTICED = 0.3  # seconds; the macro looks ten times in one


def cell(document: Document, name: str) -> Any:
    """The UNO cell of a defined name."""
    return document.model.NamedRanges.getByName(name).ReferredCells.getCellByPosition(0, 0)


def said(document: Document) -> str:
    """What was told last; the cell shows its label before it."""
    return str(cell(document, STATUS).Formula)


def state(document: Document) -> str:
    """``press``, ``began`` or ``done``, without token and exit code; empty before the first."""
    return str(cell(document, PRESS).String).partition(" ")[0]


def prepare(document: Document, command: Path | str, **seconds: int) -> None:
    """Register which command the macros start, and say in the workbook how long they wait."""
    document.office.register(command)
    meta = cell(document, PRESS).Spreadsheet
    meta.unprotect("")
    for name, value in seconds.items():
        cell(document, f"PSO_WAIT_{name}").Value = value
    meta.protect("")


def stand_in(document: Document, mode: str) -> Path:
    """A program that answers in the command's place; see answering.py."""
    path = document.office.profile / f"แทน โปรแกรม {mode}"
    words = shlex.join((sys.executable, "-P", str(STAND_IN), mode))
    path.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def models(document: Document, sheet: str) -> Iterator[tuple[Any, Any]]:
    """The buttons of a sheet as UNO's models, each with the events it is bound to."""
    forms = document.sheet(sheet).DrawPage.Forms
    for form in (forms.getByIndex(number) for number in range(forms.Count)):
        for number in range(form.Count):
            yield form.getByIndex(number), form.getScriptEvents(number)


def press(document: Document, sheet: str, caption: str) -> None:
    """Press a button as a person does; the macro then runs inside LibreOffice."""
    controller = document.model.CurrentController
    controller.setActiveSheet(document.sheet(sheet))
    controller.setFormDesignMode(False)
    model = next(model for model, _ in models(document, sheet) if model.Label == caption)
    controller.getControl(model).getAccessibleContext().doAccessibleAction(0)


def press_through(document: Document, sheet: str, caption: str) -> None:
    """Press a button and wait until the command is done and the macro has noticed it."""
    cell(document, PRESS).String = ""
    press(document, sheet, caption)
    wait_until(lambda: state(document) == "done")
    time.sleep(NOTICED)


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something that another program does; AssertionError when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def opened(office: Office, path: Path) -> Document:
    """The workbook open as a person has it, its macros allowed, our own command registered."""
    office.register(OWN_COMMAND)
    return office.open(path, hidden=False, macros=True)
