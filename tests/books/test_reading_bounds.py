"""Files that hold too much of something: one code each, early, and at little cost."""

import io
import tracemalloc
import zipfile

import pytest

from pso_excel.books.reading import LIMITS, Limits
from tests.books.packages import MAIN
from tests.books.untrusted import (
    GOOD,
    HEAD,
    ONE,
    Make,
    book_of,
    claiming,
    content_of,
    outcome,
    relationships,
    row,
    sheet_xml,
    strings_xml,
    with_parts,
    with_sheet,
    workbook_xml,
)


def bomb(part: str, size: int) -> bytes:
    """A book in which one part unpacks to that many blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in content_of(sheet_xml(row(ONE))).items():
            if name != part:
                package.writestr(name, content)
        with package.open(part, "w", force_zip64=False) as stream:
            stream.write(f'{HEAD}<worksheet xmlns="{MAIN}">'.encode())
            for _ in range(size >> 20):
                stream.write(b" " * (1 << 20))
            stream.write(b"</worksheet>")
    return out.getvalue()


SMALL = Limits(
    part_bytes=3 << 20, total_bytes=4 << 20, whole_bytes=1 << 20, strings=5, characters=40,
    text=30, cells=6, sheets=2, merges=2, validations=2, names=2, styles=3, parts=9,
    elements=500, tag_bytes=100_000,
)  # fmt: skip
CELLS = "".join(row(f'<c r="A{n}"><v>{n}</v></c>', number=n) for n in range(1, 8))
TOO_MUCH: dict[str, tuple[Make, str]] = {
    "one giant part": (lambda: bomb("xl/worksheets/sheet1.xml", 5 << 20), "F023"),
    "giant altogether": (
        lambda: with_parts(
            {"xl/worksheets/sheet1.xml": sheet_xml(" " * (2 << 20)), "xl/a.xml": "x" * (2 << 20)}
        ),
        "F023",
    ),
    "too many parts": (lambda: with_parts({f"xl/x{n}.xml": "x" for n in range(5)}), "F024"),
    "one text too long": (
        lambda: with_parts({"xl/sharedStrings.xml": strings_xml(f"<t>{'x' * 31}</t>")}),
        "F034",
    ),
    "an inline text too long": (
        lambda: with_sheet(row(f'<c r="A1" t="str"><v>{"x" * 31}</v></c>')),
        "F034",
    ),
    "too much text": (
        lambda: with_parts({"xl/sharedStrings.xml": strings_xml(*[f"<t>{'x' * 21}</t>"] * 2)}),
        "F031",
    ),
    "too many texts": (
        lambda: with_parts({"xl/sharedStrings.xml": strings_xml(*["<t>x</t>"] * 6)}),
        "F032",
    ),
    "too many cells": (lambda: with_sheet(CELLS), "F033"),
    "too many cells, plainly read": (lambda: with_sheet(f"<!-- -->{CELLS}"), "F033"),
    "too many merges": (lambda: with_sheet("", after="<mergeCell ref='A1:B1'/>" * 3), "F035"),
    "too many names": (
        lambda: with_parts(
            {"xl/workbook.xml": workbook_xml("ผล", extra='<definedName name="a"/>' * 3)}
        ),
        "F036",
    ),
    "too many styles": (
        lambda: with_parts(
            {
                "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 4}</cellXfs>'
                "</styleSheet>"
            }
        ),
        "F037",
    ),
    "too many sheets": (
        lambda: with_parts({"xl/workbook.xml": workbook_xml("ก", "ข", "ค")}),
        "F039",
    ),
    "too many elements": (lambda: with_sheet("<row/>" * 501), "F051"),
    "too many usual elements": (lambda: with_sheet('<row r="1"/>' * 501), "F051"),
    "one tag too long": (lambda: with_sheet(f"<row x='{'x' * 200_000}'/>"), "F051"),
    "one comment too long": (lambda: with_sheet(f"<!--{'x' * 200_000}-->"), "F051"),
    "too much text in names": (
        lambda: with_parts(
            {
                "xl/workbook.xml": workbook_xml(
                    "ผล", extra=f"<definedName>{'x' * 25}</definedName>" * 2
                )
            }
        ),
        "F031",
    ),
    "too much text in cells": (
        lambda: with_sheet(row(*(f'<c r="{c}1" t="str"><v>{c * 25}</v></c>' for c in "AB"))),
        "F031",
    ),
    "too many number formats": (
        lambda: with_parts(
            {
                "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
                + "".join(f'<numFmt numFmtId="{n}"/>' for n in range(4))
                + "</styleSheet>"
            }
        ),
        "F037",
    ),
    "too many relationships": (
        lambda: with_parts(
            {"_rels/.rels": relationships(*((f"r{n}", "x", "x") for n in range(10)))}
        ),
        "F024",
    ),
    "too many validations": (lambda: with_sheet("", after="<dataValidation/>" * 3), "F050"),
}


@pytest.mark.parametrize("name", list(TOO_MUCH))
def test_too_much_of_anything_is_one_code(name: str) -> None:
    make, code = TOO_MUCH[name]
    assert outcome(make(), SMALL) == code
    assert outcome(GOOD, SMALL) != code


def test_a_file_too_large_is_refused_by_its_size() -> None:
    assert outcome(GOOD, Limits(file_bytes=len(GOOD) - 1)) == "F030"


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    data = bomb("xl/worksheets/sheet1.xml", 200 << 20)
    assert len(data) < 1 << 20
    for hostile in (data, claiming(1000, data), claiming(LIMITS.part_bytes // 8, data)):
        tracemalloc.start()
        code = outcome(hostile)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert code in ("F023", "F001")
        assert peak < 30 << 20


def test_a_part_that_everything_points_to_is_counted_each_time() -> None:
    names = [f"s{n}" for n in range(1, 200)]
    targets = [(name, "worksheet", "worksheets/sheet1.xml") for name in names]
    data = book_of(
        sheet_xml(" " * 100_000),
        {
            "xl/workbook.xml": workbook_xml(*names),
            "xl/_rels/workbook.xml.rels": relationships(*targets),
        },
    )
    assert outcome(data, Limits(total_bytes=4 << 20)) == "F023"
