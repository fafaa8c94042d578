"""A second spreadsheet program for the tests: Gnumeric, which shares no code with LibreOffice.

Needs Debian's ``gnumeric`` (``make office``). Each run has a home of its own and no window.
"""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

SECONDS = 120


class Recalculated(NamedTuple):
    """The book as Gnumeric saves it, with the values at full precision, and what it remarked."""

    path: Path
    remarks: tuple[str, ...]


def recalculated(path: Path, folder: Path) -> Recalculated:
    """Open a book, compute every formula, and save it under the same name in another folder."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    saved = folder / path.name
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        ["ssconvert", "--recalc", str(path), str(saved)],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "GIO_USE_VFS": "local", **places},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    lines = (line.strip() for line in done.stderr.splitlines())
    return Recalculated(saved, tuple(line for line in lines if line))
