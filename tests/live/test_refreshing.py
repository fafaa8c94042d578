"""รวมใหม่ in a province book that is open in a real spreadsheet program, with unsaved remarks."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
import xlwings as xw

from pso_excel.consolidation import ProvinceFolder, consolidate, reconsolidate
from pso_excel.core.messages import term_in
from pso_excel.core.problem import Refused
from pso_excel.demo import ROUND, demo_office, write_province
from pso_excel.live import refresh_book as refreshing
from pso_excel.live.perform import ActionRunner
from pso_excel.live.programs.excel import read_open
from pso_excel.live.programs.libreoffice import LibreOffice
from pso_excel.live.refresh_book import province_of, refresh
from pso_excel.live.refresh_ranges import merged_in
from pso_excel.live.request import Action, Reply
from pso_excel.province_book import overview
from pso_excel.xlsx.workbook import Workbook
from tests.libreoffice import Office
from tests.live import pressing
from tests.live.actions import ASOF, Desk, codes
from tests.live.replaying import Shown, painted, shown, values

OFFICES, LATE = (1, 5, 9), 9
SENDING = "การส่ง"
REMARK = "=โทรแล้ว 1-2"


@dataclass
class Open:
    """An open province book, and the file of one office that has not come yet."""

    desk: Desk
    place: ProvinceFolder
    late: list[Path]

    def refresh(self) -> Reply:
        return self.desk.do(Action.REFRESH)

    def comes(self) -> None:
        for path in self.late:
            shutil.move(path, self.place.inbox)

    def now(self, folder: Path) -> Shown:
        """The open book as it is saved elsewhere, but for the line that tells of the refresh."""
        folder.mkdir(exist_ok=True)
        saved = shown(self.desk.document.save_xlsx(folder / self.desk.path.name).read_bytes())
        saved.book.sheets[overview.SHEET].cells.pop(overview.STATUS, None)
        return saved

    def fresh(self, folder: Path) -> Shown:
        """What ``consolidate`` writes now, with the remarks of the open book, opened and saved."""
        self.now(folder)
        done = consolidate(self.place.root, ASOF, processes=1, out=folder)
        assert done.problem is None
        saved = self.desk.office.recalculated(done.book, folder / "saved")
        return shown(saved.read_bytes())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province of three offices, consolidated before one of them has sent."""
    folder = tmp_path_factory.mktemp("provinces") / "จังหวัด สมมุติ"
    write_province(folder, OFFICES)
    place = ProvinceFolder(folder)
    waiting = folder / "ยังไม่มา"
    waiting.mkdir()
    for path in place.inbox.rglob(f"*{demo_office(LATE).code}*"):
        shutil.move(path, waiting)
    consolidate(folder, ASOF, processes=1)
    return folder


@pytest.fixture
def opened(libreoffice: Office, made: Path, tmp_path: Path) -> Iterator[Open]:
    folder = tmp_path / made.name
    shutil.copytree(made, folder)
    place = ProvinceFolder(folder)
    path = place.book(ROUND)
    with libreoffice.open(path) as document:
        desk = Desk(libreoffice, document, path, ActionRunner())
        yield Open(desk, place, sorted((folder / "ยังไม่มา").iterdir()))


def looks(shown: Shown, name: str) -> dict[tuple[int, int], str]:
    """How what is written looks; LibreOffice notes the language of a number format it was given."""
    seen = painted(shown, name)
    return {at: repr(seen[at]).replace("[$-409]", "") for at in values(shown.book.sheets[name])}


def keys(shown: Shown, name: str) -> dict[object, int]:
    """The rows of a list by their keys."""
    cells = shown.book.sheets[name].cells.items()
    return {cell.value: row for (row, column), cell in cells if column == 1}


def test_the_open_book_says_and_looks_as_consolidating_makes_it(
    opened: Open, tmp_path: Path
) -> None:
    on_disk = opened.desk.path.read_bytes()
    key = opened.desk.document.text(SENDING, "A6")
    opened.desk.document.type(SENDING, "V6", f"'{REMARK}")
    opened.comes()
    fresh = opened.fresh(tmp_path / "fresh")
    reply = opened.refresh()
    assert reply.report is not None
    assert SENDING in reply.report["changed"]
    assert reply.lines[-1].startswith("✔ รวมใหม่แล้ว")
    now = opened.now(tmp_path / "now")
    for name, sheet in fresh.book.sheets.items():
        assert values(now.book.sheets[name]) == values(sheet), name
        assert sorted(now.book.sheets[name].merged) == sorted(sheet.merged), name
        assert looks(now, name) == looks(fresh, name), name
    assert now.book.sheets[SENDING].cell(keys(now, SENDING)[key], 22).value == REMARK
    assert opened.desk.path.read_bytes() == on_disk


