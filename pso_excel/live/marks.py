"""Marks put at the cells of the open workbook, and those of the last check taken away.

What a cell looked like before stands in the hidden sheet of the workbook itself, so that any later
run can clear it; a mark is found again by the number in its note when rows were inserted or sorted.
"""

from collections.abc import Iterator, Mapping, Sequence

import xlwings as xw

from pso_excel.forms.layout import META_SHEET
from pso_excel.intake.row_index import Area, area
from pso_excel.live.programs import Program
from pso_excel.results.cell_marks import MARKS, MOST_MARKS, Kept, Mark, number_in
from pso_excel.templates.styles import CARE, WRONG
from pso_excel.xlsx.workbook import Book

ELSE = Area(META_SHEET, 1, 4, 1, 4)  # in workbooks that were made before they had such a cell
GROUNDS: Mapping[str, str] = {"✖": WRONG[1], "▲": CARE[1]}


def kept_in(book: Book) -> Area | None:
    """The cell that keeps the marks; None in a workbook that has lost its hidden sheet."""
    place = area(book.names.get(MARKS, "")) or ELSE
    return place if place.sheet in book.sheets else None


def kept_marks(book: Book) -> list[Kept]:
    """The marks that the last check left in the workbook."""
    place = kept_in(book)
    if place is None:
        return []
    text = book.sheets[place.sheet].cell(place.top, place.left).value
    found = (Kept.read(line) for line in str(text or "").splitlines())
    # With a sheet that was deleted its marks are gone as well.
    return [kept for kept in found if kept is not None and kept.sheet in book.sheets]


def stand_already(wanted: Sequence[Mark], kept: Sequence[Kept]) -> bool:
    """Whether the marks of the last check are just those that are wanted."""
    now = {(mark.sheet, mark.cell): mark.digest for mark in wanted}
    return now == {(one.sheet, one.cell): one.digest for one in kept}


def marked_sheets(wanted: Sequence[Mark], kept: Sequence[Kept], place: Area) -> list[str]:
    """The sheets that putting these marks writes on."""
    names = dict.fromkeys(one.sheet for one in (*kept, *wanted))
    return [*names, place.sheet]


def put_marks(
    book: xw.Book,
    program: Program,
    wanted: Sequence[Mark],
    kept: Sequence[Kept],
    place: Area,
) -> None:
    """Clear the marks that are no more wanted, put those that are not there, and keep them all at
    ``place``, on sheets that are writable (:func:`marked_sheets`).

    Refused as ``Program``. A note that is not ours stays, its cell gets the ground only.
    """
    taken = {one.number for one in kept}
    free = (number for number in range(1, 2 * MOST_MARKS + 2) if number not in taken)
    left: list[Kept] = []
    for name in dict.fromkeys(one.sheet for one in (*kept, *wanted)):
        mine = [one for one in kept if one.sheet == name]
        here = [mark for mark in wanted if mark.sheet == name]
        if stand_already(here, mine):
            left += mine
            continue
        left += _on_sheet(book.sheets[name], {mark.cell: mark for mark in here}, mine, free)
    told = "\n".join(one.line() for one in left)
    book.sheets[place.sheet].range((place.top, place.left)).value = program.text(told) or None


def _on_sheet(
    sheet: xw.Sheet, wanted: Mapping[str, Mark], kept: Sequence[Kept], free: Iterator[int]
) -> list[Kept]:
    """Clear and mark one sheet; the marks that then stand on it."""
    standing = _cleared(sheet, wanted, kept)
    there = {one.cell for one in standing}
    for cell, mark in wanted.items():
        if cell not in there:
            standing.append(_marked(sheet.range(cell), mark, next(free)))
    return standing


def _cleared(sheet: xw.Sheet, wanted: Mapping[str, Mark], kept: Sequence[Kept]) -> list[Kept]:
    """Take away every mark that says something else than is wanted; those that stay."""
    before = {one.number: one for one in kept}
    standing: list[Kept] = []
    for note in list(sheet.notes):
        number = number_in(note.text)
        if not number:
            continue
        one = before.pop(number, None)
        cell = note.location.get_address(False, False)
        mark = wanted.get(cell)
        if one is not None and mark is not None and mark.digest == one.digest:
            standing.append(one._replace(cell=cell))
        else:
            note.delete()
            _restore(sheet.range(cell), one)
    for one in before.values():  # their notes were taken away, or are an officer's own
        _restore(sheet.range(one.cell), one)
    return standing


def _restore(cell: xw.Range, kept: Kept | None) -> None:
    """The colour from before, unless somebody has given the cell another one since."""
    if colour_of(cell) in {ground.removeprefix("#") for ground in GROUNDS.values()}:
        cell.color = f"#{kept.colour}" if kept is not None and kept.colour else None


def _marked(cell: xw.Range, mark: Mark, number: int) -> Kept:
    kept = Kept(number, mark.cell, mark.sheet, mark.digest, colour_of(cell))
    if cell.note is None:
        cell.add_note(mark.note(number))
    cell.color = GROUNDS[mark.sign]
    return kept


def colour_of(cell: xw.Range) -> str:
    """The ground of a cell as ``"FFFBEB"``, empty without one."""
    colour = cell.color
    return "".join(f"{part:02X}" for part in colour) if colour else ""
