"""B5: a defined name whose rows are relative is used in its own rows only.

Anywhere else (a line above a table, the cover, another sheet) it would read from rows that happen
to be as far away, and say that all is well.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.forms.schema import Shape
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.templates.new_workbook import new_workbook

WORD = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\w.]+")
RELATIVE = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!\$?[A-Z]{1,3}[0-9]+(?![\w(!])")
FORMULA = re.compile(r'<c r="[A-Z]+([0-9]+)"[^>]*><f>([^<]*)</f>')
SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="[0-9]+"[^>]*r:id="rId([0-9]+)"')


@cache
def workbook(framework: str, language: Language) -> bytes:
    return new_workbook("58-R-014", "2569-1", load_framework(framework), language=language)


def formulas(data: bytes) -> Iterator[tuple[str, int, str]]:
    """Every formula in a cell, with its sheet and its row."""
    with ZipFile(BytesIO(data)) as package:
        names = SHEET.findall(package.read("xl/workbook.xml").decode())
        for name, number in names:
            text = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            for row, formula in FORMULA.findall(text):
                yield name, int(row), formula


def reads_relatively(name: str, names: dict[str, str], known: dict[str, set[str]]) -> set[str]:
    """The sheets of which a name reads rows that move with the cell, by itself or by others."""
    if name not in known:
        known[name] = set()
        text = names[name]
        known[name] = {quoted or plain for quoted, plain in RELATIVE.findall(text)}
        for word in set(WORD.findall(text)) & names.keys() - {name}:
            known[name] |= reads_relatively(word, names, known)
    return known[name]


@pytest.mark.parametrize(("framework", "language"), [("pso", "th"), ("pmqa4", "en")])
def test_b5_no_name_with_a_relative_row_is_used_outside_its_own_rows(
    framework: str, language: Language
) -> None:
    data = workbook(framework, language)
    names = read_book(data).names
    rows = {
        (placed.sheet, row)
        for plan in lay_out_workbook(load_framework(framework))
        for placed in plan.tables
        if placed.table.shape is Shape.GRID
        for row in range(placed.first, placed.last + 1)
    }
    known: dict[str, set[str]] = {}
    used, moving = 0, 0
    for sheet, row, formula in formulas(data):
        for word in set(WORD.findall(formula)) & names.keys():
            used += 1
            sheets = reads_relatively(word, names, known)
            moving += bool(sheets)
            if (sheet, row) in rows:
                assert sheets <= {sheet}, (sheet, row, word)
            else:
                assert sheets == set(), (sheet, row, word)
    assert used > moving > 1000


def test_a_name_of_a_row_has_a_reference_of_its_own() -> None:
    """When a sheet is put before, LibreOffice looks again at a cell only for the references in its
    formula and in the names that stand there, not for those in names within names."""
    data = workbook("pso", "th")
    names, known = read_book(data).names, dict[str, set[str]]()
    standing = {
        word for _, _, formula in formulas(data) for word in WORD.findall(formula)
    } & names.keys()
    moving = {name for name in standing if reads_relatively(name, names, known)}
    assert len(moving) > 20
    assert {name for name in moving if not RELATIVE.search(names[name])} == set()
