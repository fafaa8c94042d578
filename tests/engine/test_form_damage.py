"""Every code of the form's shape: the damage that earns it, at its cell, and one close by that
does not. Moving, inserting and sorting are no damage."""

from collections.abc import Callable

import pytest

from pso_excel.core.messages import message
from pso_excel.forms import TABLES
from pso_excel.intake import fixed_ids
from pso_excel.intake.table_locator import locate
from pso_excel.xlsx.workbook import Cell, Sheet, format_address, parse_address
from tests.engine.laid_out import Laid, laid_out

MISSIONS = ({"code": "M1", "text": "ก"}, {"code": "M2", "text": "ข"}, {"code": "M3", "text": "ค"})
S02 = "S02.missions"
SHEET = "02_พันธกิจ"
ANSWERS = "S06.answers"
Damage = Callable[[Laid], object]


def filled() -> Laid:
    """A workbook as issued, with three missions typed."""
    laid = laid_out()
    laid.fill(S02, *MISSIONS)
    return laid


def told(damage: Damage) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of what is told after the damage, each in whole sentences."""
    laid = filled()
    damage(laid)
    problems = locate(laid.book, TABLES.values(), fixed_ids(laid.framework))[1]
    for problem in problems:
        for language in ("th", "en"):
            assert not {"…", "{", "“”"} & {*message(problem, language)}
    return [(problem.code, problem.location.sheet, problem.location.cell) for problem in problems]


def put(cell: str, value: str, table: str = S02) -> Damage:
    return lambda laid: laid.put(table, cell, value)


def several(*damages: Damage) -> Damage:
    def damage(laid: Laid) -> None:
        for each_damage in damages:
            each_damage(laid)

    return damage


def without(sheet: str) -> Damage:
    return lambda laid: laid.book.sheets.pop(sheet)


def renamed(sheet: str, name: str) -> Damage:
    def damage(laid: Laid) -> None:
        sheets = laid.book.sheets
        laid.book.sheets = {
            name if old == sheet else old: each_sheet for old, each_sheet in sheets.items()
        }
        laid.book.sheets[name].name = name

    return damage


def copied(cell: str = "", value: str = "") -> Damage:
    """The sheet copied, and something typed into the copy."""

    def damage(laid: Laid) -> None:
        name = f"{SHEET} (2)"
        copy = Sheet(name, cells=dict(laid.sheet(S02).cells))
        laid.book.sheets[name] = copy
        if cell:
            copy.cells[parse_address(cell)] = Cell(value)

    return damage


def lose_column(column: str, table: str = S02) -> Damage:
    """A column deleted with all that stands in it."""

    def damage(laid: Laid) -> None:
        number = parse_address(f"{column}1")[1]
        cells = laid.sheet(table).cells
        laid.sheet(table).cells = {spot: cell for spot, cell in cells.items() if spot[1] != number}

    return damage


def swap(first: str, second: str, below: int = 0) -> Damage:
    """Two columns change places, perhaps only below some row."""

    def damage(laid: Laid) -> None:
        number, other = (parse_address(f"{letters}1")[1] for letters in (first, second))
        places = {number: other, other: number}
        cells = laid.sheet(S02).cells.items()
        laid.sheet(S02).cells = {
            (row, places.get(at, at) if row > below else at): cell for (row, at), cell in cells
        }

    return damage


def swap_lines(first: str, second: str) -> Damage:
    """Two lines of a record change places in the visible columns."""

    def damage(laid: Laid) -> None:
        number, other = line_of(first), line_of(second)
        places = {number: other, other: number}
        cells = laid.sheet("S01.order").cells.items()
        laid.sheet("S01.order").cells = {
            (places.get(row, row) if column > 1 else row, column): cell
            for (row, column), cell in cells
        }

    return damage


def inserted(row: int) -> Damage:
    """An empty row put in above ``row``."""

    def damage(laid: Laid) -> None:
        sheet = laid.sheet(S02)
        sheet.cells = {(r + (r >= row), c): cell for (r, c), cell in sheet.cells.items()}
        sheet.hidden_rows = frozenset(r + (r >= row) for r in sheet.hidden_rows)

    return damage


def deleted(rid: str) -> Damage:
    """A row of the framework deleted, those below it moved up."""

    def damage(laid: Laid) -> None:
        gone, sheet = parse_address(laid.fixed_at(ANSWERS, rid, "code"))[0], laid.sheet(ANSWERS)
        kept = {spot: cell for spot, cell in sheet.cells.items() if spot[0] != gone}
        sheet.cells = {(r - (r > gone), c): cell for (r, c), cell in kept.items()}

    return damage


def change(table: str = S02, **parts: object) -> Damage:
    """Something set on a table's sheet."""

    def damage(laid: Laid) -> None:
        for name, value in parts.items():
            setattr(laid.sheet(table), name, value)

    return damage


