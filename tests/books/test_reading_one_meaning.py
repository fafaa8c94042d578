"""D6: what two readers could take for two different values is refused, with a code.

A file that a spreadsheet program wrote has one meaning. What none writes (a cell in a cell, two
values in one, a second table of rows, a part in an unknown namespace) is not guessed at.
"""

from collections.abc import Mapping
from datetime import date

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.intake import read_book
from pso_excel.pipeline import check_office
from pso_excel.xlsx.workbook import Workbook
from tests.complete_workbook import complete_workbook
from tests.xlsx.packages import MAIN, RELATIONS, packed, parts
from tests.xlsx.untrusted import (
    HEAD,
    ONE,
    PACKAGE,
    STRICT_MAIN,
    STRICT_RELATIONS,
    Make,
    book_of,
    outcome,
    relationships,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
    with_parts,
    with_sheet,
    workbook_xml,
)

ASOF = date(2026, 3, 31)

CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
RELS = "xl/_rels/workbook.xml.rels"
USES = (
    ("s1", "worksheet", "worksheets/sheet1.xml"),
    ("t", "sharedStrings", "sharedStrings.xml"),
    ("y", "styles", "styles.xml"),
)
SHARED = row('<c r="A1" t="s"><v>0</v></c>')


def with_strings(*items: str, inner: str = "") -> bytes:
    """A sheet with the first shared text in A1; ``inner`` is more of the table as XML."""
    table = strings_xml(*items).replace("</sst>", f"{inner}</sst>")
    return book_of(sheet_xml(SHARED), {STRINGS: table})


def with_styles(inner: str) -> bytes:
    """A good book with styles of that XML."""
    return with_parts({STYLES: f'{HEAD}<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'})


def with_names(names: str) -> bytes:
    """A good book with that inside its workbook part, behind the sheets."""
    return with_parts({WORKBOOK: workbook_xml("ผล", extra=names)})


def elsewhere(part: str, content: str) -> bytes:
    """A good book in which the main namespace of one part is an unknown one."""
    return with_parts({part: content.replace(MAIN, "urn:other").replace(PACKAGE, "urn:other")})


def in_choice(inner: str) -> str:
    """One content for some programs, another for the others."""
    return (
        f'<mc:AlternateContent xmlns:mc="{CHOICE}"><mc:Choice Requires="x14" xmlns:x14="urn:x14">'
        f"{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
    )


