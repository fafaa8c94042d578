"""Measures of the code: ``make house`` prints them, the architecture page shows the cell's road."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median
from types import FrameType

from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Problem
from pso_excel.intake.cell_parsers import ParsedValue
from pso_excel.pipeline import check_workbook
from pso_excel.xlsx.workbook import Cell, CellWrite
from tests.complete_workbook import complete_workbook
from tests.test_floors import FILES, every_import, folder_of, sources

ASOF = date(2026, 3, 31)
PLANTED = "ZZQ"
"""A text where a level belongs: told as S802."""
PLACE = CellWrite("06_ประเมิน", "F9", PLANTED)
LOADED = """
import sys
from datetime import date
from pso_excel import check_office
check_office(open(sys.argv[1], "rb").read(), date(2026, 3, 31), "form.xlsx")
print(sum(name.partition(".")[0] == "pso_excel" for name in sys.modules))
"""


def lines_of_files() -> list[int]:
    """How long each module of the package is."""
    return [len(path.read_text(encoding="utf-8").splitlines()) for path in FILES.values()]


def lines_of_functions() -> list[int]:
    """How long each function of the package is."""
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@cache
def edges() -> frozenset[tuple[str, str]]:
    """Each module with each other one that it imports."""
    return frozenset(
        (found.module, found.target)
        for found in every_import()
        if found.target in FILES and found.target != found.module
    )


def cycles(graph: Iterator[tuple[str, str]]) -> int:
    """1 when something reaches itself through its imports, else 0."""
    nodes: dict[str, set[str]] = {}
    for source, target in graph:
        nodes.setdefault(source, set()).add(target)
    try:
        TopologicalSorter(nodes).prepare()
    except CycleError:
        return 1
    return 0


def folder_edges() -> Iterator[tuple[str, str]]:
    """Each folder with each other one that it imports from."""
    for source, target in edges():
        if folder_of(source) != folder_of(target):
            yield folder_of(source), folder_of(target)


def modules_loaded(path: Path) -> int:
    """How many modules of the package one check loads."""
    command = [sys.executable, "-c", LOADED, str(path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(ran.stdout)


def _is_step(value: object) -> str:
    """What has become of the planted text: its cell, what its parser says, its problem."""
    if type(value) is Cell:
        return "cell" if value.value == PLANTED else ""
    if type(value) is ParsedValue:
        return "parsed" if value.findings else ""
    return "problem" if type(value) is Problem and PLANTED in str(value.values) else ""


def _calls(frame: FrameType | None) -> list[str]:
    """The functions of the package that are being called, from the outermost in."""
    found: list[str] = []
    while frame is not None:
        code = frame.f_code
        _, inside, path = code.co_filename.replace("\\", "/").rpartition("/pso_excel/")
        if inside:
            found.insert(0, f"{path}:{code.co_qualname}")
        frame = frame.f_back
    return found


def road_of_a_cell() -> list[str]:
    """Every call on the way of a cell from the bytes to the problem told of it, as
    ``"pipeline.py:check_workbook"``: those that are open when its cell, the outcome of its parser
    and its problem are made, each once, in order."""
    data = patch_copy(complete_workbook(), [PLACE])
    check_workbook(data, ASOF)  # so that what is remembered is known
    stacks: dict[str, list[str]] = {}

    def note(frame: FrameType, event: str, value: object) -> None:
        step = _is_step(value) if event == "return" else ""
        ours = step != "parsed" or PLANTED in map(str, frame.f_locals.values())
        if step and ours and step not in stacks:
            stacks[step] = _calls(frame)

    sys.setprofile(note)
    try:
        check_workbook(data, ASOF)
    finally:
        sys.setprofile(None)
    return list(dict.fromkeys(call for stack in stacks.values() for call in stack))


def measures(form: Path) -> Mapping[str, object]:
    """The table."""
    files, functions = lines_of_files(), lines_of_functions()
    importers = Counter(target for _, target in edges())
    alone = sum(importers[module] == 1 for module in FILES)
    return {
        "files": len(files),
        "lines": sum(files),
        "median file": round(median(files)),
        "longest file": max(files),
        "median function": round(median(functions)),
        "longest function": max(functions),
        "cycles between modules": cycles(iter(edges())),
        "cycles between folders": cycles(folder_edges()),
        "package depth": max(folder.count(".") + 1 for folder in map(folder_of, FILES)) + 1,
        "modules loaded by one check": modules_loaded(form),
        "calls from bytes to finding": len(road_of_a_cell()),
        "share with a single importer": f"{100 * alone / len(files):.0f} %",
    }


def main() -> None:
    """Print the table."""
    form = Path("build") / "form.xlsx"
    form.parent.mkdir(exist_ok=True)
    form.write_bytes(complete_workbook())
    for name, value in measures(form).items():
        print(f"{name:32}{value}")


if __name__ == "__main__":
    main()
