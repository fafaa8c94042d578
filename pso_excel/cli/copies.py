"""Where the copy of a check goes: never over a file that somebody has worked in since."""

from pathlib import Path

from pso_excel.books.patching.stamp import is_stamped
from pso_excel.books.saving import save
from pso_excel.books.settings import Settings
from pso_excel.books.sources import is_file
from pso_excel.books.storage import Saved, make_folder, names_beside, read_bytes
from pso_excel.problem import Refused
from pso_excel.reasons import with_reasons


def with_former_reasons(data: bytes, copy: Path, settings: Settings) -> bytes:
    """The workbook with the reasons that were typed into the copies of earlier checks of it, the
    newest first; one that cannot be read has none to give."""
    for path in reversed([path for path in (copy, *names_beside(copy)) if is_file(path)]):
        former = _bytes_of(path)
        if not is_stamped(former):
            data = with_reasons(data, former, settings)
    return data


def save_copy(copy: Path, data: bytes, like: Path) -> Saved:
    """Write the copy, for whoever may read ``like``, the workbook. A copy that somebody has saved
    since the last check stays as it is, and the new one goes beside it (O008). Refused as
    ``write_whole``."""
    make_folder(copy.parent)
    return save(copy, data, "O008", like=like)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except Refused:
        return b""
