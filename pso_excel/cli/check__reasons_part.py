"""The reasons that an office typed into the copy of an earlier check, brought to the next one."""

from collections.abc import Iterator

from pso_excel.core.problem import Refused
from pso_excel.model.registry__books_settings_part import USUAL, Settings
from pso_excel.model.submission import Entries, Row
from pso_excel.pipeline import open_office
from pso_excel.results.acknowledgements import PROBLEMS
from pso_excel.xlsx.patcher.books_patching_part import patch_copy
from pso_excel.xlsx.workbook import address
from pso_excel.xlsx.workbook__results_writes_part import Write


def with_reasons(data: bytes, former: bytes, settings: Settings = USUAL) -> bytes:
    """The workbook with the answered rows of the sheet of results of a ``former`` copy of it.

    A warning that the workbook itself answers keeps that answer. Unchanged when the former copy is
    another office's or round's, when it cannot be read, or when either has no sheet of results.
    """
    try:
        now = open_office(data, settings=settings).submission
        before = open_office(former, settings=settings).submission
        if (now.office, now.round) != (before.office, before.round) or PROBLEMS not in now.tables:
            return data
        return patch_copy(data, _answers(now.tables[PROBLEMS], before.rows(PROBLEMS)))
    except Refused:
        return data


def _answers(entries: Entries, former: list[Row]) -> Iterator[Write]:
    """Each answered row in the row where it stood, or in the next that is free."""
    answered = {row.number: row for row in entries.rows if row.text("reason")}
    known = {_about(row) for row in answered.values()}
    free = [row for row in range(entries.first, entries.last + 1) if row not in answered]
    for row in former:
        if not row.text("reason") or _about(row) in known or not free:
            continue
        number = row.number if row.number in free else free[0]
        free.remove(number)
        for id, column in entries.columns.items():
            yield Write(entries.sheet, address(number, column), row.text(id) or None)


def _about(row: Row) -> tuple[str, str]:
    return row.text("rule"), row.text("cell")
