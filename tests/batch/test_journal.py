"""A run goes on from what earlier runs have read, and gives the same book as without."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import Location, Problem, Refused, consolidate
from pso_excel.consolidation import gather
from pso_excel.consolidation import inbox as archiving
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation import office_file as receiving
from pso_excel.consolidation.cache import journal_of
from pso_excel.consolidation.folder import ProvinceFolder, open_registry
from pso_excel.consolidation.history import Archive
from pso_excel.consolidation.office_file import Job, receive
from pso_excel.core.messages import term
from pso_excel.demo import ASOF, ROUND, write_province
from pso_excel.model.registry import ArchivedWorkbook
from pso_excel.province.select import Outcome, ReceivedFile
from pso_excel.province_book import province_workbook
from pso_excel.province_book.remarks import read_remarks
from tests import killing

NUMBERS = (1, 12, 18)  # one sent twice, one damaged, one in two files
FILES = 5


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's folder, never consolidated."""
    made = tmp_path_factory.mktemp("province")
    write_province(made, NUMBERS)
    return made


@pytest.fixture
def folder(province: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return shutil.copytree(province, tmp_path / "province")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are really read, in this process, in order."""
    names: list[str] = []

    def noted(job: Job, path: Path) -> ReceivedFile:
        names.append(job.name(path))
        return receive(job, path)

    monkeypatch.setattr(gathering, "receive_all", killing.in_this_process(noted))
    return names


def job_of(folder: Path) -> Job:
    """A run over the folder's inbox."""
    place = ProvinceFolder(folder)
    return Job(place.inbox, ASOF, open_registry(place)[0])


class Made(NamedTuple):
    """A journal of three files, and what was read of them."""

    job: Job
    path: Path
    data: bytes
    files: tuple[ReceivedFile, ...]

    def recalled(self) -> list[ReceivedFile | None]:
        """What the journal says now, a fresh look at it."""
        journal = journal_of(self.path, self.job)
        return [journal.recall(self.job.inbox, self.job.inbox / file.file) for file in self.files]


@pytest.fixture(scope="module")
def made(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three files of the province and their journal: good, damaged, for one stage."""
    job, path = job_of(province), tmp_path_factory.mktemp("journal") / "journal.jsonl"
    names = ("99-R-001_2569-1.xlsx", "99-R-012_2569-1.xlsx", "99-R-018_2569-1_ขั้น6.xlsx")
    files = tuple(receive(job, job.inbox / name) for name in names)
    journal = journal_of(path, job)
    for file in files:
        journal.keep(file)
    return Made(job, path, path.read_bytes(), files)


def refusal(call: Callable[[], object]) -> Problem:
    """The problem of the refusal that the call must end in."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problem


def test_what_was_read_is_not_read_again_and_the_book_is_the_same(
    folder: Path, read: list[str]
) -> None:
    first = consolidate(folder, ASOF)
    data, read_first = first.book.read_bytes(), list(read)
    assert len(read_first) == FILES
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, file: str) -> None:
        assert file in read_first
        told.append((done, total))

    again = consolidate(folder, ASOF, progress=tell)
    assert read == read_first
    assert told == [(done, FILES) for done in range(1, FILES + 1)]
    assert again.book.read_bytes() == data
    assert repr(again.province.files) == repr(first.province.files)
    assert repr(again.province) == repr(gather(folder, ASOF))


def test_a_changed_a_new_and_a_renamed_file_are_read_and_no_other(
    folder: Path, read: list[str]
) -> None:
    consolidate(folder, ASOF)
    read.clear()
    inbox = ProvinceFolder(folder).inbox
    (inbox / "99-R-001_2569-1.xlsx").rename(inbox / "ใหม่.xlsx")
    (inbox / "99-R-012_2569-1.xlsx").write_bytes(b"damaged in another way")
    (inbox / "new.xlsx").write_bytes(b"")
    with_journal = consolidate(folder, ASOF).province
    assert sorted(read) == ["99-R-012_2569-1.xlsx", "new.xlsx", "ใหม่.xlsx"]
    assert repr(with_journal) == repr(gather(folder, ASOF))


def test_another_day_registry_setting_or_archive_reads_everything_again(made: Made) -> None:
    made.path.write_bytes(made.data)
    job, changed = made.job, made.job.registry
    sent = {"99-r-001": (ArchivedWorkbook("a.xlsx", "0" * 64, "99-R-001", "2568-2"),)}
    others = (
        replace(job, asof=date(2026, 4, 30)),
        replace(job, registry=replace(changed, province="อื่น")),
        replace(job, settings=replace(job.settings, seconds=1)),
        replace(job, archive=Archive(sent=sent)),
    )
    for other in others:
        made.path.write_bytes(made.data)
        assert Made(other, *made[1:]).recalled() == [None] * len(made.files)
    made.path.write_bytes(made.data)
    assert made.recalled() == list(made.files)


@pytest.mark.usefixtures("read")
def test_what_was_sent_before_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = ProvinceFolder(folder)
    place.earlier.mkdir()
    for name in ("99-R-001_2569-1.xlsx", "99-R-012_2569-1.xlsx"):
        shutil.copy(place.inbox / name, place.earlier / name)
    given: list[str] = []

    def noted(work: Callable[[Path], object], paths: list[Path], *_: object) -> Iterator[object]:
        given.extend(path.name for path in paths)
        return map(work, paths)

    monkeypatch.setattr(archiving, "map_files", noted)
    first = consolidate(folder, ASOF)
    again = consolidate(folder, ASOF)
    assert sorted(given) == [*["99-R-001_2569-1.xlsx"], *["99-R-012_2569-1.xlsx"] * 2]
    assert repr(again.province) == repr(first.province) == repr(gather(folder, ASOF))


def test_a_file_in_use_is_read_the_next_time(folder: Path, read: list[str]) -> None:
    real = gathering.receive_all

    def in_use(*given: object) -> Iterator[ReceivedFile]:
        for file in real(*given):  # pyright: ignore[reportArgumentType]
            if file.file.startswith("99-R-001"):
                held = Problem("F042", file.problem.location) if file.problem else Problem("F042")
                yield ReceivedFile(file.file, outcome=file.outcome.REFUSED, problem=held)
            else:
                yield file

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "receive_all", in_use)
        consolidate(folder, ASOF)
    read.clear()
    consolidate(folder, ASOF)
    assert read == ["99-R-001_2569-1.xlsx"]