def marker(text: str = "", name: str = "#REF!", table: str = S02) -> Damage:
    """The marker overwritten and the defined name broken, the columns' ids and headers wiped."""

    def damage(laid: Laid) -> None:
        placed = laid.placed[table]
        laid.put(table, f"A{placed.id_row}", text)
        laid.book.names[placed.table.name] = name

    return damage


def wiped(laid: Laid) -> None:
    marker()(laid)
    first, cells = laid.placed[S02].id_row, laid.sheet(S02).cells
    laid.sheet(S02).cells = {spot: cell for spot, cell in cells.items() if spot[0] < first}


def hijacked(laid: Laid) -> None:
    """A sheet of its own has the table with its marker; the form's own has lost both markers."""
    copy = Sheet("ร่าง", cells=dict(laid.sheet(S02).cells))
    laid.book.sheets["ร่าง"] = copy
    for placed in (table for table in laid.placed.values() if table.sheet == SHEET):
        laid.put(S02, f"A{placed.id_row}", None)
        laid.book.names[placed.table.name] = "#REF!"


def no_worksheet(laid: Laid) -> None:
    del laid.book.sheets["03_งาน"]
    laid.book.skipped_sheets = ("03_งาน",)


def full(below: int) -> Damage:
    """Every row of the table filled, and as many more below its end."""

    def damage(laid: Laid) -> None:
        placed = laid.placed[S02]
        rows = [*range(placed.first, placed.last + 1)]
        rows += range(placed.end_row + 1, placed.end_row + 1 + below)
        for row in rows:
            laid.put(S02, placed.cell("code", row), f"M{row}")
            laid.put(S02, placed.cell("text", row), "พันธกิจ")

    return damage


def at(row: int, column: str = "B") -> str:
    """A cell that many rows below the end of the missions."""
    return f"{column}{laid_out().placed[S02].end_row + row}"


def line_of(field: str, table: str = "S01.order") -> int:
    return laid_out().placed[table].lines[field]


def hide_line(field: str, value: str) -> Damage:
    def damage(laid: Laid) -> None:
        line = line_of(field)
        laid.put("S01.order", f"{laid.at('S01.order', 1, field)[0]}{line}", value)
        laid.sheet("S01.order").hidden_rows |= {line}

    return damage


def merge_lines(first: str, last: str) -> Damage:
    def damage(laid: Laid) -> None:
        order = laid.placed["S01.order"]
        merged = f"{order.cell(first)}:{order.cell(last)}"
        laid.sheet("S01.order").merged = (merged,)

    return damage


def all_ids_lost(laid: Laid) -> None:
    for row in (12, 13, 14):
        laid.put(S02, f"A{row}", None)


def sheet_added(laid: Laid) -> None:
    laid.book.sheets["ร่าง"] = Sheet("ร่าง", cells={(1, 1): Cell("x")})


def empty_sheet_added(laid: Laid) -> None:
    laid.book.sheets["ร่าง"] = Sheet("ร่าง")


def formula_that_shows_nothing(laid: Laid) -> None:
    laid.put(S02, "Q30", Cell(None, is_formula=True))


