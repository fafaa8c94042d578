"""Marks put at the cells of the open workbook, and those of the last check taken away.

What a cell looked like before stands in the hidden sheet of the workbook itself, so that any later
run can clear it; a mark is found again by the number in its note when rows were inserted or sorted.
"""

from collections.abc import Iterator, Mapping, Sequence

import xlwings as xw

from pso_excel.forms.layout import META_SHEET
from pso_excel.intake.row_index import SheetRange, parse_reference
from pso_excel.live.programs import Program
from pso_excel.results.cell_marks import MARKS, MOST_MARKS, Mark, PlacedMark, number_in
from pso_excel.templates.styles import WARNING_COLOUR, WRONG
from pso_excel.xlsx.workbook import Workbook

ELSE = SheetRange(META_SHEET, 1, 4, 1, 4)  # in workbooks that were made before they had such a cell
GROUNDS: Mapping[str, str] = {"✖": WRONG[1], "▲": WARNING_COLOUR[1]}


def kept_in(book: Workbook) -> SheetRange | None:
    """The cell that keeps the marks; None in a workbook that has lost its hidden sheet."""
    place = parse_reference(book.names.get(MARKS, "")) or ELSE
    return place if place.sheet in book.sheets else None


def kept_marks(book: Workbook) -> list[PlacedMark]:
    """The marks that the last check left in the workbook."""
    place = kept_in(book)
    if place is None:
        return []
    text = book.sheets[place.sheet].cell(place.top, place.left).value
    found = (PlacedMark.read(line) for line in str(text or "").splitlines())
    # With a sheet that was deleted its marks are gone as well.
    return [kept for kept in found if kept is not None and kept.sheet in book.sheets]


def stand_already(wanted: Sequence[Mark], kept: Sequence[PlacedMark]) -> bool:
    """Whether the marks of the last check are just those that are wanted."""
    now = {(mark.sheet, mark.cell): mark.digest for mark in wanted}
    return now == {(mark.sheet, mark.cell): mark.digest for mark in kept}


def marked_sheets(
    wanted: Sequence[Mark], kept: Sequence[PlacedMark], place: SheetRange
) -> list[str]:
    """The sheets that putting these marks writes on."""
    names = dict.fromkeys(mark.sheet for mark in (*kept, *wanted))
    return [*names, place.sheet]


def put_marks(
    book: xw.Book,
    program: Program,
    wanted: Sequence[Mark],
    kept: Sequence[PlacedMark],
    place: SheetRange,
) -> None:
    """Clear the marks that are no more wanted, put those that are not there, and keep them all at
    ``place``, on sheets that are writable (:func:`marked_sheets`).

    Refused as ``Program``. A note that is not ours stays, its cell gets the ground only.
    """
    taken = {mark.number for mark in kept}
    free = (number for number in range(1, 2 * MOST_MARKS + 2) if number not in taken)
    left: list[PlacedMark] = []
    for name in dict.fromkeys(each_mark.sheet for each_mark in (*kept, *wanted)):
        mine = [placed for placed in kept if placed.sheet == name]
        here = [mark for mark in wanted if mark.sheet == name]
        if stand_already(here, mine):
            left += mine
            continue
        left += _on_sheet(book.sheets[name], {mark.cell: mark for mark in here}, mine, free)
    text = "\n".join(placed.line() for placed in left)
    book.sheets[place.sheet].range((place.top, place.left)).value = program.text(text) or None


def _on_sheet(
    sheet: xw.Sheet, wanted: Mapping[str, Mark], kept: Sequence[PlacedMark], free: Iterator[int]
) -> list[PlacedMark]:
    """Clear and mark one sheet; the marks that then stand on it."""
    standing = _cleared(sheet, wanted, kept)
    there = {mark.cell for mark in standing}
    for cell, mark in wanted.items():
        if cell not in there:
            standing.append(_marked(sheet.range(cell), mark, next(free)))
    return standing


def _cleared(
    sheet: xw.Sheet, wanted: Mapping[str, Mark], kept: Sequence[PlacedMark]
) -> list[PlacedMark]:
    """Take away every mark that says something else than is wanted; those that stay."""
    before = {mark.number: mark for mark in kept}
    standing: list[PlacedMark] = []
    for note in list(sheet.notes):
        number = number_in(note.text)
        if not number:
            continue
        placed = before.pop(number, None)
        cell = note.location.get_address(False, False)
        mark = wanted.get(cell)
        if placed is not None and mark is not None and mark.digest == placed.digest:
            standing.append(placed._replace(cell=cell))
        else:
            note.delete()
            _restore(sheet.range(cell), placed)
    for placed in before.values():  # their notes were taken away, or are an officer's own
        _restore(sheet.range(placed.cell), placed)
    return standing


def _restore(cell: xw.Range, kept: PlacedMark | None) -> None:
    """The colour from before, unless somebody has given the cell another one since."""
    if colour_of(cell) in {ground.removeprefix("#") for ground in GROUNDS.values()}:
        cell.color = f"#{kept.colour}" if kept is not None and kept.colour else None


def _marked(cell: xw.Range, mark: Mark, number: int) -> PlacedMark:
    kept = PlacedMark(number, mark.cell, mark.sheet, mark.digest, colour_of(cell))
    if cell.note is None:
        cell.add_note(mark.note(number))
    cell.color = GROUNDS[mark.sign]
    return kept


def colour_of(cell: xw.Range) -> str:
    """The ground of a cell as ``"FFFBEB"``, empty without one."""
    colour = cell.color
    return "".join(f"{part:02X}" for part in colour) if colour else ""
