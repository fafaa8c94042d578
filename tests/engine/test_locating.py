"""Tables are found however a workbook was moved about; every damage has its code and place."""

from collections.abc import Callable

import pytest

from pso_excel.core.bilingual import NO_WORDS
from pso_excel.core.problem import Problem
from pso_excel.forms import TABLES
from pso_excel.forms.schema import Table
from pso_excel.intake import fixed_ids
from pso_excel.intake.table_locator import locate
from pso_excel.model.submission import TableRows
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook, format_address, parse_address
from tests.engine.laid_out import Laid, laid_out

MISSIONS = ({"code": "M1", "text": "ก"}, {"code": "M2", "text": "ข"}, {"code": "M3", "text": "ค"})


def found_in(laid: Laid) -> tuple[dict[str, TableRows], list[Problem]]:
    return locate(laid.book, TABLES.values(), fixed_ids(laid.framework))


def told(laid: Laid) -> list[tuple[str, str, str]]:
    return [
        (problem.code, problem.location.sheet, problem.location.cell)
        for problem in found_in(laid)[1]
    ]


def missions() -> Laid:
    laid = laid_out()
    laid.fill("S02.missions", *MISSIONS)
    return laid


def moved(sheet: Sheet, move: Callable[[int, int], tuple[int, int]]) -> None:
    """Move every cell of a sheet, and its hidden rows, as inserting rows or columns does."""
    sheet.cells = {move(*spot): cell for spot, cell in sheet.cells.items()}
    sheet.hidden_rows = frozenset(move(row, 1)[0] for row in sheet.hidden_rows)


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_untouched_workbook_is_found_whole_and_faultless(language: str) -> None:
    laid = laid_out(language="en" if language == "en" else "th")
    tables, problems = found_in(laid)
    assert problems == []
    assert list(tables) == list(TABLES)
    for table_id, placed in laid.placed.items():
        assert tables[table_id].columns == placed.columns
        assert (tables[table_id].first, tables[table_id].last) == (placed.first, placed.last)
        assert [row.row_id for row in tables[table_id].rows if row.row_id] == [
            row.key for row in placed.fixed
        ]


@pytest.mark.parametrize("stage", ["S01", "S06", "S08", "S10"])
def test_a_single_stage_workbook_lacks_nothing(stage: str) -> None:
    tables, problems = found_in(laid_out([stage]))
    assert problems == []
    assert stage in {entries.table.stage for entries in tables.values()}


def test_only_rows_in_which_something_is_typed_count() -> None:
    laid = laid_out()
    laid.fill("S02.missions", MISSIONS[0], {"code": " ", "text": ""}, MISSIONS[2])
    rows = found_in(laid)[0]["S02.missions"].rows
    assert [row.row_id for row in rows] == ["r1", "r3"]
    assert [(p.code, p.values["rows"]) for p in found_in(laid)[1]] == [("T117", "13")]


def test_rows_inserted_above_the_table_are_no_fault() -> None:
    laid = missions()
    moved(laid.sheet("S02.missions"), lambda row, column: (row + 3, column))
    tables, problems = found_in(laid)
    assert [row.row_number for row in tables["S02.missions"].rows] == [15, 16, 17]
    assert problems == []


def without_id_row(laid: Laid, table: str) -> None:
    """Delete the hidden row of ids; what names the table then begins one row further down."""
    gone, sheet = laid.placed[table].id_row, laid.sheet(table)
    sheet.cells = {spot: cell for spot, cell in sheet.cells.items() if spot[0] != gone}
    moved(sheet, lambda row, column: (row - (row > gone), column))
    last = laid.placed[table].end_row - 1
    laid.book.names[laid.placed[table].table.name] = f"'{sheet.name}'!$A${gone}:$Z${last}"


def test_a_grid_is_found_by_its_headers_when_its_ids_were_deleted() -> None:
    laid = laid_out()
    laid.answer("S06.answers", "01.4", state="ประเมินแล้ว", level="3")
    without_id_row(laid, "S06.answers")
    tables, problems = found_in(laid)
    assert problems == []
    assert tables["S06.answers"].columns == laid.placed["S06.answers"].columns
    assert tables["S06.answers"].first == laid.placed["S06.answers"].first - 1


def test_a_record_is_found_by_its_lines_when_its_ids_were_deleted() -> None:
    laid = laid_out()
    without_id_row(laid, "S00.cover")
    tables, problems = found_in(laid)
    assert problems == []
    lines = {table_id: line - 1 for table_id, line in laid.placed["S00.cover"].lines.items()}
    assert tables["S00.cover"].lines == lines


