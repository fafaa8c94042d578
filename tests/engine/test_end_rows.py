"""C1: what is typed in the hidden row that ends a table is read and told; a registry has as many
rows as there are offices."""

from decimal import Decimal

import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import TableLayout
from pso_excel.forms.registry_form import OFFICES
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.intake import read_book
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.pipeline import read_opened
from pso_excel.templates.registry_workbook import read_registry, registry_workbook
from pso_excel.xlsx.workbook import Cell, CellWrite, Workbook, parse_address
from tests.released import released
from tests.whole import TABLES, Change, assessed, carried_from, changed, put, repaired, taken

RESULTS = ("CHECK", "SUMMARY")
GROWING = [
    table
    for table in TABLES.values()
    if table.table.spare_rows and table.table.stage not in RESULTS
]
LESSONS = TABLES["S10.lessons"]


def typed_in(placed: TableLayout, row: int, *, key: str = "X99") -> Change:
    """The first row of a table that is filled in typed once more, in another row, with a key of its
    own."""

    def change(book: Workbook) -> None:
        cells = book.sheets[placed.sheet].cells
        for field in placed.table.fields:
            column = placed.columns[field.id]
            cell = cells.get((placed.first, column))
            if field.writer is FilledBy.OFFICE and cell is not None:
                cells[row, column] = cell
        if placed.table.key:
            cells[row, placed.columns[placed.table.key]] = Cell(key)

    return change


def full(placed: TableLayout, below: int) -> Change:
    """Every row of a table filled in, the one that ends it, and more below."""

    def change(book: Workbook) -> None:
        for number, row in enumerate(range(placed.spare_first, placed.end_row + 1 + below)):
            typed_in(placed, row, key=f"X{number}")(book)

    return change


def last_read(book: Workbook, table: str) -> int:
    return taken(book).rows(table)[-1].row_number


@pytest.mark.parametrize("placed", GROWING, ids=lambda item: item.table.id)
def test_c1_the_row_that_ends_a_table_is_read(placed: TableLayout) -> None:
    book = changed(typed_in(placed, placed.end_row))
    assert last_read(book, placed.table.id) == placed.end_row
    (found_problem,) = [problem for problem in assessed(book).problems if problem.code == "T125"]
    assert (found_problem.location.sheet, found_problem.values["rows"]) == (
        placed.sheet,
        str(placed.end_row),
    )


def test_c1_a_full_table_is_read_through_its_end_T125_fires() -> None:
    book = changed(full(LESSONS, 2))
    rows = [row.row_number for row in taken(book).rows("S10.lessons")]
    assert rows == list(range(LESSONS.first, LESSONS.end_row + 3))
    (found_problem,) = [
        problem for problem in assessed(book).problems if problem.code in ("T125", "T114", "T113")
    ]
    assert (found_problem.code, found_problem.values["rows"]) == (
        "T125", f"{LESSONS.end_row}–{LESSONS.end_row + 2}",
    )  # fmt: skip


def test_c1_a_table_of_fixed_rows_has_none_to_read_there() -> None:
    placed = TABLES["S05.systems"]
    book = changed(put("S05.systems", placed.cell("weight", placed.end_row), Decimal(5)))
    assert last_read(book, "S05.systems") == placed.last
    found = [
        (problem.code, problem.location.cell)
        for problem in assessed(book).problems
        if problem.code != "F012"
    ]
    assert found == [("T114", placed.cell("weight", placed.end_row))]


@pytest.mark.parametrize(
    "placed",
    [
        table
        for table in TABLES.values()
        if table.table.shape is Shape.RECORD
        and table.table.stage[0] == "S"
        and table.table.stage != "SUMMARY"
    ],
    ids=lambda item: item.table.id,
)
def test_c1_what_stands_in_the_end_row_of_a_record_is_told(placed: TableLayout) -> None:
    column = next(iter(placed.columns.values()))
    book = changed()
    book.sheets[placed.sheet].cells[placed.end_row, column] = Cell("จดไว้")
    found = [problem.code for problem in assessed(book).problems if problem.code != "F012"]
    assert found == ["T124"]


@pytest.mark.parametrize("gone", ["mark", "row"])
def test_c1_a_table_without_its_end_keeps_its_last_row(gone: str) -> None:
    """The hidden row deleted: the defined name of the table then ends with its last row."""
    placed = TABLES["S05.systems"]

    def change(book: Workbook) -> None:
        cells = book.sheets[placed.sheet].cells
        del cells[placed.end_row, 1]
        if gone == "row":
            name = book.names[placed.table.name]
            book.names[placed.table.name] = name.replace(f"${placed.end_row}", f"${placed.last}")

    assert last_read(changed(change), "S05.systems") == placed.last
    assert [problem.code for problem in assessed(changed(change)).problems] == ["F012"]


def test_c1_a_form_of_version_1_is_read_through_its_end() -> None:
    data = next(
        release.data
        for release in released()
        if (release.version, release.name) == (1, "office_th")
    )
    book = read_book(data, "x.xlsx")
    ids = {cell.value: row for (row, column), cell in book.sheets[LESSONS.sheet].cells.items()
           if column == 1}  # fmt: skip
    assert ids["#end"] == LESSONS.end_row
    for field in LESSONS.table.fields:
        cell = parse_address(LESSONS.cell(field.id, LESSONS.end_row))
        if field.writer is FilledBy.OFFICE:
            book.sheets[LESSONS.sheet].cells[cell] = Cell("L99")
    rows = read_opened(book).submission.rows("S10.lessons")
    assert (rows[-1].row_number, rows[-1].text("code")) == (LESSONS.end_row, "L99")


def test_c1_a_repair_keeps_every_row() -> None:
    carried = carried_from(changed(full(LESSONS, 2)))
    assert carried.unplaced == []
    again = [row.text("code") for row in taken(repaired(carried)).rows("S10.lessons")]
    assert again == [f"X{number}" for number in range(LESSONS.end_row + 3 - LESSONS.first)]


def registry_of(offices: int) -> Registry:
    listed = {
        code: RegisteredOffice(code=code, name=f"หน่วยงาน {code}")
        for code in (f"58-R-{number:04}" for number in range(offices))
    }
    return Registry(province="แม่ฮ่องสอน", round=Round(code="2569-1"), offices=listed)


@pytest.mark.parametrize("offices", [199, 200, 201, 5_001])
def test_c1_a_registry_has_no_limit_of_rows(offices: int) -> None:
    registry, problems = read_registry(registry_workbook(registry_of(offices)))
    assert list(registry.offices) == list(registry_of(offices).offices)
    assert problems == []


def test_c1_an_office_in_the_row_that_ends_a_registry_is_read() -> None:
    """As registries of version 1 were written that had more offices than rows."""
    data = registry_workbook(registry_of(199))
    sheet = read_book(data).sheets[OFFICES.sheet]
    (end,) = [row for (row, _), cell in sheet.cells.items() if cell.value == "#end"]
    typed = [CellWrite(OFFICES.sheet, f"B{end + more}", f"58-R-9{more}") for more in (-1, 0, 1)]
    registry, problems = read_registry(patch_copy(data, typed))
    assert list(registry.offices)[199:] == ["58-R-9-1", "58-R-90", "58-R-91"]
    assert "T125" in [problem.code for problem in problems]
