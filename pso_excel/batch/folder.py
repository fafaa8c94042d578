"""A province's folder: the registry, the inbox and what comes out; every file is accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pso_excel.books.limits import LIMITS
from pso_excel.books.registry import read_registry, registry_workbook
from pso_excel.books.storage import write_whole
from pso_excel.engine.received import Outcome, Received
from pso_excel.framework.wording import sentence
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
        registry, problems = read_registry(read_limited(place.registry))
    except OSError as error:
        raise _no_registry(name, f"{name}: {error.strerror}") from None
    except Refused as refused:
        raise _no_registry(name, _words(refused.problem)) from None
    return registry, [problem.at(file=name) for problem in problems]


def _no_registry(name: str, why: str | Words) -> Refused:
    return Refused(Problem("B401", Place(file=name), {"problem": why}))


def _words(problem: Problem) -> str | Words:
    if problem.code == "B401":
        return problem.values["problem"]
    return Words(sentence(problem, "th"), sentence(problem, "en"))


def survey(inbox: Path) -> Iterator[Received | Path]:
    """Every file of the inbox in the order of its name: its path, or why it is left out.

    Folders whose name begins with a dot are one line in the list and are not entered.
    """
    if not inbox.is_dir():
        return
    for path in sorted(inbox.iterdir(), key=lambda one: one.name):
        if _temporary(path.name) or path.is_symlink():
            yield ignored(path.name)
        elif path.is_dir():
            for found in survey(path):
                if isinstance(found, Path):
                    yield found
                else:
                    yield ignored(f"{path.name}/{found.file}")
        else:
            yield path


def ignored(file: str) -> Received:
    """A file that is left out because it is temporary, hidden or a link (F015)."""
    return Received(file, outcome=Outcome.IGNORED, problem=Problem("F015", Place(file=file)))


def read_limited(path: Path) -> bytes:
    """The bytes of a file, at most one more than may be read: the reader refuses the rest."""
    with path.open("rb") as file:
        return file.read(LIMITS.file_bytes + 1)


def _temporary(name: str) -> bool:
    folded = name.casefold()
    return name.startswith(TEMPORARY) or folded.endswith(TEMPORARY_ENDS) or folded in SYSTEM_FILES
