"""What an office sent before: chosen by what is written in the files, compared, and told."""

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pso_excel import Province, consolidate, fill_workbook, init_province, load_framework
from pso_excel.cli import main
from pso_excel.consolidation import gather
from pso_excel.consolidation.folder import ProvinceFolder
from pso_excel.consolidation.history import Archive
from pso_excel.core.thai import code_key
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.demo.offices import Rows
from pso_excel.model.registry import ArchivedWorkbook, PreviousWorkbooks, before
from pso_excel.model.submission import NO_PREVIOUS, Submission
from pso_excel.templates.registry_workbook import registry_workbook
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
LAST, FIRST = date(2026, 3, 1), date(2026, 1, 1)


def past(
    round_code: str, sha: str = "a", approved: date | None = LAST, whole: bool = True
) -> ArchivedWorkbook:
    return ArchivedWorkbook(f"{sha}.xlsx", sha, "58-R-014", round_code, approved, whole)


@pytest.mark.parametrize(
    ("round_code", "sent", "expected"),
    [
        ("2569-1", [], PreviousWorkbooks()),
        ("2569-1", [past("2569-1")], PreviousWorkbooks(report=past("2569-1"))),
        ("2569-1", [past("2568-2"), past("2568-1", "b")], PreviousWorkbooks(round=past("2568-2"))),
        ("2569-10", [past("2569-9"), past("2569-2", "b")], PreviousWorkbooks(round=past("2569-9"))),
        ("๒๕๖๙–1", [past("2569-1"), past("2568-1", "b")],
         PreviousWorkbooks(past("2568-1", "b"), past("2569-1"))),
        ("2569-1", [past("2569-2"), past("รอบแรก", "b")], PreviousWorkbooks()),
        ("2569", [past("2568-1")], PreviousWorkbooks()),
        ("2569-1", [past("2569-1", "a", FIRST), past("2569-1", "b", LAST)],
         PreviousWorkbooks(report=past("2569-1", "b"))),
        ("2569-1", [past("2569-1", "a", LAST, whole=False), past("2569-1", "b", FIRST)],
         PreviousWorkbooks(report=past("2569-1", "b", FIRST))),
        (
            "2569-1",
            [past("2569-1", "b"), past("2569-1", "a")],
            PreviousWorkbooks(report=past("2569-1")),
        ),
    ],
)  # fmt: skip
def test_which_workbooks_are_looked_back_at(
    round_code: str, sent: list[ArchivedWorkbook], expected: PreviousWorkbooks
) -> None:
    assert before(round_code, sent) == before(round_code, list(reversed(sent))) == expected


@cache
def workbook(number: int, round_code: str = ROUND, **changes: int) -> bytes:
    """The demonstration's office of that number; ``percent`` of its first report, ``level`` of
    its fourth answer may be others."""
    answers: dict[str, Rows] = dict(demo_answers(number, PSO))
    cover = dict(answers["S00.cover"][0]) | {"round": round_code, "fy": int(round_code[:4])}
    answers["S00.cover"] = [cover]
    for name, (table, field) in PLACES.items():
        if name in changes:
            rows = list(answers[table])
            at = next(n for n, row in enumerate(rows) if isinstance(row.get(field), int))
            rows[at] = {**rows[at], field: changes[name]}
            answers[table] = rows
    return fill_workbook(blank_workbook(""), answers, PSO)


