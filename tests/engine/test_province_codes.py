"""Each code of a province, by files that raise it and files close by that must not."""

from datetime import date
from fractions import Fraction

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.framework import load_framework
from pso_excel.province import build_province
from pso_excel.province.office_digest import Digest
from pso_excel.province.select import ReceivedFile, copies_by_name, select_files
from tests.made_up import ASOF, ROUND, digest_of, file_of, registry_of

FRAMEWORK = load_framework("pso")
EMPTY = digest_of(FRAMEWORK, 2)._replace(official=Fraction(0), indicators=(), stages=())
Files = tuple[ReceivedFile, ...]


def sent(number: int, errors: int = 0, answers: str = "", **changes: object) -> ReceivedFile:
    """The workbook of an office, by default in order and in time."""
    digest = digest_of(FRAMEWORK, number, errors, answers)
    known: dict[str, object] = {"approved": date(2026, 3, 10), **changes}
    return file_of(number, digest, **known)


def scored(*percents: int) -> Files:
    """An office for each score."""
    files = [sent(number) for number in range(1, len(percents) + 1)]
    return tuple(
        file._replace(digest=file.digest and file.digest._replace(official=Fraction(percent)))
        for file, percent in zip(files, percents, strict=True)
    )


def told(files: Files, offices: int) -> list[Problem]:
    """The problems of a province of that many offices that has these files."""
    choice = select_files(files, ROUND.code)
    digests: dict[str, Digest] = {}
    for counted in choice.offices:
        if (sole := counted.sole()) and sole.digest:
            digests[counted.office] = sole.digest
    province = build_province(registry_of(offices), FRAMEWORK, choice, digests, ASOF)
    return list(province.problems)


def pair(file: str, other: str, approved: date | None = date(2026, 3, 12)) -> Files:
    """Two different workbooks of office 1, the first approved on 10 March."""
    return (
        sent(1, file=file, sha="a" * 64),
        sent(1, file=other, sha="b" * 64, approved=approved),
    )


SAME_DAY = date(2026, 3, 10)
CASES: list[tuple[str, Files, int, str]] = [
    ("B403", (sent(1),), 2, "B403 fires: an office has sent nothing"),
    ("B403", (sent(1), sent(2)), 2, "B403 quiet: all have sent"),
    ("B403", (sent(1, claims=("S06",), filled=("S06",)),), 1, "B403 fires: stage 6 alone"),
    ("B404", (sent(1), sent(7)), 1, "B404 fires: an office out of the round"),
    ("B404", (sent(1), sent(7)), 0, "B404 quiet: the registry has no office at all"),
    ("B427", (sent(1), sent(7)), 0, "B427 fires: the registry has no office"),
    ("B434", (sent(1, draft=True),), 1, "B434 fires: in order, and not approved"),
    ("B434", (sent(1, errors=1, draft=True),), 1, "B434 quiet: it has errors to mend first"),
    ("B434", (sent(1),), 1, "B434 quiet: submitted"),
    ("B427", (sent(7),), 1, "B427 quiet: an office, though it has sent nothing"),
    ("B404", (sent(1),), 1, "B404 quiet: the office is in the registry"),
    ("B405", pair("1.xlsx", "2.xlsx"), 1, "B405 fires: the newer one counts"),
    ("B405", (sent(1), sent(2)), 2, "B405 quiet: a workbook an office"),
    ("B406", (sent(1, approved=date(2026, 3, 16)),), 1, "B406 fires: a day late"),
    ("B406", (sent(1, approved=date(2026, 3, 15)),), 1, "B406 quiet: on the last day"),
    ("B407", scored(60, 61, 62, 63, 20), 5, "B407 fires: far below the others"),
    ("B407", scored(60, 61, 62, 63, 58), 5, "B407 quiet: among the others"),
    ("B408", (sent(1, answers="x"), sent(2, answers="x")), 2, "B408 fires: the same answers"),
    ("B408", (sent(1, answers="x"), sent(2, answers="y")), 2, "B408 quiet: one answer differs"),
    ("B409", (sent(1), sent(2, framework="pso@2.0")), 2, "B409 fires: two editions"),
    ("B409", (sent(1), sent(2)), 2, "B409 quiet: one edition"),
    ("B410", tuple(sent(n) for n in range(1, 4)), 4, "B410 fires: three of four"),
    ("B410", tuple(sent(n) for n in range(1, 5)), 5, "B410 quiet: four of five"),
    ("B412", tuple(sent(n) for n in range(1, 10)), 9, "B412 fires: four in a group"),
    ("B412", tuple(sent(n) for n in range(1, 11)), 10, "B412 quiet: five in each group"),
    ("B415", (sent(1, round="2568-2"),), 1, "B415 fires: the round before"),
    ("B415", (sent(1),), 1, "B415 quiet: this round"),
    ("B416", (sent(1, office=""),), 1, "B416 fires: no code on the cover"),
    ("B416", (sent(1),), 1, "B416 quiet: a code on the cover"),
    ("B418", (file_of(1, EMPTY),), 1, "B418 fires: a blank form"),
    ("B418", (sent(1),), 1, "B418 quiet: filled in"),
    ("F016", (sent(1), sent(1, file="again.xlsx")), 1, "F016 fires: the same bytes twice"),
    ("F016", pair("1.xlsx", "2.xlsx"), 1, "F016 quiet: two versions"),
    ("F017", pair("1.xlsx", "2.xlsx", SAME_DAY), 1, "F017 fires: approved on one day"),
    ("F017", pair("1.xlsx", "2.xlsx"), 1, "F017 quiet: approved on two days"),
    ("B420", pair("x.xlsx", "x (1).xlsx"), 1, "B420 fires: a copy by its name"),
    ("B420", pair("x.xlsx", "x (1).xlsx", SAME_DAY), 1, "B420 fires: undecided as well"),
    ("B420", pair("x.xlsx", "x_แก้ไข.xlsx"), 1, "B420 quiet: two names"),
    ("B420", (sent(1, file="x (1).xlsx"),), 1, "B420 quiet: a copy of nothing"),
    ("B420", (sent(1), sent(1, file="x (1).xlsx")), 1, "B420 quiet: the same bytes"),
]


