"""One holder at a time: a lock on a file, which the system takes back from a process that dies."""

import contextlib
import os
from collections.abc import Generator
from time import monotonic, sleep

from pso_excel.files.replace__books_locking_part import lock

LOOK_SECONDS = 0.05


@contextlib.contextmanager
def held(path: str, wait: float) -> Generator[bool]:
    """Whether the lock is ours, for as long as the block lasts; tried again for ``wait`` seconds.
    OSError when the file cannot be made."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = monotonic() + wait
        while not (ours := lock(file)) and monotonic() < until:
            sleep(LOOK_SECONDS)
        yield ours
    finally:
        os.close(file)  # and with it the lock
