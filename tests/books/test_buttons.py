"""A workbook with buttons: what it has besides one without, and that nothing else of it differs."""

import io
import re
import warnings
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest

from pso_excel.buttons import OFFICE_COMMANDS, PRESS, SAYINGS, SECONDS, STATUS
from pso_excel.buttons.own_macros import macro_sources, origin
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import term_in
from pso_excel.forms import form_of
from pso_excel.forms.layout import COVER, GUIDE, META_SHEET
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.intake.row_index import parse_reference
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.workbook import Value, Workbook, format_address

KINDS: tuple[tuple[str, Language], ...] = (("", "th"), ("", "en"), ("S06", "th"))
VBA = "xl/vbaProject.bin"
NAMES = {PRESS, STATUS, *SAYINGS, *SECONDS}
MACRO = re.compile(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>")
CAPTION = re.compile(r"<font [^>]*>([^<]*)</font>")


@cache
def made(stage: str = "", language: Language = "th", macros: bool = True) -> bytes:
    framework = load_framework("pso")
    return new_workbook(
        "58-R-014", "2569-1", framework, stage=stage, language=language, macros=macros
    )


@cache
def as_read(stage: str = "", language: Language = "th", macros: bool = True) -> Workbook:
    return read_book(made(stage, language, macros))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {part: package.read(part) for part in package.namelist()}


def place_of(book: Workbook, name: str) -> tuple[str, int, int]:
    """Sheet, row and column of the one cell of a defined name."""
    found = parse_reference(book.names[name])
    assert found is not None
    assert (found.top, found.left) == (found.bottom, found.right)
    return found.sheet, found.top, found.left


def value_of(book: Workbook, name: str) -> Value:
    sheet, row, column = place_of(book, name)
    return book.sheets[sheet].cell(row, column).value


@cache
def in_openpyxl() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(made()))


@pytest.mark.parametrize(("stage", "language"), KINDS)
def test_the_cells_of_a_press_are_there_with_what_the_macros_say(
    stage: str, language: Language
) -> None:
    book = as_read(stage, language)
    assert {name: value_of(book, name) for name in SAYINGS} == {
        name: term_in(key, language) for name, key in SAYINGS.items()
    }
    assert {name: value_of(book, name) for name in SECONDS} == SECONDS
    assert value_of(book, PRESS) is None
    assert value_of(book, STATUS) == term_in("button_not_pressed", language)


def test_the_line_that_people_read_stands_on_the_cover_and_the_rest_out_of_sight() -> None:
    sheets = {name: place_of(as_read(), name)[0] for name in NAMES}
    assert sheets.pop(STATUS) == COVER
    assert set(sheets.values()) == {META_SHEET}
    assert not as_read().sheets[META_SHEET].visible


def test_macros_and_command_may_write_where_they_speak_and_nowhere_else() -> None:
    for name in sorted(NAMES):
        sheet, row, column = place_of(as_read(), name)
        cell = in_openpyxl()[sheet][format_address(row, column)]
        assert cell.protection.locked is (name not in (PRESS, STATUS)), name


@pytest.mark.parametrize(("stage", "language"), KINDS)
def test_every_button_has_its_caption_and_calls_a_sub_that_exists(
    stage: str, language: Language
) -> None:
    drawings = [
        content.decode()
        for part, content in sorted(parts(made(stage, language)).items())
        if part.startswith("xl/drawings/vmlDrawing")
    ]
    commands = [*OFFICE_COMMANDS, OFFICE_COMMANDS[0]]
    assert [m for drawing in drawings for m in MACRO.findall(drawing)] == [
        each_command.macro for each_command in commands
    ]
    captions = [command.caption.in_language(language) for command in commands]
    assert [c for drawing in drawings for c in CAPTION.findall(drawing)] == captions
    assert all(
        drawing.count("<x:PrintObject>False") == drawing.count("<v:shape ") for drawing in drawings
    )
    for command in commands:
        assert f"Public Sub {command.macro}()\n" in macro_sources()["PsoButtons"]


@pytest.mark.parametrize(("stage", "language"), KINDS)
def test_the_macros_are_ours_and_known_to_every_sheet(stage: str, language: Language) -> None:
    package = parts(made(stage, language))
    assert origin(package[VBA]) == "ours"
    assert b"sheet.macroEnabled.main+xml" in package["[Content_Types].xml"]
    named = [
        re.findall(rb'<(?:workbookPr|sheetPr)[^>]* ?codeName="(\w+)"', content)
        for part, content in package.items()
        if part == "xl/workbook.xml" or part.startswith("xl/worksheets/sheet")
    ]
    count = len(as_read(stage, language).sheets)
    expected = {b"ThisWorkbook", *(b"Sheet%d" % number for number in range(1, count + 1))}
    assert sorted(name for found in named for name in found) == sorted(expected)


def test_without_macros_there_is_nothing_of_them() -> None:
    package = parts(made(macros=False))
    assert VBA not in package
    assert not any("vmlDrawing" in part for part in package)
    assert b"codeName" not in package["xl/workbook.xml"]
    assert NAMES.isdisjoint(as_read(macros=False).names)


def test_but_for_cover_guide_and_hidden_cells_every_sheet_is_the_same() -> None:
    plain, pressed = as_read(macros=False), as_read()
    assert [*plain.sheets] == [*pressed.sheets]
    differ = [
        name for name, sheet in plain.sheets.items() if sheet.cells != pressed.sheets[name].cells
    ]
    assert differ == [GUIDE, COVER, META_SHEET]
    assert plain.properties == pressed.properties
    assert not pressed.active_content


def test_the_list_of_problems_repeats_what_was_told_beside_its_button() -> None:
    sheet = in_openpyxl()[form_of("CHECK").sheets[0]]
    assert sheet["F1"].value == f"={STATUS}"
    assert sheet["F1"].protection.locked


def test_nothing_on_the_cover_moves() -> None:
    plain, pressed = as_read(macros=False).sheets[COVER].cells, as_read().sheets[COVER].cells
    status = place_of(as_read(), STATUS)[1:]
    assert {at: cell for at, cell in pressed.items() if at != status} == plain


@pytest.mark.parametrize(("language", "word"), [("th", "มาโคร"), ("en", "macros")])
def test_the_guide_is_true_of_both_kinds(language: Language, word: str) -> None:
    def lines(macros: bool) -> list[str]:
        cells = as_read("", language, macros).sheets[GUIDE].cells.values()
        return [cell.value for cell in cells if isinstance(cell.value, str)]

    none = {"th": "แบบนี้ไม่มีมาโคร", "en": "This form has no macros"}[language]
    assert any(none in line for line in lines(False))
    assert not any(none in line for line in lines(True))
    assert any(word in line and "Unblock" in line for line in lines(True))
    for command in OFFICE_COMMANDS:
        assert command.caption.in_language(language) in lines(True)
        assert f"pso-excel live {command.action}" in lines(True)


def test_the_same_arguments_give_the_same_bytes() -> None:
    framework = load_framework("pso")
    again = new_workbook("58-R-014", "2569-1", framework, macros=True)
    assert again == made()
