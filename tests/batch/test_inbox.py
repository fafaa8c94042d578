"""Everything that lies in an inbox is listed: what is read, what is not, and who has it open."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import Problem, message
from pso_excel.consolidation.folder import ProvinceFolder, survey
from pso_excel.province.select import Outcome, ReceivedFile


def excel_owner(name: str) -> bytes:
    """What Excel writes beside a workbook that somebody has open, 165 bytes."""
    narrow, wide = name.encode("cp874"), name.encode("utf-16-le")
    length = bytes([len(name)])
    return length + narrow.ljust(54) + length + b"\0" + wide + b" \0" * (54 - len(name))


def listed(inbox: Path) -> dict[str, Problem]:
    """The problem of each file of the inbox that is not read."""
    left_out = (file for file in survey(inbox) if isinstance(file, ReceivedFile))
    return {file.file: file.problem for file in left_out if file.problem}


def name_of(problem: Problem) -> str:
    """Who has the workbook open, in Thai."""
    assert problem.code == "B421"
    told = problem.values["name"]
    return told if isinstance(told, str) else told.th


@pytest.mark.parametrize(
    ("file", "data", "name"),
    [
        ("~$a.xlsx", excel_owner("สมชาย ใจดี"), "สมชาย ใจดี"),
        ("~$a.xlsx", b"\x0aSomchai J.", "Somchai J."),
        ("~$a.xlsx", b"\x05" + "สมชาย".encode("cp874"), "สมชาย"),
        (".~lock.a.xlsx#", b",somchai,PC-1,05.01.2026 10:30,file:///x;", "somchai"),
        (".~lock.a.xlsx#", "สมชาย ใจดี,somchai,PC-1,,;".encode(), "สมชาย ใจดี"),
        ("~$a.xlsx", b"", "ผู้ที่ไม่ระบุชื่อ"),
        ("~$a.xlsx", b"\xff" * 10_000, "ผู้ที่ไม่ระบุชื่อ"),  # no owner file: too long to be read
        ("~$a.xlsx", excel_owner("ก\n" * 20), "ก " * 19 + "ก"),
        ("~$a.xlsx", b"\0" * 55 + b"\x06\0" + "a\u202eb\u200bcd".encode("utf-16-le"), "abcd"),
    ],
    ids=[f"B421 fires: {n}" for n in range(9)],
)  # fmt: skip
def test_an_owner_file_says_who_has_the_workbook_open(
    tmp_path: Path, file: str, data: bytes, name: str
) -> None:
    (tmp_path / "a.xlsx").touch()
    (tmp_path / file).write_bytes(data)
    (problem,) = listed(tmp_path).values()
    assert name_of(problem) == name
    assert "“a.xlsx” กำลังเปิดอยู่โดย" in message(problem, "th")
    assert (tmp_path / file).read_bytes() == data


@given(data=st.binary(max_size=300), name=st.sampled_from(["~$a.xlsx", ".~lock.a.xlsx#"]))
def test_whatever_stands_in_an_owner_file_is_a_short_name_on_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "a.xlsx").touch()
    (folder / name).write_bytes(data)
    (problem,) = listed(folder).values()
    told = name_of(problem)
    assert 0 < len(told) <= 60
    assert told.isprintable()


def test_an_owner_file_left_behind_is_one_temporary_file_B421_quiet_F015_fires(
    tmp_path: Path,
) -> None:
    (tmp_path / "~$gone.xlsx").write_bytes(excel_owner("สมชาย"))
    (tmp_path / "~$.xlsx").touch()
    assert {file: problem.code for file, problem in listed(tmp_path).items()} == {
        "~$gone.xlsx": "F015",
        "~$.xlsx": "F015",
    }
    assert (tmp_path / "~$gone.xlsx").exists()


TEMPORARY = (
    *("~WRL0001.tmp", "x.part", "x.tmp", "x.crdownload", "x.xlsx~", ".DS_Store", "Thumbs.db"),
    *("desktop.ini", ".~lock.gone.xlsx#", "ehThumbs.db", ".pso-0123456789abcdef.part"),
)


def test_what_is_no_submission_is_listed_with_a_note_F015_fires(tmp_path: Path) -> None:
    deep = tmp_path / "อำเภอ" / "ตำบล"
    deep.mkdir(parents=True)
    for name in TEMPORARY:
        (deep / name).touch()
    for folder in (".git", "__MACOSX", "$RECYCLE.BIN"):
        (deep / folder).mkdir()
        (deep / folder / "in.xlsx").touch()
    expected = {f"อำเภอ/ตำบล/{name}" for name in (*TEMPORARY, ".git", "__MACOSX", "$RECYCLE.BIN")}
    assert set(listed(tmp_path)) == expected
    assert {problem.code for problem in listed(tmp_path).values()} == {"F015"}


def test_a_file_of_any_other_name_is_read_F015_quiet(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.pdf", "แบบ~1.xlsx", "tmp.xlsx", "x (1).xlsx"):
        (tmp_path / name).touch()
    assert sum(isinstance(file, Path) for file in survey(tmp_path)) == 5


def test_names_that_differ_in_case_or_in_their_letters_only_are_two_files(tmp_path: Path) -> None:
    stems = ("caf\u00e9", "cafe\u0301", "Cafe", "cafe", "น\u0e4d\u0e32", "นำ")
    names = [f"{stem}.xlsx" for stem in stems]
    for name in names:
        (tmp_path / name).touch()
    found = [file.name for file in survey(tmp_path) if isinstance(file, Path)]
    assert sorted(found) == sorted(names)


def test_a_folder_out_of_reach_is_told_with_the_reason_F042_fires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = survey(tmp_path / "nothing")
    assert isinstance(file, ReceivedFile)
    assert (file.file, file.outcome) == ("inbox/", Outcome.REFUSED)
    (tmp_path / "locked").mkdir()
    real = Path.iterdir

    def refused(self: Path):
        if self.name == "locked":
            raise PermissionError(13, "refused")
        return real(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    (problem,) = listed(tmp_path).values()
    assert (problem.code, problem.location.file) == ("F042", "locked/")
    assert "ไม่มีสิทธิ์" in message(problem, "th")


@pytest.mark.parametrize("round_code", ["2569-1", "../../ออก", "ก" * 200, "CON", "a\u202eb:c"])
def test_our_own_names_are_short_and_stay_in_their_folder(tmp_path: Path, round_code: str) -> None:
    place = ProvinceFolder(tmp_path)
    for path in (place.book(round_code), place.journal(round_code)):
        assert path.parent == place.out
        assert Path(os.path.normpath(path)) == path
        assert len(path.stem) <= 60
    assert place.book("2569-1").name == "province_2569-1.xlsx"
