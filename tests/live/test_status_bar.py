"""Where a press from the add-in is answered: in the status bar, where a book has no line for it."""

from pathlib import Path

import pytest

from pso_excel.buttons import VERSION
from pso_excel.framework import load_framework
from pso_excel.live.request import Action
from pso_excel.templates.new_workbook import new_workbook
from tests.libreoffice import Office
from tests.live.actions import opened
from tests.live.pressing import said


@pytest.mark.parametrize(
    ("macros", "asked", "bar"),
    [(False, VERSION, True), (False, "", False), (True, VERSION, False)],
    ids=["a plain workbook, from the add-in", "from the command line", "a workbook with buttons"],
)
def test_an_answer_stands_where_it_is_looked_for(
    macros: bool, asked: str, bar: bool, libreoffice: Office, tmp_path: Path
) -> None:
    data = new_workbook("58-R-014", "2569-1", load_framework("pso"), macros=macros)
    path = tmp_path / ("แบบ.xlsm" if macros else "แบบ.xlsx")
    with opened(libreoffice, path, data) as desk:
        line = desk.do(Action.SCORE, macros=asked).lines[-1]
        book = desk.performer.opened(desk.request(Action.SCORE))[1]
        assert book.app.status_bar == (line if bar else False)
        if macros:
            assert said(desk.document) == line
