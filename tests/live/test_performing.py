"""From a request to a reply: whatever happens it is a sentence, and the next press works again."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pso_excel.books.macros import VERSION
from pso_excel.live import performing
from pso_excel.live.performing import Performer
from pso_excel.live.request import Action, App, Request
from pso_excel.problem import Problem, Refused
from tests.live.actions import codes


class Gone(Exception):
    """What a program raises once it has been closed."""


class Stand:
    """A spreadsheet program of which only the door is there."""

    def __init__(self) -> None:
        self.press, self.status = SimpleNamespace(value="press 7"), SimpleNamespace(value="")
        names = {
            "PSO_TEMPLATE_ID": None,
            "PSO_PRESS": SimpleNamespace(refers_to_range=self.press),
            "PSO_STATUS": SimpleNamespace(refers_to_range=self.status),
        }
        self.book = SimpleNamespace(name="ก.xlsx", fullname="/ก.xlsx", names=names)
        self.fails: Exception | None = None

    @property
    def books(self) -> list[Any]:
        if self.fails:
            raise self.fails
        return [self.book]

    def read(self, *_: object) -> Any:
        raise Refused(Problem("F004"))

    def fault(self, error: Exception) -> Problem | None:
        busy = isinstance(error, BlockingIOError)
        return Problem("U006") if busy else Problem("U014") if isinstance(error, Gone) else None


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> list[Stand]:
    """Every program attached to, in order."""
    attached: list[Stand] = []

    def attach(app: App, address: str) -> Any:
        del app, address
        attached.append(Stand())
        return attached[-1]

    monkeypatch.setattr(performing, "attached", attach)
    return attached


def press(performer: Performer, **more: str) -> list[str]:
    request = Request(Action.CHECK, date(2026, 3, 31), app=App.EXCEL, **cast("Any", more))
    return codes(performer.perform(request))


def test_a_program_stays_attached_between_presses(stands: list[Stand]) -> None:
    performer = Performer()
    assert [press(performer) for _ in range(3)] == [["F004"]] * 3
    assert len(stands) == 1


def test_a_program_closed_and_opened_again_is_attached_anew(stands: list[Stand]) -> None:
    performer = Performer()
    press(performer)
    stands[0].fails = Gone()
    assert press(performer) == ["F004"]
    assert len(stands) == 2


def test_a_program_whose_cell_is_being_edited_stays_attached(stands: list[Stand]) -> None:
    performer = Performer()
    press(performer)
    stands[0].fails = BlockingIOError()
    assert press(performer) == ["U006"]
    stands[0].fails = None
    assert press(performer) == ["F004"]
    assert len(stands) == 1


def test_a_fault_of_ours_is_told_with_a_reference(stands: list[Stand]) -> None:
    performer = Performer()
    press(performer)
    stands[0].fails = ZeroDivisionError()
    assert press(performer) == ["I001"]


def test_the_macro_is_told_that_it_began_and_how_it_ended(stands: list[Stand]) -> None:
    performer = Performer()
    press(performer)
    assert press(performer, press="7") == ["F004"]
    assert stands[0].press.value == "done 7 2"
    assert stands[0].status.value.startswith("✖")


@pytest.mark.parametrize(
    ("macros", "code"),
    [
        pytest.param("0", "U010", id="U010 fires: older buttons"),
        pytest.param("2", "U010", id="U010 fires: newer buttons"),
        pytest.param(VERSION, "F004", id="U010 quiet: the same version"),
        pytest.param("", "F004", id="U010 quiet: no macro asks"),
    ],
)
@pytest.mark.usefixtures("stands")
def test_buttons_of_another_version_are_told(macros: str, code: str) -> None:
    assert press(Performer(), macros=macros) == [code]
