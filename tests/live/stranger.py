"""A stranger's workbook with our genuine macros, and every way in which it could name a program."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import META_SHEET
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.vba.project import WORKBOOK, vba_project
from pso_excel.xlsx.workbook import CellWrite
from tests.libreoffice import Document
from tests.xlsx.packages import packed, parts

VERSION_1 = Path(__file__).parents[1] / "macros" / "version_1"
NAME = 'แบบ\'; $(touch หลุด) "x" `touch หลุด` & calc %PATH%.xlsm'
PLACE = "Z90"
NAMES = ("PSO_COMMAND", "PSO_EXCEL", "PSO_PROGRAM")
VBA = "xl/vbaProject.bin"
PROGRAMS = ("pso-excel", "pso-excel.exe", "cmd", "cmd.exe", "python3")
MODULES = ("pso_excel", "xlwings", "uno", "usercustomize")


@cache
def form() -> bytes:
    """A small form with our buttons."""
    return new_workbook("58-R-014", "2569-1", load_framework("pso"), stage="S10", macros=True)


def former_sources() -> Mapping[str, str]:
    """The modules of version 1 that are not those of today."""
    return {path.stem: path.read_text(encoding="utf-8") for path in VERSION_1.glob("*.bas")}


def with_macros(data: bytes, sources: Mapping[str, str]) -> bytes:
    """The workbook with other macros in it."""
    sheets = range(1, len(read_book(data).sheets) + 1)
    documents = [WORKBOOK, *(f"Sheet{number}" for number in sheets)]
    return packed(parts(data) | {VBA: vba_project(sources, documents)})


def named(data: bytes, *names: tuple[str, int | None, str]) -> bytes:
    """The workbook with more defined names: each with the number of its sheet, None for the whole
    workbook, and what it refers to."""
    content, end = parts(data), b"</definedNames>"
    added = "".join(
        f"<definedName name={quoteattr(name)}"
        + (f' localSheetId="{sheet}"' if sheet is not None else "")
        + f">{escape(text)}</definedName>"
        for name, sheet, text in names
    )
    book = content["xl/workbook.xml"].replace(end, added.encode() + end)
    return packed(content | {"xl/workbook.xml": book})


def tricked(data: bytes, program: Path) -> bytes:
    """The form with names, of the workbook and of sheets, of a hidden cell that names a program."""
    written = patch_copy(data, [CellWrite(META_SHEET, PLACE, str(program))])
    at = f"{META_SHEET}!$Z$90"
    local = [(name.lower(), number, at) for number, name in enumerate(NAMES)]
    return named(written, *((name, None, at) for name in NAMES), *local)


def trick(document: Document, program: Path) -> None:
    """More of it in the open workbook: custom properties, and the sheet from which xlwings' own
    add-in takes its interpreter."""
    properties = document.model.DocumentProperties.UserDefinedProperties
    for name in NAMES:
        properties.addProperty(name, 0, str(program))
    document.model.Sheets.insertNewByName("xlwings.conf", len(document.sheets))
    keys = ("Interpreter_Win", "Interpreter_Mac", "INTERPRETER", "PYTHONPATH")
    document.fill("xlwings.conf", "A1", [(key, str(program)) for key in keys])


def set_trap(folder: Path, caught: Path) -> Path:
    """Programs and modules of the names that ours go by, in a folder: whichever runs makes the
    file. Gives the first program."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> '{caught}'\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    for name in MODULES:
        line = f"open({str(caught)!r}, 'a').write({name!r})\n"
        (folder / f"{name}.py").write_text(line, encoding="utf-8")
    return folder / PROGRAMS[0]
