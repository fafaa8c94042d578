"""The old workbook opened as far as it can be: read as it is, else from what is whole of it."""

from dataclasses import dataclass, field

from pso_excel.book import Book
from pso_excel.books.macros.cells import PRESS
from pso_excel.books.reading import Limits, read_book
from pso_excel.books.reading.besides import Besides, read_besides
from pso_excel.books.reading.salvage import salvage
from pso_excel.problem import Problem, Refused

DAMAGED = frozenset({"F001", "F038"})
"""Refusals after which parts of the package may still be whole."""

MACROS = b"xl/vbaProject.bin"
"""Where macros stand in a package; names are not compressed, so that a damaged one has it too."""
KEPT = frozenset({"notes", "threaded_comments", "former_macros"})
"""What is counted among the active content of a file and is carried over, as text, or replaced by
what is ours now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook, what stands in it besides values, and what was told of it (M010, M014).

    ``macros`` says that it is one of ours with buttons, and that they still have their macros.
    """

    book: Book
    besides: dict[str, Besides]
    told: tuple[Problem, ...] = field(default_factory=tuple[Problem, ...])
    macros: bool = False


def open_damaged(data: bytes, file: str, limits: Limits) -> Opened:
    """Read the workbook; of a damaged package the parts that are whole. Raises :class:`Refused`
    with the first fault when nothing can be saved."""
    told: list[Problem] = []
    macros = MACROS in data
    try:
        book = read_book(data, file, limits=limits)
    except Refused as refused:
        saved = salvage(data, limits) if refused.problem.code in DAMAGED else None
        if saved is None:
            raise
        try:
            book = read_book(saved.data, file, limits=limits)
        except Refused:
            raise refused from None
        data = saved.data
        told.append(Problem("M010", values={"n": str(saved.parts), "lost": str(saved.lost)}))
    lost = sum(number for what, number in book.active.items() if what not in KEPT)
    if lost := lost + sum(one.number for one in book.outside):
        told.append(Problem("M014", values={"n": str(lost)}))
    return Opened(book, read_besides(data, limits), tuple(told), macros and PRESS in book.names)
