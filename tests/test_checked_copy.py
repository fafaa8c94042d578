"""The copy that `check` hands back: the officer's own workbook with the results on their sheets."""

import io
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.core.figures import format_figure
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.pipeline import check_workbook
from pso_excel.xlsx.patcher import sheet_parts
from pso_excel.xlsx.patcher.zip_archive import Archive
from pso_excel.xlsx.workbook import CellWrite, Workbook
from tests.complete import complete
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Office
from tests.officer import Officer
from tests.xlsx.packages import parts

ASOF = date(2026, 3, 31)
FILE = "58-R-014_2569-1.xlsx"
PSO = load_framework("pso")
OURS = ("ผลตรวจ", "สรุป", "07_แผน", "08_ติดตาม", "09_ความพร้อม")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}


def blank() -> bytes:
    """A new workbook of which only one answer is wrong."""
    book = blank_workbook()
    answers = TABLES["S06.answers"]
    cell = answers.cell("level", answers.first)
    return patch_copy(book, [CellWrite(answers.sheet, cell, "เจ็ด")])


def copied(data: bytes) -> bytes:
    """The copy with results in it, which must have been possible."""
    checked = check_workbook(data, ASOF, FILE)
    assert checked.copy
    assert not checked.own_book, [problem.code for problem in checked.assessment.problems]
    return checked.copy


def foreign_parts(data: bytes) -> dict[str, bytes]:
    """Every part but the sheets that the processor writes on."""
    places = sheet_parts(Archive(data)).parts
    ours = {places[sheet] for sheet in OURS}
    return {name: part for name, part in parts(data).items() if name.lower() not in ours}


def typed_cells(book: Workbook) -> dict[str, object]:
    """All cells of the sheets that only the office writes on."""
    return {name: sheet.cells for name, sheet in book.sheets.items() if name not in OURS}


def test_everything_but_the_results_is_as_it_came() -> None:
    data = blank()
    copy = copied(data)
    assert foreign_parts(copy) == foreign_parts(data)
    assert list(parts(copy)) == list(parts(data))
    assert typed_cells(read_book(copy)) == typed_cells(read_book(data))


def test_checking_a_copy_again_says_and_writes_the_same() -> None:
    first = copied(blank())
    again = check_workbook(first, ASOF, FILE)
    assert again.assessment == check_workbook(blank(), ASOF, FILE).assessment
    assert again.copy == first


def test_a_mended_workbook_loses_its_old_findings() -> None:
    data = blank_workbook()
    wrong = copied(blank())
    answers = TABLES["S06.answers"]
    mended = patch_copy(
        wrong, [CellWrite(answers.sheet, answers.cell("level", answers.first), None)]
    )
    sheets = read_book(copied(mended)).sheets
    fresh = read_book(copied(data)).sheets
    for sheet in OURS:
        assert sheets[sheet].cells == fresh[sheet].cells


def test_a_reason_is_kept_beside_its_problem() -> None:
    first = copied(blank())
    table = TABLES["CHECK.problems"]
    sheet = read_book(first).sheets[table.sheet]
    last = max(row for row, column in sheet.cells if column == table.columns["rule"])
    cell = table.cell("reason", last)
    explained = patch_copy(first, [CellWrite(table.sheet, cell, "ตรวจแล้ว")])
    again = read_book(copied(explained)).sheets[table.sheet]
    assert again.cell(last, table.columns["reason"]).value == "ตรวจแล้ว"
    for field_id in ("rule", "cell", "message"):
        column = table.columns[field_id]
        assert again.cell(last, column) == sheet.cell(last, column)


@pytest.mark.parametrize("sheet", ["ผลตรวจ", "สรุป"])
def test_without_a_result_sheet_the_results_stand_on_their_own(sheet: str) -> None:
    checked = check_workbook(without(blank(), sheet), ASOF, FILE)
    assert checked.own_book
    assert checked.copy
    assert checked.assessment.problems[-1].code == "O003"
    assert sheet in read_book(checked.copy).sheets


def without(data: bytes, sheet: str) -> bytes:
    """The workbook after someone deleted a sheet, saved by a library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data))
    book.remove(book[sheet])
    for name in [
        n for n, incomplete in book.defined_names.items() if f"'{sheet}'" in str(incomplete.value)
    ]:
        del book.defined_names[name]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_whole_workbook_saved_by_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(blank_workbook())
    with libreoffice.open(path) as document:
        officer = Officer(document, PSO)
        officer.fill(complete(PSO))
        data = officer.save(tmp_path / "saved.xlsx")
    checked = check_workbook(data, ASOF, FILE)
    card, plan = checked.assessment.scorecard, checked.assessment.plan
    assert checked.copy
    assert not checked.own_book
    assert card
    assert plan
    assert foreign_parts(checked.copy) == foreign_parts(data)
    path.write_bytes(checked.copy)
    head, systems = TABLES["SUMMARY.head"], TABLES["SUMMARY.systems"]
    with libreoffice.open(path) as document:
        assert document.text("สรุป", head.cell("official")) == format_figure(card.official)
        assert document.text("สรุป", head.cell("asof")) == "31 มีนาคม 2569"
        for row, system in enumerate(card.systems, systems.first):
            shown = document.text("สรุป", systems.cell("score", row))
            assert shown == ("" if system.official is None else format_figure(system.official))
        tracked = TABLES["S08.tracker"].cell("rag", TABLES["S08.tracker"].first)
        assert document.text("08_ติดตาม", tracked)[0] in "✔●▲■–"
        assert document.sheet("สรุป").Charts.Count == 2
        again = document.save_xlsx(tmp_path / "again.xlsx").read_bytes()
    same = check_workbook(again, ASOF, FILE).assessment
    assert replace(same, problems=()) == replace(checked.assessment, problems=())
