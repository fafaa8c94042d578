"""The door for untrusted workbooks: what this product put into them itself is known."""

from collections.abc import Container

from pso_excel.files.read import BytesOrPath, bytes_of, name_of
from pso_excel.results.cell_marks import is_mark
from pso_excel.xlsx import reader
from pso_excel.xlsx.reader import LIMITS, Known, Limits
from pso_excel.xlsx.workbook import Workbook


def read_book(
    source: BytesOrPath,
    file: str = "",
    *,
    limits: Limits = LIMITS,
    leave_out: Container[str] = (),
) -> Workbook:
    """Read a workbook (``.xlsx``, ``.xlsm``), its bytes or its path; nothing in it is run or
    followed.

    ``file`` is its name for messages (default: that of the path); the sheets named in ``leave_out``
    are not read, only listed in ``Workbook.skipped_sheets``. The macros of our own buttons and the
    notes of our own marks are not in ``Workbook.active_content``; macros of an earlier version are,
    under a key of their own.
    Raises nothing but :class:`Refused`, with one of the codes F001 to F003, F021 to F040, F041
    to F047, F050, F051; TypeError for an argument of another kind.
    """
    file = name_of(source, file)
    data = bytes_of(source, limits.file_bytes)
    return reader.read_book(data, file, limits=limits, leave_out=leave_out, known=_KNOWN)


def _whose_macros(vba: bytes) -> str:
    from pso_excel.buttons.own_macros import origin

    return {"ours": "", "former": "former_macros", "foreign": "macros"}[origin(vba)]


_KNOWN = Known(_whose_macros, is_mark)
