"""The house stands: every folder imports only from the folders it may, all of them below it.

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


def folders(names: str) -> frozenset[str]:
    """Names of folders, separated by blanks."""
    return frozenset(names.split())


DATA = "xlsx core framework forms model"
OFFICE = f"{DATA} xlsx.reader xlsx.patcher results intake"

# From the ground up: what a folder of the package, or a module beside them, may import.
MAY_USE: Mapping[str, frozenset[str]] = {
    "vba": frozenset(),
    "xlsx": frozenset(),
    "xlsx.reader": folders("xlsx"),
    "xlsx.patcher": folders("xlsx xlsx.reader"),
    "core": folders("xlsx xlsx.patcher"),
    "xlwings_libreoffice": folders("xlsx"),
    "files": folders("core xlsx xlsx.reader xlsx.patcher"),
    "framework": folders("core"),
    "forms": folders("xlsx core framework"),
    "buttons": folders("vba xlsx xlsx.reader core files forms"),
    "model": folders("xlsx xlsx.reader core framework forms"),
    "results": folders(DATA),
    "intake": folders(f"{DATA} files xlsx.reader buttons results"),
    "scoring": folders("core framework forms model"),
    "province": folders("core framework forms model intake scoring"),
    "rules": folders(f"{DATA} intake scoring province"),
    "templates": folders(f"{OFFICE} files vba buttons"),
    "pipeline": folders(f"{OFFICE} files scoring rules templates"),
    "province_book": folders(
        f"{DATA} intake xlsx.reader xlsx.patcher vba buttons province templates"
    ),
    "repair": folders(f"{OFFICE} files buttons templates"),
    "export": folders("core model results province"),
    "consolidation": folders(f"{OFFICE} files scoring province templates pipeline province_book"),
    "__init__": folders(f"{OFFICE} province templates pipeline repair export consolidation"),
    "demo": folders(f"{OFFICE} files templates consolidation"),
    "live.programs": folders(f"{DATA} intake xlsx.reader xlwings_libreoffice results"),
    "live": folders(
        f"{OFFICE} files buttons province templates pipeline province_book consolidation"
        " live.programs"
    ),
    "live.server": folders("core files results live"),
    "cli": folders(
        f"{OFFICE} files buttons province rules templates pipeline repair consolidation demo live"
        " live.server"
    ),
    "__main__": folders("cli"),
}

LIVE_AND_ABOVE = folders("live cli __main__")
WRITERS = folders("buttons demo live province_book templates xlsx repair")
DISK = folders("files consolidation demo live cli xlwings_libreoffice")

# Who may import what, by the first part of the imported name; what is not named is free.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("zipfile", "xlsxwriter"), WRITERS),
    **dict.fromkeys(("os", "time", "shutil", "tempfile", "sqlite3"), DISK),
    "subprocess": LIVE_AND_ABOVE,
    "xlwings": folders("live xlwings_libreoffice"),
    "uno": folders("xlwings_libreoffice live"),
    **dict.fromkeys(("multiprocessing", "concurrent"), folders("consolidation")),
    "pandas": folders("export"),
    "argparse": folders("cli __main__"),
    "rich": folders("cli __main__"),
    "random": folders("demo"),
    **dict.fromkeys(("locale", "uuid", "secrets", "openpyxl"), frozenset[str]()),
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


def folder_of(module: str) -> str:
    """``"pso_excel.xlsx.reader.cells"`` -> ``"xlsx.reader"``; a module that stands beside the
    folders goes by its own name, the package itself by ``"__init__"``."""
    parts = module.split(".")[1:]
    if FILES[module].name != "__init__.py" and len(parts) > 1:
        parts = parts[:-1]
    return ".".join(parts) or "__init__"


def room_of(module: str) -> str:
    """``"pso_excel.xlsx.reader"`` -> ``"xlsx"``; the package itself is ``"__init__"``."""
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


def test_every_folder_is_known() -> None:
    assert {folder_of(module) for module in FILES} == set(MAY_USE)


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_from_the_folders_that_its_own_may(module: str) -> None:
    folder = folder_of(module)
    wrong = [
        str(found)
        for found in imports_of(module, sources()[module])
        if found.target in FILES and folder_of(found.target) not in {folder, *MAY_USE[folder]}
    ]
    assert wrong == []


def test_no_folder_may_reach_itself() -> None:
    try:
        TopologicalSorter(MAY_USE).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_module_reaches_itself_through_its_imports() -> None:
    graph: dict[str, set[str]] = {module: set() for module in sources()}
    for found in every_import():
        if found.target in graph and found.target != found.module:
            graph[found.module].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


@pytest.mark.parametrize("room", ["xlsx", "vba", "xlwings_libreoffice"])
def test_a_room_that_knows_nothing_of_the_product_can_be_taken_along(room: str) -> None:
    allowed = [f"pso_excel.{name}" for name in (room, *MAY_USE[room])]
    allowed += [f"tests.{room}", "tests.libreoffice"]
    files = sorted((PACKAGE.parent / "tests" / room).rglob("*.py"))
    imported = {
        (path.name, node.module or "")
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    ours = {
        (name, module) for name, module in imported if module.startswith(("pso_excel", "tests"))
    }
    beyond = [
        pair for pair in ours if not f"{pair[1]}.".startswith(tuple(f"{a}." for a in allowed))
    ]
    assert beyond == []
    assert {module for _, module in ours} - {f"tests.{room}"} != set()
    assert (PACKAGE / room / "README.md").read_text(encoding="utf-8").count("\n") <= 20


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_the_libraries_it_may(module: str) -> None:
    wrong = [
        str(found)
        for found in imports_of(module, sources()[module])
        if (allowed := MAY_IMPORT.get(found.target.partition(".")[0])) is not None
        and room_of(module) not in allowed
        and module.rpartition(".")[2] not in allowed
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
