"""A province book with a button: our macros only, and the same book otherwise."""

import zipfile
from io import BytesIO

import pytest

from pso_excel.buttons import PRESS, SAYINGS, SECONDS, STATUS
from pso_excel.buttons.own_macros import verify_macros
from pso_excel.core.messages import term_in
from pso_excel.intake import read_book
from pso_excel.province import Province
from pso_excel.province_book import province_workbook
from pso_excel.province_book.buttons import SHEET
from tests.libreoffice import Office
from tests.live.pressing import models, opened
from tests.made_up import province_of


@pytest.fixture(scope="module")
def province() -> Province:
    return province_of(3)


def test_its_macros_are_ours_and_the_same_bytes_every_time(province: Province) -> None:
    data = province_workbook(province, macros=True)
    verdict = verify_macros(data, "province.xlsm")
    assert verdict.macros
    assert verdict.problem is None
    assert province_workbook(province, macros=True) == data


def test_nothing_else_differs_from_the_book_without(province: Province) -> None:
    book = read_book(province_workbook(province, macros=True))
    plain = read_book(province_workbook(province))
    meta = book.sheets.pop(SHEET)
    assert not meta.visible
    assert book.sheets == plain.sheets
    assert set(book.names) - set(plain.names) == {PRESS, *SAYINGS, *SECONDS}
    assert STATUS in plain.names
    assert plain.active_content == {}


def test_the_button_speaks_thai_in_our_typeface(province: Province) -> None:
    with zipfile.ZipFile(BytesIO(province_workbook(province, macros=True))) as package:
        (drawn,) = (name for name in package.namelist() if "vmlDrawing" in name)
        text = package.read(drawn).decode()
    assert term_in("live_refresh", "th") in text
    assert "TH SarabunPSK" in text
    assert "Calibri" not in text


def test_the_button_is_bound_to_its_macro(
    libreoffice: Office, province: Province, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ปุ่ม") / "province_2569-1.xlsm"
    path.write_bytes(province_workbook(province, macros=True))
    with opened(libreoffice, path) as document:
        ((model, events),) = models(document, "ภาพรวม")
        assert model.Label == term_in("live_refresh", "th")
        assert "PsoRefresh" in events[0].ScriptCode