PLACES = {"percent": ("S08.tracker", "percent"), "level": ("S06.answers", "level")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province of three offices that have all sent this round's workbook."""
    init_province(tmp_path, "สมมุติ", ROUND)
    registry = demo_registry([demo_office(number) for number in (1, 2, 6)])
    place = ProvinceFolder(tmp_path)
    place.registry.write_bytes(registry_workbook(registry))
    (place.inbox / "1.xlsx").write_bytes(workbook(1, percent=10, level=5))
    (place.inbox / "2.xlsx").write_bytes(workbook(2))
    (place.inbox / "6.xlsx").write_bytes(workbook(6))
    return tmp_path


def codes(province: Province) -> Mapping[str, set[str]]:
    """The codes of each office's problems."""
    return {
        office.code: {row.code for row in office.digest.faults}
        for office in province.offices
        if office.digest
    }


def test_an_archive_in_a_province_is_matched_by_what_is_in_the_files(folder: Path) -> None:
    nothing = codes(gather(folder, ASOF, processes=1))
    assert not {"R002", "S817"} & set().union(*nothing.values())
    earlier = ProvinceFolder(folder).earlier
    (earlier / "2568").mkdir()
    (earlier / "2568" / "99-R-002.xlsx").write_bytes(workbook(1, "2568-1", level=1))
    (earlier / "99-R-006.xlsx").write_bytes(workbook(1, percent=90, level=5))
    (earlier / "later.xlsx").write_bytes(workbook(6, "2570-1", level=0))
    (earlier / "~$99-R-006.xlsx").write_bytes(b"\x0bpso")
    province = gather(folder, ASOF, processes=1)
    told = codes(province)
    assert told["99-R-001"] - nothing["99-R-001"] >= {"R002", "S817"}
    assert told["99-R-002"] == nothing["99-R-002"]
    assert told["99-R-006"] == nothing["99-R-006"]
    assert "X309" not in {problem.code for problem in province.problems}


def test_c5_what_was_sent_before_in_two_files_is_compared_as_one(folder: Path) -> None:
    """As last received: the approved one has no report, which stands in a draft."""
    earlier = ProvinceFolder(folder).earlier
    whole = dict(demo_answers(1, PSO))
    rest = {table_id: rows for table_id, rows in whole.items() if table_id != "S08.tracker"}
    reported = [{**row, "percent": 99} for row in whole["S08.tracker"]]
    cover = [
        {
            table_id: value
            for table_id, value in whole["S00.cover"][0].items()
            if "approved" not in table_id
        }
    ]
    for name, answers in (
        ("approved", rest),
        ("draft", {"S00.cover": cover, "S08.tracker": reported}),
    ):
        (earlier / f"{name}.xlsx").write_bytes(fill_workbook(blank_workbook(""), answers, PSO))
    told = codes(gather(folder, ASOF, processes=1))
    assert "R002" in told["99-R-001"]


def test_X309_fires_for_what_cannot_be_read_in_the_archive(folder: Path) -> None:
    earlier = ProvinceFolder(folder).earlier
    (earlier / "broken.xlsx").write_bytes(b"PK\x03\x04 half")
    (earlier / "nobody.xlsx").write_bytes(blank_workbook(""))
    province = gather(folder, ASOF, processes=1)
    lost = {problem.location.file for problem in province.problems if problem.code == "X309"}
    assert lost == {"earlier/broken.xlsx", "earlier/nobody.xlsx"}
    assert codes(province).keys() == {"99-R-001", "99-R-002", "99-R-006"}
    assert {file.file for file in province.files} == {"1.xlsx", "2.xlsx", "6.xlsx"}


def test_X309_quiet_without_an_archive_and_the_same_bytes(folder: Path) -> None:
    """The folder may be empty or gone; the book is the same, and the same again with an archive."""
    first = consolidate(folder, ASOF, processes=1).book.read_bytes()
    ProvinceFolder(folder).earlier.rmdir()
    assert consolidate(folder, ASOF, processes=1).book.read_bytes() == first
    ProvinceFolder(folder).earlier.mkdir()
    (ProvinceFolder(folder).earlier / "a.xlsx").write_bytes(workbook(1, percent=90, level=5))
    second = consolidate(folder, ASOF, processes=1).book.read_bytes()
    assert second != first
    assert consolidate(folder, ASOF, processes=2).book.read_bytes() == second


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Workbooks of one office: now, as last received, of the round before; and of others."""
    made = {
        "now": workbook(1, percent=10, level=5),
        "report": workbook(1, percent=90, level=5),
        "round": workbook(1, "2568-1", level=1),
        "other": workbook(2),
        "broken": b"PK\x03\x04 half",
    }
    found = {name: tmp_path / f"{name}.xlsx" for name in made}
    for name, data in made.items():
        found[name].write_bytes(data)
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param((), set[str](), id="X309 quiet: nothing to compare with"),
        pytest.param(("report",), {"R002"}, id="X309 quiet: as last received"),
        pytest.param(("round", "report"), {"R002", "S817"}, id="X309 quiet: both"),
        pytest.param(("other",), {"X309"}, id="X309 fires: of another office"),
        pytest.param(("broken", "round"), {"X309", "S817"}, id="X309 fires: half a file"),
    ],
)
def test_check_compares_with_what_is_given(
    files: dict[str, Path],
    given: tuple[str, ...],
    expected: set[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earlier = [str(files[name]) for name in given]
    words = ["check", str(files["now"]), "--asof", "2026-03-31", "--json"]
    more = ["--earlier", *earlier] if earlier else []
    monkeypatch.setattr(sys, "argv", ["pso-excel", *words, *more])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr().out
    assert {code for code in ("R002", "S817", "X309") if f'"{code}"' in told} == expected


def test_a_workbook_that_changes_after_it_was_listed_is_not_compared(tmp_path: Path) -> None:
    listed = past(ROUND)
    (tmp_path / listed.file).write_bytes(workbook(1))
    archive = Archive(tmp_path, {code_key(listed.office): (listed,)})
    with pytest.raises(RuntimeError):
        archive.previous_of(Submission(office=listed.office, round=ROUND))
    assert archive.previous_of(Submission(office="58-R-015", round=ROUND)) == NO_PREVIOUS
