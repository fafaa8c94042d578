"""A file that kills, stops or bloats its reader costs one line; every other file is read."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pso_excel import Location, Problem, message
from pso_excel.consolidation import gather, workers
from pso_excel.consolidation import workers as worker
from pso_excel.consolidation.office_file import Job
from pso_excel.consolidation.workers import (
    FailureCode,
    Fault,
    Item,
    Result,
    Work,
    Worker,
    map_files,
    receive_all,
)
from pso_excel.demo import ASOF, demo_office, demo_registry, write_province
from pso_excel.model.registry import Settings
from pso_excel.province.select import Outcome
from tests.batch.working import (
    MIB,
    fill_memory,
    misbehave,
    process_of,
    receive_badly,
    stillborn,
    tell_without_values,
)

TIGHT = Settings(seconds=1.5, memory=96 * MIB)


def named(folder: Path, *stems: str) -> list[Path]:
    """Paths in the folder; there need not be files."""
    return [folder / f"{stem}.xlsx" for stem in stems]


def job(inbox: Path) -> Job:
    return Job(inbox, ASOF, demo_registry([demo_office(1)]), TIGHT)


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        pytest.param("dies", "B413", id="B413 fires: it ends its process; B411 quiet"),
        pytest.param("hangs", "B414", id="B414 fires: it does nothing, for ever; B413 quiet"),
        pytest.param("eats", "B417", id="B417 fires: it wants a gigabyte; B414 quiet"),
        pytest.param("raises", "B411", id="B411 fires: the work itself fails; B413 quiet"),
        pytest.param("dies-once", None, id="B413 quiet: it ends its process, but only once"),
        pytest.param("hangs-once", None, id="B414 quiet: it hangs, but only once"),
        pytest.param("eats-once", None, id="B417 quiet: it wants a gigabyte, but only once"),
    ],
)
def test_a_file_that_ends_its_reader_costs_one_line(
    tmp_path: Path, stem: str, code: str | None
) -> None:
    paths = named(tmp_path, "a", stem, "b", "c")
    told: list[tuple[int, int, str]] = []

    def tell(done: int, total: int, file: str) -> None:
        told.append((done, total, file))

    found = list(receive_all(job(tmp_path), paths, 2, tell, receive_badly))
    assert [file.file for file in found] == [path.name for path in paths]
    assert [received.problem and received.problem.code for received in found] == [
        None,
        code,
        None,
        None,
    ]
    assert [received.outcome for received in found if received.problem] == [Outcome.FAILED] * bool(
        code
    )
    assert told == [(number, 4, path.name) for number, path in enumerate(paths, 1)]


def test_the_officer_is_told_whom_to_ask_and_with_which_reference(tmp_path: Path) -> None:
    found = [
        next(receive_all(job(tmp_path), named(tmp_path, "dies"), 1, work=receive_badly)).problem
        for _ in range(2)
    ]
    assert found[0] == found[1]
    assert found[0] is not None
    assert "อ่านไฟล์ “dies.xlsx” ไม่ได้" in message(found[0], "th")
    assert f"รหัส {found[0].values['ref']}" in message(found[0], "th")
    assert "ผู้ดูแลระบบ" in message(found[0], "th")


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_order_is_that_of_the_paths_whoever_reads_them(tmp_path: Path, processes: int) -> None:
    stems = ["a", "dies", *[f"b{number}" for number in range(40)], "eats", "dies-once", "z"]
    expected: Sequence[str | FailureCode] = [
        {"dies": FailureCode.DIED, "eats": FailureCode.MEMORY}.get(stem, f"{stem}.xlsx")
        for stem in stems
    ]
    found = map_files(misbehave, named(tmp_path, *stems), TIGHT, processes)
    assert list(found) == expected


def test_g_how_a_reader_ends_is_shown_to_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = list(map_files(misbehave, named(tmp_path, "eats", "raises", "a"), TIGHT, 1))
    assert [type(item) for item in found] == [FailureCode, Fault, str]
    assert capfd.readouterr() == ("", "")


def test_memory_stays_below_the_limit(tmp_path: Path) -> None:
    settings = replace(TIGHT, memory=160 * MIB)
    peaks = list(map_files(fill_memory, named(tmp_path, "a", "b"), settings, 1))
    assert all(isinstance(peak, int) and 64 * MIB < peak < 160 * MIB for peak in peaks)


def test_nothing_is_read_where_nothing_is_there() -> None:
    assert list(map_files(misbehave, [], TIGHT)) == []


def test_files_are_read_in_other_processes_and_those_are_gone_afterwards(tmp_path: Path) -> None:
    found = set(map_files(process_of, named(tmp_path, *"abcdefgh"), TIGHT, 2))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2
    assert [item for item in found if Path(f"/proc/{item}").exists()] == []


def test_workers_are_gone_when_nobody_wants_the_rest(tmp_path: Path) -> None:
    results = map_files(process_of, named(tmp_path, *"abc"), TIGHT, 1)
    first = next(results)
    results.close()
    assert not Path(f"/proc/{first}").exists()


def test_where_no_process_can_start_this_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "serve", stillborn)
    assert list(map_files(process_of, named(tmp_path, "a", "b"), TIGHT)) == [os.getpid()] * 2


def test_where_no_more_process_can_start_this_one_reads_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Only(Worker[Item, Result]):
        """A worker of which there can be but one."""

        started_before = False

        def __init__(self, work: Work[Item, Result], settings: Settings) -> None:
            if Only.started_before:
                raise BlockingIOError
            Only.started_before = True
            super().__init__(work, settings)

    monkeypatch.setattr(workers, "Worker", Only)
    paths = named(tmp_path, "a", "eats-once", "b")
    assert list(map_files(misbehave, paths, TIGHT, 1)) == [path.name for path in paths]


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    write_province(tmp_path, (1, 5, 7, 12, 16, 18, 20))
    assert gather(tmp_path, ASOF, processes=2) == gather(tmp_path, ASOF, processes=1)


def test_a_problem_without_values_comes_through_as_it_is(tmp_path: Path) -> None:
    (found,) = map_files(tell_without_values, named(tmp_path, "a"), TIGHT)
    assert found == Problem("F001", Location(file="a.xlsx"))
