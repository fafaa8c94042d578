"""A workbook with buttons is judged, repaired and consolidated like one without, and keeps them."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest

from pso_excel import (
    Registry,
    Repaired,
    Round,
    check_workbook,
    load_framework,
    read_book,
    renew_workbook,
    repair_workbook,
    to_dict,
)
from pso_excel.buttons import PRESS, STATUS
from pso_excel.buttons.own_macros import origin
from pso_excel.cli.arguments import parser
from pso_excel.cli.commands import new, repair
from pso_excel.consolidation.office_file import Job, receive
from pso_excel.core.faults import patch_copy
from pso_excel.forms.layout import COVER, META_SHEET
from pso_excel.province.select import ReceivedFile
from pso_excel.xlsx.workbook import CellWrite
from tests.complete_workbook import OFFICE, ROUND, complete_workbook

ASOF = date(2026, 3, 31)
NAME = f"{OFFICE}_{ROUND}.xlsm"
VBA = "xl/vbaProject.bin"
BUTTON = "vmlDrawing"


def cell_of(name: str) -> str:
    """The address of a defined name."""
    cells = read_book(complete_workbook(macros=True)).names[name].rpartition("!")[2]
    return cells.replace("$", "")


@cache
def pressed() -> bytes:
    """A complete workbook after a press: a token and what came of it stand in it."""
    told = CellWrite(COVER, cell_of(STATUS), "✔ ไม่พบข้อที่ต้องแก้ไข · คะแนน 71.25")
    return patch_copy(
        complete_workbook(macros=True),
        [told, CellWrite(META_SHEET, cell_of(PRESS), "done 46348-7030200-101745 0")],
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {part: package.read(part) for part in package.namelist()}


def without_macros(data: bytes) -> bytes:
    """The workbook as saved again as .xlsx: macros and buttons are gone, the names stay."""
    kept = {part: content for part, content in parts(data).items() if part != VBA}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in kept.items():
            bare = re.sub(rb'<(Override|Relationship|Default)[^>]*(vba|"bin")[^>]*/>', b"", content)
            package.writestr(part, bare)
    return out.getvalue()


def has_buttons(data: bytes) -> bool:
    package = parts(data)
    return (
        VBA in package
        and origin(package[VBA]) == "ours"
        and any(BUTTON in part for part in package)
    )


@pytest.mark.parametrize(
    "made", [partial(complete_workbook, macros=True), pressed], ids=["new", "used"]
)
def test_it_is_judged_like_one_without_F010_quiet(made: Callable[[], bytes]) -> None:
    plain = check_workbook(complete_workbook(), ASOF, NAME).assessment
    assert to_dict(check_workbook(made(), ASOF, NAME).assessment) == to_dict(plain)


def test_the_copy_of_a_check_keeps_buttons_and_macros_byte_for_byte() -> None:
    copy = check_workbook(pressed(), ASOF, NAME).copy
    assert copy is not None
    before, after = parts(pressed()), parts(copy)
    changed = [part for part in before if before[part] != after[part]]
    assert before.keys() == after.keys()
    assert all(part.startswith("xl/worksheets/sheet") for part in changed)
    assert has_buttons(copy)


def repaired(data: bytes) -> Repaired:
    return repair_workbook(data, NAME)


def test_a_repair_leaves_nothing_over_and_keeps_the_buttons() -> None:
    plain, done = repaired(complete_workbook()), repaired(pressed())
    assert done == replace(plain, data=done.data, macros=True)
    assert done.unplaced == 0
    assert has_buttons(done.data)


def test_what_lost_its_macros_is_repaired_into_one_without() -> None:
    done = repaired(without_macros(pressed()))
    assert done == replace(repaired(complete_workbook()), data=done.data)
    assert not done.macros
    assert VBA not in parts(done.data)


def test_a_new_round_has_the_buttons_of_the_old_one() -> None:
    done = renew_workbook(pressed(), "2570-1", NAME)
    assert done.macros
    assert has_buttons(done.data)


@pytest.mark.parametrize(("macros", "ext"), [(False, ".xlsx"), (True, ".xlsm")])
def test_the_commands_name_each_kind_of_file(
    macros: bool, ext: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["new", "--office", OFFICE, "--round", ROUND, "--out", str(tmp_path), "--stage", "S01"]
    given = vars(parser().parse_args([*asked, *["--macros"] * macros]))
    assert given.pop("run") is new
    assert new(**given) == 0
    made = tmp_path / f"{OFFICE}_{ROUND}_S01{ext}"
    assert has_buttons(made.read_bytes()) is macros
    capsys.readouterr()
    repair(made, None, as_json=True, out=tmp_path)
    target = Path(json.loads(capsys.readouterr().out)["file"])
    assert target.suffix == ext
    assert has_buttons(target.read_bytes()) is macros


def test_a_province_takes_it_like_one_without(tmp_path: Path) -> None:
    this_round = Round(code=ROUND, framework=load_framework("pso").edition)
    job = Job(tmp_path, ASOF, Registry(province="", round=this_round))

    def received(name: str, data: bytes) -> ReceivedFile:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return receive(job, path)

    plain, other = received("ก.xlsx", complete_workbook()), received("ข.xlsm", pressed())
    assert plain.digest is not None
    assert other.digest is not None
    assert other.digest.official == plain.digest.official
    assert other.digest.faults == plain.digest.faults
