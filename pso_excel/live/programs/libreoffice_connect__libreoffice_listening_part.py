"""Asking a running LibreOffice to listen: a second start hands its wish over to the first."""

import os
import subprocess
import sys
from pathlib import Path

END_SECONDS = 10.0
_COMMANDS = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)


def make_it_listen(address: str) -> bool:
    """Ask the running LibreOffice to accept connections at ``address``; whether it could be asked.

    Nothing happens when none runs. A second start of the same user hands its arguments to the first
    and ends at once; one that does not end found no other (the lock was left by a crash), has no
    window, and is ended.
    """
    command = _command()
    if not command or not any(lock.exists() for lock in locks()):
        return False
    with subprocess.Popen(
        [command, "--norestore", "--nologo", "--nodefault", f"--accept={address};urp;"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as asking:
        try:
            return asking.wait(END_SECONDS) == 0
        except subprocess.TimeoutExpired:
            asking.terminate()
            return False


def locks() -> list[Path]:
    """Where a running LibreOffice keeps its lock, one a profile folder, by system."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", home), "LibreOffice")
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support/LibreOffice"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config", "libreoffice")
    return sorted(folder.glob("*/.lock"))


def _command() -> str:
    """In a folder of the PATH that is named in full, else at its usual place; never in the current
    folder, where Windows would look first: a stranger's workbook may have brought one along."""
    folders = [Path(folder) for folder in os.get_exec_path() if Path(folder).is_absolute()]
    found = (str(folder / name) for name in _COMMANDS for folder in folders)
    return next(
        (at for at in (*found, *_PLACES) if Path(at).is_file() and os.access(at, os.X_OK)), ""
    )
