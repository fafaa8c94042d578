"""The Excel side as far as it can be proved without Excel: reading by xlwings alone over a real
spreadsheet program, and what is asked of Excel's own objects."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
import xlwings as xw

from pso_excel.core.problem import Refused
from pso_excel.live.programs import excel
from pso_excel.live.programs.excel import Excel, excel_fault, read_open
from pso_excel.live.programs.libreoffice import LibreOffice, attach
from pso_excel.pipeline import assess, read_opened
from pso_excel.xlsx.workbook import PICTURE, Outside, Sheet, Workbook
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Office
from tests.live.actions import ASOF


@pytest.fixture(scope="module")
def both(
    libreoffice: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workbook, Workbook]]:
    """A workbook with odd values, read by xlwings alone and by LibreOffice's own door."""
    path = tmp_path_factory.mktemp("excel") / "แบบ 2569.xlsx"
    path.write_bytes(complete_workbook())
    with libreoffice.open(path) as document:
        document.type("06_ประเมิน", "J9", "86%")
        document.type("06_ประเมิน", "J10", "=1/0")
        document.type("06_ประเมิน", "J11", "=1/3")
        document.type("06_ประเมิน", "J12", "'01.10")
        document.type("06_ประเมิน", "Q9", "2026-03-15")
        document.type("06_ประเมิน", "O9", '=HYPERLINK("file://server/a.pdf")')
        document.type("06_ประเมิน", "O10", '=DISPIMG("ID_0A1B",1)')
        program: LibreOffice = attach(f"pipe,name={libreoffice.pipe}")
        book = next(book for book in program.books if book.name == path.name)
        yield read_open(book, "Microsoft Excel", ("วิธีใช้",)), program.read(book, ("วิธีใช้",))


def test_xlwings_alone_reads_the_same_cells(both: tuple[Workbook, Workbook]) -> None:
    plain, whole = both
    assert list(plain.sheets) == list(whole.sheets)
    assert plain.skipped_sheets == whole.skipped_sheets == ("วิธีใช้",)
    for name, sheet in whole.sheets.items():
        assert values(plain.sheets[name]) == values(sheet), name


def test_d2_e_both_tell_what_a_formula_reaches_and_shows(both: tuple[Workbook, Workbook]) -> None:
    for book in both:
        [found] = [link for link in book.outside if link.kind == "formulas"]
        assert found == Outside("formulas", "a.pdf (server)", "06_ประเมิน", "O9")
        assert book.sheets["06_ประเมิน"].cells[10, 15].error == PICTURE


def values(sheet: Sheet) -> dict[tuple[int, int], tuple[object, str]]:
    """What stands in the cells; a formula that shows nothing is nothing, and what one computes is
    compared to twelve digits, since LibreOffice cuts it when it saves."""
    found: dict[tuple[int, int], tuple[object, str]] = {}
    for at, cell in sheet.cells.items():
        computed = cell.is_formula and isinstance(cell.value, Decimal)
        value = f"{cell.value:.12g}" if computed else cell.value
        if value or cell.error:
            found[at] = value, cell.error
    return found


def test_kinds_of_numbers_are_told_apart(both: tuple[Workbook, Workbook]) -> None:
    plain, whole = both
    for cell in ((9, 10), (11, 10), (9, 17)):
        each_cell, other = (
            plain.sheets["06_ประเมิน"].cell(*cell),
            whole.sheets["06_ประเมิน"].cell(*cell),
        )
        assert (each_cell.value, each_cell.format_kind, each_cell.is_formula) == (
            other.value,
            other.format_kind,
            other.is_formula,
        )


def test_an_office_read_by_xlwings_alone_has_the_same_score(
    both: tuple[Workbook, Workbook],
) -> None:
    plain, whole = (assess(read_opened(book), ASOF) for book in both)
    assert plain.scorecard == whole.scorecard
    assert plain.plan == whole.plan
    assert plain.tracker == whole.tracker


