"""A complete, correct workbook: not one rule has anything to say."""

from datetime import date

import pytest

from pso_excel.books.filling import fill_workbook
from pso_excel.books.template.workbook import new_workbook
from pso_excel.form import Table, Writer
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework
from pso_excel.office import check_office
from pso_excel.stages import table_of
from pso_excel.starting import starting_rows
from tests.complete import Line, complete


@pytest.mark.parametrize("id", ["pso", "pmqa4"])
def test_nothing_is_found(id: str) -> None:
    framework = load_framework(id)
    filling = complete(framework)
    answers = {table: _typed(table_of(table), filling[table], framework) for table in filling}
    blank = new_workbook("58-R-014", "2569-1", framework)
    data = fill_workbook(blank, answers, framework)
    found = check_office(data, date(2026, 3, 31), "58-R-014_2569-1.xlsx")
    told = {(one.code, one.place.sheet, one.place.cell) for one in found.problems}
    assert told == {("F012", "06_ประเมิน", "")}  # no spreadsheet program has calculated it


def _typed(table: Table, lines: list[Line], framework: Framework) -> list[Line]:
    """What the office types of each line, with the key of the framework's row it belongs to."""
    own = {one.id for one in table.fields if one.writer is Writer.OFFICE or one.id == table.key}
    keys = [row.key for row in starting_rows(table, framework)] or [""] * len(lines)
    return [
        ({table.key: key} if key else {}) | {id: line[id] for id in line if id in own}
        for key, line in zip(keys, lines, strict=True)
    ]
