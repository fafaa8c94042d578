"""F: every workbook that the program writes is valid to openxml-audit, which knows the schemas and
the rules of Microsoft's own validator: no error and no warning, as Excel 2010 takes it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from pso_excel.buttons.excel_addin import addin
from pso_excel.model.registry import Registry
from pso_excel.pipeline import check_workbook
from pso_excel.province_book import province_workbook
from pso_excel.repair import repair_workbook
from pso_excel.templates.registry_workbook import registry_workbook
from tests.complete_workbook import OFFICE, blank_workbook, complete_workbook
from tests.made_up import ROUND, province_of, refused
from tests.xlsx.packages import packed, parts

ASOF = date(2026, 3, 31)
FORMER = Path(__file__).parent / "released" / "1" / "office_th.xlsx"


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator(FileFormat.OFFICE_2010, max_errors=100)


def checked() -> bytes:
    copy = check_workbook(complete_workbook(macros=True), ASOF).copy
    assert copy
    return copy


def province(*, macros: bool) -> bytes:
    return province_workbook(province_of(6, refused("x/99-R-006.xlsx"), missing=2), macros=macros)


# Templates: every pair of framework and language, of either and buttons.
MADE: Mapping[str, Callable[[], bytes]] = {
    "pso_th.xlsx": partial(blank_workbook, OFFICE, "pso", "th"),
    "pso_en.xlsm": partial(blank_workbook, OFFICE, "pso", "en", macros=True),
    "pmqa4_en.xlsx": partial(blank_workbook, OFFICE, "pmqa4", "en"),
    "pmqa4_th.xlsm": partial(blank_workbook, OFFICE, "pmqa4", "th", macros=True),
    "one_stage.xlsx": partial(blank_workbook, stage="S03"),
    "registry.xlsx": partial(registry_workbook, Registry(province="นครตัวอย่าง", round=ROUND)),
    "addin.xlam": addin,
    "checked.xlsm": checked,
    "repaired.xlsx": lambda: repair_workbook(FORMER.read_bytes()).data,
    "province.xlsx": partial(province, macros=False),
    "province.xlsm": partial(province, macros=True),
}


@pytest.mark.parametrize("name", MADE)
def test_f_a_written_workbook_is_valid(
    validator: OpenXmlValidator, tmp_path: Path, name: str
) -> None:
    assert findings(validator, tmp_path / name, MADE[name]()) == []


def test_f_a_fault_in_a_workbook_is_found(validator: OpenXmlValidator, tmp_path: Path) -> None:
    """The validator is no stamp: a text that is not in the table, an element out of its place."""
    content = parts(blank_workbook(stage="S03"))
    sheet = content["xl/worksheets/sheet2.xml"]
    texts, order = sheet.index(b' t="s"><v>'), sheet.index(b"<sheetData>")
    lost = sheet[:texts] + sheet[texts:].replace(b"<v>", b"<v>99", 1)
    for broken in (lost, sheet[:order] + b"<mergeCells/>" + sheet[order:]):
        data = packed({**content, "xl/worksheets/sheet2.xml": broken})
        assert findings(validator, tmp_path / "broken.xlsx", data) != []


def findings(validator: OpenXmlValidator, path: Path, data: bytes) -> list[str]:
    """What the validator has against a file."""
    path.write_bytes(data)
    return [
        f"{validation_error.part_uri} {validation_error.path}: {validation_error.description}"
        for validation_error in validator.validate(path).errors
    ]
