"""``check`` on files: read, check, write the copy, and what came of it."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pso_excel.books.storage import read_bytes, write_whole
from pso_excel.framework.wording import severity_of
from pso_excel.office import check_copy
from pso_excel.problem import Refused, Severity
from pso_excel.scorecard import Assessment
from pso_excel.words import Language

SUFFIX = "_ผลตรวจ"
FAULT_OF_OURS = "I001"
CANNOT_OPEN = "F042"


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
        problems = self.assessment.problems
        if {problem.code for problem in problems} & {FAULT_OF_OURS, CANNOT_OPEN}:
            return 2
        serious = (Severity.ERROR, Severity.BLOCK)
        return int(any(severity_of(problem) in serious for problem in problems))

    def as_json(self) -> dict[str, Any]:
        """The one object of this file for ``--json``."""
        from pso_excel.engine.results.report import as_json

        found = as_json(self.assessment, self.language)
        return {**found, "copy": str(self.copy) if self.copy else None}


def check_file(path: Path, asof: date, language: Language | None, out: Path | None) -> Outcome:
    """Check one file and write the copy into ``out`` (default: beside it), never over it."""
    spoken: Language = language or "th"
    try:
        checked = check_copy(read_bytes(path), asof, path.name, language=language)
    except Refused as refused:
        problem = refused.problem.at(file=path.name)
        return Outcome(
            Assessment(file=path.name, asof=asof, problems=(problem,)), None, False, spoken
        )
    if checked.copy is None:
        return Outcome(checked.assessment, None, False, spoken)
    assessment, place = checked.assessment, None
    try:
        saved = write_whole(_copy_path(path, out), checked.copy)
        place, told = saved.path, saved.problem
    except Refused as refused:
        told = refused.problem
    if told is not None:
        assessment = replace(assessment, problems=(*assessment.problems, told))
    return Outcome(assessment, place, checked.own_book, spoken)


def _copy_path(path: Path, out: Path | None) -> Path:
    folder = out or path.parent
    stem = path.stem.removesuffix(SUFFIX) + SUFFIX
    copy = folder / f"{stem}{path.suffix}"
    if copy.resolve() == path.resolve():
        copy = folder / f"{stem}_2{path.suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    return copy
