"""``pso-excel macros``: what is handed out is current; the macros of a file are ours, or named."""

import sys
from pathlib import Path

import pytest

from pso_excel.buttons.own_macros import Verdict, macro_sources, verify_macros
from pso_excel.cli import main
from pso_excel.cli.build import shipped_menus
from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.xlsx.reader.active_content import MOST_MACRO_BYTES
from tests.macros.projects import ours, with_module, workbook
from tests.xlsx.packages import packed, parts

ROOT = Path(__file__).parents[2]
FIRST = next(iter(macro_sources()))
OTHER = with_module(FIRST, "Sub PsoCheck()\nEnd Sub\n")


def run(monkeypatch: pytest.MonkeyPatch, *typed: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", "macros", *map(str, typed)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def without_macros() -> bytes:
    return packed({name: part for name, part in parts(workbook(ours())).items()
                   if not name.endswith("vbaProject.bin")})  # fmt: skip


@pytest.mark.parametrize("name", [name for name, _ in shipped_menus()])
def test_what_is_handed_out_is_current(name: str) -> None:
    """When this fails, run ``pso-excel macros build`` and commit ``workbook_templates/``."""
    kept = (ROOT / "workbook_templates" / name).read_bytes()
    assert parts(dict(shipped_menus())[name]) == parts(kept)


def test_every_workbook_and_add_in_handed_out_has_exactly_our_macros() -> None:
    found = {
        path.name: verify_macros(path.read_bytes(), path.name)
        for kind in ("xlsm", "xlam", "xlsx")
        for path in (ROOT / "workbook_templates").glob(f"*.{kind}")
    }
    assert "pso_excel.xlam" in found
    for name, verdict in found.items():
        assert verdict == Verdict(macros=not name.endswith(".xlsx"))


@pytest.mark.parametrize(
    ("data", "named"),
    [
        pytest.param(workbook(OTHER), FIRST, id="U019 fires: another text in a module"),
        pytest.param(
            workbook(with_module("Extra", "Sub A()\nEnd Sub\n")), "Extra",
            id="U019 fires: a module more",
        ),
        pytest.param(
            workbook(ours()[:2000]), "macros that cannot be read", id="U019 fires: unreadable"
        ),
        pytest.param(
            workbook(ours() + bytes(MOST_MACRO_BYTES)), "macros that cannot be read",
            id="U019 fires: too large",
        ),
        pytest.param(
            packed(parts(workbook(ours())) | {"xl/macrosheets/sheet1.xml": b"<x/>"}), "XLM",
            id="U019 fires: a macro sheet beside ours",
        ),
    ],
)  # fmt: skip
def test_what_differs_is_named(data: bytes, named: str) -> None:
    verdict = verify_macros(data, "งาน.xlsm")
    assert verdict.macros
    assert verdict.problem is not None
    assert verdict.problem.code == "U019"
    assert verdict.problem.location.file == "งาน.xlsm"
    assert named in message(verdict.problem, "en")


def test_U019_quiet_on_ours_and_on_a_file_without_macros() -> None:
    assert verify_macros(workbook(ours()), "งาน.xlsm") == Verdict(macros=True)
    assert verify_macros(without_macros(), "งาน.xlsx") == Verdict(macros=False)


def test_many_differences_are_not_all_named() -> None:
    extra = {f"Extra{number}": "Sub A()\nEnd Sub\n" for number in range(9)}
    from pso_excel.vba.project import vba_project
    from tests.macros.projects import DOCUMENTS

    verdict = verify_macros(workbook(vba_project({**macro_sources(), **extra}, DOCUMENTS)), "x")
    assert verdict.problem is not None
    assert str(verdict.problem.values["what"]).count("Extra4, …") == 2


def test_what_is_no_workbook_is_refused_by_its_name() -> None:
    with pytest.raises(Refused) as refused:
        verify_macros(b"PK\x03\x04", "งาน.xlsm")
    assert refused.value.problem.location.file == "งาน.xlsm"


def test_build_writes_what_is_handed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "build", "--out", tmp_path / "ใหม่") == 0
    written = {path.name: parts(path.read_bytes()) for path in (tmp_path / "ใหม่").iterdir()}
    assert written == {name: parts(data) for name, data in shipped_menus()}


def test_verify_tells_each_file_and_ends_with_the_worst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"ours": workbook(ours()), "none": without_macros(), "other": workbook(OTHER)}
    paths = {name: tmp_path / f"{name}.xlsm" for name in files}
    for name, data in files.items():
        paths[name].write_bytes(data)
    assert run(monkeypatch, "verify", paths["ours"], paths["none"], "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "ours.xlsm  The macros are exactly those" in said
    assert "none.xlsm  There are no macros" in said
    assert run(monkeypatch, "verify", *paths.values()) == 1
    assert f"{FIRST} — " in capsys.readouterr().out
    assert run(monkeypatch, "verify", paths["other"], tmp_path / "missing.xlsm") == 2
    assert "missing.xlsm" in capsys.readouterr().out
