"""Small files that would be huge in memory or endless in time, each within or past a real limit."""

import re
import zipfile
from collections.abc import Callable, Mapping

from pso_excel.xlsx.reader import LIMITS
from tests.hostile.bases import base
from tests.hostile.zip_mutations import Part, zipped
from tests.xlsx.packages import MAIN
from tests.xlsx.test_reading_bounds import bomb, with_styles
from tests.xlsx.untrusted import (
    HEAD,
    Make,
    claiming,
    relationships,
    row,
    sheet_xml,
    strings_xml,
    with_parts,
    with_sheet,
    workbook_xml,
)

SHEET = "xl/worksheets/sheet1.xml"
EVERYWHERE = "A1:XFD1048576"
READ = ""  # no refusal: it is read like any other form


def in_form(change: Callable[[str], str], ending: str = "", stage: str = "S01") -> bytes:
    """A form of one stage with the sheet that is filled in, or another part, changed."""
    parts = list(base(stage))
    places = [
        at
        for at, part in enumerate(parts)
        if (part.name.endswith(ending) if ending else b"<dataValidation" in part.content)
    ]
    at = places[-1] if not ending else places[0]
    changed = change(parts[at].content.decode()).encode()
    parts[at] = Part(parts[at].name, changed)
    return zipped(parts, zipfile.ZIP_DEFLATED)


def after_rows(more: str) -> Callable[[str], str]:
    """Something more behind the rows of a sheet."""
    return lambda text: text.replace("</sheetData>", f"</sheetData>{more}", 1)


def more_rows(rows: str) -> Callable[[str], str]:
    """More rows below the others of a sheet."""
    return lambda text: text.replace("</sheetData>", f"{rows}</sheetData>", 1)


