"""Where the resident of this user can be reached: a note in a folder that is nobody else's.

A button waits for this module, so it loads next to nothing: ``pathlib``, ``typing`` and
``dataclasses`` alone would cost more than the question itself.
"""
# ruff: noqa: PTH100, PTH103, PTH105, PTH108, PTH112, PTH117, PTH120, PTH123

import json
import os
import stat
import sys
from collections.abc import Callable

NOTE = "resident.json"
LOCK = "resident.lock"
MOST_BYTES = 4096
_HERE = os.path.abspath(__file__)
EDITION = f"{sys.executable}|{os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))}"
"""Which installed program this is: two that stand side by side do not serve each other."""

_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Whereabouts:
    """The port on 127.0.0.1, the word that whoever asks must know, and the word by which the
    answer is known to come from the resident itself."""

    __slots__ = ("answering", "asking", "port")

    def __init__(self, port: int, asking: str, answering: str) -> None:
        self.port = port
        self.asking = asking
        self.answering = answering


def own_folder() -> str | None:
    """This user's folder for what lives as long as a session, made when it is missing; None where
    there is none that only this user may enter."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_RUNTIME_DIR", "")
    if os.path.isabs(base) and os.path.isdir(base):
        return _own(f"{base}/pso_excel")
    if os.name == "nt":
        return None  # whether others may enter another folder cannot be seen there
    import tempfile

    return _own(f"{tempfile.gettempdir()}/pso_excel_{os.getuid()}")


def _own(folder: str) -> str | None:
    try:
        os.makedirs(folder, 0o700, exist_ok=True)
        return folder if _is_own(os.lstat(folder), stat.S_ISDIR) else None
    except OSError:
        return None


def whereabouts(folder: str) -> Whereabouts | None:
    """What the note in the folder says; None when there is no note, or none of this user's."""
    try:
        file = os.open(f"{folder}/{NOTE}", os.O_RDONLY | _NO_FOLLOW | _AT_ONCE)
        try:
            if not _is_own(os.fstat(file), stat.S_ISREG):
                return None
            said = json.loads(os.read(file, MOST_BYTES))
        finally:
            os.close(file)
        return Whereabouts(int(said["port"]), str(said["asking"]), str(said["answering"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def leave_note(folder: str, here: Whereabouts) -> None:
    """Write the note, whole or not at all; OSError when the folder cannot be written."""
    part = f"{folder}/{NOTE}.{here.asking[:8]}"
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    with open(file, "w", encoding="ascii") as out:
        json.dump({"port": here.port, "asking": here.asking, "answering": here.answering}, out)
    os.replace(part, f"{folder}/{NOTE}")


def take_note(folder: str, here: Whereabouts) -> None:
    """Take the note away, when it still is this resident's."""
    if stands(folder, here):
        os.unlink(f"{folder}/{NOTE}")


def stands(folder: str, here: Whereabouts) -> bool:
    """Whether the note still is this resident's."""
    found = whereabouts(folder)
    return found is not None and found.asking == here.asking


def _is_own(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is what it should be, this user's, and closed to everybody else. On Windows the
    folder of a user's own settings is closed by where it stands."""
    if not is_kind(found.st_mode):
        return False
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & _OTHERS)
