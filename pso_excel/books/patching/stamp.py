"""How a copy of ours that nobody has saved since is known from one that somebody has worked in.

The first entry of its zip has a time that no program writes; whatever saves the workbook anew
writes its own. Nothing of the content is touched.
"""

from pso_excel.books.patching.archive import Archive
from pso_excel.problem import Refused

MIDNIGHT_AND_TWO_SECONDS, FIRST_OF_1980 = 1, 0x21  # spreadsheet programs write now, or 0:00:00


def stamped(data: bytes) -> bytes:
    """The workbook as one that nobody has saved since we wrote it."""
    return Archive(data).dated(MIDNIGHT_AND_TWO_SECONDS, FIRST_OF_1980)


def is_stamped(data: bytes) -> bool:
    """Whether nobody has saved the workbook since we wrote it; False for what is no workbook."""
    try:
        return Archive(data).first_dated == (MIDNIGHT_AND_TWO_SECONDS, FIRST_OF_1980)
    except Refused:
        return False
