"""What lies in a folder of results is open to those of the inbox alone, and says no more of people
than it needs (D3)."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.cli.check import check_file, file_at
from pso_excel.cli.consolidate import consolidate_folder
from pso_excel.consolidation import ProvinceFolder, consolidate, init_province
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation.cache import ReadCache, journal_of
from pso_excel.consolidation.lock import NAME, folder_lock
from pso_excel.consolidation.office_file import Job, receive
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.files.log import rights_of
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.province.long_tables import long_tables
from pso_excel.province.office_digest import discreet
from pso_excel.province.select import ReceivedFile
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.templates.registry_workbook import registry_workbook
from tests import killing

PSO = load_framework("pso")
NUMBER, MISTYPED = "1234567890121", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๒"
TELEPHONE, EMAIL = "081-234-5678", "malee.jaidee@example.go.th"
STRANGER = "สมศรี มีสุข"  # responsible for a task, and not in the register of staff


def personal_workbook() -> bytes:
    """A filled-in form with numbers of people where they do not belong."""
    answers = {
        table_id: [dict(row) for row in rows] for table_id, rows in demo_answers(1, PSO).items()
    }
    answers["S00.cover"][0] |= {"phone": f"{TELEPHONE} {NUMBER}", "email": f"{EMAIL} {EMAIL}"}
    answers["S07.actions"][0] |= {"action": f"โทร {TELEPHONE} เลข {MISTYPED}", "owner": NUMBER}
    answers["S03.tasks"][0] |= {"responsible": STRANGER, "parent": TELEPHONE}
    answers["S02.goals"][0] |= {"target": f"{NUMBER} คน"}
    return fill_workbook(new_workbook("99-R-001", ROUND, PSO), answers, PSO)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """That form, made once."""
    return personal_workbook()


@pytest.fixture
def folder(tmp_path: Path, workbook: bytes) -> Path:
    """A province's folder with that form in its inbox."""
    init_province(tmp_path, "สมมุติ", ROUND)
    place = ProvinceFolder(tmp_path)
    place.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    (place.inbox / "a.xlsx").write_bytes(workbook)
    return tmp_path


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is read in this process."""
    monkeypatch.setattr(gathering, "receive_all", killing.in_this_process(receive))


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """The rights that new files of this process do not have."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    """What may be done with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_d3_no_number_telephone_or_name_stands_in_the_journal_or_what_is_made_of_it(
    folder: Path,
) -> None:
    province = consolidate(folder, ASOF).province
    (office,) = (office for office in province.offices if office.code == "99-R-001")
    assert office.digest
    assert office.digest.actions[0].owner == "1-xxxx-xxxxx-xx-1"
    assert office.digest.actions[0].action == "โทร 08x-xxx-xxxx เลข 1-xxxx-xxxxx-xx-2"
    assert {"G007", "G010"} & {row.code for row in office.digest.faults}
    tables = str([long_tables(province)[name].rows for name in ("problems", "tracker")])
    book = read_book(ProvinceFolder(folder).book(ROUND).read_bytes())
    shown = str([sheet.cells for sheet in book.sheets.values()])
    for told in (NUMBER, MISTYPED, TELEPHONE, EMAIL, STRANGER):
        assert told not in repr(office.digest)
        assert told not in tables
        assert told not in shown
    kept = ProvinceFolder(folder).journal(ROUND).read_bytes()
    for told in (*(action.owner for action in office.digest.actions), "a.xlsx", "99-R-001"):
        assert told.encode() not in kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0812345678", "08x-xxx-xxxx"),
        ("053-612-000 ต่อ 12", "05x-xxx-xxxx ต่อ 12"),
        ("โทร (053) 612000", "โทร 05x-xxx-xxxx"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "08x-xxx-xxxx"),
        ("0-5361-2000", "05x-xxx-xxxx"),
        ("+66 81 234 5678", "+66x-xxx-xxxx"),
        ("081.234.5678,089-234-5678", "08x-xxx-xxxx,08x-xxx-xxxx"),
        ("ส่งที่ malee.j@example.go.th", "ส่งที่ m…@example.go.th"),
        ("0.12345678", "0.12345678"),
        ("01.1, 01.2, 02.1", "01.1, 01.2, 02.1"),
        ("01 02 03 04 05", "01 02 03 04 05"),
        ("01/02/2569–15/03/2569", "01/02/2569–15/03/2569"),
        ("1,250,000.00", "1,250,000.00"),
        ("มท 0808.2/ว 1234", "มท 0808.2/ว 1234"),
    ],
)
def test_d3_telephones_and_addresses_are_masked_and_no_figure(typed: str, told: str) -> None:
    assert discreet(typed) == told


