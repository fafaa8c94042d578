"""What is read of an open workbook is what reading a copy saved now would give, field by field."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pso_excel.live.programs import libreoffice_reader as reader
from pso_excel.live.programs.libreoffice_reader import STEP, only_typed
from pso_excel.xlsx.workbook import Cell, NumberFormatKind, Workbook
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Office
from tests.live.open_book import Open, opened
from tests.xlwings_libreoffice.nasty_book import FIRST, HIDDEN, SECOND, nasty_book

Edit = Callable[[Open], object]


@pytest.fixture
def nasty(libreoffice: Office, tmp_path: Path) -> Iterator[Open]:
    with opened(libreoffice, tmp_path, nasty_book()) as found:
        yield found


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The copies that reading had to save."""
    made: list[Path] = []
    store = reader.store_copy

    def noted(session: Any, document: Any, path: Path) -> None:
        made.append(path)
        store(session, document, path)

    monkeypatch.setattr(reader, "store_copy", noted)
    return made


def fields(book: Workbook) -> dict[str, Any]:
    """A book as plain fields, so that a difference is told by its name."""
    whole = {name: getattr(book, name) for name in Workbook.__slots__ if name != "sheets"}
    whole["order"] = list(book.sheets)
    for sheet in book.sheets.values():
        for name in sheet.__slots__:
            whole[f"{sheet.name}: {name}"] = getattr(sheet, name)
        whole[f"{sheet.name}: cells"] = list(sheet.cells)
        whole |= {f"{sheet.name}: {at}": cell for at, cell in sheet.cells.items()}
    return whole


def test_the_first_reading_and_the_next_are_the_saved_copy(nasty: Open, copies: list[Path]) -> None:
    expected = fields(nasty.as_saved())
    assert fields(nasty.read()) == expected
    assert fields(nasty.read()) == expected
    assert len(copies) == 1


def test_the_saved_copy_of_the_nasty_book_holds_what_it_is_for(nasty: Open) -> None:
    found = nasty.read()
    second = found.sheets[SECOND]
    assert found.application.startswith("LibreOffice")
    assert found.names["PSO_LIST"].endswith("!$A$1:$A$9")
    assert f"{HIDDEN}!LOCAL" in found.names
    assert found.properties["PSO_OFFICE"] == "58-R-014"
    assert found.active_content == {"notes": 1, "pictures": 1}
    assert (second.merged, second.hidden_rows, second.protected) == (("E2:G3",), {6}, True)
    assert {validation.kind for validation in second.validations} == {"list", "decimal"}
    assert found.sheets[HIDDEN].visible is False
    assert found.sheets[FIRST].cells[1, 6].value.year == 2569  # type: ignore[union-attr]
    assert {cell.format_kind for cell in found.sheets[FIRST].cells.values()} == set(
        NumberFormatKind
    )


def test_an_unchanged_sheet_is_the_same_object(nasty: Open) -> None:
    before = nasty.read()
    nasty.document.type(FIRST, "A1", "5")
    after = nasty.read()
    assert after.sheets[SECOND] is before.sheets[SECOND]
    assert after.sheets[FIRST] is not before.sheets[FIRST]


def typing(cell: str, text: str, sheet: str = FIRST) -> Edit:
    return lambda at: at.document.type(sheet, cell, text)


def many(*edits: Edit) -> Edit:
    def all_of(at: Open) -> None:
        for edit in edits:
            edit(at)

    return all_of


