"""What takes a workbook takes its bytes or its path; a file that cannot be read is a problem."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pso_excel import (
    Refused,
    check_office,
    check_workbook,
    fill_workbook,
    load_framework,
    read_book,
    renew_workbook,
    repair_workbook,
)
from tests.complete_workbook import complete_workbook

ASOF = date(2026, 3, 31)
NAME = "58-R-014_2569-1.xlsx"


def check(source: Any, file: str = "") -> object:
    return check_office(source, ASOF, file)


def copy(source: Any, file: str = "") -> object:
    return check_workbook(source, ASOF, file)


def renew(source: Any, file: str = "") -> object:
    return renew_workbook(source, "2570-1", file)


def fill(source: Any, _: str = "") -> object:
    return fill_workbook(source, {}, load_framework())


TAKES: dict[str, Callable[..., object]] = {
    "check_office": check,
    "check_workbook": copy,
    "repair_workbook": repair_workbook,
    "renew_workbook": renew,
    "read_book": read_book,
    "fill_workbook": fill,
}
EACH = pytest.mark.parametrize("name", TAKES)


class Place:
    """A path of somebody else's kind."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return str(self._path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook on the disk."""
    made = tmp_path / NAME
    made.write_bytes(complete_workbook())
    return made


def codes_of(call: Callable[..., object], source: object) -> list[tuple[str, str]]:
    """The problems that are told of a file, or with which it is refused, and of which file."""
    try:
        found: Any = call(source)
    except Refused as refused:
        return [(refused.problem.code, refused.problem.location.file)]
    assessment = getattr(found, "assessment", found)
    return [(problem.code, problem.location.file) for problem in assessment.problems]


@EACH
@pytest.mark.parametrize("kind", [str, Place])
def test_a_path_is_the_same_as_its_bytes_and_its_name(
    name: str, kind: Callable[[Path], object], path: Path
) -> None:
    assert TAKES[name](kind(path)) == TAKES[name](complete_workbook(), NAME)
    assert path.read_bytes() == complete_workbook()


@EACH
def test_a_name_may_be_given_beside_the_path(name: str, path: Path) -> None:
    assert TAKES[name](path, "other.xlsx") == TAKES[name](complete_workbook(), "other.xlsx")


@EACH
@pytest.mark.parametrize(
    ("source", "code", "file"),
    [
        pytest.param("missing.xlsx", "F042", "missing.xlsx", id="F042 fires: no such file"),
        pytest.param("", "F041", "", id="F041 fires: no name at all is the folder"),
        pytest.param("a\0b.xlsx", "F042", "a\0b.xlsx", id="F042 fires: a NUL in the name"),
        pytest.param("\ud800.xlsx", "F042", "\ud800.xlsx", id="F042 fires: half a character"),
        pytest.param("text.xlsx", "F003", "text.xlsx", id="F003 fires: no workbook"),
        pytest.param("x" * 300, "F045", "x" * 300, id="F045 fires: too long a name"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(
    name: str,
    source: str,
    code: str,
    file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.xlsx").write_text("no workbook")
    assert codes_of(TAKES[name], source) == [(code, file)]


@EACH
@pytest.mark.parametrize("source", [None, 5, ["a.xlsx"], bytearray(b"PK"), os.stat])
def test_anything_else_is_a_type_error(name: str, source: object) -> None:
    with pytest.raises(TypeError, match="source must be bytes or str or PathLike, not "):
        TAKES[name](source)
