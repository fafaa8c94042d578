"""Which program buttons and menus start: noted once for each user, in one file of that user's own.

The macros read that file and nothing else, so that no workbook, and no folder in which one lies,
can say it. It holds the full path of the installed command, in UTF-16: what Visual Basic reads.
"""

import codecs
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from pso_excel.buttons.own_macros import apple_script
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.write import make_folder, refuse_write, write_atomically

DISTRIBUTION = "pso-excel"
COMMANDS = ("pso-excel", "pso-excel.exe")
NOTE = Path(".config", "pso_excel", "program.txt")
"""The file, in the folder of the user: outside what Windows keeps apart for programs of its
Store, Python among them."""
SCRIPTS = Path("Library", "Application Scripts", "com.microsoft.Excel")
"""Where Excel on macOS looks for scripts that it may run."""
_ROOT = r"[A-Za-z]:\\" if sys.platform == "win32" else "/"
FULL_PATH = re.compile(_ROOT + r'[^"%\x00-\x1f\ud800-\udfff]+')
"""What the macros take: on a disk of this computer, and kept whole by quotes."""


class Note(NamedTuple):
    """What was noted, and where."""

    command: str
    path: Path


def register_command() -> Note:
    """Note the installed command of this very package for the user. Refused: U022 there is none
    that a macro would start, O002 and O007 as for any file that cannot be written."""
    path = Path.home() / NOTE
    command = _installed_command()
    for word in (command, str(path)):
        if not FULL_PATH.fullmatch(word):
            raise Refused(Problem("U022", values={"path": word or "–"}))
    _write_own(path, codecs.BOM_UTF16_LE + command.encode("utf-16-le"))
    if sys.platform == "darwin":
        name, text = apple_script()
        make_folder(Path.home() / SCRIPTS)
        _write(Path.home() / SCRIPTS / name, text.encode())
    return Note(command, path)


def unregister_command() -> Path:
    """Take the note away, whether or not there is one; gives its place. Refused (O002)."""
    path = Path.home() / NOTE
    files = [path]
    if sys.platform == "darwin":
        files.append(Path.home() / SCRIPTS / apple_script()[0])
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            refuse_write(file, 0, error)
    return path


def _installed_command() -> str:
    """The full path of the command that was installed with this package; empty without one."""
    try:
        files = distribution(DISTRIBUTION).files or []
    except PackageNotFoundError:
        files = []
    found = (
        Path(str(package_path.locate())).resolve()
        for package_path in files
        if package_path.name in COMMANDS
    )
    return next((str(path) for path in found if path.is_file()), "")


def _write_own(path: Path, data: bytes) -> None:
    """Write a file into a folder that nobody else may enter."""
    make_folder(path.parent)
    try:
        path.parent.chmod(0o700)
    except OSError as error:
        refuse_write(path, len(data), error)
    _write(path, data)


def _write(path: Path, data: bytes) -> None:
    """Write a file under its own name or not at all."""
    saved = write_atomically(path, data)
    if saved.problem:
        saved.path.unlink(missing_ok=True)
        raise Refused(saved.problem)
