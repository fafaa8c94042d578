"""How a workbook of ours that nobody has saved since is known from one that somebody has worked in.

The time of the first entry of its zip is made of the checksums of everything in it: whatever is
changed no longer fits, and whatever saves the workbook anew writes its own time. Nothing of the
content is touched.
"""

from hashlib import sha256

from pso_excel.core.problem import Refused
from pso_excel.xlsx.patcher.zip_archive import Archive

_YEARS, _MONTHS, _DAYS, _HOURS, _MINUTES, _SECONDS = 128, 12, 28, 24, 60, 30
"""The times that the zip format has, by two seconds from 1980; 28 days for every month."""


def stamped(data: bytes) -> bytes:
    """The workbook as one that nobody has saved since we wrote it."""
    archive = Archive(data)
    return archive.dated(*_moment(archive))


def is_stamped(data: bytes) -> bool:
    """Whether nobody has saved the workbook since we wrote it; False for what is no workbook."""
    try:
        archive = Archive(data)
        return archive.first_dated == _moment(archive)
    except Refused:
        return False


def _moment(archive: Archive) -> tuple[int, int]:
    """Time and day as the zip format packs them, out of the content."""
    number = int.from_bytes(sha256(repr(archive.checksums).encode()).digest())
    number, second = divmod(number, _SECONDS)
    number, minute = divmod(number, _MINUTES)
    number, hour = divmod(number, _HOURS)
    number, day = divmod(number, _DAYS)
    number, month = divmod(number, _MONTHS)
    year = number % _YEARS
    return hour << 11 | minute << 5 | second, year << 9 | (month + 1) << 5 | (day + 1)
