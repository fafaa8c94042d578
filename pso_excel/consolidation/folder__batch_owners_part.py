"""Who has a workbook open, by the owner file that the spreadsheet program keeps beside it.

Excel writes ``~$name.xlsx`` (a length and the name in the computer's own letters, then at byte 55
the same in UTF-16), LibreOffice ``.~lock.name.xlsx#`` (texts between commas).
"""

from pathlib import Path

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.files.read import is_file
from pso_excel.files.write import read_bytes
from pso_excel.files.write__books_file_names_part import shown

EXCEL = "~$"
LIBREOFFICE = (".~lock.", "#")
MOST_BYTES = 4096  # Excel's have 165, LibreOffice's a line of text
WIDE = 55  # where Excel's name in UTF-16 begins with its length


def open_elsewhere(path: Path, file: str) -> Problem | None:
    """B421: ``path`` is an owner file (``file`` by its name in the inbox) and its workbook is
    there; None for any other file, and for an owner file left behind."""
    owned = _owned(path.name)
    if not owned or not is_file(path.with_name(owned)):
        return None
    try:
        name = _owner(read_bytes(path, MOST_BYTES, inside=path.parent), path.name)
    except Refused:  # held by the program that wrote it
        name = ""
    told: str | Words = name or worded("owner_unknown")
    return Problem("B421", Place(file=file), {"open": owned, "name": told})


def _owned(name: str) -> str:
    """The name of the workbook that an owner file is of, empty for any other file."""
    begin, end = LIBREOFFICE
    if name.startswith(begin) and name.endswith(end):
        return name[len(begin) : -len(end)]
    return name[len(EXCEL) :] if name.startswith(EXCEL) else ""


def _owner(data: bytes, file: str) -> str:
    """The owner's name as the program wrote it, cleaned; empty when there is none."""
    if file.startswith(EXCEL):
        wide = data[WIDE + 2 :][: 2 * int.from_bytes(data[WIDE : WIDE + 2], "little")]
        narrow = data[1:WIDE][: data[0]] if data else b""
        name = wide.decode("utf-16-le", "ignore") or narrow.decode("cp874", "ignore")
    else:
        name = next((part for part in data.decode("utf-8", "ignore").split(",") if part), "")
    return shown(name)
