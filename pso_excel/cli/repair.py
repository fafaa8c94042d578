"""``repair`` on one file: read, repair (or carry into a new round), write the fresh workbook."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from os.path import lexists
from pathlib import Path

from pso_excel.cli.check import SUFFIX
from pso_excel.cli.options import print_json, report_problem
from pso_excel.consolidation.workers import FailureCode, Fault, failed_file_problem, map_files
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.read import read_bytes
from pso_excel.files.write import fitted, make_folder, safe_name, write_atomically
from pso_excel.model.registry import USUAL, Settings
from pso_excel.repair import Repaired, renew_workbook, repair_workbook
from pso_excel.results.score_text import exit_code

REPAIRED = "_ซ่อมแล้ว"
TIMES = 3
"""How much longer than a check of the file a repair may take, which makes two workbooks besides."""
_NOTHING: Mapping[str, object] = {
    **dict.fromkeys(("file", "office", "round")),
    **dict.fromkeys(("placed", "unplaced", "missing"), 0),
}


def repair_file(
    path: Path, out: Path | None, into_round: str, as_json: bool, settings: Settings = USUAL
) -> int:
    """Repair one file, or carry it into the round ``into_round``; the fresh workbook is written
    into the folder ``out`` (default: beside it), never over the file itself.

    The file is read by a worker, under the limits of the settings. Gives the exit code: 0
    everything is in its place, 1 values are left over or lost, or the file cannot be repaired, 2 no
    such file, a place that cannot be written to, a fault of ours or a reader that had to be ended.
    """
    found = _bounded(path, into_round, settings)
    if isinstance(found, Problem):
        return _print_refusal(found, exit_code([found]), as_json)
    try:
        target = _target(path, out or path.parent, found, into_round)
        make_folder(target.parent)
        saved = write_atomically(target, found.data, like=path)
    except Refused as refused:
        return _print_refusal(refused.problem, 2, as_json)
    problems = [*found.problems, *([saved.problem] if saved.problem else [])]
    if as_json:
        print_json(_as_json(found, saved.path, problems))
    else:
        _print(found, saved.path, problems)
    return int(found.unplaced > 0 or found.missing > 0)


def _bounded(path: Path, into_round: str, settings: Settings) -> Repaired | Problem:
    """The fresh workbook, or why there is none."""
    settings = replace(settings, seconds=settings.seconds * TIMES)
    (found,) = map_files(partial(repaired, into_round, settings), [path], settings, 1)
    if isinstance(found, FailureCode | Fault):
        return failed_file_problem(path.name, found, settings, alone=True)
    return found


def repaired(into_round: str, settings: Settings, path: Path) -> Repaired | Problem:
    """What a worker does."""
    try:
        data = read_bytes(path)
        if into_round:
            return renew_workbook(data, into_round, path.name, settings)
        return repair_workbook(data, path.name, settings)
    except Refused as refused:
        return refused.problem.with_location(file=path.name)


def _target(path: Path, folder: Path, repaired: Repaired, into_round: str) -> Path:
    """Beside the old file under a name of its own; that of a new round is named as ``new`` does."""
    if into_round:
        parts = [part for part in (repaired.office, into_round, repaired.stage) if part]
        stem, note = safe_name("_".join(parts)), ""
    else:
        stem, note = path.stem.removesuffix(SUFFIX).removesuffix(REPAIRED), REPAIRED
    ext = ".xlsm" if repaired.macros else ".xlsx"
    target, number = folder / fitted(stem, f"{note}{ext}"), 1
    while lexists(target):
        number += 1
        target = folder / fitted(stem, f"{note}_{number}{ext}")
    return target


def _print_refusal(problem: Problem, code: int, as_json: bool) -> int:
    """Tell why there is no fresh workbook; the exit code."""
    if as_json:
        print_json({**_NOTHING, "problems": [_problem_json(problem, "th")]})
    else:
        report_problem(problem)
    return code


def _print(repaired: Repaired, target: Path, problems: list[Problem]) -> None:
    from pso_excel.cli.output import console, print_problem

    out, language = console(), repaired.language
    for problem in problems:
        print_problem(out, problem, language)
    line = term_in("repaired_written", language)
    out.print(
        "  "
        + line.format(
            path=target,
            placed=repaired.placed,
            unplaced=repaired.unplaced,
            missing=repaired.missing,
        ),
        markup=False,
    )


def _as_json(repaired: Repaired, target: Path, problems: list[Problem]) -> dict[str, object]:
    language: Language = repaired.language
    return {
        "file": str(target),
        "office": repaired.office,
        "round": repaired.round,
        "placed": repaired.placed,
        "unplaced": repaired.unplaced,
        "missing": repaired.missing,
        "problems": [_problem_json(problem, language) for problem in problems],
    }


def _problem_json(problem: Problem, language: Language) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": severity_of(problem).value,
        "sheet": problem.location.sheet,
        "text": message(problem, language),
    }