def test_a_sheet_of_ours_is_not_taken_for_a_lost_one() -> None:
    laid = laid_out()
    del laid.book.sheets["10_บทเรียน"]
    (lost,) = found_in(laid)[1]
    assert (lost.code, str(lost.values["similar"])) == ("T101", str(NO_WORDS))


def test_a_column_inserted_before_the_ids_is_followed() -> None:
    laid = missions()
    moved(laid.sheet("S02.missions"), lambda row, column: (row, column + 1))
    tables, problems = found_in(laid)
    columns = laid.placed["S02.missions"].columns
    assert tables["S02.missions"].columns == {
        field_id: column + 1 for field_id, column in columns.items()
    }
    assert [row.row_id for row in tables["S02.missions"].rows] == ["r1", "r2", "r3"]
    assert problems == []


def test_a_row_inserted_in_the_table_is_read_and_noted_F013_quiet() -> None:
    laid = missions()
    moved(laid.sheet("S02.missions"), lambda row, column: (row + (row >= 13), column))
    laid.put("S02.missions", "B13", "M9")
    tables, problems = found_in(laid)
    assert [(row.row_number, row.row_id) for row in tables["S02.missions"].rows] == [
        (12, "r1"),
        (13, ""),
        (14, "r2"),
        (15, "r3"),
    ]
    assert [problem.code for problem in problems] == ["T110"]


def test_rows_of_the_framework_may_be_sorted() -> None:
    laid = laid_out()
    first, second = (
        parse_address(laid.fixed_at("S06.answers", field_id, "code"))[0]
        for field_id in ("01.1", "01.2")
    )
    swap = {first: second, second: first}
    moved(laid.sheet("S06.answers"), lambda row, column: (swap.get(row, row), column))
    assert told(laid) == [("T110", "06_ประเมิน", "")]


def test_a_copied_row_does_not_count_as_the_same_row() -> None:
    laid = missions()
    laid.put("S02.missions", "A13", "r1")
    tables, problems = found_in(laid)
    assert [row.row_id for row in tables["S02.missions"].rows] == ["r1", "", "r3"]
    assert [problem.code for problem in problems] == ["T110"]


def test_a_lost_and_a_repeated_row_of_the_framework_are_named() -> None:
    laid = laid_out()
    line = parse_address(laid.fixed_at("S06.answers", "01.2", "code"))[0]
    laid.put("S06.answers", f"A{line}", "01.1")
    laid.put("S06.answers", f"B{line}", "01.1")
    tables, problems = found_in(laid)
    assert [(p.code, p.values["id"], p.values["rows"]) for p in problems] == [
        ("T111", "01.2", f"{line}"),
        ("T111", "01.1", f"{line - 1}–{line}"),
    ]
    assert [row.row_id for row in tables["S06.answers"].rows].count("01.1") == 1


def test_a_renamed_sheet_is_known_by_its_marker() -> None:
    laid = missions()
    sheets = laid.book.sheets
    laid.book.sheets = {("งานใหม่" if n == "03_งาน" else n): s for n, s in sheets.items()}
    tables, problems = found_in(laid)
    assert tables["S03.tasks"].sheet == "งานใหม่"
    assert [(p.code, p.values["sheet"], p.values["name"]) for p in problems] == [
        ("T119", "03_งาน", "งานใหม่")
    ]


def test_a_copy_of_a_sheet_is_left_aside_and_named() -> None:
    laid = missions()
    copy = laid.book.sheets["02_พันธกิจ"]
    laid.book.sheets = {"02_พันธกิจ (2)": copy, **laid.book.sheets}
    tables, problems = found_in(laid)
    assert tables["S02.missions"].sheet == "02_พันธกิจ"
    assert [(p.code, p.location.sheet, p.values["name"]) for p in problems] == [
        ("T106", "02_พันธกิจ (2)", "02_พันธกิจ (2)")
    ]


def test_a_lost_sheet_is_told_with_the_nearest_name() -> None:
    laid = laid_out()
    laid.book.sheets["03_งานเก่า"] = Sheet("03_งานเก่า")
    del laid.book.sheets["03_งาน"]
    problems = found_in(laid)[1]
    assert [(p.code, p.location.sheet) for p in problems] == [("T101", "03_งาน")]
    assert "03_งานเก่า" in str(problems[0].values["similar"])


