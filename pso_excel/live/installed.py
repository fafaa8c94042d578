"""What is installed: xlwings, and the files of this program as they stand on the disk."""

import importlib.util
import os
from importlib import metadata
from pathlib import Path

from pso_excel.problem import Problem, Refused

XLWINGS = "0.33"
_PACKAGE = Path(__file__).parent.parent
_LOADED = (".py", ".toml")


def need_xlwings() -> None:
    """Refused (U008) when xlwings is missing or older than needed. Nothing is imported."""
    if importlib.util.find_spec("xlwings") is None or _numbers(_version()) < _numbers(XLWINGS):
        raise Refused(Problem("U008", values={"version": XLWINGS}))


def newest_change() -> int:
    """When a file of this program was last changed, in nanoseconds of its disk's clock: a process
    that loaded them earlier must not answer with what they said."""
    return max(_changes(str(_PACKAGE)))


def _changes(folder: str) -> list[int]:
    found: list[int] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_LOADED):
                found.append(entry.stat().st_mtime_ns)
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                found += _changes(entry.path)
    return found


def _version() -> str:
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:  # as in a program packed into one file
        return XLWINGS


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
