"""``check`` on one file: read, check, write the copy, and what came of it."""

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pso_excel.cli.check__cli_copies_part import save_copy, with_former_reasons
from pso_excel.core.bilingual import Language
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.write import read_bytes
from pso_excel.files.write__books_file_names_part import fitted
from pso_excel.model.registry__books_settings_part import USUAL, Settings
from pso_excel.model.scorecard import Assessment
from pso_excel.pipeline import LookBack, check_copy, nothing_before
from pso_excel.results.score_text__results_telling_part import exit_code

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
        from pso_excel.results.json_report import as_json

        found = as_json(self.assessment, self.language)
        return {**found, "copy": str(self.copy) if self.copy else None}


def check_file(
    asof: date,
    language: Language | None,
    file: File,
    settings: Settings = USUAL,
    look_back: LookBack = nothing_before,
) -> Outcome:
    """Check one file and write its copy, never over the file itself."""
    spoken: Language = language or "th"
    try:
        data = read_bytes(file.path, inside=file.inside)
        if not file.path.stem.endswith(SUFFIX):  # a copy has its own reasons
            data = with_former_reasons(data, file.copy, settings)
        checked = check_copy(
            data, asof, file.name, language=language, settings=settings, look_back=look_back
        )
    except Refused as refused:
        return unchecked(file.name, asof, refused.problem.at(file=file.name), spoken)
    if checked.copy is None:
        return Outcome(checked.assessment, None, False, spoken)
    assessment, place = checked.assessment, None
    try:
        saved = save_copy(file.copy, checked.copy, file.path)
        place, told = saved.path, saved.problem
    except Refused as refused:
        told = refused.problem
    if told is not None:
        assessment = replace(assessment, problems=(*assessment.problems, told))
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