def test_a_lost_sheet_of_results_does_not_stop_the_check() -> None:
    laid = laid_out()
    del laid.book.sheets["ผลตรวจ"]
    assert told(laid) == [("T121", "ผลตรวจ", "")]


@pytest.mark.parametrize("names", [True, False])
def test_without_a_marker_the_table_is_known_by_name_or_by_look(names: bool) -> None:
    laid = missions()
    laid.put("S02.missions", "A10", None)
    if not names:
        laid.book.names["PSO_S02_MISSIONS"] = "#REF!"
    tables, problems = found_in(laid)
    assert [row.row_number for row in tables["S02.missions"].rows] == [12, 13, 14]
    assert tables["S02.missions"].columns == laid.placed["S02.missions"].columns
    assert [row.row_id for row in tables["S02.missions"].rows] == ["r1", "r2", "r3"]
    assert problems == []


def test_with_column_a_deleted_everything_is_still_read() -> None:
    laid = missions()
    laid.answer("S06.answers", "01.1", state="scored")
    for name, sheet in laid.book.sheets.items():
        if name != "_meta":
            sheet.cells = {(r, c - 1): cell for (r, c), cell in sheet.cells.items() if c > 1}
            sheet.hidden_columns = frozenset()
    laid.book.names = {n: t for n, t in laid.book.names.items() if "!" not in t or "_meta" in t}
    tables, problems = found_in(laid)
    assert len(tables["S02.missions"].rows) == 3
    assert [row.row_id for row in tables["S06.answers"].rows][:2] == ["01.1", "01.2"]
    assert tables["S00.cover"].columns == {
        table_id: column - 1 for table_id, column in laid.placed["S00.cover"].columns.items()
    }
    assert {problem.code for problem in problems} == {"T122"}


def test_a_table_that_is_nowhere_on_its_sheet_is_lost() -> None:
    laid = laid_out()
    laid.sheet("S03.tasks").cells = {(1, 2): Cell("งาน")}
    laid.book.names["PSO_S03_TASKS"] = "#REF!"
    problems = found_in(laid)[1]
    assert [(p.code, p.values["name"]) for p in problems] == [("T102", "PSO_S03_TASKS")]


def put_back(laid: Laid, table: str, text: str, other: str) -> None:
    """Swap two columns of a table."""
    columns = laid.placed[table].columns
    swap = {columns[text]: columns[other], columns[other]: columns[text]}
    moved(laid.sheet(table), lambda row, column: (row, swap.get(column, column)))


def test_moved_columns_are_read_by_their_ids() -> None:
    laid = missions()
    put_back(laid, "S02.missions", "text", "legal_basis")
    tables, problems = found_in(laid)
    columns = laid.placed["S02.missions"].columns
    assert tables["S02.missions"].columns["text"] == columns["legal_basis"]
    assert [(p.code, p.location.sheet) for p in problems] == [("T105", "02_พันธกิจ")]


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_column_that_lost_its_id_is_known_by_its_header(language: str) -> None:
    laid = laid_out(language="en" if language == "en" else "th")
    laid.put("S02.missions", "C10", None)
    tables, problems = found_in(laid)
    assert tables["S02.missions"].columns["text"] == 3
    assert problems == []


def test_a_lost_column_is_named() -> None:
    laid = missions()
    laid.put("S02.missions", "C10", None)
    laid.put("S02.missions", "C11", None)
    problems = found_in(laid)[1]
    assert [(p.code, p.location.field) for p in problems] == [("T103", "text"), ("T106", "")]
    assert problems[1].location.cell == "C12"


def test_a_lost_locked_column_is_no_obstacle() -> None:
    laid = laid_out()
    column = laid.placed["S06.answers"].columns["name"]
    sheet = laid.sheet("S06.answers")
    sheet.cells = {spot: cell for spot, cell in sheet.cells.items() if spot[1] != column}
    assert [(p.code, p.location.field) for p in found_in(laid)[1]] == [("T120", "name")]


def test_a_repeated_column_is_told_with_both_places() -> None:
    laid = missions()
    for row in (10, 11):
        laid.put("S02.missions", f"Q{row}", laid.sheet("S02.missions").cell(row, 3))
    problems = found_in(laid)[1]
    assert [(p.code, p.values["a"], p.values["b"]) for p in problems if p.code == "T104"] == [
        ("T104", "C", "Q")
    ]


