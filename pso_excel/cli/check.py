"""``check`` on one file: read, check, write the copy, and what came of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pso_excel.core.bilingual import Language
from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.read import is_file, read_bytes
from pso_excel.files.replace import save
from pso_excel.files.write import Saved, fitted, make_folder, names_beside
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.model.registry import USUAL, Settings
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Row, TableRows
from pso_excel.pipeline import LookBack, check_workbook, no_history, open_office
from pso_excel.results.score_text import exit_code
from pso_excel.xlsx.patcher import is_stamped
from pso_excel.xlsx.workbook import CellWrite, format_address


def with_reasons(data: bytes, former: bytes, settings: Settings = USUAL) -> bytes:
    """The workbook with the answered rows of the sheet of results of a ``former`` copy of it.

    A warning that the workbook itself answers keeps that answer. Unchanged when the former copy is
    another office's or round's, when it cannot be read, or when either has no sheet of results.
    """
    try:
        now = open_office(data, settings=settings).submission
        before = open_office(former, settings=settings).submission
        if (now.office, now.round) != (
            before.office,
            before.round,
        ) or PROBLEM_TABLE not in now.tables:
            return data
        return patch_copy(data, _answers(now.tables[PROBLEM_TABLE], before.rows(PROBLEM_TABLE)))
    except Refused:
        return data


def _answers(entries: TableRows, former: list[Row]) -> Iterator[CellWrite]:
    """Each answered row in the row where it stood, or in the next that is free."""
    answered = {row.row_number: row for row in entries.rows if row.text("reason")}
    known = {_about(row) for row in answered.values()}
    free = [row for row in range(entries.first, entries.last + 1) if row not in answered]
    for row in former:
        if not row.text("reason") or _about(row) in known or not free:
            continue
        number = row.row_number if row.row_number in free else free[0]
        free.remove(number)
        for field_id, column in entries.columns.items():
            yield CellWrite(
                entries.sheet, format_address(number, column), row.text(field_id) or None
            )


def _about(row: Row) -> tuple[str, str]:
    return row.text("rule"), row.text("cell")


def with_former_reasons(data: bytes, copy: Path, settings: Settings) -> bytes:
    """The workbook with the reasons that were typed into the copies of earlier checks of it, the
    newest first; one that cannot be read has none to give."""
    for path in reversed([path for path in (copy, *names_beside(copy)) if is_file(path)]):
        former = _bytes_of(path)
        if not is_stamped(former):
            data = with_reasons(data, former, settings)
    return data


def save_copy(copy: Path, data: bytes, like: Path) -> Saved:
    """Write the copy, for whoever may read ``like``, the workbook. A copy that somebody has saved
    since the last check stays as it is, and the new one goes beside it (O008). Refused as
    ``write_whole``."""
    make_folder(copy.parent)
    return save(copy, data, "O008", like=like)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except Refused:
        return b""


SUFFIX = "_ผลตรวจ"


class File(NamedTuple):
    """A file to be checked: its ``name`` for people, where its ``copy`` goes, and the folder that
    a link may not lead out of (None: wherever it leads)."""

    path: Path
    name: str
    copy: Path
    inside: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file checked: what was said, and where the copy with the results stands."""

    assessment: Assessment
    copy: Path | None
    own_book: bool
    language: Language

    @property
    def exit_code(self) -> int:
        """0 clean, 1 problems of ERROR or BLOCK, 2 no such file or a fault of ours."""
        return exit_code(self.assessment.problems)

    def as_json(self) -> dict[str, Any]:
        """The one object of this file for ``--json``."""
        from pso_excel.results.json_report import assessment_json

        found = assessment_json(self.assessment, self.language)
        return {**found, "copy": str(self.copy) if self.copy else None}


def check_file(
    asof: date,
    language: Language | None,
    file: File,
    settings: Settings = USUAL,
    look_back: LookBack = no_history,
) -> Outcome:
    """Check one file and write its copy, never over the file itself."""
    spoken: Language = language or "th"
    try:
        data = read_bytes(file.path, inside=file.inside)
        if not file.path.stem.endswith(SUFFIX):  # a copy has its own reasons
            data = with_former_reasons(data, file.copy, settings)
        checked = check_workbook(
            data, asof, file.name, language=language, settings=settings, look_back=look_back
        )
    except Refused as refused:
        return unchecked(file.name, asof, refused.problem.with_location(file=file.name), spoken)
    if checked.copy is None:
        return Outcome(checked.assessment, None, False, spoken)
    assessment, place = checked.assessment, None
    try:
        saved = save_copy(file.copy, checked.copy, file.path)
        place, problem = saved.path, saved.problem
    except Refused as refused:
        problem = refused.problem
    if problem is not None:
        assessment = replace(assessment, problems=(*assessment.problems, problem))
    return Outcome(assessment, place, checked.own_book, spoken)


def unchecked(name: str, asof: date, problem: Problem, language: Language) -> Outcome:
    """A file of which there is nothing but a problem."""
    return Outcome(Assessment(file=name, asof=asof, problems=(problem,)), None, False, language)


def file_at(path: Path, out: Path | None) -> File:
    """A file as it was typed; its copy goes into ``out`` (default: beside it)."""
    return File(path, path.name, copy_path(path, out or path.parent))


def copy_path(path: Path, folder: Path) -> Path:
    """Where the copy of a file goes in a folder: beside the file itself, never in its place."""
    stem = path.stem.removesuffix(SUFFIX)
    copy = folder / fitted(stem, f"{SUFFIX}{path.suffix}")
    if os.path.realpath(copy) == os.path.realpath(path):
        copy = folder / fitted(stem, f"{SUFFIX}_2{path.suffix}")
    return copy