def test_what_is_kept_is_what_was_read_to_the_last_digit(made: Made) -> None:
    made.path.write_bytes(made.data)
    assert repr(made.recalled()) == repr(list(made.files))


@given(st.data())
def test_a_journal_cut_off_or_changed_anywhere_changes_no_result(
    made: Made, data: st.DataObject
) -> None:
    """At worst a file is read again; a line is never taken for what it does not say."""
    at = data.draw(st.integers(0, len(made.data) - 2))
    other = bytes([made.data[at] ^ data.draw(st.integers(1, 255))])
    rest = data.draw(st.sampled_from([b"", other + made.data[at + 1 :]]))
    made.path.write_bytes(made.data[:at] + rest)
    found = made.recalled()
    assert all(file in (None, read) for file, read in zip(found, made.files, strict=True))
    assert None in found
    journal = journal_of(made.path, made.job)
    for file in made.files:
        journal.keep(file)
    assert repr(made.recalled()) == repr(list(made.files))


@pytest.mark.parametrize("kind", ["a folder", "a link", "no folder"])
def test_a_journal_that_cannot_be_written_stops_nothing(
    made: Made, tmp_path: Path, kind: str
) -> None:
    path, other = tmp_path / "journal.jsonl", tmp_path / "other"
    other.write_bytes(b"of somebody")
    if kind == "a folder":
        path.mkdir()
    elif kind == "a link":
        path.symlink_to(other)
    else:
        path = tmp_path / "none" / "journal.jsonl"
    journal = journal_of(path, made.job)
    journal.keep(made.files[0])
    assert journal.recall(made.job.inbox, made.job.inbox / made.files[0].file) is None
    assert other.read_bytes() == b"of somebody"


