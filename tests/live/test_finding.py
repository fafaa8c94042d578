"""Which open workbook is meant: by the button pressed, by name or path, or the one of ours."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from pso_excel.core.problem import Refused
from pso_excel.live.perform import find_book
from pso_excel.live.request import Action, Request
from tests.live.actions import ASOF


@dataclass(eq=False)
class Open:
    """As much of an open workbook as finding it asks for."""

    fullname: str
    ours: bool = True
    press: str = ""
    names: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        self.name = self.fullname.rpartition("/")[2]
        if self.ours:
            self.names["PSO_TEMPLATE_ID"] = None
        if self.press:
            cell = SimpleNamespace(value=self.press)
            self.names["PSO_PRESS"] = SimpleNamespace(refers_to_range=cell)


class Books(list[Open]):
    active: Open


def found(*books: Open, front: int = 0, workbook: str = "", press: str = "") -> str:
    several: Any = Books(books)
    several.active = books[front] if books else None
    request = Request(Action.CHECK, ASOF, workbook=workbook, press=press)
    return find_book(several, request).fullname


def refused(*books: Open, **how: Any) -> str:
    with pytest.raises(Refused) as told:
        found(*books, **how)
    return told.value.problem.code


OTHER = Open("/ก/บัญชี.xlsx", ours=False)
ONE, TWO = Open("/ก/แบบ.xlsx"), Open("/ข/แบบ.xlsx")


def test_the_only_one_of_ours_is_meant() -> None:
    assert found(OTHER, ONE) == ONE.fullname


def test_of_several_the_one_in_front_is_meant() -> None:
    assert found(ONE, TWO, front=1) == TWO.fullname


def test_a_path_tells_two_of_the_same_name_apart() -> None:
    assert found(ONE, TWO, workbook="/ข/แบบ.xlsx") == TWO.fullname


def test_a_name_is_found_however_it_is_typed() -> None:
    assert found(Open("/ก/Form 2569.XLSX"), TWO, workbook="form  ๒๕๖๙.xlsx") == "/ก/Form 2569.XLSX"


def test_a_button_finds_its_own_workbook_whatever_its_name() -> None:
    pressed = Open("/ค/แบบ.xlsx", press="press 690331-101500-77")
    assert found(ONE, TWO, pressed, press="690331-101500-77") == pressed.fullname


@pytest.mark.parametrize(
    ("books", "how"),
    [
        pytest.param((), {}, id="U003 fires: nothing is open"),
        pytest.param((OTHER,), {}, id="U003 fires: none of ours"),
        pytest.param((ONE,), {"workbook": "อื่น.xlsx"}, id="U003 fires: no such name"),
        pytest.param((ONE,), {"press": "1"}, id="U003 fires: pressed in a closed workbook"),
    ],
)
def test_none_is_meant(books: tuple[Open, ...], how: dict[str, Any]) -> None:
    assert refused(*books, **how) == "U003"


def test_U003_quiet_U004_quiet_for_the_one_of_that_name() -> None:
    assert found(OTHER, ONE, workbook="แบบ.xlsx") == ONE.fullname


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"workbook": "แบบ.xlsx"}, id="U004 fires: two of that name"),
        pytest.param({"front": 2}, id="U004 fires: two of ours behind another"),
    ],
)
def test_several_could_be_meant(how: dict[str, Any]) -> None:
    assert refused(ONE, TWO, OTHER, **how) == "U004"
