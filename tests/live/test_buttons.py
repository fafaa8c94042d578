"""A press of a button in a real LibreOffice, with a program in the place of pso-excel that answers,
is missing, hangs or ends without a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.buttons import OFFICE_COMMANDS, VERSION
from pso_excel.core.messages import term_in
from pso_excel.forms import form_of
from pso_excel.forms.layout import COVER, META_SHEET
from pso_excel.framework import load_framework
from pso_excel.repair import repair_workbook
from pso_excel.templates.new_workbook import new_workbook
from tests.libreoffice import Document, Office
from tests.live.pressing import (
    cell,
    models,
    opened,
    prepare,
    press,
    press_through,
    said,
    stand_in,
    state,
    wait_until,
)

PROBLEMS = form_of("CHECK").sheets[0]
BUTTONS = [(COVER, command) for command in OFFICE_COMMANDS] + [(PROBLEMS, OFFICE_COMMANDS[0])]
CHECK = OFFICE_COMMANDS[0].caption.th


@pytest.fixture(scope="module")
def workbook() -> bytes:
    framework = load_framework("pso")
    return new_workbook("58-R-014", "2569-1", framework, stage="S10", macros=True)  # a small one


@pytest.fixture
def document(workbook: bytes, libreoffice: Office, tmp_path: Path) -> Iterator[Document]:
    """An open workbook with buttons, in a folder with a Thai name with spaces."""
    path = tmp_path / "แบบประเมิน ของ สำนักงาน" / "แบบ ก (1).xlsm"
    path.parent.mkdir()
    path.write_bytes(workbook)
    with opened(libreoffice, path) as document:
        yield document


def says(document: Document, key: str) -> bool:
    return said(document) == term_in(key, "th")


def test_every_button_is_bound_to_a_sub_of_ours(document: Document) -> None:
    bound = [
        (sheet, model.Label, event.ScriptCode)
        for sheet in document.sheets
        for model, events in models(document, sheet)
        for event in events
    ]
    start, end = "vnd.sun.star.script:VBAProject.PsoButtons.", "?language=Basic&location=document"
    assert bound == [
        (sheet, command.caption.th, f"{start}{command.macro}{end}") for sheet, command in BUTTONS
    ]


def test_every_button_asks_for_its_own_action(document: Document) -> None:
    prepare(document, stand_in(document, "answer"))
    for sheet, command in BUTTONS:
        press_through(document, sheet, command.caption.th)
        told = f"--press TOKEN --macros {VERSION} --app libreoffice --address ADDRESS"
        asked = f"live {command.action} {told}"
        assert said(document) == asked
        assert document.text(PROBLEMS, "F1").endswith(asked)


def test_every_press_has_a_token_of_its_own(document: Document) -> None:
    prepare(document, stand_in(document, "answer"))
    tokens: set[str] = set()
    for _ in range(3):
        press_through(document, COVER, CHECK)
        tokens.add(cell(document, "PSO_PRESS").String.split()[1])
    assert len(tokens) == 3
    assert all(token.isascii() and not set(token) & set(" \"'$%&|;<>") for token in tokens)


def test_a_program_that_is_not_there_is_told_as_missing(document: Document) -> None:
    prepare(document, "/no/such/program")
    press(document, COVER, CHECK)
    wait_until(lambda: says(document, "button_missing"))


def test_a_program_that_does_not_answer_is_told_as_slow(document: Document) -> None:
    prepare(document, stand_in(document, "silent"), BEGAN=1)
    press(document, COVER, CHECK)
    wait_until(lambda: says(document, "button_working"))
    wait_until(lambda: says(document, "button_slow"))
    assert state(document) == "press"


def test_a_program_that_began_and_does_not_end_is_told_as_slow(document: Document) -> None:
    prepare(document, stand_in(document, "begin"), DONE=2)
    press(document, COVER, CHECK)
    wait_until(lambda: says(document, "button_slow"))
    assert state(document) == "began"


def test_the_second_press_is_refused_while_the_first_is_at_work(document: Document) -> None:
    prepare(document, stand_in(document, "late"))
    press(document, COVER, CHECK)
    wait_until(lambda: state(document) == "began")
    first = cell(document, "PSO_PRESS").String
    press(document, COVER, OFFICE_COMMANDS[1].caption.th)
    wait_until(lambda: says(document, "button_busy"))
    assert cell(document, "PSO_PRESS").String == first
    cell(document, "PSO_PRESS").String = "enough"
    wait_until(lambda: state(document) == "done")
    assert said(document).startswith("live check ")


def test_after_a_press_that_failed_the_next_one_works(document: Document) -> None:
    prepare(document, "/no/such/program")
    press(document, COVER, CHECK)
    wait_until(lambda: says(document, "button_missing"))
    prepare(document, stand_in(document, "answer"))
    press(document, COVER, CHECK)
    wait_until(lambda: state(document) == "done")


def test_buttons_work_on_sheets_that_were_renamed(document: Document) -> None:
    prepare(document, stand_in(document, "answer"))
    document.sheet(COVER).Name = "หน้าแรก ของเรา"
    document.sheet(META_SHEET).Name = "_ข้อมูล"
    press(document, "หน้าแรก ของเรา", CHECK)
    wait_until(lambda: state(document) == "done")


def test_a_press_leaves_sheet_and_selection_as_they_were(document: Document) -> None:
    prepare(document, stand_in(document, "answer"))
    controller = document.model.CurrentController
    press(document, COVER, CHECK)
    before = document.sheet(COVER).getCellRangeByName("C7:C9")
    controller.select(before)
    wait_until(lambda: state(document) == "done")
    assert controller.ActiveSheet.Name == COVER
    assert document.model.CurrentSelection.AbsoluteName == before.AbsoluteName


def test_a_workbook_closed_while_the_program_works_stops_nothing(
    libreoffice: Office, tmp_path: Path, workbook: bytes
) -> None:
    paths = [tmp_path / name for name in ("ปิดไป.xlsm", "อยู่ต่อ.xlsm")]
    for path in paths:
        path.write_bytes(workbook)
    closed, other = (opened(libreoffice, path) for path in paths)
    prepare(closed, stand_in(closed, "late"))
    press(closed, COVER, CHECK)
    wait_until(lambda: state(closed) == "began")
    cell(closed, "PSO_PRESS").String = "enough"
    closed.close()
    with other:
        prepare(other, stand_in(other, "answer"))
        press(other, COVER, CHECK)
        wait_until(lambda: state(other) == "done")


def test_what_libreoffice_saved_without_its_buttons_gets_them_back_by_a_repair(
    document: Document, tmp_path: Path
) -> None:
    """LibreOffice 7.4 writes buttons into an .xlsm that it does not read again."""
    saved = document.save_xlsx(tmp_path / "saved.xlsm")
    done = repair_workbook(saved.read_bytes(), saved.name)
    assert (done.macros, done.unplaced) == (True, 0)
    mended = tmp_path / "ซ่อมแล้ว.xlsm"
    mended.write_bytes(done.data)
    with opened(document.office, mended) as again:
        prepare(again, stand_in(again, "answer"))
        press_through(again, COVER, CHECK)