def test_an_added_column_is_not_read_and_named() -> None:
    laid = missions()
    laid.put("S02.missions", "Q11", "หมายเหตุ")
    laid.put("S02.missions", "Q12", "ของฉัน")
    problems = found_in(laid)[1]
    assert [(p.code, p.location.cell, p.values["name"]) for p in problems] == [
        ("T106", "Q11", "หมายเหตุ")
    ]


def test_a_line_of_a_record_is_known_by_its_label() -> None:
    laid = laid_out()
    lines = laid.placed["S01.order"].lines
    laid.put("S01.order", f"A{lines['subject']}", None)
    tables, problems = found_in(laid)
    assert tables["S01.order"].lines == lines
    assert problems == []


def merge(sheet: Sheet) -> None:
    sheet.merged = ("B12:C13",)


def hide_rows(sheet: Sheet) -> None:
    sheet.hidden_rows |= {12, 13, 40}


def hide_column(sheet: Sheet) -> None:
    sheet.hidden_columns |= {3, 4}


def hide(sheet: Sheet) -> None:
    sheet.visible = False


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (merge, ("T112", "B12:C13", "B12:C13")),
        (hide_rows, ("T113", "B12", "12:13")),
        (hide_column, ("T113", "C12:C14", "C12:C14")),
        (hide, ("T113", "", "02_พันธกิจ")),
    ],
)
def test_what_hides_or_joins_cells(
    damage: Callable[[Sheet], None], expected: tuple[str, str, str]
) -> None:
    laid = missions()
    damage(laid.sheet("S02.missions"))
    problems = found_in(laid)[1]
    assert [(p.code, p.location.cell, p.values["range"]) for p in problems] == [expected]


def test_data_under_the_table_is_told() -> None:
    laid = missions()
    end = laid.placed["S02.missions"].end_row
    laid.put("S02.missions", format_address(end + 2, 2), "M99")
    laid.put("S02.missions", format_address(end + 3, 2), "M100")
    problems = found_in(laid)[1]
    assert [(p.code, p.values["cell"], p.values["value"]) for p in problems] == [
        ("T114", f"B{end + 2}:B{end + 3}", "M99")
    ]


def test_without_its_end_a_table_ends_by_name_or_with_the_sheet() -> None:
    laid = missions()
    end = laid.placed["S02.missions"].end_row
    laid.put("S02.missions", f"A{end}", None)
    assert found_in(laid)[0]["S02.missions"].last == end - 1
    del laid.book.names["PSO_S02_MISSIONS"]
    assert found_in(laid)[0]["S02.missions"].last == end - 1


def test_blank_rows_between_are_listed() -> None:
    laid = laid_out()
    laid.fill("S02.missions", MISSIONS[0], {}, {}, MISSIONS[1], {}, MISSIONS[2])
    problems = found_in(laid)[1]
    assert [(p.code, p.values["rows"]) for p in problems] == [("T117", "13–14, 16")]


def test_an_empty_book_has_no_table() -> None:
    tables, problems = locate(Workbook(), TABLES.values())
    assert tables == {}
    assert {problem.code for problem in problems} == {"T101", "T121"}


def test_only_the_tables_asked_for_are_looked_for() -> None:
    only: list[Table] = [TABLES["S02.missions"]]
    assert list(locate(missions().book, only)[0]) == ["S02.missions"]


def test_F013_fires_on_a_table_of_too_many_rows_which_is_read_as_far_as_it_goes() -> None:
    laid = laid_out()
    end = laid.placed["S02.missions"].end_row
    laid.put("S02.missions", f"A{end}", None)
    del laid.book.names["PSO_S02_MISSIONS"]
    cells = laid.sheet("S02.missions").cells
    cells.update({(row, 3): Cell("ก") for row in range(12, 12 + 5001)})
    tables, problems = found_in(laid)
    assert len(tables["S02.missions"].rows) == 5000
    told = {problem.code: problem.values for problem in problems}
    assert (told["F013"]["n"], told["F013"]["max"]) == ("5001", "5000")


def test_without_its_headers_the_first_row_of_a_table_is_still_read() -> None:
    laid = missions()
    gone = laid.placed["S02.missions"].header_row
    sheet = laid.sheet("S02.missions")
    sheet.cells = {spot: cell for spot, cell in sheet.cells.items() if spot[0] != gone}
    moved(sheet, lambda row, column: (row - (row > gone), column))
    assert [row.row_id for row in found_in(laid)[0]["S02.missions"].rows] == ["r1", "r2", "r3"]
