"""Between two presses: the workbook is looked at again, and nothing is thereby overlooked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.live import perform as performing
from pso_excel.live.request import Action, App, Request
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Office
from tests.live.actions import ASOF, Desk, codes, opened
from tests.live.door import Stand

STATE = "06_ประเมิน", "E12"


@pytest.fixture
def desk(libreoffice: Office, tmp_path: Path) -> Iterator[Desk]:
    with opened(libreoffice, tmp_path / "แบบ ก.xlsx", complete_workbook()) as desk:
        yield desk


def steps_of(desk: Desk) -> tuple[str, ...]:
    """What can be taken back: every write is a step."""
    return tuple(desk.document.model.getUndoManager().getAllUndoActionTitles())


def test_the_next_press_says_the_same_and_writes_nothing(desk: Desk) -> None:
    first = desk.do(Action.CHECK)
    desk.performer.settle()
    steps = steps_of(desk)
    assert steps
    assert desk.do(Action.CHECK) == first
    assert steps_of(desk) == steps


def test_an_edit_after_it_is_seen(desk: Desk) -> None:
    first = desk.do(Action.CHECK)
    desk.performer.settle()
    desk.document.type(*STATE, "ไม่รู้")
    assert codes(desk.do(Action.CHECK)) != codes(first)


def test_nothing_happens_without_a_press_before_it(desk: Desk) -> None:
    desk.performer.settle()
    desk.do(Action.CHECK)
    desk.performer.settle()
    desk.performer.settle()
    assert desk.do(Action.CHECK).exit_code in (0, 1)


@pytest.mark.parametrize(("app", "times"), [(App.EXCEL, 2), (App.LIBREOFFICE, 1)])
def test_excel_is_let_go_between_two_presses(
    app: App, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached: list[App] = []

    def attach(app: App, address: str) -> Iterator[Stand]:
        assert address == ""
        attached.append(app)
        yield Stand("")

    monkeypatch.setattr(performing, "running", attach)
    performer = performing.ActionRunner()
    for _ in range(2):
        assert codes(performer.perform(Request(Action.CHECK, ASOF, app=app))) == ["F004"]
        performer.settle()
    assert len(attached) == times


def test_a_workbook_that_was_closed_costs_nothing(desk: Desk) -> None:
    desk.do(Action.CHECK)
    desk.document.model.close(True)
    desk.performer.settle()
    assert codes(desk.do(Action.CHECK)) == ["U003"]