class com_error(Exception):
    """Named and filled as pywin32 does it: the HRESULT comes first."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(
            com_error(-2147418111, "Call was rejected"), "U006", id="U006 fires: rejected"
        ),
        pytest.param(
            com_error(-2146777998, "", None, None), "U006", id="U006 fires: a cell is open"
        ),
        pytest.param(com_error(-2147023174, "RPC"), "U014", id="U006 quiet: Excel has gone"),
        pytest.param(com_error(-2147352567, "Exception"), "U017", id="U017 fires: any other"),
        pytest.param(xw.NoSuchObjectError("07_แผน"), "U014", id="U017 quiet: a sheet is gone"),
    ],
)
def test_an_error_of_excel_becomes_a_sentence(error: Exception, code: str) -> None:
    problem = excel_fault(error)
    assert problem is not None
    assert problem.code == code


def test_an_error_of_ours_is_not_blamed_on_excel() -> None:
    assert excel_fault(ZeroDivisionError()) is None


def test_U002_fires_where_no_excel_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xw, "apps", SimpleNamespace(active=None))
    with pytest.raises(Refused) as refused:
        Excel.attach()
    assert refused.value.problem.code == "U002"


def test_U002_quiet_where_excel_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SimpleNamespace(books=[], screen_updating=True, enable_events=True)
    monkeypatch.setattr(xw, "apps", SimpleNamespace(active=app))
    assert list(Excel.attach().books) == []


class Protected:
    """As much of Excel's Worksheet as protection asks for."""

    def __init__(self, password: str = "") -> None:
        self.ProtectContents = True
        self.ProtectDrawingObjects = False
        self.ProtectScenarios = False
        self.password = password
        self.given: list[dict[str, bool]] = []
        allowed = dict.fromkeys(excel.ALLOWED, False) | {"AllowSorting": True}
        self.Protection = SimpleNamespace(**allowed)

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise com_error(-2146827284, "password")
        self.ProtectContents = False

    def Protect(self, **options: bool) -> None:
        self.ProtectContents = True
        self.given.append(options)


def loosened(api: Protected, patch: pytest.MonkeyPatch) -> list[bool]:
    patch.setattr(excel, "ON_WINDOWS", True)
    sheet = cast("xw.Sheet", SimpleNamespace(api=api, name="สรุป"))
    with Excel(cast("xw.App", None)).loosened(sheet):
        return [api.ProtectContents]


def test_protection_comes_back_with_what_it_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Protected()
    assert loosened(api, monkeypatch) == [False]
    [options] = api.given
    assert options["Contents"]
    assert options["AllowSorting"]
    assert not options["AllowFiltering"]
    assert not options["DrawingObjects"]


def test_a_sheet_with_a_password_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Protected("ลับ")
    with pytest.raises(Refused) as refused:
        loosened(api, monkeypatch)
    assert refused.value.problem.code == "U007"
    assert api.ProtectContents
    assert api.given == []


def test_drawing_is_as_it_was_whatever_happens() -> None:
    app: Any = SimpleNamespace(screen_updating=True, enable_events=False, cut_copy_mode="copy")
    seen: list[bool] = []

    def fails() -> None:
        with Excel(app).quiet():
            seen.extend((app.screen_updating, app.enable_events))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert seen == [False, False]
    assert (app.screen_updating, app.enable_events) == (True, False)
    assert not app.cut_copy_mode


@pytest.mark.parametrize("filtered", [True, False])
def test_a_filter_is_opened_only_where_it_hides_rows(
    filtered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "ON_WINDOWS", True)
    shown: list[bool] = []
    api = SimpleNamespace(FilterMode=filtered, ShowAllData=lambda: shown.append(True))
    Excel(cast("xw.App", None)).show_all(cast("xw.Sheet", SimpleNamespace(api=api)))
    assert shown == [True] * filtered


@pytest.mark.parametrize("text", ["=1+1", "01.1", "1/2", "ข้อความ", "-5"])
def test_a_text_is_given_to_excel_as_a_text(text: str) -> None:
    assert Excel(cast("xw.App", None)).text(text) == f"'{text}"