TYPED: dict[str, Edit] = {
    "a number": typing("A1", "33.34"),
    "a number that is rounded on its way into a file": typing("A1", "=81/82"),
    "a percentage": typing("A2", "0.5"),
    "a day": typing("A3", "46037"),
    "a day of a Buddhist year": typing("A4", "244364"),
    "a time of day": typing("A5", "0.25"),
    "hours of a span": typing("A6", "3.5"),
    "a text": typing("A1", "ข้อความ"),
    "a text in a cell for texts": typing("D7", "007"),
    "a number where a text was": typing("A9", "7"),
    "a text where a formula was": typing("C1", "ก"),
    "a formula where a number was": typing("A1", "=1/3"),
    "a formula of the same value": many(typing("A1", "2"), Open.read, typing("A1", "=1+1")),
    "a formula that is a day": typing("G9", "=TODAY()"),
    "a formula that is a share": typing("G9", "=A2"),
    "a formula that is true": typing("G9", "=1=1"),
    "a formula that is false": typing("G9", "=1=2"),
    "a number where a computed share was": many(
        typing("G7", "=A2*1"), Open.read, typing("G7", "5")
    ),
    "a text where a computed day was": typing("G6", "ก"),
    "a formula that fails": typing("G9", "=NA()"),
    "a formula that divides by nothing": typing("A1", "=1/0"),
    "a name that is none": typing("A1", "=ไม่มี(1)"),
    "a failure mended": typing("G2", "5"),
    "a boolean turned": typing("F3", "0"),
    "an empty result": typing("G5", '=""'),
    "a cell where there was none in its row": typing("E10", "ก"),
    "another row, written already": typing("A12", "แถวใหม่"),
    "nothing": typing("A1", ""),
    "a whole line": many(*(typing(f"{letter}4", "9") for letter in "ABCD")),
    "undone": many(typing("A1", "5"), Open.read, lambda at: at.model.UndoManager.undo()),
    "by our own hand": lambda at: setattr(at.book.sheets[FIRST]["A1:B1"], "value", [1.5, None]),
}


@pytest.mark.parametrize("edit", TYPED.values(), ids=TYPED)
def test_what_was_typed_is_read_without_saving(edit: Edit, nasty: Open, copies: list[Path]) -> None:
    nasty.read()
    copies.clear()
    edit(nasty)
    found = fields(nasty.read())
    assert not copies
    assert found == fields(nasty.as_saved())


def second(at: Open) -> Any:
    sheet = at.sheet(SECOND)
    sheet.unprotect("")
    return sheet


def cells(at: Open, address: str, sheet: str = FIRST) -> Any:
    return at.sheet(sheet).getCellRangeByName(address)


OTHERWISE: dict[str, Edit] = {
    "another format": lambda at: setattr(cells(at, "A1"), "NumberFormat", 10),
    "formats of many": lambda at: setattr(cells(at, "A1:C9"), "NumberFormat", 10),
    "a row inserted": lambda at: at.document.insert_rows(FIRST, 3, 1),
    "a row deleted": lambda at: at.document.delete_rows(FIRST, 3, 2),
    "a row in, a row out": lambda at: (
        at.document.insert_rows(FIRST, 12, 1),
        at.document.delete_rows(FIRST, 3, 1),
    ),
    "a column moved": lambda at: at.document.move_column(FIRST, "A", "D"),
    "pasted over a list": lambda at: (second(at), at.document.paste(SECOND, "A2:A3", "B2")),
    "merged": lambda at: cells(at, "A1:B1").merge(True),
    "taken apart": lambda at: second(at).getCellRangeByName("E2:G3").merge(False),
    "a row hidden": lambda at: setattr(cells(at, "A4").Rows, "IsVisible", False),
    "a row shown": lambda at: setattr(second(at).getCellRangeByName("A6").Rows, "IsVisible", True),
    "a column hidden": lambda at: setattr(cells(at, "B1").Columns, "IsVisible", False),
    "unprotected": second,
    "protected": lambda at: at.sheet(FIRST).protect(""),
    "a sheet renamed": lambda at: at.sheet(FIRST).setName("ใหม่"),
    "a name too long for a file": lambda at: at.sheet(FIRST).setName("ก" * 40),
    "a sheet added": lambda at: at.model.Sheets.insertNewByName("ใหม่", 1),
    "a sheet deleted": lambda at: at.model.Sheets.removeByName(FIRST),
    "sheets changed places": lambda at: at.model.Sheets.moveByName(FIRST, 3),
    "a sheet shown": lambda at: setattr(at.sheet(HIDDEN), "IsVisible", True),
    "a name changed": lambda at: at.model.NamedRanges.getByName("PSO_LIST").setContent("$A$1:$A$2"),
    "a name gone": lambda at: at.model.NamedRanges.removeByName("PSO_RATE"),
    "a property changed": lambda at: (
        at.model.DocumentProperties.UserDefinedProperties.setPropertyValue("PSO_OFFICE", "58-R-015")
    ),
    "a text like a formula": lambda at: at.book.sheets[FIRST]["A8"].api.setString("=1+1"),
    "a number where a boolean was": typing("G1", "=1+1"),
    "a number in a cell for booleans": typing("F3", "2"),
    "a formula that leads out of the book": typing("A1", '=HYPERLINK("file:///C:/a.pdf")'),
    "a control character": typing("A1", "ก\x07ข"),
    "an escape of Office": typing("A1", "ก_x0041_"),
    "a row that was not there": typing("A40", "ไกล"),
    "a column that was not there": typing("Z3", "ไกล"),
    "more cells than are made anew": lambda at: cells(at, "A1:C300").setDataArray(
        ((1.0, 2.0, "ก"),) * 300
    ),
}


