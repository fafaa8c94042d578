"""A folder of workbooks as it comes: everything is told, nothing stops, the order is no matter."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pso_excel import (
    Province,
    Refused,
    Registry,
    Round,
    consolidate,
    fill_workbook,
    init_province,
    load_framework,
    new_workbook,
)
from pso_excel.consolidation import ProvinceFolder, gather
from pso_excel.consolidation import office_file as receiving_room
from pso_excel.consolidation.folder import survey
from pso_excel.consolidation.office_file import Job, receive
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry, write_province
from pso_excel.province.select import Outcome, ReceivedFile, select_files
from pso_excel.province.standing import OfficeRow, ReportingStatus
from pso_excel.province_book import province_workbook
from pso_excel.province_book.remarks import read_remarks
from pso_excel.templates.registry_workbook import registry_workbook
from tests.complete_workbook import blank_workbook

OFFICES = (1, 3, 5, 7, 9, 12, 14, 16, 18, 20, 21, 22)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province with every kind of file of the demonstration."""
    made = tmp_path_factory.mktemp("province")
    write_province(made, OFFICES)
    return made


@pytest.fixture(scope="module")
def province(folder: Path) -> Province:
    """That province, read in this process."""
    return gather(folder, ASOF, processes=1)


def office(province: Province, number: int) -> OfficeRow:
    """One office."""
    return next(
        office_row for office_row in province.offices if office_row.code == demo_office(number).code
    )


def outcome(province: Province, ending: str) -> Outcome:
    """What became of the only file whose name ends so."""
    (found,) = [file.outcome for file in province.files if file.file.endswith(ending)]
    return found


def faults(province: Province, number: int) -> set[str]:
    """The codes of the problems in an office's workbook."""
    digest = office(province, number).digest
    assert digest is not None
    return {row.code for row in digest.faults}


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (1, ReportingStatus.ACCEPTED),
        (3, ReportingStatus.ACCEPTED),  # the later of two versions
        (5, ReportingStatus.EMPTY),
        (9, ReportingStatus.RETURNED),  # half filled
        (12, ReportingStatus.UNREADABLE),  # damaged
        (14, ReportingStatus.ACCEPTED),  # in Thai digits
        (16, ReportingStatus.UNREADABLE),  # an old .xls
        (18, ReportingStatus.ACCEPTED),  # stage 6 in a workbook of its own
        (20, ReportingStatus.MISSING),
    ],
)
def test_every_office_stands_where_its_file_puts_it(
    province: Province, number: int, status: ReportingStatus
) -> None:
    assert office(province, number).standing is status


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("99-R-003_2569-1_ฉบับเดิม.xlsx", Outcome.REPLACED),
        ("ส่งซ้ำทางอีเมล/99-R-001_2569-1.xlsx", Outcome.SAME),
        ("99-R-012_2569-1.xlsx", Outcome.REFUSED),
        ("99-R-016_2569-1.xls", Outcome.REFUSED),
        ("~$99-R-001_2569-1.xlsx", Outcome.IGNORED),
        ("99-R-018_2569-1_ขั้น6.xlsx", Outcome.USED),
    ],
)
def test_every_file_is_accounted_for(province: Province, ending: str, expected: Outcome) -> None:
    assert outcome(province, ending) is expected


def test_the_province_tells_what_only_shows_side_by_side(province: Province) -> None:
    told = {problem.code for problem in province.problems}
    assert {"F001", "F003", "B421", "B403", "B405", "B408", "B410", "F016", "B418"} <= told
    (copied,) = [problem for problem in province.problems if problem.code == "B408"]
    assert copied.location.office == demo_office(22).code


def test_a_renamed_sheet_and_a_formula_typed_over_are_named(province: Province) -> None:
    assert {"T119", "T108"} <= faults(province, 7)


def test_thai_digits_and_dates_in_words_score_as_the_same_figures(
    province: Province, tmp_path: Path
) -> None:
    framework = load_framework("pso")
    blank = blank_workbook("")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    plain = fill_workbook(blank, demo_answers(14, framework), framework)
    (inbox / "plain.xlsx").write_bytes(plain)
    digest = receive(job(tmp_path), inbox / "plain.xlsx").digest
    thai = office(province, 14).digest
    assert digest is not None
    assert thai is not None
    assert thai.official == digest.official
    assert thai.actions == digest.actions
    assert thai.stages == digest.stages


def test_two_workbooks_of_one_office_are_scored_as_one(province: Province, tmp_path: Path) -> None:
    framework = load_framework("pso")
    blank = blank_workbook("")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "all.xlsx").write_bytes(fill_workbook(blank, demo_answers(18, framework), framework))
    alone = receive(job(tmp_path), inbox / "all.xlsx").digest
    joined = office(province, 18)
    assert joined.files == ("99-R-018_2569-1.xlsx", "99-R-018_2569-1_ขั้น6.xlsx")
    assert joined.digest is not None
    assert alone is not None
    assert joined.digest.official == alone.official
    assert joined.digest.indicators == alone.indicators
    assert joined.digest.gaps == alone.gaps
    assert joined.digest.actions == alone.actions


