"""What an officer puts into a workbook beside the answers is still there in the checked copy.

Buttons are not among it: LibreOffice does not save them in .xlsx (the tests of patching have them).
"""

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pso_excel.framework import load_framework
from pso_excel.pipeline import CheckResult, check_workbook
from pso_excel.templates.fill import fill_workbook
from pso_excel.xlsx.patcher import sheet_parts
from pso_excel.xlsx.patcher.zip_archive import Archive
from tests.chance import office_by_chance
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Document, Office
from tests.xlsx.packages import PIXEL, packed, parts

ASOF = date(2026, 3, 31)
FILE = "58-R-014_2569-1.xlsx"
PSO = load_framework("pso")
WRITTEN = ("ผลตรวจ", "สรุป", "07_แผน", "08_ติดตาม", "09_ความพร้อม")
DRESSED = ("06_ประเมิน", "08_ติดตาม", "สรุป")
X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>'_lists'!$A$2:$A$5</xm:f></x14:formula1><xm:sqref>ZZ1:ZZ9</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)

PRINTER = bytes(range(256)) * 8


class Kept(NamedTuple):
    """What LibreOffice finds on a sheet."""

    charts: int
    comments: tuple[str, ...]
    shapes: tuple[str, ...]


@pytest.fixture(scope="module")
def dressed(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An office's workbook with comments, images and charts as LibreOffice saves them,
    and lists and printer settings as Excel does."""
    path = tmp_path_factory.mktemp("kept") / FILE
    blank = blank_workbook()
    path.write_bytes(fill_workbook(blank, office_by_chance(PSO, 1, "valid").typed(), PSO))
    picture = path.with_suffix(".png")
    picture.write_bytes(PIXEL)
    with libreoffice.open(path) as document:
        for sheet in DRESSED:
            _dress(document, sheet, picture)
        data = document.save_xlsx(path).read_bytes()
    return _as_excel_adds(data)


def _dress(document: Document, name: str, picture: Path) -> None:
    sheet, make = document.sheet(name), document.model.createInstance
    sheet.unprotect("")
    cell = sheet.getCellRangeByName("B2").CellAddress
    sheet.Annotations.insertNew(cell, f"โปรดตรวจ {name}")
    place = document.office.uno.createUnoStruct("com.sun.star.awt.Rectangle")
    place.X, place.Y, place.Width, place.Height = 40000, 3000, 6000, 4000
    block = sheet.getCellRangeByName("B5:C9").RangeAddress
    sheet.Charts.addNewByName(f"แผนภูมิ {name}", place, (block,), True, True)
    image = make("com.sun.star.drawing.GraphicObjectShape")
    image.GraphicURL = document.office.uno.systemPathToFileUrl(str(picture))
    size = document.office.uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = 3000, 1200
    image.Size = size
    sheet.DrawPage.add(image)


def _as_excel_adds(data: bytes) -> bytes:
    """The package with an x14 list on each dressed sheet, and printer settings on one."""
    content, places = parts(data), sheet_parts(Archive(data)).parts
    names = {name.lower(): name for name in content}
    for sheet in DRESSED:
        part = names[places[sheet]]
        content[part] = re.sub(
            b"(<extLst>.*</extLst>)?</worksheet>", b"</worksheet>", content[part]
        )
        content[part] = content[part].replace(b"</worksheet>", X14.encode() + b"</worksheet>")
    content["xl/printerSettings/printerSettings1.bin"] = PRINTER
    kinds = content["[Content_Types].xml"]
    bin_kind = b'<Default Extension="bin" ContentType="application/octet-stream"/></Types>'
    content["[Content_Types].xml"] = kinds.replace(b"</Types>", bin_kind)
    return packed(content)


@pytest.fixture(scope="module")
def checked(dressed: bytes) -> CheckResult:
    """The workbook after `check`."""
    return check_workbook(dressed, ASOF, FILE)


def test_every_other_part_is_the_same_bytes(dressed: bytes, checked: CheckResult) -> None:
    assert checked.copy
    assert not checked.own_book
    before, after = parts(dressed), parts(checked.copy)
    places = sheet_parts(Archive(dressed)).parts
    written = {places[sheet] for sheet in WRITTEN}
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert {name.lower() for name in changed} <= written
    assert {places["ผลตรวจ"], places["สรุป"]} <= {name.lower() for name in changed}
    for name in changed:
        assert _around_the_cells(after[name]) == _around_the_cells(before[name])


def _around_the_cells(sheet: bytes) -> list[bytes]:
    """A sheet's XML but for its cells and links, and that it is to be computed when opened."""
    cells = b"(?s)<sheetData.*</sheetData>|<hyperlinks>.*</hyperlinks>|<sheetCalcPr [^>]*/>"
    return re.sub(cells, b"", sheet).replace(b"><", b">\n<").splitlines()


def test_the_copy_opens_with_everything_on_it(
    libreoffice: Office, tmp_path: Path, dressed: bytes, checked: CheckResult
) -> None:
    assert checked.copy
    before = _kept(libreoffice, tmp_path / "before.xlsx", dressed)
    after = _kept(libreoffice, tmp_path / "after.xlsx", checked.copy)
    assert after == before
    for sheet in DRESSED:
        assert after[sheet].comments == (f"โปรดตรวจ {sheet}",)
        assert any("Graphic" in shape for shape in after[sheet].shapes)
    assert after["สรุป"].charts == 3
    assert after["08_ติดตาม"].charts == after["06_ประเมิน"].charts == 1


def _kept(office: Office, path: Path, data: bytes) -> dict[str, Kept]:
    path.write_bytes(data)
    with office.open(path) as document:
        return {name: _kept_on(document.sheet(name)) for name in document.sheets}


def _kept_on(sheet: Any) -> Kept:
    page, notes = sheet.DrawPage, sheet.Annotations
    shapes = [str(page.getByIndex(n).ShapeType) for n in range(page.Count)]
    return Kept(
        charts=int(sheet.Charts.Count),
        comments=tuple(str(notes.getByIndex(n).String) for n in range(notes.Count)),
        shapes=tuple(shapes),
    )


def test_the_copy_checked_again_says_the_same(checked: CheckResult) -> None:
    assert checked.copy
    again = check_workbook(checked.copy, ASOF, FILE)
    assert again.assessment == checked.assessment
    assert again.copy == checked.copy
