"""``check`` on folders and several files: each in a worker, one outcome after the other."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from pso_excel.cli.check import File, Outcome, check_file, copy_path, file_at, unchecked
from pso_excel.consolidation.folder import survey
from pso_excel.consolidation.history import previous_submissions
from pso_excel.consolidation.inbox import archive_of
from pso_excel.consolidation.workers import FailureCode, Fault, failed_file_problem, map_files
from pso_excel.core.bilingual import Language
from pso_excel.core.problem import Location, Problem
from pso_excel.files.read import is_folder
from pso_excel.files.write import original_name
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
    files = [file for file in listed if isinstance(file, File)]
    archive, lost = archive_of(earlier, settings)
    look_back = partial(previous_submissions, archive)
    work = partial(check_file, asof, language, settings=settings, look_back=look_back)
    outcomes = map_files(work, files, settings)
    for listed_file in [*lost, *listed]:
        if isinstance(listed_file, Problem):
            yield unchecked(listed_file.location.file, asof, listed_file, spoken)
            continue
        outcome = next(outcomes)
        if isinstance(outcome, FailureCode | Fault):
            outcome = unchecked(
                listed_file.name,
                asof,
                failed_file_problem(listed_file.name, outcome, settings),
                spoken,
            )
        yield outcome


def _listed(paths: Sequence[Path], out: Path | None) -> Iterator[File | Problem]:
    for path in paths:
        if is_folder(path):
            yield from _in_folder(path, out)
        else:
            yield file_at(path, out)


def _in_folder(folder: Path, out: Path | None) -> Iterator[File | Problem]:
    """Every file of a folder; the copies keep its subfolders."""
    for file in survey(folder):
        if not isinstance(file, Path):
            yield file.problem or Problem("F015", Location(file=file.file))
            continue
        within = file.relative_to(folder)
        into = (out or folder) / within.parent
        yield File(file, within.as_posix(), copy_path(file, into), folder)


def _settled(listed: Iterator[File | Problem]) -> list[File | Problem]:
    """Each file once, no copy of an earlier check (F060), and no two copies of one name."""
    found = list({_key(file): file for file in listed}.values())
    copies = {copy: file.name for file in found if isinstance(file, File) for copy in _copies(file)}
    taken: set[Path] = set()
    settled: list[File | Problem] = []
    for file in found:
        if not isinstance(file, File):
            settled.append(file)
        elif (copy := original_name(file.path)) in copies:
            settled.append(Problem("F060", Location(file=file.name), {"of": copies[copy]}))
        else:
            copy = _free(file.copy, taken)
            taken.add(copy)
            settled.append(file._replace(copy=copy))
    return settled


def _key(file: File | Problem) -> Path | str:
    return file.path if isinstance(file, File) else file.location.file


def _copies(file: File) -> tuple[Path, Path]:
    """Where a check leaves the copy of a file: where it is told to, or beside it."""
    return file.copy, copy_path(file.path, file.path.parent)


def _free(copy: Path, taken: set[Path]) -> Path:
    """The name, or the first with a number that no other copy of this run has."""
    number = count(2)
    free = copy
    while free in taken:
        free = copy.with_stem(f"{copy.stem}_{next(number)}")
    return free
