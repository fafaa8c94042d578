"""B3: a cell that shows a percentage is read alike by the sheet's formulas and by the engine."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_submission
from pso_excel.scoring import score
from pso_excel.templates.fill import fill_workbook
from tests.books.test_live_scores import Rows, compare, scored
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Document, Office
from tests.live.open_book import opened

PSO = load_framework("pso")
TABLES = {table.table.id: table for plan in lay_out_workbook(PSO) for table in plan.tables}
ANSWERS, INDICATORS, SYSTEMS = (
    TABLES[table_id] for table_id in ("S06.answers", "S05.indicators", "S05.systems")
)
POINTS = ("x1", "x2", "x3", "x4", "x5")
OWN: Mapping[str, Rows] = {
    "S05.indicators": [
        {"code": "01.9", "sys": "SYS-01", "indicator": "เรื่องร้องเรียน", "method": "quantity",
         "direction": "less", "unit": "ร้อยละ", "applies": "yes", "weight": 20},
    ],
    "S06.answers": [
        scored(code, assessed_by="สมชาย ใจดี", assessed_date="15/06/2569")
        for code in ("01.1", "01.2", "01.3", "01.9", "02.3", "03.3", "04.1", "05.3")
    ],
    "STAFF.people": [{"name": "สมชาย ใจดี"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def blank() -> bytes:
    return fill_workbook(blank_workbook("58-R-014"), OWN, PSO)


def row_of(placed: TableLayout, code: str) -> int:
    keys = [row.key for row in placed.fixed]
    return placed.first + keys.index(code) if code in keys else placed.spare_first


def put(
    document: Document, placed: TableLayout, code: str, field: str, number: str, shown: str
) -> None:
    """A number in a cell of that format: 86% is stored as 0.86 in one that shows a percentage."""
    sheet, cell = placed.sheet, placed.cell(field, row_of(placed, code))
    document.sheet(sheet).unprotect("")
    document.type(sheet, cell, number)
    formats, locale = document.model.NumberFormats, document.model.CharLocale
    key = formats.queryKey(shown, locale, False)
    key = formats.addNew(shown, locale) if key < 0 else key
    document.sheet(sheet).getCellRangeByName(cell).NumberFormat = key


def shows(document: Document, code: str, *fields: str) -> list[str]:
    row = row_of(ANSWERS, code)
    return [document.text(ANSWERS.sheet, ANSWERS.cell(field, row)) for field in fields]


def check_of(document: Document, code: str) -> str:
    cells = document.sheet(ANSWERS.sheet)
    return str(cells.getCellByPosition(ANSWERS.check - 1, row_of(ANSWERS, code) - 1).String)


def put_shares(document: Document) -> None:
    """Weights, scoring points and answers in cells that show a percentage, and two that do not."""
    for system in PSO.systems:
        if not system.pilot:
            put(document, SYSTEMS, system.code, "weight", "0.1", "0%")
    for point, number in zip(POINTS, ("0.01", "0.02", "0.04", "0.06", "0.1"), strict=True):
        put(document, INDICATORS, "01.9", point, number, "0%")
    put(document, ANSWERS, "01.9", "value", "0.05", "0.0%")  # less is better
    put(document, ANSWERS, "01.1", "value", "0.86", "0%")
    put(document, ANSWERS, "01.2", "value", "0.75", "0.00%")  # the least that scores
    put(document, ANSWERS, "01.3", "numerator", "0.43", "0%")
    put(document, ANSWERS, "01.3", "denominator", "0.5", "0%")
    put(document, ANSWERS, "02.3", "value", "86", "General")
    put(document, ANSWERS, "03.3", "value", "0.86", "General")  # as it stands, and asked about
    document.calculate()


def test_b3_per_cent_cells_score_alike(blank: bytes, libreoffice: Office, tmp_path: Path) -> None:
    with opened(libreoffice, tmp_path, blank) as book:
        document = book.document
        put_shares(document)
        card = score(read_submission(book.as_saved(), PSO)[0], PSO)
        compare(document, card, PSO)
        scores = [shows(document, code, "score")[0] for code in ("01.1", "01.2", "02.3", "01.9")]
        assert scores == ["64.00", "20.00", "64.00", "50.00"]
        assert shows(document, "03.3", "score") == ["0.00"]
        checks = [check_of(document, code) for code in ("03.3", "02.3", "01.1", "01.9")]
        assert checks == ["▲ โปรดยืนยัน", *["✔ ครบ"] * 3]
        assert "100.00" in document.text(SYSTEMS.sheet, "B3")
        put(document, ANSWERS, "04.1", "value", "85", "0%")  # shows 8500%
        put(document, ANSWERS, "05.3", "value", "46082", "D/M/YYYY")
        document.calculate()
        for code in ("04.1", "05.3"):
            assert shows(document, code, "score") == ["✖"]
            assert check_of(document, code).startswith("✖")
        for read in (book.as_saved(), book.read()):  # the file and the open workbook
            submission, problems = read_submission(read, PSO)
            card = score(submission, PSO)
            assert (card.official, set(card.unreadable)) == (None, {"04.1", "05.3"})
            told = {problem.code for problem in problems if problem.location.sheet == ANSWERS.sheet}
            assert {"G032", "G033"} <= told


def without_cell(data: bytes) -> bytes:
    """The workbook as in a program that has no CELL: every call of it is an error."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as package:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/workbook.xml":
                assert content.count(b'CELL("format"')
                content = content.replace(b'CELL("format"', b'CELL("nothing"')
            package.writestr(part, content)
    return target.getvalue()


def test_b3_without_cell_a_bare_share_is_asked_about_and_not_scored(
    blank: bytes, libreoffice: Office, tmp_path: Path
) -> None:
    with opened(libreoffice, tmp_path, without_cell(blank)) as book:
        put(book.document, ANSWERS, "01.1", "value", "0.86", "0%")
        put(book.document, ANSWERS, "01.2", "value", "86", "General")
        book.document.calculate()
        assert shows(book.document, "01.1", "score") == [""]
        assert check_of(book.document, "01.1") == "▲ โปรดยืนยัน"
        assert shows(book.document, "01.2", "score") == ["64.00"]
