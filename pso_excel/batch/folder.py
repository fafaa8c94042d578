"""A province's folder: the registry, the inbox and what comes out; every file is accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pso_excel.books.registry import read_registry, registry_workbook
from pso_excel.books.storage import read_bytes, write_whole
from pso_excel.engine.province.received import Outcome, Received
from pso_excel.framework.wording import fault_said, worded
from pso_excel.problem import Place, Problem, Refused
from pso_excel.registry import Registry, Round
from pso_excel.words import Words

TEMPORARY = ("~$", ".", "~")
TEMPORARY_ENDS = (".tmp", ".part", ".crdownload", "~")
SYSTEM_FILES = ("desktop.ini", "thumbs.db")


@dataclass(frozen=True, slots=True)
class ProvinceFolder:
    """Where everything is in a province's folder."""

    root: Path

    @property
    def registry(self) -> Path:
        """The registry of offices and the round, a workbook."""
        return self.root / "registry.xlsx"

    @property
    def inbox(self) -> Path:
        """The folder that the offices' files are dropped into; subfolders are read as well."""
        return self.root / "inbox"

    @property
    def out(self) -> Path:
        """The folder of results."""
        return self.root / "out"

    def book(self, round: str) -> Path:
        """The province book of a round."""
        return self.out / f"province_{round}.xlsx"


def init_province(folder: Path, name: str, round: str) -> tuple[Path, ...]:
    """Make a province's folder ready: registry, inbox, out; returns the three paths.

    What is already there stays as it is, so that a filled-in registry is never lost. Refused when
    the folder cannot be written (O002).
    """
    place = ProvinceFolder(folder)
    for path in (place.inbox, place.out):
        path.mkdir(parents=True, exist_ok=True)
    if not place.registry.exists():
        registry = Registry(province=name, round=Round(code=round))
        write_whole(place.registry, registry_workbook(registry))
    return place.registry, place.inbox, place.out


def open_registry(place: ProvinceFolder) -> tuple[Registry, list[Problem]]:
    """The registry as the province keeps it; Refused (B401) when it is missing or unreadable."""
    name = place.registry.name
    try:
        registry, problems = read_registry(read_bytes(place.registry))
    except Refused as refused:
        why = refused.problem.at(file=name)
        if why.code != "B401":
            told = Words(fault_said(why, "th"), fault_said(why, "en"))
            why = Problem("B401", Place(file=name), {"problem": told})
        raise Refused(why) from None
    return registry, [problem.at(file=name) for problem in problems]


def survey(inbox: Path, within: str = "") -> Iterator[Received | Path]:
    """Every file of the inbox in the order of its name: its path, or why it is left out.

    ``within`` is the folder's own name for those. A hidden folder is one line in the list and is
    not entered; a link is never followed here (whoever reads it refuses what leads out).
    """
    try:
        found = sorted(inbox.iterdir(), key=lambda one: one.name)
    except OSError:
        yield _unlisted(within)
        return
    for path in found:
        name = within + path.name
        if _temporary(path.name):
            yield _ignored(name)
        elif path.is_dir() and not path.is_symlink():
            yield from survey(path, f"{name}/")
        else:
            yield path


def _ignored(file: str) -> Received:
    return Received(file, outcome=Outcome.IGNORED, problem=Problem("F015", Place(file=file)))


def _unlisted(folder: str) -> Received:
    """A folder that cannot be looked into; the inbox itself has no name."""
    reason = {"reason": worded("reason_other")}
    file = folder or "inbox/"
    return Received(
        file, outcome=Outcome.REFUSED, problem=Problem("F042", Place(file=file), reason)
    )


def _temporary(name: str) -> bool:
    folded = name.casefold()
    return name.startswith(TEMPORARY) or folded.endswith(TEMPORARY_ENDS) or folded in SYSTEM_FILES
