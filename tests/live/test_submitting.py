"""A submission: nothing leaves while something must be mended; then a copy stands in the outbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel.live.request import Action
from pso_excel.pipeline import check_office
from tests.complete_workbook import OFFICE, ROUND, blank_workbook, complete_workbook
from tests.libreoffice import Office
from tests.live.actions import ASOF, Desk, codes, opened

ANSWERS = "06_ประเมิน"


@pytest.fixture
def desk(libreoffice: Office, tmp_path: Path) -> Iterator[Desk]:
    with opened(libreoffice, tmp_path / "ศูนย์ฯ" / "ร่าง 3.xlsx", complete_workbook()) as desk:
        yield desk


def outbox(desk: Desk) -> list[Path]:
    return sorted((desk.path.parent / "outbox").glob("*"))


def test_the_copy_is_named_by_office_and_round_and_holds_the_unsaved_edits(desk: Desk) -> None:
    before = desk.path.read_bytes()
    desk.document.type("03_งาน", "D9", "งานที่เพิ่งพิมพ์")
    reply = desk.do(Action.SUBMIT)
    assert reply.exit_code == 0
    [copy] = outbox(desk)
    assert copy.name == f"{OFFICE}_{ROUND}.xlsx"
    assert str(copy) in reply.lines[-1]
    assert reply.report is not None
    assert reply.report["copy"] == str(copy)
    sent = check_office(copy.read_bytes(), ASOF, copy.name)
    assert sent.scorecard is not None
    assert str(reply.report["score"]["official"]) == f"{float(sent.scorecard.official or 0):.2f}"
    assert desk.path.read_bytes() == before


def test_U012_fires_while_something_must_be_mended(desk: Desk) -> None:
    desk.document.type(ANSWERS, "E12", "ไม่รู้")
    reply = desk.do(Action.SUBMIT)
    assert reply.exit_code == 1
    assert "1" in reply.lines[-1]
    assert outbox(desk) == []
    assert desk.document.value("ผลตรวจ", "E6") is not None


def test_U012_quiet_when_nothing_must_be_mended(desk: Desk) -> None:
    assert desk.do(Action.SUBMIT).exit_code == 0


def test_a_former_submission_that_differs_is_kept(desk: Desk) -> None:
    desk.do(Action.SUBMIT)
    [first] = outbox(desk)
    kept = first.read_bytes()
    desk.document.type("03_งาน", "D9", "แก้ไขหลังส่ง")
    assert desk.do(Action.SUBMIT).exit_code == 0
    assert len(outbox(desk)) == 2
    assert first.read_bytes() == kept


def test_U018_fires_for_a_workbook_that_was_never_saved(libreoffice: Office, desk: Desk) -> None:
    options = libreoffice.options(Hidden=True, AsTemplate=True)
    url = libreoffice.uno.systemPathToFileUrl(str(desk.path))
    model = libreoffice.desktop.loadComponentFromURL(url, "_blank", 0, options)
    try:
        desk.path = Path(str(model.Title))
        reply = desk.do(Action.SUBMIT)
    finally:
        model.close(True)
    assert codes(reply) == ["U018"]


def test_U018_quiet_for_a_saved_workbook(desk: Desk) -> None:
    assert "U018" not in codes(desk.do(Action.SUBMIT))


def test_a_single_stage_names_its_copy_by_the_stage(libreoffice: Office, tmp_path: Path) -> None:

    blank = blank_workbook(stage="S10")
    with opened(libreoffice, tmp_path / "ขั้น 10.xlsx", blank) as desk:
        reply = desk.do(Action.SUBMIT)
    assert (reply.exit_code == 0) == bool(outbox(desk))