@pytest.mark.parametrize(
    ("code", "files", "offices", "fires"),
    [pytest.param(*case[:3], " fires" in case[3], id=case[3]) for case in CASES],
)
def test_what_a_province_is_told(code: str, files: Files, offices: int, fires: bool) -> None:
    found = {problem.code for problem in told(files, offices)}
    assert (code in found) is fires
    assert len(found & {"B405", "F017", "B420"}) <= 1  # of two versions one thing is said


def test_versions_are_listed_with_their_approval_and_their_hash() -> None:
    (problem,) = [
        problem for problem in told(pair("1.xlsx", "2.xlsx", None), 1) if problem.code == "B405"
    ]
    assert "1.xlsx (รับรอง 10 มี.ค. 2569, sha aaaaaaaa)" in message(problem, "th")
    assert "2.xlsx (no date of approval, sha bbbbbbbb)" in message(problem, "en")


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("x.xlsx", "x (1).xlsx"),
        ("x (1).xlsx", "x (2).xlsx"),
        ("x.xlsx", "x - สำเนา.xlsx"),
        ("x.xlsx", "x - Copy (2).xlsx"),
        ("x.xlsx", "สำเนาของ x.xlsx"),
        ("x.xlsx", "Copy of x (1).xlsx"),
        ("x.xlsx", "x copy 2.xlsx"),
        ("99-R-001_2569-1.xlsx", "99-R-001_2569-1-DESKTOP-AB12CD.xlsx"),
        ("x.xlsx", "x (Somchai's conflicted copy 2026-01-05).xlsx"),
        ("x.xlsx", "x (สำเนาที่ขัดแย้งของ สมชาย 2026-01-05).xlsx"),
        ("x.xlsx", "x (ใหม่ 2569-01-05 1030).xlsx"),
        ("x.xlsx", "x_ผลตรวจ.xlsx"),
        ("x.xlsx", "อีเมล/x (1).xlsx"),
        ("ก/แบบ A.xlsx", "ก/แบบ a.XLSX"),  # two files only where case counts
        ("สำนัก.xlsx", "ส\u0e4d\u0e32นัก.xlsx"),  # the same letters, stored in another way
        ("caf\u00e9.xlsx", "cafe\u0301.xlsx"),
    ],
)
def test_names_of_copies(file: str, other: str) -> None:
    assert copies_by_name([file, "another.xlsx", other])
    assert copies_by_name([other, file])


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("99-R-001_2569-1.xlsx", "99-R-001_2569-2.xlsx"),
        ("99-R-001_2569-1.xlsx", "99-R-002_2569-1.xlsx"),
        ("99-R-001_2569-1.xlsx", "99-R-001_2569-1_ขั้น6.xlsx"),
        ("a/99-R-001.xlsx", "b/99-R-001.xlsx"),  # sent twice
        ("(1).xlsx", "(2).xlsx"),
        ("photocopy.xlsx", "photo.xlsx"),
    ],
)
def test_names_of_files_of_their_own(file: str, other: str) -> None:
    assert not copies_by_name([file, other])
