"""A complete, correct workbook in memory with a few cells changed: what is then found, and where.

A cell is written ``"S06.answers 4 level"``: table, row from 0, field. A row without a field is the
whole row, a table alone all of it. None empties them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from _pytest.mark import ParameterSet

from pso_excel.core.problem import Problem
from pso_excel.forms.schema import FilledBy
from pso_excel.framework import load_framework
from pso_excel.intake import read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.registry import Registry
from pso_excel.model.submission import PreviousSubmissions, Submission
from pso_excel.pipeline import OpenedWorkbook, assess
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Cell
from tests.complete import complete, typed
from tests.engine.laid_out import Laid, laid_out

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
Changes = dict[str, book.Value | Cell]
Changed = Mapping[str, book.Value | Cell]
NONE: Changes = {}


def fires(code: str, why: str, at: str, changes: Changed, *more: object) -> ParameterSet:
    """A case in which the code is told at one cell and nowhere else."""
    return pytest.param(code, at, changes, *more, id=f"{code} fires: {why}")


def quiet(code: str, why: str, changes: Changed, *more: object) -> ParameterSet:
    """A case close by in which the code is not told."""
    return pytest.param(code, "", changes, *more, id=f"{code} quiet: {why}")


def found(
    changes: Changed,
    *,
    report: Changed | None = None,
    last_round: Changed | None = None,
    parts: Mapping[str, Changed] | None = None,
    registry: Registry | None = None,
) -> list[Problem]:
    """Everything found in the changed workbook, after an earlier one of this round (``report``) and
    of the round before (``round``), each changed in its own way; or in one joined from ``parts``,
    by stage."""
    laid = _changed(changes)
    submission, problems = read_submission(laid.book, laid.framework)
    earlier = PreviousSubmissions(round=_submission(last_round), report=_submission(report))
    alone = tuple(
        replace(
            read_submission(_changed(changed).book, laid.framework)[0], template=f"stage:{stage}"
        )
        for stage, changed in (parts or {}).items()
    )
    opened = OpenedWorkbook(
        laid.book,
        submission,
        laid.framework,
        tuple(problems),
        alone,
        identity=identity_of(laid.book),
    )
    return list(assess(opened, ASOF, registry, earlier).problems)


def cells(code: str, problems: list[Problem]) -> set[tuple[str, str]]:
    """Sheet and cell of every problem of that code."""
    return {
        (problem.location.sheet, problem.location.cell)
        for problem in problems
        if problem.code == code
    }


def place(cell: str) -> set[tuple[str, str]]:
    """Sheet and address of a cell, as a set of one; nothing for no cell."""
    if not cell:
        return set()
    table, row, field = cell.split()
    placed = _complete().placed[table]
    return {(placed.sheet, placed.cell(field, placed.first + int(row)))}


def _submission(changes: Changed | None) -> Submission | None:
    if changes is None:
        return None
    laid = _changed(changes)
    return read_submission(laid.book, laid.framework)[0]


def _changed(changes: Changed) -> Laid:
    laid = _copy(_complete())
    for cell, value in changes.items():
        table, row, field = (*cell.split(), "", "")[:3]
        placed = laid.placed[table]
        own = [field.id for field in placed.table.fields if field.writer is FilledBy.OFFICE]
        rows = range(placed.last - placed.first + 1) if row == "" else (int(row),)
        for number in rows:
            for field_id in (field,) if field else own:
                laid.put(table, placed.cell(field_id, placed.first + number), value)
    return laid


@cache
def _complete() -> Laid:
    laid = _copy(laid_out())
    for table, lines in complete(PSO).items():
        placed = laid.placed[table]
        own = {field.id for field in placed.table.fields if field.writer is FilledBy.OFFICE}
        if not placed.table.fixed:
            own.add(placed.table.key)
        for number, line in enumerate(lines):
            for field_id, text in typed(placed.table, line).items():
                if field_id in own and text != "":
                    laid.put(table, placed.cell(field_id, placed.first + number), text.lstrip("'"))
    return laid


def _copy(laid: Laid) -> Laid:
    sheets = {
        name: replace(sheet, cells=dict(sheet.cells)) for name, sheet in laid.book.sheets.items()
    }
    return replace(laid, book=replace(laid.book, sheets=sheets))
