"""``repair`` on one file: read, repair (or carry into a new round), write the fresh workbook."""

from pathlib import Path

from pso_excel.books.settings import USUAL, Settings
from pso_excel.books.storage import read_bytes, safe_name, write_whole
from pso_excel.cli.checking import SUFFIX
from pso_excel.cli.json_lines import print_json
from pso_excel.framework.wording import label, sentence, severity_of
from pso_excel.problem import Problem, Refused
from pso_excel.repairing import Repaired, renew_workbook, repair_workbook
from pso_excel.words import Language

REPAIRED = "_ซ่อมแล้ว"


def repair_file(
    path: Path, out: Path | None, into_round: str, as_json: bool, settings: Settings = USUAL
) -> int:
    """Repair one file, or carry it into the round ``into_round``; the fresh workbook is written
    into the folder ``out`` (default: beside it), never over the file itself. Gives the exit code:
    0 everything is in its place, 1 values are left over. Raises :class:`Refused` for a file that
    cannot be read, or a place that cannot be written to."""
    try:
        data = read_bytes(path)
        if into_round:
            repaired = renew_workbook(data, into_round, path.name, settings)
        else:
            repaired = repair_workbook(data, path.name, settings)
    except Refused as refused:
        raise Refused(refused.problem.at(file=path.name)) from None
    target = _target(path, out or path.parent, repaired, into_round)
    target.parent.mkdir(parents=True, exist_ok=True)
    saved = write_whole(target, repaired.data, like=path)
    told = [*repaired.problems, *([saved.problem] if saved.problem else [])]
    if as_json:
        print_json(_as_json(repaired, saved.path, told))
    else:
        _print(repaired, saved.path, told)
    return int(repaired.unplaced > 0)


def _target(path: Path, folder: Path, repaired: Repaired, into_round: str) -> Path:
    """Beside the old file under a name of its own; that of a new round is named as ``new`` does."""
    if into_round:
        parts = [part for part in (repaired.office, into_round, repaired.stage) if part]
        stem = safe_name("_".join(parts))
    else:
        stem = path.stem.removesuffix(SUFFIX).removesuffix(REPAIRED) + REPAIRED
    ext = ".xlsm" if repaired.macros else ".xlsx"
    target, number = folder / f"{stem}{ext}", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}_{number}{ext}"
    return target


def _print(repaired: Repaired, target: Path, told: list[Problem]) -> None:
    from pso_excel.cli.printing import console, print_problem

    out, language = console(), repaired.language
    for problem in told:
        print_problem(out, problem, language)
    line = label("repaired_written", language)
    out.print(
        "  " + line.format(path=target, placed=repaired.placed, unplaced=repaired.unplaced),
        markup=False,
    )


def _as_json(repaired: Repaired, target: Path, told: list[Problem]) -> dict[str, object]:
    language: Language = repaired.language
    return {
        "file": str(target),
        "office": repaired.office,
        "round": repaired.round,
        "placed": repaired.placed,
        "unplaced": repaired.unplaced,
        "problems": [
            {
                "code": one.code,
                "severity": severity_of(one).value,
                "sheet": one.place.sheet,
                "text": sentence(one, language),
            }
            for one in told
        ],
    }