FIRES: dict[str, tuple[Make, str]] = {
    # cells
    "a cell in a cell": (lambda: with_sheet(row(f'<c r="A1">{ONE}<v>2</v></c>')), "F046"),
    "an empty cell in a cell": (lambda: with_sheet(row('<c r="A1"><c r="B1"/></c>')), "F046"),
    "two values in a cell": (lambda: with_sheet(row('<c r="A1"><v>1</v><v>2</v></c>')), "F046"),
    "two formulas in a cell": (
        lambda: with_sheet(row('<c r="A1"><f>A2</f><f>A3</f><v>1</v></c>')),
        "F046",
    ),
    "a value in a value": (lambda: with_sheet(row('<c r="A1"><v><v>1</v></v></c>')), "F046"),
    "something else within a value": (
        lambda: with_sheet(row('<c r="A1"><v>8<x/>5</v></c>')),
        "F046",
    ),
    "a comment within a value": (
        lambda: with_sheet(row('<c r="A1"><v>8<!-- -->5</v></c>')),
        "F046",
    ),
    "an instruction within an inline text": (
        lambda: with_sheet(row('<c r="A1" t="inlineStr"><is><t>8<?x y?>5</t></is></c>')),
        "F046",
    ),
    "a value and an inline text": (
        lambda: with_sheet(row('<c r="A1"><v>1</v><is><t>2</t></is></c>')),
        "F046",
    ),
    "an inline text and a value": (
        lambda: with_sheet(row('<c r="A1" t="inlineStr"><is><t>1</t></is><v>2</v></c>')),
        "F046",
    ),
    "a value in a cell for inline text": (
        lambda: with_sheet(row('<c r="A1" t="inlineStr"><v>1</v></c>')),
        "F046",
    ),
    "an inline text in a cell for a number": (
        lambda: with_sheet(row('<c r="A1"><is><t>1</t></is></c>')),
        "F046",
    ),
    "a text beside its place": (lambda: with_sheet(row('<c r="A1"><t>1</t></c>')), "F046"),
    "a value outside any cell": (lambda: with_sheet(row("<v>1</v>")), "F046"),
    "a value of another language": (
        lambda: with_sheet(row('<c r="A1"><v xmlns="urn:x">1</v></c>')),
        "F046",
    ),
    "a cell of another language": (lambda: with_sheet(row('<c r="A1" xmlns="urn:x"/>')), "F046"),
    "an inline text of another language": (
        lambda: with_sheet(row('<c r="A1" t="inlineStr"><is><t xmlns="urn:x">1</t></is></c>')),
        "F046",
    ),
    "two contents of a row": (lambda: with_sheet(row(in_choice(ONE))), "F046"),
    "two contents of a sheet": (lambda: with_sheet(in_choice(row(ONE))), "F046"),
    "a row in a row": (lambda: with_sheet(row(row(ONE))), "F046"),
    "a row behind the rows": (lambda: with_sheet("", after=row(ONE)), "F046"),
    "a second table of rows": (
        lambda: with_sheet(row(ONE), after=f"<sheetData>{row(ONE, number=2)}</sheetData>"),
        "F046",
    ),
    "a table of rows within something else": (
        lambda: with_sheet("", after=f"<x><sheetData>{row(ONE)}</sheetData></x>"),
        "F046",
    ),
    "a row twice": (
        lambda: with_sheet(row(ONE) + row('<c r="B1"><v>2</v></c>')),
        "F029",
    ),
    "a row twice, out of order": (
        lambda: with_sheet(
            row(ONE) + row('<c r="A2"><v>1</v></c>', number=2) + row('<c r="B1"><v>2</v></c>')
        ),
        "F029",
    ),
    # sheets
    "a sheet in an unknown namespace": (
        lambda: elsewhere("xl/worksheets/sheet1.xml", sheet_xml(row(ONE))),
        "F047",
    ),
    "a sheet whose rows are of an unknown namespace": (
        lambda: book_of(
            f'<m:worksheet xmlns:m="{MAIN}" xmlns="urn:x"><sheetData>{row(ONE)}</sheetData>'
            "</m:worksheet>"
        ),
        "F047",
    ),
    "a sheet without rows": (lambda: book_of(f'<worksheet xmlns="{MAIN}"/>'), "F047"),
    "another part in the place of a sheet": (lambda: book_of(strings_xml("<t>1</t>")), "F047"),
    "two sheets whose names differ in case": (
        lambda: with_parts(
            {
                WORKBOOK: workbook_xml("Plan", "PLAN"),
                RELS: relationships(USES[0], ("s2", "worksheet", "worksheets/sheet1.xml")),
            }
        ),
        "F040",
    ),
    "a sheet that leads to two parts": (
        lambda: with_parts(
            {
                WORKBOOK: workbook_xml("ผล")
                .replace("<workbook ", f'<workbook xmlns:s="{STRICT_RELATIONS}" ')
                .replace('r:id="s1"', 'r:id="s1" s:id="s2"')
            }
        ),
        "F040",
    ),
    # the workbook
    "a workbook in an unknown namespace": (
        lambda: elsewhere(WORKBOOK, workbook_xml("ผล")),
        "F047",
    ),
    "a second list of sheets": (
        lambda: with_names('<sheets><sheet name="ข" sheetId="2"/></sheets>'),
        "F046",
    ),
    "a list of sheets for some programs": (
        lambda: with_parts(
            {WORKBOOK: workbook_xml("ผล").replace("<sheets>", in_choice("<sheets/>") + "<sheets>")}
        ),
        "F046",
    ),
    "a sheet outside the list": (lambda: with_names('<x><sheet name="ข"/></x>'), "F046"),
    "days counted in two ways": (
        lambda: with_parts(
            {WORKBOOK: workbook_xml("ผล", properties='<workbookPr/><workbookPr date1904="1"/>')}
        ),
        "F046",
    ),
    "a name with two meanings": (
        lambda: with_names(
            '<definedNames><definedName name="a">1</definedName>'
            '<definedName name="A">2</definedName></definedNames>'
        ),
        "F038",
    ),
    "a name outside the list": (
        lambda: with_names('<definedName name="a">1</definedName>'),
        "F046",
    ),
    # texts and formats
    "texts in an unknown namespace": (
        lambda: book_of(
            sheet_xml(SHARED), {STRINGS: strings_xml("<t>1</t>").replace(MAIN, "urn:x")}
        ),
        "F047",
    ),
    "a text in a text": (lambda: with_strings("<t>1</t><si><t>2</t></si>"), "F046"),
    "a text of another language": (
        lambda: with_strings("<t>1</t>", inner='<si xmlns="urn:x"><t>2</t></si>'),
        "F046",
    ),
    "something else within a text": (lambda: with_strings("<t>8<b/>5</t>"), "F046"),
    "a comment within a text": (lambda: with_strings("<t>8<!-- -->5</t>"), "F046"),
    "a text outside the table": (lambda: with_strings(inner="<x><t>1</t></x>"), "F046"),
    "a text for some programs": (lambda: with_strings(in_choice("<t>1</t>")), "F046"),
    "formats in an unknown namespace": (lambda: elsewhere(STYLES, styles_xml("0%")), "F047"),
    "a second list of cell styles": (
        lambda: with_styles("<cellXfs><xf/></cellXfs><cellXfs><xf/></cellXfs>"),
        "F046",
    ),
    "cell styles of another language": (
        lambda: with_styles('<cellXfs xmlns="urn:x"><xf/></cellXfs>'),
        "F046",
    ),
    "one number for two formats": (
        lambda: with_styles(
            '<numFmts><numFmt numFmtId="200" formatCode="0%"/>'
            '<numFmt numFmtId="200" formatCode="0.00"/></numFmts>'
        ),
        "F038",
    ),
    # relationships
    "relationships in an unknown namespace": (
        lambda: elsewhere(RELS, relationships(*USES)),
        "F047",
    ),
    "two tables of texts": (
        lambda: book_of(
            sheet_xml(SHARED),
            {
                STRINGS: strings_xml("<t>1</t>"),
                "xl/other.xml": strings_xml("<t>2</t>"),
                RELS: relationships(*USES, ("o", "sharedStrings", "other.xml")),
            },
        ),
        "F038",
    ),
    "two workbooks": (
        lambda: with_parts(
            {
                "xl/other.xml": workbook_xml("ผล"),
                "_rels/.rels": relationships(
                    ("a", "officeDocument", "xl/workbook.xml"),
                    ("b", "officeDocument", "xl/other.xml"),
                ),
            }
        ),
        "F038",
    ),
    "targets relative to elsewhere": (
        lambda: with_parts(
            {RELS: relationships(*USES).replace("<Relationships", '<Relationships xml:base="x/"')}
        ),
        "F027",
    ),
    "a relationship for some programs": (
        lambda: with_parts(
            {
                RELS: relationships(*USES).replace(
                    "</Relationships>",
                    in_choice(f'<Relationship Id="z" Type="{RELATIONS}/styles" Target="z.xml"/>')
                    + "</Relationships>",
                )
            }
        ),
        "F046",
    ),
}

