"""Errors as problems: of a workbook, and of the program itself, which has a reference and a record
in the log.

The log is that of Python's ``logging``, under the name ``pso_excel``. A record holds the kind of
the exception and the lines of the program it passed through. What the exception says may quote a
cell, so that stands in the log only at the level DEBUG.
"""

import logging
import traceback
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.core.safe_text import mask_citizen_id, single_line
from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.workbook import CellWrite

LOG = logging.getLogger("pso_excel")
LOG.addHandler(logging.NullHandler())  # who uses the package as a library decides what is kept

_PACKAGE = Path(__file__).parents[1]
_CAUSES = 5
_place = ""


def name_log(place: str) -> None:
    """Have every fault that is told name the file in which its record stands."""
    global _place
    _place = place


def named_log() -> str:
    """The name of the log's file, empty where there is none."""
    return _place


def internal_error_problem(
    part: str, fault: BaseException, file: str = "", *, others_done: bool = False
) -> Problem:
    """A bug of ours as a problem (I001); ``others_done`` says that everything else was done."""
    others = term("fault_others_done" if others_done else "fault_not_done")
    values = {"part": part, "ref": log_fault(part, fault, file), "others": others, "log": _log()}
    return Problem("I001", Location(file=file), values)


def failed_file(fault: BaseException, file: str) -> Problem:
    """A bug of ours that costs one file of many (B411)."""
    return unread_file("B411", log_fault("file", fault, file), file)


def unread_file(code: str, ref: str, file: str, *, alone: bool = False, **values: str) -> Problem:
    """What is told of a file that could not be read to its end, one of many or ``alone``."""
    others = NO_WORDS if alone else term("fault_others_read")
    told = {"ref": ref, "log": _log(), "others": others, **values}
    return Problem(code, Location(file=file), told)


def log_fault(part: str, fault: BaseException, file: str = "", level: int = logging.ERROR) -> str:
    """Record a fault in the log; gives its reference, which is the same for the same bug."""
    ref = reference(type(fault).__name__, _where(fault))
    LOG.log(level, "%s %s %s\n%s", ref, part, _name(file), "\n".join(_lines(fault)))
    if LOG.isEnabledFor(logging.DEBUG):
        LOG.debug("%s %s", ref, single_line(str(fault)))
    return ref


def log_end(code: str, file: str) -> str:
    """Record that the reader of a file was ended, or ended by itself; gives the reference."""
    ref = reference(code, file)
    LOG.warning("%s %s %s", ref, code, _name(file))
    return ref


def reference(*words: str) -> str:
    """Eight digits by which a record is found in the log."""
    data = "|".join(words).encode(errors="replace")
    return sha256(data).hexdigest()[:8].upper()


@contextmanager
def logged(part: str) -> Generator[None]:
    """Go on after a refusal in the block, and after a fault, which is recorded: for what nobody
    waits for."""
    try:
        yield
    except (MemoryError, Refused) as end:
        if isinstance(end, MemoryError):
            raise
    except Exception as fault:
        log_fault(part, fault)


def _name(file: str) -> str:
    return mask_citizen_id(single_line(file))


def _log() -> Bilingual:
    if not _place:
        return NO_WORDS
    return Bilingual(*(text.format(path=_place) for text in term("fault_log")))


def is_ours(fault: BaseException) -> bool:
    """Whether the exception was raised by a line of ours, not by a library that we called."""
    frames = traceback.extract_tb(fault.__traceback__)
    return bool(frames) and _is_our_line(frames[-1])


def _is_our_line(frame: traceback.FrameSummary) -> bool:
    return Path(frame.filename).is_relative_to(_PACKAGE)


def _where(fault: BaseException) -> str:
    """The innermost line of ours, wherever the fault was noticed."""
    frames = traceback.extract_tb(fault.__traceback__)
    for frame in (list(filter(_is_our_line, frames)) or frames)[-1:]:
        return f"{Path(frame.filename).name}:{frame.name}:{frame.lineno}"
    return ""


def _lines(fault: BaseException) -> Iterator[str]:
    """The kind of the exception and its lines, then of what it came from."""
    cause: BaseException | None = fault
    for _ in range(_CAUSES):
        if cause is None:
            return
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        yield from (line.rstrip() for line in traceback.extract_tb(cause.__traceback__).format())
        cause = cause.__cause__ or cause.__context__


@contextmanager
def refusing(file: str = "") -> Generator[None]:
    """What cannot be read or written within is :class:`Refused`; ``file`` is its name for
    messages."""
    try:
        yield
    except WorkbookError as error:
        location = Location(file=file, sheet=error.sheet, cell=error.cell)
        values: dict[str, str | Bilingual] = {**error.values}
        if kind := error.values.get("kind"):
            values["kind"] = term(f"file_{kind}")
        raise Refused(Problem(error.code, location, values)) from None


def patch_copy(data: bytes, writes: Iterable[CellWrite]) -> bytes:
    """The workbook in ``data`` with the writes in it; the same bytes for the same arguments.

    Refused when it cannot be done without touching anything else, so that the results belong into
    a workbook of their own: O001, O003, O004, O005.
    """
    from pso_excel.xlsx.patcher import patch_workbook  # most that may fail patch nothing

    with refusing():
        return patch_workbook(data, writes)
