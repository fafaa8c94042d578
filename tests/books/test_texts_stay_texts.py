"""Texts of offices that begin as a formula: in every workbook they are typed texts with the quote
prefix and the format for text, so that neither opening, nor F2 and Enter, nor saving as CSV makes a
formula of them."""

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell

from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Refused
from pso_excel.framework import load_framework
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.pipeline import check_workbook
from pso_excel.repair import renew_workbook, repair_workbook
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.registry_workbook import registry_workbook
from pso_excel.xlsx.patcher.cell_xml import is_formula_like
from pso_excel.xlsx.workbook import CellWrite
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Document, Office
from tests.xlsx.packages import openpyxl_book, packed, parts, rich_book

PSO = load_framework("pso")
BOOKS = {"xlsxwriter": rich_book(), "openpyxl": openpyxl_book()}
DANGEROUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '=HYPERLINK("http://127.0.0.1/","กด")',
    '=WEBSERVICE("http://127.0.0.1/")',
    "=cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!D2",
    "file://server/share/x.xlsx",
)
LIKE_FORMULAS = st.builds(
    str.__add__, st.sampled_from("=+-@＝＋－＠\t\n\r "), st.text("=+-@1A(!|\"' ก\n", max_size=12)
)


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it, which says what it will not keep."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def cells(data: bytes) -> Iterator[Cell]:
    """Every cell of every sheet that holds something."""
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def standing(data: bytes, text: str) -> list[Cell]:
    """The cells in which a text stands."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    return [cell for cell in cells(data) if cell.value == shown]


def is_safe(cell: Cell) -> bool:
    """A typed text, that stays one when it is typed again, and no link."""
    typed = cell.data_type == "s" and bool(cell.quotePrefix) and cell.number_format == "@"
    return typed and cell.hyperlink is None


@pytest.mark.parametrize("maker", BOOKS)
@given(text=LIKE_FORMULAS, cell=st.sampled_from(["B4", "C6", "Z99", "A1"]))
@settings(max_examples=25)
def test_a_patched_text_is_a_text(maker: str, text: str, cell: str) -> None:
    copy = patch_copy(
        BOOKS[maker], [CellWrite("ผลตรวจ", cell, text), CellWrite("ผลตรวจ", "D99", "ก")]
    )
    if not is_formula_like(text):
        return
    assert all(is_safe(cell) for cell in standing(copy, text))
    assert [each_cell.coordinate for each_cell in standing(copy, text)] == [cell]
    assert not opened(copy)["ผลตรวจ"]["D99"].quotePrefix


def test_the_style_is_otherwise_the_same_and_made_once() -> None:
    book = BOOKS["xlsxwriter"]
    before = opened(book)["ผลตรวจ"]["B4"]
    writes = [CellWrite("ผลตรวจ", f"B{row}", "=1") for row in range(4, 9)]
    copy = patch_copy(book, writes)
    after = opened(copy)["ผลตรวจ"]["B4"]
    assert after.fill.fgColor.rgb == before.fill.fgColor.rgb == "FFE8F1F8"
    counts = [parts(data)["xl/styles.xml"].count(b"<xf ") for data in (book, copy)]
    assert counts[1] == counts[0] + 1
    assert patch_copy(copy, writes) == copy
    assert (
        parts(patch_copy(book, [CellWrite("ผลตรวจ", "B4", "ก")]))["xl/styles.xml"]
        == (parts(book)["xl/styles.xml"])
    )


@pytest.mark.parametrize(
    "styles",
    [
        b"",
        b"<styleSheet/>",
        b'<styleSheet xmlns="urn:other"><cellXfs><xf/></cellXfs></styleSheet>',
        b"<!DOCTYPE a><styleSheet/>",
        b"<styleSheet",
        b'<?xml version="1.0" encoding="utf-16"?><styleSheet/>',
    ],
)
def test_styles_that_are_not_as_they_should_be_are_left_alone(styles: bytes) -> None:
    book = packed({**parts(BOOKS["xlsxwriter"]), "xl/styles.xml": styles})
    with pytest.raises(Refused) as refused:
        patch_copy(book, [CellWrite("ผลตรวจ", "B4", "=1")])
    assert refused.value.problem.code == "O001"
    assert patch_copy(book, [CellWrite("ผลตรวจ", "B4", "ก")])


FORMULAS = ('=HYPERLINK("http://127.0.0.1/","กด")', "＝1+1")
ADDRESS = "file://server/share/x.xlsx"


def filled() -> bytes:
    """A workbook of an office that typed texts wherever a text may be typed, in a row each."""
    texts = (*FORMULAS, ADDRESS)
    answers = {
        "S00.cover": [
            {"office_name": FORMULAS[0], "prepared_by": FORMULAS[1], "position": ADDRESS}
        ],
        "S02.missions": [{"code": text[:20], "text": text} for text in texts],
        "S03.tasks": [{"code": "T1", "task": t, "mission": t, "duty": "main"} for t in texts],
        "STAFF.people": [{"pid": "P1", "name": text} for text in texts],
        "S07.actions": [
            {"act": "A1", "action": text, "indicators": text, "owner": text} for text in texts
        ],
    }
    return fill_workbook(blank_workbook("58-CDD-01"), answers, PSO)


def registry() -> bytes:
    offices = [
        RegisteredOffice(code=f"58-R-{number}", name=text, ministry=text, contact=text)
        for number, text in enumerate((*FORMULAS, ADDRESS), 101)
    ]
    made = Registry(
        province=FORMULAS[0],
        round=Round(code="2569-1"),
        offices={office.code: office for office in offices},
    )
    return registry_workbook(made)


def checked() -> bytes:
    copy = check_workbook(filled(), date(2026, 3, 31)).copy
    assert copy
    return copy


def on_its_own() -> bytes:
    """The results in a workbook of their own, because the form has no sheet for them."""
    content = parts(filled())
    names = re.sub('<sheet name="ผลตรวจ"[^>]*/>', "", content["xl/workbook.xml"].decode())
    done = check_workbook(packed({**content, "xl/workbook.xml": names.encode()}), date(2026, 3, 31))
    assert done.own_book
    assert done.copy
    return done.copy


def repaired() -> bytes:
    """A repaired workbook, one sheet of which has no place any more."""
    content = parts(filled())
    names = content["xl/workbook.xml"].decode().replace("02_พันธกิจ", "อื่น", 1)
    return repair_workbook(packed({**content, "xl/workbook.xml": names.encode()})).data


def renewed() -> bytes:
    return renew_workbook(filled(), "2570-1").data


OUTPUTS: dict[str, Callable[[], bytes]] = {
    "filled": filled,
    "checked copy": checked,
    "results on their own": on_its_own,
    "registry": registry,
    "repaired": repaired,
    "carried into a new round": renewed,
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_text_of_an_office_is_a_formula_or_a_link_in_a_workbook_of_ours(output: str) -> None:
    data = OUTPUTS[output]()
    there = list(cells(data))
    for text in (*FORMULAS, ADDRESS):
        found = [cell for cell in there if text in str(cell.value)]
        assert found
        quoted = [cell for cell in found if is_formula_like(str(cell.value))]
        assert quoted or text == ADDRESS
        assert all(is_safe(cell) for cell in quoted)
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in found)
    for name, part in parts(data).items():
        assert b'TargetMode="External"' not in part, name
        assert b"WEBSERVICE" not in part, name


class Typist:
    """Types into cells as a person does: the text on the input line, then Enter."""

    def __init__(self, office: Office, document: Document, sheet: str) -> None:
        self.office, self.sheet = office, document.sheet(sheet)
        document.model.CurrentController.setActiveSheet(self.sheet)
        self.frame = document.model.CurrentController.Frame
        self.dispatcher = office.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", office.context
        )

    def type(self, cell: str, text: str) -> None:
        for command, said in (
            ("GoToCell", {"ToPoint": cell}),
            ("EnterString", {"StringName": text}),
        ):
            self.dispatcher.executeDispatch(
                self.frame, f".uno:{command}", "", 0, self.office.options(**said)
            )

    def kind(self, cell: str) -> str:
        return str(self.sheet.getCellRangeByName(cell).getCellByPosition(0, 0).Type.value)


def test_libreoffice_neither_runs_nor_links_them_also_when_they_are_typed_again(
    libreoffice: Office, tmp_path: Path
) -> None:
    book = tmp_path / "texts.xlsx"
    writes = [CellWrite("ผลตรวจ", f"C{row}", text) for row, text in enumerate(DANGEROUS, 4)]
    book.write_bytes(patch_copy(BOOKS["openpyxl"], writes))
    with libreoffice.open(book, hidden=False) as document:
        typist = Typist(libreoffice, document, "ผลตรวจ")
        typist.type("Z1", "=1+2")
        assert typist.kind("Z1") == "FORMULA"  # so typing does make formulas elsewhere
        for row, text in enumerate(DANGEROUS, 4):
            assert (typist.kind(f"C{row}"), document.value("ผลตรวจ", f"C{row}")) == ("TEXT", text)
            typist.type(f"C{row}", text)
            assert (typist.kind(f"C{row}"), document.value("ผลตรวจ", f"C{row}")) == ("TEXT", text)
            found = typist.sheet.getCellRangeByName(f"C{row}").getCellByPosition(0, 0)
            assert found.TextFields.Count == 0  # a link would be a field
        again = document.save_xlsx(tmp_path / "again.xlsx").read_bytes()
    for text in DANGEROUS:
        assert [cell.data_type for cell in standing(again, text)] == ["s"]


def test_a_csv_that_libreoffice_saved_of_them_holds_no_results(
    libreoffice: Office, tmp_path: Path
) -> None:
    book = tmp_path / "texts.xlsx"
    writes = [CellWrite("ผลตรวจ", f"A{row}", text) for row, text in enumerate(DANGEROUS, 1)]
    empty = openpyxl.Workbook()
    empty.worksheets[0].title = "ผลตรวจ"
    empty.save(book)
    book.write_bytes(patch_copy(book.read_bytes(), writes))
    with libreoffice.open(book) as document:
        target = tmp_path / "texts.csv"
        url = libreoffice.uno.systemPathToFileUrl(str(target))
        filter_name = "Text - txt - csv (StarCalc)"
        document.model.storeToURL(
            url, libreoffice.options(FilterName=filter_name, FilterOptions="44,34,76,1")
        )
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8"), newline="")))
    assert [row[0] for row in rows] == list(DANGEROUS)
