"""The archive of a province or of a command: every file of it read once, by the same workers."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from pso_excel.consolidation.cache import Journal
from pso_excel.consolidation.folder import survey
from pso_excel.consolidation.history import Archive, past_at, unreadable
from pso_excel.consolidation.history__engine_earlier_part import Past
from pso_excel.consolidation.workers import End, Fault
from pso_excel.consolidation.workers__batch_workers_part import PROCESSES, each, unread
from pso_excel.core.problem import Problem
from pso_excel.core.thai import code_key
from pso_excel.files.read import is_folder
from pso_excel.model.registry__books_settings_part import Settings
from pso_excel.province.select import Outcome


def open_archive(
    folder: Path,
    settings: Settings,
    processes: int = PROCESSES,
    journal: Journal[Past] | None = None,
) -> tuple[Archive, list[Problem]]:
    """The archive of a folder, and a problem (X309) for each of its files that cannot be read.

    A folder that is not there is an empty archive. Temporary files are passed over, and files that
    the journal knows are not read.
    """
    if not is_folder(folder):
        return Archive(), []
    paths: list[Path] = []
    problems: list[Problem] = []
    for found in survey(folder):
        if isinstance(found, Path):
            paths.append(found)
        elif found.outcome is not Outcome.IGNORED and found.problem:
            problems.append(unreadable(found.file, found.problem))
    work = partial(past_at, folder, settings)
    known = {path: journal.recall(folder, path) if journal else None for path in paths}
    rest = [path for path in paths if known[path] is None]
    read: dict[Path, Past | Problem] = {path: one for path, one in known.items() if one}
    for path, one in zip(rest, each(work, rest, settings, processes), strict=True):
        if isinstance(one, End | Fault):
            name = path.relative_to(folder).as_posix()
            read[path] = unreadable(name, unread(name, one, settings))
        else:
            read[path] = one
            if journal and isinstance(one, Past):
                journal.keep(one)
    archive, more = _archive(folder, (read[path] for path in paths), settings)
    return archive, [*problems, *more]


def archive_of(paths: Sequence[Path], settings: Settings) -> tuple[Archive, list[Problem]]:
    """The archive of a few files, read in this process."""
    return _archive(None, [past_at(None, settings, path) for path in paths], settings)


def _archive(
    folder: Path | None, read: Iterable[Past | Problem], settings: Settings
) -> tuple[Archive, list[Problem]]:
    problems: list[Problem] = []
    sent: dict[str, tuple[Past, ...]] = {}
    for one in read:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            office = code_key(one.office)
            sent[office] = (*sent.get(office, ()), one)
    return Archive(folder, sent, settings), problems