@pytest.mark.parametrize("edit", OTHERWISE.values(), ids=OTHERWISE)
def test_any_other_edit_is_read_as_well(edit: Edit, nasty: Open) -> None:
    before = fields(nasty.read())
    edit(nasty)
    expected = fields(nasty.as_saved())
    assert fields(nasty.read()) == expected
    assert expected != before
    assert fields(nasty.read()) == expected


def test_our_own_notes_are_counted_without_saving(nasty: Open, copies: list[Path]) -> None:
    nasty.read()
    copies.clear()
    with nasty.program.quiet():
        nasty.book.sheets[FIRST]["A1"].add_note("ดูที่นี่")
    assert (
        nasty.read().active_content
        == nasty.as_saved().active_content
        == {"notes": 2, "pictures": 1}
    )
    assert not copies


def test_a_sheet_left_out_is_listed(nasty: Open) -> None:
    found = nasty.program.read(nasty.book, (SECOND,))
    assert found.skipped_sheets == (SECOND,)
    assert SECOND not in found.sheets
    assert nasty.program.read(nasty.book, (SECOND,)) == found
    assert nasty.read().skipped_sheets == ()


def test_a_filled_form_is_read_as_it_would_be_saved(libreoffice: Office, tmp_path: Path) -> None:
    with opened(libreoffice, tmp_path, complete_workbook()) as form:
        assert fields(form.read()) == fields(form.as_saved())
        form.document.type("06_ประเมิน", "F9", "1")
        form.document.type("03_งาน", "D7", "งานใหม่")
        assert fields(form.read()) == fields(form.as_saved())


VALUES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(repr),
    st.sampled_from(("", "=A1", "=1/3", "=NA()", '=""', "=1=1", "'007", "ข้อความ", "=F1*2", "50%")),
)
PLACES = st.sampled_from(("A1", "A2", "A3", "B4", "C5", "D6", "E2", "F1", "G3", "G7"))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLACES, VALUES), min_size=1, max_size=6))
def test_whatever_is_typed_is_read_as_it_would_be_saved(
    nasty: Open, typed: list[tuple[str, str]]
) -> None:
    nasty.read()
    for cell, text in typed:
        nasty.document.type(FIRST, cell, text)
    assert fields(nasty.read()) == fields(nasty.as_saved())


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param((), (), True, id="nothing"),
        pytest.param((), ("Input", STEP), True, id="typed"),
        pytest.param(("Input",), ("ป้อนค่า", "Input"), True, id="typed on"),
        pytest.param(("Input", "Attributes"), ("Attributes",), True, id="typing undone"),
        pytest.param(("Attributes",), ("Input", "Attributes"), True, id="typed after a format"),
        pytest.param((), ("Attributes",), False, id="a format"),
        pytest.param(("Attributes",), (), False, id="a format undone"),
        pytest.param(("Input",), ("Insert", "Input"), False, id="pasted"),
        pytest.param(("Input",), ("Eingabe", "Input"), False, id="a language not known"),
        pytest.param(("Input",) * 5, ("Input",) * 5, True, id="full, all typed"),
        pytest.param(("Sort",) * 5, ("Sort",) * 5, False, id="full, who knows"),
    ],
)
def test_what_the_steps_to_undo_tell(
    before: tuple[str, ...], now: tuple[str, ...], expected: bool
) -> None:
    assert only_typed(before, now, 5) is expected


def test_without_steps_to_undo_nothing_is_known() -> None:
    assert not only_typed((), (), 0)


def test_the_kind_of_a_cell_is_not_taken_from_its_old_format(nasty: Open) -> None:
    nasty.read()
    cells(nasty, "A1").NumberFormat = 10
    assert nasty.read().sheets[FIRST].cells[1, 1].format_kind is NumberFormatKind.PERCENT
    nasty.model.UndoManager.undo()
    now = nasty.read().sheets[FIRST].cells[1, 1]
    assert now == Cell(now.value, format_kind=NumberFormatKind.GENERAL)
