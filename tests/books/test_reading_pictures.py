"""E: a picture in a cell is told as a picture, not as the error that older programs show for it."""

from collections.abc import Mapping
from datetime import date

import pytest

from pso_excel.core.messages import message
from pso_excel.intake import read_book
from pso_excel.pipeline import check_office
from pso_excel.xlsx.workbook import PICTURE
from tests.complete_workbook import FILE, complete_workbook
from tests.xlsx.packages import MAIN, RELATIONS, packed, parts
from tests.xlsx.untrusted import (
    HEAD,
    PACKAGE,
    book_of,
    cell_of,
    row,
    sheet_xml,
    strings_xml,
)

ASOF = date(2026, 3, 31)
RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
RICH_KINDS = "http://schemas.microsoft.com/office/2017/06/relationships"
CELL = '<c r="A1" s="1" t="e" vm="{}"><v>#VALUE!</v></c>'


def rich_parts(*kinds: str) -> dict[str, bytes | str]:
    """What Excel keeps of rich values, one of each kind, numbered from 1."""
    values = "".join(f'<rv s="{n}"><v>0</v></rv>' for n in range(len(kinds)))
    structures = "".join(f'<s t="{kind}"><k n="x" t="i"/></s>' for kind in kinds)
    future = "".join(
        f'<bk><extLst><ext uri="x"><xlrd:rvb i="{n}"/></ext></extLst></bk>'
        for n in range(len(kinds))
    )
    blocks = "".join(f'<bk><rc t="2" v="{n}"/></bk>' for n in range(len(kinds)))
    uses = (
        (f"{RELATIONS}/worksheet", "worksheets/sheet1.xml", "s1"),
        (f"{RELATIONS}/sheetMetadata", "metadata.xml", "m"),
        (f"{RICH_KINDS}/rdRichValue", "richData/rdrichvalue.xml", "v"),
        (f"{RICH_KINDS}/rdRichValueStructure", "richData/rdrichvaluestructure.xml", "k"),
    )
    relations = "".join(
        f'<Relationship Id="{relation_id}" Type="{kind}" Target="{target}"/>'
        for kind, target, relation_id in uses
    )
    return {
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
        "</Relationships>",
        "xl/metadata.xml": f'{HEAD}<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}"><metadataTypes>'
        '<metadataType name="XLDAPR"/><metadataType name="XLRICHVALUE"/></metadataTypes>'
        '<futureMetadata name="XLDAPR"><bk/></futureMetadata>'
        f'<futureMetadata name="XLRICHVALUE">{future}</futureMetadata>'
        f"<valueMetadata>{blocks}</valueMetadata></metadata>",
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{values}</rvData>',
        "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{RICH}">{structures}'
        "</rvStructures>",
    }


PICTURES: Mapping[str, tuple[str, dict[str, bytes | str]]] = {
    "Excel, picture placed in a cell": (CELL.format(1), rich_parts("_localImage")),
    "Excel, picture of the web": (CELL.format(1), rich_parts("_webimage")),
    "Excel, the second rich value": (CELL.format(2), rich_parts("_error", "_localImage")),
    "a program that kept only the mark": (CELL.format(1), {}),
    "Excel, by a formula": (
        '<c r="A1" t="e" vm="1"><f>_xlfn.IMAGE("https://example.org/a.png")</f><v>#VALUE!</v></c>',
        rich_parts("_webimage"),
    ),
    "WPS Office": (
        '<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_0A1B",1)</f><v>=DISPIMG("ID_0A1B",1)</v></c>',
        {},
    ),
    "WPS Office, saved again by Excel": (
        '<c r="A1" t="e"><f>_xlfn.DISPIMG("ID_0A1B",1)</f><v>#NAME?</v></c>',
        {},
    ),
    "WPS Office, values only": (
        '<c r="A1" t="s"><v>0</v></c>',
        {"xl/sharedStrings.xml": strings_xml('<t>=DISPIMG("ID_0A1B",1)</t>')},
    ),
}
ERRORS: Mapping[str, tuple[str, dict[str, bytes | str]]] = {
    "an error as a value": ('<c r="A1" t="e"><v>#VALUE!</v></c>', {}),
    "an error of a newer Excel": (CELL.format(1), rich_parts("_error", "_localImage")),
    "a kind of data": (CELL.format(1), rich_parts("_linkedentity2")),
    "a number that leads nowhere": (CELL.format(9), rich_parts("_error")),
}


@pytest.mark.parametrize(("cell", "extra"), PICTURES.values(), ids=PICTURES)
def test_e_a_picture_in_a_cell_is_one(cell: str, extra: dict[str, bytes | str]) -> None:
    assert cell_of(cell, extra).error == PICTURE
    assert cell_of(cell, extra).value is None


@pytest.mark.parametrize(("cell", "extra"), ERRORS.values(), ids=ERRORS)
def test_e_an_error_in_a_cell_stays_one(cell: str, extra: dict[str, bytes | str]) -> None:
    assert cell_of(cell, extra).error == "#VALUE!"


def test_e_a_text_about_such_a_formula_is_a_text() -> None:
    cell = '<c r="A1" t="str"><v>ใช้ =DISPIMG() ไม่ได้</v></c>'
    assert cell_of(cell).value == "ใช้ =DISPIMG() ไม่ได้"


def test_e_pictures_in_cells_are_not_told_twice() -> None:
    used = f'<Relationship Id="r" Type="{RELATIONS}/image" Target="media/image1.png"/>'
    extra = {
        "xl/cellimages.xml": "<x/>",
        "xl/_rels/cellimages.xml.rels": f'<Relationships xmlns="{PACKAGE}">{used}</Relationships>',
        "xl/media/image1.png": b"\0",
        "xl/media/image2.png": b"\0",
    }
    cell = PICTURES["WPS Office"][0]
    assert read_book(book_of(sheet_xml(row(cell)), extra)).active_content == {"pictures": 1}


def with_reason(cell: str) -> bytes:
    """A complete form with that in the cell of a mission's text."""
    content = parts(complete_workbook())
    for name, part in content.items():
        if b"<dataValidation" in part and b'<c r="C12"' in part and b'<c r="B12"' in part:
            before, after = part.split(b'<c r="C12"', 1)
            rest = after.split(b"</c>", 1)[1]
            content[name] = before + cell.replace("A1", "C12").encode() + rest
            return packed(content)
    raise LookupError("no such form")


def test_F057_fires_F019_quiet_on_a_picture_where_one_types() -> None:
    found = check_office(with_reason(CELL.format(1)), ASOF, FILE)
    [found_problem] = [problem for problem in found.problems if problem.code in ("F057", "F019")]
    assert (found_problem.code, found_problem.location.cell) == ("F057", "C12")
    for language in ("th", "en"):
        said = message(found_problem, language)
        assert "C12" in said
        assert "…" not in said


def test_F057_quiet_F019_fires_on_an_error_where_one_types() -> None:
    cell = '<c r="A1" t="e"><v>#VALUE!</v></c>'
    found = check_office(with_reason(cell), ASOF, FILE)
    assert [problem.code for problem in found.problems if problem.code in ("F057", "F019")] == [
        "F019"
    ]