def cells(number: int, cell: Callable[[str], str]) -> str:
    """Rows of a thousand cells far below any table; ``cell`` makes one from its address."""
    names = [
        f"{a}{b}{c}" for a in "ABCD" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for c in "ABCDEFGHIJ"
    ]
    rows = range(5_000, 5_000 + number // 1_000)
    return "".join(
        f'<row r="{at}">{"".join(cell(f"{name}{at}") for name in names[:1000])}</row>'
        for at in rows
    )


def with_longest_texts() -> bytes:
    """A form whose shared texts are all long, as many letters in all as a book may have."""
    parts = list(base("S01"))
    at = next(at for at, part in enumerate(parts) if part.name.endswith("sharedStrings.xml"))
    number = parts[at].content.count(b"<si>")
    each = "ก" * min(LIMITS.text, LIMITS.characters * 9 // 10 // number)
    parts[at] = Part(parts[at].name, strings_xml(*[f"<t>{each}</t>"] * number).encode())
    return zipped(parts)


def with_one_text_everywhere() -> bytes:
    """A form in which every cell with a shared text has the first, which is very long."""
    parts = [
        Part(name, re.sub(rb't="s"><v>\d+</v>', b't="s"><v>0</v>', content))
        if b"<dataValidation" in content
        else Part(name, content)
        for name, content in base("S01")
    ]
    at = next(at for at, part in enumerate(parts) if part.name.endswith("sharedStrings.xml"))
    strings = parts[at].content.replace(b"<si>", f"<si><t>{'ก ' * 60_000}</t>".encode(), 1)
    parts[at] = Part(parts[at].name, strings)
    return zipped(parts)


def unfolding() -> str:
    """Two gigabytes of one entity."""
    entity = f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'
    return f'{HEAD}{entity}<worksheet xmlns="{MAIN}">{"&a;" * 50_000}</worksheet>'


EXPLOSIONS: Mapping[str, tuple[Make, str]] = {
    "200 MB of blanks": (lambda: bomb(SHEET, 200 << 20), "F023"),
    "90 MB that claim to be 1 kB": (lambda: claiming(1000, bomb(SHEET, 90 << 20)), "F001"),
    "50 MB of blanks": (lambda: bomb(SHEET, 50 << 20), READ),
    "one text of 20 MB": (
        lambda: with_parts({"xl/sharedStrings.xml": strings_xml(f"<t>{'x' * 20_000_000}</t>")}),
        "F034",
    ),
    "300,000 texts": (
        lambda: with_parts({"xl/sharedStrings.xml": strings_xml(*["<t>x</t>"] * 300_000)}),
        "F032",
    ),
    "texts of 9 million letters": (
        lambda: with_parts(
            {
                "xl/sharedStrings.xml": strings_xml(
                    *(f"<t>{n}{'x' * 100_000}</t>" for n in range(90))
                )
            }
        ),
        "F031",
    ),
    "210,000 cells": (
        lambda: in_form(more_rows(cells(210_000, lambda at: f'<c r="{at}"><v>1</v></c>'))),
        "F033",
    ),
    "150,000 cells": (
        lambda: in_form(more_rows(cells(150_000, lambda at: f'<c r="{at}"><v>1</v></c>'))),
        READ,
    ),
    "150,000 formulas": (
        lambda: in_form(more_rows(cells(150_000, lambda at: f'<c r="{at}"><f>A1</f></c>'))),
        READ,
    ),
    "2,100,000 elements": (lambda: with_sheet("<x/>" * 2_100_000), "F051"),
    "a tag of 2 MB": (lambda: with_sheet(f"<row x='{'x' * 2_000_000}'/>"), "F051"),
    "elements 200,000 deep": (lambda: with_sheet("<x>" * 200_000), "F026"),
    "19,999 merges of everything": (
        lambda: in_form(after_rows(f'<mergeCell ref="{EVERYWHERE}"/>' * (LIMITS.merges - 100))),
        READ,
    ),
    "20,001 merges": (
        lambda: in_form(after_rows('<mergeCell ref="ZA9000:ZB9000"/>' * (LIMITS.merges + 1))),
        "F035",
    ),
    "19,000 lists for everything": (
        lambda: in_form(after_rows(f'<dataValidation type="list" sqref="{EVERYWHERE}"/>' * 19_000)),
        READ,
    ),
    "a list for 30,000 places": (
        lambda: in_form(
            after_rows(f'<dataValidation type="list" sqref="{" ".join(["B1:XFD9999"] * 30_000)}"/>')
        ),
        READ,
    ),
    "19,000 names of everything": (
        lambda: in_form(
            lambda text: text.replace(
                "</definedNames>",
                "".join(
                    f'<definedName name="n{n}">Sheet1!${EVERYWHERE}</definedName>'
                    for n in range(19_000)
                )
                + "</definedNames>",
            ),
            "xl/workbook.xml",
        ),
        READ,
    ),
    "all columns hidden 10,000 times": (
        lambda: in_form(
            lambda text: text.replace(
                "<sheetData>", '<col min="1" max="16384" hidden="1"/>' * 10_000 + "<sheetData>", 1
            )
        ),
        READ,
    ),
    "every text as long as can be": (with_longest_texts, "F031"),
    "one long text in every cell": (with_one_text_everywhere, "F031"),
    "80,000 styles": (lambda: with_styles(80_000), "F037"),
    "400 sheets": (
        lambda: with_parts({"xl/workbook.xml": workbook_xml(*(f"ผ{n}" for n in range(400)))}),
        "F039",
    ),
    "one sheet 250 times": (
        lambda: with_parts(
            {
                "xl/workbook.xml": workbook_xml(*(f"ผ{n}" for n in range(1, 251))),
                "xl/_rels/workbook.xml.rels": relationships(
                    *((f"s{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 251))
                ),
                SHEET: sheet_xml(row('<c r="A1"><v>1</v></c>'), before=" " * 1_000_000),
            }
        ),
        "F023",
    ),
    "entities that unfold": (lambda: with_parts({SHEET: unfolding()}), "F025"),
}
