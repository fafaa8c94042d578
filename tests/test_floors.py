"""The house stands: imports go down only, and each floor touches only what it may.

Read with ``ast`` from the sources, so that a lazy import inside a function counts as well.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parent.parent / "pso_excel"

# From the ground up; a module may import its own floor and those below.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {"visible", "problem", "words", "thai", "figures", "book", "form", "expected", "numerals"}
    ),
    frozenset({"submission", "registry"}),
    frozenset({"scorecard"}),
    frozenset({"framework"}),
    frozenset({"stages", "faults"}),
    frozenset({"starting", "helper_columns", "layout"}),
    frozenset({"engine", "catalogue", "rulebook"}),
    frozenset({"rules"}),
    frozenset({"books"}),
    frozenset({"office", "reasons", "repairing", "garbage"}),
    frozenset({"dataframes", "ledger"}),
    frozenset({"batch"}),
    frozenset({"__init__"}),
    frozenset({"live"}),
    frozenset({"demo"}),
    frozenset({"cli", "__main__"}),
)


def from_floor(room: str) -> frozenset[str]:
    """The rooms of a room's floor and of all above it."""
    lowest = next(number for number, rooms in enumerate(FLOORS) if room in rooms)
    return frozenset[str]().union(*FLOORS[lowest:])


BOOKS_AND_ABOVE = from_floor("books")
LIVE_AND_ABOVE = from_floor("live")

# Who may import what, by the first part of the imported name; what is not named is free.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("zipfile", "xlsxwriter", "openpyxl", "os", "time"), BOOKS_AND_ABOVE),
    **dict.fromkeys(("shutil", "tempfile", "sqlite3"), BOOKS_AND_ABOVE),
    "subprocess": LIVE_AND_ABOVE,
    "xlwings": frozenset({"live"}),
    "uno": frozenset({"live"}),
    "multiprocessing": frozenset({"batch"}),
    "concurrent": frozenset({"batch"}),
    "pandas": frozenset({"dataframes"}),
    "argparse": frozenset({"cli", "__main__"}),
    "rich": frozenset({"cli", "__main__"}),
    "random": frozenset({"demo"}),
    **dict.fromkeys(("locale", "uuid", "secrets"), frozenset[str]()),
}
DAY_CLOCK = frozenset({"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "ctime"})
ASKS_THE_DAY = frozenset({"cli", "live"})  # a command and a button are of the day they are used
CLOCKS = frozenset({"datetime", "date", "time", "dt"})


class Import(NamedTuple):
    """One import: the module that does it, what it imports, where, and whether lazily."""

    module: str
    target: str
    line: int
    inside_function: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def floor_of(module: str) -> int:
    """The floor of ``"pso_excel.scoring"``; a new module must first be given one."""
    room = room_of(module)
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    raise LookupError(f"{module} stands on no floor: name {room!r} in FLOORS")


def room_of(module: str) -> str:
    """``"pso_excel.scoring"`` -> ``"engine"``; the package itself is ``"__init__"``."""
    return (*module.split("."), "__init__")[1]


def module_name(path: Path) -> str:
    """The dotted name of a file; a package goes by its own name."""
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def sources() -> Mapping[str, ast.Module]:
    """Every module of the package by its dotted name."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def imports_of(module: str, tree: ast.AST, *, inside_function: bool = False) -> Iterator[Import]:
    """Every import in a tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in dict.fromkeys(names_of(module, node)):
                yield Import(module, name, node.lineno, inside_function)
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from imports_of(module, node, inside_function=inside_function or function)


def names_of(module: str, node: ast.Import | ast.ImportFrom) -> list[str]:
    """What is imported; ``from package import name`` counts as the submodule if it is one."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, f"{module}:{node.lineno}: relative import"
    whole = str(node.module)
    parts = [f"{whole}.{alias.name}" for alias in node.names]
    return [part if part in sources() else whole for part in parts]


def every_import() -> Iterator[Import]:
    """Every import of the package."""
    for module, tree in sources().items():
        yield from imports_of(module, tree)


def test_the_package_is_read() -> None:
    assert {"pso_excel.core.problem", "pso_excel.xlsx.workbook", "pso_excel.forms.schema"} <= set(
        sources()
    )
    assert {found.target for found in every_import()} & sys.stdlib_module_names


@pytest.mark.parametrize("module", FILES)
def test_imports_go_down_only(module: str) -> None:
    own = floor_of(module)
    up = [
        str(found)
        for found in imports_of(module, sources()[module])
        if found.target.startswith("pso_excel") and floor_of(found.target) > own
    ]
    assert up == []


def test_no_module_reaches_itself_through_its_imports() -> None:
    graph: dict[str, set[str]] = {module: set() for module in sources()}
    for found in every_import():
        if found.target in graph and found.target != found.module:
            graph[found.module].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_each_floor_imports_only_what_it_may() -> None:
    wrong = [
        str(found)
        for found in every_import()
        if (allowed := MAY_IMPORT.get(found.target.partition(".")[0])) is not None
        and room_of(found.module) not in allowed
        and found.module.rpartition(".")[2] not in allowed
    ]
    assert wrong == []


def test_pandas_is_imported_only_when_a_frame_is_asked_for() -> None:
    early = [
        str(found)
        for found in every_import()
        if found.target.partition(".")[0] == "pandas"
        and not found.inside_function
        and not only_for_types(found)
    ]
    assert early == []


def only_for_types(found: Import) -> bool:
    """Whether the import stands under ``if TYPE_CHECKING:``, where nothing is loaded."""
    return any(
        isinstance(node, ast.If)
        and ast.unparse(node.test) == "TYPE_CHECKING"
        and node.lineno < found.line <= (node.end_lineno or node.lineno)
        for node in ast.walk(sources()[found.module])
    )


def test_nobody_but_a_command_or_a_button_asks_what_day_it_is() -> None:
    asked = [
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module, tree in sources().items()
        if room_of(module) not in ASKS_THE_DAY
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and reads_day_clock(node.func)
    ]
    assert asked == []


def reads_day_clock(function: ast.expr) -> bool:
    """``datetime.now``, ``dt.date.today``, ``time.time`` and the like, by the look of the call.

    ``time.monotonic`` is not one of them: it bounds how long a hostile file may take and never
    reaches a result.
    """
    if not isinstance(function, ast.Attribute) or function.attr not in DAY_CLOCK:
        return False
    clock = ast.unparse(function.value).rpartition(".")[2]
    if function.attr in {"time", "ctime"}:  # a datetime's own time of day is no clock
        return clock == "time"
    return clock in CLOCKS


@pytest.mark.parametrize(
    ("call", "clock"),
    [
        ("datetime.now(UTC)", True),
        ("date.today()", True),
        ("datetime.date.today()", True),
        ("time.time()", True),
        ("time.monotonic()", False),
        ("datetime.time(8, 30)", False),
        ("sent.time()", False),
        ("date(2026, 1, 5)", False),
    ],
)
def test_a_clock_is_known_by_its_call(call: str, clock: bool) -> None:
    expression = ast.parse(call, mode="eval").body
    assert isinstance(expression, ast.Call)
    assert reads_day_clock(expression.func) is clock


def test_an_unknown_room_is_not_overlooked() -> None:
    with pytest.raises(LookupError, match="attic"):
        floor_of("pso_excel.attic")
