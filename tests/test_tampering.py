"""Tampering, and what is none: files that other programs saved, and edits to the raw parts.

A complete workbook that LibreOffice or openpyxl saved again, reformatted, with rows put in, columns
moved and rows sorted, has nothing to confirm and nothing to mend. What was changed of the form is
told at its cell.
"""

import io
import re
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms.layout import lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.intake import read_book, read_submission
from pso_excel.pipeline import check_office
from tests.complete_workbook import FILE, complete_workbook
from tests.libreoffice import Document, Office
from tests.xlsx.packages import packed, parts

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
TABLES = {placed.table.id: placed for plan in lay_out_workbook(PSO) for placed in plan.tables}
TASKS, ANSWERS, LESSONS = (
    TABLES[table_id] for table_id in ("S03.tasks", "S06.answers", "S10.lessons")
)
SAVED_BY_OTHERS = {"F012", "F020"}
"""Never calculated, and saved by another program than Excel: for knowledge."""
Told = set[tuple[str, str, str]]


def problems(data: bytes) -> tuple[Problem, ...]:
    return check_office(data, ASOF, FILE).problems


def told(data: bytes) -> Told:
    """Code, sheet and cell of everything but notes on the program that saved the file."""
    return {
        (problem.code, problem.location.sheet, problem.location.cell)
        for problem in problems(data)
        if problem.code not in SAVED_BY_OTHERS
    }


def answers(data: bytes) -> dict[str, list[Mapping[str, object]]]:
    """What the office typed, by table, in the order of the keys."""
    tables = read_submission(read_book(data), PSO)[0].tables
    return {
        table_id: sorted((dict(row.values) for row in entries.rows), key=repr)
        for table_id, entries in tables.items()
        if entries.table.stage not in ("CHECK", "SUMMARY")
    }


# Other programs ---------------------------------------------------------------------------------


