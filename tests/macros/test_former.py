"""D1: workbooks that say which program their buttons start, and the macros of version 1 that ask
them: told as unsafe, never as original, and replaced by a repair."""

import re
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pso_excel.buttons.own_macros import Verdict, macro_sources, origin, verify_macros
from pso_excel.cli import main
from pso_excel.core.faults import patch_copy
from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.forms.layout import META_SHEET
from pso_excel.intake import file_notes, read_book
from pso_excel.pipeline import check_workbook
from pso_excel.repair import repair_workbook
from pso_excel.xlsx.workbook import Cell, CellWrite, Sheet, Workbook
from tests.complete_workbook import complete_workbook
from tests.live.stranger import VBA, form, former_sources, named, with_macros
from tests.macros.projects import ours, rebuilt, with_cache, workbook
from tests.xlsx.packages import packed, parts

ASOF = date(2026, 3, 31)
AT = f"{META_SHEET}!$Z$90"
CELL, EVIL = "B90", "/tmp/แปลกหน้า"
CODES = frozenset({"F010", "F055", "F056"})
NEW, OLD = macro_sources(), {**macro_sources(), **former_sources()}


def former(data: bytes) -> bytes:
    """The workbook as version 1 made it: its macros, and a hidden cell for a program."""
    written = patch_copy(data, [CellWrite(META_SHEET, "A90", "PSO_COMMAND")])
    return with_macros(named(written, ("PSO_COMMAND", None, f"{META_SHEET}!$B$90")), OLD)


def told(data: bytes) -> dict[str, str]:
    """What is told of macros, and of what they start, by code."""
    found = check_workbook(data, ASOF, "แบบ.xlsm").assessment.problems
    return {problem.code: message(problem, "en") for problem in found if problem.code in CODES}


@cache
def as_read() -> Workbook:
    return read_book(form())


def codes(cell: Cell, reference: str) -> list[str]:
    """What is told of a workbook with that cell, and a name that refers to something."""
    sheets = as_read().sheets
    meta = replace(sheets[META_SHEET], cells=sheets[META_SHEET].cells | {(90, 26): cell})
    names = as_read().names | {"PSO_COMMAND": reference}
    book = replace(as_read(), sheets=sheets | {META_SHEET: meta}, names=names)
    return [problem.code for problem in file_notes(book)]


def with_formula(data: bytes) -> bytes:
    """A formula in that cell, without a value, as a program writes it that does not calculate."""
    content = parts(patch_copy(data, [CellWrite(META_SHEET, "Z90", EVIL)]))
    (name,) = (name for name, part in content.items() if EVIL.encode() in part)
    cell = re.compile(rb'<c r="Z90"[^>]*>.*?</c>')
    part = cell.sub(b'<c r="Z90"><f>"/tmp/"&amp;"x"</f></c>', content[name])
    return packed(content | {name: part})


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        pytest.param("PSO_COMMAND", None, id="F055 fires: as it is written"),
        pytest.param("pso_command", None, id="F055 fires: in small letters"),
        pytest.param("Pso_Command", 0, id="F055 fires: of one sheet"),
        pytest.param("PSO_COMMAND", 99, id="F055 fires: of a sheet that is not there"),
    ],
)
def test_d1_a_cell_of_that_name_is_told(name: str, sheet: int | None) -> None:
    written = patch_copy(form(), [CellWrite(META_SHEET, "Z90", EVIL)])
    assert EVIL in told(named(written, (name, sheet, AT)))["F055"]


def test_d1_F055_fires_for_a_formula_that_nobody_has_calculated() -> None:
    data = named(with_formula(form()), ("PSO_COMMAND", None, AT))
    assert f"={META_SHEET}!Z90" in told(data)["F055"]


def test_d1_F038_fires_when_a_blank_cell_has_that_name_as_well() -> None:
    """A name with two meanings: no spreadsheet program writes it, and the file is not read."""
    written = patch_copy(form(), [CellWrite(META_SHEET, "Z90", EVIL)])
    blank = f"{META_SHEET}!$Z$91"
    for names in ((AT, blank), (blank, AT)):
        data = named(written, *(("PSO_COMMAND", None, name) for name in names))
        with pytest.raises(Refused) as refused:
            read_book(data)
        assert refused.value.problem.code == "F038"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        pytest.param('"/tmp/x"', "F055", id="F055 fires: a constant"),
        pytest.param("OFFSET(_meta!$A$1,89,25)", "F055", id="F055 fires: a formula"),
        pytest.param("[1]Sheet1!$A$1", "F055", id="F055 fires: another workbook"),
        pytest.param("gone!$A$1", "F055", id="F055 fires: a sheet that is not read"),
        pytest.param("_META!$Z$90", "F055", id="F055 fires: capitals in the name of the sheet"),
        pytest.param("_meta!$Y$80:$AA$95", "F055", id="F055 fires: one cell of many"),
        pytest.param("_meta!$Z$91", "", id="F055 quiet: blank"),
        pytest.param("_meta!#REF!", "", id="F055 quiet: a reference that leads nowhere"),
        pytest.param("", "", id="F055 quiet: a name of nothing"),
    ],
)
def test_d1_what_the_name_refers_to(reference: str, code: str) -> None:
    assert codes(Cell(EVIL), reference) == [code] * bool(code)