def test_a_lost_share_stops_the_run_which_goes_on_when_it_is_back_B425_fires(
    folder: Path, read: list[str]
) -> None:
    book, inbox = ProvinceFolder(folder).book(ROUND), ProvinceFolder(folder).inbox
    book.write_bytes(b"the book before")

    def lost(done: int, total: int, file: str) -> None:
        assert file.endswith((".xlsx", ".xls"))
        if (done, total) == (2, FILES):
            inbox.rename(folder / "away")

    problem = refusal(lambda: consolidate(folder, ASOF, progress=lost))
    assert problem.code == "B425"
    assert problem.values == {"n": "3", "done": "2", "total": "5"}
    assert book.read_bytes() == b"the book before"
    (folder / "away").rename(inbox)
    read.clear()
    consolidate(folder, ASOF)
    assert len(read) == FILES - 2


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize(
    ("reason", "stops"),
    [
        pytest.param("reason_lost", True, id="B425 fires: the network is gone"),
        pytest.param("reason_missing", False, id="B425 quiet: links that lead nowhere"),
        pytest.param("reason_permission", False, id="B425 quiet: not allowed"),
        pytest.param("reason_in_use", False, id="B425 quiet: open elsewhere"),
    ],
)
def test_files_that_cannot_be_opened_stop_a_run_only_when_all_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reason: str, stops: bool
) -> None:
    def refused(path: Path, limit: int = 0, inside: Path | None = None) -> bytes:
        values = {"reason": term(reason)}
        raise Refused(Problem("F042", Location(file=f"{path.name} {limit} {inside}"), values))

    monkeypatch.setattr(receiving, "read_bytes", refused)
    if stops:
        assert refusal(lambda: consolidate(folder, ASOF)).code == "B425"
    else:
        found = consolidate(folder, ASOF).province
        assert sum(file.outcome is Outcome.REFUSED for file in found.files) == FILES


@pytest.mark.usefixtures("read")
def test_an_inbox_out_of_reach_writes_no_empty_book(folder: Path) -> None:
    book = consolidate(folder, ASOF).book
    before = book.read_bytes()
    shutil.rmtree(ProvinceFolder(folder).inbox)
    assert refusal(lambda: consolidate(folder, ASOF)).code == "F042"
    assert book.read_bytes() == before


def test_too_little_space_is_told_before_anything_is_read(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(path: Path) -> Any:
        assert path == ProvinceFolder(folder).out
        return shutil._ntuple_diskusage(2**30, 2**30, 2**19)  # pyright: ignore

    monkeypatch.setattr(shutil, "disk_usage", usage)
    problem = refusal(lambda: consolidate(folder, ASOF))
    assert (problem.code, problem.values["free"], read) == ("O007", "0", [])
    assert list(ProvinceFolder(folder).out.iterdir()) == []


@pytest.mark.usefixtures("read")
def test_the_results_can_go_elsewhere_and_the_remarks_go_with_them(
    folder: Path, tmp_path: Path
) -> None:
    first = consolidate(folder, ASOF)
    typed = {("การส่ง", "99-R-003"): "โทรตามแล้ว"}
    first.book.write_bytes(province_workbook(first.province, typed=typed))
    other = consolidate(folder, ASOF, out=tmp_path / "ที่อื่น")
    assert other.book == tmp_path / "ที่อื่น" / "province_2569-1.xlsx"
    assert read_remarks(other.book.read_bytes()) == typed


@pytest.mark.usefixtures("read")
def test_neither_the_clock_of_a_file_nor_the_place_on_earth_decides(folder: Path) -> None:
    before = repr(gather(folder, ASOF))
    for number, path in enumerate(sorted(ProvinceFolder(folder).inbox.rglob("*.xlsx"))):
        os.utime(path, (2**32 - number, 2**32 - number))  # in the year 2649 B.E.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Kiritimati")
        time.tzset()
        assert repr(gather(folder, ASOF)) == before
    time.tzset()