def job(folder: Path) -> Job:
    """A run over a folder's inbox."""
    registry = demo_registry(demo_office(number) for number in OFFICES)
    return Job(folder / "inbox", ASOF, registry)


def made_files(folder: Path, *names: str) -> list[Path]:
    """Empty files in the inbox."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for name in names:
        (inbox / name).touch()
    return [inbox / name for name in names]


def test_B411_fires_on_a_fault_of_ours_with_a_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, file: str) -> None:
        raise ZeroDivisionError(len(data), file)

    monkeypatch.setattr(receiving_room, "open_office", broken)
    received, two = (
        receive(job(tmp_path), path) for path in made_files(tmp_path, "a.xlsx", "b.xlsx")
    )
    assert received.outcome is Outcome.FAILED
    assert received.problem is not None
    assert two.problem is not None
    assert received.problem.code == "B411"
    assert received.problem.values == two.problem.values  # the same fault, the same reference


def test_an_office_whose_files_cannot_be_joined_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(whole: object, parts: object, filled: object) -> None:
        raise ZeroDivisionError(whole, parts, filled)

    write_province(tmp_path, (18, 20))
    monkeypatch.setattr(receiving_room, "join", broken)
    province = gather(tmp_path, ASOF)
    (found_problem,) = [problem for problem in province.problems if problem.code == "B411"]
    assert found_problem.location.office == demo_office(18).code
    assert office(province, 18).standing is ReportingStatus.UNREADABLE


@pytest.mark.parametrize(
    ("office_typed", "round_typed"),
    [
        ("99-r-001", "2569-1"),
        ("๙๙-R-๐๐๑", "๒๕๖๙-๑"),
        ("99–R–001 ", "2569 – 1"),
        ("99-R-001", "2569-1"),
    ],
)
def test_a_code_is_known_however_it_is_typed(
    tmp_path: Path, office_typed: str, round_typed: str
) -> None:
    framework = load_framework("pso")
    cover = {"office": office_typed, "round": round_typed}
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    blank = blank_workbook("")
    (inbox / "a.xlsx").write_bytes(fill_workbook(blank, {"S00.cover": [cover]}, framework))
    found = receive(job(tmp_path), inbox / "a.xlsx")
    assert (found.office, found.round) == ("99-R-001", ROUND)
    assert found.digest is not None
    assert {row.code for row in found.digest.faults}.isdisjoint({"H202", "H204"})


def names(found: Iterator[ReceivedFile | Path], inbox: Path) -> list[str]:
    """What a survey gives, in order; what is left out in brackets."""
    return [
        file.relative_to(inbox).as_posix() if isinstance(file, Path) else f"({file.file})"
        for file in found
    ]


def test_the_survey_is_sorted_goes_into_folders_and_skips_nothing_silently(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "อำเภอ ก").mkdir(parents=True)
    (inbox / ".git").mkdir()
    (inbox / ".git" / "config").touch()
    for name in ("b.xlsx", "a.XLSX", "~$a.xlsx", ".hidden", "Thumbs.db", "x.tmp", "อำเภอ ก/c.pdf"):
        (inbox / name).touch()
    (inbox / "อำเภอ ก" / "~$c.xlsx").touch()
    assert names(survey(inbox), inbox) == [
        "(.git)",
        "(.hidden)",
        "(Thumbs.db)",
        "a.XLSX",
        "b.xlsx",
        "(x.tmp)",
        "(~$a.xlsx)",
        "อำเภอ ก/c.pdf",
        "(อำเภอ ก/~$c.xlsx)",
    ]
    assert names(survey(tmp_path / "nothing"), inbox) == ["(inbox/)"]


def test_a_link_out_of_the_inbox_and_a_folder_in_a_loop_are_refused(tmp_path: Path) -> None:
    (outside := tmp_path / "secret.xlsx").write_bytes(b"PK")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.xlsx").symlink_to(outside)
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    found = [receive(job(tmp_path), file) for file in survey(inbox) if isinstance(file, Path)]
    assert [(file.file, file.problem and file.problem.code) for file in found] == [
        ("a.xlsx", "F041"),
        ("loop", "F041"),
    ]


def test_a_name_that_is_no_text_is_told_all_the_same(tmp_path: Path) -> None:
    write_province(tmp_path, (20,))
    name = os.fsdecode(b"\xff\xfe.xlsx")
    (ProvinceFolder(tmp_path).inbox / name).touch()
    done = consolidate(tmp_path, ASOF)
    assert [file.file for file in done.province.files if file.outcome is Outcome.REFUSED] == [name]


def test_a_new_folder_is_ready_and_a_registry_is_never_overwritten_B401_quiet(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "สมมุติ"
    registry, _, inbox, earlier, out = init_province(folder, "สมมุติ", ROUND)
    assert all(place.is_dir() for place in (inbox, earlier, out))
    province = gather(folder, ASOF)
    assert (province.name, province.round.code, province.offices) == ("สมมุติ", ROUND, ())
    registry.write_bytes(registry_workbook(Registry(province="เดิม", round=Round(code=ROUND))))
    init_province(folder, "ใหม่", ROUND)
    assert gather(folder, ASOF).name == "เดิม"


@pytest.mark.parametrize("content", [None, b"", b"not a workbook"])
def test_B401_fires_and_nothing_is_consolidated_without_a_readable_registry(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        ProvinceFolder(tmp_path).registry.write_bytes(content)
    with pytest.raises(Refused) as refused:
        gather(tmp_path, ASOF)
    assert refused.value.problem.code == "B401"


def test_the_book_is_the_same_again_and_keeps_the_remarks_B419_quiet(tmp_path: Path) -> None:
    write_province(tmp_path, (5, 12, 20))
    first = consolidate(tmp_path, ASOF)
    data = first.book.read_bytes()
    assert consolidate(tmp_path, ASOF).book.read_bytes() == data
    assert first.book == tmp_path / "out" / "province_2569-1.xlsx"
    province = replace(first.province, asof=date(2026, 3, 30))
    typed = {("การส่ง", demo_office(20).code): "โทรตามแล้ว"}
    first.book.write_bytes(province_workbook(province, typed=typed))
    again = consolidate(tmp_path, ASOF)
    assert read_remarks(again.book.read_bytes()) == typed
    assert again.problem is None


def test_a_book_that_was_given_a_button_keeps_it_and_the_remarks(tmp_path: Path) -> None:
    write_province(tmp_path, (5, 20))
    plain = consolidate(tmp_path, ASOF)
    typed = {("การส่ง", demo_office(20).code): "โทรตามแล้ว"}
    plain.book.write_bytes(province_workbook(plain.province, typed=typed))
    before = plain.book.read_bytes()
    first = consolidate(tmp_path, ASOF, macros=True)
    assert first.book == plain.book.with_suffix(".xlsm")
    again = consolidate(tmp_path, ASOF)
    assert again.book == first.book
    assert read_remarks(again.book.read_bytes()) == typed
    assert plain.book.read_bytes() == before


def test_B419_fires_and_a_former_book_that_cannot_be_read_is_kept(tmp_path: Path) -> None:
    write_province(tmp_path, (20,))
    book = ProvinceFolder(tmp_path).book(ROUND)
    book.write_bytes(b"what a person had typed")
    done = consolidate(tmp_path, ASOF)
    assert done.problem is not None
    assert done.problem.code == "B419"
    kept = book.with_name(str(done.problem.values["path"]))
    assert kept.read_bytes() == b"what a person had typed"
    assert read_remarks(book.read_bytes()) == {}


@pytest.mark.parametrize(
    ("folder", "stage", "refused"),
    [
        pytest.param("S06", "S06", False, id="F005 quiet: the stage of the folder"),
        pytest.param("S05", "S06", True, id="F005 fires: another stage"),
        pytest.param("s01", "", True, id="F005 fires: a workbook of all stages"),
        pytest.param("มาแล้ว", "S06", False, id="F005 quiet: a folder of no stage"),
    ],
)
def test_a_folder_named_after_a_stage_takes_that_stage_only(
    tmp_path: Path, folder: str, stage: str, refused: bool
) -> None:
    at = job(tmp_path)
    (at.inbox / folder).mkdir(parents=True)
    path = at.inbox / folder / "99-R-001.xlsx"
    path.write_bytes(blank_workbook("99-R-001", stage=stage))
    problem = receive(at, path).problem
    assert (problem is not None) is refused


@pytest.mark.parametrize(
    ("made_for", "cover", "outcome"),
    [
        pytest.param("99-R-001", "99-R-003", Outcome.NO_OFFICE, id="F043 fires: another's form"),
        pytest.param("99-R-001", "99–r-๐๐๑", Outcome.USED, id="F043 quiet: typed in another way"),
        pytest.param("99-R-001", "", Outcome.USED, id="F043 quiet: as it was made"),
        pytest.param("", "99-R-003", Outcome.USED, id="F043 quiet: made for nobody"),
    ],
)
def test_whose_a_workbook_is_is_asked_and_never_guessed(
    tmp_path: Path, made_for: str, cover: str, outcome: Outcome
) -> None:
    framework = load_framework("pso")
    typed = {"S00.cover": [{"office": cover}]} if cover else {}
    data = fill_workbook(new_workbook(made_for, ROUND, framework), typed, framework)
    (inbox := tmp_path / "inbox").mkdir()
    (inbox / "99-R-001_2569-1.xlsx").write_bytes(data)
    file = receive(job(tmp_path), inbox / "99-R-001_2569-1.xlsx")
    assert file.outcome is outcome
    if file.problem:
        assert file.problem.location.cell
        assert file.problem.values == {"value": cover, "made": made_for}
        assert select_files([file], ROUND).offices == ()
