"""A lock on an open file, which the system takes back from a process that dies."""

import os
import sys

_BEYOND = 1 << 30  # what is locked on Windows cannot be read, so it lies behind every content

if sys.platform == "win32":
    import msvcrt

    def lock(file: int) -> bool:
        """Whether the file (its descriptor) is locked for us now; until it is closed."""
        at = os.lseek(file, 0, os.SEEK_CUR)
        os.lseek(file, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, at, os.SEEK_SET)
        return True
else:
    import fcntl

    def lock(file: int) -> bool:
        """Whether the file (its descriptor) is locked for us now; until it is closed."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
