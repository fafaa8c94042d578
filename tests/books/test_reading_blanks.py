"""E: rows of empty cells cost next to nothing, so that what Gnumeric saves of a form is read.

Gnumeric knows no format of a whole row and writes one as 16,384 cells. The forms of version 1 have
hundreds of such rows: 194 MB of XML when unpacked, of which 15 MB mean something.
"""

import re
import tracemalloc
import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.framework import load_framework
from pso_excel.pipeline import check_office
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.reader import LIMITS, Limits
from pso_excel.xlsx.reader.limits import WITH_BLANKS
from pso_excel.xlsx.reader.text import Blanks
from pso_excel.xlsx.workbook import CellWrite, Workbook, column_letters
from tests.released import released
from tests.xlsx.packages import parts
from tests.xlsx.untrusted import book_of, outcome, row, sheet_of, sheet_xml

ASOF = date(2026, 3, 31)
LETTERS = tuple(column_letters(column) for column in range(1, 16_385))
STYLED = re.compile(r'<row r="(\d+)"([^>]*?) s="(\d+)" customFormat="1"([^>]*?)(/?)>')


@cache
def empty_cells(number: str, style: str) -> str:
    """The cells of a row beyond those that a form uses, each on a line of its own."""
    return "".join(f'\n      <c r="{letters}{number}" s="{style}"/>' for letters in LETTERS[50:])


def as_gnumeric(sheet: str) -> str:
    """The sheet with every row's format given to all of its cells."""

    def cells_of(found: re.Match[str]) -> str:
        number, before, style, after, closed = found.groups()
        end = "</row>" if closed else ""
        return f'<row r="{number}"{before}{after}>{empty_cells(number, style)}{end}'

    return STYLED.sub(cells_of, sheet)


def saved_by_gnumeric(data: bytes) -> bytes:
    """A form with all its rows blown up."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts(data).items():
            if name.startswith("xl/worksheets/sheet"):
                part = as_gnumeric(part.decode()).encode()
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.fixture(scope="module")
def form() -> bytes:
    """A filled form of the first version."""
    return next(release for release in released() if release.name == "office_th").data


@pytest.fixture(scope="module")
def blown_up(form: bytes) -> bytes:
    """The same, saved by Gnumeric."""
    return saved_by_gnumeric(form)


def test_e_a_form_saved_by_gnumeric_gives_the_same(form: bytes, blown_up: bytes) -> None:
    assert sum(map(len, parts(blown_up).values())) > LIMITS.total_bytes
    tracemalloc.start()
    found = check_office(blown_up, ASOF, "ก.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 << 20
    assert found.scorecard is not None
    assert found == check_office(form, ASOF, "ก.xlsx")


def test_e_a_sheet_of_empty_cells_is_read_as_if_they_were_not_there() -> None:
    few = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}"><v>{n}</v></c></row>' for n in (1, 2, 9)
    )
    many = as_gnumeric(few)
    assert len(many) > 1_000_000
    plain = sheet_of(sheet_xml(few)).cells
    for limits in (LIMITS, Limits(whole_bytes=0)):
        for text in (many, f"<!-- -->{many}", many.replace("/>", " />")):
            book = outcome(book_of(sheet_xml(text)), limits)
            assert isinstance(book, Workbook)
            assert book.sheets["ผล"].cells == plain


def test_e_a_cell_without_an_address_follows_the_empty_ones() -> None:
    cells = '<c r="B1" s="1"/> <c r="C1"/>\n<c r="D1" s="2" /><c><v>5</v></c>'
    assert list(sheet_of(sheet_xml(f"<!-- -->{row(cells)}")).cells) == [(1, 5)]


@pytest.mark.parametrize("limits", [LIMITS, Limits(whole_bytes=0)])
def test_e_a_text_that_looks_like_empty_cells_stays(limits: Limits) -> None:
    text = '<c r="A1"/><c r="B1"/><c r="C1"/>'
    cell = f'<c r="A1" t="str"><v><![CDATA[{text}]]></v></c>'
    book = outcome(book_of(sheet_xml(row(cell))), limits)
    assert isinstance(book, Workbook)
    assert book.sheets["ผล"].cell(1, 1).value == text


def test_e_what_looks_like_empty_cells_stays_where_a_piece_ends_within_its_mark() -> None:
    blanks, text = Blanks(), b'<c r="A1"/><c r="B1"/>'
    assert blanks.left_out(b"<worksheet><t><") == b"<worksheet><t><"
    assert blanks.left_out(b"![CDATA[" + text) == b"![CDATA[" + text
    assert Blanks().left_out(b'<?xml version="1.0" encoding="koi8-r"?><x>' + text).endswith(text)


def test_F023_fires_e_on_empty_cells_without_end() -> None:
    limits = Limits(total_bytes=1 << 18, part_bytes=1 << 18, whole_bytes=1 << 16)
    rows = as_gnumeric('<row r="1" s="1" customFormat="1"/>')
    assert isinstance(outcome(book_of(sheet_xml(rows)), limits), Workbook)
    most = limits.total_bytes * WITH_BLANKS
    assert outcome(book_of(sheet_xml(rows * (most // len(rows) + 1))), limits) == "F023"


@pytest.mark.parametrize("stage", ["", "S00", "S05", "S08"])
def test_e_no_form_has_a_format_of_a_whole_row(stage: str) -> None:
    data = new_workbook("", "2569-1", load_framework("pso"), stage=stage, macros=not stage)
    sheets = [part for name, part in parts(data).items() if "worksheets/sheet" in name]
    assert sheets
    assert not any(b"customFormat" in part for part in sheets)


@pytest.mark.filterwarnings("ignore::UserWarning")  # what openpyxl leaves out
@pytest.mark.parametrize("stage", ["S01", "S05"])
def test_e_the_rows_around_a_growing_table_stay_locked(stage: str) -> None:
    """Its columns are open to the office, its title and its headers are not."""
    data = new_workbook("", "2569-1", load_framework("pso"), stage=stage)
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        columns: Any = sheet.column_dimensions
        for letters in [letters for letters in columns if not columns[letters].protection.locked]:
            cells: list[Any] = [sheet[f"{letters}{number}"] for number in (1, 2, 3)]
            assert all(cell.protection.locked for cell in cells)


FIRST = {"1": '<c r="A1" s="1"/>', "2": ""}


def test_e_a_copy_of_what_gnumeric_saved_is_patched_in_order() -> None:
    """Far empty cells are not looked at one by one; the new cell stands before them."""
    rows = "".join(row(first, empty_cells(n, "1"), number=int(n)) for n, first in FIRST.items())
    data = book_of(sheet_xml(rows))
    copy = patch_copy(
        data, [CellWrite("ผล", "A1", "ก"), CellWrite("ผล", "C1", "ข"), CellWrite("ผล", "B2", "ค")]
    )
    sheet = parts(copy)["xl/worksheets/sheet1.xml"].decode()
    for number in (1, 2):
        line = sheet[sheet.index(f'<row r="{number}"') :].split("</row>")[0]
        columns = re.findall(rf'<c r="([A-Z]+){number}"', line)
        assert columns == sorted(set(columns), key=lambda letters: (len(letters), letters))
        assert len(columns) > 16_000
    read = outcome(copy)
    assert isinstance(read, Workbook)
    assert {at: cell.value for at, cell in read.sheets["ผล"].cells.items()} == {
        (1, 1): "ก",
        (1, 3): "ข",
        (2, 2): "ค",
    }