@pytest.mark.parametrize("cell", [Cell("  "), Cell("", True)], ids=["blanks", "an empty text"])
def test_d1_a_formula_is_told_and_blanks_are_not(cell: Cell) -> None:
    assert codes(cell, AT) == ["F055"] * cell.is_formula


def test_d1_F055_fires_for_the_sheet_from_which_xlwings_takes_its_python() -> None:
    sheet = Sheet("XLWINGS.conf")
    (problem,) = file_notes(replace(as_read(), sheets=as_read().sheets | {sheet.name: sheet}))
    assert (problem.code, problem.values["value"]) == ("F055", "XLWINGS.conf")


def test_d1_F056_fires_for_the_macros_of_version_1_and_F010_quiet() -> None:
    assert told(former(form())).keys() == {"F056"}


def test_d1_F056_quiet_and_F055_quiet_on_a_form_of_today() -> None:
    assert told(form()) == {}
    assert "PSO_COMMAND" not in read_book(form()).names


def test_d1_a_workbook_of_version_1_is_read_and_scored_like_any() -> None:
    plain = complete_workbook(macros=True)
    old, new = (
        check_workbook(data, ASOF, "แบบ.xlsm").assessment.scorecard
        for data in (former(plain), plain)
    )
    assert old == new


def test_d1_a_repair_replaces_the_macros_and_forgets_the_program() -> None:
    data = patch_copy(former(form()), [CellWrite(META_SHEET, CELL, EVIL)])
    done = repair_workbook(data, "แบบ.xlsm")
    assert (done.macros, done.unplaced) == (True, 0)
    assert done.problems == repair_workbook(form(), "แบบ.xlsm").problems
    assert origin(parts(done.data)[VBA]) == "ours"
    assert told(done.data) == {}
    assert EVIL.encode() not in b"".join(parts(done.data).values())


@pytest.mark.parametrize("name", sorted(former_sources()))
def test_d1_one_module_of_version_1_among_ours_is_enough(name: str) -> None:
    data = with_macros(form(), {**NEW, name: OLD[name]})
    assert "F056" in told(data)
    assert verify_macros(data, "แบบ.xlsm").problem is not None


def test_d1_one_word_changed_in_them_and_they_are_somebody_elses() -> None:
    changed = {name: text.replace("15", "16").replace("20", "21") for name, text in OLD.items()}
    data = with_macros(form(), changed)
    assert told(data).keys() == {"F010"}


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        pytest.param(OLD, "U021", id="U021 fires: version 1"),
        pytest.param(OLD | {"PsoRibbon": macro_sources("ribbon")["PsoRibbon"]}, "U021",
                     id="U021 fires: the add-in of version 1"),
        pytest.param(OLD | {"Extra": "Sub A()\nEnd Sub\n"}, "U019", id="U021 quiet: others too"),
        pytest.param(NEW, "", id="U021 quiet: today's"),
    ],
)  # fmt: skip
def test_d1_verify_never_calls_version_1_original(
    sources: dict[str, str],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "แบบ.xlsm"
    path.write_bytes(with_macros(form(), sources))
    monkeypatch.setattr(sys, "argv", ["pso-excel", "macros", "verify", str(path), "--lang", "en"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == int(bool(code))
    said = capsys.readouterr().out
    assert ("unsafe" in said) is (code == "U021")
    assert ("exactly those of this program" in said) is (not code)


@pytest.mark.parametrize(
    ("called", "code"),
    [
        pytest.param("[1]!Run", "U019", id="U019 fires: of another workbook"),
        pytest.param("'\\\\server\\a.xlsm'!Run", "U019", id="U019 fires: of a file on a share"),
        pytest.param("&#91;1]!Run", "U019", id="U019 fires: spelled by numbers"),
        pytest.param("PsoCheck", "", id="U019 quiet: of its own"),
    ],
)
def test_d1_a_button_that_calls_a_macro_of_another_file_is_not_original(
    called: str, code: str
) -> None:
    content = parts(form())
    (name, *_) = (name for name in content if "vmlDrawing" in name)
    drawn = content[name].replace(b"[0]!PsoCheck", called.encode())
    assert drawn != content[name]
    problem = verify_macros(packed(content | {name: drawn}), "แบบ.xlsm").problem
    assert (problem.code if problem else "") == code


def test_d1_a_picture_that_calls_a_macro_of_another_file_is_not_original() -> None:
    content = parts(form())
    for name, text in (
        ("xl/drawings/drawing9.xml", '<xdr:pic macro="[1]!Run"/>'),
        ("xl/ctrlProps/ctrlProp1.xml", "<formControlPr fmlaMacro = '[2]!Run'/>"),
        ("xl/worksheets/sheet99.xml", '<controlPr altText=">" macro="[1]!Run">'),
    ):
        added = packed(content | {name: text})
        problem = verify_macros(added, "แบบ.xlsm").problem
        assert problem is not None
        assert "!Run" in message(problem, "en")


def test_d1_code_that_excel_has_compiled_is_not_called_original() -> None:
    """Beside a genuine text may stand another program, compiled: Excel would run that."""
    plain = verify_macros(workbook(ours()), "a.xlsm")
    assert plain == Verdict(macros=True)
    for vba in (with_cache(b"x"), rebuilt(bytes, __SRP_0=b"x")):
        kept = packed(parts(workbook(ours())) | {VBA: vba})
        assert verify_macros(kept, "a.xlsm") == Verdict(macros=True, compiled=True)