def by_openpyxl(data: bytes, reformat: bool = False) -> bytes:
    """Loaded and saved by openpyxl, perhaps with other fonts, fills, heights and widths."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says what it is about to lose
        book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets if reformat else ():
        sheet.row_dimensions[1].height = 44
        sheet.column_dimensions["C"].width = 50
        for row in sheet.iter_rows(max_row=30):
            for cell in row:
                cell.font, cell.fill = Font("Tahoma", 9), PatternFill("solid", fgColor="FFEEEEEE")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("reformat", [False, True])
def test_what_openpyxl_saved_is_no_tampering(reformat: bool) -> None:
    saved = by_openpyxl(complete_workbook(), reformat)
    assert told(saved) == set()
    assert answers(saved) == answers(complete_workbook())


@pytest.fixture(scope="module")
def saved(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The complete workbook, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("saved")
    path = folder / FILE
    path.write_bytes(complete_workbook())
    return libreoffice.recalculated(path, folder / "out").read_bytes()


def test_what_libreoffice_saved_is_no_tampering(saved: bytes) -> None:
    assert told(saved) == set()
    assert {problem.code for problem in problems(saved)} == {"F020"}
    assert answers(saved) == answers(complete_workbook())


def test_what_both_saved_in_turn_is_no_tampering(saved: bytes) -> None:
    assert told(by_openpyxl(saved, reformat=True)) == set()


def rearranged(document: Document) -> None:
    """Rows put in above and within tables, a column moved, rows sorted, all of it unprotected."""
    for placed in (TASKS, LESSONS, ANSWERS):
        document.sheet(placed.sheet).unprotect("")
    document.insert_rows(TASKS.sheet, TASKS.id_row, 2)
    document.move_column(LESSONS.sheet, "L", "K")
    sheet = document.sheet(ANSWERS.sheet)
    first = ANSWERS.first
    sheet.Rows.insertByIndex(first + 1, 1)
    source = sheet.getCellRangeByName(f"A{first}:AA{first}").RangeAddress
    target = sheet.getCellRangeByName(f"A{first + 2}").CellAddress
    sheet.moveRange(target, source)
    sheet.Rows.removeByIndex(first - 1, 1)


def test_what_was_only_moved_about_is_no_tampering(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(complete_workbook())
    with libreoffice.open(path) as document:
        rearranged(document)
        document.calculate()
        data = document.save_xlsx(tmp_path / "moved.xlsx").read_bytes()
    assert {code for code, _, _ in told(data)} == {"T105", "T110", "T115"}
    assert all(severity_of(problem) is Severity.INFO for problem in problems(data))
    assert answers(data) == answers(complete_workbook())


def filter_out(document: Document, sheet: str, cells: str) -> None:
    """Filter the rows of a range so that none of them is seen."""
    block = document.sheet(sheet).getCellRangeByName(cells)
    wanted = document.office.uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    wanted.StringValue = "ไม่มีแถวใดเป็นอย่างนี้"
    wanted.Operator = document.office.uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    how = block.createFilterDescriptor(True)
    how.ContainsHeader = True
    how.setFilterFields((wanted,))
    block.filter(how)


def disordered(document: Document) -> Told:
    """What hands do in a spreadsheet program, and what it must earn."""
    model, tasks, lessons = document.model, TASKS.sheet, LESSONS.sheet
    for name in (tasks, lessons):
        document.sheet(name).unprotect("")
    model.Sheets.copyByName(tasks, f"{tasks} (2)", 99)
    document.type(f"{tasks} (2)", TASKS.cell("task", TASKS.first), "งานอื่น")
    model.Sheets.copyByName("02_เป้าหมาย", "02_เป้าหมาย (2)", 99)
    document.sheet("07_แผน").IsVisible = False
    filter_out(document, lessons, f"B{LESSONS.header_row}:L{LESSONS.last}")
    document.type(tasks, "AZ9000", "บันทึกของฉัน")
    return {
        ("T123", f"{tasks} (2)", TASKS.cell("task", TASKS.first)),
        ("T106", "02_เป้าหมาย (2)", ""),
        ("T113", "07_แผน", ""),
        ("T113", lessons, f"B{LESSONS.first}"),
        ("T124", tasks, "AZ9000"),
        *(("T115", name, "") for name in (tasks, lessons)),
    }


def test_what_hands_do_to_a_book_is_told_and_nothing_is_lost(
    libreoffice: Office, tmp_path: Path
) -> None:
    path = tmp_path / FILE
    path.write_bytes(complete_workbook())
    with libreoffice.open(path) as document:
        expected = disordered(document)
        data = document.save_xlsx(tmp_path / "disordered.xlsx").read_bytes()
    assert told(data) == expected
    assert answers(data) == answers(complete_workbook())


# The raw parts -----------------------------------------------------------------------------------


@cache
def content() -> Mapping[str, bytes]:
    return parts(complete_workbook())


@cache
def part_of(sheet: str) -> str:
    """The part of a sheet; they are numbered in the order of the workbook."""
    names = re.findall(r'<sheet name="([^"]+)"', content()["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def edited(part: str, pattern: str, new: str, count: int = 1) -> bytes:
    """The workbook with the first matches of a pattern in one of its parts replaced."""
    text, found = re.subn(pattern, new, content()[part].decode(), count=count, flags=re.DOTALL)
    assert found
    return packed({**content(), part: text})


def cell(sheet: str, address: str, new: str) -> bytes:
    """The workbook with that in place of a cell's XML."""
    return edited(part_of(sheet), rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', new)


def typed(sheet: str, address: str, text: str) -> bytes:
    return cell(sheet, address, f'<c r="{address}" t="str"><v>{text}</v></c>')


def formula(sheet: str, address: str, value: str, kind: str = "") -> bytes:
    xml = f'<c r="{address}"{kind}><f>"x"</f><v>{value}</v></c>'
    return cell(sheet, address, xml)


def at(field_id: str, field: str) -> tuple[str, str]:
    """The sheet and the address of a field in the first row of a table."""
    return TABLES[field_id].sheet, TABLES[field_id].cell(field, TABLES[field_id].first)


def header(field_id: str, field: str) -> tuple[str, str]:
    placed = TABLES[field_id]
    return placed.sheet, placed.cell(field, placed.header_row)


def deleted(sheet: str) -> bytes:
    return edited("xl/workbook.xml", rf'<sheet name="{re.escape(sheet)}"[^>]*/>', "")


def state(sheet: str, state: str) -> bytes:
    return edited("xl/workbook.xml", f'(<sheet name="{sheet}")', rf'\1 state="{state}"')


TEXT = ' t="str"'
EDITS: dict[str, tuple[Callable[[], bytes], Told]] = {
    "T107 fires: a header": (
        lambda: typed(*header("S03.tasks", "task"), "ชื่องาน"),
        {("T107", *header("S03.tasks", "task"))},
    ),
    "T107 fires: a name of the framework": (
        lambda: typed(*at("S05.indicators", "indicator"), "อื่น"),
        {("T107", *at("S05.indicators", "indicator"))},
    ),
    "T108 fires: a formula made a value": (
        lambda: typed(*at("S08.tracker", "owner"), "อื่น"),
        {("T108", *at("S08.tracker", "owner"))},
    ),
    "T108 quiet, T129 fires: another formula that looks up": (
        lambda: formula(*at("S08.tracker", "owner"), "อื่น", TEXT),
        {("T129", *at("S08.tracker", "owner"))},
    ),
    "T129 fires: another formula of a weight": (
        lambda: formula(*at("S06.answers", "weight"), "99"),
        {("T129", *at("S06.answers", "weight"))},
    ),
    "T129 fires: another formula of a system's weight": (
        lambda: formula(*at("S05.systems", "effective"), "99"),
        {("T129", *at("S05.systems", "effective"))},
    ),
    "T129 quiet: another formula of a score, which is S818's": (
        lambda: formula(*at("S06.answers", "score"), "99"),
        {("S818", *at("S06.answers", "score"))},
    ),
    "T129 quiet: a formula that shows nothing": (
        lambda: formula(*at("S08.tracker", "owner"), "", TEXT),
        set(),
    ),
    "T109 fires: a list deleted": (
        lambda: edited(
            part_of(TASKS.sheet),
            r'<dataValidation type="list"[^>]*sqref="F6.*?</dataValidation>',
            "",
        ),
        {("T109", TASKS.sheet, "F6:F10")},
    ),
    "T111 fires: a row of the framework deleted": (
        lambda: edited(part_of(ANSWERS.sheet), rf'<row r="{ANSWERS.first + 1}".*?</row>', ""),
        {
            ("T111", ANSWERS.sheet, f"B{ANSWERS.first + 1}"),
            ("T117", ANSWERS.sheet, f"B{ANSWERS.first + 1}"),  # the row itself is still there
            ("X303", ANSWERS.sheet, f"B{ANSWERS.first}"),
        },
    ),
    "T112 fires: cells merged": (
        lambda: edited(
            part_of(TASKS.sheet), "</sheetData>", '</sheetData><mergeCell ref="C6:C8"/>'
        ),
        {("T112", TASKS.sheet, "C6:C8")},
    ),
    "T113 fires: a sheet very hidden": (
        lambda: state(TASKS.sheet, "veryHidden"),
        {("T113", TASKS.sheet, "")},
    ),
    "T115 fires: protection removed": (
        lambda: edited(part_of(TASKS.sheet), "<sheetProtection[^>]*/>", ""),
        {("T115", TASKS.sheet, "")},
    ),
    "T118 fires: an entry of a list": (
        lambda: typed("_lists", "A3", "จังหวัดใหม่"),
        {("T118", "_lists", "A2:A79")},
    ),
    "T126 fires: _meta deleted": (lambda: deleted("_meta"), {("T126", "_meta", "")}),
    "T127 fires: another office": (
        lambda: typed("_meta", "B3", "58-R-999"),
        {("T127", "_meta", "B3"), ("F043", *at("S00.cover", "office"))},
    ),
    "T127 fires: another fingerprint": (
        lambda: typed("_meta", "B7", "0123456789abcdef"),
        {("T127", "_meta", "B7")},
    ),
    "T127 fires: the properties": (
        lambda: edited("docProps/custom.xml", "58-R-014", "58-R-999"),
        {("T127", "_meta", "B3")},
    ),
    "T107 quiet: the dimension lies": (
        lambda: edited(part_of(TASKS.sheet), "<dimension[^>]*/>", '<dimension ref="A1:A1"/>'),
        set(),
    ),
    "T111 quiet: rows out of order": (
        lambda: edited(part_of(TASKS.sheet), '(<row r="6".*?</row>)(<row r="7".*?</row>)', r"\2\1"),
        set(),
    ),
    "F018 fires: the 1904 system": (
        lambda: edited("xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" '),
        {("F018", "", "")},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit_of_a_raw_part_is_told_at_its_cell(
    make: Callable[[], bytes], expected: Told
) -> None:
    assert told(make()) == expected


def test_a_changed_form_changes_no_answer_and_no_score() -> None:
    score = check_office(complete_workbook(), ASOF, FILE).scorecard
    assert score is not None
    for field_id in ("T108 fires: a formula made a value", "T126 fires: _meta deleted",
               "T129 fires: another formula of a weight"):  # fmt: skip
        data = EDITS[field_id][0]()
        found = check_office(data, ASOF, FILE).scorecard
        assert found is not None
        assert found.official == score.official
        assert answers(data) == answers(complete_workbook())
