"""What the system says when a file cannot be read or written, in our words."""

import errno
import os

from pso_excel.framework.wording import worded
from pso_excel.words import Words

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REASONS = {
    errno.EACCES: "reason_permission",
    errno.EPERM: "reason_permission",
    errno.EROFS: "reason_read_only",
    errno.ENOENT: "reason_missing",
    errno.ENOTDIR: "reason_missing",
    errno.EISDIR: "reason_folder",
    errno.ENAMETOOLONG: "reason_long",
}
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


def too_long(error: OSError, path: str) -> bool:
    """The path is too long; Windows may say of it that there is no such file."""
    unseen = os.name == "nt" and error.errno == errno.ENOENT and len(path) > LONGEST_PATH
    long = error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG
    return unseen or long


def reason(error: OSError) -> Words:
    """Why the system refused."""
    return worded("reason_in_use" if in_use(error) else _REASONS.get(error.errno or 0, OTHER))


OTHER = "reason_other"


def unreachable(why: str | Words | None) -> bool:
    """A reason that a lost share gives: the file is gone, or the system cannot say why."""
    return why in (worded("reason_missing"), worded(OTHER))
