"""What the system says when a file cannot be read or written, in our words."""

import errno
import os
from pathlib import Path

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded

MISSING, LOST = "reason_missing", "reason_lost"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REASONS = {
    errno.EACCES: "reason_permission",
    errno.EPERM: "reason_permission",
    errno.EROFS: "reason_read_only",
    errno.ENOENT: MISSING,
    errno.ENOTDIR: MISSING,
    errno.EISDIR: "reason_folder",
    errno.ELOOP: "reason_loop",
    **dict.fromkeys((errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN), LOST),
    **dict.fromkeys((errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ECONNRESET), LOST),
    **dict.fromkeys((errno.ENETDOWN, errno.ENETUNREACH, errno.ECONNABORTED), LOST),
}
if os.name == "nt":
    _REASONS[errno.EINVAL] = LOST  # what an open makes of a network that has gone
_IN_USE = (32, 33)  # what Windows says of a file that another program holds
_TOO_LONG = 206  # and of a path that it cannot take
LONGEST_PATH = 259  # characters of a path on Windows


def no_space(error: OSError) -> bool:
    """The disk is full, the quota used up, or the file larger than allowed."""
    return error.errno in _FULL


def in_use(error: OSError) -> bool:
    """Another program holds the file; a plain open on Windows says only that it is not allowed."""
    by_open = os.name == "nt" and error.errno == errno.EACCES
    return by_open or getattr(error, "winerror", None) in _IN_USE


def too_long(error: OSError, path: Path) -> bool:
    """The path is too long; Windows may say of it that there is no such file."""
    beyond = len(str(path.absolute())) > LONGEST_PATH
    unseen = os.name == "nt" and error.errno == errno.ENOENT and beyond
    long = error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG
    return unseen or long


def reason(error: OSError, path: Path) -> Words:
    """Why the system refused to read or write that file."""
    if too_long(error, path):
        return worded("reason_long")
    known = "reason_in_use" if in_use(error) else _REASONS.get(error.errno or 0, "reason_other")
    return worded(known)


def out_of_reach(path: Path, why: str | Words | None) -> bool:
    """The storage is lost, or the file is no longer there: not a link that leads nowhere."""
    return why == worded(LOST) or (why == worded(MISSING) and not os.path.lexists(path))
