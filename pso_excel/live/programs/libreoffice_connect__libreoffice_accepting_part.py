"""The addresses at which a LibreOffice of this user listens already, as it was started."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")
OPTION = "-accept="  # written with one dash or two


def accepting(processes: Path = PROCESSES) -> list[str]:
    """What the command lines of the user's own processes say, each address once, the newest process
    first: ``"pipe,name=office"``, ``"socket,host=localhost,port=2002"``. None where the system does
    not show command lines as files."""
    if sys.platform != "linux":
        return []
    numbers = (one for one in processes.iterdir() if one.name.isdecimal())
    newest = sorted(numbers, key=lambda one: int(one.name), reverse=True)
    return list(dict.fromkeys(address for process in newest for address in _told(process)))


def _told(process: Path) -> Iterator[str]:
    words: list[str] = []
    with suppress(OSError):  # it has ended, or is not ours to read
        if process.stat().st_uid == os.getuid():
            words = (process / "cmdline").read_text("utf-8", "replace").split("\0")
    for word in words:
        _, option, told = word.partition(OPTION)
        address = told.partition(";")[0]
        if option and address.startswith(("pipe,", "socket,")):
            yield address
