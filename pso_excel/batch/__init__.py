"""A folder of workbooks consolidated into one province; one bad file never stops it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from pso_excel.batch.folder import ProvinceFolder, init_province, open_registry, survey
from pso_excel.batch.receiving import Job, receive_joined
from pso_excel.batch.workers import PROCESSES, Progress, receive_all
from pso_excel.books.province_book import province_workbook
from pso_excel.books.province_book.book import Remarks
from pso_excel.books.province_book.remarks import read_remarks
from pso_excel.books.storage import write_whole
from pso_excel.engine.province import Province, build_province
from pso_excel.engine.province.digest import Digest
from pso_excel.engine.province.received import Choice, Received, choose
from pso_excel.engine.province.sharing import Pool, shared
from pso_excel.framework import frameworks, load_framework
from pso_excel.framework.pack import Framework
from pso_excel.garbage import seldom_swept
from pso_excel.problem import Place, Problem, Refused
from pso_excel.registry import Registry
from pso_excel.words import Language

__all__ = ["Consolidated", "ProvinceFolder", "consolidate", "gather", "init_province"]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The end of ``consolidate``: the province and where its book stands.

    ``problem`` says that the book had to be saved under another name (O006), or that the remarks
    in the book before it could not be read and that book was kept (B419).
    """

    province: Province
    book: Path
    problem: Problem | None = None


@seldom_swept()
def consolidate(
    folder: Path,
    asof: date,
    language: Language = "th",
    progress: Progress | None = None,
    processes: int = PROCESSES,
) -> Consolidated:
    """Read the whole inbox of a province's folder and write the province book, whole.

    The remarks typed in the book before this one are kept. Raises Refused when the registry cannot
    be read (B401) or the book cannot be written (O002, O007); whatever is wrong with a file of the
    inbox is told in the province.
    """
    place = ProvinceFolder(folder)
    province = gather(folder, asof, progress, processes)
    target = place.book(province.round.code)
    place.out.mkdir(parents=True, exist_ok=True)
    remarks, unread = _remarks(target)
    saved = write_whole(target, province_workbook(province, language, remarks))
    return Consolidated(province, saved.path, unread or saved.problem)


def _remarks(book: Path) -> tuple[Remarks, Problem | None]:
    """The remarks typed in the book before; a book that cannot be read is kept under another name
    (B419), so that nothing typed is lost."""
    if not book.exists():
        return {}, None
    data = book.read_bytes()
    try:
        return read_remarks(data), None
    except Refused:
        kept = book.with_name(f"{book.stem}_{sha256(data).hexdigest()[:8]}{book.suffix}")
        write_whole(kept, data)
        return {}, Problem("B419", Place(file=book.name), {"path": kept.name})


def gather(
    folder: Path, asof: date, progress: Progress | None = None, processes: int = PROCESSES
) -> Province:
    """Read the whole inbox of a province's folder; Refused only when the registry cannot be read.

    The same files give the same province, whatever their times and the order of the workers.
    """
    place = ProvinceFolder(folder)
    registry, problems = open_registry(place)
    job = Job(place.inbox, asof, registry)
    choice = choose(_received(job, progress, processes), registry.round.code)
    digests, lost = _assessed(job, choice)
    framework = _framework(registry)
    return build_province(registry, framework, choice, digests, asof, [*problems, *lost])


def _received(job: Job, progress: Progress | None, processes: int) -> Iterator[Received]:
    pool: Pool = {}
    paths: list[Path] = []
    for found in survey(job.inbox):
        if isinstance(found, Path):
            paths.append(found)
        else:
            yield found
    for one in receive_all(job, paths, processes, progress):
        yield shared(one, pool)


def _assessed(job: Job, choice: Choice) -> tuple[dict[str, Digest], list[Problem]]:
    """The digest of every office that counts; those of several files are assessed again."""
    digests: dict[str, Digest] = {}
    lost: list[Problem] = []
    for chosen in choice.offices:
        sole = chosen.sole()
        found = sole.digest if sole else receive_joined(job, chosen)
        if isinstance(found, Problem):
            lost.append(found)
        elif found:
            digests[chosen.office] = found
    return digests, lost


def _framework(registry: Registry) -> Framework:
    """The round's framework, the first pack when the registry names none that is known."""
    id = registry.round.framework.partition("@")[0]
    return load_framework(id if id in frameworks() else frameworks()[0])
