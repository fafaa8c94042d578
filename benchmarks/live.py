"""Presses in an open workbook, from the start of the command, or from the press of the button, to
the written result: beside ``python -c "import xlwings, pandas"``, which a script would need first.

The workbook is the demo's largest office workbook, open in a LibreOffice without a window.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.measuring import Share, run
from pso_excel.buttons import COMMANDS, PRESS
from pso_excel.demo import ASOF, ROUND, demo_answers
from pso_excel.forms.layout import COVER
from pso_excel.framework import load_framework
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from tests.libreoffice import Document, Office
from tests.live.pressing import cell, opened, press

OFFICES = 24
IMPORTS = ("-c", "import xlwings, pandas")
CHECK = ("live", "check", "--app", "libreoffice", "--asof", ASOF.isoformat())
CAPTION = COMMANDS[0].caption.th
EDITED = "06_ประเมิน", "F9"
LEVELS = ("1", "2", "3", "4")
LOOK_SECONDS = 0.001
REST_SECONDS = 0.6  # nobody presses sooner: the macro has ended, the workbook is asked anew
PATIENCE = 60.0

Say = Callable[[str], None]
Pair = tuple[float, float]


def bench_live(root: Path, pairs: int, say: Say) -> None:
    """Measure and say, a line each."""
    data = largest_workbook()
    say(f"the demo's largest workbook, {len(data) / 1024:.0f} KB, open in LibreOffice")
    path = root / "แบบประเมิน สำนักงาน.xlsm"
    path.write_bytes(data)
    with Office() as office, opened(office, path) as document:
        first = [(_first_press(office, root / f"first{n}"), run(IMPORTS)) for n in range(pairs)]
        _tell(say, "first press by command, nothing loaded yet", first)
        _second_presses(document, partial(_command, _environment(office)), "command", pairs, say)
        _second_presses(document, partial(_button, document), "button", pairs, say)


def largest_workbook() -> bytes:
    """The largest of the demo's, with buttons."""
    framework = load_framework("pso")
    blank = new_workbook("", ROUND, framework, macros=True)
    filled = (demo_answers(number, framework) for number in range(1, OFFICES + 1))
    return max((fill_workbook(blank, answers, framework) for answers in filled), key=len)


def _second_presses(
    document: Document, pressed: Callable[[], float], how: str, pairs: int, say: Say
) -> None:
    """After a press that nobody measures: a press after one edited cell, and one after nothing."""
    edited, same = list[Pair](), list[Pair]()
    pressed()
    for number in range(pairs):
        document.type(*EDITED, LEVELS[number % len(LEVELS)])
        edited.append((pressed(), run(IMPORTS)))
        same.append((pressed(), run(IMPORTS)))
    _tell(say, f"second press by {how}, one cell edited", edited)
    _tell(say, f"second press by {how}, nothing changed", same)


def _first_press(office: Office, folder: Path) -> float:
    """By a command that finds no resident in that folder."""
    folder.mkdir()
    return _command({**_environment(office), "XDG_RUNTIME_DIR": str(folder)})


def _environment(office: Office) -> Mapping[str, str]:
    address = f"pipe,name={office.pipe}"
    return {"PSO_EXCEL_LIBREOFFICE": address, "XDG_RUNTIME_DIR": str(office.profile)}


def _command(environment: Mapping[str, str]) -> float:
    """Seconds of ``pso-excel live check``; RuntimeError when it did not check."""
    command = (str(Path(sys.executable).with_name("pso-excel")), *CHECK)
    time.sleep(REST_SECONDS)
    began = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, check=False
    )
    took = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    return took


def _button(document: Document) -> float:
    """Seconds from the press of the button until its macro is told the end; RuntimeError when it
    is not."""
    state = cell(document, PRESS)
    before = state.String
    time.sleep(REST_SECONDS)
    began = time.perf_counter()
    press(document, COVER, CAPTION)
    while state.String == before or not state.String.startswith("done "):
        if time.perf_counter() - began > PATIENCE:
            raise RuntimeError(f"the button never came to an end: {state.String}")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - began


def _tell(say: Say, what: str, seconds: Sequence[Pair]) -> None:
    say(f"{what}, of python -c 'import xlwings, pandas': {Share.of(seconds)}")
