"""``check`` on folders and several files: each in a worker, one outcome after the other."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from pso_excel.cli.check import File, Outcome, check_file, copy_path, file_at, unchecked
from pso_excel.consolidation.folder import survey
from pso_excel.consolidation.history import looked_back
from pso_excel.consolidation.inbox import archive_of
from pso_excel.consolidation.workers import End, Fault, each, unread
from pso_excel.core.bilingual import Language
from pso_excel.core.problem import Place, Problem
from pso_excel.files.read import is_folder
from pso_excel.files.write import without_note
from pso_excel.model.registry import Settings


def check_all(
    paths: Sequence[Path],
    asof: date,
    language: Language | None,
    out: Path | None,
    settings: Settings,
    earlier: Sequence[Path] = (),
) -> Iterator[Outcome]:
    """Check files and all files of folders, in that order; folders by name, with what is in them.
    Each is compared with what its office sent ``earlier``.

    Every file has the limits of ``settings``; one that breaks them is told and the others go on.
    What is left out of a folder (temporary files, copies of this check) is an outcome as well.
    """
    spoken: Language = language or "th"
    listed = _settled(_listed(paths, out))
    files = [one for one in listed if isinstance(one, File)]
    archive, lost = archive_of(earlier, settings)
    look_back = partial(looked_back, archive)
    work = partial(check_file, asof, language, settings=settings, look_back=look_back)
    outcomes = each(work, files, settings)
    for one in [*lost, *listed]:
        if isinstance(one, Problem):
            yield unchecked(one.place.file, asof, one, spoken)
            continue
        outcome = next(outcomes)
        if isinstance(outcome, End | Fault):
            outcome = unchecked(one.name, asof, unread(one.name, outcome, settings), spoken)
        yield outcome


def _listed(paths: Sequence[Path], out: Path | None) -> Iterator[File | Problem]:
    for path in paths:
        if is_folder(path):
            yield from _in_folder(path, out)
        else:
            yield file_at(path, out)


def _in_folder(folder: Path, out: Path | None) -> Iterator[File | Problem]:
    """Every file of a folder; the copies keep its subfolders."""
    for found in survey(folder):
        if not isinstance(found, Path):
            yield found.problem or Problem("F015", Place(file=found.file))
            continue
        within = found.relative_to(folder)
        into = (out or folder) / within.parent
        yield File(found, within.as_posix(), copy_path(found, into), folder)


def _settled(listed: Iterator[File | Problem]) -> list[File | Problem]:
    """Each file once, no copy of an earlier check (F060), and no two copies of one name."""
    found = list({_key(one): one for one in listed}.values())
    copies = {copy: one.name for one in found if isinstance(one, File) for copy in _copies(one)}
    taken: set[Path] = set()
    settled: list[File | Problem] = []
    for one in found:
        if not isinstance(one, File):
            settled.append(one)
        elif (copy := without_note(one.path)) in copies:
            settled.append(Problem("F060", Place(file=one.name), {"of": copies[copy]}))
        else:
            copy = _free(one.copy, taken)
            taken.add(copy)
            settled.append(one._replace(copy=copy))
    return settled


def _key(one: File | Problem) -> Path | str:
    return one.path if isinstance(one, File) else one.place.file


def _copies(one: File) -> tuple[Path, Path]:
    """Where a check leaves the copy of a file: where it is told to, or beside it."""
    return one.copy, copy_path(one.path, one.path.parent)


def _free(copy: Path, taken: set[Path]) -> Path:
    """The name, or the first with a number that no other copy of this run has."""
    number = count(2)
    free = copy
    while free in taken:
        free = copy.with_stem(f"{copy.stem}_{next(number)}")
    return free
