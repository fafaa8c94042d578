"""The province book of the run before: its remarks go on, what else a person put there is kept."""

from datetime import date
from itertools import count
from os.path import lexists
from pathlib import Path

from pso_excel.consolidation.folder import ProvinceFolder
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.core.thai import ERA
from pso_excel.files.read import is_there
from pso_excel.files.replace import LARGEST
from pso_excel.files.write import read_bytes, write_whole
from pso_excel.files.write__books_file_names_part import fitted
from pso_excel.province_book.former_book import former_book
from pso_excel.province_book.remarks import Taken


def take_former(place: ProvinceFolder, round: str, target: Path, asof: date) -> Taken:
    """The remarks typed in the book before, in its usual place when there is none elsewhere;
    ``target`` is where the new one is to stand.

    A book that cannot be read (B419), or in which a person put more than remarks (B431), is kept
    beside the new one. Refused when it cannot be opened, or nothing can be written.
    """
    places = (place, ProvinceFolder(place.root))
    books = [book for one in places for book in (one.book_with_macros(round), one.book(round))]
    book = next(filter(is_there, books), None)
    if book is None:
        return Taken({})
    data = read_bytes(book, LARGEST)
    try:
        taken, own = former_book(data, book.name)
    except Refused:
        return Taken({}, (_told("B419", book, _kept(book, data, target, asof)),))
    if not own:
        return taken
    what = Words(*map(" · ".join, zip(*own, strict=True)))
    told = _told("B431", book, _kept(book, data, target, asof), what=what)
    return taken._replace(problems=(*taken.problems, told))


def _told(code: str, book: Path, kept: Path, **values: str | Words) -> Problem:
    return Problem(code, Place(file=book.name), {**values, "path": kept.name})


def _kept(book: Path, data: bytes, target: Path, asof: date) -> Path:
    """Where the former book stands from now on: named by the day of the run, and a number; as it is
    where the new one is another file."""
    if book != target:
        return book
    day = f"{worded('former_book').th} {asof.year + ERA}-{asof:%m-%d}"
    for number in count(1):
        note = f" ({day} {number})" if number > 1 else f" ({day})"
        path = book.with_name(fitted(book.stem, note + book.suffix))
        if not lexists(path):
            return write_whole(path, data, like=book).path
        if path.is_file() and read_bytes(path, LARGEST) == data:
            return path
    raise AssertionError  # numbers do not end
