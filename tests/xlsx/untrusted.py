"""Small packages written by hand, so that a test can put anything at all into a workbook."""

import struct
from collections.abc import Callable, Collection, Mapping
from xml.sax.saxutils import quoteattr

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.reader import LIMITS, Limits, read_workbook
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook
from tests.xlsx.packages import MAIN, RELATIONS, packed

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Make = Callable[[], bytes]
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet_xml(rows: str, *, before: str = "", after: str = "", main: str = MAIN) -> str:
    """A worksheet with these rows, and what stands before and after ``sheetData``."""
    return (
        f'{HEAD}<worksheet xmlns="{main}" xmlns:x14ac="http://example.org/x14ac">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def row(*cells: str, number: int = 1) -> str:
    """One row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def relationships(*targets: tuple[str, str, str], base: str = RELATIONS) -> str:
    """A relationships part of (id, kind, target)."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def workbook_xml(*tabs: str, extra: str = "", properties: str = "", main: str = MAIN) -> str:
    """A workbook part that lists the sheets; the n-th leads to the relationship ``s<n>``."""
    space = STRICT_RELATIONS if main == STRICT_MAIN else RELATIONS
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(tabs, 1)
    )
    return (
        f'{HEAD}<workbook xmlns="{main}" xmlns:r="{space}">{properties}'
        f"<sheets>{listed}</sheets>{extra}</workbook>"
    )


def styles_xml(*codes: str) -> str:
    """Styles: index 0 is general, then one style a number format code."""
    formats = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(codes)
    )
    xfs = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{xfs}'
        "</cellXfs></styleSheet>"
    )


def strings_xml(*items: str) -> str:
    """Shared strings; each item is the XML inside ``si``."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def content_of(
    sheet: str, extra: Mapping[str, bytes | str] | None = None
) -> dict[str, bytes | str]:
    """The parts of a book with one sheet ``ผล``; ``extra`` adds or replaces parts."""
    return {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml("ผล"),
        "xl/_rels/workbook.xml.rels": relationships(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }


def book_of(
    sheet: str, extra: Mapping[str, bytes | str] | None = None, leave: Collection[str] = ()
) -> bytes:
    """The package of :func:`content_of`, without the parts named in ``leave``."""
    content = content_of(sheet, extra)
    return packed({name: part for name, part in content.items() if name not in leave})


def sheet_of(sheet: str, extra: Mapping[str, bytes | str] | None = None) -> Sheet:
    """The sheet ``ผล`` as it is read."""
    return read_workbook(book_of(sheet, extra)).sheets["ผล"]


def cell_of(cell: str, extra: Mapping[str, bytes | str] | None = None) -> Cell:
    """What is read at A1 when the XML of that cell is given."""
    return sheet_of(sheet_xml(row(cell)), extra).cell(1, 1)


def outcome(data: bytes, limits: Limits = LIMITS) -> Workbook | str:
    """The book, or the code of the refusal; anything else is an error of the test."""
    try:
        return read_workbook(data, limits=limits)
    except WorkbookError as error:
        return error.code


ONE = '<c r="A1"><v>1</v></c>'
GOOD = book_of(sheet_xml(row(ONE)))


def with_parts(extra: Mapping[str, bytes | str]) -> bytes:
    """A good book with these parts added or replaced."""
    return book_of(sheet_xml(row(ONE)), extra)


def with_sheet(rows: str, **places: str) -> bytes:
    """A book with these rows."""
    return book_of(sheet_xml(rows, **places))


def claiming(size: int, data: bytes) -> bytes:
    """The zip whose directory claims that each part has that size."""
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data = data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
        at += 4
    return data
