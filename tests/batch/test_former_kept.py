"""Nothing that a person put into the province book is gone after the next run (C4)."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pso_excel import Consolidated, consolidate, init_province, message
from pso_excel.cli.consolidate import consolidate_folder
from pso_excel.consolidation import ProvinceFolder
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation.office_file import receive
from pso_excel.demo import ASOF, ROUND, demo_office, demo_registry
from pso_excel.province_book.remarks import read_remarks
from pso_excel.templates.registry_workbook import registry_workbook
from pso_excel.xlsx.patcher import is_stamped
from tests import killing

SENDING, CODE = "การส่ง", demo_office(1).code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A province of three offices that have sent nothing, consolidated once."""
    monkeypatch.setattr(gathering, "receive_all", killing.in_this_process(receive))
    init_province(tmp_path, "สมมุติ", ROUND)
    registry = demo_registry(demo_office(number) for number in (1, 2, 3))
    ProvinceFolder(tmp_path).registry.write_bytes(registry_workbook(registry))
    consolidate(tmp_path, ASOF)
    return tmp_path


def worked_in(folder: Path, *, sheet: str = "", remark: str = "โทรแล้ว") -> bytes:
    """A person saves the book with a remark, and perhaps a sheet of his own."""
    path = ProvinceFolder(folder).book(ROUND)
    book, saved = openpyxl.load_workbook(path), BytesIO()
    cells = book[SENDING]
    row = next(row for row in range(1, 20) if cells.cell(row, 2).value == CODE)
    cells.cell(row, 22).value = remark  # pyright: ignore[reportAttributeAccessIssue]
    if sheet:
        book.create_sheet(sheet)
    book.save(saved)
    path.write_bytes(saved.getvalue())
    return saved.getvalue()


def told(done: Consolidated) -> list[str]:
    return [problem.code for problem in done.problems]


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in ProvinceFolder(folder).out.glob("province_* (*"))


def test_c4_a_book_with_a_sheet_of_a_persons_own_is_kept_B431_fires(folder: Path) -> None:
    before = worked_in(folder, sheet="ของฉัน")
    done = consolidate(folder, ASOF)
    assert told(done) == ["B431"]
    (problem,) = done.problems
    assert problem.values["path"] == "province_2569-1 (เดิม 2569-03-31).xlsx"
    assert "แผ่นที่เพิ่ม: ของฉัน" in message(problem, "th")
    assert done.book.with_name(str(problem.values["path"])).read_bytes() == before
    assert read_remarks(done.book.read_bytes()) == {(SENDING, CODE): "โทรแล้ว"}
    assert told(consolidate(folder, ASOF)) == []
    assert kept(folder) == ["province_2569-1 (เดิม 2569-03-31).xlsx"]


def test_c4_each_such_book_is_kept_once(folder: Path) -> None:
    first = worked_in(folder, sheet="ของฉัน")
    consolidate(folder, ASOF)
    worked_in(folder, sheet="ของฉัน", remark="โทรอีกครั้ง")
    consolidate(folder, ASOF)
    ProvinceFolder(folder).book(ROUND).write_bytes(first)
    consolidate(folder, ASOF)
    consolidate(folder, date(2026, 4, 7))
    assert kept(folder) == [
        f"province_2569-1 (เดิม 2569-03-31{number}).xlsx" for number in (" 2", "")
    ]


@pytest.mark.parametrize("saved", [True, False])
def test_c4_a_book_with_remarks_alone_is_not_B431_quiet(folder: Path, saved: bool) -> None:
    if saved:
        worked_in(folder)
    done = consolidate(folder, ASOF)
    assert told(done) == []
    assert kept(folder) == []
    assert is_stamped(done.book.read_bytes())


def test_c4_it_is_a_note_and_no_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = consolidate_folder(folder, ASOF, "th", as_json=True)
    capsys.readouterr()
    worked_in(folder, sheet="ของฉัน")
    assert consolidate_folder(folder, ASOF, "th", as_json=True) == quiet
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(problem["code"], problem["severity"]) for problem in problems][-1] == ("B431", "INFO")
    worked_in(folder, sheet="ของฉัน")
    consolidate_folder(folder, ASOF, "th", as_json=False)
    assert "B431" in capsys.readouterr().out


def test_c4_a_book_that_is_not_written_over_stays_as_it_is(folder: Path, tmp_path: Path) -> None:
    before = worked_in(folder, sheet="ของฉัน")
    for more in ({"out": tmp_path / "ที่อื่น"}, {"macros": True}):
        done = consolidate(folder, ASOF, **more)  # pyright: ignore[reportArgumentType]
        assert told(done) == ["B431"]
        assert done.problems[0].values["path"] == "province_2569-1.xlsx"
        assert read_remarks(done.book.read_bytes()) == {(SENDING, CODE): "โทรแล้ว"}
    assert ProvinceFolder(folder).book(ROUND).read_bytes() == before
    assert kept(folder) == []
