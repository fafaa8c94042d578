"""A province's folder: the registry, the inbox and what comes out; every file is accounted for."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pso_excel.consolidation.settings import SETTINGS_FILE, settings_at, usual_settings
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import message_without_remedy, term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.read import (
    is_file,
    is_folder,
    is_there,
    os_error_reason,
    read_bytes,
)
from pso_excel.files.write import make_folder, printable_name, safe_name, write_atomically
from pso_excel.model.registry import USUAL, RegisteredOffice, Registry, Round, Settings
from pso_excel.province.select import Outcome, ReceivedFile
from pso_excel.templates.registry_workbook import read_registry, registry_workbook

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
    told: str | Bilingual = name or term("owner_unknown")
    return Problem("B421", Location(file=file), {"open": owned, "name": told})


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
    return printable_name(name)


TEMPORARY = ("~$", ".", "~")
TEMPORARY_ENDS = (".tmp", ".part", ".crdownload", "~")
SYSTEM_FILES = (
    *("desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"),
    *("$recycle.bin", "system volume information", "__macosx", "@eadir"),
)
WORKBOOKS = (".xlsx", ".xlsm")
INBOX = "inbox/"  # the inbox itself, where its own name is asked for


@dataclass(frozen=True, slots=True)
class ProvinceFolder:
    """Where everything is in a province's folder; ``elsewhere`` is another folder of results."""

    root: Path
    elsewhere: Path | None = None

    @property
    def registry(self) -> Path:
        """The registry of offices and the round, a workbook."""
        return self.root / "registry.xlsx"

    @property
    def settings(self) -> Path:
        """What the province has set for itself; it need not be there."""
        return self.root / SETTINGS_FILE

    @property
    def inbox(self) -> Path:
        """The folder that the offices' files are dropped into; subfolders are read as well."""
        return self.root / "inbox"

    @property
    def earlier(self) -> Path:
        """What offices sent before, this round or in others; it need not be there."""
        return self.root / "earlier"

    @property
    def out(self) -> Path:
        """The folder of results."""
        return self.elsewhere or self.root / "out"

    def book(self, round_code: str) -> Path:
        """The province book of a round."""
        return self.out / f"{safe_name(f'province_{round_code}')}.xlsx"

    def book_with_macros(self, round_code: str) -> Path:
        """The same with a button; where it is there, it is the province book."""
        return self.book(round_code).with_suffix(".xlsm")

    def receipts(self, round_code: str) -> Path:
        """What was received of a round."""
        return self.out / f"{safe_name(f'received_{round_code}')}.txt"

    def journal(self, of: str) -> Path:
        """What was read of a round, or of ``earlier``."""
        return self.out / f"{safe_name(f'journal_{of}')}.jsonl"


def init_province(
    folder: str | os.PathLike[str],
    name: str,
    round_code: str,
    offices: Iterable[RegisteredOffice] = (),
) -> tuple[Path, ...]:
    """Make a province's folder ready for a round (``"2569-1"``): registry, settings, inbox,
    earlier, out; returns their paths.

    ``offices`` are those of a new registry. What is already there stays as it is, so that a
    filled-in registry is never lost. Refused when the folder cannot be written (O002).
    """
    place = ProvinceFolder(Path(folder))
    for path in (place.inbox, place.earlier, place.out):
        make_folder(path)
    if not is_there(place.registry):
        listed = {office.code: office for office in offices}
        registry = Registry(province=name, round=Round(code=round_code), offices=listed)
        write_atomically(place.registry, registry_workbook(registry))
    if not is_there(place.settings):
        write_atomically(place.settings, usual_settings())
    return place.registry, place.settings, place.inbox, place.earlier, place.out


def open_settings(place: ProvinceFolder) -> Settings:
    """What the province has set for itself, as usual where it has set nothing; Refused (A001 to
    A008) when the file cannot be read or something in it is wrong."""
    stands = place.settings.is_symlink() or is_there(place.settings)
    return settings_at(place.settings) if stands else USUAL


def open_registry(place: ProvinceFolder) -> tuple[Registry, list[Problem]]:
    """The registry as the province keeps it; Refused (B401) when it is missing or unreadable."""
    name = place.registry.name
    try:
        registry, problems = read_registry(read_bytes(place.registry))
    except Refused as refused:
        why = refused.problem.with_location(file=name)
        if why.code != "B401":
            words = Bilingual(message_without_remedy(why, "th"), message_without_remedy(why, "en"))
            why = Problem("B401", Location(file=name), {"problem": words})
        raise Refused(why) from None
    return registry, [problem.with_location(file=name) for problem in problems]


def survey(inbox: Path, within: str = "") -> Iterator[ReceivedFile | Path]:
    """Every file of the inbox in the order of its name: its path, or why it is left out.

    ``within`` is the folder's own name for those. An owner file says who has its workbook open. A
    hidden folder is one line in the list and is not entered; a link is never followed here (whoever
    reads it refuses what leads out). An empty folder with the name of a workbook is given as one,
    to be refused as one.
    """
    try:
        found = sorted(inbox.iterdir(), key=lambda file_path: file_path.name)
    except OSError as error:
        yield _unlisted(inbox, within or INBOX, error)
        return
    for path in found:
        name = within + path.name
        if _temporary(path.name):
            yield _ignored(path, name)
        elif path.is_symlink() or not is_folder(path):
            yield path
        else:
            inside = list(survey(path, f"{name}/"))
            yield from inside or ([path] if path.suffix.lower() in WORKBOOKS else [])


def _ignored(path: Path, file: str) -> ReceivedFile:
    problem = open_elsewhere(path, file) or Problem("F015", Location(file=file))
    return ReceivedFile(file, outcome=Outcome.IGNORED, problem=problem)


def _unlisted(folder: Path, file: str, error: OSError) -> ReceivedFile:
    """A folder that cannot be looked into."""
    problem = Problem("F042", Location(file=file), {"reason": os_error_reason(error, folder)})
    return ReceivedFile(file, outcome=Outcome.REFUSED, problem=problem)


def _temporary(name: str) -> bool:
    folded = name.casefold()
    return name.startswith(TEMPORARY) or folded.endswith(TEMPORARY_ENDS) or folded in SYSTEM_FILES


def seal_of(data: bytes) -> str:
    """A hash of a file's bytes that is written down nowhere."""
    return sha256(b"seal" + data).hexdigest()
