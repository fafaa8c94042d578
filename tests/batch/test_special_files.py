"""Only regular files are opened: a pipe, socket, device, folder or ring of links in the place of
one holds up no run and is told (D5)."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pso_excel import Refused, consolidate, init_province
from pso_excel.cli.check import check_file, file_at
from pso_excel.consolidation import ProvinceFolder, reconsolidate
from pso_excel.consolidation import inbox as archiving
from pso_excel.consolidation import inbox as gathering
from pso_excel.consolidation.folder import SETTINGS_FILE as SETTINGS
from pso_excel.consolidation.lock import NAME
from pso_excel.consolidation.office_file import receive
from pso_excel.demo import ASOF, ROUND, demo_office, demo_registry
from pso_excel.files.replace import lock
from pso_excel.live.server.client import NOTE, own_folder, whereabouts
from pso_excel.province.select import Outcome
from pso_excel.templates.registry_workbook import registry_workbook
from tests import killing

SECONDS = 20


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """A run that is held up ends in an error."""
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)


def in_turn(work: Callable[[Path], object], paths: list[Path], *_: object) -> Iterator[object]:
    """The work on each file, in this process."""
    return map(work, paths)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProvinceFolder:
    """A province of one office that has sent nothing."""
    monkeypatch.setattr(gathering, "receive_all", killing.in_this_process(receive))
    monkeypatch.setattr(archiving, "map_files", in_turn)
    init_province(tmp_path, "สมมุติ", ROUND)
    found = ProvinceFolder(tmp_path)
    found.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    return found


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        before = Path.cwd()
        os.chdir(path.parent)  # such a path may have 108 bytes
        try:
            made.bind(path.name)
        finally:
            os.chdir(before)


KINDS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": a_socket,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "folder": Path.mkdir,
    "ring": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("kind", KINDS)
def test_d5_in_an_inbox_and_among_what_was_sent_before(place: ProvinceFolder, kind: str) -> None:
    place.earlier.mkdir(exist_ok=True)
    for folder in (place.inbox, place.earlier):
        KINDS[kind](folder / "99-R-001.xlsx")
    province = consolidate(place.root, ASOF).province
    (file,) = province.files
    assert file.outcome is Outcome.REFUSED
    told = [problem.code for problem in province.problems]
    assert {"F041", "F042"} & set(told)
    assert "X309" in told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", [ROUND, "earlier"])
def test_d5_a_journal_that_is_no_file_is_no_journal(
    place: ProvinceFolder, kind: str, of: str
) -> None:
    KINDS[kind](place.journal(of))
    assert consolidate(place.root, ASOF).book.is_file()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("where", "codes"),
    [
        ("registry.xlsx", {"B401"}),
        (SETTINGS, {"F041", "F042", "A001"}),
        (f"out/{NAME}", {"O002"}),
        (f"out/province_{ROUND}.xlsx", {"F041", "F042"}),
    ],
)
def test_d5_in_the_place_of_a_file_of_the_province(
    place: ProvinceFolder, kind: str, where: str, codes: set[str]
) -> None:
    path = place.root / where
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    with pytest.raises(Refused) as refused:
        consolidate(place.root, ASOF)
    assert refused.value.problem.code in codes


@pytest.mark.parametrize("kind", KINDS)
def test_d5_given_to_a_command(tmp_path: Path, kind: str) -> None:
    KINDS[kind](tmp_path / "a.xlsx")
    found = check_file(ASOF, "th", file_at(tmp_path / "a.xlsx", None))
    assert [problem.code for problem in found.assessment.problems] in (["F041"], ["F042"])


def test_d5_the_note_of_a_resident(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = own_folder()
    assert folder
    os.mkfifo(Path(folder, NOTE), 0o600)
    assert whereabouts(folder) is None


def test_d5_the_button_is_not_refused_for_a_run_that_is_silent(place: ProvinceFolder) -> None:
    claim = place.out / NAME
    claim.write_text(json.dumps({"who": "somebody@elsewhere", "token": "theirs"}))
    with pytest.raises(Refused) as refused:
        reconsolidate(place.root, ASOF, {})
    assert refused.value.problem.code == "B422"
    os.utime(claim, (0, 0))
    with pytest.raises(Refused) as refused:
        consolidate(place.root, ASOF)
    assert refused.value.problem.code == "B423"
    assert reconsolidate(place.root, ASOF, {}).province.offices
    assert not claim.exists()


def test_a_lock_is_free_once_its_file_is_closed(tmp_path: Path) -> None:
    (path := tmp_path / "a").touch()
    first, second = (os.open(path, os.O_RDWR) for _ in range(2))
    assert (lock(first), lock(second)) == (True, False)
    os.close(first)
    assert lock(second)
    os.close(second)
