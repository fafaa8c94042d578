"""Files are read and written whole, or not at all and said so."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pso_excel.books import storage
from pso_excel.books.storage import read_bytes, safe_name, write_whole
from pso_excel.problem import Problem, Refused

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


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "ผล.xlsx"
    assert write_whole(target, b"old").path == target
    target.chmod(0o664)
    mode = stat.S_IMODE(target.stat().st_mode)
    saved = write_whole(target, b"new")
    assert (saved.path, saved.problem, target.read_bytes()) == (target, None, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert names(tmp_path) == ["ผล.xlsx"]


def test_a_target_that_is_free_again_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    tried = failing(monkeypatch, 2, PermissionError, errno.EACCES)
    saved = write_whole(target, b"new", NO_WAITS)
    assert (saved.problem, len(tried), target.read_bytes()) == (None, 3, b"new")


def test_a_target_in_use_is_saved_beside_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    (tmp_path / "a (ใหม่ 1).xlsx").write_bytes(b"earlier")
    failing(monkeypatch, 3, PermissionError, errno.EACCES)
    saved = write_whole(target, b"new", NO_WAITS)
    assert saved.path.name == "a (ใหม่ 2).xlsx"
    assert saved.path.read_bytes() == b"new"
    assert saved.problem
    assert saved.problem.code == "O006"
    assert saved.problem.values == {"path": "a.xlsx", "saved": "a (ใหม่ 2).xlsx"}
    assert target.read_bytes() == b"old"
    assert (tmp_path / "a (ใหม่ 1).xlsx").read_bytes() == b"earlier"
    assert len(names(tmp_path)) == 3


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "O007"),
        (errno.EDQUOT, "O007"),
        (errno.EFBIG, "O007"),
        (errno.EIO, "O002"),
        (errno.EROFS, "O002"),
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
    problem = refusal(lambda: write_whole(target, b"x" * 3_000_000, NO_WAITS))
    assert problem.code == code
    assert problem.values["path"] == str(target)
    if code == "O007":
        assert problem.values["size"] == "3"
    assert (names(tmp_path), target.read_bytes()) == (["a.xlsx"], b"old")


def test_no_folder_no_name_and_a_folder_in_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "a.xlsx"
    folder.mkdir()
    for path in (tmp_path / "gone" / "b.xlsx", folder, tmp_path / ("ก" * 300)):
        assert refusal(lambda path=path: write_whole(path, b"new", NO_WAITS)).code == "O002"
    assert names(tmp_path) == ["a.xlsx"]
    assert names(folder) == []


def test_reads_a_file_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"12345")
    assert read_bytes(path, limit=5, inside=tmp_path) == b"12345"
    assert refusal(lambda: read_bytes(path, limit=4)).code == "F030"
    assert refusal(lambda: read_bytes(tmp_path / "b.xlsx")).code == "F042"
    assert refusal(lambda: read_bytes(tmp_path / "b.xlsx")).place.file == "b.xlsx"


def test_refuses_what_is_not_a_regular_file(tmp_path: Path) -> None:
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


def test_a_file_that_windows_holds_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class InUse(OSError):
        winerror = 32

    real, left = os.open, [2]

    def opened(path: Path, flags: int) -> int:
        left[0] -= 1
        if left[0] >= 0:
            raise InUse(errno.EACCES, "in use")
        return real(path, flags)

    monkeypatch.setattr(storage, "WAITS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "open", opened)
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert read_bytes(tmp_path / "a.xlsx") == b"x"
    left[0] = 3
    assert refusal(lambda: read_bytes(tmp_path / "a.xlsx")).code == "F042"


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
