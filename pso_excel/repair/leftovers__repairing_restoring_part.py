"""The form's own texts where a workbook has lost its shared texts, as a blank has them."""

from collections.abc import Iterator, Mapping

from pso_excel.forms.layout import Placed
from pso_excel.forms.schema import Shape, Writer
from pso_excel.intake.row_index import area
from pso_excel.xlsx.reader.salvage__reading_salvage_part import LOST
from pso_excel.xlsx.workbook import Book


def restore_form(book: Book, blank: Book, tables: Mapping[str, Placed]) -> None:
    """Put the form's own texts (ids, headers, labels, codes) back where they are lost, so that what
    is left of the answers finds its place; on sheets that lie as they do in the blank, which the
    names of their tables tell. What an office types is never put back."""
    for name, sheet in book.sheets.items():
        own = blank.sheets.get(name)
        lost = [spot for spot, cell in sheet.cells.items() if cell.error == LOST]
        if own is None or not lost or not _lies_alike(name, book, blank):
            continue
        typed = set(_typed(name, tables))
        for spot in lost:
            if spot in own.cells and spot not in typed:
                sheet.cells[spot] = own.cells[spot]


def _lies_alike(name: str, book: Book, blank: Book) -> bool:
    """Whether every table of a sheet stands where the blank has it."""
    own = [key for key, text in blank.names.items() if _sheet_of(text) == name]
    return bool(own) and all(book.names.get(key) == blank.names[key] for key in own)


def _sheet_of(reference: str) -> str:
    found = area(reference)
    return found.sheet if found else ""


def _typed(name: str, tables: Mapping[str, Placed]) -> Iterator[tuple[int, int]]:
    """The cells of a sheet that an office types into."""
    for placed in tables.values():
        if placed.sheet != name:
            continue
        for one in placed.table.fields:
            if placed.table.shape is Shape.RECORD:
                yield placed.lines[one.id], placed.columns[one.id]
                continue
            fixed = one.writer in (Writer.FRAMEWORK, Writer.SHEET)
            first = placed.spare_first if fixed else placed.first
            yield from ((row, placed.columns[one.id]) for row in range(first, placed.last + 1))