@pytest.mark.parametrize(
    ("umask", "inbox", "file"),
    [(0o022, 0o770, 0o660), (0o077, 0o770, 0o660), (0, 0o700, 0o600), (0o077, 0o755, 0o644)],
    indirect=["umask"],
)
@pytest.mark.usefixtures("umask")
def test_d3_what_is_written_has_the_rights_of_the_inbox(
    folder: Path, inbox: int, file: int
) -> None:
    place = ProvinceFolder(folder)
    place.inbox.chmod(inbox)
    place.earlier.mkdir(exist_ok=True)
    place.out.rmdir()
    assert consolidate_folder(folder, ASOF, "th", as_json=True, as_csv=True) in (0, 1)
    made = sorted(place.out.iterdir())
    assert len(made) > 5
    apart = place.journal("earlier")
    assert {path.name: mode_of(path) for path in made if path != apart} == {
        path.name: file for path in made if path != apart
    }
    assert mode_of(place.out) == inbox


def test_d3_a_journal_left_open_to_everyone_is_closed(folder: Path) -> None:
    place = ProvinceFolder(folder)
    consolidate(folder, ASOF)
    place.journal(ROUND).chmod(0o666)
    place.inbox.chmod(0o750)
    consolidate(folder, ASOF)
    assert mode_of(place.journal(ROUND)) == 0o640


def test_d3_results_elsewhere_keep_out_whom_the_province_folder_keeps_out(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folder.chmod(0o700)
    assert ProvinceFolder(folder).inbox.stat().st_mode & 0o055
    consolidate(folder, ASOF, out=elsewhere)
    assert {mode_of(path) for path in elsewhere.iterdir()} == {0o600}


def test_d3_a_group_that_is_not_ours_gives_nobody_else_a_right(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file cannot be of the inbox's group, its own group are other people."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "refused")

    place = ProvinceFolder(folder)
    place.inbox.chmod(0o770)
    if os.geteuid() == 0:
        os.chown(place.inbox, -1, os.getgid() + 1)
    other = place.inbox.stat().st_gid != os.getgid()
    monkeypatch.setattr(os, "chown", refused)
    consolidate(folder, ASOF)
    assert mode_of(place.journal(ROUND)) == (0o600 if other else 0o660)


def test_d3_a_second_officer_reads_a_journal_that_only_the_first_may_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, job = kept(folder)
    written, real = journal.read_bytes(), os.open

    def read_only(path: Path, flags: int, *mode: int) -> int:
        if path == journal and flags & (os.O_RDWR | os.O_WRONLY) and not flags & os.O_CREAT:
            raise PermissionError(13, "refused")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", read_only)
    found = journal_of(journal, job)
    assert recalled(found, job)
    found.keep(receive(job, job.inbox / "a.xlsx"))
    assert journal.read_bytes() == written


def test_d3_what_cannot_be_read_is_read_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, job = kept(folder)
    real = os.open

    def refused(path: Path, flags: int, *mode: int) -> int:
        if path == journal:
            raise PermissionError(13, "refused")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", refused)
    assert recalled(journal_of(journal, job), job) is None
    assert consolidate(folder, ASOF).province.sent.received == 1


def kept(folder: Path) -> tuple[Path, Job]:
    """The journal of the folder after one file, and the run it is of."""
    place = ProvinceFolder(folder)
    job = Job(place.inbox, ASOF, demo_registry([demo_office(1)]))
    path = place.journal(ROUND)
    journal_of(path, job).keep(receive(job, job.inbox / "a.xlsx"))
    return path, job


def recalled(journal: ReadCache[ReceivedFile], job: Job) -> ReceivedFile | None:
    return journal.recall(job.inbox, job.inbox / "a.xlsx")


def test_d3_a_claim_has_the_rights_of_the_inbox(tmp_path: Path) -> None:
    (inbox := tmp_path / "inbox").mkdir(0o770)
    inbox.chmod(0o770)
    with folder_lock(tmp_path / "out", like=inbox):
        assert mode_of(tmp_path / "out" / NAME) == 0o660


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664])
def test_d3_a_checked_copy_is_open_to_those_who_may_read_the_workbook(
    tmp_path: Path, workbook: bytes, rights: int
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook)
    path.chmod(rights)
    copy = check_file(ASOF, "th", file_at(path, None)).copy
    assert copy
    assert mode_of(copy) == rights


def test_rights_that_cannot_be_told_are_the_usual_ones(tmp_path: Path) -> None:
    assert rights_of(tmp_path / "nothing") is None
