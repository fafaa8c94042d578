"""Files are read and written whole, or not at all and said so."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pso_excel.core.messages import term
from pso_excel.core.problem import Problem, Refused
from pso_excel.files import read as sources
from pso_excel.files.read import is_there, read_bytes
from pso_excel.files.write import clock_words, fitted, need_space, safe_name, write_atomically

NO_WAITS = (0.0, 0.0)
Replace = Callable[[Path, Path], Path]


def names(folder: Path) -> list[str]:
    """Everything in the folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def refusal(call: Callable[[], object]) -> Problem:
    """The problem of the refusal that the call must end in."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problem


def failing(
    monkeypatch: pytest.MonkeyPatch, times: int, error: type[OSError], number: int
) -> list[Path]:
    """Let the next ``times`` replacements fail; returns the targets that were tried."""
    tried: list[Path] = []
    real: Replace = Path.replace

    def replace(self: Path, target: Path) -> Path:
        tried.append(target)
        if len(tried) <= times:
            raise error(number, "refused")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tried


def test_writes_and_replaces_O002_quiet_O007_quiet(tmp_path: Path) -> None:
    target = tmp_path / "ผล.xlsx"
    assert write_atomically(target, b"old").path == target
    target.chmod(0o664)
    mode = stat.S_IMODE(target.stat().st_mode)
    saved = write_atomically(target, b"new")
    assert (saved.path, saved.problem, target.read_bytes()) == (target, None, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert names(tmp_path) == ["ผล.xlsx"]


def test_a_target_that_is_free_again_is_written_O006_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    tried = failing(monkeypatch, 2, PermissionError, errno.EACCES)
    saved = write_atomically(target, b"new", NO_WAITS)
    assert (saved.problem, len(tried), target.read_bytes()) == (None, 3, b"new")


class InUse(PermissionError):
    """What Windows says while another program holds the file."""

    winerror = 32


@pytest.mark.parametrize(
    ("path", "saved"),
    [
        ("a.xlsx", "a (ใหม่ 2569-01-05 1030 2).xlsx"),
        ("ก" * 80 + ".xlsx", "ก" * 73 + " (ใหม่ 2569-01-05 1030).xlsx"),  # 255 bytes at most
    ],
    ids=["the name is taken", "the name is long"],
)
def test_O006_fires_when_a_target_in_use_is_saved_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, saved: str
) -> None:
    target = tmp_path / path
    target.write_bytes(b"old")
    (tmp_path / "a (ใหม่ 2569-01-05 1030).xlsx").write_bytes(b"earlier")
    failing(monkeypatch, 3, InUse, errno.EACCES)
    half_past_ten = 1767583800  # 2026-01-05 10:30 in Bangkok

    def settled(file: int) -> None:
        os.utime(file, (half_past_ten, half_past_ten))

    monkeypatch.setattr(os, "fsync", settled)
    done = write_atomically(target, b"new", NO_WAITS)
    assert (done.path.name, done.path.read_bytes()) == (saved, b"new")
    assert done.problem
    assert done.problem.code == "O006"
    assert done.problem.values == {"path": path, "saved": saved}
    assert target.read_bytes() == b"old"
    assert (tmp_path / "a (ใหม่ 2569-01-05 1030).xlsx").read_bytes() == b"earlier"
    assert len(names(tmp_path)) == 3


def test_the_moment_is_told_in_bangkok_wherever_it_runs() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        assert clock_words(1767583800.9) == "2569-01-05 10:30"
    time.tzset()


def test_a_long_name_is_cut_where_it_must_be() -> None:
    assert fitted("ก" * 10, ".xlsx") == "ก" * 10 + ".xlsx"
    assert len(fitted("ก" * 90, "_ผลตรวจ.xlsx").encode()) <= 255


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(errno.ENOSPC, "O007", id="O007 fires: disk full"),
        pytest.param(errno.EDQUOT, "O007", id="O007 fires: quota used up"),
        pytest.param(errno.EFBIG, "O007", id="O007 fires: larger than files may be"),
        pytest.param(errno.EIO, "O002", id="O002 fires: the disk fails"),
        pytest.param(errno.EROFS, "O002", id="O002 fires: read-only storage"),
    ],
)
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, "refused")

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fsync)
    problem = refusal(lambda: write_atomically(target, b"x" * 3_000_000, NO_WAITS))
    assert problem.code == code
    assert problem.values["path"] == str(target)
    if code == "O007":
        assert problem.values["size"] == "3"
        assert str(problem.values["free"]).replace(",", "").isdecimal()
    assert (names(tmp_path), target.read_bytes()) == (["a.xlsx"], b"old")


def test_no_folder_no_name_and_a_folder_in_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "a.xlsx"
    folder.mkdir()
    reasons = {
        tmp_path / "gone" / "b.xlsx": "reason_missing",
        folder: "reason_folder",
        tmp_path / ("ก" * 300): "reason_long",
    }
    for path, reason in reasons.items():
        problem = refusal(lambda path=path: write_atomically(path, b"new", NO_WAITS))
        assert (problem.code, problem.values["reason"]) == ("O002", term(reason))
    assert names(tmp_path) == ["a.xlsx"]
    assert names(folder) == []


def test_too_little_space_is_told_before_anything_is_written_O007_fires(tmp_path: Path) -> None:
    problem = refusal(lambda: need_space(tmp_path, 2**60))
    assert problem.values["path"] == str(tmp_path)
    need_space(tmp_path, 1)


def test_what_a_cut_off_write_left_behind_is_swept_and_nothing_else(tmp_path: Path) -> None:
    left = [".pso-0123456789abcdef.part", ".pso-0123456789abcdee.part"]
    others = [".pso-xyz.part", "report.part", ".pso-0123456789abcded.part.xlsx", ".x.part"]
    for name in (*left, *others):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (0, 0))
    os.utime(tmp_path / left[1])  # a write that may be going on at this moment
    write_atomically(tmp_path / "a.xlsx", b"new")
    assert names(tmp_path) == sorted(["a.xlsx", left[1], *others])


def test_reads_a_file_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"12345")
    assert read_bytes(path, limit=5, inside=tmp_path) == b"12345"
    assert read_bytes(path, limit=1 << 50) == b"12345"  # the limit itself takes no memory
    assert refusal(lambda: read_bytes(path, limit=4)).code == "F030"
    assert refusal(lambda: read_bytes(tmp_path / "b.xlsx")).code == "F042"
    assert refusal(lambda: read_bytes(tmp_path / "b.xlsx")).location.file == "b.xlsx"


def test_refuses_what_is_not_a_regular_file_F041_fires(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "folder.xlsx").mkdir(parents=True)
    odd = ["folder.xlsx", "out.xlsx"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(inbox / "pipe.xlsx")
        odd.append("pipe.xlsx")
    (tmp_path / "secret").write_bytes(b"secret")
    (inbox / "out.xlsx").symlink_to(tmp_path / "secret")
    (inbox / "in.xlsx").symlink_to(inbox / "real.xlsx")
    (inbox / "real.xlsx").write_bytes(b"real")
    (inbox / "loop.xlsx").symlink_to(inbox / "loop.xlsx")
    for name in odd:
        assert refusal(lambda name=name: read_bytes(inbox / name, inside=inbox)).code == "F041"
    assert refusal(lambda: read_bytes(inbox / "loop.xlsx")).code == "F042"
    assert read_bytes(inbox / "in.xlsx", inside=inbox) == b"real"
    assert read_bytes(inbox / "out.xlsx") == b"secret"  # a file that the user named himself


def opening(monkeypatch: pytest.MonkeyPatch, times: int, error: OSError) -> None:
    """Let the next ``times`` attempts to open a file fail."""
    real, left = os.open, [times]

    def opened(path: Path, flags: int) -> int:
        left[0] -= 1
        if left[0] >= 0:
            raise error
        return real(path, flags)

    monkeypatch.setattr(sources, "WAITS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize(
    ("times", "error", "code"),
    [
        pytest.param(3, InUse(errno.EACCES, ""), "", id="F042 quiet: free after three tries"),
        pytest.param(4, InUse(errno.EACCES, ""), "F042", id="F042 fires: in use all the time"),
        pytest.param(1, PermissionError(errno.EACCES, ""), "F042", id="F042 fires: not allowed"),
        pytest.param(1, OSError(errno.EIO, ""), "F042", id="F042 fires: the share is gone"),
        pytest.param(1, OSError(errno.ENAMETOOLONG, ""), "F045", id="F045 fires: too long a path"),
        pytest.param(0, OSError(errno.ENAMETOOLONG, ""), "", id="F045 quiet: it can be opened"),
    ],
)
def test_a_file_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, error: OSError, code: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    opening(monkeypatch, times, error)
    if not code:
        assert read_bytes(path) == b"x"
        return
    problem = refusal(lambda: read_bytes(path))
    assert (problem.code, problem.location.file) == (code, "a.xlsx")
    if code == "F045":
        assert problem.values == {"path": str(path), "n": str(len(str(path)))}


@pytest.mark.parametrize(
    ("times", "code"),
    [
        pytest.param(1, "", id="F044 quiet: saved while it was read, then still"),
        pytest.param(2, "F044", id="F044 fires: it goes on changing"),
    ],
)
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, code: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"first")
    real, calls = os.fstat, [0]

    def looked_at(file: int) -> os.stat_result:
        found = real(file)
        calls[0] += 1
        if calls[0] in (1, 3)[:times]:  # after the look before the reading
            path.write_bytes(b"saved again" + bytes(calls[0]))
        return found

    monkeypatch.setattr(os, "fstat", looked_at)
    if code:
        assert refusal(lambda: read_bytes(path)).code == code
    else:
        assert read_bytes(path) == b"saved again\0"


def test_whether_a_file_is_there_is_never_guessed_F042_fires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_there(tmp_path)
    assert not is_there(tmp_path / "none" / "a.xlsx")

    def lost(path: Path) -> None:
        raise OSError(errno.EIO, "the share is gone", str(path))

    monkeypatch.setattr(Path, "stat", lost)
    with pytest.raises(Refused) as told:
        is_there(tmp_path)
    assert told.value.problem.code == "F042"


def test_a_regular_file_is_read_F041_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "a.xlsx")
    assert read_bytes(tmp_path / "link.xlsx", inside=tmp_path) == b"x"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("สนง.เกษตร จ.ตาก", "สนง.เกษตร_จ.ตาก"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "_"),
        ("", "_"),
        ("C:\\Windows\\x", "C_Windows_x"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("COM1", "_COM1"),
        ("console", "console"),
        ("name. . .", "name"),
        ("~$lock", "$lock"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("ก\u200bข\u0000ค\nง", "กขค_ง"),
        ("ก" * 90, "ก" * 60),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=90))
@example("x" * 59 + ". .")
@example("AUX. ")
def test_a_safe_name_never_leaves_the_folder(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name.strip(" .") == name
    assert (Path("/folder") / name).resolve() == Path("/folder") / name
    assert safe_name(name) == name
