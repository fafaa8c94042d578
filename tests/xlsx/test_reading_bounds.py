"""Files that hold too much of something: one code each, early, and at little cost."""

import io
import tracemalloc
import zipfile

import pytest

from pso_excel.xlsx.reader import LIMITS, Limits
from pso_excel.xlsx.workbook import Workbook
from tests.xlsx.packages import MAIN
from tests.xlsx.untrusted import (
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
    in_cells=60, text=30, cells=6, sheets=2, merges=2, validations=2, names=2, styles=3, parts=9,
    elements=500, tag_bytes=100_000,
)  # fmt: skip
LAST = '<c r="A7"><v>7</v></c>'
CELLS = "".join(row(LAST.replace("7", str(n)), number=n) for n in range(1, 8))
TOO_MUCH: dict[str, tuple[Make, str]] = {
    "one giant part": (lambda: bomb("xl/worksheets/sheet1.xml", 5 << 20), "F023"),
    "giant altogether": (
        lambda: with_parts(
            {"xl/worksheets/sheet1.xml": sheet_xml(" " * (2 << 20)), "xl/a.bin": "x" * (10 << 20)}
        ),
        "F023",
    ),
    "too many parts": (lambda: with_parts({f"xl/x{n}.xml": "x" for n in range(5)}), "F024"),
    "one text too long": (lambda: with_texts("x" * 31), "F034"),
    "an inline text too long": (
        lambda: with_sheet(row(f'<c r="A1" t="str"><v>{"x" * 31}</v></c>')),
        "F034",
    ),
    "too much text": (lambda: with_texts("x" * 21, "y" * 21), "F031"),
    "too many texts": (lambda: with_texts(*"abcdef"), "F032"),
    "too many cells": (lambda: with_sheet(CELLS), "F033"),
    "too many cells, plainly read": (lambda: with_sheet(f"<!-- -->{CELLS}"), "F033"),
    "too many merges": (lambda: with_sheet("", after="<mergeCell ref='A1:B1'/>" * 3), "F035"),
    "too many names": (lambda: with_names(3), "F036"),
    "too many styles": (lambda: with_styles(4), "F037"),
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
                    "ผล", extra=listed(f"<definedName>{'x' * 25}</definedName>" * 2)
                )
            }
        ),
        "F031",
    ),
    "too much text in cells": (
        lambda: with_sheet(row(*(f'<c r="{c}1" t="str"><v>{c * 25}</v></c>' for c in "AB"))),
        "F031",
    ),
    "one text in many cells": (
        lambda: book_of(
            sheet_xml(row(*(f'<c r="{c}1" t="s"><v>0</v></c>' for c in "ABC"))),
            {"xl/sharedStrings.xml": strings_xml(f"<t>{'x' * 25}</t>")},
        ),
        "F031",
    ),
    "too many number formats": (
        lambda: with_parts(
            {
                "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>'
                + "".join(f'<numFmt numFmtId="{n}"/>' for n in range(4))
                + "</numFmts></styleSheet>"
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


JUST_ENOUGH: dict[str, Make] = {
    "F023 quiet: as large as allowed": lambda: with_sheet(" " * (2 << 20)),
    "F024 quiet: as many parts": lambda: with_parts({f"xl/x{n}.xml": "x" for n in range(4)}),
    "F031 quiet: as much text": lambda: with_texts("x" * 20, "y" * 19),
    "F032 quiet: as many texts": lambda: with_texts(*"abcde"),
    "F033 quiet: as many cells": lambda: with_sheet(CELLS.replace(row(LAST, number=7), "")),
    "F034 quiet: as long a text": lambda: with_texts("x" * 30),
    "F035 quiet: as many merges": lambda: with_sheet("", after="<mergeCell ref='A1:B1'/>" * 2),
    "F036 quiet: as many names": lambda: with_names(2),
    "F037 quiet: as many styles": lambda: with_styles(3),
    "F039 quiet: as many sheets": lambda: with_parts(
        {
            "xl/workbook.xml": workbook_xml("ก", "ข"),
            "xl/_rels/workbook.xml.rels": relationships(
                *((f"s{n}", "worksheet", "worksheets/sheet1.xml") for n in (1, 2))
            ),
        }
    ),
    "F050 quiet: as many validations": lambda: with_sheet("", after="<dataValidation/>" * 2),
    "F051 quiet: as many elements": lambda: with_sheet("<row/>" * 400),
}


def with_texts(*texts: str) -> bytes:
    """A book with these shared strings."""
    return with_parts({"xl/sharedStrings.xml": strings_xml(*(f"<t>{text}</t>" for text in texts))})


def with_names(number: int) -> bytes:
    """A book with that many defined names."""
    names = '<definedName name="a"/>' * number
    return with_parts({"xl/workbook.xml": workbook_xml("ผล", extra=listed(names))})


def listed(names: str) -> str:
    """The list of defined names."""
    return f"<definedNames>{names}</definedNames>"


def with_styles(number: int) -> bytes:
    """A book with that many cell styles."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * number}</cellXfs></styleSheet>'
    return with_parts({"xl/styles.xml": styles})


FIRES = [
    pytest.param(make, code, id=f"{code} fires: {name}") for name, (make, code) in TOO_MUCH.items()
]


@pytest.mark.parametrize(("make", "code"), FIRES)
def test_too_much_of_anything_is_one_code(make: Make, code: str) -> None:
    assert outcome(make(), SMALL) == code


@pytest.mark.parametrize("make", JUST_ENOUGH.values(), ids=JUST_ENOUGH)
def test_just_as_much_as_allowed_is_read(make: Make) -> None:
    assert isinstance(outcome(make(), SMALL), Workbook)


def test_F030_fires_on_a_file_too_large_by_its_size() -> None:
    assert outcome(GOOD, Limits(file_bytes=len(GOOD) - 1)) == "F030"


def test_F030_quiet_on_a_file_as_large_as_allowed() -> None:
    assert isinstance(outcome(GOOD, Limits(file_bytes=len(GOOD))), Workbook)


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
