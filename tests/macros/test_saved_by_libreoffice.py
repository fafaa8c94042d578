"""A real spreadsheet program runs what we write, and what it saves is still known as ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pso_excel.buttons.own_macros import Verdict, macro_sources, verify_macros
from pso_excel.intake import file_notes, read_book
from pso_excel.vba.project import vba_project
from tests.libreoffice import Document, Office
from tests.macros.projects import DOCUMENTS, SHEETS, ours, with_module, workbook
from tests.xlsx.packages import parts

PROBE = """Option Explicit

Public Function Twice(ByVal number As Long) As Long
    Twice = number * 2
End Function

Public Sub Mark()
    ActiveWorkbook.Worksheets(1).Range("B2").Value = "pressed"
End Sub
"""
WITH_MACROS = "Calc MS Excel 2007 VBA XML"


def run(document: Document, macro: str, *values: object) -> Any:
    """What a macro of the document gives."""
    url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    result, _, _ = document.model.getScriptProvider().getScript(url).invoke(values, (), ())
    return result


@pytest.fixture
def probed(libreoffice: Office, tmp_path: Path) -> Iterator[Document]:
    """A workbook with a module of the test beside ours, open with its macros."""
    path = tmp_path / "แบบ มาโคร.xlsm"
    path.write_bytes(workbook(with_module("Probe", PROBE)))
    with libreoffice.open(path, macros=True) as document:
        yield document


def test_a_function_and_a_sub_of_it_run(probed: Document) -> None:
    assert run(probed, "Probe.Twice", 21.0) == 42  # a whole number over UNO arrives as 0
    assert probed.value(SHEETS[0], "B2") is None
    run(probed, "Probe.Mark")
    assert probed.value(SHEETS[0], "B2") == "pressed"


def test_every_module_is_there_with_its_text(probed: Document) -> None:
    library = probed.model.BasicLibraries.getByName("VBAProject")
    assert {*macro_sources(), *DOCUMENTS, "Probe"} <= set(library.ElementNames)
    for name, text in macro_sources().items():
        kept = library.getByName(name).splitlines()
        assert set(text.splitlines()[1:]) <= set(kept)


def saved(libreoffice: Office, data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice writes it with its macros."""
    path, target = folder / "เดิม.xlsm", folder / "ใหม่.xlsm"
    path.write_bytes(data)
    with libreoffice.open(path, macros=True) as document:
        document.type(SHEETS[0], "A1", "แก้ไข")
        url = libreoffice.uno.systemPathToFileUrl(str(target))
        document.model.storeToURL(url, libreoffice.options(FilterName=WITH_MACROS))
    return target.read_bytes()


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in file_notes(read_book(data, "ใหม่.xlsm"))]


def test_F010_quiet_and_U019_quiet_after_libreoffice_has_saved_ours(
    libreoffice: Office, tmp_path: Path
) -> None:
    before = workbook(ours())
    after = saved(libreoffice, before, tmp_path)
    part = "xl/vbaProject.bin"
    assert parts(after)[part] != parts(before)[part]
    assert "F010" not in codes(after)
    assert verify_macros(after, "ใหม่.xlsm") == Verdict(macros=True)


def test_F010_fires_and_U019_fires_after_libreoffice_has_saved_others(
    libreoffice: Office, tmp_path: Path
) -> None:
    after = saved(libreoffice, workbook(vba_project({"Probe": PROBE}, DOCUMENTS)), tmp_path)
    assert "F010" in codes(after)
    problem = verify_macros(after, "ใหม่.xlsm").problem
    assert problem is not None
    assert "Probe" in str(problem.values["what"])