CASES = [
    pytest.param(without(SHEET), [("T101", SHEET, "")] * 2, id="T101 fires: a sheet deleted"),
    pytest.param(renamed(SHEET, "พันธกิจเดิม"), [("T119", "พันธกิจเดิม", "")] * 2,
                 id="T101 quiet, T119 fires: a sheet renamed"),
    pytest.param(renamed(SHEET, f"{SHEET} "), [("T119", f"{SHEET} ", "")] * 2,
                 id="T119 fires: a space after the name"),
    pytest.param(put("B12", "M9"), [], id="T119 quiet: a value changed"),
    pytest.param(
        hijacked,
        [*[("T119", "ร่าง", "")] * 2, ("T106", SHEET, "")],
        id="T119 fires: a table moved to another sheet, its own sheet is not read",
    ),
    pytest.param(
        no_worksheet,
        [("T101", "03_งาน", "")],
        id="T101 fires: a sheet made one of charts or macros",
    ),
    pytest.param(wiped, [("T102", SHEET, "")], id="T102 fires: nothing of the table left"),
    pytest.param(marker(), [], id="T102 quiet: marker and name lost, ids still there"),
    pytest.param(lose_column("C"), [("T103", SHEET, "")], id="T103 fires: a column deleted"),
    pytest.param(put("C10", "x"), [], id="T103 quiet: a column's id lost, its header there"),
    pytest.param(several(put("Q10", "text"), put("Q11", "พันธกิจ")),
                 [("T104", SHEET, ""), ("T106", SHEET, "Q10")], id="T104 fires: a column twice"),
    pytest.param(swap("C", "D"), [("T105", SHEET, "")],
                 id="T104 quiet, T105 fires, T136 quiet: moved"),
    pytest.param(swap("C", "D", below=10), [("T136", SHEET, "D11, C11")],
                 id="T105 quiet, T136 fires: headers and data moved, their ids not"),
    pytest.param(swap_lines("order_no", "subject"), [("T136", "01_กรรมการ", "E8, E6")],
                 id="T136 fires: lines of a record moved, their ids not"),
    pytest.param(put("C11", "กลุ่มเป้าหมาย"), [], id="T136 quiet: a header typed twice"),
    pytest.param(several(put("Q11", "ของฉัน"), put("Q12", "อ่าน")), [("T106", SHEET, "Q11")],
                 id="T105 quiet, T106 fires: a column added"),
    pytest.param(sheet_added,
                 [("T106", "ร่าง", "")], id="T106 fires: a sheet added"),
    pytest.param(empty_sheet_added, [],
                 id="T106 quiet: an empty sheet added"),
    pytest.param(inserted(15), [], id="T110 quiet: an empty row put in below the answers"),
    pytest.param(several(inserted(13), put("B13", "M9")), [("T110", SHEET, "")],
                 id="T110 fires: a row put in and filled, T111 quiet"),
    pytest.param(deleted("01.2"), [("T111", "06_ประเมิน", "B7")], id="T111 fires: a row deleted"),
    pytest.param(several(put("A7", "01.1", ANSWERS), put("B7", "01.1", ANSWERS)),
                 [("T111", "06_ประเมิน", "B7"), ("T111", "06_ประเมิน", "B7")],
                 id="T111 fires: a row repeated"),
    pytest.param(put("A7", "01.1", ANSWERS), [("T130", "06_ประเมิน", "B7")],
                 id="T111 quiet, T130 fires: a hidden id repeated, the codes as they were"),
    pytest.param(change(merged=("B12:C13",)), [("T112", SHEET, "B12:C13")],
                 id="T112 fires: cells of the table merged"),
    pytest.param(change(merged=("C13:B12", "B12:C14")),
                 [("T112", SHEET, "C13:B12"), ("T112", SHEET, "B12:C14")],
                 id="T112 fires: merged from the wrong corner, and over one another"),
    pytest.param(change(merged=("B1:D2", "oops", "A1:ZZZZZ9", ":")), [],
                 id="T112 quiet: a heading merged, and what is no range"),
    pytest.param(merge_lines("order_no", "subject"), [("T112", "01_กรรมการ", "E6:E8")],
                 id="T112 fires: lines of a record merged"),
    pytest.param(merge_lines("subject", "subject"), [], id="T112 quiet: one line of a record"),
    pytest.param(change(hidden_rows=frozenset({12, 13, 40})), [("T113", SHEET, "B12")],
                 id="T113 fires: rows hidden or filtered"),
    pytest.param(change(hidden_columns=frozenset({3})), [("T113", SHEET, "C12:C14")],
                 id="T113 fires: a column hidden"),
    pytest.param(change(visible=False), [("T113", SHEET, "")], id="T113 fires: the sheet hidden"),
    pytest.param(hide_line("subject", "แต่งตั้ง"), [("T113", "01_กรรมการ", "E8")],
                 id="T113 fires: a line of a record hidden"),
    pytest.param(change(hidden_rows=frozenset({20, 21}), filtered=True), [],
                 id="T113 quiet: only empty rows are filtered out"),
    pytest.param(put(at(2), "M99"), [("T114", SHEET, at(2))], id="T114 fires: below the table"),
    pytest.param(full(0), [], id="T114 quiet: the last row of the table"),
    pytest.param(full(2), [("T125", SHEET, at(1))],
                 id="T125 fires: a full table goes on below, T114 quiet"),
    pytest.param(put(at(1), "M99"), [("T114", SHEET, at(1))],
                 id="T125 quiet: the table is not full"),
    pytest.param(put("B16", "M9"), [("T117", SHEET, "B15")], id="T117 fires: a blank row between"),
    pytest.param(put("B15", "M9"), [], id="T117 quiet: no blank row"),
    pytest.param(lose_column("C", ANSWERS), [("T120", "06_ประเมิน", "")] ,
                 id="T120 fires: a locked column deleted"),
    pytest.param(put("C4", "x", ANSWERS), [], id="T120 quiet: its id lost, its header there"),
    pytest.param(without("ผลตรวจ"), [("T121", "ผลตรวจ", "")], id="T121 fires: no sheet of results"),
    pytest.param(marker(table="CHECK.problems"), [], id="T121 quiet: known by its headers"),
    pytest.param(all_ids_lost,
                 [("T122", SHEET, "")], id="T122 fires: all row ids lost"),
    pytest.param(put("A13", ""), [("T110", SHEET, "")], id="T122 quiet: one row id lost"),
    pytest.param(copied("B12", "M7"), [("T123", f"{SHEET} (2)", "B12")],
                 id="T123 fires: a copy filled in otherwise"),
    pytest.param(copied(), [("T106", f"{SHEET} (2)", "")], id="T123 quiet: the same copy"),
    pytest.param(put("XFD1048576", "x"), [("T124", SHEET, "XFD1048576")],
                 id="T124 fires: in the last cell of the sheet"),
    pytest.param(put("Q30", "x"), [("T124", SHEET, "Q30")], id="T124 fires: beside an empty row"),
    pytest.param(formula_that_shows_nothing, [],
                 id="T124 quiet: a formula that shows nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), CASES)
def test_damage_and_what_it_earns(damage: Damage, expected: list[tuple[str, str, str]]) -> None:
    assert told(damage) == expected


def test_a_lost_row_is_told_by_its_name() -> None:
    laid = laid_out()
    deleted("01.2")(laid)
    (lost,) = locate(laid.book, TABLES.values(), fixed_ids(laid.framework))[1]
    names = {indicator.code: indicator.name for indicator in laid.framework.indicators}
    assert names["01.2"].th in message(lost, "th")
    assert names["01.2"].en in message(lost, "en")


def test_rows_that_go_on_below_a_full_table_are_read() -> None:
    laid = laid_out()
    full(3)(laid)
    tables, _ = locate(laid.book, TABLES.values(), fixed_ids(laid.framework))
    placed = laid.placed[S02]
    numbers = [row.row_number for row in tables[S02].rows]
    assert numbers[-4:] == [placed.last, *range(placed.end_row + 1, placed.end_row + 4)]


def test_strays_are_listed_together_and_counted() -> None:
    laid = laid_out()
    for row in range(40, 50):
        laid.put(S02, format_address(row, 30), "x")
    (stray,) = locate(laid.book, TABLES.values(), fixed_ids(laid.framework))[1]
    assert stray.values["cells"] == "AD40, AD41, AD42, AD43, AD44 … (+5)"
