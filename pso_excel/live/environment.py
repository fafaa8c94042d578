"""What is installed: xlwings, and the files of this program as they stand on the disk."""

import importlib.util
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from pso_excel.core.problem import Problem, Refused

XLWINGS = "0.37.5"
NOT_NEEDED = ("pandas", "numpy", "matplotlib", "PIL", "polars")
"""What xlwings loads where it is there, for kinds of values that we never give it."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
_LOADED = (".py", ".toml")


def need_xlwings() -> None:
    """Refused (U008) when there is no xlwings. Nothing is imported."""
    if importlib.util.find_spec("xlwings") is None:
        raise Refused(_missing())


def load_xlwings() -> None:
    """Import xlwings, in a quarter of the usual time. Refused (U008): it is missing, or older than
    needed."""
    try:
        with _out_of_sight(NOT_NEEDED):
            import xlwings
    except ImportError:
        raise Refused(_missing()) from None
    if _numbers(xlwings.__version__) < _numbers(XLWINGS):
        raise Refused(_missing())


def newest_change() -> int:
    """When a file of this program was last changed, in nanoseconds of its disk's clock: a process
    that loaded them earlier must not answer with what they said."""
    return max(_changes(_PACKAGE))


def _changes(folder: str) -> list[int]:
    found: list[int] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_LOADED):
                found.append(entry.stat().st_mtime_ns)
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                found += _changes(entry.path)
    return found


@contextmanager
def _out_of_sight(names: tuple[str, ...]) -> Generator[None]:
    """Packages that are not loaded yet cannot be, for as long as the block lasts."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # pyright: ignore[reportArgumentType]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _missing() -> Problem:
    return Problem("U008", values={"version": XLWINGS})


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
