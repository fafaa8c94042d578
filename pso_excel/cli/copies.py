"""Where the copy of a check goes: never over a file that somebody has worked in since."""

from pathlib import Path

from pso_excel.books.patching.stamp import is_stamped, stamped
from pso_excel.books.settings import Settings
from pso_excel.books.storage import (
    Saved,
    make_folder,
    names_beside,
    read_bytes,
    write_beside,
    write_whole,
)
from pso_excel.problem import Problem, Refused
from pso_excel.reasons import with_reasons


def with_former_reasons(data: bytes, copy: Path, settings: Settings) -> bytes:
    """The workbook with the reasons that were typed into the copies of earlier checks of it, the
    newest first; one that cannot be read has none to give."""
    for path in reversed(_standing(copy)):
        former = _bytes_of(path)
        if not is_stamped(former):
            data = with_reasons(data, former, settings)
    return data


def save_copy(copy: Path, data: bytes) -> Saved:
    """Write the copy; one that somebody has saved since the last check stays as it is, and the new
    one goes beside it (O008). Refused as ``write_whole``."""
    make_folder(copy.parent)
    whole = stamped(data)
    worked_in = False
    for path in _standing(copy):
        if is_stamped(_bytes_of(path)):
            return _told(copy, write_whole(path, whole), worked_in)
        worked_in = True
    if not worked_in:
        return write_whole(copy, whole)
    return _told(copy, Saved(write_beside(copy, whole)), worked_in)


def _standing(copy: Path) -> list[Path]:
    """The copies of earlier checks that are there."""
    return [path for path in (copy, *names_beside(copy)) if path.is_file()]


def _bytes_of(path: Path) -> bytes:
    """Nothing for a file that cannot be read, which is then kept like one worked in."""
    try:
        return read_bytes(path)
    except Refused:
        return b""


def _told(copy: Path, saved: Saved, worked_in: bool) -> Saved:
    if not worked_in or saved.problem:
        return saved
    values = {"path": copy.name, "saved": saved.path.name}
    return Saved(saved.path, Problem("O008", values=values))
