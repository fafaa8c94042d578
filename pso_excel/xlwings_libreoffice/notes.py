"""Notes at cells, which LibreOffice calls annotations (comments in its menus)."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

Range = Any  # of the engine, a floor above
Sheet = Any  # of the engine, a floor above

ANNOTATED = 8  # com.sun.star.sheet.CellFlags.ANNOTATION


class Notes:
    """The notes of a sheet. Each knows its cell, so that it is found again when others go."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __iter__(self) -> Iterator["Note"]:
        annotations = self.sheet.api.Annotations
        found = [annotations.getByIndex(index) for index in range(annotations.Count)]
        spots = [(sheet.Position.Row + 1, sheet.Position.Column + 1) for sheet in found]
        return iter([Note(self.sheet, *spot) for spot in spots])


class Note(base_classes.Note):
    """The note at a cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet = sheet
        self.row, self.column = row, column

    @property
    def api(self) -> Any:
        """The annotation; one without text when there is no note."""
        return self.sheet.api.getCellByPosition(self.column - 1, self.row - 1).getAnnotation()

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        """Its cell."""
        return self.sheet.range((self.row, self.column))

    def delete(self) -> None:
        """Take it away."""
        annotations = self.sheet.api.Annotations
        for index in range(annotations.Count):
            at = annotations.getByIndex(index).Position
            if (at.Row + 1, at.Column + 1) == (self.row, self.column):
                annotations.removeByIndex(index)
                return


def note_at(sheet: Sheet, row: int, column: int) -> Note | None:
    """The note of a cell, if it has one."""
    cell = sheet.api.getCellByPosition(column - 1, row - 1)
    return Note(sheet, row, column) if cell.queryContentCells(ANNOTATED).Count else None


def add_note(sheet: Sheet, row: int, column: int, text: str) -> Note:
    """Write a note at a cell, over the one it has."""
    sheet.api.Annotations.insertNew(sheet.cell_address(row, column), text)
    return Note(sheet, row, column)


def notes_within(sheet: Sheet, cells: Any) -> list[tuple[Note, str]]:
    """The notes inside a UNO range, with their texts: what is written into the cells takes them."""
    if not cells.queryContentCells(ANNOTATED).Count:
        return []
    area = cells.RangeAddress
    return [
        (note, note.text)
        for note in Notes(sheet)
        if area.StartRow < note.row <= area.EndRow + 1
        and area.StartColumn < note.column <= area.EndColumn + 1
    ]