QUIET: Mapping[str, Make] = {
    "F046 quiet: a number format of a condition": lambda: with_styles(
        '<cellXfs><xf numFmtId="0"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="200" formatCode="0%"/></dxf></dxfs>'
    ),
    "F046 quiet: a comment between the cells": lambda: with_sheet(row("<!-- -->", ONE)),
    "F046 quiet: what follows a value": lambda: with_sheet(
        row('<c r="A1"><v>1</v><extLst><ext uri="x"><y xmlns="urn:x"/></ext></extLst></c>')
    ),
    "F046 quiet: buttons for some programs": lambda: with_sheet(
        row(ONE), after=in_choice("<controls/>")
    ),
    "F046 quiet: the folder of the file for some programs": lambda: with_parts(
        {WORKBOOK: workbook_xml("ผล", properties=in_choice("<x/>"))}
    ),
    "F047 quiet: an empty sheet": lambda: with_sheet(""),
    "F038 quiet: a name of the program on two sheets": lambda: with_names(
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">1</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="1">2</definedName></definedNames>'
    ),
    "F029 quiet: an empty row twice": lambda: with_sheet(row() + row(ONE)),
}


@pytest.mark.parametrize(
    ("make", "code"),
    [pytest.param(make, code, id=f"{code} fires: {name}") for name, (make, code) in FIRES.items()],
)
def test_d6_what_could_mean_two_things_is_refused(make: Make, code: str) -> None:
    assert outcome(make()) == code


@pytest.mark.parametrize("make", QUIET.values(), ids=QUIET)
def test_d6_what_programs_do_write_is_read(make: Make) -> None:
    assert isinstance(outcome(make()), Workbook)


@pytest.mark.parametrize("space", ["urn:other", MAIN.upper()])
def test_d6_a_stage_in_an_unknown_namespace_gives_no_score(space: str) -> None:
    """Not 0.00: nothing in that sheet was read."""
    content = parts(complete_workbook())
    at = next(name for name, part in content.items() if b"#S06.answers" in part)
    content[at] = content[at].replace(MAIN.encode(), space.encode(), 1)
    found = check_office(packed(content), ASOF, "ก.xlsx")
    assert found.scorecard is None
    assert [problem.code for problem in found.problems] == ["F047"]


def test_d6_the_cell_is_named() -> None:
    with pytest.raises(Refused) as refused:
        read_book(with_sheet(row('<c r="A1"><v>1</v><v>2</v></c>')), "ก.xlsx")
    problem = refused.value.problem
    assert (problem.location.sheet, problem.location.cell) == ("ผล", "A1")
    for language in ("th", "en"):
        assert "…" not in message(problem, language)


def test_d6_a_form_saved_as_strict_open_xml_is_read_alike() -> None:
    """Excel offers to save in the namespaces of the standard's strict part: the same form."""
    data = complete_workbook()
    content = {name: _strict(part) for name, part in parts(data).items()}
    strict, plain = (
        check_office(each_data, ASOF, "ก.xlsx") for each_data in (packed(content), data)
    )
    assert strict.scorecard is not None
    assert strict == plain


def _strict(part: bytes) -> bytes:
    for old, new in (
        (MAIN, STRICT_MAIN),
        (RELATIONS + "/custom-properties", STRICT_RELATIONS + "/customProperties"),
        (RELATIONS + "/extended-properties", STRICT_RELATIONS + "/extendedProperties"),
        (RELATIONS, STRICT_RELATIONS),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        ),
        ("officeDocument/custom-properties", "officeDocument/customProperties"),
        ("officeDocument/extended-properties", "officeDocument/extendedProperties"),
    ):
        part = part.replace(f'"{old}'.encode(), f'"{new}'.encode())
    return part