def test_rows_that_a_filter_hides_are_brought_up_to_date_too(opened: Open, tmp_path: Path) -> None:
    document = opened.desk.document
    cells = document.sheet(SENDING).getCellRangeByName("A5:V8")
    chosen = cells.createFilterDescriptor(True)
    uno = opened.desk.office.uno
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    field.Field, field.StringValue = 1, demo_office(1).code
    chosen.ContainsHeader = True
    chosen.setFilterFields((field,))
    cells.filter(chosen)
    assert hidden(opened)
    opened.comes()
    fresh = opened.fresh(tmp_path / "fresh")
    opened.refresh()
    assert not hidden(opened)
    now = opened.now(tmp_path / "now")
    assert values(now.book.sheets[SENDING]) == values(fresh.book.sheets[SENDING])


def hidden(opened: Open) -> list[int]:
    rows = opened.desk.document.sheet(SENDING).Rows
    return [row for row in range(1, 9) if not rows.getByIndex(row - 1).IsVisible]


def test_it_works_as_well_where_nobody_reads_but_xlwings(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read(_: LibreOffice, book: xw.Book) -> Workbook:
        return read_open(book, "Microsoft Excel")

    monkeypatch.setattr(LibreOffice, "read", read)
    opened.comes()
    fresh = opened.fresh(tmp_path / "fresh")
    opened.refresh()
    now = opened.now(tmp_path / "now")
    for name, sheet in fresh.book.sheets.items():
        assert values(now.book.sheets[name]) == values(sheet), name
        assert looks(now, name) == looks(fresh, name), name
    reply = opened.refresh()
    assert reply.report is not None
    assert reply.report["changed"] == []


def test_the_button_of_a_book_with_macros_refreshes_it(
    libreoffice: Office, made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / made.name
    shutil.copytree(made, folder)
    consolidate(folder, ASOF, processes=1, macros=True)
    place = ProvinceFolder(folder)
    path = place.book_with_macros(ROUND)
    on_disk = path.read_bytes()
    with pressing.opened(libreoffice, path) as document:
        document.type(SENDING, "V6", REMARK.lstrip("="))
        for waiting in sorted((folder / "ยังไม่มา").iterdir()):
            shutil.move(waiting, place.inbox)
        pressing.press_through(document, overview.SHEET, term_in("live_refresh", "th"))
        assert pressing.said(document).startswith("✔ รวมใหม่แล้ว ปรับ")
        now = shown(document.save_xlsx(tmp_path / "now.xlsx").read_bytes())
    remarks = {cell.value for cell in now.book.sheets[SENDING].cells.values()}
    assert REMARK.lstrip("=") in remarks
    row = keys(now, SENDING)[demo_office(LATE).code]
    assert str(now.book.sheets[SENDING].cell(row, 5).value) != "✖ ยังไม่ส่ง"
    assert path.read_bytes() == on_disk


def test_a_second_refresh_has_nothing_to_write(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.comes()
    opened.refresh()
    monkeypatch.delattr(refreshing, "apply_changes")
    reply = opened.refresh()
    assert reply.report is not None
    assert reply.report["changed"] == []
    assert "เป็นปัจจุบัน" in reply.lines[-1]
    assert opened.desk.document.text(overview.SHEET, "B4") == reply.lines[-1]


def test_a_protected_sheet_is_protected_again(opened: Open) -> None:
    sheet = opened.desk.document.sheet(SENDING)
    sheet.protect("")
    opened.comes()
    reply = opened.refresh()
    assert reply.report is not None
    assert SENDING in reply.report["changed"]
    assert sheet.isProtected()


def test_the_book_in_front_is_found_by_its_name(opened: Open) -> None:
    request = replace(opened.desk.request(Action.REFRESH), workbook="")
    reply = opened.desk.performer.perform(request)
    assert reply.report is not None
    assert reply.report["province"] == "สมมุติ"


def test_merged_cells_are_found_in_the_open_book(opened: Open) -> None:
    _, book = opened.desk.performer.opened(opened.desk.request(Action.REFRESH))
    for name, sheet in shown(opened.desk.path.read_bytes()).book.sheets.items():
        assert sorted(merged_in(book.sheets[name])) == sorted(sheet.merged), name


def edited_meanwhile(opened: Open, patch: pytest.MonkeyPatch) -> Reply:
    """Refresh while the officer types on, after the book was read."""

    def renewing(*given: Any, **more: Any) -> object:
        opened.desk.document.type(SENDING, "V6", "พิมพ์ต่อ")
        return reconsolidate(*given, **more)

    patch.setattr(refreshing, "reconsolidate", renewing)
    return opened.refresh()


def test_U001_fires_when_the_open_book_was_edited_while_it_was_consolidated(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened.comes()
    before = opened.now(tmp_path / "before")
    assert codes(edited_meanwhile(opened, monkeypatch)) == ["U001"]
    after = opened.now(tmp_path / "after")
    assert after.book.sheets[SENDING].cells.pop((6, 22)).value == "พิมพ์ต่อ"
    assert [values(sheet) for sheet in after.book.sheets.values()] == [
        values(sheet) for sheet in before.book.sheets.values()
    ]


def test_U001_quiet_when_the_remark_was_typed_before(opened: Open) -> None:
    opened.desk.document.type(SENDING, "V6", "พิมพ์ก่อน")
    opened.comes()
    assert "U001" not in codes(opened.refresh())


def test_U016_fires_when_the_new_book_is_built_otherwise(opened: Open, tmp_path: Path) -> None:
    opened.desk.document.type("คะแนน", "B40", "ตารางของฉัน")
    opened.desk.document.sheet("คะแนน").getCellRangeByName("B40:D40").merge(True)
    before = opened.now(tmp_path / "before")
    opened.comes()
    reply = opened.refresh()
    assert reply.report is not None
    saved = opened.desk.path.with_name(reply.report["saved"])
    assert reply.lines[-1].startswith("▲")
    assert reply.lines[-1].endswith("[U016]")
    assert saved.name in reply.lines[-1]
    assert saved != opened.desk.path
    assert demo_office(LATE).code in keys(shown(saved.read_bytes()), SENDING)
    after = opened.now(tmp_path / "after")
    assert after.book.sheets == before.book.sheets


def test_U016_quiet_with_a_sheet_of_the_officers_own(opened: Open) -> None:
    opened.desk.document.model.Sheets.insertNewByName("ของฉัน", 0)
    opened.comes()
    reply = opened.refresh()
    assert reply.report is not None
    assert SENDING in reply.report["changed"]


def test_c4_a_note_in_a_row_that_goes_and_what_is_typed_over_are_not_lost(
    opened: Open, tmp_path: Path
) -> None:
    document, uno = opened.desk.document, opened.desk.office.uno
    before = opened.now(tmp_path / "before")
    cells = before.book.sheets["ปัญหาที่พบ"].cells.items()
    row = next(
        row
        for (row, column), cell in cells
        if column == 1 and cell.value == f"{demo_office(LATE).code} B403"
    )
    place = uno.createUnoStruct("com.sun.star.table.CellAddress")
    place.Column, place.Row = 2, row - 1
    notes = document.sheet("ปัญหาที่พบ").Annotations
    notes.insertNew(place, "นัดวันจันทร์")
    opened.comes()
    reply = opened.refresh()
    assert "มีโน้ตในแถวที่จะหายไป" in reply.lines[-1]
    notes.removeByIndex(0)
    document.type(SENDING, "C6", "ชื่อที่แก้เอง")
    assert f"{SENDING}: มีสิ่งที่พิมพ์ทับไว้" in opened.refresh().lines[-1]
    assert document.text(SENDING, "C6") == "ชื่อที่แก้เอง"


class InTheCloud:
    """A book of which xlwings finds no path on this computer."""

    name = "province_2569-1.xlsx"

    @property
    def fullname(self) -> str:
        raise xw.XlwingsError("SharePoint")


def test_U015_fires_for_a_book_that_is_only_in_a_cloud(opened: Open) -> None:
    program, _ = opened.desk.performer.opened(opened.desk.request(Action.REFRESH))
    with pytest.raises(Refused) as refused:
        refresh(cast("xw.Book", InTheCloud()), program, opened.desk.request(Action.REFRESH))
    assert refused.value.problem.code == "U015"


def test_a_very_long_text_is_written_whole(opened: Open, tmp_path: Path) -> None:
    long = "ยาว " * 3_000
    opened.desk.document.type(SENDING, "V6", long)
    key = opened.desk.document.text(SENDING, "A6")
    opened.comes()
    opened.refresh()
    now = opened.now(tmp_path / "now").book.sheets[SENDING]
    rows = {cell.value: row for (row, column), cell in now.cells.items() if column == 1}
    assert now.cell(rows[key], 22).value == long


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param("ที่อื่น/province_2569-1.xlsx", id="U015 fires: in no province's folder"),
        pytest.param("out/province_2568-2.xlsx", id="U015 fires: of another round"),
    ],
)
def test_a_book_from_elsewhere_is_not_refreshed(made: Path, moved: str) -> None:
    with pytest.raises(Refused) as refused:
        province_of(str(made / moved))
    assert refused.value.problem.code == "U015"
    assert refused.value.problem.values["book"] == Path(moved).name


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param("out/province_2569-1.xlsx", id="U015 quiet: in its place"),
        pytest.param("out/province_2569-1.xlsm", id="U015 quiet: with macros"),
        pytest.param("out/province_2569-1 (ใหม่ 2569-03-31 0900).xlsx", id="U015 quiet: beside"),
    ],
)
def test_the_folder_is_known_by_the_books_path(made: Path, moved: str) -> None:
    assert province_of(str(made / moved)).root == made
