"""Where the copy of a check goes: never over a file that somebody has worked in since."""

from pathlib import Path

from pso_excel.cli.check__reasons_part import with_reasons
from pso_excel.core.problem import Refused
from pso_excel.files.read import is_file
from pso_excel.files.replace import save
from pso_excel.files.write import Saved, make_folder, names_beside, read_bytes
from pso_excel.model.registry__books_settings_part import Settings
from pso_excel.xlsx.patcher.patching_stamp_part import is_stamped


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
