"""The end of a submission: a copy of the open workbook, named by the convention, in the outbox."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import xlwings as xw

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.read import is_file, read_bytes
from pso_excel.files.write import make_folder, safe_name, write_atomically, write_beside
from pso_excel.live.programs import Program
from pso_excel.live.request import Reply
from pso_excel.model.scorecard import Assessment
from pso_excel.pipeline import check_office
from pso_excel.results.score_text import SERIOUS, exit_code

OUTBOX = "outbox"


def submitted(
    book: xw.Book, program: Program, assessment: Assessment, reply: Reply, language: Language
) -> Reply:
    """Put a copy into the folder ``outbox`` beside the open workbook, if nothing must be mended.

    The copy is checked as the province will check it before it gets its name; a former copy that
    differs is kept. Refused: U018 the workbook was never saved, O002 or O007 as ``write_whole``.
    """
    if reply.exit_code:
        return _not_yet(assessment, reply, language)
    place = _place(book, assessment)
    data = _copied(book, program, place.suffix)
    checked = check_office(data, assessment.asof, place.name)
    if exit_code(checked.problems):
        return _not_yet(checked, reply, language)
    make_folder(place.parent)
    is_there = is_file(place) and read_bytes(place) != data
    saved = write_beside(place, data) if is_there else _written(place, data, book)
    line = term_in("live_submitted", language).format(path=saved)
    return replace(reply, lines=(*reply.lines, line), report=_with_copy(reply, saved))


def _written(place: Path, data: bytes, book: xw.Book) -> Path:
    return write_atomically(place, data, like=Path(book.fullname)).path


def _with_copy(reply: Reply, saved: Path) -> dict[str, object]:
    return {**(reply.report or {}), "copy": str(saved)}


def _not_yet(assessment: Assessment, reply: Reply, language: Language) -> Reply:
    n = sum(severity_of(problem) in SERIOUS for problem in assessment.problems)
    text = message(Problem("U012", Location(file=assessment.file), {"n": str(n)}), language)
    return replace(reply, exit_code=1, lines=(*reply.lines, f"✖ {text}"))


def _place(book: xw.Book, assessment: Assessment) -> Path:
    """Where the copy goes: office and round name it, as they name a new form."""
    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        raise Refused(Problem("U018", Location(file=book.name), {"book": book.name}))
    parts = [part for part in (assessment.office, assessment.round) if part]
    if len(assessment.stages) == 1:
        parts.append(assessment.stages[0])
    suffix = ".xlsm" if path.suffix.lower() == ".xlsm" else ".xlsx"
    return path.parent / OUTBOX / f"{safe_name('_'.join(parts) or path.stem)}{suffix}"


def _copied(book: xw.Book, program: Program, suffix: str) -> bytes:
    with TemporaryDirectory(prefix="pso_") as folder:
        path = Path(folder) / f"copy{suffix}"
        program.save_copy(book, path)
        return read_bytes(path)
