"""What lies on a sheet over its cells: pictures, text boxes, buttons."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

Sheet = Any  # of the engine, a floor above

POINT = 2540 / 72  # hundredths of a millimetre
NOTE = "com.sun.star.drawing.CaptionShape"  # the paper of a note at a cell
KINDS = {
    "com.sun.star.drawing.GraphicObjectShape": "picture",
    "com.sun.star.drawing.ControlShape": "form_control",
    "com.sun.star.drawing.TextShape": "text_box",
    "com.sun.star.drawing.OLE2Shape": "embedded_ole_object",
    "com.sun.star.drawing.GroupShape": "group",
    "com.sun.star.drawing.LineShape": "line",
}


class Shapes:
    """The shapes of a sheet, notes left out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The drawing page."""
        return self.sheet.api.DrawPage

    def __iter__(self) -> Iterator["Shape"]:
        return iter(self._all())

    def _all(self) -> "list[Shape]":
        page = self.api
        found = [page.getByIndex(index) for index in range(page.Count)]
        return [Shape(self.sheet, item) for item in found if str(item.ShapeType) != NOTE]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: int | str) -> "Shape":
        """The shape of a name or a place; KeyError."""
        shapes = self._all()
        if isinstance(name_or_index, int):
            return shapes[name_or_index - 1]
        for shape in shapes:
            if shape.name == name_or_index:
                return shape
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(shape.name == name for shape in self._all())


class Shape(base_classes.Shape):
    """A shape. Sizes and places are in points."""

    def __init__(self, sheet: Sheet, api: Any) -> None:
        self.sheet = sheet
        self._api = api

    @property
    def parent(self) -> Sheet:
        """The sheet it lies on."""
        return self.sheet

    @property
    def api(self) -> Any:
        """The UNO shape."""
        return self._api

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self._api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._api.Name = value

    @property
    def type(self) -> str:
        """Its kind, in the words of xlwings; ``"auto_shape"`` for most."""
        return KINDS.get(str(self._api.ShapeType), "auto_shape")

    @property
    def left(self) -> float:  # pyright: ignore[reportIncompatibleMethodOverride]
        """From the left edge of the sheet."""
        return float(self._api.Position.X) / POINT

    @property
    def top(self) -> float:  # pyright: ignore[reportIncompatibleMethodOverride]
        """From the upper edge of the sheet."""
        return float(self._api.Position.Y) / POINT

    @property
    def width(self) -> float:  # pyright: ignore[reportIncompatibleMethodOverride]
        """How wide it is."""
        return float(self._api.Size.Width) / POINT

    @property
    def height(self) -> float:  # pyright: ignore[reportIncompatibleMethodOverride]
        """How high it is."""
        return float(self._api.Size.Height) / POINT

    @property
    def text(self) -> str:
        """The text in it."""
        return str(self._api.String)

    @text.setter
    def text(self, value: str) -> None:
        self._api.String = value

    def delete(self) -> None:
        """Take it away."""
        self.sheet.api.DrawPage.remove(self._api)


Range = Any  # of the engine, a floor above

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
