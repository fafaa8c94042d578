"""From a request to a reply: whatever happens it is a sentence, and the next press works again."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest

from pso_excel.buttons import VERSION
from pso_excel.live import perform as performing
from pso_excel.live.perform import ActionRunner
from pso_excel.live.request import Action, App, Request
from tests.live.actions import codes
from tests.live.door import Gone, Stand


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> list[Stand]:
    """Every program attached to, in order."""
    attached: list[Stand] = []

    def running(app: App, address: str) -> Iterator[Any]:
        del app, address
        for pressed in ("7", "8"):
            attached.append(Stand(pressed))
            yield attached[-1]

    monkeypatch.setattr(performing, "running", running)
    return attached


def press(performer: ActionRunner, **more: str) -> list[str]:
    request = Request(Action.CHECK, date(2026, 3, 31), app=App.EXCEL, **cast("Any", more))
    return codes(performer.perform(request))


def test_a_program_stays_attached_between_presses(stands: list[Stand]) -> None:
    performer = ActionRunner()
    assert [press(performer) for _ in range(3)] == [["F004"]] * 3
    assert len(stands) == 1


def test_a_program_closed_and_opened_again_is_attached_anew(stands: list[Stand]) -> None:
    performer = ActionRunner()
    press(performer)
    stands[0].fails = Gone()
    assert press(performer) == ["F004"]
    assert len(stands) == 2


def test_of_two_that_run_the_one_with_the_workbook_is_meant(stands: list[Stand]) -> None:
    performer = ActionRunner()
    assert press(performer, press="8") == ["F004"]
    assert stands[1].press.value == "done 8 2"
    assert stands[0].press.value == "press 7"


def test_a_workbook_that_is_open_nowhere_is_told(stands: list[Stand]) -> None:
    assert press(ActionRunner(), press="9") == ["U003"]
    assert len(stands) == 2


def test_a_program_whose_cell_is_being_edited_stays_attached(stands: list[Stand]) -> None:
    performer = ActionRunner()
    press(performer)
    stands[0].fails = BlockingIOError()
    assert press(performer) == ["U006"]
    stands[0].fails = None
    assert press(performer) == ["F004"]
    assert len(stands) == 1


def test_a_fault_of_ours_is_told_with_a_reference(stands: list[Stand]) -> None:
    performer = ActionRunner()
    press(performer)
    stands[0].fails = ZeroDivisionError()
    assert press(performer) == ["I001"]


def test_the_macro_is_told_that_it_began_and_how_it_ended(stands: list[Stand]) -> None:
    performer = ActionRunner()
    press(performer)
    assert press(performer, press="7") == ["F004"]
    assert stands[0].press.value == "done 7 2"
    assert stands[0].status.value.startswith("✖")


@pytest.mark.parametrize(
    ("macros", "code"),
    [
        pytest.param("1", "U010", id="U010 fires: older buttons"),
        pytest.param("99", "U010", id="U010 fires: newer buttons"),
        pytest.param(VERSION, "F004", id="U010 quiet: the same version"),
        pytest.param("", "F004", id="U010 quiet: no macro asks"),
    ],
)
@pytest.mark.usefixtures("stands")
def test_buttons_of_another_version_are_told(macros: str, code: str) -> None:
    assert press(ActionRunner(), macros=macros) == [code]
